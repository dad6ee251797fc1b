//! Clusters against published values and on small networks.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use common::{at, clusters, names, whole};
use graph::cluster::{ClusterMethod, ClusterQuality, ClusterRule};
use graph::refusal::{NotDefinedReason, Refusal};
use graph::tie::TieRule;
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
    ClusterRule {
        ties: TieRule::default(),
        method: ClusterMethod::Leiden,
        resolution,
        seed,
        min_size,
        ..ClusterRule::default()
    }
}

#[test]
fn leiden_finds_the_optimal_division_of_the_karate_club() {
    let view = whole(&karate());
    let found = clusters(&view, &leiden(3, 1.0, 1)).unwrap();
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
    let found = clusters(&view, &rule).unwrap();
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
    let found = clusters(&view, &ClusterRule::default()).unwrap();
    let [cluster] = &found.clusters[..] else { panic!("one cluster") };
    assert_eq!((cluster.name.as_str(), cluster.number, cluster.bridges.len()), ("b (gmina-x)", 1, 2));
    assert!((cluster.density - 2.0 / 3.0).abs() < 1e-15);
    assert_eq!(cluster.occasions.len(), 4);
    let large = clusters(&view, &ClusterRule { min_size: 4, ..ClusterRule::default() }).unwrap();
    assert_eq!(
        large.note.unwrap(),
        "no cluster: only 2 ties of level L2 or more and weight 0.2 or more are recorded; 2 left, which join no 4 \
         institutions"
    );
}

#[test]
fn an_ensemble_tells_how_sure_memberships_are() {
    let two = "2015 working: a, b, c\n 2015 working: d, e, f\n 2015 seminar: c, d";
    let view = whole(two);
    let rule = ClusterRule { ensemble: 10, ..leiden(3, 1.0, 1) };
    let found = clusters(&view, &rule).unwrap();
    let members: Vec<_> = found.clusters.iter().map(|it| names(&view, &it.members).join("")).collect();
    assert_eq!(members, ["abc", "def"]);
    let [one, _] = &found.clusters[..] else { panic!("two clusters") };
    assert_eq!((one.confidence.as_slice(), one.stability), ([1.0, 1.0, 1.0].as_slice(), Some(1.0)));
    let agreement = found.agreement.unwrap();
    assert_eq!((agreement.runs, agreement.adjusted_rand), (10, Some(1.0)));
    // Each working group: three ties of weight 1/2; the seminar: one tie of 1/2. So 1.5, 1.5 and 0.5 of 3.5.
    assert!((found.modularity.unwrap() - (6.0 / 7.0 - 0.5)).abs() < 1e-12, "{:?}", found.modularity);
    // 0.5 leaves, of strengths of 3.5 on either side.
    assert!((one.conductance.unwrap() - 1.0 / 7.0).abs() < 1e-12);
    let [bridge] = &found.bridges[..] else { panic!("one bridge") };
    assert_eq!((bridge.one, bridge.other, bridge.ties.len()), (1, 2, 1));
    assert_eq!(found.of(at(&view, "e")).map(|(it, sure)| (it.number, sure)), Some((2, Some(1.0))));
    assert_eq!(found.of(at(&view, "a")).unwrap().0.sectors, [(None, 3)]);
    let none = clusters(&view, &leiden(3, 1.0, 1)).unwrap();
    assert!(none.agreement.is_none() && none.clusters[0].confidence.is_empty());
}

#[test]
fn the_constant_potts_model_asks_for_dense_groups() {
    let view = whole("2015 working: a, b\n 2015 working: b, c\n 2015 working: a, c\n 2015 working: c, d");
    let rule =
        |resolution| ClusterRule { quality: ClusterQuality::ConstantPotts, ..leiden(2, resolution, 1) };
    let sizes = |resolution| {
        let found = clusters(&view, &rule(resolution)).unwrap();
        found.clusters.iter().map(|it| it.members.len()).collect::<Vec<_>>()
    };
    // Four ties of weight 1 among six pairs: together they gain 4 − 6γ; the triangle alone 3 − 3γ; no pair is worth γ > 1.
    assert_eq!((sizes(0.2), sizes(0.9), sizes(1.1)), (vec![4], vec![3], vec![]));
    // All in one: modularity 1 − 1, at resolution 1 whatever that of the model.
    let one = clusters(&view, &rule(0.2)).unwrap();
    assert_eq!((one.modularity, one.quality.map(|it| (it * 10.0).round())), (Some(0.0), Some(28.0)));
}

#[test]
fn what_defines_no_clusters_is_refused() {
    let view = whole("");
    let refused = |rule: ClusterRule| clusters(&view, &rule).unwrap_err();
    let no = Refusal::NotDefined;
    assert_eq!(refused(leiden(1, 1.0, 1)), no(NotDefinedReason::MinimumSizeTooSmall));
    assert_eq!(refused(leiden(3, f64::NAN, 1)), no(NotDefinedReason::ResolutionNotPositive));
    let rule =
        ClusterRule { ties: TieRule { min_weight: -1.0, ..TieRule::default() }, ..ClusterRule::default() };
    assert_eq!(refused(rule), no(NotDefinedReason::MinimumWeightNotValid));
    let many = ClusterRule { ensemble: 101, ..leiden(3, 1.0, 1) };
    assert!(matches!(refused(many), Refusal::Parameter { name: "ensemble", .. }));
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
        let one = clusters(&view, &rule).unwrap();
        prop_assert_eq!(&one, &clusters(&view, &rule).unwrap());
        if let (Some(quality), Some(modularity)) = (one.quality, one.modularity) {
            prop_assert!((quality - modularity).abs() < 1e-9, "{quality} {modularity}");
        }
        for cluster in &one.clusters {
            prop_assert!(cluster.members.len() <= cluster.ties.len() + 1, "a community is connected");
        }
    }
}
