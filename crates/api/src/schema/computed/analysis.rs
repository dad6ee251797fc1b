//! Running analyses: heavy ones on the service's pool, each once for its revision, view and parameters.

use std::sync::Arc;

use async_graphql::{Context, Error, Result, Value as GraphQlValue};
use service::analysis::{Allowance, Analyses, AnalysisKey, Found, Interrupted};
use service::graph::NetworkView;
use service::graph::receipt::view_parameters;
use service::graph::refusal::Refusal;
use service::{Service, ViewContext};

use super::canonical::{Computed, Value};
use super::computation::Answer;
use crate::error::ErrorCode;
use crate::schema::context::RequestContext;
use crate::schema::loader::service_error;

/// Fields that cost more than the objects they return: type, field, weight in objects.
///
/// A weight is what the analysis costs when nothing of it is kept yet; most cost nothing the second time.
pub const ANALYSIS_WEIGHTS: &[(&str, &str, u64)] = &[
    ("Query", "changes", 500),
    ("Query", "revisions", 50),
    ("RevisionEntry", "changes", 50),
    ("Network", "statistics", 200),
    ("Network", "structure", 500),
    ("Network", "ties", 500),
    ("Network", "tie", 500),
    ("Network", "dependence", 500),
    ("Network", "ranking", 1_000),
    ("Network", "path", 500),
    ("Network", "suggestedTies", 1_000),
    ("Network", "series", 2_000),
    ("Network", "evolution", 2_000),
    ("NetworkDiff", "contributions", 5_000),
    ("Network", "compare", 2_000),
    ("Network", "brokerage", 1_000),
    ("NetworkStructure", "diameter", 1_000),
    ("NetworkStructure", "meanDistance", 1_000),
    ("NetworkStructure", "transitivity", 500),
    ("NetworkStructure", "eiIndex", 1_000),
    ("Network", "clusters", 1_000),
    ("Network", "uncontactedSignatories", 200),
    ("Network", "coverage", 500),
    ("Network", "gaps", 500),
    ("Network", "duplicates", 500),
    ("ResolutionTask", "candidates", 20),
    ("Network", "pairCoverage", 500),
    ("Network", "hostRotation", 100),
    ("Network", "funding", 200),
    ("Network", "projectPartnerships", 200),
    ("Network", "normCompliance", 100),
    ("Network", "followUp", 50),
    ("Network", "annualReport", 500),
    ("Network", "meetingPlan", 2_000),
    ("Network", "search", 200),
    ("Network", "completeness", 50),
    ("Institution", "ties", 50),
    ("Institution", "degree", 50),
    ("Institution", "contacts", 10),
    ("Institution", "contactedInstitutions", 10),
    ("Institution", "lastContact", 10),
    ("Institution", "contactStatus", 20),
    ("SignatoryContact", "introducers", 30),
    ("SignatoryContact", "introducersNote", 10),
    ("SignatoryContact", "tieWithSide", 10),
    ("Meeting", "signatoryShare", 20),
];

/// Runs an analysis on the pool, or takes the result that is kept of it.
///
/// `parameters` tells equal questions from others, beside the view's own parameters. The inner error is the
/// analysis' own refusal.
///
/// # Errors
/// `OVERLOADED`, `TIMEOUT`, `INTERNAL`.
pub(super) async fn run<T, F>(
    ctx: &Context<'_>,
    context: &Arc<ViewContext>,
    name: &'static str,
    parameters: String,
    compute: F,
) -> Result<Result<Answer<T>, Refusal>>
where
    T: Value,
    F: FnOnce(&NetworkView) -> Result<T, Refusal> + Send + 'static,
{
    run_within(ctx, context, name, parameters, move |view, _| compute(view)).await
}

/// The same for an analysis that looks at its interrupt and refuses what costs more than it may.
///
/// # Errors
/// Those of [`run`].
pub(super) async fn run_within<T, F>(
    ctx: &Context<'_>,
    context: &Arc<ViewContext>,
    name: &'static str,
    parameters: String,
    compute: F,
) -> Result<Result<Answer<T>, Refusal>>
where
    T: Value,
    F: FnOnce(&NetworkView, &Allowance) -> Result<T, Refusal> + Send + 'static,
{
    let mut key = String::new();
    for (name, value) in view_parameters(context.view.view()) {
        key.push_str(&format!("{name}={value}\n"));
    }
    key.push_str(&parameters);
    let snapshot = &context.snapshot;
    let (generation, revision) = (snapshot.generation(), snapshot.revision);
    let key = AnalysisKey { generation, revision, name, parameters: key };
    let view = Arc::clone(&context.view);
    let compute = move |allowance: &Allowance| {
        match compute(&view, allowance).map(|it| Arc::new(Computed::new(&view, it))) {
            Err(Refusal::Interrupted) => Err(Interrupted),
            // Another may have more, so it is asked again.
            refused @ Err(Refusal::TooLarge { .. }) => Ok(Found::Pass(refused)),
            Ok(found) if !found.value.is_kept() => Ok(Found::Pass(Ok(found))),
            found => Ok(Found::Keep(found)),
        }
    };
    let found = pool(ctx)?.run(key, compute).await.map_err(|error| service_error(&error))?;
    Ok(match found.as_ref() {
        Ok(found) => Ok(Answer::new(Arc::clone(context), Arc::clone(found))),
        Err(refusal) => Err(refusal.clone()),
    })
}

/// What runs the analyses of a schema.
#[derive(Debug, Clone)]
pub struct Pools {
    /// Those that requests ask for.
    pub requests: Analyses,
    /// Those that jobs ask for.
    pub jobs: Analyses,
}

impl Pools {
    /// The pools of a service.
    #[must_use]
    pub fn of_service(service: &Service) -> Self {
        Self { requests: service.analyses().clone(), jobs: service.job_analyses().clone() }
    }

    /// The pools of the schema.
    ///
    /// # Errors
    /// `INTERNAL` when the schema was made without them.
    pub(in crate::schema) fn of<'a>(ctx: &Context<'a>) -> Result<&'a Self> {
        ctx.data_opt().ok_or_else(|| {
            tracing::error!("the schema has no pools of analyses");
            ErrorCode::Internal.error("The service cannot run analyses.")
        })
    }
}

/// The pools of the request, or of the job that it is.
fn pool<'a>(ctx: &Context<'a>) -> Result<&'a Analyses> {
    let pools = Pools::of(ctx)?;
    Ok(if RequestContext::of(ctx)?.is_job() { &pools.jobs } else { &pools.requests })
}

/// A refusal as an error, where the schema has no value for it.
pub(super) fn refused(refusal: Refusal) -> Error {
    match refusal {
        Refusal::TooLarge { estimate, limit, .. } => {
            let details = [("cost", GraphQlValue::from(estimate)), ("maximum", GraphQlValue::from(limit))];
            ErrorCode::CostExceeded.error_with(sentence(&refusal.to_string()), details)
        }
        Refusal::NotDefined(_) | Refusal::Parameter { .. } => {
            ErrorCode::InvalidArgument.error(sentence(&refusal.to_string()))
        }
        other => {
            tracing::error!(refusal = %other, "an analysis failed");
            ErrorCode::Internal.error("The analysis failed; the service's log says why.")
        }
    }
}

/// A message as a sentence: a capital at the start and a full stop at the end.
pub(crate) fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let first = letters.next().map(|it| it.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}
