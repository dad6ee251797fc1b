//! Measures of one institution each.

use super::{Job, MeasureValue, cluster, needs_more};
use crate::catalogue::Measure;
use crate::community::participation::participation;
use crate::cut;
use crate::error::MeasureError;
use crate::local::brokerage::{BrokerageRoles, brokerage_of_some};
use crate::local::{clustering, constraint, core};
use crate::paths::{betweenness, closeness};
use crate::spectral;

/// The nodes that sampled betweenness takes when nothing is said.
const SAMPLES: u32 = 256;

pub(super) fn run(measure: Measure, job: Job<'_>) -> Result<MeasureValue, MeasureError> {
    let Job { graph, semantics, parameters, interrupt } = job;
    let nodes = 0..graph.nodes();
    Ok(match measure {
        Measure::Degree => numbers(nodes.map(|it| graph.degree(it) as f64)),
        Measure::Strength if semantics == crate::WeightSemantics::None => {
            numbers(nodes.map(|it| graph.degree(it) as f64))
        }
        Measure::Strength => numbers(nodes.map(|it| graph.strength(it))),
        Measure::Betweenness => numbers(betweenness::betweenness(graph, semantics, interrupt)?),
        Measure::BetweennessSampled => {
            let samples = parameters.samples.unwrap_or(SAMPLES.min(graph.nodes() as u32)) as usize;
            let it = betweenness::sampled(graph, semantics, samples, parameters.seed, interrupt)?;
            MeasureValue::NodeEstimates {
                values: it.values,
                standard_errors: it.standard_error,
                samples: it.samples as u32,
            }
        }
        Measure::Closeness => MeasureValue::Nodes(closeness::closeness(graph, semantics, interrupt)?),
        Measure::HarmonicCloseness => numbers(closeness::harmonic(graph, semantics, interrupt)?),
        Measure::Eigenvector => numbers(spectral::eigenvector(graph, semantics, interrupt)?),
        Measure::Pagerank => numbers(spectral::pagerank(graph, semantics, parameters.damping, interrupt)?),
        Measure::Katz => numbers(spectral::katz(graph, semantics, parameters.alpha, 1.0, interrupt)?),
        Measure::CoreNumber => numbers(core::core_numbers(graph, interrupt)?.into_iter().map(f64::from)),
        Measure::LocalClustering => MeasureValue::Nodes(clustering::local(graph, interrupt)?),
        Measure::Constraint => MeasureValue::Nodes(constraint::constraint(graph, semantics, interrupt)?),
        Measure::EffectiveSize => {
            MeasureValue::Nodes(constraint::effective_size(graph, semantics, interrupt)?)
        }
        Measure::Efficiency => MeasureValue::Nodes(constraint::efficiency(graph, semantics, interrupt)?),
        Measure::ParticipationCoefficient => {
            MeasureValue::Nodes(participation(graph, &cluster::of(job)?, semantics)?)
        }
        Measure::PairsDisconnected => {
            numbers(cut::pairs_disconnected(graph, interrupt)?.into_iter().map(|it| it as f64))
        }
        Measure::Coordinator => roles(job, |it| it.coordinator, |it| it.coordinator, |it| it.coordinator)?,
        Measure::ItinerantBroker => roles(job, |it| it.itinerant, |it| it.itinerant, |it| it.itinerant)?,
        Measure::Gatekeeper => roles(job, |it| it.gatekeeper, |it| it.gatekeeper, |it| it.gatekeeper)?,
        Measure::Representative => {
            roles(job, |it| it.representative, |it| it.representative, |it| it.representative)?
        }
        Measure::Liaison => roles(job, |it| it.liaison, |it| it.liaison, |it| it.liaison)?,
        Measure::BrokerageTotal => roles(job, |it| it.total, |it| it.total, |it| it.total)?,
        _ => return Err(needs_more("is not one of an institution")),
    })
}

fn numbers(values: impl IntoIterator<Item = f64>) -> MeasureValue {
    MeasureValue::Nodes(values.into_iter().map(Some).collect())
}

/// One role of all brokers.
fn roles(
    job: Job<'_>,
    score: impl Fn(&BrokerageRoles<u64>) -> u64,
    expected: impl Fn(&BrokerageRoles<f64>) -> f64,
    z: impl Fn(&BrokerageRoles<Option<f64>>) -> Option<f64>,
) -> Result<MeasureValue, MeasureError> {
    let it = brokerage_of_some(job.graph, job.groups()?, job.interrupt)?;
    let nodes = 0..job.graph.nodes();
    let finite = |it: f64| it.is_finite().then_some(it);
    Ok(MeasureValue::NodesExpected {
        values: it.scores.iter().map(|it| it.as_ref().map(|it| score(it) as f64)).collect(),
        expected: nodes
            .map(|node| it.expected(node).map(|it| expected(&it.expected)).and_then(finite))
            .collect(),
        z: it.z.iter().map(|it| it.as_ref().and_then(&z)).collect(),
    })
}
