//! One operation as a stream of answers: guarded, with its rights looked at, and never failing to the outside.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use async_graphql::parser::types::OperationType;
use async_graphql::{Request, Response as Executed, ServerError};
use axum::http::HeaderMap;
use futures_util::stream::{self, BoxStream};
use futures_util::{FutureExt, StreamExt};

use super::super::graphql::Endpoint;
use super::super::params::Params;
use super::super::request_id::RequestId;
use super::super::{Call, answer};
use crate::error::{ErrorCode, Refusal};

/// What a client that follows is known by, and what it is served from.
#[derive(Clone)]
pub(super) struct Session {
    pub(super) endpoint: Arc<Endpoint>,
    /// The headers of the handshake, with the credentials that the client gave later.
    pub(super) headers: HeaderMap,
    pub(super) id: RequestId,
}

/// Answers of an operation. A query or mutation gives one.
pub(super) type Answers = BoxStream<'static, Executed>;

impl Session {
    /// Begins an operation. `is_read_only` when it must change nothing, as one that is asked for by GET.
    ///
    /// # Errors
    /// Those of the guard and of the rights; `METHOD_NOT_ALLOWED` for a mutation that must change nothing.
    pub(super) async fn begin(&self, mut params: Params, is_read_only: bool) -> Result<Answers, Refusal> {
        let endpoint = &self.endpoint;
        let (headers, id) = (&self.headers, &self.id);
        let actor = endpoint.hook.authenticate(headers).await?;
        let guard = endpoint.background.guard();
        let admitted = guard.admit(&params.query, params.operation_name.as_deref(), &mut params.variables)?;
        let operation = admitted.operation;
        if is_read_only && operation == OperationType::Mutation {
            return Err(Refusal::new(ErrorCode::MethodNotAllowed, "Mutations need POST."));
        }
        admitted.needed.check(&actor)?;
        let mut request = params.into_request().data(admitted.cost).data(id.clone());
        request = request.data(endpoint.background.clone());
        request.set_parsed_query(admitted.document);
        let request = endpoint.hook.prepare(Call { headers, id, actor: &actor }, request).await?;
        Ok(if operation == OperationType::Subscription { self.follow(request) } else { self.once(request) })
    }

    /// Whether the client is still let in.
    pub(super) async fn is_admitted(&self) -> Result<(), Refusal> {
        match self.endpoint.hook.authenticate(&self.headers).await {
            // Credentials that cannot be looked at now may be good: the next look decides.
            Err(refusal) if refusal.code.is_retryable() => Ok(()),
            other => other.map(|_actor| ()),
        }
    }

    /// The answer of a query or mutation, within the deadline and in a place of its own.
    fn once(&self, request: Request) -> Answers {
        let (endpoint, id) = (Arc::clone(&self.endpoint), self.id.clone());
        let work = async move {
            let deadline = endpoint.options.deadline;
            let work = async {
                let _place = endpoint.gate.enter().await?;
                Ok::<_, Refusal>(endpoint.background.executor().execute(request).await)
            };
            let outcome = match tokio::time::timeout(deadline, AssertUnwindSafe(work).catch_unwind()).await {
                Ok(Ok(outcome)) => outcome,
                Ok(Err(_panic)) => Err(failed()),
                Err(_elapsed) => {
                    let message = format!("The request was stopped after {} ms.", deadline.as_millis());
                    Err(Refusal::new(ErrorCode::Timeout, message))
                }
            };
            outcome.map_or_else(|refusal| refused(refusal, &id), |executed| answer::completed(executed, &id))
        };
        stream::once(work).boxed()
    }

    /// The answers of a subscription; the last one tells when it failed. Credentials are looked at before each is told:
    /// who is no longer let in learns nothing more, however long ago the subscription began.
    fn follow(&self, request: Request) -> Answers {
        let session = self.clone();
        let answers = self.endpoint.background.executor().stream(request);
        // After a panic there is nothing to go on with: `catch_unwind` ends the stream.
        let answers = AssertUnwindSafe(answers).catch_unwind().boxed();
        let told = stream::unfold(Some((session, answers)), async |going| {
            let (session, mut answers) = going?;
            let executed = match answers.next().await? {
                Ok(executed) => executed,
                Err(_panic) => return Some((refused(failed(), &session.id), None)),
            };
            match session.endpoint.hook.authenticate(&session.headers).await {
                Ok(_actor) => {
                    let told = answer::completed(executed, &session.id);
                    Some((told, Some((session, answers))))
                }
                // Also when they cannot be looked at now: the client comes back with what it was told last.
                Err(refusal) => Some((refused(refusal, &session.id), None)),
            }
        });
        told.boxed()
    }
}

fn failed() -> Refusal {
    Refusal::new(ErrorCode::Internal, "The service failed; its log says why.")
}

/// A refusal as an answer.
pub(super) fn refused(refusal: Refusal, id: &RequestId) -> Executed {
    answer::completed(Executed::from_errors(vec![ServerError::from(refusal)]), id)
}
