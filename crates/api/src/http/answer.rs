//! Turning what the executor returns into what leaves the service: a code on every error, nothing internal in any,
//! and the status and body that GraphQL over HTTP asks for.

use async_graphql::{Response as Executed, ServerError, Value};
use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use serde::Serialize;

use super::accept::MediaType;
use super::bearer::challenge;
use super::request_id::RequestId;
use crate::error::{ErrorCode, Refusal};

/// Longest message that leaves the service, in bytes; executor messages repeat parts of the request.
const LONGEST_MESSAGE: usize = 400;

/// What an executor's message about a value that does not fit its type begins with.
const COERCION: [&str; 3] = ["Failed to parse", "Expected input type", "Invalid value for argument"];

/// The answer to an executed request.
pub(super) fn executed(response: Executed, media: MediaType, id: &RequestId) -> Response<Body> {
    let response = completed(response, id);
    let is_request_error = !response.errors.is_empty()
        && response.data == Value::Null
        && response.errors.iter().all(|error| error.path.is_empty());
    if is_request_error {
        return failed(&response.errors, media);
    }
    let mut answer = json(StatusCode::OK, media, &response);
    answer.headers_mut().extend(response.http_headers);
    answer
}

/// What the executor returned, with a code on every error and nothing internal in any.
pub(super) fn completed(mut response: Executed, id: &RequestId) -> Executed {
    for error in &mut response.errors {
        complete(error, id);
    }
    response
}

/// The answer to a well-formed HTTP request whose GraphQL request was turned away.
pub(super) fn refused(refusal: Refusal, media: MediaType, id: &RequestId) -> Response<Body> {
    let mut error = ServerError::from(refusal);
    complete(&mut error, id);
    failed(&[error], media)
}

/// The answer to an HTTP request that is not a GraphQL request: its own status in either media type.
pub(super) fn not_graphql(refusal: Refusal, media: MediaType) -> Response<Body> {
    let status = refusal.code.status();
    json(status, media, &ErrorsOnly { errors: &[refusal.into()] })
}

/// Errors without `data`. The first error that is the service's fault decides the status, else the first of all.
fn failed(errors: &[ServerError], media: MediaType) -> Response<Body> {
    let codes = || errors.iter().map(|error| code_of(error).unwrap_or(ErrorCode::Internal));
    let fault = codes().find(|code| code.status().is_server_error());
    let code = fault.or_else(|| codes().next()).unwrap_or(ErrorCode::Internal);
    let mut answer = json(media.status(code.status()), media, &ErrorsOnly { errors });
    if code.is_retryable() {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    answer
}

#[derive(Serialize)]
struct ErrorsOnly<'e> {
    errors: &'e [ServerError],
}

fn json(status: StatusCode, media: MediaType, body: &impl Serialize) -> Response<Body> {
    let (status, bytes) = match serde_json::to_vec(body) {
        Ok(bytes) => (status, bytes),
        Err(error) => {
            tracing::error!(%error, "an answer could not be written as JSON");
            (StatusCode::INTERNAL_SERVER_ERROR, br#"{"errors":[{"message":"The answer could not be written.","extensions":{"code":"INTERNAL"}}]}"#.to_vec())
        }
    };
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, media.content_type());
    headers.insert(header::VARY, HeaderValue::from_static("accept"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    challenge(&mut response);
    response
}

/// The code an error carries, or `None` when the executor made it.
fn code_of(error: &ServerError) -> Option<ErrorCode> {
    match error.extensions.as_ref()?.get("code")? {
        Value::String(text) => ErrorCode::parse(text),
        _ => None,
    }
}

/// Gives an error its code. What a resolver failed with and did not put into words for the client is logged and
/// replaced.
fn complete(error: &mut ServerError, id: &RequestId) {
    let code = code_of(error).unwrap_or_else(|| classify(error));
    let is_unworded = code == ErrorCode::Internal && code_of(error).is_none();
    if code == ErrorCode::Internal {
        tracing::error!(request_id = id.as_str(), message = error.message, path = ?error.path, "a field failed");
    }
    if is_unworded {
        error.message = "The service failed; its log says why.".to_owned();
    }
    let mut extensions = error.extensions.take().unwrap_or_default();
    extensions.set("code", code.as_str());
    if code == ErrorCode::Internal {
        extensions.set("requestId", id.as_str());
    }
    error.extensions = Some(extensions);
    error.message = one_line(&error.message);
}

/// The code of an error that the executor made, from the little that tells them apart.
fn classify(error: &ServerError) -> ErrorCode {
    let starts_with = |prefix: &&str| error.message.starts_with(*prefix);
    if error.path.is_empty() {
        if error.message.starts_with("The recursion depth") {
            ErrorCode::TooDeep
        } else {
            ErrorCode::Validation
        }
    } else if error.source.is_none() && COERCION.iter().any(starts_with) {
        ErrorCode::InvalidArgument
    } else {
        ErrorCode::Internal
    }
}

/// The message in one line and of bounded length.
fn one_line(message: &str) -> String {
    let mut line = message.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.len() > LONGEST_MESSAGE {
        let end = (0..=LONGEST_MESSAGE).rev().find(|at| line.is_char_boundary(*at)).unwrap_or(0);
        line.truncate(end);
        line.push('…');
    }
    line
}

#[cfg(test)]
mod tests {
    use async_graphql::PathSegment;

    use super::*;

    fn completed(message: &str, path: &[&str], code: Option<ErrorCode>) -> (String, Option<ErrorCode>) {
        let mut error = ServerError::new(message, None);
        error.path = path.iter().map(|name| PathSegment::Field((*name).to_owned())).collect();
        error.extensions = code.map(|code| code.extensions([]));
        complete(&mut error, &RequestId::from("r-1"));
        let code = code_of(&error);
        (error.message, code)
    }

    #[test]
    fn errors_get_codes_and_lose_what_is_internal() {
        let (message, code) = completed("Unknown field \"x\"\n on type", &[], None);
        assert_eq!((message.as_str(), code), ("Unknown field \"x\" on type", Some(ErrorCode::Validation)));
        assert_eq!(completed("connection to 10.0.0.1 lost", &["a"], None).1, Some(ErrorCode::Internal));
        assert!(!completed("connection to 10.0.0.1 lost", &["a"], None).0.contains("10.0"));
        assert_eq!(
            completed("Failed to parse \"Date\": no", &["a"], None).1,
            Some(ErrorCode::InvalidArgument)
        );
        let (message, code) = completed("no such thing", &["a"], Some(ErrorCode::NotFound));
        assert_eq!((message.as_str(), code), ("no such thing", Some(ErrorCode::NotFound)));
    }

    #[test]
    fn long_messages_are_cut_between_characters() {
        let line = one_line(&"ż".repeat(LONGEST_MESSAGE));
        assert!(line.len() <= LONGEST_MESSAGE + '…'.len_utf8());
        assert!(line.ends_with("ż…"));
    }
}
