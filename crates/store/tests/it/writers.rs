//! Several writers at a time.

use std::collections::BTreeSet;
use std::sync::Arc;

use store::{OpenMode, Revision, Store};
use testkit::database::TestDatabase;

use crate::decided::{accept_document, retract_document};
use crate::record::{at, author, import, label, open, record};

const WRITERS: usize = 8;
const ROUNDS: u64 = 5;

/// Each writer writes by itself, in turns retracting and accepting a document of its own.
async fn write(store: Arc<Store>, writer: usize) -> Vec<u64> {
    let id = format!("doc-w{writer}").parse().unwrap();
    let (by, now, why) = (author(), at("2026-11-23T08:00:00Z"), label("in turn"));
    let mut made = Vec::new();
    for round in 0..ROUNDS {
        let revision = if round % 2 == 0 {
            retract_document(&store, &by, now, &id, &why).await.unwrap()
        } else {
            accept_document(&store, &by, now, &id, &why).await.unwrap()
        };
        made.push(revision.unwrap().get());
    }
    made
}

async fn with_documents(store: &Store) {
    let mut record = record();
    for writer in 0..WRITERS {
        let mut document = record.documents[0].clone();
        document.key = format!("doc-w{writer}").parse().unwrap();
        record.documents.push(document);
    }
    import(store, &record).await.unwrap();
}

async fn check(store: &Store, made: Vec<Vec<u64>>) {
    let all: BTreeSet<u64> = made.iter().flatten().copied().collect();
    let writes = u64::try_from(WRITERS).unwrap() * ROUNDS;
    assert_eq!(all, (2..2 + writes).collect(), "revisions have gaps or came twice");
    assert_eq!(store.revision().await.unwrap(), Revision::new(writes + 1));
    let logged: Vec<u64> =
        store.revisions(Revision::EMPTY, 1_000).await.unwrap().iter().map(|it| it.revision.get()).collect();
    assert_eq!(logged, (1..2 + writes).collect::<Vec<_>>());
    // What each change found is what the one before it left.
    let changes = store.changes(Revision::new(1), 1_000).await.unwrap();
    let mut last = std::collections::BTreeMap::new();
    for change in changes {
        if let Some(before) = last.insert(change.at.clone(), change.after.clone()) {
            assert_eq!(before, change.before, "{}", change.at);
        }
    }
}

testkit::both_databases! {
    async fn writers_of_one_program_queue_up(database: TestDatabase) {
        let store = Arc::new(open(&database).await);
        with_documents(&store).await;
        let tasks: Vec<_> = (0..WRITERS).map(|it| tokio::spawn(write(Arc::clone(&store), it))).collect();
        let mut made = Vec::new();
        for task in tasks {
            made.push(task.await.unwrap());
        }
        check(&store, made).await;
    }

    async fn writers_of_several_programs_queue_up(database: TestDatabase) {
        let store = open(&database).await;
        with_documents(&store).await;
        let mut tasks = Vec::new();
        for writer in 0..WRITERS {
            let own = Arc::new(Store::open(database.url(), OpenMode::Existing).await.unwrap());
            tasks.push(tokio::spawn(write(own, writer)));
        }
        let mut made = Vec::new();
        for task in tasks {
            made.push(task.await.unwrap());
        }
        check(&store, made).await;
    }

    async fn the_same_import_at_once_is_made_once(database: TestDatabase) {
        let store = Arc::new(open(&database).await);
        let other = Arc::new(Store::open(database.url(), OpenMode::Existing).await.unwrap());
        let tasks: Vec<_> = [&store, &other, &store, &other]
            .map(Arc::clone)
            .into_iter()
            .map(|it| tokio::spawn(async move { import(&it, &record()).await.unwrap().revision }))
            .collect();
        let mut made = Vec::new();
        for task in tasks {
            made.extend(task.await.unwrap());
        }
        assert_eq!(made, [Revision::new(1)]);
        assert_eq!(store.changes(Revision::EMPTY, 100_000).await.unwrap().len(), record().len());
    }

    async fn a_reader_sees_whole_revisions_while_others_write(database: TestDatabase) {
        let store = Arc::new(open(&database).await);
        with_documents(&store).await;
        let writing = tokio::spawn(write(Arc::clone(&store), 0));
        let mut last = Revision::EMPTY;
        while !writing.is_finished() {
            let loaded = store.load().await.unwrap();
            assert!(loaded.revision >= last);
            last = loaded.revision;
            // The first write retracts, so at even revisions the document is retracted.
            let document = loaded.record.documents.iter().find(|it| it.key.as_str() == "doc-w0").unwrap();
            let retracted = document.state == domain::document::DocumentState::Retracted;
            assert_eq!(retracted, loaded.revision.get() % 2 == 0, "at {}", loaded.revision);
        }
        writing.await.unwrap();
    }
}
