//! Whether a heavy analysis holds light queries up: how long `node(id:)` and a query that computes nothing take over
//! HTTP on loopback, alone and while the exact betweenness of a network of 20,000 institutions runs on the service's
//! own pool of analyses, in the same process. Prints medians, 99th percentiles and ratios, and when the betweenness
//! ended after nobody waited for it any more.

#![allow(clippy::expect_used, reason = "a benchmark that cannot run must stop")]

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use benchmarks::{Connection, NOTHING, record_folder};
use generator::{Parameters, Plan, Size};
use measures::paths::betweenness::betweenness;
use measures::{Graph, MeasureError, WeightSemantics};
use service::analysis::{AnalysisKey, Found, Interrupted};
use service::{Actor, Generation, Options, Role, Service, SystemClock, exchange};
use store::{OpenMode, Store};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How often each query is asked.
const TIMES: usize = 4_000;
/// How often each is asked before it counts.
const WARM_UP: usize = 500;

fn main() {
    // `cargo test --benches` runs this too: it asks for compiling and starting only.
    if std::env::args().any(|it| it == "--test") {
        return;
    }
    let graph = Plan::draw(Parameters::of(Size::M, 1))
        .expect("a plan")
        .projection()
        .expect("a projection of the plan");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let runtime = Runtime::new().expect("a runtime");
    let (service, address) = runtime.block_on(serve(&folder.path().join("splot.db")));
    let mut connection = Connection::open(&address).expect("a connection");
    let node = node_query(&mut connection);
    let queries = [("node(id:)", node.as_str()), ("{ __typename }", NOTHING)];
    ask(&mut connection, &queries, WARM_UP);
    let alone = ask(&mut connection, &queries, TIMES);
    let (institutions, ties) = (graph.nodes(), graph.ties());
    let analysis = Analysis::start(&runtime, service, graph);
    let beside = ask(&mut connection, &queries, TIMES);
    let (ran, stopping) = analysis.stop();
    println!(
        "{TIMES} queries each, alone and beside a betweenness of {institutions} institutions, {ties} ties"
    );
    println!("query            alone: median      p99   beside: median      p99   ratios: median    p99");
    for ((name, _), (alone, beside)) in queries.iter().zip(alone.iter().zip(&beside)) {
        let (a, b) = (Quantiles::of(alone), Quantiles::of(beside));
        println!(
            "{name:<16} {:>10.3} ms {:>5.3} ms {:>12.3} ms {:>5.3} ms {:>14.2} {:>6.2}",
            a.median,
            a.p99,
            b.median,
            b.p99,
            b.median / a.median,
            b.p99 / a.p99
        );
    }
    println!(
        "the betweenness ran {:.1} s, all the while that it was measured, and was interrupted {:.1} ms after nobody waited",
        ran.as_secs_f64(),
        stopping.as_secs_f64() * 1e3
    );
}

/// Starts the service on a new database with the shipped record, and serves it on a free port.
async fn serve(database: &std::path::Path) -> (Arc<Service>, String) {
    let url = format!("sqlite:{}", database.display());
    let store = Store::open(&url, OpenMode::Create).await.expect("a database");
    store.migrate().await.expect("its schema");
    let files = exchange::read_folder(&record_folder()).expect("the shipped record");
    let actor = Actor::new(Role::Operator, "benchmark");
    exchange::import(&store, &SystemClock, &actor, &files, "lubuskie", &|_| {}).await.expect("an import");
    let service = Arc::new(Service::start(store, Options::default()).await.expect("a service"));
    let page = Arc::new(String::new);
    let router = {
        let clock = Arc::new(SystemClock);
        let door = service::access::Authenticator::new(Arc::clone(&service), clock, Some(Actor::anonymous()));
        api::application(Arc::clone(&service), door, page)
    }
    .expect("routes");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    tokio::spawn(async move { axum::serve(listener, router).await.expect("a server that goes on") });
    (service, address)
}

/// A query for an institution by its id.
fn node_query(connection: &mut Connection) -> String {
    let answer =
        connection.ask("{ network { institutions(first: 1) { nodes { id } } } }").expect("an institution");
    let (_, rest) = answer.split_once("\"id\":\"").expect("an id");
    let (id, _) = rest.split_once('"').expect("the end of an id");
    format!("{{ node(id: \"{id}\") {{ id ... on Institution {{ slug name }} }} }}")
}

/// Asks the queries in turn and gives, for each, how long its answers took.
fn ask(connection: &mut Connection, queries: &[(&str, &str)], times: usize) -> Vec<Vec<Duration>> {
    let mut taken = vec![Vec::with_capacity(times); queries.len()];
    for _ in 0..times {
        for ((_, query), taken) in queries.iter().zip(&mut taken) {
            let start = Instant::now();
            connection.ask(query).expect("an answer");
            taken.push(start.elapsed());
        }
    }
    taken
}

/// A betweenness that runs on the service's pool.
struct Analysis {
    waiter: tokio::task::JoinHandle<()>,
    started: Instant,
    ended: Receiver<(Instant, bool)>,
}

impl Analysis {
    /// Starts it, and waits until it runs.
    fn start(runtime: &Runtime, service: Arc<Service>, graph: Graph) -> Self {
        let (begin, begun) = channel();
        let (end, ended) = channel();
        let waiter = runtime.spawn(async move {
            let key = AnalysisKey {
                generation: Generation::FIRST,
                revision: service.snapshot().revision,
                name: "benchmark",
                parameters: String::new(),
            };
            let found = service.analyses().run(key, move |allowance| {
                begin.send(Instant::now()).expect("somebody who waits");
                let found = betweenness(&graph, WeightSemantics::None, &allowance.interrupt);
                let is_interrupted = matches!(found, Err(MeasureError::Interrupted));
                end.send((Instant::now(), is_interrupted)).expect("somebody who waits");
                found.map(Found::Keep).map_err(|_stopped| Interrupted)
            });
            // It is to be dropped before there is an answer.
            let _ = found.await;
        });
        Self { waiter, started: begun.recv().expect("an analysis that starts"), ended }
    }

    /// Drops who waits for it: how long it ran, and how long it took to end once nobody waited.
    fn stop(self) -> (Duration, Duration) {
        assert!(self.ended.try_recv().is_err(), "the betweenness must run as long as is measured");
        let dropped = Instant::now();
        self.waiter.abort();
        let (end, is_interrupted) =
            self.ended.recv_timeout(Duration::from_secs(10)).expect("an end soon after nobody waits");
        assert!(is_interrupted, "the betweenness must end by its interrupt");
        (end - self.started, end - dropped)
    }
}

/// Where times lie, in milliseconds.
struct Quantiles {
    median: f64,
    p99: f64,
}

impl Quantiles {
    fn of(times: &[Duration]) -> Self {
        let mut sorted = times.to_vec();
        sorted.sort_unstable();
        let at = |share: usize| {
            sorted.get(sorted.len().saturating_sub(1) * share / 100).map_or(0.0, |it| it.as_secs_f64() * 1e3)
        };
        Self { median: at(50), p99: at(99) }
    }
}
