//! Series: a measure of the whole network, period by period.
//!
//! # Question
//! Does the network grow, thicken, concentrate; since when?
//!
//! # Definition
//! The window is cut into periods ([`crate::step`]); in each the ties are made by one rule and the measures of
//! [`measures::catalogue`] are taken of them. Measures that need groups take them of an attribute of the institutions;
//! those without it are left out and counted.
//!
//! # Limits
//! Each period stands for itself: what cannot be dated to one for certain is in none. Measures that fall with size, such
//! as density, are not compared between periods of different size.
//!
//! # Cost
//! That of the ties and the measures of every period.
//!
//! # Determinism
//! That of the measures.
//!
//! # Checked against
//! The structure of each period asked for by itself.

use std::sync::Arc;

use domain::date::Period;
use measures::catalogue::Measure;
use measures::run::{MeasureValue, RunParameters};
use measures::{Graph, Interrupt, MeasureError, Undefined};

use crate::attribute::{Groups, InstitutionAttribute};
use crate::receipt::Receipt;
use crate::refusal::Refusal;
use crate::step::PeriodStep;
use crate::tie::{TieRule, Ties};
use crate::view::{NetworkView, View};

/// The most measures of one series.
pub const MEASURES_MAX: usize = 10;

/// What to follow.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesRule {
    /// How time is cut.
    pub step: PeriodStep,
    /// The measures of the whole network, at least one and at most [`MEASURES_MAX`].
    pub measures: Vec<Measure>,
    /// Which ties.
    pub ties: TieRule,
    /// By which attribute institutions are grouped, for measures that need groups.
    pub by: Option<InstitutionAttribute>,
    /// The other parameters of the measures.
    pub parameters: RunParameters,
}

/// A measure in a period.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesValue {
    /// The measure.
    pub measure: Measure,
    /// Its value, for a set of institutions or ties how many are in it; none where it is not defined.
    pub value: Option<f64>,
    /// Its standard error; 0 when it is exact, none when it is a bound or not defined.
    pub standard_error: Option<f64>,
    /// Why there is none.
    pub reason: Option<Undefined>,
}

/// One period of a series.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesPeriod {
    /// The window.
    pub period: Period,
    /// The number of institutions in the graph of ties, isolates included.
    pub institutions: usize,
    /// The number of ties.
    pub ties: usize,
    /// The values, in the order of the measures.
    pub values: Vec<SeriesValue>,
    /// How many held meetings may lie in the period, but not for certain, so that they count in no period.
    pub undecided_meetings: usize,
}

/// A series.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What was asked for.
    pub rule: SeriesRule,
    /// The periods, in order.
    pub periods: Vec<SeriesPeriod>,
    /// How it came about.
    pub receipt: Receipt,
}

impl Series {
    /// Follows measures through the window of a view, unless that is estimated to take more than `cost_max` elementary
    /// operations.
    ///
    /// # Errors
    /// Those of the periods, the ties and the measures, but for a measure that is not defined in a period, which has no
    /// value there; [`Refusal::TooLarge`]; [`Refusal::Parameter`] for no measure, too many, or one of another scope; [`Refusal::Interrupted`].
    pub fn new(
        view: &NetworkView,
        rule: &SeriesRule,
        cost_max: u64,
        interrupt: &Interrupt,
    ) -> Result<Self, Refusal> {
        if !(1..=MEASURES_MAX).contains(&rule.measures.len()) {
            return Err(Refusal::Parameter { name: "measures", problem: "must name from 1 to 10 measures" });
        }
        let mut receipt = Receipt::new("series", "1", view);
        receipt.parameter("series.step", rule.step);
        let names: Vec<_> = rule.measures.iter().map(|it| it.name()).collect();
        receipt.parameter("series.measures", names.join("|"));
        receipt.parameter("series.by", rule.by.map(|it| it.to_string()).unwrap_or_default());
        rule.ties.tell(&mut receipt);
        let mut periods = Vec::new();
        let mut cost: u64 = 0;
        for period in rule.step.periods(view)? {
            interrupt.check()?;
            let part = NetworkView::new(Arc::clone(view.network()), View { period, ..view.view().clone() });
            let ties = Ties::new(&part, &rule.ties)?;
            let parameters = RunParameters {
                groups: rule.by.map(|it| Groups::new(&part, ties.nodes(), it).of),
                ..rule.parameters.clone()
            };
            for measure in &rule.measures {
                cost = cost.saturating_add(measures::run::cost(*measure, ties.graph(), &parameters));
            }
            Refusal::above(cost, cost_max)?;
            let values = rule.measures.iter().map(|it| value(*it, &ties, &parameters, interrupt));
            periods.push(SeriesPeriod {
                period,
                institutions: ties.nodes().len(),
                ties: ties.ties().len(),
                values: values.collect::<Result<_, _>>()?,
                undecided_meetings: part.undecided(),
            });
        }
        receipt.count("periods", periods.len());
        Ok(Self { rule: rule.clone(), periods, receipt })
    }
}

/// The value of a measure; what is not defined is no error here, as other periods may have it.
fn value(
    measure: Measure,
    ties: &Ties,
    parameters: &RunParameters,
    interrupt: &Interrupt,
) -> Result<SeriesValue, Refusal> {
    let exact = |value: Option<f64>| (value, value.map(|_| 0.0));
    let counted = |count: usize| exact(Some(count as f64));
    let (value, standard_error) = match measures::run::run(measure, ties.graph(), parameters, interrupt) {
        Ok(MeasureValue::Whole(value)) => exact(value),
        Ok(MeasureValue::WholeEstimate { value, standard_error, .. }) => (value, value.and(standard_error)),
        Ok(MeasureValue::Permuted(found)) => exact(Some(found.value)),
        Ok(MeasureValue::NodeSet(nodes)) => counted(nodes.len()),
        Ok(MeasureValue::TieSet(pairs)) => counted(pairs.len()),
        Ok(_) => {
            return Err(Refusal::Parameter { name: "measures", problem: "must be of the whole network" });
        }
        Err(MeasureError::NotDefined(reason)) => {
            return Ok(SeriesValue { measure, value: None, standard_error: None, reason: Some(reason) });
        }
        Err(other) => return Err(other.into()),
    };
    let reason = value.is_none().then(|| why_none(measure, ties.graph()));
    Ok(SeriesValue { measure, value, standard_error, reason })
}

/// Why a measure has no value for a graph.
fn why_none(measure: Measure, graph: &Graph) -> Undefined {
    use Measure::{AttributeAssortativity, DegreeAssortativity};
    match (graph.nodes(), graph.ties()) {
        (0, _) => Undefined::NoNodes,
        (1, _) => Undefined::TooFewNodes,
        (_, 0) => Undefined::NoTies,
        _ if matches!(measure, DegreeAssortativity | AttributeAssortativity) => Undefined::NoVariation,
        _ => Undefined::TooFewNodes,
    }
}
