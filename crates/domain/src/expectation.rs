//! Expectations: which institutions there should be in each unit of territory, on what basis, as data.

use serde::{Deserialize, Serialize};

use crate::DomainError;
use crate::date::EdtfDate;
use crate::id::Id;
use crate::partnership::Partnership;
use crate::record::noun;
use crate::territory::{TerritorialUnit, TerritoryLevel};
use crate::vocabulary::{Function, InstitutionType, Label, Sector};
use crate::words;

words! {
    /// By what an institution is placed in territory.
    PlaceBasis {
        /// By its seat.
        Seat = "SEAT",
        /// By the territory that it serves.
        Served = "SERVED",
    }
}

/// What is expected in each unit of territory of a level (questions.md A5): so many institutions of a type, a sector or
/// a function. It says what should be, not what is, and rests on a law or a policy outside the record's documents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Expectation {
    /// The key, such as `ops-in-gmina`.
    pub key: Id<Expectation>,
    /// What is expected, in our own Polish words.
    pub text_pl: Label,
    /// What is expected, in our own English words.
    pub text_en: Option<Label>,
    /// The type that is expected, types below it included; just one of type, sector and function is given.
    pub r#type: Option<Id<InstitutionType>>,
    /// The sector that is expected.
    pub sector: Option<Id<Sector>>,
    /// The function that is expected.
    pub function: Option<Id<Function>>,
    /// The level of the units in each of which it is expected.
    pub level: TerritoryLevel,
    /// The unit that it is limited to: only units in it, or it itself; none for everywhere.
    pub within: Option<Id<TerritorialUnit>>,
    /// The kinds of unit that it leaves out, as the units say their kind, such as `miasto na prawach powiatu`.
    #[serde(with = "crate::list", default)]
    pub excluded_kinds: Vec<Label>,
    /// How many institutions are expected in a unit, at least; 1 or more.
    pub minimum: u32,
    /// Whether they are expected to be seated in the unit or to serve it.
    pub place: PlaceBasis,
    /// The partnership whose expectation it is; none when it holds whatever the partnership.
    pub partnership: Option<Id<Partnership>>,
    /// The law or policy that it rests on, in Polish.
    pub basis_pl: Label,
    /// The law or policy that it rests on, in English.
    pub basis_en: Option<Label>,
    /// Where in the law or policy, such as the number of an article.
    pub reference: Option<Label>,
    /// Since when it holds; unknown when it always has.
    pub valid_from: EdtfDate,
    /// Until when it held; unknown while it holds.
    pub valid_to: EdtfDate,
}
noun!(Expectation { bound: r#type, sector, function, within, partnership }, Expectation::check_fields);

impl Expectation {
    fn check_fields(&self) -> Result<(), DomainError> {
        let subjects = [self.r#type.is_some(), self.sector.is_some(), self.function.is_some()];
        if subjects.iter().filter(|it| **it).count() != 1 {
            return Err(DomainError::BrokenRule {
                rule: "an expectation is of just one of a type, a sector and a function",
            });
        }
        if self.minimum == 0 {
            return Err(DomainError::BrokenRule { rule: "an expectation is of at least one institution" });
        }
        Ok(())
    }
}
