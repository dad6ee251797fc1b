//! Any revision of the record answers again as it did, whatever was recorded since.

use std::path::Path;

use acceptance::client::{Answer, ask};
use acceptance::server::{Server, Start, Viewer, run};
use acceptance::stage::Engine;
use acceptance::{shipped_record, trial};
use anyhow::{Context, Result, ensure};
use libtest_mimic::Trial;
use serde_json::{Value, json};

/// What is asked of each revision: a field, the place of a claim, a page of a list and a number.
const QUESTION: &str = r#"query ($asOf: AsOfInput, $minRevision: Revision, $after: String) {
  network(asOf: $asOf, minRevision: $minRevision) {
    revision
    recordedAt
    institution(by: { slug: "arr-zielona-gora" }) { shortName evidence { locator } }
    institutions(first: 3, after: $after) { totalCount pageInfo { endCursor } nodes { slug } }
    structure { institutions ties }
  }
}"#;

/// What a comparison of the latest revision with the first tells.
const COMPARISON: &str = r#"{
  network {
    compare(with: { asOf: { revision: "1" } }) {
      before { revision }
      after { revision }
      institutionsGained { totalCount }
      meetingsGained { totalCount }
      ties { totalCount }
      figures { kind delta { direction } }
    }
  }
}"#;

/// Tests of revisions, on both databases.
pub(crate) fn trials() -> Vec<Trial> {
    let of = |engine: Engine| {
        let name = format!("revisions::each_answers_again_as_it_did::{}", engine.name());
        trial(name, move || each_answers_again(engine)).with_ignored_flag(engine.is_left_out())
    };
    Engine::ALL.into_iter().map(of).collect()
}

/// The shipped record with another short name and another place of the claim of one institution.
fn changed_record(to: &Path) -> Result<()> {
    for entry in std::fs::read_dir(shipped_record())? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    let file = to.join("institutions.csv");
    let text = std::fs::read_to_string(&file)?;
    let line = text.lines().find(|it| it.starts_with("arr-zielona-gora,")).context("no such institution")?;
    let other =
        line.replace(",ARR Zielona Góra,", ",ARR,").replace("doc-000 L42 (G, item 14)", "doc-000 L43");
    ensure!(other.contains(",ARR,") && other.contains("doc-000 L43"), "the row is another: {line}");
    std::fs::write(&file, text.replace(line, &other))?;
    Ok(())
}

fn each_answers_again(engine: Engine) -> Result<()> {
    let (folder, copy, database) = (tempfile::tempdir()?, tempfile::tempdir()?, engine.database()?);
    let start =
        Start { folder: folder.path(), database: database.url(), record: None, viewer: Viewer::Anonymous };
    let server = Server::start(&start)?;
    let put = |variables: Value| ask(server.address(), QUESTION, &variables);
    let first = put(json!({}))?;
    ensure!(first.data()?["network"]["revision"] == json!("1"), "{:#}", first.data()?);

    changed_record(copy.path())?;
    let changed = copy.path().to_str().context("the temporary folder has no name in Unicode")?;
    let imported = run(folder.path(), &["import", changed, "--database", database.url()])?;
    ensure!(imported.code == Some(0), "{imported:#?}");
    // The service need not have looked at the database yet: it waits.
    let second = put(json!({"minRevision": "2"}))?;
    let network = &second.data()?["network"];
    ensure!(network["revision"] == json!("2"), "{network:#}");
    ensure!(network["institution"]["shortName"] == json!("ARR"), "{network:#}");
    ensure!(network["institution"]["evidence"][0]["locator"] == json!("L43"), "{network:#}");

    let recorded = |answer: &Answer| Ok::<_, anyhow::Error>(answer.data()?["network"]["recordedAt"].clone());
    let asked = [
        ("revision 1", json!({"asOf": {"revision": "1"}}), &first),
        ("what was known then", json!({"asOf": {"knownAt": recorded(&first)?}}), &first),
        ("revision 1, and 1 at least", json!({"asOf": {"revision": "1"}, "minRevision": "1"}), &first),
        ("revision 2", json!({"asOf": {"revision": "2"}}), &second),
        ("what is known now", json!({"asOf": {"knownAt": recorded(&second)?}}), &second),
        ("a moment later", json!({"asOf": {"knownAt": "9999-12-31T00:00:00Z"}}), &second),
    ];
    for (what, variables, expected) in asked {
        let found = put(variables)?;
        ensure!(found.data_text()? == expected.data_text()?, "{what}: {:#}", found.data()?);
    }

    // A cursor goes on in its own revision only.
    let end = first.data()?["network"]["institutions"]["pageInfo"]["endCursor"].clone();
    let next = put(json!({"asOf": {"revision": "1"}, "after": end}))?.data()?;
    ensure!(next["network"]["institutions"]["nodes"].as_array().is_some_and(|it| it.len() == 3), "{next:#}");
    let refused = [
        ("a cursor of revision 1 in another", json!({"after": end}), "CURSOR_EXPIRED"),
        ("a revision to come", json!({"asOf": {"revision": "3"}}), "REVISION_NOT_FOUND"),
        ("before the first", json!({"asOf": {"revision": "0"}}), "REVISION_NOT_FOUND"),
        (
            "before anything was known",
            json!({"asOf": {"knownAt": "2000-01-01T00:00:00Z"}}),
            "REVISION_NOT_FOUND",
        ),
        ("less than is asked", json!({"asOf": {"revision": "1"}, "minRevision": "2"}), "INVALID_ARGUMENT"),
        ("what does not come", json!({"minRevision": "3"}), "REVISION_NOT_REACHED"),
    ];
    for (what, variables, code) in refused {
        let answer = put(variables)?;
        ensure!(answer.codes()? == [code], "{what}: {}", answer.text);
        if code == "REVISION_NOT_FOUND" {
            let extensions = &answer.json()?["errors"][0]["extensions"];
            ensure!(
                extensions["earliest"] == json!("1") && extensions["latest"] == json!("2"),
                "{extensions:#}"
            );
        }
    }

    let compared = ask(server.address(), COMPARISON, &json!({}))?.data()?;
    let compared = &compared["network"]["compare"];
    ensure!(compared["before"]["revision"] == json!("1") && compared["after"]["revision"] == json!("2"));
    for list in ["institutionsGained", "meetingsGained", "ties"] {
        ensure!(compared[list]["totalCount"] == json!(0), "{list}: {compared:#}");
    }
    Ok(())
}
