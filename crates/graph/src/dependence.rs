//! Dependence: who would stand alone without one institution.
//!
//! # Question
//! How much does the network hang on its secretariat, or on any other institution?
//!
//! # Definition
//! Of the institutions directly tied to `x`, those that have no other tie are isolated by its removal; the share is
//! theirs among all directly tied (questions.md A4: level L1, `τ = 0`, the default of [`crate::tie::TieRule`]). The
//! pieces are what is left of the component of `x`; a pair is disconnected when a path joined it and none does any more.
//!
//! # Limits
//! The share says nothing of those tied to `x` through others, and nothing tells of contacts nobody recorded. When the rule removes
//! `x` itself as a coordinator, nobody is tied to it.
//!
//! # Cost
//! Time O(n + m).
//!
//! # Determinism
//! Exact; institutions in order of position.
//!
//! # Checked against
//! The Lubuskie record (Q41: 16 of 20), and hand-made networks.

use measures::cut::broker_loss;

use crate::network::Position;
use crate::receipt::Receipt;
use crate::tie::Ties;

/// How the network depends on an institution.
#[derive(Debug, Clone, PartialEq)]
pub struct Dependence {
    /// The institution, rolled up.
    pub on: Position,
    /// The institutions directly tied to it, in order of position.
    pub tied: Vec<Position>,
    /// Those of them that are isolated without it.
    pub isolated: Vec<Position>,
    /// Their share, from 0 to 1; none when none is tied.
    pub share: Option<f64>,
    /// What is left of its component: the largest piece first, equal ones by their first member; members in order of
    /// position. One piece when nothing falls apart, none when it had no ties.
    pub pieces: Vec<Vec<Position>>,
    /// The pairs of other institutions that a path joined, and none does without it.
    pub pairs_disconnected: u64,
    /// What to know of the answer; none when there is nothing.
    pub note: Option<&'static str>,
    /// How it came about.
    pub receipt: Receipt,
}

impl Dependence {
    /// The dependence of a graph of ties on an institution (pass the rolled-up position of a unit).
    #[must_use]
    pub fn of(ties: &Ties, on: Position) -> Self {
        let tied: Vec<_> = ties.of(on).filter_map(|it| it.other(on)).collect();
        let isolated: Vec<_> = tied.iter().copied().filter(|it| ties.degree(*it) == 1).collect();
        let note = if ties.removed().binary_search(&on).is_ok() {
            Some("the institution coordinates the partnership and the rule takes coordinators out")
        } else if ties.index_of(on).is_none() {
            Some("the institution is not among those involved in the view")
        } else if tied.is_empty() {
            Some("no tie of the institution is recorded in the view")
        } else {
            None
        };
        let mut receipt = ties.receipt().followed_by("dependence", "2");
        receipt.count("tied", tied.len());
        receipt.count("isolatedWithout", isolated.len());
        let node = ties.index_of(on).and_then(|it| u32::try_from(it).ok());
        let loss = node.and_then(|it| broker_loss(ties.graph(), it).ok());
        let (pieces, pairs_disconnected) = loss.map_or_else(Default::default, |it| {
            let positions = |piece: Vec<u32>| {
                piece.into_iter().filter_map(|it| ties.nodes().get(it as usize)).copied().collect()
            };
            (it.pieces.into_iter().map(positions).collect::<Vec<_>>(), it.pairs_disconnected)
        });
        receipt.count("pieces", pieces.len());
        let share = (!tied.is_empty()).then(|| isolated.len() as f64 / tied.len() as f64);
        Self { on, tied, isolated, share, pieces, pairs_disconnected, note, receipt }
    }
}
