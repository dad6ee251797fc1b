//! Questions over HTTP.

use std::io::{BufRead as _, Write as _};
use std::sync::OnceLock;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

/// An answer as it came.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The value of `Content-Type`; empty when there is none.
    pub content_type: String,
    /// The body.
    pub text: String,
}

impl Answer {
    /// The body as JSON.
    ///
    /// # Errors
    /// When it is not JSON.
    pub fn json(&self) -> Result<Value> {
        serde_json::from_str(&self.text)
            .with_context(|| format!("not JSON (status {}): {}", self.status, excerpt(&self.text)))
    }

    /// The answer's `data`.
    ///
    /// # Errors
    /// When the answer has errors or no data.
    pub fn data(&self) -> Result<Value> {
        let mut body = self.json()?;
        ensure!(body.get("errors").is_none(), "the answer has errors: {:#}", body["errors"]);
        ensure!(self.status == 200, "status {}: {}", self.status, excerpt(&self.text));
        let data = body.get_mut("data").map(Value::take);
        data.filter(|it| !it.is_null()).with_context(|| format!("no data: {}", excerpt(&self.text)))
    }

    /// The bytes of the answer's `data`, as they were sent.
    ///
    /// # Errors
    /// When the answer has no data.
    pub fn data_text(&self) -> Result<&str> {
        let start = self.text.find("\"data\":").context("the answer has no data")? + "\"data\":".len();
        let rest = self.text.get(start..).unwrap_or_default();
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<serde::de::IgnoredAny>();
        values.next().context("the data is missing")??;
        rest.get(..values.byte_offset()).context("the data is cut off")
    }

    /// The `extensions.code` of each error.
    ///
    /// # Errors
    /// When the body is not JSON, or an error has no code.
    pub fn codes(&self) -> Result<Vec<String>> {
        let body = self.json()?;
        let errors = body["errors"].as_array().cloned().unwrap_or_default();
        errors
            .iter()
            .map(|it| {
                let code = it["extensions"]["code"].as_str();
                code.map(str::to_owned).with_context(|| format!("an error without a code: {it}"))
            })
            .collect()
    }
}

/// Asks a GraphQL question of the service at `address`, such as `http://127.0.0.1:1234`.
///
/// # Errors
/// When there is no answer.
pub fn ask(address: &str, query: &str, variables: &Value) -> Result<Answer> {
    let body = json!({"query": query, "variables": variables}).to_string();
    let request = http()?
        .post(format!("{address}/graphql"))
        .header("content-type", "application/json")
        .header("accept", "application/graphql-response+json")
        .body(body);
    answer(request)
}

/// The same with a bearer token.
///
/// # Errors
/// When there is no answer.
pub fn ask_as(address: &str, token: &str, query: &str, variables: &Value) -> Result<Answer> {
    let body = json!({"query": query, "variables": variables}).to_string();
    let request = http()?
        .post(format!("{address}/graphql"))
        .header("content-type", "application/json")
        .header("accept", "application/graphql-response+json")
        .bearer_auth(token)
        .body(body);
    answer(request)
}

/// Follows a subscription as server-sent events: what is told, as it comes, once the service has begun to answer.
///
/// # Errors
/// When there is no answer, or it is no stream of events.
pub fn follow(address: &str, token: &str, query: &str) -> Result<impl std::io::Read> {
    let host = address.trim_start_matches("http://");
    let body = json!({"query": query}).to_string();
    let mut stream = std::net::TcpStream::connect(host)?;
    stream.set_read_timeout(Some(std::time::Duration::from_secs(60)))?;
    // Of HTTP/1.0, so that the answer ends with the connection and comes in no chunks.
    write!(
        stream,
        "POST /graphql HTTP/1.0\r\nhost: {host}\r\nauthorization: Bearer {token}\r\naccept: text/event-stream\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = std::io::BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        ensure!(answer.read_line(&mut head)? > 0, "the answer has no body: {head}");
    }
    let is_stream = head.starts_with("HTTP/1.0 200") || head.starts_with("HTTP/1.1 200");
    ensure!(is_stream && head.contains("text/event-stream"), "{head}");
    Ok(answer)
}

/// Sends a file.
///
/// # Errors
/// When there is no answer.
pub fn upload(address: &str, path: &str, media_type: &str, file: Vec<u8>) -> Result<Answer> {
    answer(http()?.post(format!("{address}{path}")).header("content-type", media_type).body(file))
}

/// Sends a file with a bearer token.
///
/// # Errors
/// When there is no answer.
pub fn upload_as(address: &str, token: &str, path: &str, media_type: &str, file: Vec<u8>) -> Result<Answer> {
    let request = http()?.post(format!("{address}{path}")).header("content-type", media_type);
    answer(request.bearer_auth(token).body(file))
}

/// Asks for something to be deleted, with a bearer token or without.
///
/// # Errors
/// When there is no answer.
pub fn delete(address: &str, token: Option<&str>, path: &str) -> Result<Answer> {
    let request = http()?.delete(format!("{address}{path}"));
    answer(token.into_iter().fold(request, reqwest::RequestBuilder::bearer_auth))
}

/// Fetches a page.
///
/// # Errors
/// When there is no answer.
pub fn get(address: &str, path: &str) -> Result<Answer> {
    answer(http()?.get(format!("{address}{path}")))
}

fn answer(request: reqwest::RequestBuilder) -> Result<Answer> {
    runtime()?.block_on(async {
        let response = request.send().await.context("no answer")?;
        let content_type = response
            .headers()
            .get("content-type")
            .and_then(|it| it.to_str().ok())
            .unwrap_or_default()
            .to_owned();
        Ok(Answer { status: response.status().as_u16(), content_type, text: response.text().await? })
    })
}

fn http() -> Result<&'static reqwest::Client> {
    static CLIENT: OnceLock<reqwest::Client> = OnceLock::new();
    if let Some(client) = CLIENT.get() {
        return Ok(client);
    }
    let client = reqwest::Client::builder().no_proxy().timeout(std::time::Duration::from_secs(60)).build()?;
    Ok(CLIENT.get_or_init(|| client))
}

fn runtime() -> Result<&'static tokio::runtime::Runtime> {
    static RUNTIME: OnceLock<tokio::runtime::Runtime> = OnceLock::new();
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    Ok(RUNTIME.get_or_init(|| runtime))
}

fn excerpt(text: &str) -> String {
    text.chars().take(2000).collect()
}

#[cfg(test)]
mod tests {
    use super::Answer;

    fn answer(text: &str) -> Answer {
        Answer { status: 200, content_type: String::new(), text: text.to_owned() }
    }

    #[test]
    fn the_bytes_of_the_data_are_cut_out() {
        let text = r#"{"data": {"a":"}\"{", "b":[1.50]},"extensions":{"x":1}}"#;
        assert_eq!(answer(text).data_text().unwrap(), r#" {"a":"}\"{", "b":[1.50]}"#);
        assert!(answer(r#"{"errors":[]}"#).data_text().is_err());
    }

    #[test]
    fn an_answer_with_errors_has_no_data() {
        assert!(answer(r#"{"data":{"a":1},"errors":[{"message":"x"}]}"#).data().is_err());
        assert!(answer(r#"{"data":null}"#).data().is_err());
        assert!(answer(r#"{"data":{"a":1}}"#).data().is_ok());
    }

    #[test]
    fn every_error_has_a_code() {
        let text = r#"{"errors":[{"message":"x","extensions":{"code":"SYNTAX"}}]}"#;
        assert_eq!(answer(text).codes().unwrap(), ["SYNTAX"]);
        assert!(answer(r#"{"errors":[{"message":"x"}]}"#).codes().is_err());
    }
}
