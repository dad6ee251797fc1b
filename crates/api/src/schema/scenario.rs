//! Scenarios: drafts of changes, to see what would be if they came true.

use std::sync::Arc;

use async_graphql::{Context, Description, ID, Object, Result, SimpleObject};
use domain::id::Id;
use domain::scenario as noun;
use service::{Service, ServiceError, StoredScenario, ViewContext};

use super::connection::{Connection, Listing, Page};
use super::context::RequestContext;
use super::id;
use super::loader::service_error;
use super::node::Node;
use super::permission::requires;
use super::scalars::{Date, DateTime, Json, Revision};
use super::words::{Permission, ScenarioChangeKind, ScenarioConflictKind, ScenarioState};
use crate::error::ErrorCode;
use crate::soft::soft;

/// The kind of the ids of scenarios.
pub(super) const KIND: &str = "scenario";

/// A named draft of changes over a revision of the record. It is no part of the record: `network(scenario:)` shows the
/// record as if the changes had come true, over the base revision, whatever the record has become since.
#[derive(Debug, Clone, Description)]
pub struct Scenario(Arc<StoredScenario>);

impl Scenario {
    pub(super) fn new(stored: impl Into<Arc<StoredScenario>>) -> Self {
        Self(stored.into())
    }

    /// The opaque id, for the interface `Node`.
    ///
    /// # Errors
    /// None.
    pub async fn id(&self, _: &Context<'_>) -> Result<ID> {
        Ok(id::encode(KIND, self.0.scenario.key.as_str()))
    }

    /// The scenario of a key; none when there is none.
    ///
    /// # Errors
    /// `FORBIDDEN` when the reader may not plan.
    pub(super) async fn find(ctx: &Context<'_>, key: &str) -> Result<Option<Self>> {
        let Ok(key) = Id::<noun::Scenario>::new(key) else { return Ok(None) };
        match service(ctx)?.scenario(RequestContext::of(ctx)?.actor(), &key).await {
            Ok(stored) => Ok(Some(Self::new(stored))),
            Err(ServiceError::NotFound { .. }) => Ok(None),
            Err(error) => Err(service_error(&error)),
        }
    }
}

/// The service of the schema.
pub(super) fn service<'a>(ctx: &Context<'a>) -> Result<&'a Arc<Service>> {
    ctx.data_opt::<Arc<Service>>().ok_or_else(|| {
        tracing::error!("the schema has no service");
        ErrorCode::Internal.error("The service cannot keep scenarios.")
    })
}

/// The key in the id of a scenario.
///
/// # Errors
/// `INVALID_ID`.
pub(super) fn key(id: &ID) -> Result<Id<noun::Scenario>> {
    let found = id::decode(id)?;
    let wrong =
        || ErrorCode::InvalidId.error("This is not the id of a scenario; take it from `Scenario.id`.");
    if found.kind == KIND { Id::new(&found.key).map_err(|_not_a_key| wrong()) } else { Err(wrong()) }
}

#[Object(use_type_description)]
impl Scenario {
    /// The opaque id, for `network(scenario:)`.
    #[graphql(name = "id")]
    fn node_id(&self) -> ID {
        id::encode(KIND, self.0.scenario.key.as_str())
    }

    /// The name, unique among drafts.
    fn name(&self) -> &str {
        self.0.scenario.name.as_str()
    }

    /// A remark; null when there is none.
    fn note(&self) -> Option<&str> {
        super::language::text(&self.0.scenario.note)
    }

    /// Where it stands.
    fn state(&self) -> ScenarioState {
        self.0.scenario.state.into()
    }

    /// How often it was written: 1 when it is new. For `ifVersion`.
    fn version(&self) -> i32 {
        i32::try_from(self.0.version).unwrap_or(i32::MAX)
    }

    /// The revision that the changes are made to.
    fn base_revision(&self) -> Revision {
        Revision::of(service::Revision::new(self.0.scenario.base))
    }

    /// How many revisions the record has moved on since the base.
    fn revisions_behind(&self, ctx: &Context<'_>) -> Result<i32> {
        let live = RequestContext::of(ctx)?.snapshot().revision.get();
        Ok(i32::try_from(live.saturating_sub(self.0.scenario.base)).unwrap_or(i32::MAX))
    }

    /// Whether the record has moved on since the base: then `conflicts` tells what no longer fits, and amending the
    /// scenario with another `baseRevision` moves it there.
    fn is_behind(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(RequestContext::of(ctx)?.snapshot().revision.get() > self.0.scenario.base)
    }

    /// The revision that applying it made; null while it is not applied.
    fn applied_revision(&self) -> Option<Revision> {
        self.0.applied.map(Revision::of)
    }

    /// Who proposed it, by function or account.
    fn proposed_by(&self) -> &str {
        self.0.author.as_str()
    }

    /// When it was proposed.
    fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When it was written last.
    fn changed_at(&self) -> DateTime {
        DateTime(self.0.changed_at)
    }

    /// The changes, at most 200, in their order.
    fn changes(&self) -> Vec<ScenarioChange> {
        (1..)
            .zip(&self.0.scenario.changes)
            .map(|(number, change)| ScenarioChange::of(number, change))
            .collect()
    }

    /// What of a draft cannot be made to the latest revision any more; empty when all of it can, and when it is no
    /// draft.
    fn conflicts(&self, ctx: &Context<'_>) -> Result<Vec<ScenarioConflict>> {
        let found = service(ctx)?.conflicts_with_live(&self.0.scenario);
        let context = RequestContext::of(ctx)?.whole();
        Ok(found.iter().map(|it| ScenarioConflict::of(&context, it)).collect())
    }
}

/// One change that a scenario supposes.
#[derive(Debug, Clone, SimpleObject)]
pub struct ScenarioChange {
    /// Its number, from 1, by which other changes refer to what it makes.
    pub number: i32,
    /// What it supposes.
    pub kind: ScenarioChangeKind,
    /// The name of what it makes; null when that has none.
    pub name: Option<String>,
    /// The day; null when none matters.
    pub date: Option<Date>,
    /// The whole change, with the keys of the records that it names, as it is kept.
    pub content: Json,
}

impl ScenarioChange {
    fn of(number: i32, change: &noun::Change) -> Self {
        use noun::Change as It;
        let (kind, name, date) = match change {
            It::AddInstitution { name, .. } => (ScenarioChangeKind::AddInstitution, Some(name), None),
            It::CloseInstitution { on, .. } => (ScenarioChangeKind::CloseInstitution, None, Some(*on)),
            It::AddMembership { signed_on, .. } => (ScenarioChangeKind::AddMembership, None, *signed_on),
            It::EndMembership { on, .. } => (ScenarioChangeKind::EndMembership, None, Some(*on)),
            It::HoldMeeting { name, date, .. } => (ScenarioChangeKind::HoldMeeting, Some(name), Some(*date)),
            It::CreateProjectPartnership { name, created_on, .. } => {
                (ScenarioChangeKind::CreateProjectPartnership, Some(name), *created_on)
            }
        };
        // A change of plain values can always be written.
        let content = serde_json::to_value(change).unwrap_or_default();
        Self {
            number,
            kind,
            name: name.map(ToString::to_string),
            date: date.map(Date),
            content: Json(Arc::new(content)),
        }
    }
}

/// Why a change cannot be made.
#[derive(Debug, Clone, SimpleObject)]
pub struct ScenarioConflict {
    /// The number of the change, from 1; 0 when it is about the whole.
    pub change: i32,
    /// The kind of reason.
    pub kind: ScenarioConflictKind,
    /// The record that it is about; null when it is about none, or about one that is not in the record.
    pub about: Option<Node>,
    /// The number of the other change; null when there is none.
    pub with: Option<i32>,
    /// The reason in English words, with what to do.
    pub message: String,
}

impl ScenarioConflict {
    pub(super) fn of(context: &Arc<ViewContext>, conflict: &noun::Conflict) -> Self {
        let number = |it: u32| i32::try_from(it).unwrap_or(i32::MAX);
        Self {
            change: number(conflict.change),
            kind: conflict.kind.into(),
            about: conflict.about.as_ref().and_then(|it| Node::of(context, it)),
            with: conflict.with.map(number),
            message: super::computed::sentence(&conflict.to_string()),
        }
    }
}

/// The questions about scenarios.
pub struct ScenarioQueries;

#[Object]
impl ScenarioQueries {
    /// A scenario, whatever its state; null, with the error `NOT_FOUND`, when there is none with this id.
    #[graphql(directive = requires::apply(Permission::Plan))]
    async fn scenario(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the scenario.")] id: ID,
    ) -> Option<Scenario> {
        let find = async {
            let found = Scenario::find(ctx, key(&id)?.as_str()).await?;
            found.map(Some).ok_or_else(|| ErrorCode::NotFound.error("No scenario has this id."))
        };
        soft(ctx, find.await)
    }

    /// The scenarios, the newest first. At most 200 drafts and 200 discarded ones are kept.
    #[graphql(directive = requires::apply(Permission::Plan))]
    #[allow(clippy::too_many_arguments, reason = "paging takes four arguments of every such field")]
    async fn scenarios(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those in these states.", default_with = "vec![ScenarioState::Draft]")]
        states: Vec<ScenarioState>,
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
    ) -> Result<Connection<Scenario>> {
        let request = RequestContext::of(ctx)?;
        let states: Vec<_> = states.into_iter().take(3).map(Into::into).collect();
        let found = service(ctx)?.scenarios(request.actor(), &states).await;
        let items: Vec<_> = found.map_err(|it| service_error(&it))?.into_iter().map(Scenario::new).collect();
        let context = request.whole();
        let page = Page { first, after, last, before };
        let listing =
            Listing { context: &context, owner: "scenarios", items: &items, completeness: Vec::new() };
        listing.page(ctx, &page, |it| it.0.scenario.key.to_string(), |it| Some(it.clone()))
    }
}
