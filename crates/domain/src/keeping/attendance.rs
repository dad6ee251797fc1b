//! Who came to a meeting, how many are said to have come, and what the meeting resolved.

use std::collections::{BTreeMap, BTreeSet};

use super::document::{NewDocument, add_document};
use super::fields::{Setting, set_fields};
use super::look::Wrong;
use super::resolution::{self, Adopted, NewResolution};
use super::{Draft, Fault, FaultCode, Faults, Source};
use crate::claim::Confidence;
use crate::id::Id;
use crate::indicator::{Collection, Indicator, IndicatorNature};
use crate::meeting::{Meeting, MeetingRole, MeetingStatus, Participation, Presence};
use crate::party::Party;
use crate::person::Person;
use crate::record::RecordRef;
use crate::vocabulary::{Label, Topic};
use crate::words;

/// The most entries of a list of attendance.
pub const ATTENDANCE_MAX: usize = 2_000;

words! {
    /// How much of the attendance of a meeting a source gives.
    AttendanceRecord {
        /// Nobody says who came: somebody did, so what rests on it is open upwards.
        None = "NONE",
        /// The list names some of those who came.
        Partial = "PARTIAL",
        /// The list names all who came; who was invited and is not on it was absent.
        Complete = "COMPLETE",
    }
}

words! {
    /// What a list of attendance says of a party.
    Attended {
        /// It came.
        Present = "PRESENT",
        /// It did not come.
        Absent = "ABSENT",
        /// It did not come, and had said so.
        Excused = "EXCUSED",
        /// The list does not say.
        NotRecorded = "NOT_RECORDED",
    }
}

/// An entry of a list of attendance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendance {
    /// Who.
    pub party: Party,
    /// The person who came for the party.
    pub person: Option<Id<Person>>,
    /// In which role; none for that in which it was invited, or else attendee.
    pub role: Option<MeetingRole>,
    /// Whether it came.
    pub attended: Attended,
    /// The topic spoken to.
    pub topic: Option<Id<Topic>>,
    /// A remark, without personal data.
    pub note: Option<Label>,
}

/// The report of a meeting: a new document, which is the source of all that is recorded with it.
#[derive(Debug, Clone, PartialEq)]
pub struct MeetingReport {
    /// The document.
    pub document: NewDocument,
    /// The place in it.
    pub locator: Label,
}

/// Who came to a meeting, and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct MeetingOutcome {
    /// How much of the attendance is known.
    pub attendance_record: AttendanceRecord,
    /// Who came and who did not.
    pub attendance: Vec<Attendance>,
    /// How many people are said to have come.
    pub declared_participants: Option<u32>,
    /// What was resolved, with what is to be done.
    pub resolutions: Vec<NewResolution>,
    /// The report, when it is not in the record yet.
    pub report: Option<MeetingReport>,
}

/// Attendance that is recorded after the meeting was.
#[derive(Debug, Clone, PartialEq)]
pub struct LaterAttendance {
    /// The meeting.
    pub meeting: Id<Meeting>,
    /// How much of the attendance is known now.
    pub attendance_record: AttendanceRecord,
    /// Who came and who did not.
    pub attendance: Vec<Attendance>,
    /// How many people are said to have come; none leaves what was said so far.
    pub declared_participants: Option<u32>,
}

/// Records who came to a meeting that took place.
///
/// # Errors
/// `NOT_FOUND` for what it names; `CONFLICT` when the meeting is not recorded as held; `INVALID` for a list that
/// contradicts itself.
pub fn record_attendance(draft: &mut Draft<'_>, later: &LaterAttendance) -> Result<RecordRef, Faults> {
    let id = &later.meeting;
    if draft.require(id, "meeting")?.status != MeetingStatus::Held {
        let message = "it is not recorded as held; close it, and give its attendance there";
        return Err(Fault::new(FaultCode::Conflict, "meeting", message).about([id.reference()]).into());
    }
    enter(draft, id, later.attendance_record, &later.attendance)?;
    if let Some(count) = later.declared_participants {
        declare(draft, id, count)?;
    }
    Ok(id.reference())
}

/// Adds the report, on which all that follows rests.
pub(super) fn report(draft: &mut Draft<'_>, outcome: &MeetingOutcome) -> Result<(), Faults> {
    let Some(report) = &outcome.report else { return Ok(()) };
    let added = add_document(draft, &report.document).map_err(|it| it.below("report"))?;
    let Some(document) = Id::from_reference(&added) else { return Ok(()) };
    draft.rest_on(Source {
        document,
        locator: report.locator.clone(),
        confidence: Confidence::Stated,
        convention: None,
    })
}

/// Enters all that came of a meeting that took place.
pub(super) fn enter_outcome(
    draft: &mut Draft<'_>,
    id: &Id<Meeting>,
    outcome: &MeetingOutcome,
) -> Result<(), Faults> {
    enter(draft, id, outcome.attendance_record, &outcome.attendance)?;
    if let Some(count) = outcome.declared_participants {
        declare(draft, id, count)?;
    }
    let meeting = draft.require(id, "meeting")?;
    let adopted = Adopted { body: meeting.body, meeting: Some(id.clone()), series: None, date: meeting.date };
    let mut wrong = Wrong::default();
    for (number, new) in outcome.resolutions.iter().enumerate() {
        let below = format!("resolutions.{number}");
        let entered = resolution::enter(draft, &adopted, new).map(|_id| ());
        wrong.keep(entered.map_err(|it| it.below(&below)));
    }
    wrong.done()
}

/// The participations in a meeting that stand, in order of keys, as believed. Time O(participations).
pub(super) fn participations_of(draft: &Draft<'_>, id: &Id<Meeting>) -> Vec<Participation> {
    let is_of = |it: &&Participation| it.meeting.as_ref() == Some(id);
    let stored = draft.before().participations.iter().filter(is_of);
    let drafted = draft.changes().records.participations.iter().filter(is_of);
    let keys: BTreeSet<_> = stored.chain(drafted).map(|it| it.key.clone()).collect();
    keys.iter().filter_map(|it| draft.standing(it)).collect()
}

/// Adds a participation.
pub(super) fn add_participation(
    draft: &mut Draft<'_>,
    id: &Id<Meeting>,
    party: &Party,
    role: MeetingRole,
    presence: Presence,
) -> Result<Id<Participation>, Faults> {
    let key = key_of(draft, id, party, role)?;
    draft.add(Participation {
        key,
        meeting: Some(id.clone()),
        series: None,
        party: party.clone(),
        person: None,
        role,
        presence,
        topic: None,
        note: None,
    })
}

fn key_of(
    draft: &Draft<'_>,
    id: &Id<Meeting>,
    party: &Party,
    role: MeetingRole,
) -> Result<Id<Participation>, Faults> {
    let who = match party {
        Party::Institution(it) => it.as_str(),
        Party::Office(it) => it.as_str(),
        Party::Body(it) => it.as_str(),
        Party::Group(_) => "group",
    };
    Ok(draft.fresh_key(&format!("{id} {who} {role}"))?)
}

fn check(draft: &Draft<'_>, record: AttendanceRecord, attendance: &[Attendance]) -> Result<(), Faults> {
    let mut wrong = Wrong::default();
    if attendance.len() > ATTENDANCE_MAX {
        let message = format!("there are {}, and one change may have {ATTENDANCE_MAX}", attendance.len());
        return Err(Fault::new(FaultCode::TooMany, "attendance", message).into());
    }
    if record == AttendanceRecord::None && attendance.iter().any(|it| it.attended == Attended::Present) {
        let message = "the list says who came, so the record of attendance is partial or complete";
        wrong.refuse(FaultCode::Invalid, "attendanceRecord", message);
    }
    let mut known = BTreeMap::new();
    for (number, it) in attendance.iter().enumerate() {
        let path = format!("attendance.{number}");
        wrong.party(draft, &it.party, &format!("{path}.party"));
        wrong.known(draft, &it.person, &format!("{path}.person"));
        wrong.known(draft, &it.topic, &format!("{path}.topic"));
        if let Some(first) = known.insert((&it.party, &it.person, it.role), number) {
            let message =
                format!("entry {first} is of the same party, person and role; leave one of them out");
            wrong.refuse(FaultCode::Invalid, &path, message);
        }
    }
    wrong.done()
}

/// Enters a list of attendance: what is invited becomes present or absent, the others are added. What one entry has
/// settled no other one changes: it is of somebody else of the same party.
fn enter(
    draft: &mut Draft<'_>,
    id: &Id<Meeting>,
    record: AttendanceRecord,
    attendance: &[Attendance],
) -> Result<(), Faults> {
    check(draft, record, attendance)?;
    let mut known = BTreeMap::<Party, Vec<Participation>>::new();
    for it in participations_of(draft, id) {
        known.entry(it.party.clone()).or_default().push(it);
    }
    let mut settled = BTreeSet::new();
    for entry in attendance {
        let of_party = known.entry(entry.party.clone()).or_default();
        let fits = |it: &Participation| {
            !settled.contains(&it.key)
                && entry.role.is_none_or(|role| it.role == role)
                && (entry.person.is_none() || it.person.is_none() || it.person == entry.person)
        };
        let mut fitting = of_party.iter_mut().filter(|it| fits(it)).peekable();
        if fitting.peek().is_none() {
            let added = add_entry(draft, id, entry)?;
            settled.insert(added.key.clone());
            of_party.push(added);
            continue;
        }
        let mut now = Vec::new();
        for it in fitting {
            amend_entry(draft, it, entry)?;
            now.push(it.key.clone());
        }
        settled.extend(now);
    }
    for it in known.into_values().flatten() {
        if it.presence != Presence::Invited || settled.contains(&it.key) {
            continue;
        }
        let presence = match it.role {
            MeetingRole::Host | MeetingRole::Organiser => Presence::Present,
            _ if record == AttendanceRecord::Complete => Presence::Absent,
            _ => continue,
        };
        set_fields(draft, &it.key, &[Setting::to("presence", presence.as_str(), "attendance")])?;
    }
    let has_unnamed = record != AttendanceRecord::Complete;
    set_fields(
        draft,
        id,
        &[Setting::to("has_unnamed_participants", has_unnamed.to_string(), "attendanceRecord")],
    )
}

/// An excused absence in words.
const EXCUSED: &str = "nieobecność usprawiedliwiona";

fn presence_of(entry: &Attendance) -> Result<(Presence, Option<Label>), Faults> {
    let presence = match entry.attended {
        Attended::Present => Presence::Present,
        Attended::Absent | Attended::Excused => Presence::Absent,
        Attended::NotRecorded => Presence::NotRecorded,
    };
    let note = match (entry.attended, &entry.note) {
        (Attended::Excused, None) => Some(Label::new(EXCUSED)?),
        (Attended::Excused, Some(note)) if !note.as_str().contains(EXCUSED) => {
            let text = Label::new(&format!("{EXCUSED}: {note}"));
            Some(text.map_err(|error| Fault::rule("attendance", &error))?)
        }
        (_, note) => note.clone(),
    };
    Ok((presence, note))
}

fn add_entry(draft: &mut Draft<'_>, id: &Id<Meeting>, entry: &Attendance) -> Result<Participation, Faults> {
    let role = entry.role.unwrap_or(MeetingRole::Attendee);
    let (presence, note) = presence_of(entry)?;
    let added = Participation {
        key: key_of(draft, id, &entry.party, role)?,
        meeting: Some(id.clone()),
        series: None,
        party: entry.party.clone(),
        person: entry.person.clone(),
        role,
        presence,
        topic: entry.topic.clone(),
        note,
    };
    draft.add(added.clone())?;
    Ok(added)
}

fn amend_entry(draft: &mut Draft<'_>, it: &mut Participation, entry: &Attendance) -> Result<(), Faults> {
    let (presence, note) = presence_of(entry)?;
    let mut settings = vec![Setting::to("presence", presence.as_str(), "attendance")];
    settings.extend(entry.person.as_ref().map(|it| Setting::to("person", it.as_str(), "attendance")));
    settings.extend(entry.topic.as_ref().map(|it| Setting::to("topic", it.as_str(), "attendance")));
    settings.extend(note.as_ref().map(|it| Setting::to("note", it.as_str(), "attendance")));
    set_fields(draft, &it.key, &settings)?;
    it.presence = presence;
    it.person = entry.person.clone().or_else(|| it.person.take());
    Ok(())
}

/// Says how many people came: a number of the record, so that completeness counts it.
fn declare(draft: &mut Draft<'_>, id: &Id<Meeting>, count: u32) -> Result<(), Faults> {
    let of = id.reference();
    let declares =
        |it: &&Indicator| it.of.as_ref() == Some(&of) && it.collection == Some(Collection::Participants);
    let known = draft.before().indicators.iter().filter(declares).find_map(|it| draft.standing(&it.key));
    if let Some(known) = known {
        let value = format!("{:?}", f64::from(count));
        return set_fields(draft, &known.key, &[Setting::to("value", value, "declaredParticipants")]);
    }
    let meeting = draft.require(id, "meeting")?;
    let key = draft.fresh_key::<Indicator>(&format!("participants {id}"))?;
    draft.add(Indicator {
        key,
        label_pl: Label::new("liczba uczestników")?,
        label_en: Some(Label::new("number of participants")?),
        value: f64::from(count),
        unit: Label::new("PERSON")?,
        as_of: meeting.date,
        nature: IndicatorNature::Declared,
        of: Some(of),
        collection: Some(Collection::Participants),
        note: None,
    })?;
    Ok(())
}
