//! Branch and bound of the model, in steps, within limits of work and time.

use std::time::{Duration, Instant};

use microlp::{Error, ResumeOptions, SolveOptions, SolveOutcome};

use crate::model::Model;
use crate::plan::Plan;
use crate::problem::PlanningError;

/// How much may be done. The deadline counts from the beginning of the work.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget {
    pub(crate) nodes: u64,
    /// Simplex iterations times rows.
    pub(crate) work: u64,
    pub(crate) until: Option<Instant>,
}

impl Budget {
    pub(crate) fn time_left(&self) -> Option<Duration> {
        self.until.map(|it| it.saturating_duration_since(Instant::now()))
    }
}

/// What a search found.
#[derive(Debug, Clone, Default)]
pub(crate) struct Found {
    /// The best solution as a plan.
    pub(crate) plan: Option<Plan>,
    /// No solution is worth more; none when nothing is proven.
    pub(crate) bound: Option<f64>,
    /// The best solution is proven to be one of the best.
    pub(crate) is_optimal: bool,
    /// It is proven that there is no solution.
    pub(crate) is_infeasible: bool,
    pub(crate) deadline_reached: bool,
    pub(crate) nodes: u64,
    pub(crate) iterations: u64,
}

/// Nodes between two looks at what may stop the search.
const STEP: u64 = 20;

/// Searches, beginning with a plan. The steps do not change the search: one that goes on continues where it stopped.
pub(crate) fn search(
    model: &Model<'_>,
    begin: Option<&Plan>,
    budget: Budget,
    stop: &dyn Fn() -> bool,
) -> Result<Found, PlanningError> {
    let mut found = Found::default();
    let mut best = None;
    let mut options = SolveOptions::default();
    options.warm_start = begin.map(|it| model.values(it));
    options.node_limit = Some(0);
    options.time_limit = budget.time_left();
    let mut outcome = model.linear.solve_with(options);
    loop {
        let current = match outcome {
            Ok(it) => it,
            Err(Error::Infeasible) => {
                found.is_infeasible = found.plan.is_none();
                return Ok(found);
            }
            // The solver gave up: what was found before stands.
            Err(_) => return Ok(found),
        };
        read(model, &current, &mut found, &mut best);
        if stop() {
            return Err(PlanningError::Interrupted);
        }
        let left = budget.time_left();
        found.deadline_reached = left.is_some_and(|it| it.is_zero());
        let is_spent =
            found.nodes >= budget.nodes || found.iterations.saturating_mul(model.rows as u64) >= budget.work;
        if found.is_optimal || is_spent || found.deadline_reached {
            found.deadline_reached &= !found.is_optimal;
            return Ok(found);
        }
        let mut more = ResumeOptions::default();
        more.node_limit = Some(STEP.min(budget.nodes - found.nodes));
        more.time_limit = left;
        outcome = current.resume_with(more);
    }
}

/// Takes over what a step found; `best` is the worth of the plan that was read last.
fn read(model: &Model<'_>, outcome: &SolveOutcome, found: &mut Found, best: &mut Option<f64>) {
    let stats = outcome.stats();
    found.nodes = stats.nodes_solved;
    found.iterations = stats.lp_iterations;
    found.bound = stats.best_bound.filter(|it| it.is_finite()).or(found.bound);
    found.is_optimal = outcome.is_optimal();
    if let Some(solution) = outcome.solution().filter(|it| *best != Some(it.objective())) {
        *best = Some(solution.objective());
        found.plan = Some(model.plan(|it| solution.var_value(it)));
    }
}
