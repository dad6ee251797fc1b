//! Operations whose answers come over time: over a websocket (`graphql-transport-ws`, as the library graphql-ws speaks
//! it) and as server-sent events (the distinct connections mode of graphql-sse).
//!
//! Both are held to the same guard, rights and places as a request that is answered once. Who follows is never sent more
//! than it reads: a stream is asked for its next event when the one before has left, and events are made late, so that
//! of many revisions only the last is told. Nothing waits in a queue.

mod close;
mod events;
mod message;
mod operation;
mod socket;

use std::time::Duration;

use axum::http::{HeaderMap, header};

pub use close::CloseReason;

pub(super) use events::serve as serve_events;
pub(super) use socket::upgrade;

/// How connections that stay open are held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveLimits {
    /// How long a websocket may stay without `connection_init`.
    pub init_within: Duration,
    /// After how long without an event a sign of life is sent; credentials are looked at again then.
    pub heartbeat: Duration,
    /// How long a websocket may give no sign of life.
    pub silence: Duration,
    /// How long a websocket may be open without an operation.
    pub idle: Duration,
    /// How long one message may take to leave.
    pub write_within: Duration,
    /// Operations of one websocket at a time.
    pub operations: usize,
    /// Largest message of a client, in bytes.
    pub message_bytes: usize,
}

impl Default for LiveLimits {
    fn default() -> Self {
        Self {
            init_within: Duration::from_secs(10),
            heartbeat: Duration::from_secs(12),
            silence: Duration::from_secs(40),
            idle: Duration::from_secs(300),
            write_within: Duration::from_secs(10),
            operations: 32,
            message_bytes: 256 * 1024,
        }
    }
}

/// Whether a request asks for a websocket.
pub(super) fn wants_socket(headers: &HeaderMap) -> bool {
    let upgrade = headers.get(header::UPGRADE).and_then(|it| it.to_str().ok());
    upgrade.is_some_and(|it| it.split(',').any(|it| it.trim().eq_ignore_ascii_case("websocket")))
}

/// Whether a request asks for server-sent events by their name.
pub(super) fn wants_events(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT).iter().filter_map(|it| it.to_str().ok());
    accepted.flat_map(|it| it.split(',')).any(|range| {
        let mut parts = range.split(';').map(str::trim);
        let is_named = parts.next().is_some_and(|it| it.eq_ignore_ascii_case("text/event-stream"));
        is_named
            && !parts.any(|it| matches!(it.replace(' ', "").as_str(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn what_is_asked_for_stands_in_the_headers() {
        let headers = |name, value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(name, HeaderValue::from_static(value));
            headers
        };
        assert!(wants_socket(&headers(header::UPGRADE, "WebSocket")));
        assert!(!wants_socket(&headers(header::UPGRADE, "h2c")));
        assert!(!wants_socket(&HeaderMap::new()));
        for (accept, expected) in [
            ("text/event-stream", true),
            ("application/json, text/event-stream;q=0.5", true),
            ("text/event-stream; q=0", false),
            ("*/*", false),
            ("text/*", false),
            ("application/json", false),
        ] {
            assert_eq!(wants_events(&headers(header::ACCEPT, accept)), expected, "{accept}");
        }
    }
}
