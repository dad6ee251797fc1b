//! What files come to: rows classed, sums that close, and what would be written.

use std::sync::Arc;

use domain::id::Id;
use domain::institution::Institution;
use domain::record::{Record, RecordRef};
use domain::words;
use serde::{Deserialize, Serialize};

use super::detected::Detected;
use super::issue::{Issue, IssueCounts};

words! {
    /// What becomes of a row.
    RowClass {
        /// What it is of is not in the record, and is added.
        New = "NEW",
        /// What it is of is in the record, and differs.
        Changed = "CHANGED",
        /// The record says so already.
        Unchanged = "UNCHANGED",
        /// It is not taken; an issue says why.
        Refused = "REFUSED",
    }
}

words! {
    /// What happens when rows are refused.
    ErrorPolicy {
        /// Nothing is written.
        RejectEverything = "REJECT_EVERYTHING",
        /// The other rows are written.
        RejectFailedRows = "REJECT_FAILED_ROWS",
    }
}

words! {
    /// Why two institutions may be one.
    LikenessReason {
        /// Their names are the same but for case, Polish letters and marks.
        SameFoldedName = "SAME_FOLDED_NAME",
        /// They are of one family of types and sit in one unit of territory.
        SameTypeAndSeat = "SAME_TYPE_AND_SEAT",
        /// Their names are much alike.
        SimilarName = "SIMILAR_NAME",
        /// One has the name as its alias in some document.
        Alias = "ALIAS",
    }
}

/// A value of a field before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The record.
    pub of: RecordRef,
    /// The field, by its name in import files.
    pub field: String,
    /// The value that is believed so far, in its text form; none when there is none.
    pub before: Option<String>,
    /// The value that the row gives.
    pub after: Option<String>,
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowOutcome {
    /// The sheet, by its number in [`Proposal::sheets`].
    pub sheet: u32,
    /// The row, as in [`Issue::row`].
    pub row: u64,
    /// What becomes of it.
    pub class: RowClass,
    /// The record that it is of; none when it is refused before that is known.
    pub subject: Option<RecordRef>,
    /// Whether the record gains a source by it, though it says nothing new.
    pub confirms: bool,
}

/// How many rows there are of each class: `read = new + changed + unchanged + refused`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowCounts {
    /// Rows read: neither header nor blank.
    pub read: u64,
    /// New ones.
    pub new: u64,
    /// Changed ones.
    pub changed: u64,
    /// Unchanged ones.
    pub unchanged: u64,
    /// Refused ones.
    pub refused: u64,
    /// Of the unchanged, those by which a record gains a source.
    pub confirmed: u64,
}

impl RowCounts {
    pub(crate) fn add(&mut self, class: RowClass, confirms: bool) {
        self.read += 1;
        match class {
            RowClass::New => self.new += 1,
            RowClass::Changed => self.changed += 1,
            RowClass::Unchanged => {
                self.unchanged += 1;
                self.confirmed += u64::from(confirms);
            }
            RowClass::Refused => self.refused += 1,
        }
    }

    /// Whether the sums close, as they always do.
    #[must_use]
    pub fn close(&self) -> bool {
        self.read == self.new + self.changed + self.unchanged + self.refused
    }
}

/// A sheet and what becomes of its rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetCounts {
    /// The file.
    pub file: Arc<str>,
    /// The sheet.
    pub sheet: Arc<str>,
    /// Its rows.
    pub rows: RowCounts,
}

/// A new institution that is like another one. Nothing is decided by it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NearDuplicate {
    /// The new one.
    pub new: Id<Institution>,
    /// Its name.
    pub name: String,
    /// The sheet, by its number in [`Proposal::sheets`].
    pub sheet: u32,
    /// Its row.
    pub row: u64,
    /// The other one, in the record or as new as the first.
    pub other: Id<Institution>,
    /// The other's name.
    pub other_name: String,
    /// Whether the other one is in the record already.
    pub is_recorded: bool,
    /// Why they may be one.
    pub reasons: Vec<LikenessReason>,
}

/// What files come to, against the record as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// What was found out about each file.
    pub files: Vec<Detected>,
    /// Every sheet that was read, in the order of files.
    pub sheets: Vec<SheetCounts>,
    /// Every row that was read, in the order of sheets and rows.
    pub rows: Vec<RowOutcome>,
    /// All rows together.
    pub counts: RowCounts,
    /// The issues, errors first, as many as the limits allow.
    pub issues: Vec<Issue>,
    /// How many issues there are.
    pub issue_counts: IssueCounts,
    /// New institutions that are like others, as many as the limits allow.
    pub near_duplicates: Vec<NearDuplicate>,
    /// How many near-duplicates there are.
    pub near_duplicate_count: u64,
    /// Fields that change, as many as the limits allow issues.
    pub field_changes: Vec<FieldChange>,
    /// How many fields change.
    pub field_change_count: u64,
    /// What the rows that are not refused add and replace, every list in order of keys, with the files as documents
    /// and a claim for each row. Empty when nothing would change.
    pub(crate) records: Record,
}

/// What is written under a policy.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome<'a> {
    /// The rows; those that are refused because of others count among the refused.
    pub counts: RowCounts,
    /// The records to be added or replaced; none when nothing is written.
    pub records: Option<&'a Record>,
}

impl Proposal {
    /// What is written under a policy: under [`ErrorPolicy::RejectEverything`] nothing when there is any error, and
    /// then all rows count as refused.
    #[must_use]
    pub fn under(&self, policy: ErrorPolicy) -> Outcome<'_> {
        let is_refused = policy == ErrorPolicy::RejectEverything && self.issue_counts.errors > 0;
        if is_refused {
            let read = self.counts.read;
            return Outcome {
                counts: RowCounts { read, refused: read, ..RowCounts::default() },
                records: None,
            };
        }
        let records = (!self.records.is_empty()).then_some(&self.records);
        Outcome { counts: self.counts, records }
    }

    /// Takes the records of the rows that are not refused out, without a copy; what is left has none.
    #[must_use]
    pub fn take_records(&mut self) -> Record {
        std::mem::take(&mut self.records)
    }

    /// The records of the rows that are not refused, to be taken over without a copy.
    #[must_use]
    pub fn into_records(self) -> Record {
        self.records
    }
}

/// Why files cannot be read at all. Nothing of them is taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.issues.first().map_or_else(|| "the files cannot be read".to_owned(), ToString::to_string))]
pub struct Refusal {
    /// Why; never empty.
    pub issues: Vec<Issue>,
}

impl From<Box<Issue>> for Refusal {
    fn from(issue: Box<Issue>) -> Self {
        Self { issues: vec![*issue] }
    }
}

impl From<Issue> for Refusal {
    fn from(issue: Issue) -> Self {
        Self { issues: vec![issue] }
    }
}
