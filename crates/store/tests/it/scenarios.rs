//! Scenarios: drafts with versions of their own, apart from the record until one is applied.

use std::process::Command;

use domain::id::Id;
use domain::record::Record;
use domain::scenario::{Change, Decision, Scenario, ScenarioState, decided};
use domain::support::standing;
use store::{
    Act, Amendment, Application, ChangeRequest, OpenMode, Proposal, RequestKey, Revision, ScenarioRefusal,
    Stage, Store, StoreError, StoredScenario, Trial,
};
use testkit::database::TestDatabase;

use crate::record::{at, author, import, label, open, record};

/// Names the database on which the process that is to crash works.
const VICTIM: &str = "SPLOT_TEST_SCENARIO_CRASH_URL";

fn newcomer(name: &str) -> Change {
    Change::AddInstitution {
        name: label(name),
        r#type: None,
        sector: None,
        seat: None,
        functions: Vec::new(),
    }
}

fn draft(key: &str, name: &str) -> Scenario {
    Scenario {
        key: key.parse().unwrap(),
        name: label(name),
        note: None,
        base: 1,
        changes: vec![newcomer("Fundacja Nowa")],
        state: ScenarioState::Draft,
    }
}

fn proposal(key: &str, name: &str) -> Proposal {
    Proposal { scenario: draft(key, name), by: author(), at: at("2026-11-22T10:00:00Z"), request: None }
}

fn request(key: &str, digest: &str) -> Option<RequestKey> {
    Some(RequestKey { key: key.into(), digest: digest.into() })
}

fn which(key: &str, if_version: Option<u64>) -> ChangeRequest {
    let key = key.parse().unwrap();
    ChangeRequest { key, if_version, at: at("2026-11-23T10:00:00Z"), request: None }
}

async fn propose(store: &Store, key: &str, name: &str) -> Result<StoredScenario, ScenarioRefusal> {
    store.propose_scenario(&proposal(key, name), Trial::Done).await.unwrap()
}

async fn rows(store: &Store, key: &str) -> Record {
    let scenario = store.scenario(&key.parse().unwrap()).await.unwrap().unwrap().scenario;
    let mut record = standing(store.load().await.unwrap().record).unwrap().record;
    record.sort();
    let decision = Decision { title: label("Uchwała 1/2027"), date: "2027-01-10".parse().unwrap() };
    decided(&record, &scenario, &decision).unwrap()
}

/// Drafts a scenario over the present record and applies it at once; nothing while there is no record.
pub(crate) async fn carry_out(store: &Store, key: &str, name: &str) {
    let over = store.revision().await.unwrap();
    if over == Revision::EMPTY {
        return;
    }
    let scenario = Scenario { base: over.get(), ..draft(key, name) };
    let proposal = Proposal { scenario, ..proposal(key, name) };
    store.propose_scenario(&proposal, Trial::Done).await.unwrap().unwrap();
    let rows = rows(store, key).await;
    let written = application(&rows, over.get(), 1);
    store.apply_scenario(&which(key, None), &written, &|_| {}, Trial::Done).await.unwrap().unwrap();
}

fn application(rows: &Record, over: u64, version: u64) -> Application<'_> {
    let reason = label("Uchwała 1/2027");
    Application { by: author(), over: Revision::new(over), version, rows, reason }
}

testkit::both_databases! {
    async fn a_draft_is_kept_apart_from_the_record(database: TestDatabase) {
        let store = open(&database).await;
        import(&store, &record()).await.unwrap();
        let before = store.load().await.unwrap();
        let made = propose(&store, "s-1", "Wiosna 2027").await.unwrap();
        assert_eq!((made.version, made.applied, &made.scenario), (1, None, &draft("s-1", "Wiosna 2027")));
        store.close().await.unwrap();

        let store = Store::open(database.url(), OpenMode::Existing).await.unwrap();
        assert_eq!(store.scenario(&made.scenario.key).await.unwrap(), Some(made.clone()));
        assert_eq!(store.scenarios(&[]).await.unwrap(), [made]);
        assert_eq!(store.scenarios(&[ScenarioState::Applied]).await.unwrap(), []);
        assert_eq!(store.load().await.unwrap(), before, "no revision, no row of the record");
        assert_eq!(store.scenario(&"s-9".parse().unwrap()).await.unwrap(), None);
    }

    async fn names_are_unique_among_drafts(database: TestDatabase) {
        let store = open(&database).await;
        import(&store, &record()).await.unwrap();
        propose(&store, "s-1", "Wiosna").await.unwrap();
        assert_eq!(propose(&store, "s-2", "wiosna").await, Err(ScenarioRefusal::NameTaken));
        propose(&store, "s-2", "Jesień").await.unwrap();
        let rename = Amendment {
            name: label("WIOSNA"),
            note: None,
            base: 1,
            changes: vec![newcomer("x")],
        };
        let refused = store.amend_scenario(&which("s-2", None), &rename, Trial::Done).await.unwrap();
        assert_eq!(refused, Err(ScenarioRefusal::NameTaken));
        store.discard_scenario(&which("s-1", None), Trial::Done).await.unwrap().unwrap();
        let renamed = store.amend_scenario(&which("s-2", None), &rename, Trial::Done).await.unwrap().unwrap();
        assert_eq!((renamed.version, renamed.scenario.name.as_str()), (2, "WIOSNA"));
    }

    async fn concurrent_proposals_of_one_name_make_one(database: TestDatabase) {
        let (first, second) = (open(&database).await, Store::open(database.url(), OpenMode::Existing).await.unwrap());
        let (one, other) = tokio::join!(propose(&first, "s-1", "Wiosna"), propose(&second, "s-2", "Wiosna"));
        let refused = [&one, &other].into_iter().filter(|it| **it == Err(ScenarioRefusal::NameTaken)).count();
        assert_eq!(refused, 1, "{one:?} {other:?}");
        assert_eq!(first.scenarios(&[]).await.unwrap().len(), 1);
    }

    async fn a_version_that_is_not_the_last_is_refused(database: TestDatabase) {
        let store = open(&database).await;
        propose(&store, "s-1", "Wiosna").await.unwrap();
        let to = Amendment { name: label("Wiosna"), note: Some(label("n")), base: 0, changes: vec![newcomer("y")] };
        let tried = store.amend_scenario(&which("s-1", Some(1)), &to, Trial::Tried).await.unwrap().unwrap();
        assert_eq!(tried.version, 2);
        assert_eq!(store.scenarios(&[]).await.unwrap()[0].version, 1, "it was only tried");
        let amended = store.amend_scenario(&which("s-1", Some(1)), &to, Trial::Done).await.unwrap().unwrap();
        assert_eq!((amended.version, amended.scenario.changes.clone()), (2, vec![newcomer("y")]));
        let refused = store.amend_scenario(&which("s-1", Some(1)), &to, Trial::Done).await.unwrap();
        assert_eq!(refused, Err(ScenarioRefusal::StaleVersion { current: 2 }));
        let unknown = store.discard_scenario(&which("s-7", None), Trial::Done).await.unwrap();
        assert_eq!(unknown, Err(ScenarioRefusal::Unknown));
        store.discard_scenario(&which("s-1", Some(2)), Trial::Done).await.unwrap().unwrap();
        let refused = store.amend_scenario(&which("s-1", None), &to, Trial::Done).await.unwrap();
        assert_eq!(refused, Err(ScenarioRefusal::NotADraft { state: ScenarioState::Discarded }));
    }

    async fn the_same_request_again_does_nothing(database: TestDatabase) {
        let store = open(&database).await;
        let asked = Proposal { request: request("k1", "a"), ..proposal("s-1", "Wiosna") };
        let made = store.propose_scenario(&asked, Trial::Done).await.unwrap().unwrap();
        let again = Proposal { request: request("k1", "a"), ..proposal("s-2", "Wiosna") };
        assert_eq!(store.propose_scenario(&again, Trial::Done).await.unwrap().unwrap(), made);
        let other = Proposal { request: request("k1", "b"), ..proposal("s-2", "Lato") };
        assert_eq!(store.propose_scenario(&other, Trial::Done).await.unwrap(), Err(ScenarioRefusal::KeyReused));
        let discard = ChangeRequest { request: request("k2", "c"), ..which("s-1", Some(1)) };
        let gone = store.discard_scenario(&discard, Trial::Done).await.unwrap().unwrap();
        assert_eq!(store.discard_scenario(&discard, Trial::Done).await.unwrap().unwrap(), gone);
    }

    async fn drafts_are_bounded_and_discarded_ones_make_room(database: TestDatabase) {
        let store = open(&database).await;
        for number in 0..200 {
            propose(&store, &format!("s-{number}"), &format!("Plan {number}")).await.unwrap();
        }
        assert_eq!(propose(&store, "s-200", "Plan").await, Err(ScenarioRefusal::TooMany { most: 200 }));
        store.discard_scenario(&which("s-0", None), Trial::Done).await.unwrap().unwrap();
        propose(&store, "s-200", "Plan").await.unwrap();
    }

    async fn applying_writes_the_record_once(database: TestDatabase) {
        let store = open(&database).await;
        import(&store, &record()).await.unwrap();
        propose(&store, "s-1", "Wiosna").await.unwrap();
        let rows = rows(&store, "s-1").await;
        let apply = async |over, version, trial| {
            store.apply_scenario(&which("s-1", None), &application(&rows, over, version), &|_| {}, trial).await.unwrap()
        };
        let stale = Err(ScenarioRefusal::StaleRevision { current: Revision::new(1) });
        assert_eq!(apply(0, 1, Trial::Done).await, stale);
        assert_eq!(apply(1, 7, Trial::Done).await, Err(ScenarioRefusal::StaleVersion { current: 1 }));
        assert!(apply(1, 1, Trial::Tried).await.is_ok());
        assert_eq!(store.revision().await.unwrap(), Revision::new(1), "it was only tried");

        let applied = apply(1, 1, Trial::Done).await.unwrap();
        assert_eq!((applied.scenario.state, applied.applied), (ScenarioState::Applied, Some(Revision::new(2))));
        let entry = &store.revisions(Revision::new(1), 5).await.unwrap()[0];
        assert_eq!((entry.act, entry.reason.as_str()), (Act::ApplyScenario, "Uchwała 1/2027"));
        // The newcomer, the document, the claim and its text.
        assert_eq!((entry.created, entry.changed), (4, 0));
        let made = store.load().await.unwrap().record;
        assert!(made.institutions.iter().any(|it| it.key.as_str() == "s-1-c1"));
        assert_eq!(standing(made).unwrap().fallen, []);
        assert_eq!(store.scenario(&"s-1".parse().unwrap()).await.unwrap(), Some(applied));
        let again = Err(ScenarioRefusal::NotADraft { state: ScenarioState::Applied });
        assert_eq!(apply(2, 2, Trial::Done).await, again);
        assert_eq!(store.revision().await.unwrap(), Revision::new(2));
    }

    async fn concurrent_applications_write_once(database: TestDatabase) {
        let first = open(&database).await;
        import(&first, &record()).await.unwrap();
        let second = Store::open(database.url(), OpenMode::Existing).await.unwrap();
        propose(&first, "s-1", "Wiosna").await.unwrap();
        let rows = rows(&first, "s-1").await;
        let apply = async |store: &Store| {
            let written = application(&rows, 1, 1);
            store.apply_scenario(&which("s-1", Some(1)), &written, &|_| {}, Trial::Done).await.unwrap()
        };
        let (one, other) = tokio::join!(apply(&first), apply(&second));
        assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1, "{one:?} {other:?}");
        assert_eq!(first.revision().await.unwrap(), Revision::new(2));
    }

    async fn rows_that_do_not_fit_leave_the_draft_as_it_was(database: TestDatabase) {
        let store = open(&database).await;
        import(&store, &record()).await.unwrap();
        let made = propose(&store, "s-1", "Wiosna").await.unwrap();
        let mut rows = rows(&store, "s-1").await;
        rows.claims.clear();
        let failed =
            store.apply_scenario(&which("s-1", None), &application(&rows, 1, 1), &|_| {}, Trial::Done).await;
        assert!(matches!(failed, Err(StoreError::Invalid { .. })), "{failed:?}");
        assert_eq!(store.scenario(&"s-1".parse().unwrap()).await.unwrap(), Some(made));
    }

    async fn a_process_killed_while_applying_leaves_the_draft(database: TestDatabase) {
        let store = open(&database).await;
        import(&store, &record()).await.unwrap();
        let made = propose(&store, "s-1", "Wiosna").await.unwrap();
        let status = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "scenarios::victim", "--ignored", "--nocapture"])
            .env(VICTIM, database.url())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&status.stdout).into_owned();
        assert!(said.contains("about to crash"), "{said}{}", String::from_utf8_lossy(&status.stderr));
        assert!(!status.status.success());
        assert_eq!(store.revision().await.unwrap(), Revision::new(1));
        let key: Id<Scenario> = "s-1".parse().unwrap();
        assert_eq!(store.scenario(&key).await.unwrap(), Some(made));
        let rows = rows(&store, "s-1").await;
        let written = application(&rows, 1, 1);
        store.apply_scenario(&which("s-1", None), &written, &|_| {}, Trial::Done).await.unwrap().unwrap();
    }
}

/// Not a test by itself: the process that `a_process_killed_while_applying_leaves_the_draft` starts.
#[tokio::test]
#[ignore = "it crashes on purpose; another test starts it"]
async fn victim() {
    let Some(url) = std::env::var_os(VICTIM) else { return };
    let store = Store::open(url.to_str().unwrap(), OpenMode::Existing).await.unwrap();
    let rows = rows(&store, "s-1").await;
    let listener = |it: store::Progress| {
        if it.stage == Stage::Logging && it.done == it.total {
            println!("about to crash");
            std::process::abort();
        }
    };
    let done =
        store.apply_scenario(&which("s-1", None), &application(&rows, 1, 1), &listener, Trial::Done).await;
    panic!("it did not crash: {done:?}");
}
