//! `graphql-transport-ws`, message by message, with a client that knows nothing of it.

use std::sync::atomic::Ordering;
use std::time::Duration;

use api::http::LiveLimits;
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use super::{PATIENCE, Server, patient, serve};

/// A client.
pub(super) struct Client(pub(super) WebSocketStream<TcpStream>);

impl Client {
    pub(super) async fn connect(server: &Server, protocol: Option<&'static str>) -> Result<Self, Error> {
        let mut request =
            format!("ws://{}/graphql", server.address).into_client_request().expect("a request");
        if let Some(protocol) = protocol {
            request.headers_mut().insert("sec-websocket-protocol", protocol.parse().expect("a value"));
        }
        let stream = TcpStream::connect(server.address).await.expect("a connection");
        client_async(request, stream).await.map(|(socket, _)| Self(socket))
    }

    /// A client that has greeted and was acknowledged.
    pub(super) async fn greeted(server: &Server) -> Self {
        let mut client = Self::connect(server, Some("graphql-transport-ws")).await.expect("a websocket");
        client.say(json!({ "type": "connection_init" })).await;
        assert_eq!(client.hear().await, json!({ "type": "connection_ack" }));
        client
    }

    pub(super) async fn say(&mut self, message: Value) {
        self.0.send(Message::text(message.to_string())).await.expect("a message sent");
    }

    pub(super) async fn subscribe(&mut self, id: &str, query: &str) {
        self.say(json!({ "type": "subscribe", "id": id, "payload": { "query": query } })).await;
    }

    async fn next(&mut self) -> Option<Result<Message, Error>> {
        tokio::time::timeout(PATIENCE, self.0.next()).await.expect("something within a while")
    }

    /// The next message of the protocol.
    pub(super) async fn hear(&mut self) -> Value {
        loop {
            match self.next().await {
                Some(Ok(Message::Text(text))) => return serde_json::from_str(&text).expect("JSON"),
                Some(Ok(Message::Ping(_))) => {}
                other => panic!("expected a message, not {other:?}"),
            }
        }
    }

    /// The code and reason with which the service closes; what it says before is passed over.
    pub(super) async fn closed(&mut self) -> (u16, String) {
        loop {
            match self.next().await {
                Some(Ok(Message::Close(Some(frame)))) => {
                    return (frame.code.into(), frame.reason.to_string());
                }
                Some(Ok(_)) => {}
                other => panic!("expected a close, not {other:?}"),
            }
        }
    }
}

fn count_of(message: &Value) -> u64 {
    assert_eq!((&message["type"], &message["id"]), (&json!("next"), &json!("a")), "{message}");
    message["payload"]["data"]["count"].as_u64().unwrap_or_default()
}

#[tokio::test]
async fn a_subscription_is_told_in_order_and_completed() {
    let server = serve(patient(), 8).await;
    let mut client = Client::greeted(&server).await;
    client.subscribe("a", "subscription { count(to: 3) }").await;
    for expected in 1..=3 {
        assert_eq!(count_of(&client.hear().await), expected);
    }
    assert_eq!(client.hear().await, json!({ "type": "complete", "id": "a" }));
    // The id is free again, and a query is answered once.
    client.subscribe("a", "{ fast }").await;
    assert_eq!(
        client.hear().await,
        json!({ "type": "next", "id": "a", "payload": { "data": { "fast": 2 } } })
    );
    assert_eq!(client.hear().await, json!({ "type": "complete", "id": "a" }));
    client.subscribe("b", "mutation { change }").await;
    assert_eq!(client.hear().await["payload"]["data"], json!({ "change": true }));
    assert_eq!(client.hear().await["type"], "complete");
    client.say(json!({ "type": "ping", "payload": { "n": 1 } })).await;
    assert_eq!(client.hear().await, json!({ "type": "pong", "payload": { "n": 1 } }));
    client.say(json!({ "type": "pong" })).await;
    client.say(json!({ "type": "ping" })).await;
    assert_eq!(client.hear().await, json!({ "type": "pong" }));
}

#[tokio::test]
async fn what_a_client_completes_says_no_more() {
    let server = serve(patient(), 8).await;
    let mut client = Client::greeted(&server).await;
    client.subscribe("a", "subscription { never }").await;
    client.say(json!({ "type": "complete", "id": "a" })).await;
    client.say(json!({ "type": "complete", "id": "unknown" })).await;
    client.subscribe("a", "{ fast }").await;
    assert_eq!(client.hear().await["payload"], json!({ "data": { "fast": 2 } }));
    assert_eq!(client.hear().await, json!({ "type": "complete", "id": "a" }));
}

#[tokio::test]
async fn what_is_refused_is_an_error_of_that_operation_alone() {
    let server = serve(patient(), 8).await;
    let mut client = Client::greeted(&server).await;
    for (query, code) in [
        ("subscription { missing2 }", "VALIDATION"),
        ("subscription {", "SYNTAX"),
        ("subscription { never count(to: 1) }", "VALIDATION"),
        ("subscription { ...A ...A } fragment A on Told { x: never y: never }", "VALIDATION"),
        ("subscription { closed }", "FORBIDDEN"),
        ("subscription { ...A } fragment A on Told { ...A }", "FRAGMENT_CYCLE"),
    ] {
        client.subscribe("a", query).await;
        let message = client.hear().await;
        assert_eq!((&message["type"], &message["id"]), (&json!("error"), &json!("a")), "{query} {message}");
        assert_eq!(message["payload"][0]["extensions"]["code"], code, "{query} {message}");
    }
    client.say(json!({ "type": "subscribe", "id": "a", "payload": { "query": 7 } })).await;
    assert_eq!(client.hear().await["payload"][0]["extensions"]["code"], "BAD_REQUEST");
    // It was executed and failed there: an answer, and the end.
    client.subscribe("a", "subscription { missing }").await;
    let message = client.hear().await;
    assert_eq!(message["payload"]["errors"][0]["extensions"]["code"], "NOT_FOUND", "{message}");
    assert_eq!(client.hear().await["type"], "complete");
    client.subscribe("a", "subscription { breaks }").await;
    assert_eq!(client.hear().await["payload"]["data"]["breaks"], 1);
    let broken = client.hear().await;
    assert_eq!(broken["payload"]["errors"][0]["extensions"]["code"], "INTERNAL", "{broken}");
    assert!(!broken.to_string().contains("secret"), "{broken}");
    assert_eq!(client.hear().await, json!({ "type": "complete", "id": "a" }));
}

#[tokio::test]
async fn credentials_come_with_the_greeting() {
    let server = serve(patient(), 8).await;
    let greet = async |payload: Value| {
        let mut client = Client::connect(&server, Some("graphql-transport-ws")).await.expect("a websocket");
        client.say(json!({ "type": "connection_init", "payload": payload })).await;
        client
    };
    for (payload, expected) in
        [(Value::Null, "anyone"), (json!({ "Authorization": "Bearer known" }), "known")]
    {
        let mut client = greet(payload).await;
        assert_eq!(client.hear().await["type"], "connection_ack");
        client.subscribe("a", "{ actor }").await;
        assert_eq!(client.hear().await["payload"]["data"]["actor"], expected);
    }
    for wrong in ["Bearer other", "Bearer \u{7}", ""] {
        let closed = greet(json!({ "authorization": wrong })).await.closed().await;
        assert_eq!(closed, (4403, "Forbidden".to_owned()), "{wrong}");
    }
}

#[tokio::test]
async fn who_is_no_longer_let_in_is_put_out() {
    let limits = LiveLimits { heartbeat: Duration::from_millis(20), ..patient() };
    let server = serve(limits, 8).await;
    let mut client = Client::greeted(&server).await;
    client.subscribe("a", "subscription { never }").await;
    server.gate.store(false, Ordering::SeqCst);
    assert_eq!(client.closed().await.0, 4403);
}

#[tokio::test]
async fn who_is_no_longer_let_in_is_told_nothing_more() {
    // Long before the next look at who is there.
    let server = serve(patient(), 8).await;
    let mut client = Client::greeted(&server).await;
    client.subscribe("a", "subscription { flood }").await;
    assert!(client.hear().await["payload"]["data"]["flood"].is_string());
    server.gate.store(false, Ordering::SeqCst);
    // What had left the service already may still come.
    let last = loop {
        let message = client.hear().await;
        if message["payload"]["data"].is_null() {
            break message;
        }
    };
    assert_eq!(last["payload"]["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "{last}");
    assert_eq!(client.hear().await, json!({ "type": "complete", "id": "a" }));
    // Nor is anything begun.
    client.subscribe("b", "{ actor }").await;
    let refused = client.hear().await;
    assert_eq!(
        (&refused["type"], &refused["payload"][0]["extensions"]["code"]),
        (&json!("error"), &json!("UNAUTHENTICATED"))
    );
}

#[tokio::test]
async fn time_is_kept() {
    let soon = Duration::from_millis(20);
    let server = serve(LiveLimits { init_within: soon, ..patient() }, 8).await;
    let mut silent = Client::connect(&server, Some("graphql-transport-ws")).await.expect("a websocket");
    assert_eq!(silent.closed().await, (4408, "Connection initialisation timeout".to_owned()));

    let server = serve(LiveLimits { heartbeat: soon, idle: Duration::ZERO, ..patient() }, 8).await;
    assert_eq!(Client::greeted(&server).await.closed().await.0, 4431);

    let server = serve(LiveLimits { heartbeat: soon, ..patient() }, 8).await;
    let mut client = Client::greeted(&server).await;
    client.subscribe("a", "subscription { never }").await;
    for _ in 0..3 {
        assert!(matches!(client.next().await, Some(Ok(Message::Ping(_)))), "a sign of life");
    }

    let server = serve(LiveLimits { heartbeat: soon, silence: soon * 4, ..patient() }, 8).await;
    let mut client = Client::greeted(&server).await;
    client.subscribe("a", "subscription { never }").await;
    // It does not read, so it answers no ping.
    assert!(server.audience.gone(PATIENCE).await);
    let mut frames = Vec::new();
    client.0.get_mut().read_to_end(&mut frames).await.expect("what was sent");
    let last = frames.windows(4).rposition(|it| it[0] == 0x88).expect("a close frame");
    assert_eq!(frames[last + 2..last + 4], 4432_u16.to_be_bytes());
}

#[tokio::test]
async fn a_stop_completes_what_goes_on() {
    let server = serve(patient(), 8).await;
    let mut client = Client::greeted(&server).await;
    client.subscribe("a", "subscription { never }").await;
    client.subscribe("b", "subscription { count(to: 1) }").await;
    assert_eq!(client.hear().await["type"], "next");
    assert_eq!(client.hear().await, json!({ "type": "complete", "id": "b" }));
    server.audience.stop();
    assert_eq!(client.hear().await, json!({ "type": "complete", "id": "a" }));
    assert_eq!(client.closed().await, (1001, "Going away".to_owned()));
    assert!(server.audience.gone(PATIENCE).await);
    assert!(matches!(
        Client::connect(&server, Some("graphql-transport-ws")).await,
        Err(Error::Http(answer)) if answer.status() == 503
    ));
}
