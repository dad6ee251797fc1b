//! The root of all queries.

use std::sync::Arc;

use async_graphql::{Context, Description, ID, Object, Result, Value};
use service::graph::View;

use super::access_token::AccessTokenQueries;
use super::computed::measures::{MeasureDefinition, MeasureScope};
use super::connection::{Connection, Page};
use super::context::RequestContext;
use super::date::PeriodInput;
use super::id;
use super::input::{AsOfInput, EvidenceFilter, NetworkScope, view};
use super::job::{self, AnalysisJob};
use super::net_change::{self, NetChangeConnection};
use super::network::Network;
use super::node::Node;
use super::privacy::PrivacyQueries;
use super::revision::{self, RevisionEntry};
use super::scalars::Revision;
use super::scenario::ScenarioQueries;
use super::service_info::{ServiceInfo, Viewer};
use super::words::{EvidenceBasis, UndatedPolicy};
use crate::error::ErrorCode;
use crate::soft::soft;

/// The most ids of one question.
const MAX_IDS: usize = 100;

/// Where every question begins.
#[derive(Description)]
pub struct Query;

#[Object(use_type_description)]
impl Query {
    /// The record in one view. Everything below it is worked out from the same revision, window, scope, basis of
    /// evidence and claims. Names of people are not kept by revision: they are today's.
    #[allow(clippy::too_many_arguments, reason = "each argument is a parameter of the view")]
    async fn network(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The state of the record; none for the latest.")] as_of: Option<AsOfInput>,
        #[graphql(
            desc = "The least revision that the answer may be read from, such as that of a change just made; it is waited for, for some seconds."
        )]
        min_revision: Option<Revision>,
        #[graphql(desc = "The window of time; none for the whole record. No default depends on the clock.")]
        during: Option<PeriodInput>,
        #[graphql(
            desc = "What happens to facts without a date once a window is given.",
            default_with = "UndatedPolicy::Exclude"
        )]
        undated: UndatedPolicy,
        #[graphql(desc = "Which institutions the view is about; none for all.")] scope: Option<NetworkScope>,
        #[graphql(
            desc = "Which evidence counts for memberships and participations.",
            default_with = "EvidenceBasis::Stated"
        )]
        basis: EvidenceBasis,
        #[graphql(
            desc = "Which claims count at all: everything is answered as if no others had been made. All when left out. Not together with `scenario`."
        )]
        evidence: Option<EvidenceFilter>,
        #[graphql(
            desc = "The id of a scenario: everything is answered as if its changes had come true, over its base revision. Not together with `asOf`. It needs the permission PLAN."
        )]
        scenario: Option<ID>,
    ) -> Result<Network> {
        let request = RequestContext::of(ctx)?;
        let least = min_revision.as_ref().map(Revision::number);
        let as_of = as_of.as_ref().map(AsOfInput::read);
        let snapshot = request.pinned(as_of, least, scenario.as_ref()).await?;
        let whole = request.look(Arc::clone(&snapshot), View::default());
        let view = view(&whole, during.as_ref(), undated, scope.as_ref(), basis)?;
        let filter = evidence.map(|it| it.read(&whole)).transpose()?.unwrap_or_default();
        let snapshot = request.by_evidence(snapshot, filter).await?;
        Ok(Network(request.look(snapshot, view)))
    }

    /// What has an id, in the view of the whole record as stated; null, with the error `NOT_FOUND`, when nothing has.
    async fn node(&self, ctx: &Context<'_>, #[graphql(desc = "The id.")] id: ID) -> Option<Node> {
        let find = async {
            let wanted = id::decode(&id)?;
            let request = RequestContext::of(ctx)?;
            let found = Node::by_id(ctx, &request.whole(), &wanted).await?;
            found
                .map(Some)
                .ok_or_else(|| ErrorCode::NotFound.error(format!("No {} has this id.", wanted.kind)))
        };
        soft(ctx, find.await)
    }

    /// What has each of the ids, in their order; null in the place of an id that nothing has.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ids, at most 100.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Node>>> {
        if ids.len() > MAX_IDS {
            let message = format!("{} ids are given; at most {MAX_IDS} can be asked for at once.", ids.len());
            return Err(
                ErrorCode::InvalidArgument.error_with(message, [("maximum", Value::from(MAX_IDS as u64))])
            );
        }
        let context = RequestContext::of(ctx)?.whole();
        let mut nodes = Vec::with_capacity(ids.len());
        for id in &ids {
            nodes.push(Node::by_id(ctx, &context, &id::decode(id)?).await?);
        }
        Ok(nodes)
    }

    /// The catalogue of measures: what each is, where it comes from, when it has no value.
    fn measures(
        &self,
        #[graphql(desc = "Only those of this scope; all when left out.")] scope: Option<MeasureScope>,
    ) -> Vec<MeasureDefinition> {
        MeasureDefinition::all(scope)
    }

    /// A question in the background; null, with the error `NOT_FOUND`, when the reader started none with this id, or it
    /// is forgotten.
    fn job(&self, ctx: &Context<'_>, #[graphql(desc = "The id of the job.")] id: ID) -> Option<AnalysisJob> {
        let find = || {
            let wanted = id::decode(&id)?;
            let found = if wanted.kind == job::KIND { AnalysisJob::find(ctx, &wanted.key)? } else { None };
            found.map(Some).ok_or_else(|| ErrorCode::NotFound.error("No job has this id."))
        };
        soft(ctx, find())
    }

    #[graphql(flatten)]
    fn privacy_queries(&self) -> PrivacyQueries {
        PrivacyQueries
    }

    #[graphql(flatten)]
    fn scenario_queries(&self) -> ScenarioQueries {
        ScenarioQueries
    }

    #[graphql(flatten)]
    fn access_token_queries(&self) -> AccessTokenQueries {
        AccessTokenQueries
    }

    /// The revisions of the record, oldest first: who changed it, when, by what act and why. Cursors hold for ever, as a
    /// revision never changes: go on with `endCursor` when there are more.
    #[allow(clippy::too_many_arguments, reason = "paging takes four arguments of every such field")]
    async fn revisions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those after this one; none for all.")] since: Option<Revision>,
        #[graphql(desc = "Only those up to this one; none for all.")] until: Option<Revision>,
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
    ) -> Result<Connection<RevisionEntry>> {
        let page = Page { first, after, last, before };
        revision::revisions(ctx, since.as_ref(), until.as_ref(), page).await
    }

    /// What is different in what stands at two revisions, for those who keep a copy: whatever fell with a document, came
    /// back with it, or was read as another institution is among it. Each record comes once, in an order in which what is
    /// referred to comes first. All pages are of one comparison, whatever is written meanwhile: the cursor pins both
    /// revisions. Personal values are not told.
    async fn changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The revision of the copy; 0 for an empty one, which gives everything.")]
        since: Revision,
        #[graphql(
            desc = "The revision that the copy is to come to; none for the latest, or that of the cursor."
        )]
        until: Option<Revision>,
        #[graphql(desc = "How many items from the start, or after `after`: 0 to 100; 20 when left out.")]
        first: Option<i32>,
        #[graphql(
            desc = "The cursor of the item after which the page begins; none for the start of the list."
        )]
        after: Option<String>,
    ) -> Result<NetChangeConnection> {
        net_change::page(ctx, &since, until.as_ref(), first, after).await
    }

    /// The service: version, revision, limits, error codes.
    fn service(&self) -> ServiceInfo {
        ServiceInfo
    }

    /// The reader, and what the reader may see.
    fn viewer(&self, ctx: &Context<'_>) -> Result<Viewer> {
        Ok(Viewer(RequestContext::of(ctx)?.actor().clone()))
    }
}
