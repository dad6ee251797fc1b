//! Institutions: who they are, where they sit, whom they serve, under which numbers registers know them.

use serde::{Deserialize, Serialize};

use crate::DomainError;
use crate::date::EdtfDate;
use crate::id::Id;
use crate::identifier::{BelongsTo, Identifier, IdentifierScheme};
use crate::record::noun;
use crate::territory::TerritorialUnit;
use crate::vocabulary::{Function, InstitutionType, Label, Sector};
use crate::words;

words! {
    /// Whether an institution exists.
    InstitutionState {
        /// It works.
        Active = "ACTIVE",
        /// It was wound up.
        Liquidated = "LIQUIDATED",
        /// It became part of another.
        Merged = "MERGED",
        /// It was divided.
        Split = "SPLIT",
        /// The record does not say.
        Unknown = "UNKNOWN",
    }
}

words! {
    /// How far the record knows which institution is meant.
    Naming {
        /// A named institution.
        Named = "NAMED",
        /// A source speaks of an institution of this type without saying which: no party to ties.
        Placeholder = "PLACEHOLDER",
        /// A source speaks of a definite institution without naming it: no party to ties.
        Unnamed = "UNNAMED",
    }
}

/// An institution (W3C `org:FormalOrganization`), or a unit of one (`org:OrganizationalUnit`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Institution {
    /// The key, such as `ops-deszczno`.
    pub key: Id<Institution>,
    /// The Polish name in the nominative.
    pub name_pl: Label,
    /// An English rendering of the name.
    pub name_en: Option<Label>,
    /// A short name or abbreviation of its own, such as `LOWES`.
    pub short_name: Option<Label>,
    /// The type; none when not recorded.
    pub r#type: Option<Id<InstitutionType>>,
    /// The sector; none when it cannot be decided from the sources.
    pub sector: Option<Id<Sector>>,
    /// Functions (target categories).
    #[serde(with = "crate::list", default)]
    pub functions: Vec<Id<Function>>,
    /// The unit of its seat; none when not recorded. Not the territory served (model.md P6).
    pub seat: Option<Id<TerritorialUnit>>,
    /// The institution that it is a unit, branch or site of.
    pub parent: Option<Id<Institution>>,
    /// When it came to be.
    pub existed_from: EdtfDate,
    /// When it ceased to be.
    pub existed_to: EdtfDate,
    /// Whether it exists.
    pub state: InstitutionState,
    /// Whether it is named.
    pub naming: Naming,
    /// A remark, in our own words, without personal data.
    pub note: Option<Label>,
}
noun!(Institution { optional: r#type, sector, seat, parent; list: functions });

/// A number under which a register knows an institution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InstitutionIdentifier {
    /// The key.
    pub key: Id<InstitutionIdentifier>,
    /// Whose number it is.
    pub institution: Id<Institution>,
    /// The register.
    pub scheme: IdentifierScheme,
    /// The number as given.
    pub value: Label,
    /// Whether it is the institution's own number or that of its parent; only an own one identifies.
    pub belongs_to: BelongsTo,
}
noun!(InstitutionIdentifier { required: institution }, InstitutionIdentifier::check_number);

impl InstitutionIdentifier {
    /// The number read by the rules of its register: normalised, and whether its checksum holds.
    ///
    /// # Errors
    /// [`DomainError::Identifier`] when it cannot be such a number at all.
    pub fn read(&self) -> Result<Identifier, DomainError> {
        Ok(Identifier::read(self.scheme, self.value.as_str(), self.belongs_to)?)
    }

    fn check_number(&self) -> Result<(), DomainError> {
        self.read().map(|_| ())
    }
}

/// A territory that an institution serves, which need not hold its seat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ServedTerritory {
    /// The key.
    pub key: Id<ServedTerritory>,
    /// The institution.
    pub institution: Id<Institution>,
    /// The unit served.
    pub unit: Id<TerritorialUnit>,
    /// Since when.
    pub valid_from: EdtfDate,
    /// Until when.
    pub valid_to: EdtfDate,
}
noun!(ServedTerritory { required: institution, unit });
