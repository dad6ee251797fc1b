//! Numbers by which public registers identify institutions and places: NIP, REGON, KRS, TERYT.
//!
//! Two ways to read a number. Where it must be right, parse [`Nip`], [`Regon`], [`Krs`] or [`Teryt`]. What a source
//! says is read by [`Identifier::read`] instead: sources have typing errors, so a number whose checksum fails is kept
//! and marked, and only a text that cannot be such a number at all is refused. Spaces, dashes and the `PL` before a
//! NIP are formatting and never part of the number.

mod numbers;
mod teryt;
#[cfg(test)]
mod tests;

pub use numbers::{Krs, Nip, Regon};
pub use teryt::{Teryt, TerytLevel};

use serde::{Deserialize, Serialize};

use crate::words;

/// What is wrong with an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdentifierError {
    /// The text is not digits, or not of a possible number of them.
    #[error("`{text}` is no {scheme}; expected {expected}")]
    WrongShape {
        /// The register.
        scheme: IdentifierScheme,
        /// The start of the text as given.
        text: String,
        /// The shape that the register uses.
        expected: &'static str,
    },
    /// All digits are zero, as in a form that was not filled in.
    #[error("a {scheme} of zeros only is no number; expected {expected}, or nothing if there is none")]
    OnlyZeros {
        /// The register.
        scheme: IdentifierScheme,
        /// The shape that the register uses.
        expected: &'static str,
    },
    /// The check digit does not agree with the other digits.
    #[error(
        "the check digit of {scheme} `{number}` does not agree with its other digits; expected {expected}"
    )]
    ChecksumFailed {
        /// The register.
        scheme: IdentifierScheme,
        /// The number without formatting.
        number: String,
        /// The shape that the register uses.
        expected: &'static str,
    },
    /// A part of a territorial code is impossible.
    #[error("`{code}` is no TERYT code: {problem}")]
    ImpossibleTeryt {
        /// The code without formatting.
        code: String,
        /// Which part, and what was expected.
        problem: &'static str,
    },
}

words! {
    /// The register that gives a number.
    IdentifierScheme {
        /// Tax identification number.
        Nip = "NIP",
        /// Number in the register of the national economy.
        Regon = "REGON",
        /// Number in the National Court Register.
        Krs = "KRS",
        /// Code in the territorial register (TERC).
        Teryt = "TERYT",
    }
}

words! {
    /// Whose number it is. Since 2017 an office's documents often carry the NIP of its gmina or powiat.
    BelongsTo {
        /// The institution's own.
        Own = "OWN",
        /// That of the institution it belongs to.
        Parent = "PARENT",
    }
}

words! {
    /// What was found out about a number from itself alone; no register was asked.
    IdentifierStatus {
        /// The shape is right, and so is the checksum where the register has one.
        ValidFormat = "VALID_FORMAT",
        /// The shape is right, the checksum fails: probably a typing error.
        ChecksumFailed = "CHECKSUM_FAILED",
    }
}

impl IdentifierScheme {
    /// The shape that the register's numbers have, in words.
    #[must_use]
    pub const fn expected(self) -> &'static str {
        match self {
            Self::Nip => "10 digits whose last is their check digit",
            Self::Regon => "9 or 14 digits (7 in old numbers) whose last is their check digit",
            Self::Krs => "1 to 10 digits",
            Self::Teryt => "2, 4, 6 or 7 digits",
        }
    }
}

/// A number as a source gives it, read by the rules of its register. Made only by [`Identifier::read`].
///
/// serde reads it again from scheme, value and owner, so a stored status cannot contradict the number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawIdentifier")]
pub struct Identifier {
    scheme: IdentifierScheme,
    value: String,
    normalised: String,
    belongs_to: BelongsTo,
    status: IdentifierStatus,
}

#[derive(Deserialize)]
struct RawIdentifier {
    scheme: IdentifierScheme,
    value: String,
    belongs_to: BelongsTo,
}

impl TryFrom<RawIdentifier> for Identifier {
    type Error = IdentifierError;

    fn try_from(raw: RawIdentifier) -> Result<Self, Self::Error> {
        Self::read(raw.scheme, &raw.value, raw.belongs_to)
    }
}

impl Identifier {
    /// Reads a number as a source gives it. A failing checksum is kept as [`IdentifierStatus::ChecksumFailed`].
    ///
    /// # Errors
    /// [`IdentifierError::WrongShape`], [`IdentifierError::OnlyZeros`], [`IdentifierError::ImpossibleTeryt`].
    pub fn read(
        scheme: IdentifierScheme,
        text: &str,
        belongs_to: BelongsTo,
    ) -> Result<Self, IdentifierError> {
        let (normalised, holds) = match scheme {
            IdentifierScheme::Nip => numbers::read_nip(text)?,
            IdentifierScheme::Regon => numbers::read_regon(text)?,
            IdentifierScheme::Krs => (numbers::read_krs(text)?, true),
            IdentifierScheme::Teryt => (text.parse::<Teryt>()?.as_str().to_owned(), true),
        };
        let status = if holds { IdentifierStatus::ValidFormat } else { IdentifierStatus::ChecksumFailed };
        Ok(Self { scheme, value: text.to_owned(), normalised, belongs_to, status })
    }

    /// The register.
    #[must_use]
    pub fn scheme(&self) -> IdentifierScheme {
        self.scheme
    }

    /// The number as the source gives it.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// The number in its one canonical form: digits only, padded, without the empty unit of a REGON.
    #[must_use]
    pub fn normalised(&self) -> &str {
        &self.normalised
    }

    /// Whose number it is.
    #[must_use]
    pub fn belongs_to(&self) -> BelongsTo {
        self.belongs_to
    }

    /// What the number itself tells.
    #[must_use]
    pub fn status(&self) -> IdentifierStatus {
        self.status
    }

    /// What identifies the institution: register and number, the number of a gmina without its kind digit, as the
    /// kind changes when a village becomes a town. `None` if the number is that of the parent.
    #[must_use]
    pub fn key(&self) -> Option<(IdentifierScheme, &str)> {
        let number = match self.scheme {
            IdentifierScheme::Teryt => self.normalised.get(..6).unwrap_or(&self.normalised),
            _ => &self.normalised,
        };
        (self.belongs_to == BelongsTo::Own).then_some((self.scheme, number))
    }

    /// Whether both identify the same institution: equal keys, and both their own. Equal numbers of a parent say
    /// nothing, so they never merge two institutions.
    #[must_use]
    pub fn is_same_key(&self, other: &Self) -> bool {
        self.key().is_some_and(|key| other.key() == Some(key))
    }
}
