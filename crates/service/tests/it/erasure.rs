//! After an erasure nothing from before it is answered: kept or under way, in this process or in another; and no file
//! that waits to be imported is left.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, mpsc};

use domain::keeping::FaultCode;
use domain::scenario::{Change, Decision};
use service::analysis::{AnalysisKey, Found};
use service::import::{Staged, StagingError, StagingOptions};
use service::job::{JobKind, JobRequest, JobStatus};
use service::keeping::KeepFault;
use service::privacy::{Erasing, ErasureOutcome};
use service::scenario::{Asked, Decided, Draft};
use service::{Actor, AsOf, ErasureRefusal, FixedClock, Options, Revision, Role, Service, Snapshot};
use store::{OpenMode, Store};
use testkit::database::TestDatabase;

use crate::decided::{accept_document, retract_document};
use crate::shipped::{author, filled, id, label, now, operator};

const PUP: &str = "pup-zagan-representative-2015";
const NAME: &str = "Wioletta Tybiszewska";

fn clock() -> FixedClock {
    FixedClock(now())
}

fn editor() -> Actor {
    Actor::signed_in(Role::Editor, "account-9", "redakcja")
}

/// A service whose uploaded files wait in a folder.
async fn service(database: &TestDatabase, folder: &Path) -> Service {
    let store = Store::open(database.url(), OpenMode::Existing).await.unwrap();
    let staging = StagingOptions { folder: Some(folder.join("imports")), ..StagingOptions::default() };
    Service::start(store, Options { staging, ..Options::default() }).await.unwrap()
}

/// A store whose second revision has the name in a text, which the third no longer has.
async fn lived_in(database: &TestDatabase) -> Store {
    let store = filled(database).await;
    retract_document(&store, &author(), now(), &id("doc-004"), &label("próba")).await.unwrap();
    accept_document(&store, &author(), now(), &id("doc-004"), &label("próba, Wioletta Tybiszewska"))
        .await
        .unwrap();
    store
}

async fn erase(service: &Service, is_dry_run: bool) -> Result<ErasureOutcome, ErasureRefusal> {
    let erasing = Erasing {
        person: id(PUP),
        other_names: Vec::new(),
        decisions: BTreeMap::new(),
        reason: label("art. 17 ust. 1 lit. c"),
        if_revision: None,
        is_dry_run,
    };
    Box::pin(service.erase_person(&clock(), &operator(), &erasing)).await.unwrap()
}

/// Uploads a file at a moment so many seconds after [`now`].
fn upload(service: &Service, later: i64, bytes: &[u8]) -> Staged {
    let clock = FixedClock(now() + chrono::TimeDelta::seconds(later));
    let mut incoming = service.staging().begin(&clock, &editor(), "a.csv").unwrap();
    incoming.write(bytes).unwrap();
    incoming.finish().unwrap()
}

/// How many files of the folder hold the name.
fn holding(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder.join("imports")).unwrap();
    let bytes = entries.map(|it| std::fs::read(it.unwrap().path()).unwrap());
    bytes.filter(|it| it.windows(NAME.len()).any(|it| it == NAME.as_bytes())).count()
}

async fn at(service: &Service, revision: u64) -> Arc<Snapshot> {
    service.snapshot_as_of(AsOf::Revision(Revision::new(revision))).await.unwrap()
}

testkit::both_databases! {
    async fn files_that_wait_are_dropped(database: TestDatabase) {
        filled(&database).await;
        let folder = tempfile::tempdir().unwrap();
        let service = service(&database, folder.path()).await;
        let first = upload(&service, 0, format!("osoba\n{NAME}\n").as_bytes());
        upload(&service, 0, b"osoba\nnikt\n");
        let mut coming = service.staging().begin(&clock(), &editor(), "b.csv").unwrap();
        coming.write(NAME.as_bytes()).unwrap();
        let tried = erase(&service, true).await.unwrap();
        assert_eq!(tried.dropped_files, Some(2));
        assert_eq!(holding(folder.path()), 2, "trying drops nothing");
        let done = erase(&service, false).await.unwrap();
        assert_eq!(done.dropped_files, Some(2));
        assert_eq!(holding(folder.path()), 0);
        assert_eq!(service.staging().find(&clock(), &editor(), &first.id), None);
        assert!(matches!(coming.finish(), Err(StagingError::Dropped)), "it came before the erasure");
        let after = upload(&service, 0, b"osoba\nnikt\n");
        assert_eq!(service.staging().find(&clock(), &editor(), &after.id), Some(after));
    }

    async fn files_of_other_processes_are_dropped_too(database: TestDatabase) {
        lived_in(&database).await;
        let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let [eraser, other, stopped] = &folders;
        let other_service = service(&database, other.path()).await;
        upload(&other_service, -1, NAME.as_bytes());
        let asleep = service(&database, stopped.path()).await;
        upload(&asleep, -1, NAME.as_bytes());
        drop(asleep);
        let past = at(&other_service, 2).await;
        erase(&service(&database, eraser.path()).await, false).await.unwrap();
        let later = upload(&other_service, 1, b"osoba\nnikt\n");

        assert!(other_service.refresh().await.unwrap());
        assert_eq!(holding(other.path()), 0);
        assert!(other_service.staging().find(&clock(), &editor(), &later.id).is_some(), "it came later");
        assert!(!Arc::ptr_eq(&past, &at(&other_service, 2).await));
        let awake = service(&database, stopped.path()).await;
        assert_eq!((holding(stopped.path()), awake.staging().count().unwrap()), (0, 0));
    }

    async fn another_process_learns_of_an_erasure_that_it_wrote_after(database: TestDatabase) {
        lived_in(&database).await;
        let folder = tempfile::tempdir().unwrap();
        let (eraser, other) = (service(&database, folder.path()).await, service(&database, folder.path()).await);
        let past = at(&other, 2).await;
        erase(&eraser, false).await.unwrap();
        // It publishes a revision after the erasure before it has looked for one.
        let asked = service::keeping::Asked { reason: Some(label("próba")), ..Default::default() };
        let verb: service::keeping::Verb =
            Box::new(|draft| domain::keeping::document::retract_document(draft, &id("doc-004")));
        Box::pin(other.keep(&clock(), &operator(), service::Act::RetractDocument, &asked, verb)).await.unwrap().unwrap();
        other.refresh().await.unwrap();
        assert!(!Arc::ptr_eq(&past, &at(&other, 2).await));
    }

    async fn an_erased_name_comes_back_by_no_text(database: TestDatabase) {
        filled(&database).await;
        let folder = tempfile::tempdir().unwrap();
        let service = service(&database, folder.path()).await;
        let newcomer = |name: &str| Change::AddInstitution {
            name: label(name),
            r#type: None,
            sector: None,
            seat: None,
            functions: Vec::new(),
        };
        let draft = |name: &str, note: Option<&str>, added: &str| {
            Draft { name: label(name), note: note.map(label), base: None, changes: vec![newcomer(added)] }
        };
        let propose = async |draft: Draft| {
            service.propose_scenario(&clock(), &operator(), draft, &Asked::default()).await.unwrap()
        };
        let retract = async |reason: &str| {
            let asked = service::keeping::Asked { reason: Some(label(reason)), ..Default::default() };
            let verb: service::keeping::Verb =
                Box::new(|draft| domain::keeping::document::retract_document(draft, &id("doc-004")));
            Box::pin(service.keep(&clock(), &operator(), service::Act::RetractDocument, &asked, verb)).await.unwrap()
        };
        let mine = propose(draft("plan", None, "Fundacja")).await.unwrap().scenario.key;
        erase(&service, false).await.unwrap();
        for wrong in [
            draft(NAME, None, "Fundacja"),
            draft("plan 2", Some("dla Wioletty Tybiszewskiej"), "Fundacja"),
            draft("plan 2", None, "Fundacja Wioletty Tybiszewskiej"),
        ] {
            let amended =
                service.amend_scenario(&clock(), &operator(), (&mine, None), wrong.clone(), &Asked::default()).await;
            for refused in [propose(wrong).await.unwrap_err(), amended.unwrap().unwrap_err()] {
                let told = refused.to_string();
                assert!(told.contains("were erased") && !told.contains("Tybiszewsk"), "{told}");
            }
        }
        let decided = Decided {
            decision: Decision {
                title: label("Wniosek Wioletty Tybiszewskiej"),
                date: "2027-01-11".parse().unwrap(),
            },
            if_version: None,
            if_revision: None,
        };
        let applied = service.apply_scenario(&clock(), &operator(), &mine, &decided, &Asked::default()).await;
        assert!(applied.unwrap().unwrap_err().to_string().contains("were erased"));
        let KeepFault::Refused(faults) = retract("na wniosek Wioletty Tybiszewskiej").await.unwrap_err() else {
            panic!("refused for what it says")
        };
        assert_eq!((faults.0[0].code, faults.0[0].path.join(".")), (FaultCode::PersonalData, "reason".to_owned()));
        assert_eq!(service.stored_revision().await.unwrap(), Revision::new(2), "nothing was written");
        assert!(retract("na wniosek").await.unwrap().has_changed);
        assert!(propose(draft("plan 2", None, "Fundacja Wiolety")).await.is_ok());
    }

    async fn nothing_kept_or_under_way_outlives_an_erasure(database: TestDatabase) {
        lived_in(&database).await;
        let folder = tempfile::tempdir().unwrap();
        let service = service(&database, folder.path()).await;
        let past = at(&service, 2).await;
        let compared = service.net_changes(Revision::new(1), Revision::new(2)).await.unwrap();
        let draft = Draft {
            name: label("plan"),
            note: None,
            base: Some(Revision::new(2)),
            changes: vec![Change::AddInstitution {
                name: label("Fundacja"),
                r#type: None,
                sector: None,
                seat: None,
                functions: Vec::new(),
            }],
        };
        let drafted = service.propose_scenario(&clock(), &operator(), draft, &Asked::default()).await.unwrap().unwrap();
        let key = drafted.scenario.key;
        let supposed = service.snapshot_of_scenario(&operator(), &key).await.unwrap();

        // An analysis of the past and a job are under way while the person is erased.
        let of = |snapshot: &Snapshot| AnalysisKey {
            generation: snapshot.generation(),
            revision: snapshot.revision,
            name: "test",
            parameters: String::new(),
        };
        let (begun, has_begun) = mpsc::channel();
        let (go_on, goes_on) = mpsc::channel();
        let (analyses, of_past) = (service.analyses().clone(), of(&past));
        let running = tokio::spawn(async move {
            let result = analyses.run(of_past, move |_| {
                begun.send(()).unwrap();
                goes_on.recv().unwrap();
                Ok(Found::Keep("before"))
            });
            result.await.unwrap()
        });
        let has_begun = tokio::task::spawn_blocking(move || has_begun.recv());
        has_begun.await.unwrap().unwrap();
        let job = JobRequest {
            kind: JobKind::Analysis,
            actor: operator(),
            revision: past.revision,
            question: "?".to_owned(),
            idempotency_key: None,
        };
        let job = service.jobs().start(job, std::future::pending()).unwrap();
        let mut told = service.jobs().changes();
        told.mark_unchanged();

        erase(&service, false).await.unwrap();
        assert_eq!(service.jobs().find(&operator(), &job.id).unwrap().status, JobStatus::Expired);
        assert!(told.has_changed().unwrap(), "who follows the job is told");
        let past_again = at(&service, 2).await;
        assert!(!Arc::ptr_eq(&past, &past_again) && past_again.generation() > past.generation());
        let compared_again = service.net_changes(Revision::new(1), Revision::new(2)).await.unwrap();
        assert!(!Arc::ptr_eq(&compared, &compared_again));
        let supposed_again = service.snapshot_of_scenario(&operator(), &key).await.unwrap();
        assert!(!Arc::ptr_eq(&supposed, &supposed_again));
        assert!(supposed_again.generation() > supposed.generation());

        // Who asks now neither waits for what is under way nor is given its result.
        let anew = service.analyses().run(of(&past_again), |_| Ok(Found::Keep("after"))).await.unwrap();
        assert_eq!(*anew, "after");
        go_on.send(()).unwrap();
        assert_eq!(*running.await.unwrap(), "before", "who has waited is answered");
        let late = service.analyses().run(of(&past), |_| Ok(Found::Keep("not kept"))).await.unwrap();
        assert_eq!(*late, "not kept", "what an erasure has overtaken is not kept");
        let kept = service.analyses().run(of(&past_again), |_| Ok(Found::Keep("again"))).await.unwrap();
        assert_eq!(*kept, "after");
        assert!(Arc::ptr_eq(&past_again, &at(&service, 2).await), "what was read anew is kept");
        let live = service.snapshot();
        assert_eq!(live.generation(), past_again.generation());
    }
}
