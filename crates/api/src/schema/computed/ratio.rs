//! Ratios of indicators, and the share of signatories at a meeting.

use std::sync::Arc;

use async_graphql::{Object, Result};
use domain::id::Id;
use domain::indicator as noun;
use service::ViewContext;
use service::graph::Network;
use service::graph::ratio;
use service::graph::receipt::Receipt;
use service::graph::signatory;

use super::canonical::{Canonical, Value};
use super::computation::{Answer, Outcome, Reading, computed_results};
use super::interval::Interval;
use crate::schema::entry::RecordNode as _;
use crate::schema::indicator::Indicator;
use crate::schema::words::IndicatorNature;

impl Value for ratio::IndicatorRatio {
    fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    fn write(&self, _: &Network, to: &mut Canonical) {
        to.field("of", &self.of);
        to.field("per", &self.per);
        to.optional_number("value", self.value);
        to.field("unit", &self.unit);
        to.optional("nature", self.nature);
        to.field("exact", self.exact);
        to.optional("reason", self.reason);
    }
}

impl Value for signatory::SignatoryShare {
    fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    fn write(&self, _: &Network, to: &mut Canonical) {
        to.optional_interval("share", self.share.as_ref());
        to.interval("represented", &self.represented);
        to.interval("signatories", &self.signatories);
    }
}

computed_results! {
    /// How much of one indicator there is per unit of another, such as people per meeting.
    IndicatorRatio(ratio::IndicatorRatio);
    /// What share of the signatories of a partnership was represented at a meeting.
    SignatoryShare(signatory::SignatoryShare);
}

impl IndicatorRatio {
    /// The ratio of two indicators of the record.
    ///
    /// # Errors
    /// `INTERNAL` when the network has lost one of them.
    pub(super) fn of(
        context: &Arc<ViewContext>,
        of: &Id<noun::Indicator>,
        per: &Id<noun::Indicator>,
    ) -> Result<Self> {
        let found = ratio::indicator_ratio(&context.view, of, per).ok_or_else(super::lost)?;
        Ok(Self(Answer::direct(context, found).reading(Reading::Declared(vec![of.clone(), per.clone()]))))
    }
}

#[Object(use_type_description)]
impl IndicatorRatio {
    #[graphql(flatten)]
    fn outcome(&self) -> Outcome {
        self.0.outcome()
    }

    /// The indicator divided.
    #[graphql(name = "of")]
    fn numerator(&self) -> Result<Indicator> {
        Indicator::require(self.0.context(), &self.0.value().of)
    }

    /// The indicator that it is divided by.
    fn per(&self) -> Result<Indicator> {
        Indicator::require(self.0.context(), &self.0.value().per)
    }

    /// The ratio; null when it is not defined, see `reason`.
    fn value(&self) -> Option<f64> {
        self.0.value().value.filter(|it| it.is_finite())
    }

    /// The unit: that of the first, `per`, that of the second.
    fn unit(&self) -> &str {
        &self.0.value().unit
    }

    /// `TARGET` for two plans, `COMPUTED` for two results; null for a plan and a result, which are not compared.
    fn nature(&self) -> Option<IndicatorNature> {
        self.0.value().nature.map(Into::into)
    }

    /// Whether both indicators lie in the window for certain.
    fn exact(&self) -> bool {
        self.0.value().exact
    }

    /// Why the ratio is not defined, in English words; null when it is.
    fn reason(&self) -> Option<&str> {
        self.0.value().reason
    }
}

#[Object(use_type_description)]
impl SignatoryShare {
    #[graphql(flatten)]
    fn outcome(&self) -> Outcome {
        self.0.outcome()
    }

    /// The share, from 0 to 1: the named signatories that were there by all signatories, and at most as many as people
    /// were counted, each of whom may stand for another signatory; null when no signatory is declared or named.
    fn share(&self) -> Option<Interval> {
        self.0.value().share.as_ref().map(|it| Interval::new(self.0.context(), it))
    }

    /// How many signatories were represented.
    fn represented(&self) -> Interval {
        Interval::new(self.0.context(), &self.0.value().represented)
    }

    /// How many signatories there are.
    fn signatories(&self) -> Interval {
        Interval::new(self.0.context(), &self.0.value().signatories)
    }
}
