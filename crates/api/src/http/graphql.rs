//! The handler of `/graphql`.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use async_graphql::Response as Executed;
use async_graphql::parser::types::OperationType;
use axum::Extension;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, header};
use futures_util::FutureExt;

use super::accept::MediaType;
use super::gate::Gate;
use super::params::Params;
use super::request_id::RequestId;
use super::{Background, Call, HttpOptions, RequestHook, answer, live};
use crate::error::{ErrorCode, Refusal};

/// The methods of the endpoint, for `Allow`.
const METHODS: &str = "GET, HEAD, POST, OPTIONS";

/// The header with the estimated cost of the operation.
const COST: HeaderName = HeaderName::from_static("x-query-cost");

/// What the handler works with.
pub(super) struct Endpoint {
    pub(super) background: Background,
    pub(super) hook: Arc<dyn RequestHook>,
    pub(super) gate: Gate,
    pub(super) options: HttpOptions,
}

/// A request that did not come to be executed.
struct Stop {
    refusal: Refusal,
    /// Whether the HTTP request was a GraphQL request at all.
    is_graphql: bool,
    allow: Option<&'static str>,
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self { refusal, is_graphql: true, allow: None }
    }
}

/// A request that was executed, with its estimated cost.
type Done = (Executed, u64);

/// Answers every method at `/graphql`.
pub(super) async fn handle(
    State(endpoint): State<Arc<Endpoint>>,
    Extension(id): Extension<RequestId>,
    request: Request,
) -> Response<Body> {
    if live::wants_socket(request.headers()) && request.method() == Method::GET {
        return live::upgrade(endpoint, id, request).await;
    }
    if live::wants_events(request.headers()) {
        return live::serve_events(endpoint, id, request).await;
    }
    let Some(media) = MediaType::negotiate(request.headers()) else {
        let message = "Accept must admit application/graphql-response+json or application/json.";
        return answer::not_graphql(Refusal::new(ErrorCode::NotAcceptable, message), MediaType::Json);
    };
    if request.method() == Method::OPTIONS {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(METHODS));
        return response;
    }
    let deadline = endpoint.options.deadline;
    let work = AssertUnwindSafe(Box::pin(endpoint.serve(request, &id))).catch_unwind();
    let outcome = match tokio::time::timeout(deadline, work).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_panic)) => {
            Err(Refusal::new(ErrorCode::Internal, "The service failed; its log says why.").into())
        }
        Err(_elapsed) => {
            let message = format!("The request was stopped after {} ms.", deadline.as_millis());
            Err(Refusal::new(ErrorCode::Timeout, message).into())
        }
    };
    match outcome {
        Ok((executed, cost)) => {
            let mut response = answer::executed(executed, media, &id);
            response.headers_mut().insert(COST, HeaderValue::from(cost));
            response
        }
        Err(stop) => stop.into_response(media, &id),
    }
}

impl Stop {
    fn into_response(self, media: MediaType, id: &RequestId) -> Response<Body> {
        let mut response = if self.is_graphql {
            answer::refused(self.refusal, media, id)
        } else {
            answer::not_graphql(self.refusal, media)
        };
        if let Some(allow) = self.allow {
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allow));
        }
        response
    }

    fn method(message: &str, allow: &'static str) -> Self {
        let refusal = Refusal::new(ErrorCode::MethodNotAllowed, message);
        Self { refusal, is_graphql: false, allow: Some(allow) }
    }
}

impl Endpoint {
    async fn serve(&self, request: Request, id: &RequestId) -> Result<Done, Stop> {
        let (parts, body) = request.into_parts();
        let is_read_only = parts.method == Method::GET || parts.method == Method::HEAD;
        let params = if is_read_only {
            Params::from_query_string(parts.uri.query().unwrap_or_default())
        } else if parts.method == Method::POST {
            Params::from_body(&parts.headers, body, self.options.body_limit).await
        } else {
            return Err(Stop::method("The method is not one of this endpoint.", METHODS));
        };
        let params = params.map_err(|refusal| Stop { refusal, is_graphql: false, allow: None })?;
        let _place = self.gate.enter().await?;
        self.execute(params, &parts.headers, id, is_read_only).await
    }

    async fn execute(
        &self,
        mut params: Params,
        headers: &HeaderMap,
        id: &RequestId,
        is_read_only: bool,
    ) -> Result<Done, Stop> {
        let actor = self.hook.authenticate(headers).await?;
        let guard = self.background.guard();
        let admitted = guard.admit(&params.query, params.operation_name.as_deref(), &mut params.variables)?;
        if is_read_only && admitted.operation != OperationType::Query {
            return Err(Stop::method("GET is for queries; send other operations by POST.", "POST"));
        }
        if admitted.operation == OperationType::Subscription {
            let message = "A subscription is answered over a websocket (graphql-transport-ws) or as text/event-stream: ask for one of these.";
            return Err(Refusal::new(ErrorCode::NotAcceptable, message).into());
        }
        admitted.needed.check(&actor)?;
        let cost = admitted.cost.total;
        let mut request = params.into_request().data(admitted.cost).data(id.clone());
        request = request.data(self.background.clone());
        request.set_parsed_query(admitted.document);
        let request = self.hook.prepare(Call { headers, id, actor: &actor }, request).await?;
        Ok((self.background.executor().execute(request).await, cost))
    }
}
