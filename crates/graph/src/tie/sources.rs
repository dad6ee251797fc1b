//! What ties are made of: shared occasions, and undertakings.
//!
//! Undertakings are, when the record supports them on the basis:
//! - project partnerships that were funded or submitted in the window for certain, by their applications or dated
//!   states; partners, signatories, leads and project leaders take part in them;
//! - bodies, with the institutions on whose behalf chairs, deputies and members sit at the end of the window;
//! - actions done in the window for certain, by the date of their evidence, else of their due window; those
//!   responsible and those who take part count, addressees do not;
//! - standing partnerships, with their signatories and partners at the end of the window, but for lead and
//!   secretariat.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::body::{Body, BodyRole};
use domain::call::FundingOutcome;
use domain::date::EdtfDate;
use domain::document::SourceDocument;
use domain::id::Id;
use domain::indicator::Collection;
use domain::meeting::Meeting;
use domain::partnership::{LifecycleState, Partnership, PartnershipKind, PartnershipRole};
use domain::party::Party;
use domain::record::{Noun, RecordRef};
use domain::resolution::{ActionItem, ActionStatus};
use domain::vocabulary::{MeetingKind, TieBasis};

use super::weight::{base_weights, recency, reference_day};
use super::{CONTRIBUTIONS_MAX, TieLevel, TieRule, Weighting};
use crate::computed::{Exclusion, ExclusionReason};
use crate::evidence::Strength;
use crate::network::{Network, Position};
use crate::occasion::{Certainty, Directness, Occasion};
use crate::receipt::{Receipt, keys};
use crate::refusal::Refusal;
use crate::view::{NetworkView, is_active};

/// An occasion or undertaking that ties share.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Source {
    /// The meeting, partnership, body or action item.
    pub(super) record: RecordRef,
    pub(super) basis: TieBasis,
    /// Whether it is an occasion rather than an undertaking.
    pub(super) is_occasion: bool,
    /// Whether it is a bilateral or small occasion.
    pub(super) is_direct: bool,
    /// `n`, at least 2.
    pub(super) size: u32,
    /// The index of the source that it may be the same as, else its own.
    pub(super) distinct: u32,
    /// `b · r / (n − 1)`.
    value: f64,
    pub(super) latest: Option<NaiveDate>,
    /// Whether it lasts to the end of the window, so that it has no age.
    pub(super) is_lasting: bool,
}

impl Source {
    /// What it adds to the weight of a tie, by the evidence for the weaker side.
    pub(super) fn contribution(&self, strength: Strength) -> f64 {
        self.value * strength.quality()
    }
}

/// That a pair shares a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Contribution {
    /// The smaller position.
    pub(super) a: Position,
    pub(super) b: Position,
    /// Index of the source.
    pub(super) source: u32,
    /// The weaker of the two.
    pub(super) strength: Strength,
}

/// The institutions that take part in something, each once, in order of position.
type Parties = Vec<(Position, Strength)>;

/// All sources and what pairs share.
#[derive(Debug)]
pub(super) struct Sources {
    pub(super) sources: Vec<Source>,
    /// In order of pairs, then sources.
    pub(super) contributions: Vec<Contribution>,
    /// Members of standing partnerships in scope, when level L0 is asked for; in no order.
    pub(super) co_members: Vec<Position>,
}

impl Sources {
    /// Gathers what the rule takes in.
    pub(super) fn gather(view: &NetworkView, rule: &TieRule, receipt: &mut Receipt) -> Result<Self, Refusal> {
        let mut gatherer = Gatherer {
            view,
            rule,
            weights: base_weights(view, receipt),
            sources: Vec::new(),
            contributions: Vec::new(),
            undated: Vec::new(),
            too_large: 0,
        };
        gatherer.occasions()?;
        let mut co_members = Vec::new();
        if rule.kinds.is_empty() {
            gatherer.bodies()?;
            gatherer.projects()?;
            gatherer.actions()?;
            co_members = gatherer.standing()?;
        }
        let Gatherer { mut sources, mut contributions, weights, undated, too_large, .. } = gatherer;
        let reference = reference_day(view, &sources);
        if rule.half_life_months.is_some() {
            receipt.parameter("ties.recencyAsOf", keys(reference.as_slice()));
        }
        for source in &mut sources {
            let base = weights.get(&source.basis).copied().unwrap_or_default();
            let recency = rule.half_life_months.map_or(1.0, |it| recency(source, reference, it));
            let others = f64::from(source.size.saturating_sub(1).max(1));
            source.value = match rule.weighting {
                Weighting::Base => base * recency / others,
                Weighting::Newman => recency / others,
                Weighting::Count => recency,
            };
        }
        contributions.sort_unstable();
        receipt.count("occasionsTooLarge", too_large);
        receipt.exclude(Exclusion::of(
            ExclusionReason::Undated,
            "no date of the undertaking is recorded, so it is in no window",
            undated,
        ));
        Ok(Self { sources, contributions, co_members })
    }
}

struct Gatherer<'a> {
    view: &'a NetworkView,
    rule: &'a TieRule,
    weights: BTreeMap<TieBasis, f64>,
    sources: Vec<Source>,
    contributions: Vec<Contribution>,
    undated: Vec<RecordRef>,
    too_large: usize,
}

impl Gatherer<'_> {
    fn occasions(&mut self) -> Result<(), Refusal> {
        let view = self.view;
        let record = view.network().record();
        let mut index_of: Vec<Option<u32>> = vec![None; record.meetings.len()];
        for occasion in view.occasions() {
            let Some(meeting) = record.meetings.get(occasion.meeting) else { continue };
            let counts = occasion.certainty == Certainty::Certain
                && (self.rule.kinds.is_empty() || self.rule.kinds.contains(&meeting.kind));
            if !counts || occasion.size < 2 {
                continue;
            }
            if self.rule.max_occasion_size.is_some_and(|it| it < occasion.size) {
                self.too_large += 1;
                continue;
            }
            let index = self.next()?;
            if let Some(slot) = index_of.get_mut(occasion.meeting) {
                *slot = Some(index);
            }
            self.sources.push(Source {
                record: meeting.key.reference(),
                basis: view
                    .network()
                    .get::<MeetingKind>(&meeting.kind)
                    .map_or(TieBasis::Mass, |it| it.tie_basis),
                is_occasion: true,
                is_direct: matches!(occasion.directness, Directness::Bilateral | Directness::Small),
                size: occasion.size,
                distinct: index,
                value: 0.0,
                latest: meeting.date.latest(),
                is_lasting: false,
            });
            self.share(index, &parties_of(occasion))?;
        }
        for (meeting, index) in record.meetings.iter().zip(&index_of) {
            let other =
                meeting.possible_duplicate_of.as_ref().and_then(|it| view.network().meeting_position(it));
            let other = other.and_then(|it| *index_of.get(it)?);
            let distinct = other.and_then(|it| self.sources.get(it as usize)).map(|it| it.distinct);
            let source = index.and_then(|it| self.sources.get_mut(it as usize));
            if let (Some(distinct), Some(source)) = (distinct, source) {
                source.distinct = distinct;
            }
        }
        Ok(())
    }

    fn bodies(&mut self) -> Result<(), Refusal> {
        const SITTING: [BodyRole; 3] = [BodyRole::Chair, BodyRole::ViceChair, BodyRole::Member];
        let view = self.view;
        let mut members: BTreeMap<&Id<Body>, Parties> = BTreeMap::new();
        for (seat, strength) in view.network().seats() {
            let sits = SITTING.contains(&seat.role)
                && strength.counts_on(view.view().basis)
                && is_active(&seat.valid_from, &seat.valid_to, &view.view().period);
            let behalf = seat.on_behalf_of.clone().filter(|_| sits).map(Party::Institution);
            let institution = behalf.and_then(|it| view.network().involved_institution(&it));
            members.entry(&seat.body).or_default().extend(institution.map(|it| (it, strength)));
        }
        for (id, parties) in members {
            let Some(body) = view.network().get(id) else { continue };
            if is_active(&body.established, &EdtfDate::UNKNOWN, &view.view().period) {
                let source = lasting(id.reference(), TieBasis::BodyCoMembership);
                self.undertake(source, parties, &[Collection::Members])?;
            }
        }
        Ok(())
    }

    fn projects(&mut self) -> Result<(), Refusal> {
        use PartnershipRole::{Lead, Partner, ProjectLeader, Signatory};
        let view = self.view;
        let record = view.network().record();
        let mut states: BTreeMap<&Id<Partnership>, Vec<(TieBasis, EdtfDate)>> = BTreeMap::new();
        for it in &record.applications {
            let basis = if it.outcome == FundingOutcome::Funded {
                TieBasis::FundedProject
            } else {
                TieBasis::SubmittedProject
            };
            states.entry(&it.partnership).or_default().push((basis, it.submitted_on));
        }
        for it in &record.lifecycle_events {
            if let Some(basis) = project_basis(it.state) {
                states.entry(&it.partnership).or_default().push((basis, it.date));
            }
        }
        let mut members = members(view, &[Partner, Signatory, Lead, ProjectLeader]);
        for (id, states) in states {
            if view.network().get(id).is_none_or(|it| it.kind != PartnershipKind::Project) {
                continue;
            }
            let certain =
                |it: &&(TieBasis, EdtfDate)| view.view().certainty(&it.1) == Some(Certainty::Certain);
            // The order of bases: funded comes before submitted.
            let Some(basis) = states.iter().filter(certain).map(|it| it.0).min() else {
                self.undated.extend(states.iter().all(|it| it.1.is_unknown()).then(|| id.reference()));
                continue;
            };
            let latest = states.iter().filter(certain).filter_map(|it| it.1.latest()).max();
            let parties = members.remove(id).unwrap_or_default();
            self.undertake(
                dated(id.reference(), basis, latest),
                parties,
                &[Collection::Signatories, Collection::Members],
            )?;
        }
        Ok(())
    }

    fn actions(&mut self) -> Result<(), Refusal> {
        let view = self.view;
        let network = view.network();
        for action in &network.record().action_items {
            let strength = network.evidence().strength(network.record(), &action.reference());
            if action.status != ActionStatus::Done || !strength.counts_on(view.view().basis) {
                continue;
            }
            let date = done_on(network, action);
            match view.view().certainty(&date) {
                Some(Certainty::Certain) => {}
                _ if date.is_unknown() => {
                    self.undated.push(action.reference());
                    continue;
                }
                _ => continue,
            }
            let together = action.responsible.iter().chain(&action.co_participants);
            let parties = together.filter_map(|it| network.involved_institution(it)).map(|it| (it, strength));
            let source = dated(action.reference(), TieBasis::JointActionDone, date.latest());
            self.undertake(source, parties.collect(), &[])?;
        }
        Ok(())
    }

    /// Adds common standing membership: for all pairs at level L0, above it for those that share something else.
    fn standing(&mut self) -> Result<Vec<Position>, Refusal> {
        let view = self.view;
        let mut all = Vec::new();
        let mut memberships: BTreeMap<Position, Vec<(u32, Strength)>> = BTreeMap::new();
        for (id, mut parties) in members(view, &[PartnershipRole::Signatory, PartnershipRole::Partner]) {
            let Some(partnership) = view.network().get(id).filter(|it| it.is_standing()) else { continue };
            if !is_active(&partnership.founded, &EdtfDate::UNKNOWN, &view.view().period) {
                continue;
            }
            let leading =
                view.parties_in_role(Some(id), &[PartnershipRole::Lead, PartnershipRole::Secretariat]);
            parties.retain(|it| leading.binary_search(&it.0).is_err());
            each_once(&mut parties);
            let source = lasting(id.reference(), TieBasis::CoMembership);
            let index = self.next()?;
            let size = self.size(&source.record, parties.len(), &[Collection::Signatories]);
            self.sources.push(Source { distinct: index, size, ..source });
            parties.retain(|it| view.is_in_scope(it.0));
            if self.rule.min_level == TieLevel::L0 {
                all.extend(parties.iter().map(|it| it.0));
                self.share(index, &parties)?;
            } else {
                for (member, strength) in parties {
                    memberships.entry(member).or_default().push((index, strength));
                }
            }
        }
        if !memberships.is_empty() {
            self.share_standing(&memberships)?;
        }
        Ok(all)
    }

    fn share_standing(
        &mut self,
        memberships: &BTreeMap<Position, Vec<(u32, Strength)>>,
    ) -> Result<(), Refusal> {
        let mut pairs: Vec<_> = self.contributions.iter().map(|it| (it.a, it.b)).collect();
        pairs.sort_unstable();
        pairs.dedup();
        for (a, b) in pairs {
            let (Some(of_a), Some(of_b)) = (memberships.get(&a), memberships.get(&b)) else { continue };
            for (source, strength) in of_a {
                if let Ok(at) = of_b.binary_search_by_key(source, |it| it.0) {
                    let weaker = of_b.get(at).map_or(*strength, |it| it.1.max(*strength));
                    self.contributions.push(Contribution { a, b, source: *source, strength: weaker });
                }
            }
        }
        check_size(self.contributions.len() as u64)
    }

    /// Adds an undertaking that its parties share.
    fn undertake(
        &mut self,
        source: Source,
        mut parties: Parties,
        declared: &[Collection],
    ) -> Result<(), Refusal> {
        each_once(&mut parties);
        if parties.len() < 2 {
            return Ok(());
        }
        let size = self.size(&source.record, parties.len(), declared);
        let index = self.next()?;
        self.sources.push(Source { distinct: index, size, ..source });
        self.share(index, &parties)
    }

    /// `n`: the greater of the parties listed and the number declared; at least 2, as fewer make no pair.
    fn size(&self, of: &RecordRef, listed: usize, declared: &[Collection]) -> u32 {
        let declared =
            declared.iter().flat_map(|it| self.view.network().declared(of, *it)).map(|it| it.value);
        let listed = u32::try_from(listed).unwrap_or(u32::MAX).max(2);
        // A declared size is a whole number that is not negative; the cast keeps it within the range.
        declared.fold(listed, |size, it| size.max(it.min(f64::from(u32::MAX)) as u32))
    }

    /// Adds the pairs of parties in scope.
    fn share(&mut self, source: u32, parties: &[(Position, Strength)]) -> Result<(), Refusal> {
        let in_scope: Vec<_> = parties.iter().filter(|it| self.view.is_in_scope(it.0)).collect();
        let count = in_scope.len() as u64;
        check_size(self.contributions.len() as u64 + count * count.saturating_sub(1) / 2)?;
        for (at, (a, one)) in in_scope.iter().enumerate() {
            for (b, other) in in_scope.iter().skip(at + 1) {
                self.contributions.push(Contribution { a: *a, b: *b, source, strength: *one.max(other) });
            }
        }
        Ok(())
    }

    /// The index of the source to come.
    fn next(&self) -> Result<u32, Refusal> {
        u32::try_from(self.sources.len()).map_err(|_error| too_large(self.sources.len() as u64))
    }
}

/// The institutions that have one of the roles in each partnership, at the end of the window.
fn members<'a>(view: &'a NetworkView, roles: &[PartnershipRole]) -> BTreeMap<&'a Id<Partnership>, Parties> {
    let mut members: BTreeMap<&Id<Partnership>, Parties> = BTreeMap::new();
    for (membership, strength) in view.memberships(None, &[]).filter(|it| roles.contains(&it.0.role)) {
        if let Some(institution) = view.network().involved_institution(&membership.party) {
            members.entry(&membership.partnership).or_default().push((institution, strength));
        }
    }
    members
}

/// An undertaking that goes on to the end of the window.
fn lasting(record: RecordRef, basis: TieBasis) -> Source {
    Source { is_lasting: true, ..dated(record, basis, None) }
}

/// An undertaking of a date. Its size, its index and its value are set when all sources are known.
fn dated(record: RecordRef, basis: TieBasis, latest: Option<NaiveDate>) -> Source {
    Source {
        record,
        basis,
        is_occasion: false,
        is_direct: false,
        size: 2,
        distinct: 0,
        value: 0.0,
        latest,
        is_lasting: false,
    }
}

fn parties_of(occasion: &Occasion) -> Parties {
    occasion.involved.iter().map(|it| (it.institution, it.strength)).collect()
}

/// Leaves each institution once, with the strongest evidence.
fn each_once(parties: &mut Parties) {
    parties.sort_unstable();
    parties.dedup_by_key(|it| it.0);
}

/// What a state in the life of a project partnership is for ties; none when it had not applied.
fn project_basis(state: LifecycleState) -> Option<TieBasis> {
    use LifecycleState::{Closed, Funded, Implementing, NotFunded, Reserve, Submitted, Withdrawn};
    match state {
        Funded | Implementing | Closed => Some(TieBasis::FundedProject),
        Submitted | NotFunded | Reserve | Withdrawn => Some(TieBasis::SubmittedProject),
        _ => None,
    }
}

/// When an action was done: by the latest dated meeting that shows it, else document, else by its due window.
fn done_on(network: &Network, action: &ActionItem) -> EdtfDate {
    let meetings = action.evidence.iter().filter_map(Id::<Meeting>::from_reference);
    let meetings = meetings.filter_map(|it| network.get(&it)).map(|it| it.date);
    let documents = action.evidence.iter().filter_map(Id::<SourceDocument>::from_reference);
    let documents = documents.filter_map(|it| network.get(&it)).map(|it| it.dated);
    let latest = |dates: &mut dyn Iterator<Item = EdtfDate>| {
        dates.filter(|it| !it.is_unknown()).max_by_key(EdtfDate::latest)
    };
    latest(&mut meetings.into_iter()).or_else(|| latest(&mut documents.into_iter())).unwrap_or(action.due)
}

fn check_size(contributions: u64) -> Result<(), Refusal> {
    if contributions <= CONTRIBUTIONS_MAX { Ok(()) } else { Err(too_large(contributions)) }
}

fn too_large(estimate: u64) -> Refusal {
    Refusal::TooLarge {
        what: "pairs of shared occasions and undertakings",
        estimate,
        limit: CONTRIBUTIONS_MAX,
    }
}
