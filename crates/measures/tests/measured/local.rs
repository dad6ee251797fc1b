//! The measures of surroundings, as the tests of corners and properties take them.

use measures::local::{brokerage, clustering, constraint, core, triangles};
use measures::{Graph, Interrupt};

use super::{Isolate, NodeMeasure, Values, defined};

fn brokers(graph: &Graph, groups: &[u32], of: fn(&brokerage::BrokerageRoles<u64>) -> u64) -> Values {
    let found = brokerage::brokerage(graph, groups, &Interrupt::new())?;
    Ok(found.scores.iter().map(|it| it.as_ref().map(|it| of(it) as f64)).collect())
}

pub(super) fn list() -> Vec<NodeMeasure> {
    let measure = |name, isolate, of| NodeMeasure { name, isolate: Isolate::Keeps(isolate), of };
    vec![
        measure("triangles", Some(0.0), |graph, _, _| {
            let found = triangles::triangles(graph, &Interrupt::new())?;
            defined(Ok(found.into_iter().map(|it| it as f64).collect()))
        }),
        measure("local clustering", None, |graph, _, _| clustering::local(graph, &Interrupt::new())),
        measure("core number", Some(0.0), |graph, _, _| {
            let found = core::core_numbers(graph, &Interrupt::new())?;
            defined(Ok(found.into_iter().map(f64::from).collect()))
        }),
        measure("constraint", None, |graph, semantics, _| {
            constraint::constraint(graph, semantics, &Interrupt::new())
        }),
        measure("effective size", None, |graph, semantics, _| {
            constraint::effective_size(graph, semantics, &Interrupt::new())
        }),
        measure("efficiency", None, |graph, semantics, _| {
            constraint::efficiency(graph, semantics, &Interrupt::new())
        }),
        measure("coordinator", Some(0.0), |graph, _, groups| brokers(graph, groups, |it| it.coordinator)),
        measure("itinerant broker", Some(0.0), |graph, _, groups| brokers(graph, groups, |it| it.itinerant)),
        measure("representative", Some(0.0), |graph, _, groups| {
            brokers(graph, groups, |it| it.representative)
        }),
        measure("gatekeeper", Some(0.0), |graph, _, groups| brokers(graph, groups, |it| it.gatekeeper)),
        measure("liaison", Some(0.0), |graph, _, groups| brokers(graph, groups, |it| it.liaison)),
        measure("brokerage total", Some(0.0), |graph, _, groups| brokers(graph, groups, |it| it.total)),
    ]
}
