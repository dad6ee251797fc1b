//! Meetings: planned, amended, called off, recorded, closed.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::attendance::{self, MeetingOutcome, participations_of};
use super::fields::{Setting, recorded_already, set_fields};
use super::look::Wrong;
use super::{Draft, Fault, FaultCode, Faults};
use crate::body::Body;
use crate::date::EdtfDate;
use crate::id::Id;
use crate::list;
use crate::meeting::{Meeting, MeetingRole, MeetingSeries, MeetingStatus, Participation, Presence};
use crate::partnership::Partnership;
use crate::party::Party;
use crate::record::{Noun, RecordRef};
use crate::territory::TerritorialUnit;
use crate::vocabulary::{Label, MeetingKind, Topic};

/// A meeting that is to be planned or recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct NewMeeting {
    /// The Polish name; made of its kind and date when there is none.
    pub name_pl: Option<Label>,
    /// The English name.
    pub name_en: Option<Label>,
    /// The title that the event itself bears.
    pub title: Option<Label>,
    /// The kind.
    pub kind: Id<MeetingKind>,
    /// When.
    pub date: EdtfDate,
    /// Where.
    pub place: Option<Id<TerritorialUnit>>,
    /// The partnership that meets.
    pub partnership: Option<Id<Partnership>>,
    /// The body that meets.
    pub body: Option<Id<Body>>,
    /// The series that it belongs to.
    pub series: Option<Id<MeetingSeries>>,
    /// Topics.
    pub topics: Vec<Id<Topic>>,
    /// A remark, without personal data.
    pub note: Option<Label>,
    /// Who hosts it.
    pub hosts: Vec<Party>,
    /// Who organises it.
    pub organisers: Vec<Party>,
    /// Who is invited, hosts and organisers apart.
    pub invitees: Vec<Party>,
    /// Whether it is another one than the meeting of the same kind, date and place that is in the record.
    pub even_if_similar: bool,
}

/// A meeting that took place.
#[derive(Debug, Clone, PartialEq)]
pub struct HeldMeeting {
    /// The meeting.
    pub meeting: NewMeeting,
    /// Who came, and what came of it.
    pub outcome: MeetingOutcome,
}

/// A planned meeting that took place.
#[derive(Debug, Clone, PartialEq)]
pub struct Closing {
    /// Which.
    pub meeting: Id<Meeting>,
    /// When it took place; none for the day that was planned.
    pub date: Option<EdtfDate>,
    /// Where it took place; none for where it was planned.
    pub place: Option<Id<TerritorialUnit>>,
    /// Who came, and what came of it.
    pub outcome: MeetingOutcome,
}

/// What of a meeting is to be another. An outer none leaves a field as it is, an inner one empties it.
#[derive(Debug, Clone, PartialEq)]
pub struct MeetingChange {
    /// Which meeting.
    pub meeting: Id<Meeting>,
    /// The Polish name.
    pub name_pl: Option<Label>,
    /// The English name.
    pub name_en: Option<Option<Label>>,
    /// The title that the event itself bears.
    pub title: Option<Option<Label>>,
    /// The kind.
    pub kind: Option<Id<MeetingKind>>,
    /// When.
    pub date: Option<EdtfDate>,
    /// Where.
    pub place: Option<Option<Id<TerritorialUnit>>>,
    /// The partnership that meets.
    pub partnership: Option<Option<Id<Partnership>>>,
    /// The body that meets.
    pub body: Option<Option<Id<Body>>>,
    /// The series that it belongs to.
    pub series: Option<Option<Id<MeetingSeries>>>,
    /// Topics, all of them.
    pub topics: Option<Vec<Id<Topic>>>,
    /// A remark.
    pub note: Option<Option<Label>>,
    /// Who hosts it, all of them.
    pub hosts: Option<Vec<Party>>,
    /// Who organises it, all of them.
    pub organisers: Option<Vec<Party>>,
    /// Who is invited besides.
    pub invite: Vec<Party>,
    /// Who is invited no more.
    pub uninvite: Vec<Party>,
}

/// Plans a meeting: it is no occasion before somebody records that it took place.
///
/// # Errors
/// `NOT_FOUND` for what it names; `INVALID`; `ALREADY_RECORDED` for a meeting of the same kind, date and place.
pub fn schedule_meeting(draft: &mut Draft<'_>, new: &NewMeeting) -> Result<RecordRef, Faults> {
    let id = add(draft, new, MeetingStatus::Planned, "")?;
    invite(draft, &id, new)?;
    Ok(id.reference())
}

/// Records a meeting that took place, with all that came of it.
///
/// # Errors
/// Those of [`schedule_meeting`] and of [`close_meeting`].
pub fn record_meeting(draft: &mut Draft<'_>, held: &HeldMeeting) -> Result<RecordRef, Faults> {
    is_past(draft, &held.meeting.date, "date")?;
    attendance::report(draft, &held.outcome)?;
    let id = add(draft, &held.meeting, MeetingStatus::Held, "close it instead of recording it once more")?;
    invite(draft, &id, &held.meeting)?;
    attendance::enter_outcome(draft, &id, &held.outcome)?;
    Ok(id.reference())
}

/// Records that a planned meeting took place: who came, how many, what was resolved and who is to do what.
///
/// # Errors
/// `NOT_FOUND` for what it names; `CONFLICT` when it was held or called off already, or its day has not come;
/// `INVALID` for a list of attendance that contradicts itself.
pub fn close_meeting(draft: &mut Draft<'_>, closing: &Closing) -> Result<RecordRef, Faults> {
    let id = &closing.meeting;
    let meeting = draft.require(id, "meeting")?;
    match meeting.status {
        MeetingStatus::Planned | MeetingStatus::Unknown => {}
        MeetingStatus::Held => {
            return Err(conflict("it is recorded as held already; add to its attendance instead", id));
        }
        MeetingStatus::Cancelled => {
            return Err(conflict("it was called off; record the meeting that took place as a new one", id));
        }
    }
    is_past(draft, &closing.date.unwrap_or(meeting.date), "date")?;
    attendance::report(draft, &closing.outcome)?;
    let mut wrong = Wrong::default();
    wrong.known(draft, &closing.place, "place");
    wrong.done()?;
    let mut settings = vec![Setting::to("status", MeetingStatus::Held.as_str(), "meeting")];
    settings.extend(closing.date.map(|it| Setting::to("date", it.to_string(), "date")));
    settings.extend(closing.place.as_ref().map(|it| Setting::to("place", it.as_str(), "place")));
    set_fields(draft, id, &settings)?;
    attendance::enter_outcome(draft, id, &closing.outcome)?;
    Ok(id.reference())
}

/// Calls a planned meeting off. Calling it off again changes nothing.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` when it took place.
pub fn cancel_meeting(draft: &mut Draft<'_>, id: &Id<Meeting>) -> Result<RecordRef, Faults> {
    if draft.require(id, "meeting")?.status == MeetingStatus::Held {
        return Err(conflict("it took place; retract the claim that says so, if it is wrong", id));
    }
    set_fields(draft, id, &[Setting::to("status", MeetingStatus::Cancelled.as_str(), "meeting")])?;
    Ok(id.reference())
}

/// Changes what is said of a meeting; what was said so far stays claimed by its source.
///
/// # Errors
/// `NOT_FOUND` for what it names; `INVALID`; `CONFLICT` when parties are invited to a meeting that is not planned.
pub fn amend_meeting(draft: &mut Draft<'_>, change: &MeetingChange) -> Result<RecordRef, Faults> {
    let id = &change.meeting;
    let meeting = draft.require(id, "meeting")?;
    if meeting.status != MeetingStatus::Planned && !(change.invite.is_empty() && change.uninvite.is_empty()) {
        let message = "it is not planned, so nobody can be invited; record its attendance instead";
        return Err(Fault::new(FaultCode::Conflict, "invite", message).about([id.reference()]).into());
    }
    let mut wrong = Wrong::default();
    wrong.known(draft, &change.kind, "kind");
    wrong.known(draft, change.place.iter().flatten(), "place");
    wrong.known(draft, change.partnership.iter().flatten(), "partnership");
    wrong.known(draft, change.body.iter().flatten(), "body");
    wrong.known(draft, change.series.iter().flatten(), "series");
    wrong.all_known(draft, change.topics.iter().flatten(), "topics");
    wrong.parties(draft, change.hosts.iter().flatten(), "hosts");
    wrong.parties(draft, change.organisers.iter().flatten(), "organisers");
    wrong.parties(draft, &change.invite, "invite");
    if let Some(date) = change.date.filter(|_| meeting.status == MeetingStatus::Held) {
        wrong.keep(is_past(draft, &date, "date"));
    }
    wrong.done()?;
    set_fields(draft, id, &settings(change))?;
    let presence = if meeting.status == MeetingStatus::Held { Presence::Present } else { Presence::Invited };
    for (parties, role) in [
        (&change.hosts, (MeetingRole::Host, "hosts")),
        (&change.organisers, (MeetingRole::Organiser, "organisers")),
    ] {
        if let Some(parties) = parties {
            replace_role(draft, id, parties, role, presence)?;
        }
    }
    uninvite(draft, id, &change.uninvite)?;
    let mut invited = parties_of(draft, id);
    for party in change.invite.iter().filter(|it| invited.insert((*it).clone())) {
        attendance::add_participation(draft, id, party, MeetingRole::Attendee, Presence::Invited)?;
    }
    Ok(id.reference())
}

fn settings(change: &MeetingChange) -> Vec<Setting> {
    let mut all = Vec::new();
    all.extend(change.name_pl.as_ref().map(|it| Setting::to("name_pl", it.as_str(), "namePl")));
    all.extend(change.name_en.as_ref().map(|it| Setting::or_empty("name_en", it.as_ref(), "nameEn")));
    all.extend(change.title.as_ref().map(|it| Setting::or_empty("title", it.as_ref(), "title")));
    all.extend(change.kind.as_ref().map(|it| Setting::to("kind", it.as_str(), "kind")));
    all.extend(change.date.map(|it| Setting::or_empty("date", Some(&it), "date")));
    all.extend(change.place.as_ref().map(|it| Setting::or_empty("place", it.as_ref(), "place")));
    let partnership = change.partnership.as_ref();
    all.extend(partnership.map(|it| Setting::or_empty("partnership", it.as_ref(), "partnership")));
    all.extend(change.body.as_ref().map(|it| Setting::or_empty("body", it.as_ref(), "body")));
    all.extend(change.series.as_ref().map(|it| Setting::or_empty("series", it.as_ref(), "series")));
    let topics = change.topics.as_ref().map(|it| list::join(it));
    all.extend(topics.map(|it| Setting::or_empty("topics", Some(&it), "topics")));
    all.extend(change.note.as_ref().map(|it| Setting::or_empty("note", it.as_ref(), "note")));
    all
}

/// Makes these parties, and no others, have a role at a meeting. Who comes in place of another does so by a claim about the
/// other's participation, so that the other is back when the source is retracted; who has nobody in its place is
/// withdrawn.
fn replace_role(
    draft: &mut Draft<'_>,
    id: &Id<Meeting>,
    parties: &[Party],
    (role, path): (MeetingRole, &'static str),
    presence: Presence,
) -> Result<(), Faults> {
    let mut so_far = participations_of(draft, id);
    so_far.retain(|it| it.role == role);
    let (mut stay, mut new) = (BTreeSet::new(), Vec::new());
    for party in parties {
        if so_far.iter().any(|it| it.party == *party) {
            stay.insert(party);
        } else if !new.contains(&party) {
            new.push(party);
        }
    }
    let mut new = new.into_iter();
    for it in so_far.iter().filter(|it| !stay.contains(&it.party)) {
        let Some(party) = new.next() else {
            draft.withdraw(&it.key, path)?;
            continue;
        };
        let nothing = None::<&String>;
        let settings = [
            Setting::to("party", party.to_string(), path),
            Setting::or_empty("person", nothing, path),
            Setting::or_empty("topic", nothing, path),
            Setting::or_empty("note", nothing, path),
            Setting::to("presence", presence.as_str(), path),
        ];
        set_fields(draft, &it.key, &settings)?;
    }
    for party in new {
        attendance::add_participation(draft, id, party, role, presence)?;
    }
    Ok(())
}

fn uninvite(draft: &mut Draft<'_>, id: &Id<Meeting>, parties: &[Party]) -> Result<(), Faults> {
    let so_far = participations_of(draft, id);
    let mut seen = BTreeSet::new();
    for (number, party) in parties.iter().enumerate().filter(|(_, it)| seen.insert(*it)) {
        let invited: Vec<_> =
            so_far.iter().filter(|it| it.party == *party && it.role == MeetingRole::Attendee).collect();
        if invited.is_empty() {
            let message = format!("{party} is not invited");
            return Err(Fault::new(FaultCode::NotFound, &format!("uninvite.{number}"), message).into());
        }
        for it in invited {
            draft.withdraw(&it.key, "uninvite")?;
        }
    }
    Ok(())
}

fn parties_of(draft: &Draft<'_>, id: &Id<Meeting>) -> BTreeSet<Party> {
    participations_of(draft, id).into_iter().map(|it| it.party).collect()
}

/// Adds a meeting without its participations.
fn add(
    draft: &mut Draft<'_>,
    new: &NewMeeting,
    status: MeetingStatus,
    if_planned: &str,
) -> Result<Id<Meeting>, Faults> {
    let mut wrong = Wrong::default();
    wrong.known(draft, [&new.kind], "kind");
    wrong.known(draft, &new.place, "place");
    wrong.known(draft, &new.partnership, "partnership");
    wrong.known(draft, &new.body, "body");
    wrong.known(draft, &new.series, "series");
    wrong.all_known(draft, &new.topics, "topics");
    for (parties, path) in
        [(&new.hosts, "hosts"), (&new.organisers, "organisers"), (&new.invitees, "invitees")]
    {
        wrong.parties(draft, parties, path);
    }
    wrong.done()?;
    if !new.even_if_similar {
        not_there_already(draft, new, if_planned)?;
    }
    let kind = draft.require(&new.kind, "kind")?;
    let name_pl = match &new.name_pl {
        Some(name) => name.clone(),
        None if new.date.is_unknown() => kind.name_pl,
        None => Label::new(&format!("{}, {}", kind.name_pl, new.date))?,
    };
    let words =
        if new.date.is_unknown() { kind.key.to_string() } else { format!("{} {}", kind.key, new.date) };
    let key = draft.fresh_key::<Meeting>(&words)?;
    draft.add(Meeting {
        key,
        name_pl,
        name_en: new.name_en.clone(),
        title: new.title.clone(),
        kind: new.kind.clone(),
        date: new.date,
        status,
        place: new.place.clone(),
        partnership: new.partnership.clone(),
        body: new.body.clone(),
        series: new.series.clone(),
        topics: new.topics.clone(),
        possible_duplicate_of: None,
        has_unnamed_participants: false,
        note: new.note.clone(),
    })
}

/// Adds hosts, organisers and the invited, each party once a role.
fn invite(draft: &mut Draft<'_>, id: &Id<Meeting>, new: &NewMeeting) -> Result<(), Faults> {
    let mut known = BTreeSet::new();
    let roles = [
        (&new.hosts, MeetingRole::Host),
        (&new.organisers, MeetingRole::Organiser),
        (&new.invitees, MeetingRole::Attendee),
    ];
    for (parties, role) in roles {
        for party in parties {
            let is_there = role == MeetingRole::Attendee && known.iter().any(|(it, _)| *it == party);
            if !is_there && known.insert((party, role)) {
                attendance::add_participation(draft, id, party, role, Presence::Invited)?;
            }
        }
    }
    Ok(())
}

/// Refuses a meeting of the same kind and date when nothing sets it apart from one of the record.
fn not_there_already(draft: &Draft<'_>, new: &NewMeeting, if_planned: &str) -> Result<(), Faults> {
    if new.date.is_unknown() {
        return Ok(());
    }
    let record = draft.before();
    // What has claims about its date or kind may be believed to be of another one than it was entered with.
    let has_claims: BTreeSet<&str> = record
        .claims
        .iter()
        .filter(|it| it.subject.kind == Meeting::KIND)
        .filter(|it| it.field.as_ref().is_some_and(|field| ["date", "kind"].contains(&field.as_str())))
        .map(|it| &*it.subject.key)
        .collect();
    let may_be =
        |it: &&Meeting| (it.kind == new.kind && it.date == new.date) || has_claims.contains(it.key.as_str());
    let found: Vec<Meeting> = record
        .meetings
        .iter()
        .filter(may_be)
        .filter_map(|it| draft.standing(&it.key))
        .filter(|it| is_similar(draft, it, new))
        .collect();
    let Some(first) = found.first() else { return Ok(()) };
    let advice = if first.status == MeetingStatus::Planned && !if_planned.is_empty() {
        if_planned
    } else {
        "if it is another one, say `evenIfSimilar`"
    };
    let message =
        format!("there is a meeting of this kind, date and place already: `{}`; {advice}", first.name_pl);
    Err(recorded_already("kind", message, found.iter().map(Noun::reference)))
}

fn is_similar(draft: &Draft<'_>, other: &Meeting, new: &NewMeeting) -> bool {
    fn differ<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
        a.is_some() && b.is_some() && a != b
    }
    if other.kind != new.kind
        || other.date != new.date
        || other.status == MeetingStatus::Cancelled
        || differ(other.place.as_ref(), new.place.as_ref())
        || differ(other.partnership.as_ref(), new.partnership.as_ref())
        || differ(other.body.as_ref(), new.body.as_ref())
    {
        return false;
    }
    let participations: Vec<Participation> = participations_of(draft, &other.key);
    let mut hosts = participations.iter().filter(|it| it.role == MeetingRole::Host).peekable();
    hosts.peek().is_none() || new.hosts.is_empty() || hosts.any(|it| new.hosts.contains(&it.party))
}

/// How far the clocks of Poland are before universal time at most: in summer.
const POLAND_AHEAD: TimeDelta = TimeDelta::hours(2);

/// What took place has a day that has come, by the clocks of Poland.
fn is_past(draft: &Draft<'_>, date: &EdtfDate, path: &str) -> Result<(), Faults> {
    let today = draft.at().checked_add_signed(POLAND_AHEAD).unwrap_or(draft.at()).date_naive();
    if date.earliest().is_some_and(|it| it > today) {
        let message = format!("{date} has not come yet; plan the meeting, and close it when it took place");
        return Err(Fault::new(FaultCode::Conflict, path, message).into());
    }
    Ok(())
}

fn conflict(message: &str, id: &Id<Meeting>) -> Faults {
    Fault::new(FaultCode::Conflict, "meeting", message).about([id.reference()]).into()
}
