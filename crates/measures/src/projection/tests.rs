//! Projections by hand, and against a sum over all pairs.

use proptest::prelude::*;

use super::*;

fn affiliations(institutions: usize, meetings: &[&[u32]], declared: &[u32]) -> Affiliations {
    let pairs: Vec<_> =
        (0..).zip(meetings).flat_map(|(occasion, all)| all.iter().map(move |it| (*it, occasion))).collect();
    Affiliations::from_pairs(institutions, meetings.len(), &pairs, declared).expect("right")
}

fn ties(affiliations: &Affiliations, rule: &ProjectionRule) -> Vec<(u32, u32, f64)> {
    project(affiliations, rule, &Interrupt::new()).expect("projects").iter_ties().collect()
}

/// Meetings {0,1}, {0,1,2}, {2,3} (three declared), {4}.
fn example() -> Affiliations {
    affiliations(6, &[&[0, 1], &[0, 1, 2], &[2, 3], &[4]], &[0, 0, 3, 9])
}

#[test]
fn counts_and_newman_by_hand() {
    let count = ties(&example(), &ProjectionRule::new(Weighting::Count));
    assert_eq!(count, [(0, 1, 2.0), (0, 2, 1.0), (1, 2, 1.0), (2, 3, 1.0)]);
    let newman = ties(&example(), &ProjectionRule::new(Weighting::Newman));
    assert_eq!(newman, [(0, 1, 1.5), (0, 2, 0.5), (1, 2, 0.5), (2, 3, 0.5)]);
}

#[test]
fn each_part_of_the_rule_leaves_out_what_it_says() {
    let newman = ProjectionRule::new(Weighting::Newman);
    let rule = ProjectionRule { max_occasion_size: Some(2), ..newman.clone() };
    assert_eq!(ties(&example(), &rule), [(0, 1, 1.0)]);
    let rule = ProjectionRule { min_weight: 1.5, ..newman.clone() };
    assert_eq!(ties(&example(), &rule), [(0, 1, 1.5)]);
    let rule = ProjectionRule { removed: vec![0], ..newman.clone() };
    assert_eq!(ties(&example(), &rule), [(1, 2, 0.5), (2, 3, 0.5)]);
    let rule = ProjectionRule { base: vec![2.0, 0.0, 4.0, 1.0], ..newman };
    assert_eq!(ties(&example(), &rule), [(0, 1, 2.0), (2, 3, 2.0)]);
}

#[test]
fn what_is_no_rule_is_refused() {
    let count = ProjectionRule::new(Weighting::Count);
    for rule in [
        ProjectionRule { base: vec![1.0], ..count.clone() },
        ProjectionRule { base: vec![1.0, 1.0, 1.0, f64::NAN], ..count.clone() },
        ProjectionRule { min_weight: -1.0, ..count.clone() },
        ProjectionRule { min_weight: f64::INFINITY, ..count.clone() },
        ProjectionRule { removed: vec![6], ..count.clone() },
    ] {
        assert!(matches!(project(&example(), &rule, &Interrupt::new()), Err(MeasureError::Parameter { .. })));
    }
    let rule = ProjectionRule { base: vec![f64::MAX; 4], ..count };
    assert_eq!(
        project(&example(), &rule, &Interrupt::new()),
        Err(MeasureError::NotDefined(crate::Undefined::WeightNotPositive))
    );
}

#[test]
fn it_stops_when_told_to() {
    let interrupt = Interrupt::new();
    interrupt.stop();
    let rule = ProjectionRule::new(Weighting::Count);
    assert_eq!(project(&example(), &rule, &interrupt), Err(MeasureError::Interrupted));
}

#[test]
fn nobody_and_nothing_have_no_ties() {
    let rule = ProjectionRule::new(Weighting::Newman);
    assert_eq!(ties(&affiliations(0, &[], &[]), &rule), []);
    assert_eq!(ties(&affiliations(3, &[], &[]), &rule), []);
    assert_eq!(ties(&affiliations(3, &[&[0], &[1], &[]], &[]), &rule), []);
}

#[test]
fn what_is_shared_is_found_from_either_end() {
    assert_eq!(shared(&example(), 0, 1), [0, 1]);
    assert_eq!(shared(&example(), 2, 0), [1]);
    assert_eq!(shared(&example(), 0, 3), [0_u32; 0]);
    assert_eq!(shared(&example(), 0, 99), [0_u32; 0]);
}

/// Institutions, occasions, attendances, declared counts, base factors.
type Drawn = (usize, usize, Vec<(u32, u32)>, Vec<u32>, Vec<f64>);

fn drawn() -> impl Strategy<Value = Drawn> {
    (2_usize..700, 1_usize..12).prop_flat_map(|(institutions, occasions)| {
        let pair = (0..institutions as u32, 0..occasions as u32);
        (
            Just(institutions),
            Just(occasions),
            proptest::collection::vec(pair, 0..120),
            proptest::collection::vec(0_u32..30, occasions),
            proptest::collection::vec(0.0_f64..3.0, occasions),
        )
    })
}

proptest! {
    #[test]
    fn it_equals_the_sum_over_all_pairs((institutions, occasions, pairs, declared, base) in drawn()) {
        let of = Affiliations::from_pairs(institutions, occasions, &pairs, &declared).expect("right");
        let rule = ProjectionRule { base, ..ProjectionRule::new(Weighting::Newman) };
        let graph = project(&of, &rule, &Interrupt::new()).expect("projects");
        let took_part = |it: u32, occasion: u32| pairs.contains(&(it, occasion));
        let mut busy: Vec<u32> = pairs.iter().map(|it| it.0).collect();
        busy.sort_unstable();
        busy.dedup();
        let mut expected = Vec::new();
        for a in &busy {
            for b in busy.iter().filter(|it| *it > a) {
                let both: Vec<u32> = (0..occasions as u32).filter(|it| took_part(*a, *it) && took_part(*b, *it)).collect();
                let mut weight = 0.0;
                for occasion in &both {
                    let listed = busy.iter().filter(|it| took_part(**it, *occasion)).count() as u32;
                    let size = listed.max(declared[*occasion as usize]);
                    weight += rule.base[*occasion as usize] / f64::from(size - 1);
                }
                if weight > 0.0 {
                    expected.push((*a, *b, weight));
                }
                prop_assert_eq!(shared(&of, *a, *b), both);
            }
        }
        prop_assert_eq!(graph.iter_ties().collect::<Vec<_>>(), expected);
        prop_assert_eq!(graph.nodes(), institutions);
    }

    #[test]
    fn an_institution_more_changes_no_tie((institutions, occasions, pairs, declared, _) in drawn()) {
        let rule = ProjectionRule::new(Weighting::Newman);
        let ties_of = |institutions| {
            let of = Affiliations::from_pairs(institutions, occasions, &pairs, &declared).expect("right");
            ties(&of, &rule)
        };
        prop_assert_eq!(ties_of(institutions), ties_of(institutions + 1));
    }

    #[test]
    fn the_number_of_threads_changes_no_bit((institutions, occasions, pairs, declared, base) in drawn()) {
        let of = Affiliations::from_pairs(institutions, occasions, &pairs, &declared).expect("right");
        let rule = ProjectionRule { base, ..ProjectionRule::new(Weighting::Newman) };
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
            pool.install(|| project(&of, &rule, &Interrupt::new()))
        };
        prop_assert_eq!(on(1), on(3));
    }
}
