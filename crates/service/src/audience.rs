//! Those who listen for long: how many there may be, and how they are told that the service is about to stop.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

/// Everybody who listens, over whichever connection.
#[derive(Debug)]
pub struct Audience {
    places: Arc<Semaphore>,
    most: u32,
    stopping: watch::Sender<bool>,
}

/// Somebody who listens; gone when it is dropped.
#[derive(Debug)]
pub struct Listener {
    stopping: watch::Receiver<bool>,
    _place: OwnedSemaphorePermit,
}

impl Audience {
    /// Places for so many, at least one.
    #[must_use]
    pub fn new(most: u32) -> Self {
        let most = most.max(1);
        let places = Arc::new(Semaphore::new(usize::try_from(most).unwrap_or(Semaphore::MAX_PERMITS)));
        Self { places, most, stopping: watch::Sender::new(false) }
    }

    /// How many may listen at a time.
    #[must_use]
    pub fn most(&self) -> u32 {
        self.most
    }

    /// A place; none when all are taken, or the service is about to stop.
    #[must_use]
    pub fn enter(&self) -> Option<Listener> {
        let place = Arc::clone(&self.places).try_acquire_owned().ok()?;
        let stopping = self.stopping.subscribe();
        let is_open = !*stopping.borrow();
        is_open.then_some(Listener { stopping, _place: place })
    }

    /// Tells all that the service is about to stop, and lets nobody in any more.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Waits until nobody listens any more, or for `most`; whether all have gone.
    pub async fn gone(&self, most: Duration) -> bool {
        tokio::time::timeout(most, self.places.acquire_many(self.most)).await.is_ok()
    }
}

impl Listener {
    /// Waits until the service is about to stop. Being dropped while it waits does no harm.
    pub async fn told_to_stop(&mut self) {
        // The sender lives in the audience; without one there is nothing left to listen to.
        let _gone = self.stopping.wait_for(|is_stopping| *is_stopping).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn places_are_counted_and_a_stop_reaches_all() {
        let audience = Audience::new(2);
        let (mut first, second) = (audience.enter().expect("a place"), audience.enter().expect("a place"));
        assert!(audience.enter().is_none());
        drop(second);
        let third = audience.enter().expect("a place again");
        audience.stop();
        first.told_to_stop().await;
        assert!(!audience.gone(Duration::ZERO).await);
        drop((first, third));
        assert!(audience.gone(Duration::ZERO).await);
        assert!(audience.enter().is_none(), "nobody is let in any more");
    }
}
