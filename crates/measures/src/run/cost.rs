//! How much a measure will take, before it runs.

use super::RunParameters;
use crate::catalogue::Measure;
use crate::graph::Graph;
use crate::weights::WeightSemantics;

/// Iterations that eigenvalue methods and Leiden are taken to need.
const ITERATIONS: u64 = 60;

/// About how many elementary steps (a tie looked at, or the like; some nanoseconds each on one core) a measure takes. Never
/// less than the number of nodes, and greater for a greater graph of the same kind. It is an estimate from `n`, `m` and
/// the degrees: O(n + m) time, at once.
#[must_use]
pub fn cost(measure: Measure, graph: &Graph, parameters: &RunParameters) -> u64 {
    let n = graph.nodes() as u64;
    let m = graph.ties() as u64;
    let linear = n + m;
    let is_weighted =
        graph.is_weighted() && parameters.semantics.is_some_and(|it| it != WeightSemantics::None);
    let log = u64::from(n.max(2).ilog2());
    // From one source.
    let search = if is_weighted { 2 * m + n * log } else { 2 * m + n };
    let searches = |sources: u64| sources.min(n).saturating_mul(search);
    let steps = match measure {
        Measure::Betweenness => searches(n).saturating_mul(2),
        Measure::BetweennessSampled => searches(parameters.samples.map_or(256, u64::from)).saturating_mul(2),
        // Many sources are followed at once when all ties are equally long.
        Measure::Closeness | Measure::HarmonicCloseness if !is_weighted => searches(n) / 64,
        Measure::Closeness | Measure::HarmonicCloseness => searches(n),
        Measure::Diameter | Measure::MeanDistance => {
            let all = searches(parameters.samples.map_or(n, u64::from));
            if is_weighted { all } else { all / 64 }
        }
        Measure::Eigenvector | Measure::Pagerank | Measure::Katz => linear.saturating_mul(ITERATIONS),
        Measure::LeidenClusters
        | Measure::ClusterDensity
        | Measure::Conductance
        | Measure::ParticipationCoefficient => leiden(linear),
        Measure::ClusterStability | Measure::MembershipConfidence => {
            leiden(linear).saturating_mul(u64::from(parameters.runs))
        }
        Measure::EiIndex => linear.saturating_mul(u64::from(parameters.permutations).max(1)),
        Measure::LocalClustering
        | Measure::Transitivity
        | Measure::MeanLocalClustering
        | Measure::Constraint
        | Measure::EffectiveSize
        | Measure::Efficiency
        | Measure::Coordinator
        | Measure::ItinerantBroker
        | Measure::Gatekeeper
        | Measure::Representative
        | Measure::Liaison
        | Measure::BrokerageTotal => closures(graph),
        Measure::CommonNeighbours | Measure::Jaccard | Measure::AdamicAdar | Measure::ResourceAllocation => {
            squares(graph)
        }
        _ => linear,
    };
    steps.max(n)
}

fn leiden(linear: u64) -> u64 {
    linear.saturating_mul(ITERATIONS)
}

/// The sum over ties of the smaller degree.
fn closures(graph: &Graph) -> u64 {
    let smaller = |(a, b, _): (u32, u32, f64)| graph.degree(a as usize).min(graph.degree(b as usize)) as u64;
    graph.nodes() as u64 + graph.iter_ties().map(smaller).sum::<u64>()
}

/// The sum of the squares of degrees.
fn squares(graph: &Graph) -> u64 {
    (0..graph.nodes()).map(|it| (graph.degree(it) as u64).saturating_pow(2)).fold(0, u64::saturating_add)
}
