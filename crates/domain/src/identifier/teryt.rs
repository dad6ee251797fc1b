//! [`Teryt`]: the code of a voivodeship, powiat or gmina in the territorial register (TERC).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::numbers::{digits, without_formatting};
use super::{IdentifierError, IdentifierScheme};
use crate::words;

words! {
    /// What a territorial code names.
    TerytLevel {
        /// A voivodeship: 2 digits.
        Voivodeship = "VOIVODESHIP",
        /// A powiat, or a city with the rights of one: 4 digits.
        Powiat = "POWIAT",
        /// A gmina: 6 digits, or 7 with the digit of its kind.
        Gmina = "GMINA",
    }
}

/// A territorial code: voivodeship 2 digits, powiat 2, gmina 2, and the gmina's kind 1 if given. No check digit.
///
/// Kinds: 1 urban, 2 rural, 3 urban-rural, 4 town in an urban-rural gmina, 5 its rural area, 8 and 9 parts of big
/// cities. The kind changes when a village becomes a town, so a gmina is known by its first six digits
/// ([`Teryt::without_kind`]) and the time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Teryt(String);

impl Teryt {
    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the code names.
    #[must_use]
    pub fn level(&self) -> TerytLevel {
        match self.0.len() {
            2 => TerytLevel::Voivodeship,
            4 => TerytLevel::Powiat,
            _ => TerytLevel::Gmina,
        }
    }

    /// The digit of the gmina's kind; `None` if the code has none.
    #[must_use]
    pub fn kind_digit(&self) -> Option<u32> {
        self.0.chars().nth(6).and_then(|it| it.to_digit(10))
    }

    /// The code without the digit of the gmina's kind: the key of the unit.
    #[must_use]
    pub fn without_kind(&self) -> Self {
        Self(self.0.chars().take(6).collect())
    }

    /// The code of the next wider unit; `None` for a voivodeship.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let width = match self.level() {
            TerytLevel::Voivodeship => return None,
            TerytLevel::Powiat => 2,
            TerytLevel::Gmina => 4,
        };
        Some(Self(self.0.chars().take(width).collect()))
    }

    /// Whether the other unit is this one or lies in it, by their codes; the kind of a gmina plays no part.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        other.0.starts_with(self.without_kind().as_str())
    }
}

impl FromStr for Teryt {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let scheme = IdentifierScheme::Teryt;
        let code = digits(scheme, text, without_formatting(text), |it| matches!(it, 2 | 4 | 6 | 7))?;
        let pair = |at: usize| code.get(at..at + 2).and_then(|it| it.parse::<u32>().ok());
        let problem = if !pair(0).is_some_and(|it| (2..=32).contains(&it) && it % 2 == 0) {
            Some("expected an even voivodeship code from 02 to 32 in front")
        } else if pair(2) == Some(0) {
            Some("expected a powiat code from 01 in digits 3 and 4")
        } else if pair(4) == Some(0) {
            Some("expected a gmina code from 01 in digits 5 and 6")
        } else if code.chars().nth(6).is_some_and(|kind| !matches!(kind, '1'..='5' | '8' | '9')) {
            Some("expected a kind of gmina, 1 to 5, 8 or 9, as the seventh digit")
        } else {
            None
        };
        match problem {
            Some(problem) => Err(IdentifierError::ImpossibleTeryt { code, problem }),
            None => Ok(Self(code)),
        }
    }
}

impl fmt::Display for Teryt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Teryt> for String {
    fn from(code: Teryt) -> Self {
        code.0
    }
}

impl TryFrom<String> for Teryt {
    type Error = IdentifierError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}
