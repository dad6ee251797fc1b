//! Dates as people write them, as precise as they are recorded.

use chrono::{Datelike as _, NaiveDate};
use domain::date::{DatePrecision, EdtfDate};

use super::language::ReportLanguage;

/// The Polish months as they stand alone.
const NOMINATIVE: [&str; 12] = [
    "styczeń",
    "luty",
    "marzec",
    "kwiecień",
    "maj",
    "czerwiec",
    "lipiec",
    "sierpień",
    "wrzesień",
    "październik",
    "listopad",
    "grudzień",
];

/// The Polish months as they stand after a day, and after „od” and „do”.
const GENITIVE: [&str; 12] = [
    "stycznia",
    "lutego",
    "marca",
    "kwietnia",
    "maja",
    "czerwca",
    "lipca",
    "sierpnia",
    "września",
    "października",
    "listopada",
    "grudnia",
];

const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const QUARTERS: [&str; 4] = ["I", "II", "III", "IV"];

/// A date in words.
pub(super) fn date(value: &EdtfDate, language: ReportLanguage) -> String {
    let (first, last) = value.bounds();
    match (value.precision(), first.or(last)) {
        (DatePrecision::Unknown, _) | (_, None) => {
            language.choose("nie odnotowano", "not recorded").to_owned()
        }
        (DatePrecision::Range, _) => range(value, language),
        (precision, Some(day)) => single(precision, day, language, false),
    }
}

/// A day, month, quarter or year; after „od” and „do” a month is in the genitive.
fn single(precision: DatePrecision, day: NaiveDate, language: ReportLanguage, after: bool) -> String {
    let (year, month) = (day.year(), day.month0() as usize);
    let named = |names: [&'static str; 12]| names.get(month).copied().unwrap_or_default();
    let quarter = QUARTERS.get(month / 3).copied().unwrap_or_default();
    match (language, precision) {
        (ReportLanguage::Polish, DatePrecision::Day) => {
            format!("{}\u{a0}{} {year}\u{a0}r.", day.day(), named(GENITIVE))
        }
        (ReportLanguage::Polish, DatePrecision::Month) => {
            format!("{} {year}\u{a0}r.", named(if after { GENITIVE } else { NOMINATIVE }))
        }
        (ReportLanguage::Polish, DatePrecision::Quarter) => {
            format!("{quarter} {} {year}\u{a0}r.", if after { "kwartału" } else { "kwartał" })
        }
        (ReportLanguage::Polish, _) => format!("{year}\u{a0}r."),
        (ReportLanguage::English, DatePrecision::Day) => {
            format!("{}\u{a0}{} {year}", day.day(), named(ENGLISH))
        }
        (ReportLanguage::English, DatePrecision::Month) => format!("{} {year}", named(ENGLISH)),
        (ReportLanguage::English, DatePrecision::Quarter) => format!("quarter {quarter} of {year}"),
        (ReportLanguage::English, _) => year.to_string(),
    }
}

fn range(value: &EdtfDate, language: ReportLanguage) -> String {
    let text = value.to_string();
    let (start, end) = text.split_once('/').unwrap_or((&text, ".."));
    let side = |text: &str, after| {
        let date: EdtfDate = text.parse().ok()?;
        Some(single(date.precision(), date.bounds().0?, language, after))
    };
    match (side(start, false), side(end, false)) {
        (Some(from), Some(to)) => format!("{from} – {to}"),
        (Some(from), None) => {
            let from = side(start, true).unwrap_or(from);
            format!("{} {from}", language.choose("od", "since"))
        }
        (None, Some(to)) => {
            let to = side(end, true).unwrap_or(to);
            format!("{} {to}", language.choose("do", "until"))
        }
        (None, None) => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ReportLanguage::{English, Polish};

    #[test]
    fn dates_are_as_precise_as_recorded() {
        for (edtf, polish, english) in [
            ("2015-05-14", "14\u{a0}maja 2015\u{a0}r.", "14\u{a0}May 2015"),
            ("2015-10", "październik 2015\u{a0}r.", "October 2015"),
            ("2015-34", "II kwartał 2015\u{a0}r.", "quarter II of 2015"),
            ("2008", "2008\u{a0}r.", "2008"),
            ("2015-03/2015-04", "marzec 2015\u{a0}r. – kwiecień 2015\u{a0}r.", "March 2015 – April 2015"),
            ("../2008", "do 2008\u{a0}r.", "until 2008"),
            ("2015-05/..", "od maja 2015\u{a0}r.", "since May 2015"),
            ("XXXX", "nie odnotowano", "not recorded"),
        ] {
            let value: EdtfDate = edtf.parse().unwrap();
            assert_eq!(date(&value, Polish), polish);
            assert_eq!(date(&value, English), english);
        }
    }
}
