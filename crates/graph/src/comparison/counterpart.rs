//! Which institution of one network is which of another, although their keys were joined or parted in between.
//!
//! # Definition
//! Every institution that a source names keeps its key for ever; which of them are one is decided apart
//! ([`domain::identity`]). An institution of one network and one of the other are counterparts when a key of which
//! either is made up means both. What hangs together by that is one *counterpart*: usually one institution on either
//! side, or none on one of them; where a decision was taken or undone in between, several.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::id::Id;
use domain::institution::Institution;
use domain::words;
use petgraph::unionfind::UnionFind;

use crate::network::{Network, Position};

words! {
    /// What a decision on identity did to institutions between two networks.
    IdentityChange {
        /// Several have become one.
        Merged = "MERGED",
        /// One has become several.
        Split = "SPLIT",
        /// Several have become several others.
        Regrouped = "REGROUPED",
    }
}

/// What stands for the same in two networks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counterpart {
    /// The institutions before, in order of keys; empty when the record had none.
    pub before: Vec<Position>,
    /// The institutions after, in order of keys; empty when the record has none.
    pub after: Vec<Position>,
}

impl Counterpart {
    /// What was decided on its identity in between; none when nothing was.
    #[must_use]
    pub fn identity_change(&self) -> Option<IdentityChange> {
        match (self.before.len(), self.after.len()) {
            (0 | 1, 0 | 1) => None,
            (_, 1) => Some(IdentityChange::Merged),
            (1, _) => Some(IdentityChange::Split),
            _ => Some(IdentityChange::Regrouped),
        }
    }
}

/// The number of a counterpart.
pub type Number = u32;

/// The counterparts of two networks, numbered in order of the key of their first institution after, or before where there
/// is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counterparts {
    all: Vec<Counterpart>,
    before: Vec<Number>,
    after: Vec<Number>,
}

impl Counterparts {
    /// Finds the counterparts. Time O((n + merged) log n) for n institutions.
    #[must_use]
    pub fn new(before: &Arc<Network>, after: &Arc<Network>) -> Self {
        if Arc::ptr_eq(before, after) {
            let numbers: Vec<Number> = (0..).take(after.record().institutions.len()).collect();
            let all = numbers.iter().map(|it| Counterpart { before: vec![*it], after: vec![*it] }).collect();
            return Self { all, before: numbers.clone(), after: numbers };
        }
        let (ours, theirs) = (before.record().institutions.len(), after.record().institutions.len());
        let mut sets: UnionFind<u32> = UnionFind::new(ours + theirs);
        for network in [before, after] {
            for key in keys(network) {
                if let Some((one, other)) = place(before, key).zip(place(after, key)) {
                    sets.union(one, ours as u32 + other);
                }
            }
        }
        let mut found = BTreeMap::<u32, Counterpart>::new();
        for (node, label) in (0u32..).zip(sets.into_labeling()) {
            let counterpart = found.entry(label).or_default();
            match node.checked_sub(ours as u32) {
                None => counterpart.before.push(node),
                Some(position) => counterpart.after.push(position),
            }
        }
        let mut all: Vec<Counterpart> = found.into_values().collect();
        let key = |it: &Counterpart| {
            let after = it.after.first().and_then(|it| after.at(*it));
            let shown = after.or_else(|| before.at(*it.before.first()?));
            shown.map(|it| it.key.clone())
        };
        all.sort_by_cached_key(|it| (key(it), it.after.is_empty()));
        let (mut of_before, mut of_after) = (vec![0; ours], vec![0; theirs]);
        for (number, it) in (0..).zip(&all) {
            for (members, numbers) in [(&it.before, &mut of_before), (&it.after, &mut of_after)] {
                for position in members {
                    if let Some(slot) = numbers.get_mut(*position as usize) {
                        *slot = number;
                    }
                }
            }
        }
        Self { all, before: of_before, after: of_after }
    }

    /// All, by number.
    #[must_use]
    pub fn all(&self) -> &[Counterpart] {
        &self.all
    }

    /// The one of a number; none when there is none.
    #[must_use]
    pub fn get(&self, number: Number) -> Option<&Counterpart> {
        self.all.get(number as usize)
    }

    /// The number of an institution before.
    #[must_use]
    pub fn of_before(&self, position: Position) -> Number {
        self.before.get(position as usize).copied().unwrap_or_default()
    }

    /// The number of an institution after.
    #[must_use]
    pub fn of_after(&self, position: Position) -> Number {
        self.after.get(position as usize).copied().unwrap_or_default()
    }

    /// Those whose identity was decided otherwise in between, in order.
    pub fn changed(&self) -> impl Iterator<Item = Number> {
        (0..).zip(&self.all).filter(|it| it.1.identity_change().is_some()).map(|it| it.0)
    }
}

/// The keys of all institutions of a network, of those too that were read as others.
fn keys(network: &Network) -> impl Iterator<Item = &Id<Institution>> {
    let absorbed = network.merges().absorbed.iter();
    network.record().institutions.iter().chain(absorbed).map(|it| &it.key)
}

fn place(network: &Network, key: &Id<Institution>) -> Option<Position> {
    network.institution(key).and_then(|it| network.position_of(&it.key))
}
