//! Words of imports: what is found in files, what may be said about them, what is wrong with rows.

use async_graphql::Enum;

/// What an issue does to its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::import::intake::Severity")]
pub enum IssueSeverity {
    /// The row, sheet or file is refused.
    Error,
    /// The row is read; something of it should be looked at, or was left out.
    Warning,
    /// The row is read; how, may be of interest.
    Notice,
}

/// What is wrong with a table, a row or a cell. Codes are stable; messages are not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::import::intake::IssueCode")]
pub enum ImportIssueCode {
    /// The file has more bytes, unpacked or not, than are read.
    FileTooLarge,
    /// The file unpacks to so much more than its size that it is not unpacked.
    ZipBomb,
    /// The file is of a format that is not read, such as an old workbook.
    UnsupportedFormat,
    /// The file is not what it seems to be, or broken.
    BrokenFile,
    /// The file has no row at all.
    EmptyFile,
    /// The file was imported before and then retracted.
    RetractedFile,
    /// There are more files, sheets, rows, columns or cells than are read.
    TooMany,
    /// What the rows of a sheet are cannot be told.
    UnknownSheet,
    /// A sheet is left out.
    SheetLeftOut,
    /// Rows stand above the header and are left out.
    AboveHeader,
    /// No header row was found.
    MissingHeader,
    /// A column of the header is not kept.
    UnmappedColumn,
    /// Two columns are of one field.
    DuplicateColumn,
    /// A column that rows need is missing.
    MissingColumn,
    /// A row has more cells than the header.
    RaggedRow,
    /// A line or a cell is longer than what is read.
    TooLong,
    /// A quotation mark is not closed, or text follows a closed one.
    BrokenQuotes,
    /// A character is damaged or cannot be part of a text.
    DamagedText,
    /// A cell that rows need is empty.
    MissingValue,
    /// A word is not in its list.
    UnknownWord,
    /// A date is none.
    InvalidDate,
    /// A date may be read in two ways.
    AmbiguousDate,
    /// A date came as a spreadsheet's number of days, or with a time of day.
    DateConverted,
    /// A number is none, or out of range.
    InvalidNumber,
    /// A number may be read in two ways.
    AmbiguousNumber,
    /// A truth value is none.
    InvalidTruth,
    /// A number of a register is none.
    InvalidIdentifier,
    /// The check digit of a number of a register fails.
    ChecksumFailed,
    /// A cell holds something else that its column cannot hold.
    InvalidValue,
    /// A formula stands in a cell; the value that was last computed is taken.
    Formula,
    /// A formula has no computed value, or one that is an error.
    FormulaWithoutValue,
    /// Cells are merged.
    MergedCells,
    /// A name or number leads to nothing in the record.
    UnknownReference,
    /// A name or number may mean several things.
    AmbiguousReference,
    /// Two cells of a row speak of different institutions.
    ConflictingReferences,
    /// Two rows are of one thing.
    DuplicateKey,
    /// The row needs another row, which is refused.
    DependsOnRefused,
    /// A rule between the cells of a row is broken.
    BrokenRule,
    /// A new institution is like another one.
    NearDuplicate,
    /// A text holds what may be personal data.
    PersonalData,
}

/// What the rows of a sheet are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::import::intake::SheetKind")]
pub enum SheetKind {
    /// Institutions, with their numbers in registers.
    Institutions,
    /// Partnerships and agreements.
    Partnerships,
    /// Parties to partnerships.
    Parties,
    /// Project partnerships, with their project and application.
    Projects,
    /// Partners of projects.
    ProjectPartners,
    /// Calls for applications.
    Calls,
    /// Applications of partnerships to calls.
    Applications,
    /// Councils, committees, working groups.
    Bodies,
    /// Seats on bodies.
    BodyMembers,
    /// Meetings.
    Meetings,
    /// Who was at meetings.
    Attendance,
    /// Resolutions of meetings.
    Resolutions,
    /// What is to be done after resolutions.
    ActionItems,
    /// An edge list: who is tied to whom.
    Ties,
    /// The nodes that go with an edge list.
    Nodes,
    /// Instructions and lists of the template: no data.
    Instructions,
    /// To be left out.
    Ignored,
    /// It cannot be told; the rows are refused until it is said.
    Unknown,
}

/// How the text of a file is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::import::intake::TextEncoding")]
pub enum TextEncoding {
    /// UTF-8, with or without a byte order mark; ASCII is part of it.
    #[graphql(name = "UTF_8")]
    Utf8,
    /// UTF-16, least significant byte first.
    #[graphql(name = "UTF_16LE")]
    Utf16Le,
    /// UTF-16, most significant byte first.
    #[graphql(name = "UTF_16BE")]
    Utf16Be,
    /// Windows-1250, of Central European Windows.
    #[graphql(name = "WINDOWS_1250")]
    Windows1250,
    /// ISO 8859-2 (Latin-2).
    #[graphql(name = "ISO_8859_2")]
    Iso88592,
}

/// What separates the cells of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::import::intake::Separator")]
pub enum CellSeparator {
    /// A comma: `,`
    Comma,
    /// A semicolon: `;`
    Semicolon,
    /// A tab.
    Tab,
    /// A bar: `|`
    Pipe,
}

/// What stands before the decimals of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::import::intake::DecimalSeparator")]
pub enum DecimalSeparator {
    /// `1 234,5`
    Comma,
    /// `1,234.5`
    Point,
}

/// In which order `03/04/2015` gives day and month. `14.05.2014` is always day, month, year, as Poland writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::import::intake::DateOrder")]
pub enum DateOrder {
    /// Day, month, year.
    DayMonthYear,
    /// Month, day, year.
    MonthDayYear,
    /// Nothing settles it; dates that may be read in two ways are refused.
    Unsettled,
}

/// The format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::import::intake::FileFormat")]
pub enum ImportFileFormat {
    /// Text with a separator between cells: CSV, TSV.
    Csv,
    /// A workbook of Excel 2007 and later.
    Xlsx,
    /// JSON: a list of objects, or an object of such lists.
    Json,
    /// A ZIP archive of CSV files, one a sheet.
    CsvArchive,
}

/// How sure a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::import::intake::Sureness")]
pub enum Sureness {
    /// It was said in the settings.
    Set,
    /// The file itself leaves no doubt.
    Certain,
    /// Nothing speaks against it.
    Likely,
    /// Something else is possible: look before going on.
    Guess,
}

/// How a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::import::intake::DateForm")]
pub enum DateForm {
    /// `2015-05-14`, `2015-05`, `2015-03/2015-04`: ISO 8601 and EDTF.
    Iso,
    /// `2015`
    Year,
    /// `14.05.2015`, with `r.` or without.
    Dotted,
    /// `14/05/2015` or `05/14/2015`.
    Slashed,
    /// `14 maja 2015 r.`, `maj 2015`.
    Words,
    /// A spreadsheet's number of days.
    Serial,
    /// A date of a spreadsheet.
    Cell,
}

/// What happens when rows are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::import::intake::ErrorPolicy")]
pub enum ErrorPolicy {
    /// Nothing is written.
    RejectEverything,
    /// The other rows are written.
    RejectFailedRows,
}

/// Why two institutions may be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::import::intake::LikenessReason")]
pub enum LikenessReason {
    /// Their names are the same but for case, Polish letters and marks.
    SameFoldedName,
    /// They are of one family of types and sit in one unit of territory.
    SameTypeAndSeat,
    /// Their names are much alike.
    SimilarName,
    /// One has the name as its alias in some document.
    Alias,
}

/// What an import is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::import::ImportStage")]
pub enum ImportStage {
    /// It waits for its turn.
    Waiting,
    /// Its files are read over the record.
    Reading,
    /// It is only looked at: the record as it would be is checked.
    Checking,
    /// The record is checked and written.
    Writing,
    /// It is over.
    Done,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::words::names_agree;

    #[test]
    fn every_word_has_a_value_of_its_name() {
        names_agree::<IssueSeverity, _>(
            service::import::intake::Severity::ALL,
            service::import::intake::Severity::as_str,
        );
        names_agree::<ImportIssueCode, _>(
            service::import::intake::IssueCode::ALL,
            service::import::intake::IssueCode::as_str,
        );
        names_agree::<SheetKind, _>(
            service::import::intake::SheetKind::ALL,
            service::import::intake::SheetKind::as_str,
        );
        names_agree::<TextEncoding, _>(
            service::import::intake::TextEncoding::ALL,
            service::import::intake::TextEncoding::as_str,
        );
        names_agree::<CellSeparator, _>(
            service::import::intake::Separator::ALL,
            service::import::intake::Separator::as_str,
        );
        names_agree::<DecimalSeparator, _>(
            service::import::intake::DecimalSeparator::ALL,
            service::import::intake::DecimalSeparator::as_str,
        );
        names_agree::<DateOrder, _>(
            service::import::intake::DateOrder::ALL,
            service::import::intake::DateOrder::as_str,
        );
        names_agree::<ImportFileFormat, _>(
            service::import::intake::FileFormat::ALL,
            service::import::intake::FileFormat::as_str,
        );
        names_agree::<Sureness, _>(
            service::import::intake::Sureness::ALL,
            service::import::intake::Sureness::as_str,
        );
        names_agree::<DateForm, _>(
            service::import::intake::DateForm::ALL,
            service::import::intake::DateForm::as_str,
        );
        names_agree::<ErrorPolicy, _>(
            service::import::intake::ErrorPolicy::ALL,
            service::import::intake::ErrorPolicy::as_str,
        );
        names_agree::<LikenessReason, _>(
            service::import::intake::LikenessReason::ALL,
            service::import::intake::LikenessReason::as_str,
        );
        names_agree::<ImportStage, _>(
            service::import::ImportStage::ALL,
            service::import::ImportStage::as_str,
        );
    }
}
