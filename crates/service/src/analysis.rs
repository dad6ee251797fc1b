//! Analyses on bounded pools apart from the async threads, each computed once for its revision and parameters.
//!
//! So many analyses run at a time, each on a pool of threads of its own: a heavy one shares the processors with others,
//! and never holds a light one up in its queue. Whoever asks waits until the deadline; an analysis that nobody waits
//! for any more is asked to stop.

mod flight;
mod lane;

use std::any::Any;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use measures::Interrupt;
use moka::sync::Cache;
use store::Revision;
use tokio::time::Instant;

use self::flight::{Ended, Entry, Shown, State};
use crate::{Generation, ServiceError};

/// What an analysis depends on. Equal keys have equal results, so nothing ever has to be thrown out of the cache but what
/// is of a generation that has passed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AnalysisKey {
    /// The erasures that the snapshot was read after.
    pub generation: Generation,
    /// The revision.
    pub revision: Revision,
    /// The name of the analysis.
    pub name: &'static str,
    /// View and parameters in canonical form.
    pub parameters: String,
}

/// How many analyses run, for how long, and how heavy they may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnalysisLimits {
    /// How many run at a time; at least 1.
    pub at_a_time: usize,
    /// How many threads each of them has; at least 1.
    pub threads: usize,
    /// How many more may wait for their turn.
    pub waiting_max: usize,
    /// How long one may take, waiting and running together.
    pub deadline: Duration,
    /// How many elementary operations one may be estimated to take.
    pub cost_max: u64,
}

/// What one computation may use.
#[derive(Debug, Clone)]
pub struct Allowance {
    /// Raised when the deadline has passed or nobody waits any more.
    pub interrupt: Interrupt,
    /// How many elementary operations it may be estimated to take.
    pub cost_max: u64,
}

/// What a computation has found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found<T> {
    /// A result that is the same whoever asks: it is kept.
    Keep(T),
    /// A result that depends on the allowance: who waits gets it, and it is not kept.
    Pass(T),
}

/// That a computation ended because its interrupt was raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interrupted;

/// Pools of threads, and the cache of results.
#[derive(Debug, Clone)]
pub struct Analyses(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    results: Cache<AnalysisKey, Shown>,
    limits: AnalysisLimits,
    state: Mutex<State>,
    /// Results of an earlier generation are not kept.
    least: Mutex<Generation>,
}

impl Analyses {
    /// Pools within limits, that keep `cached` results. Threads are started when they are first needed.
    #[must_use]
    pub fn new(limits: AnalysisLimits, cached: u64) -> Self {
        Self::over(Cache::new(cached), limits)
    }

    /// Further pools with limits of their own, that share the results kept.
    #[must_use]
    pub fn beside(&self, limits: AnalysisLimits) -> Self {
        Self::over(self.0.results.clone(), limits)
    }

    fn over(results: Cache<AnalysisKey, Shown>, limits: AnalysisLimits) -> Self {
        let limits =
            AnalysisLimits { at_a_time: limits.at_a_time.max(1), threads: limits.threads.max(1), ..limits };
        Self(Arc::new(Shared {
            results,
            limits,
            state: Mutex::default(),
            least: Mutex::new(Generation::FIRST),
        }))
    }

    /// Drops the results that are kept, and keeps none of an earlier generation any more.
    pub(crate) fn forget(&self, generation: Generation) {
        let mut least = self.0.least.lock().unwrap_or_else(PoisonError::into_inner);
        *least = generation.max(*least);
        self.0.results.invalidate_all();
    }

    /// The limits.
    #[must_use]
    pub fn limits(&self) -> &AnalysisLimits {
        &self.0.limits
    }

    /// The result for a key: kept, or computed now. Equal keys asked for at once are computed once. A computation is
    /// interrupted when the deadline passes, or when everybody who waited for it has dropped this future; one that
    /// comes to its end all the same is kept, so who asks again may have it.
    ///
    /// # Errors
    /// [`ServiceError::Overloaded`], [`ServiceError::Timeout`], [`ServiceError::Stopped`].
    pub async fn run<T, F>(&self, key: AnalysisKey, compute: F) -> Result<Arc<T>, ServiceError>
    where
        T: Any + Send + Sync,
        F: FnOnce(&Allowance) -> Result<Found<T>, Interrupted> + Send + 'static,
    {
        let mut compute = Some(compute);
        loop {
            if let Some(kept) = self.0.results.get(&key) {
                return downcast(kept);
            }
            match Shared::enter(&self.0, &key, &mut compute)? {
                Entry::Waits(ticket) => {
                    let ended = tokio::time::timeout_at(ticket.deadline(), ticket.ended()).await;
                    match ended {
                        Ok(Ended::Result(result)) => return downcast(result),
                        Ok(Ended::Failed) => return Err(ServiceError::Stopped),
                        // While somebody waits, only the deadline interrupts.
                        Ok(Ended::Interrupted) | Err(_) => return Err(self.timeout()),
                    }
                }
                Entry::Kept(kept) => return downcast(kept),
                // Nobody waits for it and it was told to stop: begin anew once it has.
                Entry::Abandoned(mut ended, deadline) => {
                    if deadline <= Instant::now() {
                        return Err(self.timeout());
                    }
                    // An error says that it is gone, too.
                    let _gone = ended.wait_for(Option::is_some).await;
                }
            }
        }
    }

    fn timeout(&self) -> ServiceError {
        ServiceError::Timeout { seconds: self.0.limits.deadline.as_secs() }
    }
}

fn downcast<T: Any + Send + Sync>(value: Shown) -> Result<Arc<T>, ServiceError> {
    // Keys name their analysis, so a result of another type would be our mistake.
    value.downcast().ok().ok_or(ServiceError::Stopped)
}

/// Tells the log why a computation stopped, such as a panic in it; who asked learns only that it did.
pub(crate) fn stopped(error: &(dyn std::error::Error + 'static)) -> ServiceError {
    tracing::error!(error, "a computation stopped before its end");
    ServiceError::Stopped
}
