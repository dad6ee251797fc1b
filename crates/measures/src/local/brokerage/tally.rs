//! Counting the triples that a node stands in the middle of.

use super::super::closure::{Closed, Closure};
use super::role::BrokerageRoles;
use super::{Brokerage, assemble};
use crate::error::MeasureError;
use crate::graph::Graph;
use crate::interrupt::Interrupt;

/// How many nodes are handled between two looks at the interrupt.
const NODES: usize = 1 << 10;

/// The groups of a graph's nodes, by their places in ascending order of their numbers.
pub(in super::super) struct Groups {
    /// By node: the place of its group.
    pub(in super::super) of: Vec<Option<u32>>,
    /// The numbers of the groups, ascending.
    pub(super) numbers: Vec<u32>,
    /// The nodes of each.
    pub(super) sizes: Vec<u64>,
}

pub(in super::super) fn places(graph: &Graph, groups: &[Option<u32>]) -> Result<Groups, MeasureError> {
    if groups.len() != graph.nodes() {
        return Err(MeasureError::Parameter { name: "groups", problem: "must have one entry for each node" });
    }
    let mut numbers: Vec<u32> = groups.iter().copied().flatten().collect();
    numbers.sort_unstable();
    let sizes = numbers.chunk_by(|x, y| x == y).map(|it| it.len() as u64).collect();
    numbers.dedup();
    let place = |it: &Option<u32>| it.and_then(|it| numbers.binary_search(&it).ok()).map(|it| it as u32);
    let of = groups.iter().map(place).collect();
    Ok(Groups { of, numbers, sizes })
}

/// The triples of which all three are tied, by rank of the middle, as ties come in.
pub(in super::super) struct Tally {
    closed: Vec<BrokerageRoles<u64>>,
    ties: u64,
}

impl Tally {
    pub(in super::super) fn new(nodes: usize) -> Self {
        Self { closed: vec![BrokerageRoles::default(); nodes], ties: 0 }
    }

    /// Takes a tie with what closes over it: each end is a middle, the other end and a shared neighbour are its two sides.
    pub(in super::super) fn add(
        &mut self,
        closure: &Closure,
        groups: &Groups,
        first: usize,
        second: usize,
        closed: &Closed,
    ) {
        let group = |rank: usize| groups.of[closure.ordered.node(rank) as usize];
        let (Some(of_first), Some(of_second)) = (group(first), group(second)) else {
            return;
        };
        self.ties += 1;
        for (middle, own, other) in
            [(first, closed.in_first, closed.in_second), (second, closed.in_second, closed.in_first)]
        {
            let sums = &mut self.closed[middle];
            sums.total += u64::from(closed.grouped);
            if of_first == of_second {
                sums.coordinator += u64::from(own);
            } else {
                sums.itinerant += u64::from(other);
                sums.representative += u64::from(own);
            }
        }
    }

    /// Takes what is closed from all triples.
    pub(in super::super) fn finish(
        self,
        graph: &Graph,
        groups: Groups,
        closure: &Closure,
        interrupt: &Interrupt,
    ) -> Result<Brokerage, MeasureError> {
        let closed = closure.ordered.by_node(&self.closed);
        let mut scores = Vec::with_capacity(graph.nodes());
        let mut counts = vec![0_u64; groups.sizes.len()];
        for (node, closed) in closed.iter().enumerate() {
            if node.is_multiple_of(NODES) {
                interrupt.check()?;
            }
            scores.push(groups.of[node].map(|own| open(graph, &groups, node, own, closed, &mut counts)));
        }
        Ok(assemble(groups, scores, self.ties))
    }
}

/// The open triples around a node; `counts` is all zero before and after.
fn open(
    graph: &Graph,
    groups: &Groups,
    node: usize,
    own: u32,
    closed: &BrokerageRoles<u64>,
    counts: &mut [u64],
) -> BrokerageRoles<u64> {
    let near = || graph.neighbours(node).iter().filter_map(|it| groups.of[*it as usize]);
    let mut degree = 0;
    for group in near() {
        counts[group as usize] += 1;
        degree += 1;
    }
    let same = counts[own as usize];
    counts[own as usize] = 0;
    let mut alike = 0;
    for group in near() {
        let count = std::mem::take(&mut counts[group as usize]);
        alike += count * count.saturating_sub(1);
    }
    let coordinator = same * same.saturating_sub(1) - closed.coordinator;
    let itinerant = alike - closed.itinerant;
    let representative = same * (degree - same) - closed.representative;
    let total = degree * degree.saturating_sub(1) - closed.total;
    let liaison = total - coordinator - itinerant - 2 * representative;
    BrokerageRoles { coordinator, itinerant, representative, gatekeeper: representative, liaison, total }
}
