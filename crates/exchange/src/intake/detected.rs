//! What was found out about a file, each finding with how sure it is.

use domain::words;
use serde::{Deserialize, Serialize};

use super::kind::SheetKind;
use super::settings::{DateOrder, DecimalSeparator, Separator, TextEncoding};

words! {
    /// The format of a file.
    FileFormat {
        /// Text with a separator between cells: CSV, TSV.
        Csv = "CSV",
        /// A workbook of Excel 2007 and later.
        Xlsx = "XLSX",
        /// JSON: a list of objects, or an object of such lists.
        Json = "JSON",
        /// A ZIP archive of CSV files, one a sheet.
        CsvArchive = "CSV_ARCHIVE",
    }
}

words! {
    /// How sure a finding is.
    Sureness {
        /// It was said in the settings.
        Set = "SET",
        /// The file itself leaves no doubt.
        Certain = "CERTAIN",
        /// Nothing speaks against it.
        Likely = "LIKELY",
        /// Something else is possible: look before going on.
        Guess = "GUESS",
    }
}

words! {
    /// How a date is written.
    DateForm {
        /// `2015-05-14`, `2015-05`, `2015-03/2015-04`: ISO 8601 and EDTF.
        Iso = "ISO",
        /// `2015`
        Year = "YEAR",
        /// `14.05.2015`, with `r.` or without.
        Dotted = "DOTTED",
        /// `14/05/2015` or `05/14/2015`.
        Slashed = "SLASHED",
        /// `14 maja 2015 r.`, `maj 2015`.
        Words = "WORDS",
        /// A spreadsheet's number of days.
        Serial = "SERIAL",
        /// A date of a spreadsheet.
        Cell = "CELL",
    }
}

/// A finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding<T> {
    /// What was found.
    pub value: T,
    /// How sure it is.
    pub sureness: Sureness,
}

impl<T> Finding<T> {
    pub(crate) fn new(value: T, sureness: Sureness) -> Self {
        Self { value, sureness }
    }
}

/// A column of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetectedColumn {
    /// Its place from the left, from 1.
    pub position: u32,
    /// Its header.
    pub header: String,
    /// The field that it holds, by its name; none when the column is not kept.
    pub field: Option<String>,
    /// How sure that is.
    pub sureness: Sureness,
}

/// A sheet of a file. A CSV file has one, named after the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetectedSheet {
    /// Its name.
    pub name: String,
    /// What its rows are.
    pub kind: Finding<SheetKind>,
    /// Which row is the header, from 1; none when there is none.
    pub header_row: Option<Finding<u64>>,
    /// The rows below the header that are not blank.
    pub rows: u64,
    /// Blank rows among them, left out.
    pub blank_rows: u64,
    /// The columns.
    pub columns: Vec<DetectedColumn>,
    /// Fields that rows need and no column holds, by their names.
    pub missing: Vec<String>,
    /// Words that stand for empty cells, as `field = word`.
    pub defaults: Vec<String>,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detected {
    /// Its name.
    pub file: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256 in lower-case hexadecimal.
    pub sha256: String,
    /// Its format.
    pub format: Finding<FileFormat>,
    /// How its text is encoded; none for workbooks.
    pub encoding: Option<Finding<TextEncoding>>,
    /// Whether it began with a byte order mark.
    pub had_bom: bool,
    /// What separates cells; none where nothing does.
    pub separator: Option<Finding<Separator>>,
    /// What stands before decimals in numbers written as text.
    pub decimal: Finding<DecimalSeparator>,
    /// The order of day and month in dates with slashes.
    pub date_order: Finding<DateOrder>,
    /// How dates are written, as found in columns that hold dates.
    pub date_forms: Vec<DateForm>,
    /// Its sheets.
    pub sheets: Vec<DetectedSheet>,
}
