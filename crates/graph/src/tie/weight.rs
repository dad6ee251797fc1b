//! What weights are made of: base weights, and how they fade with age.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::vocabulary::TieBasis;

use super::sources::Source;
use crate::receipt::Receipt;
use crate::view::NetworkView;

/// The mean length of a month of the Gregorian calendar in days.
const DAYS_OF_MONTH: f64 = 365.2425 / 12.0;

/// The base weights of questions.md A3, for bases without a weight in the record.
const BASE_WEIGHTS: [(TieBasis, f64); 8] = [
    (TieBasis::FundedProject, 3.0),
    (TieBasis::SubmittedProject, 2.0),
    (TieBasis::JointActionDone, 1.5),
    (TieBasis::BodyCoMembership, 1.0),
    (TieBasis::Bilateral, 1.0),
    (TieBasis::Working, 1.0),
    (TieBasis::Mass, 0.5),
    (TieBasis::CoMembership, 0.25),
];

/// The base weights: the record's, else those of questions.md A3; the receipt tells which.
pub(super) fn base_weights(view: &NetworkView, receipt: &mut Receipt) -> BTreeMap<TieBasis, f64> {
    let recorded = &view.network().record().tie_weights;
    let mut weights = BTreeMap::new();
    for (basis, default) in BASE_WEIGHTS {
        let own = recorded.iter().find(|it| it.basis == basis).map(|it| it.weight);
        let told = own.map_or_else(|| format!("{default} (default; none is recorded)"), |it| it.to_string());
        receipt.parameter(&format!("ties.baseWeight.{basis}"), told);
        weights.insert(basis, own.unwrap_or(default));
    }
    weights
}

/// The day from which ages count: the end of the window, else the latest day of any source; no clock is read.
pub(super) fn reference_day(view: &NetworkView, sources: &[Source]) -> Option<NaiveDate> {
    view.view().period.end().or_else(|| sources.iter().filter_map(|it| it.latest).max())
}

/// `2^(−age / half-life)`: 1 for what lasts, 0 for what has no date.
pub(super) fn recency(source: &Source, reference: Option<NaiveDate>, half_life_months: f64) -> f64 {
    match (source.is_lasting, source.latest, reference) {
        (true, _, _) => 1.0,
        (false, Some(latest), Some(reference)) => {
            let days = (reference - latest).num_days().max(0);
            // Days between two dates of four-digit years are far below 2^53.
            let months = days as f64 / DAYS_OF_MONTH;
            (-months / half_life_months).exp2()
        }
        _ => 0.0,
    }
}
