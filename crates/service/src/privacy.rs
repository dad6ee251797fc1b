//! Data protection: who saw personal values, what is held of a person, erasure, retention, legal holds.
//!
//! See `docs/data-protection.md`. Names of public offices and public officials are public information (Act of 6 September
//! 2001 on access to public information, art. 5(2)); reads of them are not noted. Reads of all other names, and of contact
//! points of people, are.

mod entropy;
mod erase;
mod rectify;
mod report;
mod retention;
mod trail;

pub use entropy::Entropy;
pub(crate) use erase::drop_staged;
pub use erase::{Erasing, ErasureOutcome};
pub use report::{ClaimHeld, ContactHeld, PersonReport, RecordHeld, TextHeld};
pub use retention::{RetentionApplied, RetentionDue};
pub(crate) use trail::Trail;
pub use trail::{noted, record};
