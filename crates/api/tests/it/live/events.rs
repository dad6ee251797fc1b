//! Server-sent events, piece by piece.

use std::sync::atomic::Ordering;
use std::time::Duration;

use api::http::LiveLimits;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::{PATIENCE, Server, patient, serve};

/// An answer that is read piece by piece.
struct Events {
    status: StatusCode,
    headers: HeaderMap,
    body: Body,
}

impl Events {
    async fn ask(server: &Server, request: Request<Body>) -> Self {
        let answer = server.app.clone().oneshot(request).await.expect("infallible");
        let (parts, body) = answer.into_parts();
        Self { status: parts.status, headers: parts.headers, body }
    }

    async fn post(server: &Server, query: &str) -> Self {
        let body = json!({ "query": query }).to_string();
        let request = Request::post("/graphql")
            .header("accept", "text/event-stream")
            .header("content-type", "application/json");
        Self::ask(server, request.body(Body::from(body)).expect("a request")).await
    }

    /// The next piece; none after the last.
    async fn piece(&mut self) -> Option<String> {
        let frame =
            tokio::time::timeout(PATIENCE, self.body.frame()).await.expect("something within a while");
        let bytes = frame?.expect("a frame").into_data().expect("bytes");
        Some(String::from_utf8(bytes.to_vec()).expect("text"))
    }

    /// The answer in the next event.
    async fn next(&mut self) -> Value {
        let piece = self.piece().await.expect("an event");
        let data = piece.strip_prefix("event: next\ndata: ").and_then(|it| it.strip_suffix("\n\n"));
        serde_json::from_str(data.unwrap_or_else(|| panic!("no event: {piece:?}"))).expect("JSON")
    }

    async fn complete(&mut self) {
        assert_eq!(self.piece().await.as_deref(), Some("event: complete\ndata:\n\n"));
        assert_eq!(self.piece().await, None);
    }

    async fn code(mut self) -> String {
        let piece = self.piece().await.expect("a body");
        let answer: Value = serde_json::from_str(&piece).expect("JSON");
        answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
    }
}

#[tokio::test]
async fn a_subscription_is_told_in_order_and_completed() {
    let server = serve(patient(), 8).await;
    let mut events = Events::post(&server, "subscription { count(to: 2) }").await;
    assert_eq!(events.status, StatusCode::OK);
    assert_eq!(events.headers["content-type"], "text/event-stream; charset=utf-8");
    assert_eq!(events.headers["cache-control"], "no-store");
    assert_eq!(events.next().await, json!({ "data": { "count": 1 } }));
    assert_eq!(events.next().await, json!({ "data": { "count": 2 } }));
    events.complete().await;

    let query = "/graphql?query=subscription%28%24n%3AInt%21%29%7Bcount%28to%3A%24n%29%7D&variables=%7B%22n%22%3A1%7D";
    let get = Request::get(query).header("accept", "text/event-stream").body(Body::empty());
    let mut events = Events::ask(&server, get.expect("a request")).await;
    assert_eq!(events.next().await, json!({ "data": { "count": 1 } }));
    events.complete().await;

    let mut events = Events::post(&server, "{ fast }").await;
    assert_eq!(events.next().await, json!({ "data": { "fast": 2 } }));
    events.complete().await;
    let mut events = Events::post(&server, "mutation { change }").await;
    assert_eq!(events.next().await, json!({ "data": { "change": true } }));
    events.complete().await;
}

#[tokio::test]
async fn what_is_wrong_with_the_operation_is_an_event() {
    let server = serve(patient(), 8).await;
    for (query, code) in [
        ("subscription {", "SYNTAX"),
        ("subscription { unknown }", "VALIDATION"),
        ("subscription { never count(to: 1) }", "VALIDATION"),
        ("subscription { closed }", "FORBIDDEN"),
        ("subscription { missing }", "NOT_FOUND"),
    ] {
        let mut events = Events::post(&server, query).await;
        assert_eq!(events.status, StatusCode::OK, "{query}");
        let answer = events.next().await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], code, "{query} {answer}");
        events.complete().await;
    }
}

#[tokio::test]
async fn what_is_wrong_with_the_request_has_its_status() {
    let server = serve(patient(), 1).await;
    let request = |method: &str, path: &str, headers: &[(&str, &str)], body: &'static str| {
        let mut request = Request::builder().method(method).uri(path).header("accept", "text/event-stream");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(Body::from(body)).expect("a request")
    };
    let json_body = ("content-type", "application/json");
    for (request, status, code) in [
        (request("GET", "/graphql", &[], ""), 400, "BAD_REQUEST"),
        (request("POST", "/graphql", &[json_body], "{"), 400, "BAD_REQUEST"),
        (request("POST", "/graphql", &[], "{}"), 415, "UNSUPPORTED_MEDIA_TYPE"),
        (request("PUT", "/graphql", &[json_body], "{}"), 405, "METHOD_NOT_ALLOWED"),
        (request("GET", "/graphql?query=mutation%7Bchange%7D", &[], ""), 405, "METHOD_NOT_ALLOWED"),
        (
            request("GET", "/graphql?query=%7Bfast%7D", &[("authorization", "Bearer other")], ""),
            401,
            "UNAUTHENTICATED",
        ),
    ] {
        let events = Events::ask(&server, request).await;
        assert_eq!(events.status.as_u16(), status, "{code}");
        assert_eq!(events.code().await, code);
    }
    let _first = Events::post(&server, "subscription { never }").await;
    let second = Events::post(&server, "subscription { never }").await;
    assert_eq!(second.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(second.code().await, "OVERLOADED");

    // Without asking for events a subscription is not answered.
    let body = json!({ "query": "subscription { never }" }).to_string();
    let plain = Request::post("/graphql").header("content-type", "application/json").body(Body::from(body));
    let answer = Events::ask(&server, plain.expect("a request")).await;
    assert_eq!(answer.status, StatusCode::NOT_ACCEPTABLE);
    assert_eq!(answer.code().await, "NOT_ACCEPTABLE");
}

#[tokio::test]
async fn lost_rights_end_what_is_told() {
    let server = serve(patient(), 8).await;
    let mut events = Events::post(&server, "subscription { flood }").await;
    assert!(events.next().await["data"]["flood"].is_string());
    server.gate.store(false, Ordering::SeqCst);
    let last = loop {
        let event = events.next().await;
        if event["data"].is_null() {
            break event;
        }
    };
    assert_eq!(last["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "{last}");
    events.complete().await;
}

#[tokio::test]
async fn signs_of_life_a_stop_and_lost_rights() {
    let limits = LiveLimits { heartbeat: Duration::from_millis(10), ..patient() };
    let server = serve(limits, 8).await;
    let mut events = Events::post(&server, "subscription { never }").await;
    for _ in 0..3 {
        assert_eq!(events.piece().await.as_deref(), Some(":\n\n"));
    }
    server.gate.store(false, Ordering::SeqCst);
    let last = loop {
        match events.piece().await {
            Some(piece) if piece == ":\n\n" => {}
            other => break other.expect("an event"),
        }
    };
    assert!(last.contains("UNAUTHENTICATED") && last.ends_with("event: complete\ndata:\n\n"), "{last}");
    assert_eq!(events.piece().await, None);

    let server = serve(patient(), 8).await;
    let mut events = Events::post(&server, "subscription { never }").await;
    server.audience.stop();
    events.complete().await;
    drop(events);
    assert!(server.audience.gone(PATIENCE).await);
}
