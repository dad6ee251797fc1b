//! Shortest paths from one node, with all ties that lie on one.

use std::cmp::Ordering;

use crate::error::MeasureError;
use crate::graph::Graph;
use crate::interrupt::Interrupt;
use crate::paths::heap::{Heap, Queued};
use crate::paths::length::Metric;

/// No entry.
const NONE: u32 = u32::MAX;
/// Nodes settled between two looks at the interrupt.
const STRIDE: usize = 256;

/// A search by the algorithm of E. W. Dijkstra (Numerische Mathematik 1, 1959, doi:10.1007/BF01386390) that compares
/// lengths exactly and keeps every tie over which a node is reached on a shortest path. O(m log n) comparisons; its
/// memory is used again by the next run.
pub(crate) struct Search<'a, M: Metric> {
    graph: &'a Graph,
    tree: Tree<'a, M>,
    heap: Heap,
    order: Vec<u32>,
    /// For each node the newest of its predecessors.
    newest: Vec<u32>,
    /// Predecessors, each with the next older one of the same node.
    predecessors: Vec<(u32, u32)>,
}

/// One shortest path to each node that was reached.
struct Tree<'a, M: Metric> {
    metric: &'a M,
    totals: Vec<M::Total>,
    parents: Vec<u32>,
    places: Vec<usize>,
}

/// A path: a tie at the end of a path of the tree.
struct Candidate<T> {
    total: T,
    parent: u32,
    place: usize,
}

impl<M: Metric> Tree<'_, M> {
    fn of(&self, node: u32) -> Candidate<M::Total> {
        let at = node as usize;
        Candidate { total: self.totals[at], parent: self.parents[at], place: self.places[at] }
    }

    fn compare(&self, one: &Candidate<M::Total>, other: &Candidate<M::Total>) -> Ordering {
        self.metric.compare(one.total, other.total).unwrap_or_else(|| {
            let (mut one, mut other) = (self.ties(one), self.ties(other));
            while let (Some(x), Some(y)) = (one.last(), other.last())
                && x == y
            {
                one.pop();
                other.pop();
            }
            self.metric.compare_ties(&one, &other)
        })
    }

    fn is_less(&self, one: u32, other: u32) -> bool {
        match self.metric.compare(self.totals[one as usize], self.totals[other as usize]) {
            Some(order) => order.is_lt(),
            None => self.compare(&self.of(one), &self.of(other)).is_lt(),
        }
    }

    /// The places of the ties of a path, the last tie first.
    fn ties(&self, path: &Candidate<M::Total>) -> Vec<usize> {
        let mut ties = Vec::new();
        let (mut parent, mut place) = (path.parent, path.place);
        while parent != NONE {
            ties.push(place);
            place = self.places[parent as usize];
            parent = self.parents[parent as usize];
        }
        ties
    }
}

impl<'a, M: Metric> Search<'a, M> {
    /// A search that has found nothing yet.
    pub(crate) fn new(graph: &'a Graph, metric: &'a M) -> Self {
        let nodes = graph.nodes();
        Self {
            graph,
            tree: Tree {
                metric,
                totals: vec![metric.zero(); nodes],
                parents: vec![NONE; nodes],
                places: vec![0; nodes],
            },
            heap: Heap::new(nodes),
            order: Vec::new(),
            newest: vec![NONE; nodes],
            predecessors: Vec::new(),
        }
    }

    /// Finds the shortest paths from a node, until another one is settled when that is given, over steps `(from, to)`
    /// that are allowed.
    pub(crate) fn run(
        &mut self,
        source: u32,
        until: Option<u32>,
        is_allowed: impl Fn(u32, u32) -> bool,
        interrupt: &Interrupt,
    ) -> Result<(), MeasureError> {
        self.heap.clear();
        self.order.clear();
        self.predecessors.clear();
        self.newest.fill(NONE);
        self.tree.totals[source as usize] = self.tree.metric.zero();
        self.tree.parents[source as usize] = NONE;
        self.heap.push(source, |_, _| false);
        while let Some(node) = self.heap.pop(|x, y| self.tree.is_less(x, y)) {
            if self.order.len().is_multiple_of(STRIDE) {
                interrupt.check()?;
            }
            self.order.push(node);
            if until == Some(node) {
                break;
            }
            self.relax(node, &is_allowed);
        }
        Ok(())
    }

    fn relax(&mut self, node: u32, is_allowed: &impl Fn(u32, u32) -> bool) {
        let total = self.tree.totals[node as usize];
        for place in self.graph.row(node as usize) {
            let other = self.graph.neighbour_at(place);
            let state = self.heap.state(other);
            if state == Queued::Taken || !is_allowed(node, other) {
                continue;
            }
            let total = self.tree.metric.extend(total, place);
            let known = match state {
                Queued::Never => Some(Ordering::Less),
                _ => self.tree.metric.compare(total, self.tree.totals[other as usize]),
            };
            let order = known.unwrap_or_else(|| {
                let path = Candidate { total, parent: node, place };
                self.tree.compare(&path, &self.tree.of(other))
            });
            if order.is_lt() {
                self.newest[other as usize] = NONE;
                self.tree.totals[other as usize] = total;
                self.tree.parents[other as usize] = node;
                self.tree.places[other as usize] = place;
                self.heap.push(other, |x, y| self.tree.is_less(x, y));
            }
            if order.is_le() {
                self.predecessors.push((node, self.newest[other as usize]));
                self.newest[other as usize] = (self.predecessors.len() - 1) as u32;
            }
        }
    }

    /// The nodes that were settled, nearest first; the source is the first.
    pub(crate) fn order(&self) -> &[u32] {
        &self.order
    }

    /// Whether a node was settled.
    pub(crate) fn is_settled(&self, node: u32) -> bool {
        self.heap.state(node) == Queued::Taken
    }

    /// The length of the shortest path to a node that was settled.
    pub(crate) fn value(&self, node: u32) -> f64 {
        self.tree.metric.value(self.tree.totals[node as usize])
    }

    /// The nodes from which a settled node is reached on a shortest path.
    pub(crate) fn predecessors(&self, node: u32) -> impl Iterator<Item = u32> + '_ {
        let mut at = self.newest[node as usize];
        std::iter::from_fn(move || {
            let (predecessor, next) = self.predecessors.get(at as usize)?;
            at = *next;
            Some(*predecessor)
        })
    }
}
