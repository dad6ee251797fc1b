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
//! # Source
//! The project's analysis of the field, questions.md A1 and A2.
//!
//! # Limits
//! Indirect contact (through a third institution) is not contact. Partnerships in the rule say whose secretariat,
//! council, lead or signatories are meant; they do not narrow the occasions. A rule whose kinds can never have its
//! directness is refused ([`ContactRule::check`]).
//!
//! # Cost
//! Time O(occasions of the institution × those involved in them) for one institution, O(all involvements) for all at
//! once; the sides are worked out once in [`Contacts::new`].
//!
//! # Determinism
//! Exact; newest first, equal dates in order of the meetings' keys, then of the institutions' keys.
//!
//! # Checked against
//! The answers of the project's analysis of the Lubuskie record (Q15, Q16, Q18, Q20, Q80); hand-made networks;
//! a plain reading of the definition on generated networks of 300 institutions.

mod rule;
mod side;

use std::cmp::Reverse;

use chrono::NaiveDate;
use domain::date::EdtfDate;
use domain::words;

use crate::computed::IntervalReason;
use crate::evidence::Strength;
use crate::network::Position;
use crate::occasion::{Certainty, Directness, Occasion};
use crate::unattributed::{Asked, contact_capacity};
use crate::view::NetworkView;

pub use self::rule::{ContactRule, ContactSide, KINDS_MAX};
pub(crate) use self::side::{Reach, Side, councils};

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
        Self { view, rule, side: Side::of(view, rule) }
    }

    /// Whether an occasion contacts an institution by the rule, its certainty included.
    #[must_use]
    pub fn is_contacted(&self, occasion: &Occasion, institution: Position) -> bool {
        let institution = self.view.network().rolled_up(institution);
        (self.rule.certainty == Certainty::Possible || occasion.certainty == Certainty::Certain)
            && occasion.involvement(institution).is_some()
            && self.reach(occasion).includes(institution)
    }

    /// Who is on the other side.
    pub(crate) fn side(&self) -> &Side {
        &self.side
    }

    /// Whom an occasion brings into contact by the rule, whatever its certainty. It may lie outside the window.
    pub(crate) fn reach(&self, occasion: &Occasion) -> Reach {
        Reach::of(self.view, self.rule, &self.side, occasion)
    }

    /// What [`Self::reach`] says of each occasion of the view. Time O(all involvements).
    pub(crate) fn reaches(&self) -> Vec<Reach> {
        self.view.occasions().iter().map(|it| self.reach(it)).collect()
    }

    /// The occasions that contact an institution, newest first.
    #[must_use]
    pub fn occasions_of(&self, institution: Position) -> Vec<ContactOccasion> {
        let possible_too = self.rule.certainty == Certainty::Possible;
        let mut found: Vec<_> = self.met(institution, possible_too).collect();
        found.sort_by_key(|(recency, index, _)| (Reverse(*recency), *index));
        let institution = self.view.network().rolled_up(institution);
        found.into_iter().map(|(_, index, it)| self.occasion(index, it, institution)).collect()
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
        let possible_too = self.rule.certainty == Certainty::Possible;
        let last = self.met(institution, possible_too).min_by_key(|it| (Reverse(it.0), it.1));
        let institution = self.view.network().rolled_up(institution);
        last.map(|(_, index, it)| self.occasion(index, it, institution))
    }

    /// The contact status of an institution. The rule's certainty does not matter: the status itself tells.
    #[must_use]
    pub fn finding(&self, institution: Position) -> ContactFinding {
        let mut latest = Latest::default();
        for (recency, index, occasion) in self.met(institution, true) {
            latest.meet(recency, index, occasion.certainty);
        }
        self.finding_by(latest, institution)
    }

    /// The contact statuses of all institutions, to be read one by one. Time O(all involvements).
    pub(crate) fn findings(&self, reaches: &[Reach]) -> Findings<'_> {
        let mut latest = vec![Latest::default(); self.view.network().record().institutions.len()];
        for ((index, occasion), reach) in self.view.occasions().iter().enumerate().zip(reaches) {
            if *reach == Reach::Nobody {
                continue;
            }
            let recency = self.recency(occasion);
            for it in occasion.involved.iter().filter(|it| reach.includes(it.institution)) {
                if let Some(latest) = latest.get_mut(it.institution as usize) {
                    latest.meet(recency, index, occasion.certainty);
                }
            }
        }
        Findings { contacts: self, latest }
    }

    fn finding_by(&self, latest: Latest, institution: Position) -> ContactFinding {
        let (status, last) = match (latest.certain, latest.any) {
            (Some(certain), _) => (ContactStatus::Contacted, Some(certain)),
            (None, Some(possible)) => (ContactStatus::PossiblyContacted, Some(possible)),
            (None, None) => (ContactStatus::NoRecordedContact, None),
        };
        let institution = self.view.network().rolled_up(institution);
        let last = last.and_then(|(_, index)| {
            let occasion = self.view.occasions().get(index)?;
            Some(self.occasion(index, occasion, institution))
        });
        let days_since = last.as_ref().and_then(|it| self.days_since(it.latest?));
        ContactFinding { status, last, days_since }
    }

    /// Whole days from a day to the end of the window; none when it has an open end, or ends before the day.
    pub(crate) fn days_since(&self, day: NaiveDate) -> Option<u32> {
        let end = self.view.view().period.end()?;
        u32::try_from((end - day).num_days()).ok()
    }

    /// The occasions that contact an institution, with how late they may have been and their index; in no order.
    fn met(
        &self,
        institution: Position,
        possible_too: bool,
    ) -> impl Iterator<Item = (Recency, usize, &'a Occasion)> {
        let institution = self.view.network().rolled_up(institution);
        self.view.occasions_of(institution).iter().filter_map(move |index| {
            let index = *index as usize;
            let occasion = self.view.occasions().get(index)?;
            let counts = possible_too || occasion.certainty == Certainty::Certain;
            (counts && self.reach(occasion).includes(institution))
                .then(|| (self.recency(occasion), index, occasion))
        })
    }

    fn recency(&self, occasion: &Occasion) -> Recency {
        let meeting = self.view.network().record().meetings.get(occasion.meeting);
        meeting.map_or(Recency::Unknown, |it| Recency::of(&it.date))
    }

    fn occasion(&self, index: usize, occasion: &Occasion, institution: Position) -> ContactOccasion {
        let meeting = self.view.network().record().meetings.get(occasion.meeting);
        ContactOccasion {
            occasion: index,
            meeting: occasion.meeting,
            counterparts: self.counterparts_at(occasion, institution),
            directness: occasion.directness,
            certainty: occasion.certainty,
            latest: meeting.and_then(|it| it.date.latest()),
        }
    }

    /// The institutions on the other side of an occasion that contacts the institution (rolled up).
    pub(crate) fn counterparts_at(&self, occasion: &Occasion, institution: Position) -> Vec<Position> {
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

/// The contact statuses of all institutions.
pub(crate) struct Findings<'a> {
    contacts: &'a Contacts<'a>,
    latest: Vec<Latest>,
}

impl Findings<'_> {
    /// The contact status of an institution, as [`Contacts::finding`] tells it.
    pub(crate) fn of(&self, institution: Position) -> ContactFinding {
        let at = self.contacts.view.network().rolled_up(institution);
        let latest = self.latest.get(at as usize).copied().unwrap_or_default();
        self.contacts.finding_by(latest, institution)
    }
}

/// The latest occasion of certain contact, and of any, with its index.
#[derive(Debug, Clone, Copy, Default)]
struct Latest {
    certain: Option<(Recency, usize)>,
    any: Option<(Recency, usize)>,
}

impl Latest {
    fn meet(&mut self, recency: Recency, index: usize, certainty: Certainty) {
        let better = |known: Option<(Recency, usize)>| {
            known.is_none_or(|known| (Reverse(recency), index) < (Reverse(known.0), known.1))
        };
        if certainty == Certainty::Certain && better(self.certain) {
            self.certain = Some((recency, index));
        }
        if better(self.any) {
            self.any = Some((recency, index));
        }
    }
}

/// How late an occasion may have been, the earliest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Recency {
    Unknown,
    Until(NaiveDate),
    Lasting,
}

impl Recency {
    fn of(date: &EdtfDate) -> Self {
        match date.latest() {
            Some(day) => Self::Until(day),
            None if date.is_unknown() => Self::Unknown,
            None => Self::Lasting,
        }
    }
}

/// What the sources tell of without saying whom, that may have been contacts by a rule: people who are counted but not
/// named or not counted, unlisted meetings. A reason for each, in no order.
#[must_use]
pub fn unattributed(view: &NetworkView, rule: &ContactRule) -> Vec<IntervalReason> {
    let room = match rule.by {
        ContactSide::Anyone | ContactSide::Signatory => 2.0,
        ContactSide::Secretariat | ContactSide::Council | ContactSide::Lead => 1.0,
    };
    contact_capacity(
        view,
        Asked { kinds: &rule.kinds, directness: &rule.directness, partnership: None, room },
    )
}
