//! What is served besides GraphQL. The built web files may or may not be there when this runs; both are looked at.

use api::assets;
use api::http::HttpOptions;
use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::http::{Answer, send};
use crate::schema::{app, schema};

async fn fetch(method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    send(&app(HttpOptions::default()), request.body(Body::empty()).expect("request")).await
}

#[tokio::test]
async fn the_schema_is_served_with_a_tag() {
    let answer = fetch("GET", "/schema.graphql", &[]).await;
    assert_eq!((answer.status, answer.text.as_str()), (StatusCode::OK, schema().sdl().as_str()));
    assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
    let tag = answer.header("etag").to_owned();
    let again = fetch("GET", "/schema.graphql", &[("if-none-match", tag.as_str())]).await;
    assert_eq!((again.status, again.text.as_str()), (StatusCode::NOT_MODIFIED, ""));
    assert_eq!(again.header("etag"), tag);
    assert_eq!(
        fetch("GET", "/schema.graphql", &[("if-none-match", "\"other\"")]).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn probes_tell_alive_from_ready() {
    let health = fetch("GET", "/healthz", &[]).await;
    assert_eq!((health.status, health.json()["status"].as_str()), (StatusCode::OK, Some("ok")));
    let ready = fetch("GET", "/readyz", &[]).await;
    assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(ready.json(), serde_json::json!({ "revision": 7, "status": "not ready" }));
}

#[tokio::test]
async fn pages_run_nothing_but_their_own_and_in_no_frame() {
    for path in ["/", "/graphiql", "/graphiql/"] {
        let answer = fetch("GET", path, &[]).await;
        if path == "/graphiql/" && answer.status == StatusCode::NOT_FOUND {
            assert!(assets::get("graphiql/index.html").is_none());
            continue;
        }
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        let policy = answer.header("content-security-policy");
        for rule in ["default-src 'none'", "script-src 'self';", "frame-ancestors 'none'", "base-uri 'none'"]
        {
            assert!(policy.contains(rule), "{path}: {policy}");
        }
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
}

#[tokio::test]
async fn graphiql_is_the_built_page_or_says_how_to_build_it() {
    let answer = fetch("GET", "/graphiql?query=%7Bfast%7D", &[]).await;
    match assets::get("graphiql/index.html") {
        Some(page) => assert_eq!(answer.text.as_bytes(), &*page.content),
        None => {
            assert!(
                answer.text.contains("npm --prefix web run build") && answer.text.contains("scripts/run")
            );
        }
    }
    assert!(!answer.text.contains("http://") && !answer.text.contains("https://"), "{}", answer.text);
}

#[tokio::test]
async fn what_is_not_there_is_a_problem_with_a_code() {
    for path in
        ["/nothing", "/graphiql/assets/none.js", "/../Cargo.toml", "/%2e%2e/package.json", "/graphql/x"]
    {
        let answer = fetch("GET", path, &[]).await;
        assert_eq!(
            (answer.status, answer.json()["code"].as_str()),
            (StatusCode::NOT_FOUND, Some("NOT_FOUND")),
            "{path}"
        );
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert!(!answer.header("x-request-id").is_empty());
    }
    let answer = fetch("POST", "/healthz", &[]).await;
    assert_eq!(
        (answer.status, answer.json()["code"].as_str()),
        (StatusCode::METHOD_NOT_ALLOWED, Some("METHOD_NOT_ALLOWED"))
    );
    assert_eq!(answer.header("allow"), "GET,HEAD");
}
