//! What may go wrong between files and records.

use domain::record::RecordRef;

use crate::issue::RowIssue;

/// Why files cannot be read, or a record not be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExchangeError {
    /// The files have problems; nothing of them was taken.
    #[error("the import has {count} problem(s); nothing of it was taken")]
    Refused {
        /// The problems, the first of them (see [`crate::Limits::issues`]).
        issues: Vec<RowIssue>,
        /// How many there are in all.
        count: usize,
    },
    /// A record has a value that its column cannot hold, such as a `|` within an item of a list.
    #[error(
        "{record} cannot be written so that it reads back as it is; look for `|` within the items of its lists"
    )]
    NotRepresentable {
        /// The record.
        record: RecordRef,
    },
    /// A claim has no text, so that its locator is not known.
    #[error("{claim} has no locator, so it cannot be written; give it a claim text")]
    ClaimWithoutText {
        /// The claim.
        claim: RecordRef,
    },
    /// A claim text belongs to no claim.
    #[error("{text} belongs to no claim, so it cannot be written; drop it")]
    TextWithoutClaim {
        /// The claim text.
        text: RecordRef,
    },
    /// The writing of CSV or JSON failed, which it does not for values in memory.
    #[error("the files cannot be written: {reason}")]
    Encoding {
        /// What the library says.
        reason: String,
    },
}
