//! Coverage: in how many units of territory, or of a vocabulary, there is an institution that is known, a member,
//! contacted, host or cooperating.
//!
//! # Question
//! Which gminas and powiats has the partnership reached, with which types of institution, and which not?
//!
//! # Definition
//! A unit is covered when some institution that fits and is placed in it has the level: KNOWN (named in the register),
//! MEMBER (a membership on the basis, active at the end of the window), CONTACTED (involved in a certain occasion),
//! HOSTED (host of one), COOPERATING (end of a tie of level L2 or more). Placed is by seat in the unit; or by service: a
//! territory served is the unit, lies in it, or the unit lies in it, as whoever serves a powiat serves each gmina of it.
//! `coverage = covered / units`; the upper end adds one unit for each unattributed
//! item, at most all: unlisted meetings, for contact also unnamed people, for membership unnamed signatories, and
//! units that only possible occasions cover. Units are those that exist at the end of the window. An institution whose
//! sector cannot be decided may belong to any sector, so a sector that nothing else covers is UNKNOWN, not a gap; and
//! where only institutions of some sectors are asked about, such an institution covers its units only possibly.
//!
//! Rows and columns may be years and partnerships, too. In a year (cut to the window) an institution is KNOWN that exists
//! at its end, a MEMBER whose membership is active at its end, in contact, host or cooperating by what lies in it. In a
//! partnership it is a MEMBER of it, in contact or host at an occasion of it, cooperating by a tie that rests in part on
//! an occasion or undertaking of it. A cell joins both: an occasion of that partnership in that year. Years are those of
//! the window, of an open one those from the first to the last meeting held.
//!
//! A row or cell has the number expected, where an expectation of the record by the same place applies to it.
//!
//! # Source
//! The project's analysis of the field, questions.md A5.
//!
//! # Limits
//! A unit that is not covered is not recorded as covered; it is no proof of a gap. Institutions of unknown place are
//! listed apart and are not in the bounds. Kinds of meeting narrow contact and hosting only, and ties to those kinds.
//!
//! # Cost
//! Time O(institutions × conditions + occasions + units), and that of the ties for COOPERATING.
//!
//! # Determinism
//! Exact; units by name in Polish order, then key.
//!
//! # Checked against
//! Q48, Q49 and Q53 of the project's analysis, on the Lubuskie record.

mod expected;
mod grouping;
mod levels;
mod table;

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::date::Period;
pub use domain::expectation::PlaceBasis;
use domain::id::Id;
use domain::institution::Naming;
use domain::territory::TerritorialUnit;
use domain::vocabulary::MeetingKind;
use domain::words;

use self::levels::{Apart, Levels};
pub use self::table::{CoverageCell, CoverageRow, CoverageTable, CoverageUnit, coverage};
use crate::network::Position;
use crate::occasion::Certainty;
use crate::selection::{InstitutionFilter, InstitutionMatcher};
use crate::territory::TerritoryIndex;
use crate::view::{NetworkView, View};

words! {
    /// What an institution must have reached to cover its unit.
    CoverageLevel {
        /// It is named in the register.
        Known = "KNOWN",
        /// It is a member of a partnership.
        Member = "MEMBER",
        /// It was in contact.
        Contacted = "CONTACTED",
        /// It hosted a meeting.
        Hosted = "HOSTED",
        /// It cooperates: a tie of level L2 or more.
        Cooperating = "COOPERATING",
    }
}

words! {
    /// What the record says of a unit.
    CoverageStatus {
        /// It is covered.
        Covered = "COVERED",
        /// Nothing is recorded that covers it.
        NotRecorded = "NOT_RECORDED",
        /// Only something that may lie in the window covers it.
        Unknown = "UNKNOWN",
    }
}

words! {
    /// What the rows or columns of a table of coverage are.
    CoverageDimension {
        /// Voivodeships.
        Voivodeship = "VOIVODESHIP",
        /// Subregions.
        Subregion = "SUBREGION",
        /// Powiats, cities with powiat rights included.
        Powiat = "POWIAT",
        /// Gminas.
        Gmina = "GMINA",
        /// Types of institution.
        Type = "TYPE",
        /// Families of types.
        TypeFamily = "TYPE_FAMILY",
        /// Sectors.
        Sector = "SECTOR",
        /// Functions.
        Function = "FUNCTION",
        /// Calendar years.
        Year = "YEAR",
        /// Partnerships.
        Partnership = "PARTNERSHIP",
    }
}

/// What is asked of coverage.
#[derive(Debug, Clone, PartialEq)]
pub struct CoverageRequest {
    /// By which institutions.
    pub of: InstitutionFilter,
    /// What the rows are.
    pub rows: CoverageDimension,
    /// What the columns are; none for a single one.
    pub columns: Option<CoverageDimension>,
    /// The level.
    pub level: CoverageLevel,
    /// By what institutions are placed.
    pub place: PlaceBasis,
    /// The kinds of meeting; empty for any.
    pub kinds: Vec<Id<MeetingKind>>,
}

/// A condition on a unit: that it is covered so.
#[derive(Debug, Clone, PartialEq)]
pub struct CoverageCondition {
    /// By which institutions.
    pub of: InstitutionFilter,
    /// The level.
    pub level: CoverageLevel,
    /// The window in which; that of the view when none.
    pub during: Option<Period>,
    /// The kinds of meeting; empty for any.
    pub kinds: Vec<Id<MeetingKind>>,
    /// By what institutions are placed.
    pub place: PlaceBasis,
}

/// The units, of any level, that a condition covers for certain: those in which an institution is placed, and those
/// that these lie in. Cooperation that is too large to work out covers nothing.
#[must_use]
pub fn covered_units(view: &NetworkView, condition: &CoverageCondition) -> BTreeSet<Id<TerritorialUnit>> {
    let own_window;
    let view = match condition.during.filter(|it| *it != view.view().period) {
        None => view,
        Some(period) => {
            own_window = NetworkView::new(Arc::clone(view.network()), View { period, ..view.view().clone() });
            &own_window
        }
    };
    let Ok(levels) = Levels::new(view, condition.level, &condition.kinds, Apart::default()) else {
        return BTreeSet::new();
    };
    let index = TerritoryIndex::new(view);
    let mut units = BTreeSet::new();
    for (position, is_certain) in fitting(view, &condition.of) {
        if !is_certain || levels.certainty(position) != Some(Certainty::Certain) {
            continue;
        }
        match condition.place {
            PlaceBasis::Seat => {
                let seat = view.network().at(position).and_then(|it| index.position(it.seat.as_ref()?));
                units.extend(seat.iter().flat_map(|it| index.above(*it)).copied());
            }
            PlaceBasis::Served => {
                for served in index.served(position) {
                    units.extend(index.above(served).iter().copied().chain(index.all_below(served)));
                }
            }
        }
    }
    units.into_iter().filter_map(|it| index.unit(it)).map(|it| it.key.clone()).collect()
}

/// The named institutions in scope that fit, and whether for certain: an institution of which no sector is recorded may be
/// of the sectors asked for.
fn fitting(view: &NetworkView, filter: &InstitutionFilter) -> Vec<(Position, bool)> {
    let matcher = InstitutionMatcher::new(view, filter);
    let any_sector = InstitutionFilter { sectors: Vec::new(), ..filter.clone() };
    let of_any_sector = (!filter.sectors.is_empty()).then(|| InstitutionMatcher::new(view, &any_sector));
    let institutions = (0u32..).zip(&view.network().record().institutions);
    institutions
        .filter(|(position, it)| it.naming == Naming::Named && view.is_in_scope(*position))
        .filter_map(|(position, it)| {
            let may_fit =
                || it.sector.is_none() && of_any_sector.as_ref().is_some_and(|any| any.fits(position));
            if matcher.fits(position) {
                Some((position, true))
            } else {
                may_fit().then_some((position, false))
            }
        })
        .collect()
}
