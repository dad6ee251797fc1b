//! What a set of parties covers, one party after another.
//!
//! The covered weight is a monotone submodular function of the set of parties: a further party never uncovers anything,
//! and the more are in, the less another adds.

use crate::problem::Problem;

/// What is covered so far.
#[derive(Debug, Clone)]
pub struct Coverage<'a> {
    weights: Vec<u64>,
    targets_of: &'a [Vec<u32>],
    /// For each target, how many of the parties in cover it.
    times: Vec<u32>,
    weight: u64,
}

impl<'a> Coverage<'a> {
    /// Nothing is covered. `targets_of` is [`Problem::targets_of`].
    #[must_use]
    pub fn new(problem: &Problem, targets_of: &'a [Vec<u32>]) -> Self {
        let weights: Vec<u64> = problem.targets.iter().map(|it| it.weight).collect();
        Self { times: vec![0; weights.len()], weights, targets_of, weight: 0 }
    }

    /// The covered weight.
    #[must_use]
    pub fn weight(&self) -> u64 {
        self.weight
    }

    /// The targets that a party covers, in order.
    #[must_use]
    pub fn targets(&self, party: u32) -> &'a [u32] {
        self.targets_of.get(party as usize).map_or(&[], Vec::as_slice)
    }

    /// What another party would add.
    #[must_use]
    pub fn gain(&self, party: u32) -> u64 {
        self.weigh(party, 0)
    }

    /// What would be lost without a party that is in once.
    #[must_use]
    pub fn loss(&self, party: u32) -> u64 {
        self.weigh(party, 1)
    }

    fn weigh(&self, party: u32, times: u32) -> u64 {
        let alone = |it: &&u32| self.times.get(**it as usize) == Some(&times);
        self.targets(party).iter().filter(alone).filter_map(|it| self.weights.get(*it as usize)).sum()
    }

    /// Takes a party in.
    pub fn add(&mut self, party: u32) {
        self.weight += self.gain(party);
        for target in self.targets(party) {
            if let Some(times) = self.times.get_mut(*target as usize) {
                *times += 1;
            }
        }
    }

    /// Takes out a party that is in.
    pub fn remove(&mut self, party: u32) {
        self.weight -= self.loss(party);
        for target in self.targets(party) {
            if let Some(times) = self.times.get_mut(*target as usize) {
                *times = times.saturating_sub(1);
            }
        }
    }
}
