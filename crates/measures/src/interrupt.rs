//! Asking a running computation to stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::MeasureError;

/// A flag that a computation looks at often and that anybody who has a copy may raise.
#[derive(Debug, Clone, Default)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// A flag that is not raised.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Raises the flag: whoever computes with it ends soon with [`MeasureError::Interrupted`].
    pub fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the flag is raised.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// To be called at least every few milliseconds of work.
    ///
    /// # Errors
    /// [`MeasureError::Interrupted`] once the flag is raised.
    pub fn check(&self) -> Result<(), MeasureError> {
        if self.is_stopped() { Err(MeasureError::Interrupted) } else { Ok(()) }
    }
}
