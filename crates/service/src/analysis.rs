//! Analyses on a bounded pool apart from the async threads, each computed once for its revision and parameters.

use std::any::Any;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use moka::future::Cache;
use store::Revision;
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::ServiceError;

/// What an analysis depends on. Equal keys have equal results, so nothing ever has to be thrown out of the cache.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AnalysisKey {
    /// The revision.
    pub revision: Revision,
    /// The name of the analysis.
    pub name: &'static str,
    /// View and parameters in canonical form.
    pub parameters: String,
}

/// The pool and the cache.
#[derive(Debug)]
pub struct Analyses {
    results: Cache<AnalysisKey, Arc<dyn Any + Send + Sync>>,
    running: Arc<Semaphore>,
    waiting: AtomicUsize,
    waiting_max: usize,
    deadline: Duration,
}

impl Analyses {
    /// A pool that runs `threads` analyses at a time (at least 1), while at most `waiting_max` more wait for a thread,
    /// and that gives up on each after `deadline`, waiting and running together. It keeps `cached` results.
    #[must_use]
    pub fn new(threads: usize, waiting_max: usize, deadline: Duration, cached: u64) -> Self {
        Self {
            results: Cache::new(cached),
            running: Arc::new(Semaphore::new(threads.max(1))),
            waiting: AtomicUsize::new(0),
            waiting_max,
            deadline,
        }
    }

    /// The result for a key: kept, or computed now. Equal keys asked for at once are computed once. What has begun is
    /// computed to its end and kept, so who asks again after [`ServiceError::Timeout`] may have it.
    ///
    /// # Errors
    /// [`ServiceError::Overloaded`], [`ServiceError::Timeout`], [`ServiceError::Stopped`].
    pub async fn run<T, F>(&self, key: AnalysisKey, compute: F) -> Result<Arc<T>, ServiceError>
    where
        T: Any + Send + Sync,
        F: FnOnce() -> T + Send + 'static,
    {
        let result = self.results.try_get_with(key.clone(), self.compute(key, compute)).await;
        downcast(result.map_err(|error| again(&error))?)
    }

    /// Computes on the pool; whoever asks for a key that is being computed does not come here.
    async fn compute<T, F>(
        &self,
        key: AnalysisKey,
        compute: F,
    ) -> Result<Arc<dyn Any + Send + Sync>, ServiceError>
    where
        T: Any + Send + Sync,
        F: FnOnce() -> T + Send + 'static,
    {
        let results = self.results.clone();
        let work = async move {
            let permit = self.permit().await?;
            // Somebody who asked for it, and gave up, may have left the result while this waited for a thread.
            if let Some(kept) = results.get(&key).await {
                return Ok(kept);
            }
            let runtime = Handle::current();
            tokio::task::spawn_blocking(move || {
                let result = Arc::new(compute()) as Arc<dyn Any + Send + Sync>;
                // Kept from here, since nobody may be waiting for it any more.
                runtime.block_on(results.insert(key, Arc::clone(&result)));
                drop(permit);
                result
            })
            .await
            .map_err(|error| stopped(&error))
        };
        tokio::time::timeout(self.deadline, work)
            .await
            .unwrap_or(Err(ServiceError::Timeout { seconds: self.deadline.as_secs() }))
    }

    /// A thread of the pool: a free one at once, otherwise the next, unless too many wait already.
    async fn permit(&self) -> Result<OwnedSemaphorePermit, ServiceError> {
        if let Ok(permit) = Arc::clone(&self.running).try_acquire_owned() {
            return Ok(permit);
        }
        let _waiting = Waiting::enter(&self.waiting, self.waiting_max)?;
        Arc::clone(&self.running).acquire_owned().await.map_err(|error| stopped(&error))
    }
}

/// An error that several share, for one of them.
fn again(error: &ServiceError) -> ServiceError {
    match error {
        ServiceError::Overloaded => ServiceError::Overloaded,
        ServiceError::Timeout { seconds } => ServiceError::Timeout { seconds: *seconds },
        _ => ServiceError::Stopped,
    }
}

fn downcast<T: Any + Send + Sync>(value: Arc<dyn Any + Send + Sync>) -> Result<Arc<T>, ServiceError> {
    // Keys name their analysis, so a result of another type would be our mistake.
    value.downcast().ok().ok_or(ServiceError::Stopped)
}

/// Tells the log why a computation stopped, such as a panic in it; who asked learns only that it did.
pub(crate) fn stopped(error: &(dyn std::error::Error + 'static)) -> ServiceError {
    tracing::error!(error, "a computation stopped before its end");
    ServiceError::Stopped
}

/// Counts one who waits, until dropped.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn enter(waiting: &'a AtomicUsize, max: usize) -> Result<Self, ServiceError> {
        if waiting.fetch_add(1, Ordering::Relaxed) >= max {
            waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(ServiceError::Overloaded);
        }
        Ok(Self(waiting))
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
