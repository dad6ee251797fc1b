//! The stochastic degree sequence model: how busy institutions and how large occasions are, as expected values.

use rayon::prelude::*;

use super::{Backbone, BackboneRule, bicm, shared_occasions};
use crate::affiliations::Affiliations;
use crate::error::MeasureError;
use crate::interrupt::Interrupt;

/// Terms of a binomial distribution that are smaller than this, beside its greatest, are left out.
const NEGLIGIBLE: f64 = 1e-30;

/// The backbone by the stochastic degree sequence model, one-tailed: attendance is random with the probabilities of the
/// bipartite configuration model ([`super::bicm()`]), and `P(X ≥ shared)` is that of a sum of independent yes-no draws,
/// one for each occasion (Poisson binomial).
///
/// Z. Neal, Social Networks 39, 84, 2014, doi:10.1016/j.socnet.2014.06.001, with the probabilities that Z. P. Neal, R.
/// Domagalski, B. Sagan, Sci. Rep. 11, 23929, 2021, doi:10.1038/s41598-021-03238-3, recommend.
///
/// The sum's distribution is computed exactly, class of occasions by class, not approximated: the relative error of a
/// p-value above 1e-25 is below 1e-8, given the probabilities. Time O(pairs of classes of institutions · classes of
/// occasions · shared occasions), shared among threads. Checked against the enumeration of all outcomes.
///
/// # Errors
/// [`MeasureError::Parameter`] for an alpha that is none, and those of [`super::bicm()`] and
/// [`crate::projection::project`].
pub fn sdsm(
    affiliations: &Affiliations,
    rule: BackboneRule,
    interrupt: &Interrupt,
) -> Result<Backbone, MeasureError> {
    rule.check()?;
    let (mut ties, tests) = shared_occasions(affiliations, interrupt)?;
    let model = bicm(affiliations, interrupt)?;
    let class = |it: u32| model.class_of_institution[it as usize];
    // What chance makes of a tie depends on the classes of its ends only.
    let key = |a: u32, b: u32| (class(a).min(class(b)), class(a).max(class(b)));
    let mut order: Vec<((u32, u32), u32)> =
        (0_u32..).zip(&ties).map(|(at, it)| (key(it.a, it.b), at)).collect();
    order.par_sort_unstable();
    let groups: Vec<&[((u32, u32), u32)]> = order.chunk_by(|one, other| one.0 == other.0).collect();
    let found: Vec<Vec<f64>> = groups
        .par_iter()
        .map(|group| {
            interrupt.check()?;
            let Some(((one, other), _)) = group.first() else { return Ok(Vec::new()) };
            let both =
                model.probabilities(*one).iter().zip(model.probabilities(*other)).map(|it| it.0 * it.1);
            let draws: Vec<(f64, u32)> = both.zip(model.occasions.iter().copied()).collect();
            let shared = |at: &u32| ties[*at as usize].weight as usize;
            let most = group.iter().map(|it| shared(&it.1)).max().unwrap_or_default();
            let sum = Sum::new(&draws, most);
            Ok(group.iter().map(|it| sum.tail(shared(&it.1))).collect())
        })
        .collect::<Result<_, MeasureError>>()?;
    for (group, values) in groups.iter().zip(found) {
        for ((_, at), value) in group.iter().zip(values) {
            ties[*at as usize].p_value = value;
        }
    }
    Ok(Backbone::new(affiliations.institutions(), ties, tests, rule, None))
}

/// The first probabilities of a sum of independent draws.
pub(super) struct Sum {
    probabilities: Vec<f64>,
}

impl Sum {
    /// Of draws `(probability of each, how many)`, with probabilities far enough for tails from up to `most` on.
    pub(super) fn new(draws: &[(f64, u32)], most: usize) -> Self {
        let variance: f64 = draws.iter().map(|(p, count)| f64::from(*count) * p * (1.0 - p)).sum();
        let all: usize = draws.iter().filter(|it| it.0 > 0.0).map(|it| it.1 as usize).sum();
        let length = all.min(most + 32 + (6.0 * variance.sqrt()) as usize) + 1;
        let mut sum = vec![1.0];
        for (p, count) in draws.iter().filter(|it| it.0 > 0.0) {
            let (first, terms) = binomial(*p, *count, length);
            let mut next = vec![0.0; length.min(sum.len() + first + terms.len() - 1)];
            for (at, value) in sum.iter().enumerate() {
                for (to, term) in next.iter_mut().skip(at + first).zip(&terms) {
                    *to += value * term;
                }
            }
            sum = next;
        }
        Self { probabilities: sum }
    }

    /// `P(X ≥ x)`: small ones as a sum of what is above, others by what is below.
    pub(super) fn tail(&self, x: usize) -> f64 {
        let (below, above) = self.probabilities.split_at(x.min(self.probabilities.len()));
        let complement = 1.0 - below.iter().sum::<f64>();
        if complement > 1e-6 { complement.min(1.0) } else { above.iter().rev().sum() }
    }
}

/// The probabilities of a binomial distribution that count, and the number that the first of them is of; at most those
/// below `length`.
fn binomial(p: f64, count: u32, length: usize) -> (usize, Vec<f64>) {
    let n = f64::from(count);
    if p >= 1.0 {
        return (count as usize, vec![1.0]);
    }
    let odds = p / (1.0 - p);
    // From the most probable number outwards, relative to it, and then to their sum.
    let mode = ((n + 1.0) * p).floor().min(n);
    let mut down = Vec::new();
    let (mut at, mut term) = (mode, 1.0);
    while at > 0.0 {
        term *= at / ((n - at + 1.0) * odds);
        at -= 1.0;
        if term < NEGLIGIBLE {
            break;
        }
        down.push(term);
    }
    let first = mode as usize - down.len();
    let mut terms: Vec<f64> = down.into_iter().rev().collect();
    terms.push(1.0);
    let (mut at, mut term) = (mode, 1.0);
    while at < n {
        term *= (n - at) * odds / (at + 1.0);
        at += 1.0;
        if term < NEGLIGIBLE {
            break;
        }
        terms.push(term);
    }
    let sum: f64 = terms.iter().sum();
    terms.truncate(length.saturating_sub(first).max(1));
    for term in &mut terms {
        *term /= sum;
    }
    (first, terms)
}
