//! Meetings: planned, amended, called off, recorded, closed.

use domain::indicator::Collection;
use domain::keeping::FaultCode;
use domain::keeping::attendance::{AttendanceRecord, Attended, MeetingReport};
use domain::keeping::document::NewDocument;
use domain::keeping::meeting::{
    Closing, HeldMeeting, MeetingChange, NewMeeting, amend_meeting, cancel_meeting, close_meeting,
    record_meeting, schedule_meeting,
};
use domain::meeting::{Meeting, MeetingStatus};
use domain::record::Record;
use testkit::sketch::{id, label};

use super::attendance::{entry, outcome, party};
use super::{Kept, one, refused};

pub(crate) const SKETCH: &str = "
    2015-02-06 council: wup host, ops-a
    2015-03-01 planned: ops-b
";

/// A meeting of a kind on a date.
pub(crate) fn of(kind: &str, date: &str) -> NewMeeting {
    NewMeeting {
        name_pl: None,
        name_en: None,
        title: None,
        kind: id(kind),
        date: date.parse().unwrap(),
        place: None,
        partnership: None,
        body: None,
        series: None,
        topics: Vec::new(),
        note: None,
        hosts: Vec::new(),
        organisers: Vec::new(),
        invitees: Vec::new(),
        even_if_similar: false,
    }
}

fn planned() -> NewMeeting {
    NewMeeting {
        hosts: vec![party("institution:wup")],
        invitees: vec![party("institution:ops-a"), party("institution:ops-b"), party("institution:wup")],
        ..of("working", "2016-05-10")
    }
}

fn closing(key: &str) -> Closing {
    Closing { meeting: id(key), date: None, place: None, outcome: outcome(&[]) }
}

fn change(key: &str) -> MeetingChange {
    MeetingChange {
        meeting: id(key),
        name_pl: None,
        name_en: None,
        title: None,
        kind: None,
        date: None,
        place: None,
        partnership: None,
        body: None,
        series: None,
        topics: None,
        note: None,
        hosts: None,
        organisers: None,
        invite: Vec::new(),
        uninvite: Vec::new(),
    }
}

fn meeting<'a>(record: &'a Record, key: &str) -> &'a Meeting {
    record.meetings.iter().find(|it| it.key.as_str() == key).unwrap()
}

/// Who is recorded at a meeting: party, role, presence; in order.
pub(crate) fn at(record: &Record, key: &str) -> Vec<String> {
    let all =
        record.participations.iter().filter(|it| it.meeting.as_ref().is_some_and(|it| it.as_str() == key));
    let mut told: Vec<_> = all.map(|it| format!("{} {} {}", it.party, it.role, it.presence)).collect();
    told.sort();
    told
}

#[test]
fn a_planned_meeting_has_a_name_and_its_invited() {
    let mut kept = Kept::of(SKETCH);
    let made = kept.by("doc", schedule_meeting, &planned()).unwrap();
    assert_eq!(made.to_string(), "meeting:working-2016-05-10");
    let record = kept.stands();
    let meeting = meeting(&record, "working-2016-05-10");
    assert_eq!((meeting.status, meeting.name_pl.as_str()), (MeetingStatus::Planned, "working, 2016-05-10"));
    assert_eq!(
        at(&record, "working-2016-05-10"),
        [
            "institution:ops-a ATTENDEE INVITED",
            "institution:ops-b ATTENDEE INVITED",
            "institution:wup HOST INVITED",
        ]
    );
    assert!(!kept.without("doc-2").meetings.is_empty() && kept.without("doc").meetings.is_empty());
}

#[test]
fn what_a_meeting_names_has_to_be_there() {
    let mut kept = Kept::of(SKETCH);
    let new = NewMeeting {
        kind: id("ball"),
        place: Some(id("nowhere")),
        topics: vec![id("weather")],
        invitees: vec![party("institution:ops-a"), party("institution:ops-z"), party("office:no")],
        ..planned()
    };
    let told = refused(kept.by("doc", schedule_meeting, &new));
    let paths: Vec<_> = told.iter().map(|(_, path)| path.as_str()).collect();
    assert_eq!(paths, ["kind", "place", "topics.0", "invitees.1", "invitees.2"]);
    assert!(told.iter().all(|(code, _)| *code == FaultCode::NotFound));
    let mut bar = planned();
    bar.hosts = vec![domain::party::Party::Group(label("a|b"))];
    assert_eq!(refused(kept.by("doc", schedule_meeting, &bar)), one(FaultCode::Invalid, "hosts.0"));
    assert_eq!(
        refused(kept.from(None, schedule_meeting, &planned())),
        one(FaultCode::SourceRequired, "source")
    );
}

#[test]
fn a_meeting_like_one_of_the_record_is_looked_at_first() {
    let mut kept = Kept::of(SKETCH);
    let like = NewMeeting { hosts: vec![party("institution:wup")], ..of("council", "2015-02-06") };
    let faults = kept.by("doc", schedule_meeting, &like).unwrap_err();
    assert_eq!(faults.0[0].code, FaultCode::AlreadyRecorded);
    assert_eq!(faults.0[0].about[0].to_string(), "meeting:m1");
    let other_host = NewMeeting { hosts: vec![party("institution:ops-b")], ..like.clone() };
    assert!(
        Kept::of(SKETCH).by("doc", schedule_meeting, &other_host).is_ok(),
        "another host, another meeting"
    );
    let said = NewMeeting { even_if_similar: true, ..like };
    assert!(kept.by("doc", schedule_meeting, &said).is_ok());
}

#[test]
fn closing_makes_a_planned_meeting_an_occasion_with_all_that_came_of_it() {
    let mut kept = Kept::of(SKETCH);
    kept.by("doc", schedule_meeting, &planned()).unwrap();
    let mut close = closing("working-2016-05-10");
    close.date = Some("2016-05-11".parse().unwrap());
    close.outcome =
        outcome(&[("institution:ops-a", Attended::Present), ("institution:ops-c", Attended::Present)]);
    close.outcome.declared_participants = Some(5);
    // `ops-c` is in nobody's record yet.
    assert_eq!(
        refused(kept.by("doc-2", close_meeting, &close)),
        one(FaultCode::NotFound, "attendance.1.party")
    );
    close.outcome.attendance.pop();
    let done = kept.by("doc-2", close_meeting, &close).unwrap();
    assert_eq!(done.to_string(), "meeting:working-2016-05-10");
    let record = kept.stands();
    let held = meeting(&record, "working-2016-05-10");
    assert_eq!((held.status, held.date.to_string().as_str()), (MeetingStatus::Held, "2016-05-11"));
    assert!(held.has_unnamed_participants, "the list is partial");
    assert_eq!(
        at(&record, "working-2016-05-10"),
        [
            "institution:ops-a ATTENDEE PRESENT",
            "institution:ops-b ATTENDEE INVITED",
            "institution:wup HOST PRESENT",
        ]
    );
    let count = record.indicators.iter().find(|it| it.collection == Some(Collection::Participants)).unwrap();
    assert_eq!(
        (count.value, count.of.as_ref().unwrap().to_string().as_str()),
        (5.0, "meeting:working-2016-05-10")
    );
    // Without the second document it is planned as before.
    let before = kept.without("doc-2");
    assert_eq!(meeting(&before, "working-2016-05-10").status, MeetingStatus::Planned);
    assert_eq!(meeting(&before, "working-2016-05-10").date.to_string(), "2016-05-10");
    assert!(at(&before, "working-2016-05-10").iter().all(|it| it.ends_with("INVITED")));
    assert!(before.indicators.is_empty());
}

#[test]
fn a_complete_list_says_who_of_the_invited_was_absent() {
    let mut kept = Kept::of(SKETCH);
    kept.by("doc", schedule_meeting, &planned()).unwrap();
    let mut close = closing("working-2016-05-10");
    close.outcome = outcome(&[("institution:ops-a", Attended::Present)]);
    close.outcome.attendance_record = AttendanceRecord::Complete;
    kept.by("doc-2", close_meeting, &close).unwrap();
    let record = kept.stands();
    assert!(!meeting(&record, "working-2016-05-10").has_unnamed_participants);
    assert!(at(&record, "working-2016-05-10").contains(&"institution:ops-b ATTENDEE ABSENT".to_owned()));
}

#[test]
fn what_was_held_called_off_or_has_not_come_cannot_be_closed() {
    let mut kept = Kept::of(SKETCH);
    assert_eq!(refused(kept.by("doc", close_meeting, &closing("m1"))), one(FaultCode::Conflict, "meeting"));
    assert_eq!(refused(kept.by("doc", close_meeting, &closing("m9"))), one(FaultCode::NotFound, "meeting"));
    let mut early = closing("m2");
    early.date = Some("2016-06-02".parse().unwrap());
    assert_eq!(refused(kept.by("doc", close_meeting, &early)), one(FaultCode::Conflict, "date"));
    kept.by("doc-2", cancel_meeting, &id("m2")).unwrap();
    assert_eq!(meeting(&kept.stands(), "m2").status, MeetingStatus::Cancelled);
    assert_eq!(refused(kept.by("doc", close_meeting, &closing("m2"))), one(FaultCode::Conflict, "meeting"));
    assert_eq!(refused(kept.by("doc", cancel_meeting, &id("m1"))), one(FaultCode::Conflict, "meeting"));
    let before = kept.0.clone();
    kept.by("doc-2", cancel_meeting, &id("m2")).unwrap();
    assert!(kept.0 == before, "calling it off again changes nothing");
}

#[test]
fn a_meeting_that_took_place_is_recorded_at_once_with_its_report() {
    let mut kept = Kept::of(SKETCH);
    let mut held =
        HeldMeeting { meeting: planned(), outcome: outcome(&[("institution:ops-b", Attended::Present)]) };
    held.outcome.report = Some(MeetingReport {
        document: NewDocument {
            title: label("Protokół z maja"),
            kind: domain::document::DocumentKind::MeetingNote,
            covers: domain::date::EdtfDate::UNKNOWN,
            dated: "2016-05-12".parse().unwrap(),
            dated_basis: None,
            sha256: None,
            locator_scheme: label("page N"),
        },
        locator: label("page 1"),
    });
    let twice = refused(kept.by("doc", record_meeting, &held));
    assert_eq!(twice, one(FaultCode::Invalid, "source"), "the report is the source");
    kept.from(None, record_meeting, &held).unwrap();
    let record = kept.stands();
    assert_eq!(meeting(&record, "working-2016-05-10").status, MeetingStatus::Held);
    assert_eq!(
        at(&record, "working-2016-05-10"),
        [
            "institution:ops-a ATTENDEE INVITED",
            "institution:ops-b ATTENDEE PRESENT",
            "institution:wup HOST PRESENT",
        ]
    );
    let report = kept.0.documents.iter().find(|it| it.title.as_str() == "Protokół z maja").unwrap();
    let without = kept.without(report.key.as_str());
    assert_eq!(without.meetings.len(), 2, "all of it rests on the report");
    let of_meeting: Vec<_> =
        kept.0.claims.iter().filter(|it| it.subject.to_string() == "meeting:working-2016-05-10").collect();
    assert_eq!(of_meeting.len(), 1, "one claim says that it was");
    let mut soon = held.clone();
    soon.meeting.date = "2016-07".parse().unwrap();
    assert_eq!(refused(kept.from(None, record_meeting, &soon)), one(FaultCode::Conflict, "date"));
    let mut again = held;
    again.meeting =
        NewMeeting { partnership: Some(id("partnership")), hosts: Vec::new(), ..of("planned", "2015-03-01") };
    let faults = kept.from(None, record_meeting, &again).unwrap_err();
    assert!(faults.0[0].message.contains("close it"), "{}", faults.0[0].message);
}

#[test]
fn amending_leaves_what_was_said_to_its_source() {
    let mut kept = Kept::of(SKETCH);
    let mut first = change("m2");
    first.title = Some(Some(label("Otwarcie")));
    first.partnership = Some(None);
    first.hosts = Some(vec![party("institution:wup")]);
    first.invite = vec![party("institution:ops-a"), party("institution:ops-b")];
    kept.by("doc-2", amend_meeting, &first).unwrap();
    let record = kept.stands();
    let amended = meeting(&record, "m2");
    assert_eq!(
        (amended.title.as_ref().map(|it| it.as_str()), amended.partnership.as_ref()),
        (Some("Otwarcie"), None)
    );
    assert_eq!(
        at(&record, "m2"),
        [
            "institution:ops-a ATTENDEE INVITED",
            "institution:ops-b ATTENDEE PRESENT",
            "institution:wup HOST INVITED",
        ]
    );
    let back = kept.without("doc-2");
    assert_eq!(meeting(&back, "m2").partnership, Some(id("partnership")));
    assert_eq!(at(&back, "m2"), ["institution:ops-b ATTENDEE PRESENT"]);

    let mut second = change("m2");
    second.hosts = Some(vec![party("institution:ops-b")]);
    second.uninvite = vec![party("institution:ops-a")];
    kept.by("doc-3", amend_meeting, &second).unwrap();
    assert_eq!(
        at(&kept.stands(), "m2"),
        ["institution:ops-b ATTENDEE PRESENT", "institution:ops-b HOST INVITED",]
    );
    assert_eq!(refused(kept.by("doc-3", amend_meeting, &second)), one(FaultCode::NotFound, "uninvite.0"));
    let mut held = change("m1");
    held.invite = vec![party("institution:ops-b")];
    assert_eq!(refused(kept.by("doc-3", amend_meeting, &held)), one(FaultCode::Conflict, "invite"));
    let mut later = change("m1");
    later.date = Some("2017".parse().unwrap());
    assert_eq!(refused(kept.by("doc-3", amend_meeting, &later)), one(FaultCode::Conflict, "date"));
    let before = kept.0.clone();
    kept.by("doc-3", amend_meeting, &change("m1")).unwrap();
    assert!(kept.0 == before, "nothing was asked");
}

#[test]
fn a_list_of_attendance_and_its_record_agree() {
    let mut kept = Kept::of(SKETCH);
    let mut close = closing("m2");
    close.outcome = outcome(&[("institution:ops-b", Attended::Present)]);
    close.outcome.attendance_record = AttendanceRecord::None;
    assert_eq!(refused(kept.by("doc", close_meeting, &close)), one(FaultCode::Invalid, "attendanceRecord"));
    close.outcome.attendance_record = AttendanceRecord::Partial;
    close.outcome.attendance.push(entry("institution:ops-b", Attended::Absent));
    assert_eq!(refused(kept.by("doc", close_meeting, &close)), one(FaultCode::Invalid, "attendance.1"));
}

#[test]
fn another_host_leaves_the_first_to_its_source() {
    let mut kept = Kept::of(SKETCH);
    kept.by("doc-2", schedule_meeting, &planned()).unwrap();
    let mut other = change("working-2016-05-10");
    other.hosts = Some(vec![party("institution:ops-a")]);
    kept.by("doc-3", amend_meeting, &other).unwrap();
    let hosts = |record: &Record| {
        at(record, "working-2016-05-10").into_iter().filter(|it| it.contains("HOST")).collect::<Vec<_>>()
    };
    assert_eq!(hosts(&kept.stands()), ["institution:ops-a HOST INVITED"]);
    assert_eq!(hosts(&kept.without("doc-3")), ["institution:wup HOST INVITED"], "it is claimed by doc-2");
    other.hosts = Some(Vec::new());
    kept.by("doc-3", amend_meeting, &other).unwrap();
    assert_eq!(hosts(&kept.stands()), [""; 0]);
}

#[test]
fn who_is_named_twice_is_there_once() {
    let mut kept = Kept::of(SKETCH);
    let twice = |who: &str| vec![party(who), party(who)];
    let mut first = change("m2");
    first.hosts = Some(twice("institution:wup"));
    first.invite = twice("institution:ops-a");
    kept.by("doc-2", amend_meeting, &first).unwrap();
    assert_eq!(
        at(&kept.stands(), "m2"),
        [
            "institution:ops-a ATTENDEE INVITED",
            "institution:ops-b ATTENDEE PRESENT",
            "institution:wup HOST INVITED",
        ]
    );
    let mut second = change("m2");
    second.uninvite = twice("institution:ops-a");
    kept.by("doc-2", amend_meeting, &second).unwrap();
    assert_eq!(at(&kept.stands(), "m2").len(), 2);
}

#[test]
fn a_day_has_come_by_the_clocks_of_poland() {
    let kept = Kept::of(SKETCH);
    let held = |date: &str| HeldMeeting { meeting: of("working", date), outcome: outcome(&[]) };
    let record_at = |at: &str, date: &str| {
        let at = at.parse().unwrap();
        let mut draft = domain::keeping::Draft::new(&kept.0, Some(super::page("doc")), label("redaktor"), at);
        record_meeting(&mut draft, &held(date)).is_ok()
    };
    assert!(record_at("2016-06-10T22:30:00Z", "2016-06-11"), "it is half past midnight there");
    assert!(!record_at("2016-06-10T21:30:00Z", "2016-06-11"));
}
