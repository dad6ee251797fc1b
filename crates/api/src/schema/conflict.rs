//! What sources say differently of one field, and what counts no more.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_graphql::{Context, Description, Enum, Object, Result, SimpleObject};
use domain::claim as noun;
use domain::document::DocumentState;
use domain::record::Listed;
use domain::support::with_field;
use service::ViewContext;

use super::claim::Claim;
use super::context::RequestContext;
use super::document::Document;
use super::entry::{Entry, RecordNode as _};
use super::evidence::Evidence;
use super::language::text;
use super::words::{ClaimStatus, Confidence};
use crate::error::ErrorCode;

/// Why one of several values is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
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
pub fn of<T: Listed>(entry: &Entry<T>) -> Vec<FieldConflict> {
    let reference = entry.reference();
    let mut fields = BTreeMap::<&str, Vec<&noun::Claim>>::new();
    for claim in entry.network().claims_about(&reference) {
        if let Some(field) = &claim.field {
            fields.entry(field.as_str()).or_default().push(claim);
        }
    }
    fields.into_iter().filter_map(|(field, claims)| conflict(entry, field, claims)).collect()
}

fn order(claim: &noun::Claim) -> (u32, noun::Confidence, &str) {
    (claim.rank, claim.confidence, claim.key.as_str())
}

fn conflict<T: Listed>(
    entry: &Entry<T>,
    field: &str,
    mut claims: Vec<&noun::Claim>,
) -> Option<FieldConflict> {
    claims.sort_by(|a, b| order(a).cmp(&order(b)));
    let mut values: Vec<(Option<&str>, Vec<&noun::Claim>)> = Vec::new();
    for claim in claims {
        let value = text(&claim.value);
        match values.iter_mut().find(|(it, _)| *it == value) {
            Some((_, known)) => known.push(claim),
            None => values.push((value, vec![claim])),
        }
    }
    if values.len() < 2 {
        return None;
    }
    // The value that leaves the record as it stands is the one that is believed.
    let is_so =
        |value: Option<&str>| with_field(entry.record(), field, value).is_ok_and(|it| it == *entry.record());
    let believed = values.iter().position(|(value, _)| is_so(*value)).unwrap_or_default();
    let because = if believed > 0 { BeliefReason::OthersFell } else { because(&values) };
    let first = values.remove(believed);
    values.insert(0, first);
    let told = |(place, (value, claims)): (usize, (Option<&str>, Vec<&noun::Claim>))| ConflictingValue {
        value: value.map(ToOwned::to_owned),
        is_believed: place == 0,
        evidence: claims
            .iter()
            .filter_map(|it| Claim::find(entry.context(), &it.key))
            .map(Evidence)
            .collect(),
    };
    Some(FieldConflict {
        field: field.to_owned(),
        values: values.into_iter().enumerate().map(told).collect(),
        because,
    })
}

fn because(values: &[(Option<&str>, Vec<&noun::Claim>)]) -> BeliefReason {
    let first = |at: usize| values.get(at).and_then(|(_, claims)| claims.first());
    match (first(0), first(1)) {
        (Some(a), Some(b)) if a.rank != b.rank => BeliefReason::Rank,
        (Some(a), Some(b)) if a.confidence != b.confidence => BeliefReason::Confidence,
        _ => BeliefReason::Order,
    }
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
pub fn withdrawn<T: Listed>(entry: &Entry<T>) -> Vec<WithdrawnEvidence> {
    let all = entry.network().withdrawn_about(&entry.reference());
    all.iter()
        .map(|it| WithdrawnEvidence { context: Arc::clone(entry.context()), claim: it.clone() })
        .collect()
}
