//! One pass over a graph's pairs and triangles for all that is made of them: constraint, effective size, clustering,
//! brokerage and the pairs without a tie that score best.
//!
//! The graph is put in order once. What closes over each tie gives constraint, effective size, triangles and brokerage
//! together, as triples that are open are all less those that are closed. Pairs without a tie are scored by paths of two
//! ties, and those that cannot be among the best are left out.
//!
//! # Cost
//! Time O(Σ min(d_a, d_b)) over ties and O(Σ d²) at most over nodes, shared among threads; memory O(n + m), and O(n) for
//! each thread.
//!
//! # Checked against
//! The functions for each of its results, which are checked on their own.

use super::brokerage::{Brokerage, Tally, places};
use super::closure::Closure;
use super::clustering::of_triangles;
use super::constraint::{StructuralHoles, Sums};
use crate::error::MeasureError;
use crate::graph::Graph;
use crate::interrupt::Interrupt;
use crate::link::best::{Suggestion, best, best_of};
use crate::link::scan::Scan;
use crate::link::scores::LinkMethod;
use crate::weights::WeightSemantics;

/// What the pass is asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AllPairsRule<'a> {
    /// How weights are read, for constraint and effective size.
    pub semantics: WeightSemantics,
    /// The group of each node, for brokerage; a node without one takes no part in it.
    pub groups: Option<&'a [Option<u32>]>,
    /// How pairs are scored.
    pub method: LinkMethod,
    /// How many of the best pairs are wanted.
    pub best_pairs: usize,
}

/// What the pass gives; each as its own function gives it.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AllPairs {
    /// Constraint, effective size and efficiency; none for isolates.
    pub structural_holes: StructuralHoles,
    /// The triangles of each node.
    pub triangles: Vec<u64>,
    /// Local clustering; none for nodes with fewer than two neighbours.
    pub local_clustering: Vec<Option<f64>>,
    /// Brokerage; none when no groups were given.
    pub brokerage: Option<Brokerage>,
    /// The best pairs without a tie, best first.
    pub best: Vec<Suggestion>,
}

/// The pass for ties that all weigh 1, groups of all nodes and Adamic-Adar.
///
/// # Errors
/// As [`all_pairs_by`].
pub fn all_pairs(
    graph: &Graph,
    groups: Option<&[u32]>,
    best_pairs: usize,
    interrupt: &Interrupt,
) -> Result<AllPairs, MeasureError> {
    let groups: Option<Vec<Option<u32>>> = groups.map(|it| it.iter().copied().map(Some).collect());
    let rule = AllPairsRule {
        semantics: WeightSemantics::None,
        groups: groups.as_deref(),
        method: LinkMethod::AdamicAdar,
        best_pairs,
    };
    all_pairs_by(graph, &rule, interrupt)
}

/// The pass by a rule.
///
/// # Errors
/// [`Undefined::NeedsStrength`](crate::Undefined::NeedsStrength) for weights that are distances;
/// [`MeasureError::Parameter`] when there is not one group a node; [`MeasureError::Interrupted`].
pub fn all_pairs_by(
    graph: &Graph,
    rule: &AllPairsRule<'_>,
    interrupt: &Interrupt,
) -> Result<AllPairs, MeasureError> {
    let groups = rule.groups.map(|it| places(graph, it)).transpose()?;
    let of = groups.as_ref().map(|it| it.of.as_slice());
    let closure = Closure::new(graph, rule.semantics, of, interrupt)?;
    let mut sums = Sums::new(&closure);
    let mut tally = Tally::new(if groups.is_some() { graph.nodes() } else { 0 });
    let mut corners = vec![0_u64; graph.nodes()];
    closure.each(interrupt, |first, second, weight, closed| {
        sums.add(&closure, first, second, weight, closed);
        corners[first] += u64::from(closed.shared);
        corners[second] += u64::from(closed.shared);
        if let Some(groups) = &groups {
            tally.add(&closure, groups, first, second, closed);
        }
    })?;
    // A triangle is seen from both of a node's ties in it.
    corners.iter_mut().for_each(|it| *it /= 2);
    let triangles = closure.ordered.by_node(&corners);
    let brokerage = groups.map(|it| tally.finish(graph, it, &closure, interrupt)).transpose()?;
    let best = match rule.method {
        LinkMethod::PreferentialAttachment => best(graph, rule.method, rule.best_pairs, interrupt)?,
        method => best_of(&Scan::new(&closure.ordered, method), rule.best_pairs, interrupt)?,
    };
    Ok(AllPairs {
        structural_holes: sums.finish(&closure),
        local_clustering: of_triangles(graph, &triangles),
        triangles,
        brokerage,
        best,
    })
}
