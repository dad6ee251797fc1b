//! What is served besides GraphQL: the front page, GraphiQL and other built files, the schema, the probes, and the
//! answer to a path that does not exist.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use serde_json::{Value, json};
use service::{Actor, Permission};
use sha2::{Digest, Sha256};

use super::bearer::challenge;
use super::{Readiness, RequestHook};
use crate::assets;
use crate::error::{ErrorCode, Refusal};

/// The policy of every page: scripts, connections and workers of this origin only, never in a frame. Inline styles are
/// allowed, as the editor writes its own.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                      font-src 'self' data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; \
                      base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The page in place of one that was not built.
const NOT_BUILT: &str = "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Not built</title></head>\n\
    <body>\n<h1>This page has not been built</h1>\n\
    <p>GraphiQL and the other pages are built by npm (Node 20 or later) and then served by this program. \
    In the project's folder run</p>\n<pre>scripts/run</pre>\n<p>which does everything, or</p>\n\
    <pre>npm --prefix web ci &amp;&amp; npm --prefix web run build</pre>\n\
    <p>and build and start the program again.</p>\n\
    <p>The API itself works without: <a href=\"/schema.graphql\">/schema.graphql</a>, and POST to /graphql.</p>\n\
    </body>\n</html>\n";

/// A response with a body and its content type, which no browser shall guess otherwise.
pub(super) fn response(
    status: StatusCode,
    content_type: &'static str,
    body: impl Into<Body>,
) -> Response<Body> {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// An HTML page under the policy.
pub(super) fn html(status: StatusCode, body: impl Into<Body>) -> Response<Body> {
    let mut response = response(status, "text/html; charset=utf-8", body);
    protect(&mut response);
    response
}

fn protect(response: &mut Response<Body>) {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    );
}

/// `/graphiql`, or how to get it.
pub(super) fn graphiql(headers: &HeaderMap) -> Response<Body> {
    file("graphiql/index.html", headers).unwrap_or_else(|| html(StatusCode::OK, NOT_BUILT))
}

/// A built file, the index of a built folder, or `None`. A file whose name holds its hash may be kept for ever.
pub(super) fn file(path: &str, headers: &HeaderMap) -> Option<Response<Body>> {
    let path = path.trim_matches('/');
    let asset = assets::get(path).or_else(|| assets::get(&format!("{path}/index.html")))?;
    let etag = format!("\"{}\"", asset.hash);
    if is_known(headers, &etag) {
        return Some(not_modified(&etag));
    }
    let mut response = response(StatusCode::OK, asset.content_type, asset.content);
    if asset.content_type.starts_with("text/html") || asset.content_type.starts_with("image/svg") {
        protect(&mut response);
    } else if path.contains("/assets/") {
        let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
        response.headers_mut().insert(header::CACHE_CONTROL, forever);
    }
    tag(&mut response, &etag);
    Some(response)
}

/// The schema definition, with the tag it is compared by.
#[derive(Debug, Clone)]
pub(super) struct SchemaText {
    sdl: String,
    etag: String,
}

impl SchemaText {
    pub(super) fn new(sdl: String) -> Self {
        let etag = format!("\"{:x}\"", Sha256::digest(sdl.as_bytes()));
        Self { sdl, etag }
    }

    /// `/schema.graphql`.
    pub(super) fn answer(&self, headers: &HeaderMap) -> Response<Body> {
        if is_known(headers, &self.etag) {
            return not_modified(&self.etag);
        }
        let mut response = response(StatusCode::OK, "text/plain; charset=utf-8", self.sdl.clone());
        tag(&mut response, &self.etag);
        response
    }
}

/// `/healthz`: the process answers.
pub(super) fn health() -> Response<Body> {
    json_response(StatusCode::OK, "application/json", &json!({ "status": "ok" }))
}

/// `/readyz`: whether requests should be sent here.
pub(super) fn readiness(readiness: Readiness) -> Response<Body> {
    let (status, word) = if readiness.is_ready {
        (StatusCode::OK, "ready")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not ready")
    };
    let mut body = readiness.details;
    body.insert("status".to_owned(), Value::from(word));
    json_response(status, "application/json", &Value::Object(body))
}

/// A problem document (RFC 9457) with a code of the closed list.
pub(super) fn problem(code: ErrorCode, detail: &str) -> Response<Body> {
    let status = code.status();
    let body = json!({
        "type": "about:blank",
        "title": status.canonical_reason().unwrap_or_default(),
        "status": status.as_u16(),
        "detail": detail,
        "code": code.as_str(),
    });
    let mut response = json_response(status, "application/problem+json", &body);
    challenge(&mut response);
    response
}

/// Who asks for a page or document, when that actor has a permission.
///
/// # Errors
/// That of [`RequestHook::authenticate`]; `FORBIDDEN`.
pub(super) async fn admit(
    hook: &dyn RequestHook,
    headers: &HeaderMap,
    permission: Permission,
) -> Result<Actor, Refusal> {
    let actor = hook.authenticate(headers).await?;
    let lacking = |error: service::ServiceError| {
        Refusal::new(ErrorCode::Forbidden, crate::schema::computed::sentence(&error.to_string()))
    };
    actor.require(permission).map_err(lacking)?;
    Ok(actor)
}

/// A refusal as a problem document.
pub(super) fn refused(refusal: &Refusal) -> Response<Body> {
    problem(refusal.code, &refusal.message)
}

fn json_response(status: StatusCode, content_type: &'static str, body: &Value) -> Response<Body> {
    response(status, content_type, format!("{body}\n"))
}

pub(super) fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    known.split(',').map(str::trim).any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

pub(super) fn not_modified(etag: &str) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    tag(&mut response, etag);
    response
}

pub(super) fn tag(response: &mut Response<Body>, etag: &str) {
    if let Ok(value) = HeaderValue::from_str(etag) {
        response.headers_mut().insert(header::ETAG, value);
    }
}
