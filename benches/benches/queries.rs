//! Questions to a running release build over HTTP on loopback, against a query that computes nothing. Asked for: under
//! 5 ms for clusters and uncontacted signatories. Each question is asked again and again; the second and later
//! answers come from kept results, so `analyses` measures the computation itself.

#![allow(clippy::expect_used, reason = "a benchmark that cannot run must stop")]

use benchmarks::{CLUSTERS, FIRST, NOTHING, Server};
use criterion::{Criterion, criterion_group, criterion_main};

fn queries(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let server = Server::start(&folder.path().join("splot.db")).expect("a server");
    let mut connection = server.connect().expect("a connection");
    let mut group = criterion.benchmark_group("over HTTP");
    for (name, query) in
        [("nothing", NOTHING), ("uncontacted signatories", FIRST), ("contact clusters", CLUSTERS)]
    {
        group.bench_function(name, |bencher| bencher.iter(|| connection.ask(query).expect("an answer")));
    }
    group.finish();
}

criterion_group!(benches, queries);
criterion_main!(benches);
