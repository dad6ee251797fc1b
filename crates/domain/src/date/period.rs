//! [`Period`]: the window of a question; [`Validity`]: from when to when a statement held.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{DateError, EdtfDate};

/// A closed window of days; either end may be open. Invariant: the start is not later than the end.
///
/// "None given" is [`Period::whole`]: no default reads a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "RawPeriod")]
pub struct Period {
    start: Option<NaiveDate>,
    end: Option<NaiveDate>,
}

#[derive(Deserialize)]
struct RawPeriod {
    #[serde(default)]
    start: Option<NaiveDate>,
    #[serde(default)]
    end: Option<NaiveDate>,
}

impl TryFrom<RawPeriod> for Period {
    type Error = DateError;

    fn try_from(raw: RawPeriod) -> Result<Self, Self::Error> {
        Self::new(raw.start, raw.end)
    }
}

impl Period {
    /// From `start` to `end`, both days included; `None` is an open end.
    ///
    /// # Errors
    /// [`DateError::PeriodReversed`].
    pub fn new(start: Option<NaiveDate>, end: Option<NaiveDate>) -> Result<Self, DateError> {
        match (start, end) {
            (Some(start), Some(end)) if end < start => Err(DateError::PeriodReversed { start, end }),
            _ => Ok(Self { start, end }),
        }
    }

    /// One calendar year, 1 to 9999.
    ///
    /// # Errors
    /// [`DateError::YearOutOfRange`].
    pub fn year(year: i32) -> Result<Self, DateError> {
        let (start, end) = EdtfDate::year(year)?.bounds();
        Self::new(start, end)
    }

    /// All of time.
    #[must_use]
    pub const fn whole() -> Self {
        Self { start: None, end: None }
    }

    /// The first day; `None` if the start is open.
    #[must_use]
    pub const fn start(&self) -> Option<NaiveDate> {
        self.start
    }

    /// The last day; `None` if the end is open.
    #[must_use]
    pub const fn end(&self) -> Option<NaiveDate> {
        self.end
    }

    /// Whether both ends are closed.
    #[must_use]
    pub const fn is_bounded(&self) -> bool {
        self.start.is_some() && self.end.is_some()
    }

    /// Whether this is all of time, so that undated facts are not left out.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.start.is_none() && self.end.is_none()
    }

    /// Whether the day lies in the window.
    #[must_use]
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.start.is_none_or(|start| start <= day) && self.end.is_none_or(|end| day <= end)
    }
}

impl fmt::Display for Period {
    /// As `2015-01-01/2015-12-31`, with `..` for an open end.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = |it: Option<NaiveDate>| it.map_or_else(|| "..".to_owned(), |day| day.to_string());
        write!(f, "{}/{}", end(self.start), end(self.end))
    }
}

/// From when to when a statement (membership, tenure, name, seat) held.
///
/// Both ends are as precise as their source. An unknown `from` means that the start was not recorded; an unknown
/// `to` that no end was recorded, not that there was none. Invariant: it does not certainly end before it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "RawValidity")]
pub struct Validity {
    from: EdtfDate,
    to: EdtfDate,
}

#[derive(Deserialize)]
struct RawValidity {
    #[serde(default)]
    from: EdtfDate,
    #[serde(default)]
    to: EdtfDate,
}

impl TryFrom<RawValidity> for Validity {
    type Error = DateError;

    fn try_from(raw: RawValidity) -> Result<Self, Self::Error> {
        Self::new(raw.from, raw.to)
    }
}

impl Validity {
    /// No start and no end on record.
    pub const UNRECORDED: Self = Self { from: EdtfDate::UNKNOWN, to: EdtfDate::UNKNOWN };

    /// From the first day of validity to the last, that day included.
    ///
    /// # Errors
    /// [`DateError::ValidityReversed`] if the last possible day of `to` lies before the first possible of `from`.
    pub fn new(from: EdtfDate, to: EdtfDate) -> Result<Self, DateError> {
        match (from.earliest(), to.latest()) {
            (Some(first), Some(last)) if last < first => Err(DateError::ValidityReversed { from, to }),
            _ => Ok(Self { from, to }),
        }
    }

    /// When it began; unknown if not recorded.
    #[must_use]
    pub const fn from(&self) -> EdtfDate {
        self.from
    }

    /// Its last day; unknown if no end was recorded.
    #[must_use]
    pub const fn to(&self) -> EdtfDate {
        self.to
    }

    /// Whether it may have begun by the end of the period. An unknown start counts as begun.
    #[must_use]
    pub fn has_possibly_begun_by_end_of(&self, period: &Period) -> bool {
        match (self.from.earliest(), period.end()) {
            (Some(first), Some(end)) => first <= end,
            _ => true,
        }
    }

    /// Whether it was certainly over before the last day of the period. Without a recorded end it stays active.
    /// A period with an open end lasts longer than any recorded end.
    #[must_use]
    pub fn has_certainly_ended_by_end_of(&self, period: &Period) -> bool {
        self.to.latest().is_some_and(|last| period.end().is_none_or(|end| last < end))
    }

    /// Whether it counts as active at the end of the period: it has possibly begun by then and has not certainly
    /// ended before. What has no recorded start counts as begun, what has no recorded end as going on. If the period
    /// has an open end, only what has no recorded end is active.
    #[must_use]
    pub fn active_at_end_of(&self, period: &Period) -> bool {
        self.has_possibly_begun_by_end_of(period) && !self.has_certainly_ended_by_end_of(period)
    }

    /// Whether some day of it may lie in the period. What has no recorded start or end is open there.
    #[must_use]
    pub fn possibly_active_in(&self, period: &Period) -> bool {
        let ended_before = match (self.to.latest(), period.start()) {
            (Some(last), Some(start)) => last < start,
            _ => false,
        };
        self.has_possibly_begun_by_end_of(period) && !ended_before
    }
}
