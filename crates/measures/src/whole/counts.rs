//! Density, mean degree, isolates and degree centralization.

use crate::graph::Graph;

/// The share of possible ties that are there, `2m / (n(n − 1))`, from 0 to 1; none below two nodes. O(1).
#[must_use]
pub fn density(graph: &Graph) -> Option<f64> {
    let nodes = graph.nodes() as f64;
    (graph.nodes() > 1).then(|| 2.0 * graph.ties() as f64 / (nodes * (nodes - 1.0)))
}

/// The mean number of neighbours, `2m / n`, from 0 to `n − 1`; none without nodes. O(1).
#[must_use]
pub fn mean_degree(graph: &Graph) -> Option<f64> {
    (graph.nodes() > 0).then(|| 2.0 * graph.ties() as f64 / graph.nodes() as f64)
}

/// The nodes without ties, ascending. O(n).
#[must_use]
pub fn isolates(graph: &Graph) -> Vec<u32> {
    (0..graph.nodes()).filter(|it| graph.degree(*it) == 0).map(|it| it as u32).collect()
}

/// Degree centralization: how far the degrees fall short of the greatest, of what they would in a star,
/// `Σᵢ (max d − dᵢ) / ((n − 1)(n − 2))`; 0 when all degrees are equal, 1 for a star, none below three nodes. O(n).
///
/// L. C. Freeman, "Centrality in social networks: conceptual clarification", Soc. Networks 1, 215–239, 1979,
/// doi:10.1016/0378-8733(78)90021-7. Checked against `centralization` of R's sna and, in igraph's terms,
/// `centralization_degree` without loops.
#[must_use]
pub fn degree_centralization(graph: &Graph) -> Option<f64> {
    let nodes = graph.nodes();
    if nodes < 3 {
        return None;
    }
    let greatest = (0..nodes).map(|it| graph.degree(it)).max()?;
    let shortfall = greatest as u128 * nodes as u128 - 2 * graph.ties() as u128;
    Some(shortfall as f64 / ((nodes - 1) as f64 * (nodes - 2) as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(nodes: usize, ties: &[(u32, u32)]) -> Graph {
        let ties: Vec<_> = ties.iter().map(|it| (it.0, it.1, 1.0)).collect();
        Graph::from_ties(nodes, &ties).expect("right").0
    }

    #[test]
    fn worked_out_by_hand() {
        // Degrees 3, 2, 2, 1, 0.
        let graph = graph(5, &[(0, 1), (0, 2), (0, 3), (1, 2)]);
        assert_eq!(density(&graph), Some(0.4));
        assert_eq!(mean_degree(&graph), Some(1.6));
        assert_eq!(isolates(&graph), [4]);
        assert_eq!(degree_centralization(&graph), Some(7.0 / 12.0));
    }

    #[test]
    fn a_star_is_centralized_wholly_and_a_cycle_not_at_all() {
        assert_eq!(degree_centralization(&graph(4, &[(0, 1), (0, 2), (0, 3)])), Some(1.0));
        assert_eq!(degree_centralization(&graph(4, &[(0, 1), (1, 2), (2, 3), (3, 0)])), Some(0.0));
    }
}
