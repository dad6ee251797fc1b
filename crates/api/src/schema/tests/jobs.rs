//! Jobs: the same question in the background gives the same answer.

use std::sync::Arc;

use async_graphql::{Request, Variables};
use serde_json::{Value, json};
use service::job::{JobLimits, Jobs};
use service::{Actor, ActorKind, SystemClock};

use super::{ask, memory, snapshot};
use crate::guard::{Guard, Limits, TypeMap};
use crate::http::Background;
use crate::schema::loader::Stored;
use crate::schema::{About, ApiSchema, RequestContext, builder, sdl};

const START: &str = "mutation ($input: StartAnalysisInput!) { startAnalysis(input: $input) {
    job { id status revision createdAt endedAt message result } userErrors { code message path } } }";
const QUESTION: &str =
    "query ($year: Int) { network(during: { year: $year }) { structure { institutions ties density } } }";

/// A schema whose jobs live as long as it does.
struct Asked {
    schema: ApiSchema,
    background: Background,
}

impl Asked {
    fn new() -> Self {
        let about = About { version: "0.0.0", limits: Limits::default() };
        let jobs = Jobs::new(JobLimits::default(), Arc::new(SystemClock));
        let schema = ApiSchema(builder().data(about).data(super::analyses()).data(jobs).finish());
        let guard = Guard::new(Limits::default(), TypeMap::parse(&sdl()).expect("SDL"));
        Self { background: Background::new(Arc::new(schema.clone()), Arc::new(guard)), schema }
    }

    async fn ask_as(&self, actor: Actor, document: &str, variables: Value) -> Value {
        let stored: Arc<dyn Stored> = memory();
        let context = Arc::new(RequestContext::new(stored, actor, snapshot()));
        let request = Request::new(document).variables(Variables::from_json(variables));
        let answer = self.schema.execute(request.data(context).data(self.background.clone())).await;
        serde_json::to_value(answer).expect("JSON")
    }

    async fn ask(&self, document: &str, variables: Value) -> Value {
        self.ask_as(Actor::anonymous(), document, variables).await
    }

    async fn start(&self, input: Value) -> Value {
        let answer = self.ask(START, json!({ "input": input })).await;
        assert_eq!(answer["errors"], Value::Null);
        answer["data"]["startAnalysis"].clone()
    }

    /// The job once it is over.
    async fn over(&self, id: &Value) -> Value {
        loop {
            let document = "query ($id: ID!) { job(id: $id) { id status endedAt message result } }";
            let job = self.ask(document, json!({ "id": id })).await["data"]["job"].clone();
            if job["status"] != "QUEUED" && job["status"] != "RUNNING" {
                return job;
            }
            tokio::task::yield_now().await;
        }
    }
}

#[tokio::test]
async fn a_job_answers_as_a_request_does() {
    let asked = Asked::new();
    let started = asked.start(json!({ "query": QUESTION, "variables": { "year": 2015 } })).await;
    assert_eq!(started["userErrors"], json!([]));
    assert_eq!(started["job"]["revision"], "1");
    let job = asked.over(&started["job"]["id"]).await;
    assert_eq!(job["status"], "SUCCEEDED");
    assert_eq!(job["message"], Value::Null);
    assert!(job["endedAt"].is_string());
    let direct = ask(&QUESTION.replace("query ($year: Int)", "").replace("$year", "2015")).await;
    assert_eq!(job["result"]["data"], direct);
    assert_eq!(direct["network"]["structure"]["institutions"], 22);
    let document = "query ($id: ID!) { node(id: $id) { id ... on AnalysisJob { status } } }";
    let node = asked.ask(document, json!({ "id": started["job"]["id"] })).await;
    assert_eq!(node["data"]["node"]["status"], "SUCCEEDED");
}

#[tokio::test]
async fn a_job_without_data_has_failed_and_tells_why() {
    let asked = Asked::new();
    let started = asked.start(json!({ "query": "{ network { nothing } }" })).await;
    let job = asked.over(&started["job"]["id"]).await;
    assert_eq!(job["status"], "FAILED");
    assert!(job["message"].as_str().expect("a message").contains("nothing"));
    assert!(job["result"]["errors"].is_array());
}

#[tokio::test]
async fn what_a_request_may_not_a_job_may_not_either() {
    let asked = Asked::new();
    let deep = format!("{{ network {} }}", "{ revision ".repeat(60) + &"}".repeat(60));
    let cases = [
        (json!({ "query": "{ network {" }), "DOCUMENT_REFUSED", "query"),
        (json!({ "query": deep }), "DOCUMENT_REFUSED", "query"),
        (json!({ "query": "query ($a: Int!) { service { version } }" }), "DOCUMENT_REFUSED", "query"),
        (json!({ "query": START, "variables": { "input": { "query": "{ a }" } } }), "NOT_A_QUERY", "query"),
        (json!({ "query": QUESTION, "variables": [1] }), "INVALID", "variables"),
        (json!({ "query": QUESTION, "idempotencyKey": "k".repeat(201) }), "INVALID", "idempotencyKey"),
    ];
    for (input, code, field) in cases {
        let started = asked.start(input.clone()).await;
        assert_eq!(started["job"], Value::Null, "{input}");
        assert_eq!(started["userErrors"][0]["code"], code, "{input}\n{started}");
        assert_eq!(started["userErrors"][0]["path"], json!(["input", field]), "{input}");
    }
}

#[tokio::test]
async fn the_same_key_gives_the_same_job() {
    let asked = Asked::new();
    let input =
        |year: i32| json!({ "query": QUESTION, "variables": { "year": year }, "idempotencyKey": "k" });
    let first = asked.start(input(2015)).await;
    assert_eq!(asked.start(input(2015)).await["job"]["id"], first["job"]["id"]);
    assert_eq!(asked.start(input(2014)).await["userErrors"][0]["code"], "IDEMPOTENCY_KEY_REUSED");
}

#[tokio::test]
async fn only_who_started_a_job_sees_and_cancels_it() {
    let asked = Asked::new();
    let started = asked.start(json!({ "query": QUESTION })).await;
    let id = json!({ "id": started["job"]["id"] });
    let other = || Actor::new(ActorKind::Analyst, "somebody else");
    let find = "query ($id: ID!) { job(id: $id) { status } }";
    let answer = asked.ask_as(other(), find, id.clone()).await;
    assert_eq!(answer["data"]["job"], Value::Null);
    assert_eq!(answer["errors"][0]["extensions"]["code"], "NOT_FOUND");
    let cancel =
        "mutation ($id: ID!) { cancelJob(input: { id: $id }) { job { status } userErrors { code } } }";
    let answer = asked.ask_as(other(), cancel, id.clone()).await;
    assert_eq!(answer["data"]["cancelJob"]["userErrors"][0]["code"], "NOT_FOUND");
    let answer = asked.ask(cancel, id.clone()).await;
    let status = answer["data"]["cancelJob"]["job"]["status"].as_str().expect("a status").to_owned();
    assert!(["CANCELED", "SUCCEEDED"].contains(&status.as_str()), "{status}");
    assert_eq!(asked.ask(find, id).await["data"]["job"]["status"], status.as_str());
}
