//! Which units of territory a list shows, also by what covers them.

use domain::id::Id;
use domain::polish::fold;
use domain::territory::{TerritorialUnit, TerritoryLevel};
use domain::words;

use super::order::{OrderDirection, Rank, sort};
use super::{among, holds, select};
use crate::coverage::{CoverageCondition, covered_units};
use crate::view::{NetworkView, is_active};

/// Which units. Fields hold together, values of one field are alternatives, empty fields do not narrow.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TerritoryFilter {
    /// Of one of these levels.
    pub levels: Vec<TerritoryLevel>,
    /// In this unit, at any depth; the unit itself is not.
    pub within: Option<Id<TerritorialUnit>>,
    /// With a name, or a form of it, that holds this text, folded.
    pub text: Option<String>,
    /// Whether the unit exists at the end of the window; none takes past ones in.
    pub current: Option<bool>,
    /// All of these conditions of coverage hold.
    pub covered: Vec<CoverageCondition>,
    /// None of these conditions of coverage holds.
    pub not_covered: Vec<CoverageCondition>,
}

words! {
    /// What units are ordered by.
    TerritoryOrderField {
        /// The name in the nominative.
        Name = "NAME",
        /// The code of the TERYT register.
        Code = "CODE",
    }
}

/// One step of an order of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TerritoryOrder {
    /// By what.
    pub field: TerritoryOrderField,
    /// In which direction.
    pub direction: OrderDirection,
}

/// Whether a unit exists at the end of the view's window.
#[must_use]
pub fn is_current(view: &NetworkView, unit: &TerritorialUnit) -> bool {
    is_active(&unit.valid_from, &unit.valid_to, &view.view().period)
}

/// The units that fit, as positions in the network's list, in the order asked for, then of keys.
///
/// A condition with a period of its own is tried on that period, whatever the view's window.
#[must_use]
pub fn territories(view: &NetworkView, filter: &TerritoryFilter, orders: &[TerritoryOrder]) -> Vec<u32> {
    let network = view.network();
    let list = &network.record().territories;
    let text = filter.text.as_deref().map(fold);
    let covered: Vec<_> = filter.covered.iter().map(|it| covered_units(view, it)).collect();
    let not_covered: Vec<_> = filter.not_covered.iter().map(|it| covered_units(view, it)).collect();
    let found = select(list, |_, it| {
        let named = |text: &String| {
            let forms =
                [Some(&it.name), it.name_genitive.as_ref(), it.name_locative.as_ref()].into_iter().flatten();
            forms.chain(&it.other_names).any(|it| holds(it.as_str(), text))
        };
        among(&filter.levels, &it.level)
            && filter
                .within
                .as_ref()
                .is_none_or(|wider| it.key != *wider && network.is_within(&it.key, wider))
            && filter.current.is_none_or(|current| current == is_current(view, it))
            && text.as_ref().is_none_or(named)
            && covered.iter().all(|units| units.contains(&it.key))
            && !not_covered.iter().any(|units| units.contains(&it.key))
    });
    let directions: Vec<_> = orders.iter().map(|it| it.direction).collect();
    sort(found, &directions, |position| {
        let unit = list.get(position as usize);
        orders
            .iter()
            .map(|order| match order.field {
                TerritoryOrderField::Name => unit.map(|it| Rank::text(it.name.as_str())),
                TerritoryOrderField::Code => {
                    unit.and_then(|it| it.teryt.as_ref()).map(|it| Rank::text(it.as_str()))
                }
            })
            .collect()
    })
}
