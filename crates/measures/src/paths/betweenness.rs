//! Betweenness: how many shortest paths lead through a node.

use crate::error::MeasureError;
use crate::graph::Graph;
use crate::interrupt::Interrupt;
use crate::paths::dependency::Dependencies;
use crate::paths::lanes::{LANES, Lanes, Source, Tally};
use crate::paths::length::{Equal, Kind, Lengths, Metric};
use crate::paths::reduce::in_parts;
use crate::paths::twins::Twins;
use crate::random::Random;
use crate::weights::WeightSemantics;

/// Betweenness as estimated from some sources.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Sampled {
    /// The estimates, by node: raw, each unordered pair once.
    pub values: Vec<f64>,
    /// The standard error of each estimate; zero when all nodes were sources.
    pub standard_error: Vec<f64>,
    /// The number of sources.
    pub samples: usize,
}

/// Betweenness `Σ σ(s, t | v) / σ(s, t)` over the unordered pairs of other nodes `s`, `t` with a path between them, by
/// node: `σ` is the number of shortest paths, and of those through `v` (L. C. Freeman, Sociometry 40, 35–41, 1977,
/// doi:10.2307/3033543). From 0 to `(n − 1)(n − 2) / 2`; 0 for all in graphs of fewer than three nodes. See
/// [`normalised`].
///
/// U. Brandes, J. Math. Sociol. 25, 163–177, 2001, doi:10.1080/0022250X.2001.9990249: O(nm) when all ties are equally
/// long, else O(nm + n² log n) with lengths compared exactly. Memory: 400 bytes a node and thread, and the ties once more.
/// Equals igraph and NetworkX to 1e-9 relative.
///
/// # Errors
/// As [`Lengths::new`]; [`MeasureError::Interrupted`].
pub fn betweenness(
    graph: &Graph,
    semantics: WeightSemantics,
    interrupt: &Interrupt,
) -> Result<Vec<f64>, MeasureError> {
    let every: Vec<u32> = (0..graph.nodes() as u32).collect();
    let mut values = tally(graph, semantics, &every, false, interrupt)?.sums;
    // Every unordered pair was met from both ends.
    values.iter_mut().for_each(|it| *it /= 2.0);
    Ok(values)
}

/// Betweenness estimated from sources drawn at random without replacement (U. Brandes & C. Pich, Int. J. Bifurcation
/// Chaos 17, 2303–2318, 2007, doi:10.1142/S0218127407018403). The estimate `n / (2k) Σ δ(s, v)` over `k` sources is
/// unbiased; its standard error is `n / 2 · √((1 − k/n) s² / k)` with the sample variance `s²` of the dependencies
/// (W. G. Cochran, *Sampling Techniques*, 1977, chapter 2). An error of 0 says only that all sources agree. O(km).
///
/// With as many samples as nodes, or more, it is [`betweenness`].
///
/// # Errors
/// [`MeasureError::Parameter`] for fewer than two samples; else as [`betweenness`].
pub fn sampled(
    graph: &Graph,
    semantics: WeightSemantics,
    samples: usize,
    seed: u64,
    interrupt: &Interrupt,
) -> Result<Sampled, MeasureError> {
    if samples < 2 {
        return Err(MeasureError::Parameter { name: "samples", problem: "must be two or more" });
    }
    let nodes = graph.nodes();
    if samples >= nodes {
        let values = betweenness(graph, semantics, interrupt)?;
        return Ok(Sampled { values, standard_error: vec![0.0; nodes], samples: nodes });
    }
    let sources = draw(nodes, samples, seed);
    let tally = tally(graph, semantics, &sources, true, interrupt)?;
    let (n, k) = (nodes as f64, samples as f64);
    let error = |(sum, squares): (&f64, &f64)| {
        let variance = ((squares - sum * sum / k) / (k - 1.0)).max(0.0);
        n / 2.0 * ((1.0 - k / n) * variance / k).sqrt()
    };
    Ok(Sampled {
        standard_error: tally.sums.iter().zip(&tally.squares).map(error).collect(),
        values: tally.sums.iter().map(|it| it * n / (2.0 * k)).collect(),
        samples,
    })
}

/// The share of the pairs of other nodes: the value over `(n − 1)(n − 2) / 2`, from 0 to 1. None when there is no such
/// pair, in graphs of fewer than three nodes.
#[must_use]
pub fn normalised(value: f64, nodes: usize) -> Option<f64> {
    let nodes = nodes as f64;
    (nodes > 2.0).then(|| value / ((nodes - 1.0) * (nodes - 2.0) / 2.0))
}

/// Different nodes drawn at random, ascending.
pub(crate) fn draw(nodes: usize, count: usize, seed: u64) -> Vec<u32> {
    let mut all: Vec<u32> = (0..nodes as u32).collect();
    Random::new(seed).shuffle(&mut all);
    all.truncate(count);
    all.sort_unstable();
    all
}

/// Sums of the dependencies of sources, which are different and ascending, and of their squares, by node.
fn tally(
    graph: &Graph,
    semantics: WeightSemantics,
    sources: &[u32],
    with_squares: bool,
    interrupt: &Interrupt,
) -> Result<Tally, MeasureError> {
    match Lengths::new(graph, semantics)?.kind() {
        Kind::Equal(metric) => side_by_side(graph, metric, sources, with_squares, interrupt),
        Kind::Whole(metric) => one_by_one(graph, metric, sources, with_squares, interrupt),
        Kind::Filtered(metric) => one_by_one(graph, metric, sources, with_squares, interrupt),
    }
}

fn one_by_one<M: Metric>(
    graph: &Graph,
    metric: &M,
    sources: &[u32],
    with_squares: bool,
    interrupt: &Interrupt,
) -> Result<Tally, MeasureError> {
    let part = |range: std::ops::Range<usize>| {
        let mut tally = Tally::new(graph.nodes(), with_squares);
        let mut dependencies = Dependencies::new(graph, metric);
        for source in &sources[range] {
            let (order, values) = dependencies.of(*source, interrupt)?;
            for node in order {
                tally.add(*node as usize, 1.0, values[*node as usize]);
            }
        }
        Ok(tally)
    };
    in_parts(sources.len(), &part, &Tally::join)
}

fn side_by_side(
    graph: &Graph,
    metric: &Equal,
    sources: &[u32],
    with_squares: bool,
    interrupt: &Interrupt,
) -> Result<Tally, MeasureError> {
    let twins = Twins::new(graph);
    interrupt.check()?;
    let sources = batches(&twins, sources);
    let part = |range: std::ops::Range<usize>| {
        let mut tally = Tally::new(twins.classes(), with_squares);
        let mut lanes = Lanes::new(&twins);
        for batch in sources.chunks(LANES).skip(range.start).take(range.len()) {
            if !lanes.run(batch, &mut tally, interrupt)? {
                add_one_by_one(graph, metric, &twins, batch, &mut tally, interrupt)?;
            }
        }
        Ok(tally)
    };
    let tally = in_parts(sources.len().div_ceil(LANES), &part, &Tally::join)?;
    let squares = if with_squares { twins.spread(&tally.squares) } else { Vec::new() };
    Ok(Tally { sums: twins.spread(&tally.sums), squares })
}

/// The sources by classes of twins, in the order in which they are batched.
fn batches(twins: &Twins, sources: &[u32]) -> Vec<Source> {
    let mut times = vec![0_u32; twins.classes()];
    for source in sources {
        times[twins.of[*source as usize] as usize] += 1;
    }
    (0_u32..).zip(times).filter(|it| it.1 > 0).map(|(class, times)| Source { class, times }).collect()
}

/// The same for a batch with more paths than a double holds.
fn add_one_by_one(
    graph: &Graph,
    metric: &Equal,
    twins: &Twins,
    batch: &[Source],
    tally: &mut Tally,
    interrupt: &Interrupt,
) -> Result<(), MeasureError> {
    let mut dependencies = Dependencies::new(graph, metric);
    for source in batch {
        let Some(member) = twins.members(source.class as usize).first() else { continue };
        let (order, values) = dependencies.of(*member, interrupt)?;
        for node in order {
            let class = twins.of[*node as usize] as usize;
            if twins.members(class).first() == Some(node) {
                tally.add(class, f64::from(source.times), values[*node as usize]);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths::oracle::{Oracle, WEIGHTS, drawn, is_near, met, of, relabelled};

    const EACH: [WeightSemantics; 3] =
        [WeightSemantics::None, WeightSemantics::Strength, WeightSemantics::Distance];

    fn exact(graph: &Graph, semantics: WeightSemantics) -> Vec<f64> {
        betweenness(graph, semantics, &Interrupt::new()).expect("defined")
    }

    fn assert_near(one: &[f64], other: &[f64]) {
        assert_eq!(one.len(), other.len());
        for (node, (x, y)) in one.iter().zip(other).enumerate() {
            assert!(is_near(*x, *y), "node {node}: {x} and {y}");
        }
    }

    #[test]
    fn small_graphs_by_hand() {
        let plain = |nodes, ties: &[(u32, u32)]| exact(&of(nodes, ties), WeightSemantics::None);
        assert_eq!(plain(0, &[]), [0.0; 0]);
        assert_eq!(plain(1, &[]), [0.0]);
        assert_eq!(plain(2, &[(0, 1)]), [0.0, 0.0]);
        assert_eq!(plain(4, &[]), [0.0; 4]);
        assert_eq!(plain(4, &[(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]), [0.0; 4]);
        assert_eq!(plain(5, &[(0, 1), (0, 2), (0, 3), (0, 4)]), [6.0, 0.0, 0.0, 0.0, 0.0]);
        assert_eq!(plain(5, &[(0, 1), (1, 2), (2, 3), (3, 4)]), [0.0, 3.0, 4.0, 3.0, 0.0]);
        // A square: the two ways round share the pair opposite.
        assert_eq!(plain(5, &[(0, 1), (1, 2), (2, 3), (3, 0)]), [0.5, 0.5, 0.5, 0.5, 0.0]);
        // Two components: a path of three and a star of three leaves.
        let two = plain(7, &[(0, 1), (1, 2), (3, 4), (3, 5), (3, 6)]);
        assert_eq!(two, [0.0, 1.0, 0.0, 3.0, 0.0, 0.0, 0.0]);
    }

    #[test]
    fn drawn_graphs_as_by_definition() {
        for seed in 0..4 {
            for graph in [
                drawn(11, 0.3, &WEIGHTS, seed),
                drawn(10, 0.6, &WEIGHTS[..5], seed),
                drawn(30, 0.07, &WEIGHTS[..3], seed),
                met(25, 12, seed),
                met(40, 9, seed),
            ] {
                for semantics in EACH {
                    let right = Oracle::new(&graph, semantics).betweenness();
                    assert_near(&exact(&graph, semantics), &right);
                }
            }
        }
    }

    /// Thirds: 0-1-2-3 is as long as 0-3, which doubles get right, and tenths: 0-1-2 is as long as 0-2, which they do not.
    #[test]
    fn ways_of_the_same_length_are_all_counted() {
        use std::f64::consts::{E, LN_2, PI};
        let odd = [(5, 6, PI), (6, 7, E), (7, 8, LN_2)];
        let third = 1.0 / 3.0;
        for with_odd in [false, true] {
            let odd = if with_odd { &odd[..] } else { &[] };
            let thirds = [&[(0, 1, third), (1, 2, third), (2, 3, third), (0, 3, 1.0)], odd].concat();
            let tenths = [&[(0, 1, 0.1), (1, 2, 0.2), (0, 2, 0.3)], odd].concat();
            for (ties, right) in [(thirds, [0.0, 1.5, 1.5, 0.0]), (tenths, [0.0, 0.5, 0.0, 0.0])] {
                let (graph, _) = Graph::from_ties(9, &ties).expect("a graph");
                let kind = Lengths::new(&graph, WeightSemantics::Distance).expect("lengths");
                assert_eq!(matches!(kind.kind(), Kind::Filtered(_)), with_odd);
                assert_eq!(exact(&graph, WeightSemantics::Distance)[..4], right);
            }
        }
    }

    /// The algorithm for one source at a time gives what the batches give, over many levels and directions.
    #[test]
    fn batches_give_what_single_sources_give() {
        let path: Vec<(u32, u32)> = (1..150).map(|it| (it - 1, it)).collect();
        let grid: Vec<(u32, u32)> = (0..200_u32)
            .flat_map(|it| [(it, it + 1), (it, it + 10)])
            .filter(|(a, b)| *b < 200 && (b - a == 10 || b % 10 != 0))
            .collect();
        for graph in [of(150, &path), of(200, &grid), met(300, 120, 1), met(400, 90, 2), met(300, 700, 3)] {
            let every: Vec<u32> = (0..graph.nodes() as u32).collect();
            let lengths = Lengths::new(&graph, WeightSemantics::None).expect("lengths");
            let Kind::Equal(metric) = lengths.kind() else { panic!("not equal") };
            for with_squares in [true, false] {
                let interrupt = Interrupt::new();
                let single = one_by_one(&graph, metric, &every, with_squares, &interrupt).expect("defined");
                let batch = side_by_side(&graph, metric, &every, with_squares, &interrupt).expect("defined");
                assert_near(&batch.sums, &single.sums);
                assert_near(&batch.squares, &single.squares);
            }
        }
    }

    /// Four hundred layers of ten nodes, each tied to all of the next: 10³⁹⁸ shortest paths from end to end.
    #[test]
    fn more_paths_than_a_double_holds() {
        let layers = 400_u32;
        let ties: Vec<(u32, u32)> =
            (0..(layers - 1) * 10).flat_map(|a| (0..10).map(move |it| (a, (a / 10 + 1) * 10 + it))).collect();
        // Tied within a layer by a ring, so that they are no twins.
        let rings = (0..layers * 10).map(|a| (a, a / 10 * 10 + (a + 1) % 10));
        let graph = of(layers as usize * 10, &ties.iter().copied().chain(rings).collect::<Vec<_>>());
        let sources: Vec<u32> = vec![3];
        let tally =
            tally(&graph, WeightSemantics::None, &sources, false, &Interrupt::new()).expect("defined");
        // All later nodes depend evenly on the ten of a layer; within layer 1 some pairs of layer 0 meet as well.
        for layer in 2..layers {
            let later = f64::from((layers - 1 - layer) * 10);
            assert!(is_near(tally.sums[layer as usize * 10], later / 10.0), "layer {layer}");
        }
    }

    #[test]
    fn relabelling_permutes_and_an_isolate_changes_nothing() {
        for seed in 0..6 {
            for graph in [drawn(40, 0.15, &WEIGHTS, seed), met(60, 40, seed)] {
                let (other, new) = relabelled(&graph, seed + 100);
                let ties: Vec<_> = graph.iter_ties().collect();
                let (wider, _) = Graph::from_ties(graph.nodes() + 1, &ties).expect("a graph");
                for semantics in EACH {
                    let values = exact(&graph, semantics);
                    let moved = exact(&other, semantics);
                    let back: Vec<f64> = new.iter().map(|it| moved[*it as usize]).collect();
                    assert_near(&values, &back);
                    assert_near(&exact(&wider, semantics), &[&values[..], &[0.0]].concat());
                }
            }
        }
    }

    #[test]
    fn the_same_bits_on_any_number_of_threads() {
        let graph = met(700, 900, 5);
        let weighted = drawn(60, 0.2, &WEIGHTS, 5);
        let on = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
            pool.install(|| {
                let some = sampled(&graph, WeightSemantics::None, 100, 1, &Interrupt::new());
                (exact(&graph, WeightSemantics::None), exact(&weighted, WeightSemantics::Strength), some)
            })
        };
        let one = on(1);
        assert_eq!(one, on(2));
        assert_eq!(one, on(7));
    }

    #[test]
    fn samples_are_unbiased_with_the_error_stated() {
        // All pairs of sources of a small graph: the mean of the estimates is the truth, the mean of the squared errors
        // is the variance.
        let graph = drawn(9, 0.35, &WEIGHTS, 4);
        let right = exact(&graph, WeightSemantics::None);
        let (mut sums, mut variances, mut errors, mut draws) = ([0.0; 9], [0.0; 9], [0.0; 9], 0.0);
        for seed in 0..20_000 {
            let one = sampled(&graph, WeightSemantics::None, 4, seed, &Interrupt::new()).expect("defined");
            draws += 1.0;
            for node in 0..9 {
                sums[node] += one.values[node];
                variances[node] += one.standard_error[node].powi(2);
                errors[node] += (one.values[node] - right[node]).powi(2);
            }
        }
        for node in 0..9 {
            let (mean, spread) = (sums[node] / draws, (errors[node] / draws).sqrt());
            assert!((mean - right[node]).abs() < 5.0 * spread / draws.sqrt() + 1e-9, "node {node}: {mean}");
            let stated = (variances[node] / draws).sqrt();
            assert!((stated - spread).abs() <= 0.05 * spread + 1e-9, "node {node}: {stated} and {spread}");
        }
    }

    #[test]
    fn parameters_and_interrupts() {
        let graph = met(50, 40, 1);
        let interrupt = Interrupt::new();
        assert!(sampled(&graph, WeightSemantics::None, 1, 0, &interrupt).is_err());
        let all = sampled(&graph, WeightSemantics::None, 50, 0, &interrupt).expect("defined");
        assert_eq!(all.values, exact(&graph, WeightSemantics::None));
        assert_eq!((all.standard_error, all.samples), (vec![0.0; 50], 50));
        assert_eq!((normalised(3.0, 4), normalised(0.0, 2)), (Some(1.0), None));
        interrupt.stop();
        let stopped = betweenness(&graph, WeightSemantics::None, &interrupt);
        assert_eq!(stopped, Err(MeasureError::Interrupted));
    }
}
