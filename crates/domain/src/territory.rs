//! Territory: voivodeship, subregions (NUTS 3), powiats, gminas, with their codes, dates and inflected names.

use serde::{Deserialize, Serialize};

use crate::DomainError;
use crate::date::EdtfDate;
use crate::id::Id;
use crate::identifier::Teryt;
use crate::record::noun;
use crate::vocabulary::Label;
use crate::words;

words! {
    /// The level of a territorial unit, widest first.
    TerritoryLevel {
        /// A country (for places outside the region).
        Country = "COUNTRY",
        /// A voivodeship.
        Voivodeship = "VOIVODESHIP",
        /// A statistical subregion, NUTS 3.
        Subregion = "SUBREGION",
        /// A powiat, or a city with powiat rights.
        Powiat = "POWIAT",
        /// A gmina.
        Gmina = "GMINA",
        /// A place of another region, known only by its name.
        Place = "PLACE",
    }
}

/// A unit of territory. Keyed by code and validity: the kind of a gmina may change, its unit does not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TerritorialUnit {
    /// The key, such as `gmina-080103`.
    pub key: Id<TerritorialUnit>,
    /// The level.
    pub level: TerritoryLevel,
    /// The Polish name in the nominative.
    pub name: Label,
    /// The kind in Polish, such as `wiejska` or `miasto na prawach powiatu`; none when the register has none.
    pub kind: Option<Label>,
    /// The code of the TERYT register (TERC); none for NUTS units and places outside.
    pub teryt: Option<Teryt>,
    /// The NUTS 3 code of the subregion that it is, or lies in.
    pub nuts3: Option<Label>,
    /// The next wider unit.
    pub parent: Option<Id<TerritorialUnit>>,
    /// The name in the genitive.
    pub name_genitive: Option<Label>,
    /// The name in the locative, as after „w”.
    pub name_locative: Option<Label>,
    /// Other forms: abbreviations, misspellings met in sources.
    #[serde(with = "crate::list", default)]
    pub other_names: Vec<Label>,
    /// When the unit began; unknown when it has been there throughout.
    pub valid_from: EdtfDate,
    /// When the unit ended; unknown while it exists.
    pub valid_to: EdtfDate,
    /// A remark on the unit, in our own words.
    pub note: Option<Label>,
}
noun!(TerritorialUnit { optional: parent }, TerritorialUnit::check_code);

impl TerritorialUnit {
    fn check_code(&self) -> Result<(), DomainError> {
        let fits = match (self.level, &self.teryt) {
            (_, None) => true,
            (TerritoryLevel::Voivodeship, Some(code)) => code.as_str().len() == 2,
            (TerritoryLevel::Powiat, Some(code)) => code.as_str().len() == 4,
            (TerritoryLevel::Gmina, Some(code)) => code.as_str().len() >= 6,
            _ => false,
        };
        if fits {
            Ok(())
        } else {
            Err(DomainError::BrokenRule {
                rule: "the length of a TERYT code fits the level of the unit: 2 voivodeship, 4 powiat, 6 or 7 gmina",
            })
        }
    }
}
