//! Contact: who met whom, on which side, how directly, and when last.
//!
//! # Question
//! Has an institution been in contact within the window: with anyone, with the secretariat, the council, the lead,
//! another signatory? With whom, and when last?
//!
//! # Definition
//! Institutions `i ≠ j` are in contact by an occasion when both are involved in it (questions.md A1; see
//! [`crate::occasion`]). An institution *is contacted* by an occasion on a side when it is involved and
//! - `ANYONE`: nothing more is asked, so a visit whose visitor is not recorded counts;
//! - `SECRETARIAT`: the institution that runs the secretariat is involved too (its units count for it);
//! - `LEAD`: an institution that leads is involved too, or an office that leads took part;
//! - `SIGNATORY`: another signatory is involved too;
//! - `COUNCIL`: a council of the partnership met, or took part as a party.
//!
//! Its contact status is `CONTACTED` when a certain occasion contacts it, else `POSSIBLY_CONTACTED` when an occasion
//! that may lie in the window does, else `NO_RECORDED_CONTACT`: the absence of a record, not of contact. The last
//! contact is the one with the greatest latest possible date (A2).
//!
//! # Limits
//! Indirect contact (through a third institution) is not contact. Partnerships in the rule say whose secretariat,
//! council, lead or signatories are meant; they do not narrow the occasions.
//!
//! # Cost
//! Time O(occasions of the institution × those involved in them); the sides are worked out once in [`Contacts::new`].
//!
//! # Determinism
//! Exact; newest first, equal dates in order of the meetings' keys, then of the institutions' keys.
//!
//! # Checked against
//! The answers of the project's analysis of the Lubuskie record (Q15, Q16, Q18, Q20, Q80), and by hand-made networks.

use std::cmp::Reverse;

use chrono::NaiveDate;
use domain::body::{Body, BodyKind};
use domain::id::Id;
use domain::office::Office;
use domain::partnership::{Partnership, PartnershipRole};
use domain::party::Party;
use domain::vocabulary::MeetingKind;
use domain::words;

use crate::evidence::Strength;
use crate::network::Position;
use crate::occasion::{Certainty, Directness, Occasion};
use crate::receipt::{Receipt, keys};
use crate::view::NetworkView;

words! {
    /// Who must be on the other side of a contact.
    ContactSide {
        /// The institution that runs the secretariat, or a unit of it.
        Secretariat = "SECRETARIAT",
        /// A council of the partnership.
        Council = "COUNCIL",
        /// Who leads the partnership.
        Lead = "LEAD",
        /// Another signatory.
        Signatory = "SIGNATORY",
        /// Anyone, recorded or not.
        Anyone = "ANYONE",
    }
}

words! {
    /// Whether an institution was contacted within the window.
    ContactStatus {
        /// By an occasion that lies in the window for certain.
        Contacted = "CONTACTED",
        /// Only by occasions that may lie in the window.
        PossiblyContacted = "POSSIBLY_CONTACTED",
        /// No record of it; not a record that there was none.
        NoRecordedContact = "NO_RECORDED_CONTACT",
    }
}

/// Which occasions count as contact. Empty lists do not narrow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactRule {
    /// Who must be on the other side.
    pub by: ContactSide,
    /// How direct the occasion must be.
    pub directness: Vec<Directness>,
    /// The kinds of meeting.
    pub kinds: Vec<Id<MeetingKind>>,
    /// `Certain`: only occasions that lie in the window for certain; `Possible`: also those that may.
    pub certainty: Certainty,
    /// Whose secretariat, council, lead or signatories; of any partnership when none.
    pub partnership: Option<Id<Partnership>>,
}

impl Default for ContactRule {
    fn default() -> Self {
        Self {
            by: ContactSide::Anyone,
            directness: Vec::new(),
            kinds: Vec::new(),
            certainty: Certainty::Certain,
            partnership: None,
        }
    }
}

impl ContactRule {
    /// Adds the rule's parameters to a receipt.
    pub fn tell(&self, receipt: &mut Receipt) {
        receipt.parameter("contact.by", self.by);
        receipt.parameter("contact.directness", keys(&self.directness));
        receipt.parameter("contact.kinds", keys(&self.kinds));
        receipt.parameter("contact.certainty", self.certainty);
        receipt.parameter("contact.partnership", keys(self.partnership.as_slice()));
    }
}

/// A contact with one institution at one occasion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contact {
    /// The position of the occasion in [`NetworkView::occasions`].
    pub occasion: usize,
    /// The position of its meeting in the network's list.
    pub meeting: usize,
    /// The other institution, rolled up.
    pub counterpart: Position,
    /// How direct the occasion was.
    pub directness: Directness,
    /// Whether it lies in the window for certain.
    pub certainty: Certainty,
    /// The weaker of the evidence for the two involvements.
    pub strength: Strength,
}

/// An occasion that contacts an institution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactOccasion {
    /// The position of the occasion in [`NetworkView::occasions`].
    pub occasion: usize,
    /// The position of its meeting in the network's list.
    pub meeting: usize,
    /// The institutions on the other side, in order of position; empty when the other side is an office, a body, or
    /// not recorded.
    pub counterparts: Vec<Position>,
    /// How direct the occasion was.
    pub directness: Directness,
    /// Whether it lies in the window for certain.
    pub certainty: Certainty,
    /// The latest day on which it may have been; none without a date or with an open end.
    pub latest: Option<NaiveDate>,
}

/// What the record says of an institution's contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactFinding {
    /// The status.
    pub status: ContactStatus,
    /// The last occasion that the status rests on; none without recorded contact.
    pub last: Option<ContactOccasion>,
    /// Whole days from the latest possible date of the last contact to the end of the window; none when the window
    /// has an open end, or that date is not known or lies after the end.
    pub days_since: Option<u32>,
}

/// Who stands on the other side, as records.
#[derive(Debug, Clone)]
enum Side {
    Anyone,
    Institutions(Vec<Position>),
    Lead { institutions: Vec<Position>, offices: Vec<Id<Office>> },
    Council { bodies: Vec<Id<Body>> },
}

/// The contacts of a view by a rule.
#[derive(Debug, Clone)]
pub struct Contacts<'a> {
    view: &'a NetworkView,
    rule: &'a ContactRule,
    side: Side,
}

impl<'a> Contacts<'a> {
    /// Prepares to read contacts: works out who is on the side of the rule. Time O(memberships + bodies).
    #[must_use]
    pub fn new(view: &'a NetworkView, rule: &'a ContactRule) -> Self {
        let partnership = rule.partnership.as_ref();
        let in_role = |role| view.parties_in_role(partnership, &[role]);
        let side = match rule.by {
            ContactSide::Anyone => Side::Anyone,
            ContactSide::Secretariat => Side::Institutions(in_role(PartnershipRole::Secretariat)),
            ContactSide::Signatory => Side::Institutions(in_role(PartnershipRole::Signatory)),
            ContactSide::Lead => Side::Lead {
                institutions: in_role(PartnershipRole::Lead),
                offices: leading_offices(view, partnership),
            },
            ContactSide::Council => Side::Council { bodies: councils(view, partnership) },
        };
        Self { view, rule, side }
    }

    /// Whether an occasion contacts an institution by the rule, its certainty included.
    #[must_use]
    pub fn is_contacted(&self, occasion: &Occasion, institution: Position) -> bool {
        (self.rule.certainty == Certainty::Possible || occasion.certainty == Certainty::Certain)
            && self.contacts(occasion, self.view.network().rolled_up(institution))
    }

    /// The occasions that contact an institution, newest first.
    #[must_use]
    pub fn occasions_of(&self, institution: Position) -> Vec<ContactOccasion> {
        self.newest_first(institution, self.rule.certainty == Certainty::Possible)
    }

    /// The contacts of an institution: one for each occasion and counterpart, newest first.
    #[must_use]
    pub fn of(&self, institution: Position) -> Vec<Contact> {
        let institution = self.view.network().rolled_up(institution);
        let strength = |occasion: &Occasion, at: Position| occasion.involvement(at).map(|it| it.strength);
        let mut contacts = Vec::new();
        for found in self.occasions_of(institution) {
            let Some(occasion) = self.view.occasions().get(found.occasion) else { continue };
            contacts.extend(found.counterparts.iter().map(|counterpart| {
                Contact {
                    occasion: found.occasion,
                    meeting: found.meeting,
                    counterpart: *counterpart,
                    directness: found.directness,
                    certainty: found.certainty,
                    strength: strength(occasion, institution)
                        .max(strength(occasion, *counterpart))
                        .unwrap_or(Strength::Inferred),
                }
            }));
        }
        contacts
    }

    /// The distinct institutions that an institution was in contact with, in order of position.
    #[must_use]
    pub fn counterparts(&self, institution: Position) -> Vec<Position> {
        let mut positions: Vec<_> = self.of(institution).into_iter().map(|it| it.counterpart).collect();
        positions.sort_unstable();
        positions.dedup();
        positions
    }

    /// The last occasion that contacts an institution; none when none is recorded.
    #[must_use]
    pub fn last(&self, institution: Position) -> Option<ContactOccasion> {
        self.occasions_of(institution).into_iter().next()
    }

    /// The contact status of an institution. The rule's certainty does not matter: the status itself tells.
    #[must_use]
    pub fn finding(&self, institution: Position) -> ContactFinding {
        let found = self.newest_first(institution, true);
        let certain = found.iter().find(|it| it.certainty == Certainty::Certain);
        let (status, last) = match (certain, found.first()) {
            (Some(certain), _) => (ContactStatus::Contacted, Some(certain)),
            (None, Some(possible)) => (ContactStatus::PossiblyContacted, Some(possible)),
            (None, None) => (ContactStatus::NoRecordedContact, None),
        };
        let latest = last.and_then(|it| it.latest);
        let end = self.view.view().period.end();
        let days_since =
            latest.zip(end).and_then(|(latest, end)| u32::try_from((end - latest).num_days()).ok());
        ContactFinding { status, last: last.cloned(), days_since }
    }

    fn newest_first(&self, institution: Position, possible_too: bool) -> Vec<ContactOccasion> {
        let network = self.view.network();
        let institution = network.rolled_up(institution);
        let mut found: Vec<(Recency, ContactOccasion)> = Vec::new();
        for index in self.view.occasions_of(institution) {
            let index = *index as usize;
            let Some(occasion) = self.view.occasions().get(index) else { continue };
            let counts = possible_too || occasion.certainty == Certainty::Certain;
            let Some(meeting) = network.record().meetings.get(occasion.meeting) else { continue };
            if !counts || !self.contacts(occasion, institution) {
                continue;
            }
            let latest = meeting.date.latest();
            let recency = match latest {
                Some(day) => Recency::Until(day),
                None if meeting.date.is_unknown() => Recency::Unknown,
                None => Recency::Lasting,
            };
            found.push((
                recency,
                ContactOccasion {
                    occasion: index,
                    meeting: occasion.meeting,
                    counterparts: self.counterparts_at(occasion, institution),
                    directness: occasion.directness,
                    certainty: occasion.certainty,
                    latest,
                },
            ));
        }
        found.sort_by_key(|(recency, it)| (Reverse(*recency), it.occasion));
        found.into_iter().map(|it| it.1).collect()
    }

    /// Whether the occasion contacts the institution, whatever its certainty.
    fn contacts(&self, occasion: &Occasion, institution: Position) -> bool {
        let network = self.view.network();
        let Some(meeting) = network.record().meetings.get(occasion.meeting) else { return false };
        let fits = (self.rule.directness.is_empty() || self.rule.directness.contains(&occasion.directness))
            && (self.rule.kinds.is_empty() || self.rule.kinds.contains(&meeting.kind));
        if !fits || occasion.involvement(institution).is_none() {
            return false;
        }
        let another = |list: &[Position]| {
            occasion
                .involved
                .iter()
                .any(|it| it.institution != institution && list.binary_search(&it.institution).is_ok())
        };
        match &self.side {
            Side::Anyone => true,
            Side::Institutions(list) => another(list),
            Side::Lead { institutions, offices } => {
                another(institutions)
                    || self.takes_part(occasion, |it| matches!(it, Party::Office(id) if offices.contains(id)))
            }
            Side::Council { bodies } => {
                meeting.body.as_ref().is_some_and(|it| bodies.contains(it))
                    || self.takes_part(occasion, |it| matches!(it, Party::Body(id) if bodies.contains(id)))
            }
        }
    }

    /// Whether a party that is no institution took part in an occasion, on the basis.
    fn takes_part(&self, occasion: &Occasion, is_meant: impl Fn(&Party) -> bool) -> bool {
        let network = self.view.network();
        network.participations_of(occasion.meeting).iter().any(|index| {
            network.participation_strength(*index).counts_on(self.view.view().basis)
                && network
                    .record()
                    .participations
                    .get(*index as usize)
                    .is_some_and(|it| it.is_involvement() && is_meant(&it.party))
        })
    }

    /// The institutions on the other side of an occasion that contacts the institution.
    fn counterparts_at(&self, occasion: &Occasion, institution: Position) -> Vec<Position> {
        let is_meant = |position: &Position| match &self.side {
            Side::Anyone => true,
            Side::Institutions(list) | Side::Lead { institutions: list, .. } => {
                list.binary_search(position).is_ok()
            }
            Side::Council { bodies } => {
                let meeting = self.view.network().record().meetings.get(occasion.meeting);
                meeting.and_then(|it| it.body.as_ref()).is_some_and(|it| bodies.contains(it))
            }
        };
        let others = occasion.involved.iter().map(|it| it.institution).filter(|it| *it != institution);
        others.filter(is_meant).collect()
    }
}

/// How late an occasion may have been, the earliest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Recency {
    Unknown,
    Until(NaiveDate),
    Lasting,
}

fn leading_offices(view: &NetworkView, partnership: Option<&Id<Partnership>>) -> Vec<Id<Office>> {
    view.memberships(partnership, &[PartnershipRole::Lead])
        .filter_map(|(it, _)| match &it.party {
            Party::Office(id) => Some(id.clone()),
            _ => None,
        })
        .collect()
}

fn councils(view: &NetworkView, partnership: Option<&Id<Partnership>>) -> Vec<Id<Body>> {
    let bodies = view.network().record().bodies.iter();
    bodies
        .filter(|it| it.kind == BodyKind::Council && it.partnership.is_some())
        .filter(|it| partnership.is_none() || it.partnership.as_ref() == partnership)
        .map(|it| it.key.clone())
        .collect()
}
