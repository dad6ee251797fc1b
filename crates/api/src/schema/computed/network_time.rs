//! What the network offers on time: objects to be flattened into it.

use async_graphql::{Context, Object, Result};
use service::analysis::Allowance;
use service::graph::cluster::ClusterRule;
use service::graph::evolution::{Evolution, EvolutionRule};
use service::graph::series::{Series, SeriesRule};
use service::measures::run::RunParameters;

use super::analysis;
use super::evolution::EvolutionOutcome;
use super::input::{self, TieRule};
use super::measure_series::{PeriodStep, SeriesOutcome};
use super::measures::Measure;
use super::words::{ClusterMethod, ClusterQuality, InstitutionAttribute, WeightSemantics};
use crate::error::ErrorCode;
use crate::schema::network::Network;

/// The analyses of periods.
pub struct TimeAnalyses(pub(crate) Network);

#[Object]
impl TimeAnalyses {
    /// Measures of the whole network, period by period.
    #[allow(clippy::too_many_arguments, reason = "each argument is a parameter of the definition")]
    async fn series(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The measures, of scope `WHOLE` and with one value; 1 to 10.")] measures: Vec<
            Measure,
        >,
        #[graphql(desc = "How time is cut.")] step: PeriodStep,
        #[graphql(desc = "Which ties; contact of any weight when left out.")] ties: Option<TieRule>,
        #[graphql(desc = "The attribute that groups institutions, for measures that compare groups.")]
        by: Option<InstitutionAttribute>,
        #[graphql(desc = "What weights mean. Must be given where paths are concerned.")]
        weight_semantics: Option<WeightSemantics>,
        #[graphql(desc = "The seed of what is drawn at random, 0 or more.", default = 1)] seed: i32,
    ) -> Result<SeriesOutcome> {
        let context = &self.0.0;
        let rule = SeriesRule {
            step: step.read()?,
            measures: measures.into_iter().map(Into::into).collect(),
            ties: TieRule::read_some(ties.as_ref(), context)?,
            by: by.map(Into::into),
            parameters: RunParameters {
                semantics: weight_semantics.map(Into::into),
                seed: input::seed(seed)?,
                ..RunParameters::default()
            },
        };
        let parameters = format!("{rule:?}");
        let compute = move |view: &_, allowance: &Allowance| {
            Series::new(view, &rule, allowance.cost_max, &allowance.interrupt)
        };
        SeriesOutcome::of(ctx, analysis::run_within(ctx, context, "series", parameters, compute).await?)
    }

    /// What becomes of ties and clusters from one period to the next.
    #[allow(clippy::too_many_arguments, reason = "each argument is a parameter of the definition")]
    async fn evolution(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How time is cut.")] step: PeriodStep,
        #[graphql(
            desc = "Which ties; of level L2 or more and weight 0.2 or more, coordinators taken out, when left out."
        )]
        ties: Option<TieRule>,
        #[graphql(desc = "How clusters are found.", default_with = "ClusterMethod::Components")]
        method: ClusterMethod,
        #[graphql(desc = "What Leiden maximises.", default_with = "ClusterQuality::Modularity")]
        quality: ClusterQuality,
        #[graphql(desc = "The resolution of Leiden, above 0.", default = 1.0)] resolution: f64,
        #[graphql(desc = "The seed of Leiden, 0 or more.", default = 1)] seed: i32,
        #[graphql(desc = "The least number of members, 2 or more.", default = 3)] min_size: i32,
        #[graphql(
            desc = "The least share of common members among all members of two clusters that match, above 0 and at most 1.",
            default = 0.3
        )]
        threshold: f64,
        #[graphql(
            desc = "For how many periods a cluster may be away and still be the same when it comes back, 0 or more.",
            default = 1
        )]
        absence: i32,
    ) -> Result<EvolutionOutcome> {
        let context = &self.0.0;
        let default = ClusterRule::default();
        let ties = ties.map(|it| it.read(context)).transpose()?.unwrap_or(default.ties);
        let rule = EvolutionRule {
            step: step.read()?,
            clusters: ClusterRule {
                ties,
                method: method.into(),
                quality: quality.into(),
                resolution,
                seed: input::seed(seed)?,
                ensemble: 0,
                min_size: usize::try_from(min_size).unwrap_or_default(),
            },
            threshold,
            absence_max: u32::try_from(absence).map_err(|_error| {
                ErrorCode::InvalidArgument.error(format!("`absence` is {absence}; expected 0 or more."))
            })?,
        };
        let parameters = format!("{rule:?}");
        let compute =
            move |view: &_, allowance: &Allowance| Evolution::new(view, &rule, &allowance.interrupt);
        EvolutionOutcome::of(ctx, analysis::run_within(ctx, context, "evolution", parameters, compute).await?)
    }
}
