//! The measures of the whole network for nodes, as the tests of corners and properties take them.

use measures::whole::{components, ei_index};

use super::{Isolate, NodeMeasure, defined};

pub(super) fn list() -> Vec<NodeMeasure> {
    vec![
        NodeMeasure {
            name: "degree",
            isolate: Isolate::Keeps(Some(0.0)),
            of: |graph, _, _| defined(Ok((0..graph.nodes()).map(|it| graph.degree(it) as f64).collect())),
        },
        NodeMeasure {
            name: "strength",
            isolate: Isolate::Keeps(Some(0.0)),
            of: |graph, _, _| defined(Ok((0..graph.nodes()).map(|it| graph.strength(it)).collect())),
        },
        NodeMeasure {
            name: "size of its component",
            isolate: Isolate::Keeps(Some(1.0)),
            of: |graph, _, _| {
                let found = components(graph);
                defined(Ok(found.of.iter().map(|it| found.sizes[*it as usize] as f64).collect()))
            },
        },
        NodeMeasure {
            name: "E-I index",
            isolate: Isolate::Keeps(None),
            of: |graph, _, groups| {
                let groups: Vec<_> = groups.iter().copied().map(Some).collect();
                Ok(ei_index::ei_index(graph, &groups)?.nodes)
            },
        },
    ]
}
