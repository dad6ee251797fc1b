//! The words of partnerships, bodies and calls, as enumerations of the schema.

use async_graphql::Enum;

/// The kind of a partnership.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::partnership::PartnershipKind")]
pub enum PartnershipKind {
    /// A pact over several partnerships.
    UmbrellaPact,
    /// A thematic partnership within a pact.
    Thematic,
    /// A local partnership.
    Local,
    /// A project partnership, such as those that apply to calls 7.4 and 7.5.
    Project,
    /// A consortium that is only planned.
    PlannedConsortium,
    /// An agreement of two.
    Bilateral,
}

/// A state of a partnership's life: standing ones use the first five, project ones the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::partnership::LifecycleState")]
pub enum LifecycleState {
    /// Proposed.
    Proposed,
    /// Being formed.
    Forming,
    /// At work.
    Active,
    /// Suspended.
    Suspended,
    /// Dissolved.
    Dissolved,
    /// A project partnership was created.
    Created,
    /// It applied.
    Submitted,
    /// It was funded.
    Funded,
    /// It was refused.
    NotFunded,
    /// It is on the reserve list.
    Reserve,
    /// It withdrew.
    Withdrawn,
    /// The outcome is not stated.
    NotStated,
    /// Its project runs.
    Implementing,
    /// Its project is closed.
    Closed,
}

/// A role in a partnership.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::partnership::PartnershipRole")]
pub enum PartnershipRole {
    /// Leads it.
    Lead,
    /// Signs with everybody who joins.
    Countersignatory,
    /// Runs its secretariat.
    Secretariat,
    /// Initiated it.
    Initiator,
    /// Signed it.
    Signatory,
    /// A partner of a project.
    Partner,
    /// Leads a project.
    ProjectLeader,
    /// Brought it about.
    Creator,
}

/// The kind of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::body::BodyKind")]
pub enum BodyKind {
    /// A council.
    Council,
    /// A committee.
    Committee,
    /// A working group or research team.
    WorkingGroup,
}

/// A role in a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::body::BodyRole")]
pub enum BodyRole {
    /// Chairs it.
    Chair,
    /// Is the chair's deputy.
    ViceChair,
    /// Is a member.
    Member,
    /// Takes part in its work without being said to be a member.
    Participant,
    /// Works for it.
    Staff,
}

/// The kind of a programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::call::ProgrammeKind")]
pub enum ProgrammeKind {
    /// A programme that funds.
    Operational,
    /// A fund.
    Fund,
    /// A strategy or development programme.
    Strategy,
}

/// The kind of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::call::ProjectKind")]
pub enum ProjectKind {
    /// Run without competition by entitled institutions.
    Systemic,
    /// Won in a call.
    Competitive,
    /// Run by a partnership.
    Partnership,
    /// The sources do not say.
    NotStated,
}

/// What became of an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::call::FundingOutcome")]
pub enum FundingOutcome {
    /// It was funded.
    Funded,
    /// It was rejected.
    Rejected,
    /// It is on the reserve list.
    Reserve,
    /// It was withdrawn.
    Withdrawn,
    /// The record does not say.
    NotStated,
}

/// What kind of rule it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::norm::NormKind")]
pub enum NormKind {
    /// At least `threshold` meetings of `meeting_kind` in each calendar year.
    MeetingsPerYear,
    /// Meetings take place with one signatory after another.
    HostRotation,
    /// Anybody who wants to cooperate may sign.
    OpenAccession,
    /// At most `threshold` per person.
    MaximumPerPerson,
    /// All institutions of a type take part, or something else follows.
    AllOfType,
}

/// What kind of statement it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::statement::StatementKind")]
pub enum StatementKind {
    /// Cooperation with types of institution, or with an institution without a recorded occasion.
    Cooperation,
    /// A target group.
    TargetGroup,
    /// A catalogue of services.
    Service,
    /// Who coordinates what; statements that conflict stand side by side.
    Coordination,
    /// How a body is made up.
    Composition,
}

/// A field of a partnership that can be emptied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::keeping::partnership::PartnershipField")]
pub enum PartnershipField {
    /// The English name.
    NameEn,
    /// The partnership that it is part of.
    Parent,
    /// When it was founded.
    Founded,
    /// The territory.
    Territory,
    /// The sectors that it means to bring together.
    IntendedSectors,
    /// Its aims.
    Aims,
    /// Whether anybody who wants may join.
    OpenAccession,
    /// The remark.
    Note,
}

/// A field of a body that can be emptied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::keeping::body::BodyField")]
pub enum BodyField {
    /// The English name.
    NameEn,
    /// The short name.
    ShortName,
    /// The partnership that it belongs to.
    Partnership,
    /// Who appointed it.
    AppointedBy,
    /// When it was established.
    Established,
    /// The remark.
    Note,
}

#[cfg(test)]
mod tests {
    use super::super::names_agree;
    use super::*;

    #[test]
    fn values_have_the_names_of_the_record() {
        names_agree::<PartnershipKind, domain::partnership::PartnershipKind>(
            domain::partnership::PartnershipKind::ALL,
            |it| it.as_str(),
        );
        names_agree::<PartnershipField, domain::keeping::partnership::PartnershipField>(
            domain::keeping::partnership::PartnershipField::ALL,
            |it| it.as_str(),
        );
        names_agree::<BodyField, domain::keeping::body::BodyField>(
            domain::keeping::body::BodyField::ALL,
            |it| it.as_str(),
        );
        names_agree::<LifecycleState, domain::partnership::LifecycleState>(
            domain::partnership::LifecycleState::ALL,
            |it| it.as_str(),
        );
        names_agree::<PartnershipRole, domain::partnership::PartnershipRole>(
            domain::partnership::PartnershipRole::ALL,
            |it| it.as_str(),
        );
        names_agree::<BodyKind, domain::body::BodyKind>(domain::body::BodyKind::ALL, |it| it.as_str());
        names_agree::<BodyRole, domain::body::BodyRole>(domain::body::BodyRole::ALL, |it| it.as_str());
        names_agree::<ProgrammeKind, domain::call::ProgrammeKind>(domain::call::ProgrammeKind::ALL, |it| {
            it.as_str()
        });
        names_agree::<ProjectKind, domain::call::ProjectKind>(domain::call::ProjectKind::ALL, |it| {
            it.as_str()
        });
        names_agree::<FundingOutcome, domain::call::FundingOutcome>(
            domain::call::FundingOutcome::ALL,
            |it| it.as_str(),
        );
        names_agree::<NormKind, domain::norm::NormKind>(domain::norm::NormKind::ALL, |it| it.as_str());
        names_agree::<StatementKind, domain::statement::StatementKind>(
            domain::statement::StatementKind::ALL,
            |it| it.as_str(),
        );
    }
}
