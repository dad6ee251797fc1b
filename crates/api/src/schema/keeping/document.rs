//! Documents: added, retracted, accepted again.

use async_graphql::{Context, Object, Result};
use domain::document::SourceDocument;
use domain::keeping::document::{self as verbs, NewDocument};
use service::Act;

use super::input::{RecordInput, date, keep_inputs, label, maybe_label};
use super::keep;
use super::payload::keep_payloads;
use crate::schema::document::Document;
use crate::schema::permission::requires;
use crate::schema::words::{DocumentKind, Permission};

keep_inputs! {
    /// A document that is to be added, so that claims can rest on it.
    AddDocumentInput {
        /// A title: the document's own, or ours when it has none; at most 1,000 characters.
        title: String,
        /// The kind.
        kind: DocumentKind,
        /// The period that it reports on, in EDTF.
        covers: Option<String>,
        /// The date of the document itself, in EDTF.
        dated: Option<String>,
        /// How the date is known when the document does not say it outright.
        dated_basis: Option<String>,
        /// SHA-256 of the file, in hexadecimal.
        sha256: Option<String>,
        /// How locators into it are to be read, such as `page N`.
        locator_scheme: String,
    }
    /// Which document is retracted.
    RetractDocumentInput {
        /// The document.
        document: RecordInput,
    }
    /// Which document is accepted again.
    AcceptDocumentInput {
        /// The document.
        document: RecordInput,
    }
}

keep_payloads! {
    /// What adding a document gives.
    AddDocumentPayload {
        /// The document; null when there are errors.
        document: Document
    }
    /// What retracting a document gives.
    RetractDocumentPayload {
        /// The document; null when there are errors.
        document: Document
    }
    /// What accepting a document again gives.
    AcceptDocumentPayload {
        /// The document; null when there are errors.
        document: Document
    }
}

/// The mutations of documents.
pub struct DocumentMutations;

#[Object]
impl DocumentMutations {
    /// Adds a document, so that claims can rest on it. Its text is not kept.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn add_document(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The document.")] input: AddDocumentInput,
    ) -> Result<AddDocumentPayload> {
        let read = || {
            Ok(NewDocument {
                title: label(&input.title, "title")?,
                kind: input.kind.into(),
                covers: date(input.covers.as_deref(), "covers")?,
                dated: date(input.dated.as_deref(), "dated")?,
                dated_basis: maybe_label(input.dated_basis.as_deref(), "datedBasis")?,
                sha256: maybe_label(input.sha256.as_deref(), "sha256")?,
                locator_scheme: label(&input.locator_scheme, "locatorScheme")?,
            })
        };
        keep(ctx, Act::AddDocument, input.asked(), read(), verbs::add_document).await.map(AddDocumentPayload)
    }

    /// Retracts a document: what rests on nothing else falls. Nothing is deleted. Ask with `dryRun` first what falls.
    #[graphql(directive = requires::apply(Permission::Curate))]
    async fn retract_document(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which document.")] input: RetractDocumentInput,
    ) -> Result<RetractDocumentPayload> {
        let id = input.document.read::<SourceDocument>("document");
        keep(ctx, Act::RetractDocument, input.asked(), id, verbs::retract_document)
            .await
            .map(RetractDocumentPayload)
    }

    /// Accepts a retracted document again, which brings back all that it supports.
    #[graphql(directive = requires::apply(Permission::Curate))]
    async fn accept_document(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which document.")] input: AcceptDocumentInput,
    ) -> Result<AcceptDocumentPayload> {
        let id = input.document.read::<SourceDocument>("document");
        keep(ctx, Act::AcceptDocument, input.asked(), id, verbs::accept_document)
            .await
            .map(AcceptDocumentPayload)
    }
}
