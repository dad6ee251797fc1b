//! The table of coverage: units in rows, groups in columns, and the share as an interval.

use std::collections::{BTreeMap, BTreeSet};

use domain::polish::CollationKey;
use domain::record::{Noun, RecordRef};
use domain::territory::TerritoryLevel;

use super::levels::{Levels, places};
use super::{CoverageDimension, CoverageLevel, CoverageRequest, CoverageStatus, PlaceBasis, fitting};
use crate::computed::{Interval, IntervalReason, IntervalReasonCode};
use crate::network::Position;
use crate::occasion::Certainty;
use crate::receipt::{Receipt, keys};
use crate::refusal::Refusal;
use crate::selection::is_current;
use crate::unattributed::{Asked, bound, contact_capacity, unlisted_meetings, unnamed_signatories};
use crate::view::NetworkView;

/// A cell of a table of coverage: a unit by a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageCell {
    /// The column: a unit of territory or an entry of a vocabulary.
    pub column: RecordRef,
    /// What the record says.
    pub status: CoverageStatus,
    /// The institutions that cover it for certain, in order of keys.
    pub institutions: Vec<Position>,
}

/// A row of a table of coverage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageRow {
    /// The unit of territory or entry of a vocabulary.
    pub unit: RecordRef,
    /// What the record says.
    pub status: CoverageStatus,
    /// The institutions that cover it for certain, in order of keys.
    pub institutions: Vec<Position>,
    /// The institutions that only may cover it, in order of keys: by what may lie in the window, and for sectors those
    /// whose sector is not recorded.
    pub possible: Vec<Position>,
    /// The cells, one for each column of the table.
    pub cells: Vec<CoverageCell>,
}

/// A table of coverage.
#[derive(Debug, Clone, PartialEq)]
pub struct CoverageTable {
    /// The rows: units by name in Polish order.
    pub rows: Vec<CoverageRow>,
    /// The columns, in the order of the cells.
    pub columns: Vec<RecordRef>,
    /// How many units are covered.
    pub covered: Interval,
    /// How many units there are.
    pub units: usize,
    /// The share of units covered, 0 to 1; none without units.
    pub share: Option<Interval>,
    /// Institutions that have the level but no recorded place, or none at this level; not in the bounds.
    pub unplaced: Vec<Position>,
    /// The receipt.
    pub receipt: Receipt,
}

/// Works out a table of coverage.
///
/// # Errors
/// [`Refusal::TooLarge`] when cooperation needs more ties than may be worked out at once.
pub fn coverage(view: &NetworkView, request: &CoverageRequest) -> Result<CoverageTable, Refusal> {
    let levels = Levels::new(view, request.level, &request.kinds)?;
    let row_units = units(view, request.rows);
    let columns = request.columns.map(|it| units(view, it)).unwrap_or_default();
    let mut certain = BTreeMap::<RecordRef, BTreeSet<Position>>::new();
    let mut possible = BTreeMap::<RecordRef, BTreeSet<Position>>::new();
    let mut unplaced = Vec::new();
    let mut undetermined = Vec::new();
    let known: BTreeSet<_> = row_units.iter().cloned().collect();
    for position in fitting(view, &request.of) {
        let Some(certainty) = levels.certainty(position) else { continue };
        let placed: Vec<_> = groups_of(view, position, request.rows, request.place)
            .into_iter()
            .filter(|it| known.contains(it))
            .collect();
        if placed.is_empty() && certainty == Certainty::Certain {
            unplaced.push(position);
        }
        if placed.is_empty() && request.rows == CoverageDimension::Sector {
            undetermined.push(position);
        }
        let list = if certainty == Certainty::Certain { &mut certain } else { &mut possible };
        for unit in placed {
            list.entry(unit).or_default().insert(position);
        }
    }
    let rows: Vec<_> = row_units
        .into_iter()
        .map(|unit| {
            let institutions = taken(&mut certain, &unit);
            let mut possible = taken(&mut possible, &unit);
            possible.extend(&undetermined);
            possible.sort_unstable();
            let cells = cells(view, request, &columns, &institutions, &possible);
            CoverageRow { status: status(&institutions, &possible), unit, institutions, possible, cells }
        })
        .collect();
    let covered = covered(view, request, &rows);
    let share = share(&covered, rows.len());
    let receipt = receipt(view, request, &rows, unplaced.len());
    Ok(CoverageTable { units: rows.len(), rows, columns, covered, share, unplaced, receipt })
}

fn taken(lists: &mut BTreeMap<RecordRef, BTreeSet<Position>>, unit: &RecordRef) -> Vec<Position> {
    lists.remove(unit).into_iter().flatten().collect()
}

fn status(certain: &[Position], possible: &[Position]) -> CoverageStatus {
    match (certain.is_empty(), possible.is_empty()) {
        (false, _) => CoverageStatus::Covered,
        (true, false) => CoverageStatus::Unknown,
        (true, true) => CoverageStatus::NotRecorded,
    }
}

fn cells(
    view: &NetworkView,
    request: &CoverageRequest,
    columns: &[RecordRef],
    certain: &[Position],
    possible: &[Position],
) -> Vec<CoverageCell> {
    let Some(dimension) = request.columns else { return Vec::new() };
    let by_column = |list: &[Position]| {
        let mut groups = BTreeMap::<RecordRef, Vec<Position>>::new();
        for position in list {
            for column in groups_of(view, *position, dimension, request.place) {
                groups.entry(column).or_default().push(*position);
            }
        }
        groups
    };
    let (mut certain, possible) = (by_column(certain), by_column(possible));
    columns
        .iter()
        .map(|column| {
            let institutions = certain.remove(column).unwrap_or_default();
            let may = possible.get(column).map_or(&[][..], Vec::as_slice);
            CoverageCell { column: column.clone(), status: status(&institutions, may), institutions }
        })
        .collect()
}

/// The units of a dimension: territory that exists at the end of the window, or the entries of a vocabulary, by name.
fn units(view: &NetworkView, dimension: CoverageDimension) -> Vec<RecordRef> {
    let record = view.network().record();
    let mut units: Vec<(CollationKey, RecordRef)> = match dimension {
        CoverageDimension::Type => record
            .institution_types
            .iter()
            .map(|it| (CollationKey::new(it.name_pl.as_str()), it.reference()))
            .collect(),
        CoverageDimension::TypeFamily => record
            .institution_types
            .iter()
            .filter(|it| view.network().family(&it.key) == it.key)
            .map(|it| (CollationKey::new(it.name_pl.as_str()), it.reference()))
            .collect(),
        CoverageDimension::Sector => {
            record.sectors.iter().map(|it| (CollationKey::new(it.name_pl.as_str()), it.reference())).collect()
        }
        CoverageDimension::Function => record
            .functions
            .iter()
            .map(|it| (CollationKey::new(it.name_pl.as_str()), it.reference()))
            .collect(),
        _ => {
            let scope = &view.view().scope.territories;
            let in_scope = |it: &domain::territory::TerritorialUnit| {
                scope.is_empty() || scope.iter().any(|wider| view.network().is_within(&it.key, wider))
            };
            let wanted = level(dimension);
            record
                .territories
                .iter()
                .filter(|it| Some(it.level) == wanted && is_current(view, it) && in_scope(it))
                .map(|it| (CollationKey::new(it.name.as_str()), it.reference()))
                .collect()
        }
    };
    units.sort();
    units.into_iter().map(|it| it.1).collect()
}

fn level(dimension: CoverageDimension) -> Option<TerritoryLevel> {
    match dimension {
        CoverageDimension::Voivodeship => Some(TerritoryLevel::Voivodeship),
        CoverageDimension::Subregion => Some(TerritoryLevel::Subregion),
        CoverageDimension::Powiat => Some(TerritoryLevel::Powiat),
        CoverageDimension::Gmina => Some(TerritoryLevel::Gmina),
        _ => None,
    }
}

/// The units of a dimension that an institution is in.
fn groups_of(
    view: &NetworkView,
    position: Position,
    dimension: CoverageDimension,
    place: PlaceBasis,
) -> Vec<RecordRef> {
    let network = view.network();
    let Some(institution) = network.at(position) else { return Vec::new() };
    match dimension {
        CoverageDimension::Type => institution.r#type.iter().map(domain::id::Id::reference).collect(),
        CoverageDimension::TypeFamily => {
            institution.r#type.iter().map(|it| network.family(it).reference()).collect()
        }
        CoverageDimension::Sector => institution.sector.iter().map(domain::id::Id::reference).collect(),
        CoverageDimension::Function => institution.functions.iter().map(domain::id::Id::reference).collect(),
        _ => {
            let Some(level) = level(dimension) else { return Vec::new() };
            let places = places(view, position, place);
            let units = places.iter().filter_map(|it| network.ancestor(it, level)).map(Noun::reference);
            units.collect::<BTreeSet<_>>().into_iter().collect()
        }
    }
}

fn covered(view: &NetworkView, request: &CoverageRequest, rows: &[CoverageRow]) -> Interval {
    let asked = Asked::of(&request.kinds, None);
    let mut reasons = match request.level {
        CoverageLevel::Known => Vec::new(),
        CoverageLevel::Member => unnamed_signatories(view, None),
        CoverageLevel::Hosted => unlisted_meetings(view, asked),
        CoverageLevel::Contacted | CoverageLevel::Cooperating => contact_capacity(view, asked),
    };
    let count = |status| rows.iter().filter(|it| it.status == status).count() as f64;
    let unknown = count(CoverageStatus::Unknown);
    if unknown > 0.0 {
        let (code, why) = match request.rows {
            CoverageDimension::Sector => {
                (IntervalReasonCode::UndeterminedAttribute, "by institutions whose sector is not recorded")
            }
            _ => (IntervalReasonCode::PossiblyInWindow, "by what may lie in the window"),
        };
        reasons.push(IntervalReason {
            code,
            count: Some(unknown),
            message: format!("{unknown} unit(s) may be covered, but only {why}"),
            about: None,
            claims: Vec::new(),
        });
    }
    let lower = count(CoverageStatus::Covered);
    let all = rows.len() as f64;
    let upper = bound(&reasons).map_or(all, |it| (lower + it).min(all));
    Interval::between(lower, Some(upper), reasons).with_counts(None, lower)
}

fn share(covered: &Interval, units: usize) -> Option<Interval> {
    let all = units as f64;
    (units > 0).then(|| {
        let upper = covered.upper.map(|it| it / all);
        Interval::between(covered.lower / all, upper, covered.reasons.clone())
    })
}

fn receipt(view: &NetworkView, request: &CoverageRequest, rows: &[CoverageRow], unplaced: usize) -> Receipt {
    let mut receipt = Receipt::new("coverage", "1", view);
    receipt.parameter("rows", request.rows);
    receipt.parameter("columns", keys(request.columns.as_slice()));
    receipt.parameter("level", request.level);
    receipt.parameter("place", request.place);
    receipt.parameter("meetingKinds", keys(&request.kinds));
    receipt.parameter("of", &request.of);
    receipt.count("units", rows.len());
    receipt.count("unplaced", unplaced);
    receipt
}
