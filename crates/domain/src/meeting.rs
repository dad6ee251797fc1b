//! Meetings (occasions), series of them, and who took part in which role.

use serde::{Deserialize, Serialize};

use crate::DomainError;
use crate::body::Body;
use crate::date::EdtfDate;
use crate::id::Id;
use crate::partnership::Partnership;
use crate::party::Party;
use crate::person::Person;
use crate::record::noun;
use crate::territory::TerritorialUnit;
use crate::vocabulary::{Label, MeetingKind, Topic};
use crate::words;

words! {
    /// Whether a meeting took place. Only a meeting that was held is an occasion.
    MeetingStatus {
        /// It is planned.
        Planned = "PLANNED",
        /// It took place.
        Held = "HELD",
        /// It was cancelled.
        Cancelled = "CANCELLED",
        /// The record does not say.
        Unknown = "UNKNOWN",
    }
}

/// A series of meetings of which a source tells together; not itself an occasion. How many there were and how many
/// people came is declared by indicators.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MeetingSeries {
    /// The key.
    pub key: Id<MeetingSeries>,
    /// The Polish name.
    pub name_pl: Label,
    /// The English name.
    pub name_en: Option<Label>,
    /// The kind of its meetings.
    pub kind: Id<MeetingKind>,
    /// When they took place.
    pub date: EdtfDate,
    /// Whether they took place.
    pub status: MeetingStatus,
    /// The partnership.
    pub partnership: Option<Id<Partnership>>,
    /// The body that met.
    pub body: Option<Id<Body>>,
    /// Topics of the series.
    #[serde(with = "crate::list", default)]
    pub topics: Vec<Id<Topic>>,
    /// Whether several people came of whom nobody says how many or who.
    pub has_unnamed_participants: bool,
    /// A remark, in our own words.
    pub note: Option<Label>,
}
noun!(MeetingSeries { required: kind; optional: partnership, body; list: topics });

/// A meeting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Meeting {
    /// The key.
    pub key: Id<Meeting>,
    /// The Polish name.
    pub name_pl: Label,
    /// The English name.
    pub name_en: Option<Label>,
    /// The title that the event itself bore, if any.
    pub title: Option<Label>,
    /// The kind.
    pub kind: Id<MeetingKind>,
    /// When, as precisely as the sources say.
    pub date: EdtfDate,
    /// Whether it took place.
    pub status: MeetingStatus,
    /// Where; none when not recorded.
    pub place: Option<Id<TerritorialUnit>>,
    /// The partnership that met.
    pub partnership: Option<Id<Partnership>>,
    /// The body that met.
    pub body: Option<Id<Body>>,
    /// The series that it belongs to.
    pub series: Option<Id<MeetingSeries>>,
    /// Topics.
    #[serde(with = "crate::list", default)]
    pub topics: Vec<Id<Topic>>,
    /// Another record that may be of the same meeting; whether it is, nobody has decided.
    pub possible_duplicate_of: Option<Id<Meeting>>,
    /// Whether people came of whom the sources say neither who nor how many.
    pub has_unnamed_participants: bool,
    /// A remark, in our own words.
    pub note: Option<Label>,
}
noun!(Meeting { required: kind; optional: place, partnership, body, series, possible_duplicate_of; list: topics });

words! {
    /// A role at a meeting.
    MeetingRole {
        /// Hosted it.
        Host = "HOST",
        /// Organised it.
        Organiser = "ORGANISER",
        /// Chaired it.
        Chair = "CHAIR",
        /// Spoke to the agenda.
        Speaker = "SPEAKER",
        /// Attended.
        Attendee = "ATTENDEE",
        /// Was a guest.
        Guest = "GUEST",
        /// Gave patronage.
        Patron = "PATRON",
        /// Sent a letter.
        LetterSender = "LETTER_SENDER",
        /// Read a letter of another aloud.
        LetterReader = "LETTER_READER",
        /// Wrote the report.
        Reporter = "REPORTER",
        /// Was presented as good practice.
        GoodPracticeSubject = "GOOD_PRACTICE_SUBJECT",
    }
}

words! {
    /// Whether a party was there.
    Presence {
        /// It was.
        Present = "PRESENT",
        /// It was invited; whether it came is not said.
        Invited = "INVITED",
        /// It was not.
        Absent = "ABSENT",
        /// The record does not say.
        NotRecorded = "NOT_RECORDED",
    }
}

/// A party's part in a meeting, or in a series when the source does not say in which meeting of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Participation {
    /// The key.
    pub key: Id<Participation>,
    /// The meeting; none when only the series is known.
    pub meeting: Option<Id<Meeting>>,
    /// The series, when the meeting is not known.
    pub series: Option<Id<MeetingSeries>>,
    /// Who took part, as a party.
    pub party: Party,
    /// The person who came for the party.
    pub person: Option<Id<Person>>,
    /// In which role.
    pub role: MeetingRole,
    /// Whether present.
    pub presence: Presence,
    /// The topic spoken to.
    pub topic: Option<Id<Topic>>,
    /// A remark, in our own words, without personal data.
    pub note: Option<Label>,
}
noun!(Participation { bound: meeting, series; optional: person, topic; party: party }, Participation::check_occasion);

impl Participation {
    fn check_occasion(&self) -> Result<(), DomainError> {
        if self.meeting.is_some() == self.series.is_some() {
            return Err(DomainError::BrokenRule {
                rule: "a participation names either a meeting or a series",
            });
        }
        Ok(())
    }

    /// Whether it makes the party involved in the occasion (questions.md A1): hosts and organisers always, others
    /// when they were present as chair, speaker, attendee, guest or reader of a letter.
    #[must_use]
    pub fn is_involvement(&self) -> bool {
        match self.role {
            MeetingRole::Host | MeetingRole::Organiser => true,
            MeetingRole::Chair
            | MeetingRole::Speaker
            | MeetingRole::Attendee
            | MeetingRole::Guest
            | MeetingRole::LetterReader => self.presence == Presence::Present,
            MeetingRole::Patron
            | MeetingRole::LetterSender
            | MeetingRole::Reporter
            | MeetingRole::GoodPracticeSubject => false,
        }
    }
}
