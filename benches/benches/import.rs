//! How fast a table of attendance is imported, against the database's own bulk rate for the rows that come of it.
//!
//! The record of a size without its attendances is there already; then the attendances come as a table of CSV and go the
//! whole way: read, resolved, checked, written with a claim and a log entry for each row. After that the same rows are
//! loaded into empty tables of the same make by the database's own means: on SQLite by one prepared statement in one
//! transaction (Python's `sqlite3`), on PostgreSQL by `COPY` (`psql`).
//!
//! `cargo bench -p benchmarks --bench import [-- --size s|m]`; PostgreSQL by `scripts/postgres cargo bench …`.

#![allow(clippy::expect_used, reason = "a benchmark that cannot run must stop")]

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use domain::person::Personal;
use domain::record::{Record, RecordKind};
use domain::vocabulary::Label;
use generator::{Parameters, Plan, Size, institution_key, meeting_key};
use service::import::intake::{self, ErrorPolicy, Settings, SourceFile};
use service::import::{ImportFile, ImportListener, ImportStage};
use service::keeping::Asked;
use service::{Actor, Clock as _, Options, Role, Service, SystemClock};
use store::{Author, OpenMode, Store};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The tables that attendances are written to.
const TABLES: [&str; 4] = ["participation", "claim", "claim_text", "change"];

/// Loads the rows of the second revision of one SQLite database into another; tells the seconds.
const SQLITE_BULK: &str = r#"
import sqlite3, sys, time
source, target = sqlite3.connect(sys.argv[1]), sqlite3.connect(sys.argv[2], isolation_level=None)
target.execute("PRAGMA journal_mode=WAL")
target.execute("PRAGMA synchronous=FULL")
work = []
for table in sys.argv[3:]:
    for (sql,) in source.execute("SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL", (table,)):
        target.execute(sql)
    kind = table.replace("_", "-")
    where = 'revision = 2' if table == "change" else f"key IN (SELECT key FROM change WHERE revision = 2 AND kind = '{kind}')"
    rows = source.execute(f'SELECT * FROM "{table}" WHERE {where}').fetchall()
    work.append((f'INSERT INTO "{table}" VALUES ({",".join("?" * len(rows[0]))})', rows))
start = time.perf_counter()
target.execute("BEGIN IMMEDIATE")
for statement, rows in work:
    target.executemany(statement, rows)
target.execute("COMMIT")
print(time.perf_counter() - start)
"#;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let is_small = arguments.windows(2).any(|it| it == ["--size", "s"]);
    let size = if is_small { Size::S } else { Size::M };
    let plan = Plan::draw(Parameters::of(size, 1)).expect("a plan");
    let table = table(&plan);
    let record = without_attendances(plan.record().expect("a record"));
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");

    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("splot.db");
    let url = format!("sqlite:{}", file.display());
    let (rows, ours) = runtime.block_on(import(&url, &record, &table));
    let bulk = sqlite_bulk(&file, &folder.path().join("bulk.db"));
    told("SQLite", size, rows, ours, bulk);

    match std::env::var_os("TEST_POSTGRES_URL").and_then(|it| it.into_string().ok()) {
        Some(server) => {
            let name = format!("bench_import_{}", std::process::id());
            psql(&server, &format!("CREATE DATABASE {name}"));
            let url = database(&server, &name);
            let (rows, ours) = runtime.block_on(import(&url, &record, &table));
            let bulk = postgres_bulk(&url, folder.path());
            told("PostgreSQL", size, rows, ours, bulk);
            psql(&server, &format!("DROP DATABASE {name} WITH (FORCE)"));
        }
        None => println!("PostgreSQL is left out: run it by `scripts/postgres cargo bench …`"),
    }
}

fn told(on: &str, size: Size, rows: u64, ours: Duration, bulk: Duration) {
    let (ours, bulk) = (ours.as_secs_f64(), bulk.as_secs_f64());
    println!(
        "{on}, size {size}: {rows} attendances imported in {ours:.2} s ({:.0} a second); the same rows by the database's \
         own bulk load in {bulk:.2} s; the import has {:.1} % of its rate",
        rows as f64 / ours,
        100.0 * bulk / ours
    );
}

/// The attendances as a table.
fn table(plan: &Plan) -> Vec<u8> {
    let mut text = "spotkanie,instytucja,obecność\n".to_owned();
    for (institution, meeting) in plan.attendances() {
        let (meeting, institution) = (meeting_key(meeting as usize), institution_key(institution as usize));
        writeln!(text, "{meeting},{institution},obecny").expect("a text");
    }
    text.into_bytes()
}

fn without_attendances(mut record: Record) -> Record {
    record.participations.clear();
    record.claims.retain(|it| it.subject.kind != RecordKind::Participation);
    let claims: std::collections::BTreeSet<_> = record.claims.iter().map(|it| it.key.to_string()).collect();
    record.claim_texts.retain(|it| claims.contains(it.key.as_str()));
    record
}

/// Imports a table into a new database; how many rows were new, and how long it took from bytes to the published record.
async fn import(url: &str, record: &Record, table: &[u8]) -> (u64, Duration) {
    let store = Store::open(url, OpenMode::Create).await.expect("a database");
    store.migrate().await.expect("its schema");
    let author = Author::new("benchmark").expect("an author");
    let source = Label::new("generated").expect("a source");
    let given = (record, &Personal::default());
    store.import(&author, SystemClock.now(), &source, given, &|_| {}).await.expect("the record");
    let service = Service::start(store, Options::default()).await.expect("a service");
    let actor = Actor::new(Role::Operator, "benchmark");
    let files = Arc::new(vec![ImportFile { name: "obecność.csv".to_owned(), bytes: table.to_vec() }]);
    let settings = Settings::default();
    let (how, asked) = ((&settings, ErrorPolicy::RejectEverything), Asked::default());
    let start = Instant::now();
    let told = Mutex::new(ImportStage::Waiting);
    let tell: ImportListener = Arc::new(move |stage, _, _| {
        let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
        if std::mem::replace(&mut *told, stage) != stage {
            println!("  {:6.2} s {stage}", start.elapsed().as_secs_f64());
        }
    });
    let end =
        service.import_files((&SystemClock, &actor), &files, how, &asked, &tell).await.expect("an import");
    let took = start.elapsed();
    assert!(end.fault.is_none(), "{:?}: {}", end.fault, why(record, &files));
    service.close().await.expect("an end");
    (end.counts.new, took)
}

/// What is wrong with the first rows, for when the table does not fit the record.
fn why(record: &Record, files: &[ImportFile]) -> String {
    let sources: Vec<SourceFile<'_>> =
        files.iter().map(|it| SourceFile { name: &it.name, bytes: &it.bytes }).collect();
    let read = intake::read(&sources, &Settings::default(), &intake::Limits::default(), record);
    read.map_or_else(|it| format!("{it:?}"), |it| format!("{:?}", it.issues.get(..3)))
}

fn sqlite_bulk(source: &Path, target: &Path) -> Duration {
    let mut command = Command::new("python3");
    seconds(&run(command.args(["-c", SQLITE_BULK]).arg(source).arg(target).args(TABLES)))
}

fn postgres_bulk(url: &str, folder: &Path) -> Duration {
    let mut load = "BEGIN;\n".to_owned();
    for table in TABLES {
        let kind = table.replace('_', "-");
        let rows = if table == "change" {
            "revision = 2".to_owned()
        } else {
            format!("key IN (SELECT key FROM change WHERE revision = 2 AND kind = '{kind}')")
        };
        let file = folder.join(format!("{table}.copy"));
        psql(url, &format!("\\copy (SELECT * FROM \"{table}\" WHERE {rows}) TO '{}'", file.display()));
        psql(url, &format!("CREATE TABLE bulk_{table} (LIKE \"{table}\" INCLUDING ALL)"));
        writeln!(load, "\\copy bulk_{table} FROM '{}'", file.display()).expect("a text");
    }
    load.push_str("COMMIT;\n");
    let script = folder.join("load.sql");
    std::fs::write(&script, load).expect("a script");
    let start = Instant::now();
    run(Command::new("psql").args(["-q", "-v", "ON_ERROR_STOP=1", "-d", url, "-f"]).arg(&script));
    start.elapsed()
}

fn psql(url: &str, statement: &str) {
    run(Command::new("psql").args(["-q", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", statement]));
}

fn run(command: &mut Command) -> String {
    let output = command.output().expect("a program on the path");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn seconds(text: &str) -> Duration {
    Duration::from_secs_f64(text.trim().parse().expect("seconds"))
}

/// The address of a database on the server of another.
fn database(server: &str, name: &str) -> String {
    let (rest, query) = server.split_once('?').map_or((server, None), |it| (it.0, Some(it.1)));
    let host = match rest.split_once("://") {
        Some((scheme, after)) => format!("{scheme}://{}", after.split('/').next().unwrap_or_default()),
        None => rest.to_owned(),
    };
    query.map_or_else(|| format!("{host}/{name}"), |it| format!("{host}/{name}?{it}"))
}
