//! Scenarios: named drafts of changes, to see what would be if they came true.
//!
//! A scenario is no part of the record. [`overlay()`] reads the record as if the changes had come true: it gives what
//! stands with the supposed rows added, each with a claim from a document of the kind `SCENARIO`, so that whoever
//! looks at one sees that it is supposed. [`decided`] gives the rows that the office's decision adds to the record
//! when the scenario is applied: there a meeting is planned and its guests are invited, as a draft is no evidence
//! that anything took place.
//!
//! Changes are taken in their order and refer only to records and to earlier changes. The keys of what they make
//! come from the key of the scenario and the number of the change, so equal scenarios make equal rows.

pub mod conflict;
mod decision;
mod overlay;
mod plan;
pub mod target;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use conflict::{Conflict, ConflictKind};
pub use decision::{Decision, decided};
pub use overlay::{overlay, overlay_of_some};
pub use plan::conflicts;
pub use target::{PartnershipTarget, PartyTarget, Target};

use crate::DomainError;
use crate::body::Body;
use crate::call::{Call, FundingOutcome};
use crate::id::Id;
use crate::institution::Institution;
use crate::partnership::{Membership, PartnershipRole};
use crate::territory::TerritorialUnit;
use crate::vocabulary::{Function, InstitutionType, Label, MeetingKind, Sector};
use crate::words;

/// The most changes of a scenario.
pub const CHANGES_MAX: usize = 200;

/// The most invitees of a meeting, and partners of a project partnership.
pub const PARTIES_MAX: usize = 500;

/// The most characters of the name of a scenario, and of what its changes make.
pub const NAME_MAX: usize = 200;

words! {
    /// Where a scenario stands.
    ScenarioState {
        /// It may be changed.
        Draft = "DRAFT",
        /// It was applied to the record.
        Applied = "APPLIED",
        /// It was put aside.
        Discarded = "DISCARDED",
    }
}

/// A named draft of changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// The key.
    pub key: Id<Scenario>,
    /// The name, unique among drafts.
    pub name: Label,
    /// A remark.
    pub note: Option<Label>,
    /// The number of the revision that the changes are made to.
    pub base: u64,
    /// The changes, in their order; they are told by their number, from 1.
    pub changes: Vec<Change>,
    /// Where it stands.
    pub state: ScenarioState,
}

/// One supposed change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Change {
    /// A newcomer.
    AddInstitution {
        /// The Polish name.
        name: Label,
        /// The type; none when it does not matter.
        r#type: Option<Id<InstitutionType>>,
        /// The sector.
        sector: Option<Id<Sector>>,
        /// The unit of its seat.
        seat: Option<Id<TerritorialUnit>>,
        /// Functions.
        #[serde(with = "crate::list", default)]
        functions: Vec<Id<Function>>,
    },
    /// An institution is wound up: its memberships and seats end that day.
    CloseInstitution {
        /// Which.
        institution: Id<Institution>,
        /// Its last day.
        on: NaiveDate,
    },
    /// A party joins a partnership.
    AddMembership {
        /// Which partnership.
        partnership: PartnershipTarget,
        /// Who.
        party: PartyTarget,
        /// In which role.
        role: PartnershipRole,
        /// When it signs; none when it does not matter.
        signed_on: Option<NaiveDate>,
    },
    /// A membership ends.
    EndMembership {
        /// Which.
        membership: Id<Membership>,
        /// Its last day.
        on: NaiveDate,
    },
    /// A meeting is held, and everybody who is invited comes.
    HoldMeeting {
        /// The Polish name.
        name: Label,
        /// Its kind. (`kind` tells changes apart.)
        meeting_kind: Id<MeetingKind>,
        /// The day.
        date: NaiveDate,
        /// Where.
        place: Option<Id<TerritorialUnit>>,
        /// Who hosts it.
        host: Option<PartyTarget>,
        /// Who organises it.
        organiser: Option<PartyTarget>,
        /// Who is invited, host and organiser apart.
        #[serde(with = "crate::list", default)]
        invitees: Vec<PartyTarget>,
        /// The partnership that meets.
        partnership: Option<PartnershipTarget>,
        /// The body that meets.
        body: Option<Id<Body>>,
    },
    /// A project partnership comes to be, and may apply to a call.
    CreateProjectPartnership {
        /// The Polish name.
        name: Label,
        /// Who leads the project.
        lead: PartyTarget,
        /// The partners, without the lead.
        #[serde(with = "crate::list", default)]
        partners: Vec<PartyTarget>,
        /// Since when; none when it does not matter.
        created_on: Option<NaiveDate>,
        /// The call that it applies to; none when to none.
        call: Option<Id<Call>>,
        /// When it applies.
        submitted_on: Option<NaiveDate>,
        /// What becomes of the application; none when that is left open.
        outcome: Option<FundingOutcome>,
    },
}

impl Scenario {
    /// Checks the bounds of a draft before anything else is done with it. Time O(changes).
    ///
    /// # Errors
    /// [`DomainError::BrokenRule`], with the bound in words.
    pub fn check(name: &Label, changes: &[Change]) -> Result<(), DomainError> {
        let broken = |rule| Err(DomainError::BrokenRule { rule });
        if !fits(name) {
            return broken("the name of a scenario has at most 200 characters; put the rest into the note");
        }
        if changes.is_empty() {
            return broken("a scenario has at least one change");
        }
        if changes.len() > CHANGES_MAX {
            return broken("a scenario has at most 200 changes; make several scenarios of them");
        }
        for change in changes {
            if change.name().is_some_and(|it| !fits(it)) {
                return broken("a name in a change has at most 200 characters");
            }
            if change.parties() > PARTIES_MAX {
                return broken(
                    "a meeting has at most 500 invitees, a project partnership at most 500 partners",
                );
            }
            if matches!(change, Change::AddInstitution { functions, .. } if functions.len() > 50) {
                return broken("an institution has at most 50 functions");
            }
        }
        Ok(())
    }
}

impl Change {
    /// The name of what it makes, if that has one.
    fn name(&self) -> Option<&Label> {
        match self {
            Self::AddInstitution { name, .. }
            | Self::HoldMeeting { name, .. }
            | Self::CreateProjectPartnership { name, .. } => Some(name),
            Self::CloseInstitution { .. } | Self::AddMembership { .. } | Self::EndMembership { .. } => None,
        }
    }

    /// The numbers of the changes whose products it refers to, in order.
    #[must_use]
    pub fn requires(&self) -> Vec<u32> {
        let mut numbers = Vec::new();
        let mut party = |it: &PartyTarget| {
            if let Target::Made(number) = it {
                numbers.push(*number);
            }
        };
        match self {
            Self::AddInstitution { .. } | Self::CloseInstitution { .. } | Self::EndMembership { .. } => {}
            Self::AddMembership { party: who, .. } => party(who),
            Self::HoldMeeting { host, organiser, invitees, .. } => {
                host.iter().chain(organiser).chain(invitees).for_each(&mut party);
            }
            Self::CreateProjectPartnership { lead, partners, .. } => {
                std::iter::once(lead).chain(partners).for_each(&mut party);
            }
        }
        let partnership = match self {
            Self::AddMembership { partnership, .. } => Some(partnership),
            Self::HoldMeeting { partnership, .. } => partnership.as_ref(),
            _ => None,
        };
        if let Some(Target::Made(number)) = partnership {
            numbers.push(*number);
        }
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// How many parties its list names.
    fn parties(&self) -> usize {
        match self {
            Self::HoldMeeting { invitees, .. } => invitees.len(),
            Self::CreateProjectPartnership { partners, .. } => partners.len(),
            _ => 0,
        }
    }
}

fn fits(name: &Label) -> bool {
    name.as_str().chars().count() <= NAME_MAX
}
