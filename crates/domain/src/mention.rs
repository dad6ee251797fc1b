//! Mentions: the surface forms by which documents speak of institutions, bodies, partnerships, places. What they are
//! taken to mean can be undone; the form itself stays (model.md P1). People are never mentioned here.

use serde::{Deserialize, Serialize};

use crate::DomainError;
use crate::id::Id;
use crate::record::{RecordKind, RecordRef, noun};
use crate::vocabulary::Label;
use crate::words;

words! {
    /// How a surface form relates to the name (model.md 4.7).
    AliasKind {
        /// The name itself.
        Canonical = "CANONICAL",
        /// An abbreviation.
        Abbreviation = "ABBREVIATION",
        /// An abbreviation that belongs to something else.
        WrongAbbreviation = "WRONG_ABBREVIATION",
        /// The name with another type word (OPS for GOPS).
        TypeVariant = "TYPE_VARIANT",
        /// Another name.
        NameVariant = "NAME_VARIANT",
        /// An inflected form.
        Inflected = "INFLECTED",
        /// Another use of capitals.
        CaseVariant = "CASE_VARIANT",
        /// A wrong use of capitals.
        CaseError = "CASE_ERROR",
        /// A typing error.
        Typo = "TYPO",
        /// A former name.
        FormerName = "FORMER_NAME",
        /// A name that we gave to something unnamed.
        UnnamedPlaceholder = "UNNAMED_PLACEHOLDER",
    }
}

/// A surface form and what it is taken to mean; its claim says in which document and where.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// The key.
    pub key: Id<Mention>,
    /// The form as the document writes it.
    pub surface: Label,
    /// How it relates to the name.
    pub kind: AliasKind,
    /// What it is taken to mean: an institution, body, partnership, office or territory.
    pub target: RecordRef,
    /// A remark, in our own words.
    pub note: Option<Label>,
}
noun!(Mention { subject: target }, Mention::check_target);

impl Mention {
    fn check_target(&self) -> Result<(), DomainError> {
        match self.target.kind {
            RecordKind::Institution
            | RecordKind::Body
            | RecordKind::Partnership
            | RecordKind::Office
            | RecordKind::TerritorialUnit
            | RecordKind::InstitutionType => Ok(()),
            _ => Err(DomainError::BrokenRule {
                rule: "a mention means an institution, type, body, partnership, office or territory",
            }),
        }
    }
}
