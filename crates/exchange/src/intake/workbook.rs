//! Workbooks (Office Open XML, ECMA-376) to sheets, cell by cell in the order of the file.
//!
//! Cells are read as a stream: a cell in the last corner of a sheet costs one cell. Of a formula the value that was last
//! computed counts, with a warning; without one, or with an error, its row is refused. A cell merged with the one above
//! has that one's value, with a warning.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use calamine::{DataRef, Dimensions, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::archive::{Refused, Survey, broken};
use super::csv::damage;
use super::issue::IssueCode;
use super::settings::{Left, Limits};
use super::sheet::{CellKind, Flaw, Sheet};

/// The greatest number of merged regions of a sheet.
const REGIONS: usize = 100_000;

/// The first number of days, counted from 1899-12-30, that is no date of a spreadsheet any more: 10000-01-01.
const DAYS_MAX: f64 = 2_958_466.0;

/// What a workbook holds.
#[derive(Debug)]
pub(crate) struct Book {
    pub(crate) sheets: Vec<Sheet>,
    /// Whether days are counted from 1904.
    pub(crate) is_1904: bool,
}

/// Reads a workbook that was surveyed.
///
/// # Errors
/// A broken file; too many sheets.
pub(crate) fn read(bytes: &[u8], survey: &Survey, limits: &Limits, left: &mut Left) -> Result<Book, Refused> {
    // The library is sound with sound files; whatever it does with others must not end the service.
    let reading = AssertUnwindSafe(|| whole(bytes, survey, limits, left));
    catch_unwind(reading).unwrap_or_else(|_panic| Err(broken()))
}

fn whole(bytes: &[u8], survey: &Survey, limits: &Limits, left: &mut Left) -> Result<Book, Refused> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| refused(&error))?;
    let listed: Vec<_> = book.sheets_metadata().to_vec();
    if listed.len() > limits.sheets {
        return Err((IssueCode::TooMany, format!("the workbook has more than {} sheets", limits.sheets)));
    }
    let mut sheets = Vec::new();
    for listed in listed.iter().filter(|it| it.typ == SheetType::WorkSheet) {
        let mut sheet = Sheet::new(&listed.name);
        sheet.is_hidden = listed.visible != SheetVisible::Visible;
        let regions = if survey.has_merged_cells {
            book.merge_cells_by_sheet_name(&listed.name)
        } else {
            Ok(Vec::new())
        };
        let read = match regions {
            Ok(regions) if regions.len() <= REGIONS => {
                Rows::new(&mut sheet, regions, limits).read(&mut book, left)
            }
            Ok(_) => Err((IssueCode::TooMany, format!("the sheet has more than {REGIONS} merged regions"))),
            Err(error) => Err(refused(&error)),
        };
        if let Err((code, message)) = read {
            let at = sheet.number(sheet.len().saturating_sub(1));
            sheet.broken = Some((code, at, message));
        }
        sheets.push(sheet);
    }
    let is_1904 = book.has_1904_epoch();
    Ok(Book { sheets, is_1904 })
}

fn refused(error: &XlsxError) -> Refused {
    match error {
        XlsxError::Password => (
            IssueCode::UnsupportedFormat,
            "the workbook is locked with a password; save it without one".to_owned(),
        ),
        _ => (
            IssueCode::BrokenFile,
            "the workbook is damaged; open it in a spreadsheet program and save it anew".to_owned(),
        ),
    }
}

/// The text and kind of a cell.
type Value = (Arc<str>, CellKind);

/// What stands in a cell: its text, kind and what is wrong with it.
type Content = (String, CellKind, Option<Flaw>);

struct Rows<'a> {
    sheet: &'a mut Sheet,
    limits: &'a Limits,
    /// Merged regions of several rows, by first row, and the value of each once it was met.
    regions: Vec<(Dimensions, Option<Value>)>,
    /// The first region that may reach the current row.
    live: usize,
    /// The cells of the current row.
    row: Vec<Option<Content>>,
    number: u32,
    flaws: Vec<Flaw>,
}

impl<'a> Rows<'a> {
    fn new(sheet: &'a mut Sheet, mut regions: Vec<Dimensions>, limits: &'a Limits) -> Self {
        regions.retain(|it| it.end.0 > it.start.0);
        regions.sort_by_key(|it| (it.start, it.end));
        let regions = regions.into_iter().map(|it| (it, None)).collect();
        Self { sheet, limits, regions, live: 0, row: Vec::new(), number: 0, flaws: Vec::new() }
    }

    fn read(mut self, book: &mut Xlsx<Cursor<&[u8]>>, left: &mut Left) -> Result<(), Refused> {
        let name = Arc::clone(&self.sheet.name);
        let mut cells = book.worksheet_cells_reader(&name).map_err(|error| refused(&error))?;
        loop {
            let next = cells.next_cell_with_formula_metadata().map_err(|error| refused(&error))?;
            let Some(cell) = next else {
                self.flush(left)?;
                return Ok(());
            };
            let (row, column) = cell.pos;
            if row != self.number {
                if row < self.number {
                    return Err(broken());
                }
                self.flush(left)?;
                self.number = row;
            }
            let content = content(&cell.value, cell.formula.is_some(), self.limits);
            self.put(usize::try_from(column).unwrap_or(usize::MAX), content);
        }
    }

    fn put(&mut self, column: usize, (text, kind, flaw): Content) {
        if text.is_empty() && flaw.is_none() {
            return;
        }
        if column >= self.limits.columns {
            if self.flaws.is_empty() {
                let message = format!("the row has a value beyond column {}", self.limits.columns);
                self.flaws.push(Flaw::error(IssueCode::TooMany, None, message));
            }
            return;
        }
        if self.row.len() <= column {
            self.row.resize(column + 1, None);
        }
        if let Some(slot) = self.row.get_mut(column) {
            if slot.is_some() {
                self.flaws.push(Flaw::error(
                    IssueCode::BrokenFile,
                    Some(column),
                    "the file has this cell twice",
                ));
            }
            *slot = Some((text, kind, flaw));
        }
    }

    /// Ends the current row.
    fn flush(&mut self, left: &mut Left) -> Result<(), Refused> {
        if self.row.is_empty() && self.flaws.is_empty() {
            return Ok(());
        }
        if let Some(message) = left.refusal(self.limits) {
            return Err((IssueCode::TooMany, message));
        }
        self.merge();
        self.sheet.begin(u64::from(self.number) + 1);
        for (column, cell) in std::mem::take(&mut self.row).into_iter().enumerate() {
            let (text, kind, flaw) = cell.unwrap_or((String::new(), CellKind::Text, None));
            self.sheet.cell(&text, kind);
            if let Some(flaw) = flaw {
                self.sheet.flaw(Flaw { column: Some(column), ..flaw });
            }
        }
        for flaw in std::mem::take(&mut self.flaws) {
            self.sheet.flaw(flaw);
        }
        if self.sheet.end() {
            left.take(self.sheet.last_row());
        }
        Ok(())
    }

    /// Takes and gives the values of merged cells in the current row.
    fn merge(&mut self) {
        while self.regions.get(self.live).is_some_and(|(it, _)| it.end.0 < self.number) {
            self.live += 1;
        }
        let number = self.number;
        for (region, value) in self.regions.iter_mut().skip(self.live) {
            if region.start.0 > number {
                return;
            }
            let column = usize::try_from(region.start.1).unwrap_or(usize::MAX);
            if region.start.0 == number {
                let cell = self.row.get(column).and_then(Option::as_ref);
                *value = cell.map(|(text, kind, _)| (text.as_str().into(), *kind));
            } else if number <= region.end.0
                && column < self.limits.columns
                && let Some((text, kind)) = value
                && self.row.get(column).is_none_or(Option::is_none)
            {
                if self.row.len() <= column {
                    self.row.resize(column + 1, None);
                }
                let message = "the cell is merged with the one above it, whose value is taken";
                let flaw = Flaw::warning(IssueCode::MergedCells, Some(column), message);
                if let Some(slot) = self.row.get_mut(column) {
                    *slot = Some((text.to_string(), *kind, Some(flaw)));
                }
            }
        }
    }
}

fn content(value: &DataRef<'_>, is_formula: bool, limits: &Limits) -> Content {
    let text = |text: &str| (text.to_owned(), CellKind::Text);
    let (text, kind) = match value {
        DataRef::Empty if is_formula => {
            let message = "the formula has no computed value; open the file in a spreadsheet program and save it, or \
                           write the value instead";
            return (
                String::new(),
                CellKind::Text,
                Some(Flaw::error(IssueCode::FormulaWithoutValue, None, message)),
            );
        }
        DataRef::Error(error) => {
            let code = if is_formula { IssueCode::FormulaWithoutValue } else { IssueCode::InvalidValue };
            let message = format!("the cell shows the error {error}; write the value instead");
            return (String::new(), CellKind::Text, Some(Flaw::error(code, None, message)));
        }
        DataRef::Empty => text(""),
        DataRef::Int(number) => (number.to_string(), CellKind::Number),
        DataRef::Float(number) => (number.to_string(), CellKind::Number),
        DataRef::String(it) => text(it),
        DataRef::SharedString(it) => text(it),
        DataRef::Bool(truth) => (truth.to_string(), CellKind::Truth),
        DataRef::DateTime(moment) if moment.is_duration() || moment.as_f64() < 1.0 => {
            (moment.as_f64().to_string(), CellKind::Number)
        }
        DataRef::DateTime(moment) if moment.as_f64() >= DAYS_MAX => {
            let message =
                format!("the cell shows no date: {} days are beyond the year 9999", moment.as_f64());
            return (String::new(), CellKind::Text, Some(Flaw::error(IssueCode::InvalidDate, None, message)));
        }
        DataRef::DateTime(moment) => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            let is_midnight = (hour, minute, second) == (0, 0, 0);
            let time =
                if is_midnight { String::new() } else { format!(" {hour:02}:{minute:02}:{second:02}") };
            (date + &time, CellKind::Date)
        }
        DataRef::DateTimeIso(it) => (it.clone(), CellKind::Date),
        DataRef::DurationIso(it) => text(it),
    };
    let flaw = if text.len() > limits.cell_bytes {
        let message = format!("the cell has {} bytes, at most {} are read", text.len(), limits.cell_bytes);
        return (String::new(), kind, Some(Flaw::error(IssueCode::TooLong, None, message)));
    } else if let Some(message) = damage(&text) {
        Some(Flaw::error(IssueCode::DamagedText, None, message))
    } else if is_formula {
        let message = "a formula stands in the cell; the value that was last computed is taken";
        Some(Flaw::warning(IssueCode::Formula, None, message))
    } else {
        None
    };
    (text, kind, flaw)
}
