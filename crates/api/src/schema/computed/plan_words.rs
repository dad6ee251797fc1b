//! The words of meeting plans: what is covered, by what weights, who can come, how a plan was found, why there is none.

use async_graphql::Enum;

/// What a plan is to cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::meeting_plan::PlanTargets")]
pub enum PlanTargets {
    /// Named signatories without recorded contact by the rule of contact.
    UncontactedSignatories,
    /// Gaps that a meeting may close: institutions without contact or cooperation, sectors that are missing.
    GapCells,
}

/// What covering a target is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::meeting_plan::PlanWeights")]
pub enum PlanWeights {
    /// Each weighs 1.
    Uniform,
    /// Each weighs its score, to three decimals.
    Score,
}

/// Who can come to a host. Whose seat is not recorded can come only where everybody can.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::meeting_plan::Reach")]
pub enum PlanReach {
    /// Everybody.
    Anywhere,
    /// Those seated in the same subregion (NUTS 3).
    Subregion,
    /// Those seated in the same powiat, or city with powiat rights.
    Powiat,
}

/// What is known of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::meeting_plan::PlanStatus")]
pub enum PlanStatus {
    /// No plan covers more.
    Optimal,
    /// No plan covers more than the upper bound.
    Bounded,
    /// There is no plan, or none was found: the reasons tell.
    Infeasible,
}

/// What a plan comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::meeting_plan::PlanMethod")]
pub enum PlanMethod {
    /// The greedy plan, made better by local search; the bound is that of what it leaves uncovered.
    Greedy,
    /// Branch and bound of an integer model, begun with that plan.
    BranchAndBound,
}

/// What a plan does with a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::meeting_plan::TargetState")]
pub enum PlanTargetState {
    /// Somebody who covers it is at a meeting.
    Covered,
    /// Somebody who covers it could come to a host, and is not invited.
    NotChosen,
    /// Nobody who covers it may be invited and can come to a host.
    NobodyCanCome,
    /// The record knows nobody who covers it.
    NobodyKnown,
    /// The seats of those who cover it are not recorded, so that it cannot be decided whether they can come.
    NotDecided,
}

/// Why there is no plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::meeting_plan::PlanReasonCode")]
pub enum PlanReasonCode {
    /// No host is given, or no candidate can be placed.
    NoHost,
    /// Who must be invited hosts nothing and can come to no host.
    MustInviteCannotCome,
    /// More must be invited than there are seats.
    MustInviteMoreThanSeats,
    /// Those that must be invited need more meetings than may be held, as no two of them can come to one host.
    MustInviteTooFarApart,
    /// Those that must be invited must not meet, and need more meetings than can be held.
    MustInviteMustNotMeet,
    /// The cheapest journeys of those that must be invited cost more than the budget.
    MustInviteOverBudget,
    /// All constraints together leave no plan, though none does alone.
    ConstraintsTogether,
    /// No plan was found within the limits of work and time; whether there is one is not known.
    NotFoundWithinLimits,
}
