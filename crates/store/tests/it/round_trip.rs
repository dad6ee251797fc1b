//! What goes in comes out.

use domain::check::problems;
use domain::for_each_noun;
use domain::record::{Record, RecordKind, RecordRef};
use store::{Revision, SchemaState, Store};
use testkit::database::TestDatabase;

use crate::record::{at, import, import_all, open, personal, record};

fn without_texts(record: &Record) -> Record {
    Record { claim_texts: Vec::new(), ..record.clone() }
}

#[test]
fn the_example_has_every_kind_and_is_whole() {
    let record = record();
    let mut kinds = 0;
    macro_rules! each {
        ($($field:ident: $Type:ident, $name:literal;)*) => {
            $(assert!(!record.$field.is_empty(), "no {}", $name); kinds += 1;)*
        };
    }
    for_each_noun!(each);
    assert_eq!(kinds, RecordKind::ALL.len());
    assert_eq!(problems(&record), []);
}

testkit::both_databases! {
    async fn an_empty_database_holds_an_empty_record(database: TestDatabase) {
        let store = Store::open(database.url(), store::OpenMode::Create).await.unwrap();
        assert_eq!(store.schema_state().await.unwrap(), SchemaState::Empty);
        store.migrate().await.unwrap();
        store.migrate().await.unwrap();
        assert_eq!(store.schema_state().await.unwrap(), SchemaState::Current);
        assert_eq!(store.revision().await.unwrap(), Revision::EMPTY);
        let loaded = store.load().await.unwrap();
        assert_eq!((loaded.revision, loaded.recorded_at), (Revision::EMPTY, None));
        assert!(loaded.record.is_empty());
    }

    async fn every_kind_comes_back_as_it_went_in(database: TestDatabase) {
        let store = open(&database).await;
        let record = record();
        let outcome = import_all(&store, &record, &personal()).await.unwrap();
        assert_eq!(outcome.revision, Some(Revision::new(1)));
        let loaded = store.load().await.unwrap();
        assert_eq!(loaded.record, without_texts(&record));
        assert_eq!(loaded.revision, Revision::new(1));
        // Cut to microseconds, the same on both databases.
        assert_eq!(loaded.recorded_at, Some(at("2026-11-22T10:00:00.123456Z")));

        let claims: Vec<_> = record.claims.iter().map(|it| it.key.clone()).collect();
        assert_eq!(store.claim_texts(&claims).await.unwrap(), record.claim_texts);
        assert_eq!(store.claim_texts(&claims[..1]).await.unwrap(), record.claim_texts[..1]);
        assert_eq!(store.claim_texts(&[]).await.unwrap(), []);
        let people = [record.people[0].key.clone(), "nobody".parse().unwrap()];
        assert_eq!(store.person_names(&people).await.unwrap(), personal().names);
        let reachable: Vec<RecordRef> =
            ["person:council-chair-2015", "institution:ops-deszczno"].map(|it| it.parse().unwrap()).into();
        assert_eq!(store.contact_points(&reachable).await.unwrap(), personal().contacts);
        assert_eq!(store.contact_points(&reachable[..1]).await.unwrap(), personal().contacts[..1]);
        store.close().await.unwrap();
    }

    async fn the_order_of_what_is_given_does_not_matter(database: TestDatabase) {
        let store = open(&database).await;
        let mut reversed = record();
        macro_rules! reverse {
            ($($field:ident: $Type:ident, $name:literal;)*) => { $(reversed.$field.reverse();)* };
        }
        for_each_noun!(reverse);
        import(&store, &reversed).await.unwrap();
        assert_eq!(store.load().await.unwrap().record, without_texts(&record()));
        let first = store.changes(Revision::EMPTY, 1_000).await.unwrap();
        let keys: Vec<_> = first.iter().map(|it| it.at.clone()).collect();
        assert!(keys.is_sorted(), "the log is in the order of kinds and keys");
    }

    async fn a_load_takes_one_statement_a_table(database: TestDatabase) {
        let store = open(&database).await;
        import(&store, &record()).await.unwrap();
        let before = store.statements_sent();
        store.load().await.unwrap();
        // One for the revision; the texts of claims are left out.
        let tables = u64::try_from(RecordKind::ALL.len()).unwrap() - 1;
        assert_eq!(store.statements_sent() - before, tables + 1);
    }

    async fn many_rows_stay_within_the_limits(database: TestDatabase) {
        let store = open(&database).await;
        let mut record = record();
        let (claim, text, institution) =
            (record.claims[0].clone(), record.claim_texts[0].clone(), record.institutions[0].clone());
        for number in 0..12_000 {
            let mut more = institution.clone();
            more.key = format!("many-{number:05}").parse().unwrap();
            let mut exists = claim.clone();
            exists.key = format!("many-{number:05}").parse().unwrap();
            exists.subject = format!("institution:many-{number:05}").parse().unwrap();
            let mut place = text.clone();
            place.key = format!("many-{number:05}").parse().unwrap();
            (exists.field, exists.value) = (None, None);
            record.institutions.push(more);
            record.claims.push(exists);
            record.claim_texts.push(place);
        }
        record.sort();
        let before = store.statements_sent();
        let outcome = import(&store, &record).await.unwrap();
        assert_eq!(outcome.total().created, record.len());
        assert!(store.statements_sent() - before < 300, "{} statements", store.statements_sent() - before);
        assert_eq!(store.load().await.unwrap().record, without_texts(&record));
        let claims: Vec<_> = record.claims.iter().map(|it| it.key.clone()).collect();
        assert_eq!(store.claim_texts(&claims).await.unwrap(), record.claim_texts);
    }
}
