//! Communities over periods, worked out by hand.

use super::*;
use crate::community::evolution::{Evolution, EvolutionKind, EvolutionRule, track};

/// A period as text: a letter for the community of each node, a dot for a node that is away.
fn period(text: &str) -> Vec<Option<u32>> {
    text.chars().map(|it| (it != '.').then_some(it as u32)).collect()
}

fn follow(texts: &[&str], threshold: f64, dormancy: u32) -> Evolution {
    let periods: Vec<_> = texts.iter().map(|it| period(it)).collect();
    track(&periods, &EvolutionRule { threshold, dormancy }, &Interrupt::new()).expect("right")
}

type Told = (u32, EvolutionKind, Vec<u32>, Vec<u32>);

fn told(evolution: &Evolution) -> Vec<Told> {
    evolution.events.iter().map(|it| (it.period, it.kind, it.from.clone(), it.to.clone())).collect()
}

fn identities(evolution: &Evolution, period: usize) -> Vec<(u32, usize)> {
    evolution.periods[period].iter().map(|it| (it.identity, it.size)).collect()
}

#[test]
fn a_community_goes_on_under_another_number() {
    let evolution = follow(&["aaaabb..", "bbbbccb."], 0.3, 1);
    assert_eq!(
        told(&evolution),
        [
            (0, EvolutionKind::Birth, vec![], vec![0]),
            (0, EvolutionKind::Birth, vec![], vec![1]),
            (1, EvolutionKind::Continuation, vec![0], vec![0]),
            (1, EvolutionKind::Continuation, vec![1], vec![1]),
        ]
    );
    let grown = &evolution.events[2];
    assert_eq!((grown.size_before, grown.size_after, grown.similarity), (4, 5, Some(0.8)));
    assert_eq!(identities(&evolution, 1), [(0, 5), (1, 2)]);
}

#[test]
fn a_split_keeps_the_identity_with_the_greater_part() {
    let evolution = follow(&["aaaaa", "xxxyy"], 0.3, 0);
    assert_eq!(
        told(&evolution)[1..],
        [(1, EvolutionKind::Continuation, vec![0], vec![0]), (1, EvolutionKind::Split, vec![0], vec![0, 1]),]
    );
    assert_eq!(identities(&evolution, 1), [(0, 3), (1, 2)]);
    // Two halves are as similar: the one with the smaller smallest node goes on, whatever the numbers.
    assert_eq!(identities(&follow(&["aaaa", "yyxx"], 0.3, 0), 1), [(1, 2), (0, 2)]);
}

#[test]
fn a_merge_ends_the_lesser_identity() {
    let evolution = follow(&["aaabb", "zzzzz", "zzzzz"], 0.3, 1);
    assert_eq!(
        told(&evolution)[2..],
        [
            (1, EvolutionKind::Continuation, vec![0], vec![0]),
            (1, EvolutionKind::Merge, vec![0, 1], vec![0]),
            (2, EvolutionKind::Continuation, vec![0], vec![0]),
        ]
    );
    assert_eq!(evolution.identities, 2);
}

#[test]
fn a_community_may_be_away_for_as_long_as_told() {
    let texts = ["aaabbb", "aaa...", "aaaccc"];
    let resumed = follow(&texts, 0.5, 1);
    assert_eq!(
        told(&resumed)[2..],
        [
            (1, EvolutionKind::Continuation, vec![0], vec![0]),
            (1, EvolutionKind::Dormancy, vec![1], vec![]),
            (2, EvolutionKind::Continuation, vec![0], vec![0]),
            (2, EvolutionKind::Resumption, vec![1], vec![1]),
        ]
    );
    let dissolved = follow(&texts, 0.5, 0);
    assert_eq!(
        told(&dissolved)[2..],
        [
            (1, EvolutionKind::Continuation, vec![0], vec![0]),
            (1, EvolutionKind::Dissolution, vec![1], vec![]),
            (2, EvolutionKind::Birth, vec![], vec![2]),
            (2, EvolutionKind::Continuation, vec![0], vec![0]),
        ]
    );
    let late = follow(&["aaa", "...", "...", "aaa"], 0.5, 1);
    assert_eq!(
        told(&late),
        [
            (0, EvolutionKind::Birth, vec![], vec![0]),
            (1, EvolutionKind::Dormancy, vec![0], vec![]),
            (2, EvolutionKind::Dissolution, vec![0], vec![]),
            (3, EvolutionKind::Birth, vec![], vec![1]),
        ]
    );
}

#[test]
fn what_cannot_be_followed_is_refused() {
    let ask = |periods: &[Vec<Option<u32>>], threshold| {
        track(periods, &EvolutionRule { threshold, dormancy: 0 }, &Interrupt::new())
    };
    for threshold in [0.0, 1.1, f64::NAN] {
        assert!(ask(&[], threshold).is_err());
    }
    assert!(ask(&[period("a"), period("ab")], 0.5).is_err());
    assert_eq!(ask(&[], 0.5).expect("right").identities, 0);
}

proptest! {
    #[test]
    fn numbers_of_communities_do_not_matter(
        periods in prop::collection::vec(prop::collection::vec(prop::option::of(0_u32..4), 12), 1..6),
        dormancy in 0_u32..3,
    ) {
        let rule = EvolutionRule { threshold: 0.2, dormancy };
        let here = track(&periods, &rule, &Interrupt::new()).expect("right");
        let turn = |it: &Option<u32>| it.map(|it| 1000 - 7 * it);
        let turned: Vec<Vec<_>> = periods.iter().map(|it| it.iter().map(turn).collect()).collect();
        let there = track(&turned, &rule, &Interrupt::new()).expect("right");
        prop_assert_eq!(&here.events, &there.events);
        for (period, appearances) in periods.iter().zip(&here.periods) {
            let mut seen: Vec<u32> = appearances.iter().map(|it| it.identity).collect();
            seen.sort_unstable();
            seen.dedup();
            prop_assert_eq!(seen.len(), appearances.len());
            prop_assert!(seen.iter().all(|it| (*it as usize) < here.identities));
            let present = period.iter().flatten().count();
            prop_assert_eq!(appearances.iter().map(|it| it.size).sum::<usize>(), present);
        }
    }
}
