//! Institutions that are read as one by decision, and as two again when the decision is undone.

use domain::check::problems;
use domain::date::EdtfDate;
use domain::identity::{DecisionStatus, IdentityDecision, Merges, Relation, RelationKind, merge};
use domain::institution::InstitutionState;
use domain::party::Party;
use domain::record::{Noun, Record};
use domain::support::standing;
use proptest::prelude::*;
use testkit::sketch::{id, label};

use crate::common::{at, existence, institution, of_field, with_documents};

fn decision(key: &str, duplicate: &str, canonical: &str) -> IdentityDecision {
    IdentityDecision {
        key: id(key),
        duplicate: id(duplicate),
        canonical: id(canonical),
        status: DecisionStatus::Accepted,
        reason: label("the same place"),
        decided_by: label("the keeper of the record"),
        decided_on: EdtfDate::UNKNOWN,
        task: None,
    }
}

fn decided(text: &str, decisions: &[(&str, &str)]) -> Record {
    let mut record = with_documents(text);
    for (number, (duplicate, canonical)) in decisions.iter().enumerate() {
        record.identity_decisions.push(decision(&format!("d{number}"), duplicate, canonical));
    }
    record
}

fn merged(record: &Record) -> (Record, Merges) {
    let mut record = record.clone();
    let merges = merge(&mut record);
    (record, merges)
}

fn pairs(merges: &Merges) -> Vec<(String, String)> {
    merges.canonical.iter().map(|(from, to)| (from.to_string(), to.to_string())).collect()
}

fn one(from: &str, to: &str) -> (String, String) {
    (from.to_owned(), to.to_owned())
}

const EVERYWHERE: &str = "lead dup, signatory b\n council: dup, b\n 2015 visit dup by b\n unit in dup\n \
                          2016 funded: dup, b\n 2015 done: dup, b, cano\n 4 signatories\n cano is OPS, gmina-x";

/// A record in which the institution `dup` stands in every kind of place that an institution can stand in.
fn everywhere() -> Record {
    let mut record = decided(EVERYWHERE, &[("dup", "cano")]);
    record.bodies[0].same_as = Some(id("dup"));
    record.bodies[0].appointed_by = Some(Party::Institution(id("dup")));
    record.resolutions[0].addressee = Some(Party::Institution(id("dup")));
    record.action_items[0].evidence = vec![at("institution:dup"), at("meeting:m1")];
    record.indicators[0].of = Some(at("institution:dup"));
    record.relations.push(Relation {
        key: id("succession"),
        from: at("institution:dup"),
        to: at("institution:b"),
        kind: RelationKind::Succeeds,
        date: EdtfDate::UNKNOWN,
        reason: None,
    });
    let mut claim = existence("relation", "relation:succession", "doc");
    claim.premises = vec![at("institution:dup")];
    record.claims.extend([claim, of_field("field", "institution:dup", "name_en", "the duplicate", "doc")]);
    record.sort();
    record
}

#[test]
fn every_reference_to_a_duplicate_leads_to_the_canonical_institution() {
    let record = everywhere();
    assert_eq!(problems(&record), []);
    let (record, merges) = merged(&record);
    assert_eq!(pairs(&merges), [one("dup", "cano")]);
    let decisions = [("d0".to_owned(), at("institution:dup"))];
    let dangling = problems(&record).into_iter().map(|it| format!("{}: {}", it.at, it.what));
    let expected = decisions
        .map(|(at, to)| format!("identity-decision:{at}: it refers to {to}, which is not in the record"));
    assert_eq!(dangling.collect::<Vec<_>>(), expected, "the decision alone tells of the duplicate");

    let cano = Party::Institution(id("cano"));
    assert_eq!(record.memberships.iter().filter(|it| it.party == cano).count(), 2);
    assert_eq!(record.body_memberships[0].on_behalf_of, Some(id("cano")));
    assert_eq!(record.participations[0].party, cano);
    assert_eq!(institution(&record, "unit").parent, Some(id("cano")));
    assert_eq!(
        (&record.bodies[0].same_as, &record.bodies[0].appointed_by),
        (&Some(id("cano")), &Some(cano.clone()))
    );
    assert_eq!(record.resolutions[0].addressee, Some(cano.clone()));
    assert_eq!(record.action_items[0].evidence, [at("institution:cano"), at("meeting:m1")]);
    assert_eq!(record.action_items[0].responsible, [cano, Party::Institution(id("b"))], "named once");
    assert_eq!(record.indicators[0].of, Some(at("institution:cano")));
    assert_eq!(
        (&record.relations[0].from, &record.relations[0].to),
        (&at("institution:cano"), &at("institution:b"))
    );
}

#[test]
fn claims_about_the_two_become_claims_about_the_one() {
    let record = everywhere();
    let (merged, _) = merged(&record);
    let about = |record: &Record, key: &str| record.claims.iter().filter(|it| it.subject == at(key)).count();
    assert_eq!((about(&record, "institution:dup"), about(&record, "institution:cano")), (2, 1));
    assert_eq!((about(&merged, "institution:dup"), about(&merged, "institution:cano")), (0, 3));
    assert_eq!(merged.claims.len(), record.claims.len());
    assert!(merged.claims.iter().any(|it| it.premises == [at("institution:cano")]));
}

#[test]
fn the_canonical_institution_keeps_what_it_has_and_takes_what_it_lacks() {
    let mut record = decided("a is OPS, gmina-x\n b is OPS, gmina-y\n head is OPS", &[("a", "b")]);
    let (a, b) = (0, 1);
    record.institutions[a].parent = Some(id("head"));
    record.institutions[a].name_en = Some(label("the a"));
    record.institutions[a].short_name = Some(label("A"));
    record.institutions[a].note = Some(label("noted"));
    record.institutions[a].existed_from = "2008".parse().unwrap();
    record.institutions[a].existed_to = "2016".parse().unwrap();
    record.institutions[a].state = InstitutionState::Liquidated;
    record.institutions[a].functions = vec![id("f1"), id("f2")];
    record.institutions[b].functions = vec![id("f2"), id("f3")];
    record.institutions[b].short_name = Some(label("B"));
    record.institutions[b].existed_to = "2017".parse().unwrap();
    let (merged, merges) = merged(&record);
    let it = institution(&merged, "b");
    assert_eq!((it.name_pl.as_str(), it.short_name.as_ref()), ("b", Some(&label("B"))));
    assert_eq!((&it.seat, &it.parent), (&Some(id("gmina-y")), &Some(id("head"))));
    assert_eq!((it.name_en.as_ref(), it.note.as_ref()), (Some(&label("the a")), Some(&label("noted"))));
    assert_eq!((it.existed_from.to_string(), it.existed_to.to_string()), ("2008".into(), "2017".into()));
    assert_eq!(it.state, InstitutionState::Liquidated);
    assert_eq!(it.functions, [id("f2"), id("f3"), id("f1")]);
    assert_eq!(merges.absorbed, [record.institutions[a].clone()], "as it was recorded");
}

#[test]
fn of_two_types_the_narrower_stands() {
    let type_of_b = |a: &str, b: &str| {
        let mut record =
            decided(&format!("a is {a}\n b is {b}\n x is MOPS\n y is OPS\n z is PUP"), &[("a", "b")]);
        for wider in &mut record.institution_types {
            wider.parent = (wider.key == id("mops")).then(|| id("ops"));
        }
        institution(&merged(&record).0, "b").r#type.as_ref().map(ToString::to_string)
    };
    assert_eq!(type_of_b("MOPS", "OPS").as_deref(), Some("mops"));
    assert_eq!(type_of_b("OPS", "MOPS").as_deref(), Some("mops"));
    assert_eq!(type_of_b("PUP", "OPS").as_deref(), Some("ops"), "of two unrelated types, its own");
}

#[test]
fn types_that_are_each_under_the_other_do_not_hang_the_merge() {
    let mut record = decided("a is OPS\n b is PUP\n c is MOPS", &[("a", "b"), ("c", "b")]);
    for (of, under) in [("ops", "mops"), ("mops", "ops")] {
        record.institution_types.iter_mut().find(|it| it.key == id(of)).unwrap().parent = Some(id(under));
    }
    assert_eq!(institution(&merged(&record).0, "b").r#type, Some(id("pup")));
}

#[test]
fn decisions_chain() {
    let record = decided("lead a, signatory b, partner c", &[("a", "b"), ("b", "c")]);
    let (merged, merges) = merged(&record);
    assert_eq!(pairs(&merges), [one("a", "c"), one("b", "c")]);
    assert_eq!(merged.institutions.len(), 1);
    assert!(merged.memberships.iter().all(|it| it.party == Party::Institution(id("c"))));
}

#[test]
fn a_decision_that_would_close_a_circle_is_passed_over() {
    let record = decided("lead a, signatory b, partner c", &[("a", "b"), ("b", "c"), ("c", "a")]);
    assert_eq!(pairs(&merged(&record).1), [one("a", "c"), one("b", "c")]);
    let record = decided("lead a, signatory b", &[("a", "a"), ("a", "b"), ("a", "b")]);
    assert_eq!(pairs(&merged(&record).1), [one("a", "b")]);
}

#[test]
fn a_decision_about_what_is_not_there_has_no_effect() {
    for pair in [("a", "nobody"), ("nobody", "a")] {
        let record = decided("lead a, signatory b", &[pair]);
        assert_eq!(merged(&record), (record, Merges::default()));
    }
}

#[test]
fn only_an_accepted_decision_has_an_effect() {
    let without = {
        let mut record = everywhere();
        record.identity_decisions.clear();
        record
    };
    for status in [DecisionStatus::Proposed, DecisionStatus::Rejected, DecisionStatus::Undone] {
        let mut record = everywhere();
        record.identity_decisions[0].status = status;
        let (mut apart, merges) = merged(&record);
        assert_eq!(merges, Merges::default());
        apart.identity_decisions.clear();
        assert_eq!(apart, without, "{status}");
    }
}

#[test]
fn nothing_becomes_a_unit_of_itself() {
    let of_duplicate = decided("a in b", &[("a", "b")]);
    assert_eq!(institution(&merged(&of_duplicate).0, "b").parent, None);
    let of_canonical = decided("a in b", &[("b", "a")]);
    assert_eq!(institution(&merged(&of_canonical).0, "a").parent, None);
}

#[test]
fn a_duplicate_that_has_fallen_is_not_merged() {
    let mut record = decided("lead a, signatory b", &[("a", "b")]);
    crate::common::rest_on(&mut record, "institution:b", "doc-2");
    let mut stands = standing(crate::common::retracted(record, &["doc-2"])).unwrap().record;
    assert_eq!(merge(&mut stands), Merges::default());
    assert_eq!(stands.institutions.len(), 1);
}

fn any_decisions() -> impl Strategy<Value = Vec<(&'static str, &'static str, bool)>> {
    let key = proptest::sample::select(&["a", "b", "c", "dup", "cano", "unit", "nobody"][..]);
    prop::collection::vec((key.clone(), key, proptest::bool::weighted(0.8)), 0..8)
}

fn with_decisions(decisions: &[(&str, &str, bool)]) -> Record {
    let mut record = everywhere();
    for (number, (duplicate, canonical, is_accepted)) in decisions.iter().enumerate() {
        let status = if *is_accepted { DecisionStatus::Accepted } else { DecisionStatus::Undone };
        let made = decision(&format!("d{}", number + 1), duplicate, canonical);
        record.identity_decisions.push(IdentityDecision { status, ..made });
    }
    record
}

proptest! {
    #[test]
    fn merging_twice_is_merging_once(decisions in any_decisions()) {
        let (once, merges) = merged(&with_decisions(&decisions));
        let (twice, again) = merged(&once);
        prop_assert_eq!(&twice, &once);
        prop_assert!(merges.canonical.is_empty() || again == Merges::default());
    }

    #[test]
    fn nothing_refers_to_what_was_merged(decisions in any_decisions()) {
        let record = with_decisions(&decisions);
        let (mut merged, merges) = merged(&record);
        prop_assert_eq!(merged.institutions.len() + merges.absorbed.len(), record.institutions.len());
        prop_assert!(merges.canonical.values().all(|it| !merges.canonical.contains_key(it)));
        prop_assert!(merges.absorbed.is_sorted_by_key(|it| it.key().to_owned()));
        merged.identity_decisions.clear();
        prop_assert_eq!(problems(&merged), []);
    }
}

#[test]
fn the_fate_of_each_field_is_told() {
    use domain::identity::{FieldFate, merged_fields};
    let mut record = with_documents("cano is OPS, gmina-x\n dup is GOPS, gmina-y");
    record.institution_types.iter_mut().find(|it| it.key.as_str() == "gops").unwrap().parent =
        Some(id("ops"));
    for it in &mut record.institutions {
        if it.key.as_str() == "dup" {
            it.name_en = Some(label("the duplicate"));
            it.functions = vec![id("social")];
        } else {
            it.functions = vec![id("labour")];
        }
    }
    let (cano, dup) = (institution(&record, "cano"), institution(&record, "dup"));
    let fields = merged_fields(cano, &[dup], &record.institution_types);
    let of = |name: &str| {
        let it = fields.iter().find(|it| it.field == name).unwrap();
        (it.fate, it.result.as_deref())
    };
    assert_eq!(of("name_pl"), (FieldFate::Kept, Some("cano")));
    assert_eq!(of("name_en"), (FieldFate::Taken, Some("the duplicate")));
    assert_eq!(of("type"), (FieldFate::Narrowed, Some("gops")));
    assert_eq!(of("seat"), (FieldFate::Kept, Some("gmina-x")));
    assert_eq!(of("functions"), (FieldFate::Joined, Some("labour|social")));
    assert_eq!(of("existed_from"), (FieldFate::Same, None));
    assert!(fields.iter().all(|it| it.field != "key" && it.values.len() == 2));
}
