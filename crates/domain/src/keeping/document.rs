//! Documents: added, retracted, accepted again.

use super::{Draft, Fault, FaultCode, Faults};
use crate::date::EdtfDate;
use crate::document::{DocumentKind, DocumentState, SourceDocument};
use crate::id::Id;
use crate::record::RecordRef;
use crate::vocabulary::Label;

/// A document that is to be added.
#[derive(Debug, Clone, PartialEq)]
pub struct NewDocument {
    /// A title: the document's own, or ours when it has none.
    pub title: Label,
    /// The kind; neither a scenario nor a statement of the office, which come to be by other verbs.
    pub kind: DocumentKind,
    /// The period that it reports on.
    pub covers: EdtfDate,
    /// The date of the document itself.
    pub dated: EdtfDate,
    /// How the date is known when the document does not say it outright.
    pub dated_basis: Option<Label>,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: Option<Label>,
    /// How locators into it are to be read.
    pub locator_scheme: Label,
}

/// Adds a document, so that claims can rest on it.
///
/// # Errors
/// `INVALID` for a kind or a digest that it cannot have; `ALREADY_RECORDED` when a document of the same digest is there.
pub fn add_document(draft: &mut Draft<'_>, new: &NewDocument) -> Result<RecordRef, Faults> {
    if matches!(new.kind, DocumentKind::Scenario | DocumentKind::OfficeStatement) {
        let message =
            "scenarios and statements of the office are made by other mutations; choose another kind";
        return Err(Fault::new(FaultCode::Invalid, "kind", message).into());
    }
    let sha256 = new.sha256.as_ref().map(digest).transpose()?;
    if let Some(sha256) = &sha256
        && let Some(same) = draft.before().documents.iter().find(|it| it.sha256.as_ref() == Some(sha256))
    {
        let message = format!("a document of this file is there already: `{}`", same.title);
        return Err(Fault::new(FaultCode::AlreadyRecorded, "sha256", message)
            .about([same.key.reference()])
            .into());
    }
    let key = draft.fresh_key::<SourceDocument>(new.title.as_str())?;
    let added = draft.add(SourceDocument {
        key,
        title: new.title.clone(),
        kind: new.kind,
        covers: new.covers,
        dated: new.dated,
        dated_basis: new.dated_basis.clone(),
        sha256,
        locator_scheme: new.locator_scheme.clone(),
        state: DocumentState::Accepted,
    })?;
    Ok(added.reference())
}

/// Retracts a document: its claims support nothing any more, and what rests on nothing else falls. Nothing is deleted.
/// Retracting it again changes nothing.
///
/// # Errors
/// `NOT_FOUND`.
pub fn retract_document(draft: &mut Draft<'_>, id: &Id<SourceDocument>) -> Result<RecordRef, Faults> {
    set_state(draft, id, DocumentState::Retracted)
}

/// Accepts a retracted document again, which brings back all that it supports.
///
/// # Errors
/// `NOT_FOUND`.
pub fn accept_document(draft: &mut Draft<'_>, id: &Id<SourceDocument>) -> Result<RecordRef, Faults> {
    set_state(draft, id, DocumentState::Accepted)
}

fn set_state(
    draft: &mut Draft<'_>,
    id: &Id<SourceDocument>,
    state: DocumentState,
) -> Result<RecordRef, Faults> {
    let document = draft.require(id, "document")?;
    draft.replace(SourceDocument { state, ..document })?;
    Ok(id.reference())
}

fn digest(text: &Label) -> Result<Label, Faults> {
    let lower = text.as_str().to_ascii_lowercase();
    if lower.len() == 64 && lower.bytes().all(|it| it.is_ascii_hexdigit()) {
        return Ok(Label::new(&lower)?);
    }
    let message = "a SHA-256 digest has 64 hexadecimal digits";
    Err(Fault::new(FaultCode::Invalid, "sha256", message).into())
}
