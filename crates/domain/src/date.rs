//! Dates as precise as their source, windows of time, and validity.
//!
//! A source says "14 May 2015", "in 2008", "March/April" or nothing at all; [`EdtfDate`] keeps just that, in a
//! subset of the Extended Date/Time Format (ISO 8601-2:2019). A question has a [`Period`]; whether a date lies in
//! it is either certain or only possible, and the two are never mixed. [`Validity`] says from when to when a
//! statement held. Nothing here reads a clock.

mod edtf;
mod period;
#[cfg(test)]
mod tests;

pub use edtf::{DatePrecision, EdtfDate};
pub use period::{Period, Validity};

use chrono::NaiveDate;

/// What is wrong with a date, a period or a validity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DateError {
    /// The text has none of the accepted forms.
    #[error(
        "`{text}` is not a date; expected YYYY-MM-DD, YYYY-MM, YYYY, a quarter YYYY-33 to YYYY-36, \
         an interval START/END, ../END or START/.. of these, or XXXX for an unknown date"
    )]
    Malformed {
        /// The start of the text as given.
        text: String,
    },
    /// The year is outside 0001 to 9999.
    #[error("`{text}` has no possible year; expected a year from 0001 to 9999")]
    YearOutOfRange {
        /// The date as given.
        text: String,
    },
    /// The number after the year is neither a month nor a quarter.
    #[error("`{text}` has no possible month; expected a month 01 to 12 or a quarter 33 to 36")]
    NoSuchMonth {
        /// The date as given.
        text: String,
    },
    /// The month has no such day.
    #[error("`{text}` is no day of the calendar; expected a day from 01 to {last_day} in that month")]
    NoSuchDay {
        /// The date as given.
        text: String,
        /// The last day of that month, 28 to 31.
        last_day: u32,
    },
    /// An end of an interval is itself an interval or unknown.
    #[error("`{text}` cannot be an end of an interval; expected a day, a month, a quarter or a year")]
    NotAnIntervalEnd {
        /// The end as given.
        text: String,
    },
    /// Both ends of an interval are open, which says nothing.
    #[error("`../..` says nothing of the date; expected at least one known end, or XXXX for an unknown date")]
    OpenAtBothEnds,
    /// An interval ends before it begins.
    #[error("the interval {start}/{end} ends before it begins; expected START not later than END")]
    IntervalReversed {
        /// The start as given.
        start: EdtfDate,
        /// The end as given.
        end: EdtfDate,
    },
    /// A window of time ends before it begins.
    #[error(
        "the period from {start} to {end} ends before it begins; expected a start not later than the end"
    )]
    PeriodReversed {
        /// The first day as given.
        start: NaiveDate,
        /// The last day as given.
        end: NaiveDate,
    },
    /// A validity certainly ends before it begins.
    #[error("valid from {from} to {to}: it ends before it begins; expected `from` not later than `to`")]
    ValidityReversed {
        /// The start as given.
        from: EdtfDate,
        /// The end as given.
        to: EdtfDate,
    },
}
