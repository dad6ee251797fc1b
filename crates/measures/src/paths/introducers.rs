//! Who could introduce one node to another.

use std::cmp::Ordering;

use crate::error::MeasureError;
use crate::graph::Graph;

/// A node that is tied to both.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Introducer {
    /// The node.
    pub node: u32,
    /// The weight of its tie to the one.
    pub weight_from: f64,
    /// The weight of its tie to the other.
    pub weight_to: f64,
    /// The strength of the way through it.
    pub score: f64,
}

/// The nodes tied to both of two, best first: by score descending, then by number.
///
/// Weights are strengths. The score `1 / (1/w + 1/w′)` is the strength of the two ties one after the other, when a tie of
/// strength `w` is a step of length `1/w` (M. E. J. Newman, Phys. Rev. E 64, 016132, 2001,
/// doi:10.1103/PhysRevE.64.016132): the best introducer is the one on the shortest way of two steps, and a strong tie
/// does not make up for a weak one. Above 0, at most the smaller weight; 0.5 for all when ties weigh 1. Whether the two are
/// tied already makes no difference. O(d + d′) for their degrees.
///
/// # Errors
/// [`MeasureError::Parameter`] when one is no node of the graph, or both are the same.
pub fn introducers(graph: &Graph, from: u32, to: u32) -> Result<Vec<Introducer>, MeasureError> {
    super::check_node(graph, "from", from)?;
    super::check_node(graph, "to", to)?;
    if from == to {
        return Err(MeasureError::Parameter { name: "to", problem: "must be another node" });
    }
    let (mut left, mut right) = (graph.row(from as usize), graph.row(to as usize));
    let mut found = Vec::new();
    while !left.is_empty() && !right.is_empty() {
        let node = graph.neighbour_at(left.start);
        match node.cmp(&graph.neighbour_at(right.start)) {
            Ordering::Less => left.start += 1,
            Ordering::Greater => right.start += 1,
            Ordering::Equal => {
                let (weight_from, weight_to) = (graph.weight_at(left.start), graph.weight_at(right.start));
                let (less, more) = (weight_from.min(weight_to), weight_from.max(weight_to));
                // The same as one over the sum of inverses, without the inverses.
                let score = less / (1.0 + less / more);
                found.push(Introducer { node, weight_from, weight_to, score });
                left.start += 1;
                right.start += 1;
            }
        }
    }
    found.sort_by(|x, y| y.score.total_cmp(&x.score).then(x.node.cmp(&y.node)));
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_is_well_tied_to_both() {
        let ties =
            [(0, 2, 3.0), (1, 2, 1.0), (0, 3, 2.0), (1, 3, 2.0), (0, 4, 2.0), (1, 4, 2.0), (0, 5, 7.0)];
        let (graph, _) = Graph::from_ties(7, &ties).expect("a graph");
        let found = introducers(&graph, 0, 1).expect("nodes");
        let best: Vec<_> = found.iter().map(|it| (it.node, it.score)).collect();
        assert_eq!(best, [(3, 1.0), (4, 1.0), (2, 0.75)]);
        assert_eq!((found[2].weight_from, found[2].weight_to), (3.0, 1.0));
        let back = introducers(&graph, 1, 0).expect("nodes");
        assert_eq!((back[2].weight_from, back[2].weight_to), (1.0, 3.0));
        assert_eq!(introducers(&graph, 0, 6), Ok(Vec::new()));
        assert!(introducers(&graph, 0, 7).is_err() && introducers(&graph, 1, 1).is_err());
    }

    #[test]
    fn great_and_small_weights_make_numbers() {
        let (graph, _) = Graph::from_ties(3, &[(0, 2, 1e308), (1, 2, 1e308)]).expect("a graph");
        assert_eq!(introducers(&graph, 0, 1).expect("nodes")[0].score, 5e307);
        let (graph, _) = Graph::from_ties(3, &[(0, 2, 1e-310), (1, 2, 1e300)]).expect("a graph");
        assert_eq!(introducers(&graph, 0, 1).expect("nodes")[0].score, 1e-310);
    }
}
