//! Measures of the whole network, period by period.

use async_graphql::{Description, InputObject, Object};
use service::graph::Network;
use service::graph::receipt::Receipt;
use service::graph::series::{self, Series};
use service::graph::step;

use super::canonical::{Canonical, Value};
use super::computation::{Outcome, computed_results};
use super::measures::Measure;
use super::outcome::outcomes;
use super::words::{NotDefinedReason, StepUnit};
use crate::error::ErrorCode;
use crate::schema::count;
use crate::schema::date::{PartialDate, period_date};

/// How time is cut into periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, InputObject)]
pub struct PeriodStep {
    /// By calendar years or quarters, or by windows that roll.
    pub unit: StepUnit,
    /// The length of a rolling window in months, 1 to 600; years and quarters do not depend on it.
    #[graphql(default = 12)]
    pub months: i32,
    /// The months from the beginning of one rolling window to that of the next, 1 to 600.
    #[graphql(default = 3)]
    pub every: i32,
}

impl PeriodStep {
    /// The step as a plain parameter.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for a length out of range.
    pub fn read(self) -> async_graphql::Result<step::PeriodStep> {
        let months = |name: &str, value: i32| {
            u32::try_from(value).ok().filter(|it| (1..=600).contains(it)).ok_or_else(|| {
                ErrorCode::InvalidArgument.error(format!("`step.{name}` is {value}; expected 1 to 600."))
            })
        };
        Ok(step::PeriodStep {
            unit: self.unit.into(),
            months: months("months", self.months)?,
            every: months("every", self.every)?,
        })
    }
}

impl Value for Series {
    fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    fn write(&self, _: &Network, to: &mut Canonical) {
        to.field("periods", self.periods.len());
        for it in &self.periods {
            to.field("period", it.period);
            to.field("institutions", it.institutions);
            to.field("ties", it.ties);
            for value in &it.values {
                to.field("measure", value.measure.name());
                to.optional_number("value", value.value);
            }
        }
    }
}

outcomes! {
    /// What following measures through time gives.
    SeriesOutcome of
    /// The series.
    SeriesResult(Series);
}

computed_results! {
    /// Measures of the whole network, period by period.
    SeriesResult(Series);
}

#[Object(use_type_description)]
impl SeriesResult {
    #[graphql(flatten)]
    fn outcome(&self) -> Outcome {
        self.0.outcome()
    }

    /// The periods, in order of time.
    fn periods(&self) -> Vec<SeriesPeriod> {
        (0..self.0.value().periods.len()).map(|index| SeriesPeriod { of: self.clone(), index }).collect()
    }
}

/// One period of a series.
#[derive(Debug, Clone, Description)]
pub struct SeriesPeriod {
    of: SeriesResult,
    index: usize,
}

impl SeriesPeriod {
    fn value(&self) -> &series::SeriesPeriod {
        // The index is one of the list: a period is made only by counting it.
        &self.of.0.value().periods[self.index]
    }
}

#[Object(use_type_description)]
impl SeriesPeriod {
    /// The window; the first and the last may be cut by the view's own.
    fn during(&self) -> Option<PartialDate> {
        period_date(&self.value().period)
    }

    /// The number of institutions in the graph of ties, isolates included.
    fn institutions(&self) -> i32 {
        count(self.value().institutions)
    }

    /// The number of ties.
    fn ties(&self) -> i32 {
        count(self.value().ties)
    }

    /// The values, in the order of the measures asked for.
    fn values(&self) -> Vec<SeriesValue> {
        self.value().values.iter().cloned().map(SeriesValue).collect()
    }

    /// How many held meetings may lie in the period, but not for certain, so that they count in no period.
    fn undecided_meetings(&self) -> i32 {
        count(self.value().undecided_meetings)
    }
}

/// A measure in a period.
#[derive(Debug, Clone, Description)]
pub struct SeriesValue(series::SeriesValue);

#[Object(use_type_description)]
impl SeriesValue {
    /// The measure.
    fn measure(&self) -> Measure {
        self.0.measure.into()
    }

    /// Its value, for a set of institutions or ties how many are in it; null where it is not defined, see `reason`.
    fn value(&self) -> Option<f64> {
        self.0.value
    }

    /// The standard error of the value: 0 when it is exact; null when it is a bound or there is no value.
    fn standard_error(&self) -> Option<f64> {
        self.0.standard_error
    }

    /// Why there is no value; null when there is one.
    fn reason(&self) -> Option<NotDefinedReason> {
        let reason: Option<service::graph::refusal::NotDefinedReason> = self.0.reason.map(Into::into);
        reason.map(Into::into)
    }
}
