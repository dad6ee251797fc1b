//! Revisions of the record: their numbers, and who made them by what act.

use std::fmt;

use chrono::{DateTime, Utc};
use domain::record::RecordRef;
use domain::vocabulary::Label;
use domain::{DomainError, words};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The number of a revision of the record: 0 for an empty one, then 1, 2, 3 … without gaps, in the order in which
/// the changes were committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Revision(u64);

impl Revision {
    /// The revision of a record in which nothing was ever written.
    pub const EMPTY: Self = Self(0);

    /// The revision of this number.
    #[must_use]
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The number as the database holds it; too great a number, which no database holds, is the greatest.
    pub(crate) fn to_row(self) -> i64 {
        i64::try_from(self.0).unwrap_or(i64::MAX)
    }

    /// The number from the database, which holds none below 0.
    pub(crate) fn from_row(number: i64) -> Self {
        Self(u64::try_from(number).unwrap_or_default())
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Who makes a change, by function or account, not by name: it stands in the change log for ever.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author(Label);

impl Author {
    /// Reads an author.
    ///
    /// # Errors
    /// [`DomainError::InvalidLabel`].
    pub fn new(text: &str) -> Result<Self, DomainError> {
        Label::new(text).map(Self)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The author as a label, as a decision on identity holds it.
    #[must_use]
    pub fn label(&self) -> &Label {
        &self.0
    }
}

impl From<Label> for Author {
    fn from(label: Label) -> Self {
        Self(label)
    }
}

impl fmt::Display for Author {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

words! {
    /// By what kind of act a revision was made.
    Act {
        /// Records were imported.
        Import = "IMPORT",
        /// A scenario was applied.
        ApplyScenario = "APPLY_SCENARIO",
        /// A document was added.
        AddDocument = "ADD_DOCUMENT",
        /// A document was retracted.
        RetractDocument = "RETRACT_DOCUMENT",
        /// A retracted document was accepted again.
        AcceptDocument = "ACCEPT_DOCUMENT",
        /// A claim was added.
        AddClaim = "ADD_CLAIM",
        /// A claim was taken back.
        RetractClaim = "RETRACT_CLAIM",
        /// A claim was disputed, or a dispute was settled.
        DisputeClaim = "DISPUTE_CLAIM",
        /// An institution was added.
        AddInstitution = "ADD_INSTITUTION",
        /// Fields of an institution were set.
        AmendInstitution = "AMEND_INSTITUTION",
        /// An institution that was entered by mistake was withdrawn.
        WithdrawInstitution = "WITHDRAW_INSTITUTION",
        /// An identifier of an institution was added.
        AddIdentifier = "ADD_IDENTIFIER",
        /// An identifier of an institution was withdrawn.
        WithdrawIdentifier = "WITHDRAW_IDENTIFIER",
        /// A name by which something is mentioned was added.
        AddAlias = "ADD_ALIAS",
        /// A name by which something is mentioned was removed.
        RemoveAlias = "REMOVE_ALIAS",
        /// A partnership was added.
        AddPartnership = "ADD_PARTNERSHIP",
        /// Fields of a partnership were set.
        AmendPartnership = "AMEND_PARTNERSHIP",
        /// Parties signed a partnership's agreement.
        SignAgreement = "SIGN_AGREEMENT",
        /// A party left a partnership.
        WithdrawParty = "WITHDRAW_PARTY",
        /// A state in the life of a partnership was recorded.
        RecordLifecycle = "RECORD_LIFECYCLE",
        /// A project partnership applied to a call.
        SubmitApplication = "SUBMIT_APPLICATION",
        /// The outcome of an application was recorded.
        RecordOutcome = "RECORD_OUTCOME",
        /// A body was added.
        AddBody = "ADD_BODY",
        /// Fields of a body were set.
        AmendBody = "AMEND_BODY",
        /// A member of a body was appointed.
        AppointMember = "APPOINT_MEMBER",
        /// A membership of a body ended.
        EndMembership = "END_MEMBERSHIP",
        /// A person in a role was added.
        AddPerson = "ADD_PERSON",
        /// A tenure was recorded.
        RecordTenure = "RECORD_TENURE",
        /// A tenure ended.
        EndTenure = "END_TENURE",
        /// An office was added.
        AddOffice = "ADD_OFFICE",
        /// A contact point was added or removed.
        AddContactPoint = "ADD_CONTACT_POINT",
        /// A meeting was planned.
        ScheduleMeeting = "SCHEDULE_MEETING",
        /// Fields of a meeting were set.
        AmendMeeting = "AMEND_MEETING",
        /// A planned meeting was called off.
        CancelMeeting = "CANCEL_MEETING",
        /// A meeting that took place was recorded.
        RecordMeeting = "RECORD_MEETING",
        /// A planned meeting was recorded as held.
        CloseMeeting = "CLOSE_MEETING",
        /// Attendance of a meeting was recorded.
        RecordAttendance = "RECORD_ATTENDANCE",
        /// A resolution was recorded.
        RecordResolution = "RECORD_RESOLUTION",
        /// An action was agreed.
        AddActionItem = "ADD_ACTION_ITEM",
        /// Fields of an action were set.
        AmendActionItem = "AMEND_ACTION_ITEM",
        /// Evidence that an action was done, or not, was recorded.
        RecordActionEvidence = "RECORD_ACTION_EVIDENCE",
        /// A type, sector, function, topic or kind of meeting was defined or changed.
        DefineVocabulary = "DEFINE_VOCABULARY",
        /// A norm was defined or changed.
        DefineNorm = "DEFINE_NORM",
        /// A base weight of ties was set.
        SetTieWeight = "SET_TIE_WEIGHT",
        /// An expectation was defined or changed.
        DefineExpectation = "DEFINE_EXPECTATION",
        /// A declared number was recorded.
        RecordIndicator = "RECORD_INDICATOR",
        /// A decision on identity was taken, rejected or undone.
        DecideIdentity = "DECIDE_IDENTITY",
        /// Institutions were read as one.
        MergeInstitutions = "MERGE_INSTITUTIONS",
        /// A merge was undone.
        UndoMerge = "UNDO_MERGE",
        /// It was decided that two institutions are not the same.
        RejectDuplicate = "REJECT_DUPLICATE",
        /// An institution was read as two.
        SplitInstitution = "SPLIT_INSTITUTION",
        /// A split was undone.
        UndoSplit = "UNDO_SPLIT",
        /// A succession was recorded.
        RecordSuccession = "RECORD_SUCCESSION",
        /// A succession was taken back.
        UndoSuccession = "UNDO_SUCCESSION",
        /// An open question was decided, put aside or opened again.
        DecideTask = "DECIDE_TASK",
        /// Personal data of a person were corrected.
        RectifyPerson = "RECTIFY_PERSON",
        /// Personal data of a person were erased; texts of earlier revisions were rewritten.
        ErasePerson = "ERASE_PERSON",
        /// Personal data were removed by the rules of retention.
        ApplyRetention = "APPLY_RETENTION",
    }
}

/// One revision, as the change log tells of it.
#[derive(Debug, Clone, PartialEq)]
pub struct RevisionEntry {
    /// The number.
    pub revision: Revision,
    /// When it was made, in whole microseconds.
    pub recorded_at: DateTime<Utc>,
    /// Who made it.
    pub author: Author,
    /// By what act.
    pub act: Act,
    /// The reason given, or the source of an import.
    pub reason: Label,
    /// How many records it added.
    pub created: u64,
    /// How many records it changed.
    pub changed: u64,
    /// How many personal values it added or changed; which ones is not logged.
    pub personal: u64,
}

/// A place in the change log, after which to read on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChangePosition {
    /// The revision.
    pub revision: Revision,
    /// The change within it, from 1.
    pub ordinal: u64,
}

impl From<Revision> for ChangePosition {
    /// After everything in the revision.
    fn from(revision: Revision) -> Self {
        Self { revision, ordinal: u64::MAX }
    }
}

/// One change of one record. Personal values are never in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Where it stands in the log.
    pub position: ChangePosition,
    /// The record.
    pub at: RecordRef,
    /// The record before, in the form of its domain struct; none when it was new.
    pub before: Option<Value>,
    /// The record after; none when it was taken out.
    pub after: Option<Value>,
}
