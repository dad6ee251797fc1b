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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths::oracle::{Oracle, WEIGHTS, drawn, is_near, met, of, relabelled};

    const EACH: [WeightSemantics; 3] =
        [WeightSemantics::None, WeightSemantics::Strength, WeightSemantics::Distance];

    fn both(graph: &Graph, semantics: WeightSemantics) -> (Vec<Option<f64>>, Vec<f64>) {
        let interrupt = Interrupt::new();
        (
            closeness(graph, semantics, &interrupt).expect("defined"),
            harmonic(graph, semantics, &interrupt).expect("defined"),
        )
    }

    #[test]
    fn small_graphs_by_hand() {
        let plain = |nodes, ties: &[(u32, u32)]| both(&of(nodes, ties), WeightSemantics::None);
        assert_eq!(plain(0, &[]), (vec![], vec![]));
        assert_eq!(plain(2, &[]), (vec![None; 2], vec![0.0; 2]));
        assert_eq!(plain(3, &[(0, 1), (0, 2), (1, 2)]), (vec![Some(1.0); 3], vec![2.0; 3]));
        // A path of three and an isolate: of three others, two are reached.
        let (close, harmonic) = plain(4, &[(0, 1), (1, 2)]);
        assert_eq!(close, [Some(2.0 / 3.0 * 2.0 / 3.0), Some(2.0 / 3.0), Some(2.0 / 3.0 * 2.0 / 3.0), None]);
        assert_eq!(harmonic, [1.5, 2.0, 1.5, 0.0]);
        // Strengths of 1/3 on a path: distances 3 and 6.
        let third = 1.0 / 3.0;
        let (path, _) = Graph::from_ties(3, &[(0, 1, third), (1, 2, third)]).expect("a graph");
        assert_eq!(both(&path, WeightSemantics::Strength).1, [0.5, 2.0 / 3.0, 0.5]);
        assert_eq!(both(&path, WeightSemantics::Distance).1, [4.5, 6.0, 4.5]);
    }

    #[test]
    fn drawn_graphs_as_by_definition() {
        let path: Vec<(u32, u32)> = (1..60).map(|it| (it - 1, it)).collect();
        for seed in 0..4 {
            for graph in [
                drawn(12, 0.2, &WEIGHTS, seed),
                drawn(12, 0.4, &WEIGHTS[..5], seed),
                met(50, 20, seed),
                of(60, &path),
            ] {
                for semantics in EACH {
                    let oracle = Oracle::new(&graph, semantics);
                    let (close, harmonic) = both(&graph, semantics);
                    let nodes = graph.nodes();
                    for node in 0..nodes {
                        let others = (0..nodes).filter(|it| *it != node);
                        let all: Vec<f64> = others.filter_map(|it| oracle.distance(node, it)).collect();
                        let reached = all.len() as f64;
                        let right = reached * reached / (nodes as f64 - 1.0) / all.iter().sum::<f64>();
                        assert_eq!(close[node].is_none(), all.is_empty());
                        assert!(close[node].is_none_or(|it| is_near(it, right)));
                        assert!(is_near(harmonic[node], all.iter().map(|it| 1.0 / it).sum()));
                    }
                }
            }
        }
    }

    #[test]
    fn more_nodes_than_a_batch_relabelled_and_on_any_number_of_threads() {
        let graph = met(1300, 900, 2);
        let (other, new) = relabelled(&graph, 9);
        let on = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
            pool.install(|| both(&graph, WeightSemantics::None))
        };
        let values = on(1);
        assert_eq!(values, on(3));
        let moved = both(&other, WeightSemantics::None);
        for (node, new) in new.iter().enumerate() {
            assert_eq!((values.0[node], values.1[node]), (moved.0[*new as usize], moved.1[*new as usize]));
        }
        // One source at a time gives the same.
        let lengths = Lengths::new(&graph, WeightSemantics::None).expect("lengths");
        let Kind::Equal(metric) = lengths.kind() else { panic!("not equal") };
        let single = one_by_one(&graph, metric, &Interrupt::new()).expect("defined");
        assert!(single.iter().zip(&values.1).all(|(one, other)| is_near(one.inverses, *other)));
        let ties: Vec<_> = graph.iter_ties().collect();
        let (wider, _) = Graph::from_ties(1301, &ties).expect("a graph");
        assert_eq!(both(&wider, WeightSemantics::None).1, [&values.1[..], &[0.0]].concat());
    }

    #[test]
    fn stops_when_asked_to() {
        let interrupt = Interrupt::new();
        interrupt.stop();
        let graph = of(3, &[(0, 1)]);
        assert_eq!(closeness(&graph, WeightSemantics::None, &interrupt), Err(MeasureError::Interrupted));
    }
}
