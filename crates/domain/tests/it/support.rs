//! What stands when documents and claims are withdrawn, and that it comes back.

use domain::claim::{ClaimStatus, Confidence};
use domain::date::EdtfDate;
use domain::party::Party;
use domain::record::Record;
use domain::support::{Standing, standing};
use testkit::sketch::{id, label};

use crate::common::{at, existence, infer, institution, of_field, rest_on, retracted, with_documents};

mod properties;

fn fallen(record: &Record, documents: &[&str]) -> Vec<String> {
    let standing = standing(retracted(record.clone(), documents)).unwrap();
    standing.fallen.iter().map(ToString::to_string).collect()
}

fn stands(record: &Record, documents: &[&str]) -> Record {
    standing(retracted(record.clone(), documents)).unwrap().record
}

#[test]
fn what_two_documents_support_outlives_one_of_them() {
    let mut record = with_documents("a is OPS, gmina-x\n 2015 visit b");
    record.claims.push(existence("second", "institution:a", "doc-2"));
    rest_on(&mut record, "institution:b", "doc-3");
    assert_eq!(fallen(&record, &[]), [""; 0]);
    assert_eq!(fallen(&record, &["doc-2"]), [""; 0]);
    assert!(!fallen(&record, &["doc"]).contains(&"institution:a".to_owned()));
    assert!(fallen(&record, &["doc", "doc-2"]).contains(&"institution:a".to_owned()));
    let part = stands(&record, &["doc-2"]);
    assert_eq!(
        part.claims.len(),
        record.claims.len() - 1,
        "the claim of the retracted document does not count"
    );
}

#[test]
fn accepting_again_brings_back_exactly_what_there_was() {
    let mut record = with_documents("a is OPS, gmina-x\n 2015 visit b by a\n council: a, b");
    rest_on(&mut record, "institution:b", "doc-2");
    let whole = standing(record.clone()).unwrap();
    assert_eq!(whole, Standing { record: record.clone(), ..Standing::default() });
    let withdrawn = retracted(record, &["doc-2"]);
    assert_eq!(standing(withdrawn.clone()).unwrap().fallen.len(), 3, "b, its part in the visit and its seat");
    assert_eq!(standing(retracted(withdrawn, &[])).unwrap(), whole);
}

#[test]
fn a_chain_of_premises_falls_with_its_first_link_and_returns() {
    let mut record = with_documents("a is OPS\n b is OPS\n c is OPS");
    rest_on(&mut record, "institution:a", "doc-2");
    infer(&mut record, "institution:b", "institution:a");
    infer(&mut record, "institution:c", "institution:b");
    assert_eq!(fallen(&record, &["doc-2"]), ["institution:a", "institution:b", "institution:c"]);
    assert_eq!(fallen(&record, &[]), [""; 0]);
    record.claims.push(existence("second", "institution:b", "doc"));
    assert_eq!(fallen(&record, &["doc-2"]), ["institution:a"], "b is now also stated, and c rests on b");
}

#[test]
fn a_claim_needs_all_of_its_premises() {
    let mut record = with_documents("a is OPS\n b is OPS\n c is OPS");
    rest_on(&mut record, "institution:b", "doc-2");
    infer(&mut record, "institution:c", "institution:a");
    infer(&mut record, "institution:c", "institution:b");
    assert_eq!(fallen(&record, &["doc-2"]), ["institution:b", "institution:c"]);
}

#[test]
fn what_is_inferred_only_from_each_other_does_not_stand() {
    let mut record = with_documents("a is OPS\n b is OPS");
    infer(&mut record, "institution:a", "institution:b");
    infer(&mut record, "institution:b", "institution:a");
    record.claims.push(existence("outright", "institution:a", "doc-2"));
    assert_eq!(fallen(&record, &[]), [""; 0], "a is stated, so b follows");
    assert_eq!(fallen(&record, &["doc-2"]), ["institution:a", "institution:b"]);
}

#[test]
fn a_claim_that_is_taken_back_supports_nothing_and_a_disputed_one_does() {
    let mut record = with_documents("a is OPS\n b is OPS");
    for claim in &mut record.claims {
        claim.status = ClaimStatus::Disputed;
        if claim.subject == at("institution:b") {
            claim.status = ClaimStatus::Retracted;
        }
    }
    assert_eq!(fallen(&record, &[]), ["institution:b"]);
    assert!(stands(&record, &[]).claims.iter().all(|it| it.status == ClaimStatus::Disputed));
}

#[test]
fn a_field_has_the_value_of_the_first_claim_that_counts() {
    let mut record = with_documents("a is OPS");
    let claim = |key: &str, value: &str, rank: u32, confidence: Confidence, document: &str| {
        let mut claim = of_field(key, "institution:a", "name_en", value, document);
        claim.rank = rank;
        claim.confidence = confidence;
        claim
    };
    record.claims.extend([
        claim("k1", "by rank 3", 3, Confidence::Stated, "doc"),
        claim("k2", "by rank 2, inferred", 2, Confidence::Inferred, "doc"),
        claim("k4", "by rank 2, stated, later key", 2, Confidence::Stated, "doc"),
        claim("k3", "by rank 2, stated", 2, Confidence::Stated, "doc-3"),
        claim("k5", "by rank 1", 1, Confidence::Inferred, "doc-2"),
    ]);
    let value = |documents: &[&str]| {
        institution(&stands(&record, documents), "a").name_en.as_ref().map(|it| it.as_str().to_owned())
    };
    assert_eq!(value(&[]).as_deref(), Some("by rank 1"));
    assert_eq!(value(&["doc-2"]).as_deref(), Some("by rank 2, stated"));
    assert_eq!(value(&["doc-2", "doc-3"]).as_deref(), Some("by rank 2, stated, later key"));
    record.claims.retain(|it| !["k3", "k4"].contains(&it.key.as_str()));
    let last = stands(&record, &["doc-2"]);
    assert_eq!(institution(&last, "a").name_en, Some(label("by rank 2, inferred")));
}

#[test]
fn a_field_whose_claims_have_all_fallen_is_empty_and_comes_back() {
    let mut record = with_documents("a is OPS, gmina-x\n 2015-05-14 plenary: a");
    record.claims.extend([
        of_field("seat", "institution:a", "seat", "gmina-x", "doc-2"),
        of_field("date", "meeting:m1", "date", "2015-05-14", "doc-2"),
    ]);
    let part = stands(&record, &["doc-2"]);
    assert_eq!((&institution(&part, "a").seat, part.meetings[0].date), (&None, EdtfDate::UNKNOWN));
    assert!(
        institution(&part, "a").r#type.is_some(),
        "a field without claims of its own stands with its record"
    );
    let whole = stands(&record, &[]);
    assert_eq!(institution(&whole, "a").seat, Some(id("gmina-x")));
    assert_eq!(whole.meetings, record.meetings);
}

#[test]
fn a_claim_may_say_that_a_field_is_empty() {
    let mut record = with_documents("a is OPS, gmina-x");
    let mut second = of_field("second", "institution:a", "seat", "gmina-x", "doc");
    second.rank = 2;
    record.claims.extend([of_field("first", "institution:a", "seat", "", "doc-2"), second]);
    assert_eq!(institution(&stands(&record, &[]), "a").seat, None);
    assert_eq!(institution(&stands(&record, &["doc-2"]), "a").seat, Some(id("gmina-x")));
}

#[test]
fn a_record_falls_when_the_only_claim_of_a_field_that_cannot_be_empty_does() {
    let mut record = with_documents("2015 visit a");
    record.claims.push(of_field("party", "participation:part-1", "party", "institution:a", "doc-2"));
    assert_eq!(fallen(&record, &["doc-2"]), ["participation:part-1"]);
    assert_eq!(fallen(&record, &[]), [""; 0]);
}

#[test]
fn what_a_claim_gives_is_followed_and_passed_over_once_it_has_fallen() {
    let mut record = with_documents("2015 visit a\n b is OPS\n c is OPS");
    record.claims.extend([
        of_field("k1", "participation:part-1", "party", "institution:b", "doc"),
        of_field("k2", "participation:part-1", "party", "institution:c", "doc"),
        of_field("k3", "institution:c", "parent", "b", "doc"),
        of_field("k4", "institution:c", "parent", "a", "doc"),
    ]);
    rest_on(&mut record, "institution:b", "doc-2");
    rest_on(&mut record, "institution:c", "doc-3");
    let host =
        |documents: &[&str]| stands(&record, documents).participations.first().map(|it| it.party.clone());
    assert_eq!(host(&[]), Some(Party::Institution(id("b"))));
    assert_eq!(host(&["doc-2"]), Some(Party::Institution(id("c"))));
    assert_eq!(host(&["doc-2", "doc-3"]), None, "that the row names a counts no more than before");
    assert_eq!(institution(&stands(&record, &["doc-2"]), "c").parent, Some(id("a")));
}

#[test]
fn a_key_of_another_kind_is_not_taken_for_what_has_fallen() {
    let mut record = with_documents("a in b");
    record.institutions[1].key = id("unit"); // the parent has the key of the type
    record.institutions[0].parent = Some(id("unit"));
    for claim in record.claims.iter_mut().filter(|it| it.subject == at("institution:b")) {
        claim.subject = at("institution:unit");
    }
    record.claims.push(of_field("type", "institution:a", "type", "unit", "doc"));
    rest_on(&mut record, "institution:unit", "doc-2");
    let part = stands(&record, &["doc-2"]);
    assert_eq!(
        (&institution(&part, "a").parent, &institution(&part, "a").r#type),
        (&None, &Some(id("unit")))
    );
}

#[test]
fn a_record_falls_with_what_it_cannot_do_without() {
    let mut record =
        with_documents("lead a\n 2015 plenary 60: b host, body:council\n 2016 funded: a, c\n 2015 done: a");
    rest_on(&mut record, "meeting:m1", "doc-2");
    rest_on(&mut record, "call:call", "doc-3");
    assert_eq!(
        fallen(&record, &["doc-2"]),
        ["meeting:m1", "participation:part-1", "participation:part-2", "indicator:declared-1"]
    );
    assert_eq!(fallen(&record, &["doc-3"]), ["call:call", "application:p1"]);
    rest_on(&mut record, "institution:a", "doc-2");
    let part = stands(&record, &["doc-2"]);
    assert_eq!(part.memberships.len(), 1, "only c is still a partner");
    assert_eq!(part.action_items[0].responsible, [], "the action stays, without who was responsible");
}

#[test]
fn an_optional_reference_is_dropped_and_the_record_stays() {
    let mut record = with_documents("a is OPS, gmina-x\n b in a\n 2015 council: a\n 2015 done: a, b");
    record.meetings[0].place = Some(id("gmina-x"));
    record.resolutions[0].proposed_by = Some(Party::Institution(id("a")));
    record.resolutions[0].in_cooperation_with =
        vec![Party::Group(label("guests")), Party::Institution(id("a"))];
    record.action_items[0].evidence = vec![at("meeting:m1"), at("institution:a")];
    for subject in ["territory:gmina-x", "institution:a", "body:council"] {
        rest_on(&mut record, subject, "doc-2");
    }
    let part = stands(&record, &["doc-2"]);
    assert_eq!((&part.meetings[0].place, &part.meetings[0].body), (&None, &None));
    assert_eq!(institution(&part, "b").parent, None);
    assert_eq!(part.resolutions[0].proposed_by, None);
    assert_eq!(part.resolutions[0].in_cooperation_with, [Party::Group(label("guests"))]);
    assert_eq!(part.action_items[0].responsible, [Party::Institution(id("b"))]);
    assert_eq!(part.action_items[0].evidence, [at("meeting:m1")]);
}

#[test]
fn a_seat_falls_when_the_only_holder_it_names_has_fallen() {
    let mut record = with_documents("council: a, b");
    record.body_memberships[1].group = Some(label("deputies"));
    rest_on(&mut record, "institution:a", "doc-2");
    rest_on(&mut record, "institution:b", "doc-2");
    let part = stands(&record, &["doc-2"]);
    assert_eq!(part.body_memberships.len(), 1);
    assert_eq!(
        (&part.body_memberships[0].key, &part.body_memberships[0].on_behalf_of),
        (&id("seat-2"), &None)
    );
}

#[test]
fn a_value_that_a_field_cannot_hold_is_an_error() {
    let mut record = with_documents("a is OPS, gmina-x");
    record.claims.push(of_field("wrong", "institution:a", "state", "SLEEPING", "doc-2"));
    let error = standing(record.clone()).unwrap_err();
    assert_eq!(error.to_string(), "field `state` of institution cannot hold `SLEEPING`");
}
