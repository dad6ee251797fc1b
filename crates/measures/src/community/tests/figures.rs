//! Figures of groupings, worked out by hand.

use super::*;
use crate::community::compare::{adjusted_rand, nmi};
use crate::community::participation::{participation, within_module};
use crate::community::report::{bridging_ties, report};

/// Two triangles joined by the tie of 2 and 3; a node alone.
fn triangles() -> Graph {
    graph(7, &[(0, 1), (0, 2), (1, 2), (2, 3), (3, 4), (3, 5), (4, 5)])
}

const GROUPS: [u32; 7] = [4, 4, 4, 9, 9, 9, 20];

fn near(value: f64, expected: f64) -> bool {
    (value - expected).abs() < 1e-12
}

#[test]
fn two_triangles_by_hand() {
    let quality = |resolution| modularity(&triangles(), &GROUPS, resolution, WeightSemantics::Strength);
    // 6 of 7 ties inside; each triangle has half of the strength.
    assert!(near(quality(1.0).expect("right").expect("ties"), 6.0 / 7.0 - 0.5));
    assert!(near(quality(2.0).expect("right").expect("ties"), 6.0 / 7.0 - 1.0));
    assert_eq!(
        constant_potts(&triangles(), &GROUPS, 0.1, WeightSemantics::Strength),
        Ok(Some(6.0 - 2.0 * 0.1 * 3.0))
    );
    assert!(modularity(&triangles(), &[0; 6], 1.0, WeightSemantics::Strength).is_err());
    assert_eq!(modularity(&graph(2, &[]), &[0, 1], 1.0, WeightSemantics::None), Ok(None));
}

#[test]
fn a_report_of_two_triangles() {
    let report =
        report(&triangles(), &GROUPS, 1.0, WeightSemantics::Strength, &Interrupt::new()).expect("right");
    let first = &report.communities[0];
    assert_eq!((first.community, first.size, first.internal_ties, first.cut_ties), (4, 3, 3, 1));
    assert_eq!((first.internal_density, first.internal_weight, first.cut_weight), (Some(1.0), 3.0, 1.0));
    assert!(near(first.conductance.expect("cut"), 1.0 / 7.0));
    assert!(near(first.modularity.expect("ties"), 3.0 / 7.0 - 0.25));
    let alone = &report.communities[2];
    assert_eq!((alone.community, alone.internal_density, alone.conductance), (20, None, None));
    assert_eq!((alone.modularity, alone.cut_weight), (Some(0.0), 0.0));
    assert_eq!(report.pairs.len(), 1);
    let pair = &report.pairs[0];
    assert_eq!((pair.one, pair.other, pair.ties, pair.weight), (4, 9, 1, 1.0));
    assert!(near(report.modularity.expect("ties"), 6.0 / 7.0 - 0.5));
    let whole =
        super::super::report::report(&triangles(), &[1; 7], 1.0, WeightSemantics::None, &Interrupt::new())
            .expect("right");
    assert_eq!((whole.communities[0].conductance, whole.pairs.len()), (None, 0));
    let bare =
        super::super::report::report(&graph(2, &[]), &[0, 1], 1.0, WeightSemantics::None, &Interrupt::new())
            .expect("right");
    assert_eq!((bare.modularity, bare.communities.len()), (None, 2));
}

#[test]
fn bridging_ties_come_heaviest_first() {
    let ties = [(0, 1, 1.0), (1, 2, 2.0), (0, 3, 5.0), (2, 3, 2.0)];
    let graph = Graph::from_ties(4, &ties).expect("right").0;
    let all = bridging_ties(&graph, &[0, 0, 1, 1], WeightSemantics::Strength, 10).expect("right");
    assert_eq!(all.iter().map(|it| (it.a, it.b, it.weight)).collect::<Vec<_>>(), [(0, 3, 5.0), (1, 2, 2.0)]);
    assert_eq!(bridging_ties(&graph, &[0, 0, 1, 1], WeightSemantics::Strength, 1).expect("right"), all[..1]);
    let unweighted = bridging_ties(&graph, &[0, 0, 1, 1], WeightSemantics::None, 1).expect("right");
    assert_eq!((unweighted[0].a, unweighted[0].b, unweighted[0].weight), (0, 3, 1.0));
}

#[test]
fn participation_by_hand() {
    let values = participation(&triangles(), &GROUPS, WeightSemantics::None).expect("right");
    assert_eq!(values[0], Some(0.0));
    assert!(near(values[2].expect("tied"), 1.0 - 4.0 / 9.0 - 1.0 / 9.0));
    assert_eq!(values[6], None);
    // In the group of a path, ties inside are 1, 2, 1: mean 4/3, variance 2/9.
    let path = graph(4, &[(0, 1), (1, 2), (2, 3)]);
    let z = within_module(&path, &[0, 0, 0, 1], WeightSemantics::None).expect("right");
    assert!(near(z[1].expect("varies"), (2.0 - 4.0 / 3.0) / (2.0_f64 / 9.0).sqrt()));
    assert!(near(z[0].expect("varies"), (1.0 - 4.0 / 3.0) / (2.0_f64 / 9.0).sqrt()));
    assert_eq!(z[3], None);
}

#[test]
fn likeness_by_hand() {
    assert_eq!(nmi(&[0, 0, 1, 1], &[7, 7, 3, 3]), Ok(Some(1.0)));
    assert_eq!(nmi(&[0, 0, 0], &[1, 1, 1]), Ok(Some(1.0)));
    assert!(near(nmi(&[0, 0, 1, 1], &[0, 1, 0, 1]).expect("right").expect("nodes"), 0.0));
    assert_eq!(nmi(&[0, 0, 1, 1], &[5, 5, 5, 5]), Ok(Some(0.0)));
    // I = ln 2 of the first, entropies ln 2 and 3/2 ln 2.
    assert!(near(nmi(&[0, 0, 1, 1], &[0, 0, 1, 2]).expect("right").expect("nodes"), 2.0 / 2.5));
    assert_eq!((nmi(&[], &[]), adjusted_rand(&[0], &[0])), (Ok(None), Ok(None)));
    assert!(nmi(&[0], &[]).is_err());
    // Pairs together: 2, 1, both 1; expected 2·1/6.
    let value = adjusted_rand(&[0, 0, 1, 1], &[0, 0, 1, 2]).expect("right").expect("nodes");
    assert!(near(value, (1.0 - 1.0 / 3.0) / (1.5 - 1.0 / 3.0)));
    let least = adjusted_rand(&[0, 0, 1, 1], &[0, 1, 0, 1]).expect("right").expect("nodes");
    assert!(near(least, -0.5));
    assert_eq!(adjusted_rand(&[0, 1, 2], &[2, 1, 0]), Ok(Some(1.0)));
}

#[test]
fn an_ensemble_knows_what_is_certain() {
    // Two cliques and a node with two ties to each.
    let clique = |first: u32| (first..first + 6).flat_map(move |a| (a + 1..first + 6).map(move |b| (a, b)));
    let mut pairs: Vec<_> = clique(0).chain(clique(6)).collect();
    pairs.extend([(0, 12), (1, 12), (6, 12), (7, 12)]);
    let between = graph(13, &pairs);
    let runs = ensemble(&between, &seeded(2), 40, &Interrupt::new()).expect("right");
    assert_eq!(runs.reference.count, 2);
    assert!(runs.confidence[..12].iter().all(|it| *it == 1.0));
    assert!(runs.confidence[12] > 0.1 && runs.confidence[12] < 1.0, "{}", runs.confidence[12]);
    // A clique with the node or without: similar by 6/7 when the reference differs.
    for stability in &runs.stability {
        let differs = 1.0 - runs.confidence[12];
        assert!(near(*stability, 1.0 - differs / 7.0));
    }
    assert!(runs.adjusted_rand.expect("runs") < 1.0 && runs.nmi.expect("runs") < 1.0);
    let quality = runs.quality.expect("ties");
    assert!(near(quality.least, quality.greatest) && near(quality.median, quality.least));
    let one = ensemble(&between, &seeded(2), 1, &Interrupt::new()).expect("right");
    assert_eq!(one.reference, find(&between, &seeded(2)));
    assert_eq!((one.nmi, one.stability), (None, vec![1.0; 2]));
}
