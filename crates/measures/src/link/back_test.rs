//! Would the scores have told the ties that came?
//!
//! # Definition
//! Two graphs on the same nodes, before and after. Candidates are the pairs without a tie before, of nodes that both had at
//! least one tie before; positives are those with a tie after. AUC is the probability that a positive scores above a
//! negative, each pair of the two equally likely and equal scores counting one half: 0.5 is guessing, 1 is perfect. It is
//! exact: all candidates are ranked, also those that score 0. Precision at `k` is the share of positives among the `k`
//! best; where several share the score of the last place, the ones to be taken are drawn and the expected share is given.
//!
//! # Null meaning
//! Both are none when there are no positives or no negatives; precision also when there are fewer than `k` candidates.
//!
//! # Source
//! D. Liben-Nowell, J. Kleinberg, J. Am. Soc. Inf. Sci. 58, 1019, 2007, doi:10.1002/asi.20591; L. Lü, T. Zhou, Physica A
//! 390, 1150, 2011, doi:10.1016/j.physa.2010.11.027; J. A. Hanley, B. J. McNeil, Radiology 143, 29, 1982,
//! doi:10.1148/radiology.143.1.7063747, for AUC as Mann and Whitney's statistic.
//!
//! # Limits
//! Candidates without a shared neighbour score 0 alike, but for preferential attachment; a network that grows by new
//! institutions is not predicted, as these are no candidates.
//!
//! # Cost
//! Time O(Σ d²) for the scores before, shared among threads; memory O(n) for each thread, O(m) and O(k). Preferential
//! attachment: O(m log m).
//!
//! # Checked against
//! Comparing all positives with all negatives in the tests.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use rayon::prelude::*;

use super::best::best;
use super::levels::{Counts, Levels};
use super::preferential;
use super::scan::Scan;
use super::scores::{LinkMethod, score};
use crate::error::MeasureError;
use crate::graph::Graph;
use crate::interrupt::Interrupt;
use crate::local::order::Ordered;

/// How well scores told the ties that came.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BackTest {
    /// The candidates that have a tie after.
    pub positives: u64,
    /// The candidates that have none.
    pub negatives: u64,
    /// The probability that a positive scores above a negative, 0 to 1.
    pub auc: Option<f64>,
    /// The share of positives among the `k` best, 0 to 1.
    pub precision_at_k: Option<f64>,
    /// How many of the best precision looks at.
    pub k: u64,
    /// The share of positives among all candidates, which is the precision of guessing; none without candidates.
    pub base_rate: Option<f64>,
}

/// Tests the scores of the graph before on the ties of the graph after.
///
/// # Errors
/// [`MeasureError::Parameter`] when the graphs have not the same number of nodes or `k` is 0;
/// [`MeasureError::Interrupted`].
pub fn back_test(
    before: &Graph,
    after: &Graph,
    method: LinkMethod,
    k: usize,
    interrupt: &Interrupt,
) -> Result<BackTest, MeasureError> {
    if before.nodes() != after.nodes() {
        return Err(MeasureError::Parameter { name: "after", problem: "must have the nodes of before" });
    }
    if k == 0 {
        return Err(MeasureError::Parameter { name: "k", problem: "must be at least 1" });
    }
    let active = (0..before.nodes()).filter(|it| before.degree(*it) > 0).count() as u64;
    let candidates = (active * active.saturating_sub(1) / 2).saturating_sub(before.ties() as u64);
    let came = positives(before, after, method, interrupt)?;
    let positives = came.len() as u64;
    let negatives = candidates - positives;
    let k = k as u64;
    let base_rate = (candidates > 0).then(|| positives as f64 / candidates as f64);
    let mut result = BackTest { positives, negatives, auc: None, precision_at_k: None, k, base_rate };
    if positives == 0 || negatives == 0 {
        return Ok(result);
    }
    let floor = if k <= candidates { Some(score_at(before, method, k as usize, interrupt)?) } else { None };
    let levels = Levels::new(came.iter().copied().chain(floor).collect());
    let mut all = count(before, method, &levels, interrupt)?;
    let scored: u64 = all.below.iter().chain(&all.at).sum();
    levels.count(0.0, candidates - scored, &mut all);
    let mut right = levels.counts();
    came.iter().for_each(|it| levels.count(*it, 1, &mut right));
    result.auc = Some(auc(&all, &right, positives, negatives));
    result.precision_at_k =
        floor.map(|it| precision(&levels, &all, &right, k, levels.scores().partition_point(|at| *at < it)));
    Ok(result)
}

/// The scores before of the candidates with a tie after.
fn positives(
    before: &Graph,
    after: &Graph,
    method: LinkMethod,
    interrupt: &Interrupt,
) -> Result<Vec<f64>, MeasureError> {
    let of = |a: usize| {
        interrupt.check()?;
        let is_candidate = |b: &usize| *b > a && before.degree(*b) > 0 && !before.has_tie(a, *b);
        let near = if before.degree(a) > 0 { after.neighbours(a) } else { &[] };
        near.iter().map(|it| *it as usize).filter(is_candidate).map(|b| score(before, method, a, b)).collect()
    };
    let rows: Result<Vec<Vec<f64>>, MeasureError> = (0..before.nodes()).into_par_iter().map(of).collect();
    Ok(rows?.into_iter().flatten().collect())
}

/// The score at the k-th place of all candidates.
fn score_at(
    before: &Graph,
    method: LinkMethod,
    k: usize,
    interrupt: &Interrupt,
) -> Result<f64, MeasureError> {
    if method == LinkMethod::PreferentialAttachment {
        let mut left = k as u64;
        for (score, count) in preferential::counts(before, interrupt)?.into_iter().rev() {
            if count >= left {
                return Ok(score);
            }
            left -= count;
        }
        return Ok(0.0);
    }
    let best = best(before, method, k, interrupt)?;
    Ok(best.get(k - 1).map_or(0.0, |it| it.score))
}

/// Counts the candidates that score above 0 by the levels of their scores.
fn count(
    before: &Graph,
    method: LinkMethod,
    levels: &Levels,
    interrupt: &Interrupt,
) -> Result<Counts, MeasureError> {
    let mut all = levels.counts();
    if method == LinkMethod::PreferentialAttachment {
        for (score, count) in preferential::counts(before, interrupt)? {
            levels.count(score, count, &mut all);
        }
        return Ok(all);
    }
    let ordered = Ordered::by_degree(before, false, interrupt)?;
    let scan = Scan::new(&ordered, method);
    let next = AtomicUsize::new(0);
    let counted: Result<Vec<Counts>, MeasureError> = (0..rayon::current_num_threads())
        .into_par_iter()
        .with_max_len(1)
        .map(|_| {
            let mut counts = levels.counts();
            let mut sums = vec![0.0; ordered.nodes()];
            loop {
                let rank = next.fetch_add(1, Relaxed);
                if rank >= ordered.nodes() {
                    return Ok(counts);
                }
                interrupt.check()?;
                scan.of(rank, 0.0, &mut sums, |_, score| levels.count(score, 1, &mut counts));
            }
        })
        .collect();
    counted?.iter().for_each(|it| all.add(it));
    Ok(all)
}

/// Mann and Whitney's statistic over the pairs of a positive and a negative, in whole halves.
fn auc(all: &Counts, right: &Counts, positives: u64, negatives: u64) -> f64 {
    let (mut halves, mut wrong_below) = (0_u128, 0_u128);
    for level in 0..all.at.len() {
        wrong_below += u128::from(all.below[level] - right.below[level]);
        let wrong_at = u128::from(all.at[level] - right.at[level]);
        halves += u128::from(right.at[level]) * (2 * wrong_below + wrong_at);
        wrong_below += wrong_at;
    }
    halves as f64 / (2 * u128::from(positives) * u128::from(negatives)) as f64
}

/// The expected share of positives among the `k` best, whose last has the score of the level `at`.
fn precision(levels: &Levels, all: &Counts, right: &Counts, k: u64, at: usize) -> f64 {
    let above = |counts: &Counts| -> u64 { counts.at[at + 1..].iter().chain(&counts.below[at + 1..]).sum() };
    debug_assert!(at < levels.scores().len());
    let places = k - above(all);
    let drawn = places as f64 * right.at[at] as f64 / all.at[at] as f64;
    (above(right) as f64 + drawn) / k as f64
}
