//! How many requests run, and how many may wait to.

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::error::{ErrorCode, Refusal};

/// Two counts: the places where requests run, and the seats of those that run or wait.
#[derive(Debug)]
pub(super) struct Gate {
    places: Semaphore,
    seats: Semaphore,
}

/// A place held until it is dropped.
#[derive(Debug)]
pub(super) struct Place<'g> {
    _place: SemaphorePermit<'g>,
    _seat: SemaphorePermit<'g>,
}

impl Gate {
    pub(super) fn new(max_running: usize, max_waiting: usize) -> Self {
        Self {
            places: Semaphore::new(max_running.clamp(1, Semaphore::MAX_PERMITS)),
            seats: Semaphore::new(max_running.saturating_add(max_waiting).clamp(1, Semaphore::MAX_PERMITS)),
        }
    }

    /// A place, at once or after waiting.
    ///
    /// # Errors
    /// `OVERLOADED` when too many wait already.
    pub(super) async fn enter(&self) -> Result<Place<'_>, Refusal> {
        let overloaded =
            |_| Refusal::new(ErrorCode::Overloaded, "Too many requests are waiting; try again soon.");
        let seat = self.seats.try_acquire().map_err(overloaded)?;
        let closed = |_| Refusal::new(ErrorCode::Overloaded, "The service is shutting down.");
        let place = self.places.acquire().await.map_err(closed)?;
        Ok(Place { _place: place, _seat: seat })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_runs_one_waits_the_third_is_refused() {
        let gate = Gate::new(1, 1);
        let first = gate.enter().await.expect("a place");
        let mut second = std::pin::pin!(gate.enter());
        assert!(futures_util::poll!(&mut second).is_pending());
        assert_eq!(gate.enter().await.map(|_| ()).expect_err("full").code, ErrorCode::Overloaded);
        drop(first);
        assert!(second.await.is_ok());
        assert!(gate.enter().await.is_ok());
    }
}
