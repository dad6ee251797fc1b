//! The product from outside: its pages, its start and end, what it keeps.

use std::time::{Duration, Instant};

use acceptance::client::{ask, get};
use acceptance::server::{Server, Signal, Start, Viewer, command, run};
use acceptance::stage::{Engine, Play};
use acceptance::{project, shipped_record, trial};
use anyhow::{Context, Result, bail, ensure};
use libtest_mimic::Trial;
use serde_json::{Value, json};

/// A test that runs on both databases.
type OnEngine = fn(Engine) -> Result<()>;

/// Tests of the product from outside.
pub(crate) fn trials() -> Vec<Trial> {
    let mut trials = vec![
        trial("product::pages_need_no_other_host", pages_need_no_other_host),
        trial("product::health_and_readiness", health_and_readiness),
        trial("product::the_schema_is_the_one_in_the_project", the_schema_is_the_one_in_the_project),
        trial("product::the_schema_command_writes_the_same", the_schema_command_writes_the_same),
        trial("product::it_stops_when_asked", it_stops_when_asked),
        trial("product::two_processes_share_one_file", two_processes_share_one_file),
        trial("product::an_empty_database_answers", an_empty_database_answers),
        trial("product::the_configuration_hides_secrets", the_configuration_hides_secrets),
        trial("product::names_are_for_those_who_may_see_them", names_are_for_those_who_may_see_them),
    ];
    for engine in Engine::ALL {
        let name = engine.name();
        let tests: [(&str, OnEngine); 4] = [
            ("importing_twice_changes_nothing", importing_twice_changes_nothing),
            ("a_restart_keeps_the_revision", a_restart_keeps_the_revision),
            ("what_is_exported_can_be_imported", what_is_exported_can_be_imported),
            ("doctor_and_migrate_find_nothing_wrong", doctor_and_migrate_find_nothing_wrong),
        ];
        for (title, test) in tests {
            let trial = trial(format!("product::{title}::{name}"), move || test(engine));
            trials.push(trial.with_ignored_flag(engine.is_left_out()));
        }
    }
    trials
}

fn play() -> Result<Play> {
    Play::start(Engine::Sqlite, Viewer::Anonymous, Some("none"))
}

fn pages_need_no_other_host() -> Result<()> {
    let play = play()?;
    for path in ["/", "/graphiql"] {
        let page = get(play.address(), path)?;
        ensure!(page.status == 200, "{path}: status {}", page.status);
        ensure!(page.content_type.starts_with("text/html"), "{path}: {}", page.content_type);
        for reference in references(&page.text) {
            let outside = reference.contains("://") || reference.starts_with("//");
            ensure!(!outside, "{path} loads {reference} from elsewhere");
            let own = reference.split(['#', '?']).next().unwrap_or_default();
            if !own.is_empty() && !own.starts_with("data:") {
                let target = if own.starts_with('/') { own.to_owned() } else { format!("/{own}") };
                let status = get(play.address(), &target)?.status;
                // The endpoint itself wants a question: without one it refuses.
                ensure!(status == 200 || own == "/graphql", "{path} names {own}, which answers {status}");
            }
        }
    }
    Ok(())
}

/// What a page loads or links to: the values of `src` and `href`.
fn references(page: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for attribute in ["src=\"", "href=\""] {
        for (at, _) in page.match_indices(attribute) {
            let rest = page.get(at + attribute.len()..).unwrap_or_default();
            found.push(rest.split('"').next().unwrap_or_default());
        }
    }
    found
}

fn health_and_readiness() -> Result<()> {
    let play = play()?;
    for path in ["/healthz", "/readyz"] {
        let answer = get(play.address(), path)?;
        ensure!(answer.status == 200, "{path}: status {}: {}", answer.status, answer.text);
    }
    let lost = get(play.address(), "/no-such-page")?;
    ensure!(lost.status == 404, "a page that is not there: status {}", lost.status);
    Ok(())
}

fn schema_file() -> Result<String> {
    std::fs::read_to_string(project().join("schema.graphql"))
        .context("no schema.graphql at the top of the project")
}

fn the_schema_is_the_one_in_the_project() -> Result<()> {
    let served = get(play()?.address(), "/schema.graphql")?;
    ensure!(served.status == 200, "status {}", served.status);
    ensure!(served.text == schema_file()?, "schema.graphql is not current: run `just schema`");
    Ok(())
}

fn the_schema_command_writes_the_same() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let written = run(folder.path(), &["schema"])?;
    ensure!(written.code == Some(0), "{written:#?}");
    ensure!(written.output == schema_file()?, "schema.graphql is not current: run `just schema`");
    Ok(())
}

fn it_stops_when_asked() -> Result<()> {
    for signal in [Signal::Interrupt, Signal::Terminate] {
        let folder = tempfile::tempdir()?;
        let database = sqlite(&folder, "splot.db");
        let server = serve(&folder, &database, None)?;
        ensure!(revision(server.address())? > 0, "the shipped record was not imported");
        let begin = Instant::now();
        let ended = server.stop(signal)?;
        ensure!(ended.code == Some(0), "{signal:?}: {ended:#?}");
        ensure!(begin.elapsed() < Duration::from_secs(10), "{signal:?}: it took {:?}", begin.elapsed());
        ensure!(
            !folder.path().join("splot.db-wal").exists(),
            "{signal:?}: the log of the database was left behind"
        );
    }
    Ok(())
}

fn importing_twice_changes_nothing(engine: Engine) -> Result<()> {
    let (folder, database) = (tempfile::tempdir()?, engine.database()?);
    let record = shipped_record();
    let record = record.to_str().context("the project's folder has no name in Unicode")?;
    let mut revisions = Vec::new();
    for _ in 0..2 {
        let imported = run(folder.path(), &["import", record, "--database", database.url()])?;
        ensure!(imported.code == Some(0), "{imported:#?}");
        let server = serve(&folder, database.url(), Some("none"))?;
        revisions.push(revision(server.address())?);
        server.stop(Signal::Terminate)?;
    }
    ensure!(
        revisions[0] > 0 && revisions[0] == revisions[1],
        "the revisions after each import: {revisions:?}"
    );
    Ok(())
}

fn a_restart_keeps_the_revision(engine: Engine) -> Result<()> {
    let (folder, database) = (tempfile::tempdir()?, engine.database()?);
    let mut seen = Vec::new();
    for _ in 0..2 {
        let server = serve(&folder, database.url(), None)?;
        seen.push(state(server.address())?);
        server.stop(Signal::Terminate)?;
    }
    ensure!(seen[0] == seen[1], "before and after the restart: {seen:#?}");
    Ok(())
}

fn what_is_exported_can_be_imported(engine: Engine) -> Result<()> {
    let (folder, first, second) = (tempfile::tempdir()?, engine.database()?, engine.database()?);
    let server = serve(&folder, first.url(), None)?;
    let before = state(server.address())?;
    server.stop(Signal::Terminate)?;
    let target = folder.path().join("export");
    let target = target.to_str().context("the temporary folder has no name in Unicode")?;
    let exported = run(folder.path(), &["export", target, "--database", first.url()])?;
    ensure!(exported.code == Some(0), "{exported:#?}");
    let server = serve(&folder, second.url(), Some(target))?;
    let after = state(server.address())?;
    server.stop(Signal::Terminate)?;
    ensure!(before["network"] == after["network"], "the record changed on its way: {before:#}\n{after:#}");
    Ok(())
}

fn doctor_and_migrate_find_nothing_wrong(engine: Engine) -> Result<()> {
    let (folder, database) = (tempfile::tempdir()?, engine.database()?);
    for arguments in [["migrate", "--database"], ["migrate", "--database"], ["doctor", "--database"]] {
        let done = run(folder.path(), &[arguments[0], arguments[1], database.url()])?;
        ensure!(done.code == Some(0), "{arguments:?}: {done:#?}");
    }
    Ok(())
}

fn two_processes_share_one_file() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let database = sqlite(&folder, "splot.db");
    let first = serve(&folder, &database, Some("none"))?;
    let second = serve(&folder, &database, Some("none"))?;
    let record = shipped_record();
    let record = record.to_str().context("the project's folder has no name in Unicode")?;
    let imported = run(folder.path(), &["import", record, "--database", &database])?;
    ensure!(imported.code == Some(0), "while two services run: {imported:#?}");
    let third = serve(&folder, &database, Some("none"))?;
    let wanted = revision(third.address())?;
    ensure!(wanted > 0, "the import is not in the database");
    for server in [first, second, third] {
        let answer = get(server.address(), "/healthz")?;
        ensure!(answer.status == 200, "status {}", answer.status);
        let ended = server.stop(Signal::Terminate)?;
        ensure!(ended.code == Some(0), "{ended:#?}");
    }
    Ok(())
}

fn an_empty_database_answers() -> Result<()> {
    let play = play()?;
    let query = "{ network { institutions { totalCount } structure { institutions ties density } \
                 clusters { __typename ... on ClusterResult { clusters { totalCount } note } } } }";
    let data = ask(play.address(), query, &json!({}))?.data()?;
    ensure!(data["network"]["institutions"]["totalCount"] == json!(0), "{data:#}");
    ensure!(
        data["network"]["structure"]["density"].is_null(),
        "the density of nothing is not defined: {data:#}"
    );
    Ok(())
}

fn the_configuration_hides_secrets() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut shown = command(folder.path(), &["config"])?;
    shown.env("DATABASE_URL", "postgres://office:very-secret@db.example/splot");
    let shown = shown.output()?;
    let text =
        format!("{}{}", String::from_utf8_lossy(&shown.stdout), String::from_utf8_lossy(&shown.stderr));
    ensure!(shown.status.success(), "{text}");
    ensure!(text.contains("db.example") && !text.contains("very-secret"), "{text}");
    Ok(())
}

fn names_are_for_those_who_may_see_them() -> Result<()> {
    let query = "{ viewer { role } network { bodies { nodes { members { nodes { person { publicFunction name \
                 nameWithheld } } } } } offices { nodes { tenures { person { publicFunction name nameWithheld } } } } } }";
    let mut seen = Vec::new();
    for viewer in [Viewer::Anonymous, Viewer::Analyst] {
        let play = Play::start(Engine::Sqlite, viewer, None)?;
        let data = ask(play.address(), query, &json!({}))?.data()?;
        ensure!(data["viewer"]["role"] == json!(viewer.as_str().to_uppercase()), "{data:#}");
        let mut people = Vec::new();
        collect_people(&data, &mut people);
        ensure!(people.len() > 3, "the record names people: {data:#}");
        for person in &people {
            let is_public =
                matches!(person["publicFunction"].as_str(), Some("PUBLIC_OFFICE" | "PUBLIC_OFFICIAL"));
            let is_shown = is_public || viewer == Viewer::Analyst;
            ensure!(
                person["name"].is_string() == is_shown && person["nameWithheld"] == json!(!is_shown),
                "{viewer:?}: {person}"
            );
        }
        seen.push(people.len());
    }
    ensure!(seen[0] == seen[1], "the viewers see different numbers of people: {seen:?}");
    Ok(())
}

fn collect_people(value: &Value, people: &mut Vec<Value>) {
    match value {
        Value::Object(members) if members.contains_key("nameWithheld") => people.push(value.clone()),
        Value::Object(members) => members.values().for_each(|it| collect_people(it, people)),
        Value::Array(list) => list.iter().for_each(|it| collect_people(it, people)),
        _ => {}
    }
}

fn sqlite(folder: &tempfile::TempDir, name: &str) -> String {
    format!("sqlite:{}", folder.path().join(name).display())
}

fn serve(folder: &tempfile::TempDir, database: &str, record: Option<&str>) -> Result<Server> {
    Server::start(&Start { folder: folder.path(), database, record, viewer: Viewer::Anonymous })
}

fn revision(address: &str) -> Result<u64> {
    let data = ask(address, "{ network { revision } }", &json!({}))?.data()?;
    let text = data["network"]["revision"].as_str().context("no revision")?;
    text.parse().with_context(|| format!("{text} is not a number"))
}

/// What is compared before and after: the revision, and enough of the record to see a loss.
fn state(address: &str) -> Result<Value> {
    let query = "{ service { revision } network { institutions(first: 100, orderBy: [{ field: NAME }]) { totalCount \
                 nodes { slug name type { code } seat { slug } } } meetings(first: 100) { nodes { slug date { edtf } \
                 participantCount { lower upper declared } } } documents { nodes { slug sha256 } } mentions { totalCount } \
                statements { totalCount } resolutionTasks { totalCount } \
                 structure { institutions ties } } }";
    let data = ask(address, query, &json!({}))?.data()?;
    if data["network"]["institutions"]["totalCount"] == json!(0) {
        bail!("the record is empty");
    }
    Ok(data)
}
