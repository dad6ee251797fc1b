//! Ratios of indicators: jobs per grant, people per meeting.
//!
//! # Question
//! How much of one number is there per unit of another?
//!
//! # Definition
//! `value(of) / value(per)`, in units of the first per unit of the second. Of two plans the ratio is a plan (TARGET),
//! of two results it is COMPUTED. A plan is never compared with a result (model.md P9), and nothing is divided by 0:
//! the ratio is then not defined, with the reason.
//!
//! # Limits
//! The indicators may be as of different dates or of different things; the receipt warns, it does not refuse.
//!
//! # Cost
//! Time O(1).
//!
//! # Determinism
//! Exact, as one division of two numbers.
//!
//! # Checked against
//! Q33, Q64 and Q65 of the project's analysis, on the Lubuskie record.

use domain::id::Id;
use domain::indicator::{Indicator, IndicatorNature};

use crate::receipt::Receipt;
use crate::view::NetworkView;

/// The ratio of two indicators.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorRatio {
    /// The indicator divided.
    pub of: Id<Indicator>,
    /// The indicator that it is divided by.
    pub per: Id<Indicator>,
    /// The ratio; none when it is not defined.
    pub value: Option<f64>,
    /// The unit: that of the first, `per`, that of the second.
    pub unit: String,
    /// Whether it is a plan or computed of results; none when the two do not go together.
    pub nature: Option<IndicatorNature>,
    /// Whether both indicators lie in the window for certain.
    pub exact: bool,
    /// Why the ratio is not defined; none when it is.
    pub reason: Option<&'static str>,
    /// The receipt.
    pub receipt: Receipt,
}

/// The ratio of two indicators; none when one of them is not in the record.
#[must_use]
pub fn indicator_ratio(
    view: &NetworkView,
    of: &Id<Indicator>,
    per: &Id<Indicator>,
) -> Option<IndicatorRatio> {
    use crate::occasion::Certainty;
    let (left, right) = (view.network().get(of)?, view.network().get(per)?);
    let certainties = [left, right].map(|it| view.view().certainty(&it.as_of));
    let is_plan = [left, right].map(|it| it.nature == IndicatorNature::Target);
    let nature = match is_plan {
        [true, true] => Some(IndicatorNature::Target),
        [false, false] => Some(IndicatorNature::Computed),
        _ => None,
    };
    let reason = if certainties.contains(&None) {
        Some("one of the indicators lies outside the window, or has no date")
    } else if nature.is_none() {
        Some("one of the indicators is a plan, the other a result; they are not compared")
    } else if right.value == 0.0 {
        Some("the indicator to divide by is 0")
    } else {
        None
    };
    let mut receipt = Receipt::new("indicator-ratio", "1", view);
    receipt.parameter("of", of);
    receipt.parameter("per", per);
    if left.as_of != right.as_of {
        receipt
            .warnings
            .push(format!("the indicators are as of different dates: {} and {}", left.as_of, right.as_of));
    }
    if left.of != right.of {
        receipt.warnings.push("the indicators are about different records".to_owned());
    }
    Some(IndicatorRatio {
        of: of.clone(),
        per: per.clone(),
        value: reason.is_none().then(|| left.value / right.value),
        unit: format!("{} per {}", left.unit, right.unit),
        nature,
        exact: certainties == [Some(Certainty::Certain); 2],
        reason,
        receipt,
    })
}
