//! Decisions, and what stands after them.

use domain::date::EdtfDate;
use domain::identity::{DecisionStatus, merge};
use domain::record::Record;
use domain::support::standing;
use store::{Act, Revision, Store, StoreError};
use testkit::database::TestDatabase;

use crate::decided::{accept_document, decide_identity, retract_document};
use crate::record::{at, author, import, label, open, record};

async fn loaded(store: &Store) -> Record {
    store.load().await.unwrap().record
}

testkit::both_databases! {
    async fn a_retracted_document_comes_back_with_all_it_supports(database: TestDatabase) {
        let store = open(&database).await;
        import(&store, &record()).await.unwrap();
        let (now, id) = (at("2026-11-23T08:00:00Z"), "doc-001".parse().unwrap());
        let before = loaded(&store).await;
        let whole = standing(before.clone()).unwrap();
        assert_eq!(whole.fallen, []);

        let made = retract_document(&store, &author(), now, &id, &label("nieprawdziwy")).await.unwrap();
        assert_eq!(made, Some(Revision::new(2)));
        let part = standing(loaded(&store).await).unwrap();
        let fallen: Vec<_> = part.fallen.iter().map(ToString::to_string).collect();
        assert_eq!(fallen, ["membership:m-1", "participation:part-1", "participation:part-2"]);
        let noted = part.record.institutions.iter().find(|it| it.key.as_str() == "ops-deszczno").unwrap();
        assert_eq!(noted.note, None, "the only claim of the note is in the retracted document");
        assert_eq!(retract_document(&store, &author(), now, &id, &label("again")).await.unwrap(), None);

        let made = accept_document(&store, &author(), now, &id, &label("jednak prawdziwy")).await.unwrap();
        assert_eq!(made, Some(Revision::new(3)));
        assert_eq!(loaded(&store).await, before);
        assert_eq!(standing(loaded(&store).await).unwrap(), whole);
        assert_eq!(accept_document(&store, &author(), now, &id, &label("again")).await.unwrap(), None);

        let entries = store.revisions(Revision::new(1), 10).await.unwrap();
        let acts: Vec<_> = entries.iter().map(|it| (it.act, it.reason.as_str().to_owned(), it.changed)).collect();
        assert_eq!(acts, [
            (Act::RetractDocument, "nieprawdziwy".to_owned(), 1),
            (Act::AcceptDocument, "jednak prawdziwy".to_owned(), 1),
        ]);
        let changes = store.changes(Revision::new(1), 10).await.unwrap();
        assert_eq!(changes.len(), 2);
        assert_eq!(changes[0].after.as_ref().unwrap()["state"], "RETRACTED");
        assert_eq!(changes[1].before, changes[0].after);
        assert_eq!(changes[1].after, changes[0].before);
    }

    async fn an_import_does_not_bring_a_retracted_document_back(database: TestDatabase) {
        let store = open(&database).await;
        import(&store, &record()).await.unwrap();
        let (now, id) = (at("2026-11-23T08:00:00Z"), "doc-001".parse().unwrap());
        retract_document(&store, &author(), now, &id, &label("nieprawdziwy")).await.unwrap();
        assert_eq!(import(&store, &record()).await.unwrap().revision, None);
        assert_eq!(standing(loaded(&store).await).unwrap().fallen.len(), 3);
    }

    async fn identity_is_decided_and_undone(database: TestDatabase) {
        let store = open(&database).await;
        import(&store, &record()).await.unwrap();
        let id = "same-1".parse().unwrap();
        let mut apart = loaded(&store).await;
        assert!(merge(&mut apart).canonical.is_empty());

        let now = at("2026-11-23T23:59:59Z");
        let decide = async |status, reason: &str| {
            decide_identity(&store, &author(), now, &id, status, &label(reason)).await.unwrap()
        };
        assert_eq!(decide(DecisionStatus::Accepted, "jedno").await, Some(Revision::new(2)));
        assert_eq!(decide(DecisionStatus::Accepted, "jedno, powiadam").await, None);
        let mut joined = loaded(&store).await;
        let merges = merge(&mut joined);
        assert_eq!(merges.absorbed.len(), 1);
        assert_eq!(joined.institutions.len(), apart.institutions.len() - 1);
        assert!(joined.memberships.iter().any(|it| it.party.to_string() == "institution:ops-deszczno"));
        let decided = &joined.identity_decisions[0];
        assert_eq!((decided.reason.as_str(), decided.decided_by.as_str()), ("jedno", author().as_str()));
        assert_eq!(decided.decided_on, "2026-11-23".parse::<EdtfDate>().unwrap());
        // Not even the file in which it was only proposed takes the decision back.
        assert_eq!(import(&store, &record()).await.unwrap().revision, None);

        assert_eq!(decide(DecisionStatus::Undone, "jednak nie").await, Some(Revision::new(3)));
        let mut undone = loaded(&store).await;
        assert!(merge(&mut undone).canonical.is_empty());
        assert_eq!(undone.institutions, apart.institutions);
        assert_eq!(undone.memberships, apart.memberships);
        assert_eq!(decide(DecisionStatus::Accepted, "a jednak").await, Some(Revision::new(4)));
        let mut redone = loaded(&store).await;
        assert_eq!(merge(&mut redone), merges);
        assert_eq!(redone.memberships, joined.memberships);
    }

    async fn what_is_not_there_cannot_be_decided(database: TestDatabase) {
        let store = open(&database).await;
        import(&store, &record()).await.unwrap();
        let now = at("2026-11-23T08:00:00Z");
        let status = DecisionStatus::Accepted;
        let unknown = decide_identity(&store, &author(), now, &"same-9".parse().unwrap(), status, &label("x")).await;
        let Err(error @ StoreError::NotFound { .. }) = unknown else { panic!("{unknown:?}") };
        assert_eq!(error.to_string(), "there is no identity-decision `same-9` in the record");
        assert_eq!(store.revision().await.unwrap(), Revision::new(1));
    }
}
