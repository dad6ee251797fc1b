//! Paths, introducers, suggested ties, backbones and other weightings, on small networks.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use chrono::NaiveDate;
use common::{at, names, whole};
use graph::NetworkView;
use graph::path::Paths;
use graph::refusal::Refusal;
use graph::suggestion::{SuggestionRule, Suggestions};
use graph::tie::{BackboneCorrection, BackboneMethod, BackboneRule, TieRule, Ties, Weighting};
use measures::link::LinkMethod;
use measures::{Interrupt, WeightSemantics};

fn ties(view: &NetworkView, rule: &TieRule) -> Ties {
    Ties::new(view, rule).unwrap()
}

/// The ties of a view, one a line: ends and weight.
fn lines(view: &NetworkView, rule: &TieRule) -> Vec<String> {
    let line = |it: &graph::tie::Tie| format!("{} {}", names(view, &[it.a, it.b]).join("-"), it.weight);
    ties(view, rule).ties().iter().map(line).collect()
}

fn between(view: &NetworkView, ends: (&str, &str), semantics: WeightSemantics, most: usize) -> Vec<String> {
    let ties = ties(view, &TieRule::default());
    let ends = (at(view, ends.0), at(view, ends.1));
    let found = Paths::between(&ties, ends, semantics, most, &Interrupt::new()).unwrap();
    let path = |it: &graph::path::Path| {
        let mut on_the_way = vec![it.hops[0].from];
        on_the_way.extend(it.hops.iter().map(|it| it.to));
        format!("{} {}", names(view, &on_the_way).join("-"), it.length)
    };
    found.paths.iter().map(path).collect()
}

#[test]
fn strength_is_never_read_as_distance() {
    // a and c met once; both work with b often.
    let view = whole(
        "2015 seminar: a, c\n 2015 working: a, b\n 2015 working: a, b\n 2015 working: a, b\n 2015 working: b, c
         2015 working: b, c\n 2015 working: b, c",
    );
    assert_eq!(between(&view, ("a", "c"), WeightSemantics::None, 2), ["a-c 1", "a-b-c 2"]);
    // Strengths 3, 3 and 1/2: lengths 1/3 + 1/3 against 2.
    assert_eq!(between(&view, ("a", "c"), WeightSemantics::Strength, 1), ["a-b-c 0.6666666666666666"]);
    assert_eq!(between(&view, ("a", "c"), WeightSemantics::Distance, 1), ["a-c 0.5"]);
}

#[test]
fn introducers_are_tied_to_both() {
    let view = whole(
        "2015 working: a, b\n 2015 working: b, c\n 2015 seminar: a, d\n 2015 seminar: d, c\n 2015 working: c, e",
    );
    let ties = ties(&view, &TieRule::default());
    let ends = (at(&view, "a"), at(&view, "c"));
    let found = Paths::between(&ties, ends, WeightSemantics::Strength, 1, &Interrupt::new()).unwrap();
    let who: Vec<_> = found.introducers.iter().map(|it| it.institution).collect();
    assert_eq!(names(&view, &who), ["b", "d"]);
    let evidence = |tie: usize| ties.occasions(&ties.ties()[tie]).count();
    assert!(found.introducers.iter().all(|it| evidence(it.tie_from) == 1 && evidence(it.tie_to) == 1));
    let none = Paths::between(&ties, (ends.0, ends.0), WeightSemantics::None, 1, &Interrupt::new());
    assert!(matches!(none, Err(Refusal::Parameter { name: "to", .. })));
}

#[test]
fn without_a_path_there_is_a_reason() {
    let view = whole("2015 working: a, b\n 2015 working: c, d\n e is PUP");
    let ties = ties(&view, &TieRule::default());
    let note = |one: &str, other: &str| {
        let ends = (at(&view, one), at(&view, other));
        Paths::between(&ties, ends, WeightSemantics::None, 1, &Interrupt::new()).unwrap().note
    };
    assert!(note("a", "c").unwrap().starts_with("the two are in different components"));
    assert!(note("a", "e").unwrap().starts_with("one of the two is not among"));
    assert_eq!(note("a", "b"), None);
}

#[test]
fn weights_add_up_as_the_rule_says() {
    let view = whole("2015 seminar: a, b, c\n 2015 working: a, b\n 2015 funded: a, b");
    let weighting = |weighting| lines(&view, &TieRule { weighting, ..TieRule::default() });
    assert_eq!(weighting(Weighting::Count), ["a-b 3", "a-c 1", "b-c 1"]);
    assert_eq!(weighting(Weighting::Newman), ["a-b 2.5", "a-c 0.5", "b-c 0.5"]);
    assert_eq!(weighting(Weighting::Base), ["a-b 4.25", "a-c 0.25", "b-c 0.25"]);
    let multiplex = TieRule { min_kinds: 3, ..TieRule::default() };
    assert_eq!(lines(&view, &multiplex), ["a-b 4.25"]);
    let found = ties(&view, &multiplex);
    assert_eq!(found.kinds(&found.ties()[0]).len(), 3);
    let without = TieRule { without: vec![testkit::sketch::id("a")], ..TieRule::default() };
    assert_eq!(lines(&view, &without), ["b-c 0.25"]);
    assert_eq!(names(&view, ties(&view, &without).removed()), ["a"]);
}

#[test]
fn a_backbone_leaves_what_chance_explains() {
    // a and b are at four of five occasions together; each of the others once with them.
    let view = whole(
        "2015 working: a, b\n 2015 working: a, b\n 2015 working: a, b\n 2015 seminar: c, d\n 2015 seminar: c, e
         2015 seminar: d, e\n 2015 seminar: a, c\n 2015 submitted: d, f",
    );
    let backbone = |method| Some(BackboneRule { method, alpha: 0.2, correction: BackboneCorrection::None });
    let rule = TieRule { backbone: backbone(BackboneMethod::Hypergeometric), ..TieRule::default() };
    // Seven occasions, a at four, b at three, three together: C(4,3)·C(3,0)/C(7,3) = 4/35.
    let kept = lines(&view, &rule);
    assert_eq!(kept, ["a-b 3", "d-f 2"], "the project stays whatever chance says");
    let receipt = ties(&view, &rule).receipt().clone();
    assert!(receipt.counts.contains(&("tiesLeftToChance".to_owned(), 4)), "{:?}", receipt.counts);
    assert!(receipt.parameters.contains(&("ties.backbone".to_owned(), "HYPERGEOMETRIC 0.2 NONE".to_owned())));
    let disparity = TieRule { backbone: backbone(BackboneMethod::Disparity), ..TieRule::default() };
    assert_eq!(ties(&view, &disparity).receipt().warnings.len(), 1, "its caveat");
    let wrong = TieRule { backbone: rule.backbone.map(|it| BackboneRule { alpha: 1.0, ..it }), ..rule };
    assert!(matches!(Ties::new(&view, &wrong), Err(Refusal::Parameter { name: "alpha", .. })));
}

#[test]
fn suggestions_share_neighbours_and_are_tested_on_time() {
    let view = whole(
        "2014 working: a, b\n 2014 working: b, c\n 2014 working: c, d\n 2014 working: d, a\n 2014 working: d, e
         2016 working: a, c",
    );
    let rule = SuggestionRule {
        ties: TieRule::default(),
        method: LinkMethod::CommonNeighbours,
        with: None,
        back_test: Some((NaiveDate::from_ymd_opt(2015, 1, 1).unwrap(), 2)),
    };
    let all = ties(&view, &rule.ties);
    let found = Suggestions::new(&view, &all, &rule, &Interrupt::new()).unwrap();
    let pairs: Vec<_> =
        found.suggestions.iter().map(|it| (names(&view, &[it.a, it.b]).join("-"), it.score)).collect();
    assert_eq!(pairs, [("b-d".to_owned(), 2.0), ("a-e".to_owned(), 1.0), ("c-e".to_owned(), 1.0)]);
    assert_eq!(names(&view, &found.suggestions[0].common), ["a", "c"]);
    // Before 2015 five pairs are not tied: a-c and b-d share two neighbours, a-e and c-e one, b-e none. a-c came true.
    let test = found.back_test.unwrap();
    assert_eq!(
        (test.ties_before, test.ties_after, test.result.positives, test.result.negatives),
        (5, 1, 1, 4)
    );
    assert_eq!((test.result.auc, test.result.precision_at_k), (Some(3.5 / 4.0), Some(0.5)));
    let with = SuggestionRule { with: Some(at(&view, "e")), back_test: None, ..rule.clone() };
    assert_eq!(Suggestions::new(&view, &all, &with, &Interrupt::new()).unwrap().suggestions.len(), 2);
    let zero = SuggestionRule { back_test: rule.back_test.map(|it| (it.0, 0)), ..rule };
    assert!(matches!(
        Suggestions::new(&view, &all, &zero, &Interrupt::new()),
        Err(Refusal::Parameter { name: "backTest.count", .. })
    ));
}
