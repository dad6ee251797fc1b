//! The words of scenarios, as enumerations of the schema.

use async_graphql::Enum;

/// Where a scenario stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::scenario::ScenarioState")]
pub enum ScenarioState {
    /// It may be changed.
    Draft,
    /// It was applied to the record.
    Applied,
    /// It was put aside.
    Discarded,
}

/// Why a change of a scenario cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::scenario::ConflictKind")]
pub enum ScenarioConflictKind {
    /// A record that the change names is not in the record, or nothing supports it any more.
    Vanished,
    /// The change has come true already.
    AlreadySo,
    /// What the change names had ended before the day of the change.
    EndedBefore,
    /// The day cannot be: something would end before it began, or begin before that of which it is part.
    DateImpossible,
    /// The day lies before everything that is recorded.
    DateBeforeRecord,
    /// An earlier change says the same.
    Duplicate,
    /// Another change says the opposite.
    Contradicts,
    /// It refers to a change that does not come before it, or makes something else.
    NotYetMade,
    /// The record has another record of the key that the change would give.
    KeyTaken,
    /// The change breaks a rule.
    NotAllowed,
}

/// What a change of a scenario supposes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
pub enum ScenarioChangeKind {
    /// A newcomer.
    AddInstitution,
    /// An institution is wound up.
    CloseInstitution,
    /// A party joins a partnership.
    AddMembership,
    /// A membership ends.
    EndMembership,
    /// A meeting is held, and everybody who is invited comes.
    HoldMeeting,
    /// A project partnership comes to be.
    CreateProjectPartnership,
}

#[cfg(test)]
mod tests {
    use super::super::names_agree;
    use super::*;

    #[test]
    fn words_are_those_of_the_domain() {
        names_agree::<ScenarioState, domain::scenario::ScenarioState>(
            domain::scenario::ScenarioState::ALL,
            |it| it.as_str(),
        );
        names_agree::<ScenarioConflictKind, domain::scenario::ConflictKind>(
            domain::scenario::ConflictKind::ALL,
            |it| it.as_str(),
        );
    }
}
