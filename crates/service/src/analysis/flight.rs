//! Who waits for what: computations under way and in the queue, each with the number of those who wait for it.

use std::any::Any;
use std::collections::{HashMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, MutexGuard, PoisonError};

use measures::Interrupt;
use tokio::sync::watch;
use tokio::time::Instant;

use super::lane::Lane;
use super::{Allowance, AnalysisKey, Found, Interrupted, Shared};
use crate::ServiceError;

/// A result of any type.
pub(super) type Shown = Arc<dyn Any + Send + Sync>;

/// How a computation ended.
#[derive(Debug, Clone)]
pub(super) enum Ended {
    Result(Shown),
    Interrupted,
    Failed,
}

/// A computation that runs or waits for a lane.
#[derive(Debug)]
struct Flight {
    interrupt: Interrupt,
    deadline: Instant,
    waiting: usize,
    ended: watch::Sender<Option<Ended>>,
}

type Work = Box<dyn FnOnce(&Arc<Lane>) + Send>;

/// What runs and what waits.
#[derive(Default)]
pub(super) struct State {
    flights: HashMap<AnalysisKey, Flight>,
    queue: VecDeque<(AnalysisKey, Work)>,
    /// Lanes that have nothing to do.
    free: Vec<Arc<Lane>>,
    /// How many lanes there are.
    lanes: usize,
}

impl std::fmt::Debug for State {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.debug_struct("State").field("lanes", &self.lanes).field("queue", &self.queue.len()).finish()
    }
}

impl State {
    /// A lane that is free, or a new one; none when all are taken.
    fn lane(&mut self, shared: &Shared) -> Result<Option<Arc<Lane>>, ServiceError> {
        if let Some(lane) = self.free.pop() {
            return Ok(Some(lane));
        }
        if self.lanes >= shared.limits.at_a_time {
            return Ok(None);
        }
        let lane = Lane::start(shared.limits.threads)?;
        self.lanes += 1;
        Ok(Some(Arc::new(lane)))
    }
}

/// What somebody who asks finds.
pub(super) enum Entry {
    /// The result.
    Kept(Shown),
    /// A place among those who wait.
    Waits(Ticket),
    /// A computation that was told to stop and has not yet; with its end and its deadline.
    Abandoned(watch::Receiver<Option<Ended>>, Instant),
}

/// A place among those who wait for a computation, until dropped; the last one to leave stops it.
pub(super) struct Ticket {
    shared: Arc<Shared>,
    key: AnalysisKey,
    deadline: Instant,
    ended: watch::Receiver<Option<Ended>>,
}

impl Ticket {
    pub(super) fn deadline(&self) -> Instant {
        self.deadline
    }

    /// Waits for the end.
    pub(super) async fn ended(&self) -> Ended {
        let mut ended = self.ended.clone();
        let ended = ended.wait_for(Option::is_some).await.ok().and_then(|it| it.clone());
        ended.unwrap_or(Ended::Failed)
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        if self.ended.borrow().is_some() {
            return;
        }
        let mut state = self.shared.state();
        let Some(flight) = state.flights.get_mut(&self.key) else { return };
        flight.waiting -= 1;
        if flight.waiting > 0 {
            return;
        }
        flight.interrupt.stop();
        if let Some(place) = state.queue.iter().position(|it| it.0 == self.key) {
            state.queue.remove(place);
            state.flights.remove(&self.key);
        }
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing that is done under the lock can leave it half done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Joins those who wait for a key, or begins to compute it, at once or when a lane is free.
    pub(super) fn enter<T, F>(
        shared: &Arc<Self>,
        key: &AnalysisKey,
        compute: &mut Option<F>,
    ) -> Result<Entry, ServiceError>
    where
        T: Any + Send + Sync,
        F: FnOnce(&Allowance) -> Result<Found<T>, Interrupted> + Send + 'static,
    {
        let mut state = shared.state();
        if let Some(flight) = state.flights.get_mut(key) {
            let (deadline, ended) = (flight.deadline, flight.ended.subscribe());
            if flight.interrupt.is_stopped() {
                return Ok(Entry::Abandoned(ended, deadline));
            }
            flight.waiting += 1;
            return Ok(Entry::Waits(Ticket {
                shared: Arc::clone(shared),
                key: key.clone(),
                deadline,
                ended,
            }));
        }
        let Some(compute) = compute.take() else { return Err(ServiceError::Stopped) };
        // Looked for again under the lock: it may have come between the first look and this.
        if let Some(kept) = shared.results.get(key) {
            return Ok(Entry::Kept(kept));
        }
        let lane = state.lane(shared)?;
        if lane.is_none() && state.queue.len() >= shared.limits.waiting_max {
            return Err(ServiceError::Overloaded);
        }
        let allowance = Allowance { interrupt: Interrupt::new(), cost_max: shared.limits.cost_max };
        let (sender, ended) = watch::channel(None);
        let deadline = Instant::now() + shared.limits.deadline;
        let interrupt = allowance.interrupt.clone();
        state.flights.insert(key.clone(), Flight { interrupt, deadline, waiting: 1, ended: sender });
        let work = work(shared, key, allowance, compute);
        match lane {
            Some(lane) => Self::begin(&lane, work),
            None => state.queue.push_back((key.clone(), work)),
        }
        drop(state);
        Ok(Entry::Waits(Ticket { shared: Arc::clone(shared), key: key.clone(), deadline, ended }))
    }

    /// Keeps a result, unless somebody was erased since what it was worked out from was read.
    fn keep(&self, key: &AnalysisKey, value: &Shown) {
        let least = self.least.lock().unwrap_or_else(PoisonError::into_inner);
        if key.generation >= *least {
            self.results.insert(key.clone(), Arc::clone(value));
        }
    }

    fn begin(lane: &Arc<Lane>, work: Work) {
        let inside = Arc::clone(lane);
        lane.run(move || work(&inside));
    }

    /// Tells those who wait how it ended, and gives the lane to the next.
    fn end(&self, key: &AnalysisKey, ended: Ended, lane: &Arc<Lane>) {
        let mut state = self.state();
        if let Some(flight) = state.flights.remove(key) {
            flight.ended.send_replace(Some(ended));
        }
        match state.queue.pop_front() {
            Some((_, work)) => Self::begin(lane, work),
            None => state.free.push(Arc::clone(lane)),
        }
    }
}

/// The computation as it runs on a lane, to its end whatever happens.
fn work<T, F>(shared: &Arc<Shared>, key: &AnalysisKey, allowance: Allowance, compute: F) -> Work
where
    T: Any + Send + Sync,
    F: FnOnce(&Allowance) -> Result<Found<T>, Interrupted> + Send + 'static,
{
    let (shared, key) = (Arc::clone(shared), key.clone());
    Box::new(move |lane| {
        // What it shares with others is only read, so nothing is left half changed.
        let found = catch_unwind(AssertUnwindSafe(|| compute(&allowance)));
        let ended = match found {
            Ok(Ok(Found::Keep(value))) => {
                let value = Arc::new(value) as Shown;
                shared.keep(&key, &value);
                Ended::Result(value)
            }
            Ok(Ok(Found::Pass(value))) => Ended::Result(Arc::new(value)),
            Ok(Err(Interrupted)) => Ended::Interrupted,
            Err(panic) => {
                let message = panic.downcast_ref::<String>().map(String::as_str);
                let message = message.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or_default();
                tracing::error!(analysis = key.name, message, "an analysis panicked");
                Ended::Failed
            }
        };
        shared.end(&key, ended, lane);
    })
}
