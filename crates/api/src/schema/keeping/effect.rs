//! What a change does to the network: the record before and after, and what is different.

use std::sync::Arc;

use async_graphql::{Context, Description, Object, Result};
use service::ViewContext;
use service::graph::View;
use service::keeping::Kept;

use super::service;
use crate::schema::computed::comparison::NetworkDiff;
use crate::schema::computed::comparison_input::difference;
use crate::schema::computed::input::TieRule;
use crate::schema::loader::service_error;
use crate::schema::network::Network;
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
