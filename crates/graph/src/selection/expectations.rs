//! Which expectations a list shows, and to which units of territory one applies.

use domain::expectation::Expectation;
use domain::id::Id;
use domain::partnership::Partnership;
use domain::territory::{TerritorialUnit, TerritoryLevel};
use domain::vocabulary::{Function, InstitutionType, Sector};

use super::{among, is_current, select};
use crate::network::Network;
use crate::view::{NetworkView, is_active};

/// Which expectations. Fields hold together, values of one field are alternatives, empty fields do not narrow.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ExpectationFilter {
    /// Of one of these types, or of a type below.
    pub types: Vec<Id<InstitutionType>>,
    /// Of one of these sectors.
    pub sectors: Vec<Id<Sector>>,
    /// Of one of these functions.
    pub functions: Vec<Id<Function>>,
    /// In units of one of these levels.
    pub levels: Vec<TerritoryLevel>,
    /// Of this partnership, or of none, which holds for every partnership.
    pub partnership: Option<Id<Partnership>>,
}

/// The expectations that hold at the end of the window and fit, as positions in the network's list, in order of keys.
#[must_use]
pub fn expectations(view: &NetworkView, filter: &ExpectationFilter) -> Vec<u32> {
    let network = view.network();

    select(&network.record().expectations, |_, it| {
        let is_of_type =
            |own: &Id<InstitutionType>| filter.types.iter().any(|it| network.is_type_within(own, it));
        is_active(&it.valid_from, &it.valid_to, &view.view().period)
            && (filter.types.is_empty() || it.r#type.as_ref().is_some_and(is_of_type))
            && (filter.sectors.is_empty() || it.sector.as_ref().is_some_and(|it| filter.sectors.contains(it)))
            && (filter.functions.is_empty()
                || it.function.as_ref().is_some_and(|it| filter.functions.contains(it)))
            && among(&filter.levels, &it.level)
            && filter
                .partnership
                .as_ref()
                .is_none_or(|wanted| it.partnership.as_ref().is_none_or(|own| own == wanted))
    })
}

/// Whether an expectation applies to a unit: it has the level, lies where the expectation is limited to, and is not of
/// a kind that it leaves out.
#[must_use]
pub fn applies_to(network: &Network, expectation: &Expectation, unit: &TerritorialUnit) -> bool {
    unit.level == expectation.level
        && expectation.within.as_ref().is_none_or(|wider| network.is_within(&unit.key, wider))
        && !unit.kind.as_ref().is_some_and(|kind| expectation.excluded_kinds.contains(kind))
}

/// The units that an expectation applies to, in the view's scope, that exist at the end of the window, as positions in
/// the network's list, in order of keys.
#[must_use]
pub fn expected_units(view: &NetworkView, expectation: &Expectation) -> Vec<u32> {
    let network = view.network();
    let scope = &view.view().scope.territories;
    select(&network.record().territories, |_, it| {
        applies_to(network, expectation, it)
            && is_current(view, it)
            && (scope.is_empty() || scope.iter().any(|wider| network.is_within(&it.key, wider)))
    })
}
