//! Importing tables: files are uploaded and wait, are looked at against the record, and become one revision.
//!
//! The same for the command line and the API. A row is a claim of a document that is the file, known by its SHA-256.

mod commit;
mod incoming;
mod pins;
mod preview;
mod progress;
mod staging;
mod template;
mod work;

pub use commit::{ImportChoice, ImportEnd};
/// What is found in files and what may be said about them, for those who show it.
pub use exchange::intake;
pub use incoming::Incoming;
pub use preview::{FILES_MAX, ImportFault, ImportPreview, ImportRequest, Previewed};
pub use progress::{ImportListener, ImportStage};
pub use staging::{NAME_MAX, Staged, StagedState, Staging, StagingError, StagingOptions};
pub use work::{ImportFile, NewInstitution};
