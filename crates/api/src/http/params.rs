//! Reading a GraphQL request out of an HTTP request: strict about types, silent about the parser's inner words.

use async_graphql::{Request, Variables};
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, header};
use serde_json::{Map, Value};

use super::accept::is_utf8;
use crate::error::{ErrorCode, Refusal};

/// The members of a GraphQL request.
#[derive(Debug, Default)]
pub(super) struct Params {
    pub(super) query: String,
    pub(super) operation_name: Option<String>,
    pub(super) variables: Variables,
    extensions: Map<String, Value>,
}

impl Params {
    /// The request for the executor; the document is handed over parsed.
    pub(super) fn into_request(self) -> Request {
        let mut request = Request::new(self.query).variables(self.variables);
        request.operation_name = self.operation_name;
        for (name, value) in self.extensions {
            if let Ok(value) = async_graphql::Value::from_json(value) {
                request.extensions.0.insert(name, value);
            }
        }
        request
    }

    /// The request in the query string of a GET.
    ///
    /// # Errors
    /// `BAD_REQUEST`.
    pub(super) fn from_query_string(text: &str) -> Result<Self, Refusal> {
        let mut members = Map::new();
        for (name, value) in form_urlencoded::parse(text.as_bytes()) {
            let value = match &*name {
                "query" | "operationName" => Value::String(value.into_owned()),
                "variables" | "extensions" => serde_json::from_str(&value)
                    .map_err(|error| bad(format!("{name} is not JSON ({}).", place(&error))))?,
                _ => continue,
            };
            if members.insert(name.to_string(), value).is_some() {
                return Err(bad(format!("{name} is given twice.")));
            }
        }
        Self::from_members(members)
    }

    /// The request in the body of a POST.
    ///
    /// # Errors
    /// `UNSUPPORTED_MEDIA_TYPE`, `BODY_TOO_LARGE`, `BAD_REQUEST`.
    pub(super) async fn from_body(headers: &HeaderMap, body: Body, limit: usize) -> Result<Self, Refusal> {
        if !is_json(headers) {
            let message = "The body must be application/json in UTF-8.";
            return Err(Refusal::new(ErrorCode::UnsupportedMediaType, message));
        }
        let too_large = || {
            Refusal::new(ErrorCode::BodyTooLarge, format!("The body is larger than {limit} bytes."))
                .with("maximum", u64::try_from(limit).unwrap_or(u64::MAX))
        };
        let announced =
            headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
        if announced.is_some_and(|length: usize| length > limit) {
            return Err(too_large());
        }
        let bytes = match to_bytes(body, limit).await {
            Ok(bytes) => bytes,
            Err(error) if is_length_limit(&error) => return Err(too_large()),
            Err(_) => return Err(bad("The body ended before it was complete.")),
        };
        match serde_json::from_slice(&bytes) {
            Ok(Value::Object(members)) => Self::from_members(members),
            Ok(Value::Array(_)) => Err(bad("Several requests in one body are not accepted.")),
            Ok(_) => Err(bad("The body must be a JSON object.")),
            Err(error) => Err(bad(format!("The body is not JSON ({}).", place(&error)))),
        }
    }

    /// The request in the members of an object.
    ///
    /// # Errors
    /// `BAD_REQUEST`.
    pub(super) fn from_members(mut members: Map<String, Value>) -> Result<Self, Refusal> {
        let query = match members.remove("query") {
            Some(Value::String(query)) => query,
            None | Some(Value::Null) => return Err(bad("The query is missing.")),
            Some(_) => return Err(bad("query must be a string.")),
        };
        let operation_name = match members.remove("operationName") {
            Some(Value::String(name)) => Some(name).filter(|name| !name.is_empty()),
            None | Some(Value::Null) => None,
            Some(_) => return Err(bad("operationName must be a string or null.")),
        };
        let variables = object(&mut members, "variables")?;
        Ok(Self {
            query,
            operation_name,
            variables: Variables::from_json(Value::Object(variables)),
            extensions: object(&mut members, "extensions")?,
        })
    }
}

fn object(members: &mut Map<String, Value>, name: &str) -> Result<Map<String, Value>, Refusal> {
    match members.remove(name) {
        Some(Value::Object(object)) => Ok(object),
        None | Some(Value::Null) => Ok(Map::new()),
        Some(_) => Err(bad(format!("{name} must be an object or null."))),
    }
}

fn bad(message: impl Into<String>) -> Refusal {
    Refusal::new(ErrorCode::BadRequest, message)
}

/// Where a JSON text stops being one.
fn place(error: &serde_json::Error) -> String {
    format!("line {}, column {}", error.line(), error.column())
}

/// Whether the body is declared as JSON in UTF-8.
fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    let mut parts = value.split(';').map(str::trim);
    parts.next().is_some_and(|essence| essence.eq_ignore_ascii_case("application/json"))
        && parts
            .filter_map(|parameter| parameter.split_once('='))
            .all(|(name, value)| !name.trim().eq_ignore_ascii_case("charset") || is_utf8(value))
}

/// Whether reading stopped at the limit rather than at a broken connection.
fn is_length_limit(error: &axum::Error) -> bool {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = source {
        if error.is::<http_body_util::LengthLimitError>() {
            return true;
        }
        source = error.source();
    }
    false
}
