//! Scores of a pair of nodes by the neighbours they share.
//!
//! # Definition
//! With `N` the neighbours of a node, `d` their number and `S = N(a) ∩ N(b)`: common neighbours `|S|`; Jaccard
//! `|S| / |N(a) ∪ N(b)|`; Adamic-Adar `Σ_S 1/ln d`; resource allocation `Σ_S 1/d`; preferential attachment
//! `d(a) d(b)`. Weights are not looked at.
//!
//! # Range
//! At least 0, and 0 when nothing is shared (preferential attachment: when one of the two is an isolate); Jaccard at
//! most 1. A shared neighbour has two neighbours at least, so `ln d` is above 0.
//!
//! # Source
//! D. Liben-Nowell, J. Kleinberg, J. Am. Soc. Inf. Sci. 58, 1019, 2007, doi:10.1002/asi.20591; L. A. Adamic, E. Adar,
//! Social Networks 25, 211, 2003, doi:10.1016/S0378-8733(03)00009-1; T. Zhou, L. Lü, Y.-C. Zhang, Eur. Phys. J. B 71,
//! 623, 2009, doi:10.1140/epjb/e2009-00335-8.
//!
//! # Determinism
//! Sums are taken by ascending number of neighbours, so that pairs whose shared neighbours are as well connected have
//! scores equal to the last bit, whatever the numbers of the nodes. Every function here gives the same bits for a pair.
//!
//! # Checked against
//! NetworkX's functions of the same names, and hand-made networks.

use crate::error::MeasureError;
use crate::graph::Graph;

/// How a pair is scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LinkMethod {
    /// The number of shared neighbours.
    CommonNeighbours,
    /// The shared neighbours over the neighbours of either.
    Jaccard,
    /// A shared neighbour of `d` neighbours counts `1/ln d`.
    AdamicAdar,
    /// A shared neighbour of `d` neighbours counts `1/d`.
    ResourceAllocation,
    /// The product of the numbers of neighbours.
    PreferentialAttachment,
}

pub use self::LinkMethod::{
    AdamicAdar, CommonNeighbours, Jaccard, PreferentialAttachment, ResourceAllocation,
};

/// The score of two different nodes, tied or not. Time O(d log d).
///
/// # Errors
/// [`MeasureError::Parameter`] when one is no node or both are the same.
pub fn score(graph: &Graph, method: LinkMethod, a: usize, b: usize) -> Result<f64, MeasureError> {
    if a >= graph.nodes() || b >= graph.nodes() || a == b {
        return Err(MeasureError::Parameter { name: "pair", problem: "must be two different nodes" });
    }
    if method == PreferentialAttachment {
        return Ok(graph.degree(a) as f64 * graph.degree(b) as f64);
    }
    let mut degrees = Vec::new();
    let (mut one, mut other) = (graph.neighbours(a), graph.neighbours(b));
    while let ([first, rest @ ..], [second, others @ ..]) = (one, other) {
        if first == second {
            degrees.push(graph.degree(*first as usize));
        }
        if first <= second {
            one = rest;
        }
        if second <= first {
            other = others;
        }
    }
    degrees.sort_unstable();
    let sum = degrees.into_iter().map(|it| method.term(it)).fold(0.0, |sum, it| sum + it);
    Ok(method.of_sum(sum, graph.degree(a), graph.degree(b)))
}

impl LinkMethod {
    /// What a shared neighbour counts that has `degree` neighbours. One with fewer than two is never shared.
    pub(crate) fn term(self, degree: usize) -> f64 {
        match self {
            _ if degree < 2 => 0.0,
            CommonNeighbours | Jaccard => 1.0,
            AdamicAdar => 1.0 / (degree as f64).ln(),
            ResourceAllocation => 1.0 / degree as f64,
            PreferentialAttachment => 0.0,
        }
    }

    /// The score of the sum of terms.
    pub(crate) fn of_sum(self, sum: f64, one: usize, other: usize) -> f64 {
        match self {
            Jaccard if sum > 0.0 => sum / ((one + other) as f64 - sum),
            _ => sum,
        }
    }
}
