//! Distances in the giant component: their mean and the greatest.

use crate::error::MeasureError;
use crate::graph::Graph;
use crate::interrupt::Interrupt;
use crate::paths::betweenness::draw;
use crate::paths::length::{Kind, Lengths, Metric};
use crate::paths::reach::{BATCH, Bits, Counters, Reach, Visitor};
use crate::paths::reduce::in_parts;
use crate::paths::search::Search;
use crate::weights::WeightSemantics;
use crate::whole::components::components;

/// The fewest further sources that the diameter may take when ties are equally long, as many are followed at once.
const FURTHER: usize = 4096;
/// The sources looked at between two tests of the diameter when ties are not equally long.
const FEW: usize = 16;

/// How many sources to draw, and with which seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// The number of sources, two or more.
    pub sources: usize,
    /// The seed.
    pub seed: u64,
}

/// Distances between the nodes of the giant component.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Distances {
    /// The nodes of the giant component.
    pub nodes: usize,
    /// The unordered pairs of these.
    pub pairs: u64,
    /// The mean distance of a pair; none when there is no pair.
    pub mean: Option<f64>,
    /// The standard error of the mean; none when the mean is exact.
    pub standard_error: Option<f64>,
    /// Whether the mean is taken over all pairs.
    pub is_exact: bool,
    /// The nodes whose distances to all others make the mean.
    pub sources: usize,
    /// The greatest distance of a pair; none for a graph without nodes.
    pub diameter: Option<Diameter>,
}

/// The greatest distance of a pair.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Diameter {
    /// The distance; 0 when there is one node.
    pub length: f64,
    /// Whether no pair is farther apart; else the distance is a lower bound.
    pub is_exact: bool,
}

/// The distances between the nodes of the giant component, which is the largest, of equal ones that with the smallest
/// node.
///
/// Without a sample, or with one of all nodes, from every node: mean and diameter are exact, O(nm / 512) to O(nm) when all
/// ties are equally long, else O(nm log n). With a sample, from nodes drawn without replacement: the mean of their mean
/// distances is unbiased and has the standard error `√((1 − k/n) s² / k)` (W. G. Cochran, *Sampling Techniques*, 1977,
/// chapter 2). The diameter is then the greatest distance met, raised and proved where that ends quickly by iFUB
/// (P. Crescenzi, R. Grossi, M. Habib, L. Lanzi, A. Marino, Theor. Comput. Sci. 514, 84–95, 2013,
/// doi:10.1016/j.tcs.2012.09.018): with as many further sources as were drawn at most, or 4096 if that is more and all
/// ties are equally long. Equals igraph and NetworkX to 1e-9 relative where exact.
///
/// # Errors
/// [`MeasureError::Parameter`] for a sample of fewer than two; as [`Lengths::new`]; [`MeasureError::Interrupted`].
pub fn distances(
    graph: &Graph,
    semantics: WeightSemantics,
    sample: Option<Sample>,
    interrupt: &Interrupt,
) -> Result<Distances, MeasureError> {
    if sample.is_some_and(|it| it.sources < 2) {
        return Err(MeasureError::Parameter { name: "sources", problem: "must be two or more" });
    }
    let of = components(graph).of;
    let giant: Vec<u32> = (0..graph.nodes() as u32).filter(|it| of[*it as usize] == 0).collect();
    let lengths = Lengths::new(graph, semantics)?;
    match lengths.kind() {
        Kind::Equal(metric) => {
            let look = |sources: &[u32]| side_by_side(graph, metric.value, sources, interrupt);
            measure(graph, metric, &giant, sample, (BATCH, FURTHER), &look, interrupt)
        }
        Kind::Whole(metric) => {
            let look = |sources: &[u32]| one_by_one(graph, metric, sources, interrupt);
            measure(graph, metric, &giant, sample, (FEW, 0), &look, interrupt)
        }
        Kind::Filtered(metric) => {
            let look = |sources: &[u32]| one_by_one(graph, metric, sources, interrupt);
            measure(graph, metric, &giant, sample, (FEW, 0), &look, interrupt)
        }
    }
}

/// The others as seen from a source.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    /// The sum of the distances.
    sum: f64,
    /// The greatest one.
    farthest: f64,
}

#[allow(clippy::too_many_arguments, reason = "the two ways to look differ in all of these")]
fn measure<M: Metric>(
    graph: &Graph,
    metric: &M,
    giant: &[u32],
    sample: Option<Sample>,
    (step, further): (usize, usize),
    look: &impl Fn(&[u32]) -> Result<Vec<Seen>, MeasureError>,
    interrupt: &Interrupt,
) -> Result<Distances, MeasureError> {
    let nodes = giant.len();
    let sources: Vec<u32> = match sample {
        Some(sample) if sample.sources < nodes => {
            draw(nodes, sample.sources, sample.seed).into_iter().map(|it| giant[it as usize]).collect()
        }
        _ => giant.to_vec(),
    };
    let is_exact = sources.len() == nodes;
    let seen = look(&sources)?;
    let (n, k) = (nodes as f64, sources.len() as f64);
    let mean = seen.iter().map(|it| it.sum).sum::<f64>() / (k * (n - 1.0));
    let squares: f64 = seen.iter().map(|it| (it.sum / (n - 1.0) - mean).powi(2)).sum();
    let error = ((1.0 - k / n) * squares / (k - 1.0) / k).sqrt();
    let farthest = seen.iter().map(|it| it.farthest).reduce(f64::max);
    let central = sources.iter().zip(&seen).min_by(|x, y| x.1.farthest.total_cmp(&y.1.farthest));
    let diameter = match (farthest, central) {
        (Some(length), Some((central, _))) if !is_exact => {
            let mut search = Search::new(graph, metric);
            search.run(*central, None, |_, _| true, interrupt)?;
            let order: Vec<(u32, f64)> =
                search.order().iter().rev().map(|it| (*it, search.value(*it))).collect();
            Some(prove(length, &order, step, further.max(sources.len()), look)?)
        }
        _ => farthest.map(|length| Diameter { length, is_exact }),
    };
    Ok(Distances {
        nodes,
        pairs: nodes as u64 * (nodes as u64).saturating_sub(1) / 2,
        mean: (nodes > 1).then_some(mean),
        standard_error: (!is_exact).then_some(error),
        is_exact,
        sources: sources.len(),
        diameter,
    })
}

/// Raises a lower bound of the diameter from the nodes farthest from a central one, until two of those not looked at
/// cannot be farther apart, or enough have been looked at.
fn prove(
    mut length: f64,
    order: &[(u32, f64)],
    step: usize,
    further: usize,
    look: &impl Fn(&[u32]) -> Result<Vec<Seen>, MeasureError>,
) -> Result<Diameter, MeasureError> {
    let mut looked = 0;
    loop {
        // Two nodes at most this far from the central one are at most twice as far from each other.
        let rest = order.get(looked).map_or(0.0, |it| it.1);
        if length >= 2.0 * rest || looked >= further {
            return Ok(Diameter { length, is_exact: length >= 2.0 * rest });
        }
        let some: Vec<u32> = order[looked..].iter().take(step).map(|it| it.0).collect();
        length = look(&some)?.iter().map(|it| it.farthest).fold(length, f64::max);
        looked += some.len();
    }
}

fn joined(mut left: Vec<Seen>, right: Vec<Seen>) -> Vec<Seen> {
    left.extend(right);
    left
}

fn one_by_one<M: Metric>(
    graph: &Graph,
    metric: &M,
    sources: &[u32],
    interrupt: &Interrupt,
) -> Result<Vec<Seen>, MeasureError> {
    let part = |range: std::ops::Range<usize>| {
        let mut search = Search::new(graph, metric);
        let mut all = Vec::with_capacity(range.len());
        for source in &sources[range] {
            search.run(*source, None, |_, _| true, interrupt)?;
            let sum = search.order().iter().map(|it| search.value(*it)).sum();
            let farthest = search.order().last().map_or(0.0, |it| search.value(*it));
            all.push(Seen { sum, farthest });
        }
        Ok(all)
    };
    in_parts(sources.len(), &part, &joined)
}

/// The sums and greatest distances of the sources of a batch.
#[derive(Default)]
struct Sums {
    counters: Counters,
    sums: Vec<u64>,
    farthest: Vec<u32>,
}

impl Visitor for Sums {
    #[inline(always)]
    fn reached(&mut self, _: u32, _: u32, sources: &Bits) {
        self.counters.add(sources);
    }

    fn distance_ends(&mut self, distance: u32) {
        for (lane, (sum, farthest)) in self.sums.iter_mut().zip(&mut self.farthest).enumerate() {
            let count = self.counters.get(lane);
            *sum += count * u64::from(distance);
            if count > 0 {
                *farthest = distance;
            }
        }
        self.counters.clear();
    }
}

fn side_by_side(
    graph: &Graph,
    length: f64,
    sources: &[u32],
    interrupt: &Interrupt,
) -> Result<Vec<Seen>, MeasureError> {
    let part = |range: std::ops::Range<usize>| {
        let mut reach = Reach::new(graph);
        let mut all = Vec::new();
        for batch in sources.chunks(BATCH).skip(range.start).take(range.len()) {
            let mut sums = Sums {
                sums: vec![0; batch.len()],
                farthest: vec![0; batch.len()],
                counters: Counters::default(),
            };
            reach.run(batch, &mut sums, interrupt)?;
            let seen = sums.sums.iter().zip(&sums.farthest);
            all.extend(seen.map(|(sum, farthest)| Seen {
                sum: *sum as f64 * length,
                farthest: f64::from(*farthest) * length,
            }));
        }
        Ok(all)
    };
    in_parts(sources.len().div_ceil(BATCH), &part, &joined)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths::oracle::{Oracle, WEIGHTS, drawn, is_near, met, of};

    fn exact(graph: &Graph, semantics: WeightSemantics) -> Distances {
        distances(graph, semantics, None, &Interrupt::new()).expect("defined")
    }

    #[test]
    fn small_graphs_by_hand() {
        let empty = exact(&of(0, &[]), WeightSemantics::None);
        assert_eq!((empty.mean, empty.diameter, empty.pairs), (None, None, 0));
        let one = exact(&of(3, &[]), WeightSemantics::None);
        assert_eq!((one.nodes, one.mean), (1, None));
        assert_eq!(one.diameter, Some(Diameter { length: 0.0, is_exact: true }));
        let path = exact(&of(6, &[(0, 1), (1, 2), (2, 3), (4, 5)]), WeightSemantics::None);
        assert_eq!((path.nodes, path.pairs, path.mean), (4, 6, Some(10.0 / 6.0)));
        assert_eq!(path.diameter, Some(Diameter { length: 3.0, is_exact: true }));
        assert_eq!((path.standard_error, path.is_exact, path.sources), (None, true, 4));
    }

    #[test]
    fn drawn_graphs_as_by_definition() {
        use WeightSemantics::{Distance, None, Strength};
        for seed in 0..6 {
            for graph in [drawn(14, 0.2, &WEIGHTS, seed), drawn(12, 0.3, &WEIGHTS[..5], seed)] {
                for semantics in [None, Strength, Distance] {
                    let oracle = Oracle::new(&graph, semantics);
                    let of = components(&graph).of;
                    let giant: Vec<usize> = (0..graph.nodes()).filter(|it| of[*it] == 0).collect();
                    let all: Vec<f64> = giant
                        .iter()
                        .flat_map(|a| giant.iter().filter(move |b| a < *b).map(move |b| (*a, *b)))
                        .filter_map(|(a, b)| oracle.distance(a, b))
                        .collect();
                    let found = exact(&graph, semantics);
                    assert_eq!(found.pairs, all.len() as u64);
                    assert!(is_near(found.mean.expect("pairs"), all.iter().sum::<f64>() / all.len() as f64));
                    let diameter = found.diameter.expect("nodes").length;
                    assert!(is_near(diameter, all.iter().copied().fold(0.0, f64::max)));
                }
            }
        }
    }

    #[test]
    fn a_sample_comes_near_and_finds_the_diameter() {
        let ring: Vec<(u32, u32)> = (0..600).map(|it| (it, (it + 1) % 600)).collect();
        for graph in [met(900, 900, 1), of(600, &ring), drawn(60, 0.1, &WEIGHTS, 3)] {
            for semantics in [WeightSemantics::None, WeightSemantics::Strength] {
                let right = exact(&graph, semantics);
                let sample = Some(Sample { sources: 30, seed: 7 });
                let some = distances(&graph, semantics, sample, &Interrupt::new()).expect("defined");
                let error = some.standard_error.expect("sampled");
                assert!((some.mean.expect("pairs") - right.mean.expect("pairs")).abs() <= 4.0 * error + 1e-9);
                assert!(!some.is_exact && some.sources == 30);
                let (found, greatest) = (some.diameter.expect("nodes"), right.diameter.expect("nodes"));
                assert!(found.length <= greatest.length);
                assert!(!found.is_exact || is_near(found.length, greatest.length));
                let whole = Some(Sample { sources: 900, seed: 7 });
                assert_eq!(distances(&graph, semantics, whole, &Interrupt::new()), Ok(right));
            }
        }
        let one = Some(Sample { sources: 1, seed: 0 });
        assert!(distances(&of(2, &[]), WeightSemantics::None, one, &Interrupt::new()).is_err());
    }

    /// A double star: the bound meets the truth after the leaves of the far side.
    #[test]
    fn the_diameter_is_proved_where_that_is_quick() {
        let ties: Vec<(u32, u32)> = (2..2000).map(|it| (it % 2, it)).chain([(0, 1)]).collect();
        let sample = Some(Sample { sources: 10, seed: 1 });
        let found =
            distances(&of(2000, &ties), WeightSemantics::None, sample, &Interrupt::new()).expect("defined");
        assert_eq!(found.diameter, Some(Diameter { length: 3.0, is_exact: true }));
    }
}
