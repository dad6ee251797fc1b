//! Synthetic regional networks: what a partnership's record looks like at any size, drawn at random, for tests and
//! benchmarks.
//!
//! One draw, [`Plan::draw`], gives the plan of a network: institutions with type, seat and planted community, meetings
//! with day and attendance. From the plan come tables for programs that know no record, and a whole
//! [`domain::record::Record`] with documents and claims. Nothing in it is of the real world: territorial codes, names and
//! events are made up. The same parameters give the same bytes on every machine.

pub mod kind;
mod output;
mod parameters;
mod plan;
mod record;
mod sampling;
pub mod territory;

pub use output::{institution_key, meeting_key};
pub use parameters::{ParameterError, Parameters, Size};
pub use plan::{FIRST_YEAR, Plan, PlannedInstitution, PlannedMeeting};
