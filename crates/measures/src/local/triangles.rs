//! Triangles: three nodes tied to each other.
//!
//! # Source
//! N. Chiba, T. Nishizeki, SIAM J. Comput. 14, 210, 1985, doi:10.1137/0214017; M. Latapy, Theor. Comput. Sci. 407, 458,
//! 2008, doi:10.1016/j.tcs.2008.07.017 (the forward method on nodes ordered by degree).
//!
//! # Cost
//! Time O(m √m) at most, shared among threads; memory O(n + m), and O(n) for each of at most 64 runs of nodes.
//!
//! # Determinism
//! Counts are whole numbers, so their sums are the same in any order.
//!
//! # Checked against
//! Hand-made networks, and looking at all triples in the tests.

use rayon::prelude::*;

use super::order::{Ordered, cut};
use crate::error::MeasureError;
use crate::graph::Graph;
use crate::interrupt::Interrupt;

/// The most runs of nodes that are counted apart.
const RUNS: u64 = 64;

/// About how many steps a run takes at least.
const TASK: u64 = 1 << 20;

/// The number of triangles that each node is part of. Their sum is three times the number of triangles.
///
/// # Errors
/// [`MeasureError::Interrupted`].
pub fn triangles(graph: &Graph, interrupt: &Interrupt) -> Result<Vec<u64>, MeasureError> {
    let ordered = Ordered::by_degree(graph, false, interrupt)?;
    // Each tie is looked at from the end with fewer neighbours; a node of great rank has few of them.
    let before: Vec<usize> = (0..ordered.nodes())
        .map(|it| ordered.row(it).partition_point(|other| (*other as usize) < it))
        .collect();
    let cost = |node: usize| {
        ordered.row(node)[..before[node]].iter().map(|it| before[*it as usize] as u64 + 1).sum::<u64>()
    };
    let costs: Vec<u64> = (0..ordered.nodes()).map(cost).collect();
    let task = TASK.max(costs.iter().sum::<u64>() / RUNS);
    let runs = cut(costs.into_iter(), task);
    let counted: Result<Vec<Vec<u64>>, MeasureError> = runs
        .into_par_iter()
        .map(|run| {
            let mut counts = vec![0_u64; ordered.nodes()];
            let mut is_near = vec![false; ordered.nodes()];
            for node in run {
                interrupt.check()?;
                count(&ordered, &before, node, &mut is_near, &mut counts);
            }
            Ok(counts)
        })
        .collect();
    let mut sums = vec![0_u64; ordered.nodes()];
    for counts in counted? {
        for (sum, count) in sums.iter_mut().zip(counts) {
            *sum += count;
        }
    }
    Ok(ordered.by_node(&sums))
}

/// Counts the triangles whose node of the greatest rank is `node`.
fn count(ordered: &Ordered, before: &[usize], node: usize, is_near: &mut [bool], counts: &mut [u64]) {
    let near = &ordered.row(node)[..before[node]];
    for other in near {
        is_near[*other as usize] = true;
    }
    let mut all = 0;
    for second in near {
        let second = *second as usize;
        let mut found = 0;
        for third in &ordered.row(second)[..before[second]] {
            let closes = u64::from(is_near[*third as usize]);
            counts[*third as usize] += closes;
            found += closes;
        }
        counts[second] += found;
        all += found;
    }
    counts[node] += all;
    for other in near {
        is_near[*other as usize] = false;
    }
}
