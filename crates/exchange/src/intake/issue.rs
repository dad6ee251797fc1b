//! Problems of tables as data: how grave, what, where, and what to write instead.

use std::fmt;
use std::sync::Arc;

use domain::record::RecordRef;
use domain::words;
use serde::{Deserialize, Serialize};

words! {
    /// What an issue does to its row.
    Severity {
        /// The row, sheet or file is refused.
        Error = "ERROR",
        /// The row is read; something of it should be looked at, or was left out.
        Warning = "WARNING",
        /// The row is read; how, may be of interest.
        Notice = "NOTICE",
    }
}

words! {
    /// What is wrong with a table, a row or a cell. Codes are stable; messages are not.
    IssueCode {
        /// The file has more bytes, unpacked or not, than are read.
        FileTooLarge = "FILE_TOO_LARGE",
        /// The file unpacks to so much more than its size that it is not unpacked.
        ZipBomb = "ZIP_BOMB",
        /// The file is of a format that is not read, such as an old workbook.
        UnsupportedFormat = "UNSUPPORTED_FORMAT",
        /// The file is not what it seems to be, or broken.
        BrokenFile = "BROKEN_FILE",
        /// The file has no row at all.
        EmptyFile = "EMPTY_FILE",
        /// The file was imported before and then retracted.
        RetractedFile = "RETRACTED_FILE",
        /// There are more files, sheets, rows, columns or cells than are read.
        TooMany = "TOO_MANY",
        /// What the rows of a sheet are cannot be told.
        UnknownSheet = "UNKNOWN_SHEET",
        /// A sheet is left out.
        SheetLeftOut = "SHEET_LEFT_OUT",
        /// Rows stand above the header and are left out.
        AboveHeader = "ABOVE_HEADER",
        /// No header row was found.
        MissingHeader = "MISSING_HEADER",
        /// A column of the header is not kept.
        UnmappedColumn = "UNMAPPED_COLUMN",
        /// Two columns are of one field.
        DuplicateColumn = "DUPLICATE_COLUMN",
        /// A column that rows need is missing.
        MissingColumn = "MISSING_COLUMN",
        /// A row has more cells than the header.
        RaggedRow = "RAGGED_ROW",
        /// A line or a cell is longer than what is read.
        TooLong = "TOO_LONG",
        /// A quotation mark is not closed, or text follows a closed one.
        BrokenQuotes = "BROKEN_QUOTES",
        /// A character is damaged or cannot be part of a text.
        DamagedText = "DAMAGED_TEXT",
        /// A cell that rows need is empty.
        MissingValue = "MISSING_VALUE",
        /// A word is not in its list.
        UnknownWord = "UNKNOWN_WORD",
        /// A date is none.
        InvalidDate = "INVALID_DATE",
        /// A date may be read in two ways.
        AmbiguousDate = "AMBIGUOUS_DATE",
        /// A date came as a spreadsheet's number of days, or with a time of day.
        DateConverted = "DATE_CONVERTED",
        /// A number is none, or out of range.
        InvalidNumber = "INVALID_NUMBER",
        /// A number may be read in two ways.
        AmbiguousNumber = "AMBIGUOUS_NUMBER",
        /// A truth value is none.
        InvalidTruth = "INVALID_TRUTH",
        /// A number of a register is none.
        InvalidIdentifier = "INVALID_IDENTIFIER",
        /// The check digit of a number of a register fails.
        ChecksumFailed = "CHECKSUM_FAILED",
        /// A cell holds something else that its column cannot hold.
        InvalidValue = "INVALID_VALUE",
        /// A formula stands in a cell; the value that was last computed is taken.
        Formula = "FORMULA",
        /// A formula has no computed value, or one that is an error.
        FormulaWithoutValue = "FORMULA_WITHOUT_VALUE",
        /// Cells are merged.
        MergedCells = "MERGED_CELLS",
        /// A name or number leads to nothing in the record.
        UnknownReference = "UNKNOWN_REFERENCE",
        /// A name or number may mean several things.
        AmbiguousReference = "AMBIGUOUS_REFERENCE",
        /// Two cells of a row speak of different institutions.
        ConflictingReferences = "CONFLICTING_REFERENCES",
        /// Two rows are of one thing.
        DuplicateKey = "DUPLICATE_KEY",
        /// The row needs another row, which is refused.
        DependsOnRefused = "DEPENDS_ON_REFUSED",
        /// A rule between the cells of a row is broken.
        BrokenRule = "BROKEN_RULE",
        /// A new institution is like another one.
        NearDuplicate = "NEAR_DUPLICATE",
        /// A text holds what may be personal data.
        PersonalData = "PERSONAL_DATA",
    }
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// How grave it is.
    pub severity: Severity,
    /// What it is.
    pub code: IssueCode,
    /// The file.
    pub file: Arc<str>,
    /// The sheet; none when the file as a whole is meant.
    pub sheet: Option<Arc<str>>,
    /// The row as the program that made the file counts: lines of a CSV file, rows of a sheet, objects of a JSON list,
    /// all from 1; none when the sheet as a whole is meant.
    pub row: Option<u64>,
    /// The column, as its header says; none when the row as a whole is meant.
    pub column: Option<String>,
    /// The start of the offending value, at most 120 characters.
    pub value: Option<String>,
    /// What may be written instead.
    pub suggestion: Option<String>,
    /// What is wrong and what to do, in English.
    pub message: String,
    /// The records that it is about, such as those that a name may mean.
    pub about: Vec<RecordRef>,
}

/// The greatest number of characters of a value that an issue repeats.
const SHOWN_CHARS: usize = 120;

impl Issue {
    pub(crate) fn new(severity: Severity, code: IssueCode, message: impl Into<String>) -> Self {
        Self {
            severity,
            code,
            file: Arc::default(),
            sheet: None,
            row: None,
            column: None,
            value: None,
            suggestion: None,
            message: message.into(),
            about: Vec::new(),
        }
    }

    pub(crate) fn error(code: IssueCode, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    pub(crate) fn warning(code: IssueCode, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    pub(crate) fn in_file(mut self, file: &Arc<str>) -> Self {
        self.file = Arc::clone(file);
        self
    }

    pub(crate) fn in_sheet(mut self, sheet: &Arc<str>) -> Self {
        self.sheet = Some(Arc::clone(sheet));
        self
    }

    pub(crate) fn at(mut self, row: u64) -> Self {
        // Rows count from 1; the keys of JSON objects, which are their header, are no row.
        self.row = (row > 0).then_some(row);
        self
    }

    pub(crate) fn column(mut self, column: &str) -> Self {
        self.column = Some(shown(column));
        self
    }

    pub(crate) fn value(mut self, value: &str) -> Self {
        self.value = Some(shown(value));
        self
    }

    pub(crate) fn suggest(mut self, suggestion: impl Into<Option<String>>) -> Self {
        self.suggestion = suggestion.into();
        self
    }

    pub(crate) fn about(mut self, about: Vec<RecordRef>) -> Self {
        self.about = about;
        self
    }
}

/// The start of a text of the file, for people to see.
pub(crate) fn shown(text: &str) -> String {
    text.chars().take(SHOWN_CHARS).collect()
}

impl fmt::Display for Issue {
    /// `file:sheet:row:column: CODE: message`, as compilers write it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(sheet) = &self.sheet {
            write!(f, ":{sheet}")?;
        }
        if let Some(row) = self.row {
            write!(f, ":{row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ":{column}")?;
        }
        write!(f, ": {}: {}", self.code, self.message)
    }
}

/// The issues found so far: the first of them are kept, errors before others; all are counted.
#[derive(Debug)]
pub(crate) struct Issues {
    errors: Vec<Issue>,
    others: Vec<Issue>,
    pub(crate) counts: IssueCounts,
    limit: usize,
}

/// How many issues there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssueCounts {
    /// Errors.
    pub errors: u64,
    /// Warnings.
    pub warnings: u64,
    /// Notices.
    pub notices: u64,
}

impl Issues {
    pub(crate) fn new(limit: usize) -> Self {
        Self { errors: Vec::new(), others: Vec::new(), counts: IssueCounts::default(), limit }
    }

    /// Counts an issue, and makes it when it will be kept: suggestions cost a search.
    pub(crate) fn push(&mut self, severity: Severity, issue: impl FnOnce() -> Issue) {
        let (count, list) = match severity {
            Severity::Error => (&mut self.counts.errors, &mut self.errors),
            Severity::Warning => (&mut self.counts.warnings, &mut self.others),
            Severity::Notice => (&mut self.counts.notices, &mut self.others),
        };
        *count += 1;
        if list.len() < self.limit {
            list.push(issue());
        }
    }

    /// Whether one more issue of a severity would be kept.
    pub(crate) fn wants(&self, severity: Severity) -> bool {
        let list = if severity == Severity::Error { &self.errors } else { &self.others };
        list.len() < self.limit
    }

    /// The issues kept, in order of place, and how many there are of each severity.
    pub(crate) fn finish(self) -> (Vec<Issue>, IssueCounts) {
        let Self { mut errors, others, counts, limit } = self;
        let room = limit.saturating_sub(errors.len());
        errors.extend(others.into_iter().take(room));
        (errors, counts)
    }
}
