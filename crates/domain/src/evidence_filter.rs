//! Evidence filters: which claims count, so that the record is seen as if no others had been made.
//!
//! Leaving out the claims of a document gives what retracting the document would give: what rests on nothing else does
//! not stand, fields are believed by the claims that are left, and what was inferred from what fell falls with it
//! ([`crate::support`]). Vocabularies, territory and expectations are what the record is read by, not what it says, so
//! they are not filtered; nor are decisions on identity, which are not evidence.

use std::fmt;

use crate::claim::{Claim, ClaimStatus, Confidence};
use crate::document::{DocumentKind, SourceDocument};
use crate::expectation::Expectation;
use crate::id::Id;
use crate::record::{Noun as _, RecordKind};
use crate::territory::TerritorialUnit;
use crate::vocabulary::{Function, InstitutionType, MeetingKind, Sector, TieWeight, Topic};

/// The most documents that one list of a filter names.
pub const DOCUMENTS_MAX: usize = 100;

/// Which claims count. The lists hold together; the values of one list are alternatives; an empty list does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EvidenceFilter {
    /// Those of one of these documents.
    pub documents: Vec<Id<SourceDocument>>,
    /// Those of none of these documents.
    pub without_documents: Vec<Id<SourceDocument>>,
    /// Those of documents of one of these kinds.
    pub document_kinds: Vec<DocumentKind>,
    /// Those known in one of these ways.
    pub confidences: Vec<Confidence>,
    /// Those of one of these states: ASSERTED alone leaves out what somebody doubts. What was taken back never counts.
    pub statuses: Vec<ClaimStatus>,
}

impl EvidenceFilter {
    /// The same filter with every list sorted and without doubles, so that equal filters are equal values.
    #[must_use]
    pub fn canonical(mut self) -> Self {
        fn sort<T: Ord>(list: &mut Vec<T>) {
            list.sort();
            list.dedup();
        }
        sort(&mut self.documents);
        sort(&mut self.without_documents);
        sort(&mut self.document_kinds);
        sort(&mut self.confidences);
        sort(&mut self.statuses);
        self
    }

    /// Whether it leaves nothing out.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        *self == Self::default()
    }

    /// Whether claims of a document can count.
    #[must_use]
    pub fn admits_document(&self, document: &SourceDocument) -> bool {
        holds(&self.documents, &document.key)
            && !self.without_documents.contains(&document.key)
            && holds(&self.document_kinds, &document.kind)
    }

    /// Whether a claim counts, given that those of its document can.
    #[must_use]
    pub fn admits_claim(&self, claim: &Claim) -> bool {
        holds(&self.confidences, &claim.confidence) && holds(&self.statuses, &claim.status)
    }
}

/// Whether claims about records of this kind are filtered.
#[must_use]
pub fn is_filtered(kind: RecordKind) -> bool {
    ![
        Sector::KIND,
        Function::KIND,
        InstitutionType::KIND,
        MeetingKind::KIND,
        TieWeight::KIND,
        Topic::KIND,
        TerritorialUnit::KIND,
        Expectation::KIND,
    ]
    .contains(&kind)
}

fn holds<T: PartialEq>(list: &[T], value: &T) -> bool {
    list.is_empty() || list.contains(value)
}

/// The lists that narrow, in a fixed order, such as `documents=doc-000|doc-001 statuses=ASSERTED`.
impl fmt::Display for EvidenceFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn list<T: ToString>(values: &[T]) -> String {
            values.iter().map(ToString::to_string).collect::<Vec<_>>().join("|")
        }
        let parts = [
            ("documents", list(&self.documents)),
            ("withoutDocuments", list(&self.without_documents)),
            ("documentKinds", list(&self.document_kinds)),
            ("confidences", list(&self.confidences)),
            ("statuses", list(&self.statuses)),
        ];
        let told = parts.iter().filter(|it| !it.1.is_empty());
        let told: Vec<_> = told.map(|(name, values)| format!("{name}={values}")).collect();
        f.write_str(&told.join(" "))
    }
}
