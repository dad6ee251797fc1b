//! Claims: statements that a record, or one field of it, holds, each with its source (model.md P1, P10, section 7).

use serde::{Deserialize, Serialize};

use crate::DomainError;
use crate::document::SourceDocument;
use crate::id::Id;
use crate::record::{RecordRef, noun};
use crate::vocabulary::Label;
use crate::words;

words! {
    /// How a claim is known.
    Confidence {
        /// The document says it.
        Stated = "STATED",
        /// It comes from elsewhere than the documents at hand, such as a register.
        External = "EXTERNAL",
        /// It follows from other claims by a rule that is given.
        Inferred = "INFERRED",
    }
}

words! {
    /// Whether a claim counts.
    ClaimStatus {
        /// It counts.
        Asserted = "ASSERTED",
        /// It counts, and somebody doubts it.
        Disputed = "DISPUTED",
        /// It was taken back and supports nothing.
        Retracted = "RETRACTED",
    }
}

words! {
    /// Which evidence counts for memberships and participations (questions.md A0).
    EvidenceBasis {
        /// Only what is stated outright; what rests on a named convention is left out.
        Strict = "STRICT",
        /// What is stated, conventions included.
        Stated = "STATED",
        /// What is stated or inferred.
        StatedAndInferred = "STATED_AND_INFERRED",
    }
}

/// A claim. Without `field` it says that the record exists; with one, that the field has the value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// The key.
    pub key: Id<Claim>,
    /// The record that it is about.
    pub subject: RecordRef,
    /// The field that it is about, by its name in import files; none for the record's existence.
    pub field: Option<Label>,
    /// The value claimed, in its text form of import files; none for existence.
    pub value: Option<Label>,
    /// Which of several live claims about a field gives its value: the smallest rank first.
    pub rank: u32,
    /// The document that says so.
    pub document: Id<SourceDocument>,
    /// How it is known.
    pub confidence: Confidence,
    /// The named convention that it rests on, such as `C1`.
    pub convention: Option<Label>,
    /// The records from which it was inferred: when one of them falls, the claim falls.
    #[serde(with = "crate::list", default)]
    pub premises: Vec<RecordRef>,
    /// Whether it counts.
    pub status: ClaimStatus,
}
noun!(Claim { subject: subject; required: document; subjects: premises }, Claim::check_rule);

impl Claim {
    fn check_rule(&self) -> Result<(), DomainError> {
        if self.field.is_none() && self.value.is_some() {
            return Err(DomainError::BrokenRule { rule: "a claim with a value names the field" });
        }
        Ok(())
    }

    /// Whether the claim counts on `basis`: conventions are not STRICT, inferences only where they are asked for.
    #[must_use]
    pub fn counts_on(&self, basis: EvidenceBasis) -> bool {
        match basis {
            EvidenceBasis::Strict => self.confidence != Confidence::Inferred && self.convention.is_none(),
            EvidenceBasis::Stated => self.confidence != Confidence::Inferred,
            EvidenceBasis::StatedAndInferred => true,
        }
    }
}

/// Where in its document a claim stands, and how it was inferred. Read on demand, so it is apart from [`Claim`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClaimText {
    /// The key of the claim.
    pub key: Id<ClaimText>,
    /// The locator, in the document's locator scheme.
    pub locator: Label,
    /// How the claim was inferred or read, in our own words; none for what is simply stated.
    pub inference: Option<Label>,
}
noun!(ClaimText {});
