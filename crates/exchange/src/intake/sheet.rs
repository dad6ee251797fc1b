//! A sheet as it was read: rows of cells, all their text in one piece of memory, and what was wrong with a row.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::issue::{IssueCode, Severity};

/// Where a cell's text came from, as far as it matters for reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CellKind {
    /// Text, as typed.
    Text,
    /// A number of a spreadsheet or of JSON, with a point before decimals.
    Number,
    /// A date of a spreadsheet, written in ISO 8601.
    Date,
    /// A truth value, `true` or `false`.
    Truth,
}

/// A cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell<'a> {
    pub(crate) text: &'a str,
    pub(crate) kind: CellKind,
}

impl Cell<'_> {
    pub(crate) const EMPTY: Self = Self { text: "", kind: CellKind::Text };
}

/// What was found wrong with a row when it was read, before its cells mean anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Flaw {
    pub(crate) severity: Severity,
    pub(crate) code: IssueCode,
    /// The column's place, when one cell is meant.
    pub(crate) column: Option<usize>,
    pub(crate) message: String,
}

impl Flaw {
    pub(crate) fn error(code: IssueCode, column: Option<usize>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, code, column, message: message.into() }
    }

    pub(crate) fn warning(code: IssueCode, column: Option<usize>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, code, column, message: message.into() }
    }
}

#[derive(Debug, Clone, Copy)]
struct RowStart {
    /// The row as the program that made the file counts.
    number: u64,
    /// The place of its first cell in `ends`.
    first: usize,
}

/// A sheet.
#[derive(Debug, Clone)]
pub(crate) struct Sheet {
    pub(crate) name: Arc<str>,
    text: String,
    /// For each cell where its text ends, and what it is.
    ends: Vec<(u32, CellKind)>,
    rows: Vec<RowStart>,
    /// Blank rows that were left out, by their number.
    pub(crate) blank_rows: Vec<u64>,
    /// What is wrong with rows, by their place in the sheet.
    pub(crate) flaws: BTreeMap<usize, Vec<Flaw>>,
    /// Whether the sheet is hidden in its workbook.
    pub(crate) is_hidden: bool,
    /// What is wrong with the sheet as a whole: it breaks off there.
    pub(crate) broken: Option<(IssueCode, u64, String)>,
}

impl Sheet {
    pub(crate) fn new(name: &str) -> Self {
        Self {
            name: name.into(),
            text: String::new(),
            ends: Vec::new(),
            rows: Vec::new(),
            blank_rows: Vec::new(),
            flaws: BTreeMap::new(),
            is_hidden: false,
            broken: None,
        }
    }

    /// Begins a row.
    pub(crate) fn begin(&mut self, number: u64) {
        self.rows.push(RowStart { number, first: self.ends.len() });
    }

    /// Adds a cell to the row that was begun last. Blanks at both ends are left out.
    pub(crate) fn cell(&mut self, text: &str, kind: CellKind) {
        self.text.push_str(text.trim_matches(is_blank));
        // Files are at most as large as `u32` counts, see `Limits::file_bytes`; what is beyond would be empty.
        let end = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.ends.push((end, kind));
    }

    /// Says what is wrong with the row that was begun last.
    pub(crate) fn flaw(&mut self, flaw: Flaw) {
        self.flaws.entry(self.rows.len().saturating_sub(1)).or_default().push(flaw);
    }

    /// Ends the row that was begun last: a blank one is left out, unless something is wrong with it.
    /// Returns whether it stays.
    pub(crate) fn end(&mut self) -> bool {
        let Some(last) = self.rows.last().copied() else { return false };
        let at = self.rows.len() - 1;
        let is_blank = (0..self.ends.len() - last.first).all(|it| self.get(at, it).text.is_empty());
        if is_blank && !self.flaws.contains_key(&at) {
            self.rows.pop();
            self.ends.truncate(last.first);
            self.blank_rows.push(last.number);
            return false;
        }
        true
    }

    /// Puts a header before the rows, as row 0: of sheets whose header is known only when all was read.
    pub(crate) fn set_header(&mut self, header: &[String]) {
        let mut whole = Self::new(&self.name);
        whole.begin(0);
        for text in header {
            whole.cell(text, CellKind::Text);
        }
        if header.is_empty() {
            return;
        }
        let (bytes, cells) = (u32::try_from(whole.text.len()).unwrap_or(u32::MAX), whole.ends.len());
        whole.text.push_str(&self.text);
        whole.ends.extend(self.ends.iter().map(|(end, kind)| (end.saturating_add(bytes), *kind)));
        whole.rows.extend(self.rows.iter().map(|it| RowStart { first: it.first + cells, ..*it }));
        whole.flaws = std::mem::take(&mut self.flaws).into_iter().map(|(row, it)| (row + 1, it)).collect();
        whole.blank_rows = std::mem::take(&mut self.blank_rows);
        whole.broken = self.broken.take();
        *self = whole;
    }

    /// How many rows there are, blank ones left out.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// How many cells and how many bytes of text the last row has.
    pub(crate) fn last_row(&self) -> (usize, usize) {
        let first = self.rows.last().map_or(0, |it| it.first);
        let start = first.checked_sub(1).and_then(|it| self.ends.get(it)).map_or(0, |it| it.0);
        (self.ends.len() - first, self.text.len().saturating_sub(start as usize))
    }

    /// The number of a row, as the program that made the file counts.
    pub(crate) fn number(&self, row: usize) -> u64 {
        self.rows.get(row).map_or(0, |it| it.number)
    }

    /// How many cells a row has.
    pub(crate) fn width(&self, row: usize) -> usize {
        let Some(start) = self.rows.get(row) else { return 0 };
        let next = self.rows.get(row + 1).map_or(self.ends.len(), |it| it.first);
        next.saturating_sub(start.first)
    }

    /// A cell; an empty one beyond the end of the row.
    pub(crate) fn get(&self, row: usize, column: usize) -> Cell<'_> {
        if column >= self.width(row) {
            return Cell::EMPTY;
        }
        let place = self.rows.get(row).map_or(0, |it| it.first) + column;
        let start = place.checked_sub(1).and_then(|it| self.ends.get(it)).map_or(0, |it| it.0);
        let Some((end, kind)) = self.ends.get(place).copied() else { return Cell::EMPTY };
        Cell { text: self.text.get(start as usize..end as usize).unwrap_or_default(), kind }
    }
}

/// Whether a character at the ends of a cell is no part of it: blanks of every kind, also those without width.
pub(crate) fn is_blank(it: char) -> bool {
    it.is_whitespace() || matches!(it, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}')
}
