//! The spectral measures, as the tests of corners and properties take them.

use measures::{Interrupt, spectral};

use super::{Isolate, NodeMeasure, defined};

pub(super) fn list() -> Vec<NodeMeasure> {
    vec![
        NodeMeasure {
            name: "eigenvector",
            isolate: Isolate::Keeps(Some(0.0)),
            of: |graph, semantics, _| defined(spectral::eigenvector(graph, semantics, &Interrupt::new())),
        },
        NodeMeasure {
            name: "pagerank",
            isolate: Isolate::Shares,
            of: |graph, semantics, _| defined(spectral::pagerank(graph, semantics, 0.85, &Interrupt::new())),
        },
        NodeMeasure {
            name: "katz",
            isolate: Isolate::Keeps(Some(1.0)),
            of: |graph, semantics, _| defined(spectral::katz(graph, semantics, None, 1.0, &Interrupt::new())),
        },
    ]
}
