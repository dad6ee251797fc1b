//! Claims: what a document says of a record, or of one field of it.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result};

use super::context::RequestContext;
use super::document::Document;
use super::entry::{RecordNode as _, record_nodes};
use super::id;
use super::language::text;
use super::loader::Loaders;
use super::node::Node;
use super::words::{ClaimStatus, Confidence};
use crate::error::ErrorCode;
use crate::soft::soft;

record_nodes! {
    /// A statement, with its source, that a record exists or that a field of it has a value.
    Claim(domain::claim::Claim);
}

impl Claim {
    /// The document that it stands in.
    pub(crate) fn source(&self) -> Result<Document> {
        Document::require(self.context(), &self.record().document)
    }

    /// The loaders of the revision that it is seen in.
    fn loaders(&self, ctx: &Context<'_>) -> Result<Arc<Loaders>> {
        Ok(RequestContext::of(ctx)?.loaders(&self.context().snapshot))
    }

    /// Where it stands: with the claim itself when it is supposed, else in the store.
    async fn read_text(&self, ctx: &Context<'_>) -> Result<Option<domain::claim::ClaimText>> {
        let key = &self.record().key;
        match self.context().network().find::<domain::claim::ClaimText>(key.as_str()) {
            Some(supposed) => Ok(Some(supposed.clone())),
            None => self.loaders(ctx)?.claim_text(key).await,
        }
    }

    pub(crate) async fn read_locator(&self, ctx: &Context<'_>) -> Result<String> {
        let found = self.read_text(ctx).await?;
        let found = found
            .ok_or_else(|| ErrorCode::Internal.error("The locator of this claim is not in the store."))?;
        Ok(found.locator.to_string())
    }

    pub(crate) async fn read_inference(&self, ctx: &Context<'_>) -> Option<String> {
        let read = async {
            let found = self.read_text(ctx).await?;
            Ok::<_, async_graphql::Error>(found.and_then(|it| it.inference).map(|it| it.to_string()))
        };
        soft(ctx, read.await)
    }
}

#[Object(use_type_description)]
impl Claim {
    /// The opaque id.
    #[graphql(name = "id")]
    fn global_id(&self) -> ID {
        id::encode_record(&self.0.reference())
    }

    /// What it is about; null when that has no node of its own, as for an identifier.
    fn about(&self) -> Option<Node> {
        Node::of(self.context(), &self.record().subject)
    }

    /// The field that it is about, by its name in import files; null when it is about the existence of the record.
    fn field(&self) -> Option<&str> {
        text(&self.record().field)
    }

    /// The value claimed for the field, in its text form of import files; null for a claim of existence, and for a
    /// claim that the field is not recorded.
    fn value(&self) -> Option<&str> {
        text(&self.record().value)
    }

    /// The document that it stands in.
    fn document(&self) -> Result<Document> {
        self.source()
    }

    /// Where it stands in the document, by the document's locator scheme.
    async fn locator(&self, ctx: &Context<'_>) -> Result<String> {
        self.read_locator(ctx).await
    }

    /// How it is known.
    fn confidence(&self) -> Confidence {
        self.record().confidence.into()
    }

    /// The named convention that it rests on, such as `C1`; null when it rests on none.
    fn convention(&self) -> Option<&str> {
        text(&self.record().convention)
    }

    /// How it was inferred, or read, in our own words; null when it is simply stated.
    async fn inference(&self, ctx: &Context<'_>) -> Option<String> {
        self.read_inference(ctx).await
    }

    /// The records from which it was inferred: it falls when one of them falls. Empty when it was not inferred.
    fn premises(&self) -> Vec<Node> {
        self.record().premises.iter().filter_map(|it| Node::of(self.context(), it)).collect()
    }

    /// Whether it counts, is disputed or was taken back.
    fn status(&self) -> ClaimStatus {
        self.record().status.into()
    }

    /// Which of several claims about one field gives its value: the smallest rank first.
    fn rank(&self) -> i32 {
        super::count(self.record().rank as usize)
    }
}
