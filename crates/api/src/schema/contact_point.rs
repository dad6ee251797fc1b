//! Ways to reach institutions, offices and people, of what the reader may see.

use async_graphql::{Context, Result, SimpleObject};

use super::context::RequestContext;
use super::document::Document;
use super::entry::{Entry, RecordNode as _};
use super::words::ContactKind;

/// A way to reach an institution, an office or a person.
#[derive(Debug, Clone, SimpleObject)]
pub struct ContactPoint {
    /// The kind.
    pub kind: ContactKind,
    /// The number, address or page.
    pub value: String,
    /// The document that gives it; null when it does not stand any more.
    pub document: Option<Document>,
}

/// The contact points of a record that the reader may see, in order of their keys. They are today's at every revision.
pub(crate) async fn contact_points<T: domain::record::Listed>(
    ctx: &Context<'_>,
    entry: &Entry<T>,
) -> Result<Vec<ContactPoint>> {
    let loaders = RequestContext::of(ctx)?.loaders(&entry.context().snapshot);
    let found = loaders.contact_points(&entry.reference()).await?;
    let shown = found.into_iter().map(|it| ContactPoint {
        kind: it.kind.into(),
        document: Document::find(entry.context(), &it.document),
        value: it.value.into(),
    });
    Ok(shown.collect())
}
