//! Who is on the side that looks for contact, and which institutions are tied to it otherwise than by institutions.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use domain::body::{Body, BodyMembership, BodyRole};
use domain::date::EdtfDate;
use domain::id::Id;
use domain::partnership::{Partnership, PartnershipRole};
use domain::record::{Noun, RecordRef};

use super::path::by_strength;
use super::{HopEnd, IntroductionHop};
use crate::contact::{ContactRule, ContactSide, Reach, Side};
use crate::network::{Network, Position};
use crate::occasion::{Certainty, Directness, Occasion};
use crate::tie::{Tie, TieLevel, Ties};
use crate::uncontacted::{SignatoryStatus, UncontactedSignatories};
use crate::view::{NetworkView, is_active};

/// The most institutions that a step to the side leaves out: the signatory, and an intermediary.
const AVOIDED_MAX: usize = 2;

/// Whom the side knows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Known {
    by: ContactSide,
    /// Whether somebody is recorded on the side.
    is_recorded: bool,
    /// Whether institutions are on the side.
    has_members: bool,
    /// By institution: the best institutions on the side that it is tied to, the best first.
    best: Vec<[Option<Position>; AVOIDED_MAX + 1]>,
    /// The ties of institutions with an office or a council on the side.
    hops: BTreeMap<Position, IntroductionHop>,
}

impl Known {
    /// Works out the side by the rule of what was found, and who is tied to it. `occasions` counts those of the window,
    /// by institution.
    pub(super) fn new(
        view: &NetworkView,
        history: &NetworkView,
        ties: &Ties,
        found: &UncontactedSignatories,
        occasions: &[u32],
    ) -> Self {
        // Who is tied is not narrowed by kind and directness.
        let rule = ContactRule {
            by: found.rule.by,
            partnership: found.rule.partnership.clone(),
            ..ContactRule::default()
        };
        let mut hops = BTreeMap::new();
        let side = Side::of(view, &rule);
        let is_recorded = !side.is_empty();
        let members: Vec<Position> = match side {
            Side::Anyone => {
                (0..).zip(occasions).filter(|(_, count)| **count > 0).map(|(position, _)| position).collect()
            }
            Side::Institutions(_) if rule.by == ContactSide::Signatory => in_contact(view, found),
            Side::Institutions(list) => list,
            Side::Lead { institutions, offices } => {
                for office in offices {
                    let end = office.reference();
                    let side = Side::Lead { institutions: Vec::new(), offices: vec![office] };
                    let met = by_occasions(history, &rule, &side);
                    add(history, &mut hops, met, &BTreeMap::new(), &end);
                }
                institutions
            }
            Side::Council { bodies } => {
                for body in bodies {
                    let end = body.reference();
                    let seats = seats(view, &body);
                    let side = Side::Council { bodies: vec![body] };
                    let met = by_occasions(history, &rule, &side);
                    add(history, &mut hops, met, &seats, &end);
                }
                Vec::new()
            }
        };
        let best = best(ties, &members, view.network().record().institutions.len());
        Self { by: rule.by, is_recorded, has_members: !members.is_empty(), best, hops }
    }

    /// Why nobody can be tied to the side; none when somebody may be.
    pub(super) fn why_none(&self) -> Option<&'static str> {
        if self.has_members || !self.hops.is_empty() {
            return None;
        }
        Some(match self.by {
            ContactSide::Signatory | ContactSide::Anyone => {
                "nobody is in contact in the window, so that nobody can be tied to those who are"
            }
            _ if self.is_recorded => {
                "no meeting with the office or council on the side asked for is recorded"
            }
            _ => "nobody is recorded on the side asked for, so that nobody can be tied to it",
        })
    }

    /// The institution on the side with which an institution has its best tie, those in `avoid` (at most two) left out:
    /// the tie of the highest level, then the heaviest, then the first.
    pub(super) fn best(&self, from: Position, avoid: &[Position]) -> Option<Position> {
        let best = self.best.get(from as usize)?;
        best.iter().flatten().copied().find(|it| !avoid.contains(it))
    }

    /// Whether an institution is tied to the side, its members in `avoid` (at most two) left out.
    pub(super) fn has_step(&self, from: Position, avoid: &[Position]) -> bool {
        self.best(from, avoid).is_some() || self.hops.contains_key(&from)
    }

    /// The tie of an institution with an office or council on the side.
    pub(super) fn hop(&self, from: Position) -> Option<&IntroductionHop> {
        self.hops.get(&from)
    }
}

/// For each institution the best institutions on the side that it is tied to. Time O(ties).
fn best(ties: &Ties, members: &[Position], institutions: usize) -> Vec<[Option<Position>; AVOIDED_MAX + 1]> {
    let mut is_member = vec![false; institutions];
    for member in members {
        if let Some(slot) = is_member.get_mut(*member as usize) {
            *slot = true;
        }
    }
    let is_member = |it: Position| is_member.get(it as usize).copied().unwrap_or_default();
    let mut found = vec![[None::<&Tie>; AVOIDED_MAX + 1]; institutions];
    for tie in ties.ties() {
        for (from, to) in [(tie.a, tie.b), (tie.b, tie.a)] {
            if !is_member(to) {
                continue;
            }
            let Some(places) = found.get_mut(from as usize) else { continue };
            // Ties are in order of their ends, so of equal ones those with the first institutions stay before.
            let is_better = |known: &Option<&Tie>| {
                known.is_none_or(|it| by_strength((it.level, it.weight), (tie.level, tie.weight)).is_lt())
            };
            if let Some(at) = places.iter().position(is_better)
                && let Some(rest) = places.get_mut(at..)
            {
                rest.rotate_right(1);
                if let Some(place) = rest.first_mut() {
                    *place = Some(tie);
                }
            }
        }
    }
    let ends = (0..).zip(&found);
    ends.map(|(from, ties)| ties.map(|it| it.and_then(|it| it.other(from)))).collect()
}

/// The signatories in contact, by the certainty of the rule.
fn in_contact(view: &NetworkView, found: &UncontactedSignatories) -> Vec<Position> {
    let is_met = |it: SignatoryStatus| match it {
        SignatoryStatus::Contacted => true,
        SignatoryStatus::PossiblyContacted => found.rule.certainty == Certainty::Possible,
        SignatoryStatus::NoRecordedContact | SignatoryStatus::New => false,
    };
    let met = found.items.iter().filter(|it| is_met(it.status));
    met.filter_map(|it| it.institution).map(|it| view.network().rolled_up(it)).collect()
}

/// The certain occasions at which institutions met an office or a council that is alone on the side.
fn by_occasions<'a>(
    history: &'a NetworkView,
    rule: &ContactRule,
    side: &Side,
) -> BTreeMap<Position, Vec<&'a Occasion>> {
    let mut met = BTreeMap::<Position, Vec<&Occasion>>::new();
    for occasion in history.occasions().iter().filter(|it| it.certainty == Certainty::Certain) {
        if Reach::of(history, rule, side, occasion) == Reach::All {
            for it in &occasion.involved {
                met.entry(it.institution).or_default().push(occasion);
            }
        }
    }
    met
}

/// The seats on a body that are held on behalf of institutions at the end of the window.
fn seats(view: &NetworkView, body: &Id<Body>) -> BTreeMap<Position, RecordRef> {
    const SITTING: [BodyRole; 3] = [BodyRole::Chair, BodyRole::ViceChair, BodyRole::Member];
    let network = view.network();
    let sits = |it: &BodyMembership| {
        it.body == *body
            && SITTING.contains(&it.role)
            && is_active(&it.valid_from, &it.valid_to, &view.view().period)
    };
    let mut seats = BTreeMap::new();
    for (seat, strength) in network.seats() {
        let institution = seat.on_behalf_of.as_ref().and_then(|it| network.position_of(it));
        if let Some(institution) = institution
            && strength.counts_on(view.view().basis)
            && sits(seat)
        {
            seats.entry(network.rolled_up(institution)).or_insert_with(|| seat.reference());
        }
    }
    seats
}

/// Adds the ties with one office or council; of several the higher level stays, then the first.
fn add(
    history: &NetworkView,
    hops: &mut BTreeMap<Position, IntroductionHop>,
    mut met: BTreeMap<Position, Vec<&Occasion>>,
    seats: &BTreeMap<Position, RecordRef>,
    end: &RecordRef,
) {
    let network = history.network();
    let positions: BTreeSet<Position> = met.keys().chain(seats.keys()).copied().collect();
    for from in positions {
        let occasions = met.remove(&from).unwrap_or_default();
        let seat = seats.get(&from);
        let is_close = seat.is_some() || is_repeated(network, &occasions);
        let level = if is_close { TieLevel::L2 } else { TieLevel::L1 };
        if hops.get(&from).is_some_and(|it| level <= it.level) {
            continue;
        }
        let meetings = occasions.iter().filter_map(|it| network.record().meetings.get(it.meeting));
        let mut records: Vec<_> = meetings.map(Noun::reference).chain(seat.cloned()).collect();
        records.sort();
        let latest = most_recent(network, occasions.iter().map(|it| it.meeting));
        let to = HopEnd::Record(end.clone());
        hops.insert(from, IntroductionHop { from, to, level, tie: None, records, latest });
    }
}

/// Whether two distinct occasions are bilateral or small: of two of which one may be the other, only one counts.
fn is_repeated(network: &Network, occasions: &[&Occasion]) -> bool {
    let direct = || occasions.iter().filter(|it| it.directness != Directness::Plenary).map(|it| it.meeting);
    let is_distinct = |meeting: usize| {
        let other = network.record().meetings.get(meeting).and_then(|it| it.possible_duplicate_of.as_ref());
        let other = other.and_then(|it| network.meeting_position(it));
        other.is_none_or(|other| direct().all(|it| it != other))
    };
    direct().filter(|it| is_distinct(*it)).count() >= 2
}

/// The most recent of some meetings, by their latest possible day; the first of several; none when none has one.
fn most_recent(network: &Network, meetings: impl Iterator<Item = usize>) -> Option<usize> {
    let dated = meetings.filter_map(|it| Some((network.record().meetings.get(it)?.date.latest()?, it)));
    dated.max_by_key(|(day, it)| (*day, Reverse(*it))).map(|it| it.1)
}

/// The standing partnerships with their signatories and partners at the end of the window, but for those who
/// coordinate; in order of keys, institutions in order of position.
pub(super) fn memberships(view: &NetworkView) -> Vec<(Id<Partnership>, Vec<Position>)> {
    let network = view.network();
    let mut members = BTreeMap::<Id<Partnership>, Vec<Position>>::new();
    for (membership, _) in view.memberships(None, &[PartnershipRole::Signatory, PartnershipRole::Partner]) {
        let is_standing = network.get(&membership.partnership).is_some_and(|it| {
            it.is_standing() && is_active(&it.founded, &EdtfDate::UNKNOWN, &view.view().period)
        });
        if let Some(institution) = network.involved_institution(&membership.party).filter(|_| is_standing) {
            members.entry(membership.partnership.clone()).or_default().push(institution);
        }
    }
    for (partnership, institutions) in &mut members {
        let roles = [PartnershipRole::Lead, PartnershipRole::Secretariat];
        let leading = view.parties_in_role(Some(partnership), &roles);
        institutions.retain(|it| leading.binary_search(it).is_err());
        institutions.sort_unstable();
        institutions.dedup();
    }
    members.into_iter().collect()
}
