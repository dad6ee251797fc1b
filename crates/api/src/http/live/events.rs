//! Server-sent events: one operation a request, in the distinct connections mode of graphql-sse.
//!
//! What is wrong with the HTTP request itself, or with the credentials, is answered with its own status; what is wrong
//! with the operation is an event, as that protocol asks. An answer is made when the client has taken the one before, so
//! a client that reads slowly is told less often and misses nothing.

use std::convert::Infallible;
use std::sync::Arc;

use async_graphql::Response as Executed;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, Method, Response, header};
use futures_util::{StreamExt, stream};
use service::Listener;
use tokio::time::{Interval, MissedTickBehavior, interval};

use super::super::accept::MediaType;
use super::super::answer;
use super::super::graphql::Endpoint;
use super::super::params::Params;
use super::super::request_id::RequestId;
use super::operation::{Answers, Session, refused};
use crate::error::{ErrorCode, Refusal};

/// Says that nothing happened, so that nobody between takes the connection for dead.
const SIGN_OF_LIFE: &[u8] = b":\n\n";

/// Ends the stream.
const COMPLETE: &[u8] = b"event: complete\ndata:\n\n";

/// Answers a request that accepts events.
pub(in super::super) async fn serve(
    endpoint: Arc<Endpoint>,
    id: RequestId,
    request: Request,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let is_read_only = parts.method == Method::GET;
    let params = if is_read_only {
        Params::from_query_string(parts.uri.query().unwrap_or_default())
    } else if parts.method == Method::POST {
        let read = Params::from_body(&parts.headers, body, endpoint.options.body_limit);
        match tokio::time::timeout(endpoint.options.deadline, read).await {
            Ok(params) => params,
            Err(_elapsed) => Err(Refusal::new(ErrorCode::Timeout, "The body did not come in time.")),
        }
    } else {
        let refusal = Refusal::new(ErrorCode::MethodNotAllowed, "Events are asked for by GET or POST.");
        let mut response = answer::not_graphql(refusal, MediaType::Json);
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, POST"));
        return response;
    };
    let params = match params {
        Ok(params) => params,
        Err(refusal) => return answer::not_graphql(refusal, MediaType::Json),
    };
    let session = Session { endpoint: Arc::clone(&endpoint), headers: parts.headers, id: id.clone() };
    if let Err(refusal) = endpoint.hook.authenticate(&session.headers).await {
        return answer::not_graphql(refusal, MediaType::Json);
    }
    let Some(listener) = endpoint.options.audience.enter() else {
        let message = "Too many connections are open, or the service is stopping; try again soon.";
        let mut response = answer::not_graphql(Refusal::new(ErrorCode::Overloaded, message), MediaType::Json);
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        return response;
    };
    let answers = match session.begin(params, is_read_only).await {
        Ok(answers) => answers,
        Err(refusal) if refusal.code == ErrorCode::MethodNotAllowed => {
            let mut response = answer::not_graphql(refusal, MediaType::Json);
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
            return response;
        }
        Err(refusal) => stream::once(std::future::ready(refused(refusal, &id))).boxed(),
    };
    let heartbeat = endpoint.options.live.heartbeat;
    let mut beat = interval(heartbeat);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    beat.reset();
    let events = Events { session, answers, listener, beat, is_over: false };
    let events = stream::unfold(events, async |mut it| Some((Ok::<_, Infallible>(it.next().await?), it)));
    let mut response = Response::new(Body::from_stream(events));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::VARY, HeaderValue::from_static("accept"));
    // Proxies that gather an answer before they pass it on leave one with this alone.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

/// The events of one operation.
struct Events {
    session: Session,
    answers: Answers,
    listener: Listener,
    beat: Interval,
    is_over: bool,
}

impl Events {
    /// The next piece of the stream; none after the last.
    async fn next(&mut self) -> Option<Bytes> {
        if self.is_over {
            return None;
        }
        tokio::select! {
            biased;
            () = self.listener.told_to_stop() => {}
            answer = self.answers.next() => if let Some(answer) = answer {
                self.beat.reset();
                if let Some(event) = event(&answer) {
                    return Some(event);
                }
            },
            _ = self.beat.tick() => match self.session.is_admitted().await {
                Ok(()) => return Some(Bytes::from_static(SIGN_OF_LIFE)),
                Err(refusal) => {
                    self.is_over = true;
                    let told = event(&refused(refusal, &self.session.id)).unwrap_or_default();
                    return Some([told, Bytes::from_static(COMPLETE)].concat().into());
                }
            },
        }
        self.is_over = true;
        Some(Bytes::from_static(COMPLETE))
    }
}

/// The event of an answer; none when it cannot be written, which is logged.
fn event(answer: &Executed) -> Option<Bytes> {
    let json = serde_json::to_string(answer)
        .inspect_err(|error| tracing::error!(%error, "an answer could not be written as JSON"))
        .ok()?;
    // JSON without white space between its parts has no line end.
    Some(format!("event: next\ndata: {json}\n\n").into())
}
