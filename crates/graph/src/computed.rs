//! What computed results are made of: intervals with their reasons, exclusions, completeness.

use domain::claim::Claim;
use domain::date::EdtfDate;
use domain::id::Id;
use domain::indicator::{Collection, Indicator};
use domain::record::RecordRef;
use domain::words;

/// A number that the record may not settle: it lies between `lower` and `upper`, inclusive.
#[derive(Debug, Clone, PartialEq)]
pub struct Interval {
    /// The least that the record allows.
    pub lower: f64,
    /// The most that it allows; none when nothing bounds it.
    pub upper: Option<f64>,
    /// What a source declares; none when none does.
    pub declared: Option<f64>,
    /// What the record lists.
    pub enumerated: Option<f64>,
    /// What is declared but not listed; none when nothing is declared.
    pub unattributed: Option<f64>,
    /// Why lower and upper differ, or what to know of the number.
    pub reasons: Vec<IntervalReason>,
}

impl Interval {
    /// A number that the record settles.
    #[must_use]
    pub fn exact(value: f64) -> Self {
        Self {
            lower: value,
            upper: Some(value),
            declared: None,
            enumerated: Some(value),
            unattributed: None,
            reasons: Vec::new(),
        }
    }

    /// An interval with its reasons.
    #[must_use]
    pub fn between(lower: f64, upper: Option<f64>, reasons: Vec<IntervalReason>) -> Self {
        Self { lower, upper, declared: None, enumerated: None, unattributed: None, reasons }
    }

    /// The same with what is declared and what is listed; what is left over is worked out.
    #[must_use]
    pub fn with_counts(mut self, declared: Option<f64>, enumerated: f64) -> Self {
        self.declared = declared;
        self.enumerated = Some(enumerated);
        self.unattributed = declared.map(|it| (it - enumerated).max(0.0));
        self
    }

    /// Whether lower equals upper.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.upper.is_some_and(|upper| upper.total_cmp(&self.lower).is_eq())
    }
}

words! {
    /// Why a number is an interval.
    IntervalReasonCode {
        /// More signatories are declared than named.
        SignatoriesNotNamed = "SIGNATORIES_NOT_NAMED",
        /// A meeting had participants who are counted but not named.
        UnnamedParticipants = "UNNAMED_PARTICIPANTS",
        /// A series had more meetings than are listed.
        UnlistedMeetings = "UNLISTED_MEETINGS",
        /// An institution was in contact whose membership is not recorded.
        MembershipNotRecorded = "MEMBERSHIP_NOT_RECORDED",
        /// A meeting had participants whom nobody counted.
        ParticipantsNotCounted = "PARTICIPANTS_NOT_COUNTED",
        /// Something may lie in the window, or not.
        PossiblyInWindow = "POSSIBLY_IN_WINDOW",
        /// A visit has no recorded visitor on this basis.
        VisitorNotRecorded = "VISITOR_NOT_RECORDED",
        /// An institution's attribute cannot be decided.
        UndeterminedAttribute = "UNDETERMINED_ATTRIBUTE",
        /// How many were submitted is not stated.
        SubmissionsNotStated = "SUBMISSIONS_NOT_STATED",
        /// More is listed than declared: a discrepancy of the sources.
        DeclaredLessThanEnumerated = "DECLARED_LESS_THAN_ENUMERATED",
        /// Nothing is declared, so nothing bounds the number from above.
        NotDeclared = "NOT_DECLARED",
        /// What became of something is not stated.
        OutcomeNotStated = "OUTCOME_NOT_STATED",
        /// A number is told of several groups together, and not of each.
        ToldTogether = "TOLD_TOGETHER",
        /// More project partnerships are told of than named.
        ProjectPartnershipsNotNamed = "PROJECT_PARTNERSHIPS_NOT_NAMED",
        /// A project partnership has members whom no source names.
        MembersNotNamed = "MEMBERS_NOT_NAMED",
    }
}

/// A reason for an interval.
#[derive(Debug, Clone, PartialEq)]
pub struct IntervalReason {
    /// Which kind of reason.
    pub code: IntervalReasonCode,
    /// How many units it accounts for; none when it has no bound.
    pub count: Option<f64>,
    /// The reason in English words.
    pub message: String,
    /// What it is about.
    pub about: Option<RecordRef>,
    /// The claims behind it.
    pub claims: Vec<Id<Claim>>,
}

words! {
    /// Why something recorded is not in a result.
    ExclusionReason {
        /// It has no date, and a window was asked for.
        Undated = "UNDATED",
        /// It may lie outside the window.
        PossiblyOutsideWindow = "POSSIBLY_OUTSIDE_WINDOW",
        /// It does not count on the evidence basis.
        BelowBasis = "BELOW_BASIS",
        /// It is a placeholder for an institution that no source names.
        Placeholder = "PLACEHOLDER",
        /// It is an office; offices are not counted as their institution.
        OfficeNotRolledUp = "OFFICE_NOT_ROLLED_UP",
        /// It is an unnamed group.
        UnnamedGroup = "UNNAMED_GROUP",
        /// It is outside the scope.
        OutOfScope = "OUT_OF_SCOPE",
        /// It coordinates the partnership and was taken out.
        HubRemoved = "HUB_REMOVED",
        /// It is a series, not a meeting.
        SeriesNotOccasion = "SERIES_NOT_OCCASION",
        /// It was not held, or not known to have been.
        NotHeld = "NOT_HELD",
        /// The attribute by which institutions are grouped is not recorded of it.
        UndeterminedAttribute = "UNDETERMINED_ATTRIBUTE",
    }
}

/// How much was left out for one reason.
#[derive(Debug, Clone, PartialEq)]
pub struct Exclusion {
    /// The reason.
    pub reason: ExclusionReason,
    /// How many records.
    pub count: usize,
    /// The reason in English words.
    pub message: String,
    /// At most five of them, in order.
    pub sample: Vec<RecordRef>,
}

/// The most records that an [`Exclusion`] names.
pub const SAMPLE: usize = 5;

impl Exclusion {
    /// The exclusion of `records`, or none when there are none.
    #[must_use]
    pub fn of(reason: ExclusionReason, message: &str, mut records: Vec<RecordRef>) -> Option<Self> {
        records.sort();
        records.dedup();
        let count = records.len();
        records.truncate(SAMPLE);
        (count > 0).then(|| Self { reason, count, message: message.to_owned(), sample: records })
    }
}

/// A declared collection against what the record lists of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Completeness {
    /// The indicator that declares it; none when nothing declares it.
    pub indicator: Option<Id<Indicator>>,
    /// What kind of collection.
    pub collection: Collection,
    /// Whose.
    pub of: RecordRef,
    /// How many are declared; none when nothing declares it.
    pub declared: Option<f64>,
    /// How many the record lists, on the view's basis.
    pub enumerated: f64,
    /// The unit.
    pub unit: String,
    /// As of when.
    pub as_of: EdtfDate,
}

impl Completeness {
    /// Declared but not listed; never negative; none when nothing is declared.
    #[must_use]
    pub fn unattributed(&self) -> Option<f64> {
        self.declared.map(|it| (it - self.enumerated).max(0.0))
    }
}
