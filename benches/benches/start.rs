//! How long a release build takes from its start to its first answer: from an empty folder (migration and import of
//! the shipped record included) and from an existing database. Asked for: 2 s and 0.5 s.

#![allow(clippy::expect_used, reason = "a benchmark that cannot run must stop")]

use benchmarks::time_to_first_answer;
use criterion::{Criterion, criterion_group, criterion_main};

fn start(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("start");
    group.sample_size(10);
    group.bench_function("from an empty folder", |bencher| {
        bencher.iter_custom(|times| {
            (0..times)
                .map(|_| {
                    let folder = tempfile::tempdir().expect("a temporary folder");
                    time_to_first_answer(&folder.path().join("splot.db")).expect("an answer")
                })
                .sum()
        });
    });
    let folder = tempfile::tempdir().expect("a temporary folder");
    let database = folder.path().join("splot.db");
    time_to_first_answer(&database).expect("an answer");
    group.bench_function("from an existing database", |bencher| {
        bencher.iter_custom(|times| {
            (0..times).map(|_| time_to_first_answer(&database).expect("an answer")).sum()
        });
    });
    group.finish();
}

criterion_group!(benches, start);
criterion_main!(benches);
