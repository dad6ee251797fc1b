//! What becomes of the record when processes are killed in the middle of writes, and when the database goes away.
//!
//! Each document that is added is one revision, so in a record that began empty the number of documents is the number of
//! the revision, unless something was lost or is half there.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use acceptance::client::ask;
use acceptance::server::{Server, Start, Viewer, command};
use acceptance::stage::Engine;
use acceptance::{shipped_record, trial};
use anyhow::{Context, Result, bail, ensure};
use libtest_mimic::Trial;
use serde_json::{Value, json};

/// How often the service is killed on each database.
const KILLS: usize = 100;

/// How many write at a time.
const WRITERS: usize = 4;

const ADD: &str = r#"mutation ($title: String!, $key: String!) {
  addDocument(input: { title: $title, kind: MEETING_NOTE, locatorScheme: "page N", idempotencyKey: $key }) {
    document { id title }
    revision
    userErrors { code message }
  }
}"#;

const WHOLE: &str = "{ network { revision documents { totalCount } } }";

/// Tests of faults.
pub(crate) fn trials() -> Vec<Trial> {
    let on = |engine: Engine, name: &str, test: fn(Engine) -> Result<()>| {
        trial(format!("faults::{name}::{}", engine.name()), move || test(engine))
            .with_ignored_flag(engine.is_left_out())
    };
    let mut trials = Vec::new();
    for engine in Engine::ALL {
        trials.push(on(engine, "a_killed_service_loses_nothing_acknowledged", killed_while_writing));
        trials.push(on(engine, "a_killed_import_is_whole_or_nothing", killed_while_importing));
    }
    trials.push(on(Engine::Postgres, "a_database_that_goes_away_and_comes_back", database_goes_away));
    trials
}

/// What the writers were told.
#[derive(Debug, Default)]
struct Told {
    /// The titles of which it was acknowledged that they are there, with their ids.
    acknowledged: Vec<(String, String)>,
    /// The titles that were sent and never answered.
    unanswered: Vec<String>,
}

impl Told {
    fn hear(told: &Mutex<Self>, title: String, answer: Result<Value>) -> bool {
        let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
        let document = answer.ok().map(|it| it["addDocument"]["document"].clone());
        match document.as_ref().and_then(|it| it["id"].as_str()) {
            Some(id) => told.acknowledged.push((title, id.to_owned())),
            None => told.unanswered.push(title),
        }
        document.is_some()
    }
}

fn add(address: &str, title: &str) -> Result<Value> {
    ask(address, ADD, &json!({"title": title, "key": title}))?.data()
}

/// Writes until it gets no answer, or is told to stop.
fn write(address: &str, round: usize, number: &AtomicUsize, told: &Mutex<Told>, stop: &AtomicBool) {
    while !stop.load(Ordering::Relaxed) {
        let title = format!("protokół {round} {}", number.fetch_add(1, Ordering::Relaxed));
        let answer = add(address, &title);
        if !Told::hear(told, title, answer) {
            break;
        }
    }
}

/// Waits of all lengths, the same in every run.
fn wait(round: usize) -> Duration {
    let spread = u64::try_from(round).unwrap_or_default().wrapping_mul(2_654_435_761) % 97;
    Duration::from_millis(3 + spread * 2)
}

fn start(folder: &Path, database: &str) -> Result<Server> {
    Server::start(&Start { folder, database, record: Some("none"), viewer: Viewer::Operator })
}

/// What is there is whole: a document for each revision, and everything that was acknowledged.
fn is_whole(address: &str, told: &Told) -> Result<u64> {
    let network = ask(address, WHOLE, &Value::Null)?.data()?["network"].take();
    let revision: u64 = network["revision"].as_str().context("no revision")?.parse()?;
    let documents = network["documents"]["totalCount"].as_u64().context("no count")?;
    ensure!(revision == documents, "{documents} documents at revision {revision}");
    for chunk in told.acknowledged.chunks(50) {
        let ids: Vec<&str> = chunk.iter().map(|it| it.1.as_str()).collect();
        let query = "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Document { title } } }";
        let found = ask(address, query, &json!({ "ids": ids }))?.data()?;
        for ((title, _), found) in chunk.iter().zip(found["nodes"].as_array().context("no nodes")?) {
            ensure!(found["title"] == **title, "{title} was acknowledged, and there is {found}");
        }
    }
    Ok(revision)
}

fn killed_while_writing(engine: Engine) -> Result<()> {
    let (database, folder) = (engine.database()?, tempfile::tempdir()?);
    let number = AtomicUsize::new(0);
    let mut all = BTreeSet::new();
    let mut cut_off = 0;
    for round in 0..KILLS {
        let told = Mutex::new(Told::default());
        let stop = AtomicBool::new(false);
        let server = start(folder.path(), database.url())?;
        let address = server.address().to_owned();
        thread::scope(|scope| {
            for _ in 0..WRITERS {
                scope.spawn(|| write(&address, round, &number, &told, &stop));
            }
            thread::sleep(wait(round));
            // Dropped is killed, by the signal that nobody can catch.
            drop(server);
        });
        let mut told = told.into_inner().unwrap_or_else(PoisonError::into_inner);
        cut_off += told.unanswered.len();
        all.extend(told.acknowledged.iter().map(|it| it.0.clone()));
        let server = start(folder.path(), database.url())?;
        let revision = is_whole(server.address(), &told)?;
        // Who got no answer asks again by the same key: it is done once, whether it was done before or not.
        for title in std::mem::take(&mut told.unanswered) {
            let answer = add(server.address(), &title);
            ensure!(Told::hear(&Mutex::new(Told::default()), title.clone(), answer), "{title} was refused");
            all.insert(title);
        }
        let after = is_whole(server.address(), &told)?;
        ensure!(after == all.len() as u64, "{} titles at revision {after}, after {revision}", all.len());
    }
    ensure!(cut_off > KILLS, "only {cut_off} requests were cut off in {KILLS} rounds");
    Ok(())
}

fn killed_while_importing(engine: Engine) -> Result<()> {
    let record = shipped_record();
    let record = record.to_str().context("a path that is no text")?;
    let (mut whole, mut nothing) = (0, 0);
    for round in 0..24 {
        let (database, folder) = (engine.database()?, tempfile::tempdir()?);
        let arguments = ["import", record, "--database", database.url()];
        let mut import = command(folder.path(), &arguments)?.spawn()?;
        thread::sleep(Duration::from_millis(40 + 25 * (round % 12)));
        import.kill()?;
        import.wait()?;
        let server = start(folder.path(), database.url())?;
        let query = "{ network { revision documents { totalCount } institutions { totalCount } } }";
        let network = ask(server.address(), query, &Value::Null)?.data()?["network"].take();
        let (documents, institutions) =
            (&network["documents"]["totalCount"], &network["institutions"]["totalCount"]);
        match network["revision"].as_str() {
            Some("0") => {
                ensure!(*documents == 0 && *institutions == 0, "half an import: {network}");
                nothing += 1;
            }
            Some("1") => {
                ensure!(*documents != 0 && *institutions != 0, "half an import: {network}");
                whole += 1;
            }
            _ => bail!("another revision: {network}"),
        }
    }
    ensure!(nothing > 0, "no import was cut off: {whole} were whole");
    Ok(())
}

/// A PostgreSQL server of the test's own, which it may stop.
struct OwnPostgres {
    holder: Child,
    url: String,
    control: String,
}

impl OwnPostgres {
    fn start() -> Result<Self> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/postgres");
        // It lives as long as its standard input is open.
        let says = "echo \"$TEST_POSTGRES_URL\"; echo \"$TEST_POSTGRES_CONTROL\"; cat >/dev/null";
        let mut holder = Command::new(script)
            .args(["sh", "-c", says])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut lines = BufReader::new(holder.stdout.take().context("no output")?).lines();
        let mut line = || lines.next().context("PostgreSQL did not start")?.context("no line");
        let (url, control) = (line()?, line()?);
        Ok(Self { holder, url, control })
    }

    fn tell(&self, what: &str) -> Result<()> {
        let status = Command::new(&self.control).arg(what).status()?;
        ensure!(status.success(), "PostgreSQL was told to {what} and did not");
        Ok(())
    }
}

impl Drop for OwnPostgres {
    fn drop(&mut self) {
        // Its script ends when its input does, and cleans up.
        drop(self.holder.stdin.take());
        let _ = self.holder.wait();
    }
}

fn database_goes_away(_: Engine) -> Result<()> {
    let postgres = OwnPostgres::start()?;
    let folder = tempfile::tempdir()?;
    let server = start(folder.path(), &postgres.url)?;
    let address = server.address().to_owned();
    let (told, stop) = (Arc::new(Mutex::new(Told::default())), Arc::new(AtomicBool::new(false)));
    let number = Arc::new(AtomicUsize::new(0));
    let mut acknowledged = 0;
    for _ in 0..3 {
        let writers: Vec<_> = (0..WRITERS)
            .map(|_| {
                let (address, number) = (address.clone(), Arc::clone(&number));
                let (told, stop) = (Arc::clone(&told), Arc::clone(&stop));
                thread::spawn(move || write(&address, 0, &number, &told, &stop))
            })
            .collect();
        reached(&told, acknowledged + 20)?;
        postgres.tell("stop")?;
        // Reads are answered from memory, writes are refused in words that say why.
        let read = ask(&address, WHOLE, &Value::Null)?;
        ensure!(read.status == 200, "a read was refused: {}", read.text);
        let codes = ask(&address, ADD, &json!({"title": "w przerwie", "key": "w przerwie"}))?.codes()?;
        ensure!(codes == ["UNAVAILABLE"], "a write without a database: {codes:?}");
        for writer in writers {
            ensure!(writer.join().is_ok(), "a writer broke");
        }
        postgres.tell("start")?;
        // Who got no answer, or a refusal, asks again by the same key.
        let again = std::mem::take(&mut told.lock().unwrap_or_else(PoisonError::into_inner).unanswered);
        for title in again {
            let answer = add_when_it_is_back(&address, &title);
            ensure!(
                Told::hear(&told, title.clone(), answer),
                "{title} was refused after the database came back"
            );
        }
        let so_far = told.lock().unwrap_or_else(PoisonError::into_inner);
        acknowledged = so_far.acknowledged.len();
        let revision = is_whole(&address, &so_far)?;
        ensure!(revision == acknowledged as u64, "{acknowledged} acknowledged at revision {revision}");
    }
    Ok(())
}

/// The answer, once the service has found its database again.
fn add_when_it_is_back(address: &str, title: &str) -> Result<Value> {
    let mut last = add(address, title);
    for _ in 0..100 {
        if last.is_ok() {
            break;
        }
        thread::sleep(Duration::from_millis(100));
        last = add(address, title);
    }
    last
}

/// Waits until so many writes were acknowledged.
fn reached(told: &Mutex<Told>, wanted: usize) -> Result<()> {
    for _ in 0..600 {
        if told.lock().unwrap_or_else(PoisonError::into_inner).acknowledged.len() >= wanted {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(50));
    }
    bail!("{wanted} writes were not acknowledged in time")
}
