//! Every measure of nodes, in one list, for the tests that hold for all of them.

mod cut;
mod local;
mod paths;
mod spectral;
mod whole;

use measures::{Graph, MeasureError, WeightSemantics};

/// Values by node, or why there are none.
pub(crate) type Values = Result<Vec<Option<f64>>, MeasureError>;

/// What becomes of the values when a node without ties is added.
#[allow(dead_code, reason = "the test of special graphs does not look at it")]
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Isolate {
    /// They stay as they are; the new node has this.
    Keeps(Option<f64>),
    /// They are multiplied by `(n − 1) / n` of the `n` nodes there were; the new node has none.
    Shrinks,
    /// They keep their proportions; all add up to 1.
    Shares,
}

/// A measure of nodes.
pub(crate) struct NodeMeasure {
    pub(crate) name: &'static str,
    #[allow(dead_code, reason = "the test of special graphs does not look at it")]
    pub(crate) isolate: Isolate,
    /// Of a graph, the meaning of its weights, and the group of each node.
    pub(crate) of: fn(&Graph, WeightSemantics, &[u32]) -> Values,
}

/// All of them.
pub(crate) fn all() -> Vec<NodeMeasure> {
    let lists = [paths::list(), spectral::list(), cut::list(), whole::list(), local::list()];
    lists.into_iter().flatten().collect()
}

/// Values that are there for every node.
pub(crate) fn defined(values: Result<Vec<f64>, MeasureError>) -> Values {
    Ok(values?.into_iter().map(Some).collect())
}
