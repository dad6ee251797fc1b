//! Rankings, brokerage, cohesion, distances and mixing on small networks, with values worked out by hand.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use common::{at, names, whole};
use graph::NetworkView;
use graph::attribute::InstitutionAttribute;
use graph::brokerage::Brokerage;
use graph::dependence::Dependence;
use graph::ranking::{Ranking, RankingRule};
use graph::refusal::{NotDefinedReason, Refusal};
use graph::structure::cohesion::Cohesion;
use graph::structure::distance::{DistanceRule, Distances};
use graph::structure::mixing::{Mixing, MixingRule};
use graph::tie::{TieRule, Ties};
use measures::catalogue::Measure;
use measures::{Interrupt, WeightSemantics};

/// More than anything here takes.
const MUCH: u64 = 1_000_000;

/// A triangle a, b, c with a tail c, d, e.
const KITE: &str = "2015 working: a, b\n 2015 working: b, c\n 2015 working: a, c
    2015 working: c, d\n 2015 working: d, e";

fn ties(view: &NetworkView) -> Ties {
    Ties::new(view, &TieRule::default()).unwrap()
}

fn rule(measure: Measure) -> RankingRule {
    RankingRule { measure, semantics: None, by: None, samples: None, seed: 1, damping: 0.85, alpha: None }
}

fn rank(view: &NetworkView, rule: &RankingRule) -> Result<Ranking, Refusal> {
    Ranking::new(view, &ties(view), rule, MUCH, &Interrupt::new())
}

#[test]
fn equal_values_share_a_rank_and_those_without_stand_last() {
    let view = whole(KITE);
    let degree = rank(&view, &rule(Measure::Degree)).unwrap();
    let found: Vec<_> = degree.entries.iter().map(|it| (it.institution, it.rank, it.value)).collect();
    let expected = [("c", 1, 3.0), ("a", 2, 2.0), ("b", 2, 2.0), ("d", 2, 2.0), ("e", 5, 1.0)];
    assert_eq!(found, expected.map(|(key, rank, value)| (at(&view, key), Some(rank), Some(value))));
    assert_eq!(degree.entries[0].normalized, Some(0.75));
    assert_eq!((degree.minimum, degree.maximum, degree.mean), (Some(1.0), Some(3.0), Some(2.0)));
    let clustering = rank(&view, &rule(Measure::LocalClustering)).unwrap();
    let last = clustering.entries.last().unwrap();
    assert_eq!((last.institution, last.rank, last.value), (at(&view, "e"), None, None));
    assert_eq!(clustering.defined, 4);
}

#[test]
fn refusals_say_what_is_wrong() {
    let view = whole(KITE);
    let unsaid = rank(&view, &rule(Measure::Betweenness)).unwrap_err();
    assert!(matches!(unsaid, Refusal::Parameter { name: "weightSemantics", .. }), "{unsaid:?}");
    let ungrouped = rank(&view, &rule(Measure::Gatekeeper)).unwrap_err();
    assert!(matches!(ungrouped, Refusal::Parameter { name: "by", .. }), "{ungrouped:?}");
    let of_whole = rank(&view, &rule(Measure::Density)).unwrap_err();
    assert!(matches!(of_whole, Refusal::Parameter { name: "measure", .. }), "{of_whole:?}");
    let distance = RankingRule { semantics: Some(WeightSemantics::Distance), ..rule(Measure::Constraint) };
    assert_eq!(rank(&view, &distance).unwrap_err(), Refusal::NotDefined(NotDefinedReason::NeedsStrength));
    let said = RankingRule { semantics: Some(WeightSemantics::None), ..rule(Measure::Betweenness) };
    let large = Ranking::new(&view, &ties(&view), &said, 1, &Interrupt::new()).unwrap_err();
    assert!(matches!(large, Refusal::TooLarge { what: Refusal::OPERATIONS, limit: 1, .. }), "{large:?}");
    let stopped = Interrupt::new();
    stopped.stop();
    assert_eq!(Ranking::new(&view, &ties(&view), &said, MUCH, &stopped).unwrap_err(), Refusal::Interrupted);
}

#[test]
fn cohesion_and_distances_are_those_of_the_kite() {
    let view = whole(KITE);
    let ties = ties(&view);
    let cohesion = Cohesion::of(&ties, MUCH, &Interrupt::new()).unwrap();
    // Paths of two ties: a 1, b 1, c 3, d 1; three of them are closed.
    assert_eq!(cohesion.transitivity, Some(0.5));
    // a and b 1, c one third, d 0; e has one tie.
    assert!((cohesion.mean_local_clustering.unwrap() - 7.0 / 12.0).abs() < 1e-12);
    // (5 · 3 − 10) / (4 · 3).
    assert!((cohesion.degree_centralization.unwrap() - 5.0 / 12.0).abs() < 1e-12);
    assert_eq!(names(&view, &cohesion.articulation_points), ["c", "d"]);
    assert_eq!(cohesion.bridges.len(), 2);
    assert_eq!(cohesion.not_defined, []);
    let rule = DistanceRule { semantics: WeightSemantics::None, samples: None, seed: 1 };
    let distances = Distances::of(&ties, rule, MUCH, &Interrupt::new()).unwrap().found;
    assert_eq!(distances.diameter.unwrap().length, 3.0);
    // Five at 1; a-d, b-d, c-e at 2; a-e, b-e at 3.
    assert_eq!(distances.mean, Some(1.7));
    let loss = Dependence::of(&ties, at(&view, "c"));
    let pieces: Vec<_> = loss.pieces.iter().map(|it| names(&view, it)).collect();
    assert_eq!(pieces, [["a", "b"], ["d", "e"]]);
    assert_eq!(loss.pairs_disconnected, 4);
}

#[test]
fn nothing_is_defined_of_nothing_and_says_so() {
    let view = whole("signatory a");
    let cohesion = Cohesion::of(&ties(&view), MUCH, &Interrupt::new()).unwrap();
    assert_eq!((cohesion.transitivity, cohesion.degree_assortativity), (None, None));
    assert!(
        cohesion.not_defined.contains(&(Measure::Transitivity, NotDefinedReason::NoInstitutions)),
        "{:?}",
        cohesion.not_defined
    );
    let ranking = rank(&view, &rule(Measure::Degree)).unwrap();
    assert_eq!((ranking.entries.len(), ranking.mean), (0, None));
}

#[test]
fn whose_attribute_is_not_recorded_takes_no_part_and_is_named() {
    let view = whole(KITE);
    let ties = ties(&view);
    let by = InstitutionAttribute::Powiat;
    let brokerage = Brokerage::new(&view, &ties, by, MUCH, &Interrupt::new()).unwrap();
    assert_eq!(brokerage.brokers.len() + brokerage.groups.undetermined.len(), 5);
    let told: usize = brokerage.receipt.excluded.iter().map(|it| it.count).sum();
    assert!(brokerage.groups.undetermined.len() <= told);
    let rule = MixingRule { by, permutations: 10, seed: 1 };
    let mixing = Mixing::of(&view, &ties, rule, MUCH, &Interrupt::new()).unwrap();
    assert_eq!(mixing.permuted.is_some(), mixing.ei_index.value.is_some());
}
