//! What the rows or columns of a table are, and which of them an institution belongs to.

use std::collections::HashMap;

use chrono::Datelike;
use domain::date::Period;
use domain::expectation::PlaceBasis;
use domain::id::Id;
use domain::institution::Institution;
use domain::polish::CollationKey;
use domain::record::{Noun, RecordRef};
use domain::territory::{TerritorialUnit, TerritoryLevel};
use domain::vocabulary::Label;

use super::levels::Reached;
use super::{CoverageDimension, CoverageUnit};
use crate::network::Position;
use crate::refusal::{NotDefinedReason, Refusal};
use crate::selection::is_current;
use crate::territory::TerritoryIndex;
use crate::view::NetworkView;

/// The most years that are told apart.
pub(super) const YEARS_MAX: u64 = 200;

/// The units of a dimension, in order, and where an institution belongs among them.
pub(super) struct Grouping<'a> {
    pub(super) dimension: CoverageDimension,
    pub(super) units: Vec<CoverageUnit>,
    view: &'a NetworkView,
    place: PlaceBasis,
    /// For units that are records of one kind: the index by key.
    by_key: HashMap<String, u32>,
    /// For partnerships and territory: the index by position in the network's list.
    by_position: Vec<Option<u32>>,
}

impl<'a> Grouping<'a> {
    pub(super) fn new(
        view: &'a NetworkView,
        dimension: CoverageDimension,
        place: PlaceBasis,
        years: &[Period],
    ) -> Self {
        let units = units(view, dimension, years);
        let keys = (0u32..).zip(&units).filter_map(|(at, it)| Some((it.reference()?.key.to_string(), at)));
        let by_key: HashMap<String, u32> = keys.collect();
        let record = view.network().record();
        let listed: Vec<&str> = match dimension {
            CoverageDimension::Partnership => record.partnerships.iter().map(Noun::key).collect(),
            _ if level(dimension).is_some() => record.territories.iter().map(Noun::key).collect(),
            _ => Vec::new(),
        };
        let by_position = listed.into_iter().map(|it| by_key.get(it).copied()).collect();
        Self { dimension, units, view, place, by_key, by_position }
    }

    /// The units, as indices, that an institution belongs to by what it has reached.
    pub(super) fn of(&self, index: &TerritoryIndex<'_>, reached: &Reached) -> Vec<u32> {
        let network = self.view.network();
        let Some(institution) = network.at(reached.institution) else { return Vec::new() };
        let at = |key: &str| self.by_key.get(key).copied();
        match self.dimension {
            CoverageDimension::Type => institution.r#type.iter().filter_map(|it| at(it.as_str())).collect(),
            CoverageDimension::TypeFamily => {
                institution.r#type.iter().filter_map(|it| at(network.family(it).as_str())).collect()
            }
            CoverageDimension::Sector => institution.sector.iter().filter_map(|it| at(it.as_str())).collect(),
            CoverageDimension::Function => {
                institution.functions.iter().filter_map(|it| at(it.as_str())).collect()
            }
            CoverageDimension::Year => reached.year.into_iter().collect(),
            CoverageDimension::Partnership => {
                reached.partnership.and_then(|it| self.at(it)).into_iter().collect()
            }
            CoverageDimension::Voivodeship
            | CoverageDimension::Subregion
            | CoverageDimension::Powiat
            | CoverageDimension::Gmina => self.territory(index, reached.institution, institution),
        }
    }

    fn at(&self, position: u32) -> Option<u32> {
        self.by_position.get(position as usize).copied().flatten()
    }

    fn territory(
        &self,
        index: &TerritoryIndex<'_>,
        position: Position,
        institution: &Institution,
    ) -> Vec<u32> {
        let Some(level) = level(self.dimension) else { return Vec::new() };
        match self.place {
            PlaceBasis::Seat => {
                index.seat(institution, level).and_then(|it| self.at(it)).into_iter().collect()
            }
            PlaceBasis::Served => {
                let served = index.served(position);
                let units =
                    served.flat_map(|it| index.at_level(it, level).into_iter().chain(index.below(it, level)));
                let mut found: Vec<_> = units.filter_map(|it| self.at(it)).collect();
                found.sort_unstable();
                found.dedup();
                found
            }
        }
    }
}

/// The level of territory that a dimension is of; none for others.
pub(super) fn level(dimension: CoverageDimension) -> Option<TerritoryLevel> {
    match dimension {
        CoverageDimension::Voivodeship => Some(TerritoryLevel::Voivodeship),
        CoverageDimension::Subregion => Some(TerritoryLevel::Subregion),
        CoverageDimension::Powiat => Some(TerritoryLevel::Powiat),
        CoverageDimension::Gmina => Some(TerritoryLevel::Gmina),
        _ => None,
    }
}

/// The units of a dimension: territory that exists at the end of the window, entries of a vocabulary or partnerships, by
/// name; years in order of time.
fn units(view: &NetworkView, dimension: CoverageDimension, years: &[Period]) -> Vec<CoverageUnit> {
    let network = view.network();
    let record = network.record();
    let named = |name: &Label, reference: RecordRef| (CollationKey::new(name.as_str()), reference);
    let mut units: Vec<(CollationKey, RecordRef)> = match dimension {
        CoverageDimension::Year => {
            let year = |it: &Period| it.start().map(|it| CoverageUnit::Year(it.year()));
            return years.iter().filter_map(year).collect();
        }
        CoverageDimension::Type => {
            record.institution_types.iter().map(|it| named(&it.name_pl, it.reference())).collect()
        }
        CoverageDimension::TypeFamily => record
            .institution_types
            .iter()
            .filter(|it| network.family(&it.key) == it.key)
            .map(|it| named(&it.name_pl, it.reference()))
            .collect(),
        CoverageDimension::Sector => {
            record.sectors.iter().map(|it| named(&it.name_pl, it.reference())).collect()
        }
        CoverageDimension::Function => {
            record.functions.iter().map(|it| named(&it.name_pl, it.reference())).collect()
        }
        CoverageDimension::Partnership => {
            record.partnerships.iter().map(|it| named(&it.name_pl, it.reference())).collect()
        }
        CoverageDimension::Voivodeship
        | CoverageDimension::Subregion
        | CoverageDimension::Powiat
        | CoverageDimension::Gmina => {
            let scope = &view.view().scope.territories;
            let is_in = |id: &Id<TerritorialUnit>| {
                scope.is_empty() || scope.iter().any(|wider| network.is_within(id, wider))
            };
            let wanted = level(dimension);
            let here = record.territories.iter().filter(|it| Some(it.level) == wanted);
            here.filter(|it| is_current(view, it) && is_in(&it.key))
                .map(|it| named(&it.name, it.reference()))
                .collect()
        }
    };
    units.sort();
    units.into_iter().map(|it| CoverageUnit::Record(it.1)).collect()
}

/// The calendar years of the window, each cut to it; where the window is open, from the first to the last dated meeting
/// that was held.
pub(super) fn years(view: &NetworkView) -> Result<Vec<Period>, Refusal> {
    let period = view.view().period;
    let meetings = &view.network().record().meetings;
    let dates = || view.occasions().iter().filter_map(|it| meetings.get(it.meeting)).map(|it| it.date);
    let first = period.start().or_else(|| dates().filter_map(|it| it.earliest()).min());
    let last = period.end().or_else(|| dates().filter_map(|it| it.latest()).max());
    let (Some(first), Some(last)) = (first, last) else {
        return Err(Refusal::NotDefined(NotDefinedReason::NoDatedMeeting));
    };
    let count = u64::try_from(i64::from(last.year()) - i64::from(first.year()) + 1).unwrap_or(0);
    if count > YEARS_MAX {
        return Err(Refusal::TooLarge { what: "years", estimate: count, limit: YEARS_MAX });
    }
    let cut = |year: i32| {
        let whole = Period::year(year).ok()?;
        let start = whole.start().max(period.start());
        let end = match (whole.end(), period.end()) {
            (Some(own), Some(window)) => Some(own.min(window)),
            (own, window) => own.or(window),
        };
        Period::new(start, end).ok()
    };
    Ok((first.year()..=last.year()).filter_map(cut).collect())
}
