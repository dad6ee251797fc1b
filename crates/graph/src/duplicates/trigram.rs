//! Trigrams of folded text, and the exact join of similar sets of them.

use std::collections::{BTreeMap, BTreeSet};

/// The trigrams of a text, each once, in order; words are padded with two blanks before and one after, as PostgreSQL's
/// `pg_trgm` does, so that beginnings of words count more than ends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trigrams(Box<[[char; 3]]>);

impl Trigrams {
    /// The trigrams of a text that is folded. Time O(text · log).
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut all = BTreeSet::new();
        for word in text.split(' ').filter(|it| !it.is_empty()) {
            let letters: Vec<char> = [' ', ' '].into_iter().chain(word.chars()).chain([' ']).collect();
            all.extend(letters.windows(3).filter_map(|it| <[char; 3]>::try_from(it).ok()));
        }
        Self(all.into_iter().collect())
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

/// Dice's coefficient of two sets: twice what is shared over what both have; 0 when both are empty.
#[must_use]
pub(super) fn similarity(a: &Trigrams, b: &Trigrams) -> f64 {
    let (mut left, mut right) = (a.0.iter().peekable(), b.0.iter().peekable());
    let mut shared = 0_u32;
    while let (Some(x), Some(y)) = (left.peek(), right.peek()) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => drop(left.next()),
            std::cmp::Ordering::Greater => drop(right.next()),
            std::cmp::Ordering::Equal => {
                shared += 1;
                left.next();
                right.next();
            }
        }
    }
    let both = (a.len() + b.len()) as f64;
    if both > 0.0 { 2.0 * f64::from(shared) / both } else { 0.0 }
}

/// The pairs of sets, by their positions, whose similarity is at least `least`, over 0 to 1; empty sets have none.
///
/// Sets whose coefficient is at least t share one of their `|x| - ⌈t/(2-t)·|x|⌉ + 1` rarest members, so only these are
/// looked up (prefix filtering; Chaudhuri, Ganti, Kaushik 2006; Bayardo, Ma, Srikant 2007).
#[must_use]
pub(super) fn similar_pairs(sets: &[&Trigrams], least: f64) -> Vec<(u32, u32)> {
    let mut frequency = BTreeMap::<[char; 3], u32>::new();
    for set in sets {
        for trigram in &set.0 {
            *frequency.entry(*trigram).or_default() += 1;
        }
    }
    let share = least / (2.0 - least);
    let mut postings = BTreeMap::<[char; 3], Vec<u32>>::new();
    let mut pairs = Vec::new();
    for (at, set) in (0u32..).zip(sets) {
        let mut members = set.0.to_vec();
        members.sort_by_key(|it| (frequency.get(it).copied().unwrap_or_default(), *it));
        let overlap = (share * members.len() as f64 - 1e-9).ceil().max(1.0) as usize;
        members.truncate((members.len() + 1).saturating_sub(overlap));
        let mut met = BTreeSet::new();
        for member in &members {
            met.extend(postings.get(member).into_iter().flatten().copied());
        }
        let fits = |other: &u32| {
            let Some(other) = sets.get(*other as usize) else { return false };
            let (few, many) = (set.len().min(other.len()), set.len().max(other.len()));
            few as f64 >= share * many as f64 - 1e-9 && similarity(set, other) >= least
        };
        pairs.extend(met.into_iter().filter(fits).map(|other| (other, at)));
        for member in members {
            postings.entry(member).or_default().push(at);
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_coefficient_by_hand() {
        // "kot": __k _ko kot ot_; "kos": __k _ko kos os_: 2 of 4 and 4.
        assert!((similarity(&Trigrams::of("kot"), &Trigrams::of("kos")) - 0.5).abs() < 1e-12);
        assert!((similarity(&Trigrams::of("kot"), &Trigrams::of("kot")) - 1.0).abs() < 1e-12);
        assert!(similarity(&Trigrams::of(""), &Trigrams::of("")).abs() < 1e-12);
    }

    proptest::proptest! {
        #[test]
        fn the_join_finds_all_pairs(texts in proptest::collection::vec("[ab]{1,3}( [abc]{1,4}){0,2}", 0..30)) {
            let sets: Vec<Trigrams> = texts.iter().map(|it| Trigrams::of(it)).collect();
            let sets: Vec<&Trigrams> = sets.iter().collect();
            for least in [0.3, 0.5, 0.7, 1.0] {
                let mut expected = Vec::new();
                for (b, second) in (0u32..).zip(&sets) {
                    for (a, first) in (0u32..b).zip(&sets) {
                        if similarity(first, second) >= least {
                            expected.push((a, b));
                        }
                    }
                }
                let mut found = similar_pairs(&sets, least);
                found.sort_unstable();
                expected.sort_unstable();
                proptest::prop_assert_eq!(found, expected);
            }
        }
    }
}
