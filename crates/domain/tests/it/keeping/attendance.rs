//! Attendance recorded after the meeting was.

use domain::indicator::Collection;
use domain::keeping::FaultCode;
use domain::keeping::attendance::{
    Attendance, AttendanceRecord, Attended, LaterAttendance, MeetingOutcome, record_attendance,
};
use domain::party::Party;
use domain::person::{Person, PublicFunction};
use testkit::sketch::{id, label};

use super::meeting::{SKETCH, at};
use super::{Kept, one, refused};

pub(crate) fn party(text: &str) -> Party {
    text.parse().unwrap()
}

pub(crate) fn entry(who: &str, attended: Attended) -> Attendance {
    Attendance { party: party(who), person: None, role: None, attended, topic: None, note: None }
}

/// A partial list of attendance, and nothing else.
pub(crate) fn outcome(attendance: &[(&str, Attended)]) -> MeetingOutcome {
    MeetingOutcome {
        attendance_record: AttendanceRecord::Partial,
        attendance: attendance.iter().map(|(who, attended)| entry(who, *attended)).collect(),
        declared_participants: None,
        resolutions: Vec::new(),
        report: None,
    }
}

fn later(attendance: Vec<Attendance>) -> LaterAttendance {
    let (meeting, attendance_record) = (id("m1"), AttendanceRecord::Partial);
    LaterAttendance { meeting, attendance_record, attendance, declared_participants: None }
}

fn with_people(mut kept: Kept, keys: &[&str]) -> Kept {
    for key in keys {
        let function = label("przedstawiciel");
        let person = Person {
            key: id(key),
            public_function: PublicFunction::Representative,
            function_pl: function.clone(),
            function_en: function,
        };
        kept.0.people.push(person);
        kept.0.claims.push(crate::common::existence(
            &format!("claim-{key}"),
            &format!("person:{key}"),
            "doc",
        ));
    }
    kept.0.sort();
    kept
}

#[test]
fn attendance_is_added_to_what_is_known() {
    let mut kept = with_people(Kept::of(SKETCH), &["p-1", "p-2"]);
    let of =
        |key: &str| Attendance { person: Some(id(key)), ..entry("institution:ops-a", Attended::Present) };
    let all = vec![
        of("p-1"),
        of("p-2"),
        entry("institution:ops-b", Attended::Excused),
        entry("group:goście", Attended::Present),
    ];
    kept.by("doc-2", record_attendance, &LaterAttendance { declared_participants: Some(7), ..later(all) })
        .unwrap();
    let record = kept.stands();
    assert_eq!(
        at(&record, "m1"),
        [
            "group:goście ATTENDEE PRESENT",
            "institution:ops-a ATTENDEE PRESENT",
            "institution:ops-a ATTENDEE PRESENT",
            "institution:ops-b ATTENDEE ABSENT",
            "institution:wup HOST PRESENT",
        ]
    );
    let people: Vec<_> =
        record.participations.iter().filter_map(|it| it.person.as_ref()).map(|it| it.as_str()).collect();
    assert_eq!(people, ["p-2", "p-1"], "two came for one institution");
    let excused =
        record.participations.iter().find(|it| it.party == party("institution:ops-b") && it.note.is_some());
    assert_eq!(excused.unwrap().note.as_ref().unwrap().as_str(), "nieobecność usprawiedliwiona");

    // Said once more, it changes nothing; another count stands beside the first.
    let again = LaterAttendance { declared_participants: Some(7), ..later(vec![of("p-1"), of("p-2")]) };
    let before = kept.0.clone();
    kept.by("doc-2", record_attendance, &again).unwrap();
    assert!(kept.0 == before, "nothing new is said");
    kept.by(
        "doc-3",
        record_attendance,
        &LaterAttendance { declared_participants: Some(9), ..later(Vec::new()) },
    )
    .unwrap();
    let value = |record: &domain::record::Record| {
        record.indicators.iter().find(|it| it.collection == Some(Collection::Participants)).map(|it| it.value)
    };
    assert_eq!((value(&kept.stands()), value(&kept.without("doc-3"))), (Some(9.0), Some(7.0)));
}

#[test]
fn attendance_is_of_a_meeting_that_took_place() {
    let mut kept = Kept::of(SKETCH);
    let planned = LaterAttendance { meeting: id("m2"), ..later(Vec::new()) };
    assert_eq!(refused(kept.by("doc", record_attendance, &planned)), one(FaultCode::Conflict, "meeting"));
    let nobody = LaterAttendance { meeting: id("m9"), ..later(Vec::new()) };
    assert_eq!(refused(kept.by("doc", record_attendance, &nobody)), one(FaultCode::NotFound, "meeting"));
    let wrong = Attendance {
        person: Some(id("p-9")),
        topic: Some(id("t-9")),
        ..entry("body:b-9", Attended::Present)
    };
    let paths: Vec<_> =
        refused(kept.by("doc", record_attendance, &later(vec![wrong]))).into_iter().map(|it| it.1).collect();
    assert_eq!(paths, ["attendance.0.party", "attendance.0.person", "attendance.0.topic"]);
    let many = later(vec![entry("group:x", Attended::Present); 2_001]);
    assert_eq!(refused(kept.by("doc", record_attendance, &many)), one(FaultCode::TooMany, "attendance"));
}

#[test]
fn five_hundred_parties_are_one_change() {
    let parties: String = (0..500).map(|it| format!("i-{it} is OPS\n")).collect();
    let mut kept = Kept::of(&format!("{parties}{SKETCH}"));
    let all = (0..500).map(|it| entry(&format!("institution:i-{it}"), Attended::Present)).collect();
    kept.by("doc-2", record_attendance, &later(all)).unwrap();
    assert_eq!(at(&kept.stands(), "m1").len(), 502);
}

#[test]
fn two_of_one_party_are_two_entries_though_only_one_has_a_name() {
    let mut kept = with_people(Kept::of(SKETCH), &["p-1"]);
    let named = Attendance { person: Some(id("p-1")), ..entry("institution:ops-b", Attended::Present) };
    let other = entry("institution:ops-b", Attended::Absent);
    kept.by("doc-2", record_attendance, &later(vec![named, other])).unwrap();
    let told = at(&kept.stands(), "m1");
    assert!(told.contains(&"institution:ops-b ATTENDEE PRESENT".to_owned()), "{told:?}");
    assert!(told.contains(&"institution:ops-b ATTENDEE ABSENT".to_owned()), "{told:?}");
}

#[test]
fn an_excuse_is_kept_beside_its_remark() {
    let mut kept = Kept::of(SKETCH);
    let excused =
        Attendance { note: Some(label("choroba")), ..entry("institution:ops-b", Attended::Excused) };
    for _ in 0..2 {
        kept.by("doc-2", record_attendance, &later(vec![excused.clone()])).unwrap();
        let record = kept.stands();
        let noted = record.participations.iter().filter_map(|it| it.note.as_ref()).map(|it| it.as_str());
        assert_eq!(noted.collect::<Vec<_>>(), ["nieobecność usprawiedliwiona: choroba"]);
    }
}
