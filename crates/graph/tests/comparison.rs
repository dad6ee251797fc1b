//! Comparison of two views: by hand, by brute force, by its symmetry.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use common::{names, whole};
use domain::claim::EvidenceBasis;
use domain::date::{EdtfDate, Period};
use domain::identity::{DecisionStatus, IdentityDecision};
use domain::record::{Noun, Record};
use generator::{Parameters, Plan, Size};
use graph::comparison::Comparison;
use graph::comparison::counterpart::IdentityChange;
use graph::comparison::delta::Direction;
use graph::comparison::figures::{FigureKind, FigureRule, Figures};
use graph::comparison::signatory::SignatoryChangeKind;
use graph::comparison::tie_change::TieChangeKind;
use graph::refusal::{NotDefinedReason, Refusal};
use graph::tie::{TieLevel, TieRule};
use graph::view::View;
use graph::{Network, NetworkView};
use measures::Interrupt;
use measures::community::evolution::EvolutionKind;
use proptest::prelude::*;
use testkit::sketch::{id, label, sketch};

fn year_of(network: &Arc<Network>, year: i32) -> NetworkView {
    let view = View { period: Period::year(year).unwrap(), basis: EvidenceBasis::Stated, ..View::default() };
    NetworkView::new(Arc::clone(network), view)
}

fn network(record: Record) -> Arc<Network> {
    Arc::new(Network::build(record).unwrap())
}

fn rule() -> FigureRule {
    let clusters = TieRule { min_level: TieLevel::L1, ..TieRule::cooperation() };
    FigureRule { clusters, partnership: Some(id("partnership")), ..FigureRule::default() }
}

fn compare(before: &NetworkView, after: &NetworkView) -> Comparison {
    Comparison::new(before, after, &rule(), 0.3, &Interrupt::new()).unwrap()
}

/// The names of counterparts: of their institutions after, else before.
fn told(found: &Comparison, before: &NetworkView, after: &NetworkView, numbers: &[u32]) -> Vec<String> {
    let one = |it: &u32| {
        let counterpart = found.counterparts.get(*it).unwrap();
        let shown = if counterpart.after.is_empty() {
            names(before, &counterpart.before)
        } else {
            names(after, &counterpart.after)
        };
        shown.join("+")
    };
    numbers.iter().map(one).collect()
}

fn pairs(found: &Comparison, before: &NetworkView, after: &NetworkView, kind: TieChangeKind) -> Vec<String> {
    found
        .ties_of(kind)
        .map(|it| told(found, before, after, &[it.between.0, it.between.1]).join("-"))
        .collect()
}

fn change(found: &Comparison, kind: FigureKind) -> (f64, f64, Option<Direction>) {
    let figure = found.figures.iter().find(|it| it.kind == kind).unwrap();
    let lower = |it: &Option<graph::Interval>| it.as_ref().map_or(f64::NAN, |it| it.lower);
    (lower(&figure.before), lower(&figure.after), figure.delta.map(|it| it.direction()))
}

const TWO_YEARS: &str = "
    signatory a, signatory b, signatory c, signatory e
    2015-02-01 working: a, b, c
    2015-03-01 seminar: a, d
    2015-04-01 working: b, c
    2016-02-01 working: a, b, c
    2016-03-01 working: d, a
    2016-05-01 working: e, f, g
";

#[test]
fn two_years_by_hand() {
    let network = network(sketch(TWO_YEARS));
    let (before, after) = (year_of(&network, 2015), year_of(&network, 2016));
    let found = compare(&before, &after);
    assert_eq!(told(&found, &before, &after, &found.institutions.gained), ["e", "f", "g"]);
    assert!(found.institutions.lost.is_empty());
    assert_eq!(found.institutions.kept, 4);
    let key = |it: &u32| network.record().meetings.get(*it as usize).unwrap().key.to_string();
    assert_eq!(found.occasions.lost.iter().map(key).collect::<Vec<_>>(), ["m1", "m2", "m3"]);
    assert_eq!(found.occasions.gained.iter().map(key).collect::<Vec<_>>(), ["m4", "m5", "m6"]);
    let of = |kind| pairs(&found, &before, &after, kind);
    assert_eq!(of(TieChangeKind::Gained), ["e-f", "e-g", "f-g"]);
    assert_eq!(of(TieChangeKind::Lost), [""; 0]);
    // a and d met once at a seminar (0.5), then once at a working meeting (1).
    assert_eq!(of(TieChangeKind::Strengthened), ["a-d"]);
    // b and c met twice, among three and alone (0.5 + 1), so they cooperated (L2); then once among three.
    assert_eq!(of(TieChangeKind::Weakened), ["b-c"]);
    assert_eq!(found.ties_unchanged, 2);
    let weakened = found.ties_of(TieChangeKind::Weakened).next().unwrap();
    let (old, new) = (weakened.before.unwrap(), weakened.after.unwrap());
    assert_eq!((old.level, new.level), (TieLevel::L2, TieLevel::L1));
    // Both signed, as two of four: 0.25/3 more.
    let (expected_old, expected_new) = (1.5 + 0.25 / 3.0, 0.5 + 0.25 / 3.0);
    assert!((old.weight - expected_old).abs() < 1e-12 && (new.weight - expected_new).abs() < 1e-12);
    // The common membership is behind either, too.
    let (behind, now) = found.ties_behind(weakened);
    assert_eq!(found.before.ties.occasions(behind.first().unwrap()).count(), 3);
    assert_eq!(found.after.ties.occasions(now.first().unwrap()).count(), 2);

    use Direction::{Decreased, Increased, Unchanged};
    assert_eq!(change(&found, FigureKind::Meetings), (3.0, 3.0, Some(Unchanged)));
    assert_eq!(change(&found, FigureKind::InvolvedInstitutions), (4.0, 7.0, Some(Increased)));
    assert_eq!(change(&found, FigureKind::Institutions), (4.0, 7.0, Some(Increased)));
    assert_eq!(change(&found, FigureKind::Ties), (4.0, 7.0, Some(Increased)));
    assert_eq!(change(&found, FigureKind::Components), (1.0, 2.0, Some(Increased)));
    assert_eq!(change(&found, FigureKind::Density), (4.0 / 6.0, 7.0 / 21.0, Some(Decreased)));
    // Triangle a, b, c with d at a: 3 closed of 5 paths; then the triangle e, f, g besides: 6 of 8.
    assert_eq!(change(&found, FigureKind::Transitivity), (0.6, 0.75, Some(Increased)));
    assert_eq!(change(&found, FigureKind::Clusters), (1.0, 2.0, Some(Increased)));
    let events: Vec<_> = found
        .clusters
        .iter()
        .map(|it| (it.kind, it.before.clone(), it.after.clone(), it.similarity))
        .collect();
    let expected = [
        (EvolutionKind::Birth, vec![], vec![1], None),
        (EvolutionKind::Continuation, vec![0], vec![0], Some(1.0)),
    ];
    assert_eq!(events, expected);

    let became = |it: &graph::comparison::signatory::SignatoryChange| {
        let place = it.after.unwrap();
        let item = found.after.signatories.as_ref().unwrap().items.get(place).unwrap().clone();
        (names(&after, item.institution.as_slice()).join(""), it.kind)
    };
    let changes: Vec<_> = found.signatories.iter().map(became).collect();
    assert_eq!(changes, [("e".to_owned(), SignatoryChangeKind::BecameContacted)]);
}

#[test]
fn a_view_is_as_it_is() {
    let network = network(sketch(TWO_YEARS));
    let view = year_of(&network, 2015);
    let found = compare(&view, &view);
    assert_eq!((found.institutions.gained.len(), found.institutions.lost.len()), (0, 0));
    assert_eq!((found.occasions.gained.len(), found.occasions.lost.len()), (0, 0));
    assert!(found.ties.is_empty() && found.signatories.is_empty());
    assert_eq!(found.ties_unchanged, 4);
    assert!(found.clusters.iter().all(|it| it.kind == EvolutionKind::Continuation));
    for figure in &found.figures {
        let settled = figure.before.as_ref().is_none_or(graph::Interval::is_exact);
        let direction = figure.delta.map(|it| it.direction());
        let expected = if settled { Direction::Unchanged } else { Direction::NotSettled };
        assert!(direction.is_none_or(|it| it == expected), "{figure:?}");
    }
}

/// A record with a decision that two institutions are one, which has its claim.
fn decided(text: &str, duplicate: &str, canonical: &str, status: DecisionStatus) -> Record {
    let mut record = sketch(text);
    record.identity_decisions.push(IdentityDecision {
        key: id("same"),
        duplicate: id(duplicate),
        canonical: id(canonical),
        status,
        reason: label("te same słowa"),
        decided_by: label("keeper"),
        decided_on: EdtfDate::UNKNOWN,
        task: None,
    });
    record
}

#[test]
fn what_was_joined_in_between_is_the_same() {
    let text = "
        2015-02-01 working: gops, b
        2015-03-01 working: ops, b
        2015-04-01 working: ops, gops
        2015-05-01 working: c, d
    ";
    let apart = network(decided(text, "gops", "ops", DecisionStatus::Proposed));
    let joined = network(decided(text, "gops", "ops", DecisionStatus::Accepted));
    let (before, after) = (year_of(&apart, 2015), year_of(&joined, 2015));
    let found = compare(&before, &after);
    let changed: Vec<_> = found.counterparts.changed().collect();
    assert_eq!(told(&found, &before, &after, &changed), ["ops"]);
    let counterpart = found.counterparts.get(changed[0]).unwrap();
    assert_eq!(names(&before, &counterpart.before), ["gops", "ops"]);
    assert_eq!(counterpart.identity_change(), Some(IdentityChange::Merged));
    assert_eq!((found.institutions.gained.len(), found.institutions.lost.len()), (0, 0));
    assert_eq!(found.institutions.kept, 4);
    assert_eq!(found.occasions.kept, 4);
    // Two meetings of weight 1 each with b, by two institutions or by one: the sum is the same, the level is not.
    assert_eq!(pairs(&found, &before, &after, TieChangeKind::Strengthened), ["b-ops"]);
    assert_eq!(found.ties.len(), 1);
    let (old, new) = found.ties_behind(&found.ties[0]);
    assert_eq!((old.len(), new.len()), (2, 1));

    let back = compare(&after, &before);
    let changed: Vec<_> = back.counterparts.changed().collect();
    let counterpart = back.counterparts.get(changed[0]).unwrap();
    assert_eq!(counterpart.identity_change(), Some(IdentityChange::Split));
    assert_eq!(pairs(&back, &after, &before, TieChangeKind::Weakened), ["b-gops+ops"]);
}

#[test]
fn an_institution_that_only_one_record_has_is_gained_or_lost() {
    let before = whole("2015-02-01 working: a, b\n 2015-03-01 working: x, b");
    let after = whole("2015-02-01 working: a, b\n 2015-03-01 working: b, z");
    let found = compare(&before, &after);
    assert_eq!(told(&found, &before, &after, &found.institutions.gained), ["z"]);
    assert_eq!(told(&found, &before, &after, &found.institutions.lost), ["x"]);
    assert_eq!(pairs(&found, &before, &after, TieChangeKind::Lost), ["b-x"]);
    assert_eq!(pairs(&found, &before, &after, TieChangeKind::Gained), ["b-z"]);
}

#[test]
fn rules_that_define_nothing_are_refused() {
    let view = whole("2015 working: a, b");
    let interrupt = Interrupt::new();
    for threshold in [0.0, -1.0, 1.1, f64::NAN] {
        let refused = Comparison::new(&view, &view, &rule(), threshold, &interrupt).unwrap_err();
        assert!(matches!(refused, Refusal::Parameter { name: "threshold", .. }));
    }
    let small = FigureRule { min_size: 1, ..rule() };
    let refused = Figures::of(&view, &small, &interrupt).unwrap_err();
    assert_eq!(refused, Refusal::NotDefined(NotDefinedReason::MinimumSizeTooSmall));
    let negative = FigureRule { ties: TieRule { min_weight: -1.0, ..TieRule::default() }, ..rule() };
    assert!(Figures::of(&view, &negative, &interrupt).is_err());
    interrupt.stop();
    assert_eq!(Figures::of(&view, &rule(), &interrupt).unwrap_err(), Refusal::Interrupted);
}

/// The ties of a view by the keys of their ends.
fn weights(view: &NetworkView) -> BTreeMap<(String, String), (TieLevel, f64)> {
    let ties = view.ties(&TieRule::default()).unwrap();
    let name = |it| view.network().at(it).unwrap().key.to_string();
    ties.ties().iter().map(|it| ((name(it.a), name(it.b)), (it.level, it.weight))).collect()
}

#[test]
fn a_generated_region_by_brute_force() {
    let record = Plan::draw(Parameters::of(Size::S, 7)).unwrap().record().unwrap();
    // The other revision lacks every fifth meeting and the last institutions' participations.
    let mut smaller = record.clone();
    let gone: BTreeSet<String> = record.meetings.iter().step_by(5).map(|it| it.key().to_owned()).collect();
    smaller.participations.retain(|it| !it.meeting.as_ref().is_some_and(|it| gone.contains(it.as_str())));
    smaller.meetings.retain(|it| !gone.contains(it.key()));
    let (whole, part) = (network(record), network(smaller));
    for year in [2016, 2018] {
        let (before, after) = (year_of(&part, year), year_of(&whole, year));
        let found = Comparison::new(&before, &after, &FigureRule::default(), 0.3, &Interrupt::new()).unwrap();
        let (old, new) = (weights(&before), weights(&after));
        let mut expected = BTreeMap::<TieChangeKind, BTreeSet<(String, String)>>::new();
        for pair in old.keys().chain(new.keys()) {
            let kind = match (old.get(pair), new.get(pair)) {
                (None, _) => TieChangeKind::Gained,
                (_, None) => TieChangeKind::Lost,
                (Some(old), Some(new)) if (new.0, new.1 - 1e-7) > (old.0, old.1) => {
                    TieChangeKind::Strengthened
                }
                (Some(old), Some(new)) if (old.0, old.1 - 1e-7) > (new.0, new.1) => TieChangeKind::Weakened,
                _ => continue,
            };
            expected.entry(kind).or_default().insert(pair.clone());
        }
        assert!(expected.len() >= 2, "the years are too much alike to show anything");
        for kind in TieChangeKind::ALL {
            let shown = |it: &graph::comparison::tie_change::TieChange| {
                let name = |number| told(&found, &before, &after, &[number]).remove(0);
                (name(it.between.0), name(it.between.1))
            };
            let listed: BTreeSet<_> = found.ties_of(*kind).map(shown).collect();
            assert_eq!(listed, expected.remove(kind).unwrap_or_default(), "{kind} in {year}");
        }
        let keys = |view: &NetworkView| names(view, &view.involved()).into_iter().collect::<BTreeSet<_>>();
        let gained: BTreeSet<_> =
            told(&found, &before, &after, &found.institutions.gained).into_iter().collect();
        assert_eq!(gained, &keys(&after) - &keys(&before));
        let meetings = |view: &NetworkView| view.occasions().len() - view.undecided();
        assert_eq!(found.occasions.gained.len() + found.occasions.kept, meetings(&after));
        assert_eq!(found.occasions.lost.len() + found.occasions.kept, meetings(&before));
    }
}

fn years() -> impl Strategy<Value = String> {
    let meeting = (2015..2017, 1..13_u32, proptest::collection::btree_set(0..7_usize, 2..5));
    proptest::collection::vec(meeting, 1..14).prop_map(|meetings| {
        let mut text = "signatory a, signatory b, signatory c, signatory d\n".to_owned();
        for (year, month, who) in meetings {
            let who: Vec<&str> = who.iter().map(|it| ["a", "b", "c", "d", "e", "f", "g"][*it]).collect();
            text.push_str(&format!("{year}-{month:02}-01 working: {}\n", who.join(", ")));
        }
        text
    })
}

proptest! {
    #[test]
    fn swapping_the_sides_turns_every_change_round(text in years()) {
        let network = network(sketch(&text));
        let (one, other) = (year_of(&network, 2015), year_of(&network, 2016));
        let (there, back) = (compare(&one, &other), compare(&other, &one));
        prop_assert_eq!(&there.institutions.gained, &back.institutions.lost);
        prop_assert_eq!(&there.institutions.lost, &back.institutions.gained);
        prop_assert_eq!(&there.occasions.gained, &back.occasions.lost);
        prop_assert_eq!(there.ties_unchanged, back.ties_unchanged);
        let turned = [
            (TieChangeKind::Gained, TieChangeKind::Lost),
            (TieChangeKind::Lost, TieChangeKind::Gained),
            (TieChangeKind::Strengthened, TieChangeKind::Weakened),
            (TieChangeKind::Weakened, TieChangeKind::Strengthened),
        ];
        for (kind, opposite) in turned {
            prop_assert_eq!(pairs(&there, &one, &other, kind), pairs(&back, &other, &one, opposite));
        }
        let of = |found: &Comparison, kind| found.signatories.iter().filter(|it| it.kind == kind).count();
        prop_assert_eq!(
            of(&there, SignatoryChangeKind::BecameContacted),
            of(&back, SignatoryChangeKind::BecameUncontacted)
        );
        for (figure, opposite) in there.figures.iter().zip(&back.figures) {
            prop_assert_eq!(&figure.before, &opposite.after);
            let negated = opposite.delta.map(|it| (it.upper.map(|it| -it), it.lower.map(|it| -it)));
            prop_assert_eq!(figure.delta.map(|it| (it.lower, it.upper)), negated);
        }
    }
}
