//! Meeting plans: which hosts convene whom, what that covers, how much more any plan could cover, and why.

use async_graphql::{Context, Description, Object, Result, Union};
use service::graph::Network;
use service::graph::meeting_plan::{self as plan, PlanStatus as Status, TargetSubject};
use service::graph::receipt::Receipt;
use service::graph::refusal::Refusal;

use super::analysis::sentence;
use super::canonical::{Canonical, Value};
use super::computation::{Answer, Outcome, computed_results};
use super::gap::GapKind;
use super::institution_at;
use super::outcome::{AnalysisTooLarge, NotDefined, Refused};
use super::plan_words::{PlanMethod, PlanReasonCode, PlanStatus, PlanTargetState};
use crate::schema::connection::{self, paged_fields};
use crate::schema::count;
use crate::schema::entry::{Entry, RecordNode as _};
use crate::schema::institution::Institution;
use crate::schema::language::Language;
use crate::schema::partnership::Membership;
use crate::schema::territory::TerritorialUnit;

impl Value for plan::MeetingPlan {
    fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    fn is_kept(&self) -> bool {
        // What the clock has cut short may be longer the next time.
        !self.deadline_reached
    }

    fn write(&self, network: &Network, to: &mut Canonical) {
        to.field("status", self.status);
        to.number("covered", self.covered);
        to.number("upperBound", self.upper_bound);
        to.number("total", self.total);
        to.field("meetings", self.meetings.len());
        for meeting in &self.meetings {
            to.institution("host", network, meeting.host);
            let invited: Vec<_> = meeting.invitees.iter().map(|it| it.institution).collect();
            to.institutions("invitees", network, &invited);
        }
        to.field("targets", self.targets.len());
        for target in &self.targets {
            to.number("weight", target.weight);
            to.field("state", target.state);
            to.institutions("institutions", network, &target.institutions);
        }
        to.field("reasons", self.reasons.len());
        for reason in &self.reasons {
            to.field("code", reason.code);
            to.institutions("institutions", network, &reason.institutions);
        }
        to.optional_number("unnamed", self.unnamed);
        to.institutions("unplaced", network, &self.unplaced);
    }
}

/// What planning meetings gives.
#[derive(Debug, Clone, Union)]
pub enum MeetingPlanOutcome {
    /// The plan.
    Result(MeetingPlan),
    /// No plan keeps to all constraints, or none was found.
    NotFeasible(MeetingPlanNotFeasible),
    /// It would take more memory or time than one request may.
    TooLarge(AnalysisTooLarge),
    /// The parameters, or the network, define no result.
    NotDefined(NotDefined),
}

impl MeetingPlanOutcome {
    /// The outcome of an analysis.
    ///
    /// # Errors
    /// Those of refusals that are no values.
    pub(super) fn of(
        ctx: &Context<'_>,
        found: std::result::Result<Answer<plan::MeetingPlan>, Refusal>,
    ) -> Result<Self> {
        match found {
            Ok(answer) if answer.value().status == Status::Infeasible => {
                Ok(Self::NotFeasible(MeetingPlanNotFeasible(answer)))
            }
            Ok(answer) => Ok(Self::Result(MeetingPlan(answer))),
            Err(refusal) => Ok(match Refused::of(ctx, refusal)? {
                Refused::TooLarge(it) => Self::TooLarge(it),
                Refused::NotDefined(it) => Self::NotDefined(it),
            }),
        }
    }
}

computed_results! {
    /// A plan of meetings that covers as much of its targets as was found, with a bound that no plan exceeds. Maximum
    /// coverage: G. L. Nemhauser, L. A. Wolsey, M. L. Fisher, Math. Program. 14, 265-294, 1978, doi:10.1007/BF01588971.
    MeetingPlan(plan::MeetingPlan);
    /// Why there is no plan.
    MeetingPlanNotFeasible(plan::MeetingPlan);
}

/// The most targets that are listed.
const LISTED_MAX: usize = 1_000;

fn whole(cost: Option<u64>) -> Option<f64> {
    cost.map(|it| it as f64)
}

#[Object(use_type_description)]
impl MeetingPlan {
    #[graphql(flatten)]
    fn outcome(&self) -> Outcome {
        self.0.outcome()
    }

    /// Whether the plan is one of the best.
    fn status(&self) -> PlanStatus {
        self.0.value().status.into()
    }

    /// What it comes from.
    fn method(&self) -> PlanMethod {
        self.0.value().method.into()
    }

    /// The meetings, in the order of hosts; fewer than asked for when more would add nothing.
    fn meetings(&self) -> Vec<PlannedMeeting> {
        (0..self.0.value().meetings.len()).map(|at| PlannedMeeting { plan: self.clone(), at }).collect()
    }

    /// How many targets there are.
    fn target_count(&self) -> i32 {
        count(self.0.value().targets.len())
    }

    /// How many targets are covered.
    fn covered_count(&self) -> i32 {
        let targets = self.0.value().targets.iter();
        count(targets.filter(|it| it.state == plan::TargetState::Covered).count())
    }

    /// The targets, in the order of the analysis that found them; at most 1000 of them, `targetCount` counts all.
    fn targets(
        &self,
        #[graphql(desc = "Only those in one of these states; all when left out.")] state: Option<
            Vec<PlanTargetState>,
        >,
    ) -> Vec<PlanTarget> {
        let wanted: Option<Vec<plan::TargetState>> = state.map(|it| it.into_iter().map(Into::into).collect());
        let targets = self.0.value().targets.iter().enumerate();
        let asked = targets.filter(|it| wanted.as_ref().is_none_or(|wanted| wanted.contains(&it.1.state)));
        asked.take(LISTED_MAX).map(|(at, _)| PlanTarget { plan: self.clone(), at }).collect()
    }

    /// The weight that the plan covers: the objective, 0 or more.
    fn covered_weight(&self) -> f64 {
        self.0.value().covered
    }

    /// What all targets weigh together.
    fn total_weight(&self) -> f64 {
        self.0.value().total
    }

    /// No plan covers more weight than this.
    fn upper_bound(&self) -> f64 {
        self.0.value().upper_bound
    }

    /// By how much the upper bound exceeds the covered weight, as a share of the upper bound, 0 to 1; 0 when the plan is
    /// optimal or nothing can be covered.
    fn optimality_gap(&self) -> f64 {
        self.0.value().gap
    }

    /// The weight that the greedy plan covers, with which the search began; null when it found none.
    fn greedy_weight(&self) -> Option<f64> {
        self.0.value().greedy
    }

    /// The least share of the best that the greedy plan covers for certain, 0 to 1; null when somebody must be invited,
    /// some must not meet, or there is a budget, as nothing is guaranteed then. With each host hosting once it is 1/2, with
    /// hosts that may host again 1 − 1/e, less where several institutions cover one target, and 1 for a single meeting of
    /// signatories (Nemhauser, Wolsey, Fisher 1978; Fisher, Nemhauser, Wolsey 1978; Goundan, Schulz 2007).
    fn greedy_guarantee(&self) -> Option<f64> {
        self.0.value().guarantee
    }

    /// How many signatories are declared and not named, so that nobody can plan to meet them; null when nothing is
    /// declared, or the targets are no signatories.
    fn unnamed_signatories(&self) -> Option<f64> {
        self.0.value().unnamed
    }

    /// The known costs of all journeys, in minor units; null when no costs are given.
    fn cost(&self) -> Option<f64> {
        whole(self.0.value().cost)
    }

    /// Whether the deadline cut the work, so that another run may find a better plan.
    fn deadline_reached(&self) -> bool {
        self.0.value().deadline_reached
    }

    #[graphql(flatten)]
    fn lists(&self) -> MeetingPlanLists {
        MeetingPlanLists(self.clone())
    }
}

paged_fields! {
    /// The lists of a plan.
    MeetingPlanLists of MeetingPlan;

    /// Institutions of which it cannot be decided where they can come, or who can come to them, as their seat is not
    /// recorded; in order of their keys.
    fn unplaced(node, ctx, page) -> Institution {
        let owner = node.0.owner("unplaced");
        connection::records(ctx, node.0.context(), &owner, page, &node.0.value().unplaced, Vec::new())
    }
}

/// A planned meeting.
#[derive(Debug, Clone, Description)]
pub struct PlannedMeeting {
    plan: MeetingPlan,
    at: usize,
}

impl PlannedMeeting {
    fn value(&self) -> &plan::PlannedMeeting {
        // The index is one of the list: a meeting is made only by counting it.
        &self.plan.0.value().meetings[self.at]
    }
}

#[Object(use_type_description)]
impl PlannedMeeting {
    /// The host.
    fn host(&self) -> Result<Institution> {
        institution_at(self.plan.0.context(), self.value().host)
    }

    /// How many seats are taken, the host's among them.
    fn seats_taken(&self) -> i32 {
        count(self.value().invitees.len())
    }

    /// Who is there and why: the host first, then the guests in order of keys.
    fn invitees(&self) -> Vec<PlanInvitee> {
        (0..self.value().invitees.len()).map(|at| PlanInvitee { meeting: self.clone(), at }).collect()
    }

    /// The known costs of the journeys, in minor units; null when no costs are given.
    fn cost(&self) -> Option<f64> {
        whole(self.value().cost)
    }
}

/// An institution at a planned meeting, and why it is there.
#[derive(Debug, Clone, Description)]
pub struct PlanInvitee {
    meeting: PlannedMeeting,
    at: usize,
}

impl PlanInvitee {
    fn value(&self) -> &plan::Invitee {
        // As for meetings.
        &self.meeting.value().invitees[self.at]
    }
}

#[Object(use_type_description)]
impl PlanInvitee {
    /// The institution.
    fn institution(&self) -> Result<Institution> {
        institution_at(self.meeting.plan.0.context(), self.value().institution)
    }

    /// Whether it hosts the meeting.
    fn is_host(&self) -> bool {
        self.value().is_host
    }

    /// Whether the request says that it must be invited.
    fn must_invite(&self) -> bool {
        self.value().must_invite
    }

    /// The targets that it covers, alone or with others.
    fn covers(&self) -> Vec<PlanTarget> {
        let plan = &self.meeting.plan;
        self.value().covers.iter().map(|at| PlanTarget { plan: plan.clone(), at: *at }).collect()
    }

    /// The weight that would no longer be covered without it; 0 for a host or must-invite that others make up for.
    fn marginal_gain(&self) -> f64 {
        self.value().marginal
    }

    /// The cost of its journey in minor units, 0 for the host; null when not known, or no costs are given.
    fn travel_cost(&self) -> Option<f64> {
        whole(self.value().cost)
    }
}

/// Something that a plan is to cover.
#[derive(Debug, Clone, Description)]
pub struct PlanTarget {
    plan: MeetingPlan,
    at: usize,
}

impl PlanTarget {
    fn value(&self) -> &plan::PlanTarget {
        // Indices are made by the analysis and by counting the list.
        &self.plan.0.value().targets[self.at]
    }
}

#[Object(use_type_description)]
impl PlanTarget {
    /// What the plan does with it.
    fn state(&self) -> PlanTargetState {
        self.value().state.into()
    }

    /// What covering it is worth.
    fn weight(&self) -> f64 {
        self.value().weight
    }

    /// The membership of the signatory that is not contacted; null for a gap.
    fn membership(&self) -> Option<Membership> {
        let TargetSubject::Signatory(membership) = &self.value().subject else { return None };
        Entry::at(self.plan.0.context(), *membership).map(Membership::new)
    }

    /// The kind of the gap; null for a signatory.
    fn gap_kind(&self) -> Option<GapKind> {
        self.gap().map(|it| it.kind.into())
    }

    /// The unit of territory in which the gap is; null for a signatory, and for a gap that is in none.
    fn territory(&self) -> Option<TerritorialUnit> {
        let unit = self.gap()?.unit.as_ref()?;
        TerritorialUnit::require(self.plan.0.context(), unit).ok()
    }

    /// What is missing; null for a signatory.
    fn what(&self, #[graphql(desc = "The language wanted.", default)] language: Language) -> Option<&str> {
        let wording = &self.gap()?.what;
        Some(match language {
            Language::Pl => wording.pl.as_str(),
            Language::En => wording.en.as_str(),
        })
    }

    #[graphql(flatten)]
    fn lists(&self) -> PlanTargetLists {
        PlanTargetLists(self.clone())
    }
}

impl PlanTarget {
    fn gap(&self) -> Option<&service::graph::gap::Gap> {
        match &self.value().subject {
            TargetSubject::Gap(gap) => Some(gap),
            TargetSubject::Signatory(_) => None,
        }
    }
}

paged_fields! {
    /// The lists of a target.
    PlanTargetLists of PlanTarget;

    /// The institutions that cover it, in order of their keys.
    fn institutions(node, ctx, page) -> Institution {
        let answer = &node.plan.0;
        let owner = answer.owner(&format!("target.{}", node.at));
        connection::records(ctx, answer.context(), &owner, page, &node.value().institutions, Vec::new())
    }

    /// Those of them that are at a planned meeting, in order of their keys.
    fn covered_by(node, ctx, page) -> Institution {
        let answer = &node.plan.0;
        let owner = answer.owner(&format!("target.{}.covered", node.at));
        connection::records(ctx, answer.context(), &owner, page, &node.value().covered_by, Vec::new())
    }
}

#[Object(use_type_description)]
impl MeetingPlanNotFeasible {
    #[graphql(flatten)]
    fn outcome(&self) -> Outcome {
        self.0.outcome()
    }

    /// Every reason that is found; one of them alone rules out every plan.
    fn reasons(&self) -> Vec<PlanReason> {
        (0..self.0.value().reasons.len()).map(|at| PlanReason { of: self.clone(), at }).collect()
    }

    /// Whether the deadline cut the work, so that another run may find a plan.
    fn deadline_reached(&self) -> bool {
        self.0.value().deadline_reached
    }
}

/// Why there is no plan.
#[derive(Debug, Clone, Description)]
pub struct PlanReason {
    of: MeetingPlanNotFeasible,
    at: usize,
}

impl PlanReason {
    fn value(&self) -> &plan::PlanReason {
        // As for meetings.
        &self.of.0.value().reasons[self.at]
    }
}

#[Object(use_type_description)]
impl PlanReason {
    /// Which reason.
    fn code(&self) -> PlanReasonCode {
        self.value().code.into()
    }

    /// The reason in English words, and what to change.
    fn message(&self) -> String {
        sentence(self.value().code.message())
    }

    #[graphql(flatten)]
    fn lists(&self) -> PlanReasonLists {
        PlanReasonLists(self.clone())
    }
}

paged_fields! {
    /// The lists of a reason.
    PlanReasonLists of PlanReason;

    /// The institutions that it is about, in order of their keys; none when it is about all.
    fn institutions(node, ctx, page) -> Institution {
        let answer = &node.of.0;
        let owner = answer.owner(&format!("reason.{}", node.at));
        connection::records(ctx, answer.context(), &owner, page, &node.value().institutions, Vec::new())
    }
}
