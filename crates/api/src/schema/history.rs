//! The history of one object: what changed about it, revision by revision.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_graphql::{Context, Description, Object, Result};
use domain::record::Listed;
use service::{Trace, ViewContext};

use super::connection::{Connection, Edge, Listing, Page};
use super::context::RequestContext;
use super::entry::Entry;
use super::id;
use super::loader::service_error;
use super::revision::{RecordChange, RevisionEntry};

/// What changed about an object in one revision.
#[derive(Clone, Description)]
pub struct RecordVersion {
    version: service::Version,
    context: Arc<ViewContext>,
}

#[Object(use_type_description)]
impl RecordVersion {
    /// The revision: when, who, by what act and why.
    fn entry(&self) -> RevisionEntry {
        RevisionEntry(self.version.entry.clone())
    }

    /// What changed, in the order of the log: the record itself, the claims about it and their texts, decisions on its
    /// identity, and documents behind it that were retracted or accepted again. An institution is one with those that are
    /// read as it, and has its identifiers.
    fn changes(&self) -> Vec<RecordChange> {
        self.version.changes.iter().map(|it| RecordChange::new(it.clone(), &self.context)).collect()
    }
}

/// A page of the history of an object, oldest first, up to the revision of its view.
pub(super) async fn of<T: Listed>(
    ctx: &Context<'_>,
    entry: &Entry<T>,
    page: &Page,
) -> Result<Connection<RecordVersion>> {
    let (context, reference) = (entry.context(), entry.reference());
    let stored = RequestContext::of(ctx)?.stored();
    let traces = stored.history(&context.snapshot, &reference).await;
    let traces = traces.map_err(|error| service_error(&error))?;
    let owner = id::encode_record(&reference);
    let listing = Listing { context, owner: &owner, items: &traces, completeness: Vec::new() };
    let cut = listing.cut(ctx, page, |it: &Trace| it.revision.to_string())?;
    let wanted: Vec<Trace> = cut.items.iter().map(|(_, it)| (*it).clone()).collect();
    let versions = stored.versions(&wanted).await.map_err(|error| service_error(&error))?;
    let mut versions: BTreeMap<_, _> =
        versions.into_iter().map(|version| (version.entry.revision, version)).collect();
    let edge = |(cursor, trace): (String, &Trace)| {
        let version = versions.remove(&trace.revision)?;
        Some(Edge::new(cursor, RecordVersion { version, context: Arc::clone(context) }))
    };
    Ok(Connection::of_page(cut.items.into_iter().filter_map(edge).collect(), cut.page_info, cut.total_count))
}
