//! What communities must be, on graphs whose answer is known and on graphs drawn at random.

mod figures;
mod time;

use proptest::prelude::*;

use super::ensemble::ensemble;
use super::leiden::{LeidenRule, Quality, leiden};
use super::partition::{Partition, is_connected};
use super::quality::{constant_potts, modularity};
use crate::error::{MeasureError, Undefined};
use crate::graph::Graph;
use crate::interrupt::Interrupt;
use crate::random::Random;
use crate::weights::WeightSemantics;

/// W. W. Zachary, J. Anthropol. Res. 33, 452–473, 1977, doi:10.1086/jar.33.4.3629752: friendships in a karate club.
const KARATE: [(u32, u32); 78] = [
    (0, 1),
    (0, 2),
    (0, 3),
    (0, 4),
    (0, 5),
    (0, 6),
    (0, 7),
    (0, 8),
    (0, 10),
    (0, 11),
    (0, 12),
    (0, 13),
    (0, 17),
    (0, 19),
    (0, 21),
    (0, 31),
    (1, 2),
    (1, 3),
    (1, 7),
    (1, 13),
    (1, 17),
    (1, 19),
    (1, 21),
    (1, 30),
    (2, 3),
    (2, 7),
    (2, 8),
    (2, 9),
    (2, 13),
    (2, 27),
    (2, 28),
    (2, 32),
    (3, 7),
    (3, 12),
    (3, 13),
    (4, 6),
    (4, 10),
    (5, 6),
    (5, 10),
    (5, 16),
    (6, 16),
    (8, 30),
    (8, 32),
    (8, 33),
    (9, 33),
    (13, 33),
    (14, 32),
    (14, 33),
    (15, 32),
    (15, 33),
    (18, 32),
    (18, 33),
    (19, 33),
    (20, 32),
    (20, 33),
    (22, 32),
    (22, 33),
    (23, 25),
    (23, 27),
    (23, 29),
    (23, 32),
    (23, 33),
    (24, 25),
    (24, 27),
    (24, 31),
    (25, 31),
    (26, 29),
    (26, 33),
    (27, 33),
    (28, 31),
    (28, 33),
    (29, 32),
    (29, 33),
    (30, 32),
    (30, 33),
    (31, 32),
    (31, 33),
    (32, 33),
];

fn graph(nodes: usize, pairs: &[(u32, u32)]) -> Graph {
    let ties: Vec<_> = pairs.iter().map(|(a, b)| (*a, *b, 1.0)).collect();
    Graph::from_ties(nodes, &ties).expect("right").0
}

/// Cliques of a size in a ring, one tie from each to the next.
fn ring_of_cliques(cliques: u32, size: u32) -> Graph {
    let mut pairs = Vec::new();
    for clique in 0..cliques {
        let first = clique * size;
        pairs.extend((first..first + size).flat_map(|a| (a + 1..first + size).map(move |b| (a, b))));
        pairs.push((first, (first + size + 1) % (cliques * size)));
    }
    graph((cliques * size) as usize, &pairs)
}

/// Groups of 25 nodes, ties inside with one chance and between with another, weights as told.
fn planted(nodes: u32, inside: f64, between: f64, seed: u64, weight: impl Fn(&mut Random) -> f64) -> Graph {
    let mut random = Random::new(seed);
    let mut ties = Vec::new();
    for a in 0..nodes {
        for b in a + 1..nodes {
            let chance = if a / 25 == b / 25 { inside } else { between };
            if random.unit() < chance {
                ties.push((a, b, weight(&mut random)));
            }
        }
    }
    Graph::from_ties(nodes as usize, &ties).expect("right").0
}

fn find(graph: &Graph, rule: &LeidenRule) -> Partition {
    leiden(graph, rule, &Interrupt::new()).expect("defined")
}

fn seeded(seed: u64) -> LeidenRule {
    LeidenRule { seed, ..LeidenRule::default() }
}

/// The same graph with node `it` called `names[it]`.
fn renamed(graph: &Graph, names: &[u32]) -> Graph {
    let ties: Vec<_> =
        graph.iter_ties().map(|(a, b, weight)| (names[a as usize], names[b as usize], weight)).collect();
    Graph::from_ties(graph.nodes(), &ties).expect("right").0
}

#[test]
fn the_karate_club_reaches_its_optimum() {
    // The optimum: U. Brandes and others, IEEE Trans. Knowl. Data Eng. 20, 172-188, 2008, doi:10.1109/TKDE.2007.190689.
    let karate = graph(34, &KARATE);
    let best = (0..20).filter_map(|it| find(&karate, &seeded(it)).quality).fold(0.0, f64::max);
    assert!((best - 0.419_789_6).abs() < 1e-6, "{best}");
    let of_20 = ensemble(&karate, &seeded(0), 20, &Interrupt::new()).expect("defined");
    assert_eq!(of_20.reference.count, 4);
    assert!(of_20.quality.expect("ties").median > 0.4188);
}

#[test]
fn a_ring_of_cliques_meets_the_limit_of_resolution() {
    // S. Fortunato, M. Barthélemy, PNAS 104, 36-41, 2007, doi:10.1073/pnas.0605965104: beyond √m cliques of modularity are
    // merged in pairs; the constant Potts model has no such limit.
    let few = ring_of_cliques(5, 5);
    let whole: Vec<u32> = (0..25).map(|it| it / 5).collect();
    assert_eq!(find(&few, &seeded(1)).of, whole);
    let many = ring_of_cliques(30, 5);
    let alone: Vec<u32> = (0..150).map(|it| it / 5).collect();
    let pairs: Vec<u32> = (0..150).map(|it| it / 10).collect();
    let of =
        |groups: &[u32]| modularity(&many, groups, 1.0, WeightSemantics::None).expect("right").expect("ties");
    assert!(of(&pairs) > of(&alone));
    let found = find(&many, &seeded(1));
    assert!(found.quality.expect("ties") > of(&alone) && found.count < 30);
    let potts = LeidenRule { quality: Quality::ConstantPotts, resolution: 0.5, ..seeded(1) };
    assert_eq!(find(&many, &potts).of, alone);
    assert_eq!(find(&many, &LeidenRule { resolution: 3.0, ..seeded(1) }).of, alone);
}

#[test]
fn a_node_between_two_cliques_goes_to_either() {
    let clique = |first: u32| (first..first + 5).flat_map(move |a| (a + 1..first + 5).map(move |b| (a, b)));
    let mut pairs: Vec<(u32, u32)> = clique(0).chain(clique(6)).collect();
    pairs.extend([(5, 0), (5, 1), (5, 6), (5, 7)]);
    let between = graph(11, &pairs);
    let is_with_first = |seed: &u64| {
        let of = find(&between, &seeded(*seed)).of;
        assert!((of[5] == of[0]) != (of[5] == of[6]));
        of[5] == of[0]
    };
    // Of 200 fair draws, as far from 100 as this in one of 10,000 cases.
    let with_first = (0..200).filter(is_with_first).count();
    assert!((72..=128).contains(&with_first), "{with_first}");
}

#[test]
fn resolution_goes_from_one_community_to_single_nodes() {
    let karate = graph(34, &KARATE);
    for quality in [Quality::Modularity, Quality::ConstantPotts] {
        let count = |resolution| find(&karate, &LeidenRule { quality, resolution, ..seeded(3) }).count;
        assert_eq!((count(0.0), count(1000.0)), (1, 34));
    }
}

#[test]
fn potts_of_a_clique_is_its_ties_less_its_pairs() {
    let clique = ring_of_cliques(1, 6);
    let rule = LeidenRule { quality: Quality::ConstantPotts, resolution: 0.25, ..seeded(0) };
    let found = find(&clique, &rule);
    // 15 ties; the ring of one clique adds the tie (0, 1) a second time, which makes 16.
    assert_eq!((found.count, found.quality), (1, Some(16.0 - 0.25 * 15.0)));
    assert_eq!(constant_potts(&clique, &found.of, 0.25, WeightSemantics::Strength), Ok(found.quality));
}

#[test]
fn special_graphs_have_communities_too() {
    let none = find(&graph(0, &[]), &seeded(0));
    assert_eq!((none.count, none.quality, none.of.len()), (0, None, 0));
    let edgeless = find(&graph(3, &[]), &seeded(0));
    assert_eq!((edgeless.count, edgeless.quality, edgeless.of), (3, None, vec![0, 1, 2]));
    let pair = find(&graph(4, &[(1, 3)]), &seeded(0));
    assert_eq!((pair.of, pair.quality), (vec![1, 0, 2, 0], Some(0.0)));
    let two = find(&graph(6, &[(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5)]), &seeded(0));
    assert_eq!((two.of, two.quality), (vec![0, 0, 0, 1, 1, 1], Some(0.5)));
    let star: Vec<_> = (1..9).map(|it| (0, it)).collect();
    assert_eq!(find(&graph(9, &star), &seeded(0)).quality, Some(0.0));
    let none = ensemble(&graph(0, &[]), &seeded(0), 3, &Interrupt::new()).expect("defined");
    assert_eq!((none.nmi, none.adjusted_rand, none.quality), (None, None, None));
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let karate = graph(34, &KARATE);
    let ask = |rule: LeidenRule| leiden(&karate, &rule, &Interrupt::new()).err();
    for resolution in [-1.0, f64::NAN, f64::INFINITY] {
        assert!(matches!(ask(LeidenRule { resolution, ..seeded(0) }), Some(MeasureError::Parameter { .. })));
    }
    let distance = LeidenRule { semantics: WeightSemantics::Distance, ..seeded(0) };
    assert_eq!(ask(distance), Some(MeasureError::NotDefined(Undefined::NeedsStrength)));
    let stopped = Interrupt::new();
    stopped.stop();
    assert_eq!(leiden(&karate, &seeded(0), &stopped).err(), Some(MeasureError::Interrupted));
    for weight in [1e308, 1e-320] {
        let ties = [(0, 1, weight), (1, 2, weight), (0, 2, 0.5 * weight)];
        let extreme = Graph::from_ties(3, &ties).expect("right").0;
        assert!(matches!(
            leiden(&extreme, &seeded(0), &Interrupt::new()),
            Err(MeasureError::Parameter { name: "weights", .. })
        ));
    }
    assert!(ensemble(&karate, &seeded(0), 0, &Interrupt::new()).is_err());
}

#[test]
fn threads_change_no_bit() {
    let blurred = planted(1500, 0.3, 0.012, 5, |random| 0.1 + random.unit());
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| {
            let leiden: Vec<_> = (0..3).map(|it| find(&blurred, &seeded(it))).collect();
            (leiden, ensemble(&blurred, &seeded(9), 5, &Interrupt::new()).expect("defined"))
        })
    };
    let one = with(1);
    let bits = |it: &Partition| it.quality.map(f64::to_bits);
    for threads in [2, 4] {
        let other = with(threads);
        assert!(one == other, "{threads} threads");
        assert!(one.0.iter().map(bits).eq(other.0.iter().map(bits)));
    }
}

#[test]
fn scaling_weights_changes_nothing() {
    let weighted = planted(500, 0.4, 0.02, 8, |random| f64::from(random.below(4) as u32 + 1) / 3.0);
    for factor in [1e-9, 0.1, 3.0, 1e12] {
        let ties: Vec<_> = weighted.iter_ties().map(|(a, b, weight)| (a, b, weight * factor)).collect();
        let scaled = Graph::from_ties(500, &ties).expect("right").0;
        for seed in 0..4 {
            assert_eq!(find(&weighted, &seeded(seed)).of, find(&scaled, &seeded(seed)).of, "{factor}");
        }
    }
}

#[test]
fn names_of_nodes_do_not_matter() {
    let clear = planted(400, 0.5, 0.005, 2, |_| 1.0);
    let mut names: Vec<u32> = (0..400).collect();
    Random::new(4).shuffle(&mut names);
    let there = find(&renamed(&clear, &names), &seeded(0));
    let here = find(&clear, &seeded(0));
    let back: Vec<u32> = names.iter().map(|it| there.of[*it as usize]).collect();
    assert_eq!(super::compare::nmi(&here.of, &back), Ok(Some(1.0)));
    // Where there is more than one answer, the qualities are spread alike.
    let blurred = planted(500, 0.3, 0.02, 3, |_| 1.0);
    let mut names: Vec<u32> = (0..500).collect();
    Random::new(5).shuffle(&mut names);
    let median = |graph: &Graph| {
        let runs = ensemble(graph, &seeded(1), 31, &Interrupt::new()).expect("defined");
        runs.quality.expect("ties").median
    };
    let (here, there) = (median(&blurred), median(&renamed(&blurred, &names)));
    assert!((here - there).abs() < 0.01 * here, "{here} {there}");
}

#[test]
fn more_iterations_are_never_worse() {
    let blurred = planted(600, 0.3, 0.02, 7, |_| 1.0);
    for seed in 0..5 {
        let of =
            |iterations| find(&blurred, &LeidenRule { iterations, ..seeded(seed) }).quality.expect("ties");
        let qualities: Vec<f64> = [Some(1), Some(2), Some(4), None].into_iter().map(of).collect();
        assert!(qualities.is_sorted_by(|x, y| *x <= y + 1e-12), "{qualities:?}");
    }
    let untouched = find(&blurred, &LeidenRule { iterations: Some(0), ..seeded(0) });
    assert_eq!((untouched.count, untouched.iterations), (600, 0));
}

fn any_graph() -> impl Strategy<Value = Graph> {
    (2_u32..60).prop_flat_map(|nodes| {
        let ties = prop::collection::vec((0..nodes, 0..nodes, 1_u32..5), 0..180);
        ties.prop_map(move |ties| {
            let ties: Vec<_> = ties.into_iter().map(|(a, b, weight)| (a, b, f64::from(weight))).collect();
            Graph::from_ties(nodes as usize, &ties).expect("right").0
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn communities_are_connected_numbered_and_apart(
        graph in any_graph(),
        seed in 0_u64..1000,
        resolution in prop::sample::select(vec![0.0, 0.3, 1.0, 2.5]),
        is_potts in any::<bool>(),
        iterations in prop::sample::select(vec![Some(1), Some(2), None]),
    ) {
        let quality = if is_potts { Quality::ConstantPotts } else { Quality::Modularity };
        let rule = LeidenRule { quality, resolution, iterations, ..seeded(seed) };
        let found = find(&graph, &rule);
        prop_assert!(is_connected(&graph, &found.of));
        let members = found.members();
        prop_assert_eq!(members.len(), found.count);
        prop_assert!(members.is_sorted_by(|x, y| (y.len(), x[0]) < (x.len(), y[0])));
        for node in (0..graph.nodes()).filter(|it| graph.degree(*it) == 0) {
            prop_assert_eq!(members[found.of[node] as usize].len(), 1);
        }
        if graph.ties() == 0 {
            prop_assert_eq!(found.quality, None);
            return Ok(());
        }
        let of = |groups: &[u32]| match quality {
            Quality::Modularity => modularity(&graph, groups, resolution, WeightSemantics::Strength),
            Quality::ConstantPotts => constant_potts(&graph, groups, resolution, WeightSemantics::Strength),
        };
        prop_assert_eq!(of(&found.of), Ok(found.quality));
        // γ-separation: merging two communities adds nothing.
        let best = found.quality.expect("ties") + 1e-9;
        for one in 0..found.count as u32 {
            for other in 0..one {
                let merged: Vec<u32> = found.of.iter().map(|it| if *it == one { other } else { *it }).collect();
                prop_assert!(of(&merged).expect("right").expect("ties") <= best);
            }
        }
        // Once stable, moving one node adds nothing.
        if iterations.is_none() {
            for node in 0..graph.nodes() {
                for to in 0..=found.count as u32 {
                    let mut moved = found.of.clone();
                    moved[node] = to;
                    prop_assert!(of(&moved).expect("right").expect("ties") <= best);
                }
            }
        }
    }

    #[test]
    fn isolates_only_add_themselves(graph in any_graph(), seed in 0_u64..100) {
        let ties: Vec<_> = graph.iter_ties().collect();
        let more = Graph::from_ties(graph.nodes() + 2, &ties).expect("right").0;
        let (here, there) = (find(&graph, &seeded(seed)), find(&more, &seeded(seed)));
        prop_assert_eq!(here.count + 2, there.count);
        prop_assert_eq!(here.quality, there.quality);
        prop_assert_eq!(&here.of[..], &there.of[..graph.nodes()]);
    }
}
