//! Contributions: which of several changes accounts for what of a difference.
//!
//! # Question
//! A scenario of several changes moves a number from one value to another: how much of that is due to each change?
//!
//! # Definition
//! A *game* gives a number `v(S)` to every set `S` of the changes: the number once just these are made. For change `i`
//! of all changes `N`, its effect *alone* is `v({i}) − v(∅)`, its *last* effect `v(N) − v(N∖{i})`: what making it first
//! adds, and what it adds once all others are made. Its *share* is the Shapley value: the mean of what it adds over all
//! orders in which the changes can be made, `Σ over S ⊆ N∖{i} of |S|! (n−|S|−1)! / n! · (v(S∪{i}) − v(S))`. The shares
//! add up to `v(N) − v(∅)`; effects alone do not when changes act together, and what is missing is the *interaction*.
//!
//! # Source
//! L. S. Shapley, A value for n-person games, in: Contributions to the Theory of Games II, Annals of Mathematics
//! Studies 28, Princeton 1953, pages 307–317.
//!
//! # Limits
//! Shares are worked out for at most [`SHARED_MAX`] changes, exactly; for more there are the effects alone and last. A
//! number that is not defined for one of the sets gives no share. What a change adds is a difference of two states of
//! the record, not a cause in the world.
//!
//! # Cost
//! `2ⁿ` states for n up to [`SHARED_MAX`] changes, else `2n + 2`; then O(n 2ⁿ) for each number.
//!
//! # Determinism
//! Exact but for rounding; sets are taken in a fixed order.
//!
//! # Checked against
//! The mean over all orders by brute force; the axioms of the value: efficiency, symmetry, null players, additivity.

use crate::refusal::Refusal;

/// The most changes for which shares are worked out.
pub const SHARED_MAX: usize = 6;

/// What one change accounts for of one number; none where the number is not defined.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Contribution {
    /// What it adds to nothing else.
    pub alone: Option<f64>,
    /// What it adds to all others.
    pub last: Option<f64>,
    /// Its Shapley value; none for more than [`SHARED_MAX`] changes too.
    pub share: Option<f64>,
}

/// What the changes account for of one number.
#[derive(Debug, Clone, PartialEq)]
pub struct Contributions {
    /// The number without any change.
    pub before: Option<f64>,
    /// The number with all changes.
    pub after: Option<f64>,
    /// Each change's, in order.
    pub changes: Vec<Contribution>,
    /// What all changes together add beyond what each adds alone.
    pub interaction: Option<f64>,
}

/// How many states a game of so many changes is asked for.
#[must_use]
pub fn states(changes: usize) -> usize {
    if changes <= SHARED_MAX { 1 << changes } else { 2 * changes + 2 }
}

/// The contributions of `changes` changes to several numbers. `worth` gives the numbers, always as many, of the state
/// in which the changes are made that are marked.
///
/// # Errors
/// Those of `worth`.
pub fn contributions(
    changes: usize,
    mut worth: impl FnMut(&[bool]) -> Result<Vec<Option<f64>>, Refusal>,
) -> Result<Vec<Contributions>, Refusal> {
    if changes <= SHARED_MAX {
        let all: Vec<Vec<Option<f64>>> = (0..1usize << changes)
            .map(|set| worth(&(0..changes).map(|it| set & (1 << it) != 0).collect::<Vec<_>>()))
            .collect::<Result<_, _>>()?;
        let whole = all.len() - 1;
        let numbers = all.first().map_or(0, Vec::len);
        let of = |set: usize, number: usize| all.get(set).and_then(|it| *it.get(number)?);
        return Ok((0..numbers)
            .map(|number| {
                let share = shares(changes, |set| of(set, number));
                told(changes, |set| of(set, number), whole, share.as_deref())
            })
            .collect());
    }
    let mark = |made: bool, but: usize| (0..changes).map(|it| (it == but) != made).collect::<Vec<_>>();
    let (before, after) = (worth(&vec![false; changes])?, worth(&vec![true; changes])?);
    let mut alone = Vec::with_capacity(changes);
    let mut without = Vec::with_capacity(changes);
    for change in 0..changes {
        alone.push(worth(&mark(false, change))?);
        without.push(worth(&mark(true, change))?);
    }
    let at = |list: &[Option<f64>], number: usize| list.get(number).copied().flatten();
    Ok((0..before.len())
        .map(|number| {
            let (old, new) = (at(&before, number), at(&after, number));
            let changes: Vec<Contribution> = alone
                .iter()
                .zip(&without)
                .map(|(alone, without)| Contribution {
                    alone: difference(at(alone, number), old),
                    last: difference(new, at(without, number)),
                    share: None,
                })
                .collect();
            let interaction = interaction(old, new, &changes);
            Contributions { before: old, after: new, changes, interaction }
        })
        .collect())
}

fn told(
    changes: usize,
    worth: impl Fn(usize) -> Option<f64>,
    whole: usize,
    share: Option<&[f64]>,
) -> Contributions {
    let (before, after) = (worth(0), worth(whole));
    let changes: Vec<Contribution> = (0..changes)
        .map(|it| Contribution {
            alone: difference(worth(1 << it), before),
            last: difference(after, worth(whole & !(1 << it))),
            share: share.and_then(|all| all.get(it).copied()),
        })
        .collect();
    let interaction = interaction(before, after, &changes);
    Contributions { before, after, changes, interaction }
}

/// The Shapley values; none when the number is not defined for some set.
fn shares(changes: usize, worth: impl Fn(usize) -> Option<f64>) -> Option<Vec<f64>> {
    let values: Vec<f64> = (0..1usize << changes).map(worth).collect::<Option<_>>()?;
    let factorial = |n: usize| (1..=n).map(|it| it as f64).product::<f64>();
    let mut shares = vec![0.0; changes];
    for (change, share) in shares.iter_mut().enumerate() {
        for (set, value) in values.iter().enumerate().filter(|(set, _)| set & (1 << change) == 0) {
            let size = set.count_ones() as usize;
            let weight = factorial(size) * factorial(changes - size - 1) / factorial(changes);
            let with = values.get(set | (1 << change)).copied().unwrap_or(*value);
            *share += weight * (with - value);
        }
    }
    Some(shares)
}

fn difference(new: Option<f64>, old: Option<f64>) -> Option<f64> {
    new.zip(old).map(|(new, old)| new - old)
}

fn interaction(before: Option<f64>, after: Option<f64>, changes: &[Contribution]) -> Option<f64> {
    let alone: f64 = changes.iter().map(|it| it.alone).sum::<Option<f64>>()?;
    difference(after, before).map(|it| it - alone)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "these are tests")]

    use proptest::prelude::*;

    use super::*;

    fn of(values: &[f64]) -> Contributions {
        let changes = values.len().trailing_zeros() as usize;
        let worth = |made: &[bool]| {
            let set: usize = made.iter().enumerate().map(|(at, it)| usize::from(*it) << at).sum();
            Ok(vec![Some(values[set])])
        };
        contributions(changes, worth).unwrap().remove(0)
    }

    /// All orders of the numbers below `n`.
    fn orders(n: usize) -> Vec<Vec<usize>> {
        if n == 0 {
            return vec![Vec::new()];
        }
        let mut all = Vec::new();
        for shorter in orders(n - 1) {
            for at in 0..n {
                let mut order = shorter.clone();
                order.insert(at, n - 1);
                all.push(order);
            }
        }
        all
    }

    #[test]
    fn the_textbook_glove_game() {
        // One left glove (change 0) and two right ones: a pair is worth 1. The left owner's value is 2/3, others' 1/6.
        let found = of(&[0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0]);
        let shares: Vec<f64> = found.changes.iter().map(|it| it.share.unwrap()).collect();
        for (share, wanted) in shares.iter().zip([2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0]) {
            assert!((share - wanted).abs() < 1e-12, "{shares:?}");
        }
        let lasts: Vec<_> = found.changes.iter().map(|it| it.last).collect();
        assert_eq!(lasts, [Some(1.0), Some(0.0), Some(0.0)]);
        assert_eq!((found.changes[0].alone, found.interaction), (Some(0.0), Some(1.0)));
    }

    #[test]
    fn many_changes_have_no_shares_but_effects() {
        let mut asked = 0;
        let worth = |made: &[bool]| {
            asked += 1;
            Ok(vec![Some(made.iter().filter(|it| **it).count() as f64), None])
        };
        let found = contributions(9, worth).unwrap();
        assert_eq!(asked, states(9));
        assert_eq!(
            (found[0].before, found[0].after, found[0].interaction),
            (Some(0.0), Some(9.0), Some(0.0))
        );
        let wanted = Contribution { alone: Some(1.0), last: Some(1.0), share: None };
        assert!(found[0].changes.iter().all(|it| *it == wanted));
        assert_eq!((found[1].before, found[1].changes[3]), (None, Contribution::default()));
    }

    #[test]
    fn what_is_not_defined_has_no_share() {
        let worth = |made: &[bool]| Ok(vec![(!made[1]).then_some(4.0)]);
        let found = contributions(2, worth).unwrap().remove(0);
        assert_eq!(found.changes[0], Contribution { alone: Some(0.0), last: None, share: None });
    }

    proptest! {
        #[test]
        fn shares_are_the_mean_over_all_orders(values in prop::collection::vec(-100.0..100.0f64, 16)) {
            let found = of(&values);
            let orders = orders(4);
            let mut means = [0.0; 4];
            for order in &orders {
                let mut set = 0usize;
                for change in order {
                    means[*change] += (values[set | 1 << change] - values[set]) / orders.len() as f64;
                    set |= 1 << change;
                }
            }
            let mut sum = 0.0;
            for (mean, it) in means.iter().zip(&found.changes) {
                prop_assert!((mean - it.share.unwrap()).abs() < 1e-9);
                sum += it.share.unwrap();
            }
            prop_assert!((sum - (values[15] - values[0])).abs() < 1e-9, "efficiency");
        }

        #[test]
        fn a_change_without_effect_has_none(values in prop::collection::vec(-100.0..100.0f64, 8)) {
            // Change 3 does nothing.
            let doubled: Vec<f64> = values.iter().chain(&values).copied().collect();
            let found = of(&doubled);
            prop_assert_eq!(found.changes[3].share, Some(0.0));
            prop_assert_eq!(found.changes[3].alone, Some(0.0));
        }
    }
}
