//! What is asked of a file.

use std::path::PathBuf;

use measures::WeightSemantics;
use measures::backbone::BackboneRule;
use measures::catalogue::Measure;
use measures::community::Quality;
use measures::projection::ProjectionRule;
use measures::run::RunParameters;

/// The file.
#[derive(Debug, Clone, PartialEq)]
pub enum AnalyzeSource {
    /// Who took part in what.
    Affiliations {
        /// The file.
        path: PathBuf,
        /// How it becomes ties.
        projection: ProjectionRule,
    },
    /// Ties.
    Edges(PathBuf),
}

/// What is asked of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct AnalyzeRule {
    /// The file.
    pub source: AnalyzeSource,
    /// The measures, in the order in which they are computed.
    pub measures: Vec<Measure>,
    /// What weights mean; none for each measure's default.
    pub semantics: Option<WeightSemantics>,
    /// A file with the group of each institution.
    pub groups: Option<PathBuf>,
    /// How many nodes to sample; none for the measure's default.
    pub samples: Option<u32>,
    /// The seed.
    pub seed: u64,
    /// What Leiden maximises.
    pub quality: Quality,
    /// The resolution of clusters.
    pub resolution: f64,
    /// The runs of an ensemble.
    pub runs: u32,
    /// The permutations of the E-I index.
    pub permutations: u32,
    /// How many pairs to suggest.
    pub pairs: u32,
    /// Which ties a backbone keeps.
    pub backbone: BackboneRule,
    /// The number of threads; none for one a core.
    pub threads: Option<usize>,
}

impl AnalyzeRule {
    /// The parameters of the measures, without groups.
    pub(super) fn parameters(&self) -> RunParameters {
        RunParameters {
            semantics: self.semantics,
            samples: self.samples,
            seed: self.seed,
            quality: self.quality,
            resolution: self.resolution,
            runs: self.runs,
            permutations: self.permutations,
            pairs: self.pairs,
            ..RunParameters::default()
        }
    }
}
