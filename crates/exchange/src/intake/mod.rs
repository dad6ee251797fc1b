//! Tables of any make into proposals: CSV, workbooks, JSON and edge lists, in whatever encoding, Polish or English.
//!
//! [`detect`] says what a file is; [`read`] reads files against the record as it is and says what each row comes to.
//! Nothing is written here and nothing is lost silently: every row is new, changed, unchanged or refused, and the sums
//! close. What [`Proposal::under`] gives is a change of the record as values: the file becomes a source document known
//! by its SHA-256, every row a claim of it, and keys are made from what rows say, so that the same file read again
//! changes nothing. Institutions come to be only by rows of their own, never because a name was met.

mod desk;
mod detected;
mod index;
mod issue;
mod json;
mod key;
mod kind;
mod layout;
mod names;
mod near;
mod open;
mod personal;
mod proposal;
mod settings;

pub use detected::{DateForm, Detected, DetectedColumn, DetectedSheet, FileFormat, Finding, Sureness};
pub use issue::{Issue, IssueCode, IssueCounts, Severity};
pub use kind::SheetKind;
pub use proposal::{
    ErrorPolicy, FieldChange, LikenessReason, NearDuplicate, Outcome, Proposal, Refusal, RowClass, RowCounts,
    RowOutcome, SheetCounts,
};
pub use read::{Listener, detect, fields_of, read, read_told};
pub use settings::{
    ColumnSetting, DateOrder, DecimalSeparator, Limits, Separator, Settings, SheetSetting, TextEncoding,
};

pub use template::{TemplateLanguage, template, template_csv};

/// A file to be read: its name and its bytes.
#[derive(Debug, Clone, Copy)]
pub struct SourceFile<'a> {
    /// The name, without a path.
    pub name: &'a str,
    /// The bytes.
    pub bytes: &'a [u8],
}
mod archive;
mod catalogue;
mod csv;
mod encoding;
mod forms;
mod read;
mod rows;
mod separator;
mod sheet;
mod template;
#[cfg(test)]
mod tests;
mod value;
mod workbook;
