//! What the network offers on applications, project partnerships, norms and follow-up: objects to be flattened into it.

use async_graphql::{Context, Object, Result};
use service::graph::funding;

use super::analysis::{self, refused};
use super::funding::{self as shown, CountingRule, FundingDimension, FundingTable};
use super::network::listed;
use crate::schema::network::Network;

/// The analyses of undertakings.
pub struct UndertakingAnalyses(pub(crate) Network);

#[Object]
impl UndertakingAnalyses {
    /// What became of applications to calls, by groups: how many were submitted and funded, at what rate, with how much.
    async fn funding(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "By what they are grouped, at most four dimensions, each once; by none for the total alone."
        )]
        group_by: Vec<FundingDimension>,
        #[graphql(
            desc = "How institutions count, with their money; the figures by the other rules are there too."
        )]
        counting: CountingRule,
    ) -> Result<FundingTable> {
        let context = &self.0.0;
        let dimensions: Vec<funding::FundingDimension> = group_by.into_iter().map(Into::into).collect();
        let counting = counting.into();
        let parameters = format!("{dimensions:?} {counting:?}");
        let compute = move |view: &_| funding::funding(view, &dimensions, counting);
        let answer = analysis::run(ctx, context, "funding", parameters, compute).await?.map_err(refused)?;
        let warning = listed(answer.value().rows.len(), shown::LISTED_MAX, "groups");
        Ok(FundingTable(answer.warning(warning)))
    }
}
