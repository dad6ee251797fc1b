//! Jobs: the same question in the background gives the same answer.

use std::sync::Arc;

use async_graphql::{Request, Variables};
use serde_json::{Value, json};
use service::job::{JobLimits, Jobs};
use service::{Actor, Role, SystemClock};

use super::{MUCH, ask, memory, pools, snapshot};
use crate::guard::{Guard, Limits, TypeMap};
use crate::http::Background;
use crate::schema::loader::Stored;
use crate::schema::{About, ApiSchema, RequestContext, builder, id, job, sdl};

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
        Self::within(MUCH, MUCH)
    }

    /// With so many operations for an analysis of a request and of a job.
    fn within(of_requests: u64, of_jobs: u64) -> Self {
        let about =
            About { version: "0.0.0", limits: Limits::default(), live: Default::default(), listeners: 1 };
        let jobs = Jobs::new(JobLimits::default(), Arc::new(SystemClock));
        let schema = ApiSchema(builder().data(about).data(pools(of_requests, of_jobs)).data(jobs).finish());
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

/// Who brokers most, and why it is too large when it is.
const RANKING: &str = "query ($year: Int) { network(during: { year: $year }) {
    ranking(measure: BETWEENNESS, weightSemantics: NONE) {
        __typename
        ... on AnalysisTooLarge { message estimate limit startWith }
        ... on RankingResult { definedCount maximum entries(first: 1) { nodes { rank value institution { slug } } } }
    } } }";

#[tokio::test]
async fn what_is_too_large_for_a_request_succeeds_as_the_job_it_says() {
    let asked = Asked::within(1_000, MUCH);
    let year = json!({ "year": 2015 });
    let refused = asked.ask(RANKING, year.clone()).await;
    assert_eq!(refused["errors"], Value::Null);
    let refused = &refused["data"]["network"]["ranking"];
    assert_eq!(refused["__typename"], "AnalysisTooLarge");
    assert_eq!(refused["limit"], 1_000.0);
    assert!(refused["estimate"].as_f64().is_some_and(|it| it > 1_000.0), "{refused}");
    // The document that it names starts the job, with this request's document and variables.
    let start = refused["startWith"].as_str().expect("a document that helps");
    let started = asked.ask(start, json!({ "query": RANKING, "variables": year })).await;
    let started = &started["data"]["startAnalysis"];
    assert_eq!(started["userErrors"], json!([]));
    let job = asked.over(&started["job"]["id"]).await;
    assert_eq!((&job["status"], &job["message"]), (&json!("SUCCEEDED"), &Value::Null));
    let ranking = &job["result"]["data"]["network"]["ranking"];
    assert_eq!(ranking["__typename"], "RankingResult", "{job}");
    assert_eq!(ranking["definedCount"], 22);
    assert_eq!(ranking["entries"]["nodes"][0]["rank"], 1);
    assert_eq!(ranking["entries"]["nodes"][0]["value"], ranking["maximum"]);
    let direct = Asked::new().ask(RANKING, json!({ "year": 2015 })).await;
    assert_eq!(job["result"]["data"], direct["data"]);
    // Exactly the estimate passes.
    let limit = refused["estimate"].as_f64().expect("a number") as u64;
    for (limit, typename) in [(limit - 1, "AnalysisTooLarge"), (limit, "RankingResult")] {
        let answer = Asked::within(limit, MUCH).ask(RANKING, json!({ "year": 2015 })).await;
        assert_eq!(answer["data"]["network"]["ranking"]["__typename"], typename);
    }
}

#[tokio::test]
async fn what_is_too_large_for_a_job_too_names_no_job() {
    let asked = Asked::within(10, 20);
    let refused = asked.ask(RANKING, json!({ "year": 2015 })).await;
    let refused = &refused["data"]["network"]["ranking"];
    assert_eq!((&refused["__typename"], &refused["startWith"]), (&json!("AnalysisTooLarge"), &Value::Null));
    // Who starts one all the same is told the limit of jobs.
    let started = asked.start(json!({ "query": RANKING, "variables": { "year": 2015 } })).await;
    let job = asked.over(&started["job"]["id"]).await;
    let refused = &job["result"]["data"]["network"]["ranking"];
    assert_eq!((&refused["limit"], &refused["startWith"]), (&json!(20.0), &Value::Null));
}

const CANCEL: &str = "mutation ($id: ID!) { cancelJob(input: { id: $id }) {
    job { status endedAt result } userErrors { code path } } }";

#[tokio::test]
async fn a_job_that_is_over_stays_as_it_is_when_it_is_canceled() {
    let asked = Asked::new();
    let started = asked.start(json!({ "query": QUESTION, "variables": { "year": 2015 } })).await;
    let job = asked.over(&started["job"]["id"]).await;
    let canceled = asked.ask(CANCEL, json!({ "id": job["id"] })).await["data"]["cancelJob"].clone();
    assert_eq!(canceled["userErrors"], json!([]));
    assert_eq!(canceled["job"]["status"], "SUCCEEDED");
    assert_eq!((&canceled["job"]["endedAt"], &canceled["job"]["result"]), (&job["endedAt"], &job["result"]));
}

#[tokio::test]
async fn an_id_of_no_job_finds_none() {
    let asked = Asked::new();
    let find = "query ($id: ID!) { job(id: $id) { status } }";
    let institution = asked.ask("{ network { institutions(first: 1) { nodes { id } } } }", json!({})).await;
    let other_kind = institution["data"]["network"]["institutions"]["nodes"][0]["id"].clone();
    for (id, code) in [
        (json!(id::encode(job::KIND, "0123456789abcdef0123456789abcdef")), "NOT_FOUND"),
        (other_kind, "NOT_FOUND"),
        (json!("no id at all"), "INVALID_ID"),
    ] {
        let answer = asked.ask(find, json!({ "id": id })).await;
        assert_eq!(answer["data"]["job"], Value::Null, "{id}");
        assert_eq!(answer["errors"][0]["extensions"]["code"], code, "{id}");
        let answer = asked.ask(CANCEL, json!({ "id": id })).await;
        match code {
            "NOT_FOUND" => {
                let expected = json!([{ "code": "NOT_FOUND", "path": ["input", "id"] }]);
                assert_eq!(answer["data"]["cancelJob"]["job"], Value::Null, "{id}");
                assert_eq!(answer["data"]["cancelJob"]["userErrors"], expected, "{id}");
            }
            code => assert_eq!(answer["errors"][0]["extensions"]["code"], code, "{id}"),
        }
    }
}

#[tokio::test]
async fn the_limits_of_analyses_and_jobs_are_shown() {
    let asked = Asked::within(3_000_000_000, 7_000_000_000_000);
    let answer = asked.ask("{ service { limits { name value description } } }", json!({})).await;
    assert_eq!(answer["errors"], Value::Null);
    let limits = answer["data"]["service"]["limits"].as_array().expect("a list").clone();
    let value = |name: &str| limits.iter().find(|it| it["name"] == name).map(|it| it["value"].clone());
    let expected = [
        ("cost", 50_000),
        ("analysisMillionOperations", 3_000),
        ("analysisSeconds", 20),
        ("analysesAtATime", 2),
        ("analysesWaiting", 100_000),
        ("jobMillionOperations", 7_000_000),
        ("jobSeconds", 1_800),
        ("jobsAtATime", 1),
        ("jobsWaiting", 16),
        ("jobsKept", 64),
        ("jobKeptSeconds", 3_600),
    ];
    for (name, number) in expected {
        assert_eq!(value(name), Some(json!(number)), "{name}");
    }
    let mut names: Vec<_> = limits.iter().map(|it| it["name"].to_string()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), limits.len());
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
    let other = || Actor::new(Role::Analyst, "somebody else");
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
