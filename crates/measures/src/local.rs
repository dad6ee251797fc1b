//! What a node's neighbours look like: triangles, clustering, structural holes, brokerage and cores.

pub mod all_pairs;
pub mod brokerage;
mod closure;
pub mod clustering;
pub mod constraint;
pub mod core;
pub(crate) mod order;
pub mod triangles;

pub use all_pairs::{AllPairs, AllPairsRule, all_pairs, all_pairs_by};
