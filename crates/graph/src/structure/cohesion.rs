//! How the graph of ties hangs together, beyond its components.
//!
//! # Definition
//! Those of the measures in the catalogue: DEGREE_CENTRALIZATION, TRANSITIVITY, MEAN_LOCAL_CLUSTERING (over institutions
//! with two ties or more), DEGREE_ASSORTATIVITY, CORE_PERIPHERY_PROFILE, ARTICULATION_POINTS, BRIDGES. Ties count one each.
//!
//! # Cost
//! Time O(Σ min(d_a, d_b)) over ties.
//!
//! # Determinism
//! Exact.
//!
//! # Checked against
//! The reference values of the crate `measures`; hand-made networks.

use measures::Interrupt;
use measures::catalogue::Measure;
use measures::cut;
use measures::local::clustering::{self, FewNeighbours};
use measures::local::core::{self, CoreShell};
use measures::run::{self, RunParameters};
use measures::whole::{assortativity, degree_centralization};

use crate::network::Position;
use crate::receipt::Receipt;
use crate::refusal::{NotDefinedReason, Refusal};
use crate::tie::Ties;

/// How a graph of ties hangs together.
#[derive(Debug, Clone, PartialEq)]
pub struct Cohesion {
    /// From 0 to 1.
    pub degree_centralization: Option<f64>,
    /// From 0 to 1.
    pub transitivity: Option<f64>,
    /// From 0 to 1.
    pub mean_local_clustering: Option<f64>,
    /// From −1 to 1.
    pub degree_assortativity: Option<f64>,
    /// The k-cores, `k` ascending.
    pub core_profile: Vec<CoreShell>,
    /// The institutions without which a component falls apart, in order of position.
    pub articulation_points: Vec<Position>,
    /// The ties without which a component falls apart, as indices among [`Ties::ties`], ascending.
    pub bridges: Vec<usize>,
    /// Which of the numbers have no value, and why.
    pub not_defined: Vec<(Measure, NotDefinedReason)>,
    /// How it came about.
    pub receipt: Receipt,
}

impl Cohesion {
    /// The cohesion of a graph of ties, unless that is estimated to take more than `cost_max` elementary operations.
    ///
    /// # Errors
    /// [`Refusal::TooLarge`], [`Refusal::Interrupted`].
    pub fn of(ties: &Ties, cost_max: u64, interrupt: &Interrupt) -> Result<Self, Refusal> {
        let graph = ties.graph();
        Refusal::above(run::cost(Measure::Transitivity, graph, &RunParameters::default()), cost_max)?;
        let degree_centralization = degree_centralization(graph);
        let transitivity = clustering::transitivity(graph, interrupt)?;
        let mean_local_clustering = clustering::mean_local(graph, FewNeighbours::LeftOut, interrupt)?;
        let degree_assortativity = assortativity::degree(graph);
        let why = if graph.nodes() == 0 {
            NotDefinedReason::NoInstitutions
        } else if graph.ties() == 0 {
            NotDefinedReason::NoTies
        } else {
            NotDefinedReason::TooFewInstitutions
        };
        // With ties, only equal degrees at all ends leave nothing to correlate.
        let alike = if graph.ties() == 0 { why } else { NotDefinedReason::NoVariation };
        let numbers = [
            (Measure::DegreeCentralization, degree_centralization, NotDefinedReason::TooFewInstitutions),
            (Measure::Transitivity, transitivity, why),
            (Measure::MeanLocalClustering, mean_local_clustering, why),
            (Measure::DegreeAssortativity, degree_assortativity, alike),
        ];
        let not_defined =
            numbers.into_iter().filter(|it| it.1.is_none()).map(|(measure, _, why)| (measure, why)).collect();
        let position = |it: u32| ties.nodes().get(it as usize).copied();
        let points = cut::articulation_points(graph, interrupt)?;
        let place = |(a, b): (u32, u32)| {
            let pair = position(a).zip(position(b))?;
            ties.ties().binary_search_by_key(&pair, |it| (it.a, it.b)).ok()
        };
        Ok(Self {
            degree_centralization,
            transitivity,
            mean_local_clustering,
            degree_assortativity,
            core_profile: core::profile(graph, interrupt)?,
            articulation_points: points.into_iter().filter_map(position).collect(),
            bridges: cut::bridges(graph, interrupt)?.into_iter().filter_map(place).collect(),
            not_defined,
            receipt: ties.receipt().followed_by("cohesion", "1"),
        })
    }
}
