//! Coverage: in how many units of territory, or of a vocabulary, there is an institution that is known, a member,
//! contacted, host or cooperating.
//!
//! # Question
//! Which gminas and powiats has the partnership reached, with which types of institution, and which not?
//!
//! # Definition
//! A unit is covered when some institution that fits and is placed in it has the level: KNOWN (named in the register),
//! MEMBER (a membership on the basis, active at the end of the window), CONTACTED (involved in a certain occasion),
//! HOSTED (host of one), COOPERATING (end of a tie of level L2 or more). Placed is by seat, or by a territory served
//! that is the unit or lies in it. `coverage = covered / units`; the upper end adds one unit for each unattributed
//! item, at most all: unlisted meetings, for contact also unnamed people, for membership unnamed signatories, and
//! units that only possible occasions cover. Units are those that exist at the end of the window. An institution whose
//! sector cannot be decided may belong to any sector, so a sector that nothing else covers is UNKNOWN, not a gap.
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

use self::levels::{Levels, places};
pub use self::table::{CoverageCell, CoverageRow, CoverageTable, coverage};
use crate::network::Position;
use crate::occasion::Certainty;
use crate::selection::{InstitutionFilter, InstitutionMatcher};
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
    let Ok(levels) = Levels::new(view, condition.level, &condition.kinds) else { return BTreeSet::new() };
    let mut units = BTreeSet::new();
    for position in fitting(view, &condition.of) {
        if levels.certainty(position) != Some(Certainty::Certain) {
            continue;
        }
        for place in places(view, position, condition.place) {
            let mut at = Some(place.clone());
            while let Some(id) = at {
                at = view.network().get(&id).and_then(|it| it.parent.clone());
                // A unit already there has brought its wider ones along.
                if !units.insert(id) {
                    break;
                }
            }
        }
    }
    units
}

/// The named institutions in scope that fit.
fn fitting(view: &NetworkView, filter: &InstitutionFilter) -> Vec<Position> {
    let matcher = InstitutionMatcher::new(view, filter);
    let institutions = (0u32..).zip(&view.network().record().institutions);
    institutions
        .filter(|(position, it)| {
            it.naming == Naming::Named && view.is_in_scope(*position) && matcher.fits(*position)
        })
        .map(|it| it.0)
        .collect()
}
