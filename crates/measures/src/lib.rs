//! Measures of networks: pure algorithms over a compact graph, without a record behind it.
//!
//! Nodes are the numbers `0..n`, ties are undirected, at most one between two nodes and none from a node to itself. The
//! crate `graph` makes such a graph of the record's ties; `splot analyze` makes one of a file. Every function is
//! deterministic: the same graph, parameters and seed give the same bits on any number of threads. What is not defined is
//! `None` or [`MeasureError::NotDefined`]; no result is ever not a number.

pub mod affiliations;
pub mod backbone;
pub mod catalogue;
pub mod community;
pub mod cut;
pub mod error;
pub mod file;
pub mod graph;
pub mod interrupt;
pub mod link;
pub mod local;
pub mod paths;
pub mod projection;
pub mod random;
pub mod run;
pub mod spectral;
pub mod weights;
pub mod whole;

pub use error::{MeasureError, Undefined};
pub use graph::{Graph, Simplified};
pub use interrupt::Interrupt;
pub use weights::WeightSemantics;
