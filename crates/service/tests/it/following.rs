//! A service follows its database, whoever changes it; those who look keep what they saw.

use std::fs::OpenOptions;
use std::io::Write;
use std::sync::Arc;

use domain::claim::EvidenceBasis::{Stated, StatedAndInferred};
use service::{ErrorKind, Revision, Service, ViewContext};
use store::Store;
use testkit::database::TestDatabase;

use crate::answers::{Answers, in_2015};
use crate::decided::retract_document;
use crate::shipped::{author, empty, files, filled, id, import_as_operator, label, now, service};

async fn retract(store: &Store) {
    let made =
        retract_document(store, &author(), now(), &id("doc-002"), &label("nieprawdziwa")).await.unwrap();
    assert_eq!(made, Some(Revision::new(2)));
}

fn answers(stated: &ViewContext) -> Answers {
    let inferred = ViewContext::new(Arc::clone(&stated.snapshot), in_2015(StatedAndInferred));
    Answers::in_views(&stated.view, &inferred.view)
}

/// Takes the database away while a service holds it.
fn destroy(database: TestDatabase) -> Option<TestDatabase> {
    let Some(folder) = database.folder() else {
        // The server drops it, with every connection to it.
        drop(database);
        return None;
    };
    // In place, as a broken disk does: what is merely unlinked stays readable for those who hold it.
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let size = usize::try_from(std::fs::metadata(&path).unwrap().len()).unwrap();
        let mut file = OpenOptions::new().write(true).open(&path).unwrap();
        file.write_all(&vec![0x5a; size]).unwrap();
    }
    Some(database)
}

async fn looked(service: &Service) -> (Revision, Answers) {
    let view = service.look(in_2015(Stated));
    (view.snapshot.revision, answers(&view))
}

testkit::both_databases! {
    async fn a_change_by_another_is_followed(database: TestDatabase) {
        let other = empty(&database).await;
        let service = service(&database).await;
        assert_eq!(service.snapshot().revision, Revision::EMPTY);
        assert_eq!(service.snapshot().recorded_at, None);
        assert!(service.snapshot().network.record().is_empty());

        import_as_operator(&other, &files()).await;
        assert_eq!(service.stored_revision().await.unwrap(), Revision::new(1), "the database is ahead");
        assert_eq!(service.snapshot().revision, Revision::EMPTY, "until the service looks");
        assert!(service.refresh().await.unwrap());
        assert_eq!(service.snapshot().revision, Revision::new(1));
        assert_eq!(service.snapshot().recorded_at, Some(now()));
        let whole = looked(&service).await.1;
        assert_eq!(whole.structure.institutions, 22);

        retract(&other).await;
        assert!(service.refresh().await.unwrap());
        let (revision, part) = looked(&service).await;
        assert_eq!((revision, part.structure.institutions), (Revision::new(2), 21));
        assert_ne!(part, whole);
    }

    async fn who_looks_keeps_one_revision(database: TestDatabase) {
        let other = filled(&database).await;
        let service = service(&database).await;
        let old = service.look(in_2015(Stated));
        let before = answers(&old);

        retract(&other).await;
        assert!(service.refresh().await.unwrap());
        assert_eq!(old.snapshot.revision, Revision::new(1));
        assert_eq!(answers(&old), before, "an answer begun at revision 1 ends at revision 1");
        assert!(old.network().position_of(&id("pup-zagan")).is_some());
        let new = service.look(in_2015(Stated));
        assert_eq!(new.snapshot.revision, Revision::new(2));
        assert!(new.network().position_of(&id("pup-zagan")).is_none());
    }

    async fn without_a_change_nothing_is_read(database: TestDatabase) {
        filled(&database).await;
        let service = service(&database).await;
        let before = service.snapshot();
        for _ in 0..3 {
            assert!(!service.refresh().await.unwrap());
        }
        assert!(Arc::ptr_eq(&before, &service.snapshot()), "the snapshot was built again for nothing");
        assert!(service.is_following());
    }

    async fn many_refreshes_at_once_replace_it_once(database: TestDatabase) {
        let other = filled(&database).await;
        let service = Arc::new(service(&database).await);
        retract(&other).await;
        let tasks: Vec<_> = (0..8)
            .map(|_| {
                let service = Arc::clone(&service);
                tokio::spawn(async move { service.refresh().await.unwrap() })
            })
            .collect();
        let mut replaced = 0;
        for task in tasks {
            replaced += usize::from(task.await.unwrap());
        }
        assert_eq!(replaced, 1);
        assert_eq!(service.snapshot().revision, Revision::new(2));
    }

    async fn without_its_database_a_service_answers_and_says_so(database: TestDatabase) {
        filled(&database).await.close().await.unwrap();
        let service = service(&database).await;
        let before = looked(&service).await;
        assert!(service.is_following());

        // A server's database is gone, a file is damaged: only the first may come back by itself.
        let expected = if database.is_postgres() { ErrorKind::Unavailable } else { ErrorKind::Internal };
        let _folder = destroy(database);
        let error = service.refresh().await.unwrap_err();
        assert_eq!(error.kind(), expected, "{error}");
        assert!(!service.is_following());
        assert_eq!(looked(&service).await, before, "the old snapshot still answers");
        assert!(service.refresh().await.is_err());
    }
}
