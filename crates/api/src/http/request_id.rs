//! An id for every request: the client's own if it sent a sane one, else a running number under the process's prefix.
//! It stands in the header `x-request-id` of every answer, in the log, and in `INTERNAL` errors.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Response};
use axum::middleware::Next;
use tracing::Instrument;

/// The name of the header.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The longest id taken from a client, in bytes.
const LONGEST_ID: usize = 64;

/// The id of one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(Arc<str>);

impl RequestId {
    /// The id as text: letters, digits, `.`, `_` and `-`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The client's id, or `None` when it sent none or one that should not stand in a log.
    fn from_header(value: Option<&HeaderValue>) -> Option<Self> {
        let text = value?.to_str().ok()?;
        let is_sane = !text.is_empty()
            && text.len() <= LONGEST_ID
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'));
        is_sane.then(|| Self::from(text))
    }
}

impl From<&str> for RequestId {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

/// Makes the ids of one process.
#[derive(Debug)]
pub(crate) struct RequestIds {
    prefix: String,
    next: AtomicU64,
}

impl RequestIds {
    pub(crate) fn new(prefix: String) -> Self {
        Self { prefix, next: AtomicU64::new(1) }
    }

    fn next(&self) -> RequestId {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        RequestId(format!("{}-{number}", self.prefix).into())
    }
}

/// Middleware: gives the request its id, and the answer the same.
pub(crate) async fn attach(
    State(ids): State<Arc<RequestIds>>,
    mut request: Request,
    next: Next,
) -> Response<Body> {
    let id = RequestId::from_header(request.headers().get(REQUEST_ID)).unwrap_or_else(|| ids.next());
    request.extensions_mut().insert(id.clone());
    let span = tracing::info_span!("request", id = id.as_str(), method = %request.method(), path = request.uri().path());
    let mut response = next.run(request).instrument(span).await;
    if let Ok(value) = HeaderValue::from_str(id.as_str()) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sane_ids_are_taken_over() {
        let id = |text: &str| RequestId::from_header(HeaderValue::from_str(text).ok().as_ref());
        assert_eq!(id("abc-1.2_3"), Some(RequestId::from("abc-1.2_3")));
        assert_eq!(id(""), None);
        assert_eq!(id("a b"), None);
        assert_eq!(id(&"a".repeat(65)), None);
    }
}
