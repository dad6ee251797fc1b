//! Plans of meetings: which hosts convene whom, so that as much as possible of what is to be covered is covered.
//!
//! Parties, hosts and targets are numbers; the crate `graph` gives them their institutions and evidence. The problem is
//! maximum coverage with a choice of meetings. [`solve()`] gives a greedy plan with its guarantee, then improves it by
//! branch and bound of an integer model, and always an upper bound, so that nobody has to trust the plan. Weights and
//! costs are whole numbers, so that plans are compared exactly. The same problem and limits give the same answer on any
//! number of threads, unless the deadline cut the work; then the answer says so.

mod bound;
mod classes;
pub mod coverage;
pub mod feasibility;
pub mod greedy;
mod local;
mod model;
mod model_plan;
pub mod plan;
pub mod problem;
mod search;
pub mod solve;

pub use feasibility::{Reason, ReasonCode};
pub use plan::{Meeting, Plan};
pub use problem::{Host, PlanningError, Problem, Target, Travel};
pub use solve::{Answer, Limits, Method, Status, solve};
