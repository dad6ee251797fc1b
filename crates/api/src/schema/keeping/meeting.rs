//! Meetings: planned, amended, called off, recorded, closed; attendance.

use async_graphql::{Context, InputObject, MaybeUndefined, Object, Result};
use domain::id::Id;
use domain::keeping::attendance::{
    self as attendance_verbs, Attendance, LaterAttendance, MeetingOutcome, MeetingReport,
};
use domain::keeping::document::NewDocument;
use domain::keeping::meeting::{self as verbs, Closing, HeldMeeting, MeetingChange, NewMeeting};
use domain::meeting as noun;
use service::Act;

use super::input::{
    PartyInput, Read, RecordInput, clearable, clearable_label, date, invalid, keep_inputs, label, list,
    maybe_label,
};
use super::keep;
use super::payload::keep_payloads;
use super::resolution::{NewResolutionInput, resolutions};
use crate::schema::meeting::Meeting;
use crate::schema::permission::requires;
use crate::schema::words::{AttendanceRecord, Attended, DocumentKind, MeetingRole, Permission};

/// The most parties that are invited to a meeting.
const PARTIES_MAX: usize = 2_000;

/// The most topics, hosts or organisers of a meeting.
const SHORT_LIST_MAX: usize = 50;

/// An entry of a list of attendance.
#[derive(Debug, Clone, InputObject)]
pub struct AttendanceInput {
    /// Who.
    pub party: PartyInput,
    /// The person who came for the party: one of the record.
    pub person: Option<RecordInput>,
    /// In which role; left out for that in which it was invited, or else attendee.
    pub role: Option<MeetingRole>,
    /// Whether it came.
    #[graphql(default_with = "Attended::Present")]
    pub attended: Attended,
    /// The topic spoken to.
    pub topic: Option<RecordInput>,
    /// A remark, at most 1,000 characters, without personal data.
    pub note: Option<String>,
}

/// The report of a meeting: it is added, and all that is recorded with it rests on it. Leave `source` out then.
#[derive(Debug, Clone, InputObject)]
pub struct MeetingReportInput {
    /// Its title, or ours when it has none; at most 1,000 characters.
    pub title: String,
    /// The kind.
    #[graphql(default_with = "DocumentKind::MeetingNote")]
    pub kind: DocumentKind,
    /// Its date, in EDTF.
    pub dated: Option<String>,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: Option<String>,
    /// How locators into it are to be read, such as `page N`.
    pub locator_scheme: String,
    /// The place in it.
    pub locator: String,
}

impl MeetingReportInput {
    fn read(&self) -> Read<MeetingReport> {
        Ok(MeetingReport {
            document: NewDocument {
                title: label(&self.title, "report.title")?,
                kind: self.kind.into(),
                covers: domain::date::EdtfDate::UNKNOWN,
                dated: date(self.dated.as_deref(), "report.dated")?,
                dated_basis: None,
                sha256: maybe_label(self.sha256.as_deref(), "report.sha256")?,
                locator_scheme: label(&self.locator_scheme, "report.locatorScheme")?,
            },
            locator: label(&self.locator, "report.locator")?,
        })
    }
}

keep_inputs! {
    /// A meeting that is to be planned.
    ScheduleMeetingInput {
        /// What it is called, in Polish, at most 1,000 characters; made of kind and date when left out.
        name_pl: Option<String>,
        /// What it is called, in English.
        name_en: Option<String>,
        /// The title that the event itself bears.
        title: Option<String>,
        /// The kind.
        kind: RecordInput,
        /// When, in EDTF: a day, a month, a year; left out while nobody knows.
        date: Option<String>,
        /// The unit of territory where it is.
        place: Option<RecordInput>,
        /// The partnership that meets.
        partnership: Option<RecordInput>,
        /// The body that meets.
        body: Option<RecordInput>,
        /// The series that it belongs to.
        series: Option<RecordInput>,
        /// Topics, at most 50.
        #[graphql(default)]
        topics: Vec<RecordInput>,
        /// A remark, at most 1,000 characters, without personal data.
        note: Option<String>,
        /// Who hosts it, at most 50.
        #[graphql(default)]
        hosts: Vec<PartyInput>,
        /// Who organises it, at most 50.
        #[graphql(default)]
        organisers: Vec<PartyInput>,
        /// Who is invited besides, at most 2,000.
        #[graphql(default)]
        invitees: Vec<PartyInput>,
        /// Whether it is another one than a meeting of this kind, date and place that is in the record.
        #[graphql(default = false)]
        even_if_similar: bool,
    }
    /// What of a meeting is to be another. What is left out stays as it is; null empties what a meeting can be without,
    /// and leaves name, kind, date and lists as they are.
    AmendMeetingInput {
        /// The meeting.
        meeting: RecordInput,
        /// What it is called, in Polish.
        name_pl: Option<String>,
        /// What it is called, in English.
        name_en: MaybeUndefined<String>,
        /// The title that the event itself bears.
        title: MaybeUndefined<String>,
        /// The kind.
        kind: Option<RecordInput>,
        /// When, in EDTF; empty when nobody knows.
        date: Option<String>,
        /// The unit of territory where it is.
        place: MaybeUndefined<RecordInput>,
        /// The partnership that meets.
        partnership: MaybeUndefined<RecordInput>,
        /// The body that meets.
        body: MaybeUndefined<RecordInput>,
        /// The series that it belongs to.
        series: MaybeUndefined<RecordInput>,
        /// Topics, all of them, at most 50.
        topics: Option<Vec<RecordInput>>,
        /// A remark.
        note: MaybeUndefined<String>,
        /// Who hosts it, all of them, at most 50.
        hosts: Option<Vec<PartyInput>>,
        /// Who organises it, all of them, at most 50.
        organisers: Option<Vec<PartyInput>>,
        /// Who is invited besides, at most 2,000.
        #[graphql(default)]
        invite: Vec<PartyInput>,
        /// Who is invited no more, at most 2,000.
        #[graphql(default)]
        uninvite: Vec<PartyInput>,
    }
    /// Which planned meeting is called off.
    CancelMeetingInput {
        /// The meeting.
        meeting: RecordInput,
    }
    /// A meeting that took place, with all that came of it.
    RecordMeetingInput {
        /// What it is called, in Polish, at most 1,000 characters; made of kind and date when left out.
        name_pl: Option<String>,
        /// What it is called, in English.
        name_en: Option<String>,
        /// The title that the event itself bore.
        title: Option<String>,
        /// The kind.
        kind: RecordInput,
        /// When, in EDTF: a day, a month, a year; left out when nobody knows.
        date: Option<String>,
        /// The unit of territory where it was.
        place: Option<RecordInput>,
        /// The partnership that met.
        partnership: Option<RecordInput>,
        /// The body that met.
        body: Option<RecordInput>,
        /// The series that it belongs to.
        series: Option<RecordInput>,
        /// Topics, at most 50.
        #[graphql(default)]
        topics: Vec<RecordInput>,
        /// A remark, at most 1,000 characters, without personal data.
        note: Option<String>,
        /// Who hosted it, at most 50.
        #[graphql(default)]
        hosts: Vec<PartyInput>,
        /// Who organised it, at most 50.
        #[graphql(default)]
        organisers: Vec<PartyInput>,
        /// Who was invited besides, at most 2,000.
        #[graphql(default)]
        invitees: Vec<PartyInput>,
        /// Whether it is another one than a meeting of this kind, date and place that is in the record.
        #[graphql(default = false)]
        even_if_similar: bool,
        /// How much of the attendance is known.
        attendance_record: AttendanceRecord,
        /// Who came and who did not, at most 2,000.
        #[graphql(default)]
        attendance: Vec<AttendanceInput>,
        /// How many people are said to have come; left out when nobody says.
        declared_participants: Option<u32>,
        /// What was resolved, at most 200.
        #[graphql(default)]
        resolutions: Vec<NewResolutionInput>,
        /// The report, when it is not in the record yet.
        report: Option<MeetingReportInput>,
    }
    /// A planned meeting that took place, with all that came of it.
    CloseMeetingInput {
        /// The meeting.
        meeting: RecordInput,
        /// When it took place, in EDTF; left out for the day that was planned.
        date: Option<String>,
        /// Where it took place; left out for where it was planned.
        place: Option<RecordInput>,
        /// How much of the attendance is known.
        attendance_record: AttendanceRecord,
        /// Who came and who did not, at most 2,000.
        #[graphql(default)]
        attendance: Vec<AttendanceInput>,
        /// How many people are said to have come; left out when nobody says.
        declared_participants: Option<u32>,
        /// What was resolved, at most 200.
        #[graphql(default)]
        resolutions: Vec<NewResolutionInput>,
        /// The report, when it is not in the record yet.
        report: Option<MeetingReportInput>,
    }
    /// Attendance of a meeting that took place.
    RecordAttendanceInput {
        /// The meeting.
        meeting: RecordInput,
        /// How much of the attendance is known now.
        attendance_record: AttendanceRecord,
        /// Who came and who did not, at most 2,000.
        attendance: Vec<AttendanceInput>,
        /// How many people are said to have come; left out when nobody says.
        declared_participants: Option<u32>,
    }
}

keep_payloads! {
    /// What planning a meeting gives.
    ScheduleMeetingPayload {
        /// The meeting; null when there are errors.
        meeting: Meeting
    }
    /// What amending a meeting gives.
    AmendMeetingPayload {
        /// The meeting; null when there are errors.
        meeting: Meeting
    }
    /// What calling a meeting off gives.
    CancelMeetingPayload {
        /// The meeting; null when there are errors.
        meeting: Meeting
    }
    /// What recording a meeting gives.
    RecordMeetingPayload {
        /// The meeting; null when there are errors.
        meeting: Meeting
    }
    /// What closing a meeting gives.
    CloseMeetingPayload {
        /// The meeting; null when there are errors.
        meeting: Meeting
    }
    /// What recording attendance gives.
    RecordAttendancePayload {
        /// The meeting; null when there are errors.
        meeting: Meeting
    }
}

pub(super) fn ids<T: domain::record::Noun>(all: &[RecordInput], path: &str) -> Read<Vec<Id<T>>> {
    list(all, SHORT_LIST_MAX, path, RecordInput::read)
}

fn id<T: domain::record::Noun>(it: Option<&RecordInput>, path: &str) -> Read<Option<Id<T>>> {
    it.map(|it| it.read(path)).transpose()
}

pub(super) fn parties(all: &[PartyInput], most: usize, path: &str) -> Read<Vec<domain::party::Party>> {
    list(all, most, path, PartyInput::read)
}

fn attendance(all: &[AttendanceInput]) -> Read<Vec<Attendance>> {
    list(all, attendance_verbs::ATTENDANCE_MAX, "attendance", |it, path| {
        Ok(Attendance {
            party: it.party.read(&format!("{path}.party"))?,
            person: id(it.person.as_ref(), &format!("{path}.person"))?,
            role: it.role.map(Into::into),
            attended: it.attended.into(),
            topic: id(it.topic.as_ref(), &format!("{path}.topic"))?,
            note: maybe_label(it.note.as_deref(), &format!("{path}.note"))?,
        })
    })
}

/// What two inputs say of a meeting.
macro_rules! new_meeting {
    ($input:expr) => {{
        let it = $input;
        NewMeeting {
            name_pl: maybe_label(it.name_pl.as_deref(), "namePl")?,
            name_en: maybe_label(it.name_en.as_deref(), "nameEn")?,
            title: maybe_label(it.title.as_deref(), "title")?,
            kind: it.kind.read("kind")?,
            date: date(it.date.as_deref(), "date")?,
            place: id(it.place.as_ref(), "place")?,
            partnership: id(it.partnership.as_ref(), "partnership")?,
            body: id(it.body.as_ref(), "body")?,
            series: id(it.series.as_ref(), "series")?,
            topics: ids(&it.topics, "topics")?,
            note: maybe_label(it.note.as_deref(), "note")?,
            hosts: parties(&it.hosts, SHORT_LIST_MAX, "hosts")?,
            organisers: parties(&it.organisers, SHORT_LIST_MAX, "organisers")?,
            invitees: parties(&it.invitees, PARTIES_MAX, "invitees")?,
            even_if_similar: it.even_if_similar,
        }
    }};
}

/// What two inputs say of what came of a meeting.
macro_rules! outcome {
    ($input:expr) => {{
        let it = $input;
        MeetingOutcome {
            attendance_record: it.attendance_record.into(),
            attendance: attendance(&it.attendance)?,
            declared_participants: it.declared_participants,
            resolutions: resolutions(&it.resolutions)?,
            report: it.report.as_ref().map(MeetingReportInput::read).transpose()?,
        }
    }};
}

impl AmendMeetingInput {
    fn change(&self) -> Read<MeetingChange> {
        if self.name_pl.as_ref().is_some_and(|it| it.trim().is_empty()) {
            return Err(invalid("namePl", "a meeting has a name; leave it out to keep the one it has"));
        }
        Ok(MeetingChange {
            meeting: self.meeting.read("meeting")?,
            name_pl: maybe_label(self.name_pl.as_deref(), "namePl")?,
            name_en: clearable_label(&self.name_en, "nameEn")?,
            title: clearable_label(&self.title, "title")?,
            kind: id(self.kind.as_ref(), "kind")?,
            date: self.date.as_deref().map(|it| date(Some(it), "date")).transpose()?,
            place: clearable(&self.place, |it| it.read("place"))?,
            partnership: clearable(&self.partnership, |it| it.read("partnership"))?,
            body: clearable(&self.body, |it| it.read("body"))?,
            series: clearable(&self.series, |it| it.read("series"))?,
            topics: self.topics.as_deref().map(|it| ids(it, "topics")).transpose()?,
            note: clearable_label(&self.note, "note")?,
            hosts: self.hosts.as_deref().map(|it| parties(it, SHORT_LIST_MAX, "hosts")).transpose()?,
            organisers: self
                .organisers
                .as_deref()
                .map(|it| parties(it, SHORT_LIST_MAX, "organisers"))
                .transpose()?,
            invite: parties(&self.invite, PARTIES_MAX, "invite")?,
            uninvite: parties(&self.uninvite, PARTIES_MAX, "uninvite")?,
        })
    }
}

/// The mutations of meetings.
pub struct MeetingMutations;

#[Object]
impl MeetingMutations {
    /// Plans a meeting and invites to it. It counts as contact only once somebody records that it took place.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn schedule_meeting(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The meeting.")] input: ScheduleMeetingInput,
    ) -> Result<ScheduleMeetingPayload> {
        let read = || Ok(new_meeting!(&input));
        keep(ctx, Act::ScheduleMeeting, input.asked(), read(), verbs::schedule_meeting)
            .await
            .map(ScheduleMeetingPayload)
    }

    /// Changes what is said of a meeting: its day, place, host, topics, who is invited. What was said so far stays
    /// claimed by its own source.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn amend_meeting(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is to be another.")] input: AmendMeetingInput,
    ) -> Result<AmendMeetingPayload> {
        keep(ctx, Act::AmendMeeting, input.asked(), input.change(), verbs::amend_meeting)
            .await
            .map(AmendMeetingPayload)
    }

    /// Calls a planned meeting off.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn cancel_meeting(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which meeting.")] input: CancelMeetingInput,
    ) -> Result<CancelMeetingPayload> {
        let id = input.meeting.read::<noun::Meeting>("meeting");
        keep(ctx, Act::CancelMeeting, input.asked(), id, verbs::cancel_meeting)
            .await
            .map(CancelMeetingPayload)
    }

    /// Records a meeting that took place, all at once: who hosted and who came, how many are said to have come, what
    /// was resolved and who is to do what by when.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn record_meeting(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The meeting, and what came of it.")] input: RecordMeetingInput,
    ) -> Result<RecordMeetingPayload> {
        let read = || Ok(HeldMeeting { meeting: new_meeting!(&input), outcome: outcome!(&input) });
        keep(ctx, Act::RecordMeeting, input.asked(), read(), verbs::record_meeting)
            .await
            .map(RecordMeetingPayload)
    }

    /// Closes a planned meeting: it took place, these came and those did not, so many are said to have come, this was
    /// resolved. From then on it is contact.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn close_meeting(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which meeting, and what came of it.")] input: CloseMeetingInput,
    ) -> Result<CloseMeetingPayload> {
        let read = || {
            Ok(Closing {
                meeting: input.meeting.read("meeting")?,
                date: input
                    .date
                    .as_deref()
                    .filter(|it| !it.trim().is_empty())
                    .map(|it| date(Some(it), "date"))
                    .transpose()?,
                place: id(input.place.as_ref(), "place")?,
                outcome: outcome!(&input),
            })
        };
        keep(ctx, Act::CloseMeeting, input.asked(), read(), verbs::close_meeting)
            .await
            .map(CloseMeetingPayload)
    }

    /// Records who came to a meeting that took place, when that becomes known later. Parties that are recorded already
    /// are set to what this says; others are added.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn record_attendance(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which meeting, and who came.")] input: RecordAttendanceInput,
    ) -> Result<RecordAttendancePayload> {
        let read = || {
            Ok(LaterAttendance {
                meeting: input.meeting.read("meeting")?,
                attendance_record: input.attendance_record.into(),
                attendance: attendance(&input.attendance)?,
                declared_participants: input.declared_participants,
            })
        };
        keep(ctx, Act::RecordAttendance, input.asked(), read(), attendance_verbs::record_attendance)
            .await
            .map(RecordAttendancePayload)
    }
}
