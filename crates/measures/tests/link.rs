//! Scores of pairs, suggestions and their back-test, against brute force and values worked out by hand.

#![allow(clippy::expect_used, reason = "tests may panic")]

use measures::link::LinkMethod::{
    AdamicAdar, CommonNeighbours, Jaccard, PreferentialAttachment, ResourceAllocation,
};
use measures::link::{BackTest, LinkMethod, Suggestion, back_test, best, best_for, score};
use measures::{Graph, Interrupt, MeasureError};
use proptest::prelude::*;

const METHODS: [LinkMethod; 5] =
    [CommonNeighbours, Jaccard, AdamicAdar, ResourceAllocation, PreferentialAttachment];

fn graph(nodes: usize, ties: &[(u32, u32)]) -> Graph {
    let ties: Vec<_> = ties.iter().map(|(a, b)| (*a, *b, 1.0)).collect();
    Graph::from_ties(nodes, &ties).expect("right").0
}

fn on() -> Interrupt {
    Interrupt::new()
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-12
}

#[test]
fn scores_worked_out_by_hand() {
    // 0 and 1 share 2 (of 2 neighbours) and 3 (of 3); 4 hangs on 3; 5 is an isolate.
    let it = graph(6, &[(0, 2), (0, 3), (1, 2), (1, 3), (3, 4)]);
    let of = |method, a, b| score(&it, method, a, b).expect("two nodes");
    assert!(near(of(CommonNeighbours, 0, 1), 2.0));
    assert!(near(of(Jaccard, 0, 1), 1.0) && near(of(Jaccard, 0, 4), 0.5));
    assert!(near(of(AdamicAdar, 0, 1), 1.0 / 2.0_f64.ln() + 1.0 / 3.0_f64.ln()));
    assert!(near(of(ResourceAllocation, 0, 1), 1.0 / 2.0 + 1.0 / 3.0));
    assert!(near(of(PreferentialAttachment, 2, 3), 6.0));
    assert!(METHODS.iter().all(|it| of(*it, 0, 5) == 0.0));
    assert!(score(&it, Jaccard, 1, 1).is_err() && score(&it, Jaccard, 0, 6).is_err());
    let found = best(&it, ResourceAllocation, 9, &on()).expect("defined");
    let pairs: Vec<_> = found.iter().map(|it| (it.a, it.b)).collect();
    // 2 and 3 share 0 and 1, of two neighbours each: 1. Then 0 and 1: 5/6. Then what shares 3: 1/3.
    assert_eq!(pairs, [(2, 3), (0, 1), (0, 4), (1, 4)]);
    assert!(near(found[0].score, 1.0) && near(found[3].score, 1.0 / 3.0));
    let found = best_for(&it, CommonNeighbours, 4, 9, &on()).expect("defined");
    assert_eq!(found, [Suggestion { a: 0, b: 4, score: 1.0 }, Suggestion { a: 1, b: 4, score: 1.0 }]);
    assert!(best_for(&it, Jaccard, 6, 1, &on()).is_err());
}

#[test]
fn a_back_test_worked_out_by_hand() {
    // A path 0 1 2 3 4 before; 0-2 and 0-4 come. Pairs without a tie: 0-2 1-3 2-4 share one, 0-3 0-4 1-4 none.
    let before = graph(6, &[(0, 1), (1, 2), (2, 3), (3, 4)]);
    let after = graph(6, &[(0, 1), (0, 2), (0, 4), (4, 5)]);
    let it = back_test(&before, &after, CommonNeighbours, 2, &on()).expect("defined");
    // 0-2 against 1-3, 2-4 (equal) and 0-3, 1-4 (above): 3 of 4. 0-4: below two, equal to two: 1 of 4.
    assert_eq!((it.positives, it.negatives, it.auc), (2, 4, Some(0.5)));
    // Two of three that are equal, of which one came: 2/3 expected.
    assert!(near(it.precision_at_k.expect("defined"), 1.0 / 3.0));
    assert_eq!(it.base_rate, Some(1.0 / 3.0));
    let none = back_test(&before, &before, AdamicAdar, 2, &on()).expect("defined");
    assert_eq!((none.positives, none.auc, none.precision_at_k), (0, None, None));
    let many = back_test(&before, &after, Jaccard, 7, &on()).expect("defined");
    assert!(many.auc.is_some() && many.precision_at_k.is_none());
    assert!(back_test(&before, &graph(5, &[]), Jaccard, 1, &on()).is_err());
    assert!(back_test(&before, &after, Jaccard, 0, &on()).is_err());
    for method in METHODS {
        for nodes in [0, 1, 4] {
            let empty = graph(nodes, &[]);
            let it = back_test(&empty, &empty, method, 1, &on()).expect("defined");
            assert_eq!((it.positives, it.negatives, it.auc, it.base_rate), (0, 0, None, None));
            assert!(best(&empty, method, 3, &on()).expect("defined").is_empty());
        }
    }
}

/// All pairs without a tie that score above 0, best first.
fn best_by_hand(graph: &Graph, method: LinkMethod) -> Vec<Suggestion> {
    let mut all = Vec::new();
    for (a, b) in pairs(graph) {
        let score = score(graph, method, a, b).expect("two nodes");
        if score > 0.0 {
            all.push(Suggestion { a: a as u32, b: b as u32, score });
        }
    }
    all.sort_by(|x, y| y.score.total_cmp(&x.score).then((x.a, x.b).cmp(&(y.a, y.b))));
    all
}

fn pairs(graph: &Graph) -> Vec<(usize, usize)> {
    let all = (0..graph.nodes()).flat_map(|a| (a + 1..graph.nodes()).map(move |b| (a, b)));
    all.filter(|(a, b)| !graph.has_tie(*a, *b)).collect()
}

fn back_test_by_hand(before: &Graph, after: &Graph, method: LinkMethod, k: usize) -> BackTest {
    let is_active = |it: usize| before.degree(it) > 0;
    let mut scores: Vec<(f64, bool)> = pairs(before)
        .into_iter()
        .filter(|(a, b)| is_active(*a) && is_active(*b))
        .map(|(a, b)| (score(before, method, a, b).expect("two nodes"), after.has_tie(a, b)))
        .collect();
    let right: Vec<f64> = scores.iter().filter(|it| it.1).map(|it| it.0).collect();
    let wrong: Vec<f64> = scores.iter().filter(|it| !it.1).map(|it| it.0).collect();
    let mut halves = 0;
    for one in &right {
        halves += wrong.iter().map(|it| if one > it { 2 } else { i32::from(one == it) }).sum::<i32>();
    }
    let both = right.len() * wrong.len();
    scores.sort_by(|x, y| y.0.total_cmp(&x.0));
    let precision = (both > 0 && k <= scores.len()).then(|| {
        let last = scores[k - 1].0;
        let above = scores.iter().filter(|it| it.0 > last).count();
        let sure = scores.iter().filter(|it| it.0 > last && it.1).count() as f64;
        let equal = scores.iter().filter(|it| it.0 == last);
        let share = equal.clone().filter(|it| it.1).count() as f64 / equal.count() as f64;
        (sure + (k - above) as f64 * share) / k as f64
    });
    BackTest {
        positives: right.len() as u64,
        negatives: wrong.len() as u64,
        auc: (both > 0).then(|| f64::from(halves) / (2 * both) as f64),
        precision_at_k: precision,
        k: k as u64,
        base_rate: (!scores.is_empty()).then(|| right.len() as f64 / scores.len() as f64),
    }
}

/// Few ties in many nodes and many in few, so that both ways of emptying sums are taken.
fn any_graph() -> impl Strategy<Value = Graph> {
    prop_oneof![Just(6_u32), Just(12), Just(60)].prop_flat_map(|nodes| {
        let ties = prop::collection::vec((0..nodes, 0..nodes), 0..40);
        ties.prop_map(move |it| graph(nodes as usize, &it))
    })
}

proptest! {
    #[test]
    fn the_best_are_the_best_of_all(it in any_graph(), count in 0_usize..30) {
        for method in METHODS {
            let all = best_by_hand(&it, method);
            let wanted = &all[..count.min(all.len())];
            prop_assert_eq!(&best(&it, method, count, &on()).expect("defined")[..], wanted);
            for node in [0_u32, 5] {
                let its: Vec<_> = all.iter().filter(|it| it.a == node || it.b == node).copied().collect();
                let found = best_for(&it, method, node as usize, count, &on()).expect("defined");
                prop_assert_eq!(&found[..], &its[..count.min(its.len())]);
            }
        }
    }

    #[test]
    fn a_back_test_compares_all(
        (before, after) in prop_oneof![Just(5_u32), Just(14), Just(40)].prop_flat_map(|nodes| {
            let ties = || prop::collection::vec((0..nodes, 0..nodes), 0..40);
            (ties(), ties()).prop_map(move |(x, y)| (graph(nodes as usize, &x), graph(nodes as usize, &y)))
        }),
        k in 1_usize..20,
    ) {
        for method in METHODS {
            let found = back_test(&before, &after, method, k, &on()).expect("defined");
            let wanted = back_test_by_hand(&before, &after, method, k);
            prop_assert!(near(found.precision_at_k.unwrap_or(-1.0), wanted.precision_at_k.unwrap_or(-1.0)));
            prop_assert_eq!(BackTest { precision_at_k: None, ..found }, BackTest { precision_at_k: None, ..wanted });
        }
    }

    #[test]
    fn scores_do_not_depend_on_the_numbers_of_nodes(it in any_graph(), seed: u64) {
        let nodes = it.nodes();
        let mut to: Vec<u32> = (0..nodes as u32).collect();
        measures::random::Random::new(seed).shuffle(&mut to);
        let ties: Vec<_> = it.iter_ties().map(|(a, b, _)| (to[a as usize], to[b as usize])).collect();
        let other = graph(nodes, &ties);
        for method in METHODS {
            for (a, b) in [(0, 1), (2, 5), (3, 4)] {
                let turned = score(&other, method, to[a] as usize, to[b] as usize).expect("two nodes");
                prop_assert_eq!(score(&it, method, a, b).expect("two nodes").to_bits(), turned.to_bits());
            }
        }
    }
}

#[test]
fn the_same_bits_on_any_number_of_threads_and_stops_when_asked() {
    let mut random = measures::random::Random::new(3);
    let mut tie = || ((random.below(500).pow(2) / 500) as u32, random.below(500) as u32);
    let before = graph(500, &(0..6000).map(|_| tie()).collect::<Vec<_>>());
    let after = graph(500, &(0..6000).map(|_| tie()).collect::<Vec<_>>());
    let stopped = on();
    stopped.stop();
    for method in METHODS {
        let wanted = best_by_hand(&before, method);
        let by_hand = back_test_by_hand(&before, &after, method, 700);
        for threads in [1, 2, 5] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
            for count in [10, 3000] {
                let found = pool.install(|| best(&before, method, count, &on()).expect("defined"));
                assert_eq!(found, wanted[..count], "{method:?} on {threads} threads");
            }
            let tested = pool.install(|| back_test(&before, &after, method, 700, &on()).expect("defined"));
            assert_eq!((tested.auc, tested.positives), (by_hand.auc, by_hand.positives));
            let precision = (tested.precision_at_k, by_hand.precision_at_k);
            assert!(near(precision.0.expect("defined"), precision.1.expect("defined")));
        }
        assert_eq!(best(&before, method, 5, &stopped), Err(MeasureError::Interrupted), "{method:?}");
        assert_eq!(back_test(&before, &after, method, 5, &stopped), Err(MeasureError::Interrupted));
    }
}
