//! Closeness: how near a node is to the others.

use crate::error::MeasureError;
use crate::graph::Graph;
use crate::interrupt::Interrupt;
use crate::paths::length::{Kind, Lengths, Metric};
use crate::paths::reach::{BATCH, Bits, Reach, Visitor};
use crate::paths::reduce::{add, in_parts};
use crate::paths::search::Search;
use crate::weights::WeightSemantics;

/// Closeness `(r / (n − 1)) · (r / Σ d)` by node, where `r` is the number of other nodes that are reached and `Σ d` the
/// sum of the distances to them (S. Wasserman & K. Faust, *Social Network Analysis*, 1994, p. 201; G. Sabidussi,
/// Psychometrika 31, 1966, doi:10.1007/BF02289527, is the case of a connected graph). Above 0, and at most 1 when no tie
/// is shorter than 1; none for an isolate. Equals NetworkX's `closeness_centrality` to 1e-9 relative.
///
/// O(nm / 512) to O(nm) when all ties are equally long: 512 sources a sweep, sums of whole numbers; else O(nm log n) with
/// lengths compared exactly. Memory: 260 bytes a node and thread.
///
/// # Errors
/// As [`Lengths::new`]; [`MeasureError::Interrupted`].
pub fn closeness(
    graph: &Graph,
    semantics: WeightSemantics,
    interrupt: &Interrupt,
) -> Result<Vec<Option<f64>>, MeasureError> {
    let others = graph.nodes().saturating_sub(1) as f64;
    let value =
        |it: Near| (it.reached > 0).then(|| (it.reached as f64 / others) * (it.reached as f64 / it.sum));
    Ok(near(graph, semantics, interrupt)?.into_iter().map(value).collect())
}

/// Harmonic closeness `Σ 1/d` over the other nodes, by node, where a node that is not reached counts 0 (M. Marchiori &
/// V. Latora, Physica A 285, 2000, doi:10.1016/S0378-4371(00)00311-3; P. Boldi & S. Vigna, Internet Math. 10, 2014,
/// doi:10.1080/15427951.2013.865686). From 0, for isolates, to `n − 1` when no tie is shorter than 1; divide by `n − 1`
/// for igraph's normalised value. Equals igraph and NetworkX to 1e-9 relative. Cost as [`closeness`].
///
/// # Errors
/// As [`closeness`].
pub fn harmonic(
    graph: &Graph,
    semantics: WeightSemantics,
    interrupt: &Interrupt,
) -> Result<Vec<f64>, MeasureError> {
    Ok(near(graph, semantics, interrupt)?.into_iter().map(|it| it.inverses).collect())
}

/// The other nodes as seen from one.
#[derive(Debug, Clone, Copy)]
struct Near {
    /// How many are reached.
    reached: u64,
    /// The sum of the distances to these.
    sum: f64,
    /// The sum of the inverse distances.
    inverses: f64,
}

fn near(graph: &Graph, semantics: WeightSemantics, interrupt: &Interrupt) -> Result<Vec<Near>, MeasureError> {
    match Lengths::new(graph, semantics)?.kind() {
        Kind::Equal(metric) => side_by_side(graph, metric.value, interrupt),
        Kind::Whole(metric) => one_by_one(graph, metric, interrupt),
        Kind::Filtered(metric) => one_by_one(graph, metric, interrupt),
    }
}

fn one_by_one<M: Metric>(
    graph: &Graph,
    metric: &M,
    interrupt: &Interrupt,
) -> Result<Vec<Near>, MeasureError> {
    let part = |range: std::ops::Range<usize>| {
        let mut search = Search::new(graph, metric);
        let mut all = Vec::with_capacity(range.len());
        for source in range {
            search.run(source as u32, None, |_, _| true, interrupt)?;
            let others = search.order().get(1..).unwrap_or_default();
            let mut near = Near { reached: others.len() as u64, sum: 0.0, inverses: 0.0 };
            for node in others {
                let distance = search.value(*node);
                near.sum += distance;
                near.inverses += 1.0 / distance;
            }
            all.push(near);
        }
        Ok(all)
    };
    in_parts(graph.nodes(), &part, &|mut left: Vec<Near>, right| {
        left.extend(right);
        left
    })
}

/// What the sources of some batches reach, by the node that is reached: as ties have no direction, that is what the node
/// reaches. Sums of whole numbers, the same in any order.
#[derive(Default)]
struct Sums {
    reached: Vec<u64>,
    distances: Vec<u64>,
    /// In units of 2⁻⁶⁴.
    inverses: Vec<u128>,
    inverse: u128,
    distance: u32,
}

impl Visitor for Sums {
    #[inline(always)]
    fn reached(&mut self, distance: u32, node: u32, sources: &Bits) {
        if distance != self.distance {
            self.distance = distance;
            self.inverse = ((1_u128 << 64) + u128::from(distance) / 2) / u128::from(distance);
        }
        let (at, count) = (node as usize, u64::from(sources.count()));
        self.reached[at] += count;
        self.distances[at] += count * u64::from(distance);
        self.inverses[at] += u128::from(count) * self.inverse;
    }

    fn distance_ends(&mut self, _: u32) {}
}

fn side_by_side(graph: &Graph, length: f64, interrupt: &Interrupt) -> Result<Vec<Near>, MeasureError> {
    let nodes = graph.nodes();
    let every: Vec<u32> = (0..nodes as u32).collect();
    let part = |range: std::ops::Range<usize>| {
        let mut sums = Sums {
            reached: vec![0; nodes],
            distances: vec![0; nodes],
            inverses: vec![0; nodes],
            ..Sums::default()
        };
        let mut reach = Reach::new(graph);
        for batch in every.chunks(BATCH).skip(range.start).take(range.len()) {
            reach.run(batch, &mut sums, interrupt)?;
        }
        Ok(sums)
    };
    let sums = in_parts(nodes.div_ceil(BATCH), &part, &|left: Sums, right| Sums {
        reached: add(left.reached, right.reached),
        distances: add(left.distances, right.distances),
        inverses: add(left.inverses, right.inverses),
        ..Sums::default()
    })?;
    let scale = 2.0_f64.powi(-64) / length;
    Ok((0..nodes)
        .map(|node| Near {
            reached: sums.reached[node],
            sum: sums.distances[node] as f64 * length,
            inverses: sums.inverses[node] as f64 * scale,
        })
        .collect())
}
