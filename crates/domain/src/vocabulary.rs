//! Words: closed lists that behaviour switches on, labels for people, and the vocabularies that are data
//! (types, sectors, functions, kinds of meeting, topics, weights of ties).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::DomainError;
use crate::id::Id;
use crate::record::noun;

/// Declares a closed list of words: an enum with its upper-case text form, for files, database and API alike.
#[macro_export]
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $text)] $variant),+ }
        impl $name {
            /// All words of the list, in their order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The word's text form.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.as_str()) }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::DomainError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|it| it.as_str() == text).ok_or_else(|| {
                    $crate::DomainError::UnknownWord { text: text.chars().take(80).collect(), expected: [$($text),+].join(", ") }
                })
            }
        }
    };
}

/// A text for people: trimmed, not empty, at most [`Label::MAX`] characters, no control characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Label(String);

impl Label {
    /// The greatest number of characters.
    pub const MAX: usize = 1000;

    /// Reads a label.
    ///
    /// # Errors
    /// [`DomainError::InvalidLabel`].
    pub fn new(text: &str) -> Result<Self, DomainError> {
        let text = text.trim();
        let fits =
            !text.is_empty() && text.chars().count() <= Self::MAX && !text.chars().any(char::is_control);
        if fits { Ok(Self(text.to_owned())) } else { Err(DomainError::InvalidLabel) }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl FromStr for Label {
    type Err = DomainError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::new(text)
    }
}
impl TryFrom<String> for Label {
    type Error = DomainError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::new(&text)
    }
}
impl From<Label> for String {
    fn from(label: Label) -> Self {
        label.0
    }
}

/// A type of institution, as data: OPS, GOPS under OPS, PUP … A query by a type includes the types below it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InstitutionType {
    /// The key: the abbreviation in lower case, such as `ops`.
    pub key: Id<InstitutionType>,
    /// The code that people know, such as `OPS`.
    pub code: Label,
    /// The Polish name.
    pub name_pl: Label,
    /// The English gloss.
    pub name_en: Label,
    /// The wider type; none for the head of a family.
    pub parent: Option<Id<InstitutionType>>,
    /// Inflected Polish forms and spelt-out names by which texts mention the type, for search.
    #[serde(with = "crate::list", default)]
    pub forms: Vec<Label>,
    /// Whether contacts of institutions of this type count for their parent institution (secretariats, departments).
    pub rolls_up: bool,
    /// The sector that the type implies; none when the type does not decide it.
    pub sector: Option<Id<Sector>>,
    /// The functions that the type implies.
    #[serde(with = "crate::list", default)]
    pub functions: Vec<Id<Function>>,
}

/// A sector, as data: JST, NGO, business, government, education, church.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sector {
    /// The key, such as `jst`.
    pub key: Id<Sector>,
    /// The code, such as `JST`.
    pub code: Label,
    /// The Polish name.
    pub name_pl: Label,
    /// The English name.
    pub name_en: Label,
    /// The roll-up of public-social-private partnerships: `PUBLIC`, `SOCIAL`, `PRIVATE`; none when it depends.
    pub roll_up: Option<Label>,
}

/// A function or target category, as data: social assistance, labour market … An institution may have several.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Function {
    /// The key, such as `labour-market`.
    pub key: Id<Function>,
    /// The code, such as `LABOUR_MARKET`.
    pub code: Label,
    /// The Polish name.
    pub name_pl: Label,
    /// The English name.
    pub name_en: Label,
}

/// A topic, as data (a SKOS concept).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Topic {
    /// The key.
    pub key: Id<Topic>,
    /// The Polish name, in our own words.
    pub name_pl: Label,
    /// The English name, in our own words.
    pub name_en: Label,
    /// The wider topic.
    pub broader: Option<Id<Topic>>,
}

words! {
    /// What a shared occasion or undertaking is, for the weight of the tie that it makes (questions.md A3).
    TieBasis {
        /// A funded project partnership: level L3.
        FundedProject = "FUNDED_PROJECT",
        /// A submitted project partnership.
        SubmittedProject = "SUBMITTED_PROJECT",
        /// An action item done together.
        JointActionDone = "JOINT_ACTION_DONE",
        /// Members of one body.
        BodyCoMembership = "BODY_CO_MEMBERSHIP",
        /// A bilateral meeting or consultation visit.
        Bilateral = "BILATERAL",
        /// A meeting of a council, committee, working group or research team.
        Working = "WORKING",
        /// A workshop, seminar, conference or plenary.
        Mass = "MASS",
        /// Members of one standing partnership: level L0.
        CoMembership = "CO_MEMBERSHIP",
    }
}

/// A kind of meeting, as data; what it weighs is named by its [`TieBasis`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MeetingKind {
    /// The key, such as `info-consultation`.
    pub key: Id<MeetingKind>,
    /// The code, such as `INFO_CONSULTATION`.
    pub code: Label,
    /// The Polish name.
    pub name_pl: Label,
    /// The English name.
    pub name_en: Label,
    /// Which base weight its occasions have.
    pub tie_basis: TieBasis,
    /// Whether the secretariat goes to a host: a visit, of which one party is the host and nobody else is unnamed.
    pub is_visit: bool,
    /// Whether all signatories of a partnership are called to it.
    pub is_plenary: bool,
}

/// The base weight `b` of a basis of ties, as data (questions.md A3).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TieWeight {
    /// The key: the basis in lower case with dashes.
    pub key: Id<TieWeight>,
    /// The basis.
    pub basis: TieBasis,
    /// The weight; not negative, finite.
    pub weight: f64,
}

noun!(InstitutionType { optional: parent, sector; list: functions });
noun!(Sector {});
noun!(Function {});
noun!(Topic { optional: broader });
noun!(MeetingKind {});
noun!(TieWeight {}, TieWeight::check_weight);

impl TieWeight {
    fn check_weight(&self) -> Result<(), DomainError> {
        if self.weight.is_finite() && self.weight >= 0.0 {
            Ok(())
        } else {
            Err(DomainError::BrokenRule { rule: "a weight is a finite number, not negative" })
        }
    }
}
