//! How far institutions are from each other in the largest component.
//!
//! # Definition
//! The mean length of the shortest paths between the pairs of the largest component, and the greatest of them
//! ([`measures::paths::distances`], which says sampling, errors and bounds).
//!
//! # Cost
//! From every institution, or from those sampled, a search of O(m) to O(m log n).
//!
//! # Determinism
//! Exact, or by the seed.
//!
//! # Checked against
//! The reference values of the crate `measures`; hand-made networks.

use measures::catalogue::Measure;
use measures::paths::distances::{self, Sample};
use measures::run::{self, RunParameters};
use measures::{Interrupt, WeightSemantics};

use crate::receipt::{Receipt, keys};
use crate::refusal::Refusal;
use crate::tie::Ties;
use crate::weights;

/// How distances are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DistanceRule {
    /// What weights mean.
    pub semantics: WeightSemantics,
    /// From how many institutions, at least 2; from all when none.
    pub samples: Option<u32>,
    /// The seed by which they are drawn.
    pub seed: u64,
}

/// The distances in a graph of ties.
#[derive(Debug, Clone, PartialEq)]
pub struct Distances {
    /// The distances.
    pub found: distances::Distances,
    /// How they came about.
    pub receipt: Receipt,
}

impl Distances {
    /// The distances in a graph of ties, unless they are estimated to take more than `cost_max` elementary operations.
    ///
    /// # Errors
    /// [`Refusal::Parameter`] for a sample of fewer than two; [`Refusal::TooLarge`]; [`Refusal::Interrupted`].
    pub fn of(
        ties: &Ties,
        rule: DistanceRule,
        cost_max: u64,
        interrupt: &Interrupt,
    ) -> Result<Self, Refusal> {
        let DistanceRule { semantics, samples, seed } = rule;
        let parameters =
            RunParameters { semantics: Some(semantics), samples, seed, ..RunParameters::default() };
        Refusal::above(run::cost(Measure::MeanDistance, ties.graph(), &parameters), cost_max)?;
        let sample = samples.map(|it| Sample { sources: it as usize, seed });
        let found = distances::distances(ties.graph(), semantics, sample, interrupt)?;
        let mut receipt = ties.receipt().followed_by("distances", "1");
        receipt.parameter("weightSemantics", weights::name(semantics));
        receipt.parameter("weights", weights::lengths(semantics));
        receipt.parameter("samples", keys(samples.as_slice()));
        receipt.seed = samples.map(|_| seed);
        receipt.count("institutionsOfGiant", found.nodes);
        receipt.count("sources", found.sources);
        Ok(Self { found, receipt })
    }
}
