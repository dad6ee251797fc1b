//! Net changes: done to a copy of what stood at one revision, they make what stands at another.

use std::collections::BTreeMap;

use domain::difference::ChangeKind;
use domain::identity::DecisionStatus;
use domain::person::Personal;
use domain::record::{Noun, Record, RecordReader, RecordRef};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use service::past::PastLimits;
use service::{AsOf, ErrorKind, NetChanges, Options, Revision, Service};
use store::{OpenMode, Store};
use testkit::database::TestDatabase;

use crate::decided::{accept_document, decide_identity, retract_document};
use crate::shipped::{author, filled, id, label, now, service};

/// What a client keeps: for each record the fields that have a value.
type Copy = BTreeMap<RecordRef, BTreeMap<String, String>>;

/// A copy of a whole record, by its own way to texts.
fn copy(record: &Record) -> Copy {
    struct Copying(Copy);
    impl RecordReader for Copying {
        fn records<T: Noun>(&mut self, records: &[T]) {
            for record in records {
                let serde_json::Value::Object(state) = serde_json::to_value(record).unwrap() else {
                    panic!()
                };
                let texts = state.into_iter().filter(|(field, _)| field != "key").map(|(field, value)| {
                    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                    (field, text)
                });
                let recorded = texts.filter(|(_, text)| !text.is_empty() && text != "null");
                self.0.insert(record.reference(), recorded.collect());
            }
        }
    }
    let mut copying = Copying(Copy::new());
    record.read(&mut copying);
    copying.0
}

/// Does the changes to a copy, as a client would.
fn apply(copy: &mut Copy, changes: &NetChanges) {
    for change in changes.changes() {
        let at = changes.at(change);
        if change.change == ChangeKind::Removed {
            assert!(copy.remove(&at).is_some(), "{at} is gone and was not there");
            continue;
        }
        assert_eq!(copy.contains_key(&at), change.change == ChangeKind::Changed, "{at}");
        let fields = copy.entry(at.clone()).or_default();
        for it in changes.fields(change) {
            assert_eq!(fields.get(&it.field), it.before.as_ref(), "{at} {}", it.field);
            match it.after {
                Some(after) => fields.insert(it.field, after),
                None => fields.remove(&it.field),
            };
        }
    }
}

/// One act; a number chooses of what.
#[derive(Debug, Clone)]
enum Step {
    Retract(usize),
    Accept(usize),
    Decide(usize, DecisionStatus),
    Rename(usize, u32),
}

fn step() -> impl Strategy<Value = Step> {
    use DecisionStatus::{Accepted, Rejected, Undone};
    prop_oneof![
        (0..5_usize).prop_map(Step::Retract),
        (0..5_usize).prop_map(Step::Accept),
        (0..3_usize, prop_oneof![Just(Accepted), Just(Rejected), Just(Undone)])
            .prop_map(|(which, status)| Step::Decide(which, status)),
        (0..20_usize, any::<u32>()).prop_map(|(which, n)| Step::Rename(which, n)),
    ]
}

async fn take(store: &Store, step: &Step) {
    let record = store.load().await.unwrap().record;
    let why = label("krok");
    let document = |it: &usize| record.documents[it % record.documents.len()].key.clone();
    match step {
        Step::Retract(which) => {
            retract_document(store, &author(), now(), &document(which), &why).await.unwrap();
        }
        Step::Accept(which) => {
            accept_document(store, &author(), now(), &document(which), &why).await.unwrap();
        }
        Step::Decide(which, status) => {
            let decision = &record.identity_decisions[which % record.identity_decisions.len()].key;
            decide_identity(store, &author(), now(), decision, *status, &why).await.unwrap();
        }
        Step::Rename(which, number) => {
            let mut given = Record::default();
            let mut named = record.institutions[which % record.institutions.len()].clone();
            named.name_pl = label(&format!("Nazwa {number}"));
            given.institutions.push(named);
            let given = (&given, &Personal::default());
            store.import(&author(), now(), &why, given, &|_| {}).await.unwrap();
        }
    }
}

async fn net(service: &Service, since: u64, until: u64) -> std::sync::Arc<NetChanges> {
    service.net_changes(Revision::new(since), Revision::new(until)).await.unwrap()
}

testkit::both_databases! {
    async fn the_changes_between_any_two_revisions_bring_a_copy_from_one_to_the_other(database: TestDatabase) {
        let store = filled(&database).await;
        let mut runner = TestRunner::deterministic();
        for step in vec(step(), 24).new_tree(&mut runner).unwrap().current() {
            take(&store, &step).await;
        }
        let past = PastLimits { kept: 64, ..PastLimits::default() };
        let opened = Store::open(database.url(), OpenMode::Existing).await.unwrap();
        let service = Service::start(opened, Options { past, ..Options::default() }).await.unwrap();
        let last = store.revision().await.unwrap().get();
        assert!(last > 10, "only {last} revisions");
        let mut copies = vec![Copy::new()];
        for number in 1..=last {
            let at = service.snapshot_as_of(AsOf::Revision(Revision::new(number))).await.unwrap();
            copies.push(copy(at.network.record()));
        }
        let mut cascades = 0;
        for since in 0..copies.len() {
            for until in since.max(1)..copies.len() {
                let changes = net(&service, since as u64, until as u64).await;
                let mut copy = copies[since].clone();
                apply(&mut copy, &changes);
                assert!(copy == copies[until], "from {since} to {until}");
                if until == since {
                    assert!(changes.changes().is_empty());
                } else if until == since + 1 {
                    cascades += usize::from(changes.changes().len() > 50);
                }
            }
        }
        assert!(cascades > 2, "documents that fall take much with them");
    }

    async fn what_falls_is_gone_and_what_comes_back_is_there_again(database: TestDatabase) {
        let store = filled(&database).await;
        let note = id("doc-002");
        retract_document(&store, &author(), now(), &note, &label("nie")).await.unwrap();
        accept_document(&store, &author(), now(), &note, &label("tak")).await.unwrap();
        let (same, not) = (id("same-gops-lubiszyn"), label("nie"));
        decide_identity(&store, &author(), now(), &same, DecisionStatus::Undone, &not).await.unwrap();
        let service = service(&database).await;
        let office: RecordRef = "institution:pup-zagan".parse().unwrap();
        let became = async |since, until, at: &RecordRef| {
            let changes = net(&service, since, until).await;
            let place = changes.place_of(at.kind, &at.key);
            place.map(|it| changes.changes()[it].change)
        };
        assert_eq!(became(0, 1, &office).await, Some(ChangeKind::Created));
        assert_eq!(became(1, 2, &office).await, Some(ChangeKind::Removed));
        assert_eq!(became(2, 3, &office).await, Some(ChangeKind::Created));
        assert_eq!(became(1, 3, &office).await, None, "nothing, on the whole");
        let read_as_another: RecordRef = "institution:gops-lubiszyn".parse().unwrap();
        assert_eq!(became(0, 3, &read_as_another).await, None, "it is read as another");
        assert_eq!(became(3, 4, &read_as_another).await, Some(ChangeKind::Created));
        let early = service.net_changes(Revision::new(1), Revision::new(9)).await.unwrap_err();
        assert_eq!(early.kind(), ErrorKind::RevisionNotFound);
    }
}
