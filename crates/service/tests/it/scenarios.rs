//! Scenarios over the shipped record: drafted, looked at, put aside, applied.

use domain::claim::EvidenceBasis::StatedAndInferred;
use domain::meeting::MeetingStatus;
use domain::scenario::{Change, ConflictKind, Decision, Scenario, ScenarioState, Target};
use graph::contact::{ContactRule, ContactSide};
use graph::uncontacted::uncontacted_signatories;
use service::scenario::{Asked, Decided, Draft, ScenarioFault};
use service::{
    Actor, FixedClock, Revision, Role, ScenarioRefusal, Service, ServiceError, Snapshot, StoredScenario,
    ViewContext,
};
use testkit::database::TestDatabase;

use crate::answers::in_2015;
use crate::shipped::{filled, id, label, now, operator, service};

fn analyst() -> Actor {
    Actor::new(Role::Analyst, "analyst")
}

/// A visit of the secretariat.
fn visit(host: &str, day: &str) -> Change {
    Change::HoldMeeting {
        name: label("wizyta konsultacyjna"),
        meeting_kind: id("info-consultation"),
        date: day.parse().unwrap(),
        place: None,
        host: Some(format!("institution:{host}").parse().unwrap()),
        organiser: Some("institution:sekretariat".parse().unwrap()),
        invitees: Vec::new(),
        partnership: Some(Target::Recorded(id("pnres"))),
        body: None,
    }
}

fn draft(name: &str, changes: Vec<Change>) -> Draft {
    Draft { name: label(name), note: None, base: None, changes }
}

async fn propose(service: &Service, draft: Draft) -> Result<StoredScenario, ScenarioFault> {
    service.propose_scenario(&FixedClock(now()), &analyst(), draft, &Asked::default()).await.unwrap()
}

/// The bounds of the number of signatories that the secretariat did not visit in 2015.
fn not_visited(snapshot: &std::sync::Arc<Snapshot>) -> (f64, Option<f64>) {
    let view = ViewContext::new(std::sync::Arc::clone(snapshot), in_2015(StatedAndInferred)).view;
    let rule = ContactRule {
        by: ContactSide::Secretariat,
        kinds: vec![id("info-consultation")],
        ..ContactRule::default()
    };
    let found = uncontacted_signatories(&view, &id("pnres"), &rule);
    (found.count.lower, found.count.upper)
}

fn decided(if_revision: Option<u64>) -> Decided {
    Decided {
        decision: Decision { title: label("Uchwała Rady 3/2027"), date: "2027-01-11".parse().unwrap() },
        if_version: None,
        if_revision: if_revision.map(Revision::new),
    }
}

async fn apply(
    service: &Service,
    key: &domain::id::Id<Scenario>,
    how: &Decided,
    asked: &Asked,
) -> Result<StoredScenario, ScenarioFault> {
    service.apply_scenario(&FixedClock(now()), &operator(), key, how, asked).await.unwrap()
}

testkit::both_databases! {
    async fn a_supposed_visit_is_seen_in_the_scenario_only(database: TestDatabase) {
        drop(filled(&database).await);
        let service = service(&database).await;
        let made = propose(&service, draft("Wizyta w Żaganiu", vec![visit("pup-zagan", "2015-09-10")])).await.unwrap();
        assert_eq!(not_visited(&service.snapshot()), (48.0, Some(68.0)));
        let key = made.scenario.key.clone();
        let supposed = service.snapshot_of_scenario(&analyst(), &key).await.unwrap();
        assert_eq!(not_visited(&supposed), (47.0, Some(67.0)));
        assert_eq!((supposed.revision, not_visited(&service.snapshot())), (Revision::new(1), (48.0, Some(68.0))));
        let again = service.snapshot_of_scenario(&analyst(), &key).await.unwrap();
        assert!(std::sync::Arc::ptr_eq(&again, &supposed), "it is kept");
        let mark = supposed.view(in_2015(StatedAndInferred)).view().scenario.clone().unwrap();
        assert_eq!(&*mark, format!("{key}@1"));
        assert_eq!(supposed.network.merges(), service.snapshot().network.merges());

        let (nobody, clock) = (Actor::anonymous(), FixedClock(now()));
        let refused = service.snapshot_of_scenario(&nobody, &key).await;
        assert!(matches!(refused, Err(ServiceError::Forbidden { .. })), "{refused:?}");
        let discarded = service
            .discard_scenario(&clock, &analyst(), (&key, Some(1)), &Asked::default())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(discarded.scenario.state, ScenarioState::Discarded);
        let gone = service.snapshot_of_scenario(&analyst(), &key).await;
        assert!(matches!(gone, Err(ServiceError::ScenarioGone { .. })), "{gone:?}");
        let unknown = service.snapshot_of_scenario(&analyst(), &id("s-none")).await;
        assert!(matches!(unknown, Err(ServiceError::NotFound { .. })), "{unknown:?}");
    }

    async fn an_applied_visit_is_planned_and_no_contact(database: TestDatabase) {
        drop(filled(&database).await);
        let service = service(&database).await;
        let join = Change::AddMembership {
            partnership: Target::Recorded(id("pnres")),
            party: "institution:wup-zielona-gora".parse().unwrap(),
            role: domain::partnership::PartnershipRole::Signatory,
            signed_on: Some("2015-06-01".parse().unwrap()),
        };
        let changes = vec![visit("pup-zagan", "2015-09-10"), join];
        let made = propose(&service, draft("Wizyta", changes)).await.unwrap();
        let key = made.scenario.key.clone();
        let nobody = service
            .apply_scenario(&FixedClock(now()), &analyst(), &key, &decided(None), &Asked::default())
            .await;
        assert!(matches!(nobody, Err(ServiceError::Forbidden { .. })), "an analyst may not: {nobody:?}");
        let stale = apply(&service, &key, &decided(Some(0)), &Asked::default()).await;
        let current = Revision::new(1);
        assert_eq!(stale, Err(ScenarioRefusal::StaleRevision { current }.into()));
        let tried = Asked { is_dry_run: true, ..Asked::default() };
        apply(&service, &key, &decided(Some(1)), &tried).await.unwrap();
        assert_eq!(service.stored_revision().await.unwrap(), Revision::new(1));

        let asked = Asked { idempotency_key: Some("apply-1".into()), is_dry_run: false };
        let applied = apply(&service, &key, &decided(None), &asked).await.unwrap();
        assert_eq!((applied.scenario.state, applied.applied), (ScenarioState::Applied, Some(Revision::new(2))));
        let live = service.snapshot();
        assert_eq!(live.revision, Revision::new(2));
        let meeting = live.network.find::<domain::meeting::Meeting>(&format!("{key}-c1")).unwrap();
        assert_eq!(meeting.status, MeetingStatus::Planned);
        assert_eq!(not_visited(&live), (48.0, Some(68.0)), "a plan is no contact");
        assert!(live.network.find::<domain::partnership::Membership>(&format!("{key}-c2")).is_some());

        assert_eq!(apply(&service, &key, &decided(None), &asked).await.unwrap(), applied, "the same request");
        let again = apply(&service, &key, &decided(None), &Asked::default()).await;
        let state = ScenarioState::Applied;
        assert_eq!(again, Err(ScenarioRefusal::NotADraft { state }.into()));
        assert_eq!(service.stored_revision().await.unwrap(), Revision::new(2));
        // What it supposed can still be seen over its base.
        let supposed = service.snapshot_of_scenario(&analyst(), &key).await.unwrap();
        assert_eq!(supposed.revision, Revision::new(1));
    }

    async fn a_draft_left_behind_tells_what_no_longer_fits(database: TestDatabase) {
        drop(filled(&database).await);
        let service = service(&database).await;
        let join = |name: &str| draft(name, vec![Change::AddMembership {
            partnership: Target::Recorded(id("pnres")),
            party: "institution:wup-zielona-gora".parse().unwrap(),
            role: domain::partnership::PartnershipRole::Signatory,
            signed_on: None,
        }]);
        let (first, second) =
            (propose(&service, join("Jeden")).await.unwrap(), propose(&service, join("Dwa")).await.unwrap());
        apply(&service, &first.scenario.key, &decided(None), &Asked::default()).await.unwrap();
        let found = service.conflicts_with_live(&second.scenario);
        assert_eq!(found.iter().map(|it| (it.change, it.kind)).collect::<Vec<_>>(), [(1, ConflictKind::AlreadySo)]);
        let refused = apply(&service, &second.scenario.key, &decided(None), &Asked::default()).await;
        assert!(matches!(&refused, Err(ScenarioFault::Conflicts(all)) if all.len() == 1), "{refused:?}");
        // It is still seen over its own base, and cannot be moved to the live one.
        assert!(service.snapshot_of_scenario(&analyst(), &second.scenario.key).await.is_ok());
        let rebased = Draft { base: Some(Revision::new(2)), ..join("Dwa") };
        let clock = FixedClock(now());
        let which = (&second.scenario.key, None);
        let refused = service.amend_scenario(&clock, &analyst(), which, rebased, &Asked::default()).await.unwrap();
        assert!(matches!(refused, Err(ScenarioFault::Conflicts(_))), "{refused:?}");
        let vanished = Draft { base: Some(Revision::new(9)), ..join("Trzy") };
        let refused = propose(&service, vanished).await;
        assert!(matches!(refused, Err(ScenarioFault::NoBase { .. })), "{refused:?}");
    }
}
