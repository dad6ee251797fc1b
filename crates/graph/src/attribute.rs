//! Groups of institutions by an attribute of theirs.
//!
//! # Definition
//! Institutions with the same value of the attribute are one group. Whose value is not recorded is in no group: it is
//! listed, and left out of what compares groups, as an unknown sector may be any.

use domain::record::{Noun as _, RecordRef};
use domain::territory::TerritoryLevel;
use domain::words;

use crate::computed::{Exclusion, ExclusionReason};
use crate::network::Position;
use crate::receipt::Receipt;
use crate::view::NetworkView;

words! {
    /// By what institutions are grouped.
    InstitutionAttribute {
        /// The sector.
        Sector = "SECTOR",
        /// The type.
        Type = "TYPE",
        /// The head of the family of the type.
        TypeFamily = "TYPE_FAMILY",
        /// The powiat of the seat, cities with powiat rights included.
        Powiat = "POWIAT",
        /// The subregion (NUTS 3) of the seat.
        Subregion = "SUBREGION",
    }
}

/// Groups of the institutions of a graph of ties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Groups {
    /// By what.
    pub by: InstitutionAttribute,
    /// For each institution the index of its value; none where it is not recorded.
    pub of: Vec<Option<u32>>,
    /// The values that institutions have, in order of their keys.
    pub values: Vec<RecordRef>,
    /// The institutions whose value is not recorded, in order of position.
    pub undetermined: Vec<Position>,
}

impl Groups {
    /// Groups institutions.
    #[must_use]
    pub fn new(view: &NetworkView, institutions: &[Position], by: InstitutionAttribute) -> Self {
        let found: Vec<_> = institutions.iter().map(|it| value(view, *it, by)).collect();
        let mut values: Vec<_> = found.iter().flatten().cloned().collect();
        values.sort();
        values.dedup();
        let index = |it: &RecordRef| values.binary_search(it).ok().and_then(|it| u32::try_from(it).ok());
        let of = found.iter().map(|it| it.as_ref().and_then(index)).collect();
        let unknown = institutions.iter().zip(&found).filter(|it| it.1.is_none());
        let undetermined = unknown.map(|it| *it.0).collect();
        Self { by, of, values, undetermined }
    }

    /// Tells by what was grouped, into how many groups, and who was left out.
    pub fn tell(&self, view: &NetworkView, receipt: &mut Receipt) {
        receipt.parameter("by", self.by);
        receipt.count("groups", self.values.len());
        let at = |it: &Position| Some(view.network().at(*it)?.reference());
        receipt.exclude(Exclusion::of(
            ExclusionReason::UndeterminedAttribute,
            "the attribute is not recorded, so it is in no group",
            self.undetermined.iter().filter_map(at).collect(),
        ));
    }
}

fn value(view: &NetworkView, institution: Position, by: InstitutionAttribute) -> Option<RecordRef> {
    let network = view.network();
    let institution = network.at(institution)?;
    let unit = |level| Some(network.ancestor(institution.seat.as_ref()?, level)?.reference());
    match by {
        InstitutionAttribute::Sector => Some(institution.sector.as_ref()?.reference()),
        InstitutionAttribute::Type => Some(institution.r#type.as_ref()?.reference()),
        InstitutionAttribute::TypeFamily => Some(network.family(institution.r#type.as_ref()?).reference()),
        InstitutionAttribute::Powiat => unit(TerritoryLevel::Powiat),
        InstitutionAttribute::Subregion => unit(TerritoryLevel::Subregion),
    }
}
