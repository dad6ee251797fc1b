//! Backbones: the ties that chance does not explain.
//!
//! Busy institutions meet often without meaning to. A null model says how many shared occasions two would have by chance;
//! the p-value of a tie is the probability of at least as many as they have. For ties projected from occasions the models
//! of occasions come first: [`hypergeometric`], which keeps how busy each institution is, and [`sdsm`], which keeps how
//! large the occasions are as well. [`disparity`] knows weights only, with [`DISPARITY_CAVEAT`].
//!
//! # Several tests
//! Each tie is a test, and of many tests some succeed by chance. For the models of occasions, the number of tests is that
//! of all pairs of institutions that took part in anything, since a pair without a shared occasion (p = 1) was looked at
//! too; for the disparity filter it is the number of ties.

mod bicm;
mod disparity;
mod hypergeometric;
mod sdsm;

use crate::affiliations::Affiliations;
use crate::error::MeasureError;
use crate::graph::Graph;
use crate::interrupt::Interrupt;
use crate::projection::{ProjectionRule, Weighting, project};

pub use self::bicm::{Bicm, bicm};
pub use self::disparity::{DISPARITY_CAVEAT, disparity, disparity_values};
pub use self::hypergeometric::{hypergeometric, hypergeometric_tail};
pub use self::sdsm::sdsm;

/// What is done about several tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Correction {
    /// Nothing: of ties that are chance, the share `alpha` is kept.
    None,
    /// A tie is kept when its p-value is at most `alpha` over the number of tests: the probability of keeping any tie that
    /// is chance is at most `alpha`.
    Bonferroni,
    /// The same promise, with more ties kept: S. Holm, Scand. J. Stat. 6, 65, 1979, <https://www.jstor.org/stable/4615733>.
    Holm,
    /// Of the ties kept, at most the share `alpha` is expected to be chance: Y. Benjamini, Y. Hochberg, J. R. Stat. Soc. B
    /// 57, 289, 1995, doi:10.1111/j.2517-6161.1995.tb02031.x.
    BenjaminiHochberg,
}

/// Which ties are kept.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BackboneRule {
    /// The level, above 0 and below 1.
    pub alpha: f64,
    /// What is done about several tests.
    pub correction: Correction,
}

/// A tie and how probable its like is by chance.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BackboneTie {
    /// The smaller node.
    pub a: u32,
    /// The greater.
    pub b: u32,
    /// The number of shared occasions, or the weight.
    pub weight: f64,
    /// The probability of at least as much by chance, 0 to 1.
    pub p_value: f64,
    /// Whether it is in the backbone.
    pub is_kept: bool,
}

/// All ties with their p-values, and which are kept.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Backbone {
    /// The ties, in order of their ends.
    pub ties: Vec<BackboneTie>,
    /// The number of tests corrected for.
    pub tests: u64,
    /// How many are kept.
    pub kept: usize,
    /// What to mind when reading it; none when nothing is.
    pub caveat: Option<&'static str>,
    nodes: usize,
}

impl Backbone {
    /// The ties kept, as a graph of the same nodes.
    ///
    /// # Errors
    /// [`MeasureError::NotDefined`] never, as weights were those of a graph; the signature is [`Graph::from_ties`]'s.
    pub fn graph(&self) -> Result<Graph, MeasureError> {
        let kept: Vec<_> =
            self.ties.iter().filter(|it| it.is_kept).map(|it| (it.a, it.b, it.weight)).collect();
        Ok(Graph::from_ties(self.nodes, &kept)?.0)
    }

    fn new(
        nodes: usize,
        mut ties: Vec<BackboneTie>,
        tests: u64,
        rule: BackboneRule,
        caveat: Option<&'static str>,
    ) -> Self {
        let mut sorted: Vec<f64> = ties.iter().map(|it| it.p_value).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let limit = limit(&sorted, tests.max(ties.len() as u64), rule);
        let mut kept = 0;
        for tie in &mut ties {
            tie.is_kept = limit.is_some_and(|it| tie.p_value <= it);
            kept += usize::from(tie.is_kept);
        }
        Self { ties, tests, kept, caveat, nodes }
    }
}

/// The greatest p-value that is kept; none when none is. `sorted` holds those of some of the tests, the others being 1.
fn limit(sorted: &[f64], tests: u64, rule: BackboneRule) -> Option<f64> {
    let tests = tests as f64;
    let bound = |rank: usize| match rule.correction {
        Correction::None => rule.alpha,
        Correction::Bonferroni => rule.alpha / tests,
        Correction::Holm => rule.alpha / (tests - rank as f64),
        Correction::BenjaminiHochberg => rule.alpha * (rank as f64 + 1.0) / tests,
    };
    let is_within = |(rank, p): &(usize, &f64)| **p <= bound(*rank);
    let ranked = sorted.iter().enumerate();
    match rule.correction {
        // Up to the first that fails.
        Correction::Holm => ranked.take_while(is_within).last().map(|it| *it.1),
        // Up to the last that succeeds.
        _ => ranked.rev().find(is_within).map(|it| *it.1),
    }
}

impl BackboneRule {
    fn check(self) -> Result<(), MeasureError> {
        if self.alpha > 0.0 && self.alpha < 1.0 {
            Ok(())
        } else {
            Err(MeasureError::Parameter { name: "alpha", problem: "must be above 0 and below 1" })
        }
    }
}

/// The ties with the number of shared occasions, before their p-values are known, and the number of tests.
fn shared_occasions(
    affiliations: &Affiliations,
    interrupt: &Interrupt,
) -> Result<(Vec<BackboneTie>, u64), MeasureError> {
    let graph = project(affiliations, &ProjectionRule::new(Weighting::Count), interrupt)?;
    let tie = |(a, b, weight)| BackboneTie { a, b, weight, p_value: 1.0, is_kept: false };
    let active = (0..affiliations.institutions() as u32)
        .filter(|it| !affiliations.occasions_of(*it).is_empty())
        .count() as u64;
    Ok((graph.iter_ties().map(tie).collect(), active * active.saturating_sub(1) / 2))
}

#[cfg(test)]
mod tests;
