//! Scenarios in the database: drafts of changes. They are no part of the record and of no revision; each has a
//! version of its own. Applying one writes to the record as an import does, in the same transaction.

mod read;
mod write;

use chrono::{DateTime, Utc};
use domain::id::Id;
use domain::record::Record;
use domain::scenario::{Change, Scenario, ScenarioState};
use domain::vocabulary::Label;

use crate::{Author, Revision};

/// How many drafts there may be.
pub(crate) const DRAFTS_MAX: u64 = 200;

/// How many discarded scenarios are kept; the oldest make room.
pub(crate) const DISCARDED_KEPT: u64 = 200;

/// A scenario as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredScenario {
    /// The scenario.
    pub scenario: Scenario,
    /// How often it was written: 1 when it is new.
    pub version: u64,
    /// Who proposed it.
    pub author: Author,
    /// When it was proposed, in whole microseconds.
    pub created_at: DateTime<Utc>,
    /// When it was written last.
    pub changed_at: DateTime<Utc>,
    /// The revision that applying it made; none while it is not applied.
    pub applied: Option<Revision>,
}

/// The caller's own key of a request, and what the request asks: the same key again, for the same, does nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestKey {
    /// A digest, in hexadecimal, of the key and whose it is.
    pub key: String,
    /// A digest of what is asked.
    pub digest: String,
}

impl RequestKey {
    /// The text that is kept of it.
    pub(crate) fn text(&self) -> String {
        format!("{}\u{1f}{}", self.key, self.digest)
    }

    /// Whether a text that was kept is of this key.
    pub(crate) fn is_key_of(&self, text: &str) -> bool {
        text.rsplit_once('\u{1f}').is_some_and(|(key, _)| key == self.key)
    }
}

/// Whether something is done, or only tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trial {
    /// It is done.
    Done,
    /// It is only found out whether it could be done; nothing is written.
    Tried,
}

/// A new scenario.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// The scenario; a draft.
    pub scenario: Scenario,
    /// Who proposes it.
    pub by: Author,
    /// When.
    pub at: DateTime<Utc>,
    /// The caller's key.
    pub request: Option<RequestKey>,
}

/// Who changes which scenario, when.
#[derive(Debug, Clone)]
pub struct ChangeRequest {
    /// Which.
    pub key: Id<Scenario>,
    /// The version that the caller knows; none for whatever it is now.
    pub if_version: Option<u64>,
    /// When.
    pub at: DateTime<Utc>,
    /// The caller's key.
    pub request: Option<RequestKey>,
}

/// What a draft becomes.
#[derive(Debug, Clone)]
pub struct Amendment {
    /// The name.
    pub name: Label,
    /// The remark.
    pub note: Option<Label>,
    /// The base revision.
    pub base: u64,
    /// The changes.
    pub changes: Vec<Change>,
}

/// What applying a scenario writes.
#[derive(Debug, Clone)]
pub struct Application<'a> {
    /// Who applies it.
    pub by: Author,
    /// The revision from which the rows were worked out; at another one nothing is done.
    pub over: Revision,
    /// The version of the scenario from which the rows were worked out.
    pub version: u64,
    /// The rows that are added to the record.
    pub rows: &'a Record,
    /// The reason for the change log.
    pub reason: Label,
}

/// Why nothing was done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScenarioRefusal {
    /// There is no such scenario.
    #[error("there is no scenario of this key")]
    Unknown,
    /// Another draft has the name.
    #[error("another draft has this name; choose another name, or amend that one")]
    NameTaken,
    /// There are too many drafts.
    #[error("there are {most} drafts, and there may be no more; discard one first")]
    TooMany {
        /// How many there may be.
        most: u64,
    },
    /// It is not a draft any more.
    #[error("the scenario is {state}, and only a draft can be changed; propose a new one")]
    NotADraft {
        /// What it is.
        state: ScenarioState,
    },
    /// It has been changed since.
    #[error("the scenario is at version {current} now; read it again and repeat the change")]
    StaleVersion {
        /// Its version now.
        current: u64,
    },
    /// The record has been changed since.
    #[error("the record is at revision {current} now; look at it again and repeat")]
    StaleRevision {
        /// The revision now.
        current: Revision,
    },
    /// The caller's key was used for something else.
    #[error("the idempotency key was used for something else; take a new one")]
    KeyReused,
}
