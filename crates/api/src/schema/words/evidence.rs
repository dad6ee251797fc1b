//! The words of evidence, identity and views, as enumerations of the schema.

use async_graphql::Enum;

/// How a claim is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::claim::Confidence")]
pub enum Confidence {
    /// The document says it.
    Stated,
    /// It comes from elsewhere than the documents at hand, such as a register.
    External,
    /// It follows from other claims by a rule that is given.
    Inferred,
}

/// Whether a claim counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::claim::ClaimStatus")]
pub enum ClaimStatus {
    /// It counts.
    Asserted,
    /// It counts, and somebody doubts it.
    Disputed,
    /// It was taken back and supports nothing.
    Retracted,
}

/// Which evidence counts for memberships and participations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::claim::EvidenceBasis")]
pub enum EvidenceBasis {
    /// Only what is stated outright; what rests on a named convention is left out.
    Strict,
    /// What is stated, conventions included.
    Stated,
    /// What is stated or inferred.
    StatedAndInferred,
}

/// What kind of document it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::document::DocumentKind")]
pub enum DocumentKind {
    /// A report on activities of a period.
    ActivityReport,
    /// A news report.
    NewsReport,
    /// A note of a meeting.
    MeetingNote,
    /// The page of a project.
    ProjectPage,
    /// An agreement.
    Agreement,
    /// A public register, such as TERYT.
    Register,
    /// A vocabulary or convention of this record's keepers.
    Convention,
    /// A decision of the office, such as the one by which a scenario was applied.
    Decision,
    /// A statement of the office that keeps the record, in its own words, made as it was entered.
    OfficeStatement,
    /// A scenario: what it says is supposed, not known. Only in what-if views.
    Scenario,
    /// Anything else.
    Other,
}

/// Whether a document still supports claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::document::DocumentState")]
pub enum DocumentState {
    /// It does.
    Accepted,
    /// It was retracted: its claims support nothing.
    Retracted,
}

/// How precisely a date is known, the finest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::date::DatePrecision")]
pub enum DatePrecision {
    /// One day.
    Day,
    /// One month.
    Month,
    /// One quarter of a year.
    Quarter,
    /// One year.
    Year,
    /// An interval, closed or with one open end.
    Range,
    /// The source gives no date.
    Unknown,
}

/// A fact of three values. None of the five documents ever says NO.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::recorded::Recorded")]
pub enum RecordedValue {
    /// The record says yes.
    Yes,
    /// The record says no.
    No,
    /// The record does not say.
    NotRecorded,
}

/// Where a decision on identity stands. Only an accepted one has an effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::identity::DecisionStatus")]
pub enum DecisionStatus {
    /// Proposed by a rule or a person, not decided.
    Proposed,
    /// Accepted: the two are read as one.
    Accepted,
    /// Rejected: the two are not one.
    Rejected,
    /// Once accepted, then undone.
    Undone,
}

/// How two records are related, or may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::identity::RelationKind")]
pub enum RelationKind {
    /// The first succeeds the second.
    Succeeds,
    /// The first may succeed the second; not stated.
    SuccessionCandidate,
    /// The first may be a branch of the second; not stated.
    BranchOfCandidate,
    /// The two may be one; not decided.
    SameAsCandidate,
    /// The two were recorded as one by mistake; the first was separated from the second.
    SeparatedFrom,
}

/// What becomes of a field of institutions that are read as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::identity::FieldFate")]
pub enum FieldFate {
    /// All say the same, or nothing.
    Same,
    /// The value of the institution that remains stays; what others say differs, and stays with its sources.
    Kept,
    /// The institution that remains says nothing, and takes what another says.
    Taken,
    /// Of two types, one under the other, the narrower stands.
    Narrowed,
    /// A list is joined.
    Joined,
}

/// What happened when institutions succeeded others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::keeping::identity::succession::SuccessionKind")]
pub enum SuccessionKind {
    /// The one came after the other, and nothing else is said.
    Followed,
    /// The predecessors became part of the successor, and ceased to be.
    Merged,
    /// The predecessor was divided into the successors, and ceased to be.
    Split,
}

/// How much hangs on an open question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::identity::Severity")]
pub enum Severity {
    /// Headline numbers.
    High,
    /// Some answers.
    Medium,
    /// Little.
    Low,
}

/// Where a resolution task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::identity::TaskStatus")]
pub enum TaskStatus {
    /// Nobody has decided.
    Open,
    /// Decided.
    Decided,
    /// Put aside.
    Dismissed,
}

/// Why something recorded is not in a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::computed::ExclusionReason")]
pub enum ExclusionReason {
    /// It has no date, and a window was asked for.
    Undated,
    /// It may lie outside the window.
    PossiblyOutsideWindow,
    /// It does not count on the evidence basis.
    BelowBasis,
    /// It is a placeholder for an institution that no source names.
    Placeholder,
    /// It is an office; offices are not counted as their institution.
    OfficeNotRolledUp,
    /// It is an unnamed group.
    UnnamedGroup,
    /// It is outside the scope.
    OutOfScope,
    /// It coordinates the partnership and was taken out.
    HubRemoved,
    /// It is a series, not a meeting.
    SeriesNotOccasion,
    /// It was not held, or not known to have been.
    NotHeld,
    /// The attribute by which institutions are grouped is not recorded of it.
    UndeterminedAttribute,
}

#[cfg(test)]
mod tests {
    use super::super::names_agree;
    use super::*;

    #[test]
    fn values_have_the_names_of_the_record() {
        names_agree::<Confidence, domain::claim::Confidence>(domain::claim::Confidence::ALL, |it| {
            it.as_str()
        });
        names_agree::<ClaimStatus, domain::claim::ClaimStatus>(domain::claim::ClaimStatus::ALL, |it| {
            it.as_str()
        });
        names_agree::<EvidenceBasis, domain::claim::EvidenceBasis>(domain::claim::EvidenceBasis::ALL, |it| {
            it.as_str()
        });
        names_agree::<DocumentKind, domain::document::DocumentKind>(
            domain::document::DocumentKind::ALL,
            |it| it.as_str(),
        );
        names_agree::<DocumentState, domain::document::DocumentState>(
            domain::document::DocumentState::ALL,
            |it| it.as_str(),
        );
        names_agree::<DatePrecision, domain::date::DatePrecision>(domain::date::DatePrecision::ALL, |it| {
            it.as_str()
        });
        names_agree::<RecordedValue, domain::recorded::Recorded>(domain::recorded::Recorded::ALL, |it| {
            it.as_str()
        });
        names_agree::<DecisionStatus, domain::identity::DecisionStatus>(
            domain::identity::DecisionStatus::ALL,
            |it| it.as_str(),
        );
        names_agree::<FieldFate, domain::identity::FieldFate>(domain::identity::FieldFate::ALL, |it| {
            it.as_str()
        });
        names_agree::<SuccessionKind, domain::keeping::identity::succession::SuccessionKind>(
            domain::keeping::identity::succession::SuccessionKind::ALL,
            |it| it.as_str(),
        );
        names_agree::<RelationKind, domain::identity::RelationKind>(
            domain::identity::RelationKind::ALL,
            |it| it.as_str(),
        );
        names_agree::<Severity, domain::identity::Severity>(domain::identity::Severity::ALL, |it| {
            it.as_str()
        });
        names_agree::<TaskStatus, domain::identity::TaskStatus>(domain::identity::TaskStatus::ALL, |it| {
            it.as_str()
        });
        names_agree::<ExclusionReason, service::graph::computed::ExclusionReason>(
            service::graph::computed::ExclusionReason::ALL,
            |it| it.as_str(),
        );
    }
}
