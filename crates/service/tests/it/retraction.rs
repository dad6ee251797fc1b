//! Retracting the note of the Council's meeting, and accepting it again (Q75 of the project's analysis).

use std::collections::BTreeMap;

use domain::claim::EvidenceBasis::Stated;
use domain::document::DocumentState;
use domain::record::Record;
use graph::{Network, NetworkView, View};
use service::{Revision, Service};
use store::{Act, Store};
use testkit::database::TestDatabase;

use crate::answers::{Answers, at, occasions, tie};
use crate::decided::{accept_document, retract_document};
use crate::shipped::{author, filled, id, keys, label, missing, now, service};

/// The answers with the note.
const WHOLE: [&str; 7] = [
    "without contact: 0 to 70",
    "not visited: 48 to 70",
    "not visited, inferred too: 48 to 68",
    "clusters of cooperation: ",
    "clusters of contact: ops-deszczno ops-lubiszyn pup-zagan",
    "clusters of cooperation, inferred too: ops-deszczno ops-lubiszyn pup-zagan",
    "graph: 22 institutions, 24 ties, 2 of L2",
];

/// How many records of each kind fall with the note: those that only it supports, and what cannot do without these.
const FALLEN: [(&str, usize); 20] = [
    ("action-item", 5),
    ("body", 1),
    ("body-membership", 4),
    ("institution", 6),
    ("lifecycle-event", 2),
    ("meeting", 1),
    ("membership", 3),
    ("mention", 21),
    ("norm", 1),
    ("office", 2),
    ("participation", 6),
    ("partnership", 1),
    ("person", 6),
    ("project", 1),
    ("relation", 1),
    ("resolution", 5),
    ("resolution-task", 6),
    ("served-territory", 4),
    ("tenure", 5),
    ("territory", 1),
];

async fn retract(store: &Store) -> Option<Revision> {
    retract_document(store, &author(), now(), &id("doc-002"), &label("nieprawdziwa")).await.unwrap()
}

async fn accept(store: &Store) -> Option<Revision> {
    accept_document(store, &author(), now(), &id("doc-002"), &label("jednak prawdziwa")).await.unwrap()
}

/// The service after it has followed a change, with its record.
async fn followed(service: &Service) -> Record {
    assert!(service.refresh().await.unwrap());
    service.snapshot().network.record().clone()
}

fn fallen_by_kind(network: &Network) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for reference in network.fallen() {
        *counts.entry(reference.kind.as_str()).or_default() += 1;
    }
    counts
}

fn assert_what_is_lost(before: &Record, after: &Record) {
    assert_eq!(missing(&before.meetings, &after.meetings), ["council-2015-02-06"]);
    assert_eq!(
        missing(&before.action_items, &after.action_items),
        ["act-1", "act-2", "act-3", "act-4", "act-5"]
    );
    assert_eq!(
        missing(&before.institutions, &after.institutions),
        ["owes-zielonogorski", "ppnt-gdynia", "pup-zagan", "spbw"]
    );
    assert_eq!(missing(&before.bodies, &after.bodies), ["prekomitet"]);
    assert_eq!(
        missing(&before.people, &after.people),
        [
            "council-chair-2015",
            "gops-deszczno-representative-2015",
            "gops-lubiszyn-representative-2015",
            "pup-zagan-representative-2015",
            "secretariat-author-2015",
            "spbw-chair-2015",
        ]
    );
    assert_eq!(
        missing(&before.memberships, &after.memberships),
        ["mem-gops-deszczno", "mem-gops-lubiszyn", "mem-pup-zagan"]
    );
    assert_eq!(
        missing(&before.body_memberships, &after.body_memberships),
        ["seat-council-chair", "seat-gops-deszczno", "seat-gops-lubiszyn", "seat-pup-zagan"]
    );
    let council = |record: &Record| {
        let found = record.bodies.iter().find(|it| it.key.as_str() == "rada-programowa").unwrap();
        found.established.to_string()
    };
    assert_eq!((council(before).as_str(), council(after).as_str()), ("2010", "XXXX"));
}

fn assert_what_is_kept(before: &Record, after: &Record) {
    let type_of = |record: &Record, key: &str| {
        let found = record.institutions.iter().find(|it| it.key.as_str() == key).unwrap();
        found.r#type.as_ref().unwrap().to_string()
    };
    for key in ["ops-deszczno", "ops-lubiszyn"] {
        assert_eq!((type_of(before, key).as_str(), type_of(after, key).as_str()), ("gops", "ops"), "{key}");
    }
    assert_eq!(type_of(after, "wup-zielona-gora"), "wup");
    for key in ["departament-efs", "rops", "sekretariat"] {
        assert!(keys(&after.institutions).contains(&key), "{key} has another source");
    }
    assert_eq!(
        keys(&after.memberships),
        ["mem-countersignatory", "mem-initiator", "mem-lead", "mem-ohp", "mem-secretariat"]
    );
    assert!(keys(&after.meeting_series).contains(&"council-2015"), "the report speaks of the series");
    assert!(keys(&after.documents).contains(&"doc-002"), "a retracted document is still known");
}

testkit::both_databases! {
    async fn what_the_note_supports_is_lost_and_comes_back(database: TestDatabase) {
        let store = filled(&database).await;
        let service = service(&database).await;
        let whole = service.snapshot();
        let answers = Answers::of(&service);
        assert_eq!(whole.network.fallen(), []);
        assert_eq!(answers.lines(), WHOLE);

        assert_eq!(retract(&store).await, Some(Revision::new(2)));
        let after = followed(&service).await;
        assert_what_is_lost(whole.network.record(), &after);
        assert_what_is_kept(whole.network.record(), &after);
        assert_eq!(fallen_by_kind(&service.snapshot().network), BTreeMap::from(FALLEN));

        assert_eq!(accept(&store).await, Some(Revision::new(3)));
        assert_eq!(&followed(&service).await, whole.network.record());
        assert_eq!(service.snapshot().network.fallen(), []);
        assert_eq!(Answers::of(&service), answers);
    }

    async fn the_answers_change_with_the_note(database: TestDatabase) {
        let store = filled(&database).await;
        retract(&store).await;
        let service = service(&database).await;
        let answers = Answers::of(&service);
        assert_eq!(answers.lines(), [
            "without contact: 0 to 70",
            "not visited: 48 to 70",
            "not visited, inferred too: 48 to 70",
            "clusters of cooperation: ",
            "clusters of contact: ",
            "clusters of cooperation, inferred too: ",
            "graph: 21 institutions, 20 ties, 0 of L2",
        ]);
        assert_eq!(answers.clusters[0].ties.touching_removed(), [], "both ties of cooperation are gone");
        for clusters in &answers.clusters {
            assert!(clusters.note.as_ref().unwrap().starts_with("no cluster: "), "{:?}", clusters.note);
        }
        let view = service.look(crate::answers::in_2015(Stated)).view;
        for key in ["ops-deszczno", "ops-lubiszyn"] {
            assert_eq!(tie(&view, &answers, key, "wup-zielona-gora").as_deref(), Some("L1 1.0000"), "the visit");
            assert_eq!(occasions(&view, key), 1);
        }
        assert_eq!(tie(&view, &answers, "ops-deszczno", "ops-lubiszyn"), None);
        assert!(!answers.ties.nodes().contains(&at(&view, "rops")), "nobody met with it, before or after");
    }

    async fn each_act_is_one_revision_in_the_log(database: TestDatabase) {
        let store = filled(&database).await;
        assert_eq!(accept(&store).await, None, "it is accepted already");
        assert_eq!(retract(&store).await, Some(Revision::new(2)));
        assert_eq!(retract(&store).await, None, "it is retracted already");
        assert_eq!(store.revision().await.unwrap(), Revision::new(2));
        assert_eq!(accept(&store).await, Some(Revision::new(3)));
        assert_eq!(store.revision().await.unwrap(), Revision::new(3));

        let entries = store.revisions(Revision::new(1), 10).await.unwrap();
        let acts: Vec<_> = entries.iter().map(|it| (it.act, it.reason.as_str(), it.changed, it.created)).collect();
        assert_eq!(acts, [
            (Act::RetractDocument, "nieprawdziwa", 1, 0),
            (Act::AcceptDocument, "jednak prawdziwa", 1, 0),
        ]);
        assert!(entries.iter().all(|it| it.author == author() && it.recorded_at == now()));
        let changes = store.changes(Revision::new(1), 10).await.unwrap();
        let states: Vec<_> = changes
            .iter()
            .map(|it| {
                let state = |of: &Option<serde_json::Value>| of.as_ref().unwrap()["state"].clone();
                (it.at.to_string(), state(&it.before), state(&it.after))
            })
            .collect();
        let of = |before: &str, after: &str| ("document:doc-002".to_owned(), before.into(), after.into());
        assert_eq!(states, [of("ACCEPTED", "RETRACTED"), of("RETRACTED", "ACCEPTED")]);
    }

    async fn an_import_leaves_the_retraction_alone(database: TestDatabase) {
        let store = filled(&database).await;
        retract(&store).await;
        let outcome = crate::shipped::import_as_operator(&store, &crate::shipped::files()).await;
        assert_eq!(outcome.revision, None);
        let record = crate::shipped::loaded(&store).await;
        let note = record.documents.iter().find(|it| it.key.as_str() == "doc-002").unwrap();
        assert_eq!(note.state, DocumentState::Retracted);
        let network = std::sync::Arc::new(Network::build(record).unwrap());
        let view = NetworkView::new(network, View::default());
        assert!(view.network().position_of(&id("pup-zagan")).is_none());
    }
}
