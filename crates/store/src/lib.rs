//! The record in a database: SQLite in a file, or PostgreSQL, by the same code.
//!
//! What goes in and comes out are values of the domain; rows, statements and drivers stay in here. Three promises:
//!
//! - A change is whole or not at all: each is one transaction, logged with the state before and after.
//! - [`Store::load`] is the record of just the [`Revision`] that comes with it, and [`Store::load_at`] gives it again.
//! - Personal values ([`domain::person::Personal`]) are in tables of their own and never in the log.

mod access;
mod address;
mod advance;
mod bell;
mod changes;
mod commit;
mod error;
mod history;
mod import;
mod load;
mod past;
mod plan;
mod privacy;
mod reads;
mod revision;
mod rows;
mod scenario;
mod store;
mod table;
mod write;

pub use access::{AccessToken, AccessTokenRefusal, TokensBefore};
pub use bell::Bell;
pub use commit::{Answered, Commit, Committed, REQUESTS_KEPT};
pub use error::{Cause, StoreError};
pub use history::Trace;
pub use import::{Counts, ImportOutcome, Progress, Stage};
pub use load::Loaded;
pub use migrations::SchemaState;
pub use past::RevisionRange;
pub use privacy::{
    AuditAct, AuditCheck, AuditEntry, AuditFilter, AuditRecord, Erasure, ErasureRefusal, ErasureReport,
    ErasureRequest, FoundText, LegalHold, Mentioned, PersonChange, Random,
};
pub use revision::{Act, Author, Change, ChangePosition, Revision, RevisionEntry};
pub use scenario::{
    Amendment, Application, ChangeRequest, Proposal, RequestKey, ScenarioRefusal, StoredScenario, Trial,
};
pub use store::{DatabaseKind, OpenMode, Store};
