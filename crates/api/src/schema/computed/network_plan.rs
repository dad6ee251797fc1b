//! What the network offers on what to do next: an object to be flattened into it, and what it is asked with.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::{Context, Error, InputObject, Object, Result};
use domain::id::Id;
use domain::institution::Institution;
use service::ViewContext;
use service::analysis::Allowance;
use service::graph::meeting_plan::{self as plan, meeting_plan};

use super::analysis;
use super::gap::GapKind;
use super::input::ContactRule;
use super::meeting_plan::MeetingPlanOutcome;
use super::plan_words::{PlanReach, PlanTargets, PlanWeights};
use crate::error::ErrorCode;
use crate::schema::input::{InstitutionLookup, PartnershipLookup};
use crate::schema::network::Network;

/// What is asked of a plan of meetings. A list has at most 1000 entries.
#[derive(Debug, Clone, InputObject)]
pub struct MeetingPlanInput {
    /// Whose signatories, whose gaps, and whose next hosts.
    pub partnership: PartnershipLookup,
    /// What to cover.
    #[graphql(default_with = "PlanTargets::UncontactedSignatories")]
    pub targets: PlanTargets,
    /// By which contact a signatory counts as contacted; by any when left out.
    pub contact: Option<ContactRule>,
    /// Which gaps to cover: `CONTACT`, `COOPERATION` and `SECTOR`; all three when left out.
    pub gap_kinds: Option<Vec<GapKind>>,
    /// What covering a target is worth.
    #[graphql(default_with = "PlanWeights::Uniform")]
    pub weights: PlanWeights,
    /// At most so many meetings, 1 to 20.
    #[graphql(default = 1)]
    pub meetings: i32,
    /// The seats of each meeting, 1 to 500. The host is at its meeting and takes one.
    pub seats: i32,
    /// Who may host, the preferred first; at most the first 100 next host candidates of the partnership when left out.
    pub hosts: Option<Vec<InstitutionLookup>>,
    /// Whether a host hosts once at most.
    #[graphql(default = true)]
    pub distinct_hosts: bool,
    /// Who may be invited; everybody who covers a target when left out.
    pub invitees: Option<Vec<InstitutionLookup>>,
    /// Who must be at a meeting.
    pub must_invite: Option<Vec<InstitutionLookup>>,
    /// Who must not be at the same meeting.
    pub must_not_meet: Option<Vec<MustNotMeetPair>>,
    /// Who can come to which host.
    #[graphql(default_with = "PlanReach::Anywhere")]
    pub reach: PlanReach,
    /// What journeys cost. With a budget, who would travel at unknown cost is not invited.
    pub travel_costs: Option<Vec<TravelCost>>,
    /// What every other journey costs, in minor units, 0 or more; not known when left out.
    pub other_travel_cost: Option<i32>,
    /// The most that the journeys to one meeting may cost, in minor units, 0 or more.
    pub budget_per_meeting: Option<i32>,
    /// The most that all journeys may cost, in minor units, 0 or more.
    pub budget: Option<i32>,
    /// When to stop at the latest, in milliseconds from the beginning of the work, 1 to 15000. What was found until then
    /// is the answer.
    #[graphql(default = 5_000)]
    pub deadline_ms: i32,
}

/// Two institutions.
#[derive(Debug, Clone, InputObject)]
pub struct MustNotMeetPair {
    /// The one.
    pub one: InstitutionLookup,
    /// The other.
    pub other: InstitutionLookup,
}

/// What a journey costs.
#[derive(Debug, Clone, InputObject)]
pub struct TravelCost {
    /// To which host.
    pub host: InstitutionLookup,
    /// Whose journey.
    pub institution: InstitutionLookup,
    /// In minor units, such as grosz, 0 to 1000000000.
    pub cost: i32,
}

/// The most entries of a list: each is looked up.
const LIST_MAX: usize = 1_000;

impl MeetingPlanInput {
    /// The request as a plain parameter.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT`, `NOT_FOUND`, `INVALID_ID`.
    fn read(&self, context: &Arc<ViewContext>) -> Result<plan::PlanRequest> {
        let partnership = self.partnership.require(context)?.record().key.clone();
        let default = plan::PlanRequest::of(partnership);
        let mut gaps = default.gaps.clone();
        if let Some(kinds) = &self.gap_kinds {
            gaps.kinds = kinds.iter().map(|it| (*it).into()).collect();
        }
        let pairs = listed("mustNotMeet", self.must_not_meet.as_ref())?;
        let costs = listed("travelCosts", self.travel_costs.as_ref())?;
        Ok(plan::PlanRequest {
            targets: self.targets.into(),
            contact: ContactRule::read_some(self.contact.as_ref(), context)?,
            gaps,
            weights: self.weights.into(),
            meetings: number("meetings", self.meetings)?,
            seats: number("seats", self.seats)?,
            hosts: institutions(context, "hosts", self.hosts.as_ref())?,
            distinct_hosts: self.distinct_hosts,
            invitees: institutions(context, "invitees", self.invitees.as_ref())?,
            must_invite: institutions(context, "mustInvite", self.must_invite.as_ref())?,
            must_not_meet: pairs
                .iter()
                .map(|it| Ok((institution(context, &it.one)?, institution(context, &it.other)?)))
                .collect::<Result<_>>()?,
            reach: self.reach.into(),
            travel_costs: costs
                .iter()
                .map(|it| {
                    Ok(plan::TravelCost {
                        host: institution(context, &it.host)?,
                        institution: institution(context, &it.institution)?,
                        cost: number("cost", it.cost)?,
                    })
                })
                .collect::<Result<_>>()?,
            other_travel_cost: self.other_travel_cost.map(|it| number("otherTravelCost", it)).transpose()?,
            budget_per_meeting: self
                .budget_per_meeting
                .map(|it| number("budgetPerMeeting", it))
                .transpose()?,
            budget: self.budget.map(|it| number("budget", it)).transpose()?,
            deadline: Duration::from_millis(number("deadlineMs", self.deadline_ms)?),
            ..default
        })
    }
}

fn number<T: TryFrom<i32>>(name: &str, value: i32) -> Result<T> {
    T::try_from(value).map_err(|_error| wrong(format!("`{name}` is {value}; expected 0 or more.")))
}

fn listed<'a, T>(name: &str, list: Option<&'a Vec<T>>) -> Result<&'a [T]> {
    let list = list.map_or(&[][..], Vec::as_slice);
    if list.len() > LIST_MAX {
        let message = format!("`{name}` has {} entries; expected at most {LIST_MAX}.", list.len());
        return Err(wrong(message));
    }
    Ok(list)
}

fn institution(context: &Arc<ViewContext>, lookup: &InstitutionLookup) -> Result<Id<Institution>> {
    Ok(lookup.require(context)?.record().key.clone())
}

/// The institutions of a list. A list that is given and empty would mean the same as none, so it is refused.
fn institutions(
    context: &Arc<ViewContext>,
    name: &str,
    list: Option<&Vec<InstitutionLookup>>,
) -> Result<Vec<Id<Institution>>> {
    if list.is_some_and(Vec::is_empty) && name != "mustInvite" {
        return Err(wrong(format!("`{name}` is empty; name institutions, or leave it out.")));
    }
    listed(name, list)?.iter().map(|it| institution(context, it)).collect()
}

fn wrong(message: String) -> Error {
    ErrorCode::InvalidArgument.error(message)
}

/// The analyses of what to do next.
pub struct PlanAnalyses(pub(crate) Network);

#[Object]
impl PlanAnalyses {
    /// Whom to convene next, where, so that the most uncontacted signatories or gaps are covered; with an upper bound that
    /// no plan exceeds.
    async fn meeting_plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked of the plan.")] input: MeetingPlanInput,
    ) -> Result<MeetingPlanOutcome> {
        let context = &self.0.0;
        let request = input.read(context)?;
        let parameters = format!("{request:?}");
        let compute =
            move |view: &_, allowance: &Allowance| meeting_plan(view, &request, &allowance.interrupt);
        let found = analysis::run_within(ctx, context, "meeting-plan", parameters, compute).await?;
        MeetingPlanOutcome::of(ctx, found)
    }
}
