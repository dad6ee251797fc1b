//! Partnerships: added and amended; parties; states; applications.

use domain::call::FundingOutcome;
use domain::date::EdtfDate;
use domain::identity::{DecisionStatus, IdentityDecision};
use domain::keeping::partnership::{
    LeavingParty, NewPartnership, Outcome, PartnershipAmendment, PartnershipField, SignedAgreement,
    SubmittedApplication, SubmittedTo, add_partnership, amend_partnership, may_follow, record_lifecycle,
    record_outcome, sign_agreement, submit_application, withdraw_party,
};
use domain::partnership::{LifecycleState, PartnershipKind, PartnershipRole};
use domain::party::Party;
use domain::record::Record;
use testkit::sketch::{id, label};

use super::{keep, record, refused, stands, stands_without};
use crate::common::at;

fn known() -> Record {
    record(
        "ops-a is OPS
         ops-b is OPS
         lead office:marshal, signatory ops-a",
    )
}

fn date(text: &str) -> EdtfDate {
    if text.is_empty() { EdtfDate::UNKNOWN } else { text.parse().unwrap() }
}

fn named(name: &str, kind: PartnershipKind) -> NewPartnership {
    NewPartnership {
        name_pl: label(name),
        name_en: None,
        kind,
        parent: None,
        founded: EdtfDate::UNKNOWN,
        territory: None,
        intended_sectors: Vec::new(),
        aims: Vec::new(),
        open_accession: None,
        note: None,
        parties: Vec::new(),
        as_of: EdtfDate::UNKNOWN,
        state: None,
        even_if_similar: false,
    }
}

fn project() -> NewPartnership {
    let party = |text: &str| text.parse::<Party>().unwrap();
    NewPartnership {
        parties: vec![
            (party("institution:ops-a"), PartnershipRole::ProjectLeader),
            (party("institution:ops-b"), PartnershipRole::Partner),
        ],
        as_of: date("2016"),
        state: Some((LifecycleState::Created, date("2016-02"))),
        ..named("Projekt wspólny", PartnershipKind::Project)
    }
}

fn signing(parties: &[&str], signed_on: &str) -> SignedAgreement {
    SignedAgreement {
        partnership: id("partnership"),
        parties: parties.iter().map(|it| it.parse().unwrap()).collect(),
        role: PartnershipRole::Signatory,
        signed_on: date(signed_on),
        as_of: EdtfDate::UNKNOWN,
        valid_from: EdtfDate::UNKNOWN,
    }
}

fn leaving(party: &str, role: Option<PartnershipRole>, on: &str) -> LeavingParty {
    LeavingParty { partnership: id("partnership"), party: party.parse().unwrap(), role, on: date(on) }
}

/// The roles of the parties of a partnership, with their first and last days.
fn members(record: &Record, partnership: &str) -> Vec<String> {
    let mut told: Vec<_> = stands(record)
        .memberships
        .iter()
        .filter(|it| it.partnership.as_str() == partnership)
        .map(|it| format!("{} {} {} {}", it.party, it.role, it.valid_from, it.valid_to))
        .collect();
    told.sort();
    told
}

/// The states of a partnership, in order of dates.
fn life(record: &Record, partnership: &str) -> Vec<String> {
    let mut events: Vec<_> = stands(record).lifecycle_events;
    events.retain(|it| it.partnership.as_str() == partnership);
    events.sort_by_key(|it| it.date);
    events.iter().map(|it| format!("{} {}", it.state, it.date)).collect()
}

#[test]
fn a_project_partnership_is_added_with_its_lead_and_partners() {
    let mut record = known();
    let added = keep(&mut record, |draft| add_partnership(draft, &project()));
    assert_eq!(added, at("partnership:projekt-wspolny"));
    assert_eq!(
        members(&record, "projekt-wspolny"),
        ["institution:ops-a PROJECT_LEADER XXXX XXXX", "institution:ops-b PARTNER XXXX XXXX"]
    );
    assert_eq!(life(&record, "projekt-wspolny"), ["CREATED 2016-02"]);
    let without = stands_without(&record, "doc-2");
    assert_eq!((without.partnerships.len(), without.memberships.len()), (1, 2));
}

#[test]
fn a_new_partnership_is_refused_with_all_that_is_wrong() {
    let mut record = known();
    let party = |text: &str| (text.parse::<Party>().unwrap(), PartnershipRole::Partner);
    let new = NewPartnership {
        parent: Some(id("none")),
        aims: vec![label("razem|osobno")],
        note: Some(label("pisać na a@b.pl")),
        parties: vec![party("institution:ops-a"), party("body:none"), party("institution:ops-a")],
        state: Some((LifecycleState::Funded, date("2016"))),
        ..named("PARTNERSHIP", PartnershipKind::Local)
    };
    assert_eq!(
        refused(&record, |draft| add_partnership(draft, &new)),
        [
            "NOT_FOUND parent:",
            "INVALID aims.0:",
            "PERSONAL_DATA note:",
            "NOT_FOUND parties.1.party:",
            "INVALID parties.2:",
            "INVALID state:",
            "ALREADY_RECORDED namePl: partnership:partnership",
        ]
    );
    let anyway = NewPartnership { even_if_similar: true, ..named("Partnership", PartnershipKind::Local) };
    assert_eq!(keep(&mut record, |draft| add_partnership(draft, &anyway)), at("partnership:partnership-2"));
}

#[test]
fn fields_of_a_partnership_are_amended() {
    let mut record = known();
    let nothing = PartnershipAmendment {
        partnership: id("partnership"),
        name_pl: None,
        name_en: None,
        kind: None,
        parent: None,
        founded: None,
        territory: None,
        intended_sectors: None,
        aims: None,
        open_accession: None,
        note: None,
        clear: Vec::new(),
    };
    let new = PartnershipAmendment {
        founded: Some(date("2010")),
        aims: Some(vec![label("praca"), label("integracja")]),
        open_accession: Some(true),
        ..nothing.clone()
    };
    keep(&mut record, |draft| amend_partnership(draft, &new));
    let it = &stands(&record).partnerships[0];
    assert_eq!((it.founded, it.aims.len(), it.open_accession), (date("2010"), 2, Some(true)));
    let clear = PartnershipAmendment {
        clear: vec![PartnershipField::OpenAccession, PartnershipField::Aims, PartnershipField::Founded],
        ..nothing.clone()
    };
    keep(&mut record, |draft| amend_partnership(draft, &clear));
    let it = &stands(&record).partnerships[0];
    assert_eq!((it.founded, it.aims.len(), it.open_accession), (EdtfDate::UNKNOWN, 0, None));
    let itself = PartnershipAmendment { parent: Some(id("partnership")), ..nothing.clone() };
    assert_eq!(
        refused(&record, |draft| amend_partnership(draft, &itself)),
        ["INVALID parent: partnership:partnership"]
    );
    let active = (id("partnership"), LifecycleState::Active, date("2015"), None);
    keep(&mut record, |draft| record_lifecycle(draft, &active));
    let project = PartnershipAmendment { kind: Some(PartnershipKind::Project), ..nothing };
    assert_eq!(
        refused(&record, |draft| amend_partnership(draft, &project)),
        ["CONFLICT kind: lifecycle-event:partnership-active-2015"]
    );
}

#[test]
fn parties_sign_once_in_a_role_and_time() {
    let mut record = known();
    keep(&mut record, |draft| {
        sign_agreement(draft, &signing(&["institution:ops-b", "office:marshal"], "2015-05-14"))
    });
    assert_eq!(
        members(&record, "partnership"),
        [
            "institution:ops-a SIGNATORY XXXX XXXX",
            "institution:ops-b SIGNATORY 2015-05-14 XXXX",
            "office:marshal LEAD XXXX XXXX",
            "office:marshal SIGNATORY 2015-05-14 XXXX",
        ]
    );
    let refuse = |new: &SignedAgreement| refused(&record, |draft| sign_agreement(draft, new));
    assert_eq!(
        refuse(&signing(&["institution:none", "institution:ops-b", "institution:none"], "2016")),
        [
            "NOT_FOUND parties.0:",
            "ALREADY_RECORDED parties.1: membership:partnership-signatory-ops-b",
            "NOT_FOUND parties.2:",
            "INVALID parties.2:",
        ]
    );
    assert_eq!(refuse(&signing(&[], "2016")), ["INVALID parties:"]);
    let nowhere = SignedAgreement { partnership: id("none"), ..signing(&["institution:ops-b"], "") };
    assert_eq!(refuse(&nowhere), ["NOT_FOUND partnership:"]);
}

#[test]
fn who_leaves_stays_on_record_and_may_sign_again() {
    let mut record = known();
    keep(&mut record, |draft| sign_agreement(draft, &signing(&["institution:ops-b"], "2015-05-14")));
    let refuse = |record: &Record, it: &LeavingParty| refused(record, |draft| withdraw_party(draft, it));
    assert_eq!(refuse(&record, &leaving("institution:ops-b", None, "2014")), ["INVALID on:"]);
    assert_eq!(refuse(&record, &leaving("institution:ops-b", None, "")), ["INVALID on:"]);
    let lead = Some(PartnershipRole::Lead);
    assert_eq!(refuse(&record, &leaving("institution:ops-b", lead, "2016")), ["NOT_FOUND party:"]);
    keep(&mut record, |draft| withdraw_party(draft, &leaving("institution:ops-b", None, "2016-06")));
    let told = members(&record, "partnership");
    assert!(told.contains(&"institution:ops-b SIGNATORY 2015-05-14 2016-06".to_owned()), "{told:?}");
    assert_eq!(
        refuse(&record, &leaving("institution:ops-b", None, "2016-07")),
        ["ALREADY_RECORDED party: membership:partnership-signatory-ops-b"]
    );
    let again = refused(&record, |draft| sign_agreement(draft, &signing(&["institution:ops-b"], "2016-05")));
    assert_eq!(again, ["ALREADY_RECORDED parties.0: membership:partnership-signatory-ops-b"]);
    keep(&mut record, |draft| sign_agreement(draft, &signing(&["institution:ops-b"], "2017")));
    assert_eq!(members(&record, "partnership").len(), 4);
}

#[test]
fn who_is_read_as_another_is_the_same_party() {
    let mut record = known();
    record.identity_decisions.push(IdentityDecision {
        key: id("same"),
        duplicate: id("ops-b"),
        canonical: id("ops-a"),
        status: DecisionStatus::Accepted,
        reason: label("same number"),
        decided_by: label("editor"),
        decided_on: EdtfDate::UNKNOWN,
        task: None,
    });
    let again = refused(&record, |draft| sign_agreement(draft, &signing(&["institution:ops-b"], "2016")));
    let recorded =
        record.memberships.iter().find(|it| it.party == "institution:ops-a".parse().unwrap()).unwrap();
    assert_eq!(again, [format!("ALREADY_RECORDED parties.0: membership:{}", recorded.key)]);
    keep(&mut record, |draft| withdraw_party(draft, &leaving("institution:ops-b", None, "2016")));
    assert!(members(&record, "partnership").contains(&"institution:ops-a SIGNATORY XXXX 2016".to_owned()));
}

#[test]
fn states_follow_each_other_as_the_model_says() {
    use LifecycleState::*;
    // Worked out from model.md 4.4: what may be found some time after what.
    for (earlier, later, expected) in [
        (Proposed, Forming, true),
        (Proposed, Dissolved, true),
        (Active, Forming, false),
        (Suspended, Active, true),
        (Dissolved, Active, false),
        (Proposed, Closed, true),
        (Created, Funded, true),
        (Funded, Submitted, false),
        (Withdrawn, Implementing, false),
        (NotFunded, Submitted, true),
        (NotStated, Funded, true),
        (Reserve, Implementing, true),
        (Closed, Implementing, false),
        (Created, Active, false),
        (Active, Funded, false),
    ] {
        assert_eq!(may_follow(later, earlier), expected, "{earlier} → {later}");
    }
    for state in LifecycleState::ALL {
        assert!(may_follow(*state, *state));
    }
}

#[test]
fn a_state_that_contradicts_the_life_so_far_is_refused() {
    let mut record = known();
    let state = |state, on: &str| (id("partnership"), state, date(on), None);
    keep(&mut record, |draft| record_lifecycle(draft, &state(LifecycleState::Active, "2010")));
    keep(&mut record, |draft| record_lifecycle(draft, &state(LifecycleState::Dissolved, "2018-03")));
    // Earlier states may be recorded later.
    keep(&mut record, |draft| record_lifecycle(draft, &state(LifecycleState::Proposed, "2008")));
    keep(&mut record, |draft| record_lifecycle(draft, &state(LifecycleState::Suspended, "2016")));
    assert_eq!(
        life(&record, "partnership"),
        ["PROPOSED 2008", "ACTIVE 2010", "SUSPENDED 2016", "DISSOLVED 2018-03"]
    );
    let refuse = |it| refused(&record, |draft| record_lifecycle(draft, &it));
    assert_eq!(
        refuse(state(LifecycleState::Active, "2019")),
        ["CONFLICT on: lifecycle-event:partnership-dissolved-2018-03"]
    );
    assert_eq!(
        refuse(state(LifecycleState::Forming, "2017")),
        ["CONFLICT on: lifecycle-event:partnership-active-2010 lifecycle-event:partnership-suspended-2016"]
    );
    assert_eq!(
        refuse(state(LifecycleState::Active, "2010")),
        ["ALREADY_RECORDED state: lifecycle-event:partnership-active-2010"]
    );
    assert_eq!(refuse(state(LifecycleState::Funded, "2016")), ["INVALID state:"]);
    let noted = (id("partnership"), LifecycleState::Active, date("2012"), Some(label("tel. 601 222 333")));
    assert_eq!(refuse(noted), ["PERSONAL_DATA note:"]);
    assert_eq!(refuse((id("none"), LifecycleState::Active, date("2012"), None)), ["NOT_FOUND partnership:"]);
}

#[test]
fn the_life_of_a_project_follows_its_application() {
    let mut record = known();
    keep(&mut record, |draft| add_partnership(draft, &project()));
    let call =
        SubmittedTo::New { number: label("7.4"), edition: Some(label("2016")), programme: None, title: None };
    let new =
        SubmittedApplication { partnership: id("projekt-wspolny"), call, submitted_on: date("2016-05") };
    let application = keep(&mut record, |draft| submit_application(draft, &new));
    assert_eq!(life(&record, "projekt-wspolny"), ["CREATED 2016-02", "SUBMITTED 2016-05"]);
    let known_call = stands(&record).calls[0].key.clone();
    let again = SubmittedApplication { call: SubmittedTo::Known(known_call), ..new.clone() };
    assert_eq!(
        refused(&record, |draft| submit_application(draft, &again)),
        [format!("ALREADY_RECORDED call: {application}")]
    );
    assert_eq!(
        refused(&record, |draft| submit_application(draft, &new)),
        ["ALREADY_RECORDED call.new: call:call-7-4-2016"]
    );
    let outcome = |outcome, on: &str, amount: Option<(i64, &str)>| Outcome {
        application: id(&application.key),
        outcome,
        on: date(on),
        amount: amount.map(|(amount, currency)| (amount, label(currency))),
    };
    let refuse = |it: &Outcome| refused(&record, |draft| record_outcome(draft, it));
    assert_eq!(
        refuse(&outcome(FundingOutcome::Rejected, "2016", Some((1, "zł")))),
        ["INVALID amount:", "INVALID currency:"]
    );
    assert_eq!(
        refuse(&outcome(FundingOutcome::Funded, "2016-04", Some((-1, "PLN")))),
        ["INVALID amount:", "INVALID on:"]
    );
    let funded = outcome(FundingOutcome::Funded, "2016-09-01", Some((12_000_050, "PLN")));
    keep(&mut record, |draft| record_outcome(draft, &funded));
    let it = stands(&record).applications[0].clone();
    assert_eq!((it.outcome, it.amount_minor), (FundingOutcome::Funded, Some(12_000_050)));
    assert_eq!(it.currency, Some(label("PLN")));
    assert_eq!(
        life(&record, "projekt-wspolny"),
        ["CREATED 2016-02", "SUBMITTED 2016-05", "FUNDED 2016-09-01"]
    );
    // Without the decision's document the outcome is what it was.
    let mut by_another = known();
    keep(&mut by_another, |draft| add_partnership(draft, &project()));
    keep(&mut by_another, |draft| submit_application(draft, &new));
    super::keep_by("doc-3", &mut by_another, |draft| record_outcome(draft, &funded));
    let it = stands_without(&by_another, "doc-3").applications[0].clone();
    assert_eq!((it.outcome, it.amount_minor, it.currency), (FundingOutcome::NotStated, None, None));
}
