//! Cells to values of the domain; what cannot be read refuses the row and says why.

use std::str::FromStr;

use domain::DomainError;
use domain::date::EdtfDate;
use domain::document::SourceDocument;
use domain::id::{Id, is_key};
use domain::vocabulary::Label;

use super::{Desk, Line};
use crate::intake::catalogue::Holds;
use crate::intake::catalogue::word;
use crate::intake::issue::{Issue, IssueCode, Severity};
use crate::intake::key::slug;
use crate::intake::layout::nearest;
use crate::intake::personal::{Personal, personal};
use crate::intake::sheet::CellKind;
use crate::intake::value::date::{self, DateFault};
use crate::intake::value::number::{self, NumberError};
use crate::intake::value::truth;

impl Desk<'_> {
    /// Whether a cell that needs a value has one; else the row is refused.
    pub(crate) fn need(&mut self, line: &Line<'_>, field: &str) -> bool {
        let has = line.has(field);
        if !has {
            self.refuse(line, field, IssueCode::MissingValue, "the cell is empty and needs a value");
        }
        has
    }

    /// A text; none when the cell is empty. Line breaks become blanks.
    pub(crate) fn text(&mut self, line: &Line<'_>, field: &str) -> Option<Label> {
        let text = line.cell(field).text;
        if text.is_empty() {
            return None;
        }
        self.label(line, field, text)
    }

    fn label(&mut self, line: &Line<'_>, field: &str, text: &str) -> Option<Label> {
        let plain =
            text.split(|it: char| it.is_control()).filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ");
        match personal(&plain) {
            Some(Personal::Pesel) => {
                let message = "the text holds what looks like a PESEL number; such numbers are never kept";
                self.tell(Severity::Error, || {
                    Issue::error(IssueCode::PersonalData, message).column(line.header(field))
                });
                return None;
            }
            Some(Personal::Contact) => {
                let message = "the text holds an e-mail address or a telephone number; is it needed here?";
                self.tell(Severity::Warning, || {
                    Issue::warning(IssueCode::PersonalData, message).column(line.header(field))
                });
            }
            None => {}
        }
        let label = Label::new(&plain).ok();
        if label.is_none() {
            let message = format!("the text is longer than {} characters; shorten it", Label::MAX);
            self.refuse(line, field, IssueCode::TooLong, message);
        }
        label
    }

    /// A text that has to be there.
    pub(crate) fn needed_text(&mut self, line: &Line<'_>, field: &str) -> Option<Label> {
        if self.need(line, field) { self.text(line, field) } else { None }
    }

    /// Texts separated by `|`.
    pub(crate) fn texts(&mut self, line: &Line<'_>, field: &str) -> Vec<Label> {
        let parts = line.cell(field).text.split('|').map(str::trim).filter(|it| !it.is_empty());
        parts.collect::<Vec<_>>().into_iter().filter_map(|it| self.label(line, field, it)).collect()
    }

    /// The id of what the row is of.
    pub(crate) fn id<T>(&mut self, line: &Line<'_>, field: &str) -> Option<Id<T>> {
        if !self.need(line, field) {
            return None;
        }
        let key = slug(line.cell(field).text);
        let id = Id::new(&key).ok();
        if id.is_none() {
            let message = "this cannot be an id: it needs a letter or a digit";
            self.refuse(line, field, IssueCode::InvalidValue, message);
        }
        id
    }

    /// A date; unknown when the cell is empty or cannot be read.
    pub(crate) fn date(&mut self, line: &Line<'_>, field: &str) -> EdtfDate {
        let text = line.cell(field).text;
        if text.is_empty() {
            return EdtfDate::UNKNOWN;
        }
        match date::read(text, self.origin.order, self.origin.is_1904) {
            Ok(read) => {
                let was_serial = read.form == crate::intake::DateForm::Serial;
                if was_serial || read.had_time {
                    let told =
                        if was_serial { "a spreadsheet's number of days" } else { "a time of day beside it" };
                    self.tell(Severity::Notice, || {
                        let message = format!("the date is {}, read from {told}", read.date);
                        Issue::new(Severity::Notice, IssueCode::DateConverted, message)
                            .column(line.header(field))
                            .value(text)
                    });
                }
                read.date
            }
            Err(fault) => {
                self.tell(Severity::Error, || date_issue(&fault).column(line.header(field)).value(text));
                EdtfDate::UNKNOWN
            }
        }
    }

    /// A number as text with a point before decimals.
    pub(crate) fn number(&mut self, line: &Line<'_>, field: &str) -> Option<String> {
        let cell = line.cell(field);
        if cell.text.is_empty() {
            return None;
        }
        let is_plain = cell.kind == CellKind::Number
            && cell.text.bytes().all(|it| it.is_ascii_digit() || matches!(it, b'.' | b'-'));
        if is_plain {
            return Some(cell.text.to_owned());
        }
        match number::read(cell.text, self.origin.decimal) {
            Ok(number) => Some(number),
            Err(NumberError::NoNumber) => {
                let message = "this is no number; write digits, with a comma or a point before decimals";
                self.refuse(line, field, IssueCode::InvalidNumber, message);
                None
            }
            Err(NumberError::TwoReadings(comma, point)) => {
                let message = format!(
                    "this is {comma} with a decimal comma and {point} with a decimal point; say in the settings which it is"
                );
                self.refuse(line, field, IssueCode::AmbiguousNumber, message);
                None
            }
        }
    }

    /// A whole number, not negative.
    pub(crate) fn whole(&mut self, line: &Line<'_>, field: &str) -> Option<u64> {
        let number = self.number(line, field)?;
        let whole = number::whole(&number).filter(|it| *it <= 1_000_000_000);
        if whole.is_none() {
            self.refuse(
                line,
                field,
                IssueCode::InvalidNumber,
                "this is no whole number from 0 to 1000000000",
            );
        }
        whole
    }

    /// An amount in hundredths.
    pub(crate) fn amount(&mut self, line: &Line<'_>, field: &str) -> Option<i64> {
        let number = self.number(line, field)?;
        let minor = number::minor_units(&number).filter(|it| *it >= 0);
        if minor.is_none() {
            let message = "this is no amount: not negative, with at most two decimals";
            self.refuse(line, field, IssueCode::InvalidNumber, message);
        }
        minor
    }

    /// A truth value.
    pub(crate) fn truth(&mut self, line: &Line<'_>, field: &str) -> Option<bool> {
        let text = line.cell(field).text;
        if text.is_empty() {
            return None;
        }
        let truth = truth::read(text);
        if truth.is_none() {
            self.refuse(line, field, IssueCode::InvalidTruth, "write tak or nie, yes or no, 1 or 0, x");
        }
        truth
    }

    /// A word of a closed list; of an empty cell the word that it stands for, if it stands for one.
    pub(crate) fn word<T: FromStr<Err = DomainError>>(&mut self, line: &Line<'_>, field: &str) -> Option<T> {
        let text = line.cell(field).text;
        if text.is_empty() {
            return line.default(field).and_then(|it| it.parse().ok());
        }
        let code = self.code(line, field)?;
        code.parse().ok()
    }

    /// The code of a word of a closed list; none when the cell is empty.
    pub(crate) fn code(&mut self, line: &Line<'_>, field: &str) -> Option<&'static str> {
        let text = line.cell(field).text;
        let holds = line.form.field_named(field).and_then(|it| line.form.fields.get(it)).map(|it| it.holds);
        let Some(Holds::Word(words)) = holds.filter(|_| !text.is_empty()) else { return None };
        let met = (field.to_owned(), text.to_owned());
        let code = *self.words.entry(met).or_insert_with(|| word::code(words, text));
        if code.is_none() {
            self.tell(Severity::Error, || {
                let listed: Vec<_> = words.iter().map(|it| format!("{} ({})", it.polish, it.code)).collect();
                let message = format!("this is no word of the list: {}", listed.join(", "));
                let names = words.iter().flat_map(|it| [it.polish, it.code]);
                Issue::error(IssueCode::UnknownWord, message)
                    .column(line.header(field))
                    .value(text)
                    .suggest(nearest(text, names))
            });
        }
        code
    }

    /// Reads where the row says that it is from: a document of the record and a place in it, or any words.
    pub(crate) fn source(&mut self, line: &Line<'_>, field: &str) {
        let text = line.cell(field).text;
        if text.is_empty() {
            return;
        }
        if let Some((key, place)) = text.split_once(' ')
            && is_key(key)
            && self.index.documents.has(key)
            && let (Ok(document), Ok(place)) = (Id::<SourceDocument>::new(key), Label::new(place))
        {
            self.cited = Some((document, place));
            return;
        }
        let remark = format!("źródło według pliku: {text}");
        self.remark = self.label(line, field, &remark);
    }
}

fn date_issue(fault: &DateFault) -> Issue {
    match fault {
        DateFault::NoDate(what) => Issue::error(IssueCode::InvalidDate, format!("this is no date: {what}")),
        DateFault::TwoReadings(day_first, month_first) => {
            let message = format!(
                "this is {day_first} with the day first and {month_first} with the month first; say the order in the \
                 settings, or write it as {day_first}"
            );
            Issue::error(IssueCode::AmbiguousDate, message).suggest(Some(day_first.to_string()))
        }
        DateFault::ShortYear => {
            Issue::error(IssueCode::AmbiguousDate, "the year has two digits; write all four".to_owned())
        }
    }
}
