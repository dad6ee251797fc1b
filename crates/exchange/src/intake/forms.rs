//! How dates and numbers are written in a file: one look at all columns that hold them, before any is read.

use super::catalogue::Holds;
use super::detected::{DateForm, Finding, Sureness};
use super::open::Opened;
use super::settings::{DateOrder, DecimalSeparator, Settings};
use super::sheet::CellKind;
use super::value::date;
use super::value::number::{self, Reading};

/// What was seen.
#[derive(Default)]
struct Seen {
    commas: u64,
    points: u64,
    day_first: u64,
    month_first: u64,
    forms: Vec<DateForm>,
}

/// Looks at a file and completes what is said of it. Time O(cells that hold dates or numbers).
pub(crate) fn find(opened: &mut Opened, settings: &Settings) {
    let mut seen = Seen::default();
    for (sheet, layout) in &opened.sheets {
        let Some(form) = layout.form() else { continue };
        for (column, field) in layout.fields.iter().enumerate() {
            let holds = field.and_then(|it| form.fields.get(it)).map(|it| it.holds);
            let Some(holds @ (Holds::Date | Holds::Number | Holds::Whole)) = holds else { continue };
            for row in layout.first..sheet.len() {
                let cell = sheet.get(row, column);
                match holds {
                    _ if cell.text.is_empty() => {}
                    Holds::Date => seen.date(cell.text, cell.kind, opened.is_1904),
                    _ if cell.kind == CellKind::Text => seen.number(cell.text),
                    _ => {}
                }
            }
        }
    }
    let detected = &mut opened.detected;
    detected.decimal = match settings.decimal {
        Some(said) => Finding::new(said, Sureness::Set),
        None => decimal(seen.commas, seen.points),
    };
    detected.date_order = match settings.date_order {
        Some(said) => Finding::new(said, Sureness::Set),
        None => order(seen.day_first, seen.month_first),
    };
    seen.forms.sort_by_key(|it| DateForm::ALL.iter().position(|of| of == it));
    detected.date_forms = seen.forms;
}

/// The separator that the numbers show. Where none shows one, or some show each, it is a guess, which settles nothing.
fn decimal(commas: u64, points: u64) -> Finding<DecimalSeparator> {
    match (commas, points) {
        (0, 0) => Finding::new(DecimalSeparator::Comma, Sureness::Guess),
        (_, 0) => Finding::new(DecimalSeparator::Comma, Sureness::Certain),
        (0, _) => Finding::new(DecimalSeparator::Point, Sureness::Certain),
        (commas, points) if commas >= points => Finding::new(DecimalSeparator::Comma, Sureness::Guess),
        _ => Finding::new(DecimalSeparator::Point, Sureness::Guess),
    }
}

fn order(day_first: u64, month_first: u64) -> Finding<DateOrder> {
    match (day_first, month_first) {
        (0, 0) => Finding::new(DateOrder::Unsettled, Sureness::Likely),
        (_, 0) => Finding::new(DateOrder::DayMonthYear, Sureness::Certain),
        (0, _) => Finding::new(DateOrder::MonthDayYear, Sureness::Certain),
        _ => Finding::new(DateOrder::Unsettled, Sureness::Guess),
    }
}

impl Seen {
    fn number(&mut self, text: &str) {
        match number::reading(text) {
            Some(Reading::One(_, Some(DecimalSeparator::Comma))) => self.commas += 1,
            Some(Reading::One(_, Some(DecimalSeparator::Point))) => self.points += 1,
            _ => {}
        }
    }

    fn date(&mut self, text: &str, kind: CellKind, is_1904: bool) {
        match date::shown_order(text) {
            Some(DateOrder::DayMonthYear) => self.day_first += 1,
            Some(DateOrder::MonthDayYear) => self.month_first += 1,
            _ => {}
        }
        let form = match date::read(text, DateOrder::DayMonthYear, is_1904) {
            _ if kind == CellKind::Date => DateForm::Cell,
            Ok(read) => read.form,
            Err(_) => return,
        };
        if !self.forms.contains(&form) {
            self.forms.push(form);
        }
    }
}
