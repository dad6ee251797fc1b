//! The mixing matrix: how many ties there are within and between categories.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::error::MeasureError;
use crate::graph::Graph;

/// Nodes that one task takes.
const CHUNK: usize = 512;

/// The ties within one category or between two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MixingCell {
    /// The smaller category.
    pub a: u32,
    /// The other, or the same.
    pub b: u32,
    /// How many ties; at least 1.
    pub ties: u64,
}

/// How categories mix.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Mixing {
    /// Assortativity by category; see [`crate::whole::assortativity::by_category`].
    pub assortativity: Option<f64>,
    /// The cells that have ties, in order of their categories.
    pub cells: Vec<MixingCell>,
    /// The ties between nodes that have a category.
    pub ties: u64,
    /// The nodes without a category.
    pub nodes_left_out: u64,
    /// The ties of nodes without a category.
    pub ties_left_out: u64,
}

/// Counts ties by the categories of their ends. Ties count one each, whatever they weigh; nodes without a category are
/// left out together with their ties. M. E. J. Newman, Phys. Rev. E 67, 026126, 2003, doi:10.1103/PhysRevE.67.026126.
///
/// Time O(n log n + m + c log c) for `c` cells, space O(n + c).
///
/// # Errors
/// [`MeasureError::Parameter`] when there is not one entry of `groups` for each node.
pub fn mixing(graph: &Graph, groups: &[Option<u32>]) -> Result<Mixing, MeasureError> {
    let categories = Categories::new(graph, groups)?;
    let count = categories.names.len();
    let mut cells = Vec::new();
    let mut ends = vec![0_u64; count];
    let (mut ties, mut inside) = (0, 0);
    let mut row = vec![0_u64; count];
    let mut touched = BTreeSet::new();
    for (category, members) in categories.members().iter().enumerate() {
        for node in members {
            for neighbour in graph.neighbours(*node as usize) {
                let Some(other) = categories.of[*neighbour as usize] else { continue };
                ends[category] += 1;
                if row[other as usize] == 0 {
                    touched.insert(other);
                }
                row[other as usize] += 1;
            }
        }
        while let Some(other) = touched.pop_first() {
            let seen = std::mem::take(&mut row[other as usize]);
            let (a, b) = (categories.names[category], categories.names[other as usize]);
            let found = if a == b { seen / 2 } else { seen };
            if a <= b {
                cells.push(MixingCell { a, b, ties: found });
                ties += found;
                inside += if a == b { found } else { 0 };
            }
        }
    }
    Ok(Mixing {
        assortativity: assortativity(&ends, inside),
        cells,
        ties,
        nodes_left_out: categories.of.iter().filter(|it| it.is_none()).count() as u64,
        ties_left_out: graph.ties() as u64 - ties,
    })
}

/// Assortativity of the ends of ties in each category and the ties inside categories.
pub(super) fn assortativity(ends: &[u64], inside: u64) -> Option<f64> {
    // Σ a² = Σ ends² / (2m)²; whole numbers, so that 1 − Σ a² is 0 just when it is.
    let all: u128 = ends.iter().map(|it| u128::from(*it)).sum();
    let squares: u128 = ends.iter().map(|it| u128::from(*it).pow(2)).sum();
    let (above, below) = ((2 * u128::from(inside) * all) as i128 - squares as i128, all.pow(2) - squares);
    (below > 0).then(|| above as f64 / below as f64)
}

/// The categories of nodes, numbered without gaps in order of their names.
pub(super) struct Categories {
    pub(super) names: Vec<u32>,
    pub(super) of: Vec<Option<u32>>,
}

impl Categories {
    pub(super) fn new(graph: &Graph, groups: &[Option<u32>]) -> Result<Self, MeasureError> {
        if groups.len() != graph.nodes() {
            return Err(MeasureError::Parameter { name: "groups", problem: "must be one for each node" });
        }
        let mut names: Vec<u32> = groups.iter().flatten().copied().collect();
        names.sort_unstable();
        names.dedup();
        let of = groups
            .iter()
            .map(|it| it.and_then(|name| names.binary_search(&name).ok()).map(|it| it as u32))
            .collect();
        Ok(Self { names, of })
    }

    /// For each node, how many neighbours lie in its category and how many in others; none for a node without one.
    pub(super) fn neighbours(&self, graph: &Graph) -> Vec<Option<(u64, u64)>> {
        // No category has this number, as there are fewer than nodes.
        const NONE: u32 = u32::MAX;
        let of: Vec<u32> = self.of.iter().map(|it| it.unwrap_or(NONE)).collect();
        let is_whole = !of.contains(&NONE);
        let count = |node: usize| {
            let (own, neighbours) = (of[node], graph.neighbours(node));
            let same: usize = neighbours.iter().map(|it| usize::from(of[*it as usize] == own)).sum();
            let none: usize = match is_whole {
                true => 0,
                false => neighbours.iter().map(|it| usize::from(of[*it as usize] == NONE)).sum(),
            };
            (own != NONE).then(|| (same as u64, (neighbours.len() - same - none) as u64))
        };
        (0..graph.nodes()).into_par_iter().with_min_len(CHUNK).map(count).collect()
    }

    /// The nodes of each category, ascending.
    fn members(&self) -> Vec<Vec<u32>> {
        let mut members = vec![Vec::new(); self.names.len()];
        for (node, category) in self.of.iter().enumerate() {
            if let Some(category) = category {
                members[*category as usize].push(node as u32);
            }
        }
        members
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_triangles_with_a_bridge() {
        let ties = [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3), (2, 3), (5, 6)];
        let ties: Vec<_> = ties.iter().map(|it| (it.0, it.1, 1.0)).collect();
        let (graph, _) = Graph::from_ties(7, &ties).expect("right");
        let groups = [Some(9), Some(9), Some(9), Some(4), Some(4), Some(4), None];
        let found = mixing(&graph, &groups).expect("right");
        let cell = |a, b, ties| MixingCell { a, b, ties };
        assert_eq!(found.cells, [cell(4, 4, 3), cell(4, 9, 1), cell(9, 9, 3)]);
        assert_eq!((found.ties, found.nodes_left_out, found.ties_left_out), (7, 1, 1));
        // e: 6/7 inside; a: half each; (6/7 − 1/2) / (1 − 1/2) = 5/7.
        assert_eq!(found.assortativity, Some(5.0 / 7.0));
        let one = mixing(&graph, &[Some(1); 7]).expect("right");
        assert_eq!(one.assortativity, None);
        let none = mixing(&graph, &[None; 7]).expect("right");
        assert_eq!((none.assortativity, none.ties_left_out), (None, 8));
        assert!(mixing(&graph, &[]).is_err());
    }
}
