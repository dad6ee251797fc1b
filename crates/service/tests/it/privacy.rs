//! A representative is erased from a running service: ties, counts and clusters stay, the name is gone (Q74 of the
//! project's analysis).

use std::collections::BTreeMap;

use domain::erasure::PassageDecision;
use domain::id::Id;
use domain::person::{Person, PublicFunction};
use domain::vocabulary::Label;
use service::exchange::{export_folder, import};
use service::privacy::{Erasing, ErasureOutcome};
use service::{
    Actor, AsOf, AuditAct, AuditFilter, ErasureRefusal, FixedClock, Revision, Role, Service, ServiceError,
};
use testkit::database::TestDatabase;

use crate::answers::Answers;
use crate::decided::{accept_document, retract_document};
use crate::shipped::{author, files, filled, id, label, now, operator, service};

const PUP: &str = "pup-zagan-representative-2015";

fn clock() -> FixedClock {
    FixedClock(now())
}

fn erasing(person: &str, is_dry_run: bool) -> Erasing {
    Erasing {
        person: id(person),
        other_names: Vec::new(),
        decisions: BTreeMap::new(),
        reason: label("art. 17 ust. 1 lit. c"),
        if_revision: None,
        is_dry_run,
    }
}

async fn erase(service: &Service, erasing: &Erasing) -> Result<ErasureOutcome, ErasureRefusal> {
    service.erase_person(&clock(), &operator(), erasing).await.unwrap()
}

async fn audited(service: &Service, person: &str) -> Vec<AuditAct> {
    let filter = AuditFilter { person: Some(person.to_owned()), ..AuditFilter::default() };
    let entries = service.audit_entries(&clock(), &operator(), &filter, 100).await.unwrap();
    entries.into_iter().map(|it| it.record.what).rev().collect()
}

testkit::both_databases! {
    async fn ties_counts_and_clusters_outlive_a_name(database: TestDatabase) {
        let store = filled(&database).await;
        // A later revision, so that there is a past to be read.
        retract_document(&store, &author(), now(), &id("doc-004"), &label("próba")).await.unwrap();
        accept_document(&store, &author(), now(), &id("doc-004"), &label("próba, Wioletta Tybiszewska")).await.unwrap();
        let service = service(&database).await;
        let (before, answers) = (service.snapshot(), Answers::of(&service));
        let past = service.snapshot_as_of(AsOf::Revision(Revision::new(2))).await.unwrap();

        let tried = erase(&service, &erasing(PUP, true)).await.unwrap();
        assert_eq!((tried.report.names, tried.report.revision), (1, None));
        assert_eq!(tried.report.rewritten, [("revision.reason".to_owned(), 1)]);
        let done = erase(&service, &erasing(PUP, false)).await.unwrap();
        assert_eq!((done.report.revision, done.is_compacted), (Some(Revision::new(4)), true));
        assert_eq!(done.report.person.as_str(), PUP, "the key gives nothing away");

        let after = service.snapshot();
        assert_eq!(after.revision, Revision::new(4));
        assert!(Answers::of(&service) == answers, "answers, ties and clusters are the same by value");
        assert_eq!(after.network.record(), before.network.record());
        let past_again = service.snapshot_as_of(AsOf::Revision(Revision::new(2))).await.unwrap();
        assert!(!std::sync::Arc::ptr_eq(&past, &past_again), "it was read anew");
        assert_eq!(past_again.network.record(), past.network.record());
        let names = service.person_names(&operator(), &after.network, &[id(PUP)]).await.unwrap();
        assert!(names.is_empty());
        assert_eq!(audited(&service, PUP).await, [AuditAct::EraseTried, AuditAct::Erase]);
        let log = store.changes_about(&id(PUP)).await.unwrap();
        let revisions: std::collections::BTreeSet<u64> = log.iter().map(|it| it.position.revision.get()).collect();
        assert_eq!(revisions.into_iter().collect::<Vec<_>>(), [1, 4]);

        let files_with_name = files();
        let refused = import(&store, &clock(), &operator(), &files_with_name, "again", &|_| {}).await.unwrap_err();
        assert!(refused.to_string().contains("were erased"), "{refused}");
        assert!(!refused.to_string().contains("Tybiszewska"), "{refused}");
        assert_eq!(erase(&service, &erasing(PUP, false)).await.unwrap_err(), ErasureRefusal::NoName);
    }

    async fn reads_of_names_are_noted_by_class(database: TestDatabase) {
        filled(&database).await;
        let service = service(&database).await;
        let network = service.snapshot().network.clone();
        let people: Vec<Id<Person>> = network.record().people.iter().map(|it| it.key.clone()).collect();
        let analyst = Actor::signed_in(Role::Analyst, "account-7", "analyst").in_request("r-12");
        for actor in [&Actor::anonymous(), &analyst] {
            service.person_names(actor, &network, &people).await.unwrap();
        }
        let filter = AuditFilter { acts: vec![AuditAct::ReadNames], ..AuditFilter::default() };
        let entries = service.audit_entries(&clock(), &operator(), &filter, 10).await.unwrap();
        assert_eq!(entries.len(), 1, "names of public officials are public");
        let entry = &entries[0].record;
        assert_eq!((entry.account.as_deref(), entry.request.as_deref()), (Some("account-7"), Some("r-12")));
        assert_eq!(entry.role, "ANALYST");
        let watched = network.record().people.iter().filter(|it| !it.public_function.is_public());
        let watched: Vec<&str> = watched.map(|it| it.key.as_str()).collect();
        assert_eq!(entry.people, watched);
        assert_eq!(watched.len(), 7);
        let check = service.check_audit(&operator()).await.unwrap();
        assert_eq!(check.broken_at, None);
        let forbidden = service.audit_entries(&clock(), &analyst, &filter, 10).await.unwrap_err();
        assert!(matches!(forbidden, ServiceError::Forbidden { .. }));
    }

    async fn everything_held_of_a_person_is_reported(database: TestDatabase) {
        filled(&database).await;
        let service = service(&database).await;
        let report = service.person_report(&clock(), &operator(), &id(PUP)).await.unwrap();
        assert_eq!(report.name.as_deref(), Some("Wioletta Tybiszewska"));
        let kinds: Vec<&str> = report.records.iter().filter_map(|it| it.record.split(':').next()).collect();
        for kind in ["person", "tenure", "body-membership", "participation"] {
            assert!(kinds.contains(&kind), "{kind} in {kinds:?}");
        }
        assert!(report.claims.iter().any(|it| it.document == "doc-002" && it.locator.as_deref() == Some("L9")));
        assert_eq!(report.accesses.iter().map(|it| it.what.as_str()).collect::<Vec<_>>(), ["REPORT"]);
        assert!(report.changes.iter().all(|it| it.revision == 1) && !report.changes.is_empty());
        let nobody = service.person_report(&clock(), &operator(), &id("nobody")).await.unwrap_err();
        assert!(matches!(nobody, ServiceError::NotFound { .. }));
        let editor = Actor::new(Role::Editor, "editor");
        let forbidden = service.person_report(&clock(), &editor, &id(PUP)).await.unwrap_err();
        assert!(matches!(forbidden, ServiceError::Forbidden { .. }));
    }

    async fn names_are_held_as_long_as_the_rules_say(database: TestDatabase) {
        filled(&database).await;
        let service = service(&database).await;
        let due = |day: &str| {
            let (service, day) = (&service, day.parse().unwrap());
            async move {
                let due = service.retention_review(&operator(), day).await.unwrap();
                due.into_iter().map(|it| (it.retention.person.to_string(), it.legal_hold.is_some())).collect::<Vec<_>>()
            }
        };
        // Seen last on 6 February 2015, so to be held to 6 February 2020.
        assert!(!due("2020-02-06").await.iter().any(|it| it.0 == PUP));
        assert!(due("2020-02-07").await.contains(&(PUP.to_owned(), false)));
        let reason: Label = label("art. 17 ust. 3 lit. d");
        service.hold_person(&clock(), &operator(), &id(PUP), Some(&reason)).await.unwrap();
        assert!(due("2020-02-07").await.contains(&(PUP.to_owned(), true)));
        let day = "2020-02-07".parse().unwrap();
        let chosen = [id(PUP), id("gops-deszczno-representative-2015")];
        let applied =
            service.apply_retention(&clock(), &operator(), (day, &chosen), &label("retencja"), false).await.unwrap();
        assert_eq!(applied.erased, [id("gops-deszczno-representative-2015")]);
        assert_eq!(applied.refused, [(id(PUP), ErasureRefusal::Held { reason: reason.to_string() })]);
        service
            .set_retention_rule(&clock(), &operator(), PublicFunction::Representative, Some(600))
            .await
            .unwrap();
        assert!(!due("2020-02-07").await.iter().any(|it| it.0 == PUP));
    }

    async fn an_export_is_noted(database: TestDatabase) {
        let store = filled(&database).await;
        let target = tempfile::tempdir().unwrap();
        export_folder(&store, &clock(), &operator(), target.path()).await.unwrap();
        let entries = store.audit_entries(&AuditFilter::default(), 10).await.unwrap();
        assert_eq!(entries.iter().map(|it| it.record.what).collect::<Vec<_>>(), [AuditAct::Export]);
    }
}

#[test]
fn decisions_are_words() {
    assert_eq!("KEEP".parse::<PassageDecision>().unwrap(), PassageDecision::Keep);
}
