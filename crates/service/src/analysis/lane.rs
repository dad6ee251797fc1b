//! The threads of one analysis at a time. On Linux they give way to those that answer light requests.

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
        pool.start_handler(|_| give_way()).build().map(Self).map_err(|error| stopped(&error))
    }

    /// Runs work on the threads; whatever it does in parallel stays on them.
    pub(super) fn run(&self, work: impl FnOnce() + Send + 'static) {
        self.0.spawn(work);
    }
}

/// How much nicer a thread that computes is than the service: enough that a waking request is served first.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 15;

/// Makes the calling thread give way to others. Only Linux has a priority for each thread here.
#[cfg(target_os = "linux")]
fn give_way() {
    if let Err(error) = rustix::process::nice(NICENESS) {
        tracing::debug!(%error, "the threads of analyses keep the priority of all others");
    }
}

#[cfg(not(target_os = "linux"))]
fn give_way() {}
