//! Each fault that a record may have, by example.

use domain::DomainError;
use domain::check::{Fault, problems};
use domain::record::Record;
use testkit::sketch::{id, label};

use crate::common::{at, existence, of_field, with_documents};

const WHOLE: &str =
    "a is OPS, gmina-x\n lead a\n 71 signatories\n council: a\n 2015 visit a by b\n 2015 done: a, b";

/// The faults of the whole record after one change, as `where: what`.
#[track_caller]
fn check(change: impl FnOnce(&mut Record), expected: &[&str]) {
    let mut record = with_documents(WHOLE);
    assert_eq!(problems(&record), [], "whole before the change");
    change(&mut record);
    let found: Vec<_> = problems(&record).into_iter().map(|it| format!("{}: {}", it.at, it.what)).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_key_is_used_once() {
    check(|it| it.institutions.push(it.institutions[0].clone()), &["institution:a: the key is used twice"]);
    check(|it| it.claims.push(it.claims[0].clone()), &["claim:claim-0: the key is used twice"]);
}

#[test]
fn the_same_key_in_two_kinds_is_no_fault() {
    let record = with_documents("working is OPS\n 2015 working: working");
    assert_eq!(problems(&record), []);
}

#[test]
fn references_lead_somewhere() {
    let missing = |at: &str, to: &str| format!("{at}: it refers to {to}, which is not in the record");
    check(
        |it| it.participations[0].meeting = Some(id("m9")),
        &[&missing("participation:part-1", "meeting:m9")],
    );
    check(
        |it| it.institutions[0].seat = Some(id("nowhere")),
        &[&missing("institution:a", "territory:nowhere")],
    );
    check(|it| it.meetings[0].topics = vec![id("t1")], &[&missing("meeting:m1", "topic:t1")]);
    check(
        |it| it.memberships[0].party = "office:none".parse().unwrap(),
        &[&missing("membership:membership-1", "office:none")],
    );
    check(
        |it| it.resolutions[0].addressee = "body:none".parse().ok(),
        &[&missing("resolution:a1", "body:none")],
    );
    check(
        |it| it.action_items[0].responsible.push("institution:none".parse().unwrap()),
        &[&missing("action-item:a1", "institution:none")],
    );
    check(
        |it| it.action_items[0].evidence = vec![at("meeting:m8")],
        &[&missing("action-item:a1", "meeting:m8")],
    );
    check(
        |it| it.indicators[0].of = Some(at("partnership:none")),
        &[&missing("indicator:declared-1", "partnership:none")],
    );
    check(|it| it.claims[0].document = id("doc-9"), &[&missing("claim:claim-0", "document:doc-9")]);
    check(
        |it| it.claims.push(existence("extra", "institution:none", "doc")),
        &[&missing("claim:extra", "institution:none")],
    );
    check(|it| it.claims[0].premises = vec![at("call:none")], &[&missing("claim:claim-0", "call:none")]);
}

#[test]
fn a_group_refers_to_nothing() {
    check(|it| it.memberships[0].party = "group:guests".parse().unwrap(), &[]);
}

#[test]
fn everything_has_a_source() {
    let no_source = "institution:a: no source is given for it";
    check(|it| it.claims.retain(|claim| claim.subject != at("institution:a")), &[no_source]);
    check(
        |it| {
            it.claims.retain(|claim| claim.subject != at("institution:a"));
            it.claims.push(of_field("name", "institution:a", "name_en", "A", "doc"));
        },
        &[no_source],
    );
}

#[test]
fn rules_of_one_record_hold() {
    check(
        |it| it.participations[0].meeting = None,
        &["participation:part-1: a participation names either a meeting or a series"],
    );
    check(
        |it| it.body_memberships[0].on_behalf_of = None,
        &["body-membership:seat-1: a seat names a person, an institution or a group"],
    );
    check(
        |it| it.indicators[0].value = 70.5,
        &["indicator:declared-1: the size of a collection is a whole number and says of what"],
    );
    check(
        |it| it.indicators[0].value = f64::NAN,
        &["indicator:declared-1: an indicator's value is a finite number, not negative"],
    );
    check(
        |it| it.claims[0].value = Some(label("a value")),
        &["claim:claim-0: a claim with a value names the field"],
    );
    check(
        |it| it.territories[0].teryt = "08".parse().ok(),
        &[
            "territory:gmina-x: the length of a TERYT code fits the level of the unit: 2 voivodeship, 4 powiat, 6 or 7 gmina",
        ],
    );
}

#[test]
fn claims_fit_the_fields_that_they_are_about() {
    let claimed = |subject: &'static str, field: &'static str, value: &'static str| {
        move |it: &mut Record| it.claims.push(of_field("claimed", subject, field, value, "doc"))
    };
    check(claimed("institution:a", "seat", "gmina-x"), &[]);
    check(claimed("institution:a", "seat", ""), &[]);
    check(
        claimed("institution:a", "colour", "red"),
        &["claim:claimed: field `colour` of institution cannot hold `red`"],
    );
    check(
        claimed("institution:a", "key", "b"),
        &["claim:claimed: field `key` of institution cannot hold `b`"],
    );
    check(
        claimed("meeting:m1", "date", "2015-13"),
        &["claim:claimed: field `date` of meeting cannot hold `2015-13`"],
    );
    check(
        claimed("meeting:m1", "name_pl", ""),
        &["claim:claimed: field `name_pl` of meeting cannot hold ``"],
    );
    check(
        claimed("indicator:declared-1", "value", "0.5"),
        &["claim:claimed: the size of a collection is a whole number and says of what"],
    );
}

#[test]
fn faults_are_told_in_the_order_of_kinds() {
    check(
        |it| {
            it.participations[0].meeting = None;
            it.institutions[0].parent = Some(id("none"));
            it.institutions.push(it.institutions[1].clone());
        },
        &[
            "institution:b: the key is used twice",
            "institution:a: it refers to institution:none, which is not in the record",
            "participation:part-1: a participation names either a meeting or a series",
        ],
    );
}

#[test]
fn a_rule_keeps_its_error() {
    let mut record = with_documents(WHOLE);
    record.participations[0].meeting = None;
    let rule = "a participation names either a meeting or a series";
    assert_eq!(problems(&record)[0].what, Fault::Rule(DomainError::BrokenRule { rule }));
}
