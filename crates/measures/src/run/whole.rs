//! Measures of the whole network.

use super::{Job, MeasureValue, needs_more};
use crate::catalogue::Measure;
use crate::community::quality;
use crate::cut;
use crate::error::MeasureError;
use crate::local::clustering::{self, FewNeighbours};
use crate::local::core;
use crate::paths::distances::{Sample, distances};
use crate::whole::assortativity;
use crate::whole::ei_index::{ei_index, with_permutations};
use crate::whole::{self, components, giant_share};

pub(super) fn run(measure: Measure, job: Job<'_>) -> Result<MeasureValue, MeasureError> {
    let Job { graph, semantics, parameters, interrupt } = job;
    let number = |it: usize| Some(it as f64);
    let value = match measure {
        Measure::Institutions => number(graph.nodes()),
        Measure::Ties => number(graph.ties()),
        Measure::Isolates => number(whole::isolates(graph).len()),
        Measure::Density => whole::density(graph),
        Measure::MeanDegree => whole::mean_degree(graph),
        Measure::DegreeCentralization => whole::degree_centralization(graph),
        Measure::Components => number(components(graph).sizes.len()),
        Measure::GiantShare => giant_share(&components(graph)),
        Measure::Diameter | Measure::MeanDistance => return distance(measure, job),
        Measure::Transitivity => clustering::transitivity(graph, interrupt)?,
        Measure::MeanLocalClustering => clustering::mean_local(graph, FewNeighbours::LeftOut, interrupt)?,
        Measure::DegreeAssortativity => assortativity::degree(graph),
        Measure::AttributeAssortativity => assortativity::by_category(graph, job.groups()?)?,
        Measure::EiIndex if parameters.permutations == 0 => ei_index(graph, job.groups()?)?.value,
        Measure::EiIndex => {
            let groups = job.groups()?;
            if ei_index(graph, groups)?.value.is_none() {
                return Ok(MeasureValue::Whole(None));
            }
            let (permutations, seed) = (parameters.permutations, parameters.seed);
            let it = with_permutations(graph, groups, permutations, seed, interrupt)?;
            return Ok(MeasureValue::Permuted(it));
        }
        Measure::Modularity => {
            quality::modularity(graph, &job.whole_groups()?, parameters.resolution, semantics)?
        }
        Measure::CorePeripheryProfile => {
            return Ok(MeasureValue::Profile(core::profile(graph, interrupt)?));
        }
        Measure::ArticulationPoints => {
            return Ok(MeasureValue::NodeSet(cut::articulation_points(graph, interrupt)?));
        }
        Measure::Bridges => return Ok(MeasureValue::TieSet(cut::bridges(graph, interrupt)?)),
        _ => return Err(needs_more("is not one of the whole network")),
    };
    Ok(MeasureValue::Whole(value))
}

fn distance(measure: Measure, job: Job<'_>) -> Result<MeasureValue, MeasureError> {
    let sample = job.parameters.samples.map(|it| Sample { sources: it as usize, seed: job.parameters.seed });
    let it = distances(job.graph, job.semantics, sample, job.interrupt)?;
    Ok(match it.diameter {
        Some(it) if measure == Measure::Diameter => MeasureValue::WholeEstimate {
            value: (job.graph.ties() > 0).then_some(it.length),
            standard_error: it.is_exact.then_some(0.0),
            is_exact: it.is_exact,
        },
        _ if measure == Measure::Diameter => MeasureValue::Whole(None),
        _ => MeasureValue::WholeEstimate {
            value: it.mean,
            standard_error: if it.is_exact { it.mean.map(|_| 0.0) } else { it.standard_error },
            is_exact: it.is_exact,
        },
    })
}
