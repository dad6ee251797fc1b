//! Eigenvector centrality.

use super::lanczos::{Dominant, Wanted, dominant};
use super::matrix::Matrix;
use crate::error::{MeasureError, Undefined};
use crate::graph::Graph;
use crate::interrupt::Interrupt;
use crate::weights::WeightSemantics;
use crate::whole::components;

/// How near the greatest eigenvalues of two components must be to count as equal, as a share of them.
const EQUAL: f64 = 1e-10;

/// Eigenvector centrality: entries proportional to the sum of those of the neighbours, scaled so that the greatest is 1;
/// from 0 to 1, never null.
///
/// In a disconnected graph the component with the greatest eigenvalue decides: nodes elsewhere have 0, which tells
/// nothing about them. When several components have the same eigenvalue (up to a share of 1e-10), each gets its own
/// vector `u` of length 1 times `Σ uᵢ`: the limit of multiplying a vector of ones with the adjacency matrix plus the
/// identity, and the same in whatever order nodes are numbered. igraph and NetworkX start from degrees and from ones, and
/// so agree with this.
///
/// P. Bonacich, "Factoring and weighting approaches to status scores and clique identification", J. Math. Sociol. 2,
/// 113–120, 1972, doi:10.1080/0022250X.1972.9989806. Solved by a thick-restart Lanczos method until the error is below
/// 1e-13 of the vector's length. Time O(m) for each of some tens of steps, more when the two greatest eigenvalues are
/// close; space O(n). Checked against igraph and a dense eigendecomposition.
///
/// # Errors
/// [`Undefined::NoNodes`], [`Undefined::NoTies`]; [`Undefined::NeedsStrength`] for distances;
/// [`Undefined::NoConvergence`] when the two greatest eigenvalues of a component are so close, as in a path of thousands
/// of nodes, that rounding alone makes errors above 1e-9; [`MeasureError::Interrupted`].
pub fn eigenvector(
    graph: &Graph,
    semantics: WeightSemantics,
    interrupt: &Interrupt,
) -> Result<Vec<f64>, MeasureError> {
    let parts = greatest(graph, semantics, Wanted::Vector, interrupt)?;
    let mut values = vec![0.0; graph.nodes()];
    for part in &parts {
        let share: f64 = part.found.vector.iter().sum();
        match &part.nodes {
            Some(nodes) => {
                for (node, value) in nodes.iter().zip(&part.found.vector) {
                    values[*node as usize] += share * value;
                }
            }
            None => {
                for (sum, value) in values.iter_mut().zip(&part.found.vector) {
                    *sum += share * value;
                }
            }
        }
    }
    let most = values.iter().copied().fold(0.0, f64::max);
    for value in &mut values {
        *value /= most;
    }
    if values.iter().all(|it| it.is_finite()) {
        Ok(values)
    } else {
        Err(MeasureError::NotDefined(Undefined::NoConvergence))
    }
}

/// A component and its greatest eigenvalue.
pub(super) struct Part {
    /// Which node each entry of the vector is; all nodes in order when none.
    nodes: Option<Vec<u32>>,
    pub(super) found: Dominant,
}

/// The components that have the greatest eigenvalue.
pub(super) fn greatest(
    graph: &Graph,
    semantics: WeightSemantics,
    wanted: Wanted,
    interrupt: &Interrupt,
) -> Result<Vec<Part>, MeasureError> {
    let matrix = Matrix::new(graph, semantics)?;
    if graph.ties() == 0 {
        return Err(MeasureError::NotDefined(Undefined::NoTies));
    }
    let sums = matrix.sums();
    let found = components(graph);
    let members = found.members();
    let mut parts: Vec<Part> = Vec::new();
    let mut best = 0.0_f64;
    for nodes in members.iter().filter(|it| it.len() > 1) {
        interrupt.check()?;
        // No eigenvalue is above the greatest sum of a row.
        let most = nodes.iter().map(|it| sums[*it as usize]).fold(0.0, f64::max);
        if most < best * (1.0 - EQUAL) {
            continue;
        }
        let part = if nodes.len() * 2 > graph.nodes() {
            let mut start = vec![0.0; graph.nodes()];
            for node in nodes {
                start[*node as usize] = sums[*node as usize] / most;
            }
            Part { nodes: None, found: dominant(&matrix, &start, nodes.len(), wanted, interrupt)? }
        } else {
            let part = restricted(graph, nodes)?;
            let start: Vec<f64> = nodes.iter().map(|it| sums[*it as usize] / most).collect();
            let found = dominant(&matrix.of(&part)?, &start, nodes.len(), wanted, interrupt)?;
            Part { nodes: Some(nodes.clone()), found }
        };
        best = best.max(part.found.value);
        parts.push(part);
    }
    parts.retain(|it| it.found.value >= best * (1.0 - EQUAL));
    Ok(parts)
}

/// The graph of one component; node `i` is its `i`-th member.
fn restricted(graph: &Graph, nodes: &[u32]) -> Result<Graph, MeasureError> {
    let mut starts = vec![0];
    let mut neighbours = Vec::new();
    let mut weights = Vec::new();
    for node in nodes {
        let node = *node as usize;
        // All neighbours are members, and members are ascending.
        neighbours.extend(
            graph.neighbours(node).iter().filter_map(|it| nodes.binary_search(it).ok()).map(|it| it as u32),
        );
        weights.extend_from_slice(graph.weights(node));
        starts.push(neighbours.len());
    }
    Graph::from_rows(starts, neighbours, weights)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(nodes: usize, ties: &[(u32, u32, f64)]) -> Vec<f64> {
        let (graph, _) = Graph::from_ties(nodes, ties).expect("right");
        eigenvector(&graph, WeightSemantics::Strength, &Interrupt::new()).expect("defined")
    }

    fn near(found: &[f64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-12, "{found} {expected}");
        }
    }

    #[test]
    fn star_and_path_by_hand() {
        near(&values(5, &[(0, 1, 1.0), (0, 2, 1.0), (0, 3, 1.0), (0, 4, 1.0)]), &[1.0, 0.5, 0.5, 0.5, 0.5]);
        let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
        near(&values(4, &[(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0)]), &[golden, 1.0, 1.0, golden]);
    }

    #[test]
    fn weights_are_strengths() {
        // Eigenvalue 5 of 0 −3− 1 −4− 2: entries 3, 5, 4.
        near(&values(3, &[(0, 1, 3.0), (1, 2, 4.0)]), &[0.6, 1.0, 0.8]);
    }

    #[test]
    fn components_with_the_same_eigenvalue_share() {
        // A star of four leaves and a cycle of five both have 2; star: 3 in the middle, 1.5 outside, cycle: 2.
        let mut ties: Vec<_> = (1..5).map(|it| (0, it, 1.0)).collect();
        ties.extend((0..5).map(|it| (5 + it, 5 + (it + 1) % 5, 1.0)));
        ties.push((10, 11, 1.0));
        let third = 2.0 / 3.0;
        let expected = [1.0, 0.5, 0.5, 0.5, 0.5, third, third, third, third, third, 0.0, 0.0, 0.0];
        near(&values(13, &ties), &expected);
    }

    #[test]
    fn a_path_needs_starting_again() {
        let ties: Vec<_> = (1..300).map(|it| (it - 1, it, 1.0)).collect();
        let sine = |it: f64| (std::f64::consts::PI * it / 301.0).sin();
        let most = sine(150.0);
        let expected: Vec<_> = (1..=300).map(|it| sine(f64::from(it)) / most).collect();
        let found = values(300, &ties);
        for (found, expected) in found.iter().zip(&expected) {
            assert!((found - expected).abs() < 1e-9, "{found} {expected}");
        }
    }

    #[test]
    fn what_is_not_defined_says_so() {
        let reason = |nodes: usize, semantics| {
            let (graph, _) = Graph::from_ties(nodes, &[]).expect("right");
            eigenvector(&graph, semantics, &Interrupt::new()).err()
        };
        use MeasureError::NotDefined;
        assert_eq!(reason(0, WeightSemantics::None), Some(NotDefined(Undefined::NoNodes)));
        assert_eq!(reason(2, WeightSemantics::None), Some(NotDefined(Undefined::NoTies)));
        assert_eq!(reason(2, WeightSemantics::Distance), Some(NotDefined(Undefined::NeedsStrength)));
    }
}
