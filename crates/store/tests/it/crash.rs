//! A write that is cut off leaves nothing: dropped in the middle, or with its whole process killed.

use std::process::Command;
use std::sync::Arc;

use domain::person::Personal;
use store::{OpenMode, Progress, Revision, Stage, Store};
use testkit::database::TestDatabase;

use crate::record::{at, author, import, label, open, personal, record};

/// Names the database on which the process that is to crash works.
const VICTIM: &str = "SPLOT_TEST_CRASH_URL";

testkit::both_databases! {
    async fn a_dropped_import_leaves_nothing(database: TestDatabase) {
        let store = open(&database).await;
        let many = record();
        let personal = personal();
        for stage in [Stage::Reading, Stage::Checking, Stage::Writing, Stage::Logging] {
            let reached = Arc::new(tokio::sync::Notify::new());
            let listener = |it: Progress| {
                // An import that is dropped while its commit is on its way may be whole; before, it is nothing.
                if it.stage == stage && (it.done > 0 || it.total == 0 || stage == Stage::Checking) {
                    reached.notify_one();
                }
            };
            let (by, source) = (author(), label("a test"));
            let now = at("2026-11-22T10:00:00Z");
            tokio::select! {
                biased;
                () = reached.notified() => {}
                done = store.import(&by, now, &source, (&many, &personal), &listener) => {
                    panic!("it was not dropped at {stage:?}: {done:?}")
                }
            }
            assert_eq!(store.revision().await.unwrap(), Revision::EMPTY, "dropped at {stage:?}");
            assert!(store.load().await.unwrap().record.is_empty(), "dropped at {stage:?}");
        }
        // The next writer is not held up, and finds nothing.
        let outcome = import(&store, &many).await.unwrap();
        assert_eq!((outcome.revision, outcome.total().created), (Some(Revision::new(1)), many.len()));
    }

    async fn a_killed_process_leaves_nothing(database: TestDatabase) {
        let store = open(&database).await;
        let status = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "crash::victim", "--ignored", "--nocapture"])
            .env(VICTIM, database.url())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&status.stdout).into_owned();
        assert!(said.contains("about to crash"), "{said}{}", String::from_utf8_lossy(&status.stderr));
        assert!(!status.status.success());
        assert_eq!(store.revision().await.unwrap(), Revision::EMPTY);
        assert!(store.load().await.unwrap().record.is_empty());
        assert_eq!(store.changes(Revision::EMPTY, 10).await.unwrap(), []);
        assert_eq!(import(&store, &record()).await.unwrap().revision, Some(Revision::new(1)));
    }
}

/// Not a test by itself: the process that `a_killed_process_leaves_nothing` starts.
#[tokio::test]
#[ignore = "it crashes on purpose; another test starts it"]
async fn victim() {
    let Some(url) = std::env::var_os(VICTIM) else { return };
    let store = Store::open(url.to_str().unwrap(), OpenMode::Existing).await.unwrap();
    let listener = |it: Progress| {
        if it.stage == Stage::Logging && it.done == it.total {
            println!("about to crash");
            std::process::abort();
        }
    };
    let (record, source) = (record(), label("a test"));
    let given = (&record, &Personal::default());
    let done = store.import(&author(), at("2026-11-22T10:00:00Z"), &source, given, &listener).await;
    panic!("it did not crash: {done:?}");
}
