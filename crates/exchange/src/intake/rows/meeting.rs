//! Rows of meetings and of who was there.

use domain::changeset::find;
use domain::date::EdtfDate;
use domain::id::Id;
use domain::indicator::Collection;
use domain::meeting::{Meeting, MeetingRole, MeetingStatus, Participation, Presence};
use domain::party::Party;
use domain::record::RecordKind;
use domain::vocabulary::{Label, MeetingKind};

use super::partnership::declared;
use super::set;
use crate::intake::desk::{Desk, Line};
use crate::intake::key::{derived, slug};

/// Reads a row of a meeting.
pub(super) fn read(desk: &mut Desk<'_>, line: &Line<'_>) {
    let key = desk.id::<Meeting>(line, "meeting_id");
    let kind = desk.needed::<MeetingKind>(line, "kind", |it| &it.meeting_kinds);
    let date = if desk.need(line, "date") { desk.date(line, "date") } else { EdtfDate::UNKNOWN };
    if let (Some(key), Some(kind)) = (key, kind) {
        meeting(desk, line, &key, (kind, date));
    }
    desk.mark_refused(RecordKind::Meeting, &slug(line.cell("meeting_id").text));
}

fn meeting(
    desk: &mut Desk<'_>,
    line: &Line<'_>,
    key: &Id<Meeting>,
    (kind, date): (Id<MeetingKind>, EdtfDate),
) {
    let (name, title) = (desk.text(line, "name"), desk.text(line, "title"));
    let status = desk.word::<MeetingStatus>(line, "status");
    let known = desk.believed::<Meeting>(key.as_str());
    let is_known = known.is_some();
    let Some(made) = name.clone().or_else(|| title.clone()).or_else(|| called(desk, &kind, date)) else {
        return;
    };
    let mut it = known.unwrap_or_else(|| Meeting {
        key: key.clone(),
        name_pl: made,
        name_en: None,
        title: None,
        kind: kind.clone(),
        date,
        status: MeetingStatus::Held,
        place: None,
        partnership: None,
        body: None,
        series: None,
        topics: Vec::new(),
        possible_duplicate_of: None,
        has_unnamed_participants: true,
        note: None,
    });
    (it.kind, it.date) = (kind, date);
    if let Some(name) = name {
        it.name_pl = name;
    }
    set!(it.title = title, if line.has("title"));
    if let Some(status) = status.filter(|_| line.has("status") || !is_known) {
        it.status = status;
    }
    set!(it.name_en = desk.text(line, "name_en"), if line.has("name_en"));
    set!(it.place = desk.territory(line, "place"), if line.has("place"));
    set!(it.partnership = desk.referred(line, "partnership", |it| &it.partnerships), if line.has("partnership"));
    set!(it.body = desk.referred(line, "body", |it| &it.bodies), if line.has("body"));
    set!(it.topics = desk.several(line, "topics", |it| &it.topics), if line.has("topics"));
    set!(it.note = desk.text(line, "note"), if line.has("note"));
    let number = desk.whole(line, "declared_attendance");
    // Where a number is declared it is known how many came; else only a complete list leaves nobody unnamed.
    match desk.code(line, "attendance_record") {
        Some("COMPLETE") => it.has_unnamed_participants = false,
        Some(_) => it.has_unnamed_participants = number.is_none(),
        None if number.is_some() => it.has_unnamed_participants = false,
        None => {}
    }
    let roles = [("host", MeetingRole::Host), ("organiser", MeetingRole::Organiser)];
    let parties: Vec<_> =
        roles.into_iter().filter_map(|(field, role)| Some((desk.party(line, field)?, role))).collect();
    if !desk.is_sound() {
        return;
    }
    let (as_of, presence) = (it.date, presence_at(it.status));
    desk.index.meetings.add(key.as_str(), []);
    desk.held.insert(key.clone(), (it.date, it.body.clone()));
    desk.put_main(it);
    for (party, role) in parties {
        if let Some(part) = participation(desk, key, &party, role, presence) {
            desk.put(part);
        }
    }
    if let Some(number) = number {
        let what =
            ("present", "zadeklarowana liczba uczestników", "declared number of participants", "PERSON");
        let of = key.reference();
        if let Some(indicator) = declared(desk, of, Collection::Participants, number, (as_of, what)) {
            desk.put(indicator);
        }
    }
}

/// Hosts of a meeting that was held were there; of one that was not, that is not said.
fn presence_at(status: MeetingStatus) -> Presence {
    if status == MeetingStatus::Held { Presence::Present } else { Presence::NotRecorded }
}

/// A name for a meeting that has none: its kind and date.
fn called(desk: &Desk<'_>, kind: &Id<MeetingKind>, date: EdtfDate) -> Option<Label> {
    let kind = find::<MeetingKind>(desk.record, kind.as_str())?;
    let date = if date.is_unknown() { String::new() } else { format!(", {date}") };
    Label::new(&format!("{}{date}", kind.name_pl)).ok()
}

/// The part of a party in a meeting: that of the record, else a new one.
fn participation(
    desk: &Desk<'_>,
    meeting: &Id<Meeting>,
    party: &Party,
    role: MeetingRole,
    presence: Presence,
) -> Option<Participation> {
    if let Some(known) = desk.known_participation(meeting, party, role) {
        return desk.believed::<Participation>(known);
    }
    let text = party.to_string();
    let words = text.split_once(':').map_or(text.as_str(), |it| it.1);
    Some(Participation {
        key: derived("part", words, &[meeting.as_str(), &text, role.as_str()]).ok()?,
        meeting: Some(meeting.clone()),
        series: None,
        party: party.clone(),
        person: None,
        role,
        presence,
        topic: None,
        note: None,
    })
}

/// Reads a row of attendance.
pub(super) fn read_attendance(desk: &mut Desk<'_>, line: &Line<'_>) {
    let meeting = desk.needed::<Meeting>(line, "meeting", |it| &it.meetings);
    let party = desk.needed_party(line, "institution");
    let role = desk.word::<MeetingRole>(line, "role");
    let presence = desk.word::<Presence>(line, "presence");
    let note = desk.text(line, "note");
    let (Some(meeting), Some(party), Some(role), Some(presence)) = (meeting, party, role, presence) else {
        return;
    };
    let Some(mut it) = participation(desk, &meeting, &party, role, presence) else { return };
    set!(it.presence = presence, if line.has("presence"));
    set!(it.note = note, if line.has("note"));
    if desk.is_sound() {
        desk.put_main(it);
    }
}
