//! Revisions: who changed the record, when, by what act, and each change field by field.

use std::sync::Arc;

use async_graphql::{Context, Description, Enum, ID, Object, Result, SimpleObject};
use domain::difference;
use domain::institution::InstitutionIdentifier;
use domain::record::{RecordKind, RecordRef};
use service::{Service, ViewContext};

use super::connection::{Connection, Edge, Page};
use super::context::RequestContext;
use super::cursor::Seal;
use super::id;
use super::loader::service_error;
use super::node::Node;
use super::scalars::{DateTime, Revision};
use crate::error::ErrorCode;

/// The kind of the ids of revisions.
pub(super) const KIND: &str = "revision";

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::difference::ChangeKind")]
pub enum ChangeKind {
    /// It was not there before.
    Created,
    /// It was there, with other content.
    Changed,
    /// It is there no more.
    Removed,
}

/// One field of a record, before and after. Values have the form that they have in import files.
#[derive(Debug, Clone, PartialEq, Eq, SimpleObject)]
pub struct FieldChange {
    /// The name of the field in import files, such as `name_pl`.
    pub field: String,
    /// The value before, lists separated by `|`; null when nothing was recorded.
    pub before: Option<String>,
    /// The value after; null when nothing is recorded.
    pub after: Option<String>,
}

impl From<difference::FieldChange> for FieldChange {
    fn from(it: difference::FieldChange) -> Self {
        Self { field: it.field, before: it.before, after: it.after }
    }
}

/// One change of one record, as the change log tells of it. Names of people and contact points are never in the log.
#[derive(Clone, Description)]
pub struct RecordChange {
    change: service::RecordChange,
    context: Arc<ViewContext>,
}

impl RecordChange {
    pub(super) fn new(change: service::RecordChange, context: &Arc<ViewContext>) -> Self {
        Self { change, context: Arc::clone(context) }
    }
}

#[Object(use_type_description)]
impl RecordChange {
    /// The revision that it is part of.
    fn revision(&self) -> Revision {
        Revision::of(self.change.position.revision)
    }

    /// The id of the record.
    fn record_id(&self) -> ID {
        id::encode_record(&self.change.at)
    }

    /// The kind of the record by the name of its import file, such as `institution` or `body-membership`.
    fn record_kind(&self) -> &'static str {
        self.change.at.kind.as_str()
    }

    /// The record's key, the same as in import files and exports.
    fn slug(&self) -> &str {
        &self.change.at.key
    }

    /// What became of the record.
    fn kind(&self) -> ChangeKind {
        self.change.kind.into()
    }

    /// The fields that changed, in their order in the record.
    fn fields(&self) -> Vec<FieldChange> {
        self.change.fields.iter().cloned().map(FieldChange::from).collect()
    }

    /// The record as it stands in this view; null when it does not stand. An identifier is shown by its institution, and
    /// an institution that is read as another by that other.
    fn node(&self) -> Option<Node> {
        shown(&self.context, &self.change.at)
    }
}

/// The node that shows a record.
pub(super) fn shown(context: &Arc<ViewContext>, at: &RecordRef) -> Option<Node> {
    if at.kind == RecordKind::InstitutionIdentifier {
        let identifier = context.network().find::<InstitutionIdentifier>(&at.key)?;
        return Node::of(
            context,
            &domain::record::Noun::reference(context.network().institution(&identifier.institution)?),
        );
    }
    Node::of(context, at)
}

/// A revision of the record: one act of one author, whole.
#[derive(Debug, Clone, Description)]
pub struct RevisionEntry(pub(super) service::RevisionEntry);

impl RevisionEntry {
    /// The opaque id, for the interface `Node`.
    ///
    /// # Errors
    /// None.
    pub async fn id(&self, _: &Context<'_>) -> Result<ID> {
        Ok(id::encode(KIND, &self.0.revision.to_string()))
    }

    /// The revision of a key; none when there is none in the request's snapshot.
    pub(super) async fn find(ctx: &Context<'_>, key: &str) -> Result<Option<Self>> {
        let latest = RequestContext::of(ctx)?.snapshot().revision;
        let number = key.parse::<u64>().ok().filter(|it| (1..=latest.get()).contains(it));
        let Some(before) = number.and_then(|it| it.checked_sub(1)) else { return Ok(None) };
        let found = service(ctx)?.revisions(service::Revision::new(before), 1).await;
        Ok(found.map_err(|error| service_error(&error))?.into_iter().next().map(Self))
    }
}

#[Object(use_type_description)]
impl RevisionEntry {
    /// The opaque id, for `node`.
    #[graphql(name = "id")]
    fn node_id(&self) -> ID {
        id::encode(KIND, &self.0.revision.to_string())
    }

    /// The number.
    fn revision(&self) -> Revision {
        Revision::of(self.0.revision)
    }

    /// When it was recorded.
    fn recorded_at(&self) -> DateTime {
        DateTime(self.0.recorded_at)
    }

    /// Who made it: a function or an account, not a name.
    fn author(&self) -> &str {
        self.0.author.as_str()
    }

    /// By what act, as a word such as `IMPORT` or `RETRACT_DOCUMENT`. New words may come.
    fn act(&self) -> &'static str {
        self.0.act.as_str()
    }

    /// The reason given, or the source of an import.
    fn reason(&self) -> &str {
        self.0.reason.as_str()
    }

    /// How many records it added.
    fn created(&self) -> i32 {
        count(self.0.created)
    }

    /// How many records it changed.
    fn changed(&self) -> i32 {
        count(self.0.changed)
    }

    /// How many personal values it added or changed; which ones is not logged.
    fn personal(&self) -> i32 {
        count(self.0.personal)
    }

    /// Its changes, in the order of the log; texts of claims are among them.
    #[graphql(name = "changes")]
    async fn list_changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many items from the start, or after `after`: 0 to 100; 20 when neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(
            desc = "The cursor of the item after which the page begins; none for the start of the list."
        )]
        after: Option<String>,
        #[graphql(
            desc = "How many items before the end, or before `before`: 0 to 100; not together with `first`."
        )]
        last: Option<i32>,
        #[graphql(desc = "The cursor of the item before which the page ends; none for the end of the list.")]
        before: Option<String>,
    ) -> Result<Connection<RecordChange>> {
        let revision = self.0.revision;
        let reader = service(ctx)?;
        let total = reader.change_count(revision).await.map_err(|error| service_error(&error))?;
        let total = usize::try_from(total).unwrap_or(usize::MAX);
        // The log is never changed, so its cursors hold whatever comes later.
        let seal = Seal::new(&format!("changes of {revision}"), String::new());
        let (skipped, length, page_info) = Page { first, after, last, before }.of_numbers(&seal, total)?;
        let found = reader.changes_in(revision, skipped as u64, length).await;
        let whole = RequestContext::of(ctx)?.whole();
        let edges = found.map_err(|error| service_error(&error))?.into_iter().map(|it| {
            Edge::new(seal.cursor(&it.position.ordinal.to_string()), RecordChange::new(it, &whole))
        });
        Ok(Connection::of_page(edges.collect(), page_info, total))
    }
}

/// The service itself, which keeps the change log.
pub(super) fn service<'a>(ctx: &Context<'a>) -> Result<&'a Arc<Service>> {
    ctx.data_opt::<Arc<Service>>().ok_or_else(|| {
        tracing::error!("the schema was made without its service");
        ErrorCode::Internal.error("The service failed; its log says why.")
    })
}

fn count(number: u64) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// A page of the revisions after `since` and up to `until`, oldest first.
pub(super) async fn revisions(
    ctx: &Context<'_>,
    since: Option<&Revision>,
    until: Option<&Revision>,
    page: Page,
) -> Result<Connection<RevisionEntry>> {
    let latest = RequestContext::of(ctx)?.snapshot().revision.get();
    let until = until.map_or(latest, |it| it.number().get().min(latest));
    let since = since.map_or(0, |it| it.number().get()).min(until);
    // Revisions never change, and those up to `latest` are in every later list: the cursors hold in it, too.
    let seal = Seal::new(&format!("revisions since {since}"), String::new());
    let total = usize::try_from(until - since).unwrap_or(usize::MAX);
    let (skipped, length, page_info) = page.of_numbers(&seal, total)?;
    let start = service::Revision::new(since.saturating_add(skipped as u64));
    let found = if length == 0 { Ok(Vec::new()) } else { service(ctx)?.revisions(start, length).await };
    let edges = found.map_err(|error| service_error(&error))?.into_iter().map(|it| {
        let place = it.revision.get() - since;
        Edge::new(seal.cursor(&place.to_string()), RevisionEntry(it))
    });
    Ok(Connection::of_page(edges.collect(), page_info, total))
}
