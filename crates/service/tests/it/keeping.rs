//! Keeping the record: what every verb has in common, shown by documents.

use std::sync::Arc;

use domain::document::DocumentKind;
use domain::keeping::FaultCode;
use domain::keeping::document::{NewDocument, accept_document, add_document, retract_document};
use graph::Network;
use service::keeping::{Asked, KeepFault, Kept, Outcome, Verb};
use service::{Act, Actor, FixedClock, Permission, Revision, Role, Service, ServiceError};
use store::{OpenMode, Store, StoreError};
use testkit::database::TestDatabase;

use crate::shipped::{filled, id, label, now, service};

fn curator() -> Actor {
    Actor::new(Role::Curator, "kustosz")
}

fn titled(title: &str) -> NewDocument {
    NewDocument {
        title: label(title),
        kind: DocumentKind::MeetingNote,
        covers: "2016".parse().unwrap(),
        dated: "2016-03".parse().unwrap(),
        dated_basis: None,
        sha256: None,
        locator_scheme: label("page N"),
    }
}

fn adding(title: &str) -> Verb {
    let new = titled(title);
    Box::new(move |draft| add_document(draft, &new))
}

fn retracting(key: &'static str) -> Verb {
    Box::new(move |draft| retract_document(draft, &id(key)))
}

async fn keep(service: &Service, act: Act, asked: &Asked, verb: Verb) -> Outcome {
    Box::pin(service.keep(&FixedClock(now()), &curator(), act, asked, verb)).await
}

async fn done(service: &Service, act: Act, asked: &Asked, verb: Verb) -> Kept {
    keep(service, act, asked, verb).await.unwrap().unwrap()
}

fn keyed(key: &str) -> Asked {
    Asked { idempotency_key: Some(key.to_owned()), content: "the same".to_owned(), ..Asked::default() }
}

fn dry() -> Asked {
    Asked { is_dry_run: true, ..Asked::default() }
}

/// A service on the shipped record.
async fn started(database: &TestDatabase) -> Service {
    filled(database).await;
    service(database).await
}

/// The database once more, as another process opens it.
async fn stored(database: &TestDatabase) -> Store {
    Store::open(database.url(), OpenMode::Existing).await.unwrap()
}

/// What the live network is equal to when nothing was lost on the way: the one that is read and built anew.
async fn is_as_stored(service: &Service, database: &TestDatabase) -> bool {
    let loaded = stored(database).await.load().await.unwrap();
    let live = service.snapshot();
    let built = Network::build(loaded.record).unwrap();
    loaded.revision == live.revision
        && loaded.recorded_at == live.recorded_at
        && built.record() == live.network.record()
        && built.fallen() == live.network.fallen()
}

testkit::both_databases! {
    async fn a_change_is_seen_at_once_and_is_one_revision(database: TestDatabase) {
        let service = started(&database).await;
        let kept = done(&service, Act::AddDocument, &Asked::default(), adding("Protokół z marca")).await;
        assert_eq!((kept.over, kept.revision, kept.has_changed), (Revision::new(1), Revision::new(2), true));
        assert_eq!(kept.subject.to_string(), "document:protokol-z-marca");
        assert_eq!(service.snapshot().revision, Revision::new(2));
        assert!(service.snapshot().network.record().documents.iter().any(|it| it.key.as_str() == "protokol-z-marca"));
        assert!(is_as_stored(&service, &database).await);
        let (before, after) = service.sides_of(&kept).await.unwrap();
        assert_eq!((before.revision, after.revision), (Revision::new(1), Revision::new(2)));
    }

    async fn a_dry_run_shows_what_would_be_and_writes_nothing(database: TestDatabase) {
        let service = started(&database).await;
        let before = service.snapshot();
        let tried = done(&service, Act::RetractDocument, &dry(), retracting("doc-002")).await;
        assert!(tried.after.is_trial() && tried.has_changed);
        assert_eq!(tried.revision, Revision::new(1));
        let (old, new) = service.sides_of(&tried).await.unwrap();
        assert!(Arc::ptr_eq(&old, &before));
        assert!(new.network.record().meetings.len() < old.network.record().meetings.len());
        assert!(Arc::ptr_eq(&service.snapshot(), &before));
        assert_eq!(service.stored_revision().await.unwrap(), Revision::new(1));

        let made = done(&service, Act::RetractDocument, &Asked::default(), retracting("doc-002")).await;
        assert_eq!(made.after.network.record(), new.network.record(), "what would be is what is then");
        let accepting: Verb = Box::new(|draft| accept_document(draft, &id("doc-002")));
        done(&service, Act::AcceptDocument, &Asked::default(), accepting).await;
        assert_eq!(service.snapshot().network.record(), before.network.record(), "and back");
        assert!(is_as_stored(&service, &database).await);
    }

    async fn what_the_record_says_already_makes_no_revision(database: TestDatabase) {
        let service = started(&database).await;
        let first = done(&service, Act::RetractDocument, &Asked::default(), retracting("doc-002")).await;
        let again = done(&service, Act::RetractDocument, &Asked::default(), retracting("doc-002")).await;
        assert_eq!((first.has_changed, again.has_changed), (true, false));
        assert_eq!(again.revision, first.revision);
        assert_eq!(service.stored_revision().await.unwrap(), Revision::new(2));
    }

    async fn a_repeated_request_does_nothing_and_gives_what_it_gave(database: TestDatabase) {
        let service = started(&database).await;
        let first = done(&service, Act::AddDocument, &keyed("k1"), adding("Protokół z marca")).await;
        done(&service, Act::AddDocument, &keyed("k2"), adding("Protokół z maja")).await;
        let again = done(&service, Act::AddDocument, &keyed("k1"), adding("Protokół z marca")).await;
        assert_eq!((&again.subject, again.revision), (&first.subject, first.revision));
        assert_eq!(service.stored_revision().await.unwrap(), Revision::new(3));
        let other = Asked { content: "another".to_owned(), ..keyed("k1") };
        let refused = keep(&service, Act::AddDocument, &other, adding("Protokół z lipca")).await.unwrap();
        assert_eq!(refused.unwrap_err(), KeepFault::KeyReused);
        let refused = keep(&service, Act::RetractDocument, &keyed("k1"), retracting("doc-002")).await.unwrap();
        assert_eq!(refused.unwrap_err(), KeepFault::KeyReused, "nor for another act");
        let long = keep(&service, Act::AddDocument, &keyed(&"k".repeat(201)), adding("x")).await.unwrap();
        assert_eq!(long.unwrap_err(), KeepFault::RequestKeyTooLong);
    }

    async fn a_change_over_a_passed_revision_is_refused(database: TestDatabase) {
        let service = started(&database).await;
        let known = Asked { if_revision: Some(Revision::new(1)), ..Asked::default() };
        done(&service, Act::AddDocument, &known, adding("Protokół z marca")).await;
        let refused = keep(&service, Act::AddDocument, &known, adding("Protokół z maja")).await.unwrap();
        assert_eq!(refused.unwrap_err(), KeepFault::StaleRevision { current: Revision::new(2) });
        assert_eq!(service.stored_revision().await.unwrap(), Revision::new(2));
    }

    async fn what_a_verb_refuses_is_told_and_nothing_is_written(database: TestDatabase) {
        let service = started(&database).await;
        let refused = keep(&service, Act::RetractDocument, &Asked::default(), retracting("doc-999")).await.unwrap();
        let KeepFault::Refused(faults) = refused.unwrap_err() else { panic!("it is the verb that refuses") };
        assert_eq!(faults.0.iter().map(|it| it.code).collect::<Vec<_>>(), [FaultCode::NotFound]);
        let reader = Actor::new(Role::Editor, "redaktor");
        let forbidden = service
            .keep(&FixedClock(now()), &reader, Act::RetractDocument, &Asked::default(), retracting("doc-002"))
            .await;
        assert!(matches!(forbidden, Err(ServiceError::Forbidden { permission: Permission::Curate, .. })));
        assert_eq!(service.stored_revision().await.unwrap(), Revision::new(1));
    }

    async fn of_64_writers_each_has_its_revision_and_readers_see_whole_changes(database: TestDatabase) {
        let service = Arc::new(started(&database).await);
        let one = Asked { if_revision: Some(Revision::new(1)), ..Asked::default() };
        let writers = (0..64).map(|number| {
            let (service, one) = (Arc::clone(&service), one.clone());
            tokio::spawn(async move {
                let asked = match number % 4 {
                    // Of all who name the first revision at most one comes in time.
                    0 => one,
                    // Two and two say the same.
                    1 | 2 => keyed(&format!("pair-{}", number / 4)),
                    _ => Asked::default(),
                };
                let title = if asked.idempotency_key.is_some() { number / 4 } else { 1_000 + number };
                let kept = keep(&service, Act::AddDocument, &asked, adding(&format!("protokół {title}"))).await.unwrap();
                let seen = service.snapshot();
                if let Ok(kept) = &kept {
                    assert!(seen.revision >= kept.revision, "it is answered when it can be read");
                    let id = kept.subject.key.as_ref();
                    assert!(seen.network.record().documents.iter().any(|it| it.key.as_str() == id));
                }
                kept.map(|it| it.revision)
            })
        });
        let reader = tokio::spawn({
            let service = Arc::clone(&service);
            async move {
                let first = service.snapshot().network.record().documents.len() as u64;
                loop {
                    let seen = service.snapshot();
                    let more = seen.network.record().documents.len() as u64 - first;
                    assert_eq!(more, seen.revision.get() - 1, "each revision adds one document");
                    tokio::task::yield_now().await;
                }
            }
        });
        let mut revisions = Vec::new();
        for writer in writers.collect::<Vec<_>>() {
            match writer.await.unwrap() {
                Ok(revision) => revisions.push(revision.get()),
                Err(fault) => assert!(matches!(fault, KeepFault::StaleRevision { .. })),
            }
        }
        assert!(!reader.is_finished(), "no reader saw half a change");
        reader.abort();
        revisions.sort_unstable();
        let (pairs, distinct) = (16, revisions.iter().collect::<std::collections::BTreeSet<_>>().len());
        assert_eq!(revisions.len() - distinct, pairs, "two and two are one");
        let last = service.stored_revision().await.unwrap().get();
        assert_eq!(distinct as u64, last - 1, "no revision but those acknowledged");
        assert!(is_as_stored(&service, &database).await);
    }

    async fn what_another_process_writes_is_built_on(database: TestDatabase) {
        let (one, other) = (started(&database).await, service(&database).await);
        for number in 0..4 {
            let writer = if number % 2 == 0 { &one } else { &other };
            let kept = done(writer, Act::AddDocument, &Asked::default(), adding(&format!("protokół {number}"))).await;
            assert_eq!(kept.revision, Revision::new(number + 2));
        }
        one.refresh().await.unwrap();
        assert!(is_as_stored(&one, &database).await && is_as_stored(&other, &database).await);
    }
}

/// Has PostgreSQL refuse the first so many writes of a revision as it refuses what it cannot put in order with another's
/// write (SQLSTATE 40001), in turn when the revision is written and when it is committed. A sequence is not rolled back,
/// so it counts the tries.
fn refuse_first(database: &TestDatabase, many: u32) {
    let told = database.psql(&format!(
        "CREATE SEQUENCE tries;
         CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           RAISE EXCEPTION 'could not serialize access' USING ERRCODE = '40001';
         END $$;
         CREATE FUNCTION is_refused_now() RETURNS boolean LANGUAGE sql VOLATILE AS
           $$ SELECT n <= {many} AND n % 2 = 1 FROM nextval('tries') AS n $$;
         CREATE FUNCTION is_refused_later() RETURNS boolean LANGUAGE sql VOLATILE AS
           $$ SELECT last_value <= {many} AND last_value % 2 = 0 FROM tries $$;
         CREATE TRIGGER refuse_now BEFORE INSERT ON \"revision\" FOR EACH ROW
           WHEN (is_refused_now()) EXECUTE FUNCTION refuse();
         CREATE CONSTRAINT TRIGGER refuse_later AFTER INSERT ON \"revision\" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
           WHEN (is_refused_later()) EXECUTE FUNCTION refuse();"
    ));
    assert_eq!(told, "");
}

#[test]
fn a_serialization_failure_is_tried_again_and_the_change_made_once() {
    testkit::database::on_postgres(async |database: TestDatabase| {
        let service = started(&database).await;
        refuse_first(&database, 3);
        let kept = done(&service, Act::AddDocument, &keyed("k"), adding("Protokół z marca")).await;
        assert_eq!((kept.over, kept.revision, kept.has_changed), (Revision::new(1), Revision::new(2), true));
        assert_eq!(database.psql("SELECT last_value FROM tries"), "4", "three tries were refused");
        let made = stored(&database).await.revisions(Revision::new(1), 10).await.unwrap();
        assert_eq!(made.iter().map(|it| it.act).collect::<Vec<_>>(), [Act::AddDocument], "exactly once");
        assert_eq!((made[0].created, made[0].changed), (1, 0));
        let is_it = |it: &&domain::document::SourceDocument| it.title.as_str() == "Protokół z marca";
        assert_eq!(kept.after.network.record().documents.iter().filter(is_it).count(), 1);
        assert!(is_as_stored(&service, &database).await, "what is held was not advanced by what was refused");
        let again = done(&service, Act::AddDocument, &keyed("k"), adding("Protokół z marca")).await;
        assert_eq!((again.revision, again.subject), (Revision::new(2), kept.subject), "and its key is known");
        assert_eq!(service.stored_revision().await.unwrap(), Revision::new(2));
    });
}

#[test]
fn a_change_that_is_refused_again_and_again_is_not_made() {
    testkit::database::on_postgres(async |database: TestDatabase| {
        let service = started(&database).await;
        refuse_first(&database, 1_000);
        let refused = keep(&service, Act::AddDocument, &keyed("k"), adding("Protokół z marca")).await;
        let Err(ServiceError::Store(StoreError::Conflict)) = refused else { panic!("{refused:?}") };
        assert_eq!(database.psql("SELECT last_value FROM tries"), "8");
        assert_eq!(service.stored_revision().await.unwrap(), Revision::new(1));
        let _dropped = database
            .psql("DROP TRIGGER refuse_now ON \"revision\"; DROP TRIGGER refuse_later ON \"revision\"");
        let kept = done(&service, Act::AddDocument, &keyed("k"), adding("Protokół z marca")).await;
        assert_eq!(kept.revision, Revision::new(2), "its key was not used up");
        assert!(is_as_stored(&service, &database).await);
    });
}
