//! Problems of import files as data: a code, a place and words that say what to do.

use std::fmt;

use domain::words;
use serde::Serialize;

use crate::error::ExchangeError;

words! {
    /// What is wrong with a file or a row. Codes are stable; messages are not.
    IssueCode {
        /// There is no `manifest.json`.
        MissingManifest = "MISSING_MANIFEST",
        /// The manifest is not the JSON that it should be.
        InvalidManifest = "INVALID_MANIFEST",
        /// The manifest names another format or version.
        WrongFormat = "WRONG_FORMAT",
        /// The manifest gives a file a kind that there is not.
        UnknownKind = "UNKNOWN_KIND",
        /// A file's name is not a plain file name, or stands twice.
        InvalidFileName = "INVALID_FILE_NAME",
        /// The manifest names a file that is not there.
        MissingFile = "MISSING_FILE",
        /// A file has not even a header row.
        EmptyFile = "EMPTY_FILE",
        /// A row is not UTF-8.
        InvalidUtf8 = "INVALID_UTF8",
        /// The header names a column that the kind does not have.
        UnknownColumn = "UNKNOWN_COLUMN",
        /// The header names a column twice.
        DuplicateColumn = "DUPLICATE_COLUMN",
        /// The header lacks a column that the kind needs.
        MissingColumn = "MISSING_COLUMN",
        /// A row has more or fewer cells than the header.
        RaggedRow = "RAGGED_ROW",
        /// A cell is larger than allowed.
        CellTooLarge = "CELL_TOO_LARGE",
        /// The files have more rows than allowed.
        TooManyRows = "TOO_MANY_ROWS",
        /// A cell that needs a value is empty.
        MissingValue = "MISSING_VALUE",
        /// A word is not in its closed list.
        UnknownWord = "UNKNOWN_WORD",
        /// A date is not one.
        InvalidDate = "INVALID_DATE",
        /// A number is not one, or out of range.
        InvalidNumber = "INVALID_NUMBER",
        /// A truth value is neither `true` nor `false`.
        InvalidBoolean = "INVALID_BOOLEAN",
        /// A cell holds something else that its column cannot hold: no key, no reference, no party, no label.
        InvalidValue = "INVALID_VALUE",
        /// Two rows have one key, or one source is given twice.
        DuplicateKey = "DUPLICATE_KEY",
        /// A row refers to a record that is not in the files.
        DanglingReference = "DANGLING_REFERENCE",
        /// No source is given for a row.
        NoSource = "NO_SOURCE",
        /// A rule between the cells of a row is broken.
        BrokenRule = "BROKEN_RULE",
    }
}

/// One problem of the files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowIssue {
    /// What is wrong.
    pub code: IssueCode,
    /// The file.
    pub file: String,
    /// The line on which the row begins, the header being 1; none when the file as a whole is meant.
    pub row: Option<u64>,
    /// The column; none when the row as a whole is meant.
    pub column: Option<String>,
    /// The start of the offending value.
    pub value: Option<String>,
    /// What is wrong and what to do, in English.
    pub message: String,
}

impl fmt::Display for RowIssue {
    /// `file:row:column: CODE: message`, as compilers write it; row and column where they are known.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(row) = self.row {
            write!(f, ":{row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ":{column}")?;
        }
        write!(f, ": {}: {}", self.code, self.message)
    }
}

/// The greatest number of characters of a value that an issue repeats.
const SHOWN_CHARS: usize = 120;

impl RowIssue {
    pub(crate) fn new(code: IssueCode, file: &str, message: impl Into<String>) -> Self {
        Self { code, file: file.to_owned(), row: None, column: None, value: None, message: message.into() }
    }

    pub(crate) fn at(mut self, row: u64) -> Self {
        self.row = Some(row);
        self
    }

    pub(crate) fn column(mut self, column: &str) -> Self {
        self.column = Some(column.to_owned());
        self
    }

    pub(crate) fn value(mut self, value: &str) -> Self {
        self.value = Some(value.chars().take(SHOWN_CHARS).collect());
        self
    }
}

/// The issues found so far: the first of them are kept, all are counted.
#[derive(Debug)]
pub(crate) struct Issues {
    kept: Vec<RowIssue>,
    count: usize,
    limit: usize,
}

impl Issues {
    pub(crate) fn new(limit: usize) -> Self {
        Self { kept: Vec::new(), count: 0, limit }
    }

    /// Counts an issue, and makes it when it will be kept: suggestions cost a search.
    pub(crate) fn push(&mut self, issue: impl FnOnce() -> RowIssue) {
        if self.count < self.limit {
            self.kept.push(issue());
        }
        self.count += 1;
    }

    /// `value` when there are no issues.
    pub(crate) fn or<T>(self, value: T) -> Result<T, ExchangeError> {
        if self.count == 0 { Ok(value) } else { Err(self.refusal()) }
    }

    /// The refusal with these issues.
    pub(crate) fn refusal(self) -> ExchangeError {
        ExchangeError::Refused { issues: self.kept, count: self.count }
    }
}

/// How like a suggestion must be to what was given, from 0 to 1 (Jaro-Winkler).
const LIKENESS: f64 = 0.8;

/// `; did you mean …?` with the candidate most like `given`, or nothing when none is like it.
pub(crate) fn suggestion<'a>(given: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        let likeness = strsim::jaro_winkler(given, candidate);
        if likeness >= LIKENESS && best.is_none_or(|(so_far, _)| likeness > so_far) {
            best = Some((likeness, candidate));
        }
    }
    best.map_or_else(String::new, |(_, candidate)| format!("; did you mean `{candidate}`?"))
}
