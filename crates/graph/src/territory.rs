//! The units of territory of a network by position, with the units above and below each: made once for an analysis that
//! places many institutions. Time and space O(units × levels).

use std::collections::HashMap;

use domain::id::Id;
use domain::institution::Institution;
use domain::territory::{TerritorialUnit, TerritoryLevel};

use crate::network::{Network, Position};
use crate::selection::is_current;
use crate::view::{NetworkView, is_active};

/// The position of a unit in the network's list.
pub(crate) type UnitPosition = u32;

/// The units of a network, and how they lie in one another.
pub(crate) struct TerritoryIndex<'a> {
    view: &'a NetworkView,
    positions: HashMap<&'a str, UnitPosition>,
    /// For each unit: itself and every wider unit.
    above: Vec<Vec<UnitPosition>>,
    /// For each unit: itself and every narrower unit that exists at the end of the window, in order.
    below: Vec<Vec<UnitPosition>>,
}

impl<'a> TerritoryIndex<'a> {
    pub(crate) fn new(view: &'a NetworkView) -> Self {
        let units = &view.network().record().territories;
        let positions: HashMap<&str, UnitPosition> =
            units.iter().map(|it| it.key.as_str()).zip(0u32..).collect();
        let parent = |at: UnitPosition| {
            units.get(at as usize)?.parent.as_ref().and_then(|it| positions.get(it.as_str()).copied())
        };
        let mut above = Vec::with_capacity(units.len());
        let mut below = vec![Vec::new(); units.len()];
        for (at, unit) in (0u32..).zip(units) {
            let mut chain = vec![at];
            // No hierarchy is deeper than its levels, so a circle of parents ends here.
            while let Some(next) =
                chain.last().and_then(|it| parent(*it)).filter(|_| chain.len() <= TerritoryLevel::ALL.len())
            {
                chain.push(next);
            }
            if is_current(view, unit) {
                for wider in &chain {
                    if let Some(list) = below.get_mut(*wider as usize) {
                        list.push(at);
                    }
                }
            }
            above.push(chain);
        }
        Self { view, positions, above, below }
    }

    fn network(&self) -> &'a Network {
        self.view.network()
    }

    /// The unit at a position.
    pub(crate) fn unit(&self, at: UnitPosition) -> Option<&'a TerritorialUnit> {
        self.network().record().territories.get(at as usize)
    }

    /// The position of a unit.
    pub(crate) fn position(&self, id: &Id<TerritorialUnit>) -> Option<UnitPosition> {
        self.positions.get(id.as_str()).copied()
    }

    /// A unit and every wider one.
    pub(crate) fn above(&self, at: UnitPosition) -> &[UnitPosition] {
        self.above.get(at as usize).map_or(&[], Vec::as_slice)
    }

    /// The unit of a level that a unit lies in, or is.
    pub(crate) fn at_level(&self, at: UnitPosition, level: TerritoryLevel) -> Option<UnitPosition> {
        self.above(at).iter().copied().find(|it| self.unit(*it).is_some_and(|it| it.level == level))
    }

    /// The units of a level that lie in a unit, or are it, as they are at the end of the window; in order of keys.
    pub(crate) fn below(
        &self,
        at: UnitPosition,
        level: TerritoryLevel,
    ) -> impl Iterator<Item = UnitPosition> {
        let list = self.below.get(at as usize).map_or(&[][..], Vec::as_slice);
        list.iter().copied().filter(move |it| self.unit(*it).is_some_and(|it| it.level == level))
    }

    /// A unit and every narrower one that exists at the end of the window, in order of keys.
    pub(crate) fn all_below(&self, at: UnitPosition) -> impl Iterator<Item = UnitPosition> {
        self.below.get(at as usize).map_or(&[][..], Vec::as_slice).iter().copied()
    }

    /// The unit of a level that an institution is seated in; none when its seat is not recorded, or in no such unit.
    pub(crate) fn seat(&self, institution: &Institution, level: TerritoryLevel) -> Option<UnitPosition> {
        self.at_level(self.position(institution.seat.as_ref()?)?, level)
    }

    /// The territories that an institution is recorded to serve at the end of the window.
    pub(crate) fn served(&self, institution: Position) -> impl Iterator<Item = UnitPosition> {
        self.network()
            .served_by(institution)
            .filter(|it| is_active(&it.valid_from, &it.valid_to, &self.view.view().period))
            .filter_map(|it| self.position(&it.unit))
    }

    /// The units of a level that an institution serves wholly, each once, in order: those served and those that lie in
    /// a unit served.
    pub(crate) fn served_at(&self, institution: Position, level: TerritoryLevel) -> Vec<UnitPosition> {
        let mut units: Vec<_> = self.served(institution).flat_map(|it| self.below(it, level)).collect();
        units.sort_unstable();
        units.dedup();
        units
    }
}
