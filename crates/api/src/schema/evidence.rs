//! Evidence: the claims behind a fact, with their places in the documents.

use std::sync::Arc;

use async_graphql::{Context, Description, Object, Result};
use domain::id::Id;
use domain::record::{Listed, RecordRef};
use service::ViewContext;

use super::claim::Claim;
use super::document::Document;
use super::entry::{Entry, RecordNode as _};
use super::words::Confidence;
use crate::error::ErrorCode;

/// A claim as evidence of something: which document says it, where, and how it is known.
#[derive(Debug, Clone, Description)]
pub struct Evidence(pub(crate) Claim);

#[Object(use_type_description)]
impl Evidence {
    /// The claim.
    fn claim(&self) -> &Claim {
        &self.0
    }

    /// The document that it stands in.
    fn document(&self) -> Result<Document> {
        self.0.source()
    }

    /// Where it stands in the document, by the document's locator scheme.
    async fn locator(&self, ctx: &Context<'_>) -> Result<String> {
        self.0.read_locator(ctx).await
    }

    /// How it is known.
    fn confidence(&self) -> Confidence {
        self.0.record().confidence.into()
    }

    /// The named convention that it rests on, such as `C1`; null when it rests on none.
    fn convention(&self) -> Option<&str> {
        super::language::text(&self.0.record().convention)
    }

    /// How it was inferred, or read; null when it is simply stated.
    async fn inference(&self, ctx: &Context<'_>) -> Option<String> {
        self.0.read_inference(ctx).await
    }
}

/// All claims about a record, in order of their keys.
#[must_use]
pub fn of(context: &Arc<ViewContext>, reference: &RecordRef) -> Vec<Evidence> {
    let claims = context.network().claims_about(reference);
    claims.filter_map(|it| Claim::find(context, &it.key)).map(Evidence).collect()
}

/// Claims by their ids, in their order.
#[must_use]
pub fn by_ids(context: &Arc<ViewContext>, claims: &[Id<domain::claim::Claim>]) -> Vec<Evidence> {
    Claim::find_all(context, claims).into_iter().map(Evidence).collect()
}

/// The claims about a record, or about one field of it, which falls back to those of the record's existence.
///
/// # Errors
/// `INVALID_ARGUMENT` when the record has no such field.
pub fn about<T: Listed>(entry: &Entry<T>, field: Option<&str>) -> Result<Vec<Evidence>> {
    let all = of(entry.context(), &entry.reference());
    let Some(field) = field else { return Ok(all) };
    let names = field_names(entry.record(), field);
    if names.is_empty() {
        let message =
            format!("A {} has no recorded field `{}`.", T::KIND, field.chars().take(60).collect::<String>());
        return Err(ErrorCode::InvalidArgument.error(message));
    }
    let is_about = |it: &Evidence, wanted: bool| match &it.0.record().field {
        Some(field) => wanted && names.iter().any(|name| name == field.as_str()),
        None => !wanted,
    };
    let own: Vec<_> = all.iter().filter(|it| is_about(it, true)).cloned().collect();
    Ok(if own.is_empty() { all.into_iter().filter(|it| is_about(it, false)).collect() } else { own })
}

/// The fields of import files that a field of the schema stands for: `signedOn` is `signed_on`, `name` is `name_pl`.
fn field_names<T: Listed>(record: &T, field: &str) -> Vec<String> {
    let mut snake = String::new();
    for letter in field.chars().take(60) {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(record) else { return Vec::new() };
    [snake.clone(), format!("{snake}_pl"), format!("{snake}_en")]
        .into_iter()
        .filter(|it| it != "key" && fields.contains_key(it))
        .collect()
}
