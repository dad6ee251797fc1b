//! Betweenness: how many shortest paths lead through a node.

use crate::error::MeasureError;
use crate::graph::Graph;
use crate::interrupt::Interrupt;
use crate::paths::dependency::Dependencies;
use crate::paths::lanes::{LANES, Lanes, Source, Tally};
use crate::paths::length::{Equal, Kind, Lengths, Metric};
use crate::paths::reduce::in_parts;
use crate::paths::single::Single;
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
    let sources = classes(&twins, sources);
    let goes_alone = is_faster_alone(&twins, &sources, interrupt)?;
    let part = |range: std::ops::Range<usize>| {
        let mut tally = Tally::new(twins.classes(), with_squares);
        let batches = sources.chunks(LANES).skip(range.start).take(range.len());
        if goes_alone {
            let mut single = Single::new(&twins);
            for source in batches.flatten() {
                if !single.run(*source, &mut tally, interrupt)? {
                    add_one_by_one(graph, metric, &twins, &[*source], &mut tally, interrupt)?;
                }
            }
        } else {
            let mut lanes = Lanes::new(&twins);
            for batch in batches {
                if !lanes.run(batch, &mut tally, interrupt)? {
                    add_one_by_one(graph, metric, &twins, batch, &mut tally, interrupt)?;
                }
            }
        }
        Ok(tally)
    };
    let tally = in_parts(sources.len().div_ceil(LANES), &part, &Tally::join)?;
    let squares = if with_squares { twins.spread(&tally.squares) } else { Vec::new() };
    Ok(Tally { sums: twins.spread(&tally.sums), squares })
}

/// Whether a batch in the middle says that sources had better go one by one.
fn is_faster_alone(twins: &Twins, sources: &[Source], interrupt: &Interrupt) -> Result<bool, MeasureError> {
    let Some(batch) = sources.chunks(LANES).nth(sources.len().div_ceil(LANES) / 2) else { return Ok(false) };
    let mut lanes = Lanes::new(twins);
    lanes.run(batch, &mut Tally::new(twins.classes(), false), interrupt)?;
    Ok(lanes.was_slow())
}

/// The sources by classes of twins, in the order in which they are batched.
fn classes(twins: &Twins, sources: &[u32]) -> Vec<Source> {
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
mod tests;
