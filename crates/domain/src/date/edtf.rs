//! [`EdtfDate`]: a date as precise as its source.

use std::{cmp::Ordering, fmt, str::FromStr};

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{DateError, Period};
use crate::words;

/// How many characters of a refused text a message repeats.
const SHOWN_CHARS: usize = 40;

/// The sub-year code of the first quarter in EDTF level 2; the other three follow it.
const FIRST_QUARTER_CODE: u32 = 33;

words! {
    /// How precisely a date is known, the finest first.
    DatePrecision {
        /// One day.
        Day = "DAY",
        /// One month.
        Month = "MONTH",
        /// One quarter of a year.
        Quarter = "QUARTER",
        /// One year.
        Year = "YEAR",
        /// An interval, closed or with one open end.
        Range = "RANGE",
        /// The source gives no date.
        Unknown = "UNKNOWN",
    }
}

/// A date as precise as its source, in a subset of EDTF (ISO 8601-2:2019).
///
/// | form | text | bounds |
/// |---|---|---|
/// | day | `2015-05-14` | that day |
/// | month | `2015-05` | first to last day |
/// | quarter | `2015-33` (first) to `2015-36` (fourth) | first to last day |
/// | year | `2015` | first to last day |
/// | closed interval | `2015-03/2015-04` | first day of the start to last day of the end |
/// | open start | `../2008` | none to last day of 2008 |
/// | open end | `2016/..` | first day of 2016 to none |
/// | unknown | `XXXX`, or an empty text | none to none |
///
/// Years run from 0001 to 9999. [`Display`](fmt::Display) writes the text of the table, which reads back as the same
/// value; serde uses that text too.
///
/// # Order
/// By first possible day (an open start comes before every day), then by last possible day (an open end comes after
/// every day), then by precision, the finer first. Unknown dates come last. So 2015 sorts after 2015-01-01 to
/// 2015-01-31 only by its later end, and equal order means equal dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct EdtfDate(Form);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
enum Form {
    Single(Unit),
    Closed(Unit, Unit),
    OpenStart(Unit),
    OpenEnd(Unit),
    #[default]
    Unknown,
}

/// A unit of the calendar. Invariant: year 1 to 9999, month 1 to 12, quarter 1 to 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Unit {
    Day(NaiveDate),
    Month { year: i32, month: u32 },
    Quarter { year: i32, quarter: u32 },
    Year(i32),
}

impl EdtfDate {
    /// The source gives no date.
    pub const UNKNOWN: Self = Self(Form::Unknown);

    /// One day.
    ///
    /// # Errors
    /// [`DateError::YearOutOfRange`].
    pub fn day(day: NaiveDate) -> Result<Self, DateError> {
        check_year(day.year(), || day.to_string())?;
        Ok(Self(Form::Single(Unit::Day(day))))
    }

    /// One month, 1 to 12.
    ///
    /// # Errors
    /// [`DateError::YearOutOfRange`], [`DateError::NoSuchMonth`].
    pub fn month(year: i32, month: u32) -> Result<Self, DateError> {
        let text = || format!("{year:04}-{month:02}");
        check_year(year, text)?;
        if !(1..=12).contains(&month) {
            return Err(DateError::NoSuchMonth { text: text() });
        }
        Ok(Self(Form::Single(Unit::Month { year, month })))
    }

    /// One quarter of a year, 1 to 4.
    ///
    /// # Errors
    /// [`DateError::YearOutOfRange`], [`DateError::NoSuchMonth`].
    pub fn quarter(year: i32, quarter: u32) -> Result<Self, DateError> {
        let text = || format!("{year:04}-Q{quarter}");
        check_year(year, text)?;
        if !(1..=4).contains(&quarter) {
            return Err(DateError::NoSuchMonth { text: text() });
        }
        Ok(Self(Form::Single(Unit::Quarter { year, quarter })))
    }

    /// One year, 1 to 9999.
    ///
    /// # Errors
    /// [`DateError::YearOutOfRange`].
    pub fn year(year: i32) -> Result<Self, DateError> {
        check_year(year, || format!("{year:04}"))?;
        Ok(Self(Form::Single(Unit::Year(year))))
    }

    /// Some time from `start` to `end`, each a day, month, quarter or year.
    ///
    /// # Errors
    /// [`DateError::NotAnIntervalEnd`]; [`DateError::IntervalReversed`] if the last day of `end` lies before the
    /// first day of `start`.
    pub fn between(start: Self, end: Self) -> Result<Self, DateError> {
        let (first, last) = (start.interval_end()?, end.interval_end()?);
        if last.last_day() < first.first_day() {
            return Err(DateError::IntervalReversed { start, end });
        }
        Ok(Self(Form::Closed(first, last)))
    }

    /// From `start` (a day, month, quarter or year) on, with an open end.
    ///
    /// # Errors
    /// [`DateError::NotAnIntervalEnd`].
    pub fn since(start: Self) -> Result<Self, DateError> {
        Ok(Self(Form::OpenEnd(start.interval_end()?)))
    }

    /// Up to `end` (a day, month, quarter or year), with an open start.
    ///
    /// # Errors
    /// [`DateError::NotAnIntervalEnd`].
    pub fn until(end: Self) -> Result<Self, DateError> {
        Ok(Self(Form::OpenStart(end.interval_end()?)))
    }

    /// The first and the last possible day, both inclusive. `None` is an open end, or both ends of an unknown date.
    #[must_use]
    pub fn bounds(&self) -> (Option<NaiveDate>, Option<NaiveDate>) {
        match self.0 {
            Form::Single(unit) => (Some(unit.first_day()), Some(unit.last_day())),
            Form::Closed(start, end) => (Some(start.first_day()), Some(end.last_day())),
            Form::OpenStart(end) => (None, Some(end.last_day())),
            Form::OpenEnd(start) => (Some(start.first_day()), None),
            Form::Unknown => (None, None),
        }
    }

    /// The first possible day; `None` if the start is open or the date unknown.
    #[must_use]
    pub fn earliest(&self) -> Option<NaiveDate> {
        self.bounds().0
    }

    /// The last possible day; `None` if the end is open or the date unknown. "Days since" count from this day.
    #[must_use]
    pub fn latest(&self) -> Option<NaiveDate> {
        self.bounds().1
    }

    /// How precisely the date is known.
    #[must_use]
    pub fn precision(&self) -> DatePrecision {
        match self.0 {
            Form::Single(Unit::Day(_)) => DatePrecision::Day,
            Form::Single(Unit::Month { .. }) => DatePrecision::Month,
            Form::Single(Unit::Quarter { .. }) => DatePrecision::Quarter,
            Form::Single(Unit::Year(_)) => DatePrecision::Year,
            Form::Closed(..) | Form::OpenStart(_) | Form::OpenEnd(_) => DatePrecision::Range,
            Form::Unknown => DatePrecision::Unknown,
        }
    }

    /// Whether the source gives no date.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.0 == Form::Unknown
    }

    /// Whether every possible day lies in the period. An unknown date is certainly in no period, not even in the
    /// whole of time: undated facts are counted apart.
    #[must_use]
    pub fn certainly_in(&self, period: &Period) -> bool {
        let (earliest, latest) = self.bounds();
        let starts_inside = period.start().is_none_or(|start| earliest.is_some_and(|it| start <= it));
        let ends_inside = period.end().is_none_or(|end| latest.is_some_and(|it| it <= end));
        !self.is_unknown() && starts_inside && ends_inside
    }

    /// Whether some possible day lies in the period. An unknown date is possibly in no period.
    #[must_use]
    pub fn possibly_in(&self, period: &Period) -> bool {
        let (earliest, latest) = self.bounds();
        let begins_in_time = either_open(earliest, period.end(), |earliest, end| earliest <= end);
        let lasts_into_it = either_open(period.start(), latest, |start, latest| start <= latest);
        !self.is_unknown() && begins_in_time && lasts_into_it
    }

    fn interval_end(self) -> Result<Unit, DateError> {
        match self.0 {
            Form::Single(unit) => Ok(unit),
            _ => Err(DateError::NotAnIntervalEnd { text: self.to_string() }),
        }
    }
}

fn either_open(
    left: Option<NaiveDate>,
    right: Option<NaiveDate>,
    holds: impl FnOnce(NaiveDate, NaiveDate) -> bool,
) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => holds(left, right),
        _ => true,
    }
}

fn check_year(year: i32, text: impl FnOnce() -> String) -> Result<(), DateError> {
    if (1..=9999).contains(&year) { Ok(()) } else { Err(DateError::YearOutOfRange { text: text() }) }
}

/// The last day of a month, 28 to 31. `month` is 1 to 12.
fn days_in_month(year: i32, month: u32) -> u32 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl Unit {
    fn first_day(self) -> NaiveDate {
        match self {
            Self::Day(day) => day,
            Self::Month { year, month } => calendar_day(year, month, 1),
            Self::Quarter { year, quarter } => calendar_day(year, quarter * 3 - 2, 1),
            Self::Year(year) => calendar_day(year, 1, 1),
        }
    }

    fn last_day(self) -> NaiveDate {
        let last_of = |year, month| calendar_day(year, month, days_in_month(year, month));
        match self {
            Self::Day(day) => day,
            Self::Month { year, month } => last_of(year, month),
            Self::Quarter { year, quarter } => last_of(year, quarter * 3),
            Self::Year(year) => last_of(year, 12),
        }
    }
}

/// A day that the invariant of [`Unit`] makes possible, so the default is never taken.
fn calendar_day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

impl FromStr for EdtfDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('/') {
            None if text.is_empty() || text == "XXXX" => Ok(Self::UNKNOWN),
            None => single(text, text),
            Some(("..", "..")) => Err(DateError::OpenAtBothEnds),
            Some(("..", end)) => Self::until(single(end, text)?),
            Some((start, "..")) => Self::since(single(start, text)?),
            Some((start, end)) => Self::between(single(start, text)?, single(end, text)?),
        }
    }
}

/// Reads a day, month, quarter or year. `whole` is the text for the message, if the shape is wrong.
fn single(text: &str, whole: &str) -> Result<EdtfDate, DateError> {
    let malformed = || DateError::Malformed { text: whole.chars().take(SHOWN_CHARS).collect() };
    let mut parts = text.split('-');
    let mut number = |width: usize| parts.next().map(|part| digits(part, width).ok_or_else(malformed));
    let year = number(4).transpose()?.ok_or_else(malformed)?;
    let (month, day) = (number(2).transpose()?, number(2).transpose()?);
    if parts.next().is_some() {
        return Err(malformed());
    }
    let year = i32::try_from(year).unwrap_or_default();
    check_year(year, || text.to_owned())?;
    let no_such_month = || DateError::NoSuchMonth { text: text.to_owned() };
    match (month, day) {
        (None, _) => EdtfDate::year(year),
        (Some(code @ 33..=36), None) => EdtfDate::quarter(year, code - FIRST_QUARTER_CODE + 1),
        (Some(month @ 1..=12), None) => EdtfDate::month(year, month),
        (Some(month @ 1..=12), Some(day)) => NaiveDate::from_ymd_opt(year, month, day).map_or_else(
            || Err(DateError::NoSuchDay { text: text.to_owned(), last_day: days_in_month(year, month) }),
            EdtfDate::day,
        ),
        (Some(_), _) => Err(no_such_month()),
    }
}

/// The number that `text` writes in just `width` ASCII digits.
fn digits(text: &str, width: usize) -> Option<u32> {
    let written = text.len() == width && text.bytes().all(|it| it.is_ascii_digit());
    if written { text.parse().ok() } else { None }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Day(day) => write!(f, "{:04}-{:02}-{:02}", day.year(), day.month(), day.day()),
            Self::Month { year, month } => write!(f, "{year:04}-{month:02}"),
            Self::Quarter { year, quarter } => write!(f, "{year:04}-{}", quarter + FIRST_QUARTER_CODE - 1),
            Self::Year(year) => write!(f, "{year:04}"),
        }
    }
}

impl fmt::Display for EdtfDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Form::Single(unit) => unit.fmt(f),
            Form::Closed(start, end) => write!(f, "{start}/{end}"),
            Form::OpenStart(end) => write!(f, "../{end}"),
            Form::OpenEnd(start) => write!(f, "{start}/.."),
            Form::Unknown => f.write_str("XXXX"),
        }
    }
}

impl Ord for EdtfDate {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |it: &Self| {
            let (earliest, latest) = it.bounds();
            (it.is_unknown(), earliest, latest.is_none(), latest, it.precision(), it.0)
        };
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for EdtfDate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<EdtfDate> for String {
    fn from(date: EdtfDate) -> Self {
        date.to_string()
    }
}

impl TryFrom<String> for EdtfDate {
    type Error = DateError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}
