//! Measures and questions of shortest paths.
//!
//! Every function takes the [`WeightSemantics`](crate::WeightSemantics) by which weights become lengths; lengths are
//! compared exactly ([`length`]). Without weights, or when all weights are the same, many sources are followed at once.

pub mod betweenness;
pub mod closeness;
mod count;
mod dependency;
pub mod distances;
mod heap;
pub mod introducers;
mod lanes;
pub mod length;
#[cfg(test)]
mod oracle;
pub mod rational;
mod reach;
mod reduce;
mod search;
pub mod shortest;
mod single;
mod twins;

use crate::error::MeasureError;
use crate::graph::Graph;

/// Refuses a number that is no node of the graph.
fn check_node(graph: &Graph, name: &'static str, node: u32) -> Result<(), MeasureError> {
    if (node as usize) < graph.nodes() {
        Ok(())
    } else {
        Err(MeasureError::Parameter { name, problem: "must be a node of the graph" })
    }
}
