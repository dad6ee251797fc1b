//! Bad input: each kind gets a clear error with a stable code, and nothing is changed or lost.

use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;

use acceptance::client::{Answer, ask};
use acceptance::server::Server;
use acceptance::server::{Finished, Signal, Start, Viewer, run};
use acceptance::stage::{Engine, Stage};
use acceptance::{shipped_record, trial};
use anyhow::{Context, Result, ensure};
use libtest_mimic::Trial;
use serde_json::{Value, json};

/// A question that is refused: its name, the document, the HTTP status and the code.
const REFUSED: &[(&str, &str, u16, &str)] = &[
    ("a_malformed_query", "{ network { ", 400, "SYNTAX"),
    ("an_empty_document", "", 400, "SYNTAX"),
    ("an_unknown_field", "{ network { noSuchField } }", 400, "VALIDATION"),
    ("a_wrong_enum", "{ network(basis: SURELY) { revision } }", 400, "VALIDATION"),
    (
        "a_wrong_enum_in_a_filter",
        "{ network { meetings(filter: { statuses: [MAYBE] }) { totalCount } } }",
        400,
        "VALIDATION",
    ),
    ("a_missing_argument", "{ network { tie { finding { value } } } }", 400, "VALIDATION"),
    (
        "two_look_ups_in_one",
        "{ network { institution(by: { slug: \"a\", id: \"b\" }) { name } } }",
        400,
        "VALIDATION",
    ),
    ("no_look_up_in_one", "{ network { institution(by: {}) { name } } }", 400, "VALIDATION"),
    ("a_page_of_ten_thousand", "{ network { institutions(first: 10000) { totalCount } } }", 200, "PAGE_SIZE"),
    (
        "a_page_of_less_than_nothing",
        "{ network { institutions(first: -1) { totalCount } } }",
        200,
        "PAGE_SIZE",
    ),
    (
        "first_with_last",
        "{ network { institutions(first: 1, last: 1) { totalCount } } }",
        200,
        "PAGE_ARGUMENTS",
    ),
    (
        "a_cursor_of_somebody_else",
        "{ network { institutions(first: 1, after: \"bm9uc2Vuc2U=\") { totalCount } } }",
        200,
        "CURSOR_INVALID",
    ),
    (
        "a_revision_of_the_future",
        "{ network(asOf: { revision: \"4000000000\" }) { revision } }",
        200,
        "REVISION_NOT_FOUND",
    ),
    (
        "a_moment_before_the_record",
        "{ network(asOf: { knownAt: \"1999-12-31T23:59:59Z\" }) { revision } }",
        200,
        "REVISION_NOT_FOUND",
    ),
    (
        "a_revision_older_than_the_least",
        "{ network(asOf: { revision: \"1\" }, minRevision: \"2\") { revision } }",
        200,
        "INVALID_ARGUMENT",
    ),
    (
        "a_revision_and_a_moment",
        "{ network(asOf: { revision: \"1\", knownAt: \"2026-01-01T00:00:00Z\" }) { revision } }",
        400,
        "VALIDATION",
    ),
    (
        "a_comparison_with_nothing",
        "{ network { compare(with: {}) { tiesUnchanged } } }",
        200,
        "INVALID_ARGUMENT",
    ),
    (
        "a_comparison_with_a_revision_of_the_future",
        "{ network { compare(with: { asOf: { revision: \"4000000000\" } }) { tiesUnchanged } } }",
        200,
        "REVISION_NOT_FOUND",
    ),
    (
        "a_period_that_ends_first",
        "{ network(during: { between: { from: \"2015-12-31\", to: \"2015-01-01\" } }) { revision } }",
        200,
        "INVALID_ARGUMENT",
    ),
    (
        "a_period_that_is_no_date",
        "{ network(during: { edtf: \"2015-13\" }) { revision } }",
        200,
        "INVALID_ARGUMENT",
    ),
    (
        "a_year_beyond_the_calendar",
        "{ network(during: { year: 123456789 }) { revision } }",
        200,
        "INVALID_ARGUMENT",
    ),
    ("an_id_that_is_none", "{ node(id: \"nonsense\") { id } }", 200, "INVALID_ID"),
    ("too_many_ids", "TOO_MANY_IDS", 200, "INVALID_ARGUMENT"),
    (
        "a_resolution_below_nothing",
        "{ network { clusters(method: LEIDEN, resolution: -1) { __typename } } }",
        200,
        "INVALID_ARGUMENT",
    ),
    ("a_tie_of_one", "{ network { tie(between: []) { finding { value } } } }", 200, "INVALID_ARGUMENT"),
];

/// Tests of bad input.
pub(crate) fn trials(stage: &Arc<Stage>) -> Vec<Trial> {
    let mut trials: Vec<_> = REFUSED
        .iter()
        .map(|(name, query, status, code)| {
            let stage = Arc::clone(stage);
            trial(format!("refusals::{name}"), move || refused(&stage, query, *status, code))
        })
        .collect();
    let (first, second, third) = (Arc::clone(stage), Arc::clone(stage), Arc::clone(stage));
    trials.extend([
        trial("refusals::a_cursor_of_another_list", move || a_cursor_of_another_list(&first)),
        trial("refusals::what_is_not_there_is_null", move || what_is_not_there_is_null(&second)),
        trial("refusals::an_id_of_nothing", move || an_id_of_nothing(&third)),
        trial("refusals::a_database_in_a_folder_that_is_not_there", a_database_in_no_folder),
        trial("refusals::a_corrupt_database", a_corrupt_database),
        trial("refusals::a_port_in_use", a_port_in_use),
        trial("refusals::an_unreachable_postgresql", an_unreachable_postgresql),
        trial("refusals::a_database_of_another_kind", a_database_of_another_kind),
        trial("refusals::an_unknown_command", an_unknown_command),
        trial("refusals::a_record_that_is_not_there", a_record_that_is_not_there),
        trial("refusals::a_wrong_configuration_file", a_wrong_configuration_file),
    ]);
    for engine in Engine::ALL {
        let broken = trial(format!("refusals::a_broken_import_file::{}", engine.name()), move || {
            a_broken_import_file(engine)
        });
        trials.push(broken.with_ignored_flag(engine.is_left_out()));
    }
    trials
}

fn revision(address: &str) -> Result<String> {
    let data = ask(address, "{ network { revision } }", &json!({}))?.data()?;
    Ok(data["network"]["revision"].as_str().context("no revision")?.to_owned())
}

/// Errors have the code, a message and nothing internal; what could not be answered is null.
fn check(answer: &Answer, status: u16, code: &str) -> Result<()> {
    let body = answer.json()?;
    ensure!(answer.status == status, "status {}, not {status}: {body:#}", answer.status);
    ensure!(answer.codes()? == [code], "not {code}: {body:#}");
    let message = body["errors"][0]["message"].as_str().unwrap_or_default();
    ensure!(message.len() > 10, "a message too short to help: {message:?}");
    for internal in ["panicked", "src/", ".rs:", "sqlx", "SELECT ", "RUST_BACKTRACE"] {
        ensure!(!message.contains(internal), "the message tells of the inside: {message}");
    }
    ensure!(
        body.get("data").is_none_or(|it| it.is_null() || it["node"].is_null()),
        "it was answered: {body:#}"
    );
    Ok(())
}

fn refused(stage: &Stage, query: &str, status: u16, code: &str) -> Result<()> {
    let play = stage.play(Engine::Sqlite, Viewer::Anonymous)?;
    let before = revision(play.address())?;
    let many = format!("{{ nodes(ids: [{}]) {{ id }} }}", vec!["\"x\""; 101].join(","));
    let query = if query == "TOO_MANY_IDS" { &many } else { query };
    check(&ask(play.address(), query, &json!({}))?, status, code)?;
    ensure!(revision(play.address())? == before, "the revision changed");
    Ok(())
}

fn a_cursor_of_another_list(stage: &Stage) -> Result<()> {
    let play = stage.play(Engine::Sqlite, Viewer::Anonymous)?;
    let page =
        ask(play.address(), "{ network { meetings(first: 1) { pageInfo { endCursor } } } }", &json!({}))?
            .data()?;
    let variables = json!({"after": page["network"]["meetings"]["pageInfo"]["endCursor"]});
    ensure!(variables["after"].is_string(), "no cursor: {page:#}");
    let others = [
        "query Q($after: String) { network { institutions(first: 1, after: $after) { totalCount } } }",
        "query Q($after: String) { network { meetings(first: 1, after: $after, filter: { kinds: [\"COUNCIL\"] }) { totalCount } } }",
        "query Q($after: String) { network(during: { year: 2015 }) { meetings(first: 1, after: $after) { totalCount } } }",
    ];
    for query in others {
        check(&ask(play.address(), query, &variables)?, 200, "CURSOR_MISMATCH")
            .with_context(|| query.to_owned())?;
    }
    Ok(())
}

fn what_is_not_there_is_null(stage: &Stage) -> Result<()> {
    let play = stage.play(Engine::Sqlite, Viewer::Anonymous)?;
    let query = "{ network { institution(by: { slug: \"no-such-one\" }) { name } meeting(by: { slug: \"none\" }) \
                 { name } partnership(by: { slug: \"pnres\" }) { slug } } }";
    let answer = ask(play.address(), query, &json!({}))?;
    let expected =
        json!({"network": {"institution": null, "meeting": null, "partnership": {"slug": "pnres"}}});
    ensure!(answer.json()?["data"] == expected, "{}", answer.text);
    ensure!(answer.codes()? == ["NOT_FOUND", "NOT_FOUND"], "{}", answer.text);
    Ok(())
}

/// The id of a meeting whose last character is another one: well formed or not, it must find nothing.
fn an_id_of_nothing(stage: &Stage) -> Result<()> {
    let play = stage.play(Engine::Sqlite, Viewer::Anonymous)?;
    let data =
        ask(play.address(), "{ network { meetings(first: 1) { nodes { id } } } }", &json!({}))?.data()?;
    let id = data["network"]["meetings"]["nodes"][0]["id"].as_str().context("no id")?.to_owned();
    let known =
        ask(play.address(), "query Q($id: ID!) { node(id: $id) { id } }", &json!({"id": id}))?.data()?;
    ensure!(known["node"]["id"] == json!(id), "{known:#}");
    let answer =
        ask(play.address(), "query Q($id: ID!) { node(id: $id) { id } }", &json!({"id": format!("{id}A")}))?;
    let body: Value = answer.json()?;
    let is_null = body["data"]["node"].is_null() && body.get("errors").is_none();
    ensure!(is_null || answer.codes()? == ["INVALID_ID"], "{body:#}");
    Ok(())
}

/// The command ended with the exit code, and told why on standard error in words for people.
fn ended(finished: &Finished, code: i32, says: &str) -> Result<()> {
    ensure!(finished.code == Some(code), "exit code {code} was expected: {finished:#?}");
    let errors = &finished.errors;
    ensure!(errors.to_lowercase().contains(&says.to_lowercase()), "{says:?} is not in {errors:?}");
    ensure!(!errors.contains("panicked"), "it panicked: {errors}");
    Ok(())
}

fn serve(folder: &Path, database: &str) -> Result<Finished> {
    run(folder, &["serve", "--listen", "127.0.0.1:0", "--database", database])
}

fn a_database_in_no_folder() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let blocked = folder.path().join("a-file");
    std::fs::write(&blocked, "not a folder")?;
    let database = format!("sqlite:{}", blocked.join("splot.db").display());
    ended(&serve(folder.path(), &database)?, 69, "splot.db")?;
    ensure!(std::fs::read_to_string(&blocked)? == "not a folder", "the file was changed");
    Ok(())
}

fn a_corrupt_database() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("splot.db");
    let text = "this is no database, and nobody may lose it\n".repeat(200);
    std::fs::write(&file, &text)?;
    let database = format!("sqlite:{}", file.display());
    for command in ["serve", "migrate", "doctor"] {
        let finished = run(folder.path(), &[command, "--listen", "127.0.0.1:0", "--database", &database])?;
        ended(&finished, 69, "splot.db").with_context(|| command.to_owned())?;
        ensure!(std::fs::read_to_string(&file)? == text, "{command} changed the file");
    }
    Ok(())
}

fn a_port_in_use() -> Result<()> {
    let taken = TcpListener::bind("127.0.0.1:0")?;
    let address = taken.local_addr()?.to_string();
    let folder = tempfile::tempdir()?;
    let database = format!("sqlite:{}", folder.path().join("splot.db").display());
    let finished =
        run(folder.path(), &["serve", "--listen", &address, "--database", &database, "--record", "none"])?;
    ended(&finished, 69, &taken.local_addr()?.port().to_string())
}

fn an_unreachable_postgresql() -> Result<()> {
    // A port that was free a moment ago: nobody listens there.
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let folder = tempfile::tempdir()?;
    let finished = serve(folder.path(), &format!("postgres://office:very-secret@127.0.0.1:{port}/splot"))?;
    ended(&finished, 69, "127.0.0.1")?;
    ensure!(!finished.errors.contains("very-secret"), "the password is shown: {}", finished.errors);
    Ok(())
}

fn a_database_of_another_kind() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let finished = serve(folder.path(), "mysql://localhost/splot")?;
    ensure!(matches!(finished.code, Some(64 | 69 | 78)), "{finished:#?}");
    ended(&finished, finished.code.unwrap_or_default(), "sqlite")
}

fn an_unknown_command() -> Result<()> {
    let folder = tempfile::tempdir()?;
    ended(&run(folder.path(), &["frobnicate"])?, 64, "frobnicate")?;
    ended(&run(folder.path(), &["serve", "--listen", "somewhere"])?, 64, "somewhere")?;
    let entries = std::fs::read_dir(folder.path())?.count();
    ensure!(entries == 0, "{entries} files were made");
    Ok(())
}

fn a_record_that_is_not_there() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let database = format!("sqlite:{}", folder.path().join("splot.db").display());
    let finished = run(folder.path(), &["import", "no-such-folder", "--database", &database])?;
    ended(&finished, 74, "no-such-folder")
}

fn a_wrong_configuration_file() -> Result<()> {
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("splot.toml"), "databaze = \"sqlite:x.db\"\n")?;
    ended(&run(folder.path(), &["config", "--config", "splot.toml"])?, 78, "databaze")
}

/// A file, what the error must say, and how the file's text is changed for the worse.
type Breach<'a> = (&'a str, &'a str, &'a dyn Fn(&str) -> String);

/// Each breach of a good record is refused whole: with the file and line, and without a trace in the database.
fn a_broken_import_file(engine: Engine) -> Result<()> {
    let (folder, database) = (tempfile::tempdir()?, engine.database()?);
    let server = start(folder.path(), database.url())?;
    let before = revision(server.address())?;
    server.stop(Signal::Terminate)?;
    let breaches: [Breach<'_>; 6] = [
        ("manifest.json", "manifest.json", &|_| "{".to_owned()),
        ("institutions.csv", "institutions.csv", &|text| text.replacen("key", "kee", 1)),
        ("institutions.csv", "institutions.csv", &|text| format!("{text}\"unclosed")),
        ("institutions.csv", "institutions.csv", &|text| {
            with_first_row(text, &|row| format!("{row}\n{row}"))
        }),
        ("memberships.csv", "memberships.csv", &|text| text.replace("institution:", "institution:no-such-")),
        ("meetings.csv", "meetings.csv", &|text| text.replace("2015-05-14", "2015-13-41")),
    ];
    for (number, (file, says, breach)) in breaches.into_iter().enumerate() {
        let broken = folder.path().join(format!("broken-{number}"));
        std::fs::create_dir(&broken)?;
        acceptance::record::copy_without(&shipped_record(), &broken, &[])?;
        let good = std::fs::read_to_string(broken.join(file)).with_context(|| file.to_owned())?;
        let bad = breach(&good);
        ensure!(good != bad, "breach {number} of {file} changes nothing");
        std::fs::write(broken.join(file), bad)?;
        let broken = broken.to_str().context("the temporary folder has no name in Unicode")?;
        let finished = run(folder.path(), &["import", broken, "--database", database.url()])?;
        ended(&finished, 65, says).with_context(|| format!("breach {number} of {file}"))?;
    }
    let server = start(folder.path(), database.url())?;
    let after = revision(server.address())?;
    server.stop(Signal::Terminate)?;
    ensure!(before == after, "the revision went from {before} to {after}");
    Ok(())
}

fn with_first_row(text: &str, change: &dyn Fn(&str) -> String) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    if let Some(row) = lines.get_mut(1) {
        *row = change(row);
    }
    lines.join("\n") + "\n"
}

fn start(folder: &Path, database: &str) -> Result<Server> {
    Server::start(&Start { folder, database, record: None, viewer: Viewer::Anonymous })
}
