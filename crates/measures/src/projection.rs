//! One-mode projection: who is tied to whom by the occasions both took part in.
//!
//! # Definition
//! `w(a, b) = Σ_e b(e) · f(e)` over the occasions `e` that both took part in, with the base factor `b` (1 unless given)
//! and `f(e) = 1` ([`Weighting::Count`]) or `f(e) = 1/(n_e − 1)` ([`Weighting::Newman`]), where `n_e` is the size of the
//! occasion: the greater of those listed and the number declared.
//!
//! # Source
//! M. E. J. Newman, "Scientific collaboration networks. II", Phys. Rev. E 64, 016132, 2001,
//! doi:10.1103/PhysRevE.64.016132.
//!
//! # Cost
//! Time O(Σ k_e²) for the `k_e` listed at each occasion. Besides the graph itself, half as much memory while it is made,
//! and O(institutions) for each thread. The method is that of F. G. Gustavson, ACM Trans. Math. Softw. 4, 250, 1978,
//! doi:10.1145/355791.355796, with a bitmap of the columns met in place of sorting them, for the columns right of the
//! diagonal only; the others are their mirror image.
//!
//! # Determinism
//! A weight is summed once, in ascending order of occasions, so both ends of a tie have the same bits, on any number of
//! threads.
//!
//! # Checked against
//! A brute-force sum over all pairs in the tests, and scipy.sparse (`B diag(f) Bᵀ`) on random affiliations.

mod mirror;

use std::ops::Range;

use rayon::prelude::*;

use self::mirror::{Half, mirror};
use crate::affiliations::Affiliations;
use crate::error::MeasureError;
use crate::graph::Graph;
use crate::interrupt::Interrupt;

/// The most ends of ties that a projection may have; each takes 12 bytes, and 6 more while the graph is made.
pub const TIE_ENDS_MAX: u64 = 1 << 30;

/// How much less than the minimum a weight may be by rounding.
const ROUNDING: f64 = 1e-12;

/// The columns that one byte of the coarse map stands for: eight words of the bitmap.
const BLOCK: usize = 512;

/// About how many pairs of participants one task takes.
const TASK: u64 = 1 << 17;

/// What a shared occasion adds to a tie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Weighting {
    /// 1, so that a weight is the number of shared occasions.
    Count,
    /// `1/(n − 1)` for an occasion of size `n`, so that a mass meeting makes no strong ties.
    Newman,
}

/// How affiliations become ties.
#[derive(Debug, Clone, PartialEq)]
pub struct ProjectionRule {
    /// What a shared occasion adds.
    pub weighting: Weighting,
    /// Occasions of a greater size make no ties; none for no limit.
    pub max_occasion_size: Option<u32>,
    /// A factor for each occasion, at least 0 and finite; empty when all are 1. At 0 the occasion makes no ties.
    pub base: Vec<f64>,
    /// Ties of less weight are left out; 0 for no limit. Less by at most 1e-12 counts as reaching it.
    pub min_weight: f64,
    /// Institutions that get no ties. They stay nodes, and still count for the sizes of occasions.
    pub removed: Vec<u32>,
}

impl ProjectionRule {
    /// The rule with nothing left out.
    #[must_use]
    pub fn new(weighting: Weighting) -> Self {
        Self { weighting, max_occasion_size: None, base: Vec::new(), min_weight: 0.0, removed: Vec::new() }
    }

    /// What an occasion adds to the tie of any two who took part; 0 when it makes no ties.
    #[must_use]
    pub fn contribution(&self, affiliations: &Affiliations, occasion: u32) -> f64 {
        let size = affiliations.size(occasion);
        if size < 2 || self.max_occasion_size.is_some_and(|it| size > it) {
            return 0.0;
        }
        let base = self.base.get(occasion as usize).copied().unwrap_or(1.0);
        match self.weighting {
            Weighting::Count => base,
            Weighting::Newman => base / f64::from(size - 1),
        }
    }

    fn check(&self, affiliations: &Affiliations) -> Result<(), MeasureError> {
        let refused = |name, problem| Err(MeasureError::Parameter { name, problem });
        if !self.base.is_empty() && self.base.len() != affiliations.occasions() {
            return refused("base", "must be empty or have one number for each occasion");
        }
        if !self.base.iter().all(|it| it.is_finite() && *it >= 0.0) {
            return refused("base", "must be finite and not negative");
        }
        if !(self.min_weight.is_finite() && self.min_weight >= 0.0) {
            return refused("minWeight", "must be finite and not negative");
        }
        if self.removed.iter().any(|it| *it as usize >= affiliations.institutions()) {
            return refused("removed", "must be institutions");
        }
        Ok(())
    }
}

/// Projects affiliations onto their institutions: nodes are all institutions, isolates included; ties as in the module's
/// definition.
///
/// # Errors
/// [`MeasureError::Parameter`] for a rule that is none, [`MeasureError::TooLarge`] above [`TIE_ENDS_MAX`],
/// [`crate::Undefined::WeightNotPositive`] when base factors make a weight infinite,
/// [`MeasureError::Interrupted`].
pub fn project(
    affiliations: &Affiliations,
    rule: &ProjectionRule,
    interrupt: &Interrupt,
) -> Result<Graph, MeasureError> {
    rule.check(affiliations)?;
    let kernel = Kernel::new(affiliations, rule);
    let tasks = kernel.tasks();
    if kernel.bound() > TIE_ENDS_MAX {
        kernel.check_size(&tasks, interrupt)?;
    }
    let halves: Vec<Half> = tasks
        .into_par_iter()
        .map_init(|| kernel.scratch(), |scratch, task| kernel.half(task, scratch, interrupt))
        .collect::<Result<_, _>>()?;
    let (starts, neighbours, weights) = mirror(affiliations.institutions(), &halves, interrupt)?;
    Ok(Graph::from_right_rows(starts, neighbours, weights))
}

/// The occasions behind a tie: those that both took part in, ascending, whatever the rule makes of them. Time
/// O(s log(l/s)) for rows of lengths `s ≤ l`.
#[must_use]
pub fn shared(affiliations: &Affiliations, a: u32, b: u32) -> Vec<u32> {
    let (one, other) = (affiliations.occasions_of(a), affiliations.occasions_of(b));
    let (short, mut long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let mut both = Vec::new();
    for occasion in short {
        // Doubling steps, then bisection within the last of them.
        let mut step = 1;
        while step < long.len() && long[step] < *occasion {
            step *= 2;
        }
        let skipped = long[..long.len().min(step + 1)].partition_point(|it| it < occasion);
        long = &long[skipped..];
        match long.first() {
            Some(it) if it == occasion => both.push(*occasion),
            Some(_) => {}
            None => break,
        }
    }
    both
}

/// What all tasks of one projection share.
struct Kernel<'a> {
    affiliations: &'a Affiliations,
    contributions: Vec<f64>,
    is_removed: Vec<bool>,
    min_weight: Option<f64>,
}

/// What a thread needs to add up one row. Between rows all of it is zero.
struct Scratch {
    sums: Vec<f64>,
    /// A bit for each column met.
    met: Vec<u64>,
    /// Not 0 for each block of columns with one met.
    blocks: Vec<u8>,
}

impl<'a> Kernel<'a> {
    fn new(affiliations: &'a Affiliations, rule: &ProjectionRule) -> Self {
        let mut is_removed = vec![false; affiliations.institutions()];
        for hub in &rule.removed {
            is_removed[*hub as usize] = true;
        }
        let occasions = 0..affiliations.occasions() as u32;
        Self {
            affiliations,
            contributions: occasions.map(|it| rule.contribution(affiliations, it)).collect(),
            is_removed,
            min_weight: (rule.min_weight > 0.0).then_some(rule.min_weight - ROUNDING),
        }
    }

    fn scratch(&self) -> Scratch {
        let blocks = self.affiliations.institutions().div_ceil(BLOCK);
        Scratch {
            sums: vec![0.0; blocks * BLOCK],
            met: vec![0; blocks * BLOCK / 64],
            blocks: vec![0; blocks],
        }
    }

    /// No fewer than the ends of ties.
    fn bound(&self) -> u64 {
        let taken = (0_u32..).zip(&self.contributions).filter(|it| *it.1 > 0.0);
        let listed = taken.map(|it| self.affiliations.institutions_at(it.0).len() as u64);
        listed.map(|it| it * it.saturating_sub(1)).fold(0, u64::saturating_add)
    }

    /// Counts the ties before there is memory taken for them.
    fn check_size(&self, tasks: &[Range<usize>], interrupt: &Interrupt) -> Result<(), MeasureError> {
        let counts: Vec<u64> = tasks
            .par_iter()
            .map_init(|| self.scratch(), |scratch, task| self.count(task.clone(), scratch, interrupt))
            .collect::<Result<_, _>>()?;
        let estimate = 2 * counts.iter().sum::<u64>();
        if estimate > TIE_ENDS_MAX {
            return Err(MeasureError::TooLarge { what: "ends of ties", estimate, limit: TIE_ENDS_MAX });
        }
        Ok(())
    }

    /// Ranges of rows with about equal work. They depend on the affiliations only.
    fn tasks(&self) -> Vec<Range<usize>> {
        let mut tasks = Vec::new();
        let (mut first, mut work) = (0, 0_u64);
        for row in 0..self.affiliations.institutions() {
            let occasions = self.affiliations.occasions_of(row as u32);
            work +=
                occasions.iter().map(|it| self.affiliations.institutions_at(*it).len() as u64).sum::<u64>();
            if work >= TASK {
                tasks.push(first..row + 1);
                (first, work) = (row + 1, 0);
            }
        }
        if first < self.affiliations.institutions() {
            tasks.push(first..self.affiliations.institutions());
        }
        tasks
    }

    /// Marks the columns of a row right of the diagonal and, when asked, adds up their weights.
    fn gather<const SUMS: bool>(&self, row: u32, scratch: &mut Scratch) {
        if self.is_removed[row as usize] {
            return;
        }
        for occasion in self.affiliations.occasions_of(row) {
            let contribution = self.contributions[*occasion as usize];
            if contribution > 0.0 {
                let others = self.affiliations.institutions_at(*occasion).iter();
                for other in others.rev().take_while(|it| **it > row) {
                    let other = *other as usize;
                    scratch.blocks[other / BLOCK] = 1;
                    scratch.met[other / 64] |= 1 << (other % 64);
                    if SUMS {
                        scratch.sums[other] += contribution;
                    }
                }
            }
        }
    }

    /// Takes the columns met, ascending, with their sums, and leaves the scratch zero.
    fn drain<const SUMS: bool>(&self, row: u32, scratch: &mut Scratch, mut take: impl FnMut(u32, f64)) {
        for block in row as usize / BLOCK..scratch.blocks.len() {
            if scratch.blocks[block] == 0 {
                continue;
            }
            scratch.blocks[block] = 0;
            for word in block * (BLOCK / 64)..(block + 1) * (BLOCK / 64) {
                let mut bits = std::mem::take(&mut scratch.met[word]);
                while bits != 0 {
                    let column = word * 64 + bits.trailing_zeros() as usize;
                    bits &= bits - 1;
                    let weight = if SUMS { std::mem::take(&mut scratch.sums[column]) } else { 1.0 };
                    if !self.is_removed[column] {
                        take(column as u32, weight);
                    }
                }
            }
        }
    }

    /// How many ties the rows of a task have to greater nodes.
    fn count(
        &self,
        rows: Range<usize>,
        scratch: &mut Scratch,
        interrupt: &Interrupt,
    ) -> Result<u64, MeasureError> {
        let mut count = 0;
        for row in rows.start as u32..rows.end as u32 {
            interrupt.check()?;
            if let Some(least) = self.min_weight {
                self.gather::<true>(row, scratch);
                self.drain::<true>(row, scratch, |_, weight| count += u64::from(weight >= least));
            } else {
                self.gather::<false>(row, scratch);
                self.drain::<false>(row, scratch, |_, _| count += 1);
            }
        }
        Ok(count)
    }

    /// The ties of a task's rows to greater nodes.
    fn half(
        &self,
        rows: Range<usize>,
        scratch: &mut Scratch,
        interrupt: &Interrupt,
    ) -> Result<Half, MeasureError> {
        let least = self.min_weight.unwrap_or_default();
        let mut starts = Vec::with_capacity(rows.len() + 1);
        let (mut neighbours, mut weights) = (Vec::new(), Vec::new());
        starts.push(0);
        for row in rows.start as u32..rows.end as u32 {
            interrupt.check()?;
            self.gather::<true>(row, scratch);
            self.drain::<true>(row, scratch, |column, weight| {
                if weight >= least {
                    neighbours.push(column);
                    weights.push(weight);
                }
            });
            starts.push(neighbours.len());
        }
        if !weights.iter().all(|it: &f64| it.is_finite()) {
            return Err(MeasureError::NotDefined(crate::Undefined::WeightNotPositive));
        }
        Ok(Half { rows, starts, neighbours, weights })
    }
}

#[cfg(test)]
mod tests;
