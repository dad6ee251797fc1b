//! The analyses themselves, on the shipped record, without HTTP and without kept results. Asked for: clusters and
//! uncontacted signatories under 5 ms. Components are measured beside petgraph's own graph type as a peer.
#![allow(clippy::expect_used, reason = "a benchmark that cannot run must stop")]

use std::fs;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use domain::date::Period;
use domain::record::Record;
use graph::cluster::{ClusterRule, Clusters};
use graph::contact::{ContactRule, ContactSide};
use graph::occasion::Directness;
use graph::structure::components;
use graph::tie::{TieRule, Ties};
use graph::uncontacted::uncontacted_signatories;
use graph::{Network, NetworkView, View};
use petgraph::graph::UnGraph;

fn record() -> Record {
    let entries = fs::read_dir(benchmarks::record_folder()).expect("the shipped record");
    let files: Vec<_> = entries
        .map(|it| it.expect("an entry"))
        .map(|it| (it.file_name().to_string_lossy().into_owned(), fs::read(it.path()).expect("a file")))
        .collect();
    exchange::read(&files, &exchange::Limits::default()).expect("a record").record
}

fn view_of_2015(network: &Arc<Network>) -> NetworkView {
    let period = Period::year(2015).expect("a year");
    NetworkView::new(Arc::clone(network), View { period, ..View::default() })
}

fn analyses(criterion: &mut Criterion) {
    let record = record();
    let network = Arc::new(Network::build(record.clone()).expect("a network"));
    let view = view_of_2015(&network);
    let partnership = "pnres".parse().expect("a key");
    let visited = ContactRule {
        by: ContactSide::Secretariat,
        directness: vec![Directness::Bilateral],
        kinds: vec!["info-consultation".parse().expect("a key")],
        ..ContactRule::default()
    };
    let mut group = criterion.benchmark_group("analyses");
    group.bench_function("build the network", |it| {
        it.iter_batched(
            || record.clone(),
            |record| Network::build(record).expect("a network"),
            criterion::BatchSize::SmallInput,
        );
    });
    group.bench_function("look at a year", |it| it.iter(|| view_of_2015(&network)));
    group.bench_function("uncontacted signatories", |it| {
        it.iter(|| uncontacted_signatories(&view, &partnership, &visited));
    });
    group.bench_function("ties", |it| it.iter(|| Ties::new(&view, &TieRule::default()).expect("ties")));
    group.bench_function("cooperation clusters", |it| {
        it.iter(|| {
            Clusters::new(&view, &ClusterRule::default(), &measures::Interrupt::new()).expect("clusters")
        });
    });
    let ties = Ties::new(&view, &TieRule::default()).expect("ties");
    group.bench_function("components", |it| it.iter(|| components(&ties)));
    let peer = peer(&ties);
    group.bench_function("components: petgraph's UnGraph (peer)", |it| {
        it.iter(|| petgraph::algo::connected_components(&peer));
    });
    group.finish();
}

/// The same graph in petgraph's own type.
fn peer(ties: &Ties) -> UnGraph<(), f64> {
    let mut graph = UnGraph::new_undirected();
    let nodes: Vec<_> = ties.nodes().iter().map(|_| graph.add_node(())).collect();
    for tie in ties.ties() {
        if let (Some(a), Some(b)) = (ties.index_of(tie.a), ties.index_of(tie.b)) {
            graph.add_edge(nodes[a], nodes[b], tie.weight);
        }
    }
    graph
}

criterion_group!(benches, analyses);
criterion_main!(benches);
