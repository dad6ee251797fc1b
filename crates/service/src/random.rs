//! Randomness, as a parameter.

use crate::ServiceError;

/// Gives bytes that nobody can foretell.
pub trait Random: Send + Sync {
    /// Fills all of it.
    ///
    /// # Errors
    /// [`ServiceError::Random`]; then nothing of it may be used.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), ServiceError>;
}

/// The operating system's.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), ServiceError> {
        getrandom::fill(bytes).map_err(|_told_to_nobody| ServiceError::Random)
    }
}
