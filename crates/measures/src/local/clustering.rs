//! Clustering: how often two neighbours of a node are tied to each other.
//!
//! # Definition
//! Local: `t / (d (d − 1) / 2)` for a node with `d` neighbours in `t` triangles. Transitivity: three times the triangles
//! over the pairs of ties that share a node, which is the ratio of sums where mean local clustering is the mean of
//! ratios. Weights are not looked at.
//!
//! # Source
//! D. J. Watts, S. H. Strogatz, Nature 393, 440, 1998, doi:10.1038/30918; M. E. J. Newman, S. H. Strogatz, D. J. Watts,
//! Phys. Rev. E 64, 026118, 2001, doi:10.1103/PhysRevE.64.026118.
//!
//! # Cost
//! That of [`triangles`](super::triangles::triangles).

use super::triangles::triangles;
use crate::error::MeasureError;
use crate::graph::Graph;
use crate::interrupt::Interrupt;

/// What a node with fewer than two neighbours counts for in the mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FewNeighbours {
    /// It is left out of the mean (igraph's default).
    LeftOut,
    /// It counts as 0 (NetworkX's default).
    CountsAsZero,
}

/// Local clustering, from 0 to 1; none for nodes with fewer than two neighbours.
///
/// # Errors
/// [`MeasureError::Interrupted`].
pub fn local(graph: &Graph, interrupt: &Interrupt) -> Result<Vec<Option<f64>>, MeasureError> {
    Ok(of_triangles(graph, &triangles(graph, interrupt)?))
}

/// Transitivity, from 0 to 1; none when no two ties share a node.
///
/// # Errors
/// [`MeasureError::Interrupted`].
pub fn transitivity(graph: &Graph, interrupt: &Interrupt) -> Result<Option<f64>, MeasureError> {
    Ok(transitivity_of(graph, &triangles(graph, interrupt)?))
}

/// The transitivity and the mean local clustering, as [`transitivity`] and [`mean_local`] give them, from one count of the
/// triangles.
///
/// # Errors
/// [`MeasureError::Interrupted`].
pub fn transitivity_and_mean_local(
    graph: &Graph,
    few: FewNeighbours,
    interrupt: &Interrupt,
) -> Result<(Option<f64>, Option<f64>), MeasureError> {
    let triangles = triangles(graph, interrupt)?;
    Ok((transitivity_of(graph, &triangles), mean(&of_triangles(graph, &triangles), few)))
}

/// Transitivity from the number of triangles that each node is in.
fn transitivity_of(graph: &Graph, triangles: &[u64]) -> Option<f64> {
    let closed: u128 = triangles.iter().copied().map(u128::from).sum();
    let all: u128 = (0..graph.nodes()).map(|it| pairs(graph.degree(it))).sum();
    (all > 0).then(|| closed as f64 / all as f64)
}

/// The mean of local clustering, from 0 to 1; none when there is no node to take it of.
///
/// # Errors
/// [`MeasureError::Interrupted`].
pub fn mean_local(
    graph: &Graph,
    few: FewNeighbours,
    interrupt: &Interrupt,
) -> Result<Option<f64>, MeasureError> {
    Ok(mean(&local(graph, interrupt)?, few))
}

/// The mean of local clustering that is known already.
#[must_use]
pub fn mean(local: &[Option<f64>], few: FewNeighbours) -> Option<f64> {
    let known = local.iter().flatten();
    let count = match few {
        FewNeighbours::LeftOut => known.clone().count(),
        FewNeighbours::CountsAsZero => local.len(),
    };
    (count > 0).then(|| known.sum::<f64>() / count as f64)
}

pub(super) fn of_triangles(graph: &Graph, triangles: &[u64]) -> Vec<Option<f64>> {
    let of = |(node, closed): (usize, &u64)| match pairs(graph.degree(node)) {
        0 => None,
        all => Some(*closed as f64 / all as f64),
    };
    triangles.iter().enumerate().map(of).collect()
}

fn pairs(degree: usize) -> u128 {
    let degree = degree as u128;
    degree * degree.saturating_sub(1) / 2
}
