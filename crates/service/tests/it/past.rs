//! Earlier revisions are looked at as they were, later ones are waited for.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use domain::claim::EvidenceBasis::{Stated, StatedAndInferred};
use domain::evidence_filter::EvidenceFilter;
use service::past::PastLimits;
use service::{AsOf, ErrorKind, Options, Revision, Service, ServiceError, Snapshot, ViewContext};
use store::{OpenMode, Store};
use testkit::database::TestDatabase;

use crate::answers::{Answers, in_2015};
use crate::decided::{accept_document, retract_document};
use crate::shipped::{author, filled, id, label, now};

const REACH_WITHIN: Duration = Duration::from_secs(2);

/// A service that does not wait for long.
async fn impatient(database: &TestDatabase) -> Service {
    let store = Store::open(database.url(), OpenMode::Existing).await.unwrap();
    let past = PastLimits { kept: 2, reach_within: REACH_WITHIN, ..PastLimits::default() };
    Service::start(store, Options { past, ..Options::default() }).await.unwrap()
}

/// Retracts a document a minute after the record was imported, then accepts it a minute later.
async fn change(store: &Store) {
    let (document, why) = (id("doc-002"), label("nieprawdziwa"));
    let later = |minutes| now() + TimeDelta::minutes(minutes);
    retract_document(store, &author(), later(1), &document, &why).await.unwrap();
    accept_document(store, &author(), later(2), &document, &why).await.unwrap();
}

fn answers(snapshot: &Arc<Snapshot>) -> Answers {
    let view = |basis| ViewContext::new(Arc::clone(snapshot), in_2015(basis)).view;
    Answers::in_views(&view(Stated), &view(StatedAndInferred))
}

async fn at(service: &Service, number: u64) -> Arc<Snapshot> {
    service.snapshot_as_of(AsOf::Revision(Revision::new(number))).await.unwrap()
}

testkit::both_databases! {
    async fn each_revision_answers_as_it_did(database: TestDatabase) {
        let store = filled(&database).await;
        let service = impatient(&database).await;
        let first = answers(&service.snapshot());
        retract_document(&store, &author(), now() + TimeDelta::minutes(1), &id("doc-002"), &label("nie")).await.unwrap();
        service.refresh().await.unwrap();
        let second = answers(&service.snapshot());
        assert_ne!(first, second);
        accept_document(&store, &author(), now() + TimeDelta::minutes(2), &id("doc-002"), &label("tak")).await.unwrap();

        assert_eq!(answers(&at(&service, 1).await), first);
        assert_eq!(answers(&at(&service, 2).await), second);
        // The database is ahead of the live snapshot, which follows when it is asked for.
        assert_eq!(answers(&at(&service, 3).await), first);
        assert!(Arc::ptr_eq(&at(&service, 3).await, &service.snapshot()), "the live one is not built twice");
        assert_eq!(at(&service, 1).await.recorded_at, Some(now()));
        assert!(at(&service, 1).await.network.position_of(&id("pup-zagan")).is_some());
        assert!(at(&service, 2).await.network.position_of(&id("pup-zagan")).is_none());
    }

    async fn a_snapshot_is_built_once_and_kept(database: TestDatabase) {
        let store = filled(&database).await;
        change(&store).await;
        let service = Arc::new(impatient(&database).await);
        let asked: Vec<_> = (0..16)
            .map(|_| {
                let service = Arc::clone(&service);
                tokio::spawn(async move { at(&service, 1).await })
            })
            .collect();
        let mut found = Vec::new();
        for it in asked {
            found.push(it.await.unwrap());
        }
        assert!(found.iter().all(|it| Arc::ptr_eq(it, &found[0])), "it was built more than once");
        assert!(Arc::ptr_eq(&found[0], &at(&service, 1).await));
    }

    async fn without_a_document_all_is_as_if_it_was_retracted(database: TestDatabase) {
        let store = filled(&database).await;
        retract_document(&store, &author(), now() + TimeDelta::minutes(1), &id("doc-002"), &label("nie")).await.unwrap();
        let service = impatient(&database).await;
        let without = EvidenceFilter { without_documents: vec![id("doc-002")], ..EvidenceFilter::default() };
        let by = async |number, filter: &EvidenceFilter| {
            service.snapshot_by_evidence(Revision::new(number), filter.clone()).await.unwrap()
        };
        let first = by(1, &without).await;
        // Receipts tell the filter.
        let told = |it: &Arc<Snapshot>| answers(it).lines().join("\n");
        assert_eq!(told(&first), told(&at(&service, 2).await));
        assert_ne!(told(&first), told(&at(&service, 1).await));
        assert_eq!((first.revision, first.evidence()), (Revision::new(1), &without));
        assert!(Arc::ptr_eq(&first, &by(1, &without).await), "it was built more than once");
        assert!(Arc::ptr_eq(&by(2, &EvidenceFilter::default()).await, &service.snapshot()));
    }

    async fn what_was_known_in_a_moment(database: TestDatabase) {
        let store = filled(&database).await;
        change(&store).await;
        let service = impatient(&database).await;
        let known = async |seconds| {
            let moment = now() + TimeDelta::seconds(seconds);
            service.snapshot_as_of(AsOf::KnownAt(moment)).await.map(|it| it.revision.get())
        };
        for (seconds, revision) in [(0, 1), (59, 1), (60, 2), (119, 2), (120, 3), (1_000_000, 3)] {
            assert_eq!(known(seconds).await.unwrap(), revision, "{seconds} s later");
        }
        let error = known(-1).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::RevisionNotFound);
        let told = "nothing was recorded yet at 2026-11-23T11:59:59Z; the first revision is of 2026-11-23T12:00:00Z";
        assert_eq!(error.to_string(), told);
    }

    async fn a_revision_that_is_not_there_is_told(database: TestDatabase) {
        let store = filled(&database).await;
        change(&store).await;
        let service = impatient(&database).await;
        for number in [0, 4, u64::MAX] {
            let wanted = AsOf::Revision(Revision::new(number));
            let Err(ServiceError::RevisionNotFound { range, message }) = service.snapshot_as_of(wanted).await else {
                panic!("revision {number}");
            };
            assert_eq!((range.earliest.get(), range.latest.get()), (1, 3));
            assert_eq!(message, format!("there is no revision {number}: the record has the revisions 1 to 3"));
        }
    }

    async fn a_later_revision_is_waited_for_and_no_longer(database: TestDatabase) {
        let store = filled(&database).await;
        let service = Arc::new(impatient(&database).await);
        assert_eq!(service.snapshot_since(Revision::new(1)).await.unwrap().revision.get(), 1);
        let waiting = {
            let service = Arc::clone(&service);
            tokio::spawn(async move { service.snapshot_since(Revision::new(3)).await.map(|it| it.revision.get()) })
        };
        change(&store).await;
        assert_eq!(waiting.await.unwrap().unwrap(), 3);

        let begin = Instant::now();
        let error = service.snapshot_since(Revision::new(4)).await.unwrap_err();
        assert!(begin.elapsed() >= REACH_WITHIN, "it waits");
        assert_eq!(error.kind(), ErrorKind::RevisionNotReached);
        assert!(matches!(error, ServiceError::RevisionNotReached { latest, .. } if latest == Revision::new(3)));
    }

    async fn places_of_claims_are_those_of_the_revision(database: TestDatabase) {
        let store = filled(&database).await;
        let service = impatient(&database).await;
        let claim = service.snapshot().network.record().claims.first().unwrap().key.clone();
        let claims = std::slice::from_ref(&claim);
        let before = service.claim_texts(Revision::new(1), claims).await.unwrap();
        let mut record = store.load().await.unwrap().record;
        let mut text = before[&claim].clone();
        text.locator = label("L999");
        record.claim_texts = vec![text.clone()];
        let given = (&record, &domain::person::Personal::default());
        store.import(&author(), now() + TimeDelta::minutes(1), &label("inne"), given, &|_| {}).await.unwrap();
        assert_eq!(service.claim_texts(Revision::new(1), claims).await.unwrap(), before);
        assert_eq!(service.claim_texts(Revision::new(2), claims).await.unwrap()[&claim], text);
    }
}
