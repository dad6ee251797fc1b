//! Net changes: what is different in what stands, for those who keep a copy.

use std::sync::Arc;

use async_graphql::{Context, Description, ID, Object, Result};
use domain::difference;
use domain::id::Id;
use domain::institution::Institution;
use domain::record::RecordRef;
use service::graph::View;
use service::{NetChanges, ViewContext};

use super::connection::{Edge, Page, PageInfo};
use super::context::RequestContext;
use super::cursor::Seal;
use super::id;
use super::loader::service_error;
use super::node::Node;
use super::revision::{ChangeKind, FieldChange, service, shown};
use super::scalars::Revision;
use crate::error::ErrorCode;

/// A record that is different in what stands at two revisions.
#[derive(Clone, Description)]
pub struct NetChange {
    compared: Arc<NetChanges>,
    change: difference::NetChange,
    at: RecordRef,
    context: Arc<ViewContext>,
}

#[Object(use_type_description)]
impl NetChange {
    /// The id of the record.
    fn record_id(&self) -> ID {
        id::encode_record(&self.at)
    }

    /// The kind of the record by the name of its import file, such as `institution` or `body-membership`.
    fn record_kind(&self) -> &'static str {
        self.at.kind.as_str()
    }

    /// The record's key, the same as in import files and exports.
    fn slug(&self) -> &str {
        &self.at.key
    }

    /// Whether it stands no more: it has lost its support, or is read as another. A copy drops it. One that comes back is
    /// there again as `CREATED`.
    fn is_gone(&self) -> bool {
        self.change.change == difference::ChangeKind::Removed
    }

    /// What became of the record in what stands.
    fn kind(&self) -> ChangeKind {
        self.change.change.into()
    }

    /// The institution that it is read as, when that is why it is gone; null otherwise.
    fn read_as_id(&self) -> Option<ID> {
        let own = Id::<Institution>::from_reference(&self.at)?;
        let canonical = self.context.network().merges().canonical.get(&own)?;
        Some(id::encode_record(&canonical.reference()))
    }

    /// The fields that differ: done to a copy of the earlier state, they make the later one. All recorded fields of a
    /// record that is new, and of one that is gone.
    fn fields(&self) -> Vec<FieldChange> {
        self.compared.fields(&self.change).into_iter().map(FieldChange::from).collect()
    }

    /// The record as it stands at the later revision; null when it is gone. An identifier is shown by its institution.
    fn node(&self) -> Option<Node> {
        let is_gone = self.change.change == difference::ChangeKind::Removed;
        if is_gone { None } else { shown(&self.context, &self.at) }
    }
}

/// A page of what is different in what stands at two revisions.
#[derive(Clone, Description)]
pub struct NetChangeConnection {
    edges: Vec<Edge<NetChange>>,
    page_info: PageInfo,
    compared: Arc<NetChanges>,
}

#[Object(use_type_description)]
impl NetChangeConnection {
    /// The items of the page with their cursors.
    fn edges(&self) -> &[Edge<NetChange>] {
        &self.edges
    }

    /// The items of the page.
    fn nodes(&self) -> Vec<&NetChange> {
        self.edges.iter().map(Edge::item).collect()
    }

    /// Where the page begins and ends.
    fn page_info(&self) -> &PageInfo {
        &self.page_info
    }

    /// How many records are different, on all pages together.
    fn total_count(&self) -> i32 {
        super::count(self.compared.changes().len())
    }

    /// The earlier revision.
    fn since(&self) -> Revision {
        Revision::of(self.compared.since)
    }

    /// The later revision, the same for all pages: `since` of the next question, once the last page is read.
    fn until(&self) -> Revision {
        Revision::of(self.compared.until.revision)
    }
}

/// A page of the net changes. A cursor pins both revisions, so that all pages are of one comparison.
pub(super) async fn page(
    ctx: &Context<'_>,
    since: &Revision,
    until: Option<&Revision>,
    first: Option<i32>,
    after: Option<String>,
) -> Result<NetChangeConnection> {
    let request = RequestContext::of(ctx)?;
    let pinned = after.as_deref().and_then(Seal::pinned).and_then(|it| it.parse().ok());
    let latest = request.snapshot().revision;
    let until = until.map(Revision::number).or_else(|| pinned.map(service::Revision::new)).unwrap_or(latest);
    let since = since.number();
    if since > until {
        let message = format!(
            "`since` is {since}, and the changes up to {until} are asked for; give an earlier revision, or wait with `minRevision` of `network`."
        );
        return Err(ErrorCode::InvalidArgument.error(message));
    }
    let compared = service(ctx)?.net_changes(since, until).await.map_err(|error| service_error(&error))?;
    let seal = Seal::new(&format!("net changes since {since}"), until.to_string());
    let changes = compared.changes();
    let place = |key: &str| {
        let at: RecordRef = key.parse().ok()?;
        compared.place_of(at.kind, &at.key)
    };
    let key = |place: usize| changes.get(place).map_or_else(String::new, |it| compared.at(it).to_string());
    let page = Page { first, after, ..Page::default() };
    let (skipped, length, page_info) = page.of_places(&seal, changes.len(), place, key)?;
    let context = request.look(Arc::clone(&compared.until), View::default());
    let edges = changes.iter().skip(skipped).take(length).map(|change| {
        let at = compared.at(change);
        let cursor = seal.cursor(&at.to_string());
        let (compared, context) = (Arc::clone(&compared), Arc::clone(&context));
        Edge::new(cursor, NetChange { compared, change: *change, at, context })
    });
    Ok(NetChangeConnection { edges: edges.collect(), page_info, compared: Arc::clone(&compared) })
}
