//! Facts that may not be recorded: three values, never a silent no.

use crate::words;

words! {
    /// A fact of three values (model.md P3). None of the five documents ever says NO.
    Recorded {
        /// The record says yes.
        Yes = "YES",
        /// The record says no.
        No = "NO",
        /// The record does not say.
        NotRecorded = "NOT_RECORDED",
    }
}
