//! What the network offers as reports: objects to be flattened into it.

use std::sync::Arc;

use async_graphql::{Context, Object, Result};
use service::AsOf;
use service::annual_report as made;
use service::graph::View;

use super::analysis::{self, refused};
use super::annual_report::AnnualReport;
use super::computation::Reading;
use crate::schema::context::RequestContext;
use crate::schema::input::PartnershipLookup;
use crate::schema::network::Network;
use crate::schema::scalars::Revision;

/// The reports.
pub struct ReportAnalyses(pub(crate) Network);

#[Object]
impl ReportAnalyses {
    /// The report of a partnership on a calendar year. The year is the window, whatever the network's own; the basis of
    /// evidence is the network's; its scope is left aside.
    async fn annual_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The partnership.")] partnership: PartnershipLookup,
        #[graphql(desc = "The calendar year, 1 to 9999.")] year: i32,
        #[graphql(desc = "A revision of the record: what has changed in the report since then is told.")]
        changed_since: Option<Revision>,
    ) -> Result<AnnualReport> {
        let context = &self.0.0;
        let wanted = partnership.require(context)?.record().key.clone();
        let since = match changed_since {
            Some(it) => {
                let request = RequestContext::of(ctx)?;
                let older = request.pinned(Some(AsOf::Revision(it.number())), None, None).await?;
                Some(request.by_evidence(older, context.snapshot.evidence().clone()).await?)
            }
            None => None,
        };
        let parameters = format!("{wanted} {year} {:?}", since.as_ref().map(|it| it.revision));
        let of = wanted.clone();
        let snapshot = Arc::clone(&context.snapshot);
        let is_plain = context.view.view().scenario.is_none();
        let compute = move |view: &service::graph::NetworkView| {
            // The view of the year is kept with the snapshot; that of a scenario is not.
            let kept = is_plain.then(|| snapshot.view(made::of_year(year, View::clone(view.view()))));
            made::make(kept.as_deref().unwrap_or(view), since.as_deref(), &of, year)
        };
        let answer = analysis::run(ctx, context, "annual-report", parameters, compute).await?;
        let answer = answer.map_err(refused)?;
        Ok(AnnualReport(answer.reading(Reading::Of(vec![wanted.reference()]))))
    }
}
