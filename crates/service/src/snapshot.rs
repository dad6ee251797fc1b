//! The live snapshot: an immutable network with its revision, swapped as a whole.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use graph::{Network, NetworkView, View};
use store::Revision;

/// The network of one revision.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The revision.
    pub revision: Revision,
    /// When it was recorded; none while nothing has been.
    pub recorded_at: Option<DateTime<Utc>>,
    /// The network.
    pub network: Arc<Network>,
}

/// A snapshot seen through a view: what everything below `network(…)` in one answer is computed from.
#[derive(Debug, Clone)]
pub struct ViewContext {
    /// The snapshot.
    pub snapshot: Arc<Snapshot>,
    /// The view.
    pub view: Arc<NetworkView>,
}

impl ViewContext {
    /// Looks at a snapshot.
    #[must_use]
    pub fn new(snapshot: Arc<Snapshot>, view: View) -> Self {
        let view = Arc::new(NetworkView::new(Arc::clone(&snapshot.network), view));
        Self { snapshot, view }
    }

    /// The network.
    #[must_use]
    pub fn network(&self) -> &Network {
        &self.snapshot.network
    }
}
