//! Clusters against published values and on small networks.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use common::{at, names, whole};
use graph::cluster::{ClusterMethod, ClusterRule, Clusters, CommunityMethod, Leiden, modularity};
use graph::refusal::{NotDefinedReason, Refusal};
use graph::tie::{TieLevel, TieRule, Ties};
use proptest::prelude::*;

/// Zachary's karate club (W. W. Zachary, J. Anthropol. Res. 33, 1977): the 78 pairs of its 34 members.
const KARATE: &str = "1-2 1-3 1-4 1-5 1-6 1-7 1-8 1-9 1-11 1-12 1-13 1-14 1-18 1-20 1-22 1-32 2-3 2-4 2-8 2-14 2-18 \
    2-20 2-22 2-31 3-4 3-8 3-9 3-10 3-14 3-28 3-29 3-33 4-8 4-13 4-14 5-7 5-11 6-7 6-11 6-17 7-17 9-31 9-33 9-34 \
    10-34 14-34 15-33 15-34 16-33 16-34 19-33 19-34 20-34 21-33 21-34 23-33 23-34 24-26 24-28 24-30 24-33 24-34 25-26 \
    25-28 25-32 26-32 27-30 27-34 28-34 29-32 29-34 30-33 30-34 31-33 31-34 32-33 32-34 33-34";

fn karate() -> String {
    let meeting = |pair: &str| {
        let (a, b) = pair.split_once('-').unwrap();
        format!("2015 working: k{a:0>2}, k{b:0>2}\n")
    };
    KARATE.split_whitespace().map(meeting).collect()
}

fn leiden(min_size: usize, resolution: f64, seed: u64) -> ClusterRule {
    ClusterRule { ties: TieRule::default(), method: ClusterMethod::Leiden, resolution, seed, min_size }
}

#[test]
fn leiden_finds_the_optimal_division_of_the_karate_club() {
    let view = whole(&karate());
    let found = Clusters::new(&view, &leiden(3, 1.0, 1)).unwrap();
    assert_eq!((found.ties.nodes().len(), found.ties.ties().len()), (34, 78));
    assert_eq!(found.clusters.len(), 4);
    let modularity = found.modularity.unwrap();
    assert!((modularity - 0.419_79).abs() < 1e-5, "{modularity}");
    let together = |a: &str, b: &str| {
        let ends = [at(&view, a), at(&view, b)];
        found.clusters.iter().any(|it| ends.iter().all(|end| it.members.contains(end)))
    };
    assert!(!together("k01", "k34") && together("k33", "k34") && together("k01", "k02"));
    assert_eq!(found.receipt.seed, Some(1));
}

#[test]
fn the_whole_club_is_one_component_of_no_modularity() {
    let view = whole(&karate());
    let rule = ClusterRule { ties: TieRule::default(), ..ClusterRule::default() };
    let found = Clusters::new(&view, &rule).unwrap();
    assert_eq!((found.clusters.len(), found.clusters[0].members.len(), found.modularity), (1, 34, Some(0.0)));
    assert_eq!(found.clusters[0].name, "k34", "the member of degree 17");
    let bridges: Vec<_> = found.clusters[0].bridges.iter().map(|it| &found.ties.ties()[*it]).collect();
    assert_eq!(
        bridges.iter().map(|it| names(&view, &[it.a, it.b]).join("-")).collect::<Vec<_>>(),
        ["k01-k12"]
    );
}

#[test]
fn a_cluster_tells_of_its_members() {
    let text = "a is OPS, gmina-x\n b is OPS, gmina-x\n c is PUP\n
        2015 working: a, b\n 2015 working: a, b\n 2015 working: b, c\n 2015 working: b, c\n 2015 working: d, e";
    let view = whole(text);
    let found = Clusters::new(&view, &ClusterRule::default()).unwrap();
    let [cluster] = &found.clusters[..] else { panic!("one cluster") };
    assert_eq!((cluster.name.as_str(), cluster.number, cluster.bridges.len()), ("b (gmina-x)", 1, 2));
    assert!((cluster.density - 2.0 / 3.0).abs() < 1e-15);
    assert_eq!(cluster.occasions.len(), 4);
    let large = Clusters::new(&view, &ClusterRule { min_size: 4, ..ClusterRule::default() }).unwrap();
    assert_eq!(
        large.note.unwrap(),
        "no cluster: only 2 ties of level L2 or more and weight 0.2 or more are recorded; 2 left, which join no 4 \
         institutions"
    );
}

#[test]
fn what_defines_no_clusters_is_refused() {
    let view = whole("");
    let refused = |rule: ClusterRule| Clusters::new(&view, &rule).unwrap_err();
    let no = Refusal::NotDefined;
    assert_eq!(refused(leiden(1, 1.0, 1)), no(NotDefinedReason::MinimumSizeTooSmall));
    assert_eq!(refused(leiden(3, f64::NAN, 1)), no(NotDefinedReason::ResolutionNotPositive));
    let rule =
        ClusterRule { ties: TieRule { min_weight: -1.0, ..TieRule::default() }, ..ClusterRule::default() };
    assert_eq!(refused(rule), no(NotDefinedReason::MinimumWeightNotValid));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn leiden_is_repeatable_and_says_its_true_quality(
        pairs in prop::collection::vec((0_u8..16, 0_u8..16), 1..40),
        seed in 0_u64..4,
        resolution in prop_oneof![Just(0.5), Just(1.0), Just(1.7)],
    ) {
        let text: String = pairs.iter().map(|(a, b)| format!("2015 working: i{a:02}, i{b:02}\n")).collect();
        let view = whole(&text);
        let rule = leiden(2, resolution, seed);
        let one = Clusters::new(&view, &rule).unwrap();
        prop_assert_eq!(&one, &Clusters::new(&view, &rule).unwrap());
        let graph = Ties::new(&view, &TieRule { min_level: TieLevel::L1, ..TieRule::default() }).unwrap();
        let division = Leiden { resolution, seed }.communities(&graph).unwrap();
        let members: usize = division.members.iter().map(Vec::len).sum();
        prop_assert_eq!(members, graph.nodes().len());
        if let Some(expected) = modularity(&graph, &division.members, resolution) {
            prop_assert!((division.quality.unwrap() - expected).abs() < 1e-9, "{:?} {}", division.quality, expected);
        }
        for cluster in &one.clusters {
            prop_assert!(cluster.members.len() <= cluster.ties.len() + 1, "a community is connected");
        }
    }
}
