//! What the network offers on ways between institutions: objects to be flattened into it.

use std::sync::Arc;

use async_graphql::{Context, Object, Result};
use service::analysis::Allowance;
use service::graph::path::Paths;
use service::graph::suggestion::{SuggestionRule, Suggestions};

use super::analysis;
use super::input::TieRule;
use super::paths::{PathOutcome, PathsOfTies};
use super::suggestions::{BackTestInput, SuggestedTieOutcome};
use super::ties;
use super::words::{LinkMethod, WeightSemantics};
use crate::schema::entry::RecordNode as _;
use crate::schema::input::InstitutionLookup;
use crate::schema::network::Network;

/// The analyses of ways between institutions.
pub struct LinkAnalyses(pub(crate) Network);

#[Object]
impl LinkAnalyses {
    /// The shortest paths of ties between two institutions with the evidence of each hop, and who could introduce one to
    /// the other.
    #[allow(clippy::too_many_arguments, reason = "each argument is a parameter of the definition")]
    async fn path(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Where it begins; a unit stands for the institution that it counts for.")]
        from: InstitutionLookup,
        #[graphql(desc = "Where it ends; another institution.")] to: InstitutionLookup,
        #[graphql(desc = "Which ties; contact of any weight when left out.")] ties: Option<TieRule>,
        #[graphql(
            desc = "What weights mean for lengths. There is no default, as a strength read as a distance turns the answer round."
        )]
        weight_semantics: WeightSemantics,
        #[graphql(desc = "How many paths to look for, 1 to 20.", default = 1)] alternatives: i32,
    ) -> Result<PathOutcome> {
        let context = &self.0.0;
        let position = |it: InstitutionLookup| {
            Ok::<_, async_graphql::Error>(
                context.network().rolled_up(it.require(context)?.entry().position()),
            )
        };
        let ends = (position(from)?, position(to)?);
        let alternatives = usize::try_from(alternatives).unwrap_or_default();
        let rule = TieRule::read_some(ties.as_ref(), context)?;
        let parameters = format!("{rule:?} {ends:?} {weight_semantics:?} {alternatives}");
        let graph = match ties::load(ctx, context, rule).await? {
            Ok(graph) => Arc::clone(graph.shared()),
            Err(refusal) => return PathOutcome::of(ctx, Err(refusal)),
        };
        let compute = move |_: &_, allowance: &Allowance| {
            let semantics = weight_semantics.into();
            let paths = Paths::between(&graph.value, ends, semantics, alternatives, &allowance.interrupt)?;
            Ok(PathsOfTies { paths, ties: graph })
        };
        PathOutcome::of(ctx, analysis::run_within(ctx, context, "path", parameters, compute).await?)
    }

    /// Pairs of institutions that are not tied and have much in common, with how often such suggestions came true.
    async fn suggested_ties(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How pairs are scored.", default_with = "LinkMethod::AdamicAdar")]
        method: LinkMethod,
        #[graphql(desc = "Which ties there are; contact of any weight when left out.")] ties: Option<TieRule>,
        #[graphql(desc = "Only pairs with this institution.")] with: Option<InstitutionLookup>,
        #[graphql(desc = "How to test the method on the record; no test when left out.")] back_test: Option<
            BackTestInput,
        >,
    ) -> Result<SuggestedTieOutcome> {
        let context = &self.0.0;
        let with = with.map(|it| it.require(context)).transpose()?;
        let rule = SuggestionRule {
            ties: TieRule::read_some(ties.as_ref(), context)?,
            method: method.into(),
            with: with.map(|it| context.network().rolled_up(it.entry().position())),
            back_test: back_test.map(BackTestInput::read).transpose()?,
        };
        let parameters = format!("{rule:?}");
        let graph = match ties::load(ctx, context, rule.ties.clone()).await? {
            Ok(graph) => Arc::clone(graph.shared()),
            Err(refusal) => return SuggestedTieOutcome::of(ctx, Err(refusal)),
        };
        let compute = move |view: &_, allowance: &Allowance| {
            Suggestions::new(view, &graph.value, &rule, &allowance.interrupt)
        };
        let found = analysis::run_within(ctx, context, "suggested-ties", parameters, compute).await?;
        SuggestedTieOutcome::of(ctx, found)
    }
}
