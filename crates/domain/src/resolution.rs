//! Resolutions (conclusions, recommendations, proposals) and the action items that follow from them.

use serde::{Deserialize, Serialize};

use crate::body::Body;
use crate::date::EdtfDate;
use crate::id::Id;
use crate::meeting::{Meeting, MeetingSeries};
use crate::party::Party;
use crate::person::Person;
use crate::record::{RecordRef, noun};
use crate::vocabulary::{Label, Topic};
use crate::words;

words! {
    /// The kind of a resolution.
    ResolutionKind {
        /// A decision.
        Decision = "DECISION",
        /// An arrangement.
        Arrangement = "ARRANGEMENT",
        /// A conclusion.
        Conclusion = "CONCLUSION",
        /// A recommendation.
        Recommendation = "RECOMMENDATION",
        /// Information taken note of.
        Information = "INFORMATION",
        /// A proposal of one participant.
        Proposal = "PROPOSAL",
        /// A pledge of one participant.
        Pledge = "PLEDGE",
    }
}

/// A resolution of a meeting, or of a series when the source does not say of which meeting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Resolution {
    /// The key.
    pub key: Id<Resolution>,
    /// The kind.
    pub kind: ResolutionKind,
    /// What it says, in our own Polish words.
    pub text_pl: Label,
    /// What it says, in our own English words.
    pub text_en: Option<Label>,
    /// Who adopted it.
    pub body: Option<Id<Body>>,
    /// The meeting.
    pub meeting: Option<Id<Meeting>>,
    /// The series, when the meeting is not known.
    pub series: Option<Id<MeetingSeries>>,
    /// When.
    pub date: EdtfDate,
    /// Who proposed or pledged it.
    pub proposed_by: Option<Party>,
    /// The person who did.
    pub person: Option<Id<Person>>,
    /// To whom it is addressed; none when not recorded.
    pub addressee: Option<Party>,
    /// With whom it was drawn up.
    #[serde(with = "crate::list", default)]
    pub in_cooperation_with: Vec<Party>,
    /// The topics.
    #[serde(with = "crate::list", default)]
    pub topics: Vec<Id<Topic>>,
}
noun!(Resolution {
    optional: body, meeting, series, person;
    optional_party: proposed_by, addressee;
    parties: in_cooperation_with;
    list: topics
});

words! {
    /// The kind of an action item.
    ActionKind {
        /// A meeting to be held.
        Meeting = "MEETING",
        /// An inquiry to be made.
        Inquiry = "INQUIRY",
        /// A study visit.
        StudyVisit = "STUDY_VISIT",
        /// Anything else.
        Other = "OTHER",
    }
}

words! {
    /// What became of an action item (questions.md A7).
    ActionStatus {
        /// Done, with evidence.
        Done = "DONE",
        /// Being done.
        InProgress = "IN_PROGRESS",
        /// Given up.
        Cancelled = "CANCELLED",
        /// Said to be open.
        Open = "OPEN",
        /// The record does not say.
        NotStated = "NOT_STATED",
    }
}

/// Something to be done after a resolution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActionItem {
    /// The key.
    pub key: Id<ActionItem>,
    /// The resolution that it follows from.
    pub resolution: Id<Resolution>,
    /// The kind.
    pub kind: ActionKind,
    /// What is to be done, in our own Polish words.
    pub text_pl: Label,
    /// What is to be done, in our own English words.
    pub text_en: Option<Label>,
    /// The window in which it is due.
    pub due: EdtfDate,
    /// Who is responsible; empty when not recorded.
    #[serde(with = "crate::list", default)]
    pub responsible: Vec<Party>,
    /// Towards whom.
    #[serde(with = "crate::list", default)]
    pub addressees: Vec<Party>,
    /// Who else takes part.
    #[serde(with = "crate::list", default)]
    pub co_participants: Vec<Party>,
    /// What became of it.
    pub status: ActionStatus,
    /// Meetings or documents that show it done.
    #[serde(with = "crate::list", default)]
    pub evidence: Vec<RecordRef>,
    /// Records that may be evidence: suggested, never counted, until a person confirms it.
    #[serde(with = "crate::list", default)]
    pub possible_evidence: Vec<RecordRef>,
    /// The actions that must come first.
    #[serde(with = "crate::list", default)]
    pub depends_on: Vec<Id<ActionItem>>,
}
noun!(ActionItem {
    required: resolution;
    parties: responsible, addressees, co_participants;
    subjects: evidence, possible_evidence;
    list: depends_on
});
