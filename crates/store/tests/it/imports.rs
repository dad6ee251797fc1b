//! What an import compares, counts, logs and refuses.

use std::sync::Mutex;

use domain::check::Fault;
use domain::claim::ClaimStatus;
use domain::document::DocumentState;
use domain::identity::{DecisionStatus, TaskStatus};
use domain::person::Personal;
use domain::record::RecordKind;
use store::{Act, ChangePosition, Counts, Progress, Revision, Stage, StoreError};
use testkit::database::TestDatabase;

use crate::record::{NAME, PHONE, at, author, import, import_all, label, open, personal, record};

testkit::both_databases! {
    async fn the_same_again_changes_nothing(database: TestDatabase) {
        let store = open(&database).await;
        let record = record();
        let first = import_all(&store, &record, &personal()).await.unwrap();
        assert_eq!(first.total(), Counts { created: record.len(), changed: 0, unchanged: 0 });
        assert_eq!(first.kinds.len(), RecordKind::ALL.len());
        assert_eq!(first.names.created + first.contacts.created, 3);
        let second = import_all(&store, &record, &personal()).await.unwrap();
        assert_eq!(second.revision, None);
        assert_eq!(second.total(), Counts { created: 0, changed: 0, unchanged: record.len() });
        assert_eq!(second.names.unchanged + second.contacts.unchanged, 3);
        assert_eq!(store.revision().await.unwrap(), Revision::new(1));
        assert_eq!(store.revisions(Revision::EMPTY, 10).await.unwrap().len(), 1);
    }

    async fn a_change_is_logged_before_and_after(database: TestDatabase) {
        let store = open(&database).await;
        let mut record = record();
        import(&store, &record).await.unwrap();
        let before = record.meetings[0].clone();
        record.meetings[0].name_pl = label("Posiedzenie „drugie”");
        let outcome = import(&store, &record).await.unwrap();
        assert_eq!(outcome.revision, Some(Revision::new(2)));
        assert_eq!(outcome.total(), Counts { created: 0, changed: 1, unchanged: record.len() - 1 });
        let changes = store.changes(Revision::new(1), 100).await.unwrap();
        assert_eq!(changes.len(), 1);
        assert_eq!(changes[0].position, ChangePosition { revision: Revision::new(2), ordinal: 1 });
        assert_eq!(changes[0].at.to_string(), "meeting:a-duplicate");
        assert_eq!(changes[0].before, Some(serde_json::to_value(&before).unwrap()));
        assert_eq!(changes[0].after, Some(serde_json::to_value(&record.meetings[0]).unwrap()));
        assert_eq!(store.load().await.unwrap().record.meetings, record.meetings);
        let revisions = store.revisions(Revision::new(1), 100).await.unwrap();
        assert_eq!(revisions.len(), 1);
        assert_eq!((revisions[0].act, revisions[0].changed, revisions[0].created), (Act::Import, 1, 0));
        assert_eq!(revisions[0].author, author());
        assert_eq!(revisions[0].reason, label("a test"));
        assert_eq!(revisions[0].recorded_at, at("2026-11-22T10:00:00.123456Z"));
    }

    async fn the_log_is_read_page_by_page(database: TestDatabase) {
        let store = open(&database).await;
        let record = record();
        import(&store, &record).await.unwrap();
        let whole = store.changes(Revision::EMPTY, 10_000).await.unwrap();
        assert_eq!(whole.len(), record.len());
        let (mut paged, mut since) = (Vec::new(), ChangePosition::from(Revision::EMPTY));
        loop {
            let page = store.changes(since, 7).await.unwrap();
            let Some(last) = page.last() else { break };
            since = last.position;
            paged.extend(page);
        }
        assert_eq!(paged, whole);
        assert_eq!(store.changes(Revision::new(1), 10).await.unwrap(), []);
    }

    async fn what_is_not_given_stays(database: TestDatabase) {
        let store = open(&database).await;
        let whole = record();
        import(&store, &whole).await.unwrap();
        let mut part = domain::record::Record { documents: whole.documents.clone(), ..Default::default() };
        part.documents[0].title = label("Inny tytuł");
        let outcome = import(&store, &part).await.unwrap();
        assert_eq!(outcome.kinds, [(RecordKind::SourceDocument, Counts { created: 0, changed: 1, unchanged: 1 })]);
        let stored = store.load().await.unwrap().record;
        assert_eq!(stored.documents, part.documents);
        assert_eq!(stored.claims, whole.claims);
    }

    async fn personal_values_are_never_logged(database: TestDatabase) {
        let store = open(&database).await;
        let record = record();
        import_all(&store, &record, &personal()).await.unwrap();
        let mut other = personal();
        other.names[0].full_name = label("Ktoś Inny");
        let outcome = import_all(&store, &record, &other).await.unwrap();
        assert_eq!(outcome.names, Counts { created: 0, changed: 1, unchanged: 0 });
        assert_eq!(outcome.revision, Some(Revision::new(2)), "that names changed is known, not which");
        assert_eq!(store.person_names(&[record.people[0].key.clone()]).await.unwrap(), other.names);
        assert_eq!(store.revisions(Revision::new(1), 9).await.unwrap()[0].personal, 1);
        let log = format!(
            "{:?}{:?}",
            store.changes(Revision::EMPTY, 100_000).await.unwrap(),
            store.revisions(Revision::EMPTY, 100).await.unwrap()
        );
        assert!(log.contains("council-chair-2015"));
        for value in [NAME, PHONE, "ops@example.org", "Ktoś Inny"] {
            assert!(!log.contains(value), "{value} is in the log");
        }
        assert!(!format!("{:?}", store.load().await.unwrap().record).contains(NAME));
        if let Some(folder) = database.folder() {
            store.close().await.unwrap();
            for file in std::fs::read_dir(folder).unwrap() {
                let bytes = std::fs::read(file.unwrap().path()).unwrap();
                let found = bytes.windows(NAME.len()).any(|it| it == NAME.as_bytes());
                assert!(!found, "the replaced name is still in the file");
            }
        }
    }

    async fn a_refused_import_leaves_nothing(database: TestDatabase) {
        let store = open(&database).await;
        let mut wrong = record();
        wrong.memberships[0].partnership = "nowhere".parse().unwrap();
        wrong.claims.retain(|it| &*it.subject.key != "pact");
        wrong.claim_texts.retain(|it| it.key.as_str() != "claim-partnership-pact");
        wrong.topics.push(wrong.topics[0].clone());
        wrong.tie_weights[0].weight = -1.0;
        let mut stranger = personal();
        stranger.names[0].person = "nobody".parse().unwrap();
        let Err(StoreError::Invalid { problems }) = import_all(&store, &wrong, &stranger).await else {
            panic!("it was not refused")
        };
        let told: Vec<_> = problems.iter().map(|it| format!("{}: {}", it.at, it.what)).collect();
        for (at, what) in [
            ("membership:m-1", "partnership:nowhere"), ("partnership:pact", "no source"),
            ("topic:care", "used twice"), ("tie-weight:working", "weight"), ("person:nobody", "person:nobody"),
        ] {
            assert!(told.iter().any(|it| it.starts_with(at) && it.contains(what)), "{at} {what}: {told:?}");
        }
        assert_eq!(store.revision().await.unwrap(), Revision::EMPTY);
        assert!(store.load().await.unwrap().record.is_empty());
        assert_eq!(store.changes(Revision::EMPTY, 10).await.unwrap(), []);
    }

    async fn a_key_given_twice_is_refused_though_it_is_stored(database: TestDatabase) {
        let store = open(&database).await;
        let mut record = record();
        import(&store, &record).await.unwrap();
        let mut again = record.topics[0].clone();
        again.name_pl = label("inna nazwa");
        record.topics.push(again);
        let Err(StoreError::Invalid { problems }) = import(&store, &record).await else {
            panic!("it was not refused")
        };
        assert_eq!(problems.len(), 1);
        assert_eq!((problems[0].at.to_string().as_str(), &problems[0].what), ("topic:care", &Fault::DuplicateKey));
        assert_eq!(store.revision().await.unwrap(), Revision::new(1));
    }

    async fn an_import_never_overwrites_a_decision(database: TestDatabase) {
        let store = open(&database).await;
        let record = record();
        import(&store, &record).await.unwrap();
        let mut other = record.clone();
        other.documents[0].state = DocumentState::Retracted;
        other.claims[0].status = ClaimStatus::Retracted;
        other.identity_decisions[0].status = DecisionStatus::Accepted;
        other.resolution_tasks[0].status = TaskStatus::Decided;
        let outcome = import(&store, &other).await.unwrap();
        assert_eq!(outcome.revision, None);
        other.documents[0].title = label("Inny tytuł");
        let outcome = import(&store, &other).await.unwrap();
        assert_eq!(outcome.total().changed, 1);
        let stored = store.load().await.unwrap().record;
        assert_eq!(stored.documents[0].title, label("Inny tytuł"));
        assert_eq!(stored.documents[0].state, DocumentState::Accepted);
        assert_eq!(stored.claims, record.claims);
        assert_eq!(stored.identity_decisions, record.identity_decisions);
        assert_eq!(stored.resolution_tasks, record.resolution_tasks);
    }

    async fn progress_is_told_in_order_and_to_the_end(database: TestDatabase) {
        let store = open(&database).await;
        let record = record();
        let heard = Mutex::new(Vec::<Progress>::new());
        let source = label("a test");
        let listener = |it: Progress| heard.lock().unwrap().push(it);
        let none = Personal::default();
        store.import(&author(), at("2026-11-22T10:00:00Z"), &source, (&record, &none), &listener).await.unwrap();
        let heard = heard.into_inner().unwrap();
        assert!(heard.is_sorted_by_key(|it| (it.stage, it.done)));
        for stage in [Stage::Writing, Stage::Logging] {
            let last = heard.iter().rfind(|it| it.stage == stage).unwrap();
            assert_eq!((last.done, last.total), (record.len(), record.len()));
        }
    }
}
