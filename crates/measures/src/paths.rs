//! Measures and questions of shortest paths.
//!
//! Every function takes the [`WeightSemantics`](crate::WeightSemantics) by which weights become lengths; lengths are
//! compared exactly ([`length`]). Without weights, or when all weights are the same, many sources are followed at once.

pub mod betweenness;
pub mod closeness;
mod count;
mod dependency;
mod heap;
mod lanes;
pub mod length;
#[cfg(test)]
mod oracle;
pub mod rational;
mod reach;
mod reduce;
mod search;
mod twins;
