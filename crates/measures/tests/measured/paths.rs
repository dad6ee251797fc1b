//! The measures of paths, as the tests of corners and properties take them.

use measures::Interrupt;
use measures::paths::{betweenness, closeness};

use super::{Isolate, NodeMeasure, defined};

pub(super) fn list() -> Vec<NodeMeasure> {
    vec![
        NodeMeasure {
            name: "betweenness",
            isolate: Isolate::Keeps(Some(0.0)),
            of: |graph, semantics, _| defined(betweenness::betweenness(graph, semantics, &Interrupt::new())),
        },
        NodeMeasure {
            name: "betweenness of all sources",
            isolate: Isolate::Keeps(Some(0.0)),
            of: |graph, semantics, _| {
                let samples = graph.nodes().max(2);
                let found = betweenness::sampled(graph, semantics, samples, 7, &Interrupt::new())?;
                assert!(found.standard_error.iter().all(|it| *it == 0.0));
                defined(Ok(found.values))
            },
        },
        NodeMeasure {
            name: "closeness",
            isolate: Isolate::Shrinks,
            of: |graph, semantics, _| closeness::closeness(graph, semantics, &Interrupt::new()),
        },
        NodeMeasure {
            name: "harmonic closeness",
            isolate: Isolate::Keeps(Some(0.0)),
            of: |graph, semantics, _| defined(closeness::harmonic(graph, semantics, &Interrupt::new())),
        },
    ]
}
