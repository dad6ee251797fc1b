//! How time is cut into periods: by calendar year, by calendar quarter, or by a window that rolls.
//!
//! # Definition
//! The range is the view's window. Where it is open, it begins with the first day, or ends with the last, of the dates
//! of held meetings that have both ends; no clock is read. Years and quarters are those of the calendar that meet the
//! range, the first and the last cut by it. Rolling windows of `months` begin with the range and then every `every`
//! months, as long as they end within it; where the range is shorter than one window, the range is the one period.
//!
//! # Limits
//! What is dated less precisely than a period, such as a meeting known by its year when quarters are asked for, lies in
//! no period for certain and is left out of each; [`crate::view`] counts it. At most [`PERIODS_MAX`] periods.

use chrono::{Datelike, Months, NaiveDate};
use domain::date::Period;
use domain::meeting::MeetingStatus;
use domain::words;

use crate::refusal::{NotDefinedReason, Refusal};
use crate::view::NetworkView;

/// The most periods that a range may be cut into.
pub const PERIODS_MAX: u64 = 120;

words! {
    /// What time is cut by.
    StepUnit {
        /// Calendar years.
        Year = "YEAR",
        /// Calendar quarters.
        Quarter = "QUARTER",
        /// Windows of some months that begin every few months, so that they overlap.
        Rolling = "ROLLING",
    }
}

/// How time is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeriodStep {
    /// By what.
    pub unit: StepUnit,
    /// The length of a rolling window in months, 1 or more; years and quarters do not depend on it.
    pub months: u32,
    /// The months from the beginning of one rolling window to that of the next, 1 or more.
    pub every: u32,
}

impl PeriodStep {
    /// Calendar years.
    pub const YEAR: Self = Self { unit: StepUnit::Year, months: 12, every: 12 };
    /// Calendar quarters.
    pub const QUARTER: Self = Self { unit: StepUnit::Quarter, months: 3, every: 3 };

    /// The periods of a view, in order of time.
    ///
    /// # Errors
    /// [`Refusal::NotDefined`] when the window is open and no held meeting has a date; [`Refusal::Parameter`] for a
    /// length of 0; [`Refusal::TooLarge`] above [`PERIODS_MAX`].
    pub fn periods(self, view: &NetworkView) -> Result<Vec<Period>, Refusal> {
        if self.months == 0 || self.every == 0 {
            return Err(Refusal::Parameter {
                name: "step",
                problem: "must have lengths of one month or more",
            });
        }
        let (start, end) = range(view).ok_or(Refusal::NotDefined(NotDefinedReason::NoDatedMeeting))?;
        let (length, every) = match self.unit {
            StepUnit::Year => (12, 12),
            StepUnit::Quarter => (3, 3),
            StepUnit::Rolling => (self.months, self.every),
        };
        let estimate = months_between(start, end) / u64::from(every) + 1;
        if PERIODS_MAX < estimate {
            return Err(Refusal::TooLarge { what: "periods", estimate, limit: PERIODS_MAX });
        }
        let first = match self.unit {
            StepUnit::Year => start.with_month0(0).and_then(|it| it.with_day0(0)),
            StepUnit::Quarter => start.with_day0(0).and_then(|it| it.with_month0(it.month0() / 3 * 3)),
            StepUnit::Rolling => Some(start),
        };
        let mut periods = Vec::new();
        for step in 0.. {
            let begins = first.and_then(|it| it.checked_add_months(Months::new(every.checked_mul(step)?)));
            let Some(begins) = begins.filter(|it| *it <= end) else { break };
            let next = begins.checked_add_months(Months::new(length));
            let ends = next.and_then(|it| it.pred_opt()).unwrap_or(end);
            if self.unit == StepUnit::Rolling && ends > end && step > 0 {
                break;
            }
            periods.extend(Period::new(Some(begins.max(start)), Some(ends.min(end))));
        }
        Ok(periods)
    }
}

impl std::fmt::Display for PeriodStep {
    /// As `YEAR`, `QUARTER` or `ROLLING 12 months every 3`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.unit {
            StepUnit::Rolling => write!(f, "{} {} months every {}", self.unit, self.months, self.every),
            _ => write!(f, "{}", self.unit),
        }
    }
}

/// From the first day to the last; none when an end is open and no held meeting has a date.
fn range(view: &NetworkView) -> Option<(NaiveDate, NaiveDate)> {
    let period = view.view().period;
    let held = || {
        let meetings = view.network().record().meetings.iter();
        meetings.filter(|it| it.status == MeetingStatus::Held).map(|it| it.date.bounds())
    };
    let first = || held().filter_map(|(start, end)| start.filter(|_| end.is_some())).min();
    let last = || held().filter_map(|(start, end)| end.filter(|_| start.is_some())).max();
    let (start, end) = (period.start().or_else(first)?, period.end().or_else(last)?);
    (start <= end).then_some((start, end))
}

/// Whole months from one day to a later one.
fn months_between(start: NaiveDate, end: NaiveDate) -> u64 {
    let months = |it: NaiveDate| i64::from(it.year()) * 12 + i64::from(it.month0());
    u64::try_from(months(end) - months(start)).unwrap_or_default()
}
