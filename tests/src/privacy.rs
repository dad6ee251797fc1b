//! Q74: a representative is erased from the running product. The name is in no answer, no file of the database, no dump
//! and no export any more; participations, ties and clusters stay.

use std::path::Path;

use acceptance::client::{ask, upload};
use acceptance::server::{Server, Signal, Start, Viewer, run};
use acceptance::stage::Engine;
use acceptance::{shipped_record, trial};
use anyhow::{Context, Result, ensure};
use libtest_mimic::Trial;
use serde_json::{Value, json};

/// The representative of the labour office in Żagań, and the words of the name.
const PERSON: &str = "pup-zagan-representative-2015";
const NAME: [&str; 2] = ["Wiolet", "Tybiszewsk"];

/// Tests of data protection.
pub(crate) fn trials() -> Vec<Trial> {
    Engine::ALL
        .into_iter()
        .map(|engine| {
            let name = format!("q74::a_representative_is_erased::{}", engine.name());
            trial(name, move || erased(engine)).with_ignored_flag(engine.is_left_out())
        })
        .collect()
}

const NETWORK: &str = "{ network(during: {year: 2015}) {
    meeting(by: {slug: \"council-2015-02-06\"}) { participations(first: 50) { totalCount
        nodes { id presence isInvolvement institution { slug } person { id slug nameWithheld } } } }
    meetings(first: 100) { totalCount nodes { id date { edtf } } }
    institutions(first: 100) { totalCount nodes { id } } ties(first: 100) { totalCount } } }";

const ERASE: &str = "mutation($dryRun: Boolean!) { erasePerson(input: {person: {slug: \"pup-zagan-representative-2015\"},
    reason: \"na wniosek, art. 17 ust. 1 lit. c, p. Tybiszewska\", dryRun: $dryRun}) {
    erasure { names contactPoints isCompacted droppedFiles texts { isUndecided } } revision userErrors { code message } } }";

fn erased(engine: Engine) -> Result<()> {
    let (folder, database) = (tempfile::tempdir()?, engine.database()?);
    let start =
        Start { folder: folder.path(), database: database.url(), viewer: Viewer::Operator, record: None };
    let staging = folder.path().join("wgrane");
    let staged = staging.to_str().context("the temporary folder has no name in Unicode")?;
    let server = Server::start_with(&start, &[("SPLOT_STAGING", staged)])?;
    let table = "nazwa;osoba\nFundacja;Wioletta Tybiszewska\n".as_bytes().to_vec();
    let sent = upload(server.address(), "/imports?name=Tybiszewska.csv", "text/csv", table)?;
    ensure!(sent.status == 201, "{}", sent.text);
    let network = || ask(server.address(), NETWORK, &json!({}))?.data();
    let before = network()?;
    let person = person_id(server.address())?;
    let report = "query($person: ID!) { personalDataReport(person: $person) }";
    let held = ask(server.address(), report, &json!({"person": person}))?.data()?;
    let held = &held["personalDataReport"];
    ensure!(held["name"].as_str().is_some_and(|it| it.contains(NAME[1])), "{held:#}");
    ensure!(held["claims"].as_array().is_some_and(|it| !it.is_empty()), "{held:#}");

    for dry_run in [true, false] {
        let done = ask(server.address(), ERASE, &json!({"dryRun": dry_run}))?.data()?;
        let done = &done["erasePerson"];
        ensure!(done["userErrors"] == json!([]) && done["erasure"]["names"] == json!(1), "{done:#}");
        ensure!(done["erasure"]["isCompacted"] == json!(!dry_run), "{done:#}");
        ensure!(done["erasure"]["droppedFiles"] == json!(1), "{done:#}");
    }
    for file in std::fs::read_dir(&staging)? {
        let file = file?;
        without_name("the name of an uploaded file", file.file_name().as_encoded_bytes())?;
        without_name("an uploaded file", &std::fs::read(file.path())?)?;
    }
    ensure!(network()? == before, "the network changed");
    let held = ask(server.address(), report, &json!({"person": person}))?.data()?;
    ensure!(held["personalDataReport"]["name"].is_null(), "{held:#}");
    let trail =
        "{ auditTrail(filter: {acts: [ERASE, ERASE_TRIED, REPORT]}) { brokenAt entries { act reason } } }";
    let trail = ask(server.address(), trail, &json!({}))?;
    ensure!(trail.data()?["auditTrail"]["entries"].as_array().map(Vec::len) == Some(4), "{}", trail.text);
    ensure!(!NAME.iter().any(|it| trail.text.contains(it)), "{}", trail.text);
    server.stop(Signal::Terminate)?;

    let target = folder.path().join("export");
    let target = target.to_str().context("the temporary folder has no name in Unicode")?;
    let exported = run(folder.path(), &["export", target, "--database", database.url()])?;
    ensure!(exported.code == Some(0), "{exported:#?}");
    for file in std::fs::read_dir(target)? {
        let file = file?;
        without_name(&file.path().display().to_string(), &std::fs::read(file.path())?)?;
    }
    for (file, bytes) in database.bytes() {
        without_name(&file, &bytes)?;
    }
    comes_not_back(folder.path(), database.url())
}

fn person_id(address: &str) -> Result<String> {
    let people = ask(address, NETWORK, &json!({}))?.data()?;
    find(&people).context("the representative is in no answer")
}

/// The id beside the slug of the representative.
fn find(value: &Value) -> Option<String> {
    match value {
        Value::Object(members) if members.get("slug").and_then(Value::as_str) == Some(PERSON) => {
            members.get("id").and_then(Value::as_str).map(str::to_owned)
        }
        Value::Object(members) => members.values().find_map(find),
        Value::Array(values) => values.iter().find_map(find),
        _ => None,
    }
}

fn without_name(place: &str, bytes: &[u8]) -> Result<()> {
    for word in NAME {
        let wide: Vec<u16> = word.encode_utf16().collect();
        let little: Vec<u8> = wide.iter().flat_map(|it| it.to_le_bytes()).collect();
        let big: Vec<u8> = wide.iter().flat_map(|it| it.to_be_bytes()).collect();
        for needle in [word.as_bytes(), &little, &big] {
            let found = bytes.windows(needle.len()).any(|it| it == needle);
            ensure!(!found, "{place} holds {word}");
        }
    }
    Ok(())
}

fn comes_not_back(folder: &Path, database: &str) -> Result<()> {
    let record = shipped_record();
    let record = record.to_str().context("the project's folder has no name in Unicode")?;
    let refused = run(folder, &["import", record, "--database", database])?;
    ensure!(refused.code != Some(0), "the name came back: {refused:#?}");
    let told = format!("{refused:?}");
    ensure!(told.contains(PERSON) && told.contains("were erased"), "{told}");
    ensure!(!NAME.iter().any(|it| told.contains(it)), "{told}");
    let audit = run(folder, &["audit", "--database", database])?;
    ensure!(audit.code == Some(0) && audit.output.contains("the chain holds"), "{audit:#?}");
    Ok(())
}
