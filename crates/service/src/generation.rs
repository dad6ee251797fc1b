//! Which erasures what is held in memory already knows of.
//!
//! A snapshot is of a generation: the last erasure before it was read. What is worked out from it (views, snapshots of
//! scenarios, comparisons, results of analyses) is kept under that generation, and is looked for under the present one.
//! So work that was under way when a person was erased ends for those who waited for it, and answers nobody who asks
//! later.

use std::sync::atomic::{AtomicU64, Ordering};

use store::Revision;

/// The revision of the last erasure that something was made after; [`Revision::EMPTY`] for none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Generation(Revision);

impl Generation {
    /// That before anybody was erased.
    pub const FIRST: Self = Self(Revision::EMPTY);

    /// That after an erasure.
    #[must_use]
    pub const fn after(erasure: Revision) -> Self {
        Self(erasure)
    }
}

/// The last erasure that this process knows of.
#[derive(Debug)]
pub(crate) struct LastErasure(AtomicU64);

impl LastErasure {
    pub(crate) fn new(generation: Generation) -> Self {
        Self(AtomicU64::new(generation.0.get()))
    }

    /// The present generation.
    pub(crate) fn generation(&self) -> Generation {
        Generation(Revision::new(self.0.load(Ordering::SeqCst)))
    }

    /// Learns of an erasure. Whether it was unknown.
    pub(crate) fn learn(&self, erasure: Revision) -> bool {
        self.0.fetch_max(erasure.get(), Ordering::SeqCst) < erasure.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_erasure_is_learned_once_and_never_unlearned() {
        let last = LastErasure::new(Generation::FIRST);
        assert!(last.learn(Revision::new(4)));
        assert!(!last.learn(Revision::new(4)) && !last.learn(Revision::new(2)));
        assert_eq!(last.generation(), Generation::after(Revision::new(4)));
    }
}
