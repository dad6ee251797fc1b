//! Every measure on graphs that are a corner of its definition: never a panic, never a value that is no number, and the
//! values worked out by hand.

#![allow(clippy::expect_used, clippy::panic, reason = "tests may panic")]

mod measured;
mod special_graphs;
mod special_results;

use measures::{Graph, Interrupt, MeasureError, Undefined, WeightSemantics, cut, spectral, whole};
use special_graphs::{Expected, Special, graphs};

#[test]
fn every_measure_of_nodes_has_the_value_worked_out_by_hand() {
    for special in graphs() {
        let graph = special.graph();
        let groups: Vec<u32> = (0..graph.nodes() as u32).map(|it| it % 2).collect();
        for measure in measured::all() {
            let place = format!("{} of {}", measure.name, special.name);
            let found = (measure.of)(&graph, WeightSemantics::Strength, &groups);
            check_numbers(&place, &graph, &found);
            let expected = special.values.iter().find(|it| it.0 == measure.name);
            if let Some((_, expected)) = expected {
                check(&place, &found, expected);
            }
            for semantics in [WeightSemantics::None, WeightSemantics::Distance] {
                check_numbers(&place, &graph, &(measure.of)(&graph, semantics, &groups));
            }
        }
        // No row of the table is for a measure that there is not.
        for (name, _) in &special.values {
            assert!(measured::all().iter().any(|it| it.name == *name), "{name}");
        }
    }
}

fn check_numbers(place: &str, graph: &Graph, found: &measured::Values) {
    match found {
        Ok(values) => {
            assert_eq!(values.len(), graph.nodes(), "{place}");
            assert!(values.iter().flatten().all(|it| it.is_finite()), "{place}: {values:?}");
        }
        Err(error) => assert!(matches!(error, MeasureError::NotDefined(_)), "{place}: {error}"),
    }
}

fn check(place: &str, found: &measured::Values, expected: &Expected) {
    match (found, expected) {
        (Ok(found), Expected::Values(expected)) => {
            assert_eq!(found.len(), expected.len(), "{place}");
            for (found, expected) in found.iter().zip(expected) {
                let is_near = match (found, expected) {
                    (Some(found), Some(expected)) => (found - expected).abs() <= 1e-11,
                    (found, expected) => found == expected,
                };
                assert!(is_near, "{place}: {found:?} {expected:?}");
            }
        }
        (Err(MeasureError::NotDefined(found)), Expected::Not(expected)) => {
            assert_eq!(found, expected, "{place}");
        }
        (found, expected) => panic!("{place}: {found:?} {expected:?}"),
    }
}

/// Density, mean degree, degree centralization, giant share, degree assortativity.
fn numbers(graph: &Graph) -> [Option<f64>; 5] {
    [
        whole::density(graph),
        whole::mean_degree(graph),
        whole::degree_centralization(graph),
        whole::giant_share(&whole::components(graph)),
        whole::assortativity::degree(graph),
    ]
}

#[test]
fn whole_networks_have_the_values_worked_out_by_hand() {
    for Special { name, whole: expected, .. } in graphs() {
        let graph = graphs().into_iter().find(|it| it.name == name).expect("there").graph();
        for (found, expected) in numbers(&graph).into_iter().zip(expected.numbers) {
            let is_near = match (found, expected) {
                (Some(found), Some(expected)) => (found - expected).abs() <= 1e-14,
                (found, expected) => found == expected,
            };
            assert!(is_near, "{name}: {found:?} {expected:?}");
        }
        assert_eq!(whole::components(&graph).sizes, expected.components, "{name}");
        assert_eq!(whole::isolates(&graph).len(), expected.isolates, "{name}");
        let found = cut::blocks(&graph, &Interrupt::new()).expect("not stopped");
        let counts =
            (found.articulation_points.len(), found.bridges.len(), found.biconnected_components as usize);
        assert_eq!(counts, expected.cuts, "{name}");
    }
}

#[test]
fn groups_may_be_missing_or_all_the_same() {
    for special in graphs() {
        let graph = special.graph();
        let has_ties = graph.ties() > 0;
        for group in [None, Some(3)] {
            let groups = vec![group; graph.nodes()];
            let found = whole::ei_index::ei_index(&graph, &groups).expect("right");
            let inside = (has_ties && group.is_some()).then_some(-1.0);
            assert_eq!(found.value, inside, "{}", special.name);
            assert_eq!(whole::assortativity::by_category(&graph, &groups), Ok(None), "{}", special.name);
            let permuted = whole::ei_index::with_permutations(&graph, &groups, 20, 1, &Interrupt::new());
            match permuted {
                Ok(found) => assert_eq!((found.z, found.p, inside), (None, 1.0, Some(-1.0))),
                Err(error) => {
                    assert_eq!(error, MeasureError::NotDefined(Undefined::NoTies), "{}", special.name);
                    assert_eq!(inside, None);
                }
            }
        }
        for number in [None, Some(2.0)] {
            let numbers = vec![number; graph.nodes()];
            assert_eq!(whole::assortativity::by_number(&graph, &numbers), Ok(None), "{}", special.name);
        }
    }
}

#[test]
fn strengths_are_never_read_as_distances() {
    for special in graphs() {
        let graph = special.graph();
        let expected = Some(MeasureError::NotDefined(Undefined::NeedsStrength));
        let (distance, interrupt) = (WeightSemantics::Distance, Interrupt::new());
        assert_eq!(spectral::eigenvector(&graph, distance, &interrupt).err(), expected, "{}", special.name);
        assert_eq!(
            spectral::pagerank(&graph, distance, 0.85, &interrupt).err(),
            expected,
            "{}",
            special.name
        );
        assert_eq!(
            spectral::katz(&graph, distance, None, 1.0, &interrupt).err(),
            expected,
            "{}",
            special.name
        );
    }
}

#[test]
fn weights_out_of_all_proportion_give_numbers_or_a_reason() {
    for weights in
        [[1e300, 1e-300], [f64::MAX, f64::MAX], [f64::MIN_POSITIVE, 1.0], [1e-307, 1e-307], [5e-324, 5e-324]]
    {
        let ties = [(0, 1, weights[0]), (1, 2, weights[1]), (2, 3, weights[0])];
        let (graph, _) = Graph::from_ties(5, &ties).expect("right");
        for measure in measured::all().iter().filter(|it| it.name != "strength") {
            for semantics in [WeightSemantics::Strength, WeightSemantics::Distance] {
                let place = format!("{} with {weights:?}", measure.name);
                let found = (measure.of)(&graph, semantics, &[0, 1, 0, 1, 0]);
                // Lengths of paths have bounds of their own.
                if !matches!(found, Err(MeasureError::Parameter { name: "weights", .. })) {
                    check_numbers(&place, &graph, &found);
                }
            }
        }
    }
}
