//! What may be said about files instead of having it detected, and how much is read at most.

use domain::words;
use serde::{Deserialize, Serialize};

use super::kind::SheetKind;

words! {
    /// How the text of a file is encoded.
    TextEncoding {
        /// UTF-8, with or without a byte order mark; ASCII is part of it.
        Utf8 = "UTF_8",
        /// UTF-16, least significant byte first.
        Utf16Le = "UTF_16LE",
        /// UTF-16, most significant byte first.
        Utf16Be = "UTF_16BE",
        /// Windows-1250, of Central European Windows.
        Windows1250 = "WINDOWS_1250",
        /// ISO 8859-2 (Latin-2).
        Iso88592 = "ISO_8859_2",
    }
}

words! {
    /// What separates the cells of a line.
    Separator {
        /// `,`
        Comma = "COMMA",
        /// `;`
        Semicolon = "SEMICOLON",
        /// A tab.
        Tab = "TAB",
        /// `|`
        Pipe = "PIPE",
    }
}

impl Separator {
    /// The character.
    #[must_use]
    pub const fn as_byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Pipe => b'|',
        }
    }
}

words! {
    /// What stands before the decimals of a number.
    DecimalSeparator {
        /// `1 234,5`
        Comma = "COMMA",
        /// `1,234.5`
        Point = "POINT",
    }
}

words! {
    /// In which order `03/04/2015` gives day and month. `14.05.2014` is always day, month, year, as Poland writes it.
    DateOrder {
        /// Day, month, year.
        DayMonthYear = "DAY_MONTH_YEAR",
        /// Month, day, year.
        MonthDayYear = "MONTH_DAY_YEAR",
        /// Nothing settles it; dates that may be read in two ways are refused.
        Unsettled = "UNSETTLED",
    }
}

/// What the rows of a sheet are, or where its header is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetSetting {
    /// The sheet, by its name; of CSV files the file's name without its ending. Case, Polish letters and blanks do not count.
    pub sheet: String,
    /// What its rows are; none to have it detected.
    pub kind: Option<SheetKind>,
    /// Which row is the header, from 1; none to have it detected.
    pub header_row: Option<u64>,
}

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnSetting {
    /// The sheet that it stands in; none for every sheet.
    pub sheet: Option<String>,
    /// The column, as its header says. Case, Polish letters and blanks do not count.
    pub column: String,
    /// The field that it holds, by its name; none to leave the column out.
    pub field: Option<String>,
}

/// What is said about files. What is not said is detected.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The encoding of CSV and JSON files.
    pub encoding: Option<TextEncoding>,
    /// The separator of CSV files.
    pub separator: Option<Separator>,
    /// What stands before decimals.
    pub decimal: Option<DecimalSeparator>,
    /// The order of day and month in dates with slashes.
    pub date_order: Option<DateOrder>,
    /// Kinds and headers of sheets.
    pub sheets: Vec<SheetSetting>,
    /// Fields of columns.
    pub columns: Vec<ColumnSetting>,
}

/// How much is read at most. Whatever is beyond is refused with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Files of one import.
    pub files: usize,
    /// Bytes of one file.
    pub file_bytes: usize,
    /// Bytes of a packed file (XLSX, ZIP) when unpacked.
    pub uncompressed_bytes: u64,
    /// How many times larger than packed a part of it may be when unpacked; parts below 16 MiB are let through.
    pub compression_ratio: u64,
    /// Bytes of one line, quoted line breaks included.
    pub line_bytes: usize,
    /// Bytes of one cell.
    pub cell_bytes: usize,
    /// Sheets of all files.
    pub sheets: usize,
    /// Rows of all sheets, blank ones left out.
    pub rows: usize,
    /// Columns of a sheet.
    pub columns: usize,
    /// Cells of all sheets, those between others included.
    pub cells: usize,
    /// Bytes of the text of all cells of all sheets. A workbook may name one long text in a million cells.
    pub text_bytes: usize,
    /// Errors told one by one, and as many warnings; all are counted.
    pub issues: usize,
    /// Pairs of near-duplicates told.
    pub near_duplicates: usize,
}

impl Default for Limits {
    /// 32 files of 256 MiB, 1 GiB unpacked at a ratio of 200, lines of 1 MiB, cells of 64 KiB, 64 sheets, 2 million
    /// rows of 256 columns, 64 million cells, 512 MiB of text in them, 500 issues, 200 near-duplicates.
    fn default() -> Self {
        Self {
            files: 32,
            file_bytes: 256 << 20,
            uncompressed_bytes: 1 << 30,
            compression_ratio: 200,
            line_bytes: 1 << 20,
            cell_bytes: 64 << 10,
            sheets: 64,
            rows: 2_000_000,
            columns: 256,
            cells: 64 << 20,
            text_bytes: 512 << 20,
            issues: 500,
            near_duplicates: 200,
        }
    }
}

/// How much may still be read, of all files together.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Left {
    rows: usize,
    cells: usize,
    bytes: usize,
}

impl Left {
    pub(crate) fn of(limits: &Limits) -> Self {
        Self { rows: limits.rows, cells: limits.cells, bytes: limits.text_bytes }
    }

    /// A row with so many cells and bytes of text was read.
    pub(crate) fn take(&mut self, (cells, bytes): (usize, usize)) {
        self.rows = self.rows.saturating_sub(1);
        self.cells = self.cells.saturating_sub(cells);
        self.bytes = self.bytes.saturating_sub(bytes);
    }

    /// Why no other row is read; none when one may be.
    pub(crate) fn refusal(&self, limits: &Limits) -> Option<String> {
        let told = |most: usize, what: &str| Some(format!("more than {most} {what}; split the file"));
        match (self.rows, self.cells, self.bytes) {
            (0, ..) => told(limits.rows, "rows"),
            (_, 0, _) => told(limits.cells, "cells"),
            (.., 0) => told(limits.text_bytes, "bytes of text in cells"),
            _ => None,
        }
    }
}
