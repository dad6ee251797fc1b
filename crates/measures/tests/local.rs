//! Triangles, clustering, structural holes, brokerage and cores, against brute force and values worked out by hand.

#![allow(clippy::expect_used, reason = "tests may panic")]

use measures::link::LinkMethod;
use measures::local::brokerage::{BrokerageRoles, brokerage, brokerage_of_some};
use measures::local::clustering::{self, FewNeighbours};
use measures::local::constraint::structural_holes;
use measures::local::core::{self, core_numbers};
use measures::local::triangles::triangles;
use measures::local::{AllPairsRule, all_pairs, all_pairs_by};
use measures::{Graph, Interrupt, MeasureError, Undefined, WeightSemantics};
use proptest::prelude::*;
use serde_json::Value;

type Ties = Vec<(u32, u32, f64)>;

fn graph(nodes: usize, ties: &[(u32, u32)]) -> Graph {
    let ties: Ties = ties.iter().map(|(a, b)| (*a, *b, 1.0)).collect();
    Graph::from_ties(nodes, &ties).expect("right").0
}

fn on() -> Interrupt {
    Interrupt::new()
}

fn close(one: &[Option<f64>], other: &[Option<f64>]) {
    assert_eq!(one.len(), other.len());
    for (at, (x, y)) in one.iter().zip(other).enumerate() {
        match (x, y) {
            (Some(x), Some(y)) => assert!((x - y).abs() <= 1e-9 * y.abs().max(1.0), "{at}: {x} {y}"),
            _ => assert_eq!(x, y, "{at}"),
        }
    }
}

/// Small graphs with isolates, weights of a few values and some groups.
fn any_graph() -> impl Strategy<Value = (usize, Ties, Vec<Option<u32>>)> {
    (1_usize..14).prop_flat_map(|nodes| {
        let end = 0..nodes as u32;
        let tie = (end.clone(), end, prop::sample::select(vec![0.5, 1.0, 2.0, 3.25]));
        let group = prop::option::weighted(0.85, 0_u32..4);
        (Just(nodes), prop::collection::vec(tie, 0..50), prop::collection::vec(group, nodes))
    })
}

fn weight(graph: &Graph, a: usize, b: usize) -> f64 {
    graph.weight_between(a, b).unwrap_or(0.0)
}

/// Constraint and effective size as the sums are written, over all nodes.
fn holes_by_hand(graph: &Graph) -> (Vec<Option<f64>>, Vec<Option<f64>>) {
    let n = graph.nodes();
    let share = |a: usize, b: usize| weight(graph, a, b) / (0..n).map(|it| weight(graph, a, it)).sum::<f64>();
    let marginal =
        |a: usize, b: usize| weight(graph, a, b) / (0..n).map(|it| weight(graph, a, it)).fold(0.0, f64::max);
    let (mut constraint, mut size) = (Vec::new(), Vec::new());
    for i in 0..n {
        let near: Vec<usize> = (0..n).filter(|j| graph.has_tie(i, *j)).collect();
        let (mut c, mut e) = (0.0, 0.0);
        for j in &near {
            let through: f64 = near.iter().filter(|q| *q != j).map(|q| share(i, *q) * share(*q, *j)).sum();
            c += (share(i, *j) + through).powi(2);
            e += 1.0 - near.iter().filter(|q| *q != j).map(|q| share(i, *q) * marginal(*j, *q)).sum::<f64>();
        }
        constraint.push((!near.is_empty()).then_some(c));
        size.push((!near.is_empty()).then_some(e));
    }
    (constraint, size)
}

fn triangles_by_hand(graph: &Graph) -> Vec<u64> {
    let n = graph.nodes();
    let tied = |a, b| graph.has_tie(a, b);
    let of = |a| {
        let pairs = (0..n).flat_map(|b| (b + 1..n).map(move |c| (b, c)));
        pairs.filter(|(b, c)| tied(a, *b) && tied(a, *c) && tied(*b, *c)).count() as u64
    };
    (0..n).map(of).collect()
}

/// Scores triple by triple.
fn brokerage_by_hand(graph: &Graph, groups: &[Option<u32>]) -> Vec<Option<BrokerageRoles<u64>>> {
    let n = graph.nodes();
    let mut all = Vec::new();
    for j in 0..n {
        let mut roles = BrokerageRoles::<u64>::default();
        for i in 0..n {
            for k in 0..n {
                let (Some(x), Some(y), Some(z)) = (groups[i], groups[j], groups[k]) else { continue };
                if i == k || !graph.has_tie(i, j) || !graph.has_tie(j, k) || graph.has_tie(i, k) {
                    continue;
                }
                roles.total += 1;
                if x == y && y == z {
                    roles.coordinator += 1;
                } else if x == z {
                    roles.itinerant += 1;
                } else if x == y {
                    roles.representative += 1;
                } else if y == z {
                    roles.gatekeeper += 1;
                } else {
                    roles.liaison += 1;
                }
            }
        }
        all.push(groups[j].map(|_| roles));
    }
    all
}

#[test]
fn a_small_network_worked_out_by_hand() {
    // A triangle 0 1 2, a tail 2 3, an isolate 4.
    let it = graph(5, &[(0, 1), (1, 2), (0, 2), (2, 3)]);
    assert_eq!(triangles(&it, &on()).expect("defined"), [1, 1, 1, 0, 0]);
    let local = clustering::local(&it, &on()).expect("defined");
    assert_eq!(local, [Some(1.0), Some(1.0), Some(1.0 / 3.0), None, None]);
    assert_eq!(clustering::transitivity(&it, &on()), Ok(Some(3.0 / 5.0)));
    close(
        &[clustering::mean_local(&it, FewNeighbours::LeftOut, &on()).expect("defined")],
        &[Some(7.0 / 9.0)],
    );
    close(
        &[clustering::mean_local(&it, FewNeighbours::CountsAsZero, &on()).expect("defined")],
        &[Some(7.0 / 15.0)],
    );
    let holes = structural_holes(&it, WeightSemantics::None, &on()).expect("defined");
    // 0: to 1 1/2 + 1/2 · 1/3, to 2 1/2 + 1/2 · 1/2. 2: to 0 and 1 1/3 + 1/3 · 1/2, to 3 1/3. 3: 1.
    let first = (2.0_f64 / 3.0).powi(2) + 0.75_f64.powi(2);
    close(&holes.constraint, &[Some(first), Some(first), Some(0.5 + 1.0 / 9.0), Some(1.0), None]);
    close(&holes.effective_size, &[Some(1.0), Some(1.0), Some(3.0 - 2.0 / 3.0), Some(1.0), None]);
    close(&holes.efficiency, &[Some(0.5), Some(0.5), Some(7.0 / 9.0), Some(1.0), None]);
    assert_eq!(core_numbers(&it, &on()).expect("defined"), [2, 2, 2, 1, 0]);
    // Node 2 is between 0 and 3 and between 1 and 3, each both ways.
    let roles = brokerage(&it, &[1, 2, 2, 1, 1], &on()).expect("defined");
    let expected =
        BrokerageRoles { itinerant: 2, representative: 1, gatekeeper: 1, total: 4, ..Default::default() };
    assert_eq!(roles.scores[2], Some(expected));
    assert_eq!((roles.scores[0].map(|it| it.total), roles.network.scores), (Some(0), expected));
}

#[test]
fn weights_as_igraph_and_networkx_read_them() {
    // igraph 0.11's and NetworkX 3's constraint, NetworkX's effective size.
    let ties = [(0, 1, 1.0), (0, 2, 2.0), (1, 2, 0.5), (2, 3, 1.5), (3, 4, 1.0), (1, 4, 3.0), (4, 5, 1.0)];
    let it = Graph::from_ties(7, &ties).expect("right").0;
    let holes = structural_holes(&it, WeightSemantics::Strength, &on()).expect("defined");
    let constraint = [0.6688100137174211, 0.5888203017832647, 0.5042438271604939, 0.52, 0.44, 1.0].map(Some);
    close(&holes.constraint[..6], &constraint);
    let size = [1.805_555_555_555_555_4, 2.666_666_666_666_666_5, 2.770_833_333_333_333_5, 2.0, 3.0, 1.0];
    close(&holes.effective_size[..6], &size.map(Some));
    assert_eq!((holes.constraint[6], holes.effective_size[6], holes.efficiency[6]), (None, None, None));
    let holes = structural_holes(&it, WeightSemantics::None, &on()).expect("defined");
    let constraint = [0.8888888888888888, 0.558641975308642, 0.558641975308642, 0.5, 1.0 / 3.0, 1.0];
    close(&holes.constraint[..6], &constraint.map(Some));
    assert_eq!(
        structural_holes(&it, WeightSemantics::Distance, &on()),
        Err(MeasureError::NotDefined(Undefined::NeedsStrength))
    );
}

#[test]
fn special_graphs_are_defined() {
    for nodes in [0, 1, 3] {
        let it = graph(nodes, &[]);
        let all = all_pairs(&it, Some(&vec![5; nodes]), 4, &on()).expect("defined");
        assert_eq!(all.structural_holes.constraint, vec![None; nodes]);
        assert_eq!((all.triangles, all.best.len()), (vec![0; nodes], 0));
        let roles = all.brokerage.expect("asked for");
        assert_eq!(roles.z, vec![Some(BrokerageRoles::default()); nodes]);
        assert_eq!(clustering::transitivity(&it, &on()), Ok(None));
        assert_eq!(clustering::mean_local(&it, FewNeighbours::LeftOut, &on()), Ok(None));
        assert!(core::profile(&it, &on()).expect("defined").is_empty());
        assert_eq!(core_numbers(&it, &on()), Ok(vec![0; nodes]));
    }
    let complete = graph(4, &[(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]);
    let all = all_pairs(&complete, Some(&[0, 0, 1, 2]), 4, &on()).expect("defined");
    assert_eq!((all.triangles, all.best.len()), (vec![3; 4], 0));
    assert_eq!(all.local_clustering, vec![Some(1.0); 4]);
    // (1/3 + 2 · 1/9)² · 3
    close(&all.structural_holes.constraint, &[Some(25.0 / 27.0); 4]);
    let roles = all.brokerage.expect("asked for");
    assert_eq!(roles.z[0], Some(BrokerageRoles::default()), "nothing varies in a complete graph");
    let shells = core::profile(&complete, &on()).expect("defined");
    assert_eq!(
        (shells.len(), shells[2].nodes, shells[2].density, shells[2].correlation),
        (3, 4, Some(1.0), None)
    );
    let star = graph(5, &[(0, 1), (0, 2), (0, 3), (0, 4)]);
    let holes = structural_holes(&star, WeightSemantics::None, &on()).expect("defined");
    close(&holes.constraint, &[Some(0.25), Some(1.0), Some(1.0), Some(1.0), Some(1.0)]);
    close(&holes.effective_size[..1], &[Some(4.0)]);
    assert!(brokerage(&star, &[1, 2], &on()).is_err());
}

#[test]
fn cores_and_the_pattern_that_fits() {
    // A core of four tied to each other, each with a node of its own: k = 3 is the core.
    let ties = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3), (0, 4), (1, 5), (2, 6), (3, 7)];
    let it = graph(8, &ties);
    assert_eq!(core_numbers(&it, &on()), Ok(vec![3, 3, 3, 3, 1, 1, 1, 1]));
    let shells = core::profile(&it, &on()).expect("defined");
    assert_eq!(
        shells.iter().map(|it| (it.k, it.shell, it.nodes, it.ties)).collect::<Vec<_>>(),
        [(1, 4, 8, 10), (2, 0, 4, 6), (3, 4, 4, 6)]
    );
    // 28 pairs, 10 ties. One end in the core: 22 pairs, all ties. Both: 6 pairs, 6 ties.
    let either = (28.0 * 10.0 - 10.0 * 22.0) / (10.0 * 18.0 * 22.0 * 6.0_f64).sqrt();
    let both = (28.0 * 6.0 - 10.0 * 6.0) / (10.0 * 18.0 * 6.0 * 22.0_f64).sqrt();
    close(&[shells[0].correlation, shells[2].correlation], &[None, Some(either)]);
    close(&[shells[2].correlation_core_only], &[Some(both)]);
    assert_eq!(core::best(&shells).map(|it| it.k), Some(2));
}

fn values(value: &Value) -> Vec<Option<f64>> {
    value.as_array().expect("a list").iter().map(Value::as_f64).collect()
}

fn listed<T>(roles: BrokerageRoles<T>) -> Vec<T> {
    let BrokerageRoles { coordinator, itinerant, representative, gatekeeper, liaison, total } = roles;
    vec![coordinator, itinerant, representative, gatekeeper, liaison, total]
}

fn numbers(roles: BrokerageRoles<u64>) -> Vec<Option<f64>> {
    listed(roles).into_iter().map(|it| Some(it as f64)).collect()
}

fn known(roles: BrokerageRoles<f64>) -> Vec<Option<f64>> {
    listed(roles).into_iter().map(Some).collect()
}

#[test]
fn brokerage_is_that_of_the_reference() {
    let cases: Value = serde_json::from_str(include_str!("reference/brokerage.json")).expect("JSON");
    let cases = cases.as_array().expect("a list");
    assert_eq!(cases.len(), 5);
    for case in cases {
        let number = |it: &Value| u32::try_from(it.as_u64().expect("a number")).expect("small");
        let ties = case["ties"].as_array().expect("a list");
        let ties: Vec<_> = ties.iter().map(|it| (number(&it[0]), number(&it[1]))).collect();
        let groups: Vec<_> = case["groups"].as_array().expect("a list").iter().map(number).collect();
        let result = brokerage(&graph(groups.len(), &ties), &groups, &on()).expect("defined");
        for (node, wanted) in case["byNode"].as_array().expect("a list").iter().enumerate() {
            let expected = result.expected(node).expect("in a group");
            close(&numbers(result.scores[node].expect("in a group")), &values(&wanted["scores"]));
            close(&known(expected.expected), &values(&wanted["expected"]));
            close(&known(expected.standard_deviation), &values(&wanted["sd"]));
            close(&listed(result.z[node].expect("in a group")), &values(&wanted["z"]));
        }
        let wanted = &case["network"];
        close(&numbers(result.network.scores), &values(&wanted["scores"]));
        close(&known(result.network.expected), &values(&wanted["expected"]));
        close(&listed(result.network.standard_deviation), &values(&wanted["sd"]));
        close(&listed(result.network.z), &values(&wanted["z"]));
    }
}

/// The same with the nodes turned to other numbers.
fn turned(nodes: usize, ties: &Ties, seed: u64) -> (Vec<usize>, Graph) {
    let mut to: Vec<usize> = (0..nodes).collect();
    measures::random::Random::new(seed).shuffle(&mut to);
    let ties: Ties =
        ties.iter().map(|(a, b, w)| (to[*a as usize] as u32, to[*b as usize] as u32, *w)).collect();
    (to, Graph::from_ties(nodes, &ties).expect("right").0)
}

proptest! {
    #[test]
    fn all_is_as_brute_force_finds_it((nodes, ties, groups) in any_graph()) {
        let it = Graph::from_ties(nodes, &ties).expect("right").0;
        let holes = structural_holes(&it, WeightSemantics::Strength, &on()).expect("defined");
        let (constraint, size) = holes_by_hand(&it);
        close(&holes.constraint, &constraint);
        close(&holes.effective_size, &size);
        let plain = it.unweighted();
        let holes = structural_holes(&it, WeightSemantics::None, &on()).expect("defined");
        let (constraint, size) = holes_by_hand(&plain);
        close(&holes.constraint, &constraint);
        close(&holes.effective_size, &size);
        prop_assert_eq!(triangles(&it, &on()).expect("defined"), triangles_by_hand(&it));
        let roles = brokerage_of_some(&it, &groups, &on()).expect("defined");
        prop_assert_eq!(&roles.scores, &brokerage_by_hand(&it, &groups));
        // What is expected is that of the graph without those that have no group.
        let known: Vec<usize> = (0..nodes).filter(|at| groups[*at].is_some()).collect();
        let place = |node: u32| known.iter().position(|it| *it == node as usize).map(|it| it as u32);
        let kept: Ties = ties.iter().filter_map(|(a, b, w)| Some((place(*a)?, place(*b)?, *w))).collect();
        let part = Graph::from_ties(known.len(), &kept).expect("right").0;
        let its: Vec<u32> = known.iter().filter_map(|it| groups[*it]).collect();
        let part = brokerage(&part, &its, &on()).expect("defined");
        prop_assert_eq!((&part.groups, &part.network), (&roles.groups, &roles.network));
    }

    #[test]
    fn core_numbers_are_what_is_left((nodes, ties, _) in any_graph()) {
        let it = Graph::from_ties(nodes, &ties).expect("right").0;
        let cores = core_numbers(&it, &on()).expect("defined");
        for k in 0..nodes as u32 {
            let mut left: Vec<bool> = vec![true; nodes];
            loop {
                let near = |a: usize| it.neighbours(a).iter().filter(|b| left[**b as usize]).count();
                let Some(out) = (0..nodes).find(|a| left[*a] && near(*a) < k as usize) else { break };
                left[out] = false;
            }
            for (node, left) in left.iter().enumerate() {
                prop_assert_eq!(*left, cores[node] >= k, "k = {}, node {}", k, node);
            }
        }
        // The profile against a count over all pairs.
        for shell in core::profile(&it, &on()).expect("defined") {
            let inside = |a: &usize| cores[*a] >= shell.k;
            let pairs = || (0..nodes).flat_map(|a| (a + 1..nodes).map(move |b| (a, b)));
            let tied = pairs().filter(|(a, b)| inside(a) && inside(b) && it.has_tie(*a, *b)).count();
            prop_assert_eq!((shell.ties, shell.nodes), (tied, (0..nodes).filter(inside).count()));
            for (wanted, pattern) in [
                (shell.correlation, (|a, b| a || b) as fn(bool, bool) -> bool),
                (shell.correlation_core_only, |a, b| a && b),
            ] {
                let rows: Vec<(f64, f64)> = pairs()
                    .map(|(a, b)| (f64::from(it.has_tie(a, b)), f64::from(pattern(inside(&a), inside(&b)))))
                    .collect();
                close(&[wanted], &[pearson(&rows)]);
            }
        }
    }

    #[test]
    fn one_pass_gives_what_each_function_gives((nodes, ties, groups) in any_graph(), count in 0_usize..6) {
        let it = Graph::from_ties(nodes, &ties).expect("right").0;
        for (semantics, method) in [
            (WeightSemantics::None, LinkMethod::AdamicAdar),
            (WeightSemantics::Strength, LinkMethod::Jaccard),
            (WeightSemantics::Strength, LinkMethod::PreferentialAttachment),
        ] {
            let rule = AllPairsRule { semantics, groups: Some(&groups), method, best_pairs: count };
            let all = all_pairs_by(&it, &rule, &on()).expect("defined");
            prop_assert_eq!(all.structural_holes, structural_holes(&it, semantics, &on()).expect("defined"));
            prop_assert_eq!(all.triangles, triangles(&it, &on()).expect("defined"));
            prop_assert_eq!(all.local_clustering, clustering::local(&it, &on()).expect("defined"));
            prop_assert_eq!(all.brokerage, Some(brokerage_of_some(&it, &groups, &on()).expect("defined")));
            prop_assert_eq!(all.best, measures::link::best(&it, method, count, &on()).expect("defined"));
        }
    }

    #[test]
    fn numbers_of_nodes_do_not_matter((nodes, ties, groups) in any_graph(), seed: u64) {
        let it = Graph::from_ties(nodes, &ties).expect("right").0;
        let (to, other) = turned(nodes, &ties, seed);
        let back = |values: Vec<Option<f64>>| to.iter().map(|at| values[*at]).collect::<Vec<_>>();
        let holes = structural_holes(&it, WeightSemantics::Strength, &on()).expect("defined");
        let turned = structural_holes(&other, WeightSemantics::Strength, &on()).expect("defined");
        close(&back(turned.constraint), &holes.constraint);
        close(&back(turned.effective_size), &holes.effective_size);
        prop_assert_eq!(
            back(clustering::local(&other, &on()).expect("defined")),
            clustering::local(&it, &on()).expect("defined")
        );
        let mut its = groups.clone();
        to.iter().zip(&groups).for_each(|(to, group)| its[*to] = *group);
        let roles = brokerage_of_some(&it, &groups, &on()).expect("defined");
        let turned = brokerage_of_some(&other, &its, &on()).expect("defined");
        prop_assert_eq!(to.iter().map(|at| turned.scores[*at]).collect::<Vec<_>>(), roles.scores);
        prop_assert_eq!(turned.network, roles.network);
    }

    #[test]
    fn an_isolate_changes_only_what_it_must((nodes, ties, groups) in any_graph()) {
        let it = Graph::from_ties(nodes, &ties).expect("right").0;
        let more = Graph::from_ties(nodes + 1, &ties).expect("right").0;
        let holes = structural_holes(&it, WeightSemantics::Strength, &on()).expect("defined");
        let others = structural_holes(&more, WeightSemantics::Strength, &on()).expect("defined");
        prop_assert_eq!(&others.constraint[..nodes], &holes.constraint[..]);
        prop_assert_eq!(others.constraint[nodes], None);
        prop_assert_eq!(&core_numbers(&more, &on()).expect("defined")[..nodes], &core_numbers(&it, &on()).expect("defined")[..]);
        let mut its = groups.clone();
        its.push(None);
        let roles = brokerage_of_some(&it, &groups, &on()).expect("defined");
        let others = brokerage_of_some(&more, &its, &on()).expect("defined");
        prop_assert_eq!((&others.z[..nodes], &others.network), (&roles.z[..], &roles.network));
    }
}

fn pearson(rows: &[(f64, f64)]) -> Option<f64> {
    let n = rows.len() as f64;
    let (x, y) = (rows.iter().map(|it| it.0).sum::<f64>() / n, rows.iter().map(|it| it.1).sum::<f64>() / n);
    let sum = |of: &dyn Fn(&(f64, f64)) -> f64| rows.iter().map(of).sum::<f64>();
    let spread = sum(&|it| (it.0 - x).powi(2)) * sum(&|it| (it.1 - y).powi(2));
    (spread > 1e-12).then(|| sum(&|it| (it.0 - x) * (it.1 - y)) / spread.sqrt())
}

#[test]
fn the_same_bits_on_any_number_of_threads_and_stops_when_asked() {
    let mut random = measures::random::Random::new(7);
    let nodes = 600_u64;
    let ties: Ties = (0..20_000)
        .map(|_| {
            let (a, b) = (random.below(nodes), random.below(nodes));
            // Small numbers come more often.
            ((a * a / nodes) as u32, b as u32, 1.0 + random.unit())
        })
        .collect();
    let it = Graph::from_ties(nodes as usize, &ties).expect("right").0;
    let groups: Vec<Option<u32>> = (0..600).map(|it| (it % 7 != 0).then_some(it % 5)).collect();
    let rule = AllPairsRule {
        semantics: WeightSemantics::Strength,
        groups: Some(&groups),
        method: LinkMethod::AdamicAdar,
        best_pairs: 50,
    };
    let on_threads = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| all_pairs_by(&it, &rule, &on()).expect("defined"))
    };
    let one = on_threads(1);
    for threads in [2, 5] {
        assert_eq!(on_threads(threads), one);
    }
    assert_eq!(one.triangles, triangles_by_hand(&it));
    let stopped = on();
    stopped.stop();
    assert_eq!(all_pairs_by(&it, &rule, &stopped), Err(MeasureError::Interrupted));
    assert_eq!(triangles(&it, &stopped), Err(MeasureError::Interrupted));
    assert_eq!(core_numbers(&it, &stopped), Err(MeasureError::Interrupted));
}
