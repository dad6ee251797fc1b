//! What each change of a scenario accounts for in a comparison.

use std::sync::Arc;

use async_graphql::{Context, Object, Result, SimpleObject};
use service::analysis::Allowance;
use service::graph::comparison::supposition;
use service::graph::contribution as noun;
use service::graph::receipt::Receipt;
use service::graph::{Network, View};

use super::analysis::{self, refused};
use super::canonical::{Canonical, Value};
use super::comparison::NetworkDiff;
use super::comparison_words::FigureKind;
use super::computation::{Outcome, computed_results};
use super::gap::GapKind;
use crate::schema::count;

impl Value for supposition::ScenarioContributions {
    fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    fn write(&self, _: &Network, to: &mut Canonical) {
        to.field("states", self.states);
        to.field("figures", self.figures.len());
        for figure in &self.figures {
            to.field("kind", figure.kind);
            to.optional("gap", figure.gap);
            for end in [&figure.lower, &figure.upper] {
                to.optional_number("before", end.before);
                to.optional_number("after", end.after);
                for change in &end.changes {
                    to.optional_number("alone", change.alone);
                    to.optional_number("last", change.last);
                    to.optional_number("share", change.share);
                }
            }
        }
    }
}

computed_results! {
    /// What each change of a scenario accounts for in the figures of a comparison with its base. A share is the Shapley
    /// value: the mean of what the change adds over all orders in which the changes can be made (L. S. Shapley, A value
    /// for n-person games, 1953). Shares add up to the difference; they are worked out for at most 6 changes.
    ScenarioContributions(supposition::ScenarioContributions);
}

#[Object(use_type_description)]
impl ScenarioContributions {
    #[graphql(flatten)]
    fn outcome(&self) -> Outcome {
        self.0.outcome()
    }

    /// How many states of the record were looked at: each is the base with some of the changes made.
    fn states(&self) -> i32 {
        count(self.0.value().states)
    }

    /// Whether there are shares: there are for at most 6 changes.
    fn has_shares(&self) -> bool {
        self.0.value().has_shares
    }

    /// The figures asked for, in their fixed order.
    fn figures(&self) -> Vec<FigureContributions> {
        self.0.value().figures.iter().map(FigureContributions::of).collect()
    }
}

/// What the changes account for of one figure.
#[derive(Debug, Clone, SimpleObject)]
pub struct FigureContributions {
    /// What the figure is of.
    pub kind: FigureKind,
    /// Gaps of which kind; null for other figures.
    pub gap: Option<GapKind>,
    /// Of the lower end of the number.
    pub lower: EndContributions,
    /// Of the upper end of the number.
    pub upper: EndContributions,
}

/// What the changes account for of one end of a number.
#[derive(Debug, Clone, SimpleObject)]
pub struct EndContributions {
    /// Without any change; null when it is not defined.
    pub before: Option<f64>,
    /// With all changes; null when it is not defined.
    pub after: Option<f64>,
    /// What all changes together add beyond what each adds alone; null when something of it is not defined.
    pub interaction: Option<f64>,
    /// Each change's, in their order.
    pub changes: Vec<ChangeContribution>,
}

/// What one change accounts for.
#[derive(Debug, Clone, Copy, SimpleObject)]
pub struct ChangeContribution {
    /// The number of the change, from 1.
    pub change: i32,
    /// What it adds to nothing else; null when a number is not defined.
    pub alone: Option<f64>,
    /// What it adds to all others; null when a number is not defined.
    pub last: Option<f64>,
    /// Its Shapley value; null for more than 6 changes, and when a number is not defined.
    pub share: Option<f64>,
}

impl FigureContributions {
    fn of(found: &supposition::FigureContributions) -> Self {
        let end = |it: &noun::Contributions| EndContributions {
            before: it.before,
            after: it.after,
            interaction: it.interaction,
            changes: (1..)
                .zip(&it.changes)
                .map(|(change, it)| ChangeContribution {
                    change,
                    alone: it.alone,
                    last: it.last,
                    share: it.share,
                })
                .collect(),
        };
        Self {
            kind: found.kind.into(),
            gap: found.gap.map(Into::into),
            lower: end(&found.lower),
            upper: end(&found.upper),
        }
    }
}

/// The contributions of a comparison: to be flattened into it.
pub struct DiffContributions(pub(crate) NetworkDiff);

#[Object]
impl DiffContributions {
    /// What each change accounts for, when the network asked supposes a scenario and is compared with the scenario's
    /// base revision in the same view; null for other comparisons. It is refused when it would cost too much: each state
    /// is a network of its own.
    async fn contributions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of which figures; of all when left out.")] figures: Option<Vec<FigureKind>>,
    ) -> Result<Option<ScenarioContributions>> {
        let (before, after) = (self.0.before_context(), self.0.after_context());
        let Some(scenario) = after.snapshot.scenario.clone() else { return Ok(None) };
        let unsupposed = View { scenario: None, ..after.view.view().clone() };
        let is_base =
            before.snapshot.scenario.is_none() && before.snapshot.revision == after.snapshot.revision;
        if !is_base || unsupposed != *before.view.view() {
            return Ok(None);
        }
        let mut kinds: Vec<_> = figures.unwrap_or_default().into_iter().map(Into::into).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let (rule, base) = (self.0.value().after.rule.clone(), Arc::clone(&before.view));
        let parameters = format!("{rule:?}\n{kinds:?}");
        let compute = move |_: &_, allowance: &Allowance| {
            let bounds = (&allowance.interrupt, allowance.cost_max);
            supposition::ScenarioContributions::new(&base, &scenario.scenario, &rule, &kinds, bounds)
        };
        let found = analysis::run_within(ctx, after, "scenario-contributions", parameters, compute).await?;
        found.map(|it| Some(ScenarioContributions(it))).map_err(refused)
    }
}
