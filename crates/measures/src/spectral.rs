//! Centralities that solve equations of the whole adjacency matrix: eigenvector, PageRank and Katz.
//!
//! A node gains by being tied to those who have much. Weights are strengths, or not looked at; there is no reading of
//! distances here.

mod conjugate_gradient;
pub mod eigenvector;
mod jacobi;
pub mod katz;
mod lanczos;
mod matrix;
pub mod pagerank;

pub use eigenvector::eigenvector;
pub use katz::{default_alpha, katz};
pub use pagerank::pagerank;
