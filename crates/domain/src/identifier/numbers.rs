//! The numbers of institutions: [`Nip`], [`Regon`], [`Krs`].

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{IdentifierError, IdentifierScheme};

const NIP_WEIGHTS: [u32; 9] = [6, 5, 7, 2, 3, 4, 5, 6, 7];
const REGON_WEIGHTS: [u32; 8] = [8, 9, 2, 3, 4, 5, 6, 7];
const REGON_UNIT_WEIGHTS: [u32; 13] = [2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8];

/// What the service of the REGON register may put after the 9 digits of a head unit.
const NO_UNIT: &str = "00000";

/// How many characters of a refused text a message repeats.
const SHOWN_CHARS: usize = 40;

/// Declares a number: a text of digits that passed its register's rules, with its text and serde forms.
macro_rules! number {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        pub struct $name(String);

        impl $name {
            /// The digits.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<$name> for String {
            fn from(number: $name) -> Self {
                number.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdentifierError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }
    };
}

number! {
    /// A tax identification number: 10 digits, the last a check digit.
    ///
    /// The weighted sum of the first nine, modulo 11, is the last; a remainder of 10 belongs to no number. It does
    /// not identify an institution by itself, see [`super::BelongsTo`].
    Nip
}

number! {
    /// A number of the register of the national economy: 9 digits, or 14 for a local unit of the first nine.
    ///
    /// The last digit is the weighted sum of those before it, modulo 11, then modulo 10. Of 14 digits the first nine
    /// must be right by themselves. Old numbers of 7 digits get two zeros in front; the unit `00000` is left out.
    Regon
}

number! {
    /// A number of the National Court Register: 10 digits with leading zeros, without a check digit.
    Krs
}

impl FromStr for Nip {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        checked(IdentifierScheme::Nip, read_nip(text)?).map(Self)
    }
}

impl FromStr for Regon {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        checked(IdentifierScheme::Regon, read_regon(text)?).map(Self)
    }
}

impl FromStr for Krs {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        read_krs(text).map(Self)
    }
}

impl Regon {
    /// Whether it is the number of a local unit (14 digits).
    #[must_use]
    pub fn is_local_unit(&self) -> bool {
        self.0.len() == 14
    }

    /// The 9 digits of the institution: of a local unit those of its parent, else the number itself.
    #[must_use]
    pub fn institution(&self) -> Self {
        Self(self.0.chars().take(9).collect())
    }
}

/// The ten digits of a NIP, and whether the checksum holds.
pub(super) fn read_nip(text: &str) -> Result<(String, bool), IdentifierError> {
    let scheme = IdentifierScheme::Nip;
    let bare = without_formatting(text);
    let bare = match bare.get(..2) {
        Some(prefix) if prefix.eq_ignore_ascii_case("PL") => bare.get(2..).unwrap_or_default().to_owned(),
        _ => bare,
    };
    let number = digits(scheme, text, bare, |length| length == 10)?;
    // A remainder of 10 equals no digit, so such a number fails whatever its last digit is.
    let holds = last_digit(&number) == Some(remainder(&number, &NIP_WEIGHTS));
    Ok((number, holds))
}

/// The digits of a REGON, padded and without an empty unit, and whether its checksums hold.
pub(super) fn read_regon(text: &str) -> Result<(String, bool), IdentifierError> {
    let number =
        digits(IdentifierScheme::Regon, text, without_formatting(text), |it| matches!(it, 7 | 9 | 14))?;
    let number = match number.len() {
        7 => format!("00{number}"),
        14 => number.strip_suffix(NO_UNIT).map_or_else(|| number.clone(), str::to_owned),
        _ => number,
    };
    let institution = number.get(..9).unwrap_or_default();
    // Zeros satisfy the checksum but are nobody's number.
    let institution_holds = institution.bytes().any(|it| it != b'0')
        && last_digit(institution) == Some(remainder(institution, &REGON_WEIGHTS) % 10);
    let unit_holds =
        number.len() == 9 || last_digit(&number) == Some(remainder(&number, &REGON_UNIT_WEIGHTS) % 10);
    Ok((number, institution_holds && unit_holds))
}

/// The ten digits of a KRS number.
pub(super) fn read_krs(text: &str) -> Result<String, IdentifierError> {
    let number = digits(IdentifierScheme::Krs, text, without_formatting(text), |it| (1..=10).contains(&it))?;
    Ok(format!("{number:0>10}"))
}

/// The text without spaces, dashes and invisible marks that come with copying.
pub(super) fn without_formatting(text: &str) -> String {
    let is_formatting = |it: char| {
        it.is_whitespace()
            || matches!(it, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{00AD}' | '\u{200B}' | '\u{FEFF}')
    };
    text.chars().filter(|it| !is_formatting(*it)).collect()
}

/// `bare`, if it is ASCII digits of a possible length and not all zeros. `text` is for the message.
pub(super) fn digits(
    scheme: IdentifierScheme,
    text: &str,
    bare: String,
    is_length: impl FnOnce(usize) -> bool,
) -> Result<String, IdentifierError> {
    let expected = scheme.expected();
    if !bare.bytes().all(|it| it.is_ascii_digit()) || !is_length(bare.len()) {
        return Err(IdentifierError::WrongShape {
            scheme,
            text: text.chars().take(SHOWN_CHARS).collect(),
            expected,
        });
    }
    if bare.bytes().all(|it| it == b'0') {
        return Err(IdentifierError::OnlyZeros { scheme, expected });
    }
    Ok(bare)
}

fn checked(scheme: IdentifierScheme, read: (String, bool)) -> Result<String, IdentifierError> {
    match read {
        (number, true) => Ok(number),
        (number, false) => {
            Err(IdentifierError::ChecksumFailed { scheme, number, expected: scheme.expected() })
        }
    }
}

/// The sum of the first digits, each times its weight, modulo 11.
fn remainder(number: &str, weights: &[u32]) -> u32 {
    number
        .chars()
        .filter_map(|it| it.to_digit(10))
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .sum::<u32>()
        % 11
}

fn last_digit(number: &str) -> Option<u32> {
    number.chars().last().and_then(|it| it.to_digit(10))
}
