//! Meeting plans: on sketches, on the Lubuskie record, and on a generated network of 300 institutions by brute force.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test whose data cannot be read has failed")]

mod common;
mod record;

use std::collections::BTreeMap;
use std::sync::Arc;

use common::{names, whole};
use domain::claim::EvidenceBasis::{Stated, StatedAndInferred};
use domain::date::Period;
use domain::record::Noun;
use domain::territory::TerritoryLevel;
use generator::{Parameters, Plan, Size};
use graph::contact::{ContactRule, ContactSide};
use graph::gap::GapKind;
use graph::meeting_plan::{
    MeetingPlan, PlanMethod, PlanReasonCode, PlanRequest, PlanStatus, PlanTargets, PlanWeights, Reach,
    TargetState, TargetSubject, TravelCost, meeting_plan,
};
use graph::occasion::Directness;
use graph::refusal::{NotDefinedReason, Refusal};
use graph::rotation::host_rotation;
use graph::uncontacted::{SignatoryStatus, uncontacted_signatories};
use graph::{Network, NetworkView, View};
use measures::Interrupt;
use record::lubuskie;
use testkit::sketch::id;

fn asked() -> PlanRequest {
    PlanRequest::of(id("partnership"))
}

#[track_caller]
fn plan(view: &NetworkView, request: &PlanRequest) -> MeetingPlan {
    meeting_plan(view, request, &Interrupt::new()).unwrap()
}

/// The meetings as lists of keys, the host first.
fn shown(view: &NetworkView, plan: &MeetingPlan) -> Vec<Vec<String>> {
    let keys = |it: &graph::meeting_plan::PlannedMeeting| {
        names(view, &it.invitees.iter().map(|it| it.institution).collect::<Vec<_>>())
    };
    plan.meetings.iter().map(keys).collect()
}

/// Five signatories; `a` and `b` met.
const FIVE: &str = "71 signatories
    signatory a\n signatory b\n signatory c\n signatory d\n signatory e
    2015-03-01 working: a, b";

#[test]
fn uncontacted_signatories_are_invited_and_the_host_is_one_of_them() {
    let view = whole(FIVE);
    let found = plan(&view, &PlanRequest { seats: 3, ..asked() });
    assert_eq!(shown(&view, &found), [["c", "d", "e"]]);
    assert_eq!(
        (found.status, found.covered, found.upper_bound, found.gap),
        (PlanStatus::Optimal, 3.0, 3.0, 0.0)
    );
    assert_eq!(found.unnamed, Some(66.0));
    let meeting = &found.meetings[0];
    assert_eq!(meeting.host, meeting.invitees[0].institution);
    assert!(meeting.invitees[0].is_host && !meeting.invitees[1].is_host);
    assert!(
        meeting.invitees.iter().all(|it| it.marginal == 1.0 && it.covers.len() == 1 && it.cost.is_none())
    );
    assert!(
        found.receipt.warnings.iter().any(|it| it.contains("66 of the 71")),
        "{:?}",
        found.receipt.warnings
    );
    assert!(
        found.targets.iter().all(|it| it.state == TargetState::Covered && it.covered_by == it.institutions)
    );
    // Too few seats: the bound is what the seats allow.
    let few = plan(&view, &PlanRequest { seats: 2, ..asked() });
    assert_eq!(shown(&view, &few), [["c", "d"]]);
    assert_eq!((few.covered, few.total, few.upper_bound), (2.0, 3.0, 2.0));
    assert_eq!(few.targets.iter().filter(|it| it.state == TargetState::NotChosen).count(), 1);
    assert_eq!(few.guarantee, Some(1.0));
}

#[test]
fn hosts_and_invitees_may_be_given() {
    let view = whole(FIVE);
    let request = PlanRequest { hosts: vec![id("a")], seats: 3, must_invite: vec![id("b")], ..asked() };
    let found = plan(&view, &request);
    assert_eq!(shown(&view, &found), [["a", "b", "c"]]);
    assert!(found.meetings[0].invitees[1].must_invite);
    assert_eq!(found.meetings[0].invitees[1].marginal, 0.0);
    assert_eq!(found.guarantee, None);
    let only = PlanRequest { hosts: vec![id("a")], invitees: vec![id("e")], ..asked() };
    let found = plan(&view, &only);
    assert_eq!(shown(&view, &found), [["a", "e"]]);
    let states: Vec<_> = found.targets.iter().map(|it| it.state).collect();
    assert_eq!(states, [TargetState::NobodyCanCome, TargetState::NobodyCanCome, TargetState::Covered]);
    let unknown = PlanRequest { hosts: vec![id("nobody")], ..asked() };
    let refusal = meeting_plan(&view, &unknown, &Interrupt::new());
    assert_eq!(refusal, Err(Refusal::NotDefined(NotDefinedReason::InstitutionNotRecorded)));
}

#[test]
fn reach_goes_by_the_seat_and_what_has_none_is_told() {
    let mut record = testkit::sketch::sketch(
        "c is OPS, gmina-1\n d is OPS, gmina-2\n e is OPS, gmina-3\n f is OPS
         signatory c\n signatory d\n signatory e\n signatory f",
    );
    // Gminas 1 and 2 are in one powiat, 3 in another.
    for (gmina, powiat) in [("gmina-1", "powiat-1"), ("gmina-2", "powiat-1"), ("gmina-3", "powiat-2")] {
        let mut unit = record.territories.iter().find(|it| it.key == id(gmina)).unwrap().clone();
        record.territories.retain(|it| it.key != id(gmina));
        unit.parent = Some(id(powiat));
        let mut above = unit.clone();
        (above.key, above.level, above.parent) = (id(powiat), TerritoryLevel::Powiat, None);
        record.territories.push(unit);
        if record.territories.iter().all(|it| it.key != id(powiat)) {
            let claim = record.claims[0].clone();
            let key = id(&format!("claim-of-{powiat}"));
            record.claims.push(domain::claim::Claim { key, subject: above.reference(), ..claim });
            record.territories.push(above);
        }
    }
    let view = NetworkView::new(Arc::new(Network::build(record).unwrap()), View::default());
    let found = plan(&view, &PlanRequest { reach: Reach::Powiat, ..asked() });
    assert_eq!(shown(&view, &found), [["c", "d"]]);
    assert_eq!(names(&view, &found.unplaced), ["f"]);
    let states: Vec<_> = found.targets.iter().map(|it| it.state).collect();
    use TargetState::{Covered, NotChosen, NotDecided};
    assert_eq!(states, [Covered, Covered, NotChosen, NotDecided]);
    assert!(
        found.receipt.excluded.iter().any(|it| it.message.contains("seat is not recorded") && it.count == 1)
    );
    let two = plan(&view, &PlanRequest { reach: Reach::Powiat, meetings: 2, ..asked() });
    assert_eq!(shown(&view, &two), [vec!["c", "d"], vec!["e"]]);
    let far = PlanRequest { reach: Reach::Powiat, must_invite: vec![id("c"), id("e")], ..asked() };
    let far = plan(&view, &far);
    assert_eq!(
        (far.status, far.reasons[0].code),
        (PlanStatus::Infeasible, PlanReasonCode::MustInviteTooFarApart)
    );
    assert_eq!(names(&view, &far.reasons[0].institutions), ["c", "e"]);
}

#[test]
fn contradictions_are_told_with_those_concerned() {
    let view = whole(FIVE);
    let foes = PlanRequest {
        must_invite: vec![id("c"), id("d")],
        must_not_meet: vec![(id("d"), id("c"))],
        ..asked()
    };
    let none = plan(&view, &foes);
    assert_eq!(none.status, PlanStatus::Infeasible);
    assert_eq!(none.reasons[0].code, PlanReasonCode::MustInviteMustNotMeet);
    assert_eq!(names(&view, &none.reasons[0].institutions), ["c", "d"]);
    let two = plan(&view, &PlanRequest { meetings: 2, ..foes });
    assert_eq!(two.covered, 3.0);
    assert!(
        shown(&view, &two).iter().all(|it| !(it.contains(&"c".to_owned()) && it.contains(&"d".to_owned())))
    );
    let strangers = PlanRequest { reach: Reach::Powiat, ..asked() };
    assert_eq!(plan(&view, &strangers).reasons[0].code, PlanReasonCode::NoHost);
    let parameter = |request: &PlanRequest| match meeting_plan(&view, request, &Interrupt::new()) {
        Err(Refusal::Parameter { name, .. }) => name,
        other => panic!("{other:?}"),
    };
    assert_eq!(parameter(&PlanRequest { meetings: 21, ..asked() }), "meetings");
    assert_eq!(parameter(&PlanRequest { seats: 0, ..asked() }), "seats");
    assert_eq!(parameter(&PlanRequest { must_not_meet: vec![(id("a"), id("a"))], ..asked() }), "mustNotMeet");
    assert_eq!(parameter(&PlanRequest { deadline: std::time::Duration::ZERO, ..asked() }), "deadlineMs");
    let mut register = PlanRequest { targets: PlanTargets::GapCells, ..asked() };
    register.gaps.kinds = vec![GapKind::Register];
    assert_eq!(parameter(&register), "gapKinds");
    let interrupt = Interrupt::new();
    interrupt.stop();
    assert_eq!(meeting_plan(&view, &asked(), &interrupt), Err(Refusal::Interrupted));
}

#[test]
fn journeys_keep_to_the_budget_and_unknown_ones_are_not_taken() {
    let view = whole(FIVE);
    let cost = |institution: &str, cost| TravelCost { host: id("a"), institution: id(institution), cost };
    let request = PlanRequest {
        hosts: vec![id("a")],
        travel_costs: vec![cost("c", 50), cost("d", 30)],
        budget: Some(60),
        ..asked()
    };
    let found = plan(&view, &request);
    assert_eq!(
        shown(&view, &found),
        [["a", "d"]],
        "one of the two, the cheaper; e's journey has no known cost"
    );
    assert_eq!((found.cost, found.meetings[0].invitees[1].cost), (Some(30), Some(30)));
    let known = plan(&view, &PlanRequest { other_travel_cost: Some(10), ..request });
    assert_eq!(shown(&view, &known), [["a", "d", "e"]], "of equal plans the cheaper");
    assert_eq!(known.cost, Some(40));
}

#[test]
fn the_plan_for_the_secretariats_visits_in_2015() {
    let of = |basis| {
        NetworkView::new(lubuskie(), View { basis, period: Period::year(2015).unwrap(), ..View::default() })
    };
    let visits = ContactRule {
        by: ContactSide::Secretariat,
        directness: vec![Directness::Bilateral],
        partnership: Some(id("pnres")),
        ..ContactRule::default()
    };
    let request = PlanRequest { contact: visits, ..PlanRequest::of(id("pnres")) };
    let inferred = of(StatedAndInferred);
    let found = plan(&inferred, &request);
    assert_eq!(shown(&inferred, &found), [["pup-zagan"]], "it hosts itself, so one seat is enough");
    assert_eq!((found.covered, found.upper_bound, found.unnamed), (1.0, 1.0, Some(67.0)));
    let stated = of(Stated);
    let none = plan(&stated, &request);
    assert!(none.targets.is_empty() && none.meetings.is_empty());
    assert_eq!((none.status, none.unnamed), (PlanStatus::Optimal, Some(70.0)));
}

#[test]
fn gaps_of_contact_and_sector_are_covered_by_whom_the_record_knows() {
    let view = NetworkView::new(lubuskie(), View { period: Period::year(2015).unwrap(), ..View::default() });
    let request = PlanRequest {
        targets: PlanTargets::GapCells,
        weights: PlanWeights::Score,
        hosts: vec![id("wup-zielona-gora")],
        seats: 6,
        ..PlanRequest::of(id("pnres"))
    };
    let found = plan(&view, &request);
    let kind = |it: &graph::meeting_plan::PlanTarget| match &it.subject {
        TargetSubject::Gap(gap) => gap.kind,
        TargetSubject::Signatory(_) => panic!("a signatory among gaps"),
    };
    assert!(!found.targets.is_empty());
    for target in &found.targets {
        assert!([GapKind::Contact, GapKind::Cooperation, GapKind::Sector].contains(&kind(target)));
        assert_eq!(target.institutions.is_empty(), target.state == TargetState::NobodyKnown);
    }
    let covered: f64 =
        found.targets.iter().filter(|it| it.state == TargetState::Covered).map(|it| it.weight).sum();
    assert!((covered - found.covered).abs() < 1e-6, "{covered} {}", found.covered);
    assert!(found.covered > 0.0 && found.covered <= found.upper_bound && found.upper_bound <= found.total);
}

/// A region of 300 institutions, seen whole.
fn region() -> NetworkView {
    let record = Plan::draw(Parameters::of(Size::S, 11)).unwrap().record().unwrap();
    NetworkView::new(Arc::new(Network::build(record).unwrap()), View::default())
}

#[test]
fn a_region_of_300_is_planned_as_by_brute_force() {
    let view = region();
    let partnership = view
        .network()
        .record()
        .partnerships
        .iter()
        .find(|it| it.key.as_str().starts_with("partnership-"))
        .unwrap()
        .key
        .clone();
    let rule = ContactRule { by: ContactSide::Council, ..ContactRule::default() };
    let uncontacted: Vec<_> = uncontacted_signatories(&view, &partnership, &rule)
        .items
        .into_iter()
        .filter(|it| it.status == SignatoryStatus::NoRecordedContact)
        .filter_map(|it| it.institution)
        .collect();
    assert!(uncontacted.len() > 20, "{}", uncontacted.len());
    let powiat = |it: u32| {
        let seat = view.network().at(it)?.seat.clone()?;
        view.network().ancestor(&seat, TerritoryLevel::Powiat).map(|it| it.key.to_string())
    };
    // Of each powiat: the uncontacted ones, and the hosts that are and are not among them.
    let mut waiting = BTreeMap::<String, u64>::new();
    for it in uncontacted.iter().filter_map(|it| powiat(*it)) {
        *waiting.entry(it).or_default() += 1;
    }
    let mut hosts = BTreeMap::<String, (u64, u64)>::new();
    for it in host_rotation(&view, &partnership).candidates.iter().take(100) {
        let Some(place) = powiat(it.institution) else { continue };
        let entry = hosts.entry(place).or_default();
        if uncontacted.contains(&it.institution) { entry.0 += 1 } else { entry.1 += 1 }
    }
    for (meetings, seats) in [(1, 4), (3, 4), (5, 6)] {
        // What n meetings of a powiat cover, at most, and the best distribution of all meetings.
        let covers = |place: &str, n: u64| {
            let (met, others) = hosts.get(place).copied().unwrap_or_default();
            if n > met + others {
                return None;
            }
            let already = n.saturating_sub(met);
            Some((n * u64::from(seats) - already).min(waiting.get(place).copied().unwrap_or_default()))
        };
        let mut best = vec![0u64; meetings as usize + 1];
        for place in waiting.keys() {
            for total in (0..=meetings as usize).rev() {
                for n in 1..=total {
                    if let Some(here) = covers(place, n as u64) {
                        best[total] = best[total].max(best[total - n] + here);
                    }
                }
            }
        }
        let request = PlanRequest {
            contact: rule.clone(),
            reach: Reach::Powiat,
            meetings,
            seats,
            ..PlanRequest::of(partnership.clone())
        };
        let found = plan(&view, &request);
        assert_eq!(found.status, PlanStatus::Optimal);
        assert_eq!(found.method, PlanMethod::BranchAndBound);
        assert_eq!(found.covered as u64, best[meetings as usize], "{meetings} meetings of {seats}");
        assert!(found.meetings.len() <= meetings as usize);
        assert!(found.meetings.iter().all(|it| it.invitees.len() <= seats as usize));
        assert_eq!(found, plan(&view, &request), "the same answer again");
    }
}
