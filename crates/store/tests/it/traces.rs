//! What the log tells of one object.

use std::collections::BTreeMap;

use domain::identity::DecisionStatus;
use domain::record::RecordRef;
use store::{Act, Change, ChangePosition, Revision, Store, Trace};
use testkit::database::TestDatabase;

use crate::decided::{accept_document, decide_identity, retract_document};
use crate::record::{at, author, import, label, open, record};

fn of(text: &str) -> RecordRef {
    text.parse().unwrap()
}

async fn traced(store: &Store, about: &str, until: u64) -> Vec<(u64, Vec<String>)> {
    let traces = store.history(&[of(about)], Revision::new(until)).await.unwrap();
    let mut told = Vec::new();
    for trace in traces {
        let changes = store.changes_at(std::slice::from_ref(&trace)).await.unwrap();
        assert_eq!(changes.len(), trace.ordinals.len());
        told.push((trace.revision.get(), changes.iter().map(|it| it.at.to_string()).collect()));
    }
    told
}

testkit::both_databases! {
    async fn an_object_s_history_has_its_claims_decisions_and_documents(database: TestDatabase) {
        let store = open(&database).await;
        import(&store, &record()).await.unwrap();
        let when = at("2026-11-23T10:00:00Z");
        let reason = label("powód");
        let (first, second) = ("doc-000".parse().unwrap(), "doc-001".parse().unwrap());
        retract_document(&store, &author(), when, &second, &reason).await.unwrap();
        accept_document(&store, &author(), when, &second, &reason).await.unwrap();
        let same = "same-1".parse().unwrap();
        decide_identity(&store, &author(), when, &same, DecisionStatus::Accepted, &reason).await.unwrap();
        let mut renamed = record();
        let deszczno = renamed.institutions.iter_mut().find(|it| it.key.as_str() == "ops-deszczno").unwrap();
        deszczno.name_pl = label("OPS");
        import(&store, &renamed).await.unwrap();
        retract_document(&store, &author(), when, &first, &reason).await.unwrap();

        let about = "institution:ops-deszczno";
        let claims = ["claim-institution-ops-deszczno", "claim-name-1", "claim-note"];
        let mut made: Vec<String> = vec![about.to_owned(), "identity-decision:same-1".to_owned()];
        made.extend(claims.map(|it| format!("claim:{it}")));
        made.extend(claims.map(|it| format!("claim-text:{it}")));
        made.sort();
        let mut told = traced(&store, about, 6).await;
        told[0].1.sort();
        let one = |revision: u64, it: &str| (revision, vec![it.to_owned()]);
        let expected = [
            (1, made),
            one(2, "document:doc-001"),
            one(3, "document:doc-001"),
            one(4, "identity-decision:same-1"),
            one(5, about),
            one(6, "document:doc-000"),
        ];
        assert_eq!(told, expected);
        assert_eq!(traced(&store, about, 4).await.len(), 4, "up to a revision");
        // A document's own history has all of its changes once.
        let of_document: Vec<_> = traced(&store, "document:doc-001", 6).await;
        assert_eq!(of_document.iter().map(|it| it.0).collect::<Vec<_>>(), [1, 2, 3]);
        // Not touched by the second document.
        let sector: Vec<_> = traced(&store, "sector:jst", 6).await.iter().map(|it| it.0).collect();
        assert_eq!(sector, [1, 6]);
        assert_eq!(traced(&store, "institution:nobody", 6).await, []);

        let entries = store.entries(&[Revision::new(4), Revision::new(1), Revision::new(9)]).await.unwrap();
        let acts: Vec<_> = entries.iter().map(|it| (it.revision.get(), it.act)).collect();
        assert_eq!(acts, [(1, Act::Import), (4, Act::DecideIdentity)]);
        let last = store.last_change(Revision::new(5)).await.unwrap();
        assert_eq!(last, ChangePosition { revision: Revision::new(5), ordinal: 1 });
        assert_eq!(store.last_change(Revision::new(7)).await.unwrap().ordinal, 0);
    }

    async fn a_history_is_what_the_whole_log_has_of_a_record(database: TestDatabase) {
        let store = open(&database).await;
        for number in 0..4 {
            let mut changed = record();
            changed.meetings[0].title = Some(label(&format!("Tytuł {number}")));
            changed.claims[3].rank = number + 1;
            import(&store, &changed).await.unwrap();
        }
        let log = store.changes(Revision::EMPTY, 100_000).await.unwrap();
        let claims = record().claims;
        let concerns = |it: &Change, about: &RecordRef| {
            let is_claim = ["claim", "claim-text"].contains(&it.at.kind.as_str());
            let claim = claims.iter().find(|claim| is_claim && claim.key.as_str() == &*it.at.key);
            it.at == *about || claim.is_some_and(|claim| claim.subject == *about)
        };
        for about in claims.iter().map(|it| &it.subject) {
            if about.kind.as_str() == "institution" {
                continue;
            }
            let mut expected = BTreeMap::<u64, Vec<u64>>::new();
            for change in log.iter().filter(|it| concerns(it, about)) {
                expected.entry(change.position.revision.get()).or_default().push(change.position.ordinal);
            }
            let expected: Vec<Trace> = expected
                .into_iter()
                .map(|(revision, ordinals)| Trace { revision: Revision::new(revision), ordinals })
                .collect();
            assert_eq!(store.history(std::slice::from_ref(about), Revision::new(4)).await.unwrap(), expected);
        }
    }
}
