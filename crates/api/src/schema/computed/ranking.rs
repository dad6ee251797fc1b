//! Rankings: institutions in order of a measure.

use std::borrow::Cow;
use std::sync::Arc;

use async_graphql::{Context, Description, Object, Result};
use domain::record::Noun as _;
use service::ViewContext;
use service::graph::Network;
use service::graph::ranking::{self, Ranked};
use service::graph::receipt::Receipt;
use service::graph::selection;
use service::graph::tie::TieRule;

use super::analysis;
use super::canonical::{Canonical, Value};
use super::computation::{Answer, Outcome, computed_results};
use super::institution_at;
use super::measures::MeasureDefinition;
use super::outcome::outcomes;
use super::ties;
use crate::schema::connection::{Connection, Page};
use crate::schema::count;
use crate::schema::institution::Institution;

impl Value for ranking::Ranking {
    fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    fn write(&self, network: &Network, to: &mut Canonical) {
        to.field("measure", self.measure);
        to.field("entries", self.entries.len());
        for it in &self.entries {
            to.institution("institution", network, it.institution);
            to.optional_number("value", it.value);
            to.optional_number("standardError", it.standard_error);
        }
    }
}

outcomes! {
    /// What ranking institutions gives.
    RankingOutcome of
    /// The institutions in order.
    RankingResult(ranking::Ranking);
}

impl RankingOutcome {
    /// Ranks the institutions of a graph of ties.
    ///
    /// # Errors
    /// Those of the pool; `INVALID_ARGUMENT` for a parameter that the measure does not take.
    pub(super) async fn find(
        ctx: &Context<'_>,
        context: &Arc<ViewContext>,
        ties: TieRule,
        rule: ranking::RankingRule,
    ) -> Result<Self> {
        let parameters = format!("{ties:?} {rule:?}");
        let graph = match ties::load(ctx, context, ties).await? {
            Ok(graph) => Arc::clone(graph.shared()),
            Err(refusal) => return Self::of(ctx, Err(refusal)),
        };
        let found = analysis::run_within(ctx, context, "ranking", parameters, move |view, allowance| {
            ranking::Ranking::new(view, &graph.value, &rule, allowance.cost_max, &allowance.interrupt)
        });
        Self::of(ctx, found.await?)
    }
}

computed_results! {
    /// The institutions of a graph of ties in order of a measure: the greatest value has rank 1.
    RankingResult(ranking::Ranking);
}

#[Object(use_type_description)]
impl RankingResult {
    #[graphql(flatten)]
    fn outcome(&self) -> Outcome {
        self.0.outcome()
    }

    /// The measure.
    fn measure(&self) -> MeasureDefinition {
        MeasureDefinition::of(self.0.value().measure)
    }

    /// The institutions: greatest value first, equal ones in order of their keys, those without a value last.
    #[allow(clippy::too_many_arguments, reason = "paging takes four arguments of every such field")]
    fn entries(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Which of them to list; all when left out. Ranks stay those among all institutions of the graph."
        )]
        filter: Option<crate::schema::input::InstitutionFilter>,
        #[graphql(
            desc = "How many items from the start, or after `after`: 0 to 100; 20 when neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(
            desc = "The cursor of the item after which the page begins; none for the start of the list."
        )]
        after: Option<String>,
        #[graphql(
            desc = "How many items before the end, or before `before`: 0 to 100; not together with `first`."
        )]
        last: Option<i32>,
        #[graphql(desc = "The cursor of the item before which the page ends; none for the end of the list.")]
        before: Option<String>,
    ) -> Result<Connection<RankingEntry>> {
        let context = self.0.context();
        let all = self.0.value().entries.iter().copied();
        let mut part = "entries".to_owned();
        let listed: Vec<Ranked> = match filter {
            None => all.collect(),
            Some(filter) => {
                let filter = filter.read(context)?;
                let mut fitting = selection::institutions(&context.view, &filter, &[]);
                fitting.sort_unstable();
                part = format!("entries {filter:?}");
                all.filter(|it| fitting.binary_search(&it.institution).is_ok()).collect()
            }
        };
        let page = Page { first, after, last, before };
        let network = context.network();
        let owner = self.0.owner(&part);
        self.0.listing(&owner, &listed).page(
            ctx,
            &page,
            |it| Cow::Borrowed(network.at(it.institution).map_or("", |it| it.key())),
            |it| Some(RankingEntry { answer: self.0.clone(), value: *it }),
        )
    }

    /// How many institutions have a value.
    fn defined_count(&self) -> i32 {
        count(self.0.value().defined)
    }

    /// The least value; null when nobody has one.
    fn minimum(&self) -> Option<f64> {
        self.0.value().minimum
    }

    /// The greatest value; null when nobody has one.
    fn maximum(&self) -> Option<f64> {
        self.0.value().maximum
    }

    /// The mean of the values; null when nobody has one.
    fn mean(&self) -> Option<f64> {
        self.0.value().mean
    }
}

/// An institution with its value and rank.
#[derive(Debug, Clone, Description)]
pub struct RankingEntry {
    answer: Answer<ranking::Ranking>,
    value: Ranked,
}

#[Object(use_type_description)]
impl RankingEntry {
    /// The rank, from 1; equal values share one, and the next counts all before it. Null without a value.
    fn rank(&self) -> Option<i32> {
        self.value.rank.map(count)
    }

    /// The institution.
    fn institution(&self) -> Result<Institution> {
        institution_at(self.answer.context(), self.value.institution)
    }

    /// The value; null where the measure is not defined, see its `nullMeaning`.
    fn value(&self) -> Option<f64> {
        self.value.value
    }

    /// The value over the greatest that a network of this size allows, from 0 to 1; null where the measure defines no
    /// such norm, or has no value.
    fn normalized(&self) -> Option<f64> {
        self.value.normalized
    }

    /// The standard error of a sampled value; null when it is not sampled.
    fn standard_error(&self) -> Option<f64> {
        self.value.standard_error
    }
}
