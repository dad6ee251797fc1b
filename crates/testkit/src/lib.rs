//! What tests of several crates need. Only ever a dev-dependency.

pub mod database;
pub mod sketch;
