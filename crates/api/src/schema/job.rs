//! Jobs: questions that take longer than a request may, asked in the background.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_graphql::{
    Context, Description, Enum, ID, InputObject, Object, Response, Result, SimpleObject, Variables,
};
use service::job::{self, JobKind, JobOutcome, JobRefusal, JobRequest, Jobs};

use super::context::RequestContext;
use super::id;
use super::loader::service_error;
use super::scalars::{DateTime, Json, Revision};
use super::user_error::{UserError, UserErrorCode};
use crate::error::ErrorCode;
use crate::http::Background;

/// The kind of the ids of jobs.
pub(super) const KIND: &str = "analysis-job";

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "service::job::JobStatus")]
pub enum JobStatus {
    /// It waits for its turn.
    Queued,
    /// It runs.
    Running,
    /// It came to its end; the result is there.
    Succeeded,
    /// It failed; `message` says why.
    Failed,
    /// It was canceled.
    Canceled,
    /// It ended long ago or made room for others; its result is no longer kept.
    Expired,
}

/// A question that is answered in the background. Jobs and their results are kept in memory for a while after their
/// end, an hour at most, and are gone after a restart of the service. Only who started a job sees it.
#[derive(Debug, Clone, Description)]
pub struct AnalysisJob(job::Job);

impl AnalysisJob {
    /// Shows a job.
    pub(super) fn new(job: job::Job) -> Self {
        Self(job)
    }

    /// The opaque id, for the interface `Node`.
    ///
    /// # Errors
    /// None.
    pub async fn id(&self, _: &Context<'_>) -> Result<ID> {
        Ok(id::encode(KIND, &self.0.id))
    }

    /// The job of a key; none when there is none that the reader started.
    ///
    /// # Errors
    /// `INTERNAL` when the request was not prepared.
    pub(super) fn find(ctx: &Context<'_>, key: &str) -> Result<Option<Self>> {
        let found = jobs(ctx)?.find(RequestContext::of(ctx)?.actor(), key);
        Ok(found.filter(|it| it.kind == JobKind::Analysis).map(Self))
    }
}

#[Object(use_type_description)]
impl AnalysisJob {
    /// The opaque id. Keep it: it is the only way to the result.
    #[graphql(name = "id")]
    fn node_id(&self) -> ID {
        id::encode(KIND, &self.0.id)
    }

    /// How far it is.
    fn status(&self) -> JobStatus {
        self.0.status.into()
    }

    /// When it was started.
    fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When it came to its end; null while it has not.
    fn ended_at(&self) -> Option<DateTime> {
        self.0.ended_at.map(DateTime)
    }

    /// The revision that everything in its answer is worked out from: the latest when it was started.
    fn revision(&self) -> Revision {
        Revision::of(self.0.revision)
    }

    /// Why there is no answer, in English words; null when there is one or may be yet.
    fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// The whole response to the question: an object with `data`, and with `errors` where there were any, as a request
    /// would have had it. Null until there is one, and once it has expired.
    fn result(&self) -> Option<Json> {
        self.0.result.as_ref().map(|it| Json(Arc::clone(it)))
    }
}

/// What a job is started with.
#[derive(Debug, InputObject)]
pub struct StartAnalysisInput {
    /// The document of one query, as a request would send it.
    pub query: String,
    /// Its variables: an object.
    pub variables: Option<Json>,
    /// A key of the caller's own, at most 200 characters: starting again with the same key gives the same job as long
    /// as that is kept.
    pub idempotency_key: Option<String>,
}

/// Which job is canceled.
#[derive(Debug, InputObject)]
pub struct CancelJobInput {
    /// The id of the job.
    pub id: ID,
}

/// What starting or canceling a job gives.
#[derive(Debug, Clone, SimpleObject)]
pub struct StartAnalysisPayload {
    /// The job; null when there are errors.
    pub job: Option<AnalysisJob>,
    /// Why nothing was done; empty when it was.
    pub user_errors: Vec<UserError>,
}

/// What canceling a job gives.
#[derive(Debug, Clone, SimpleObject)]
pub struct CancelJobPayload {
    /// The job as it is now; null when there are errors.
    pub job: Option<AnalysisJob>,
    /// Why nothing was done; empty when it was, and when the job was over already.
    pub user_errors: Vec<UserError>,
}

/// Starts a query in the background.
pub(super) async fn start_analysis(
    ctx: &Context<'_>,
    input: StartAnalysisInput,
) -> Result<StartAnalysisPayload> {
    let supposed = scenarios_asked_of(ctx, &input.query).await?;
    Ok(match start(ctx, input, &supposed)? {
        Ok(job) => StartAnalysisPayload { job: Some(AnalysisJob(job)), user_errors: Vec::new() },
        Err(error) => StartAnalysisPayload { job: None, user_errors: vec![error] },
    })
}

/// Cancels a job.
pub(super) fn cancel(ctx: &Context<'_>, input: &CancelJobInput) -> Result<CancelJobPayload> {
    let wanted = id::decode(&input.id)?;
    let actor = RequestContext::of(ctx)?.actor();
    let job = (wanted.kind == KIND).then(|| jobs(ctx).map(|it| it.cancel(actor, &wanted.key)));
    let job = job.transpose()?.flatten();
    let error = || UserError::of(UserErrorCode::NotFound, "No job has this id.", "id");
    let user_errors = if job.is_some() { Vec::new() } else { vec![error()] };
    Ok(CancelJobPayload { job: job.map(AnalysisJob), user_errors })
}

/// The versions of the scenarios, when a question may name one: asked again after one was amended, it is another
/// question. Empty for other questions and for who may not plan.
async fn scenarios_asked_of(ctx: &Context<'_>, query: &str) -> Result<String> {
    let actor = RequestContext::of(ctx)?.actor();
    let service = ctx.data_opt::<Arc<service::Service>>().filter(|_| actor.may_plan());
    let Some(service) = service.filter(|_| query.contains("scenario")) else { return Ok(String::new()) };
    let all = service.scenarios(actor, &[]).await.map_err(|error| service_error(&error))?;
    Ok(all.iter().map(|it| format!("{}@{}\n", it.scenario.key, it.version)).collect())
}

/// Starts a job, or tells what of the input is wrong.
fn start(
    ctx: &Context<'_>,
    input: StartAnalysisInput,
    supposed: &str,
) -> Result<std::result::Result<job::Job, UserError>> {
    use UserErrorCode::{DocumentRefused, IdempotencyKeyReused, Invalid, NotAQuery, Overloaded};
    let request = RequestContext::of(ctx)?;
    let Some(background) = ctx.data_opt::<Background>() else {
        tracing::error!("a request that cannot start jobs reached the schema");
        return Err(ErrorCode::Internal.error("The service cannot start jobs."));
    };
    let variables = match input.variables.as_ref().map(|it| it.0.as_ref()) {
        None | Some(serde_json::Value::Null) => serde_json::Map::new(),
        Some(serde_json::Value::Object(members)) => members.clone(),
        Some(_) => return Ok(Err(UserError::of(Invalid, "`variables` must be an object.", "variables"))),
    };
    let key = input.idempotency_key.filter(|it| !it.is_empty());
    if key.as_ref().is_some_and(|it| it.chars().count() > 200) {
        let message = "`idempotencyKey` must have at most 200 characters.";
        return Ok(Err(UserError::of(Invalid, message, "idempotencyKey")));
    }
    // In order of names, so that equal questions are equal texts.
    let sorted: BTreeMap<_, _> = variables.iter().collect();
    let variables_text = serde_json::to_string(&sorted).unwrap_or_default();
    let question = format!("{}\n{variables_text}\n{supposed}", input.query);
    let variables = Variables::from_json(serde_json::Value::Object(variables));
    let prepared = match background.prepare(request.actor(), input.query, variables) {
        Ok(Some(prepared)) => prepared,
        Ok(None) => {
            let message = "Only a query can be asked in the background.";
            return Ok(Err(UserError::of(NotAQuery, message, "query")));
        }
        Err(refusal) => {
            let message = format!("{}: {}", refusal.code.as_str(), refusal.message);
            return Ok(Err(UserError::of(DocumentRefused, message, "query")));
        }
    };
    let context = request.again().for_job();
    let prepared = prepared.data(Arc::new(context));
    let executor = background.executor();
    let work = async move { outcome(executor.execute(prepared).await) };
    let asked = JobRequest {
        kind: JobKind::Analysis,
        actor: request.actor().clone(),
        revision: request.snapshot().revision,
        question,
        idempotency_key: key,
    };
    Ok(jobs(ctx)?.start(asked, work).map_err(|refusal| match refusal {
        JobRefusal::Overloaded => UserError::of(Overloaded, "Too many jobs are waiting.", "query"),
        JobRefusal::KeyReused => {
            let message = "The key was used with another question.";
            UserError::of(IdempotencyKeyReused, message, "idempotencyKey")
        }
    }))
}

/// The outcome of a job: its response, which has failed when it has no data.
fn outcome(response: Response) -> JobOutcome {
    let has_data = response.data != async_graphql::Value::Null;
    let failure = response.errors.first().filter(|_| !has_data).map(|it| it.message.clone());
    match serde_json::to_value(response) {
        Ok(result) => JobOutcome { result, value: None, failure },
        Err(error) => {
            tracing::error!(%error, "an answer could not be written as JSON");
            let failure = Some("the answer could not be written".to_owned());
            JobOutcome { result: serde_json::Value::Null, value: None, failure }
        }
    }
}

/// The jobs of the schema.
pub(super) fn jobs<'a>(ctx: &Context<'a>) -> Result<&'a Jobs> {
    ctx.data_opt::<Jobs>().ok_or_else(|| {
        tracing::error!("the schema has no jobs");
        ErrorCode::Internal.error("The service cannot run jobs.")
    })
}
