//! Offices: posts that hold roles whoever fills them (W3C `org:Post`).

use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::institution::Institution;
use crate::record::noun;
use crate::territory::TerritorialUnit;
use crate::vocabulary::{Label, Sector};

/// An office. Contacts of an office are not contacts of the institution that it heads (questions.md A1).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Office {
    /// The key, such as `marszalek`.
    pub key: Id<Office>,
    /// The Polish title.
    pub title_pl: Label,
    /// The English title.
    pub title_en: Label,
    /// The institution that it heads or belongs to; none when the sources do not say.
    pub institution: Option<Id<Institution>>,
    /// The territory of the office.
    pub territory: Option<Id<TerritorialUnit>>,
    /// The sector.
    pub sector: Option<Id<Sector>>,
}
noun!(Office { optional: institution, territory, sector });
