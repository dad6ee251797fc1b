//! Selections: which records of a view a list shows, and in which order. Filters and orders are plain values.
//!
//! # Definition
//! The fields of a filter hold together, the values of one field are alternatives, and an empty field does not narrow.
//! What the view's window leaves out (meetings, series, indicators and statements dated outside it, or undated ones)
//! is left out before the filter; what only may lie in the window stays. A selection answers with positions in the
//! network's lists, which are in order of keys.
//!
//! # Limits
//! Text is found folded (without Polish marks, case and punctuation) as a part of a name; ranked search with inflected
//! forms is [`crate::search`].
//!
//! # Cost
//! Time O(records of the kind × conditions), and O(n log n) for an order.
//!
//! # Determinism
//! Exact. Orders follow the Polish alphabet, put what is not recorded last in both directions, and end in the key.

mod actions;
mod expectations;
mod indicators;
mod institutions;
mod meetings;
mod order;
mod partnerships;
mod statements;
mod territories;
mod vocabulary;

pub use actions::{ActionItemFilter, ResolutionFilter, action_items, resolutions};
pub(crate) use actions::{names_institution, partnership_of, partnership_of_resolution};
pub use expectations::{ExpectationFilter, applies_to, expectations, expected_units};
pub use indicators::{IndicatorFilter, indicators};
pub(crate) use institutions::InstitutionMatcher;
pub use institutions::{
    FILTER_CONDITIONS_MAX, FILTER_DEPTH_MAX, FilterError, InstitutionFilter, InstitutionOrder,
    InstitutionOrderField, institutions,
};
pub use meetings::{MeetingFilter, MeetingOrder, MeetingOrderField, SeriesFilter, meeting_series, meetings};
pub use order::OrderDirection;
pub use partnerships::{
    PartnershipFilter, PartnershipOrder, PartnershipOrderField, partnerships, state_at_end,
};
pub use statements::{MentionFilter, StatementFilter, TaskFilter, mentions, statements, tasks};
pub use territories::{TerritoryFilter, TerritoryOrder, TerritoryOrderField, is_current, territories};
pub use vocabulary::{Coded, by_code};

use domain::polish::fold;

/// Whether `haystack` holds `folded`, which is folded already; everything holds nothing.
fn holds(haystack: &str, folded: &str) -> bool {
    folded.is_empty() || fold(haystack).contains(folded)
}

/// Whether a list narrows nothing, or has the value.
fn among<T: PartialEq>(list: &[T], value: &T) -> bool {
    list.is_empty() || list.contains(value)
}

/// Whether a list narrows nothing, or shares a value with the other.
fn share<T: PartialEq>(list: &[T], other: &[T]) -> bool {
    list.is_empty() || other.iter().any(|it| list.contains(it))
}

/// The positions of those records of a list that fit.
fn select<T>(list: &[T], fits: impl Fn(usize, &T) -> bool) -> Vec<u32> {
    let found = (0u32..).zip(list).filter(|(index, it)| fits(*index as usize, it));
    found.map(|it| it.0).collect()
}
