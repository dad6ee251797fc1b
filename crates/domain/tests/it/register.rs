//! Verbs that keep the record, over sketches: what each of them drafts, and what it refuses.

mod institution;
mod partnership;
mod person;

use domain::changeset::Changeset;
use domain::check::{problems, problems_of};
use domain::claim::Confidence;
use domain::document::DocumentState;
use domain::keeping::{Draft, Faults, Given, Source};
use domain::record::{Record, RecordRef};
use domain::support::standing;
use domain::vocabulary::Label;
use testkit::sketch::{id, label};

use crate::common::with_documents;

/// What a verb gives.
pub(crate) type Kept = Result<RecordRef, Faults>;

/// The record of a sketch in order of keys, with `doc-2` and `doc-3` beside its document.
pub(crate) fn record(text: &str) -> Record {
    let mut record = with_documents(text);
    record.sort();
    record
}

/// A place in a document, as the source of a change.
pub(crate) fn from(document: &str) -> Option<Given> {
    Some(Given::Document(Source {
        document: id(document),
        locator: label("line 1"),
        confidence: Confidence::Stated,
        convention: None,
    }))
}

/// A draft over a record.
pub(crate) fn draft(record: &Record, given: Option<Given>) -> Draft<'_> {
    Draft::new(record, given, Label::new("editor").unwrap(), "2026-11-23T12:00:00Z".parse().unwrap())
}

/// Does what a verb drafts by a document: the record is right afterwards, whole and in part.
pub(crate) fn keep_by(
    document: &str,
    record: &mut Record,
    verb: impl FnOnce(&mut Draft<'_>) -> Kept,
) -> RecordRef {
    let (subject, changes) = {
        let mut draft = draft(record, from(document));
        let subject = verb(&mut draft).unwrap();
        (subject, draft.finish())
    };
    assert_eq!(problems_of(record, &changes), []);
    changes.apply_to(record);
    assert_eq!(problems(record), []);
    subject
}

/// The same by `doc-2`.
pub(crate) fn keep(record: &mut Record, verb: impl FnOnce(&mut Draft<'_>) -> Kept) -> RecordRef {
    keep_by("doc-2", record, verb)
}

/// What a verb would change.
pub(crate) fn changes(record: &Record, verb: impl FnOnce(&mut Draft<'_>) -> Kept) -> Changeset {
    let mut draft = draft(record, from("doc-2"));
    verb(&mut draft).unwrap();
    draft.finish()
}

/// Why a verb refuses, as `CODE path: records`; it has drafted nothing.
pub(crate) fn refused(record: &Record, verb: impl FnOnce(&mut Draft<'_>) -> Kept) -> Vec<String> {
    refused_from(from("doc-2"), record, verb)
}

/// The same from another source, or none.
pub(crate) fn refused_from(
    given: Option<Given>,
    record: &Record,
    verb: impl FnOnce(&mut Draft<'_>) -> Kept,
) -> Vec<String> {
    let mut draft = draft(record, given);
    let faults = verb(&mut draft).unwrap_err();
    assert!(draft.finish().is_empty(), "nothing is half drafted");
    let told = faults.0.into_iter().map(|it| {
        let about: Vec<_> = it.about.iter().map(ToString::to_string).collect();
        format!("{} {}: {}", it.code, it.path.join("."), about.join(" ")).trim_end().to_owned()
    });
    told.collect()
}

/// What of a record stands.
pub(crate) fn stands(record: &Record) -> Record {
    standing(record.clone()).unwrap().record
}

/// What of it stands without a document.
pub(crate) fn stands_without(record: &Record, document: &str) -> Record {
    let mut record = record.clone();
    for it in record.documents.iter_mut().filter(|it| it.key.as_str() == document) {
        it.state = DocumentState::Retracted;
    }
    stands(&record)
}
