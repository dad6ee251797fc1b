//! Claims and documents on top of a sketch.

use domain::claim::{Claim, ClaimStatus, Confidence};
use domain::document::DocumentState;
use domain::id::Id;
use domain::institution::Institution;
use domain::record::{Record, RecordRef};
use testkit::sketch::{id, label, sketch};

/// A reference.
pub(crate) fn at(text: &str) -> RecordRef {
    text.parse().unwrap()
}

/// The record of a sketch, in which everything rests on the document `doc`, with `doc-2` and `doc-3` beside it.
pub(crate) fn with_documents(text: &str) -> Record {
    let mut record = sketch(text);
    for key in ["doc-2", "doc-3"] {
        let mut document = record.documents[0].clone();
        document.key = id(key);
        record.documents.push(document);
    }
    record
}

/// A claim of existence, stated.
pub(crate) fn existence(key: &str, subject: &str, document: &str) -> Claim {
    Claim {
        key: id(key),
        subject: at(subject),
        field: None,
        value: None,
        rank: 1,
        document: id(document),
        confidence: Confidence::Stated,
        convention: None,
        premises: Vec::new(),
        status: ClaimStatus::Asserted,
    }
}

/// A claim about a field, stated; an empty value claims that the field is empty.
pub(crate) fn of_field(key: &str, subject: &str, field: &str, value: &str, document: &str) -> Claim {
    let value = (!value.is_empty()).then(|| label(value));
    Claim { field: Some(label(field)), value, ..existence(key, subject, document) }
}

/// Lets the existence of `subject` rest on `document` instead.
pub(crate) fn rest_on(record: &mut Record, subject: &str, document: &str) {
    let subject = at(subject);
    for claim in record.claims.iter_mut().filter(|it| it.subject == subject && it.field.is_none()) {
        claim.document = id(document);
    }
}

/// Lets the existence of `subject` be inferred from `premise`.
pub(crate) fn infer(record: &mut Record, subject: &str, premise: &str) {
    let subject = at(subject);
    for claim in record.claims.iter_mut().filter(|it| it.subject == subject && it.field.is_none()) {
        claim.confidence = Confidence::Inferred;
        claim.premises.push(at(premise));
    }
}

/// The record with these documents, and no others, retracted.
pub(crate) fn retracted(mut record: Record, documents: &[&str]) -> Record {
    for document in &mut record.documents {
        let is_retracted = documents.contains(&document.key.as_str());
        document.state = if is_retracted { DocumentState::Retracted } else { DocumentState::Accepted };
    }
    record
}

/// The institution of this key.
pub(crate) fn institution<'a>(record: &'a Record, key: &str) -> &'a Institution {
    let key: Id<Institution> = id(key);
    record.institutions.iter().find(|it| it.key == key).unwrap()
}
