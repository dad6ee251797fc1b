//! Backbones against enumeration and reference values.

use proptest::prelude::*;

use super::sdsm::Sum;
use super::*;

fn affiliations(institutions: usize, meetings: &[&[u32]]) -> Affiliations {
    let pairs: Vec<_> =
        (0..).zip(meetings).flat_map(|(occasion, all)| all.iter().map(move |it| (*it, occasion))).collect();
    Affiliations::from_pairs(institutions, meetings.len(), &pairs, &[]).expect("right")
}

fn close(one: f64, other: f64, relative: f64) -> bool {
    (one - other).abs() <= relative * other.abs().max(1e-300)
}

const RULE: BackboneRule = BackboneRule { alpha: 0.05, correction: Correction::None };

/// scipy 1.17.1: `scipy.stats.hypergeom.sf(x - 1, all, a, b)`.
const SCIPY: &[(u64, u64, u64, u64, f64)] = &[
    (10, 3, 4, 2, 0.333_333_333_333_333_3),
    (50, 20, 10, 7, 0.036_481_849_478_575_8),
    (1000, 40, 60, 3, 0.435_364_686_423_515_67),
    (60_000, 25, 30, 3, 2.574_826_991_944_677e-7),
    (60_000, 2000, 3000, 150, 6.050_448_944_658_605e-7),
    (60_000, 2000, 3000, 90, 0.864_141_783_878_826_3),
    (60_000, 30_000, 29_000, 14_600, 0.052_002_982_503_699_86),
    (200, 150, 100, 60, 0.999_999_902_615_662_7),
];

#[test]
fn hypergeometric_tails_are_those_of_scipy() {
    for (all, a, b, x, expected) in SCIPY.iter().copied() {
        let found = hypergeometric_tail(all, a, b, x);
        assert!(close(found, expected, 1e-9), "{found:e} {expected:e}");
        assert_eq!(found, hypergeometric_tail(all, b, a, x));
    }
    assert_eq!(hypergeometric_tail(10, 3, 4, 0), 1.0);
    assert_eq!(hypergeometric_tail(10, 3, 4, 4), 0.0);
    assert_eq!(hypergeometric_tail(10, 8, 7, 5), 1.0);
    assert_eq!(hypergeometric_tail(0, 0, 0, 1), 0.0);
    assert_eq!(hypergeometric_tail(5, 5, 5, 5), 1.0);
}

#[test]
fn hypergeometric_tails_are_those_of_all_draws() {
    for all in 1..=8_u32 {
        for a in 0..=all {
            let fixed = (1_u32 << a) - 1;
            for b in 0..=all {
                let draws: Vec<u32> = (0..1_u32 << all).filter(|it| it.count_ones() == b).collect();
                for x in 0..=all {
                    let many = draws.iter().filter(|it| (**it & fixed).count_ones() >= x).count();
                    let expected = many as f64 / draws.len() as f64;
                    let found = hypergeometric_tail(all.into(), a.into(), b.into(), x.into());
                    assert!((found - expected).abs() < 1e-14, "{all} {a} {b} {x}: {found} {expected}");
                }
            }
        }
    }
}

#[test]
fn a_backbone_by_hand() {
    // 0 and 1 meet three times of four; 2 is at one of these.
    let of = affiliations(4, &[&[0, 1], &[0, 1], &[0, 1, 2], &[2]]);
    let it = hypergeometric(&of, BackboneRule { alpha: 0.3, ..RULE }, &Interrupt::new()).expect("right");
    assert_eq!(it.tests, 3);
    let values: Vec<_> = it.ties.iter().map(|it| (it.a, it.b, it.weight)).collect();
    assert_eq!(values, [(0, 1, 3.0), (0, 2, 1.0), (1, 2, 1.0)]);
    // 1/C(4, 3) = 1/4; and two of four beside three of four always share one.
    assert!(close(it.ties[0].p_value, 0.25, 1e-12));
    assert_eq!((it.ties[1].p_value, it.ties[2].p_value), (1.0, 1.0));
    assert_eq!(it.kept, 1);
    let graph = it.graph().expect("a graph");
    assert_eq!((graph.nodes(), graph.iter_ties().collect::<Vec<_>>()), (4, vec![(0, 1, 3.0)]));
}

#[test]
fn corrections_by_hand() {
    let sorted = [0.001, 0.011, 0.02, 0.04, 0.9];
    let limit = |correction, tests| limit(&sorted, tests, BackboneRule { alpha: 0.05, correction });
    assert_eq!(limit(Correction::None, 5), Some(0.04));
    assert_eq!(limit(Correction::Bonferroni, 5), Some(0.001));
    // 0.05/5, 0.05/4, 0.05/3: the third fails.
    assert_eq!(limit(Correction::Holm, 5), Some(0.011));
    // 0.01, 0.02, 0.03, 0.04: the fourth just succeeds.
    assert_eq!(limit(Correction::BenjaminiHochberg, 5), Some(0.04));
    assert_eq!(limit(Correction::BenjaminiHochberg, 50), Some(0.001));
    assert_eq!(limit(Correction::Bonferroni, 1000), None);
    assert_eq!(super::limit(&[], 0, RULE), None);
}

#[test]
fn the_disparity_filter_by_hand() {
    // A star of weights 1, 1, 8 around 0.
    let ties = [(0, 1, 1.0), (0, 2, 1.0), (0, 3, 8.0)];
    let graph = Graph::from_ties(4, &ties).expect("right").0;
    let found = disparity_values(&graph);
    for (found, expected) in found.iter().zip([0.81, 0.81, 0.04]) {
        assert!(close(*found, expected, 1e-12));
    }
    let it = disparity(&graph, RULE, &Interrupt::new()).expect("right");
    assert_eq!((it.kept, it.tests, it.caveat), (1, 3, Some(DISPARITY_CAVEAT)));
    assert_eq!(disparity_values(&Graph::from_ties(2, &[(0, 1, 3.0)]).expect("right").0), [1.0]);
}

#[test]
fn what_is_no_level_is_refused() {
    let of = affiliations(2, &[&[0, 1]]);
    for alpha in [0.0, 1.0, -1.0, f64::NAN] {
        let rule = BackboneRule { alpha, ..RULE };
        assert!(matches!(sdsm(&of, rule, &Interrupt::new()), Err(MeasureError::Parameter { .. })));
        assert!(matches!(hypergeometric(&of, rule, &Interrupt::new()), Err(MeasureError::Parameter { .. })));
    }
}

#[test]
fn nobody_and_everybody() {
    for of in [affiliations(0, &[]), affiliations(3, &[]), affiliations(3, &[&[0], &[]])] {
        for it in [sdsm(&of, RULE, &Interrupt::new()), hypergeometric(&of, RULE, &Interrupt::new())] {
            assert_eq!(it.expect("defined").ties, []);
        }
    }
    // Who attends everything shares by necessity.
    let of = affiliations(3, &[&[0, 1, 2], &[0, 1, 2]]);
    let it = sdsm(&of, RULE, &Interrupt::new()).expect("defined");
    assert!(it.ties.iter().all(|it| it.p_value == 1.0 && !it.is_kept));
}

/// A few institutions and occasions, each pair present or not.
fn drawn() -> impl Strategy<Value = (usize, usize, Vec<bool>)> {
    (2_usize..7, 1_usize..8).prop_flat_map(|(institutions, occasions)| {
        let cells = proptest::collection::vec(any::<bool>(), institutions * occasions);
        (Just(institutions), Just(occasions), cells)
    })
}

fn of_cells(institutions: usize, occasions: usize, cells: &[bool]) -> Affiliations {
    let pairs: Vec<_> = (0..institutions * occasions)
        .filter(|it| cells[*it])
        .map(|it| ((it / occasions) as u32, (it % occasions) as u32))
        .collect();
    Affiliations::from_pairs(institutions, occasions, &pairs, &[]).expect("right")
}

proptest! {
    #[test]
    fn expected_numbers_are_the_real_ones((institutions, occasions, cells) in drawn()) {
        let of = of_cells(institutions, occasions, &cells);
        let model = match bicm(&of, &Interrupt::new()) {
            // Degrees that only one network has lie on the edge of the model, where probabilities tend to 0 and 1.
            Err(MeasureError::NotDefined(_)) => return Ok(()),
            other => other.expect("found"),
        };
        let p = |i: usize, o: usize| model.probabilities(model.class_of_institution[i])[model.class_of_occasion[o] as usize];
        for i in 0..institutions {
            let sum: f64 = (0..occasions).map(|o| p(i, o)).sum();
            prop_assert!((sum - of.occasions_of(i as u32).len() as f64).abs() < 1e-8);
        }
        for o in 0..occasions {
            let sum: f64 = (0..institutions).map(|i| p(i, o)).sum();
            prop_assert!((sum - of.institutions_at(o as u32).len() as f64).abs() < 1e-8);
        }
        let found = sdsm(&of, RULE, &Interrupt::new()).expect("found");
        for tie in &found.ties {
            // All outcomes of the two's attendance, one draw for each occasion.
            let mut expected = 0.0;
            for outcome in 0..1_u32 << occasions {
                if f64::from(outcome.count_ones()) >= tie.weight {
                    expected += (0..occasions)
                        .map(|o| {
                            let both = p(tie.a as usize, o) * p(tie.b as usize, o);
                            if outcome >> o & 1 == 1 { both } else { 1.0 - both }
                        })
                        .product::<f64>();
                }
            }
            prop_assert!((tie.p_value - expected).abs() <= 1e-9 * expected + 1e-15, "{} {}", tie.p_value, expected);
        }
    }

    #[test]
    fn sums_of_draws_are_those_of_all_outcomes(draws in proptest::collection::vec((0.0_f64..=1.0, 1_u32..4), 0..5)) {
        let singles: Vec<f64> = draws.iter().flat_map(|it| std::iter::repeat_n(it.0, it.1 as usize)).collect();
        for x in 0..=singles.len() {
            let mut expected = 0.0;
            for outcome in 0..1_u32 << singles.len() {
                if outcome.count_ones() as usize >= x {
                    let one = |(at, p): (usize, &f64)| if outcome >> at & 1 == 1 { *p } else { 1.0 - p };
                    expected += singles.iter().enumerate().map(one).product::<f64>();
                }
            }
            let found = Sum::new(&draws, x).tail(x);
            prop_assert!((found - expected).abs() <= 1e-9 * expected + 1e-15, "{found} {expected}");
        }
    }

    #[test]
    fn relabelling_changes_labels_only((institutions, occasions, cells) in drawn(), seed in any::<u64>()) {
        let of = of_cells(institutions, occasions, &cells);
        let mut order: Vec<u32> = (0..institutions as u32).collect();
        crate::random::Random::new(seed).shuffle(&mut order);
        let pairs: Vec<_> = (0..institutions as u32)
            .flat_map(|i| of.occasions_of(i).iter().map(move |o| (i, *o)))
            .map(|(i, o)| (order[i as usize], o))
            .collect();
        let other = Affiliations::from_pairs(institutions, occasions, &pairs, &[]).expect("right");
        for model in [hypergeometric, sdsm] {
            let (one, two) = (model(&of, RULE, &Interrupt::new()), model(&other, RULE, &Interrupt::new()));
            let (Ok(one), Ok(two)) = (one, two) else { continue };
            for tie in &one.ties {
                let (a, b) = (order[tie.a as usize], order[tie.b as usize]);
                let same = two.ties.iter().find(|it| (it.a, it.b) == (a.min(b), a.max(b))).expect("there");
                prop_assert_eq!((same.p_value, same.weight), (tie.p_value, tie.weight));
            }
        }
    }
}
