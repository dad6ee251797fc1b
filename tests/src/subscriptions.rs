//! What is told of by itself: later revisions, whoever wrote them, and jobs; over a websocket and as events.

use std::time::Duration;

use acceptance::client::ask;
use acceptance::server::{Server, Signal, Start, Viewer, run};
use acceptance::stage::{Engine, Play};
use acceptance::{shipped_record, trial};
use anyhow::{Context, Result, bail, ensure};
use futures_util::{SinkExt as _, StreamExt as _};
use libtest_mimic::Trial;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::history::retract;

const REVISIONS: &str = "subscription ($since: Revision) { revisionAdvanced(since: $since) { \
    since revision changedIds hasMoreChangedIds } }";
const START: &str = "mutation { startAnalysis(input: {query: \"{ network { revision structure { institutions } } }\"}) { \
    job { id } userErrors { message } } }";
const JOB: &str = "subscription ($id: ID!) { jobChanged(id: $id) { id status result } }";

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Tests of subscriptions.
pub(crate) fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    for engine in Engine::ALL {
        for (title, test) in [
            ("a_change_is_told_at_once", told as fn(Engine) -> Result<()>),
            ("a_write_of_another_process_is_told", written_elsewhere),
            ("a_stop_completes_them", stopped),
        ] {
            let name = format!("subscriptions::{title}::{}", engine.name());
            trials.push(trial(name, move || test(engine)).with_ignored_flag(engine.is_left_out()));
        }
    }
    trials.push(trial("subscriptions::a_job_is_followed_to_its_end", job_followed));
    trials.push(trial("subscriptions::events_tell_the_same", events));
    trials
}

fn block_on<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work)
}

/// A client of `graphql-transport-ws` that has greeted.
struct Client(WebSocketStream<TcpStream>);

impl Client {
    async fn connect(address: &str) -> Result<Self> {
        let host = address.trim_start_matches("http://");
        let mut request = format!("ws://{host}/graphql").into_client_request()?;
        request.headers_mut().insert("sec-websocket-protocol", "graphql-transport-ws".parse()?);
        let (socket, _) = client_async(request, TcpStream::connect(host).await?).await?;
        let mut client = Self(socket);
        client.say(&json!({"type": "connection_init"})).await?;
        ensure!(client.hear().await? == json!({"type": "connection_ack"}));
        Ok(client)
    }

    async fn say(&mut self, message: &Value) -> Result<()> {
        Ok(self.0.send(Message::text(message.to_string())).await?)
    }

    async fn subscribe(&mut self, id: &str, query: &str, variables: &Value) -> Result<()> {
        let payload = json!({"query": query, "variables": variables});
        self.say(&json!({"type": "subscribe", "id": id, "payload": payload})).await
    }

    async fn frame(&mut self) -> Result<Message> {
        Ok(tokio::time::timeout(PATIENCE, self.0.next()).await?.context("the connection ended")??)
    }

    async fn hear(&mut self) -> Result<Value> {
        loop {
            match self.frame().await? {
                Message::Text(text) => return Ok(serde_json::from_str(&text)?),
                Message::Ping(_) => {}
                other => bail!("expected a message, not {other:?}"),
            }
        }
    }

    /// What a subscription tells next.
    async fn told(&mut self, field: &str) -> Result<Value> {
        let mut message = self.hear().await?;
        ensure!(message["type"] == "next" && message["payload"]["errors"].is_null(), "{message:#}");
        Ok(message["payload"]["data"][field].take())
    }
}

fn told(engine: Engine) -> Result<()> {
    let play = Play::start(engine, Viewer::Operator, None)?;
    let address = play.address().to_owned();
    block_on(async move {
        let mut client = Client::connect(&address).await?;
        client.subscribe("late", REVISIONS, &json!({"since": "0"})).await?;
        let all = client.told("revisionAdvanced").await?;
        ensure!(all["since"] == "0" && all["revision"] == "1" && all["hasMoreChangedIds"] == true, "{all:#}");
        ensure!(all["changedIds"].as_array().is_some_and(|it| it.len() == 100), "{all:#}");
        client.say(&json!({"type": "complete", "id": "late"})).await?;
        // From now on: a query that is answered shows that the subscription before it has begun.
        client.subscribe("now", REVISIONS, &json!({})).await?;
        client.subscribe("query", "{ network { revision } }", &json!({})).await?;
        ensure!(client.told("network").await?["revision"] == "1");
        ensure!(client.hear().await?["type"] == "complete");
        let writer = address.clone();
        let revision = tokio::task::spawn_blocking(move || retract(&writer)).await??;
        ensure!(revision == "2");
        let event = client.told("revisionAdvanced").await?;
        // The id of the document, base64url of `document:doc-002`.
        let expected = json!({"since": "1", "revision": "2", "changedIds": ["ZG9jdW1lbnQ6ZG9jLTAwMg"],
            "hasMoreChangedIds": false});
        ensure!(event == expected, "{event:#}");
        // Who was away hears of it when back.
        let mut back = Client::connect(&address).await?;
        back.subscribe("a", REVISIONS, &json!({"since": "1"})).await?;
        ensure!(back.told("revisionAdvanced").await? == expected);
        Ok(())
    })
}

fn written_elsewhere(engine: Engine) -> Result<()> {
    let (folder, database) = (tempfile::tempdir()?, engine.database()?);
    let record = Some("none");
    let start = Start { folder: folder.path(), database: database.url(), record, viewer: Viewer::Anonymous };
    let server = Server::start(&start)?;
    let address = server.address().to_owned();
    block_on(async {
        let mut client = Client::connect(&address).await?;
        client.subscribe("a", REVISIONS, &json!({})).await?;
        client.subscribe("query", "{ service { revision } }", &json!({})).await?;
        ensure!(client.told("service").await?["revision"] == "0");
        ensure!(client.hear().await?["type"] == "complete");
        let (work, url) = (folder.path().to_owned(), database.url().to_owned());
        let shipped = shipped_record().to_str().context("a path in Unicode")?.to_owned();
        let imported =
            tokio::task::spawn_blocking(move || run(&work, &["import", &shipped, "--database", &url]));
        let ended = imported.await??;
        ensure!(ended.code == Some(0), "{ended:#?}");
        let event = client.told("revisionAdvanced").await?;
        ensure!(event["since"] == "0" && event["revision"] == "1", "{event:#}");
        Ok(())
    })
}

fn stopped(engine: Engine) -> Result<()> {
    let (folder, database) = (tempfile::tempdir()?, engine.database()?);
    let record = Some("none");
    let start = Start { folder: folder.path(), database: database.url(), record, viewer: Viewer::Anonymous };
    let server = Server::start(&start)?;
    let address = server.address().to_owned();
    block_on(async {
        let mut client = Client::connect(&address).await?;
        client.subscribe("a", REVISIONS, &json!({})).await?;
        client.subscribe("query", "{ service { revision } }", &json!({})).await?;
        ensure!(client.told("service").await?["revision"] == "0");
        ensure!(client.hear().await?["type"] == "complete");
        let stopping = tokio::task::spawn_blocking(move || server.stop(Signal::Terminate));
        ensure!(client.hear().await? == json!({"type": "complete", "id": "a"}));
        match client.frame().await? {
            Message::Close(Some(frame)) => ensure!(u16::from(frame.code) == 1001, "{frame:?}"),
            other => bail!("expected a close, not {other:?}"),
        }
        drop(client);
        let ended = stopping.await??;
        ensure!(ended.code == Some(0) && ended.output.contains("splot has stopped"), "{ended:#?}");
        Ok(())
    })
}

fn job_followed() -> Result<()> {
    let play = Play::start(Engine::Sqlite, Viewer::Analyst, None)?;
    let address = play.address().to_owned();
    let started = ask(&address, START, &json!({}))?.data()?["startAnalysis"].clone();
    let id = started["job"]["id"].clone();
    ensure!(id.is_string(), "{started:#}");
    block_on(async {
        let mut client = Client::connect(&address).await?;
        client.subscribe("a", JOB, &json!({ "id": id })).await?;
        let mut seen = Vec::new();
        loop {
            let job = client.told("jobChanged").await?;
            ensure!(job["id"] == id, "{job:#}");
            seen.push(job["status"].as_str().context("no status")?.to_owned());
            if job["status"] == "SUCCEEDED" {
                ensure!(job["result"]["data"]["network"]["revision"] == "1", "{job:#}");
                break;
            }
        }
        ensure!(client.hear().await? == json!({"type": "complete", "id": "a"}));
        let mut steps = seen.clone();
        steps.dedup();
        ensure!(steps == seen, "each status once: {seen:?}");
        client.subscribe("b", JOB, &json!({"id": "YW5hbHlzaXMtam9iOng"})).await?;
        let refused = client.hear().await?;
        ensure!(refused["payload"]["errors"][0]["extensions"]["code"] == "NOT_FOUND", "{refused:#}");
        Ok(())
    })
}

fn events() -> Result<()> {
    let play = Play::start(Engine::Sqlite, Viewer::Operator, None)?;
    let address = play.address().to_owned();
    block_on(async {
        let client = reqwest::Client::builder().no_proxy().timeout(PATIENCE).build()?;
        let body = json!({"query": REVISIONS, "variables": {"since": "0"}}).to_string();
        let request = client.post(format!("{address}/graphql")).body(body);
        let request =
            request.header("accept", "text/event-stream").header("content-type", "application/json");
        let mut answer = request.send().await?;
        ensure!(answer.status().as_u16() == 200);
        ensure!(answer.headers()["content-type"] == "text/event-stream; charset=utf-8");
        let mut read = String::new();
        let mut event = async |answer: &mut reqwest::Response| -> Result<Value> {
            loop {
                if let Some((piece, rest)) = read.split_once("\n\n") {
                    let data = piece.strip_prefix("event: next\ndata: ").map(str::to_owned);
                    read = rest.to_owned();
                    if let Some(data) = data {
                        return Ok(serde_json::from_str::<Value>(&data)?["data"]["revisionAdvanced"].take());
                    }
                    continue;
                }
                let chunk = answer.chunk().await?.context("the stream ended")?;
                read.push_str(std::str::from_utf8(&chunk)?);
            }
        };
        ensure!(event(&mut answer).await?["revision"] == "1");
        let writer = address.clone();
        tokio::task::spawn_blocking(move || retract(&writer)).await??;
        let told = event(&mut answer).await?;
        ensure!(told["since"] == "1" && told["revision"] == "2", "{told:#}");
        Ok(())
    })
}
