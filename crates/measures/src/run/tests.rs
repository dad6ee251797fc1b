//! Every measure runs, and none gives a number that is none.

use super::*;
use crate::catalogue::{CATALOGUE, Scope};

fn graph(nodes: usize, ties: &[(u32, u32, f64)]) -> Graph {
    Graph::from_ties(nodes, ties).expect("right").0
}

/// Two triangles of groups 0 and 1 with a bridge, and an isolate.
fn example() -> (Graph, RunParameters) {
    let ties = [(0, 1, 2.0), (1, 2, 1.0), (0, 2, 1.0), (2, 3, 0.5), (3, 4, 1.0), (4, 5, 1.0), (3, 5, 3.0)];
    let groups = [0, 0, 0, 1, 1, 1].into_iter().map(Some).chain([None]).collect();
    let parameters = RunParameters {
        semantics: Some(WeightSemantics::Strength),
        groups: Some(groups),
        samples: None,
        runs: 3,
        permutations: 20,
        ..RunParameters::default()
    };
    (graph(7, &ties), parameters)
}

fn numbers(value: &MeasureValue) -> Vec<f64> {
    let options = |it: &[Option<f64>]| it.iter().flatten().copied().collect::<Vec<_>>();
    match value {
        MeasureValue::Whole(it) => options(&[*it]),
        MeasureValue::Nodes(it) => options(it),
        MeasureValue::NodeEstimates { values, standard_errors, .. } => {
            [&values[..], &standard_errors[..]].concat()
        }
        MeasureValue::NodesExpected { values, expected, z } => {
            [options(values), options(expected), options(z)].concat()
        }
        MeasureValue::WholeEstimate { value, standard_error, .. } => options(&[*value, *standard_error]),
        MeasureValue::Permuted(it) => {
            [vec![it.value, it.expected, it.p], options(&[it.standard_deviation, it.z])].concat()
        }
        MeasureValue::Clusters { values, quality, .. } => [options(values), options(&[*quality])].concat(),
        MeasureValue::Profile(it) => it
            .iter()
            .flat_map(|it| options(&[it.density, it.correlation, it.correlation_core_only]))
            .collect(),
        MeasureValue::Pairs(it) => it.iter().map(|it| it.value).collect(),
        MeasureValue::NodeSet(_) | MeasureValue::TieSet(_) => Vec::new(),
    }
}

fn of_graphs() -> impl Iterator<Item = Measure> {
    let of_graph = |it: &&crate::catalogue::MeasureDefinition| {
        matches!(it.scope, Scope::Institution | Scope::Whole | Scope::Cluster)
    };
    CATALOGUE.iter().filter(of_graph).map(|it| it.measure)
}

#[test]
fn every_measure_of_institutions_the_whole_and_clusters_runs() {
    let (graph, parameters) = example();
    for measure in of_graphs() {
        let value = run(measure, &graph, &parameters, &Interrupt::new());
        let value = value.unwrap_or_else(|error| panic!("{measure}: {error}"));
        assert!(numbers(&value).iter().all(|it| it.is_finite()), "{measure}");
        let nodes = match (&value, measure.definition().scope) {
            (MeasureValue::Nodes(it), Scope::Institution) => it.len(),
            (MeasureValue::NodeEstimates { values, .. }, Scope::Institution) => values.len(),
            (MeasureValue::NodesExpected { values, .. }, Scope::Institution) => values.len(),
            (_, Scope::Institution) => panic!("{measure} has no value for each institution"),
            _ => 7,
        };
        assert_eq!(nodes, 7, "{measure}");
    }
}

#[test]
fn on_special_graphs_all_is_defined_or_said_not_to_be() {
    let star: Vec<_> = (1..6).map(|it| (0, it, 1.0)).collect();
    let complete: Vec<_> = (0..5).flat_map(|a| (a + 1..5).map(move |b| (a, b, 2.0))).collect();
    let path: Vec<_> = (0..4).map(|it| (it, it + 1, 0.3)).collect();
    let special = [
        graph(0, &[]),
        graph(1, &[]),
        graph(4, &[]),
        graph(2, &[(0, 1, 1.0)]),
        graph(6, &star),
        graph(5, &complete),
        graph(5, &path),
        graph(5, &[(0, 1, 1.0), (2, 3, 1.0), (3, 4, 5.0)]),
    ];
    for graph in &special {
        for groups in [vec![Some(0); graph.nodes()], vec![None; graph.nodes()]] {
            for semantics in [WeightSemantics::None, WeightSemantics::Strength] {
                let parameters = RunParameters {
                    semantics: Some(semantics),
                    groups: Some(groups.clone()),
                    runs: 2,
                    permutations: 5,
                    ..RunParameters::default()
                };
                for measure in of_graphs() {
                    match run(measure, graph, &parameters, &Interrupt::new()) {
                        Ok(value) => assert!(numbers(&value).iter().all(|it| it.is_finite()), "{measure}"),
                        Err(MeasureError::NotDefined(_)) => {}
                        // Fewer nodes than a sample needs.
                        Err(MeasureError::Parameter { name: "samples", .. }) => {}
                        Err(error) => panic!("{measure} of {} nodes: {error}", graph.nodes()),
                    }
                    assert!(cost(measure, graph, &parameters) >= graph.nodes() as u64);
                }
            }
        }
    }
}

#[test]
fn paths_want_to_be_told_what_weights_mean() {
    let (graph, with) = example();
    let without = RunParameters { semantics: None, ..with };
    for definition in &CATALOGUE {
        let found = run(definition.measure, &graph, &without, &Interrupt::new());
        let is_asked = matches!(found, Err(MeasureError::Parameter { name: "weightSemantics", .. }));
        assert_eq!(is_asked, definition.weights.default.is_none(), "{}", definition.measure);
        if let (true, Err(error)) = (is_asked, found) {
            let text = error.to_string();
            assert!(["STRENGTH", "DISTANCE", "NONE"].iter().all(|it| text.contains(it)), "{text}");
        }
    }
}

#[test]
fn distances_are_no_strengths() {
    let (graph, with) = example();
    let distances = RunParameters { semantics: Some(WeightSemantics::Distance), ..with };
    for measure in [Measure::Pagerank, Measure::Constraint, Measure::LeidenClusters, Measure::Strength] {
        assert_eq!(
            run(measure, &graph, &distances, &Interrupt::new()),
            Err(MeasureError::NotDefined(Undefined::NeedsStrength))
        );
    }
    assert!(run(Measure::Closeness, &graph, &distances, &Interrupt::new()).is_ok());
    assert!(run(Measure::Degree, &graph, &distances, &Interrupt::new()).is_ok());
}

#[test]
fn values_by_hand() {
    let (graph, parameters) = example();
    let value = |measure| run(measure, &graph, &parameters, &Interrupt::new()).expect("defined");
    assert_eq!(value(Measure::Ties), MeasureValue::Whole(Some(7.0)));
    assert_eq!(value(Measure::Bridges), MeasureValue::TieSet(vec![(2, 3)]));
    assert_eq!(value(Measure::ArticulationPoints), MeasureValue::NodeSet(vec![2, 3]));
    let MeasureValue::Nodes(strength) = value(Measure::Strength) else { panic!("no values") };
    assert_eq!(strength, [3.0, 3.0, 2.5, 4.5, 2.0, 4.0, 0.0].map(Some));
    // Cut 0.5; strengths 8.5 and 10.5, the isolate's 0.
    let MeasureValue::Clusters { values, sizes, .. } = value(Measure::Conductance) else { panic!("none") };
    assert_eq!(sizes, [3, 3, 1]);
    assert_eq!(values, [Some(0.5 / 8.5), Some(0.5 / 8.5), None]);
    let MeasureValue::Clusters { values, .. } = value(Measure::ClusterDensity) else { panic!("none") };
    assert_eq!(values, [Some(1.0), Some(1.0), None]);
}

#[test]
fn groups_that_do_not_fit_are_refused() {
    let (graph, with) = example();
    let none = RunParameters { groups: None, ..with };
    let short = RunParameters { groups: Some(vec![None]), ..with };
    for parameters in [short, none] {
        let found = run(Measure::EiIndex, &graph, &parameters, &Interrupt::new());
        assert!(matches!(found, Err(MeasureError::Parameter { name: "groups", .. })));
    }
}
