//! The words of meetings, resolutions and indicators, as enumerations of the schema.

use async_graphql::Enum;

/// Whether a meeting took place. Only a meeting that was held is an occasion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::meeting::MeetingStatus")]
pub enum MeetingStatus {
    /// It is planned.
    Planned,
    /// It took place.
    Held,
    /// It was cancelled.
    Cancelled,
    /// The record does not say.
    Unknown,
}

/// A role at a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::meeting::MeetingRole")]
pub enum MeetingRole {
    /// Hosted it.
    Host,
    /// Organised it.
    Organiser,
    /// Chaired it.
    Chair,
    /// Spoke to the agenda.
    Speaker,
    /// Attended.
    Attendee,
    /// Was a guest.
    Guest,
    /// Gave patronage.
    Patron,
    /// Sent a letter.
    LetterSender,
    /// Read a letter of another aloud.
    LetterReader,
    /// Wrote the report.
    Reporter,
    /// Was presented as good practice.
    GoodPracticeSubject,
}

/// Whether a party was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::meeting::Presence")]
pub enum Presence {
    /// It was.
    Present,
    /// It was invited; whether it came is not said.
    Invited,
    /// It was not.
    Absent,
    /// The record does not say.
    NotRecorded,
}

/// How much of the attendance of a meeting a source gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::keeping::attendance::AttendanceRecord")]
pub enum AttendanceRecord {
    /// Nobody says who came: somebody did, so what rests on it is open upwards.
    None,
    /// The list names some of those who came.
    Partial,
    /// The list names all who came; who was invited and is not on it was absent.
    Complete,
}

/// What a list of attendance says of a party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::keeping::attendance::Attended")]
pub enum Attended {
    /// It came.
    Present,
    /// It did not come.
    Absent,
    /// It did not come, and had said so.
    Excused,
    /// The list does not say.
    NotRecorded,
}

/// The kind of a resolution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::resolution::ResolutionKind")]
pub enum ResolutionKind {
    /// A decision.
    Decision,
    /// An arrangement.
    Arrangement,
    /// A conclusion.
    Conclusion,
    /// A recommendation.
    Recommendation,
    /// Information taken note of.
    Information,
    /// A proposal of one participant.
    Proposal,
    /// A pledge of one participant.
    Pledge,
}

/// The kind of an action item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::resolution::ActionKind")]
pub enum ActionKind {
    /// A meeting to be held.
    Meeting,
    /// An inquiry to be made.
    Inquiry,
    /// A study visit.
    StudyVisit,
    /// Anything else.
    Other,
}

/// What became of an action item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::resolution::ActionStatus")]
pub enum ActionStatus {
    /// Done, with evidence.
    Done,
    /// Being done.
    InProgress,
    /// Given up.
    Cancelled,
    /// Said to be open.
    Open,
    /// The record does not say.
    NotStated,
}

/// What a shared occasion or undertaking is, for the weight of the tie that it makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::vocabulary::TieBasis")]
pub enum TieBasis {
    /// A funded project partnership: level L3.
    FundedProject,
    /// A submitted project partnership.
    SubmittedProject,
    /// An action item done together.
    JointActionDone,
    /// Members of one body.
    BodyCoMembership,
    /// A bilateral meeting or consultation visit.
    Bilateral,
    /// A meeting of a council, committee, working group or research team.
    Working,
    /// A workshop, seminar, conference or plenary.
    Mass,
    /// Members of one standing partnership: level L0.
    CoMembership,
}

/// What kind of number an indicator is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::indicator::IndicatorNature")]
pub enum IndicatorNature {
    /// A source says so.
    Declared,
    /// Counted from what a source lists.
    Enumerated,
    /// A plan, not a result.
    Target,
    /// Computed from other numbers.
    Computed,
}

/// The collection whose size an indicator declares; `of` says whose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::indicator::Collection")]
pub enum Collection {
    /// The signatories of a partnership.
    Signatories,
    /// The partnerships within a partnership.
    ChildPartnerships,
    /// The meetings of a series.
    Meetings,
    /// The people at a meeting, or at all meetings of a series together.
    Participants,
    /// The members of a body.
    Members,
    /// The proposals in a resolution.
    Proposals,
    /// The units (branches, local centres) of an institution.
    Units,
    /// The project partnerships of a funding aggregate.
    ProjectPartnerships,
    /// The recipients of a funding aggregate.
    Recipients,
}

#[cfg(test)]
mod tests {
    use super::super::names_agree;
    use super::*;

    #[test]
    fn values_have_the_names_of_the_record() {
        names_agree::<MeetingStatus, domain::meeting::MeetingStatus>(
            domain::meeting::MeetingStatus::ALL,
            |it| it.as_str(),
        );
        names_agree::<MeetingRole, domain::meeting::MeetingRole>(domain::meeting::MeetingRole::ALL, |it| {
            it.as_str()
        });
        names_agree::<Presence, domain::meeting::Presence>(domain::meeting::Presence::ALL, |it| it.as_str());
        names_agree::<AttendanceRecord, domain::keeping::attendance::AttendanceRecord>(
            domain::keeping::attendance::AttendanceRecord::ALL,
            |it| it.as_str(),
        );
        names_agree::<Attended, domain::keeping::attendance::Attended>(
            domain::keeping::attendance::Attended::ALL,
            |it| it.as_str(),
        );
        names_agree::<ResolutionKind, domain::resolution::ResolutionKind>(
            domain::resolution::ResolutionKind::ALL,
            |it| it.as_str(),
        );
        names_agree::<ActionKind, domain::resolution::ActionKind>(
            domain::resolution::ActionKind::ALL,
            |it| it.as_str(),
        );
        names_agree::<ActionStatus, domain::resolution::ActionStatus>(
            domain::resolution::ActionStatus::ALL,
            |it| it.as_str(),
        );
        names_agree::<TieBasis, domain::vocabulary::TieBasis>(domain::vocabulary::TieBasis::ALL, |it| {
            it.as_str()
        });
        names_agree::<IndicatorNature, domain::indicator::IndicatorNature>(
            domain::indicator::IndicatorNature::ALL,
            |it| it.as_str(),
        );
        names_agree::<Collection, domain::indicator::Collection>(domain::indicator::Collection::ALL, |it| {
            it.as_str()
        });
    }
}
