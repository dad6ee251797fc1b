//! Dates as people write them, into EDTF: never more precise than what was written, never guessed.

use chrono::NaiveDate;
use domain::date::EdtfDate;
use domain::polish::fold;

use super::super::detected::DateForm;
use super::super::settings::DateOrder;

/// Why a date cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum DateFault {
    /// It is none; what to do.
    NoDate(String),
    /// It has two readings, day first and month first.
    TwoReadings(EdtfDate, EdtfDate),
    /// Its year has two digits.
    ShortYear,
}

/// A date that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReadDate {
    pub(crate) date: EdtfDate,
    pub(crate) form: DateForm,
    /// Whether a time of day was left out.
    pub(crate) had_time: bool,
}

/// The first and last serial numbers that are taken for dates: 1927 to 2118. Smaller ones may be anything else.
const SERIALS: std::ops::RangeInclusive<u32> = 10_000..=80_000;

/// Names of months, folded: nominative and genitive Polish, English.
const MONTHS: [&[&str]; 12] = [
    &["styczen", "stycznia", "january", "sty", "jan"],
    &["luty", "lutego", "february", "lut", "feb"],
    &["marzec", "marca", "march", "mar"],
    &["kwiecien", "kwietnia", "april", "kwi", "apr"],
    &["maj", "maja", "may"],
    &["czerwiec", "czerwca", "june", "cze", "jun"],
    &["lipiec", "lipca", "july", "lip", "jul"],
    &["sierpien", "sierpnia", "august", "sie", "aug"],
    &["wrzesien", "wrzesnia", "september", "wrz", "sep", "sept"],
    &["pazdziernik", "pazdziernika", "october", "paz", "oct"],
    &["listopad", "listopada", "november", "lis", "nov"],
    &["grudzien", "grudnia", "december", "gru", "dec"],
];

/// Numbers of months and quarters as Romans write them.
const ROMAN: [&str; 12] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];

/// Words that stand for an unknown date, folded.
const UNKNOWN: &[&str] = &["xxxx", "nieznana", "brak", "brak daty", "unknown", "b.d.", "?", "-"];

/// Reads a date. An empty text, or a word for it, is the unknown date.
///
/// # Errors
/// What is wrong; both readings where there are two and `order` does not settle it.
pub(crate) fn read(text: &str, order: DateOrder, is_1904: bool) -> Result<ReadDate, DateFault> {
    let text = text.trim();
    let found = |date, form| Ok(ReadDate { date, form, had_time: false });
    if text.is_empty() {
        return found(EdtfDate::UNKNOWN, DateForm::Iso);
    }
    if let Ok(date) = text.parse::<EdtfDate>() {
        return found(date, if text.len() == 4 { DateForm::Year } else { DateForm::Iso });
    }
    let folded = fold(text);
    if UNKNOWN.contains(&folded.as_str()) {
        return found(EdtfDate::UNKNOWN, DateForm::Words);
    }
    if let Some(date) = serial(text, is_1904) {
        return found(date, DateForm::Serial);
    }
    let (day, had_time) = without_time(without_year_word(&folded));
    if let Ok(date) = day.parse::<EdtfDate>() {
        let form = if day.len() == 4 { DateForm::Year } else { DateForm::Iso };
        return Ok(ReadDate { date, form, had_time });
    }
    let read = if day.bytes().all(|it| it.is_ascii_digit() || matches!(it, b'.' | b'/' | b'-' | b' ')) {
        numeric(day, order)
    } else {
        words(day)
    };
    read.map(|(date, form)| ReadDate { date, form, had_time })
}

fn no_date() -> DateFault {
    DateFault::NoDate(
        "write a day as 2015-05-14 or 14.05.2015, a month as 2015-05, a year as 2015, an interval as 2015-03/2015-04"
            .to_owned(),
    )
}

/// The text without `r.`, `r`, `roku` after the year. `text` is folded.
fn without_year_word(text: &str) -> &str {
    let text = text.trim_end_matches(['.', ',', ' ']);
    for word in ["roku", "rok", "r"] {
        if let Some(rest) = text.strip_suffix(word)
            && rest.trim_end().ends_with(|it: char| it.is_ascii_digit())
        {
            return rest.trim_end();
        }
    }
    text
}

/// The text without a time of day after it, and whether one other than midnight was there.
fn without_time(text: &str) -> (&str, bool) {
    let Some(at) = text.find(':') else { return (text, false) };
    let Some(gap) = text.get(..at).and_then(|it| it.rfind([' ', 't'])) else { return (text, false) };
    let (day, time) = text.split_at(gap);
    let time = time.trim_start_matches([' ', 't']).trim_end_matches('z');
    let is_time = time.bytes().all(|it| it.is_ascii_digit() || matches!(it, b':' | b'.'));
    if !is_time {
        return (text, false);
    }
    (day.trim_end_matches([' ', ',']), time.bytes().any(|it| matches!(it, b'1'..=b'9')))
}

/// A day from a spreadsheet's number of days; the part behind a point is the time of day.
fn serial(text: &str, is_1904: bool) -> Option<EdtfDate> {
    let (days, rest) = text.split_once('.').unwrap_or((text, "0"));
    if days.len() != 5 || rest.is_empty() || !rest.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    day_of_serial(days.parse().ok()?, is_1904)
}

/// The day of a serial number: days since 1899-12-30 (right from 1900-03-01 on), or since 1904-01-01.
pub(crate) fn day_of_serial(days: u32, is_1904: bool) -> Option<EdtfDate> {
    if !SERIALS.contains(&days) {
        return None;
    }
    let epoch =
        if is_1904 { NaiveDate::from_ymd_opt(1904, 1, 1)? } else { NaiveDate::from_ymd_opt(1899, 12, 30)? };
    EdtfDate::day(epoch.checked_add_days(chrono::Days::new(u64::from(days)))?).ok()
}

type Found = (EdtfDate, DateForm);

fn day(year: u32, month: u32, day: u32) -> Result<EdtfDate, DateFault> {
    let year = i32::try_from(year).unwrap_or_default();
    NaiveDate::from_ymd_opt(year, month, day)
        .and_then(|it| EdtfDate::day(it).ok())
        .ok_or_else(|| DateFault::NoDate(format!("there is no day {day} of month {month} in {year}")))
}

fn month(year: u32, number: u32) -> Result<EdtfDate, DateFault> {
    EdtfDate::month(i32::try_from(year).unwrap_or_default(), number).map_err(|_no_month| no_date())
}

/// `14.05.2014`, `14/05/2014`, `14-05-2014`, `2014/05/14`, `05.2014`.
fn numeric(text: &str, order: DateOrder) -> Result<Found, DateFault> {
    let mark = ['.', '/', '-'].into_iter().find(|it| text.contains(*it)).ok_or_else(no_date)?;
    let mut numbers = [(0u32, 0usize); 3];
    let mut count = 0;
    for part in text.split(mark) {
        let part = part.trim();
        let slot = numbers.get_mut(count).ok_or_else(no_date)?;
        *slot = (part.parse().map_err(|_no_number| no_date())?, part.len());
        count += 1;
    }
    let form = if mark == '/' { DateForm::Slashed } else { DateForm::Dotted };
    match (count, numbers) {
        (2, [(number, 1 | 2), (year, 4), _]) => Ok((month(year, number)?, form)),
        (2, [(year, 4), (number, 1 | 2), _]) => Ok((month(year, number)?, form)),
        (3, [(year, 4), (number, 1 | 2), (of_month, 1 | 2)]) => Ok((day(year, number, of_month)?, form)),
        (3, [(first, 1 | 2), (second, 1 | 2), (year, 4)]) if mark == '/' => {
            slashed(first, second, year, order).map(|it| (it, form))
        }
        (3, [(first, 1 | 2), (second, 1 | 2), (year, 4)]) => Ok((day(year, second, first)?, form)),
        (3, [(_, 1 | 2), (_, 1 | 2), (_, 2)]) => Err(DateFault::ShortYear),
        _ => Err(no_date()),
    }
}

fn slashed(first: u32, second: u32, year: u32, order: DateOrder) -> Result<EdtfDate, DateFault> {
    match (day(year, second, first), day(year, first, second), order) {
        (day_first, _, DateOrder::DayMonthYear) => day_first,
        (_, month_first, DateOrder::MonthDayYear) => month_first,
        (Ok(day_first), Ok(month_first), DateOrder::Unsettled) if day_first != month_first => {
            Err(DateFault::TwoReadings(day_first, month_first))
        }
        (Ok(only), _, DateOrder::Unsettled) | (Err(_), Ok(only), DateOrder::Unsettled) => Ok(only),
        (Err(fault), Err(_), DateOrder::Unsettled) => Err(fault),
    }
}

/// Which order a date with slashes shows, if it can be read in one only.
pub(crate) fn shown_order(text: &str) -> Option<DateOrder> {
    let folded = fold(text.trim());
    let (text, _) = without_time(without_year_word(&folded));
    let mut parts = text.split('/').map(|it| it.trim().parse::<u32>().ok());
    let (first, second, year) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() || !(1000..=9999).contains(&year) {
        return None;
    }
    match (day(year, second, first).is_ok(), day(year, first, second).is_ok()) {
        (true, false) => Some(DateOrder::DayMonthYear),
        (false, true) => Some(DateOrder::MonthDayYear),
        _ => None,
    }
}

/// `14 maja 2014`, `maj 2014`, `14 V 2014`, `May 14, 2014`, `I kwartał 2015`, `2015 Q1`. `text` is folded.
fn words(text: &str) -> Result<Found, DateFault> {
    let (mut numbers, mut month_named, mut quarter, mut roman) = (Vec::new(), None, None, None);
    let mut is_quarter = false;
    for word in text.split([' ', ',', '.', '-']).filter(|it| !it.is_empty()) {
        let number = word.trim_end_matches(['t', 'h', 's', 'n', 'd', 'r']);
        if let Ok(number) = number.parse::<u32>() {
            numbers.push((number, word.len()));
        } else if let Some(found) = position(MONTHS.iter().map(|it| it.contains(&word))) {
            put(&mut month_named, found)?;
        } else if let Some(found) = ROMAN.iter().position(|it| *it == word) {
            put(&mut roman, u32::try_from(found + 1).unwrap_or_default())?;
        } else if matches!(word, "kwartal" | "kwartalu" | "kw" | "quarter") {
            is_quarter = true;
        } else if let Some(Ok(number)) = word.strip_prefix('q').map(str::parse::<u32>) {
            put(&mut quarter, number)?;
        } else if !matches!(word, "w" | "of" | "dnia" | "dn" | "rok" | "roku") {
            return Err(no_date());
        }
    }
    let year_of = |it: &(u32, usize)| (it.1 == 4 && (1000..=9999).contains(&it.0)).then_some(it.0);
    let years: Vec<u32> = numbers.iter().filter_map(year_of).collect();
    let others: Vec<u32> = numbers.iter().filter(|it| year_of(it).is_none()).map(|it| it.0).collect();
    let [year] = years.as_slice() else { return Err(no_date()) };
    let date = if is_quarter || quarter.is_some() {
        let number = quarter.or(roman).or(others.first().copied()).ok_or_else(no_date)?;
        let year = i32::try_from(*year).unwrap_or_default();
        EdtfDate::quarter(year, number).map_err(|_no_quarter| no_date())?
    } else {
        match (month_named.or(roman), others.as_slice()) {
            (Some(number), []) => month(*year, number)?,
            (Some(number), [of_month]) => day(*year, number, *of_month)?,
            (None, []) => {
                let year = i32::try_from(*year).unwrap_or_default();
                EdtfDate::year(year).map_err(|_no_year| no_date())?
            }
            _ => return Err(no_date()),
        }
    };
    Ok((date, DateForm::Words))
}

/// The place of the first `true`, from 1.
fn position(mut found: impl Iterator<Item = bool>) -> Option<u32> {
    found.position(|it| it).and_then(|it| u32::try_from(it + 1).ok())
}

/// Puts a value where none is yet.
fn put(slot: &mut Option<u32>, value: u32) -> Result<(), DateFault> {
    if slot.replace(value).is_some() { Err(no_date()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(text: &str, order: DateOrder) -> Result<String, DateFault> {
        read(text, order, false).map(|it| it.date.to_string())
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        let cases = [
            ("2015-05-14", "2015-05-14"),
            ("2015", "2015"),
            ("2015-05", "2015-05"),
            ("2015-03/2015-04", "2015-03/2015-04"),
            ("../2008", "../2008"),
            ("2015-33", "2015-33"),
            ("", "XXXX"),
            ("brak daty", "XXXX"),
            ("14.05.2014", "2014-05-14"),
            ("14.05.2014 r.", "2014-05-14"),
            ("14.05.2014r.", "2014-05-14"),
            ("4.5.2014", "2014-05-04"),
            ("14 . 05 . 2014", "2014-05-14"),
            ("14-05-2014", "2014-05-14"),
            ("2014/05/14", "2014-05-14"),
            ("2014.05.14", "2014-05-14"),
            ("05.2014", "2014-05"),
            ("05/2014", "2014-05"),
            ("14 maja 2015r.", "2015-05-14"),
            ("14 MAJA 2015 r.", "2015-05-14"),
            ("06 lutego 2015r.", "2015-02-06"),
            ("maj 2015", "2015-05"),
            ("październik 2015 r.", "2015-10"),
            ("dnia 3 września 2016 roku", "2016-09-03"),
            ("14 V 2014", "2014-05-14"),
            ("May 14, 2014", "2014-05-14"),
            ("14th May 2014", "2014-05-14"),
            ("I kwartał 2015 r.", "2015-33"),
            ("2015 Q4", "2015-36"),
            ("Q2 2015", "2015-34"),
            ("w 2008 roku", "2008"),
            ("2008 r.", "2008"),
            ("14/05/2014", "2014-05-14"),
            ("05/14/2014", "2014-05-14"),
            ("05/05/2014", "2014-05-05"),
            ("2014-05-14 00:00:00", "2014-05-14"),
            ("2014-05-14T10:30", "2014-05-14"),
            ("41773", "2014-05-14"),
        ];
        for (text, expected) in cases {
            assert_eq!(text_of(text, DateOrder::Unsettled).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn dates_of_two_readings_are_told_with_both() {
        let readings = DateFault::TwoReadings("2015-04-03".parse().unwrap(), "2015-03-04".parse().unwrap());
        assert_eq!(text_of("03/04/2015", DateOrder::Unsettled), Err(readings));
        assert_eq!(text_of("03/04/2015", DateOrder::DayMonthYear).as_deref(), Ok("2015-04-03"));
        assert_eq!(text_of("03/04/2015", DateOrder::MonthDayYear).as_deref(), Ok("2015-03-04"));
        assert_eq!(text_of("14.05.14", DateOrder::Unsettled), Err(DateFault::ShortYear));
        assert_eq!(shown_order("14/05/2014"), Some(DateOrder::DayMonthYear));
        assert_eq!(shown_order("05/14/2014"), Some(DateOrder::MonthDayYear));
        assert_eq!(shown_order("05/04/2014"), None);
        assert_eq!(shown_order("14.05.2014"), None);
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in
            ["31.02.2015", "14 maja", "wkrótce", "2015-13", "14/13/2015", "1.2.3.4", "201555", "maj maj 2015"]
        {
            assert!(matches!(text_of(text, DateOrder::Unsettled), Err(DateFault::NoDate(_))), "{text}");
        }
        assert!(text_of("03/14/2015", DateOrder::DayMonthYear).is_err());
    }

    #[test]
    fn serial_numbers_count_from_1900_or_from_1904() {
        // Microsoft: 39448 is 1 January 2008 in the system of 1900; the system of 1904 is 1462 days behind.
        assert_eq!(day_of_serial(39_448, false).map(|it| it.to_string()).as_deref(), Some("2008-01-01"));
        assert_eq!(day_of_serial(37_986, true).map(|it| it.to_string()).as_deref(), Some("2008-01-01"));
        assert_eq!(day_of_serial(2015, false), None);
    }

    #[test]
    fn a_time_of_day_is_told_of() {
        assert!(read("2014-05-14 10:30", DateOrder::Unsettled, false).is_ok_and(|it| it.had_time));
        assert!(read("2014-05-14 00:00:00", DateOrder::Unsettled, false).is_ok_and(|it| !it.had_time));
    }
}
