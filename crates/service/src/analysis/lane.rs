//! The threads of one analysis at a time.

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::stopped;
use crate::ServiceError;

/// A pool of threads that one analysis has for itself while it runs.
#[derive(Debug)]
pub(super) struct Lane(ThreadPool);

impl Lane {
    /// Starts the threads.
    pub(super) fn start(threads: usize) -> Result<Self, ServiceError> {
        let pool = ThreadPoolBuilder::new().num_threads(threads).thread_name(|it| format!("analysis-{it}"));
        pool.build().map(Self).map_err(|error| stopped(&error))
    }

    /// Runs work on the threads; whatever it does in parallel stays on them.
    pub(super) fn run(&self, work: impl FnOnce() + Send + 'static) {
        self.0.spawn(work);
    }
}
