//! The planner's questions on a record of size M (20,000 institutions, 60,000 meetings, 500,000 attendances), asked over
//! HTTP on loopback. Asked for: under 200 ms each, warm. Answers are not kept here, so that every time is that of the
//! computation; the network, its views and its ties are kept, as they are in the service.
//!
//! `cargo bench -p benchmarks --bench desk -- [--size S|M] [--database FILE] [--json FILE]`. The database is made when the
//! file is missing, and stays; without `--database` it is a temporary one.

#![allow(clippy::expect_used, reason = "a benchmark that cannot run must stop")]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use benchmarks::Connection;
use benchmarks::desk::{Question, questions};
use domain::person::Personal;
use domain::vocabulary::Label;
use generator::{Parameters, Plan, Size};
use service::{Actor, Clock, Options, Role, Service, SystemClock};
use store::{Author, OpenMode, Store};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How often each question is asked once it is warm.
const TIMES: usize = 9;
/// What is asked for.
const ASKED: Duration = Duration::from_millis(200);

fn main() {
    // `cargo test --benches` runs this too: it asks for compiling and starting only.
    if std::env::args().any(|it| it == "--test") {
        return;
    }
    let size = option("--size").map_or(Size::M, |it| it.parse().expect("a size: S, M or L"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let database = option("--database").map_or_else(|| folder.path().join("desk.db"), PathBuf::from);
    let runtime = Runtime::new().expect("a runtime");
    let address = runtime.block_on(serve(&database, size));
    let mut connection = Connection::open(&address).expect("a connection");
    let partnership = partnership(&mut connection);
    println!("{:>10} {:>10}  question about {partnership}, on size {size}", "first", "warm");
    let mut lines = Vec::new();
    for Question { name, query } in questions(&partnership) {
        let first = ask(&mut connection, name, &query);
        let mut warm: Vec<_> = (0..TIMES).map(|_| ask(&mut connection, name, &query)).collect();
        warm.sort_unstable();
        let median = warm.get(TIMES / 2).copied().expect("a median");
        let mark = if median > ASKED { "  ABOVE 200 ms" } else { "" };
        println!("{:>7.1} ms {:>7.1} ms  {name}{mark}", milliseconds(first), milliseconds(median));
        lines.push(format!(
            "{{\"question\": \"{name}\", \"partnership\": \"{partnership}\", \"first\": {:.6}, \"warm\": {:.6}}}",
            first.as_secs_f64(),
            median.as_secs_f64()
        ));
    }
    if let Some(file) = option("--json") {
        std::fs::write(file, format!("[{}]\n", lines.join(",\n "))).expect("a file to write");
    }
}

/// The value of an argument; none when it is not given.
fn option(name: &str) -> Option<String> {
    let mut arguments = std::env::args().skip_while(|it| it != name);
    arguments.nth(1)
}

/// The slug of the first thematic partnership.
fn partnership(connection: &mut Connection) -> String {
    let query = "{ network { partnerships(first: 1, filter: {kinds: [THEMATIC]}) { nodes { slug } } } }";
    let answer = connection.ask(query).expect("a thematic partnership");
    let (_, rest) = answer.split_once("\"slug\":\"").expect("a slug");
    rest.split_once('"').expect("the end of a slug").0.to_owned()
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

fn ask(connection: &mut Connection, name: &str, query: &str) -> Duration {
    let start = Instant::now();
    connection.ask(query).map_err(|error| format!("{name}: {error}")).expect("an answer");
    start.elapsed()
}

/// Serves a generated record on a free port; gives the address.
async fn serve(database: &Path, size: Size) -> String {
    let is_new = !database.exists();
    let url = format!("sqlite:{}", database.display());
    let store = Store::open(&url, OpenMode::Create).await.expect("a database");
    store.migrate().await.expect("its schema");
    if is_new {
        fill(&store, size).await;
    }
    let start = Instant::now();
    let options = Options { analysis_cached: 0, ..Options::default() };
    let service = Arc::new(Service::start(store, options).await.expect("a service"));
    println!("the service started on it in {:.1} s", start.elapsed().as_secs_f64());
    let page = Arc::new(String::new);
    let actor = Actor::new(Role::Analyst, "benchmark");
    let door = service::access::Authenticator::new(Arc::clone(&service), Arc::new(SystemClock), Some(actor));
    let router = api::application(service, door, page).expect("routes");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    tokio::spawn(async move { axum::serve(listener, router).await.expect("a server that goes on") });
    address
}

/// Imports a generated record.
async fn fill(store: &Store, size: Size) {
    let record = Plan::draw(Parameters::of(size, 1)).expect("a plan").record().expect("a record");
    let author = Author::new("benchmark").expect("an author");
    let source = Label::new(&format!("generated, size {size}")).expect("a source");
    let start = Instant::now();
    let given = (&record, &Personal::default());
    store.import(&author, SystemClock.now(), &source, given, &|_| {}).await.expect("an import");
    let rows = record.len();
    println!("{rows} rows of size {size} were imported in {:.1} s", start.elapsed().as_secs_f64());
}
