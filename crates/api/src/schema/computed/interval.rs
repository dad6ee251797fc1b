//! Numbers that the record may not settle.

use std::sync::Arc;

use async_graphql::{Description, Object};
use service::{ViewContext, graph};

use super::words::IntervalReasonCode;
use crate::schema::evidence::{self, Evidence};
use crate::schema::node::Node;

/// A number that the record may not settle: it lies between `lower` and `upper`, both included, and `reasons` say why.
/// When the two are equal the record settles it.
#[derive(Debug, Clone, Description)]
pub struct Interval {
    context: Arc<ViewContext>,
    value: graph::Interval,
    /// Reasons that it shares with others, beside its own.
    shared: Arc<[graph::IntervalReason]>,
}

impl Interval {
    /// Shows an interval.
    #[must_use]
    pub fn new(context: &Arc<ViewContext>, value: &graph::Interval) -> Self {
        Self::sharing(context, value, &Arc::from([]))
    }

    /// Shows an interval that shares reasons with others; they are not copied before somebody asks for them.
    #[must_use]
    pub fn sharing(
        context: &Arc<ViewContext>,
        value: &graph::Interval,
        shared: &Arc<[graph::IntervalReason]>,
    ) -> Self {
        Self { context: Arc::clone(context), value: value.clone(), shared: Arc::clone(shared) }
    }
}

#[Object(use_type_description)]
impl Interval {
    /// The least that the record allows; finite.
    fn lower(&self) -> f64 {
        self.value.lower
    }

    /// The most that it allows; null when nothing bounds it.
    fn upper(&self) -> Option<f64> {
        self.value.upper
    }

    /// Whether `lower` equals `upper`.
    fn exact(&self) -> bool {
        self.value.is_exact()
    }

    /// What a source declares; null when none does.
    fn declared(&self) -> Option<f64> {
        self.value.declared
    }

    /// What the record lists on this view's basis; null where nothing is listed one by one, as for shares.
    fn enumerated(&self) -> Option<f64> {
        self.value.enumerated
    }

    /// What is declared and not listed, never negative; null when nothing is declared.
    fn unattributed(&self) -> Option<f64> {
        self.value.unattributed
    }

    /// Why `lower` and `upper` differ, or what else to know of the number; in the order of the codes.
    fn reasons(&self) -> Vec<IntervalReason> {
        let reasons = self.shared.iter().chain(&self.value.reasons).cloned();
        IntervalReason::all(&self.context, reasons.collect())
    }
}

/// A reason for which a number is an interval.
#[derive(Debug, Clone, Description)]
pub struct IntervalReason {
    context: Arc<ViewContext>,
    value: graph::IntervalReason,
}

impl IntervalReason {
    /// Shows reasons, in the order of their codes, then of what they are about, then of their words.
    #[must_use]
    pub fn all(context: &Arc<ViewContext>, mut values: Vec<graph::IntervalReason>) -> Vec<Self> {
        values.sort_by(|a, b| (a.code, &a.about, &a.message).cmp(&(b.code, &b.about, &b.message)));
        values.into_iter().map(|value| Self { context: Arc::clone(context), value }).collect()
    }
}

#[Object(use_type_description)]
impl IntervalReason {
    /// The kind of reason.
    fn code(&self) -> IntervalReasonCode {
        self.value.code.into()
    }

    /// How many units it accounts for; null when it has no bound.
    fn count(&self) -> Option<f64> {
        self.value.count
    }

    /// The reason in English words.
    fn message(&self) -> &str {
        &self.value.message
    }

    /// What it is about; null when it is about several records, or about none in particular.
    fn about(&self) -> Option<Node> {
        self.value.about.as_ref().and_then(|it| Node::of(&self.context, it))
    }

    /// The claims behind it, in order of their keys; empty when it follows from what is not recorded.
    fn evidence(&self) -> Vec<Evidence> {
        evidence::by_ids(&self.context, &self.value.claims)
    }
}
