//! What sources say differently of one field, and what counts no more.

use std::sync::Arc;

use async_graphql::{Context, Description, Enum, Object, Result, SimpleObject};
use domain::claim as noun;
use domain::document::DocumentState;
use domain::record::RecordRef;
use service::ViewContext;
use service::graph::conflict as graph;

use super::context::RequestContext;
use super::document::Document;
use super::entry::RecordNode as _;
use super::evidence::{self, Evidence};
use super::language::text;
use super::node::Node;
use super::words::{ClaimStatus, Confidence};
use crate::error::ErrorCode;

/// Why one of several values is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "graph::BeliefReason")]
pub enum BeliefReason {
    /// A person put its claim first, or it was entered first.
    Rank,
    /// It is known better: stated before taken from elsewhere, before inferred.
    Confidence,
    /// Nothing sets the claims apart: the first by key is taken, so that it is always the same.
    Order,
    /// What comes before it refers to a record that does not stand.
    OthersFell,
}

/// A field of which sources say different things.
#[derive(Debug, Clone, SimpleObject)]
pub struct FieldConflict {
    /// The record; null when it has no node of its own, as for an identifier.
    pub about: Option<Node>,
    /// The field, by its name in import files.
    pub field: String,
    /// All that is said, the believed value first, then by rank.
    pub values: Vec<ConflictingValue>,
    /// Why the first is believed.
    pub because: BeliefReason,
}

/// One of the values that sources give a field.
#[derive(Debug, Clone, SimpleObject)]
pub struct ConflictingValue {
    /// The value, in its text form of import files; null where a source says that there is none.
    pub value: Option<String>,
    /// Whether it is the one that is believed.
    pub is_believed: bool,
    /// The claims that say so, by rank.
    pub evidence: Vec<Evidence>,
}

/// The fields of a record of which sources say different things.
pub fn of(context: &Arc<ViewContext>, reference: &RecordRef) -> Vec<FieldConflict> {
    let shown = |it: graph::FieldConflict| FieldConflict {
        about: Node::of(context, &it.about),
        field: it.field,
        values: (0..).zip(it.values).map(|(place, value)| told(context, place, value)).collect(),
        because: it.because.into(),
    };
    graph::conflicts(context.network(), reference).into_iter().map(shown).collect()
}

fn told(context: &Arc<ViewContext>, place: usize, value: graph::ConflictingValue) -> ConflictingValue {
    let graph::ConflictingValue { value, claims } = value;
    ConflictingValue { value, is_believed: place == 0, evidence: evidence::by_ids(context, &claims) }
}

/// Why a claim does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum WithdrawalReason {
    /// The claim was taken back.
    ClaimRetracted,
    /// Its document was retracted.
    DocumentRetracted,
    /// A record from which it was inferred does not stand.
    PremiseFell,
}

/// A claim that does not count any more. It comes back with what it lost.
#[derive(Debug, Clone, Description)]
pub struct WithdrawnEvidence {
    context: Arc<ViewContext>,
    claim: noun::Claim,
}

#[Object(use_type_description)]
impl WithdrawnEvidence {
    /// What it is about; null when that has no node of its own, as for an identifier.
    fn about(&self) -> Option<Node> {
        Node::of(&self.context, &self.claim.subject)
    }

    /// The field that it is about, by its name in import files; null when it is about the existence of the record.
    fn field(&self) -> Option<&str> {
        text(&self.claim.field)
    }

    /// The value claimed, in its text form of import files; null for existence, and for no value.
    fn value(&self) -> Option<&str> {
        text(&self.claim.value)
    }

    /// The document that it stands in.
    fn document(&self) -> Result<Document> {
        Document::require(&self.context, &self.claim.document)
    }

    /// Where it stands in the document, by the document's locator scheme.
    async fn locator(&self, ctx: &Context<'_>) -> Result<String> {
        let loaders = RequestContext::of(ctx)?.loaders(&self.context.snapshot);
        let found = loaders.claim_text(&self.claim.key).await?;
        let found = found
            .ok_or_else(|| ErrorCode::Internal.error("The locator of this claim is not in the store."))?;
        Ok(found.locator.to_string())
    }

    /// How it was known.
    fn confidence(&self) -> Confidence {
        self.claim.confidence.into()
    }

    /// Whether the claim itself was taken back.
    fn status(&self) -> ClaimStatus {
        self.claim.status.into()
    }

    /// Why it does not count.
    fn because(&self) -> WithdrawalReason {
        let document = Document::find(&self.context, &self.claim.document);
        if self.claim.status == noun::ClaimStatus::Retracted {
            WithdrawalReason::ClaimRetracted
        } else if document.is_some_and(|it| it.record().state == DocumentState::Retracted) {
            WithdrawalReason::DocumentRetracted
        } else {
            WithdrawalReason::PremiseFell
        }
    }
}

/// The claims about a record that do not count any more.
pub fn withdrawn(context: &Arc<ViewContext>, reference: &RecordRef) -> Vec<WithdrawnEvidence> {
    let all = context.network().withdrawn_about(reference);
    all.iter().map(|it| WithdrawnEvidence { context: Arc::clone(context), claim: it.clone() }).collect()
}
