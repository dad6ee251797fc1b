//! Coverage by pairs: in how many narrower units institutions of one type work with the one of another type that serves
//! the wider unit.
//!
//! # Question
//! In how many gminas of a powiat is the social welfare centre (OPS) in contact with the labour office (PUP) that serves
//! the powiat?
//!
//! # Definition
//! For a unit `p` of the level asked about, with the narrower units `g` in it, `left(g)` the named institutions of the
//! left type (types below it included) seated in `g`, and `right(p)` those of the right type that are recorded to serve
//! the whole of `p`: `covered(p) = |{g : some institution of left(g) has a tie with one of right(p)}|`, and the share is
//! `covered(p) / |{g}|` (questions.md A8). Ties are of the level asked for. A tie with an institution of the right type
//! that serves another unit does not count, and is listed (`elsewhere`).
//!
//! Where nobody is recorded to serve `p`, candidates are the institutions of the right type of which no territory served
//! is recorded. Without a tie between a candidate and a left institution of `p` the answer is 0; otherwise it is UNKNOWN,
//! from 0 to the number of narrower units with such a tie.
//!
//! # Source
//! The project's analysis of the field, questions.md A8.
//!
//! # Limits
//! A tie is recorded evidence: a narrower unit that is not covered is no proof that its institutions do not work
//! together. Narrower units without a known left institution count among all, and are told apart. Where somebody is
//! recorded to serve `p`, candidates are not looked at.
//!
//! # Cost
//! Time O(institutions + units + ties of institutions of the left type), and that of the ties.
//!
//! # Determinism
//! Exact; units by name in Polish order, then key; pairs in order of keys.
//!
//! # Checked against
//! Q45 and Q46 of the project's analysis, on the Lubuskie record; hand-made networks; brute force on generated networks.

use std::collections::{BTreeMap, BTreeSet};

use domain::id::Id;
use domain::institution::Naming;
use domain::polish::CollationKey;
use domain::territory::{TerritorialUnit, TerritoryLevel};
use domain::vocabulary::InstitutionType;
use domain::words;

use crate::computed::{Interval, IntervalReason, IntervalReasonCode};
use crate::network::Position;
use crate::receipt::{Receipt, keys};
use crate::refusal::Refusal;
use crate::selection::is_current;
use crate::territory::{TerritoryIndex, UnitPosition};
use crate::tie::{TieLevel, TieRule, Ties};
use crate::view::NetworkView;

/// What is asked of coverage by pairs.
#[derive(Debug, Clone, PartialEq)]
pub struct PairCoverageRequest {
    /// The type of which institutions sit in the narrower units.
    pub left: Id<InstitutionType>,
    /// The type of which an institution serves the unit; another family than `left`.
    pub right: Id<InstitutionType>,
    /// The level of the units.
    pub within: TerritoryLevel,
    /// The level of the narrower units.
    pub narrower: TerritoryLevel,
    /// The least level of a tie; L1 or more.
    pub level: TieLevel,
    /// Only these units; all when empty.
    pub units: Vec<Id<TerritorialUnit>>,
}

words! {
    /// What the record says of the share of a unit.
    PairStatus {
        /// An institution that serves the unit is recorded.
        Known = "KNOWN",
        /// Nobody is recorded to serve it, and nobody who might has a tie that would count.
        NoCandidate = "NO_CANDIDATE",
        /// Nobody is recorded to serve it, and somebody who might has a tie that would count.
        Unknown = "UNKNOWN",
    }
}

/// A tie between an institution of the left type and one of the right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair {
    /// The institution of the left type.
    pub left: Position,
    /// The institution of the right type.
    pub right: Position,
    /// The index of the tie among [`PairCoverage::ties`].
    pub tie: usize,
}

/// A narrower unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairCell {
    /// The unit.
    pub unit: Id<TerritorialUnit>,
    /// The institutions of the left type seated in it, in order of keys.
    pub left: Vec<Position>,
    /// The ties that count; where the service is unknown, those that would.
    pub pairs: Vec<Pair>,
    /// Ties with institutions of the right type that serve another unit; they do not count.
    pub elsewhere: Vec<Pair>,
}

/// A unit.
#[derive(Debug, Clone, PartialEq)]
pub struct PairCoverageRow {
    /// The unit.
    pub unit: Id<TerritorialUnit>,
    /// What the record says.
    pub status: PairStatus,
    /// The institutions of the right type recorded to serve it, in order of keys.
    pub right: Vec<Position>,
    /// The narrower units, by name in Polish order.
    pub cells: Vec<PairCell>,
    /// In how many of them there is a tie that counts.
    pub covered: Interval,
    /// The share of them, 0 to 1; none without narrower units.
    pub share: Option<Interval>,
}

/// Coverage by pairs.
#[derive(Debug, Clone)]
pub struct PairCoverage {
    /// The units, by name in Polish order.
    pub rows: Vec<PairCoverageRow>,
    /// Institutions of the right type of which no territory served is recorded, in order of keys.
    pub candidates: Vec<Position>,
    /// In how many narrower units of all units there is a tie that counts.
    pub covered: Interval,
    /// How many narrower units there are.
    pub units: usize,
    /// The ties that pairs refer to.
    pub ties: std::sync::Arc<Ties>,
    /// The receipt.
    pub receipt: Receipt,
}

/// Works out coverage by pairs.
///
/// # Errors
/// [`Refusal::Parameter`] when the narrower level is not narrower, the types lie in one another, the level is L0, or a
/// unit is not one of the level; [`Refusal::TooLarge`] when there are too many ties.
pub fn pair_coverage(view: &NetworkView, request: &PairCoverageRequest) -> Result<PairCoverage, Refusal> {
    check(view, request)?;
    let index = TerritoryIndex::new(view);
    let units = units(view, &index, request)?;
    let ties = view.ties(&TieRule { min_level: request.level, ..TieRule::default() })?;
    let placed = Placed::new(view, &index, request);
    let rows: Vec<_> = units.iter().filter_map(|it| row(&index, request, &placed, &ties, *it)).collect();
    let covered = total(&rows);
    let narrower = rows.iter().map(|it| it.cells.len()).sum();
    let mut receipt = Receipt::new("pair-coverage", "1", view);
    receipt.parameter("left", &request.left);
    receipt.parameter("right", &request.right);
    receipt.parameter("within", request.within);
    receipt.parameter("narrower", request.narrower);
    receipt.parameter("level", request.level);
    receipt.parameter("units", keys(&request.units));
    receipt.count("units", rows.len());
    receipt.count("narrowerUnits", narrower);
    receipt.count("candidates", placed.candidates.len());
    let candidates = placed.candidates.into_iter().collect();
    Ok(PairCoverage { rows, candidates, covered, units: narrower, ties, receipt })
}

fn check(view: &NetworkView, request: &PairCoverageRequest) -> Result<(), Refusal> {
    let network = view.network();
    if request.narrower <= request.within {
        let problem = "must be a narrower level than that of the units, such as GMINA in POWIAT";
        return Err(Refusal::Parameter { name: "narrower", problem });
    }
    if network.is_type_within(&request.left, &request.right)
        || network.is_type_within(&request.right, &request.left)
    {
        let problem = "must be a type of another family than `left`";
        return Err(Refusal::Parameter { name: "right", problem });
    }
    if request.level == TieLevel::L0 {
        let problem = "must be L1 (contact) or more: common membership is no tie of two institutions";
        return Err(Refusal::Parameter { name: "level", problem });
    }
    Ok(())
}

fn by_name(index: &TerritoryIndex<'_>, units: &mut [UnitPosition]) {
    units.sort_by_cached_key(|it| (index.unit(*it).map(|it| CollationKey::new(it.name.as_str())), *it));
}

/// The units asked about.
fn units(
    view: &NetworkView,
    index: &TerritoryIndex<'_>,
    request: &PairCoverageRequest,
) -> Result<Vec<UnitPosition>, Refusal> {
    let scope = &view.view().scope.territories;
    let list = &view.network().record().territories;
    let is_of_level = |it: &TerritorialUnit| it.level == request.within && is_current(view, it);
    let mut wanted = BTreeSet::new();
    for id in &request.units {
        let problem = "names a unit that the record does not have at the level of `within`";
        let found = index.position(id).filter(|it| index.unit(*it).is_some_and(is_of_level));
        wanted.insert(found.ok_or(Refusal::Parameter { name: "units", problem })?);
    }
    let mut units: Vec<_> = (0u32..)
        .zip(list)
        .filter(|(at, it)| {
            is_of_level(it)
                && (wanted.is_empty() || wanted.contains(at))
                && (scope.is_empty() || scope.iter().any(|wider| view.network().is_within(&it.key, wider)))
        })
        .map(|it| it.0)
        .collect();
    by_name(index, &mut units);
    Ok(units)
}

/// The institutions of both types, by the units that they are in.
struct Placed {
    left: BTreeMap<UnitPosition, Vec<Position>>,
    right: BTreeMap<UnitPosition, Vec<Position>>,
    /// Of the right type.
    all_right: BTreeSet<Position>,
    candidates: BTreeSet<Position>,
}

impl Placed {
    fn new(view: &NetworkView, index: &TerritoryIndex<'_>, request: &PairCoverageRequest) -> Self {
        let network = view.network();
        let below = |family: &Id<InstitutionType>| -> BTreeSet<&str> {
            let types = network.record().institution_types.iter().map(|it| &it.key);
            types.filter(|it| network.is_type_within(it, family)).map(Id::as_str).collect()
        };
        let (left_types, right_types) = (below(&request.left), below(&request.right));
        let mut placed = Self {
            left: BTreeMap::new(),
            right: BTreeMap::new(),
            all_right: BTreeSet::new(),
            candidates: BTreeSet::new(),
        };
        for (at, institution) in (0u32..).zip(&network.record().institutions) {
            let Some(own) = institution.r#type.as_ref().map(Id::as_str) else { continue };
            if institution.naming != Naming::Named || !view.is_in_scope(at) {
                continue;
            }
            if left_types.contains(own)
                && let Some(unit) = index.seat(institution, request.narrower)
            {
                placed.left.entry(unit).or_default().push(at);
            }
            if right_types.contains(own) {
                placed.all_right.insert(at);
                for unit in index.served_at(at, request.within) {
                    placed.right.entry(unit).or_default().push(at);
                }
                if index.served(at).next().is_none() {
                    placed.candidates.insert(at);
                }
            }
        }
        placed
    }
}

fn row(
    index: &TerritoryIndex<'_>,
    request: &PairCoverageRequest,
    placed: &Placed,
    ties: &Ties,
    unit: UnitPosition,
) -> Option<PairCoverageRow> {
    let right = placed.right.get(&unit).cloned().unwrap_or_default();
    let is_known = !right.is_empty();
    let counts = |it: Position| {
        if is_known { right.binary_search(&it).is_ok() } else { placed.candidates.contains(&it) }
    };
    let mut narrower: Vec<_> = index.below(unit, request.narrower).collect();
    by_name(index, &mut narrower);
    let cells: Vec<_> = narrower
        .into_iter()
        .filter_map(|it| {
            let left = placed.left.get(&it).cloned().unwrap_or_default();
            let all = left.iter().flat_map(|it| pairs_of(ties, placed, *it));
            let (pairs, elsewhere) = all.partition(|it| counts(it.right));
            Some(PairCell { unit: index.unit(it)?.key.clone(), left, pairs, elsewhere })
        })
        .collect();
    let tied = cells.iter().filter(|it| !it.pairs.is_empty()).count();
    let status = match (is_known, tied) {
        (true, _) => PairStatus::Known,
        (false, 0) => PairStatus::NoCandidate,
        (false, _) => PairStatus::Unknown,
    };
    let covered = covered(status, tied, placed.candidates.len());
    let all = cells.len() as f64;
    let share = (!cells.is_empty()).then(|| {
        let upper = covered.upper.map(|it| it / all);
        Interval::between(covered.lower / all, upper, covered.reasons.clone())
    });
    Some(PairCoverageRow { unit: index.unit(unit)?.key.clone(), status, right, cells, covered, share })
}

/// The ties of an institution with those of the right type, in order of their keys.
fn pairs_of<'a>(ties: &'a Ties, placed: &'a Placed, left: Position) -> impl Iterator<Item = Pair> + 'a {
    ties.of(left).filter_map(move |tie| {
        let right = tie.other(left).filter(|it| placed.all_right.contains(it))?;
        Some(Pair { left, right, tie: ties.index_between(left, right)? })
    })
}

fn covered(status: PairStatus, tied: usize, candidates: usize) -> Interval {
    let tied = tied as f64;
    match status {
        PairStatus::Known => Interval::exact(tied),
        PairStatus::NoCandidate => {
            let mut interval = Interval::exact(0.0);
            let message = if candidates == 0 {
                "nobody of the right type is recorded to serve the unit".to_owned()
            } else {
                format!(
                    "who serves the unit is not recorded; none of the {candidates} that might has a tie with it"
                )
            };
            interval.reasons.push(unsettled(None, message));
            interval
        }
        PairStatus::Unknown => {
            let message = "who serves the unit is not recorded; somebody who might has such ties".to_owned();
            Interval::between(0.0, Some(tied), vec![unsettled(Some(tied), message)]).with_counts(None, 0.0)
        }
    }
}

fn unsettled(count: Option<f64>, message: String) -> IntervalReason {
    IntervalReason {
        code: IntervalReasonCode::UndeterminedAttribute,
        count: Some(count.unwrap_or(0.0)),
        message,
        about: None,
        claims: Vec::new(),
    }
}

fn total(rows: &[PairCoverageRow]) -> Interval {
    let lower: f64 = rows.iter().map(|it| it.covered.lower).sum();
    let open: f64 = rows.iter().filter_map(|it| it.covered.upper).sum::<f64>() - lower;
    if open <= 0.0 {
        return Interval::exact(lower);
    }
    let unknown = rows.iter().filter(|it| it.status == PairStatus::Unknown).count();
    let message = format!("of {unknown} unit(s) it is not recorded who serves them");
    let reason = unsettled(Some(open), message);
    Interval::between(lower, Some(lower + open), vec![reason]).with_counts(None, lower)
}
