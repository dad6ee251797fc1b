//! Measures of clusters.

use super::{Job, MeasureValue, needs_more};
use crate::catalogue::Measure;
use crate::community::ensemble::ensemble;
use crate::community::{LeidenRule, Partition, leiden};
use crate::error::MeasureError;
use crate::weights::WeightSemantics;
use crate::whole::components;

pub(super) fn run(measure: Measure, job: Job<'_>) -> Result<MeasureValue, MeasureError> {
    match measure {
        Measure::LeidenClusters => {
            let it = leiden(job.graph, &leiden_rule(job), job.interrupt)?;
            let sizes = sizes(&it.of);
            let of = it.of.into_iter().map(Some).collect();
            Ok(MeasureValue::Clusters { of, sizes, values: Vec::new(), quality: it.quality })
        }
        Measure::ComponentClusters => {
            let it = components(job.graph);
            let of = it.of.into_iter().map(Some).collect();
            Ok(MeasureValue::Clusters { of, sizes: it.sizes, values: Vec::new(), quality: None })
        }
        Measure::ClusterDensity => Ok(of_each(job, &of(job)?, |it| it.density())),
        Measure::Conductance => Ok(of_each(job, &of(job)?, |it| it.conductance())),
        Measure::ClusterStability | Measure::MembershipConfidence => {
            let it = ensemble(job.graph, &leiden_rule(job), job.parameters.runs, job.interrupt)?;
            if measure == Measure::MembershipConfidence {
                return Ok(MeasureValue::Nodes(it.confidence.into_iter().map(Some).collect()));
            }
            let Partition { of, quality, .. } = it.reference;
            let sizes = sizes(&of);
            let of = of.into_iter().map(Some).collect();
            let values = it.stability.into_iter().map(Some).collect();
            Ok(MeasureValue::Clusters { of, sizes, values, quality })
        }
        _ => Err(needs_more("is not one of clusters")),
    }
}

fn leiden_rule(job: Job<'_>) -> LeidenRule {
    LeidenRule {
        quality: job.parameters.quality,
        resolution: job.parameters.resolution,
        seed: job.parameters.seed,
        iterations: None,
        semantics: job.semantics,
    }
}

/// The clusters that another measure is taken of: the groups given, or else Leiden's.
pub(super) fn of(job: Job<'_>) -> Result<Vec<u32>, MeasureError> {
    if job.parameters.groups.is_some() {
        return job.whole_groups();
    }
    let Partition { of, .. } = leiden(job.graph, &leiden_rule(job), job.interrupt)?;
    Ok(of)
}

fn sizes(of: &[u32]) -> Vec<usize> {
    let mut sizes = vec![0; of.iter().max().map_or(0, |it| *it as usize + 1)];
    for cluster in of {
        sizes[*cluster as usize] += 1;
    }
    sizes
}

/// What the values of a cluster are made of.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    nodes: u64,
    /// Ties inside, from both ends.
    ends_inside: u64,
    weight_leaving: f64,
    strength: f64,
    all_strength: f64,
}

impl Counts {
    fn density(&self) -> Option<f64> {
        let pairs = self.nodes * self.nodes.saturating_sub(1);
        (pairs > 0).then(|| self.ends_inside as f64 / pairs as f64)
    }

    fn conductance(&self) -> Option<f64> {
        let smaller = self.strength.min(self.all_strength - self.strength);
        (smaller > 0.0).then(|| (self.weight_leaving / smaller).min(1.0))
    }
}

fn of_each(job: Job<'_>, of: &[u32], value: impl Fn(&Counts) -> Option<f64>) -> MeasureValue {
    let graph = job.graph;
    let sizes = sizes(of);
    let mut counts = vec![Counts::default(); sizes.len()];
    let mut all_strength = 0.0;
    for node in 0..graph.nodes() {
        let cluster = &mut counts[of[node] as usize];
        cluster.nodes += 1;
        for place in graph.row(node) {
            let weight = if job.semantics == WeightSemantics::None { 1.0 } else { graph.weight_at(place) };
            cluster.strength += weight;
            all_strength += weight;
            if of[graph.neighbour_at(place) as usize] == of[node] {
                cluster.ends_inside += 1;
            } else {
                cluster.weight_leaving += weight;
            }
        }
    }
    let with_all = |it: &Counts| value(&Counts { all_strength, ..*it });
    let values = counts.iter().map(with_all).collect();
    MeasureValue::Clusters { of: of.iter().copied().map(Some).collect(), sizes, values, quality: None }
}
