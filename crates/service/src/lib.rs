//! The use cases: who may do what, imports and exports, the live snapshot, analyses on a bounded pool.
//!
//! The command line and the API call the same functions here. Nothing of GraphQL, HTTP or SQL is seen.

pub mod access;
pub mod analysis;
pub mod analyze;
pub mod annual_report;
pub mod audience;
pub mod clock;
pub mod error;
pub mod exchange;
mod generation;
pub mod history;
pub mod import;
pub mod job;
pub mod keeping;
pub mod net;
pub mod past;
pub mod privacy;
pub mod random;
pub mod reading;
pub mod scenario;
pub mod service;
pub mod snapshot;

pub use access::{Actor, Permission, Role};
pub use audience::{Audience, Listener};
pub use clock::{Clock, FixedClock, SystemClock};
pub use error::{ErrorKind, ServiceError};
pub use generation::Generation;
/// The analyses and their result values, for those who show them.
pub use graph;
pub use history::{RecordChange, Version};
/// The measures' catalogue and dispatch, for those who show them.
pub use measures;
pub use net::NetChanges;
pub use past::AsOf;
pub use random::{Random, SystemRandom};
pub use service::{Options, Service};
pub use snapshot::{Snapshot, ViewContext};
pub use store::{
    Act, AuditAct, AuditCheck, AuditEntry, AuditFilter, AuditRecord, ErasureRefusal, ErasureReport,
    FoundText, Revision, RevisionRange, ScenarioRefusal, StoredScenario,
};
pub use store::{RevisionEntry, Trace};
