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
    /// The sum of the weights of a node's ties, by rank.
    pub(super) strengths: Vec<f64>,
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
        let strengths = ranks.clone().map(strength).collect();
        let key = |groups: &[Option<u32>], rank| {
            groups.get(ordered.node(rank) as usize).copied().flatten().map_or(UNGROUPED, |it| it + 2)
        };
        let keys = groups.map(|it| ranks.map(|rank| key(it, rank)).collect()).unwrap_or_default();
        Ok(Self { ordered, strengths, keys })
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

/// What a thread notes of the neighbours of the node it is at.
struct Marks {
    /// The weight over the neighbour's strength, and the neighbour's key; zeros for all others.
    near: Vec<(f64, u32)>,
    /// The weight; empty when every tie weighs 1.
    weights: Vec<f64>,
}

impl Marks {
    fn new(closure: &Closure) -> Self {
        let nodes = closure.ordered.nodes();
        let weights = if closure.ordered.is_weighted() { vec![0.0; nodes] } else { Vec::new() };
        Self { near: vec![(0.0, 0); nodes], weights }
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
            for (at, other) in row.iter().enumerate() {
                let other = *other as usize;
                let weight = ordered.weights(first).get(at).copied().unwrap_or(1.0);
                self.near[other] = (weight / closure.strengths[other], closure.key(other));
                if ordered.is_weighted() {
                    self.weights[other] = weight;
                }
            }
            let key = |rank| match closure.key(rank) {
                UNGROUPED => NOBODY,
                it => it,
            };
            for second in &row[after..] {
                let second = *second as usize;
                let (keys, row) = ([key(first), key(second)], ordered.row(second));
                let mut closed = match closure.keys.is_empty() {
                    true => self.shared::<false>(row, keys),
                    false => self.shared::<true>(row, keys),
                };
                if ordered.is_weighted() {
                    (closed.through, closed.product) = self.weigh(row, ordered.weights(second));
                } else {
                    closed.product = f64::from(closed.shared);
                }
                all.push(closed);
            }
            for other in row {
                self.near[*other as usize] = (0.0, 0);
                if let Some(weight) = self.weights.get_mut(*other as usize) {
                    *weight = 0.0;
                }
            }
        }
        Ok(all)
    }

    /// What is shared when every tie of `row` weighs 1.
    fn shared<const GROUPS: bool>(&self, row: &[u32], [first, second]: [u32; 2]) -> Closed {
        let mut lanes = [Closed::default(); LANES];
        let see = |lane: &mut Closed, rank: u32| {
            let (through, key) = self.near[rank as usize];
            lane.through += through;
            lane.shared += u32::from(key != 0);
            if GROUPS {
                lane.grouped += u32::from(key > UNGROUPED);
                lane.in_first += u32::from(key == first);
                lane.in_second += u32::from(key == second);
            }
        };
        let (fours, rest) = row.as_chunks::<LANES>();
        for four in fours {
            for (lane, rank) in lanes.iter_mut().zip(four) {
                see(lane, *rank);
            }
        }
        for (lane, rank) in lanes.iter_mut().zip(rest) {
            see(lane, *rank);
        }
        let [a, b, c, d] = lanes;
        Closed {
            through: (a.through + b.through) + (c.through + d.through),
            product: 0.0,
            shared: a.shared + b.shared + c.shared + d.shared,
            grouped: a.grouped + b.grouped + c.grouped + d.grouped,
            in_first: a.in_first + b.in_first + c.in_first + d.in_first,
            in_second: a.in_second + b.in_second + c.in_second + d.in_second,
        }
    }

    /// The weighted sums `(through, product)` over a row with its weights.
    fn weigh(&self, row: &[u32], weights: &[f64]) -> (f64, f64) {
        let mut lanes = [(0.0, 0.0); LANES];
        for (ranks, weights) in row.chunks(LANES).zip(weights.chunks(LANES)) {
            for (lane, (rank, weight)) in lanes.iter_mut().zip(ranks.iter().zip(weights)) {
                lane.0 += self.near[*rank as usize].0 * weight;
                lane.1 += self.weights[*rank as usize] * weight;
            }
        }
        let [a, b, c, d] = lanes;
        ((a.0 + b.0) + (c.0 + d.0), (a.1 + b.1) + (c.1 + d.1))
    }
}
