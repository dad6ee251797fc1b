//! Everything computed: the results of the analyses, each with its receipt.
//!
//! [`network`] has the analyses that the network offers, [`contact`] and [`counts`] what is worked out for single
//! records; all of them are objects to be flattened into the nodes. [`analysis`] runs heavy analyses on the service's
//! pool, [`computation`] shows receipts, [`canonical`] hashes results. A resolver reads its arguments into plain
//! parameters, calls one analysis and wraps what it returns.

pub mod analysis;
pub mod annual_report;
pub mod brokerage;
pub mod canonical;
pub mod cluster_figures;
mod cluster_id;
pub mod clusters;
pub mod cohesion;
pub mod comparison;
pub mod comparison_input;
pub mod comparison_lists;
pub mod comparison_words;
pub mod computation;
pub mod contact;
pub mod contribution;
pub mod counts;
pub mod coverage;
pub mod duplicates;
pub mod evolution;
pub mod follow_up;
pub mod follow_up_parts;
pub mod funding;
pub mod gap;
pub mod input;
pub mod interval;
pub mod introducers;
pub mod label;
pub mod measure_series;
pub mod measures;
pub mod meeting_plan;
pub mod network;
pub mod network_gaps;
pub mod network_links;
pub mod network_plan;
pub mod network_report;
pub mod network_time;
pub mod network_undertakings;
pub mod norm_compliance;
pub mod outcome;
pub mod pair_coverage;
pub mod paths;
pub mod plan_words;
pub mod priority;
pub mod project_partnerships;
pub mod ranking;
pub mod ratio;
pub mod report_changes;
pub mod report_figure;
pub mod rotation;
mod shared;
pub mod statistics;
pub mod structure;
pub mod suggestions;
#[cfg(test)]
mod tests;
pub mod ties;
pub mod uncontacted;
pub mod words;

use std::sync::Arc;

use async_graphql::{Context, Error, Interface, Result};
use service::ViewContext;
use service::graph::network::Position;
use service::graph::tie::TieRule;

pub use analysis::ANALYSIS_WEIGHTS;
pub(crate) use analysis::sentence;

use self::annual_report::AnnualReport;
use self::brokerage::BrokerageResult;
use self::clusters::ClusterResult;
use self::comparison::NetworkDiff;
use self::computation::Computation;
use self::coverage::CoverageTable;
use self::duplicates::DuplicateResult;
use self::evolution::EvolutionResult;
use self::follow_up::FollowUp;
use self::funding::FundingTable;
use self::gap::GapResult;
use self::measure_series::SeriesResult;
use self::meeting_plan::{MeetingPlan, MeetingPlanNotFeasible};
use self::norm_compliance::NormCompliance;
use self::pair_coverage::PairCoverage;
use self::paths::PathResult;
use self::project_partnerships::ProjectPartnerships;
use self::ranking::RankingResult;
use self::ratio::{IndicatorRatio, SignatoryShare};
use self::rotation::HostRotation;
use self::statistics::StatisticsTable;
use self::structure::{Dependence, NetworkStructure};
use self::suggestions::SuggestedTieResult;
use self::uncontacted::UncontactedSignatories;
use super::completeness::Completeness;
use super::context::RequestContext;
use super::entry::{Entry, RecordNode as _};
use super::id::GlobalId;
use super::institution::Institution;
use super::node::Node;
use crate::error::ErrorCode;

/// A result of an analysis: how it came about, and what it is to be read with.
#[derive(Debug, Clone, Interface)]
#[graphql(
    field(name = "computation", ty = "Computation", desc = "How the result came about."),
    field(
        name = "completeness",
        ty = "Vec<Completeness>",
        desc = "What sources declare of the collections that the result rests on, against what is recorded of them."
    )
)]
pub enum ComputedResult {
    /// Counts by groups.
    StatisticsTable(StatisticsTable),
    /// The structure of the graph of ties.
    NetworkStructure(NetworkStructure),
    /// Who would stand alone without one institution.
    Dependence(Dependence),
    /// Clusters.
    ClusterResult(ClusterResult),
    /// Institutions in order of a measure.
    RankingResult(RankingResult),
    /// Who mediates between whom.
    BrokerageResult(BrokerageResult),
    /// Paths between institutions.
    PathResult(PathResult),
    /// Suggested ties.
    SuggestedTieResult(SuggestedTieResult),
    /// Measures of the whole network, period by period.
    SeriesResult(SeriesResult),
    /// Ties and clusters followed through time.
    EvolutionResult(EvolutionResult),
    /// What is different between two views.
    NetworkDiff(NetworkDiff),
    /// Signatories without recorded contact.
    UncontactedSignatories(UncontactedSignatories),
    /// Coverage.
    CoverageTable(CoverageTable),
    /// Coverage by pairs of types.
    PairCoverage(PairCoverage),
    /// Gaps.
    GapResult(GapResult),
    /// Duplicate candidates.
    DuplicateResult(DuplicateResult),
    /// Host rotation.
    HostRotation(HostRotation),
    /// Follow-up of actions.
    FollowUp(FollowUp),
    /// Funding.
    FundingTable(FundingTable),
    /// Norms kept or not.
    NormCompliance(NormCompliance),
    /// Project partnerships.
    ProjectPartnerships(ProjectPartnerships),
    /// The annual report of a partnership.
    AnnualReport(AnnualReport),
    /// A plan of meetings.
    MeetingPlan(MeetingPlan),
    /// Why there is no plan.
    MeetingPlanNotFeasible(MeetingPlanNotFeasible),
    /// A ratio of indicators.
    IndicatorRatio(IndicatorRatio),
    /// The share of signatories at a meeting.
    SignatoryShare(SignatoryShare),
}

/// The node of an id of something computed, in the view of the whole record as stated, by default rules; clusters in
/// the view and by the rule that their id holds. None when nothing has it.
///
/// # Errors
/// Those of the pool.
pub async fn node_by_id(
    ctx: &Context<'_>,
    context: &Arc<ViewContext>,
    id: &GlobalId,
) -> Result<Option<Node>> {
    match id.kind.as_str() {
        contact::KIND => Ok(contact::Contact::find(context, &id.key).map(Node::Contact)),
        rotation::KIND => Ok(rotation::HostCandidate::find(context, &id.key).map(Node::HostCandidate)),
        uncontacted::KIND => {
            Ok(uncontacted::SignatoryContact::find(context, &id.key).map(Node::SignatoryContact))
        }
        ties::KIND => {
            let answer = ties::require(ctx, context, TieRule::default()).await?;
            let network = context.network();
            let ends = id.key.split_once('|').and_then(|(a, b)| {
                Some((network.position_of(&a.parse().ok()?)?, network.position_of(&b.parse().ok()?)?))
            });
            let tie = ends.and_then(|(a, b)| answer.value().between(a, b));
            Ok(tie.map(|it| Node::Tie(ties::Tie::new(context, answer.value(), it))))
        }
        cluster_id::KIND => {
            let Some((view, rule, number)) = cluster_id::decode(&id.key) else { return Ok(None) };
            let snapshot = Arc::clone(&context.snapshot);
            let context = RequestContext::of(ctx)?.look(snapshot, view);
            Ok(clusters::find_one(ctx, &context, rule, number).await?.map(Node::Cluster))
        }
        _ => Ok(None),
    }
}

/// The institution at a position.
fn institution_at(context: &Arc<ViewContext>, position: Position) -> Result<Institution> {
    Entry::at(context, position).map(Institution::new).ok_or_else(lost)
}

/// What an analysis names is in the network that it was made from, so this is a defect of ours.
fn lost() -> Error {
    tracing::error!("an analysis names a record that is not in the network");
    ErrorCode::Internal.error("A record that this result names is missing.")
}
