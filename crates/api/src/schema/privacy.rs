//! Data protection: what is held of a person, erasure and correction, retention, the audit trail.

pub mod audit;
pub mod erasure;
pub mod mutation;
pub mod query;
pub mod retention;

pub use mutation::PrivacyMutations;
pub use query::PrivacyQueries;
