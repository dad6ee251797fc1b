//! Scenarios: what the record would be, what a decision adds to it, and which changes cannot be made.

use domain::check::problems;
use domain::document::DocumentKind;
use domain::institution::InstitutionState;
use domain::meeting::{MeetingStatus, Presence};
use domain::partnership::PartnershipRole;
use domain::record::Record;
use domain::scenario::{
    Change, ConflictKind, Decision, Scenario, ScenarioState, Target, conflicts, decided, overlay,
    overlay_of_some,
};
use domain::support::standing;
use testkit::sketch::{id, label, sketch};

use crate::common::{institution, retracted};

mod properties;

const BASE: &str = "a is OPS, gmina-x\n b is PUP, gmina-y\n c in a\n office is JST, gmina-x\n\
    lead office, signatory a, signatory b\n council: a, ~b\n 2015-03-02 plenary: a host, b\n 2016 funded: a, b\n";

/// The record of the sketch, as the overlay wants it: what stands, in order of keys.
pub(super) fn base() -> Record {
    let mut record = standing(sketch(BASE)).unwrap().record;
    record.sort();
    record
}

pub(super) fn draft(changes: Vec<Change>) -> Scenario {
    Scenario {
        key: id("s-1"),
        name: label("Wiosna"),
        note: None,
        base: 1,
        changes,
        state: ScenarioState::Draft,
    }
}

pub(super) fn party(text: &str) -> Target<domain::party::Party> {
    text.parse().unwrap()
}

pub(super) fn on(day: &str) -> chrono::NaiveDate {
    day.parse().unwrap()
}

pub(super) fn visit(host: &str, day: &str) -> Change {
    Change::HoldMeeting {
        name: label("wizyta"),
        meeting_kind: id("visit"),
        date: on(day),
        place: None,
        host: Some(party(host)),
        organiser: Some(party("institution:office")),
        invitees: Vec::new(),
        partnership: Some(Target::Recorded(id("partnership"))),
        body: None,
    }
}

pub(super) fn join(who: &str, day: Option<&str>) -> Change {
    Change::AddMembership {
        partnership: Target::Recorded(id("partnership")),
        party: party(who),
        role: PartnershipRole::Signatory,
        signed_on: day.map(on),
    }
}

pub(super) fn newcomer() -> Change {
    Change::AddInstitution {
        name: label("Fundacja Nowa"),
        r#type: Some(id("ops")),
        sector: None,
        seat: Some(id("gmina-y")),
        functions: Vec::new(),
    }
}

pub(super) fn close(who: &str, day: &str) -> Change {
    Change::CloseInstitution { institution: id(who), on: on(day) }
}

pub(super) fn end(key: &str, day: &str) -> Change {
    Change::EndMembership { membership: id(key), on: on(day) }
}

/// The key of the signatory's membership.
pub(super) fn membership_of(record: &Record, who: &str) -> String {
    let party = format!("institution:{who}");
    let of = |it: &&domain::partnership::Membership| {
        it.party.to_string() == party && it.partnership.as_str() == "partnership"
    };
    record.memberships.iter().find(of).unwrap().key.to_string()
}

fn kinds(record: &Record, changes: Vec<Change>) -> Vec<(u32, ConflictKind, Option<u32>)> {
    conflicts(record, &draft(changes)).into_iter().map(|it| (it.change, it.kind, it.with)).collect()
}

fn decision() -> Decision {
    Decision { title: label("Uchwała 7/2016"), date: on("2016-06-01") }
}

/// The record with more rows, as an import adds them.
fn with_rows(record: &Record, rows: &Record) -> Record {
    let mut all = record.clone();
    all.institutions.extend(rows.institutions.clone());
    all.memberships.extend(rows.memberships.clone());
    all.meetings.extend(rows.meetings.clone());
    all.participations.extend(rows.participations.clone());
    all.partnerships.extend(rows.partnerships.clone());
    all.lifecycle_events.extend(rows.lifecycle_events.clone());
    all.applications.extend(rows.applications.clone());
    all.claims.extend(rows.claims.clone());
    all.claim_texts.extend(rows.claim_texts.clone());
    all.documents.extend(rows.documents.clone());
    all.sort();
    all
}

#[test]
fn a_supposed_visit_stands_and_tells_that_it_is_supposed() {
    let record = base();
    let supposed = overlay(&record, &draft(vec![visit("institution:b", "2016-04-05")])).unwrap();
    assert_eq!(problems(&supposed), []);
    let whole = standing(supposed.clone()).unwrap();
    assert_eq!(whole.fallen, []);
    let meeting = supposed.meetings.iter().find(|it| it.key.as_str() == "s-1-c1").unwrap();
    assert_eq!((meeting.status, meeting.date.to_string().as_str()), (MeetingStatus::Held, "2016-04-05"));
    let parts: Vec<_> = supposed
        .participations
        .iter()
        .filter(|it| it.meeting.as_ref() == Some(&meeting.key))
        .map(|it| format!("{} {} {}", it.party, it.role, it.presence))
        .collect();
    assert_eq!(parts, ["institution:b HOST PRESENT", "institution:office ORGANISER PRESENT"]);
    let claim = supposed.claims.iter().find(|it| it.subject.to_string() == "meeting:s-1-c1").unwrap();
    let document = supposed.documents.iter().find(|it| it.key == claim.document).unwrap();
    assert_eq!((document.kind, document.title.as_str()), (DocumentKind::Scenario, "Wiosna"));
    let place = supposed.claim_texts.iter().find(|it| it.key.as_str() == claim.key.as_str()).unwrap();
    assert_eq!(place.locator.as_str(), "change 1");
}

#[test]
fn a_newcomer_may_join_and_come() {
    let record = base();
    let changes = vec![newcomer(), join("change:1", Some("2016-01-10")), visit("change:1", "2016-02-01")];
    let supposed = overlay(&record, &draft(changes)).unwrap();
    assert_eq!(problems(&supposed), []);
    assert_eq!(institution(&supposed, "s-1-c1").name_pl.as_str(), "Fundacja Nowa");
    let membership = supposed.memberships.iter().find(|it| it.key.as_str() == "s-1-c2").unwrap();
    assert_eq!(membership.party.to_string(), "institution:s-1-c1");
    assert_eq!(membership.signed_on.to_string(), "2016-01-10");
}

#[test]
fn a_closed_institution_leaves_partnerships_and_seats() {
    let record = base();
    let supposed = overlay(&record, &draft(vec![close("a", "2016-12-31")])).unwrap();
    assert_eq!(problems(&supposed), []);
    let closed = institution(&supposed, "a");
    assert_eq!(
        (closed.state, closed.existed_to.to_string().as_str()),
        (InstitutionState::Liquidated, "2016-12-31")
    );
    let open = |record: &Record| {
        let party = |it: &domain::partnership::Membership| it.party.to_string() == "institution:a";
        record.memberships.iter().filter(|it| party(it) && it.valid_to.is_unknown()).count()
            + record
                .body_memberships
                .iter()
                .filter(|it| {
                    it.on_behalf_of.as_ref().is_some_and(|it| it.as_str() == "a") && it.valid_to.is_unknown()
                })
                .count()
    };
    assert!(open(&record) >= 3, "a signatory, a seat, a project partner");
    assert_eq!(open(&supposed), 0);
    assert_eq!(institution(&supposed, "b"), institution(&record, "b"));
    // It stands when the support of everything is worked out anew, too.
    assert_eq!(institution(&standing(supposed).unwrap().record, "a").state, InstitutionState::Liquidated);
}

#[test]
fn a_decision_plans_meetings_and_invites() {
    let record = base();
    let changes =
        vec![join("institution:c", None), visit("institution:b", "2016-04-05"), close("a", "2016-12-31")];
    let rows = decided(&record, &draft(changes), &decision()).unwrap();
    assert_eq!(rows.meetings[0].status, MeetingStatus::Planned);
    assert!(rows.participations.iter().all(|it| it.presence == Presence::Invited));
    assert_eq!(rows.memberships.len(), 1);
    assert_eq!(rows.institutions, [], "rows of the record are changed by claims");
    let document = &rows.documents[0];
    assert_eq!((document.kind, document.title.as_str()), (DocumentKind::Decision, "Uchwała 7/2016"));
    assert_eq!(document.dated.to_string(), "2016-06-01");

    let whole = with_rows(&record, &rows);
    assert_eq!(problems(&whole), []);
    let stands = standing(whole.clone()).unwrap();
    assert_eq!(stands.fallen, []);
    assert_eq!(institution(&stands.record, "a").state, InstitutionState::Liquidated);
    // Without the decision everything is as it was.
    let undone = standing(retracted(whole, &["s-1"])).unwrap().record;
    assert_eq!(undone.institutions, record.institutions);
    assert_eq!(undone.memberships, record.memberships);
    assert_eq!(undone.meetings, record.meetings);
}

#[test]
fn what_cannot_be_made_is_told_by_kind() {
    use ConflictKind::{
        AlreadySo, Contradicts, DateBeforeRecord, DateImpossible, Duplicate, EndedBefore, NotAllowed,
        NotYetMade, Vanished,
    };
    let record = base();
    let of_a = membership_of(&record, "a");
    let one = |change: Change| {
        let found = kinds(&record, vec![change]);
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].1
    };
    assert_eq!(one(join("institution:nobody", None)), Vanished);
    assert_eq!(one(end("no-such", "2016-01-01")), Vanished);
    assert_eq!(one(join("institution:a", None)), AlreadySo);
    assert_eq!(one(visit("institution:b", "1999-01-01")), DateBeforeRecord);
    assert_eq!(one(join("group:guests", None)), NotAllowed);
    assert_eq!(one(join("change:1", None)), NotYetMade);
    assert_eq!(one(join("change:7", None)), NotYetMade);
    assert_eq!(one(join("change:0", None)), NotYetMade);

    let twice = vec![join("institution:c", None), join("institution:c", None)];
    assert_eq!(kinds(&record, twice), [(2, Duplicate, Some(1))]);
    let two_days = vec![join("institution:c", Some("2016-01-01")), join("institution:c", Some("2016-02-01"))];
    assert_eq!(kinds(&record, two_days), [(2, Contradicts, Some(1))]);
    let closed_twice = vec![close("a", "2016-01-01"), close("a", "2016-02-01")];
    assert_eq!(kinds(&record, closed_twice), [(2, Contradicts, Some(1))]);
    // A meeting with an institution that is closed before it, whichever is said first.
    let after = vec![visit("institution:a", "2016-06-01"), close("a", "2016-02-01")];
    assert_eq!(kinds(&record, after), [(1, Contradicts, Some(2))]);
    let after = vec![close("a", "2016-02-01"), visit("institution:a", "2016-06-01")];
    assert_eq!(kinds(&record, after), [(2, Contradicts, Some(1))]);
    assert_eq!(kinds(&record, vec![close("a", "2016-02-01"), visit("institution:a", "2016-01-31")]), []);
    let late = vec![close("a", "2016-02-01"), end(&of_a, "2016-03-01")];
    assert_eq!(kinds(&record, late), [(2, Contradicts, Some(1))]);
    assert_eq!(kinds(&record, vec![close("a", "2016-02-01"), end(&of_a, "2016-01-01")]), []);

    let mut ended = record.clone();
    ended.institutions.iter_mut().find(|it| it.key.as_str() == "a").unwrap().existed_to =
        "2015-12-31".parse().unwrap();
    assert_eq!(kinds(&ended, vec![visit("institution:a", "2016-01-01")]), [(1, EndedBefore, None)]);
    assert_eq!(kinds(&ended, vec![close("a", "2016-01-01")]), [(1, AlreadySo, None)]);
    let mut begun = record.clone();
    begun.memberships.iter_mut().find(|it| it.key.as_str() == of_a).unwrap().signed_on =
        "2016-05-01".parse().unwrap();
    assert_eq!(kinds(&begun, vec![end(&of_a, "2016-04-30")]), [(1, DateImpossible, None)]);
}

#[test]
fn newcomers_cannot_refer_to_themselves_or_to_each_other_in_a_circle() {
    let record = base();
    let project = |lead: &str| Change::CreateProjectPartnership {
        name: label("projekt"),
        lead: party(lead),
        partners: Vec::new(),
        created_on: None,
        call: None,
        submitted_on: None,
        outcome: None,
    };
    let circle = vec![project("change:2"), project("change:1")];
    let found = kinds(&record, circle);
    assert_eq!(found, [(1, ConflictKind::NotYetMade, Some(2)), (2, ConflictKind::NotYetMade, Some(1))]);
}

#[test]
fn drafts_are_bounded() {
    let (name, many) = (label("x"), vec![newcomer(); 201]);
    assert!(Scenario::check(&name, &[]).is_err());
    assert!(Scenario::check(&name, &many).is_err());
    assert!(Scenario::check(&name, &many[..200]).is_ok());
    assert!(Scenario::check(&label(&"x".repeat(201)), &[newcomer()]).is_err());
    let Change::HoldMeeting { name, meeting_kind, date, .. } = visit("institution:a", "2016-01-01") else {
        panic!()
    };
    let crowd = Change::HoldMeeting {
        invitees: vec![party("institution:a"); 501],
        name,
        meeting_kind,
        date,
        place: None,
        host: None,
        organiser: None,
        partnership: None,
        body: None,
    };
    assert!(Scenario::check(&label("x"), &[crowd]).is_err());
}

#[test]
fn changes_have_one_text_form() {
    let changes = vec![
        newcomer(),
        close("a", "2016-01-01"),
        join("change:1", None),
        end("m", "2016-01-01"),
        visit("office:head", "2016-01-01"),
    ];
    let text = serde_json::to_string(&changes).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Change>>(&text).unwrap(), changes);
    assert!(text.contains(r#""party":"change:1""#), "{text}");
}

#[test]
fn some_of_the_changes_are_made_with_what_they_need() {
    let record = base();
    let changes =
        vec![newcomer(), join("change:1", Some("2016-01-10")), visit("institution:b", "2016-02-01")];
    let scenario = draft(changes);
    let some =
        |chosen: &[u32]| overlay_of_some(&record, &scenario, &chosen.iter().copied().collect()).unwrap();
    assert_eq!(some(&[1, 2, 3]), overlay(&record, &scenario).unwrap());
    assert_eq!(some(&[]), record);
    assert_eq!(some(&[2]), record, "nobody is there to join");
    assert_eq!(some(&[2, 3]), some(&[3]));
    assert_eq!(some(&[3]).meetings.len(), record.meetings.len() + 1);
    // The keys are those of the whole scenario.
    assert!(some(&[3]).meetings.iter().any(|it| it.key.as_str() == "s-1-c3"));
    // Signing anew needs that the membership ended before.
    let again = draft(vec![
        end(&membership_of(&record, "a"), "2016-01-01"),
        join("institution:a", Some("2016-06-01")),
    ]);
    let alone = overlay_of_some(&record, &again, &[2].into()).unwrap();
    assert_eq!(alone, record);
    assert!(overlay(&record, &again).is_ok());
}
