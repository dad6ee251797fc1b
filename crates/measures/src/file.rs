//! Affiliations, ties and groups from the bytes of a file.
//!
//! # Format
//! UTF-8, with or without a byte order mark; lines end in LF or CRLF; cells may be quoted as in RFC 4180. The separator is
//! taken from the first line: a tab if it has one, else a semicolon if it has one, else a comma. Spaces at either end of
//! a cell do not count, blank lines are passed over. A line has at most [`LINE_MAX`] bytes, a file at most [`FILE_MAX`].
//!
//! # Numbering
//! Labels are numbered in ascending order of their bytes, so that the order of rows changes no number and no result.
//!
//! # Cost
//! Time O(bytes + l log l) for `l` labels. A file without quotes is read in as many parts as there are threads; one with
//! quotes is read from front to end. The result does not depend on it.

mod affiliations;
mod groups;
mod label;
mod scan;
mod ties;

pub use self::affiliations::{AffiliationFile, affiliations};
pub use self::groups::{GroupFile, groups};
pub use self::label::Labels;
pub use self::ties::{TieFile, ties};

/// The most bytes of a line.
pub const LINE_MAX: usize = 64 * 1024;

/// The most bytes of a label.
pub const LABEL_MAX: usize = 1024;

/// The most bytes of a file: 4 GiB − 1.
pub const FILE_MAX: u64 = u32::MAX as u64;

/// The most columns of a file.
pub const COLUMNS_MAX: usize = 32;

/// What is wrong with a file, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// There is nothing in it.
    #[error("the file has no rows; {expected}")]
    Empty {
        /// What it should have.
        expected: &'static str,
    },
    /// It is too large.
    #[error("the file has {bytes} bytes, more than {FILE_MAX}; split it")]
    FileTooLarge {
        /// Its bytes.
        bytes: u64,
    },
    /// Bytes that are no text.
    #[error("the text is not UTF-8; save the file as UTF-8")]
    NotUtf8,
    /// A carriage return alone.
    #[error("a carriage return stands without a line feed; end lines with LF or CRLF")]
    LineEnd,
    /// An odd number of quotes.
    #[error("a quote is left open; put a label with quotes in quotes, and write each quote in it twice")]
    OpenQuote,
    /// A line that is too long.
    #[error("the line is longer than {LINE_MAX} bytes; is this a table with one row a line?")]
    LineTooLong,
    /// Too many columns.
    #[error("the row has more than {COLUMNS_MAX} columns; keep those that are needed")]
    TooManyColumns,
    /// A row that does not fit the first.
    #[error("the row has {found} columns and the first row {expected}; quote labels that hold the separator")]
    Columns {
        /// Its columns.
        found: usize,
        /// Those of the first row.
        expected: usize,
    },
    /// The first row does not name the columns needed.
    #[error("the first row {found:?} does not name the columns; {expected}")]
    Header {
        /// The first row.
        found: String,
        /// What it should be.
        expected: &'static str,
    },
    /// A label is missing.
    #[error("the label is empty; write one, or leave the row out")]
    NoLabel,
    /// A label is too long.
    #[error("the label is longer than {LABEL_MAX} bytes; is a quote left open?")]
    LabelTooLong,
    /// A label with a line break or the like.
    #[error("the label holds a line break or another control character; is a quote left open?")]
    ControlCharacter,
    /// A weight that is none.
    #[error("{found:?} is no weight; write a positive number such as 0.5")]
    Weight {
        /// What stands there.
        found: String,
    },
    /// A declared number that is none.
    #[error("{found:?} is no number of participants; write a whole number, or nothing when none is declared")]
    Declared {
        /// What stands there.
        found: String,
    },
    /// Two rows declare different numbers for one occasion.
    #[error(
        "{label:?} is declared with {found} participants here and {earlier} before; write the same number"
    )]
    DeclaredTwice {
        /// The occasion.
        label: String,
        /// The number here.
        found: u32,
        /// The number before.
        earlier: u32,
    },
    /// Two rows put one label in different groups.
    #[error("{label:?} is put in a second group; keep one row for each label")]
    GroupedTwice {
        /// The label.
        label: String,
    },
    /// What was read makes no network.
    #[error("{reason}")]
    Measure {
        /// The reason.
        reason: String,
    },
}

/// What is wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileError {
    /// The number of the line, from 1; none when it is about the whole file.
    pub line: Option<u64>,
    /// The number of the column (the cell in its row), from 1; none when it is about the whole line.
    pub column: Option<u32>,
    /// What is wrong.
    pub problem: Problem,
}

impl std::fmt::Display for FileError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.line, self.column) {
            (Some(line), Some(column)) => write!(f, "line {line}, column {column}: {}", self.problem),
            (Some(line), None) => write!(f, "line {line}: {}", self.problem),
            (None, _) => self.problem.fmt(f),
        }
    }
}

impl std::error::Error for FileError {}

impl From<Problem> for FileError {
    fn from(problem: Problem) -> Self {
        Self { line: None, column: None, problem }
    }
}

impl From<crate::MeasureError> for FileError {
    fn from(error: crate::MeasureError) -> Self {
        Problem::Measure { reason: error.to_string() }.into()
    }
}

#[cfg(test)]
mod tests;
