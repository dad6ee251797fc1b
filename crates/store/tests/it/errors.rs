//! What users are told when the database is not what it should be.

use sea_orm::{ConnectionTrait, Database};
use store::{OpenMode, SchemaState, Store, StoreError};
use testkit::database::TestDatabase;

use crate::record::{import, open, record};

async fn refused(url: &str, mode: OpenMode) -> StoreError {
    match Store::open(url, mode).await {
        Err(error) => error,
        Ok(_) => panic!("{url} was opened"),
    }
}

fn block_on<F: Future<Output = ()>>(test: F) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test);
}

#[test]
fn an_address_of_another_kind() {
    block_on(async {
        for (url, part) in [
            ("mysql://root:geheim@host/db", "`mysql` is not a kind of database"),
            ("splot.db", "does not begin with a kind of database"),
            ("sqlite:", "names no file"),
            ("sqlite::memory:", "lost at once"),
            ("sqlite:x.db?mode=memory", "lost at once"),
            ("sqlite:x.db?mode=geheim", "parameter"),
            ("postgres://user:geheim@host:port/db", "cannot be read"),
        ] {
            let error = refused(url, OpenMode::Create).await;
            assert!(matches!(error, StoreError::InvalidAddress { .. }), "{url}: {error:?}");
            assert!(error.to_string().contains(part), "{url}: {error}");
            assert!(!format!("{error}{error:?}").contains("geheim"), "{error:?}");
        }
    });
}

#[test]
fn a_file_that_is_no_database() {
    block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("notes.txt");
        std::fs::write(&file, "To nie jest baza danych.\n".repeat(1_000)).unwrap();
        let error = refused(&format!("sqlite:{}", file.display()), OpenMode::Existing).await;
        assert!(matches!(error, StoreError::Corrupt { .. }), "{error:?}");
        assert!(error.to_string().contains("is not a database or is damaged"), "{error}");
        assert!(std::fs::read_to_string(&file).unwrap().starts_with("To nie jest"), "the file was changed");
    });
}

#[test]
fn damage_that_reading_does_not_come_upon() {
    block_on(async {
        let database = TestDatabase::sqlite();
        let store = open(&database).await;
        import(&store, &record()).await.unwrap();
        store.check().await.unwrap();
        store.close().await.unwrap();
        let file = database.folder().unwrap().join("test.db");
        let mut bytes = std::fs::read(&file).unwrap();
        for page in bytes.chunks_mut(4096).skip(2).step_by(2) {
            page[..64].fill(0xA5);
        }
        std::fs::write(&file, bytes).unwrap();
        let damaged = Store::open(database.url(), OpenMode::Existing).await;
        let found = match damaged {
            Ok(store) => store.check().await.unwrap_err(),
            Err(error) => error,
        };
        assert!(matches!(found, StoreError::Corrupt { .. }), "{found:?}");
    });
}

#[test]
fn a_file_or_folder_that_is_not_there() {
    block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("deep/er/splot.db");
        let url = format!("sqlite:{}", file.display());
        let error = refused(&url, OpenMode::Existing).await;
        assert!(matches!(error, StoreError::Missing { .. }), "{error:?}");
        assert!(!file.exists() && !folder.path().join("deep").exists());
        Store::open(&url, OpenMode::Create).await.unwrap().migrate().await.unwrap();
        assert!(file.exists());
        Store::open(&url, OpenMode::Existing).await.unwrap().load().await.unwrap();

        let in_a_file = format!("sqlite:{}/splot.db", file.display());
        let error = refused(&in_a_file, OpenMode::Create).await;
        assert!(matches!(error, StoreError::Unreachable { .. }), "{error:?}");
        let error = refused(&format!("sqlite:{}", folder.path().display()), OpenMode::Create).await;
        assert!(matches!(error, StoreError::Unreachable { .. }), "{error:?}");
    });
}

#[test]
fn a_server_that_does_not_answer() {
    block_on(async {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let begun = std::time::Instant::now();
        let error =
            refused(&format!("postgres://splot:geheim@127.0.0.1:{port}/splot"), OpenMode::Existing).await;
        assert!(begun.elapsed().as_secs() < 5, "it took {:?}", begun.elapsed());
        let StoreError::Unreachable { at, .. } = &error else { panic!("{error:?}") };
        assert_eq!(*at, format!("127.0.0.1:{port}/splot"));
        assert!(!format!("{error}{error:?}").contains("geheim"), "{error:?}");
    });
}

testkit::both_databases! {
    async fn a_schema_that_is_not_ours(database: TestDatabase) {
        let store = Store::open(database.url(), OpenMode::Create).await.unwrap();
        assert!(matches!(store.load().await, Err(StoreError::OldSchema)));
        assert!(matches!(store.revision().await, Err(StoreError::OldSchema)));
        assert!(matches!(import(&store, &record()).await, Err(StoreError::OldSchema)));
        store.migrate().await.unwrap();
        let raw = Database::connect(database.url()).await.unwrap();
        raw.execute_unprepared(
            "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29990101_000001_later', 0)",
        )
        .await
        .unwrap();
        assert_eq!(store.schema_state().await.unwrap(), SchemaState::Newer);
        assert!(matches!(store.migrate().await, Err(StoreError::NewerSchema)));
    }

    async fn a_row_that_the_domain_does_not_know(database: TestDatabase) {
        let store = open(&database).await;
        import(&store, &record()).await.unwrap();
        let raw = Database::connect(database.url()).await.unwrap();
        raw.execute_unprepared("UPDATE meeting SET status = 'MAYBE' WHERE key = 'meeting-1'").await.unwrap();
        let error = store.load().await.unwrap_err();
        let StoreError::CorruptRow { kind, key, .. } = &error else { panic!("{error:?}") };
        assert_eq!((kind.as_str(), key.as_str()), ("meeting", "meeting-1"));
        assert!(error.to_string().contains("`MAYBE` is not one of"), "{error}");
        raw.execute_unprepared("UPDATE meeting SET status = 'HELD'").await.unwrap();
        store.load().await.unwrap();
    }

    async fn the_database_itself_refuses_what_is_broken(database: TestDatabase) {
        let store = open(&database).await;
        import(&store, &record()).await.unwrap();
        let raw = Database::connect(database.url()).await.unwrap();
        for statement in [
            "UPDATE membership SET party_office = 'marszalek' WHERE key = 'm-1'",
            "UPDATE membership SET partnership = 'nowhere'",
            "UPDATE participation SET series = 'series-1' WHERE key = 'part-1'",
            "UPDATE claim SET status = 'MAYBE'",
            "UPDATE revision_clock SET id = 2",
            "DELETE FROM institution",
        ] {
            assert!(raw.execute_unprepared(statement).await.is_err(), "{statement}");
        }
    }
}

#[test]
fn a_missing_database_on_a_server_and_a_wrong_user() {
    testkit::database::on_postgres(|database| async move {
        let missing = database.url().replace("splot_test_", "splot_none_");
        let error = refused(&missing, OpenMode::Create).await;
        assert!(matches!(error, StoreError::Missing { .. }), "{error:?}");
        let stranger = database.url().replace("://splot@", "://stranger:geheim@");
        let error = refused(&stranger, OpenMode::Create).await;
        assert!(matches!(error, StoreError::Refused { .. }), "{error:?}");
        assert!(!format!("{error}{error:?}").contains("geheim"), "{error:?}");
    });
}

#[test]
fn reading_goes_on_while_another_program_writes() {
    block_on(async {
        let database = TestDatabase::sqlite();
        let store = open(&database).await;
        let raw = Database::connect(database.url()).await.unwrap();
        raw.execute_unprepared("BEGIN IMMEDIATE").await.unwrap();
        assert!(store.load().await.unwrap().record.is_empty());
        raw.execute_unprepared("COMMIT").await.unwrap();
        import(&store, &record()).await.unwrap();
    });
}
