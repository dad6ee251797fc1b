//! What the network offers on applications, project partnerships, norms and follow-up: objects to be flattened into it.

use async_graphql::{Context, Object, Result};
use domain::resolution::ActionStatus as Status;
use service::graph::follow_up::{FollowUpRequest, follow_up_of};
use service::graph::funding;
use service::graph::norm_compliance::norm_compliance;
use service::graph::project_partnership::project_partnerships;

use super::analysis::{self, refused};
use super::computation::Reading;
use super::follow_up::FollowUp;
use super::follow_up_parts;
use super::funding::{self as shown, CountingRule, FundingDimension, FundingTable};
use super::input::partnership;
use super::network::listed;
use super::norm_compliance::NormCompliance;
use super::project_partnerships::{self, ProjectPartnerships};
use super::rotation::HostRotation;
use crate::error::ErrorCode;
use crate::schema::input::{InstitutionLookup, PartnershipLookup, slugs, words};
use crate::schema::network::Network;
use crate::schema::scalars::Date;
use crate::schema::words::ActionStatus;

/// The most values of a filter.
const VALUES_MAX: usize = 100;

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
    /// Project partnerships in the window: who takes part, which signatories never do, who does so together again, and
    /// how far few lead most.
    async fn project_partnerships(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose signatories are told that were never in one; nobody's when left out.")]
        signatories_of: Option<PartnershipLookup>,
    ) -> Result<ProjectPartnerships> {
        let context = &self.0.0;
        let of = partnership(context, signatories_of.as_ref())?;
        let reading = of.as_ref().map(|it| Reading::Of(vec![it.reference()]));
        let parameters = format!("{of:?}");
        let compute = move |view: &_| project_partnerships(view, of.as_ref());
        let found = analysis::run(ctx, context, "project-partnerships", parameters, compute).await?;
        let answer = found.map_err(refused)?;
        let value = answer.value();
        let longest = value.formed.len().max(value.repeat_partners.len()).max(value.leads.leads.len());
        let warning = listed(longest, project_partnerships::LISTED_MAX, "items of a list");
        let answer = answer.warning(warning);
        Ok(ProjectPartnerships(match reading {
            Some(reading) => answer.reading(reading),
            None => answer,
        }))
    }

    /// Whether the norms that partnerships and projects have set themselves were kept, year by year.
    async fn norm_compliance(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose norms; all when left out.")] partnership: Option<PartnershipLookup>,
        #[graphql(
            desc = "Which calendar years, 1 to 9999, at most 100; those of the window when left out, and when it is open those of the meetings that were held. No default depends on the clock."
        )]
        years: Option<Vec<i32>>,
    ) -> Result<NormCompliance> {
        let context = &self.0.0;
        let of = self::partnership(context, partnership.as_ref())?;
        let years = years.unwrap_or_default();
        let reading = of.as_ref().map(|it| Reading::Of(vec![it.reference()]));
        let parameters = format!("{of:?} {years:?}");
        let compute = move |view: &_| norm_compliance(view, of.as_ref(), &years);
        let answer = analysis::run(ctx, context, "norm-compliance", parameters, compute).await?;
        let answer = answer.map_err(refused)?;
        Ok(NormCompliance(match reading {
            Some(reading) => answer.reading(reading),
            None => answer,
        }))
    }

    /// Whether signatories take turns in hosting plenary meetings, and who could be next.
    fn host_rotation(
        &self,
        #[graphql(desc = "The partnership.")] partnership: PartnershipLookup,
        #[graphql(
            desc = "Among how many meetings before one a hosting makes a repeat, 1 or more; among all when left out."
        )]
        within_last: Option<i32>,
    ) -> Result<HostRotation> {
        let partnership = partnership.require(&self.0.0)?.record().key.clone();
        let within = within_last.map(|it| {
            let number = usize::try_from(it).ok().filter(|it| *it >= 1);
            number.ok_or_else(|| {
                ErrorCode::InvalidArgument.error(format!("`withinLast` is {it}; expected 1 or more."))
            })
        });
        Ok(HostRotation::of(&self.0.0, &partnership, within.transpose()?))
    }

    /// What became of the actions that resolutions asked for, as of a day. Actions follow from resolutions dated within
    /// the window.
    #[allow(clippy::too_many_arguments, reason = "each argument narrows what is followed")]
    async fn follow_up(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only after resolutions of this partnership; of any when left out.")]
        partnership: Option<PartnershipLookup>,
        #[graphql(desc = "The day. No default depends on the clock.")] on: Date,
        #[graphql(
            desc = "Only actions for which this institution, a unit or an office of it is responsible."
        )]
        responsible: Option<InstitutionLookup>,
        #[graphql(desc = "Only actions in one of these states; in any when left out.")] statuses: Option<
            Vec<ActionStatus>,
        >,
        #[graphql(
            desc = "Only after resolutions on one of these topics, by slug, at most 100; on any when left out."
        )]
        topics: Option<Vec<String>>,
    ) -> Result<FollowUp> {
        let context = &self.0.0;
        if let Some(count) = topics.as_ref().map(Vec::len).filter(|it| *it > VALUES_MAX) {
            let message = format!("`topics` names {count}; at most {VALUES_MAX} are taken.");
            return Err(ErrorCode::InvalidArgument.error(message));
        }
        let mut statuses: Vec<Status> = words(&statuses);
        statuses.sort();
        statuses.dedup();
        let responsible = responsible.map(|it| it.require(context)).transpose()?;
        let request = FollowUpRequest {
            partnership: self::partnership(context, partnership.as_ref())?,
            on: on.0,
            responsible: responsible.map(|it| it.record().key.clone()),
            statuses,
            topics: slugs(context, &topics)?,
        };
        let parameters = format!("{request:?}");
        let compute = move |view: &_| Ok(follow_up_of(view, &request));
        let answer = analysis::run(ctx, context, "follow-up", parameters, compute).await?;
        let answer = answer.map_err(refused)?;
        let value = answer.value();
        let longest = value.suggested.len().max(value.resolutions.len()).max(value.by_responsible.len());
        let warning = listed(longest, follow_up_parts::LISTED_MAX, "items of a list");
        Ok(FollowUp(answer.warning(warning)))
    }
}
