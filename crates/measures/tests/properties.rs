//! What holds for every measure of nodes: the order in which nodes are numbered does not matter, a node without ties
//! changes only what it must, and weights that are all 1 are no weights.

#![allow(clippy::expect_used, reason = "tests may panic")]

mod measured;

use measured::{Isolate, NodeMeasure};
use measures::{Graph, Interrupt, WeightSemantics, whole};
use proptest::prelude::*;

const WEIGHTS: [f64; 4] = [0.5, 1.0, 2.0, 3.0];

#[derive(Debug, Clone)]
struct Sample {
    nodes: usize,
    ties: Vec<(u32, u32, f64)>,
    groups: Vec<u32>,
    /// The new number of each node.
    order: Vec<u32>,
}

fn samples() -> impl Strategy<Value = Sample> {
    (1..13_usize).prop_flat_map(|nodes| {
        let end = 0..nodes as u32;
        let tie = (end.clone(), end, 0..WEIGHTS.len()).prop_map(|it| (it.0, it.1, WEIGHTS[it.2]));
        let ties = proptest::collection::vec(tie, 0..28);
        let groups = proptest::collection::vec(0..3_u32, nodes);
        let order = Just((0..nodes as u32).collect::<Vec<_>>()).prop_shuffle();
        (ties, groups, order).prop_map(move |(ties, groups, order)| Sample { nodes, ties, groups, order })
    })
}

impl Sample {
    fn graph(&self) -> Graph {
        Graph::from_ties(self.nodes, &self.ties).expect("right").0
    }

    /// The same with its nodes numbered anew.
    fn relabelled(&self) -> Self {
        let new = |it: u32| self.order[it as usize];
        let mut groups = vec![0; self.nodes];
        for (node, group) in self.groups.iter().enumerate() {
            groups[self.order[node] as usize] = *group;
        }
        let ties = self.ties.iter().rev().map(|it| (new(it.1), new(it.0), it.2)).collect();
        Self { ties, groups, ..self.clone() }
    }

    /// The same with one more node.
    fn with_isolate(&self) -> Self {
        let mut more = self.clone();
        more.nodes += 1;
        more.groups.push(1);
        more
    }
}

fn is_near(one: Option<f64>, other: Option<f64>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() <= 1e-9 * one.abs().max(1.0),
        (one, other) => one == other,
    }
}

fn check_isolate(
    measure: &NodeMeasure,
    before: &[Option<f64>],
    after: &[Option<f64>],
) -> Result<(), TestCaseError> {
    let nodes = before.len();
    let factor = match measure.isolate {
        Isolate::Keeps(_) => 1.0,
        Isolate::Shrinks => (nodes as f64 - 1.0) / nodes as f64,
        Isolate::Shares => 1.0 - after[nodes].unwrap_or(0.0),
    };
    for (node, (before, after)) in before.iter().zip(after).enumerate() {
        let expected = before.map(|it| it * factor);
        prop_assert!(is_near(expected, *after), "{} {node}: {expected:?} {after:?}", measure.name);
    }
    let own = match measure.isolate {
        Isolate::Keeps(own) => own,
        Isolate::Shrinks => None,
        Isolate::Shares => return Ok(()),
    };
    prop_assert!(is_near(after[nodes], own), "{}: {:?}", measure.name, after[nodes]);
    Ok(())
}

proptest! {
    #[test]
    fn numbering_nodes_anew_numbers_values_anew(sample in samples()) {
        let other = sample.relabelled();
        for semantics in [WeightSemantics::None, WeightSemantics::Strength, WeightSemantics::Distance] {
            for measure in measured::all() {
                let one = (measure.of)(&sample.graph(), semantics, &sample.groups);
                let two = (measure.of)(&other.graph(), semantics, &other.groups);
                let (one, two) = match (one, two) {
                    (Ok(one), Ok(two)) => (one, two),
                    (one, two) => {
                        prop_assert_eq!(one, two, "{}", measure.name);
                        continue;
                    }
                };
                for (node, value) in one.iter().enumerate() {
                    let new = two[sample.order[node] as usize];
                    prop_assert!(is_near(*value, new), "{} {node}: {value:?} {new:?}", measure.name);
                }
            }
        }
    }

    #[test]
    fn an_isolate_changes_only_what_it_must(sample in samples()) {
        let more = sample.with_isolate();
        for semantics in [WeightSemantics::None, WeightSemantics::Strength, WeightSemantics::Distance] {
            for measure in measured::all() {
                let before = (measure.of)(&sample.graph(), semantics, &sample.groups);
                let after = (measure.of)(&more.graph(), semantics, &more.groups);
                match (before, after) {
                    (Ok(before), Ok(after)) => check_isolate(&measure, &before, &after)?,
                    (before, after) => prop_assert_eq!(before, after, "{}", measure.name),
                }
            }
        }
    }

    #[test]
    fn no_weights_are_weights_of_one(sample in samples()) {
        let plain = sample.graph().unweighted();
        for measure in measured::all().iter().filter(|it| it.name != "strength") {
            let one = (measure.of)(&sample.graph(), WeightSemantics::None, &sample.groups);
            let other = (measure.of)(&plain, WeightSemantics::Strength, &sample.groups);
            prop_assert_eq!(one, other, "{}", measure.name);
        }
    }

    #[test]
    fn whole_networks_do_not_depend_on_numbers(sample in samples()) {
        let (one, other) = (sample.graph(), sample.relabelled().graph());
        prop_assert_eq!(whole::components(&one).sizes, whole::components(&other).sizes);
        prop_assert_eq!(whole::density(&one), whole::density(&other));
        prop_assert_eq!(whole::degree_centralization(&one), whole::degree_centralization(&other));
        prop_assert_eq!(whole::assortativity::degree(&one), whole::assortativity::degree(&other));
        let groups = |it: &Sample| it.groups.iter().copied().map(Some).collect::<Vec<_>>();
        let (own, new) = (groups(&sample), groups(&sample.relabelled()));
        let mixed = whole::mixing::mixing(&one, &own);
        prop_assert_eq!(&mixed, &whole::mixing::mixing(&other, &new));
        let index = whole::ei_index::ei_index(&one, &own).expect("right");
        prop_assert_eq!(index.value, whole::ei_index::ei_index(&other, &new).expect("right").value);
        prop_assert_eq!(mixed.expect("right").ties, one.ties() as u64);
        let numbers = |it: &Graph| (0..it.nodes()).map(|node| Some(it.degree(node) as f64)).collect::<Vec<_>>();
        let by_number = whole::assortativity::by_number(&one, &numbers(&one)).expect("right");
        prop_assert!(is_near(by_number, whole::assortativity::degree(&one)));
        let found = |it: &Graph| measures::cut::blocks(it, &Interrupt::new()).expect("not stopped");
        prop_assert_eq!(found(&one).bridges.len(), found(&other).bridges.len());
        prop_assert_eq!(found(&one).biconnected_components, found(&other).biconnected_components);
    }
}
