//! Which pairs are compared: those with a key in common. All that [`super::compare`] would find is among them, but for
//! values that very many institutions share.

use std::collections::{BTreeMap, BTreeSet};

use super::form::{Entries, Entry};
use super::name::{COUNTERPART, NameParts, Word};
use super::trigram::{Trigrams, similar_pairs};
use super::{GROUP_MAX, PAIRS_MAX};
use crate::refusal::Refusal;

/// The pairs to compare, by the positions of both, the smaller first.
pub(super) struct Blocks {
    pub pairs: BTreeSet<(u32, u32)>,
    /// How many values are shared by so many that not all pairs were taken.
    pub large: usize,
}

/// Institutions by the numbers in their names, which differ in different institutions.
type ByNumbers<'a> = BTreeMap<&'a [String], BTreeSet<u32>>;

impl Blocks {
    /// The pairs of institutions with a key in common. Time O(forms · log + pairs).
    pub(super) fn of(entries: &Entries) -> Result<Self, Refusal> {
        let mut blocks = Self { pairs: BTreeSet::new(), large: 0 };
        blocks.share(entries, |it| it.numbers.iter().map(|it| (it.scheme, &it.number)).collect())?;
        blocks.share(entries, |it| it.single.iter().collect())?;
        blocks.share(entries, |it| it.forms.iter().map(|it| &it.key).collect())?;
        blocks.share(entries, |it| it.contacts.iter().collect())?;
        blocks.similar(entries)?;
        for (a, b) in entries.decided.pairs.keys() {
            if let (Some(a), Some(b)) = (entries.position(a), entries.position(b)) {
                blocks.pair(a, b)?;
            }
        }
        Ok(blocks)
    }

    /// Pairs those that have an equal key.
    fn share<'a, K: Ord>(
        &mut self,
        entries: &'a Entries,
        keys: impl Fn(&'a Entry) -> Vec<K>,
    ) -> Result<(), Refusal> {
        let mut groups = BTreeMap::<K, BTreeSet<u32>>::new();
        for (at, entry) in (0u32..).zip(entries.all()) {
            for key in keys(entry) {
                groups.entry(key).or_default().insert(at);
            }
        }
        for group in groups.values() {
            self.group(group, group)?;
        }
        Ok(())
    }

    /// Pairs those whose names have equal, equally inflected or similar words of their own.
    fn similar(&mut self, entries: &Entries) -> Result<(), Refusal> {
        let mut of = BTreeMap::<&str, (&NameParts, ByNumbers<'_>)>::new();
        for (at, entry) in (0u32..).zip(entries.all()) {
            for (name, _) in entry.names.iter().filter(|it| !it.0.core.is_empty()) {
                let class = of.entry(&name.core).or_insert_with(|| (name, BTreeMap::new()));
                class.1.entry(&name.numbers).or_default().insert(at);
            }
        }
        let classes: Vec<_> = of.into_values().collect();
        let names: Vec<&NameParts> = classes.iter().map(|it| it.0).collect();
        let words = Words::of(&names);
        for (at, (name, members)) in (0u32..).zip(&classes) {
            self.classes(members, members)?;
            for other in words.met(name) {
                let Some((longer, others)) = classes.get(other as usize) else { continue };
                if other != at && name.core_likeness(longer).is_some() {
                    self.classes(members, others)?;
                }
            }
        }
        Ok(())
    }

    fn classes(&mut self, a: &ByNumbers<'_>, b: &ByNumbers<'_>) -> Result<(), Refusal> {
        for (numbers, members) in a {
            if let Some(others) = b.get(numbers) {
                self.group(members, others)?;
            }
        }
        Ok(())
    }

    /// Pairs each of a group with each of another, which may be the same; of large groups each with the first only.
    fn group(&mut self, members: &BTreeSet<u32>, others: &BTreeSet<u32>) -> Result<(), Refusal> {
        let is_large = members.len().max(others.len()) > GROUP_MAX;
        self.large += usize::from(is_large);
        if is_large {
            for (first, rest) in [(members.first(), others), (others.first(), members)] {
                for other in rest {
                    self.pair(*first.unwrap_or(other), *other)?;
                }
            }
            return Ok(());
        }
        for a in members {
            for b in others {
                self.pair(*a, *b)?;
            }
        }
        Ok(())
    }

    fn pair(&mut self, a: u32, b: u32) -> Result<(), Refusal> {
        if a != b {
            self.pairs.insert((a.min(b), a.max(b)));
        }
        if self.pairs.len() > PAIRS_MAX {
            let (estimate, limit) = (self.pairs.len() as u64, PAIRS_MAX as u64);
            return Err(Refusal::TooLarge { what: "pairs of institutions", estimate, limit });
        }
        Ok(())
    }
}

/// The words of names, and which names have a counterpart of each.
struct Words<'a> {
    /// For each word, the names that have a counterpart of it, in order.
    names: BTreeMap<&'a str, BTreeSet<u32>>,
}

impl<'a> Words<'a> {
    /// Reads the words of names. Time O(words · log + counterparts).
    fn of(names: &[&'a NameParts]) -> Self {
        let mut having = BTreeMap::<&str, (&Word, BTreeSet<u32>)>::new();
        for (at, name) in (0u32..).zip(names) {
            for word in &name.words {
                having.entry(&word.text).or_insert_with(|| (word, BTreeSet::new())).1.insert(at);
            }
        }
        let list: Vec<&(&Word, BTreeSet<u32>)> = having.values().collect();
        let sets: Vec<&Trigrams> = list.iter().map(|it| &it.0.trigrams).collect();
        let mut by_stem = BTreeMap::<&str, Vec<u32>>::new();
        for (at, (word, _)) in (0u32..).zip(&list) {
            by_stem.entry(word.stem()).or_default().push(at);
        }
        let mut words: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
        let mut join = |a: u32, b: u32| {
            if let (Some((a, _)), Some((_, of_b))) = (list.get(a as usize), list.get(b as usize)) {
                words.entry(&a.text).or_default().extend(of_b);
            }
        };
        for (a, b) in similar_pairs(&sets, COUNTERPART) {
            join(a, b);
            join(b, a);
        }
        for same in by_stem.values() {
            for a in same {
                same.iter().for_each(|b| join(*a, *b));
            }
        }
        Self { names: words }
    }

    /// The names that have a counterpart of the word of `name` that the fewest have one of: whatever has one of each is
    /// among them.
    fn met(&self, name: &NameParts) -> impl Iterator<Item = u32> + use<'_> {
        let met = name.words.iter().filter_map(|it| self.names.get(it.text.as_str()));
        met.min_by_key(|it| it.len()).into_iter().flatten().copied()
    }
}
