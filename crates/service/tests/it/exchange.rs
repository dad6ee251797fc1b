//! Imports and exports of the shipped record.

use std::path::Path;

use domain::claim::Claim;
use domain::id::Id;
use domain::person::Personal;
use domain::record::{Noun, Record};
use service::exchange::{Files, check, export_folder, import, read_folder, total};
use service::{ErrorKind, FixedClock, Revision, ServiceError};
use store::Store;
use testkit::database::TestDatabase;

use crate::decided::{decide_identity, retract_document};
use crate::shipped::{
    author, empty, files, filled, folder, id, import_as_operator, label, loaded, now, operator,
};

/// Everything that is stored: the record with the texts of its claims, and the personal values.
async fn everything(store: &Store) -> (Record, Personal) {
    let mut record = loaded(store).await;
    let claims: Vec<Id<Claim>> = record.claims.iter().map(|it| it.key.clone()).collect();
    record.claim_texts = store.claim_texts(&claims).await.unwrap();
    let people: Vec<_> = record.people.iter().map(|it| it.key.clone()).collect();
    let owners =
        record.institutions.iter().map(Noun::reference).chain(record.people.iter().map(Noun::reference));
    let owners: Vec<_> = owners.chain(record.offices.iter().map(Noun::reference)).collect();
    let names = store.person_names(&people).await.unwrap();
    let contacts = store.contact_points(&owners).await.unwrap();
    (record, Personal { names, contacts })
}

async fn refused(store: &Store, files: &Files) -> ServiceError {
    Box::pin(import(store, &FixedClock(now()), &operator(), files, "broken", &|_| {})).await.unwrap_err()
}

/// The shipped files with a text of one of them replaced.
fn with(name: &str, from: &str, to: &str) -> Files {
    let mut files = files();
    let (_, bytes) = files.iter_mut().find(|it| it.0 == name).unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(text.contains(from), "{name} has no `{from}`");
    *bytes = text.replacen(from, to, 1).into_bytes();
    files
}

/// Files that must be refused, and why.
fn broken() -> Vec<(&'static str, Files)> {
    let mut without_manifest = files();
    without_manifest.retain(|it| it.0 != "manifest.json");
    let mut without_file = files();
    without_file.retain(|it| it.0 != "institutions.csv");
    vec![
        ("no manifest", without_manifest),
        ("a file that the manifest names is not there", without_file),
        ("a column of another name", with("memberships.csv", "partnership,", "partnerschip,")),
        (
            "a party that nobody knows",
            with("memberships.csv", "institution:ohp-zielona-gora", "institution:ohp-x"),
        ),
        ("a word that is none", with("memberships.csv", "SIGNATORY", "SIGNER")),
        ("a date that is none", with("meetings.csv", "2015-05-14", "2015-05-34")),
        ("a key twice", with("people.csv", "marshal-2016,", "minister-2016,")),
        ("half a quotation", with("documents.csv", "doc-001,", "\"doc-001,")),
    ]
}

testkit::both_databases! {
    async fn the_same_files_twice_change_nothing(database: TestDatabase) {
        let store = empty(&database).await;
        let first = import_as_operator(&store, &files()).await;
        let given = total(&first).given();
        assert_eq!((first.revision, total(&first).created), (Some(Revision::new(1)), given));
        assert_eq!((first.names.created, first.contacts.created), (12, 6));
        let before = everything(&store).await;

        let second = import_as_operator(&store, &files()).await;
        assert_eq!((second.revision, total(&second).unchanged), (None, given));
        assert_eq!(store.revision().await.unwrap(), Revision::new(1));
        assert_eq!(store.revisions(Revision::EMPTY, 10).await.unwrap().len(), 1);
        assert_eq!(everything(&store).await, before);
        let entry = &store.revisions(Revision::EMPTY, 10).await.unwrap()[0];
        let digest = check(&files()).unwrap().digest;
        assert_eq!(entry.reason.as_str(), format!("lubuskie, sha256 {digest}"), "the log says which files");
        assert_eq!((entry.author.as_str(), entry.personal), ("operator", 18));
    }

    async fn an_export_imports_as_the_same_record(database: TestDatabase) {
        let store = filled(&database).await;
        let folder = tempfile::tempdir().unwrap();
        let exported = folder.path().join("new/record");
        let written = export_folder(&store, &FixedClock(now()), &operator(), &exported).await.unwrap();
        let files = read_folder(&exported).unwrap();
        assert_eq!(files.len(), written);

        let other = match TestDatabase::postgres().filter(|_| database.is_postgres()) {
            Some(other) => other,
            None => TestDatabase::sqlite(),
        };
        let copy = empty(&other).await;
        import_as_operator(&copy, &files).await;
        let (record, personal) = everything(&store).await;
        assert!(!record.claim_texts.is_empty() && personal.names.len() == 12 && personal.contacts.len() == 6);
        assert_eq!(everything(&copy).await, (record, personal));
        assert_eq!(import_as_operator(&store, &files).await.revision, None, "and changes nothing where it came from");
    }

    async fn an_export_writes_the_files_that_ship(database: TestDatabase) {
        let store = filled(&database).await;
        let target = tempfile::tempdir().unwrap();
        export_folder(&store, &FixedClock(now()), &operator(), target.path()).await.unwrap();
        let exported = read_folder(target.path()).unwrap();
        let tables = |files: &Files| -> Vec<(String, String)> {
            let tables = files.iter().filter(|it| it.0 != "manifest.json");
            tables.map(|(name, bytes)| (name.clone(), String::from_utf8(bytes.clone()).unwrap())).collect()
        };
        let (shipped, exported) = (tables(&files()), tables(&exported));
        assert_eq!(
            exported.iter().map(|it| &it.0).collect::<Vec<_>>(),
            shipped.iter().map(|it| &it.0).collect::<Vec<_>>()
        );
        for ((name, written), (_, ours)) in exported.iter().zip(&shipped) {
            assert!(written == ours, "{name} is written otherwise than it ships");
        }
    }

    async fn decisions_survive_an_export(database: TestDatabase) {
        let store = filled(&database).await;
        retract_document(&store, &author(), now(), &id("doc-002"), &label("nieprawdziwa")).await.unwrap();
        let undone = domain::identity::DecisionStatus::Undone;
        decide_identity(&store, &author(), now(), &id("same-gops-deszczno"), undone, &label("nie")).await.unwrap();
        let target = tempfile::tempdir().unwrap();
        export_folder(&store, &FixedClock(now()), &operator(), target.path()).await.unwrap();
        let written = check(&read_folder(target.path()).unwrap()).unwrap();
        let (record, personal) = everything(&store).await;
        assert_eq!((written.record, written.personal), (record, personal), "all that was retracted is there too");
    }

    async fn broken_files_change_nothing(database: TestDatabase) {
        let store = empty(&database).await;
        for (why, files) in broken() {
            let error = refused(&store, &files).await;
            assert_eq!(error.kind(), ErrorKind::Invalid, "{why}: {error:?}");
            let ServiceError::Import { issues, count } = error else { panic!("{why}: {error:?}") };
            assert!(!issues.is_empty() && issues.len() <= count, "{why}");
        }
        assert_eq!(store.revision().await.unwrap(), Revision::EMPTY);
        assert!(everything(&store).await.0.is_empty());

        import_as_operator(&store, &files()).await;
        let before = everything(&store).await;
        for (_, files) in broken() {
            refused(&store, &files).await;
        }
        assert_eq!(store.revision().await.unwrap(), Revision::new(1));
        assert_eq!(everything(&store).await, before);
    }

    async fn a_folder_in_use_is_not_written_to(database: TestDatabase) {
        let store = filled(&database).await;
        let target = tempfile::tempdir().unwrap();
        std::fs::write(target.path().join("notes.txt"), "moje").unwrap();
        let error = export_folder(&store, &FixedClock(now()), &operator(), target.path()).await.unwrap_err();
        assert!(matches!(error, ServiceError::Files { act: "write", .. }), "{error:?}");
        assert!(error.to_string().contains("it is not empty"), "{error}");
        let inside: Vec<_> = std::fs::read_dir(target.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
        assert_eq!(inside, ["notes.txt"]);
        let file = target.path().join("notes.txt");
        let error = export_folder(&store, &FixedClock(now()), &operator(), &file).await.unwrap_err();
        assert!(matches!(error, ServiceError::Files { act: "write", .. }), "{error:?}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "moje");
    }
}

#[test]
fn a_folder_that_is_not_there() {
    let error = read_folder(Path::new("no/such/folder")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert!(error.to_string().starts_with("cannot read no/such/folder: "), "{error}");
}

#[test]
fn only_what_an_import_needs_is_read() {
    let names: Vec<_> = files().into_iter().map(|it| it.0).collect();
    assert!(folder().join("README.md").exists() && !names.contains(&"README.md".to_owned()));
    assert!(names.contains(&"manifest.json".to_owned()) && names.is_sorted());
}
