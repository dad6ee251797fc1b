//! Committing changes: over the revision they were worked out for, with the caller's key, all or nothing.

use chrono::TimeDelta;
use domain::changeset::{Changeset, PersonalRef};
use domain::person::{Person, PersonName};
use domain::record::Record;
use domain::vocabulary::Function;
use sea_orm::{ConnectionTrait, Database};
use store::{
    Act, Answered, Commit, Committed, REQUESTS_KEPT, RequestKey, Revision, Store, StoreError, Trial,
};
use testkit::database::TestDatabase;

use crate::record::{NAME, at, author, import, label, open, record};

/// The moment of the changes, later than the import.
const NOW: &str = "2026-11-23T08:00:00Z";

fn renamed(name: &str) -> Changeset {
    let mut changes = Changeset::default();
    let function = record().functions.remove(0);
    changes.put(Function { name_pl: label(name), ..function });
    changes
}

/// Commits as the tests do, at a moment after [`NOW`].
struct Committing<'a> {
    store: &'a Store,
    over: u64,
    later: TimeDelta,
    request: Option<RequestKey>,
    trial: Trial,
}

impl<'a> Committing<'a> {
    fn over(store: &'a Store, over: u64) -> Self {
        Self { store, over, later: TimeDelta::zero(), request: None, trial: Trial::Done }
    }

    async fn commit(self, changes: &Changeset) -> Result<Committed, StoreError> {
        let (by, reason, subject) = (author(), label("a test"), record().functions[0].key.reference());
        let stored = self.store.load().await?.record;
        let commit = Commit {
            by: &by,
            at: at(NOW) + self.later,
            act: Act::DefineVocabulary,
            reason: &reason,
            over: Revision::new(self.over),
            record: &stored,
            changes,
            subject: &subject,
            request: self.request.as_ref(),
        };
        self.store.commit(&commit, self.trial).await
    }
}

fn key(key: &str, digest: &str) -> Option<RequestKey> {
    Some(RequestKey { key: key.to_owned(), digest: digest.to_owned() })
}

fn made(revision: u64) -> Committed {
    Committed::Done { revision: Some(Revision::new(revision)) }
}

async fn loaded(store: &Store) -> Record {
    store.load().await.unwrap().record
}

testkit::both_databases! {
    async fn a_change_is_one_revision_with_its_log(database: TestDatabase) {
        let store = open(&database).await;
        import(&store, &record()).await.unwrap();
        let changes = renamed("rynek pracy i edukacja");
        assert_eq!(Committing::over(&store, 1).commit(&changes).await.unwrap(), made(2));
        let mut expected = record();
        changes.apply_to(&mut expected);
        assert_eq!(loaded(&store).await.functions, expected.functions);
        let entry = store.revisions(Revision::new(1), 9).await.unwrap().remove(0);
        assert_eq!((entry.act, entry.created, entry.changed, entry.personal), (Act::DefineVocabulary, 0, 1, 0));
        let log = store.changes(Revision::new(1), 9).await.unwrap();
        assert_eq!(log.len(), 1);
        assert_eq!(log[0].before.as_ref().unwrap()["name_pl"], "rynek pracy");
        assert_eq!(log[0].after.as_ref().unwrap()["name_pl"], "rynek pracy i edukacja");
        let same = Committing::over(&store, 2).commit(&changes).await.unwrap();
        assert_eq!(same, Committed::Done { revision: None }, "what is stored already makes no revision");
    }

    async fn a_trial_and_a_passed_revision_write_nothing(database: TestDatabase) {
        let store = open(&database).await;
        import(&store, &record()).await.unwrap();
        let changes = renamed("rynek pracy i edukacja");
        let tried = Committing { trial: Trial::Tried, ..Committing::over(&store, 1) };
        assert_eq!(tried.commit(&changes).await.unwrap(), Committed::Done { revision: None });
        let stale = Committing::over(&store, 0).commit(&changes).await.unwrap();
        assert_eq!(stale, Committed::Stale { current: Revision::new(1) });
        let ahead = Committing::over(&store, 2).commit(&changes).await.unwrap();
        assert_eq!(ahead, Committed::Stale { current: Revision::new(1) });
        assert_eq!(loaded(&store).await.functions, record().functions);
        assert_eq!(store.revision().await.unwrap(), Revision::new(1));
    }

    async fn a_key_is_answered_as_before_for_30_days(database: TestDatabase) {
        let store = open(&database).await;
        import(&store, &record()).await.unwrap();
        let first = Committing { request: key("k", "a"), ..Committing::over(&store, 1) };
        assert_eq!(first.commit(&renamed("jeden")).await.unwrap(), made(2));
        let later = TimeDelta::seconds(1);
        let nothing = Committing { request: key("n", "a"), later, ..Committing::over(&store, 2) };
        assert_eq!(nothing.commit(&renamed("jeden")).await.unwrap(), Committed::Done { revision: None });
        let subject = record().functions[0].key.reference();
        for (name, has_changed) in [("k", true), ("n", false)] {
            let (subject, revision) = (subject.clone(), Revision::new(2));
            let known = Committed::Repeated(Answered { subject, revision, has_changed });
            let again = Committing { request: key(name, "a"), ..Committing::over(&store, 7) };
            assert_eq!(again.commit(&renamed("dwa")).await.unwrap(), known);
            assert_eq!(store.answered(&key(name, "a").unwrap()).await.unwrap(), Some(known));
            assert_eq!(store.answered(&key(name, "b").unwrap()).await.unwrap(), Some(Committed::KeyReused));
        }
        assert_eq!(store.answered(&key("other", "a").unwrap()).await.unwrap(), None);
        // Another request much later makes room.
        let later = REQUESTS_KEPT + TimeDelta::seconds(1);
        let other = Committing { request: key("o", "a"), later, ..Committing::over(&store, 2) };
        assert_eq!(other.commit(&renamed("trzy")).await.unwrap(), made(3));
        assert_eq!(store.answered(&key("k", "a").unwrap()).await.unwrap(), None);
    }

    async fn personal_values_are_counted_and_never_logged(database: TestDatabase) {
        let store = open(&database).await;
        import(&store, &record()).await.unwrap();
        let person: domain::id::Id<Person> = record().people[0].key.clone();
        let mut changes = Changeset::default();
        changes.personal.names.push(PersonName { person: person.clone(), full_name: label(NAME) });
        assert_eq!(Committing::over(&store, 1).commit(&changes).await.unwrap(), made(2));
        let same = Committing::over(&store, 2).commit(&changes).await.unwrap();
        assert_eq!(same, Committed::Done { revision: None });
        let forgotten = vec![PersonalRef::Name(person.clone())];
        let forget = Changeset { forgotten, ..Changeset::default() };
        assert_eq!(Committing::over(&store, 2).commit(&forget).await.unwrap(), made(3));
        assert_eq!(store.person_names(&[person]).await.unwrap(), []);
        let told: Vec<u64> = store.revisions(Revision::new(1), 9).await.unwrap().iter().map(|it| it.personal).collect();
        assert_eq!(told, [1, 1]);
        assert_eq!(store.changes(Revision::new(1), 9).await.unwrap(), []);
    }

    async fn what_refers_to_nothing_is_not_committed(database: TestDatabase) {
        let store = open(&database).await;
        import(&store, &record()).await.unwrap();
        let mut changes = renamed("jeden");
        let mut institution = record().institutions.remove(0);
        institution.parent = Some("nobody".parse().unwrap());
        changes.put(institution);
        assert!(Committing::over(&store, 1).commit(&changes).await.is_err());
        assert_eq!(store.revision().await.unwrap(), Revision::new(1));
        assert_eq!(loaded(&store).await.functions, record().functions);
    }
}

#[test]
fn a_serialization_failure_is_a_conflict_and_leaves_nothing() {
    testkit::database::on_postgres(async |database: TestDatabase| {
        let store = open(&database).await;
        import(&store, &record()).await.unwrap();
        // A sequence is not rolled back, so only the first revision after this fails.
        let db = Database::connect(database.url()).await.unwrap();
        db.execute_unprepared(
            "CREATE SEQUENCE failures;
             CREATE FUNCTION fail_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
               IF nextval('failures') = 1 THEN
                 RAISE EXCEPTION 'could not serialize access' USING ERRCODE = '40001';
               END IF;
               RETURN NEW;
             END $$;
             CREATE TRIGGER fail_once BEFORE INSERT ON \"revision\" FOR EACH ROW EXECUTE FUNCTION fail_once();",
        )
        .await
        .unwrap();
        let changes = renamed("jeden");
        let refused = Committing::over(&store, 1).commit(&changes).await;
        assert!(matches!(refused, Err(StoreError::Conflict)), "{refused:?}");
        assert_eq!(loaded(&store).await.functions, record().functions);
        assert_eq!(Committing::over(&store, 1).commit(&changes).await.unwrap(), made(2));
    });
}
