//! The messages of `graphql-transport-ws`.

use async_graphql::Response as Executed;
use serde::Serialize;
use serde_json::{Map, Value};

use super::super::params::Params;
use crate::error::Refusal;

/// The name of the protocol.
pub(super) const PROTOCOL: &str = "graphql-transport-ws";

/// The most characters of an operation's id.
const LONGEST_ID: usize = 128;

/// What a client says.
#[derive(Debug)]
pub(super) enum FromClient {
    /// It greets, with the credentials that it may have: the member `authorization` of the payload, in any case.
    Init { authorization: Option<String> },
    /// It asks for a sign of life, with a payload that it wants back.
    Ping { payload: Option<Value> },
    /// It gives one.
    Pong,
    /// It asks for an operation; an operation that is none is refused by itself.
    Subscribe { id: String, params: Result<Params, Refusal> },
    /// It wants no more of an operation.
    Complete { id: String },
}

impl FromClient {
    /// Reads a message; none when it is none of the protocol.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let Ok(Value::Object(mut members)) = serde_json::from_str(text) else { return None };
        let Value::String(kind) = members.remove("type")? else { return None };
        match kind.as_str() {
            "connection_init" => {
                let payload = payload(&mut members).ok()?;
                let named = |(name, _): &(&String, &Value)| name.eq_ignore_ascii_case("authorization");
                let found = payload.as_ref().and_then(|it| it.iter().find(named));
                // Credentials that are no text are not none: they must not be taken for anonymous reading.
                let authorization = match found {
                    None | Some((_, Value::Null)) => None,
                    Some((_, Value::String(text))) => Some(text.clone()),
                    Some(_) => return None,
                };
                Some(Self::Init { authorization })
            }
            "ping" => Some(Self::Ping { payload: payload(&mut members).ok()?.map(Value::Object) }),
            "pong" => payload(&mut members).ok().map(|_| Self::Pong),
            "subscribe" => {
                let id = id(&mut members)?;
                let payload = payload(&mut members).ok()??;
                Some(Self::Subscribe { id, params: Params::from_members(payload) })
            }
            "complete" => Some(Self::Complete { id: id(&mut members)? }),
            _ => None,
        }
    }
}

/// The payload, which may be absent; an error when it is no object.
fn payload(members: &mut Map<String, Value>) -> Result<Option<Map<String, Value>>, ()> {
    match members.remove("payload") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(payload)) => Ok(Some(payload)),
        Some(_) => Err(()),
    }
}

fn id(members: &mut Map<String, Value>) -> Option<String> {
    match members.remove("id")? {
        Value::String(id) if !id.is_empty() && id.chars().count() <= LONGEST_ID => Some(id),
        _ => None,
    }
}

/// What the service says.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ToClient<'a> {
    ConnectionAck,
    Pong {
        #[serde(skip_serializing_if = "Option::is_none")]
        payload: Option<Value>,
    },
    Next {
        id: &'a str,
        payload: &'a Executed,
    },
    Error {
        id: &'a str,
        payload: &'a [async_graphql::ServerError],
    },
    Complete {
        id: &'a str,
    },
}

impl ToClient<'_> {
    /// The text of the message; none when it cannot be written, which is logged.
    pub(super) fn text(&self) -> Option<String> {
        serde_json::to_string(self)
            .inspect_err(|error| tracing::error!(%error, "a message could not be written as JSON"))
            .ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_the_protocol_are_read_and_others_are_not() {
        let init = |text: &str| match FromClient::parse(text) {
            Some(FromClient::Init { authorization }) => authorization,
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(init(r#"{"type":"connection_init"}"#), None);
        assert_eq!(init(r#"{"type":"connection_init","payload":{"x":1}}"#), None);
        let bearer = init(r#"{"type":"connection_init","payload":{"Authorization":"Bearer a"}}"#);
        assert_eq!(bearer.as_deref(), Some("Bearer a"));
        assert!(matches!(FromClient::parse(r#"{"type":"pong","payload":{"a":1}}"#), Some(FromClient::Pong)));
        let subscribe = r#"{"type":"subscribe","id":"1","payload":{"query":"{ a }"}}"#;
        assert!(matches!(FromClient::parse(subscribe), Some(FromClient::Subscribe { params: Ok(_), .. })));
        let empty = r#"{"type":"subscribe","id":"1","payload":{}}"#;
        assert!(matches!(FromClient::parse(empty), Some(FromClient::Subscribe { params: Err(_), .. })));
        for wrong in [
            "",
            "null",
            "[]",
            "{}",
            r#"{"type":1}"#,
            r#"{"type":"subscription_start"}"#,
            r#"{"type":"ping","payload":1}"#,
            r#"{"type":"subscribe","id":"1"}"#,
            r#"{"type":"subscribe","id":"","payload":{"query":"{ a }"}}"#,
            r#"{"type":"subscribe","id":7,"payload":{"query":"{ a }"}}"#,
            r#"{"type":"complete"}"#,
            r#"{"type":"connection_init","payload":{"authorization":7}}"#,
            r#"{"type":"connection_init","payload":"x"}"#,
        ] {
            assert!(FromClient::parse(wrong).is_none(), "{wrong}");
        }
        let long = format!(r#"{{"type":"complete","id":"{}"}}"#, "a".repeat(129));
        assert!(FromClient::parse(&long).is_none());
    }

    #[test]
    fn messages_are_written_as_the_protocol_says() {
        let text = |it: ToClient<'_>| it.text().unwrap();
        assert_eq!(text(ToClient::ConnectionAck), r#"{"type":"connection_ack"}"#);
        assert_eq!(text(ToClient::Pong { payload: None }), r#"{"type":"pong"}"#);
        assert_eq!(text(ToClient::Complete { id: "a" }), r#"{"type":"complete","id":"a"}"#);
        let error = async_graphql::ServerError::new("no", None);
        let written = text(ToClient::Error { id: "a", payload: &[error] });
        assert_eq!(written, r#"{"type":"error","id":"a","payload":[{"message":"no"}]}"#);
    }
}
