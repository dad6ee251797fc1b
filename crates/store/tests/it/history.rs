//! Any revision is read again as it was.

use chrono::{DateTime, TimeDelta, Utc};
use domain::claim::{Claim, ClaimText};
use domain::id::Id;
use domain::identity::DecisionStatus;
use domain::person::Personal;
use domain::record::Record;
use domain::{for_each_noun, vocabulary::Label};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use store::{Loaded, Revision, RevisionRange, Store, StoreError};
use testkit::database::TestDatabase;

use crate::decided::{accept_document, decide_identity, retract_document};
use crate::record::{at, author, import, label, open, personal, record};
use crate::scenarios::carry_out;

/// One change of a record, of which a number makes it another one each time.
#[derive(Debug, Clone)]
enum Step {
    /// The kinds up to this one are imported as they are in the example.
    Prefix(usize),
    /// An institution gets another name, a meeting another title.
    Rename(usize, u32),
    /// Texts of claims change.
    Text(usize, u32),
    /// An institution comes with a claim and its text.
    Add(u32),
    /// Only personal values change.
    Name(u32),
    Retract(bool),
    Accept(bool),
    Decide(DecisionStatus),
    /// A scenario is drafted and applied.
    Plan,
}

/// A step, and how many microseconds later it is made; less than none when the clock goes back.
fn step() -> impl Strategy<Value = (Step, i64)> {
    let steps = prop_oneof![
        (1..38_usize).prop_map(Step::Prefix),
        (0..4_usize, any::<u32>()).prop_map(|(which, n)| Step::Rename(which, n)),
        (0..9_usize, any::<u32>()).prop_map(|(which, n)| Step::Text(which, n)),
        (0..3_u32).prop_map(Step::Add),
        any::<u32>().prop_map(Step::Name),
        any::<bool>().prop_map(Step::Retract),
        any::<bool>().prop_map(Step::Accept),
        prop_oneof![
            Just(DecisionStatus::Accepted),
            Just(DecisionStatus::Undone),
            Just(DecisionStatus::Rejected)
        ]
        .prop_map(Step::Decide),
        Just(Step::Plan),
    ];
    (steps, prop_oneof![-3_000_000..5_000_000_i64, Just(1_000_000), Just(1), Just(0)])
}

/// The first kinds of a record.
fn prefix(whole: &Record, kinds: usize) -> Record {
    let mut part = Record::default();
    let mut left = kinds;
    macro_rules! take {
        ($($field:ident: $Type:ident, $name:literal;)*) => {
            $(if left > 0 {
                part.$field.clone_from(&whole.$field);
                left -= 1;
            })*
        };
    }
    for_each_noun!(take);
    let _ = left;
    part
}

/// What an import of this step gives.
fn given(step: &Step) -> (Record, Personal) {
    let mut whole = record();
    let mut people = Personal::default();
    match step {
        Step::Prefix(kinds) => return (prefix(&whole, *kinds), people),
        Step::Rename(which, n) => {
            let institution = *which % whole.institutions.len();
            whole.institutions[institution].name_pl = label(&format!("Nazwa {n}"));
            let meeting = *which % whole.meetings.len();
            whole.meetings[meeting].title = Some(label(&format!("Tytuł {n}")));
        }
        Step::Text(which, n) => {
            for text in whole.claim_texts.iter_mut().skip(*which).step_by(5) {
                text.locator = label(&format!("L{n}"));
            }
        }
        Step::Add(n) => {
            let mut added = whole.institutions[0].clone();
            added.key = format!("added-{n}").parse().unwrap();
            let mut claim = whole.claims[0].clone();
            claim.key = format!("claim-added-{n}").parse().unwrap();
            claim.subject = format!("institution:{}", added.key).parse().unwrap();
            (claim.field, claim.value) = (None, None);
            let mut text = whole.claim_texts[0].clone();
            text.key = claim.key.as_str().parse().unwrap();
            whole.institutions.push(added);
            whole.claims.push(claim);
            whole.claim_texts.push(text);
        }
        Step::Name(n) => {
            people = personal();
            people.names[0].full_name = label(&format!("Wymyślona {n}"));
        }
        Step::Retract(_) | Step::Accept(_) | Step::Decide(_) | Step::Plan => {}
    }
    (whole, people)
}

async fn take(store: &Store, step: &Step, now: DateTime<Utc>) {
    let reason: Label = label("krok");
    if matches!(step, Step::Plan) {
        let number = store.revision().await.unwrap();
        return carry_out(store, &format!("s-{number}"), &format!("Plan {number}")).await;
    }
    let document = |second: bool| if second { "doc-001" } else { "doc-000" }.parse().unwrap();
    let made = match step {
        Step::Retract(second) => retract_document(store, &author(), now, &document(*second), &reason).await,
        Step::Accept(second) => accept_document(store, &author(), now, &document(*second), &reason).await,
        Step::Decide(status) => {
            decide_identity(store, &author(), now, &"same-1".parse().unwrap(), *status, &reason).await
        }
        _ => {
            let (record, people) = given(step);
            store.import(&author(), now, &reason, (&record, &people), &|_| {}).await.map(|it| it.revision)
        }
    };
    match made {
        Ok(_) | Err(StoreError::NotFound { .. }) => {}
        Err(error) => panic!("{step:?}: {error}"),
    }
}

/// What a revision was when it was the last one.
struct Seen {
    loaded: Loaded,
    texts: Vec<ClaimText>,
}

/// All claims that any step knows.
fn claims() -> Vec<Id<Claim>> {
    let added = (0..3).map(|n| format!("claim-added-{n}").parse().unwrap());
    record().claims.into_iter().map(|it| it.key).chain(added).collect()
}

/// Takes the steps, looking after each.
async fn live_through(store: &Store, steps: &[(Step, i64)]) -> Vec<Seen> {
    let mut seen = Vec::<Seen>::new();
    let mut now = at("2026-11-22T10:00:00Z");
    for (step, later) in steps {
        now += TimeDelta::microseconds(*later);
        take(store, step, now).await;
        let loaded = store.load().await.unwrap();
        let expected = Revision::new(seen.len() as u64);
        if loaded.revision != expected {
            assert_eq!(loaded.revision.get(), expected.get() + 1);
            seen.push(Seen { loaded, texts: store.claim_texts(&claims()).await.unwrap() });
        }
    }
    seen
}

/// The revision known in a moment: all up to the first that was recorded later.
fn known(seen: &[Seen], moment: DateTime<Utc>) -> Option<Revision> {
    let later = seen.iter().position(|it| it.loaded.recorded_at.unwrap() > moment);
    let last = later.unwrap_or(seen.len());
    (last > 0).then(|| Revision::new(last as u64))
}

async fn relive(store: &Store, seen: &[Seen]) {
    for it in seen {
        let revision = it.loaded.revision;
        assert_eq!(store.load_at(revision).await.unwrap(), it.loaded, "revision {revision}");
        assert_eq!(store.claim_texts_at(revision, &claims()).await.unwrap(), it.texts, "revision {revision}");
        let recorded = it.loaded.recorded_at.unwrap();
        for moment in [-1, 0, 1, 499_999].map(|it| recorded + TimeDelta::microseconds(it)) {
            match known(seen, moment) {
                Some(known) => assert_eq!(store.revision_at(moment).await.unwrap(), known, "{moment}"),
                None => {
                    let earliest = seen[0].loaded.recorded_at;
                    match store.revision_at(moment).await {
                        Err(StoreError::NothingRecorded { at, earliest: told }) => {
                            assert_eq!((at, told), (moment, earliest));
                        }
                        other => panic!("{moment}: {other:?}"),
                    }
                }
            }
        }
    }
}

/// What was seen at a revision, and nothing at the empty one.
fn seen_at(seen: &[Seen], revision: usize) -> Record {
    revision.checked_sub(1).map_or_else(Record::default, |it| seen[it].loaded.record.clone())
}

testkit::both_databases! {
    async fn a_record_advanced_over_any_part_of_a_random_history_is_the_present_one(database: TestDatabase) {
        let mut runner = TestRunner::deterministic();
        let steps = vec(step(), 60).new_tree(&mut runner).unwrap().current();
        let store = open(&database).await;
        let nothing = store.advance(&mut Record::default(), Revision::EMPTY).await.unwrap();
        assert_eq!(nothing, (Revision::EMPTY, None));
        let seen = live_through(&store, &steps).await;
        let last = &seen.last().unwrap().loaded;
        assert_eq!(*last, store.load().await.unwrap());
        for since in 0..=seen.len() {
            let mut record = seen_at(&seen, since);
            let at = store.advance(&mut record, Revision::new(since as u64)).await.unwrap();
            assert_eq!(at, (last.revision, last.recorded_at), "since {since}");
            assert!(record == last.record, "the record advanced since {since} is not the present one");
        }
        let asked = Revision::new(seen.len() as u64 + 1);
        let mut record = last.record.clone();
        let early = store.advance(&mut record, asked).await.unwrap_err();
        assert!(matches!(early, StoreError::NoSuchRevision { asked: it, .. } if it == asked));
        assert!(record == last.record);
    }

    async fn a_record_advances_past_what_was_taken_out(database: TestDatabase) {
        let store = open(&database).await;
        import(&store, &record()).await.unwrap();
        let mut advanced = store.load().await.unwrap().record;
        take(&store, &Step::Add(1), at("2026-11-23T08:00:00Z")).await;
        let mut whole = Record::default();
        store.advance(&mut whole, Revision::EMPTY).await.unwrap();
        assert!(whole.institutions.iter().any(|it| it.key.as_str() == "added-1"));
        // As an erasure would leave it: the state after the last change is none.
        let gone = "INSERT INTO \"revision\" SELECT 3, \"recorded_at\", \"author\", \"act\", \"reason\", 0, 1, 0 \
            FROM \"revision\" WHERE \"number\" = 2; \
            INSERT INTO \"change\" SELECT 3, 1, \"kind\", \"key\", \"after\", NULL FROM \"change\" \
            WHERE \"revision\" = 2 AND \"kind\" = 'institution' AND \"key\" = 'added-1'; \
            UPDATE \"revision_clock\" SET \"number\" = 3";
        let raw = sea_orm::Database::connect(database.url()).await.unwrap();
        sea_orm::ConnectionTrait::execute_unprepared(&raw, gone).await.unwrap();
        for (record, since) in [(&mut whole, 2), (&mut advanced, 1)] {
            let (revision, _) = store.advance(record, Revision::new(since)).await.unwrap();
            assert_eq!(revision, Revision::new(3));
            assert!(!record.institutions.iter().any(|it| it.key.as_str() == "added-1"));
            assert!(record.claims.iter().any(|it| it.key.as_str() == "claim-added-1"));
        }
        assert!(whole == advanced);
    }

    async fn every_revision_of_a_random_history_is_what_it_was(database: TestDatabase) {
        let mut runner = TestRunner::deterministic();
        let steps = vec(step(), 60).new_tree(&mut runner).unwrap().current();
        let store = open(&database).await;
        let seen = live_through(&store, &steps).await;
        assert!(seen.len() > 30, "only {} of the steps changed anything", seen.len());
        relive(&store, &seen).await;
    }

    async fn what_is_read_is_of_one_moment_while_others_write(database: TestDatabase) {
        let store = std::sync::Arc::new(open(&database).await);
        import(&store, &record()).await.unwrap();
        let first = store.load().await.unwrap();
        let writer = std::sync::Arc::clone(&store);
        let writing = tokio::spawn(async move {
            for n in 0..20 {
                take(&writer, &Step::Rename(0, n), at("2026-11-23T10:00:00Z")).await;
            }
        });
        while !writing.is_finished() {
            assert_eq!(store.load_at(Revision::new(1)).await.unwrap(), first);
        }
        writing.await.unwrap();
        assert_eq!(store.load_at(Revision::new(1)).await.unwrap(), first);
    }

    async fn a_revision_that_is_not_there_is_told_with_those_that_are(database: TestDatabase) {
        let store = open(&database).await;
        assert!(store.load_at(Revision::EMPTY).await.unwrap().record.is_empty());
        let nothing = store.revision_at(at("2026-11-22T10:00:00Z")).await.unwrap_err();
        assert_eq!(nothing.to_string(), "nothing was recorded yet at 2026-11-22T10:00:00Z");
        import(&store, &record()).await.unwrap();
        take(&store, &Step::Retract(true), at("2026-11-23T08:00:00Z")).await;
        let range = RevisionRange { earliest: Revision::new(1), latest: Revision::new(2) };
        for number in [0, 3, u64::MAX] {
            let asked = Revision::new(number);
            let error = store.load_at(asked).await.unwrap_err();
            let told = format!("there is no revision {number}: the record has the revisions 1 to 2");
            assert_eq!(error.to_string(), told);
            assert!(matches!(error, StoreError::NoSuchRevision { range: it, .. } if it == range));
            assert!(store.claim_texts_at(asked, &claims()).await.is_err());
        }
        let early = store.revision_at(at("2026-11-22T09:59:59Z")).await.unwrap_err();
        let told = "nothing was recorded yet at 2026-11-22T09:59:59Z; the first revision is of 2026-11-22T10:00:00.123456Z";
        assert_eq!(early.to_string(), told);
        assert_eq!(store.revision_at(at("9999-12-31T23:59:59Z")).await.unwrap(), Revision::new(2));
    }
}
