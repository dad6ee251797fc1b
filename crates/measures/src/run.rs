//! Any measure of a graph by its name: one dispatch for the command line and the API.
//!
//! What a measure is, its source and its complexity stand in the [catalogue](crate::catalogue); how it is computed and
//! validated, with the function that this module calls.

mod cluster;
mod cost;
mod institution;
mod pair;
mod whole;

use crate::catalogue::{Measure, Scope};
use crate::community::Quality;
use crate::error::{MeasureError, Undefined};
use crate::graph::Graph;
use crate::interrupt::Interrupt;
use crate::local::core::CoreShell;
use crate::weights::WeightSemantics;
use crate::whole::ei_index::EiPermutations;

pub use self::cost::cost;

/// What a measure may need besides the graph. What it does not need is not looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct RunParameters {
    /// What weights mean; none for the default of the measure, which those of paths do not have.
    pub semantics: Option<WeightSemantics>,
    /// The group of each node, none where it is not recorded: needed by brokerage, E-I index, attribute assortativity and
    /// modularity; the clusters that density, conductance and participation are taken of. Those take Leiden's clusters
    /// when there is nothing here.
    pub groups: Option<Vec<Option<u32>>>,
    /// How many nodes to sample: at least 2 for sampled betweenness; none for exact distances.
    pub samples: Option<u32>,
    /// The seed of all that is drawn.
    pub seed: u64,
    /// PageRank's damping, from 0 to below 1.
    pub damping: f64,
    /// Katz's alpha; none for 0.85 over the greatest eigenvalue.
    pub alpha: Option<f64>,
    /// The resolution of modularity or of the constant Potts model, 0 or more.
    pub resolution: f64,
    /// What Leiden maximises.
    pub quality: Quality,
    /// The runs of an ensemble, 1 to 1000.
    pub runs: u32,
    /// The permutations that the E-I index is compared with; 0 for none.
    pub permutations: u32,
    /// How many pairs to suggest.
    pub pairs: u32,
}

impl Default for RunParameters {
    fn default() -> Self {
        Self {
            semantics: None,
            groups: None,
            samples: None,
            seed: 0,
            damping: 0.85,
            alpha: None,
            resolution: 1.0,
            quality: Quality::Modularity,
            runs: 20,
            permutations: 1000,
            pairs: 100,
        }
    }
}

/// Two nodes and their value.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PairValue {
    /// The smaller node.
    pub a: u32,
    /// The greater.
    pub b: u32,
    /// The value.
    pub value: f64,
}

/// The value of a measure. No number in it is ever infinite or not a number.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum MeasureValue {
    /// One number, none where it is not defined.
    Whole(Option<f64>),
    /// One number for each node, none where it is not defined.
    Nodes(Vec<Option<f64>>),
    /// Estimates for each node.
    NodeEstimates {
        /// The estimates.
        values: Vec<f64>,
        /// Their standard errors; 0 when all nodes were in the sample.
        standard_errors: Vec<f64>,
        /// The nodes in the sample.
        samples: u32,
    },
    /// One number for each node, and what chance would make of it.
    NodesExpected {
        /// The values; none for a node without a group.
        values: Vec<Option<f64>>,
        /// What is expected of a node of its group.
        expected: Vec<Option<f64>>,
        /// Standard deviations above what is expected; none where that is 0.
        z: Vec<Option<f64>>,
    },
    /// One number, perhaps estimated.
    WholeEstimate {
        /// The number.
        value: Option<f64>,
        /// Its standard error; 0 when it is exact, none when it is a bound.
        standard_error: Option<f64>,
        /// Whether it is exact.
        is_exact: bool,
    },
    /// One number compared with permutations.
    Permuted(EiPermutations),
    /// The cluster of each node, with a value for each cluster where the measure has one.
    Clusters {
        /// The cluster of each node; none where its group is not recorded.
        of: Vec<Option<u32>>,
        /// The nodes of each cluster.
        sizes: Vec<usize>,
        /// The value of each cluster; empty when the clusters are the result.
        values: Vec<Option<f64>>,
        /// The quality that was maximised; none when none was.
        quality: Option<f64>,
    },
    /// The k-cores, k ascending.
    Profile(Vec<CoreShell>),
    /// A set of nodes, ascending.
    NodeSet(Vec<u32>),
    /// A set of ties, ascending.
    TieSet(Vec<(u32, u32)>),
    /// Pairs of nodes with their values.
    Pairs(Vec<PairValue>),
}

/// Computes a measure of a graph.
///
/// # Errors
/// [`MeasureError::Parameter`] for a parameter that is missing or out of range: above all `weightSemantics` where paths are
/// concerned; and for a measure that needs more than a graph (occasions, or two nodes).
/// [`MeasureError::NotDefined`], [`MeasureError::Interrupted`] and [`MeasureError::TooLarge`] as the measure's function
/// says.
pub fn run(
    measure: Measure,
    graph: &Graph,
    parameters: &RunParameters,
    interrupt: &Interrupt,
) -> Result<MeasureValue, MeasureError> {
    let semantics = semantics(measure, parameters)?;
    if parameters.groups.as_ref().is_some_and(|it| it.len() != graph.nodes()) {
        return Err(MeasureError::Parameter { name: "groups", problem: "must have an entry for each node" });
    }
    let job = Job { graph, semantics, parameters, interrupt };
    match measure.definition().scope {
        Scope::Institution => institution::run(measure, job),
        Scope::Whole => whole::run(measure, job),
        Scope::Cluster => cluster::run(measure, job),
        Scope::Tie | Scope::Pair => pair::run(measure, job),
    }
}

/// What weights mean to a measure.
///
/// # Errors
/// [`MeasureError::Parameter`] when it must be said and is not; [`Undefined::NeedsStrength`] for distances where strengths
/// are needed.
pub fn semantics(measure: Measure, parameters: &RunParameters) -> Result<WeightSemantics, MeasureError> {
    let weights = measure.definition().weights;
    if weights.allowed.is_empty() {
        return Ok(WeightSemantics::None);
    }
    match parameters.semantics {
        Some(given) if weights.allowed.contains(&given) => Ok(given),
        Some(_) => Err(MeasureError::NotDefined(Undefined::NeedsStrength)),
        None => weights.default.ok_or(MeasureError::Parameter {
            name: "weightSemantics",
            problem: "must be given, as paths are concerned: STRENGTH (a tie of weight w has length 1/w), \
                      DISTANCE (length w) or NONE (length 1)",
        }),
    }
}

/// What every measure gets.
#[derive(Clone, Copy)]
struct Job<'a> {
    graph: &'a Graph,
    semantics: WeightSemantics,
    parameters: &'a RunParameters,
    interrupt: &'a Interrupt,
}

impl<'a> Job<'a> {
    /// The groups, which the measure needs.
    fn groups(self) -> Result<&'a [Option<u32>], MeasureError> {
        self.parameters.groups.as_deref().ok_or(MeasureError::Parameter {
            name: "groups",
            problem: "must be given: the measure compares groups of institutions",
        })
    }

    /// The groups given, one that is not recorded being a group of its own.
    fn whole_groups(self) -> Result<Vec<u32>, MeasureError> {
        let groups = self.groups()?;
        let mut known: Vec<u32> = groups.iter().flatten().copied().collect();
        known.sort_unstable();
        known.dedup();
        let mut next = known.len() as u32;
        let number = |it: &Option<u32>| match it {
            Some(group) => known.partition_point(|it| it < group) as u32,
            None => {
                next += 1;
                next - 1
            }
        };
        Ok(groups.iter().map(number).collect())
    }
}

/// For a measure that cannot be had of a graph alone.
fn needs_more(problem: &'static str) -> MeasureError {
    MeasureError::Parameter { name: "measure", problem }
}

#[cfg(test)]
mod tests;
