//! What is no number for each node: pairs, paths, communities, backbones, projections and the catalogue.

use std::fmt::Debug;

use measures::affiliations::Affiliations;
use measures::catalogue::CATALOGUE;
use measures::community::{LeidenRule, ensemble, leiden, participation, report};
use measures::link::{LinkMethod, back_test, best, score};
use measures::local::{all_pairs, clustering};
use measures::paths::{distances, introducers, shortest};
use measures::projection::{ProjectionRule, Weighting, project};
use measures::run::{RunParameters, run};
use measures::{Graph, Interrupt, MeasureError, WeightSemantics, backbone};

use super::special_graphs::graphs;

/// A result holds numbers only, or there is a reason why there is none.
fn check<T: Debug>(place: &str, found: Result<T, MeasureError>) -> Option<T> {
    match found {
        Ok(found) => {
            let text = format!("{found:?}");
            let mut words = text.split(|it: char| !it.is_ascii_alphanumeric());
            assert!(words.all(|it| it != "NaN" && it != "inf"), "{place}: {text}");
            Some(found)
        }
        Err(MeasureError::NotDefined(_)) => None,
        Err(error) => panic!("{place}: {error}"),
    }
}

/// Each tie as an occasion of two.
fn occasions(graph: &Graph) -> Affiliations {
    let ties = (0..).zip(graph.iter_ties());
    let pairs: Vec<_> = ties.flat_map(|(occasion, (a, b, _))| [(a, occasion), (b, occasion)]).collect();
    Affiliations::from_pairs(graph.nodes(), graph.ties(), &pairs, &[]).expect("right")
}

#[test]
fn every_measure_of_the_catalogue_gives_numbers_or_a_reason() {
    for special in graphs() {
        let graph = special.graph();
        let nodes = graph.nodes() as u32;
        for definition in &CATALOGUE {
            for groups in [None, Some((0..nodes).map(|it| (it > 0).then_some(it % 2)).collect())] {
                let parameters = RunParameters { groups, runs: 3, permutations: 20, ..Default::default() };
                let place = format!("{} of {}", definition.measure, special.name);
                match run(definition.measure, &graph, &parameters, &Interrupt::new()) {
                    // Parameters that have no default, such as samples, and measures that are not of a whole graph.
                    Err(MeasureError::Parameter { .. }) => {}
                    found => drop(check(&place, found)),
                }
            }
        }
    }
}

#[test]
fn communities_follow_the_components_they_cannot_cross() {
    for special in graphs() {
        let (name, graph, interrupt) = (special.name, special.graph(), Interrupt::new());
        let found = check(name, leiden(&graph, &LeidenRule::default(), &interrupt)).expect("a partition");
        let count = match name {
            "empty" => Some(0),
            "one node" | "one tie" | "complete" => Some(1),
            "two nodes" | "two components" => Some(2),
            "no ties" => Some(4),
            _ => None,
        };
        assert!(count.is_none_or(|it| it == found.count), "{name}: {found:?}");
        let strength = WeightSemantics::Strength;
        let parts = check(name, participation::participation(&graph, &found.of, strength));
        if name == "two components" {
            assert_eq!(parts, Some(vec![Some(0.0); 5]));
        }
        check(name, participation::within_module(&graph, &found.of, strength));
        check(name, report::report(&graph, &found.of, 1.0, strength, &interrupt));
        check(name, ensemble::ensemble(&graph, &LeidenRule::default(), 3, &interrupt));
    }
}

#[test]
fn links_are_scored_and_tested_on_every_graph() {
    use LinkMethod::{AdamicAdar, CommonNeighbours, Jaccard, PreferentialAttachment, ResourceAllocation};
    // The two ends of a path of three share its middle, of two neighbours.
    let (path, _) = Graph::from_ties(3, &[(0, 1, 1.0), (1, 2, 1.0)]).expect("right");
    for (method, expected) in [
        (CommonNeighbours, 1.0),
        (Jaccard, 1.0),
        (AdamicAdar, 1.0 / 2.0_f64.ln()),
        (ResourceAllocation, 0.5),
        (PreferentialAttachment, 1.0),
    ] {
        assert_eq!(score(&path, method, 0, 2), Ok(expected));
        for special in graphs() {
            let (name, graph, interrupt) = (special.name, special.graph(), Interrupt::new());
            for a in 0..graph.nodes() {
                for b in (0..graph.nodes()).filter(|it| *it != a) {
                    let found = check(name, score(&graph, method, a, b));
                    assert_eq!(found, check(name, score(&graph, method, b, a)), "{name}");
                }
            }
            let found = check(name, best(&graph, method, 9, &interrupt)).expect("a list");
            assert!(found.iter().all(|it| !graph.has_tie(it.a as usize, it.b as usize)), "{name}");
            let tested = check(name, back_test(&graph, &graph, method, 3, &interrupt));
            // Nothing was added, so there is nothing to find.
            assert!(tested.is_none_or(|it| it.positives == 0 && it.auc.is_none()), "{name}");
        }
    }
}

#[test]
fn projecting_each_tie_as_an_occasion_gives_the_graph_back() {
    for special in graphs() {
        let (name, graph, interrupt) = (special.name, special.graph(), Interrupt::new());
        let of = occasions(&graph);
        for weighting in [Weighting::Count, Weighting::Newman] {
            let found = project(&of, &ProjectionRule::new(weighting), &interrupt);
            assert_eq!(found, Ok(graph.unweighted()), "{name}");
        }
        let rule =
            backbone::BackboneRule { alpha: 0.05, correction: backbone::Correction::BenjaminiHochberg };
        check(name, backbone::disparity(&graph, rule, &interrupt));
        check(name, backbone::hypergeometric(&of, rule, &interrupt));
        check(name, backbone::sdsm(&of, rule, &interrupt));
    }
}

#[test]
fn paths_and_those_who_can_introduce_have_numbers() {
    for special in graphs() {
        let (name, graph, interrupt) = (special.name, special.graph(), Interrupt::new());
        for semantics in [WeightSemantics::None, WeightSemantics::Strength, WeightSemantics::Distance] {
            let found = check(name, distances::distances(&graph, semantics, None, &interrupt));
            let diameter = found.and_then(|it| it.diameter).map(|it| it.length);
            match name {
                "empty" => assert_eq!(diameter, None),
                "one node" | "no ties" => assert_eq!(diameter, Some(0.0)),
                "complete" => assert_eq!(diameter, Some(1.0)),
                "star" | "cycle" | "with isolates" => assert_eq!(diameter, Some(2.0)),
                "path" => assert_eq!(diameter, Some(3.0)),
                _ => {}
            }
            let nodes = graph.nodes() as u32;
            for (from, to) in (0..nodes).flat_map(|from| (0..nodes).map(move |to| (from, to))) {
                let one = check(name, shortest::shortest(&graph, semantics, from, to, &interrupt));
                let several = check(name, shortest::k_shortest(&graph, semantics, from, to, 3, &interrupt));
                assert_eq!(one.flatten().as_ref(), several.unwrap_or_default().first(), "{name}");
                if from != to {
                    check(name, introducers::introducers(&graph, from, to));
                }
            }
        }
    }
}

#[test]
fn clustering_of_the_whole_has_the_value_worked_out_by_hand() {
    for special in graphs() {
        let (name, graph, interrupt) = (special.name, special.graph(), Interrupt::new());
        let (transitivity, left_out, as_zero) = match name {
            "empty" => (None, None, None),
            "complete" | "weighted" => (Some(1.0), Some(1.0), Some(1.0)),
            "two components" => (Some(1.0), Some(1.0), Some(0.6)),
            "star" | "path" | "cycle" | "with isolates" => (Some(0.0), Some(0.0), Some(0.0)),
            _ => (None, None, Some(0.0)),
        };
        let mean = |few| clustering::mean_local(&graph, few, &interrupt);
        assert_eq!(clustering::transitivity(&graph, &interrupt), Ok(transitivity), "{name}");
        assert_eq!(mean(clustering::FewNeighbours::LeftOut), Ok(left_out), "{name}");
        assert_eq!(mean(clustering::FewNeighbours::CountsAsZero), Ok(as_zero), "{name}");
        let groups: Vec<u32> = (0..graph.nodes() as u32).map(|it| it % 2).collect();
        let found = check(name, all_pairs(&graph, Some(&groups), 5, &interrupt)).expect("defined");
        assert_eq!(Ok(found.local_clustering), clustering::local(&graph, &interrupt), "{name}");
    }
}
