//! The pairs without a tie that score best.
//!
//! Every pair whose score is above 0 is a candidate; the order is total: greater score first, then the smaller numbers of
//! the nodes. So the result is the same on any number of threads, whatever is left out early.
//!
//! # Cost
//! Time O(Σ d²) at most, where pairs that cannot reach the best found so far are left out; shared among threads; memory
//! O(n + count) for each thread. Preferential attachment: O(m log m).

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};

use rayon::prelude::*;

use super::preferential;
use super::scan::Scan;
use super::scores::{LinkMethod, score};
use crate::error::MeasureError;
use crate::graph::Graph;
use crate::interrupt::Interrupt;
use crate::local::order::Ordered;

/// How many nodes are handled between two looks at the interrupt.
const NODES: usize = 1 << 6;

/// A pair that has no tie, with its score.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Suggestion {
    /// The node of the smaller number.
    pub a: u32,
    /// The other.
    pub b: u32,
    /// The score, above 0.
    pub score: f64,
}

impl Suggestion {
    pub(super) fn new(one: u32, other: u32, score: f64) -> Self {
        Self { a: one.min(other), b: one.max(other), score }
    }

    fn order(&self, other: &Self) -> Ordering {
        other.score.total_cmp(&self.score).then_with(|| (self.a, self.b).cmp(&(other.a, other.b)))
    }
}

/// The `count` best pairs without a tie of all that score above 0, best first; fewer when there are fewer.
///
/// # Errors
/// [`MeasureError::Interrupted`].
pub fn best(
    graph: &Graph,
    method: LinkMethod,
    count: usize,
    interrupt: &Interrupt,
) -> Result<Vec<Suggestion>, MeasureError> {
    if method == LinkMethod::PreferentialAttachment {
        return preferential::best(graph, count, interrupt);
    }
    let ordered = Ordered::by_degree(graph, false, interrupt)?;
    best_of(&Scan::new(&ordered, method), count, interrupt)
}

/// The `count` best pairs without a tie of one node with any other, best first.
///
/// # Errors
/// [`MeasureError::Parameter`] for what is no node; [`MeasureError::Interrupted`].
pub fn best_for(
    graph: &Graph,
    method: LinkMethod,
    node: usize,
    count: usize,
    interrupt: &Interrupt,
) -> Result<Vec<Suggestion>, MeasureError> {
    if node >= graph.nodes() {
        return Err(MeasureError::Parameter { name: "node", problem: "must be a node of the graph" });
    }
    let mut is_candidate = vec![method == LinkMethod::PreferentialAttachment; graph.nodes()];
    if method != LinkMethod::PreferentialAttachment {
        for near in graph.neighbours(node) {
            for other in graph.neighbours(*near as usize) {
                is_candidate[*other as usize] = true;
            }
        }
    }
    for tied in graph.neighbours(node) {
        is_candidate[*tied as usize] = false;
    }
    is_candidate[node] = false;
    let mut best = Best::new(count);
    for other in (0..graph.nodes()).filter(|it| is_candidate[*it]) {
        if other.is_multiple_of(NODES) {
            interrupt.check()?;
        }
        best.offer(Suggestion::new(node as u32, other as u32, score(graph, method, node, other)?));
    }
    Ok(best.finish())
}

/// The best pairs of a scan.
pub(crate) fn best_of(
    scan: &Scan<'_>,
    count: usize,
    interrupt: &Interrupt,
) -> Result<Vec<Suggestion>, MeasureError> {
    if count == 0 {
        return Ok(Vec::new());
    }
    let ordered = scan.ordered();
    // Nodes with many neighbours come first whatever thread takes them, as they raise the floor. Scores are not negative,
    // so their bits are in their order.
    let next = AtomicUsize::new(0);
    let floor = AtomicU64::new(0);
    let found: Result<Vec<Best>, MeasureError> = (0..rayon::current_num_threads())
        .into_par_iter()
        .with_max_len(1)
        .map(|_| {
            let mut best = Best::new(count);
            let mut sums = vec![0.0; ordered.nodes()];
            loop {
                let rank = next.fetch_add(1, Relaxed);
                if rank >= ordered.nodes() {
                    return Ok(best);
                }
                interrupt.check()?;
                let least = f64::from_bits(floor.load(Relaxed));
                scan.of(rank, least, &mut sums, |other, score| {
                    best.offer(Suggestion::new(ordered.node(rank), ordered.node(other), score));
                });
                if let Some(least) = best.floor() {
                    floor.fetch_max(least.to_bits(), Relaxed);
                }
            }
        })
        .collect();
    let mut all = Best::new(count);
    for best in found? {
        best.heap.into_iter().for_each(|it| all.offer(it.0));
    }
    Ok(all.finish())
}

/// The best so many of what is offered.
pub(super) struct Best {
    count: usize,
    heap: BinaryHeap<Worst>,
}

/// A pair, the worse the greater.
struct Worst(Suggestion);

impl Ord for Worst {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.order(&other.0)
    }
}

impl PartialOrd for Worst {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Worst {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Worst {}

impl Best {
    pub(super) fn new(count: usize) -> Self {
        Self { count, heap: BinaryHeap::new() }
    }

    /// Takes a pair in, unless its score is not above 0 or there are enough better ones.
    pub(super) fn offer(&mut self, pair: Suggestion) {
        if pair.score <= 0.0 {
            return;
        }
        if self.heap.len() < self.count {
            self.heap.push(Worst(pair));
        } else if let Some(mut worst) = self.heap.peek_mut()
            && pair.order(&worst.0).is_lt()
        {
            *worst = Worst(pair);
        }
    }

    /// The score below which nothing is taken in any more; none while there is room.
    fn floor(&self) -> Option<f64> {
        self.heap.peek().filter(|_| self.heap.len() >= self.count).map(|it| it.0.score)
    }

    pub(super) fn finish(self) -> Vec<Suggestion> {
        self.heap.into_sorted_vec().into_iter().map(|it| it.0).collect()
    }
}
