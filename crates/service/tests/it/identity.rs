//! Decisions on identity, undone and taken again.

use domain::claim::EvidenceBasis::Stated;
use domain::identity::DecisionStatus;
use domain::record::Record;
use domain::recorded::Recorded;
use graph::NetworkView;
use graph::signatory::signatory_of;
use graph::uncontacted::SignatoryStatus;
use service::{Revision, Service};
use store::Store;
use testkit::database::TestDatabase;

use crate::answers::{Answers, at, in_2015, names, occasions, tie};
use crate::decided::decide_identity;
use crate::shipped::{author, filled, id, keys, label, missing, now, service};

async fn decide(store: &Store, decision: &str, status: DecisionStatus) -> Option<Revision> {
    decide_identity(store, &author(), now(), &id(decision), status, &label("sprawdzono")).await.unwrap()
}

/// The live view after a change was followed.
async fn followed(service: &Service) -> std::sync::Arc<NetworkView> {
    assert!(service.refresh().await.unwrap());
    service.look(in_2015(Stated)).view
}

/// The record but for the decisions themselves, which keep who decided last, and why.
fn without_decisions(view: &NetworkView) -> Record {
    Record { identity_decisions: Vec::new(), ..view.network().record().clone() }
}

fn signed(view: &NetworkView, key: &str) -> Recorded {
    signatory_of(view, &id(key), &id("pnres")).recorded
}

testkit::both_databases! {
    async fn the_labour_corps_is_one_or_two(database: TestDatabase) {
        let store = filled(&database).await;
        let service = service(&database).await;
        let one = service.look(in_2015(Stated)).view;
        let answers = Answers::of(&service);
        assert_eq!(signed(&one, "lwk-ohp"), Recorded::Yes);
        assert!(one.network().position_of(&id("ohp-zielona-gora")).is_none());
        assert_eq!(answers.lines()[1], "not visited: 48 to 70");

        assert_eq!(
            decide(&store, "same-ohp-zielona-gora", DecisionStatus::Undone).await,
            Some(Revision::new(2))
        );
        let two = followed(&service).await;
        assert_eq!(signed(&two, "ohp-zielona-gora"), Recorded::Yes);
        assert_eq!(signed(&two, "lwk-ohp"), Recorded::NotRecorded);
        assert_eq!((occasions(&two, "ohp-zielona-gora"), occasions(&two, "lwk-ohp")), (0, 2));
        let apart = Answers::of(&service);
        let not_visited = &apart.uncontacted[1];
        assert_eq!(apart.lines()[1], "not visited: 48 to 71");
        let [item] = &not_visited.items[..] else { panic!("one named signatory") };
        assert_eq!(names(&two, &[item.institution.unwrap()]), ["ohp-zielona-gora"]);
        assert_eq!(item.status, SignatoryStatus::NoRecordedContact);
        assert_eq!(
            missing(&two.network().record().institutions, &one.network().record().institutions),
            ["ohp-zielona-gora"]
        );

        assert_eq!(
            decide(&store, "same-ohp-zielona-gora", DecisionStatus::Accepted).await,
            Some(Revision::new(3))
        );
        let again = followed(&service).await;
        assert_eq!(without_decisions(&again), without_decisions(&one));
        assert_eq!(Answers::of(&service), answers);
        assert_eq!(decide(&store, "same-ohp-zielona-gora", DecisionStatus::Accepted).await, None);
    }

    async fn the_welfare_centres_are_two_or_four(database: TestDatabase) {
        let store = filled(&database).await;
        let service = service(&database).await;
        let joined = service.look(in_2015(Stated)).view;
        let answers = Answers::of(&service);
        assert_eq!(
            tie(&joined, &answers, "ops-deszczno", "wup-zielona-gora").as_deref(),
            Some("L2 1.3333"),
            "a visit and a meeting of the Council"
        );
        assert_eq!(tie(&joined, &answers, "ops-deszczno", "ops-lubiszyn").as_deref(), Some("L1 0.3333"));

        decide(&store, "same-gops-deszczno", DecisionStatus::Undone).await;
        decide(&store, "same-gops-lubiszyn", DecisionStatus::Undone).await;
        let apart = followed(&service).await;
        assert_eq!(service.snapshot().revision, Revision::new(3));
        assert_eq!(
            missing(&apart.network().record().institutions, &joined.network().record().institutions),
            ["gops-deszczno", "gops-lubiszyn"]
        );
        let changed = Answers::of(&service);
        assert_eq!(changed.lines(), [
            "without contact: 0 to 70",
            "not visited: 48 to 70",
            "not visited, inferred too: 48 to 70",
            "clusters of cooperation: ",
            "clusters of contact: gops-deszczno gops-lubiszyn pup-zagan",
            "clusters of cooperation, inferred too: gops-deszczno gops-lubiszyn pup-zagan",
            "graph: 24 institutions, 26 ties, 0 of L2",
        ]);
        assert_eq!(changed.clusters[0].ties.touching_removed(), []);
        for place in ["deszczno", "lubiszyn"] {
            let (visited, met) = (format!("ops-{place}"), format!("gops-{place}"));
            assert_eq!(tie(&apart, &changed, &visited, "wup-zielona-gora").as_deref(), Some("L1 1.0000"));
            assert_eq!(tie(&apart, &changed, &met, "wup-zielona-gora").as_deref(), Some("L1 0.3333"));
            assert_eq!(tie(&apart, &changed, &met, &visited), None);
            let of_type = |key: &str| {
                let found = apart.network().at(at(&apart, key)).unwrap();
                found.r#type.as_ref().unwrap().to_string()
            };
            assert_eq!((of_type(&visited).as_str(), of_type(&met).as_str()), ("ops", "gops"));
        }

        decide(&store, "same-gops-deszczno", DecisionStatus::Accepted).await;
        decide(&store, "same-gops-lubiszyn", DecisionStatus::Accepted).await;
        let again = followed(&service).await;
        assert_eq!(without_decisions(&again), without_decisions(&joined));
        assert_eq!(keys(&again.network().record().identity_decisions).len(), 3);
        assert_eq!(Answers::of(&service), answers);
    }
}
