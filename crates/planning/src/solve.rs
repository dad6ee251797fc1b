//! Solving: a greedy plan, an upper bound, and branch and bound between the two.
//!
//! # Question
//! Which meetings, with which hosts and guests, cover the most weight within all constraints, and how much more could any
//! plan cover?
//!
//! # Definition
//! A target is covered when one of its parties is at some meeting. Of plans that cover the same weight the one that takes
//! fewer seats is better, then the one whose journeys cost less; the order of parties and hosts decides the rest. A plan
//! is `OPTIMAL` when the upper bound equals its weight, else `BOUNDED`.
//!
//! # Source
//! Maximum coverage: Nemhauser, Wolsey, Fisher, Mathematical Programming 14 (1978); the greedy guarantees are those of
//! [`crate::greedy`]. Bounds: `bound` (Minoux 1978) and the relaxations of the integer model.
//!
//! # Limits
//! A model of more than [`Limits::entries`] is not searched: the plan is the greedy one with its bound. The solver
//! computes in floating point; each plan it gives is checked against the problem in whole numbers, and a bound is rounded
//! up before it is trusted.
//!
//! # Determinism
//! Limits of work (nodes; simplex iterations times rows) stop the search at the same point on every machine. The deadline
//! stops it wherever it is, and the answer says so.
//!
//! # Checked against
//! Exhaustive search of small problems, planted optima, and HiGHS on the same instances (`benches/peers/plan.py`).

use std::time::{Duration, Instant};

use crate::bound::bound;
use crate::classes::Classes;
use crate::coverage::Coverage;
use crate::feasibility::{self, Reason, ReasonCode};
use crate::greedy::{Guarantee, greedy};
use crate::local::improved;
use crate::model::{Goal, Model, size};
use crate::plan::{Meeting, Plan};
use crate::problem::{PlanningError, Problem};
use crate::search::{Budget, search};

/// How much work may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Nodes of the search tree.
    pub nodes: u64,
    /// Simplex iterations times rows of the model.
    pub work: u64,
    /// Entries of the model's rows, about: larger ones are not searched.
    pub entries: u64,
    /// When to stop at the latest, from the beginning; none for no deadline.
    pub deadline: Option<Duration>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { nodes: 2_000, work: 10_000_000, entries: 40_000, deadline: None }
    }
}

/// What is known of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// No plan covers more.
    Optimal,
    /// No plan covers more than the upper bound.
    Bounded,
    /// There is no plan, or none was found; the reasons tell.
    Infeasible,
}

/// What the plan comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// The greedy plan, made better by local search; its bound is that of what it leaves uncovered.
    Greedy,
    /// Branch and bound of the integer model, begun with that plan.
    BranchAndBound,
}

/// The answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// What is known of the plan.
    pub status: Status,
    /// What it comes from.
    pub method: Method,
    /// The plan; none when infeasible.
    pub plan: Option<Plan>,
    /// The covered weight; 0 without a plan.
    pub weight: u64,
    /// No plan covers more; 0 when infeasible.
    pub upper_bound: u64,
    /// What the greedy plan covers; none when it found none.
    pub greedy_weight: Option<u64>,
    /// What the greedy plan covers at least of the best.
    pub guarantee: Guarantee,
    /// Why there is no plan; empty when there is one.
    pub reasons: Vec<Reason>,
    /// The deadline cut the work: another run may find more.
    pub deadline_reached: bool,
    /// The nodes of the search tree that were solved.
    pub nodes: u64,
    /// The simplex iterations.
    pub iterations: u64,
    /// The variables of the model; 0 when it was not searched.
    pub variables: usize,
    /// The rows of the model.
    pub rows: usize,
}

impl Answer {
    fn infeasible(problem: &Problem, reasons: Vec<Reason>) -> Self {
        Self {
            status: Status::Infeasible,
            method: Method::Greedy,
            plan: None,
            weight: 0,
            upper_bound: 0,
            greedy_weight: None,
            guarantee: Guarantee::of(problem),
            reasons,
            deadline_reached: false,
            nodes: 0,
            iterations: 0,
            variables: 0,
            rows: 0,
        }
    }

    /// The optimality gap: by how much the upper bound exceeds the covered weight, as a share of the upper bound; 0 when
    /// nothing can be covered.
    #[must_use]
    pub fn gap(&self) -> f64 {
        if self.upper_bound == 0 {
            return 0.0;
        }
        (self.upper_bound.saturating_sub(self.weight)) as f64 / self.upper_bound as f64
    }
}

/// Solves a problem within limits. `stop` is asked every few milliseconds whether to give up.
///
/// # Errors
/// [`PlanningError`]: the problem is none or too large, or it was stopped.
pub fn solve(problem: &Problem, limits: &Limits, stop: &dyn Fn() -> bool) -> Result<Answer, PlanningError> {
    problem.check()?;
    let until: Option<Instant> = limits.deadline.and_then(|it| Instant::now().checked_add(it));
    let reasons = feasibility::reasons(problem);
    if !reasons.is_empty() {
        return Ok(Answer::infeasible(problem, reasons));
    }
    let targets_of = problem.targets_of();
    let begin = greedy(problem, &targets_of, stop)?;
    let mut coverage = Coverage::new(problem, &targets_of);
    let mut answer = Answer::infeasible(problem, Vec::new());
    answer.upper_bound = bound(problem, &coverage);
    if let Some(plan) = &begin {
        plan.parties(problem).into_iter().for_each(|it| coverage.add(it));
        answer.upper_bound = answer.upper_bound.min(bound(problem, &coverage));
        answer.greedy_weight = Some(coverage.weight());
    }
    if let Some(it) = begin {
        let (plan, is_cut) = improved(problem, &targets_of, it, until, stop)?;
        answer.plan = Some(plan);
        answer.deadline_reached = is_cut;
    }
    if let Some(plan) = &answer.plan {
        let mut coverage = Coverage::new(problem, &targets_of);
        plan.parties(problem).into_iter().for_each(|it| coverage.add(it));
        answer.upper_bound = answer.upper_bound.min(bound(problem, &coverage));
    }
    let budget = Budget { nodes: limits.nodes, work: limits.work, until };
    let is_small =
        u64::from(problem.parties) * problem.hosts.len() as u64 <= TRAVELLERS_MAX || problem.travel.is_none();
    let classes = if is_small { Classes::of(problem, &targets_of) } else { Classes::default() };
    if is_small && !answer.deadline_reached && size(problem, &classes) <= limits.entries {
        improve(problem, &classes, &mut answer, budget, stop)?;
    }
    Ok(conclude(problem, answer))
}

/// The most pairs of a host and a party whose costs are compared for the model.
const TRAVELLERS_MAX: u64 = 4_000_000;

/// Branch and bound, and when it ends with the best plan and journeys cost something, the cheapest of equally good ones.
fn improve(
    problem: &Problem,
    classes: &Classes,
    answer: &mut Answer,
    budget: Budget,
    stop: &dyn Fn() -> bool,
) -> Result<(), PlanningError> {
    let model = Model::of(problem, classes, Goal::Weight);
    answer.variables = model.variables;
    answer.rows = model.rows;
    let found = search(&model, answer.plan.as_ref(), budget, stop)?;
    answer.nodes = found.nodes;
    answer.iterations = found.iterations;
    answer.deadline_reached = found.deadline_reached;
    if found.is_infeasible && answer.plan.is_none() {
        answer.reasons.push(Reason { code: ReasonCode::ConstraintsTogether, parties: Vec::new() });
        return Ok(());
    }
    if let Some(bound) = found.bound {
        answer.method = Method::BranchAndBound;
        answer.upper_bound = answer.upper_bound.min(weight_of(bound, model.unit));
    }
    take(problem, answer, found.plan);
    if !found.is_optimal {
        return polish(problem, answer, budget, stop);
    }
    let Some(plan) = answer.plan.as_ref().filter(|_| problem.travel.is_some()) else { return Ok(()) };
    let weight = plan.weight(problem);
    let goal = Goal::Cost { weight, attendances: plan.attendances() as u64 };
    let cheaper = Model::of(problem, classes, goal);
    let left = Budget { nodes: budget.nodes.saturating_sub(found.nodes), ..budget };
    let found = search(&cheaper, answer.plan.as_ref(), left, stop)?;
    answer.nodes += found.nodes;
    answer.iterations += found.iterations;
    answer.deadline_reached |= found.deadline_reached;
    take(problem, answer, found.plan);
    Ok(())
}

/// The best guests for the hosts of the plan: a model so much smaller that its search often ends.
fn polish(
    problem: &Problem,
    answer: &mut Answer,
    budget: Budget,
    stop: &dyn Fn() -> bool,
) -> Result<(), PlanningError> {
    let Some(plan) = answer.plan.as_ref().filter(|_| !answer.deadline_reached) else { return Ok(()) };
    let mut hosts: Vec<u32> = plan.meetings.iter().map(|it| it.host).collect();
    hosts.sort_unstable();
    hosts.dedup();
    let fewer = problem.with_hosts(&hosts);
    let at = |host: u32| hosts.iter().position(|it| *it == host).and_then(|it| u32::try_from(it).ok());
    let begin = Plan {
        meetings: plan
            .meetings
            .iter()
            .filter_map(|it| Some(Meeting { host: at(it.host)?, guests: it.guests.clone() }))
            .collect(),
    };
    let targets_of = fewer.targets_of();
    let classes = Classes::of(&fewer, &targets_of);
    let model = Model::of(&fewer, &classes, Goal::Weight);
    let found = search(&model, Some(&begin), Budget { work: budget.work / 2, ..budget }, stop)?;
    answer.nodes += found.nodes;
    answer.iterations += found.iterations;
    answer.deadline_reached |= found.deadline_reached;
    let back = |it: Meeting| Some(Meeting { host: *hosts.get(it.host as usize)?, guests: it.guests });
    let plan = found.plan.map(|it| Plan { meetings: it.meetings.into_iter().filter_map(back).collect() });
    take(problem, answer, plan);
    Ok(())
}

/// Takes a plan when it keeps to the problem and is better than what there is.
fn take(problem: &Problem, answer: &mut Answer, plan: Option<Plan>) {
    let Some(plan) = plan.map(|it| it.trimmed(problem)).filter(|it| it.broken(problem).is_none()) else {
        return;
    };
    if answer.plan.as_ref().is_none_or(|it| plan.is_better_than(it, problem)) {
        answer.plan = Some(plan);
    }
}

/// The most weight of a solution worth at most `bound`: seats taken count −1 each, and all of them less than one unit.
/// What the solver's arithmetic may have lost is added.
fn weight_of(bound: f64, unit: u64) -> u64 {
    let units = (bound + (unit - 1) as f64) / unit as f64;
    let slack = 1e-6 + units.abs() * 1e-9;
    (units + slack).floor().max(0.0) as u64
}

fn conclude(problem: &Problem, mut answer: Answer) -> Answer {
    let Some(plan) = &answer.plan else {
        if answer.reasons.is_empty() {
            answer.reasons.push(Reason { code: ReasonCode::NotFoundWithinLimits, parties: Vec::new() });
        }
        answer.upper_bound = 0;
        return answer;
    };
    answer.weight = plan.weight(problem);
    answer.upper_bound = answer.upper_bound.max(answer.weight);
    answer.status = if answer.upper_bound == answer.weight { Status::Optimal } else { Status::Bounded };
    answer
}
