//! Meeting plan: whom to convene next, where, so that as much as possible of what was missed is met.
//!
//! # Question
//! With so many meetings of so many seats: which hosts convene whom, so that the most uncontacted signatories, or the
//! weightiest gaps, are covered?
//!
//! # Definition
//! Targets are the named signatories of a partnership without recorded contact by a rule
//! ([`crate::uncontacted`]), or gaps of the kinds asked for ([`crate::gap`]). A signatory is covered when it is at a
//! planned meeting, a gap when one of the institutions is whose involvement would close it, however many are missing. Each weighs 1, or its score
//! (to three decimals). The plan covers the most weight within all constraints: at most so many meetings and seats, a host
//! at each, which is at its meeting, takes a seat and counts as met; who must be at some meeting; who must not be at the
//! same; who can come to which host; the budget of journeys. Of plans of equal weight it takes the one with the fewest
//! seats taken, then the cheapest, then by order of hosts and keys. Nobody is invited twice, as that covers nothing more.
//!
//! Who can come is told by the seat: `ANYWHERE` takes everybody everywhere, `SUBREGION` and `POWIAT` take institutions to
//! hosts seated in the same one. Where the seat is not recorded this cannot be decided: such institutions are not invited
//! and such hosts not chosen, and the receipt says so. Costs are those given. Under a budget, who would travel at unknown
//! cost is not invited.
//!
//! The answer has an upper bound that no plan exceeds; it is OPTIMAL when the plan reaches it. The greedy plan that the
//! search began with has a guarantee that depends on the constraints in force; see [`planning::greedy`].
//!
//! # Source
//! Maximum coverage: Nemhauser, Wolsey, Fisher 1978; Fisher, Nemhauser, Wolsey 1978. The crate [`planning`].
//!
//! # Limits
//! Signatories that no source names cannot be planned for: the answer says how many. That an institution could come does
//! not say that it will.
//!
//! # Cost
//! That of the targets, and of [`planning::solve()`] within its limits of work and the deadline.
//!
//! # Determinism
//! Limits of work are the same on every machine. Only a deadline that cuts the work makes a difference, and then
//! `deadline_reached` says so.
//!
//! # Checked against
//! Exhaustive search of small sketches; planted answers on generated networks of 300 institutions; the Lubuskie record.

mod places;
mod request;
mod targets;

use std::collections::BTreeMap;

use domain::words;
use measures::Interrupt;
use planning::{Answer, Problem, ReasonCode};

pub use self::request::{DEADLINE_MAX, GAP_KINDS, PlanRequest, PlanTargets, PlanWeights, Reach, TravelCost};
use self::targets::Found;
pub use self::targets::{PlanTarget, TargetState, TargetSubject};
use crate::network::Position;
use crate::receipt::Receipt;
use crate::refusal::Refusal;
use crate::view::NetworkView;

words! {
    /// What is known of a plan.
    PlanStatus {
        /// No plan covers more.
        Optimal = "OPTIMAL",
        /// No plan covers more than the upper bound.
        Bounded = "BOUNDED",
        /// There is no plan, or none was found: the reasons tell.
        Infeasible = "INFEASIBLE",
    }
}

words! {
    /// What a plan comes from.
    PlanMethod {
        /// The greedy plan, made better by local search.
        Greedy = "GREEDY",
        /// Branch and bound of an integer model, begun with that plan.
        BranchAndBound = "BRANCH_AND_BOUND",
    }
}

words! {
    /// Why there is no plan.
    PlanReasonCode {
        /// No host is given, or no candidate can be placed.
        NoHost = "NO_HOST",
        /// Who must be invited hosts nothing and can come to no host.
        MustInviteCannotCome = "MUST_INVITE_CANNOT_COME",
        /// More must be invited than there are seats.
        MustInviteMoreThanSeats = "MUST_INVITE_MORE_THAN_SEATS",
        /// Those that must be invited need more meetings than may be held, as no two of them can come to one host.
        MustInviteTooFarApart = "MUST_INVITE_TOO_FAR_APART",
        /// Those that must be invited must not meet, and need more meetings than can be held.
        MustInviteMustNotMeet = "MUST_INVITE_MUST_NOT_MEET",
        /// The cheapest journeys of those that must be invited cost more than the budget.
        MustInviteOverBudget = "MUST_INVITE_OVER_BUDGET",
        /// All constraints together leave no plan, though none does alone.
        ConstraintsTogether = "CONSTRAINTS_TOGETHER",
        /// No plan was found within the limits of work and time; whether there is one is not known.
        NotFoundWithinLimits = "NOT_FOUND_WITHIN_LIMITS",
    }
}

impl PlanReasonCode {
    /// The reason in English words, and what to change.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            Self::NoHost => {
                "no institution can host; name hosts whose seat is recorded, or let everybody come anywhere"
            }
            Self::MustInviteCannotCome => {
                "who must be invited hosts nothing and can come to no host; add a host or widen the reach or the budget"
            }
            Self::MustInviteMoreThanSeats => {
                "more must be invited than there are seats; add seats or meetings"
            }
            Self::MustInviteTooFarApart => {
                "those who must be invited can come to no host together; add meetings or hosts, or widen the reach"
            }
            Self::MustInviteMustNotMeet => {
                "those who must be invited must not meet each other; add meetings or hosts, or let them meet"
            }
            Self::MustInviteOverBudget => {
                "the journeys of those who must be invited cost more than the budget"
            }
            Self::ConstraintsTogether => {
                "no plan keeps to all constraints together, though none of them alone rules one out"
            }
            Self::NotFoundWithinLimits => {
                "no plan was found within the limits; whether there is one is not known; allow more time or ask for less"
            }
        }
    }
}

impl From<ReasonCode> for PlanReasonCode {
    fn from(code: ReasonCode) -> Self {
        match code {
            ReasonCode::NoHost => Self::NoHost,
            ReasonCode::MustInviteCannotCome => Self::MustInviteCannotCome,
            ReasonCode::MustInviteMoreThanSeats => Self::MustInviteMoreThanSeats,
            ReasonCode::MustInviteTooFarApart => Self::MustInviteTooFarApart,
            ReasonCode::MustInviteMustNotMeet => Self::MustInviteMustNotMeet,
            ReasonCode::MustInviteOverBudget => Self::MustInviteOverBudget,
            ReasonCode::ConstraintsTogether => Self::ConstraintsTogether,
            ReasonCode::NotFoundWithinLimits => Self::NotFoundWithinLimits,
        }
    }
}

/// Why there is no plan, with the institutions that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanReason {
    /// Which reason.
    pub code: PlanReasonCode,
    /// The institutions, in order of keys; empty when it is about all.
    pub institutions: Vec<Position>,
}

/// An institution at a planned meeting, and why it is there.
#[derive(Debug, Clone, PartialEq)]
pub struct Invitee {
    /// The institution.
    pub institution: Position,
    /// Whether it hosts the meeting.
    pub is_host: bool,
    /// Whether the request says that it must be invited.
    pub must_invite: bool,
    /// The targets that it covers, as positions in [`MeetingPlan::targets`].
    pub covers: Vec<usize>,
    /// The weight that would no longer be covered without it.
    pub marginal: f64,
    /// The cost of its journey in minor units; 0 for the host, none when not known or no costs are given.
    pub cost: Option<u64>,
}

/// A planned meeting.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedMeeting {
    /// The host.
    pub host: Position,
    /// Who is there: the host first, then the guests in order of keys.
    pub invitees: Vec<Invitee>,
    /// The known costs of the journeys in minor units; none when no costs are given.
    pub cost: Option<u64>,
}

/// A plan, or why there is none.
#[derive(Debug, Clone, PartialEq)]
pub struct MeetingPlan {
    /// What is known of it.
    pub status: PlanStatus,
    /// What it comes from.
    pub method: PlanMethod,
    /// The meetings, in the order of hosts.
    pub meetings: Vec<PlannedMeeting>,
    /// Every target, in the order of the analysis that found it.
    pub targets: Vec<PlanTarget>,
    /// The covered weight.
    pub covered: f64,
    /// What all targets weigh together.
    pub total: f64,
    /// No plan covers more weight.
    pub upper_bound: f64,
    /// By how much the bound exceeds the covered weight, as a share of the bound; 0 when nothing can be covered.
    pub gap: f64,
    /// The weight that the greedy plan covers; none when it found none.
    pub greedy: Option<f64>,
    /// The least share of the best that the greedy plan covers for certain; none when the constraints allow no guarantee.
    pub guarantee: Option<f64>,
    /// How many signatories are declared and not named, so that nobody can plan for them; none when nothing is declared
    /// or targets are no signatories.
    pub unnamed: Option<f64>,
    /// Institutions of which it cannot be decided where they can come, as their seat is not recorded; in order of keys.
    pub unplaced: Vec<Position>,
    /// Why there is no plan; empty when there is one.
    pub reasons: Vec<PlanReason>,
    /// Whether the deadline cut the work: another run may find more.
    pub deadline_reached: bool,
    /// The known costs of all journeys in minor units; none when no costs are given.
    pub cost: Option<u64>,
    /// The receipt.
    pub receipt: Receipt,
}

/// The problem of a request, and what its numbers stand for.
struct Stated {
    problem: Problem,
    /// For each party, its institution.
    parties: Vec<Position>,
    /// What one unit of weight of the problem is worth.
    unit: f64,
    unplaced: Vec<Position>,
}

/// Plans meetings.
///
/// # Errors
/// [`Refusal::Parameter`] for a parameter out of its range or parameters that contradict each other,
/// [`Refusal::NotDefined`] for an institution that is not in the network, [`Refusal::TooLarge`],
/// [`Refusal::Interrupted`]; those of [`crate::gap::gaps`].
pub fn meeting_plan(
    view: &NetworkView,
    request: &PlanRequest,
    interrupt: &Interrupt,
) -> Result<MeetingPlan, Refusal> {
    request.check()?;
    let mut found = targets::find(view, request)?;
    let stated = places::state(view, request, &found)?;
    let limits = planning::Limits { deadline: Some(request.deadline), ..planning::Limits::default() };
    let answer = planning::solve(&stated.problem, &limits, &|| interrupt.is_stopped())?;
    Ok(read(view, request, &mut found, stated, &answer))
}

/// The answer in terms of the record.
fn read(
    view: &NetworkView,
    request: &PlanRequest,
    found: &mut Found,
    stated: Stated,
    answer: &Answer,
) -> MeetingPlan {
    let weight = |units: u64| units as f64 * stated.unit;
    let position = |party: u32| stated.parties.get(party as usize).copied();
    let meetings = meetings(&stated, answer);
    targets::judge(found, &stated, &meetings);
    let reason = |it: &planning::Reason| PlanReason {
        code: it.code.into(),
        institutions: it.parties.iter().filter_map(|it| position(*it)).collect(),
    };
    let receipt = receipt(view, request, found, &stated, answer);
    let has_costs = stated.problem.travel.is_some();
    MeetingPlan {
        status: match answer.status {
            planning::Status::Optimal => PlanStatus::Optimal,
            planning::Status::Bounded => PlanStatus::Bounded,
            planning::Status::Infeasible => PlanStatus::Infeasible,
        },
        method: match answer.method {
            planning::Method::Greedy => PlanMethod::Greedy,
            planning::Method::BranchAndBound => PlanMethod::BranchAndBound,
        },
        cost: has_costs.then(|| meetings.iter().filter_map(|it| it.cost).sum()),
        meetings,
        covered: weight(answer.weight),
        total: weight(stated.problem.targets.iter().map(|it| it.weight).sum()),
        upper_bound: weight(answer.upper_bound),
        gap: answer.gap(),
        greedy: answer.greedy_weight.map(weight),
        guarantee: answer.guarantee.share(),
        unnamed: found.unnamed,
        reasons: answer.reasons.iter().map(reason).collect(),
        deadline_reached: answer.deadline_reached,
        targets: std::mem::take(&mut found.targets),
        unplaced: stated.unplaced,
        receipt,
    }
}

fn meetings(stated: &Stated, answer: &Answer) -> Vec<PlannedMeeting> {
    let problem = &stated.problem;
    let Some(plan) = &answer.plan else { return Vec::new() };
    let contributions = plan.contributions(problem);
    let of: BTreeMap<u32, _> = contributions.iter().map(|it| (it.party, it)).collect();
    let has_costs = problem.travel.is_some();
    let meeting = |meeting: &planning::Meeting| {
        let host = problem.hosts.get(meeting.host as usize)?.party;
        let invitee = |party: u32| {
            let contribution = of.get(&party);
            Some(Invitee {
                institution: *stated.parties.get(party as usize)?,
                is_host: party == host,
                must_invite: problem.must_invite.contains(&party),
                covers: contribution
                    .map_or_else(Vec::new, |it| it.covers.iter().map(|it| *it as usize).collect()),
                marginal: contribution.map_or(0.0, |it| it.marginal as f64 * stated.unit),
                cost: problem.cost(meeting.host, party).filter(|_| has_costs),
            })
        };
        let invitees: Vec<_> = planning::Plan::parties_of(problem, meeting).filter_map(invitee).collect();
        let cost = has_costs.then(|| invitees.iter().filter_map(|it| it.cost).sum());
        Some(PlannedMeeting { host: *stated.parties.get(host as usize)?, invitees, cost })
    };
    plan.meetings.iter().filter_map(meeting).collect()
}

fn receipt(
    view: &NetworkView,
    request: &PlanRequest,
    found: &Found,
    stated: &Stated,
    answer: &Answer,
) -> Receipt {
    let mut receipt = Receipt::new("meeting-plan", "1", view);
    request.tell(&mut receipt);
    receipt.count("targets", found.targets.len());
    receipt.count("institutions", stated.parties.len());
    receipt.count("hosts", stated.problem.hosts.len());
    receipt.count("unplaced", stated.unplaced.len());
    receipt.count("variables", answer.variables);
    receipt.count("rows", answer.rows);
    receipt.count("nodes", usize::try_from(answer.nodes).unwrap_or(usize::MAX));
    receipt.count("iterations", usize::try_from(answer.iterations).unwrap_or(usize::MAX));
    receipt.exclude(places::exclusion(view, &stated.unplaced));
    receipt.warnings.extend(found.warnings.iter().cloned());
    if answer.deadline_reached {
        receipt
            .warnings
            .push("the deadline cut the work, so that another run may find a better plan".to_owned());
    }
    receipt
}
