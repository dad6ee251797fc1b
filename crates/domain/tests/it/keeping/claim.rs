//! Claims added beside others, taken back, doubted.

use domain::claim::ClaimStatus;
use domain::id::Id;
use domain::keeping::FaultCode;
use domain::keeping::claim::{NewClaim, add_claim, dispute_claim, retract_claim, settle_claim};
use testkit::sketch::{id, label};

use super::meeting::SKETCH;
use super::{Kept, one, refused};
use crate::common::{at, institution};

fn claim(subject: &str, field: &str, value: &str) -> NewClaim {
    NewClaim {
        subject: at(subject),
        field: (!field.is_empty()).then(|| label(field)),
        value: (!value.is_empty()).then(|| label(value)),
        is_believed_first: false,
    }
}

fn note(kept: &Kept) -> Option<String> {
    institution(&kept.stands(), "ops-a").note.as_ref().map(ToString::to_string)
}

#[test]
fn what_sources_say_differently_stands_side_by_side() {
    let mut kept = Kept::of(SKETCH);
    let name = |kept: &Kept| institution(&kept.stands(), "ops-a").name_pl.to_string();
    kept.by("doc-2", add_claim, &claim("institution:ops-a", "name_pl", "OPS A")).unwrap();
    assert_eq!(name(&kept), "ops-a", "the first is believed");
    let first = NewClaim { is_believed_first: true, ..claim("institution:ops-a", "name_pl", "Ośrodek A") };
    let added = kept.by("doc-3", add_claim, &first).unwrap();
    assert_eq!(name(&kept), "Ośrodek A");
    let values: Vec<_> = kept
        .0
        .claims
        .iter()
        .filter(|it| it.field.is_some())
        .map(|it| it.value.clone().unwrap().to_string())
        .collect();
    assert_eq!(values.len(), 3, "{values:?}");
    kept.by("doc", retract_claim, &Id::from_reference(&added).unwrap()).unwrap();
    assert_eq!(name(&kept), "ops-a");
    assert_eq!(kept.0.claims.iter().filter(|it| it.field.is_some()).count(), 3, "nothing is deleted");
    kept.by("doc-3", add_claim, &first).unwrap();
    assert_eq!(name(&kept), "Ośrodek A", "asserted anew");
}

#[test]
fn a_claim_of_existence_holds_a_record_up() {
    let mut kept = Kept::of(SKETCH);
    kept.by("doc-2", add_claim, &claim("meeting:m1", "", "")).unwrap();
    let keys = |record: domain::record::Record| {
        record.meetings.iter().map(|it| it.key.to_string()).collect::<Vec<_>>()
    };
    // Its kind falls with the document, so it falls all the same.
    assert!(keys(kept.without("doc")).is_empty());
    kept.by("doc-2", add_claim, &claim("meeting-kind:council", "", "")).unwrap();
    assert_eq!(keys(kept.without("doc")), ["m1"]);
}

#[test]
fn a_doubted_claim_counts_and_one_taken_back_does_not() {
    let mut kept = Kept::of(SKETCH);
    let added = kept.by("doc-2", add_claim, &claim("institution:ops-a", "note", "sprawdzić")).unwrap();
    let id: Id<domain::claim::Claim> = Id::from_reference(&added).unwrap();
    let status = |kept: &Kept| kept.0.claims.iter().find(|it| it.key == id).unwrap().status;
    assert_eq!(note(&kept), None, "that it had none was said first");
    let first = NewClaim { is_believed_first: true, ..claim("institution:ops-a", "note", "sprawdzić") };
    kept.by("doc-2", add_claim, &first).unwrap();
    assert_eq!(note(&kept).as_deref(), Some("sprawdzić"));
    kept.by("doc", dispute_claim, &id).unwrap();
    assert_eq!((status(&kept), note(&kept).is_some()), (ClaimStatus::Disputed, true));
    kept.by("doc", settle_claim, &id).unwrap();
    assert_eq!(status(&kept), ClaimStatus::Asserted);
    kept.from(None, retract_claim, &id).unwrap();
    assert_eq!((status(&kept), note(&kept)), (ClaimStatus::Retracted, None));
    for verb in [dispute_claim, settle_claim] {
        assert_eq!(refused(kept.by("doc", verb, &id)), one(FaultCode::Conflict, "claim"));
    }
    assert_eq!(refused(kept.by("doc", retract_claim, &self::id("c-9"))), one(FaultCode::NotFound, "claim"));
}

#[test]
fn a_claim_fits_what_it_is_about() {
    let mut kept = Kept::of(SKETCH);
    for (new, code, path) in [
        (claim("institution:ops-z", "note", "x"), FaultCode::NotFound, "about"),
        (claim("document:doc", "title", "x"), FaultCode::Invalid, "about"),
        (claim("institution:ops-a", "colour", "x"), FaultCode::Invalid, "value"),
        (claim("meeting:m1", "date", "yesterday"), FaultCode::Invalid, "value"),
        (claim("meeting:m1", "kind", ""), FaultCode::Invalid, "value"),
        (claim("meeting:m1", "kind", "ball"), FaultCode::NotFound, "value"),
        (claim("participation:part-1", "party", "institution:ops-z"), FaultCode::NotFound, "value"),
        (claim("meeting:m1", "", "x"), FaultCode::Invalid, "field"),
    ] {
        assert_eq!(refused(kept.by("doc", add_claim, &new)), one(code, path), "{new:?}");
    }
    assert_eq!(
        refused(kept.from(None, add_claim, &claim("meeting:m1", "note", "x"))),
        one(FaultCode::SourceRequired, "source")
    );
}

#[test]
fn a_claim_that_is_made_again_is_believed_no_less() {
    let mut kept = Kept::of(SKETCH);
    let name = |kept: &Kept| institution(&kept.stands(), "ops-a").name_pl.to_string();
    let first = NewClaim { is_believed_first: true, ..claim("institution:ops-a", "name_pl", "Ośrodek A") };
    kept.by("doc-3", add_claim, &first).unwrap();
    let before = kept.0.clone();
    kept.by("doc-3", add_claim, &first).unwrap();
    kept.by("doc-3", add_claim, &claim("institution:ops-a", "name_pl", "Ośrodek A")).unwrap();
    assert_eq!(name(&kept), "Ośrodek A");
    assert!(kept.0 == before, "nothing new is said");
}
