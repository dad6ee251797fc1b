//! Measures of ties and pairs that a graph alone settles.

use super::{Job, MeasureValue, PairValue, needs_more};
use crate::backbone;
use crate::catalogue::Measure;
use crate::error::MeasureError;
use crate::link::{LinkMethod, best};
use crate::weights::WeightSemantics;

pub(super) fn run(measure: Measure, job: Job<'_>) -> Result<MeasureValue, MeasureError> {
    let method = match measure {
        Measure::CommonNeighbours => LinkMethod::CommonNeighbours,
        Measure::Jaccard => LinkMethod::Jaccard,
        Measure::AdamicAdar => LinkMethod::AdamicAdar,
        Measure::ResourceAllocation => LinkMethod::ResourceAllocation,
        Measure::PreferentialAttachment => LinkMethod::PreferentialAttachment,
        Measure::TieWeight => {
            let pair = |(a, b, value)| PairValue { a, b, value };
            return Ok(MeasureValue::Pairs(job.graph.iter_ties().map(pair).collect()));
        }
        Measure::BackboneDisparity => return disparity(job),
        Measure::ShortestPath | Measure::Introducers => {
            return Err(needs_more("needs two institutions: ask for a path between them"));
        }
        _ => return Err(needs_more("needs the occasions behind the ties, not the ties alone")),
    };
    let pairs = best(job.graph, method, job.parameters.pairs as usize, job.interrupt)?;
    let pair = |it: crate::link::Suggestion| PairValue { a: it.a, b: it.b, value: it.score };
    Ok(MeasureValue::Pairs(pairs.into_iter().map(pair).collect()))
}

fn disparity(job: Job<'_>) -> Result<MeasureValue, MeasureError> {
    let plain;
    let graph = if job.semantics == WeightSemantics::None {
        plain = job.graph.unweighted();
        &plain
    } else {
        job.graph
    };
    let values = backbone::disparity_values(graph);
    let pair = |((a, b, _), value)| PairValue { a, b, value };
    Ok(MeasureValue::Pairs(graph.iter_ties().zip(values).map(pair).collect()))
}
