//! Claims: statements that a record, or one field of it, holds, each with its source (model.md P1, P10, section 7).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

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

/// The namespace of the keys of claims: a constant, so that the same claim has the same key everywhere.
const NAMESPACE: Uuid = Uuid::from_u128(0x6f1c_9d3e_52a4_5b7f_8e0d_3a7b_91c6_24f8);

/// Separates the parts of a claim's name; no part can hold it, as none holds control characters.
const SEPARATOR: &str = "\u{1f}";

/// The key of a claim: a UUID of version 5 from what it says, so that reading the same files twice gives the same
/// claims.
///
/// # Errors
/// Never in practice: a UUID is a key.
pub fn claim_key(
    subject: &RecordRef,
    field: Option<&Label>,
    value: Option<&Label>,
    document: &Id<SourceDocument>,
    locator: &Label,
) -> Result<Id<Claim>, DomainError> {
    let text = |it: Option<&Label>| it.map_or_else(String::new, ToString::to_string);
    let name = [subject.to_string(), text(field), text(value), document.to_string(), locator.to_string()];
    Id::new(&Uuid::new_v5(&NAMESPACE, name.join(SEPARATOR).as_bytes()).to_string())
}
