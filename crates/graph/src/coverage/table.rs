//! The table of coverage: units in rows, groups in columns, and the share as an interval.

use std::collections::BTreeMap;

use domain::record::RecordRef;

use super::expected::Expected;
use super::grouping::{Grouping, level, years};
use super::levels::{Apart, Levels, Reached};
use super::{CoverageDimension, CoverageLevel, CoverageRequest, CoverageStatus, fitting};
use crate::computed::{Interval, IntervalReason, IntervalReasonCode};
use crate::network::Position;
use crate::occasion::Certainty;
use crate::receipt::{Receipt, keys};
use crate::refusal::Refusal;
use crate::territory::TerritoryIndex;
use crate::unattributed::{Asked, bound, contact_capacity, unlisted_meetings, unnamed_signatories};
use crate::view::NetworkView;

/// What a row or a column is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum CoverageUnit {
    /// A unit of territory, an entry of a vocabulary, or a partnership.
    Record(RecordRef),
    /// A calendar year.
    Year(i32),
}

impl CoverageUnit {
    /// The record that it is; none for a year.
    #[must_use]
    pub fn reference(&self) -> Option<&RecordRef> {
        match self {
            Self::Record(reference) => Some(reference),
            Self::Year(_) => None,
        }
    }
}

/// A cell of a table of coverage: a unit by a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageCell {
    /// The column.
    pub column: CoverageUnit,
    /// What the record says.
    pub status: CoverageStatus,
    /// How many institutions are expected, at least; none when nothing is expected here.
    pub expected: Option<u32>,
    /// The institutions that cover it for certain, in order of keys.
    pub institutions: Vec<Position>,
    /// Those that only may cover it, in order of keys.
    pub possible: Vec<Position>,
}

/// A row of a table of coverage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageRow {
    /// What the row is.
    pub unit: CoverageUnit,
    /// What the record says.
    pub status: CoverageStatus,
    /// How many institutions of the one type, sector or function asked about are expected, at least; none when nothing
    /// is expected here, or several are asked about.
    pub expected: Option<u32>,
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
    /// The rows: by name in Polish order, years in order of time.
    pub rows: Vec<CoverageRow>,
    /// The columns, in the order of the cells.
    pub columns: Vec<CoverageUnit>,
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
/// [`Refusal::TooLarge`] when cooperation needs more ties than may be worked out at once, or the window has too many
/// years; [`Refusal::Parameter`] when rows and columns are the same, or partnerships are asked about and merely known
/// institutions; [`Refusal::NotDefined`] when years are asked about and nothing has a date.
pub fn coverage(view: &NetworkView, request: &CoverageRequest) -> Result<CoverageTable, Refusal> {
    let dimensions = [Some(request.rows), request.columns];
    check(request)?;
    let of_years =
        if dimensions.contains(&Some(CoverageDimension::Year)) { Some(years(view)?) } else { None };
    let apart = Apart {
        years: of_years.as_deref(),
        partnerships: dimensions.contains(&Some(CoverageDimension::Partnership)),
    };
    let levels = Levels::new(view, request.level, &request.kinds, apart)?;
    let grouping = |it| Grouping::new(view, it, request.place, of_years.as_deref().unwrap_or_default());
    let (by_row, by_column) = (grouping(request.rows), request.columns.map(grouping));
    let index = TerritoryIndex::new(view);
    let mut filling = Filling::new(&by_row, by_column.as_ref());
    for (position, is_certain) in fitting(view, &request.of) {
        for mut reached in levels.of(position) {
            if !is_certain {
                reached.certainty = Certainty::Possible;
            }
            filling.add(&index, view, &reached);
        }
    }
    let unplaced = filling.unplaced();
    let rows = filling.rows(view, request);
    let covered = covered(view, request, &rows);
    let share = share(&covered, rows.len());
    let receipt = receipt(view, request, &rows, unplaced.len());
    let columns = by_column.map(|it| it.units).unwrap_or_default();
    Ok(CoverageTable { units: rows.len(), rows, columns, covered, share, unplaced, receipt })
}

fn check(request: &CoverageRequest) -> Result<(), Refusal> {
    if request.columns == Some(request.rows) {
        let problem = "must be another dimension than `rows`";
        return Err(Refusal::Parameter { name: "columns", problem });
    }
    let dimensions = [Some(request.rows), request.columns];
    if request.level == CoverageLevel::Known && dimensions.contains(&Some(CoverageDimension::Partnership)) {
        let problem = "must be MEMBER or more by PARTNERSHIP: that an institution is known belongs to none";
        return Err(Refusal::Parameter { name: "level", problem });
    }
    Ok(())
}

/// Who covers what, for certain and possibly; lists are in order of institutions.
#[derive(Default)]
struct Covering {
    certain: Vec<Position>,
    possible: Vec<Position>,
}

impl Covering {
    fn add(&mut self, position: Position, certainty: Certainty) {
        let list = if certainty == Certainty::Certain { &mut self.certain } else { &mut self.possible };
        // Institutions come one after another, so a double is the last.
        if list.last() != Some(&position) {
            list.push(position);
        }
    }

    /// Without those possible that are certain, too.
    fn settled(mut self) -> Self {
        self.possible.retain(|it| self.certain.binary_search(it).is_err());
        self
    }

    fn status(&self) -> CoverageStatus {
        match (self.certain.is_empty(), self.possible.is_empty()) {
            (false, _) => CoverageStatus::Covered,
            (true, false) => CoverageStatus::Unknown,
            (true, true) => CoverageStatus::NotRecorded,
        }
    }
}

/// A table being filled.
struct Filling<'a> {
    by_row: &'a Grouping<'a>,
    by_column: Option<&'a Grouping<'a>>,
    rows: Vec<Covering>,
    cells: BTreeMap<(u32, u32), Covering>,
    /// Institutions that have the level for certain, and whether they are in a row.
    placed: BTreeMap<Position, bool>,
}

impl<'a> Filling<'a> {
    fn new(by_row: &'a Grouping<'a>, by_column: Option<&'a Grouping<'a>>) -> Self {
        let rows = by_row.units.iter().map(|_| Covering::default()).collect();
        Self { by_row, by_column, rows, cells: BTreeMap::new(), placed: BTreeMap::new() }
    }

    /// Puts what an institution has reached where it belongs. Without a recorded sector it may belong to any.
    fn add(&mut self, index: &TerritoryIndex<'_>, view: &NetworkView, reached: &Reached) {
        let has_no_sector = view.network().at(reached.institution).is_some_and(|it| it.sector.is_none());
        let groups = |grouping: &Grouping<'_>| {
            if has_no_sector && grouping.dimension == CoverageDimension::Sector {
                let all = u32::try_from(grouping.units.len()).unwrap_or(u32::MAX);
                return ((0..all).collect::<Vec<_>>(), Certainty::Possible);
            }
            (grouping.of(index, reached), reached.certainty)
        };
        let (rows, in_rows) = groups(self.by_row);
        let (columns, in_columns) = self.by_column.map_or_else(|| (Vec::new(), reached.certainty), groups);
        let is_undetermined = has_no_sector && self.by_row.dimension == CoverageDimension::Sector;
        let is_placed = !rows.is_empty() && !is_undetermined;
        if reached.certainty == Certainty::Certain {
            *self.placed.entry(reached.institution).or_default() |= is_placed;
        }
        let certainty = in_rows.max(reached.certainty);
        for row in rows {
            if let Some(covering) = self.rows.get_mut(row as usize) {
                covering.add(reached.institution, certainty);
            }
            for column in &columns {
                let covering = self.cells.entry((row, *column)).or_default();
                covering.add(reached.institution, certainty.max(in_columns));
            }
        }
    }

    /// The institutions that have the level for certain and are in no row.
    fn unplaced(&self) -> Vec<Position> {
        self.placed.iter().filter(|it| !it.1).map(|it| *it.0).collect()
    }

    fn rows(self, view: &NetworkView, request: &CoverageRequest) -> Vec<CoverageRow> {
        let Self { by_row, by_column, rows, mut cells, .. } = self;
        let expected = Expected::new(view, request);
        let asked = expected.asked();
        let of = |grouping: &Grouping<'_>| -> Vec<_> {
            grouping.units.iter().map(|it| expected.of(grouping.dimension, it)).collect()
        };
        let is_territorial = |it: &Grouping<'_>| level(it.dimension).is_some();
        // What is expected in a cell: of the column in the row's territory, or the other way round.
        let of_columns = by_column.filter(|_| is_territorial(by_row)).map(of);
        let of_rows = by_column.filter(|it| is_territorial(it)).map(|_| of(by_row));
        let columns = by_column.map(|it| &it.units[..]).unwrap_or_default();
        (0u32..)
            .zip(rows)
            .filter_map(|(row, covering)| {
                let unit = by_row.units.get(row as usize)?.clone();
                let cells = (0u32..).zip(columns).map(|(at, column)| {
                    let covering = cells.remove(&(row, at)).unwrap_or_default().settled();
                    let of_column = of_columns.as_ref().and_then(|it| it.get(at as usize));
                    let of_row = of_rows.as_ref().and_then(|it| it.get(row as usize));
                    let number = of_column
                        .and_then(|it| expected.number(it, &unit))
                        .or_else(|| of_row.and_then(|it| expected.number(it, column)));
                    CoverageCell {
                        column: column.clone(),
                        status: covering.status(),
                        expected: number,
                        institutions: covering.certain,
                        possible: covering.possible,
                    }
                });
                let cells = cells.collect();
                let covering = covering.settled();
                Some(CoverageRow {
                    status: covering.status(),
                    expected: expected.number(&asked, &unit),
                    unit,
                    institutions: covering.certain,
                    possible: covering.possible,
                    cells,
                })
            })
            .collect()
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
        let by_sector = request.rows == CoverageDimension::Sector || !request.of.sectors.is_empty();
        let (code, why) = if by_sector {
            (IntervalReasonCode::UndeterminedAttribute, "by institutions whose sector is not recorded")
        } else {
            (IntervalReasonCode::PossiblyInWindow, "by what may lie in the window")
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
