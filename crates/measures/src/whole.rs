//! Measures of the whole network.

pub mod assortativity;
pub mod components;
pub mod counts;
pub mod ei_index;
pub mod mixing;

pub use components::{Components, components, giant_share};
pub use counts::{degree_centralization, density, isolates, mean_degree};
