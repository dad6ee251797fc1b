//! Conflicts: why a change cannot be made to a record.

use std::fmt;

use crate::record::RecordRef;
use crate::words;

words! {
    /// The kind of a conflict.
    ConflictKind {
        /// A record that the change names is not in the record, or nothing supports it any more.
        Vanished = "VANISHED",
        /// The change has come true already.
        AlreadySo = "ALREADY_SO",
        /// What the change names had ended before the day of the change.
        EndedBefore = "ENDED_BEFORE",
        /// The day cannot be: something would end before it began, or begin before that of which it is part.
        DateImpossible = "DATE_IMPOSSIBLE",
        /// The day lies before everything that is recorded.
        DateBeforeRecord = "DATE_BEFORE_RECORD",
        /// An earlier change says the same.
        Duplicate = "DUPLICATE",
        /// Another change says the opposite.
        Contradicts = "CONTRADICTS",
        /// It refers to a change that does not come before it, or makes something else.
        NotYetMade = "NOT_YET_MADE",
        /// The record has another record of the key that the change would give.
        KeyTaken = "KEY_TAKEN",
        /// The change breaks a rule; `detail` says which.
        NotAllowed = "NOT_ALLOWED",
    }
}

/// Why a change cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The number of the change, from 1.
    pub change: u32,
    /// The kind.
    pub kind: ConflictKind,
    /// The record that it is about, if any.
    pub about: Option<RecordRef>,
    /// The number of the other change, if there is one.
    pub with: Option<u32>,
    /// More in English words, if there is more to say.
    pub detail: Option<String>,
}

impl Conflict {
    /// A conflict of a change about a record.
    pub(super) fn about(change: u32, kind: ConflictKind, about: RecordRef) -> Self {
        Self { change, kind, about: Some(about), with: None, detail: None }
    }

    /// A conflict of a change with another one.
    pub(super) fn with(change: u32, kind: ConflictKind, with: u32) -> Self {
        Self { change, kind, about: None, with: Some(with), detail: None }
    }

    /// A conflict of a change with a rule.
    pub(super) fn rule(change: u32, kind: ConflictKind, detail: impl Into<String>) -> Self {
        Self { change, kind, about: None, with: None, detail: Some(detail.into()) }
    }

    /// The same with more to say.
    pub(super) fn because(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }
}

impl fmt::Display for Conflict {
    /// One sentence in English: what is wrong and what to do.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let about = self.about.as_ref().map_or_else(|| "what it names".to_owned(), ToString::to_string);
        let with = self.with.map_or_else(|| "another change".to_owned(), |it| format!("change {it}"));
        write!(f, "change {}: ", self.change)?;
        match self.kind {
            ConflictKind::Vanished => {
                write!(f, "{about} is not in the record; name another, or take the change out")
            }
            ConflictKind::AlreadySo => write!(f, "{about} is so already; take the change out"),
            ConflictKind::EndedBefore => {
                write!(f, "{about} had ended before that day; choose an earlier day")
            }
            ConflictKind::DateImpossible => f.write_str("the day cannot be; choose another"),
            ConflictKind::DateBeforeRecord => {
                f.write_str("the day lies before everything recorded; choose a later one")
            }
            ConflictKind::Duplicate => write!(f, "{with} says the same; take one of them out"),
            ConflictKind::Contradicts => write!(f, "{with} says the opposite; take one of them out"),
            ConflictKind::NotYetMade => {
                write!(f, "{with} does not make it before; refer to an earlier change")
            }
            ConflictKind::KeyTaken => write!(f, "{about} is in the record already; draft the scenario anew"),
            ConflictKind::NotAllowed => f.write_str("it breaks a rule"),
        }?;
        match &self.detail {
            Some(detail) => write!(f, " ({detail})"),
            None => Ok(()),
        }
    }
}
