//! What was changed, when and by whom: revisions, the history of one object, and net changes for those who keep a copy.

use std::collections::BTreeMap;

use acceptance::client::ask;
use acceptance::server::Viewer;
use acceptance::stage::{Engine, Play};
use acceptance::trial;
use anyhow::{Context, Result, ensure};
use libtest_mimic::Trial;
use serde_json::{Value, json};

const RETRACT: &str = "mutation ($input: RetractDocumentInput!) { retractDocument(input: $input) { revision userErrors { message } } }";
const ACCEPT: &str = "mutation ($input: AcceptDocumentInput!) { acceptDocument(input: $input) { revision userErrors { message } } }";
const HISTORY: &str = r#"query ($asOf: AsOfInput, $first: Int, $last: Int, $after: String) {
  network(asOf: $asOf) {
    institution(by: { slug: "pup-zagan" }) {
      history(first: $first, last: $last, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          entry { id revision act author reason }
          changes { recordKind slug kind fields { field before after } node { id } }
        }
      }
    }
  }
}"#;
const CHANGES: &str = "query ($since: Revision!, $until: Revision, $first: Int, $after: String) {
  changes(since: $since, until: $until, first: $first, after: $after) {
    since until totalCount pageInfo { hasNextPage endCursor }
    nodes { recordId recordKind slug isGone kind readAsId fields { field before after } node { id } }
  }
}";

/// A test that runs on both databases.
type OnEngine = fn(&Play) -> Result<()>;

/// Tests of history, on both databases.
pub(crate) fn trials() -> Vec<Trial> {
    let tests: [(&str, OnEngine); 4] = [
        ("revisions_tell_who_did_what", revisions),
        ("an_object_has_its_versions", versions),
        ("a_copy_follows_by_net_changes", copies),
        ("a_cursor_pins_both_revisions", pinned),
    ];
    let mut trials = Vec::new();
    for engine in Engine::ALL {
        for (title, test) in tests {
            let name = format!("history::{title}::{}", engine.name());
            let test = move || test(&Play::start(engine, Viewer::Operator, None)?);
            trials.push(trial(name, test).with_ignored_flag(engine.is_left_out()));
        }
    }
    trials
}

/// Retracts the note of the Council's meeting, or accepts it again.
pub(crate) fn decide(address: &str, document: &str, reason: &str) -> Result<String> {
    let input = json!({"document": {"slug": "doc-002"}, "reason": reason});
    let data = ask(address, document, &json!({ "input": input }))?.data()?;
    let payload = data.as_object().and_then(|it| it.values().next()).context("no payload")?;
    ensure!(payload["userErrors"] == json!([]), "{payload:#}");
    payload["revision"].as_str().map(str::to_owned).context("no revision")
}

pub(crate) fn retract(address: &str) -> Result<String> {
    decide(address, RETRACT, "nieprawdziwa")
}

fn get(play: &Play, document: &str, variables: &Value) -> Result<Value> {
    ask(play.address(), document, variables)?.data()
}

fn revisions(play: &Play) -> Result<()> {
    ensure!(retract(play.address())? == "2");
    let document = "query ($since: Revision, $first: Int, $last: Int, $after: String) {
      revisions(since: $since, first: $first, last: $last, after: $after) { totalCount pageInfo { endCursor hasNextPage hasPreviousPage }
        nodes { id revision act author reason created changed personal
          changes(first: 2) { totalCount nodes { recordKind slug kind fields { field before after } } } } } }";
    let found = get(play, document, &json!({}))?;
    let nodes = &found["revisions"]["nodes"];
    ensure!(found["revisions"]["totalCount"] == 2 && nodes[0]["revision"] == "1", "{found:#}");
    let source = nodes[0]["reason"].as_str().unwrap_or_default();
    ensure!(nodes[0]["act"] == "IMPORT" && source.starts_with("lubuskie, sha256 "), "{:#}", nodes[0]);
    let (created, logged) = (&nodes[0]["created"], &nodes[0]["changes"]["totalCount"]);
    ensure!(created == logged && created.as_i64() > Some(1_000), "{created} created, {logged} logged");
    ensure!(nodes[0]["changes"]["nodes"][0]["kind"] == "CREATED", "{:#}", nodes[0]);
    let second = json!({"recordKind": "document", "slug": "doc-002", "kind": "CHANGED",
        "fields": [{"field": "state", "before": "ACCEPTED", "after": "RETRACTED"}]});
    ensure!(nodes[1]["act"] == "RETRACT_DOCUMENT" && nodes[1]["reason"] == "nieprawdziwa", "{:#}", nodes[1]);
    ensure!(nodes[1]["changes"]["nodes"] == json!([second]), "{:#}", nodes[1]);
    // A cursor goes on after later revisions came.
    let first = get(play, document, &json!({"first": 1}))?;
    decide(play.address(), ACCEPT, "jednak prawdziwa")?;
    let next = get(play, document, &json!({"after": first["revisions"]["pageInfo"]["endCursor"]}))?;
    let numbers: Vec<_> =
        next["revisions"]["nodes"].as_array().into_iter().flatten().map(|it| &it["revision"]).collect();
    ensure!(numbers == ["2", "3"], "{next:#}");
    let last = get(play, document, &json!({"last": 1}))?;
    ensure!(last["revisions"]["nodes"][0]["act"] == "ACCEPT_DOCUMENT", "{last:#}");
    let since = get(play, document, &json!({"since": "2"}))?;
    ensure!(since["revisions"]["totalCount"] == 1, "{since:#}");
    ensure!(get(play, document, &json!({"since": "99"}))?["revisions"]["totalCount"] == 0);
    let id = &last["revisions"]["nodes"][0]["id"];
    let node = get(
        play,
        "query ($id: ID!) { node(id: $id) { id ... on RevisionEntry { revision } } }",
        &json!({"id": id}),
    )?;
    ensure!(node["node"] == json!({"id": id, "revision": "3"}), "{node:#}");
    Ok(())
}

fn versions(play: &Play) -> Result<()> {
    let at = |data: &Value| data["network"]["institution"]["history"].clone();
    let whole = at(&get(play, HISTORY, &json!({}))?);
    ensure!(whole["totalCount"] == 1, "{whole:#}");
    let kinds: Vec<_> = whole["nodes"][0]["changes"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|it| it["recordKind"].as_str().unwrap_or_default())
        .collect();
    ensure!(
        kinds.contains(&"institution") && kinds.contains(&"claim") && kinds.contains(&"claim-text"),
        "{kinds:?}"
    );
    retract(play.address())?;
    let gone = get(play, HISTORY, &json!({}));
    ensure!(gone.is_err() || at(&gone?).is_null(), "it stands no more");
    let earlier = at(&get(play, HISTORY, &json!({"asOf": {"revision": "1"}}))?);
    ensure!(earlier["totalCount"] == 1, "{earlier:#}");
    decide(play.address(), ACCEPT, "jednak prawdziwa")?;
    let whole = at(&get(play, HISTORY, &json!({}))?);
    let acts: Vec<_> =
        whole["nodes"].as_array().into_iter().flatten().map(|it| &it["entry"]["act"]).collect();
    ensure!(acts == ["IMPORT", "RETRACT_DOCUMENT", "ACCEPT_DOCUMENT"], "{whole:#}");
    let expected = json!([{"field": "state", "before": "RETRACTED", "after": "ACCEPTED"}]);
    ensure!(whole["nodes"][2]["changes"][0]["fields"] == expected, "{:#}", whole["nodes"][2]);

    let mut pages = Vec::new();
    let mut after = Value::Null;
    loop {
        let page = at(&get(play, HISTORY, &json!({"first": 1, "after": after}))?);
        pages.extend(page["nodes"].as_array().cloned().unwrap_or_default());
        if page["pageInfo"]["hasNextPage"] != true {
            break;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
    ensure!(json!(pages) == whole["nodes"], "the pages together are the whole");
    let last = at(&get(play, HISTORY, &json!({"last": 1}))?);
    ensure!(last["nodes"][0] == whole["nodes"][2], "{last:#}");
    Ok(())
}

/// A copy: for each record its fields.
type Copy = BTreeMap<String, BTreeMap<String, String>>;

/// Does all changes between two revisions to a copy; the revision that it is at then.
fn follow(play: &Play, copy: &mut Copy, since: &str, until: Option<&str>) -> Result<String> {
    let mut after = Value::Null;
    loop {
        let variables = json!({"since": since, "until": until, "first": 100, "after": after});
        let page = get(play, CHANGES, &variables)?["changes"].clone();
        for change in page["nodes"].as_array().into_iter().flatten() {
            let id = change["recordId"].as_str().context("no id")?;
            if change["isGone"] == true {
                ensure!(copy.remove(id).is_some(), "{change:#} was not there");
                continue;
            }
            ensure!(copy.contains_key(id) == (change["kind"] == "CHANGED"), "{change:#}");
            let fields = copy.entry(id.to_owned()).or_default();
            for field in change["fields"].as_array().into_iter().flatten() {
                let name = field["field"].as_str().context("no name")?.to_owned();
                ensure!(fields.get(&name).map(String::as_str) == field["before"].as_str(), "{change:#}");
                match field["after"].as_str() {
                    Some(text) => fields.insert(name, text.to_owned()),
                    None => fields.remove(&name),
                };
            }
        }
        if page["pageInfo"]["hasNextPage"] != true {
            return page["until"].as_str().map(str::to_owned).context("no revision");
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

fn copies(play: &Play) -> Result<()> {
    let mut followed = Copy::new();
    ensure!(follow(play, &mut followed, "0", None)? == "1");
    let first = followed.clone();
    ensure!(first.len() > 500, "only {} records", first.len());
    retract(play.address())?;
    ensure!(follow(play, &mut followed, "1", None)? == "2");
    ensure!(first.len() > followed.len() + 50, "{} of {} are left", followed.len(), first.len());
    let mut anew = Copy::new();
    follow(play, &mut anew, "0", None)?;
    ensure!(anew == followed, "a copy that followed is one that was made anew");
    let mut back = Copy::new();
    follow(play, &mut back, "0", Some("1"))?;
    ensure!(back == first, "up to an earlier revision");
    decide(play.address(), ACCEPT, "jednak prawdziwa")?;
    ensure!(follow(play, &mut followed, "2", None)? == "3");
    ensure!(followed == first, "everything is there again");
    // What stands is what the network shows.
    let found =
        get(play, "{ network { institutions(first: 100) { totalCount nodes { id } } } }", &json!({}))?;
    let shown = &found["network"]["institutions"];
    for node in shown["nodes"].as_array().into_iter().flatten() {
        ensure!(first.contains_key(node["id"].as_str().unwrap_or_default()), "{node} is not in the copy");
    }
    Ok(())
}

fn pinned(play: &Play) -> Result<()> {
    retract(play.address())?;
    let begun = get(play, CHANGES, &json!({"since": "1", "first": 1}))?["changes"].clone();
    ensure!(begun["until"] == "2" && begun["nodes"][0]["slug"] == "doc-002", "{begun:#}");
    ensure!(begun["nodes"][0]["isGone"] == false && begun["nodes"][0]["kind"] == "CHANGED", "{begun:#}");
    let cursor = begun["pageInfo"]["endCursor"].clone();
    decide(play.address(), ACCEPT, "jednak prawdziwa")?;
    let next = get(play, CHANGES, &json!({"since": "1", "first": 100, "after": cursor}))?["changes"].clone();
    ensure!(next["until"] == "2" && next["totalCount"] == begun["totalCount"], "{}", next["until"]);
    let gone: Vec<_> =
        next["nodes"].as_array().into_iter().flatten().filter(|it| it["isGone"] == true).collect();
    ensure!(gone.len() > 10 && gone.iter().all(|it| it["node"].is_null() && it["kind"] == "REMOVED"));
    let now = get(play, CHANGES, &json!({"since": "1"}))?["changes"].clone();
    ensure!(now["until"] == "3" && now["totalCount"] == 0, "{now:#}");
    for (variables, code) in [
        (json!({"since": "0", "after": cursor}), "CURSOR_MISMATCH"),
        (json!({"since": "1", "until": "3", "after": cursor}), "CURSOR_EXPIRED"),
        (json!({"since": "1", "after": "x"}), "CURSOR_INVALID"),
        (json!({"since": "9"}), "INVALID_ARGUMENT"),
        (json!({"since": "1", "until": "9"}), "REVISION_NOT_FOUND"),
        (json!({"since": "1", "first": 101}), "PAGE_SIZE"),
    ] {
        let answer = ask(play.address(), CHANGES, &variables)?;
        ensure!(answer.codes()? == [code], "{variables}: {}", answer.text);
    }
    Ok(())
}
