//! Communities: groups of nodes with more ties inside than between them.
//!
//! A grouping is one number for each node; which numbers does not matter, only which nodes share one.

pub mod compare;
pub mod ensemble;
pub mod evolution;
pub mod leiden;
pub mod participation;
pub mod partition;
pub mod quality;
pub mod report;

mod aggregating;
mod moving;
mod refining;
mod rows;

pub use leiden::{LeidenRule, Quality, leiden};
pub use partition::Partition;

#[cfg(test)]
mod tests;
