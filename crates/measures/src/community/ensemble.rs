//! How stable communities are: the same search many times with other seeds.

use rayon::prelude::*;

use super::compare::{Comparison, overlaps};
use super::leiden::{LeidenRule, leiden};
use super::partition::Partition;
use super::rows::Members;
use crate::error::MeasureError;
use crate::graph::Graph;
use crate::interrupt::Interrupt;
use crate::random::Random;

/// The most runs of an ensemble.
pub const RUNS_MAX: u32 = 1000;

/// What many runs agree on.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Ensemble {
    /// The partition of the best quality; of several, that of the earliest run.
    pub reference: Partition,
    /// The number of its run; 0 is the run with the rule's own seed.
    pub reference_run: u32,
    /// The number of runs.
    pub runs: u32,
    /// For each node, the share of all runs (the reference among them) in which it is in the community matched with its
    /// reference community; above 0, to 1.
    pub confidence: Vec<f64>,
    /// For each reference community, the mean over all runs of its Jaccard similarity with the community matched with it;
    /// above 0, to 1.
    pub stability: Vec<f64>,
    /// The mean normalised mutual information over pairs of runs; none for one run or no nodes.
    pub nmi: Option<f64>,
    /// The mean adjusted Rand index over pairs of runs; none for one run or fewer than two nodes.
    pub adjusted_rand: Option<f64>,
    /// The qualities; none when the graph has no ties.
    pub quality: Option<Spread>,
}

/// How numbers spread.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Spread {
    /// The least.
    pub least: f64,
    /// The one in the middle, or the mean of the two there.
    pub median: f64,
    /// The greatest.
    pub greatest: f64,
}

/// Looks for communities many times and tells on what the runs agree.
///
/// Run 0 has the rule's seed, so it is what [`leiden`] finds; each other run has a seed drawn from it. A community of a run
/// is matched with a reference community when no other of that run has a greater Jaccard similarity with it (of several,
/// the first); one may be matched with several. Runs go in parallel; the result does not depend on the number of threads.
///
/// # Errors
/// As [`leiden`]; [`MeasureError::Parameter`] for no runs or more than [`RUNS_MAX`].
///
/// # Source
/// Matching by Jaccard similarity as in C. Hennig, Comput. Stat. Data Anal. 52, 258–271, 2007,
/// doi:10.1016/j.csda.2006.11.025. Time that of the runs and O(r² n) for `r` runs, space O(r n). Checked against values
/// worked out by hand.
pub fn ensemble(
    graph: &Graph,
    rule: &LeidenRule,
    runs: u32,
    interrupt: &Interrupt,
) -> Result<Ensemble, MeasureError> {
    if runs == 0 || runs > RUNS_MAX {
        return Err(MeasureError::Parameter { name: "runs", problem: "must be from 1 to 1000" });
    }
    let run = |number: u32| {
        let drawn = || Random::stream(rule.seed, u64::from(number)).bits();
        let seed = if number == 0 { rule.seed } else { drawn() };
        leiden(graph, &LeidenRule { seed, ..*rule }, interrupt)
    };
    let partitions: Vec<Partition> =
        (0..runs).into_par_iter().map(run).collect::<Result<_, MeasureError>>()?;
    let mut best = 0;
    for (number, partition) in partitions.iter().enumerate() {
        if partition.quality > partitions[best].quality {
            best = number;
        }
    }
    let (confidence, stability) = agreement(&partitions, best, interrupt)?;
    let (nmi, adjusted_rand) = likeness(&partitions, interrupt)?;
    let qualities: Option<Vec<f64>> = partitions.iter().map(|it| it.quality).collect();
    Ok(Ensemble {
        reference: partitions[best].clone(),
        reference_run: best as u32,
        runs,
        confidence,
        stability,
        nmi,
        adjusted_rand,
        quality: qualities.and_then(spread),
    })
}

/// The confidence of each node and the stability of each community of the reference.
fn agreement(
    partitions: &[Partition],
    best: usize,
    interrupt: &Interrupt,
) -> Result<(Vec<f64>, Vec<f64>), MeasureError> {
    let reference = &partitions[best];
    let members = Members::new(&reference.of, reference.count);
    let matched: Vec<Vec<(u32, f64)>> = partitions
        .par_iter()
        .map(|it| {
            interrupt.check()?;
            Ok(matches(&members, it))
        })
        .collect::<Result<_, MeasureError>>()?;
    let runs = partitions.len() as f64;
    let together = |node: usize| {
        let group = reference.of[node] as usize;
        let agrees = |it: &(&Partition, &Vec<(u32, f64)>)| it.0.of[node] == it.1[group].0;
        partitions.iter().zip(&matched).filter(agrees).count() as f64 / runs
    };
    let similar = |group: usize| matched.iter().map(|it| it[group].1).sum::<f64>() / runs;
    Ok(((0..reference.of.len()).map(together).collect(), (0..reference.count).map(similar).collect()))
}

/// For each group, the community of a partition that is most similar to it, and how similar.
fn matches(members: &Members, partition: &Partition) -> Vec<(u32, f64)> {
    let mut sizes = vec![0_usize; partition.count];
    for community in &partition.of {
        sizes[*community as usize] += 1;
    }
    let mut best = vec![(0_u32, -1.0); members.count()];
    for overlap in overlaps(members, &partition.of, partition.count) {
        let all = members.of(overlap.one as usize).len() + sizes[overlap.other as usize] - overlap.nodes;
        let similarity = overlap.nodes as f64 / all as f64;
        let (community, most) = &mut best[overlap.one as usize];
        if similarity > *most || (similarity == *most && overlap.other < *community) {
            (*community, *most) = (overlap.other, similarity);
        }
    }
    best
}

/// Normalised mutual information and adjusted Rand index.
type Likeness = (Option<f64>, Option<f64>);

/// The mean likeness of pairs of partitions.
fn likeness(partitions: &[Partition], interrupt: &Interrupt) -> Result<Likeness, MeasureError> {
    let sums: Vec<Likeness> = (1..partitions.len())
        .into_par_iter()
        .map(|number| {
            let one = &partitions[number];
            let mut sum = (Some(0.0), Some(0.0));
            for other in &partitions[..number] {
                interrupt.check()?;
                let comparison = Comparison::new(&one.of, one.count, &other.of, other.count);
                sum.0 = sum.0.zip(comparison.nmi()).map(|(x, y)| x + y);
                sum.1 = sum.1.zip(comparison.adjusted_rand()).map(|(x, y)| x + y);
            }
            Ok(sum)
        })
        .collect::<Result<_, MeasureError>>()?;
    if sums.is_empty() {
        return Ok((None, None));
    }
    let pairs = (partitions.len() * (partitions.len() - 1) / 2) as f64;
    let mean =
        |of: fn(&Likeness) -> Option<f64>| sums.iter().map(of).sum::<Option<f64>>().map(|it| it / pairs);
    Ok((mean(|it| it.0), mean(|it| it.1)))
}

fn spread(mut numbers: Vec<f64>) -> Option<Spread> {
    numbers.sort_unstable_by(f64::total_cmp);
    let (least, greatest) = (*numbers.first()?, *numbers.last()?);
    let median = f64::midpoint(numbers[numbers.len() / 2], numbers[(numbers.len() - 1) / 2]);
    Some(Spread { least, median, greatest })
}
