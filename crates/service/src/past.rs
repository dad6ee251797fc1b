//! Snapshots of earlier revisions and by filtered evidence, and waiting for a later revision.
//!
//! Such a snapshot is built once, however many ask for it, and the last few are kept. They are built
//! one after another: each holds a whole network in memory. What was begun is finished and kept also when nobody waits
//! for it any more, so that who asks again has it.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::evidence_filter::EvidenceFilter;
use moka::policy::EvictionPolicy;
use moka::sync::Cache;
use store::{Revision, RevisionRange, Store, StoreError};
use tokio::sync::{Mutex, Semaphore};
use tokio::time::Instant;

use crate::analysis::stopped;
use crate::generation::{Generation, LastErasure};
use crate::snapshot::snapshot_by;
use crate::{Service, ServiceError, Snapshot};

/// A state of the record that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsOf {
    /// That of a revision.
    Revision(Revision),
    /// What the record knew in a moment: the last revision recorded until then.
    KnownAt(DateTime<Utc>),
}

/// How many snapshots of earlier revisions are kept, and how long a later one is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PastLimits {
    /// How many snapshots of earlier revisions are kept; the least recently used makes room.
    pub kept: u64,
    /// How many requests may wait for snapshots to be built.
    pub waiting_max: usize,
    /// How long a revision is waited for that has not come yet.
    pub reach_within: Duration,
}

impl Default for PastLimits {
    fn default() -> Self {
        Self { kept: 4, waiting_max: 64, reach_within: Duration::from_secs(5) }
    }
}

/// How often the database is looked at while a revision is waited for.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// A revision, and the claims that count.
type PastKey = (Revision, EvidenceFilter);

/// The snapshots of earlier revisions and by filtered evidence.
#[derive(Debug)]
pub(crate) struct Past {
    kept: Cache<(Generation, PastKey), Arc<Snapshot>>,
    building: Mutex<()>,
    waiting: Arc<Semaphore>,
    reach_within: Duration,
}

impl Past {
    pub(crate) fn new(limits: PastLimits) -> Arc<Self> {
        let kept = Cache::builder().max_capacity(limits.kept).eviction_policy(EvictionPolicy::lru()).build();
        let waiting = Arc::new(Semaphore::new(limits.waiting_max.clamp(1, Semaphore::MAX_PERMITS)));
        Arc::new(Self { kept, building: Mutex::new(()), waiting, reach_within: limits.reach_within })
    }

    /// Drops what is kept.
    pub(crate) fn forget(&self) {
        self.kept.invalidate_all();
    }

    /// The snapshot of a revision by the claims that a filter admits: kept, or built now.
    async fn snapshot(
        self: &Arc<Self>,
        store: &Arc<Store>,
        last: &Arc<LastErasure>,
        wanted: PastKey,
    ) -> Result<Arc<Snapshot>, ServiceError> {
        // Taken before anything is read: what an erasure overtakes is kept for nobody.
        let generation = last.generation();
        let key = (generation, wanted);
        if let Some(kept) = self.kept.get(&key) {
            return Ok(kept);
        }
        let place =
            Arc::clone(&self.waiting).try_acquire_owned().map_err(|_full| ServiceError::Overloaded)?;
        let (past, store, last) = (Arc::clone(self), Arc::clone(store), Arc::clone(last));
        let build = tokio::spawn(async move {
            let _place = place;
            let _one_at_a_time = past.building.lock().await;
            if let Some(kept) = past.kept.get(&key) {
                return Ok(kept);
            }
            let (revision, filter) = key.1.clone();
            let snapshot = snapshot_by(store.load_at(revision).await?, filter).await?;
            let snapshot = Arc::new(snapshot.of_generation(generation));
            if last.generation() == generation {
                past.kept.insert(key, Arc::clone(&snapshot));
            }
            Ok(snapshot)
        });
        build.await.map_err(|error| stopped(&error))?
    }
}

impl Service {
    /// The snapshot of a state of the record. The live one when that is it.
    ///
    /// # Errors
    /// [`ServiceError::RevisionNotFound`], [`ServiceError::Overloaded`], [`ServiceError::Store`],
    /// [`ServiceError::Network`].
    pub async fn snapshot_as_of(&self, wanted: AsOf) -> Result<Arc<Snapshot>, ServiceError> {
        let wanted = match wanted {
            AsOf::Revision(revision) => revision,
            AsOf::KnownAt(moment) => match self.store().revision_at(moment).await {
                Err(error @ StoreError::NothingRecorded { .. }) => {
                    let range = RevisionRange::up_to(self.snapshot().revision);
                    return Err(ServiceError::RevisionNotFound { message: error.to_string(), range });
                }
                found => found?,
            },
        };
        let live = self.snapshot();
        if live.revision == wanted {
            return Ok(live);
        }
        // The database may be ahead of the live snapshot.
        let live = if wanted > live.revision { self.refreshed().await? } else { live };
        if live.revision == wanted {
            return Ok(live);
        }
        let range = RevisionRange::up_to(live.revision);
        if !range.contains(wanted) {
            let message = StoreError::NoSuchRevision { asked: wanted, range }.to_string();
            return Err(ServiceError::RevisionNotFound { message, range });
        }
        self.past()
            .snapshot(self.shared_store(), self.last_erasure(), (wanted, EvidenceFilter::default()))
            .await
    }

    /// The snapshot of a revision by the claims that a filter admits, as if no others had been made; with a filter that
    /// leaves nothing out that of the revision itself.
    ///
    /// # Errors
    /// Those of [`Service::snapshot_as_of`].
    pub async fn snapshot_by_evidence(
        &self,
        revision: Revision,
        filter: EvidenceFilter,
    ) -> Result<Arc<Snapshot>, ServiceError> {
        if filter.is_whole() {
            return self.snapshot_as_of(AsOf::Revision(revision)).await;
        }
        self.past().snapshot(self.shared_store(), self.last_erasure(), (revision, filter.canonical())).await
    }

    /// The live snapshot once it is at this revision or a later one; waits for it as long as it may.
    ///
    /// # Errors
    /// [`ServiceError::RevisionNotReached`], [`ServiceError::Store`], [`ServiceError::Network`].
    pub async fn snapshot_since(&self, least: Revision) -> Result<Arc<Snapshot>, ServiceError> {
        let until = Instant::now() + self.past().reach_within;
        loop {
            let live = self.snapshot();
            if live.revision >= least {
                return Ok(live);
            }
            let live = self.refreshed().await?;
            if live.revision >= least {
                return Ok(live);
            }
            if Instant::now() >= until {
                let waited = self.past().reach_within;
                return Err(ServiceError::RevisionNotReached { least, latest: live.revision, waited });
            }
            tokio::time::sleep_until(until.min(Instant::now() + LOOK_AGAIN)).await;
        }
    }

    async fn refreshed(&self) -> Result<Arc<Snapshot>, ServiceError> {
        self.refresh().await?;
        Ok(self.snapshot())
    }
}
