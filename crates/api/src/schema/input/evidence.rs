//! Which claims count in a network.

use std::sync::Arc;

use async_graphql::{InputObject, Result};
use domain::claim;
use domain::document::SourceDocument;
use domain::evidence_filter::{self, DOCUMENTS_MAX};
use domain::id::Id;
use service::ViewContext;

use super::{DocumentLookup, words};
use crate::error::ErrorCode;
use crate::schema::words::{ClaimStatus, Confidence, DocumentKind};

/// Which claims count: everything is answered as if no others had been made, just as when a document is retracted. The
/// lists hold together; the values of one list are alternatives; a list that is left out or empty does not narrow.
/// Vocabularies, territory, expectations and decisions on identity are not filtered.
#[derive(Debug, Clone, Default, InputObject)]
pub struct EvidenceFilter {
    /// Those of one of these documents; at most 100.
    pub documents: Option<Vec<DocumentLookup>>,
    /// Those of none of these documents; at most 100.
    pub without_documents: Option<Vec<DocumentLookup>>,
    /// Those of documents of one of these kinds.
    pub document_kinds: Option<Vec<DocumentKind>>,
    /// Those known in one of these ways.
    pub confidences: Option<Vec<Confidence>>,
    /// Those of one of these states: `ASSERTED` alone leaves out what somebody doubts. Not `RETRACTED`: what was taken
    /// back never counts.
    pub statuses: Option<Vec<ClaimStatus>>,
}

impl EvidenceFilter {
    /// The filter in its canonical form; the documents are those of the record.
    ///
    /// # Errors
    /// `INVALID_ID`, `NOT_FOUND` of a document; `INVALID_ARGUMENT` when a list is too long, or asks for what was taken
    /// back.
    pub fn read(&self, context: &Arc<ViewContext>) -> Result<evidence_filter::EvidenceFilter> {
        let statuses = words::<_, claim::ClaimStatus>(&self.statuses);
        if statuses.contains(&claim::ClaimStatus::Retracted) {
            let message =
                "`evidence.statuses` names RETRACTED, but what was taken back never counts; leave it out.";
            return Err(ErrorCode::InvalidArgument.error(message));
        }
        let filter = evidence_filter::EvidenceFilter {
            documents: documents(context, "documents", &self.documents)?,
            without_documents: documents(context, "withoutDocuments", &self.without_documents)?,
            document_kinds: words(&self.document_kinds),
            confidences: words(&self.confidences),
            statuses,
        };
        Ok(filter.canonical())
    }
}

fn documents(
    context: &Arc<ViewContext>,
    name: &str,
    list: &Option<Vec<DocumentLookup>>,
) -> Result<Vec<Id<SourceDocument>>> {
    let list = list.as_deref().unwrap_or_default();
    if list.len() > DOCUMENTS_MAX {
        let message = format!(
            "`evidence.{name}` names {} documents; at most {DOCUMENTS_MAX} can be named.",
            list.len()
        );
        return Err(ErrorCode::InvalidArgument.error(message));
    }
    list.iter().map(|it| it.require(context).map(|it| it.record().key.clone())).collect()
}
