//! A view of the network: a window of time, a basis of evidence and a scope; what is left out is told.

use std::sync::Arc;

use domain::claim::EvidenceBasis;
use domain::date::{EdtfDate, Period, Validity};
use domain::id::Id;
use domain::institution::Institution;
use domain::meeting::MeetingStatus;
use domain::partnership::{Membership, Partnership, PartnershipRole};
use domain::record::{Noun, RecordRef};
use domain::territory::TerritorialUnit;
use domain::vocabulary::{InstitutionType, Sector};
use domain::words;

use crate::computed::{Exclusion, ExclusionReason};
use crate::evidence::Strength;
use crate::network::{Network, Position};
use crate::occasion::{Certainty, Occasion};
use crate::refusal::Refusal;
use crate::tie::{KeptTies, TieRule, Ties};

words! {
    /// What happens to facts without a date once a window is asked for.
    UndatedPolicy {
        /// They are left out, and counted.
        Exclude = "EXCLUDE",
        /// They are taken in as possible.
        Include = "INCLUDE",
    }
}

/// Which institutions a view is about. Lists are alternatives; several lists hold together. Empty lists do not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scope {
    /// Seated in one of these units, or in a unit below.
    pub territories: Vec<Id<TerritorialUnit>>,
    /// Of one of these types, or of a type below.
    pub types: Vec<Id<InstitutionType>>,
    /// Of one of these sectors.
    pub sectors: Vec<Id<Sector>>,
    /// One of these.
    pub institutions: Vec<Id<Institution>>,
}

/// The parameters of a view.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// The window.
    pub period: Period,
    /// What happens to undated facts.
    pub undated: UndatedPolicy,
    /// Which evidence counts.
    pub basis: EvidenceBasis,
    /// Which institutions.
    pub scope: Scope,
    /// The scenario that the network supposes, with its version; none for the record itself. It names the network,
    /// so that no answer about what is supposed is taken for one about the record.
    pub scenario: Option<Arc<str>>,
    /// The evidence filter by which the network was built, in its text form; none when all claims count. It names the
    /// network, too.
    pub evidence: Option<Arc<str>>,
}

impl Default for View {
    /// The whole record, as stated.
    fn default() -> Self {
        Self {
            period: Period::whole(),
            undated: UndatedPolicy::Exclude,
            basis: EvidenceBasis::Stated,
            scope: Scope::default(),
            scenario: None,
            evidence: None,
        }
    }
}

impl View {
    /// Whether something with this date is in the window: for certain, possibly, or not (none). Without a window
    /// everything is, dated or not.
    #[must_use]
    pub fn certainty(&self, date: &EdtfDate) -> Option<Certainty> {
        if self.period.is_whole() || date.certainly_in(&self.period) {
            Some(Certainty::Certain)
        } else if date.possibly_in(&self.period)
            || (date.is_unknown() && self.undated == UndatedPolicy::Include)
        {
            Some(Certainty::Possible)
        } else {
            None
        }
    }
}

/// A network seen through a view: the occasions in the window, with those involved on the basis.
#[derive(Debug, Clone)]
pub struct NetworkView {
    network: Arc<Network>,
    view: View,
    occasions: Vec<Occasion>,
    /// For each institution, the positions of the occasions that involve it.
    occasions_of: Vec<Vec<u32>>,
    in_scope: Vec<bool>,
    excluded: Vec<Exclusion>,
    /// The ties that were asked for; clones share them.
    ties: Arc<KeptTies>,
}

impl NetworkView {
    /// Looks at a network. Time O(institutions + meetings + participations).
    #[must_use]
    pub fn new(network: Arc<Network>, view: View) -> Self {
        let in_scope =
            network.record().institutions.iter().map(|it| is_in_scope(&network, &view.scope, it)).collect();
        let occasions: Vec<Occasion> = (0..network.record().meetings.len())
            .filter_map(|it| {
                let date = &network.record().meetings.get(it)?.date;
                Occasion::read(&network, it, view.basis, view.certainty(date)?)
            })
            .collect();
        let mut occasions_of = vec![Vec::new(); network.record().institutions.len()];
        for (index, occasion) in (0u32..).zip(&occasions) {
            for involvement in &occasion.involved {
                if let Some(list) = occasions_of.get_mut(involvement.institution as usize) {
                    list.push(index);
                }
            }
        }
        let excluded = excluded(&network, &view);
        Self { network, view, occasions, occasions_of, in_scope, excluded, ties: Arc::default() }
    }

    /// The network.
    #[must_use]
    pub fn network(&self) -> &Arc<Network> {
        &self.network
    }

    /// The view's parameters.
    #[must_use]
    pub fn view(&self) -> &View {
        &self.view
    }

    /// The occasions in the window, certain and possible, in order of the meetings' keys.
    #[must_use]
    pub fn occasions(&self) -> &[Occasion] {
        &self.occasions
    }

    /// The positions, in [`Self::occasions`], of those that involve an institution (rolled up), in order.
    #[must_use]
    pub fn occasions_of(&self, institution: Position) -> &[u32] {
        self.occasions_of.get(institution as usize).map_or(&[], Vec::as_slice)
    }

    /// What window, basis and scope leave out.
    #[must_use]
    pub fn excluded(&self) -> &[Exclusion] {
        &self.excluded
    }

    /// The ties of the view by a rule, as [`Ties::new`] works them out; those asked for last are kept.
    ///
    /// # Errors
    /// Those of [`Ties::new`].
    pub fn ties(&self, rule: &TieRule) -> Result<Arc<Ties>, Refusal> {
        self.ties.get(self, rule)
    }

    /// Whether the institution at a position is in the scope.
    #[must_use]
    pub fn is_in_scope(&self, position: Position) -> bool {
        self.in_scope.get(position as usize).copied().unwrap_or(false)
    }

    /// Institutions in scope that are involved in a certain occasion: the nodes of the graph (questions.md A4).
    #[must_use]
    pub fn involved(&self) -> Vec<Position> {
        let mut positions: Vec<_> = self
            .occasions
            .iter()
            .filter(|it| it.certainty == Certainty::Certain)
            .flat_map(|it| it.involved.iter().map(|it| it.institution))
            .filter(|it| self.is_in_scope(*it))
            .collect();
        positions.sort_unstable();
        positions.dedup();
        positions
    }

    /// How many meetings that were held may lie in the window, but not for certain.
    #[must_use]
    pub fn undecided(&self) -> usize {
        self.occasions.iter().filter(|it| it.certainty == Certainty::Possible).count()
    }

    /// Memberships that count on the basis and are active at the end of the window, in the given roles.
    pub fn memberships<'a>(
        &'a self,
        partnership: Option<&'a Id<Partnership>>,
        roles: &'a [PartnershipRole],
    ) -> impl Iterator<Item = (&'a Membership, Strength)> {
        self.network.memberships().filter(move |(it, strength)| {
            strength.counts_on(self.view.basis)
                && partnership.is_none_or(|id| it.partnership == *id)
                && (roles.is_empty() || roles.contains(&it.role))
                && is_active(&it.valid_from, &it.valid_to, &self.view.period)
        })
    }

    /// The institutions that have one of the roles in a partnership, or in any when none is given: on the basis, at
    /// the end of the window, rolled up, whether in scope or not; each once, in order of position.
    #[must_use]
    pub fn parties_in_role(
        &self,
        partnership: Option<&Id<Partnership>>,
        roles: &[PartnershipRole],
    ) -> Vec<Position> {
        let mut positions: Vec<_> = self
            .memberships(partnership, roles)
            .filter_map(|(it, _)| self.network.involved_institution(&it.party))
            .collect();
        positions.sort_unstable();
        positions.dedup();
        positions
    }

    /// The institutions that are signatories of a partnership, in scope, each once, in order of position. Not rolled
    /// up: a unit may sign for itself.
    #[must_use]
    pub fn signatories(&self, partnership: &Id<Partnership>) -> Vec<Position> {
        let mut positions: Vec<_> = self
            .memberships(Some(partnership), &[PartnershipRole::Signatory])
            .filter_map(|(it, _)| self.network.position_of(it.party.institution()?))
            .filter(|it| self.is_in_scope(*it))
            .collect();
        positions.sort_unstable();
        positions.dedup();
        positions
    }
}

/// Whether a validity is active at the end of the period: what has no recorded end lasts, what has no recorded
/// beginning has begun (questions.md A2).
#[must_use]
pub fn is_active(from: &EdtfDate, to: &EdtfDate, period: &Period) -> bool {
    Validity::new(*from, *to).is_ok_and(|it| it.active_at_end_of(period))
}

fn is_in_scope(network: &Network, scope: &Scope, institution: &Institution) -> bool {
    let seat = institution.seat.as_ref();
    let r#type = institution.r#type.as_ref();
    (scope.territories.is_empty()
        || seat.is_some_and(|seat| scope.territories.iter().any(|it| network.is_within(seat, it))))
        && (scope.types.is_empty()
            || r#type.is_some_and(|own| scope.types.iter().any(|it| network.is_type_within(own, it))))
        && (scope.sectors.is_empty()
            || institution.sector.as_ref().is_some_and(|it| scope.sectors.contains(it)))
        && (scope.institutions.is_empty() || scope.institutions.contains(&institution.key))
}

fn excluded(network: &Network, view: &View) -> Vec<Exclusion> {
    let record = network.record();
    let mut undated = Vec::new();
    let mut possible = Vec::new();
    let mut not_held = Vec::new();
    if !view.period.is_whole() {
        let dated = |date: &EdtfDate, reference: RecordRef, undated: &mut Vec<_>, possible: &mut Vec<_>| {
            if date.is_unknown() && view.undated == UndatedPolicy::Exclude {
                undated.push(reference);
            } else if view.certainty(date) == Some(Certainty::Possible) {
                possible.push(reference);
            }
        };
        for it in &record.meetings {
            dated(&it.date, it.reference(), &mut undated, &mut possible);
        }
        for it in &record.meeting_series {
            dated(&it.date, it.reference(), &mut undated, &mut possible);
        }
        for it in &record.indicators {
            dated(&it.as_of, it.reference(), &mut undated, &mut possible);
        }
        for it in &record.statements {
            dated(&it.date, it.reference(), &mut undated, &mut possible);
        }
        for it in &record.projects {
            dated(&it.period, it.reference(), &mut undated, &mut possible);
        }
        for it in &record.documents {
            if it.covers.is_unknown() && it.kind.is_report() && view.undated == UndatedPolicy::Exclude {
                undated.push(it.reference());
            }
        }
    }
    for it in &record.meetings {
        if it.status != MeetingStatus::Held {
            not_held.push(it.reference());
        }
    }
    let mut below: Vec<_> = (0u32..)
        .zip(&record.participations)
        .filter(|(index, _)| !network.participation_strength(*index).counts_on(view.basis))
        .map(|(_, it)| it.reference())
        .collect();
    below.extend(network.memberships().filter(|it| !it.1.counts_on(view.basis)).map(|it| it.0.reference()));
    below.extend(network.seats().filter(|it| !it.1.counts_on(view.basis)).map(|it| it.0.reference()));
    let placeholders = record
        .institutions
        .iter()
        .filter(|it| it.naming != domain::institution::Naming::Named)
        .map(Noun::reference);
    [
        Exclusion::of(ExclusionReason::Undated, "no date is recorded, so it is in no window", undated),
        Exclusion::of(
            ExclusionReason::PossiblyOutsideWindow,
            "the date is not precise enough to lie in the window for certain",
            possible,
        ),
        Exclusion::of(ExclusionReason::NotHeld, "not recorded as held, so it is no occasion", not_held),
        Exclusion::of(ExclusionReason::BelowBasis, "does not count on this basis of evidence", below),
        Exclusion::of(
            ExclusionReason::Placeholder,
            "no source names the institution, so it is no party to ties",
            placeholders.collect(),
        ),
        Exclusion::of(
            ExclusionReason::SeriesNotOccasion,
            "a series of meetings is not an occasion",
            record.meeting_series.iter().map(Noun::reference).collect(),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}
