//! Structural holes: how far a node's contacts are contacts of each other.
//!
//! # Definition
//! With `p_ij = w_ij / s_i` the share of `i`'s ties that goes to `j`, constraint is
//! `c_i = Σ_j (p_ij + Σ_q p_iq p_qj)²` over the neighbours `j` of `i` and `q ≠ i, j`. Effective size is
//! `e_i = Σ_j (1 − Σ_q p_iq m_jq)` over the same, with `m_jq = w_jq / max_k w_jk`; when every tie weighs 1 that is
//! `d_i − 2 t_i / d_i` for `t_i` ties among the `d_i` neighbours. Efficiency is `e_i / d_i`.
//!
//! # Range
//! Constraint is above 0 and at most 9/8 when ties weigh 1, where less means more holes to bridge; with weights it may
//! exceed that. Effective size goes from 1 to the number of neighbours, efficiency from above 0 to 1, when ties weigh 1.
//! None for isolates, which have no contacts to be constrained by, and where weights are so great or small (beyond 1e±150)
//! that the sums overflow.
//!
//! # Source
//! R. S. Burt, Structural Holes, Harvard University Press, 1992, chapter 2; the short form of effective size is
//! S. P. Borgatti's, Connections 20, 35, 1997.
//!
//! # Cost
//! Time O(Σ min(d_a, d_b)) over ties, at most O(m √m), shared among threads; memory O(n + m).
//!
//! # Checked against
//! igraph's and NetworkX's constraint (which agree), NetworkX's effective size asked for a list of nodes (asked for all
//! nodes, NetworkX 3.6 divides by the greatest weight of `q` in place of `j`), and the sums as written in the tests.

use super::closure::{Closed, Closure};
use crate::error::MeasureError;
use crate::graph::Graph;
use crate::interrupt::Interrupt;
use crate::weights::WeightSemantics;

/// Constraint and effective size of every node, of one pass.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StructuralHoles {
    /// Constraint; none for isolates.
    pub constraint: Vec<Option<f64>>,
    /// Effective size; none for isolates.
    pub effective_size: Vec<Option<f64>>,
    /// Efficiency: effective size over the number of neighbours; none for isolates.
    pub efficiency: Vec<Option<f64>>,
}

/// Constraint, effective size and efficiency.
///
/// # Errors
/// [`Undefined::NeedsStrength`](crate::Undefined::NeedsStrength) for weights that are distances;
/// [`MeasureError::Interrupted`].
pub fn structural_holes(
    graph: &Graph,
    semantics: WeightSemantics,
    interrupt: &Interrupt,
) -> Result<StructuralHoles, MeasureError> {
    let closure = Closure::new(graph, semantics, None, interrupt)?;
    let mut sums = Sums::new(&closure);
    closure
        .each(interrupt, |first, second, weight, closed| sums.add(&closure, first, second, weight, closed))?;
    Ok(sums.finish(&closure))
}

/// Burt's constraint; none for isolates.
///
/// # Errors
/// As [`structural_holes`].
pub fn constraint(
    graph: &Graph,
    semantics: WeightSemantics,
    interrupt: &Interrupt,
) -> Result<Vec<Option<f64>>, MeasureError> {
    structural_holes(graph, semantics, interrupt).map(|it| it.constraint)
}

/// Burt's effective size; none for isolates.
///
/// # Errors
/// As [`structural_holes`].
pub fn effective_size(
    graph: &Graph,
    semantics: WeightSemantics,
    interrupt: &Interrupt,
) -> Result<Vec<Option<f64>>, MeasureError> {
    structural_holes(graph, semantics, interrupt).map(|it| it.effective_size)
}

/// Effective size over the number of neighbours; none for isolates.
///
/// # Errors
/// As [`structural_holes`].
pub fn efficiency(
    graph: &Graph,
    semantics: WeightSemantics,
    interrupt: &Interrupt,
) -> Result<Vec<Option<f64>>, MeasureError> {
    structural_holes(graph, semantics, interrupt).map(|it| it.efficiency)
}

/// The sums of constraint and effective size by rank, as ties come in.
pub(super) struct Sums {
    /// 1 over the greatest weight; not used for isolates.
    tops: Vec<f64>,
    constraint: Vec<f64>,
    redundancy: Vec<f64>,
}

impl Sums {
    pub(super) fn new(closure: &Closure) -> Self {
        let nodes = closure.ordered.nodes();
        let top = |rank| closure.ordered.weights(rank).iter().copied().reduce(f64::max).unwrap_or(1.0);
        Self {
            tops: (0..nodes).map(|rank| 1.0 / top(rank)).collect(),
            constraint: vec![0.0; nodes],
            redundancy: vec![0.0; nodes],
        }
    }

    pub(super) fn add(
        &mut self,
        closure: &Closure,
        first: usize,
        second: usize,
        weight: f64,
        closed: &Closed,
    ) {
        let reached = weight + closed.through;
        for (one, other) in [(first, second), (second, first)] {
            let share = reached * closure.shares[one];
            self.constraint[one] += share * share;
            self.redundancy[one] += closed.product * self.tops[other];
        }
    }

    pub(super) fn finish(self, closure: &Closure) -> StructuralHoles {
        let ordered = &closure.ordered;
        let degree = |rank| ordered.degree(rank) as f64;
        let of = |value: &dyn Fn(usize) -> f64| {
            let finite = |rank| Some(value(rank)).filter(|it| it.is_finite());
            let of = |rank| if ordered.degree(rank) > 0 { finite(rank) } else { None };
            let known = (0..ordered.nodes()).map(of);
            ordered.by_node(&known.collect::<Vec<_>>())
        };
        let effective = |rank: usize| degree(rank) - self.redundancy[rank] * closure.shares[rank];
        StructuralHoles {
            constraint: of(&|rank| self.constraint[rank]),
            effective_size: of(&effective),
            efficiency: of(&|rank| effective(rank) / degree(rank)),
        }
    }
}
