//! What a change does to the network: the record before and after, and what is different.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_graphql::{Context, Description, Object, Result};
use domain::record::{RecordKind, RecordRef};
use service::ViewContext;
use service::graph::View;
use service::keeping::Kept;

use super::service;
use crate::error::ErrorCode;
use crate::schema::computed::comparison::NetworkDiff;
use crate::schema::computed::comparison_input::difference;
use crate::schema::computed::input::TieRule;
use crate::schema::loader::service_error;
use crate::schema::network::Network;
use crate::schema::node::Node;
use crate::schema::words::EvidenceBasis;

/// What a change does to the network, or would do on a dry run.
#[derive(Debug, Clone, Description)]
pub struct ChangeEffect(pub(crate) Arc<Kept>);

impl ChangeEffect {
    /// The views before and after.
    async fn sides(
        &self,
        ctx: &Context<'_>,
        basis: EvidenceBasis,
    ) -> Result<(Arc<ViewContext>, Arc<ViewContext>)> {
        let sides = service(ctx)?.sides_of(&self.0).await.map_err(|error| service_error(&error))?;
        let look =
            |snapshot| Arc::new(ViewContext::new(snapshot, View { basis: basis.into(), ..View::default() }));
        Ok((look(sides.0), look(sides.1)))
    }
}

/// The most records of a kind that are told one by one.
const TOLD_MAX: i32 = 100;

/// The records of one kind that a change lets fall, or brings back.
#[derive(Debug, Clone, Description)]
pub struct SupportChange {
    context: Arc<ViewContext>,
    kind: RecordKind,
    records: Vec<RecordRef>,
}

#[Object(use_type_description)]
impl SupportChange {
    /// The kind of record, such as `meeting`.
    fn kind(&self) -> &str {
        self.kind.as_str()
    }

    /// How many there are.
    fn count(&self) -> i32 {
        crate::schema::count(self.records.len())
    }

    /// The first of them in order of keys, as they were, or are then; fewer where they have no node of their own.
    fn records(
        &self,
        #[graphql(desc = "How many, at most 100.", default = 20)] first: i32,
    ) -> Result<Vec<Node>> {
        if !(0..=TOLD_MAX).contains(&first) {
            return Err(ErrorCode::InvalidArgument.error("`first` must be from 0 to 100."));
        }
        let first = usize::try_from(first).unwrap_or_default();
        Ok(self.records.iter().take(first).filter_map(|it| Node::of(&self.context, it)).collect())
    }
}

/// What of one list of fallen records is not in another, by kind. Both are in order.
fn more(context: &Arc<ViewContext>, than: &[RecordRef], fallen: &[RecordRef]) -> Vec<SupportChange> {
    let mut by_kind = BTreeMap::<RecordKind, Vec<RecordRef>>::new();
    for record in fallen.iter().filter(|it| than.binary_search(it).is_err()) {
        by_kind.entry(record.kind).or_default().push(record.clone());
    }
    let change = |(kind, records)| SupportChange { context: Arc::clone(context), kind, records };
    by_kind.into_iter().map(change).collect()
}

#[Object(use_type_description)]
impl ChangeEffect {
    /// Whether the record says anything else than before. When it does not, no revision was made.
    async fn has_changed(&self) -> bool {
        self.0.has_changed
    }

    /// The network before the change.
    async fn before(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which evidence counts.", default_with = "EvidenceBasis::Stated")]
        basis: EvidenceBasis,
    ) -> Result<Network> {
        Ok(Network(self.sides(ctx, basis).await?.0))
    }

    /// The network with the change.
    async fn after(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which evidence counts.", default_with = "EvidenceBasis::Stated")]
        basis: EvidenceBasis,
    ) -> Result<Network> {
        Ok(Network(self.sides(ctx, basis).await?.1))
    }

    /// The records that stand no more, as nothing that counts supports them, by kind.
    async fn fallen(&self, ctx: &Context<'_>) -> Result<Vec<SupportChange>> {
        let (before, after) = self.sides(ctx, EvidenceBasis::Stated).await?;
        Ok(more(&before, before.network().fallen(), after.network().fallen()))
    }

    /// The records that stand again, by kind.
    async fn restored(&self, ctx: &Context<'_>) -> Result<Vec<SupportChange>> {
        let (before, after) = self.sides(ctx, EvidenceBasis::Stated).await?;
        Ok(more(&after, after.network().fallen(), before.network().fallen()))
    }

    /// What is different: ties, clusters, numbers.
    async fn difference(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which evidence counts.", default_with = "EvidenceBasis::Stated")]
        basis: EvidenceBasis,
        #[graphql(desc = "Which ties; contact of any weight when left out.")] ties: Option<TieRule>,
        #[graphql(desc = "The ties that clusters are components of, as in `Network.compare`.")]
        clusters: Option<TieRule>,
    ) -> Result<NetworkDiff> {
        let (before, after) = self.sides(ctx, basis).await?;
        difference(ctx, &before, &after, ties, clusters).await
    }
}
