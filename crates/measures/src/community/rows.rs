//! The rows of a graph at one level of an algorithm that aggregates nodes.

use std::ops::Range;

use super::leiden::Objective;
use crate::graph::Graph;
use crate::interrupt::Interrupt;

/// The ties of one node.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) neighbours: &'a [u32],
    /// Beside the neighbours; empty when each weighs 1.
    pub(super) weights: &'a [f64],
}

impl Row<'_> {
    /// Looks at every neighbour and the weight of the tie to it.
    #[inline(always)]
    pub(super) fn each(self, mut look: impl FnMut(usize, f64)) {
        if self.weights.is_empty() {
            for other in self.neighbours {
                look(*other as usize, 1.0);
            }
        } else {
            for (other, weight) in self.neighbours.iter().zip(self.weights) {
                look(*other as usize, *weight);
            }
        }
    }
}

/// Nodes and their ties, without ties of a node to itself.
pub(super) trait Rows: Sync {
    fn nodes(&self) -> usize;
    fn row(&self, node: usize) -> Row<'_>;
}

/// The graph itself, its weights looked at or not.
pub(super) struct Flat<'a> {
    pub(super) graph: &'a Graph,
    pub(super) is_weighted: bool,
}

impl Rows for Flat<'_> {
    fn nodes(&self) -> usize {
        self.graph.nodes()
    }

    #[inline]
    fn row(&self, node: usize) -> Row<'_> {
        let weights = if self.is_weighted { self.graph.weights(node) } else { &[] };
        Row { neighbours: self.graph.neighbours(node), weights }
    }
}

/// A graph whose nodes are groups of nodes; neighbours are in no order.
pub(super) struct Coarse {
    pub(super) starts: Vec<usize>,
    pub(super) neighbours: Vec<u32>,
    pub(super) weights: Vec<f64>,
}

impl Rows for Coarse {
    fn nodes(&self) -> usize {
        self.starts.len() - 1
    }

    #[inline]
    fn row(&self, node: usize) -> Row<'_> {
        let row = self.starts[node]..self.starts[node + 1];
        Row { neighbours: &self.neighbours[row.clone()], weights: &self.weights[row] }
    }
}

/// A level of aggregation while it is worked on.
pub(super) struct Level<'a, R> {
    pub(super) rows: &'a R,
    /// What each node counts for: its strength or how many nodes went into it.
    pub(super) mass: &'a [f64],
    pub(super) objective: &'a Objective,
    pub(super) interrupt: &'a Interrupt,
}

/// Sums under keys below a bound, most of which are zero. Each sum has two lanes that take turns, as adding to the same
/// number again has to wait for the last time.
pub(super) struct Sums {
    sums: Vec<[f64; 2]>,
    keys: Vec<u32>,
    count: usize,
}

impl Sums {
    pub(super) fn new(bound: usize) -> Self {
        Self { sums: vec![[0.0; 2]; bound], keys: vec![0; bound + 1], count: 0 }
    }

    /// Adds the positive weights of a row under the keys of the neighbours.
    #[inline(always)]
    pub(super) fn add_row(&mut self, row: Row<'_>, key: impl Fn(usize) -> u32) {
        let (pairs, last) = row.neighbours.as_chunks::<2>();
        if row.weights.is_empty() {
            for [one, other] in pairs {
                self.add::<0>(key(*one as usize), 1.0);
                self.add::<1>(key(*other as usize), 1.0);
            }
            if let [one] = last {
                self.add::<0>(key(*one as usize), 1.0);
            }
        } else {
            let (weights, last_weight) = row.weights.as_chunks::<2>();
            for ([one, other], weights) in pairs.iter().zip(weights) {
                self.add::<0>(key(*one as usize), weights[0]);
                self.add::<1>(key(*other as usize), weights[1]);
            }
            if let ([one], [weight]) = (last, last_weight) {
                self.add::<0>(key(*one as usize), *weight);
            }
        }
    }

    #[inline(always)]
    fn add<const LANE: usize>(&mut self, key: u32, number: f64) {
        let sum = &mut self.sums[key as usize];
        // Without a branch, which would be guessed wrong too often.
        self.keys[self.count] = key;
        self.count += usize::from(sum[0].to_bits() | sum[1].to_bits() == 0);
        sum[LANE] += number;
    }

    #[inline]
    pub(super) fn of(&self, key: u32) -> f64 {
        let [one, other] = self.sums[key as usize];
        one + other
    }

    /// The keys with a sum, in the order in which they came first.
    #[inline]
    pub(super) fn keys(&self) -> &[u32] {
        &self.keys[..self.count]
    }

    /// Makes all sums zero.
    #[inline]
    pub(super) fn clear(&mut self) {
        for key in &self.keys[..self.count] {
            self.sums[*key as usize] = [0.0; 2];
        }
        self.count = 0;
    }
}

/// Nodes sorted by their group: those of group `g` are `nodes[starts[g]..starts[g + 1]]`, ascending.
pub(super) struct Members {
    pub(super) starts: Vec<usize>,
    pub(super) nodes: Vec<u32>,
}

impl Members {
    /// Sorts nodes by group; groups are `0..count`.
    pub(super) fn new(of: &[u32], count: usize) -> Self {
        let mut starts = vec![0_usize; count + 1];
        for group in of {
            starts[*group as usize + 1] += 1;
        }
        for group in 0..count {
            starts[group + 1] += starts[group];
        }
        let mut ends = starts.clone();
        let mut nodes = vec![0_u32; of.len()];
        for (node, group) in (0_u32..).zip(of) {
            let end = &mut ends[*group as usize];
            nodes[*end] = node;
            *end += 1;
        }
        Self { starts, nodes }
    }

    pub(super) fn count(&self) -> usize {
        self.starts.len() - 1
    }

    pub(super) fn of(&self, group: usize) -> &[u32] {
        &self.nodes[self.starts[group]..self.starts[group + 1]]
    }

    /// Cuts the groups into runs of about equal work; how, depends on the groups and rows only.
    pub(super) fn runs(&self, rows: &impl Rows) -> Vec<Range<usize>> {
        const RUNS: usize = 32;
        let work = |group: usize| -> usize {
            self.of(group).iter().map(|it| rows.row(*it as usize).neighbours.len() + 4).sum()
        };
        let works: Vec<usize> = (0..self.count()).map(work).collect();
        let enough = works.iter().sum::<usize>() / RUNS + 1;
        let mut runs = Vec::with_capacity(RUNS + 1);
        let (mut first, mut done) = (0, 0);
        for (group, work) in works.iter().enumerate() {
            done += work;
            if done >= enough {
                runs.push(first..group + 1);
                (first, done) = (group + 1, 0);
            }
        }
        if first < self.count() {
            runs.push(first..self.count());
        }
        runs
    }
}

/// Numbers groups anew without gaps, in the order in which they come first; returns how many there are. All numbers are
/// below `bound`.
pub(super) fn number_anew(of: &mut [u32], bound: usize) -> usize {
    let mut new = vec![u32::MAX; bound];
    let mut count = 0;
    for group in of {
        let number = &mut new[*group as usize];
        if *number == u32::MAX {
            *number = count;
            count += 1;
        }
        *group = *number;
    }
    count as usize
}
