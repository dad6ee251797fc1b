//! Evidence filters: the network by some of the claims is the network as if no others had been made.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::Path;
use std::sync::Arc;

use domain::claim::{ClaimStatus, Confidence};
use domain::document::{DocumentKind, DocumentState, SourceDocument};
use domain::evidence_filter::{EvidenceFilter, is_filtered};
use domain::id::Id;
use domain::record::Record;
use graph::tie::TieRule;
use graph::{Network, NetworkView, View};
use proptest::prelude::*;
use testkit::sketch::{id, sketch};

const SKETCH: &str = "
    secretariat wup, signatory ops-a, ~signatory ops-b
    20 signatories
    council: ops-a, ~ops-b
    2015-02-01 visit ops-a by ^wup
    2015-05-14 plenary 60: ops-a host, ops-b, ops-c
    2016 funded: ops-a, ops-b
    2015 done: ops-a, ops-c
";

fn without(document: &str) -> EvidenceFilter {
    EvidenceFilter { without_documents: vec![id(document)], ..EvidenceFilter::default() }
}

/// The record with a document retracted.
fn retracted(mut record: Record, document: &Id<SourceDocument>) -> Record {
    for it in record.documents.iter_mut().filter(|it| it.key == *document) {
        it.state = DocumentState::Retracted;
    }
    record
}

/// Whether leaving a document out gives what retracting it gives, but for the claims about what is not filtered.
fn is_as_retracted(record: &Record, document: &str) -> bool {
    let by_filter = Network::build_by(record.clone(), &without(document)).unwrap();
    let by_retraction = Network::build(retracted(record.clone(), &id(document))).unwrap();
    let told = |network: &Network| {
        let mut record = retracted(network.record().clone(), &id(document));
        record.claims.retain(|it| is_filtered(it.subject.kind));
        record
    };
    told(&by_filter) == told(&by_retraction) && by_filter.fallen() == by_retraction.fallen()
}

fn ties(network: Network) -> Vec<(f64, bool)> {
    let view = NetworkView::new(Arc::new(network), View::default());
    view.ties(&TieRule::default()).unwrap().ties().iter().map(|it| (it.weight, it.is_inferred)).collect()
}

#[test]
fn leaving_a_document_of_the_shipped_record_out_is_retracting_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/lubuskie");
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap())
        .map(|it| (it.file_name().into_string().unwrap(), std::fs::read(it.path()).unwrap()));
    let record = exchange::read(&files.collect::<Vec<_>>(), &exchange::Limits::default()).unwrap().record;
    // Of doc-002 a unit of territory is known from it alone; it falls with the document, and no filter leaves it out.
    for document in ["doc-000", "doc-001", "doc-003", "doc-004"] {
        assert!(is_as_retracted(&record, document), "{document}");
    }
    let whole = Network::build_by(record.clone(), &EvidenceFilter::default()).unwrap();
    assert_eq!(whole.record(), Network::build(record.clone()).unwrap().record());
    let noted = Network::build_by(record, &without("doc-002")).unwrap();
    assert!(noted.find::<domain::meeting::Meeting>("council-2015-02-06").is_none(), "known from it alone");
    assert!(noted.find::<domain::partnership::Membership>("mem-secretariat").is_some(), "001 says it, too");
    assert!(noted.find::<domain::territory::TerritorialUnit>("gmina-086201").is_some());
}

#[test]
fn each_list_of_a_filter_narrows() {
    let mut record = sketch(SKETCH);
    let doubted: domain::record::RecordRef = "participation:part-4".parse().unwrap();
    record.claims.iter_mut().find(|it| it.subject == doubted).unwrap().status = ClaimStatus::Disputed;
    let count = |filter: &EvidenceFilter| {
        let network = Network::build_by(record.clone(), filter).unwrap();
        (network.record().participations.len(), network.record().memberships.len())
    };
    assert_eq!(count(&EvidenceFilter::default()), (5, 5));
    let stated = EvidenceFilter { confidences: vec![Confidence::Stated], ..EvidenceFilter::default() };
    assert_eq!(count(&stated), (5, 4), "the inferred signatory is left out");
    let undoubted = EvidenceFilter { statuses: vec![ClaimStatus::Asserted], ..EvidenceFilter::default() };
    assert_eq!(count(&undoubted), (4, 5));
    let reports =
        EvidenceFilter { document_kinds: vec![DocumentKind::ActivityReport], ..EvidenceFilter::default() };
    assert_eq!(count(&reports), (0, 0), "the document of a sketch is of another kind");
    let kinds = Network::build_by(record.clone(), &reports).unwrap().record().meeting_kinds.len();
    assert_eq!(kinds, record.meeting_kinds.len(), "vocabularies are not filtered");
    assert_eq!(count(&without("doc")), (0, 0));
    assert_eq!(count(&EvidenceFilter { documents: vec![id("doc")], ..EvidenceFilter::default() }), (5, 5));
}

#[test]
fn what_a_filter_leaves_out_is_not_withdrawn() {
    let record = sketch(SKETCH);
    let network = Network::build_by(record, &without("doc")).unwrap();
    assert_eq!(network.withdrawn_about(&"meeting:m1".parse().unwrap()), []);
    assert_eq!(ties(network), []);
}

proptest! {
    #[test]
    fn leaving_a_document_out_is_retracting_it(of_the_note in proptest::collection::vec(any::<bool>(), 64)) {
        let mut record = sketch(SKETCH);
        let note = SourceDocument { key: id("note"), ..record.documents[0].clone() };
        record.documents.push(note);
        let filtered = record.claims.iter_mut().filter(|it| is_filtered(it.subject.kind));
        for (claim, moved) in filtered.zip(of_the_note.iter().cycle()) {
            if *moved {
                claim.document = id("note");
            }
        }
        record.sort();
        prop_assert!(is_as_retracted(&record, "note"));
    }
}
