//! Meetings with who took part, series of them, and what was agreed.
//!
//! Of four meetings in five the day is recorded, else a month, a year or nothing. A meeting without a list of attendance
//! was held with unnamed participants, or was planned or cancelled. Of the participations 4 in 100 are inferred and 3 rest
//! on a convention; at one meeting in fifty somebody was invited or absent, which is no involvement.

use chrono::Datelike;
use domain::DomainError;
use domain::date::EdtfDate;
use domain::indicator::Collection;
use domain::meeting::{Meeting, MeetingRole, MeetingSeries, MeetingStatus, Participation, Presence};
use domain::party::Party;
use domain::record::{Noun, RecordRef};
use domain::resolution::{ActionItem, ActionKind, ActionStatus, Resolution, ResolutionKind};

use super::institution::{gmina_key, secretariat_key};
use super::partnership::council_key;
use super::{Draft, Known, day, id, label};
use crate::FIRST_YEAR;
use crate::output::{institution_key, meeting_key};
use crate::plan::PlannedMeeting;

impl Draft<'_> {
    pub(super) fn meetings(&mut self) -> Result<(), DomainError> {
        self.series()?;
        for (number, planned) in self.plan.meetings().iter().enumerate() {
            let attendees = self.plan.attendees(number);
            let kind = self.kind(attendees.len());
            let meeting = self.meeting(number, planned, kind)?;
            let (of, date, status) = (meeting.reference(), meeting.date, meeting.status);
            self.record.meetings.push(meeting);
            if planned.declared > 0 && status == MeetingStatus::Held {
                self.declare(
                    of.clone(),
                    Collection::Participants,
                    planned.declared as usize,
                    "PERSON",
                    date,
                )?;
            }
            for (nth, institution) in attendees.iter().enumerate() {
                let role = self.role(kind, planned.host == Some(*institution));
                let party = self.party(*institution as usize, kind, role)?;
                self.participation((number, nth), party, role, Presence::Present)?;
            }
            if self.random.below(50) == 0 {
                let stranger = self.random.below(self.plan.institutions().len() as u64) as u32;
                if attendees.binary_search(&stranger).is_err() {
                    let party = Party::Institution(id(&institution_key(stranger as usize))?);
                    let presence =
                        if self.random.below(2) == 0 { Presence::Invited } else { Presence::Absent };
                    self.participation((number, attendees.len()), party, MeetingRole::Guest, presence)?;
                }
            }
            if attendees.len() > 2 && self.random.below(100) == 0 {
                self.agreed(number, &of, date)?;
            }
        }
        Ok(())
    }

    /// A series of consultation visits in each voivodeship and year, with more meetings declared than named.
    fn series(&mut self) -> Result<(), DomainError> {
        for voivodeship in self.plan.territory().voivodeships.clone() {
            for year in FIRST_YEAR..FIRST_YEAR + 10 {
                let date = EdtfDate::year(year).unwrap_or(EdtfDate::UNKNOWN);
                let series = MeetingSeries {
                    key: id(&series_key(voivodeship, year))?,
                    name_pl: label(&format!("spotkania konsultacyjne {voivodeship:02} w {year} r."))?,
                    name_en: None,
                    kind: id("info-consultation")?,
                    date,
                    status: MeetingStatus::Held,
                    partnership: Some(id(&format!("partnership-{voivodeship:02}"))?),
                    body: None,
                    topics: Vec::new(),
                    has_unnamed_participants: true,
                    note: None,
                };
                let of = series.reference();
                self.record.meeting_series.push(series);
                // Above what any series of a network of these sizes holds.
                let declared = self.plan.meetings().len() / 10 + 5;
                self.declare(of, Collection::Meetings, declared, "MEETING", date)?;
            }
        }
        Ok(())
    }

    fn kind(&mut self, size: usize) -> &'static str {
        let chance = self.random.below(100);
        match (size, chance) {
            (2, 0..50) => "info-consultation",
            (2, _) => "bilateral",
            (3..=10, 0..50) => "working-meeting",
            (3..=10, 50..60) => "council",
            (3..=10, 60..70) => "committee",
            (3..=10, _) => "workshop",
            (_, 0..40) => "seminar",
            (_, 40..70) => "conference",
            (_, 70..80) => "signatories-plenary",
            _ => "workshop",
        }
    }

    fn meeting(
        &mut self,
        number: usize,
        planned: &PlannedMeeting,
        kind: &str,
    ) -> Result<Meeting, DomainError> {
        let territory = self.plan.territory();
        let at = planned.host.map(|it| self.plan.institutions()[it as usize]);
        let voivodeship = at.map(|it| self.voivodeship_of(&it));
        let (year, month) = (planned.day.year(), planned.day.month());
        let date = match self.random.below(100) {
            0..80 => day(planned.day),
            80..93 => EdtfDate::month(year, month).unwrap_or(EdtfDate::UNKNOWN),
            93..99 => EdtfDate::year(year).unwrap_or(EdtfDate::UNKNOWN),
            _ => EdtfDate::UNKNOWN,
        };
        let status = match self.random.below(8) {
            _ if at.is_some() => MeetingStatus::Held,
            0 => MeetingStatus::Planned,
            1 => MeetingStatus::Cancelled,
            _ => MeetingStatus::Held,
        };
        let is_of_partnership = matches!(kind, "council" | "signatories-plenary" | "info-consultation");
        let of = voivodeship.filter(|_| is_of_partnership);
        let council = of.filter(|_| kind == "council");
        let series = of.filter(|_| kind == "info-consultation");
        Ok(Meeting {
            key: id(&meeting_key(number))?,
            name_pl: label(&format!("spotkanie {}", number + 1))?,
            name_en: None,
            title: None,
            kind: id(kind)?,
            date,
            status,
            place: at.map(|it| id(&gmina_key(territory, it.gmina as usize))).transpose()?,
            partnership: of.map(|it| id(&format!("partnership-{it:02}"))).transpose()?,
            body: council.map(|it| id(&council_key(it))).transpose()?,
            series: series.map(|it| id(&series_key(it, year))).transpose()?,
            topics: Vec::new(),
            possible_duplicate_of: None,
            has_unnamed_participants: at.is_none() && status == MeetingStatus::Held,
            note: None,
        })
    }

    fn role(&mut self, kind: &str, is_host: bool) -> MeetingRole {
        match self.random.below(100) {
            _ if is_host => MeetingRole::Host,
            _ if kind == "info-consultation" => MeetingRole::Organiser,
            0..8 => MeetingRole::Speaker,
            8..11 => MeetingRole::Chair,
            11..14 => MeetingRole::Guest,
            _ => MeetingRole::Attendee,
        }
    }

    /// The labour office of a voivodeship visits through its secretariat.
    fn party(&self, institution: usize, kind: &str, role: MeetingRole) -> Result<Party, DomainError> {
        let planned = &self.plan.institutions()[institution];
        let visits = kind == "info-consultation" && role == MeetingRole::Organiser;
        Ok(Party::Institution(if visits && planned.kind().key == "wup" {
            id(&secretariat_key(self.voivodeship_of(planned)))?
        } else {
            id(&institution_key(institution))?
        }))
    }

    fn participation(
        &mut self,
        (meeting, nth): (usize, usize),
        party: Party,
        role: MeetingRole,
        presence: Presence,
    ) -> Result<(), DomainError> {
        self.known.push(match self.random.below(100) {
            0..4 => Known::Inferred,
            4..7 => Known::ByConvention,
            _ => Known::Outright,
        });
        self.record.participations.push(Participation {
            key: id(&format!("p-{:08}-{:03}", meeting + 1, nth + 1))?,
            meeting: Some(id(&meeting_key(meeting))?),
            series: None,
            party,
            person: None,
            role,
            presence,
            topic: None,
            note: None,
        });
        Ok(())
    }

    /// What a meeting agreed, and the action that follows, for which up to three of those present are responsible.
    fn agreed(&mut self, number: usize, meeting: &RecordRef, date: EdtfDate) -> Result<(), DomainError> {
        let key = format!("{:08}", number + 1);
        let mut responsible = self.plan.attendees(number).to_vec();
        self.random.shuffle(&mut responsible);
        responsible.truncate(1 + self.random.below(3) as usize);
        responsible.sort_unstable();
        let parties =
            responsible.iter().map(|it| Ok(Party::Institution(id(&institution_key(*it as usize))?)));
        let responsible = parties.collect::<Result<Vec<_>, DomainError>>()?;
        let status = match self.random.below(10) {
            0..5 => ActionStatus::Done,
            5 | 6 => ActionStatus::NotStated,
            7 => ActionStatus::Open,
            8 => ActionStatus::InProgress,
            _ => ActionStatus::Cancelled,
        };
        self.record.resolutions.push(Resolution {
            key: id(&format!("resolution-{key}"))?,
            kind: ResolutionKind::Decision,
            text_pl: label("postanowiono działać wspólnie")?,
            text_en: Some(label("to act together")?),
            body: None,
            meeting: Some(id(&meeting_key(number))?),
            series: None,
            date,
            proposed_by: None,
            person: None,
            addressee: None,
            in_cooperation_with: Vec::new(),
            topics: Vec::new(),
        });
        self.record.action_items.push(ActionItem {
            key: id(&format!("action-{key}"))?,
            resolution: id(&format!("resolution-{key}"))?,
            kind: ActionKind::Other,
            text_pl: label("wspólne działanie")?,
            text_en: Some(label("joint action")?),
            due: date,
            responsible,
            addressees: Vec::new(),
            co_participants: Vec::new(),
            status,
            evidence: if status == ActionStatus::Done { vec![meeting.clone()] } else { Vec::new() },
            possible_evidence: Vec::new(),
            depends_on: Vec::new(),
        });
        Ok(())
    }
}

fn series_key(voivodeship: u32, year: i32) -> String {
    format!("consultations-{voivodeship:02}-{year}")
}
