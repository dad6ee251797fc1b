//! What may be wrong with a value of the domain. Each variant is the caller's to mend.

use crate::date::DateError;
use crate::identifier::IdentifierError;

/// A value that breaks a rule of the domain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DomainError {
    /// A key is empty, too long or holds a character that keys do not have.
    #[error("`{text}` is not a key: use 1 to 96 of a-z, 0-9, `-`, `.`")]
    InvalidKey {
        /// What was given.
        text: String,
    },
    /// A reference is not of the form `kind:key`.
    #[error("`{text}` is not a reference: write kind:key, for example institution:ops-deszczno")]
    InvalidReference {
        /// What was given.
        text: String,
    },
    /// A party is none of institution, office, body or group.
    #[error("`{text}` is not a party: write institution:KEY, office:KEY, body:KEY or group:LABEL")]
    InvalidParty {
        /// What was given.
        text: String,
    },
    /// A label is empty, too long, or holds control characters.
    #[error("a label must have 1 to {max} characters and no control characters", max = crate::vocabulary::Label::MAX)]
    InvalidLabel,
    /// A word is not in the closed list that behaviour switches on.
    #[error("`{text}` is not one of: {expected}")]
    UnknownWord {
        /// What was given.
        text: String,
        /// The words there are.
        expected: String,
    },
    /// Two fields of one record contradict each other.
    #[error("{rule}")]
    BrokenRule {
        /// The rule, in words that say what to do.
        rule: &'static str,
    },
    /// A field was claimed that the kind of record does not have, or with a value that it cannot hold.
    #[error("field `{field}` of {kind} cannot hold `{value}`")]
    InvalidField {
        /// The kind of record.
        kind: &'static str,
        /// The field's name.
        field: String,
        /// What was claimed.
        value: String,
    },
    /// A date is not one.
    #[error(transparent)]
    Date(#[from] DateError),
    /// An identifier cannot be one.
    #[error(transparent)]
    Identifier(#[from] IdentifierError),
}
