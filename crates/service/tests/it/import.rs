//! Imports of tables: looked at, committed once, and the same again changes nothing.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::document::DocumentKind;
use domain::keeping::document::{NewDocument, add_document};
use service::import::intake::{ErrorPolicy, RowCounts, Settings};
use service::import::{
    ImportChoice, ImportEnd, ImportFault, ImportFile, ImportListener, ImportPreview, ImportRequest,
    Previewed, StagingOptions,
};
use service::job::JobStatus;
use service::keeping::{Asked, KeepFault};
use service::{Act, Actor, Clock, FixedClock, Options, Revision, Role, Service, ServiceError};
use store::{OpenMode, Store};
use tempfile::TempDir;
use testkit::database::TestDatabase;

use crate::shipped::{filled, label, now};

/// Two new institutions, a meeting and who was there: 5 rows.
const INSTITUTIONS: &str =
    "Nazwa;Typ;Siedziba;KRS\nFundacja „Most”;fundacja;Słubice;0000123456\nCIS Nowe;CIS;0801032;\n";
const MEETINGS: &str =
    "identyfikator;data;rodzaj;nazwa;gospodarz\nm1;14 maja 2015r.;COUNCIL;Posiedzenie;pup-gorzow\n";
const ATTENDANCE: &str = "spotkanie;instytucja;obecność\nm1;Fundacja \"Most\";tak\nm1;cis nowe;nieobecny\n";
const FILES: [(&str, &str); 3] =
    [("obecność.csv", ATTENDANCE), ("instytucje.csv", INSTITUTIONS), ("spotkania.csv", MEETINGS)];

fn editor() -> Actor {
    Actor::new(Role::Editor, "redakcja")
}

fn clock() -> Arc<dyn Clock> {
    Arc::new(FixedClock(now()))
}

/// A service on the shipped record that takes files.
async fn started(database: &TestDatabase) -> (Arc<Service>, TempDir) {
    filled(database).await.close().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(database.url(), OpenMode::Existing).await.unwrap();
    let staging = StagingOptions { folder: Some(folder.path().join("imports")), ..StagingOptions::default() };
    (Arc::new(Service::start(store, Options { staging, ..Options::default() }).await.unwrap()), folder)
}

fn upload(service: &Service, actor: &Actor, files: &[(&str, &str)]) -> Vec<String> {
    let one = |(name, text): &(&str, &str)| {
        let mut incoming = service.staging().begin(&FixedClock(now()), actor, name).unwrap();
        incoming.write(text.as_bytes()).unwrap();
        incoming.finish().unwrap().id
    };
    files.iter().map(one).collect()
}

fn request(files: Vec<String>, policy: ErrorPolicy) -> ImportRequest {
    ImportRequest { files, settings: Settings::default(), policy }
}

async fn preview(service: &Arc<Service>, request: &ImportRequest) -> Arc<ImportPreview> {
    let patience = Duration::from_secs(60);
    let seen = service.preview_import(&clock(), &editor(), request.clone(), patience).await;
    let Previewed::Done(preview) = seen.unwrap().unwrap() else { panic!("it goes on") };
    preview
}

async fn commit(service: &Arc<Service>, choice: ImportChoice, asked: Asked) -> ImportEnd {
    let job = service.commit_import(&clock(), &editor(), choice, asked).unwrap().unwrap();
    let job = service.job_over(&editor(), job, Duration::from_secs(60)).await;
    assert!(job.status.is_over(), "{job:?}");
    assert_eq!(job.status == JobStatus::Succeeded, job.message.is_none());
    serde_json::from_value(job.result.as_deref().unwrap().clone()).unwrap()
}

fn rows(new: u64, unchanged: u64, refused: u64) -> RowCounts {
    RowCounts { read: new + unchanged + refused, new, changed: 0, unchanged, refused, confirmed: 0 }
}

fn of_preview(preview: &ImportPreview) -> ImportChoice {
    ImportChoice::Preview { id: preview.id.clone().unwrap(), policy: None }
}

testkit::both_databases! {
    async fn a_preview_writes_nothing_and_its_commit_what_it_showed(database: TestDatabase) {
        let (service, _folder) = started(&database).await;
        let institutions = service.snapshot().network.record().institutions.len();
        let request = request(upload(&service, &editor(), &FILES), ErrorPolicy::RejectEverything);
        let seen = preview(&service, &request).await;
        assert_eq!((seen.counts, seen.fault.clone(), seen.revision), (rows(5, 0, 0), None, Revision::new(1)));
        assert_eq!(seen.new_institution_count, 2);
        let supposed = seen.kept.as_ref().unwrap();
        assert!(supposed.after.is_trial() && supposed.has_changed);
        assert_eq!(supposed.after.network.record().institutions.len(), institutions + 2);
        assert_eq!(service.stored_revision().await.unwrap(), Revision::new(1));
        // Looking again gives the same id.
        assert_eq!(preview(&service, &request).await.id, seen.id);

        let end = commit(&service, of_preview(&seen), Asked::default()).await;
        assert_eq!((end.revision, end.has_changed, end.counts), (Some(Revision::new(2)), true, rows(5, 0, 0)));
        // It answers once its own snapshot shows it, and every row is a claim of its file.
        let snapshot = service.snapshot();
        assert_eq!(snapshot.revision, Revision::new(2));
        let record = snapshot.network.record();
        assert_eq!(record.institutions.len(), institutions + 2);
        let documents: Vec<_> = record.documents.iter().filter(|it| it.title.as_str().starts_with("Plik ")).collect();
        assert_eq!(documents.len(), 3);
        let of_files = |it: &&domain::claim::Claim| documents.iter().any(|document| document.key == it.document);
        assert!(record.claims.iter().filter(of_files).filter(|it| it.field.is_none()).count() >= 5);

        // The same again: nothing new, nothing changed, no revision.
        let end = commit(&service, ImportChoice::Request(request.clone()), Asked::default()).await;
        assert_eq!((end.revision, end.has_changed, end.counts), (Some(Revision::new(2)), false, rows(0, 5, 0)));
        assert_eq!(service.stored_revision().await.unwrap(), Revision::new(2));
        // The preview is of a revision that has passed.
        let end = commit(&service, of_preview(&seen), Asked::default()).await;
        let stale = KeepFault::StaleRevision { current: Revision::new(2) };
        assert_eq!((end.revision, end.fault), (None, Some(ImportFault::Kept(stale))));
    }

    async fn what_takes_longer_than_is_waited_for_goes_on_as_a_job(database: TestDatabase) {
        let (service, _folder) = started(&database).await;
        let request = request(upload(&service, &editor(), &FILES), ErrorPolicy::RejectEverything);
        let seen = service.preview_import(&clock(), &editor(), request, Duration::ZERO).await;
        let Previewed::Going(job) = seen.unwrap().unwrap() else { panic!("it is over") };
        assert!(!job.status.is_over() && service.preview_of(&job).is_none());
        let over = service.job_over(&editor(), job.clone(), Duration::from_secs(60)).await;
        assert_eq!((over.status, over.id.as_str()), (JobStatus::Succeeded, job.id.as_str()));
        assert_eq!((over.progress.stage, over.progress.done, over.progress.total), ("DONE", 5, 5));
        let preview = service.preview_of(&over).unwrap();
        assert_eq!(preview.counts, rows(5, 0, 0));
        // It can be looked for again, by who asked, and committed.
        let again = service.jobs().find(&editor(), &job.id).unwrap();
        assert!(Arc::ptr_eq(&service.preview_of(&again).unwrap(), &preview));
        assert_eq!(service.jobs().find(&Actor::new(Role::Editor, "inna"), &job.id), None);
        let end = commit(&service, of_preview(&preview), Asked::default()).await;
        assert_eq!((end.revision, end.counts), (Some(Revision::new(2)), rows(5, 0, 0)));
    }

    async fn it_is_told_how_many_rows_are_read_and_what_is_done_then(database: TestDatabase) {
        let (service, _folder) = started(&database).await;
        let files = FILES.map(|(name, text)| ImportFile { name: name.to_owned(), bytes: text.as_bytes().to_vec() });
        let files = Arc::new(files.to_vec());
        let told = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&told);
        let tell: ImportListener = Arc::new(move |stage, done, total| {
            heard.lock().unwrap().push((stage.as_str(), done, total));
        });
        let settings = Settings::default();
        let how = (&settings, ErrorPolicy::RejectEverything);
        let (clock, editor) = (FixedClock(now()), editor());
        let all = [("READING", 0, 0), ("READING", 0, 5), ("READING", 5, 5), ("CHECKING", 0, 5), ("DONE", 5, 5)];
        service.preview_files((&clock, &editor), &files, how, &tell).await.unwrap();
        assert_eq!(std::mem::take(&mut *told.lock().unwrap()), all);
        let asked = Asked::default();
        service.import_files((&clock, &editor), &files, how, &asked, &tell).await.unwrap();
        let all = all.map(|it| if it.0 == "CHECKING" { ("WRITING", it.1, it.2) } else { it });
        assert_eq!(*told.lock().unwrap(), all);
    }

    async fn rows_with_errors_reject_everything_or_only_themselves(database: TestDatabase) {
        let (service, _folder) = started(&database).await;
        let wrong = "spotkanie;instytucja;obecność\nm1;Fundacja \"Most\";tak\nm1;Nikt taki;tak\n";
        let files = [("a.csv", wrong), FILES[1], FILES[2]];
        let ids = upload(&service, &editor(), &files);
        let everything = request(ids.clone(), ErrorPolicy::RejectEverything);
        let seen = preview(&service, &everything).await;
        assert_eq!((seen.counts, seen.issue_counts.errors), (rows(0, 0, 5), 1));
        assert_eq!(seen.fault, Some(ImportFault::Rows { errors: 1 }));
        let issue = &seen.issues[0];
        assert_eq!((issue.row, issue.column.as_deref(), &*issue.file), (Some(3), Some("instytucja"), "a.csv"));
        assert!(seen.kept.is_none());
        let end = commit(&service, of_preview(&seen), Asked::default()).await;
        assert_eq!((end.revision, end.fault), (None, Some(ImportFault::Rows { errors: 1 })));
        assert_eq!(service.stored_revision().await.unwrap(), Revision::new(1));

        let rest = ImportChoice::Preview { id: seen.id.clone().unwrap(), policy: Some(ErrorPolicy::RejectFailedRows) };
        let end = commit(&service, rest, Asked::default()).await;
        assert_eq!((end.revision, end.counts), (Some(Revision::new(2)), rows(4, 0, 1)));
    }

    async fn a_request_is_carried_out_once_and_over_the_revision_it_names(database: TestDatabase) {
        let (service, _folder) = started(&database).await;
        let request = request(upload(&service, &editor(), &FILES), ErrorPolicy::RejectEverything);
        let other = Asked { if_revision: Some(Revision::new(7)), ..Asked::default() };
        let end = commit(&service, ImportChoice::Request(request.clone()), other).await;
        let stale = KeepFault::StaleRevision { current: Revision::new(1) };
        assert_eq!(end.fault, Some(ImportFault::Kept(stale)));
        let keyed = || Asked { idempotency_key: Some("mine".to_owned()), ..Asked::default() };
        let first = commit(&service, ImportChoice::Request(request.clone()), keyed()).await;
        assert_eq!((first.revision, first.has_changed), (Some(Revision::new(2)), true));
        // The same job; and after a restart of the service, the same answer.
        assert_eq!(commit(&service, ImportChoice::Request(request.clone()), keyed()).await, first);
        let one = request.files[..1].to_vec();
        let choice = ImportChoice::Request(self::request(one, ErrorPolicy::RejectEverything));
        let refused = service.commit_import(&clock(), &editor(), choice, keyed()).unwrap();
        assert_eq!(refused.unwrap_err(), ImportFault::Kept(KeepFault::KeyReused));
    }

    async fn what_others_write_in_between_is_kept(database: TestDatabase) {
        let (service, _folder) = started(&database).await;
        let request = request(upload(&service, &editor(), &FILES), ErrorPolicy::RejectEverything);
        let seen = preview(&service, &request).await;
        let new = NewDocument {
            title: label("Notatka"),
            kind: DocumentKind::MeetingNote,
            covers: "2016".parse().unwrap(),
            dated: "2016".parse().unwrap(),
            dated_basis: None,
            sha256: None,
            locator_scheme: label("page N"),
        };
        let clock = FixedClock(now());
        let verb = Box::new(move |draft: &mut domain::keeping::Draft<'_>| add_document(draft, &new));
        let asked = Asked::default();
        Box::pin(service.keep(&clock, &editor(), Act::AddDocument, &asked, verb)).await.unwrap().unwrap();
        let end = commit(&service, of_preview(&seen), Asked::default()).await;
        assert_eq!(end.revision, None);
        let end = commit(&service, ImportChoice::Request(request), Asked::default()).await;
        assert_eq!(end.revision, Some(Revision::new(3)));
        let record = service.snapshot();
        assert!(record.network.record().documents.iter().any(|it| it.title.as_str() == "Notatka"));
    }

    async fn files_and_previews_of_others_are_not_there(database: TestDatabase) {
        let (service, _folder) = started(&database).await;
        let theirs = request(upload(&service, &Actor::new(Role::Editor, "inna"), &FILES), ErrorPolicy::RejectEverything);
        let looked = service.preview_import(&clock(), &editor(), theirs.clone(), Duration::ZERO).await.unwrap();
        assert_eq!(looked.unwrap_err(), ImportFault::NoFile { at: 0 });
        let none = ImportChoice::Preview { id: "0".repeat(32), policy: None };
        let refused = service.commit_import(&clock(), &editor(), none, Asked::default()).unwrap();
        assert_eq!(refused.unwrap_err(), ImportFault::NoPreview);
        let analyst = Actor::new(Role::Analyst, "analiza");
        let refused = service.preview_import(&clock(), &analyst, theirs.clone(), Duration::ZERO).await;
        assert!(matches!(refused, Err(ServiceError::Forbidden { .. })));
        let choice = ImportChoice::Request(theirs);
        let refused = service.commit_import(&clock(), &analyst, choice, Asked::default());
        assert!(matches!(refused, Err(ServiceError::Forbidden { .. })));
    }
}
