//! The nodes of a graph by degree, for algorithms that look at a pair of nodes from the end with more neighbours.

use std::cmp::Reverse;

use crate::error::MeasureError;
use crate::graph::Graph;
use crate::interrupt::Interrupt;

/// How many nodes are handled between two looks at the interrupt.
const NODES: usize = 1 << 10;

/// A graph whose nodes are numbered anew by rank: the most neighbours first, equal ones by node number. Neighbours are
/// ascending ranks, so a row goes from its best to its least connected neighbour.
///
/// Time O(n log n + m), memory as the graph's.
#[derive(Debug)]
pub(crate) struct Ordered {
    nodes: Vec<u32>,
    starts: Vec<usize>,
    neighbours: Vec<u32>,
    /// Beside `neighbours`; empty when weights are not asked for or all are 1.
    weights: Vec<f64>,
}

impl Ordered {
    pub(crate) fn by_degree(
        graph: &Graph,
        weighted: bool,
        interrupt: &Interrupt,
    ) -> Result<Self, MeasureError> {
        let weighted = weighted && graph.is_weighted();
        let mut nodes: Vec<u32> = (0..graph.nodes() as u32).collect();
        nodes.sort_unstable_by_key(|it| (Reverse(graph.degree(*it as usize)), *it));
        let mut ranks = vec![0_u32; nodes.len()];
        let mut starts = Vec::with_capacity(nodes.len() + 1);
        starts.push(0);
        let mut end = 0;
        for (rank, node) in (0_u32..).zip(&nodes) {
            ranks[*node as usize] = rank;
            end += graph.degree(*node as usize);
            starts.push(end);
        }
        let mut ends = starts.clone();
        let mut neighbours = vec![0_u32; end];
        let mut weights = vec![0.0; if weighted { end } else { 0 }];
        // Ranks come in ascending order, so every row is filled in ascending order.
        for (rank, node) in (0_u32..).zip(&nodes) {
            if (rank as usize).is_multiple_of(NODES) {
                interrupt.check()?;
            }
            for place in graph.row(*node as usize) {
                let end = &mut ends[ranks[graph.neighbour_at(place) as usize] as usize];
                neighbours[*end] = rank;
                if weighted {
                    weights[*end] = graph.weight_at(place);
                }
                *end += 1;
            }
        }
        Ok(Self { nodes, starts, neighbours, weights })
    }

    pub(crate) fn nodes(&self) -> usize {
        self.nodes.len()
    }

    /// The node of a rank.
    pub(crate) fn node(&self, rank: usize) -> u32 {
        self.nodes[rank]
    }

    pub(crate) fn is_weighted(&self) -> bool {
        !self.weights.is_empty()
    }

    pub(crate) fn degree(&self, rank: usize) -> usize {
        self.starts[rank + 1] - self.starts[rank]
    }

    /// The ranks of the neighbours, ascending.
    pub(crate) fn row(&self, rank: usize) -> &[u32] {
        &self.neighbours[self.starts[rank]..self.starts[rank + 1]]
    }

    /// The weights beside [`Ordered::row`]; empty when every tie weighs 1.
    pub(crate) fn weights(&self, rank: usize) -> &[f64] {
        if self.weights.is_empty() { &[] } else { &self.weights[self.starts[rank]..self.starts[rank + 1]] }
    }

    /// Where in a row the neighbours of a greater rank begin.
    pub(crate) fn after(&self, rank: usize) -> usize {
        self.row(rank).partition_point(|it| *it as usize <= rank)
    }

    /// Values by rank turned into values by node.
    pub(crate) fn by_node<T: Clone + Default>(&self, by_rank: &[T]) -> Vec<T> {
        let mut by_node = vec![T::default(); by_rank.len()];
        for (node, value) in self.nodes.iter().zip(by_rank) {
            by_node[*node as usize] = value.clone();
        }
        by_node
    }
}

/// Cuts `0..costs.len()` into runs that cost about `task` each, in order; where they are cut depends on the costs only.
pub(crate) fn cut(costs: impl Iterator<Item = u64>, task: u64) -> Vec<std::ops::Range<usize>> {
    let mut runs = Vec::new();
    let (mut first, mut end, mut sum) = (0, 0, 0_u64);
    for cost in costs {
        end += 1;
        sum = sum.saturating_add(cost);
        if sum >= task {
            runs.push(first..end);
            (first, sum) = (end, 0);
        }
    }
    if first < end {
        runs.push(first..end);
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_go_by_degree_and_rows_ascend() {
        let ties = [(0, 3, 2.0), (3, 1, 3.0), (3, 2, 4.0), (1, 2, 5.0)];
        let graph = Graph::from_ties(5, &ties).expect("right").0;
        let it = Ordered::by_degree(&graph, true, &Interrupt::new()).expect("not stopped");
        assert_eq!((0..5).map(|rank| it.node(rank)).collect::<Vec<_>>(), [3, 1, 2, 0, 4]);
        assert_eq!(it.row(0), [1, 2, 3]);
        assert_eq!(it.weights(0), [3.0, 4.0, 2.0]);
        assert_eq!((it.row(1), it.after(1), it.degree(4)), (&[0, 2][..], 1, 0));
        assert_eq!(it.by_node(&[9, 8, 7, 6, 5]), [6, 8, 7, 9, 5]);
    }

    #[test]
    fn runs_cover_everything_once() {
        assert_eq!(cut([1, 1, 5, 0, 1].into_iter(), 2), [0..2, 2..3, 3..5]);
        assert!(cut(std::iter::empty(), 2).is_empty());
    }
}
