//! Communities: groups of nodes with more ties inside than between them.
//!
//! A grouping is one number for each node; which numbers does not matter, only which nodes share one.

pub mod leiden;
pub mod partition;
pub mod quality;

mod aggregating;
mod moving;
mod refining;
mod rows;

pub use leiden::{LeidenRule, Quality, leiden};
pub use partition::Partition;
