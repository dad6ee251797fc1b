//! What closes over each tie: the neighbours its two ends share. Constraint, effective size, closed triples of brokers and
//! triangles are all sums of it, so they come of one pass.
//!
//! Every tie is looked at once, from the end with more neighbours, whose neighbours are marked; the row of the other end is
//! then run through. Time O(Σ min(d_a, d_b)) over ties, at most O(m √m); memory O(n) for each thread and what one batch
//! of ties needs. The sums over the ties of a node are taken in one fixed order.

use std::ops::Range;

use rayon::prelude::*;

use super::order::{Ordered, cut};
use crate::error::{MeasureError, Undefined};
use crate::graph::Graph;
use crate::interrupt::Interrupt;
use crate::weights::WeightSemantics;

/// About how many ties one batch has.
const BATCH: u64 = 1 << 19;

/// About how many steps one task takes.
const TASK: u64 = 1 << 18;

/// How many sums run beside each other, so that additions need not wait for each other.
const LANES: usize = 4;

/// The key of a neighbour without a group.
const UNGROUPED: u32 = 1;

/// The key that no neighbour has.
const NOBODY: u32 = u32::MAX;

/// What closes over the tie between a first node (of smaller rank) and a second.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Closed {
    /// Σ_q w_1q w_q2 / s_q over shared neighbours `q` of strength `s_q`.
    pub(super) through: f64,
    /// Σ_q w_1q w_q2 over shared neighbours.
    pub(super) product: f64,
    /// The number of shared neighbours.
    pub(super) shared: u32,
    /// Of these, the ones that have a group.
    pub(super) grouped: u32,
    /// Of these, the ones in the group of the first node.
    pub(super) in_first: u32,
    /// Of these, the ones in the group of the second.
    pub(super) in_second: u32,
}

/// Refuses weights that are distances; says whether weights count.
pub(super) fn weights_count(semantics: WeightSemantics) -> Result<bool, MeasureError> {
    match semantics {
        WeightSemantics::None => Ok(false),
        WeightSemantics::Strength => Ok(true),
        WeightSemantics::Distance => Err(MeasureError::NotDefined(Undefined::NeedsStrength)),
    }
}

/// The ordered graph with what the pass needs of each node.
pub(super) struct Closure {
    pub(super) ordered: Ordered,
    /// 1 over the sum of the weights of a node's ties, by rank; 0 for isolates.
    pub(super) shares: Vec<f64>,
    /// By rank: [`UNGROUPED`], or the group's place among the groups and 2; empty when groups are not asked for.
    keys: Vec<u32>,
}

impl Closure {
    /// `groups` gives each node the place of its group among the groups, if it has any.
    pub(super) fn new(
        graph: &Graph,
        semantics: WeightSemantics,
        groups: Option<&[Option<u32>]>,
        interrupt: &Interrupt,
    ) -> Result<Self, MeasureError> {
        let ordered = Ordered::by_degree(graph, weights_count(semantics)?, interrupt)?;
        let ranks = 0..ordered.nodes();
        let strength = |rank| {
            if ordered.is_weighted() {
                ordered.weights(rank).iter().sum()
            } else {
                ordered.degree(rank) as f64
            }
        };
        let share = |strength: f64| if strength > 0.0 { 1.0 / strength } else { 0.0 };
        let shares = ranks.clone().map(|rank| share(strength(rank))).collect();
        let key = |groups: &[Option<u32>], rank| {
            groups.get(ordered.node(rank) as usize).copied().flatten().map_or(UNGROUPED, |it| it + 2)
        };
        let keys = groups.map(|it| ranks.map(|rank| key(it, rank)).collect()).unwrap_or_default();
        Ok(Self { ordered, shares, keys })
    }

    /// Hands over every tie once as ranks `(first, second)`, its weight and what closes over it, in order of ranks.
    pub(super) fn each(
        &self,
        interrupt: &Interrupt,
        mut take: impl FnMut(usize, usize, f64, &Closed),
    ) -> Result<(), MeasureError> {
        let later = |rank: usize| &self.ordered.row(rank)[self.ordered.after(rank)..];
        let batches = cut((0..self.ordered.nodes()).map(|it| later(it).len() as u64), BATCH);
        for batch in batches {
            let cost = |rank: usize| {
                later(rank).iter().map(|it| self.ordered.degree(*it as usize) as u64).sum::<u64>()
            };
            let first = batch.start;
            let tasks = cut(batch.clone().map(cost), TASK);
            let closed: Result<Vec<Vec<Closed>>, MeasureError> = tasks
                .into_par_iter()
                .map_init(
                    || Marks::new(self),
                    |marks, task| marks.run(self, first + task.start..first + task.end, interrupt),
                )
                .collect();
            let mut closed = closed?.into_iter().flatten();
            for rank in batch {
                let after = self.ordered.after(rank);
                let weights = self.ordered.weights(rank);
                for (at, (other, closed)) in later(rank).iter().zip(&mut closed).enumerate() {
                    let weight = weights.get(after + at).copied().unwrap_or(1.0);
                    take(rank, *other as usize, weight, &closed);
                }
            }
        }
        Ok(())
    }

    fn key(&self, rank: usize) -> u32 {
        self.keys.get(rank).copied().unwrap_or(UNGROUPED)
    }
}

/// What a thread notes while it runs through the neighbours of a node.
struct Marks {
    /// 1 for the neighbours.
    near: Vec<u8>,
    /// The weights of their ties; empty when every tie weighs 1.
    weights: Vec<f64>,
    /// Where in a row the shared neighbours are.
    shared: Vec<u32>,
}

impl Marks {
    fn new(closure: &Closure) -> Self {
        let nodes = closure.ordered.nodes();
        let weights = if closure.ordered.is_weighted() { vec![0.0; nodes] } else { Vec::new() };
        // The first node has the longest row.
        let longest = if nodes > 0 { closure.ordered.degree(0) } else { 0 };
        Self { near: vec![0; nodes], weights, shared: vec![0; longest + 1] }
    }

    fn run(
        &mut self,
        closure: &Closure,
        ranks: Range<usize>,
        interrupt: &Interrupt,
    ) -> Result<Vec<Closed>, MeasureError> {
        let ordered = &closure.ordered;
        let mut all = Vec::new();
        for first in ranks {
            interrupt.check()?;
            let (row, after) = (ordered.row(first), ordered.after(first));
            if after == row.len() {
                continue;
            }
            for other in row {
                self.near[*other as usize] = 1;
            }
            for (other, weight) in row.iter().zip(ordered.weights(first)) {
                self.weights[*other as usize] = *weight;
            }
            all.extend(row[after..].iter().map(|second| self.tie(closure, first, *second as usize)));
            for other in row {
                self.near[*other as usize] = 0;
            }
        }
        Ok(all)
    }

    fn tie(&mut self, closure: &Closure, first: usize, second: usize) -> Closed {
        let row = closure.ordered.row(second);
        let shared = self.find(row);
        let shared = &self.shared[..shared];
        let count = shared.len() as u32;
        let mut closed = Closed { shared: count, product: f64::from(count), ..Closed::default() };
        if closure.ordered.is_weighted() {
            let weights = closure.ordered.weights(second);
            closed.product = sum(shared, |at| self.weights[row[at] as usize] * weights[at]);
            closed.through = sum(shared, |at| {
                let rank = row[at] as usize;
                self.weights[rank] * weights[at] * closure.shares[rank]
            });
        } else {
            closed.through = sum(shared, |at| closure.shares[row[at] as usize]);
        }
        if !closure.keys.is_empty() {
            let key = |rank: usize| match closure.key(rank) {
                UNGROUPED => NOBODY,
                it => it,
            };
            let (first, second) = (key(first), key(second));
            for at in shared {
                let key = closure.keys[row[*at as usize] as usize];
                closed.grouped += u32::from(key > UNGROUPED);
                closed.in_first += u32::from(key == first);
                closed.in_second += u32::from(key == second);
            }
        }
        closed
    }

    /// Notes where in a row the neighbours are, without branching on it; says how many there are.
    fn find(&mut self, row: &[u32]) -> usize {
        let mut count = 0;
        for (at, rank) in (0_u32..).zip(row) {
            self.shared[count] = at;
            count += usize::from(self.near[*rank as usize]);
        }
        count
    }
}

/// The sum of a value over places, in a fixed order.
fn sum(places: &[u32], of: impl Fn(usize) -> f64) -> f64 {
    let mut lanes = [0.0; LANES];
    let (fours, rest) = places.as_chunks::<LANES>();
    for four in fours {
        for (lane, at) in lanes.iter_mut().zip(four) {
            *lane += of(*at as usize);
        }
    }
    for (lane, at) in lanes.iter_mut().zip(rest) {
        *lane += of(*at as usize);
    }
    let [a, b, c, d] = lanes;
    (a + b) + (c + d)
}
