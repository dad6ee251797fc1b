//! Data protection in the database: erasure of a person, suppressed names, retention, legal holds, the audit trail.
//!
//! What erasure changes is changed in place, in the change log too: it is the only act that may. The log still replays
//! to the record, since the same pure function ([`domain::erasure::Redaction`]) rewrites both.

mod audit;
mod columns;
mod compact;
mod erase;
mod holds;
mod keys;
mod report;
mod states;
pub(crate) mod suppression;
mod sweep;

pub use audit::{AuditAct, AuditCheck, AuditEntry, AuditFilter, AuditRecord};
pub use erase::{ErasureRefusal, ErasureReport, ErasureRequest, FoundText};
pub use holds::{Erasure, LegalHold};
pub use report::{Mentioned, PersonChange};

/// Gives random bytes, from a source that nobody can foresee.
pub type Random<'a> = &'a mut (dyn FnMut(&mut [u8]) + Send);

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|it| format!("{it:02x}")).collect()
}
