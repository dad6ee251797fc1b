//! Where a change is from: nothing enters the record without a source.

use uuid::Uuid;

use crate::DomainError;
use crate::claim::Confidence;
use crate::date::EdtfDate;
use crate::document::{DocumentKind, DocumentState, SourceDocument};
use crate::id::Id;
use crate::vocabulary::Label;

/// The source of a change, as the caller names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// A place in a document of the record.
    Document(Source),
    /// The office's own words: they become a document of the kind `OFFICE_STATEMENT`.
    Statement(Label),
}

/// A place in a document, and how what it says is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The document.
    pub document: Id<SourceDocument>,
    /// The place in it, in its locator scheme.
    pub locator: Label,
    /// How it is known.
    pub confidence: Confidence,
    /// The named convention that it rests on.
    pub convention: Option<Label>,
}

/// The namespace of the keys of statements: a constant.
const NAMESPACE: Uuid = Uuid::from_u128(0x0b1d_7c52_9d0e_5c34_a1f6_42d8_73b0_5e19);

/// The document of a statement, made by `by` in the moment `at`, and the place in it.
pub(super) fn statement(
    text: &Label,
    by: &Label,
    at: chrono::DateTime<chrono::Utc>,
) -> Result<(SourceDocument, Source), DomainError> {
    let name = format!("{by}\u{1f}{}\u{1f}{text}", at.to_rfc3339());
    let key: Id<SourceDocument> =
        Id::new(&format!("statement-{}", Uuid::new_v5(&NAMESPACE, name.as_bytes()).simple()))?;
    let document = SourceDocument {
        key: key.clone(),
        title: text.clone(),
        kind: DocumentKind::OfficeStatement,
        covers: EdtfDate::UNKNOWN,
        dated: EdtfDate::day(at.date_naive()).unwrap_or(EdtfDate::UNKNOWN),
        dated_basis: None,
        sha256: None,
        locator_scheme: Label::new("the whole statement")?,
        state: DocumentState::Accepted,
    };
    let source = Source {
        document: key,
        locator: Label::new("the whole statement")?,
        confidence: Confidence::Stated,
        convention: None,
    };
    Ok((document, source))
}
