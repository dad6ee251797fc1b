//! How far an import is.

use std::sync::Arc;

use domain::words;

words! {
    /// What an import is at.
    ImportStage {
        /// It waits for its turn.
        Waiting = "WAITING",
        /// Its files are read over the record.
        Reading = "READING",
        /// It is only looked at: the record as it would be is checked.
        Checking = "CHECKING",
        /// The record is checked and written.
        Writing = "WRITING",
        /// It is over.
        Done = "DONE",
    }
}

/// Hears how far an import is: what it is at, how much of that is done, and how much there is to do, 0 while that is not
/// known. While it reads these are rows. It should return at once.
pub type ImportListener = Arc<dyn Fn(ImportStage, u64, u64) + Send + Sync>;
