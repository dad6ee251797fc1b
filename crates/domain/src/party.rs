//! A party to a meeting, a role or an action: an institution, an office, a body or an unnamed group.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::DomainError;
use crate::body::Body;
use crate::id::Id;
use crate::institution::Institution;
use crate::office::Office;
use crate::record::RecordRef;
use crate::vocabulary::Label;

/// Who takes part. Its text form is `institution:KEY`, `office:KEY`, `body:KEY` or `group:LABEL`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Party {
    /// An institution.
    Institution(Id<Institution>),
    /// An office (post), whoever holds it.
    Office(Id<Office>),
    /// A council, committee or team.
    Body(Id<Body>),
    /// People of whom the source says only what they are, such as `members of the Council`.
    Group(Label),
}

impl Party {
    /// The reference to the record that the party is; none for a group.
    #[must_use]
    pub fn reference(&self) -> Option<RecordRef> {
        match self {
            Self::Institution(id) => Some(id.reference()),
            Self::Office(id) => Some(id.reference()),
            Self::Body(id) => Some(id.reference()),
            Self::Group(_) => None,
        }
    }

    /// The institution, when the party is one.
    #[must_use]
    pub fn institution(&self) -> Option<&Id<Institution>> {
        match self {
            Self::Institution(id) => Some(id),
            _ => None,
        }
    }
}

impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Institution(id) => write!(f, "institution:{id}"),
            Self::Office(id) => write!(f, "office:{id}"),
            Self::Body(id) => write!(f, "body:{id}"),
            Self::Group(label) => write!(f, "group:{label}"),
        }
    }
}
impl FromStr for Party {
    type Err = DomainError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once(':') {
            Some(("institution", key)) => Ok(Self::Institution(key.parse()?)),
            Some(("office", key)) => Ok(Self::Office(key.parse()?)),
            Some(("body", key)) => Ok(Self::Body(key.parse()?)),
            Some(("group", label)) if !label.contains('|') => Ok(Self::Group(label.parse()?)),
            _ => Err(DomainError::InvalidParty { text: text.chars().take(160).collect() }),
        }
    }
}
impl Serialize for Party {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Party {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
