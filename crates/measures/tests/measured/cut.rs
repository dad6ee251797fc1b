//! The measures of cuts, as the tests of corners and properties take them.

use measures::{Interrupt, cut};

use super::{Isolate, NodeMeasure, defined};

pub(super) fn list() -> Vec<NodeMeasure> {
    vec![
        NodeMeasure {
            name: "pairs disconnected",
            isolate: Isolate::Keeps(Some(0.0)),
            of: |graph, _, _| {
                let pairs = cut::pairs_disconnected(graph, &Interrupt::new())?;
                defined(Ok(pairs.into_iter().map(|it| it as f64).collect()))
            },
        },
        NodeMeasure {
            name: "nodes left alone",
            isolate: Isolate::Keeps(Some(0.0)),
            of: |graph, _, _| {
                (0..graph.nodes() as u32)
                    .map(|it| Ok(Some(cut::broker_loss(graph, it)?.isolated.len() as f64)))
                    .collect()
            },
        },
    ]
}
