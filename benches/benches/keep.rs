//! How long a change of one record takes on a large network, from the verb to the snapshot that shows it; against
//! reading the record and building the network anew, which is what a start does.
//!
//! `cargo bench -p benchmarks --bench keep [-- --size s|m]`.

#![allow(clippy::expect_used, reason = "a benchmark that cannot run must stop")]

use std::time::{Duration, Instant};

use domain::date::EdtfDate;
use domain::id::Id;
use domain::keeping::Given;
use domain::keeping::partnership::{SignedAgreement, sign_agreement};
use domain::partnership::PartnershipRole;
use domain::party::Party;
use domain::person::Personal;
use domain::vocabulary::Label;
use generator::{Parameters, Plan, Size, institution_key};
use graph::Network;
use service::keeping::Asked;
use service::{Actor, Clock as _, Options, Role, Service, SystemClock};
use store::{Act, Author, OpenMode, Store};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How many changes are timed.
const CHANGES: usize = 15;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let is_small = arguments.windows(2).any(|it| it == ["--size", "s"]);
    let size = if is_small { Size::S } else { Size::M };
    let plan = Plan::draw(Parameters::of(size, 1)).expect("a plan");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let url = format!("sqlite:{}", folder.path().join("splot.db").display());
    let (anew, first, mut later) = runtime.block_on(keep(&url, &plan));
    later.sort_unstable();
    let median = later.get(later.len() / 2).copied().expect("changes");
    let slowest = later.last().copied().expect("changes");
    println!(
        "size {size}: read and built anew in {anew:.0?}; the first change in {first:.0?}; those after it in {median:.1?} \
         (median of {}, slowest {slowest:.1?}), {:.1} times as fast as anew",
        later.len(),
        anew.as_secs_f64() / median.as_secs_f64(),
    );
}

/// Times a load with a build, the first change of a process and those after it.
async fn keep(url: &str, plan: &Plan) -> (Duration, Duration, Vec<Duration>) {
    let store = Store::open(url, OpenMode::Create).await.expect("a database");
    store.migrate().await.expect("its schema");
    let author = Author::new("benchmark").expect("an author");
    let source = Label::new("generated").expect("a source");
    let record = plan.record().expect("a record");
    let partnership = record.partnerships.first().expect("a partnership").key.clone();
    let given = (&record, &Personal::default());
    store.import(&author, SystemClock.now(), &source, given, &|_| {}).await.expect("the record");
    let start = Instant::now();
    let loaded = store.load().await.expect("the record");
    let network = Network::build(loaded.record).expect("a network");
    let anew = start.elapsed();
    drop((record, network));

    let service = Service::start(store, Options::default()).await.expect("a service");
    let actor = Actor::new(Role::Operator, "benchmark");
    let mut took = Vec::new();
    for number in 0..=CHANGES {
        let party = Party::Institution(Id::new(&institution_key(number)).expect("a key"));
        let signed = SignedAgreement {
            partnership: partnership.clone(),
            parties: vec![party],
            // Nobody has this role in what is generated.
            role: PartnershipRole::Creator,
            signed_on: EdtfDate::UNKNOWN,
            as_of: EdtfDate::UNKNOWN,
            valid_from: EdtfDate::UNKNOWN,
        };
        let asked = Asked {
            source: Some(Given::Statement(Label::new("said at a meeting").expect("a statement"))),
            ..Asked::default()
        };
        let verb = Box::new(move |draft: &mut domain::keeping::Draft<'_>| sign_agreement(draft, &signed));
        let start = Instant::now();
        let kept = service.keep(&SystemClock, &actor, Act::SignAgreement, &asked, verb).await;
        let kept = kept.expect("a service that works").expect("a change");
        took.push(start.elapsed());
        assert!(kept.has_changed && kept.after.revision >= kept.revision);
    }
    service.close().await.expect("an end");
    let first = took.remove(0);
    (anew, first, took)
}
