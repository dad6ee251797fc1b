//! Personal values that are set, removed and put right.

use domain::keeping::contact::{NewContactPoint, set_contact_point};
use domain::keeping::rectification::Rectification;
use domain::keeping::{FaultCode, Given};
use domain::person::ContactKind;
use domain::record::RecordRef;
use domain::vocabulary::Label;
use service::keeping::{Asked, KeepFault, Kept, Outcome, Verb};
use service::{Act, Actor, FixedClock, Role, Service};
use testkit::database::TestDatabase;

use crate::shipped::{filled, id, label, now, service};

const ONE: &str = "person:pup-zagan-representative-2015";
const OTHER: &str = "person:secretariat-author-2015";

fn curator() -> Actor {
    Actor::new(Role::Curator, "kustosz")
}

fn asked(is_dry_run: bool) -> Asked {
    Asked { source: Some(Given::Statement(label("ustalono"))), is_dry_run, ..Asked::default() }
}

fn setting(of: &str, value: &str) -> Verb {
    let of: RecordRef = of.parse().unwrap();
    let new = NewContactPoint { of, kind: ContactKind::Email, value: label(value) };
    Box::new(move |draft| set_contact_point(draft, &new))
}

async fn done(service: &Service, act: Act, asked: &Asked, verb: Verb) -> Kept {
    let kept = Box::pin(service.keep(&FixedClock(now()), &curator(), act, asked, verb)).await;
    kept.unwrap().unwrap()
}

async fn rectify(service: &Service, of: &str, removed: &[(ContactKind, Label)]) -> Outcome {
    let what = Rectification {
        person: id(of.strip_prefix("person:").unwrap()),
        name: None,
        public_function: None,
        function_pl: None,
        function_en: None,
        contacts: vec![(ContactKind::Phone, label("68 411 22 33"))],
        removed_contacts: Vec::new(),
    };
    Box::pin(service.rectify_person(&FixedClock(now()), &curator(), &asked(false), what, removed)).await
}

testkit::both_databases! {
    async fn a_dry_run_tells_whether_a_personal_value_changes(database: TestDatabase) {
        filled(&database).await;
        let service = service(&database).await;
        let removing = async |asked: &Asked| {
            let (clock, actor, of) = (FixedClock(now()), curator(), ONE.parse().unwrap());
            let kept = service.remove_contact_points(&clock, &actor, asked, &of, ContactKind::Email);
            Box::pin(kept).await.unwrap().unwrap().has_changed
        };
        let nothing = Asked { is_dry_run: true, ..Asked::default() };
        assert!(!removing(&nothing).await, "there is none");
        assert!(done(&service, Act::AddContactPoint, &asked(true), setting(ONE, "a@example.org")).await.has_changed);
        assert!(done(&service, Act::AddContactPoint, &asked(false), setting(ONE, "a@example.org")).await.has_changed);
        assert!(removing(&nothing).await);
        assert!(removing(&Asked::default()).await);
        assert!(!removing(&Asked::default()).await, "it is gone");
        assert!(!removing(&nothing).await);
    }

    async fn what_is_put_right_of_one_person_is_nobody_else_s(database: TestDatabase) {
        let store = filled(&database).await;
        let service = service(&database).await;
        done(&service, Act::AddContactPoint, &asked(false), setting(ONE, "a@example.org")).await;
        done(&service, Act::AddContactPoint, &asked(false), setting(OTHER, "b@example.org")).await;
        let of = |value: &str| [(ContactKind::Email, label(value))];
        let refused = rectify(&service, ONE, &of("b@example.org")).await.unwrap().unwrap_err();
        let KeepFault::Refused(faults) = refused else { panic!("{refused:?}") };
        assert_eq!((faults.0.len(), faults.0[0].code), (1, FaultCode::NotFound));
        assert_eq!(faults.0[0].path, ["removedContactPoints", "0"]);
        rectify(&service, ONE, &of("a@example.org")).await.unwrap().unwrap();
        let values = async |of: &str| {
            let found = store.contact_points(&[of.parse().unwrap()]).await.unwrap();
            found.into_iter().map(|it| it.value.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(values(ONE).await, ["68 411 22 33"]);
        // However it was entered.
        let (clock, actor, asked) = (FixedClock(now()), curator(), Asked::default());
        let of = ONE.parse().unwrap();
        let removed = service.remove_contact_points(&clock, &actor, &asked, &of, ContactKind::Phone);
        assert!(Box::pin(removed).await.unwrap().unwrap().has_changed);
        assert!(values(ONE).await.is_empty());
        assert_eq!(values(OTHER).await, ["b@example.org"]);
    }
}
