//! How many jobs there may be.

use std::time::Duration;

use tokio::sync::Semaphore;

use super::JobKind;

/// How many previews run at a time at least, so that a small one does not wait for a large one.
const PREVIEWS_AT_A_TIME: usize = 2;

/// How many jobs there may be, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobLimits {
    /// How many of a kind run at a time; at least 1.
    pub at_a_time: usize,
    /// How many more may wait.
    pub waiting_max: usize,
    /// How long one may run.
    pub deadline: Duration,
    /// How many results are kept; the oldest make room.
    pub kept: usize,
    /// How long a result is kept.
    pub kept_for: Duration,
}

impl Default for JobLimits {
    fn default() -> Self {
        Self {
            at_a_time: 1,
            waiting_max: 16,
            deadline: Duration::from_secs(1_800),
            kept: 64,
            kept_for: Duration::from_secs(3_600),
        }
    }
}

impl JobLimits {
    /// How many of a kind run at a time.
    pub(super) fn places(&self, kind: JobKind) -> usize {
        let least = if kind == JobKind::Preview { PREVIEWS_AT_A_TIME } else { 1 };
        self.at_a_time.clamp(least, Semaphore::MAX_PERMITS)
    }
}
