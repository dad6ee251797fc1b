//! Who listens hears of every write, by whichever process.

use std::time::Duration;

use store::{OpenMode, Revision, Store};
use testkit::database::TestDatabase;

use crate::decided::retract_document;
use crate::record::{at, author, import, label, open, record};

testkit::both_databases! {
    async fn another_connection_hears_of_a_write(database: TestDatabase) {
        let store = open(&database).await;
        let other = Store::open(database.url(), OpenMode::Existing).await.unwrap();
        let bell = other.bell().await.unwrap();
        assert_eq!(bell.is_some(), database.is_postgres());
        import(&store, &record()).await.unwrap();
        let Some(mut bell) = bell else { return };
        let hear = async |bell: &mut store::Bell| {
            tokio::time::timeout(Duration::from_secs(20), bell.rung()).await.unwrap().unwrap();
        };
        hear(&mut bell).await;
        assert_eq!(other.revision().await.unwrap(), Revision::new(1), "it rings when the write is there");
        let document = "doc-001".parse().unwrap();
        let when = at("2026-11-23T10:00:00Z");
        retract_document(&store, &author(), when, &document, &label("nieaktualny")).await.unwrap();
        hear(&mut bell).await;
        assert_eq!(other.revision().await.unwrap(), Revision::new(2));
    }

    async fn what_changes_nothing_rings_no_bell(database: TestDatabase) {
        let store = open(&database).await;
        import(&store, &record()).await.unwrap();
        let Some(mut bell) = store.bell().await.unwrap() else { return };
        import(&store, &record()).await.unwrap();
        let document = "doc-001".parse().unwrap();
        let when = at("2026-11-23T10:00:00Z");
        let made = retract_document(&store, &author(), when, &document, &label("nieaktualny")).await.unwrap();
        tokio::time::timeout(Duration::from_secs(20), bell.rung()).await.unwrap().unwrap();
        assert_eq!(made, Some(Revision::new(2)), "the one that rang is the second write");
        let quiet = tokio::time::timeout(Duration::from_millis(50), bell.rung()).await;
        assert!(quiet.is_err(), "it rang once");
    }
}
