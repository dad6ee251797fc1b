//! GraphQL over HTTP, request by request. The audits of npm's graphql-http check the same from a client's side.

use std::time::{Duration, Instant};

use api::guard::Limits;
use api::http::HttpOptions;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::schema::app;

const NEWER: &str = "application/graphql-response+json";
const OLDER: &str = "application/json";

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().expect("text")).unwrap_or_default()
    }

    fn code(&self) -> String {
        self.json()["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
    }
}

pub(crate) async fn send(app: &Router, request: Request<Body>) -> Answer {
    let response = app.clone().oneshot(request).await.expect("infallible");
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.expect("body").to_bytes();
    Answer {
        status: parts.status,
        headers: parts.headers,
        text: String::from_utf8_lossy(&bytes).into_owned(),
    }
}

fn post(accept: &str, body: impl Into<Body>) -> Request<Body> {
    Request::post("/graphql")
        .header("accept", accept)
        .header("content-type", "application/json")
        .body(body.into())
        .expect("request")
}

fn ask(accept: &str, query: &str) -> Request<Body> {
    post(accept, json!({ "query": query }).to_string())
}

fn ask_with(query: &str, variables: &Value) -> Request<Body> {
    post(NEWER, json!({ "query": query, "variables": variables }).to_string())
}

fn get(query_string: &str) -> Request<Body> {
    Request::get(format!("/graphql?{query_string}"))
        .header("accept", NEWER)
        .body(Body::empty())
        .expect("request")
}

fn plain() -> Router {
    app(HttpOptions::default())
}

#[tokio::test]
async fn a_query_is_answered_in_the_type_asked_for() {
    let app = plain();
    for (accept, content_type) in [
        (NEWER, "application/graphql-response+json; charset=utf-8"),
        (OLDER, "application/json; charset=utf-8"),
        ("*/*", "application/json; charset=utf-8"),
    ] {
        let answer = send(&app, ask(accept, "{ fast }")).await;
        assert_eq!((answer.status, answer.text.as_str()), (StatusCode::OK, r#"{"data":{"fast":2}}"#));
        assert_eq!(answer.header("content-type"), content_type);
        assert!(answer.header("vary").contains("accept"));
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("x-query-cost"), "0");
    }
    let answer = send(&app, ask("text/html", "{ fast }")).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::NOT_ACCEPTABLE, "NOT_ACCEPTABLE"));
}

#[tokio::test]
async fn request_errors_are_400_without_data_or_200_for_older_clients() {
    let app = plain();
    for (query, code) in [
        ("{", "SYNTAX"),
        ("{ missing }", "VALIDATION"),
        ("query($v: Int!) { given(value: $v) }", "VALIDATION"),
        ("{ ...A } fragment A on Query { ...A }", "FRAGMENT_CYCLE"),
    ] {
        for (accept, status) in [(NEWER, StatusCode::BAD_REQUEST), (OLDER, StatusCode::OK)] {
            let answer = send(&app, ask(accept, query)).await;
            assert_eq!((answer.status, answer.code().as_str()), (status, code), "{query} {accept}");
            assert_eq!(answer.json().get("data"), None, "{query}");
        }
    }
}

#[tokio::test]
async fn variables_are_coerced_as_the_specification_wants() {
    let app = plain();
    let document = "query($with: Boolean = true, $v: Int! = 4) { fast @include(if: $with) given(value: $v) }";
    let run = |variables: Value| ask_with(document, &variables);
    assert_eq!(send(&app, run(json!({}))).await.json()["data"], json!({ "fast": 2, "given": "4" }));
    assert_eq!(send(&app, run(json!({ "with": false }))).await.json()["data"], json!({ "given": "4" }));
    for wrong in [json!({ "v": null }), json!({ "v": "x" }), json!({ "v": 1.5 }), json!({ "v": [1] })] {
        let answer = send(&app, run(wrong.clone())).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (StatusCode::BAD_REQUEST, "VALIDATION"),
            "{wrong}"
        );
    }
}

#[tokio::test]
async fn a_field_that_fails_leaves_the_status_at_200() {
    let answer = send(&plain(), ask(NEWER, "{ coded }")).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::OK, "CURSOR_EXPIRED"));
    assert_eq!(answer.json()["data"], Value::Null);
    assert_eq!(answer.json()["errors"][0]["path"], json!(["coded"]));
}

#[tokio::test]
async fn malformed_requests_are_400_and_say_nothing_of_the_inside() {
    let app = plain();
    for body in [
        "",
        "{",
        "null",
        "7",
        "[]",
        "[{\"query\":\"{ fast }\"}]",
        "{}",
        "{\"query\":null}",
        "{\"query\":7}",
        "{\"query\":[\"{ fast }\"]}",
        "{\"query\":\"{ fast }\",\"operationName\":7}",
        "{\"query\":\"{ fast }\",\"variables\":\"x\"}",
        "{\"query\":\"{ fast }\",\"variables\":[1]}",
        "{\"query\":\"{ fast }\",\"extensions\":7}",
        "{\"query\":\"\\ud800\"}",
        "\u{0}",
    ] {
        for accept in [NEWER, OLDER] {
            let answer = send(&app, post(accept, body)).await;
            assert_eq!(
                (answer.status, answer.code().as_str()),
                (StatusCode::BAD_REQUEST, "BAD_REQUEST"),
                "{body}"
            );
            for inner in ["serde", "EOF", "Error(", "expected"] {
                assert!(!answer.text.contains(inner), "{body}: {}", answer.text);
            }
        }
    }
    let nulls = r#"{"query":"{ fast }","operationName":null,"variables":null,"extensions":null,"more":1}"#;
    assert_eq!(send(&app, post(NEWER, nulls)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn only_json_is_read() {
    let app = plain();
    let body = r#"{"query":"{ fast }"}"#;
    for (content_type, status) in [
        (None, StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (Some("text/plain"), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (Some("application/x-www-form-urlencoded"), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (Some("multipart/form-data; boundary=x"), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (Some("application/json; charset=iso-8859-2"), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (Some("application/json; charset=\"UTF-8\""), StatusCode::OK),
        (Some("Application/JSON"), StatusCode::OK),
    ] {
        let mut request = Request::post("/graphql").header("accept", NEWER);
        if let Some(content_type) = content_type {
            request = request.header("content-type", content_type);
        }
        let answer = send(&app, request.body(body.into()).expect("request")).await;
        assert_eq!(answer.status, status, "{content_type:?}: {}", answer.text);
    }
}

#[tokio::test]
async fn get_is_for_queries_only() {
    let app = plain();
    let answer = send(&app, get("query=query+A+%7B+fast+%7D+query+B+%7B+sync+%7D&operationName=B")).await;
    assert_eq!(answer.json(), json!({ "data": { "sync": 3 } }));
    let answer =
        send(&app, get("query=query(%24v%3AInt)%7Bgiven(value%3A%24v)%7D&variables=%7B%22v%22%3A4%7D")).await;
    assert_eq!(answer.json(), json!({ "data": { "given": "4" } }));
    for (query_string, status) in [
        ("", StatusCode::BAD_REQUEST),
        ("query=%7Bfast%7D&variables=x", StatusCode::BAD_REQUEST),
        ("query=%7Bfast%7D&variables=%5B%5D", StatusCode::BAD_REQUEST),
        ("query=%7Bfast%7D&query=%7Bsync%7D", StatusCode::BAD_REQUEST),
        ("query=mutation%7Bchange%7D", StatusCode::METHOD_NOT_ALLOWED),
    ] {
        let answer = send(&app, get(query_string)).await;
        assert_eq!(answer.status, status, "{query_string}: {}", answer.text);
        let allow = if status == StatusCode::METHOD_NOT_ALLOWED { "POST" } else { "" };
        assert_eq!(answer.header("allow"), allow);
    }
    assert_eq!(
        send(&app, ask(NEWER, "mutation { change }")).await.json(),
        json!({ "data": { "change": true } })
    );
}

#[tokio::test]
async fn other_methods_are_answered_as_http_wants() {
    let app = plain();
    let with =
        |method: &str| Request::builder().method(method).uri("/graphql?query=%7Bfast%7D").body(Body::empty());
    let head = send(&app, with("HEAD").expect("request")).await;
    assert_eq!((head.status, head.text.as_str()), (StatusCode::OK, ""));
    let options = send(&app, with("OPTIONS").expect("request")).await;
    assert_eq!(
        (options.status, options.header("allow")),
        (StatusCode::NO_CONTENT, "GET, HEAD, POST, OPTIONS")
    );
    for method in ["PUT", "DELETE", "PATCH"] {
        let answer = send(&app, with(method).expect("request")).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED")
        );
        assert_eq!(answer.header("allow"), "GET, HEAD, POST, OPTIONS");
    }
}

#[tokio::test]
async fn a_body_of_ten_megabytes_is_refused_announced_or_not() {
    let app = plain();
    let body = || format!("{{\"query\":\"{}\"}}", " ".repeat(10 * 1024 * 1024));
    let mut announced = post(NEWER, body());
    announced.headers_mut().insert("content-length", body().len().into());
    for request in [announced, post(NEWER, body())] {
        let start = Instant::now();
        let answer = send(&app, request).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (StatusCode::PAYLOAD_TOO_LARGE, "BODY_TOO_LARGE")
        );
        assert!(start.elapsed() < Duration::from_millis(500), "{:?}", start.elapsed());
    }
    let answer = send(&app, ask(NEWER, &format!("{{ fast }} #{}", "x".repeat(100_000)))).await;
    assert_eq!(answer.code(), "DOCUMENT_TOO_LARGE");
}

#[tokio::test]
async fn faults_are_internal_carry_the_request_id_and_nothing_else() {
    let app = plain();
    for (query, status) in
        [("{ fast panics }", StatusCode::INTERNAL_SERVER_ERROR), ("{ leaks }", StatusCode::OK)]
    {
        let mut request = ask(NEWER, query);
        request.headers_mut().insert("x-request-id", "abc-7".parse().expect("header"));
        let answer = send(&app, request).await;
        assert_eq!((answer.status, answer.code().as_str()), (status, "INTERNAL"), "{}", answer.text);
        assert_eq!(answer.json()["errors"][0]["extensions"]["requestId"], "abc-7");
        assert_eq!(answer.header("x-request-id"), "abc-7");
        assert!(!answer.text.contains("secret"), "{}", answer.text);
    }
    let answer = send(&app, ask(NEWER, "{ fast }")).await;
    assert!(answer.header("x-request-id").starts_with("r-"), "{:?}", answer.headers);
}

#[tokio::test]
async fn a_request_beyond_the_deadline_is_stopped() {
    let app = app(HttpOptions { deadline: Duration::from_millis(30), ..HttpOptions::default() });
    for accept in [NEWER, OLDER] {
        let answer = send(&app, ask(accept, "{ sleep(ms: 5000) }")).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::SERVICE_UNAVAILABLE, "TIMEOUT"));
        assert_eq!(answer.json()["errors"][0]["extensions"]["retryable"], true);
        assert_eq!(answer.json().get("data"), None);
    }
}

#[tokio::test]
async fn beyond_those_that_run_and_wait_the_service_is_overloaded() {
    let app = app(HttpOptions { max_running: 1, max_waiting: 1, ..HttpOptions::default() });
    let busy = || send(&app, ask(NEWER, "{ sleep(ms: 100) }"));
    let (first, second, third) = tokio::join!(busy(), busy(), busy());
    assert_eq!((first.status, second.status), (StatusCode::OK, StatusCode::OK));
    assert_eq!((third.status, third.code().as_str()), (StatusCode::SERVICE_UNAVAILABLE, "OVERLOADED"));
    assert_eq!(third.header("retry-after"), "1");
    assert_eq!(busy().await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_hook_gives_each_request_its_data_or_refuses_it() {
    let app = plain();
    assert_eq!(send(&app, ask(NEWER, "{ actor }")).await.json()["data"]["actor"], "anyone");
    let with_token = |token: &'static str| {
        let mut request = ask(OLDER, "{ actor cost }");
        request.headers_mut().insert("authorization", token.parse().expect("header"));
        request.headers_mut().insert("x-request-id", "id-1".parse().expect("header"));
        request
    };
    assert_eq!(
        send(&app, with_token("known")).await.json()["data"],
        json!({ "actor": "known", "cost": "0 id-1" })
    );
    let answer = send(&app, with_token("unknown")).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED"));
    assert_eq!(answer.header("www-authenticate"), "Bearer realm=\"splot\"");
    let page =
        Request::builder().uri("/").header("authorization", "unknown").body(Body::empty()).expect("request");
    let answer = send(&app, page).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(answer.header("www-authenticate"), "Bearer realm=\"splot\"");
    assert!(!answer.text.contains("front"), "{}", answer.text);
}

#[tokio::test]
async fn limits_and_weights_come_from_the_options() {
    let limits = Limits { cost: 4, depth: 2, ..Limits::default() };
    let app = app(HttpOptions { limits, weights: vec![("Query", "echo", 3)], ..HttpOptions::default() });
    let answer = send(&app, ask(NEWER, "{ echo(text: \"x\") child { ok } }")).await;
    assert_eq!((answer.status, answer.header("x-query-cost")), (StatusCode::OK, "4"));
    let answer = send(&app, ask(NEWER, "{ echo(text: \"x\") a: child { ok } b: child { ok } }")).await;
    assert_eq!(answer.code(), "COST_EXCEEDED");
    assert_eq!(answer.json()["errors"][0]["extensions"]["path"], "echo");
    let answer = send(&app, ask(NEWER, "{ child { deeper { ok } } }")).await;
    assert_eq!(answer.code(), "TOO_DEEP");
    assert_eq!(answer.json()["errors"][0]["extensions"]["maximum"], 2);
}

#[tokio::test]
async fn answers_are_compressed_for_those_who_accept_it() {
    let request = |query: &str| {
        let mut request = ask(NEWER, query);
        request.headers_mut().insert("accept-encoding", "gzip".parse().expect("header"));
        request
    };
    let long = format!("{{ echo(text: \"{}\") }}", "x".repeat(2_000));
    assert_eq!(send(&plain(), request(&long)).await.header("content-encoding"), "gzip");
    let without = app(HttpOptions { compression: false, ..HttpOptions::default() });
    assert_eq!(send(&without, request(&long)).await.header("content-encoding"), "");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]

    #[test]
    fn no_body_and_no_query_string_is_a_fault_of_the_service(
        bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200),
        query in "[ -~]{0,80}",
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("runtime");
        let app = plain();
        let in_url: String = form_urlencoded::byte_serialize(query.as_bytes()).collect();
        let requests = [post(NEWER, bytes), ask(NEWER, &query), get(&format!("query={in_url}"))];
        for request in requests {
            let answer = runtime.block_on(send(&app, request));
            proptest::prop_assert!(answer.status.is_client_error(), "{}: {}", answer.status, answer.text);
            proptest::prop_assert!(!answer.code().is_empty(), "{}", answer.text);
        }
    }
}
