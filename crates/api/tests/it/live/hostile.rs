//! Clients that break the protocol, want too much, or do not read.

use std::time::Duration;

use api::http::LiveLimits;
use futures_util::SinkExt as _;
use serde_json::json;
use tokio::io::AsyncWriteExt as _;
use tokio_tungstenite::tungstenite::{Error, Message};

use super::socket::Client;
use super::{PATIENCE, patient, serve};

const PROTOCOL: Option<&str> = Some("graphql-transport-ws");

#[tokio::test]
async fn what_is_none_of_the_protocol_closes_the_connection() {
    let server = serve(patient(), 64).await;
    let deep = "[".repeat(100_000);
    for message in
        ["", "garbage", "null", r#"{"type":"start"}"#, r#"{"type":"connection_init","payload":1}"#, &deep]
    {
        let mut client = Client::connect(&server, PROTOCOL).await.expect("a websocket");
        client.0.send(Message::text(message)).await.expect("a message sent");
        assert_eq!(client.closed().await, (4400, "Invalid message".to_owned()), "{message:.40}");
    }
    let mut client = Client::connect(&server, PROTOCOL).await.expect("a websocket");
    client.0.send(Message::binary(vec![0, 159, 146, 150])).await.expect("a message sent");
    assert_eq!(client.closed().await.0, 4400);

    let mut early = Client::connect(&server, PROTOCOL).await.expect("a websocket");
    early.subscribe("a", "{ fast }").await;
    assert_eq!(early.closed().await, (4401, "Unauthorized".to_owned()));

    let mut twice = Client::greeted(&server).await;
    twice.say(json!({ "type": "connection_init" })).await;
    assert_eq!(twice.closed().await, (4429, "Too many initialisation requests".to_owned()));

    let mut same = Client::greeted(&server).await;
    same.subscribe("one", "subscription { never }").await;
    same.subscribe("one", "subscription { never }").await;
    assert_eq!(same.closed().await, (4409, "Subscriber for one already exists".to_owned()));
    let mut same = Client::greeted(&server).await;
    let long = "ż\u{7}".repeat(64);
    same.subscribe(&long, "subscription { never }").await;
    same.subscribe(&long, "subscription { never }").await;
    assert_eq!(same.closed().await.0, 4409);

    let mut other = Client::connect(&server, None).await.expect("a websocket");
    assert_eq!(other.closed().await, (4406, "Subprotocol not acceptable".to_owned()));
    let refused = Client::connect(&server, Some("graphql-ws")).await;
    match refused {
        Ok(mut client) => assert_eq!(client.closed().await.0, 4406),
        // A client that sees that no protocol was chosen may leave by itself.
        Err(error) => assert!(matches!(error, Error::Protocol(_)), "{error}"),
    }
    assert!(server.audience.gone(PATIENCE).await, "nobody is left");
}

#[tokio::test]
async fn frames_that_are_none_end_the_connection() {
    let server = serve(patient(), 4).await;
    for bytes in [
        &[0xff_u8; 64][..],
        b"GET / HTTP/1.1\r\n\r\n",
        &[0x81, 0x05, b'h'],
        &[0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28],
    ] {
        let mut client = Client::greeted(&server).await;
        client.0.get_mut().write_all(bytes).await.expect("bytes sent");
        client.0.get_mut().shutdown().await.expect("the end of what is sent");
        drop(client);
    }
    assert!(server.audience.gone(PATIENCE).await);
}

#[tokio::test]
async fn a_message_of_ten_megabytes_is_not_read() {
    let server = serve(patient(), 4).await;
    let mut client = Client::greeted(&server).await;
    let large = json!({ "type": "subscribe", "id": "a", "payload": { "query": "x".repeat(10_000_000) } });
    // The service closes before all of it has left, which the client may notice while it sends or when it reads.
    if client.0.send(Message::text(large.to_string())).await.is_ok() {
        assert_eq!(client.closed().await, (1009, "Message too big".to_owned()));
    }
    assert!(server.audience.gone(PATIENCE).await);
}

#[tokio::test]
async fn thousands_of_operations_are_refused_one_by_one() {
    let server = serve(patient(), 4).await;
    let mut client = Client::greeted(&server).await;
    let most = LiveLimits::default().operations;
    for number in 0..3_000 {
        client.subscribe(&format!("s{number}"), "subscription { never }").await;
        if number >= most {
            let message = client.hear().await;
            assert_eq!(message["type"], "error", "{message}");
            let extensions = &message["payload"][0]["extensions"];
            assert_eq!((&extensions["code"], &extensions["maximum"]), (&json!("OVERLOADED"), &json!(most)));
        }
    }
    client.say(json!({ "type": "complete", "id": "s0" })).await;
    client.subscribe("again", "{ fast }").await;
    assert_eq!(client.hear().await["payload"]["data"]["fast"], 2);
}

#[tokio::test]
async fn who_never_reads_is_put_out() {
    let limits = LiveLimits { write_within: Duration::from_millis(200), ..patient() };
    let server = serve(limits, 4).await;
    let mut client = Client::greeted(&server).await;
    client.subscribe("a", "subscription { flood }").await;
    assert!(server.audience.gone(PATIENCE).await, "its place is free again");
    drop(client);
}

#[tokio::test]
async fn connections_are_counted() {
    let server = serve(patient(), 2).await;
    let (first, _second) = (Client::greeted(&server).await, Client::greeted(&server).await);
    let refused = Client::connect(&server, PROTOCOL).await;
    assert!(matches!(refused, Err(Error::Http(answer)) if answer.status() == 503));
    drop(first);
    // The place is free when the service has noticed.
    let again = async {
        loop {
            if let Ok(client) = Client::connect(&server, PROTOCOL).await {
                return client;
            }
        }
    };
    tokio::time::timeout(PATIENCE, again).await.expect("a place");
}
