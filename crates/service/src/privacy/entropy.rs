//! Random bytes from one seed: SHA-256 of the seed and a counter, which nobody foresees who does not know the seed.

use sha2::{Digest as _, Sha256};

use crate::ServiceError;
use crate::random::{Random as _, SystemRandom};

/// A source of random bytes.
pub struct Entropy {
    seed: [u8; 32],
    blocks: u64,
}

impl Entropy {
    /// A source from a seed: the same bytes for the same seed.
    #[must_use]
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self { seed, blocks: 0 }
    }

    /// A source from the operating system's randomness.
    ///
    /// # Errors
    /// [`ServiceError::Random`].
    pub fn of_system() -> Result<Self, ServiceError> {
        let mut seed = [0u8; 32];
        SystemRandom.fill(&mut seed)?;
        Ok(Self::from_seed(seed))
    }

    /// Fills the bytes.
    pub fn fill(&mut self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(32) {
            self.blocks += 1;
            let block =
                Sha256::new().chain_update(self.seed).chain_update(self.blocks.to_be_bytes()).finalize();
            part.iter_mut().zip(block).for_each(|(byte, random)| *byte = random);
        }
    }
}
