//! Ties, structure and contacts on small networks; what must hold of any network, by property.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use std::collections::BTreeMap;

use common::{at, clusters, names, view, whole, year};
use domain::claim::EvidenceBasis::{Stated, StatedAndInferred};
use domain::date::Period;
use graph::cluster::ClusterRule;
use graph::contact::{ContactRule, ContactSide, ContactStatus, Contacts};
use graph::dependence::Dependence;
use graph::occasion::Certainty;
use graph::refusal::{NotDefinedReason, Refusal};
use graph::structure::Structure;
use graph::tie::{HubPolicy, TieLevel, TieRule, Ties};
use graph::view::{Scope, View};
use graph::{ExclusionReason, NetworkView};
use petgraph::algo::{connected_components, dijkstra};
use proptest::prelude::*;

fn ties(view: &NetworkView, rule: &TieRule) -> Ties {
    Ties::new(view, rule).unwrap()
}

/// The ties of a view, one a line: ends, level, weight to four digits.
fn lines(view: &NetworkView, rule: &TieRule) -> Vec<String> {
    let line = |it: &graph::tie::Tie| {
        let mark = if it.is_inferred { " inferred" } else { "" };
        format!("{} {} {:.4}{mark}", names(view, &[it.a, it.b]).join("-"), it.level, it.weight)
    };
    ties(view, rule).ties().iter().map(line).collect()
}

fn from(level: TieLevel) -> TieRule {
    TieRule { min_level: level, ..TieRule::default() }
}

#[test]
fn levels_follow_what_is_shared() {
    let text = "signatory a, signatory b, signatory e
        2015 seminar: b, c
        2015 working: c, d\n 2015 working: c, d
        2015 plenary: d, e\n 2015 plenary: d, e
        2015 done: e, f
        2015 submitted: f, g
        2015 funded: g, h";
    let view = whole(text);
    assert_eq!(
        lines(&view, &from(TieLevel::L0)),
        [
            "a-b L0 0.1250",
            "a-e L0 0.1250",
            "b-c L1 0.5000",
            "b-e L0 0.1250",
            "c-d L2 2.0000",
            "d-e L1 1.0000",
            "e-f L2 1.5000",
            "f-g L2 2.0000",
            "g-h L3 3.0000",
        ]
    );
    assert_eq!(lines(&view, &from(TieLevel::L3)), ["g-h L3 3.0000"]);
    assert_eq!(lines(&view, &from(TieLevel::L2)).len(), 4);
}

#[test]
fn a_mass_meeting_makes_weak_ties_and_declared_people_count() {
    let view = whole("2015 seminar 60: a, b\n 2015 seminar: c, d, e");
    assert_eq!(
        lines(&view, &TieRule::default()),
        ["a-b L1 0.0085", "c-d L1 0.2500", "c-e L1 0.2500", "d-e L1 0.2500"]
    );
    let small = TieRule { max_occasion_size: Some(59), ..TieRule::default() };
    assert_eq!(lines(&view, &small).len(), 3);
    assert_eq!(ties(&view, &small).nodes().len(), 5, "those at a mass meeting stay, without its ties");
}

#[test]
fn lead_and_secretariat_are_not_co_members() {
    let view =
        whole("lead a, signatory a, secretariat b, signatory b, signatory c, signatory d\n 71 signatories");
    assert_eq!(lines(&view, &from(TieLevel::L0)), ["c-d L0 0.0036"]);
    assert!(ties(&view, &TieRule::default()).nodes().is_empty(), "affiliation alone is no involvement");
    assert_eq!(names(&view, ties(&view, &from(TieLevel::L0)).nodes()), ["c", "d"]);
}

#[test]
fn inferred_evidence_counts_half_and_only_where_asked_for() {
    let text = "council: a, ~b, c\n 2015 working: a, ~c";
    assert_eq!(lines(&year(text, 2015, Stated), &TieRule::default()), ["a-c L2 1.0000"]);
    assert_eq!(
        lines(&year(text, 2015, StatedAndInferred), &TieRule::default()),
        ["a-b L2 0.2500 inferred", "a-c L2 1.0000", "b-c L2 0.2500 inferred"]
    );
}

#[test]
fn what_only_may_lie_in_the_window_makes_no_tie() {
    let text = "2014/2015 working: a, b\n 2015-03 working: a, c\n XXXX working: a, d\n XXXX funded: a, e\n 2015 planned: a, f";
    let view = year(text, 2015, Stated);
    let graph = ties(&view, &TieRule::default());
    assert_eq!(lines(&view, &TieRule::default()), ["a-c L1 1.0000"]);
    let undated = graph.receipt().excluded.iter().filter(|it| it.reason == ExclusionReason::Undated);
    let undated: Vec<_> = undated.flat_map(|it| &it.sample).map(ToString::to_string).collect();
    assert_eq!(undated, ["document:doc", "meeting:m3", "partnership:p1"]);
    let rule = ContactRule::default();
    let contacts = Contacts::new(&view, &rule);
    assert_eq!(contacts.finding(at(&view, "b")).status, ContactStatus::PossiblyContacted);
    assert_eq!(contacts.finding(at(&view, "f")).status, ContactStatus::NoRecordedContact);
    assert_eq!(contacts.of(at(&view, "a")).len(), 1);
    let wide = ContactRule { certainty: Certainty::Possible, ..ContactRule::default() };
    assert_eq!(names(&view, &Contacts::new(&view, &wide).counterparts(at(&view, "a"))), ["b", "c"]);
}

#[test]
fn recency_halves_with_each_half_life_before_the_end_of_the_window() {
    let text = "2013-12-31 working: a, b\n 2015-12-31 working: c, d\n council: e, f";
    let rule = TieRule { half_life_months: Some(24.0), ..TieRule::default() };
    let until = |end: &str| View {
        period: Period::new(Some("2000-01-01".parse().unwrap()), Some(end.parse().unwrap())).unwrap(),
        ..View::default()
    };
    let weights =
        |view: &NetworkView| ties(view, &rule).ties().iter().map(|it| it.weight).collect::<Vec<_>>();
    let found = weights(&view(text, until("2015-12-31")));
    assert!((found[0] - 0.5).abs() < 1e-3 && (found[1], found[2]) == (1.0, 1.0), "{found:?}");
    assert_eq!(weights(&whole(text)), found, "an open window ends for ages with the latest day recorded");
    let wrong = TieRule { half_life_months: Some(0.0), ..TieRule::default() };
    let refusal = Ties::new(&whole(text), &wrong).unwrap_err();
    assert_eq!(refusal, Refusal::NotDefined(NotDefinedReason::HalfLifeNotPositive));
}

#[test]
fn a_meeting_that_may_be_another_is_not_a_second_one() {
    let mut record = testkit::sketch::sketch("2015 working: a, b\n 2015 working: a, b");
    record.meetings[1].possible_duplicate_of = Some(record.meetings[0].key.clone());
    let network = graph::Network::build(record).unwrap();
    let view = NetworkView::new(std::sync::Arc::new(network), View::default());
    assert_eq!(lines(&view, &TieRule::default()), ["a-b L1 2.0000"]);
}

#[test]
fn kinds_narrow_the_evidence_and_scope_the_institutions() {
    let text = "a is OPS, gmina-x\n b is OPS, gmina-x\n c is PUP\n 2015 working: a, b, c\n 2015 seminar: a, b, c\n council: a, b";
    let rule = TieRule { kinds: vec![testkit::sketch::id("seminar")], ..TieRule::default() };
    assert_eq!(lines(&whole(text), &rule), ["a-b L1 0.2500", "a-c L1 0.2500", "b-c L1 0.2500"]);
    let scope = Scope { types: vec![testkit::sketch::id("ops")], ..Scope::default() };
    let scoped = view(text, View { scope, ..View::default() });
    assert_eq!(lines(&scoped, &TieRule::default()), ["a-b L2 1.7500"], "sizes still count everybody");
}

#[test]
fn coordinators_are_removed_with_their_ties_and_told() {
    let view = whole("u in wup\n secretariat wup\n 2015 visit a by u\n 2015 working: u, a, b");
    let rule = TieRule { hubs: HubPolicy::RemoveCoordinators, ..TieRule::default() };
    let graph = ties(&view, &rule);
    assert_eq!(
        (names(&view, graph.nodes()), graph.touching_removed().len()),
        (vec!["a".into(), "b".into()], 2)
    );
    assert!(
        graph.receipt().excluded.iter().any(|it| it.reason == ExclusionReason::HubRemoved && it.count == 1)
    );
    let found = Dependence::of(&graph, at(&view, "wup"));
    assert!(found.share.is_none() && found.note.is_some_and(|it| it.contains("takes coordinators out")));
    assert_eq!(Dependence::of(&ties(&view, &TieRule::default()), at(&view, "wup")).share, Some(0.0));
}

#[test]
fn no_tie_has_its_reason() {
    let view =
        whole("2015 seminar: a good_practice_subject, b good_practice_subject, c, d\n 2015 working: c, e");
    let graph = ties(&view, &TieRule { min_weight: 0.6, ..TieRule::default() });
    let reason = |a, b| graph.finding(&view, at(&view, a), at(&view, b)).reason;
    assert!(reason("a", "b").contains("named at the same meeting"));
    assert!(reason("c", "d").contains("level L1 and weight 0.5000"));
    assert!(reason("a", "e").contains("no shared occasion"));
    assert!(reason("c", "e").starts_with('1'));
}

#[test]
fn contact_by_lead_signatory_and_council() {
    let text = "lead office:marshal, signatory s, signatory t
        2015 plenary: s host, office:marshal speaker, x\n 2015 working: t, y, body:council\n 2015 seminar: z";
    let view = whole(text);
    let status = |by, key| {
        let rule = ContactRule { by, ..ContactRule::default() };
        Contacts::new(&view, &rule).finding(at(&view, key)).status == ContactStatus::Contacted
    };
    assert!(status(ContactSide::Lead, "x") && !status(ContactSide::Lead, "y"));
    assert!(status(ContactSide::Signatory, "x") && !status(ContactSide::Signatory, "s"));
    assert!(status(ContactSide::Council, "y") && !status(ContactSide::Council, "z"));
    assert!(status(ContactSide::Anyone, "z") && !status(ContactSide::Secretariat, "x"));
}

#[test]
fn petgraph_runs_on_ties() {
    let view = whole("2015 working: a, b\n 2015 working: b, c\n 2015 working: d, e\n 2015 seminar: f");
    let graph = ties(&view, &TieRule::default());
    assert_eq!(connected_components(&graph), 3);
    assert_eq!(Structure::of(&graph).components.len(), 3);
    let distances = dijkstra(&graph, 0, None, |_| 1_u32);
    assert_eq!(distances.into_iter().collect::<BTreeMap<_, _>>(), [(0, 0), (1, 1), (2, 2)].into());
}

#[test]
fn an_empty_network_has_no_density_and_no_cluster() {
    let view = whole("");
    let structure = Structure::of(&ties(&view, &TieRule::default()));
    assert_eq!((structure.density, structure.giant_share, structure.mean_degree), (None, None, None));
    let found = clusters(&view, &ClusterRule::default()).unwrap();
    assert_eq!(
        found.note.unwrap(),
        "no cluster: no institution is recorded as involved in an occasion of the window"
    );
}

/// A network as lists of those who met, and the kinds of the meetings.
fn any_network() -> impl Strategy<Value = Vec<(u8, Vec<u8>)>> {
    prop::collection::vec((0_u8..6, prop::collection::vec(0_u8..12, 1..6)), 0..12)
}

fn told(network: &[(u8, Vec<u8>)], name: impl Fn(u8) -> String) -> String {
    let mut text = String::new();
    for (kind, who) in network {
        let kind = ["seminar", "working", "council", "plenary 40", "funded", "done"][usize::from(*kind)];
        let who: Vec<_> = who.iter().map(|it| name(*it)).collect();
        text.push_str(&format!("2015 {kind}: {}\n", who.join(", ")));
    }
    text
}

/// Ties by the names of their ends, whatever the order.
fn by_name(view: &NetworkView, graph: &Ties) -> BTreeMap<[String; 2], (TieLevel, f64)> {
    let ends = |it: &graph::tie::Tie| {
        let mut ends = names(view, &[it.a, it.b]);
        ends.sort();
        [ends[0].clone(), ends[1].clone()]
    };
    graph.ties().iter().map(|it| (ends(it), (it.level, it.weight))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn other_names_change_nothing_but_names(network in any_network()) {
        let straight = whole(&told(&network, |it| format!("i{it:02}")));
        let reversed = whole(&told(&network, |it| format!("i{:02}", 99 - it)));
        let rename = |it: &String| format!("i{:02}", 99 - it[1..].parse::<u8>().unwrap());
        let (one, other) = (ties(&straight, &TieRule::default()), ties(&reversed, &TieRule::default()));
        let renamed: BTreeMap<_, _> = by_name(&straight, &one)
            .into_iter()
            .map(|([a, b], it)| { let mut ends = [rename(&a), rename(&b)]; ends.sort(); (ends, it) })
            .collect();
        prop_assert_eq!(renamed, by_name(&reversed, &other));
        let (one, other) = (Structure::of(&one), Structure::of(&other));
        prop_assert_eq!((one.institutions, one.ties, one.density), (other.institutions, other.ties, other.density));
        let sizes = |it: &Structure| it.components.iter().map(Vec::len).collect::<Vec<_>>();
        prop_assert_eq!(sizes(&one), sizes(&other));
    }

    #[test]
    fn the_order_of_meetings_does_not_matter(network in any_network()) {
        let mut backwards = network.clone();
        backwards.reverse();
        let name = |it: u8| format!("i{it:02}");
        let (one, other) = (whole(&told(&network, name)), whole(&told(&backwards, name)));
        prop_assert_eq!(
            by_name(&one, &ties(&one, &TieRule::default())),
            by_name(&other, &ties(&other, &TieRule::default()))
        );
    }

    #[test]
    fn an_isolate_changes_only_counts(network in any_network()) {
        let text = told(&network, |it| format!("i{it:02}"));
        let (without, with) = (whole(&text), whole(&format!("{text}2015 seminar: zz")));
        let (one, other) = (ties(&without, &TieRule::default()), ties(&with, &TieRule::default()));
        prop_assert_eq!(by_name(&without, &one), by_name(&with, &other));
        let (one, other) = (Structure::of(&one), Structure::of(&other));
        prop_assert_eq!(one.institutions + 1, other.institutions);
        prop_assert_eq!(one.isolates.len() + 1, other.isolates.len());
        prop_assert_eq!(one.components.len() + 1, other.components.len());
    }

    #[test]
    fn a_weight_is_the_sum_of_its_evidence_and_seen_alike_from_both_ends(network in any_network()) {
        let view = whole(&told(&network, |it| format!("i{it:02}")));
        let graph = ties(&view, &TieRule::default());
        for tie in graph.ties() {
            let sum: f64 = graph.occasions(tie).map(|it| it.contribution).sum();
            prop_assert!((tie.weight - sum).abs() < 1e-12 && 0.0 < tie.weight);
            prop_assert_eq!(graph.between(tie.b, tie.a), Some(tie));
            prop_assert!(graph.of(tie.a).any(|it| it == tie) && graph.of(tie.b).any(|it| it == tie));
        }
        let structure = Structure::of(&graph);
        prop_assert_eq!(structure.degrees.iter().map(|it| it.1).sum::<usize>(), 2 * graph.ties().len());
        prop_assert_eq!(structure.components.len(), connected_components(&graph));
        prop_assert_eq!(structure.components.iter().map(Vec::len).sum::<usize>(), graph.nodes().len());
    }
}
