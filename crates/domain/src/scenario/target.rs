//! What a change refers to: a record, or what an earlier change of the scenario makes.

use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::DomainError;
use crate::id::Id;
use crate::partnership::Partnership;
use crate::party::Party;

/// How the number of a change begins in its text form. No key and no party begins so.
const CHANGE: &str = "change:";

/// A record, or what a change makes. The text form is that of the record, or `change:NUMBER`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target<T> {
    /// A record.
    Recorded(T),
    /// What the change of this number makes, from 1.
    Made(u32),
}

/// A party: an institution, an office or a body of the record, or an institution that a change adds.
pub type PartyTarget = Target<Party>;

/// A partnership of the record, or one that a change creates.
pub type PartnershipTarget = Target<Id<Partnership>>;

impl<T: fmt::Display> fmt::Display for Target<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Recorded(it) => it.fmt(f),
            Self::Made(number) => write!(f, "{CHANGE}{number}"),
        }
    }
}

impl<T: FromStr<Err = DomainError>> FromStr for Target<T> {
    type Err = DomainError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.strip_prefix(CHANGE) {
            Some(number) => number
                .parse()
                .map(Self::Made)
                .map_err(|_not_a_number| DomainError::BrokenRule { rule: "a change is told by its number" }),
            None => text.parse().map(Self::Recorded),
        }
    }
}

impl<T: fmt::Display> Serialize for Target<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, T: FromStr<Err = DomainError>> Deserialize<'de> for Target<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}
