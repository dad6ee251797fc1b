//! Scenarios from outside: who may do what, what is refused, and that nothing of a draft gets into the record.

use std::sync::Arc;

use acceptance::client::ask;
use acceptance::server::{Viewer, run};
use acceptance::stage::{Engine, Play};
use acceptance::trial;
use anyhow::{Context, Result, ensure};
use libtest_mimic::Trial;
use serde_json::{Value, json};

/// A test that runs on both databases.
type OnEngine = fn(&Play) -> Result<()>;

const PROPOSE: &str = "mutation ($input: ProposeScenarioInput!) { proposeScenario(input: $input) { \
    scenario { id name version state } revision conflicts { change kind with } userErrors { code message path } } }";
const AMEND: &str = "mutation ($input: AmendScenarioInput!) { amendScenario(input: $input) { \
    scenario { id version baseRevision } userErrors { code message path } } }";
const DISCARD: &str = "mutation ($input: DiscardScenarioInput!) { discardScenario(input: $input) { \
    scenario { state } userErrors { code } } }";
const APPLY: &str = "mutation ($input: ApplyScenarioInput!) { applyScenario(input: $input) { \
    scenario { state appliedRevision } revision userErrors { code path } } }";

/// Tests of scenarios.
pub(crate) fn trials() -> Vec<Trial> {
    let tests: [(&str, OnEngine); 7] = [
        ("a_draft_is_made_once_however_often_it_is_asked_for", made_once),
        ("what_cannot_be_made_is_told_by_change", told_by_change),
        ("hostile_drafts_are_refused", hostile),
        ("cursors_of_a_scenario_are_its_own", cursors),
        ("applying_happens_once", applied_once),
        ("a_comparison_tells_which_change_accounts_for_what", accounted_for),
        ("concurrent_proposals_of_one_name_make_one", concurrent),
    ];
    let mut trials = vec![
        trial("scenarios::only_planners_see_them", only_planners),
        trial("scenarios::an_operator_for_everybody_needs_a_loopback_address", loopback_only),
    ];
    for engine in Engine::ALL {
        for (title, test) in tests {
            let name = format!("scenarios::{title}::{}", engine.name());
            let test = move || test(&Play::start(engine, Viewer::Operator, None)?);
            trials.push(trial(name, test).with_ignored_flag(engine.is_left_out()));
        }
    }
    trials
}

/// The payload of a mutation.
fn change(play: &Play, document: &str, input: &Value) -> Result<Value> {
    let data = ask(play.address(), document, &json!({ "input": input }))?.data()?;
    let payload = data.as_object().and_then(|it| it.values().next()).context("no payload")?;
    Ok(payload.clone())
}

fn codes(payload: &Value) -> Vec<&str> {
    payload["userErrors"].as_array().into_iter().flatten().filter_map(|it| it["code"].as_str()).collect()
}

fn visit(host: &str, date: &str) -> Value {
    json!({"holdMeeting": {"name": "wizyta", "kind": "INFO_CONSULTATION", "date": date,
        "host": {"institution": host}, "organiser": {"institution": "sekretariat"}}})
}

fn draft(name: &str, changes: &Value) -> Value {
    json!({"name": name, "changes": changes})
}

fn id(payload: &Value) -> Result<String> {
    payload["scenario"]["id"].as_str().map(str::to_owned).with_context(|| format!("no scenario: {payload:#}"))
}

fn only_planners() -> Result<()> {
    let input = json!({"input": draft("Wiosna", &json!([visit("pup-zagan", "2015-09-10")]))});
    let play = Play::start(Engine::Sqlite, Viewer::Anonymous, None)?;
    let refused = ask(play.address(), PROPOSE, &input)?;
    ensure!(refused.codes()? == ["FORBIDDEN"], "{}", refused.text);
    let refused = ask(play.address(), "{ scenarios { totalCount } }", &json!({}))?;
    ensure!(refused.codes()? == ["FORBIDDEN"], "{}", refused.text);
    let analyst = Play::start(Engine::Sqlite, Viewer::Analyst, None)?;
    let made = ask(analyst.address(), PROPOSE, &input)?.data()?;
    let id = made["proposeScenario"]["scenario"]["id"].clone();
    let apply = json!({"input": {"id": id, "decisionTitle": "x", "decisionDate": "2016-01-01"}});
    let refused = ask(analyst.address(), APPLY, &apply)?;
    ensure!(refused.codes()? == ["FORBIDDEN"], "an analyst may not apply: {}", refused.text);
    Ok(())
}

fn loopback_only() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let ended = run(folder.path(), &["serve", "--viewer", "operator", "--listen", "0.0.0.0:0"])?;
    ensure!(ended.code == Some(78), "{ended:#?}");
    ensure!(ended.errors.contains("loopback"), "{ended:#?}");
    ensure!(!folder.path().join("var").exists(), "a database was made");
    Ok(())
}

fn made_once(play: &Play) -> Result<()> {
    let mut input = draft("Wiosna", &json!([visit("pup-zagan", "2015-09-10")]));
    input["dryRun"] = json!(true);
    ensure!(codes(&change(play, PROPOSE, &input)?).is_empty(), "a dry run");
    let count = "{ scenarios { totalCount nodes { name } } }";
    ensure!(
        ask(play.address(), count, &json!({}))?.data()?["scenarios"]["totalCount"] == json!(0),
        "it was made"
    );
    input["dryRun"] = json!(false);
    input["idempotencyKey"] = json!("k-1");
    let made = change(play, PROPOSE, &input)?;
    let again = change(play, PROPOSE, &input)?;
    ensure!(id(&made)? == id(&again)?, "{made:#} {again:#}");
    let mut other = input.clone();
    other["name"] = json!("Lato");
    ensure!(codes(&change(play, PROPOSE, &other)?) == ["IDEMPOTENCY_KEY_REUSED"], "another input");
    input["idempotencyKey"] = json!("k-2");
    ensure!(codes(&change(play, PROPOSE, &input)?) == ["NAME_TAKEN"], "the name");
    let data = ask(play.address(), count, &json!({}))?.data()?;
    ensure!(data["scenarios"]["totalCount"] == json!(1), "{data:#}");

    let amend = json!({"id": id(&made)?, "ifVersion": 7, "name": "Wiosna",
        "changes": [visit("pup-zagan", "2015-10-10")]});
    ensure!(codes(&change(play, AMEND, &amend)?) == ["STALE_VERSION"], "the version");
    let discarded = change(play, DISCARD, &json!({"id": id(&made)?, "ifVersion": 1}))?;
    ensure!(discarded["scenario"]["state"] == json!("DISCARDED"), "{discarded:#}");
    let view = "query ($id: ID!) { network(scenario: $id) { revision } }";
    let gone = ask(play.address(), view, &json!({"id": id(&made)?}))?;
    ensure!(gone.codes()? == ["NOT_FOUND"] && gone.text.contains("discarded"), "{}", gone.text);
    Ok(())
}

fn told_by_change(play: &Play) -> Result<()> {
    let join = |who: &str, on: Value| {
        json!({"addMembership": {"partnership": {"slug": "pnres"},
        "party": {"institution": who}, "signedOn": on}})
    };
    let close =
        json!({"closeInstitution": {"institution": {"institution": "pup-zagan"}, "on": "2015-03-01"}});
    let changes = json!([
        join("no-such-institution", Value::Null),
        visit("pup-zagan", "2015-09-10"),
        close,
        visit("lwk-ohp", "1015-09-10"),
        join("rops", json!("2016-01-01")),
        join("rops", json!("2016-01-01")),
    ]);
    let payload = change(play, PROPOSE, &draft("Sprzeczny", &changes))?;
    let kinds: Vec<(i64, &str)> = payload["conflicts"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|it| Some((it["change"].as_i64()?, it["kind"].as_str()?)))
        .collect();
    let wanted = [(1, "VANISHED"), (2, "CONTRADICTS"), (4, "DATE_BEFORE_RECORD"), (6, "DUPLICATE")];
    ensure!(kinds == wanted, "{payload:#}");
    ensure!(payload["userErrors"][1]["path"] == json!(["input", "changes", "1"]), "{payload:#}");
    ensure!(payload["scenario"].is_null(), "{payload:#}");
    let mut vanished = draft("Bez podstawy", &json!([visit("pup-zagan", "2015-09-10")]));
    vanished["baseRevision"] = json!("99");
    let payload = change(play, PROPOSE, &vanished)?;
    ensure!(codes(&payload) == ["REVISION_NOT_FOUND"], "{payload:#}");
    Ok(())
}

fn hostile(play: &Play) -> Result<()> {
    let one = visit("pup-zagan", "2015-09-10");
    let refused = |what: &str, input: &Value| -> Result<()> {
        let answer = ask(play.address(), PROPOSE, &json!({ "input": input }))?;
        let body = answer.json()?;
        let told = match body["data"]["proposeScenario"].as_object() {
            Some(payload) => payload["userErrors"].as_array().is_some_and(|it| !it.is_empty()),
            None => body["errors"].as_array().is_some_and(|it| !it.is_empty()),
        };
        ensure!(
            told && answer.text.len() < 10_000,
            "{what}: {}",
            answer.text.chars().take(500).collect::<String>()
        );
        ensure!(!answer.text.contains("INTERNAL"), "{what}: {}", answer.text);
        Ok(())
    };
    refused("10,000 changes", &draft("Wiele", &Value::from(vec![one.clone(); 10_000])))?;
    refused("201 changes", &draft("Wiele", &Value::from(vec![one.clone(); 201])))?;
    refused("no change", &draft("Nic", &json!([])))?;
    refused("a name of 1 MB", &draft(&"x".repeat(1_000_000), &json!([one])))?;
    refused("a name of control characters", &draft("a\u{0}b", &json!([one])))?;
    refused("an empty name", &draft("  ", &json!([one])))?;
    let circle = json!([
        {"createProjectPartnership": {"name": "a", "lead": {"change": 2}, "partners": [{"change": 1}]}},
        {"createProjectPartnership": {"name": "b", "lead": {"change": 1}, "partners": [{"change": -1}]}},
    ]);
    refused("a circle", &draft("Koło", &circle))?;
    let crowd = json!([{"holdMeeting": {"name": "tłum", "kind": "INFO_CONSULTATION", "date": "2015-09-10",
        "invitees": vec![json!({"institution": "pup-zagan"}); 501]}}]);
    refused("501 invitees", &draft("Tłum", &crowd))?;
    refused("a key of 201 characters", &{
        let mut input = draft("Klucz", &json!([one]));
        input["idempotencyKey"] = json!("k".repeat(201));
        input
    })?;
    let unknown = json!({"id": "c2NlbmFyaW86cy0x", "name": "x", "changes": [one]});
    let payload = change(play, AMEND, &unknown)?;
    ensure!(codes(&payload) == ["NOT_FOUND"], "{payload:#}");
    let wrong = json!({"id": "nonsense", "name": "x", "changes": [one]});
    let payload = change(play, AMEND, &wrong)?;
    ensure!(codes(&payload) == ["INVALID"], "{payload:#}");
    for id in ["c2NlbmFyaW86cy0x", "nonsense", ""] {
        let view = "query ($id: ID!) { network(scenario: $id) { revision } }";
        let answer = ask(play.address(), view, &json!({ "id": id }))?;
        let code = answer.codes()?;
        ensure!(code == ["NOT_FOUND"] || code == ["INVALID_ID"], "{id}: {}", answer.text);
    }
    Ok(())
}

fn cursors(play: &Play) -> Result<()> {
    let first = id(&change(play, PROPOSE, &draft("Jeden", &json!([visit("pup-zagan", "2015-09-10")])))?)?;
    let second = id(&change(play, PROPOSE, &draft("Dwa", &json!([visit("pup-zagan", "2015-10-10")])))?)?;
    let page = "query ($id: ID, $after: String) { network(scenario: $id) { \
        meetings(first: 3, after: $after) { totalCount pageInfo { endCursor } } \
        structure { __typename ... on NetworkStructure { computation { parameters { name value } } } } } }";
    let of = |id: &Value, after: &Value| ask(play.address(), page, &json!({"id": id, "after": after}));
    let record = of(&Value::Null, &Value::Null)?.data()?["network"].clone();
    let supposed = of(&json!(first), &Value::Null)?.data()?["network"].clone();
    let one_more = record["meetings"]["totalCount"].as_i64().map(|it| it + 1);
    ensure!(supposed["meetings"]["totalCount"].as_i64() == one_more, "{record:#} {supposed:#}");
    let cursor = supposed["meetings"]["pageInfo"]["endCursor"].clone();
    of(&json!(first), &cursor)?.data()?;
    for other in [Value::Null, json!(second)] {
        let refused = of(&other, &cursor)?;
        ensure!(refused.codes()? == ["CURSOR_MISMATCH"], "{}", refused.text);
    }
    ensure!(supposed["structure"].to_string().contains("\"scenario\""), "no receipt tells: {supposed:#}");
    ensure!(!record["structure"].to_string().contains("\"scenario\""), "{record:#}");
    let both = "query ($id: ID!) { network(scenario: $id, asOf: { revision: \"1\" }) { revision } }";
    let refused = ask(play.address(), both, &json!({ "id": first }))?;
    ensure!(refused.codes()? == ["INVALID_ARGUMENT"], "{}", refused.text);
    Ok(())
}

fn applied_once(play: &Play) -> Result<()> {
    let made = change(play, PROPOSE, &draft("Wiosna", &json!([visit("pup-zagan", "2015-09-10")])))?;
    let mut input = json!({"id": id(&made)?, "decisionTitle": "Uchwała 1", "decisionDate": "2015-08-01",
        "ifRevision": "0"});
    ensure!(codes(&change(play, APPLY, &input)?) == ["STALE_REVISION"], "the revision");
    input["ifRevision"] = json!("1");
    input["dryRun"] = json!(true);
    let tried = change(play, APPLY, &input)?;
    ensure!(codes(&tried).is_empty() && tried["revision"] == json!("1"), "{tried:#}");
    input["dryRun"] = json!(false);
    input["idempotencyKey"] = json!("apply");
    let applied = change(play, APPLY, &input)?;
    ensure!(
        applied["revision"] == json!("2") && applied["scenario"]["appliedRevision"] == json!("2"),
        "{applied:#}"
    );
    ensure!(change(play, APPLY, &input)? == applied, "the same request again");
    input["idempotencyKey"] = Value::Null;
    input["ifRevision"] = Value::Null;
    let again = change(play, APPLY, &input)?;
    ensure!(codes(&again) == ["NOT_A_DRAFT"] && again["revision"] == json!("2"), "{again:#}");
    Ok(())
}

fn concurrent(play: &Play) -> Result<()> {
    let address: Arc<str> = play.address().into();
    let input = json!({"input": draft("Wspólny", &json!([visit("pup-zagan", "2015-09-10")]))});
    let workers: Vec<_> = (0..8)
        .map(|_| {
            let (address, input) = (Arc::clone(&address), input.clone());
            std::thread::spawn(move || ask(&address, PROPOSE, &input).and_then(|it| it.data()))
        })
        .collect();
    let mut made = 0;
    for worker in workers {
        let data = worker.join().ok().context("a thread failed")??;
        let payload = &data["proposeScenario"];
        if payload["scenario"].is_null() {
            ensure!(codes(payload) == ["NAME_TAKEN"], "{payload:#}");
        } else {
            made += 1;
        }
    }
    ensure!(made == 1, "{made} were made");
    Ok(())
}

/// Two visits to one signatory: each alone takes it from the list, and together they do no more.
fn accounted_for(play: &Play) -> Result<()> {
    let changes = json!([visit("pup-zagan", "2015-09-10"), visit("pup-zagan", "2015-10-10")]);
    let made = change(play, PROPOSE, &draft("Dwie wizyty", &changes))?;
    let query = "query ($id: ID!) { \
        network(scenario: $id, during: { year: 2015 }, basis: STATED_AND_INFERRED) { \
            compare( \
                with: { asOf: { revision: \"1\" } } \
                partnership: { slug: \"pnres\" } \
                contact: { by: SECRETARIAT, directness: [BILATERAL], kinds: [\"INFO_CONSULTATION\"] } \
            ) { \
                contributions(figures: [UNCONTACTED_SIGNATORIES]) { \
                    states hasShares \
                    figures { kind upper { before after interaction changes { change alone last share } } } \
                } \
            } \
        } }";
    let data = ask(play.address(), query, &json!({"id": id(&made)?}))?.data()?;
    let each = |number: i32| json!({"change": number, "alone": -1.0, "last": 0.0, "share": -0.5});
    let upper = json!({"before": 68.0, "after": 67.0, "interaction": 1.0, "changes": [each(1), each(2)]});
    let wanted = json!({"states": 4, "hasShares": true,
        "figures": [{"kind": "UNCONTACTED_SIGNATORIES", "upper": upper}]});
    let found = &data["network"]["compare"]["contributions"];
    let differences = acceptance::json::differences(&wanted, found);
    ensure!(differences.is_empty(), "{differences:?}: {data:#}");
    Ok(())
}
