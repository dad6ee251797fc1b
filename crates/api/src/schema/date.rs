//! Dates as precise as their source, and the window of a question.

use async_graphql::{Description, Error, InputObject, Object, OneofObject};
use domain::date::{EdtfDate, Period};

use super::scalars::Date;
use super::words::DatePrecision;
use crate::error::ErrorCode;

/// A date as precise as its source: a day, a month, a quarter, a year, a range of these, or unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Description)]
pub struct PartialDate(pub EdtfDate);

#[Object(use_type_description)]
impl PartialDate {
    /// The date in EDTF (ISO 8601-2): `2015-05-14`, `2015-05`, `2015-34` (second quarter), `2015`,
    /// `2015-03/2015-04`, `../2008`, `2016/..`; null when the source gives no date.
    fn edtf(&self) -> Option<String> {
        (!self.0.is_unknown()).then(|| self.0.to_string())
    }

    /// The first day that it can be; null when the date is unknown or has an open start.
    fn earliest(&self) -> Option<Date> {
        self.0.earliest().map(Date)
    }

    /// The last day that it can be; null when the date is unknown or has an open end.
    fn latest(&self) -> Option<Date> {
        self.0.latest().map(Date)
    }

    /// How precise it is; `UNKNOWN` when the source gives no date.
    fn precision(&self) -> DatePrecision {
        self.0.precision().into()
    }
}

/// A window of time, given in one of three ways.
#[derive(Debug, Clone, OneofObject)]
pub enum PeriodInput {
    /// One calendar year, 1 to 9999.
    Year(i32),
    /// A date in EDTF, such as `2015`, `2015-05`, `2015-33` (first quarter) or `2015-03/2015-04`; the window is from its
    /// first to its last possible day.
    Edtf(String),
    /// From one day to another, both included.
    Between(DateRangeInput),
}

/// From one day to another, both included.
#[derive(Debug, Clone, InputObject)]
pub struct DateRangeInput {
    /// The first day.
    pub from: Date,
    /// The last day, not before the first.
    pub to: Date,
}

impl PeriodInput {
    /// The window.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when there is no such window.
    pub fn read(&self) -> Result<Period, Error> {
        let period = match self {
            Self::Year(year) => Period::year(*year),
            Self::Between(range) => Period::new(Some(range.from.0), Some(range.to.0)),
            Self::Edtf(text) => text.trim().parse::<EdtfDate>().and_then(|date| {
                let (start, end) = date.bounds();
                Period::new(start, end)
            }),
        };
        let period = period.map_err(|error| ErrorCode::InvalidArgument.error(error.to_string()))?;
        if period.is_whole() {
            return Err(ErrorCode::InvalidArgument
                .error("A window has a first or a last day; leave it out for all of time."));
        }
        Ok(period)
    }
}

/// A window as a date, for an answer to repeat; none for all of time.
#[must_use]
pub fn period_date(period: &Period) -> Option<PartialDate> {
    if period.is_whole() {
        return None;
    }
    let end = |it: Option<chrono::NaiveDate>| it.map_or_else(|| "..".to_owned(), |day| day.to_string());
    let text = match (period.start(), period.end()) {
        (Some(start), Some(end)) if start == end => start.to_string(),
        (start, last) => format!("{}/{}", end(start), end(last)),
    };
    text.parse().ok().map(PartialDate)
}
