//! The service: a store, the live snapshot, the pool of analyses.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use arc_swap::ArcSwap;
use graph::{Network, View};
use store::{Revision, Store};

use crate::analysis::{Analyses, stopped};
use crate::{ServiceError, Snapshot, ViewContext};

/// How the service works.
#[derive(Debug, Clone)]
pub struct Options {
    /// How many analyses run at a time.
    pub analysis_threads: usize,
    /// How many wait at most.
    pub analysis_waiting_max: usize,
    /// How long one may take.
    pub analysis_deadline: Duration,
    /// How many results are kept.
    pub analysis_cached: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            analysis_threads: 2,
            analysis_waiting_max: 64,
            analysis_deadline: Duration::from_secs(20),
            analysis_cached: 512,
        }
    }
}

/// The service.
pub struct Service {
    store: Store,
    snapshot: ArcSwap<Snapshot>,
    analyses: Analyses,
    /// Whether the last look at the database succeeded.
    following: AtomicBool,
    /// Held while the snapshot is replaced, so that an older one never replaces a newer one.
    refreshing: tokio::sync::Mutex<()>,
}

impl Service {
    /// Starts on a migrated store: reads the record and builds its network.
    ///
    /// # Errors
    /// [`ServiceError::Store`], [`ServiceError::Network`].
    pub async fn start(store: Store, options: Options) -> Result<Self, ServiceError> {
        let snapshot = read(&store).await?;
        Ok(Self {
            store,
            snapshot: ArcSwap::from_pointee(snapshot),
            analyses: Analyses::new(
                options.analysis_threads,
                options.analysis_waiting_max,
                options.analysis_deadline,
                options.analysis_cached,
            ),
            following: AtomicBool::new(true),
            refreshing: tokio::sync::Mutex::new(()),
        })
    }

    /// The snapshot that is live now.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.load_full()
    }

    /// The live snapshot through a view.
    #[must_use]
    pub fn look(&self, view: View) -> ViewContext {
        ViewContext::new(self.snapshot(), view)
    }

    /// The pool of analyses.
    #[must_use]
    pub fn analyses(&self) -> &Analyses {
        &self.analyses
    }

    /// The store, for use cases only.
    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// The revision of the database, which may be ahead of the snapshot's for a moment.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn stored_revision(&self) -> Result<Revision, ServiceError> {
        Ok(self.store.revision().await?)
    }

    /// Which database the store is on.
    #[must_use]
    pub fn database(&self) -> store::DatabaseKind {
        self.store.kind()
    }

    /// Makes the snapshot follow the database; does nothing when it does already. Whether it was replaced.
    ///
    /// # Errors
    /// [`ServiceError::Store`], [`ServiceError::Network`]; the old snapshot stays.
    pub async fn refresh(&self) -> Result<bool, ServiceError> {
        let _one_at_a_time = self.refreshing.lock().await;
        let followed = self.follow().await;
        self.following.store(followed.is_ok(), Ordering::Relaxed);
        followed
    }

    async fn follow(&self) -> Result<bool, ServiceError> {
        if self.store.revision().await? == self.snapshot.load().revision {
            return Ok(false);
        }
        self.snapshot.store(Arc::new(read(&self.store).await?));
        Ok(true)
    }

    /// Whether the last look at the database succeeded, so that answers are not older than a moment.
    #[must_use]
    pub fn is_following(&self) -> bool {
        self.following.load(Ordering::Relaxed)
    }

    /// Closes the database; what was acknowledged is safe before this, too.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn close(&self) -> Result<(), ServiceError> {
        Ok(self.store.close().await?)
    }
}

async fn read(store: &Store) -> Result<Snapshot, ServiceError> {
    let loaded = store.load().await?;
    let network = tokio::task::spawn_blocking(move || Network::build(loaded.record))
        .await
        .map_err(|error| stopped(&error))??;
    Ok(Snapshot { revision: loaded.revision, recorded_at: loaded.recorded_at, network: Arc::new(network) })
}
