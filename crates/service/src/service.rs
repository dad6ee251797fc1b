//! The service: a store, the live snapshot, the pool of analyses.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use arc_swap::ArcSwap;
use graph::View;
use store::{Revision, Store};
use tokio::sync::{Semaphore, watch};

use crate::analysis::{Analyses, AnalysisLimits};
use crate::audience::Audience;
use crate::clock::SystemClock;
use crate::generation::{Generation, LastErasure};
use crate::import::{Staging, StagingOptions};
use crate::job::{JobLimits, Jobs};
use crate::keeping::Keeper;
use crate::net::Comparisons;
use crate::past::{Past, PastLimits};
use crate::privacy::{Trail, drop_staged};
use crate::scenario::Supposed;
use crate::snapshot::snapshot_of;
use crate::{ServiceError, Snapshot, ViewContext};

/// How many imports are worked out at a time.
const IMPORTS_AT_A_TIME: usize = 2;

/// How the service works.
#[derive(Debug, Clone)]
pub struct Options {
    /// Analyses that requests ask for.
    pub analyses: AnalysisLimits,
    /// Analyses that jobs ask for.
    pub job_analyses: AnalysisLimits,
    /// How many results are kept.
    pub analysis_cached: u64,
    /// The jobs.
    pub jobs: JobLimits,
    /// Snapshots of other revisions than the live one.
    pub past: PastLimits,
    /// How many connections may listen for what happens.
    pub listeners: u32,
    /// Uploaded files that wait to be imported.
    pub staging: StagingOptions,
}

impl Default for Options {
    fn default() -> Self {
        let threads = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            analyses: AnalysisLimits {
                at_a_time: 2,
                threads,
                waiting_max: 64,
                deadline: Duration::from_secs(20),
                cost_max: 10_000_000_000,
            },
            job_analyses: AnalysisLimits {
                at_a_time: 1,
                threads,
                waiting_max: 64,
                deadline: Duration::from_secs(1_800),
                cost_max: 10_000_000_000_000,
            },
            analysis_cached: 512,
            jobs: JobLimits::default(),
            past: PastLimits::default(),
            listeners: 1_024,
            staging: StagingOptions::default(),
        }
    }
}

/// The service.
pub struct Service {
    store: Arc<Store>,
    last_erasure: Arc<LastErasure>,
    past: Arc<Past>,
    supposed: Arc<Supposed>,
    comparisons: Comparisons,
    snapshot: ArcSwap<Snapshot>,
    /// The revision of the live snapshot, for those who wait for the next.
    published: watch::Sender<Revision>,
    audience: Arc<Audience>,
    analyses: Analyses,
    job_analyses: Analyses,
    jobs: Jobs,
    keeper: Keeper,
    trail: Arc<Trail>,
    staging: Staging,
    /// The places of imports that are worked out.
    importing: Arc<Semaphore>,
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
        // Before the record is read, so that it knows of all of them.
        let erased = store.last_erasure().await?;
        let generation = erased.map_or(Generation::FIRST, |it| Generation::after(it.0));
        let snapshot = snapshot_of(store.load().await?).await?.of_generation(generation);
        let analyses = Analyses::new(options.analyses, options.analysis_cached);
        let published = watch::Sender::new(snapshot.revision);
        let store = Arc::new(store);
        let staging = Staging::new(options.staging);
        if let Some((_, moment)) = erased {
            // The process may have stood still while somebody was erased.
            drop_staged(&staging, Some(moment)).await;
        }
        Ok(Self {
            trail: Trail::start(&store),
            store,
            last_erasure: Arc::new(LastErasure::new(generation)),
            past: Past::new(options.past),
            supposed: Supposed::new(),
            comparisons: Comparisons::new(),
            snapshot: ArcSwap::from_pointee(snapshot),
            published,
            audience: Arc::new(Audience::new(options.listeners)),
            job_analyses: analyses.beside(options.job_analyses),
            jobs: Jobs::new(options.jobs, Arc::new(SystemClock)),
            analyses,
            keeper: Keeper::default(),
            staging,
            importing: Arc::new(Semaphore::new(IMPORTS_AT_A_TIME)),
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

    /// The pools of the analyses that requests ask for.
    #[must_use]
    pub fn analyses(&self) -> &Analyses {
        &self.analyses
    }

    /// The pools of the analyses that jobs ask for.
    #[must_use]
    pub fn job_analyses(&self) -> &Analyses {
        &self.job_analyses
    }

    /// The jobs.
    #[must_use]
    pub fn jobs(&self) -> &Jobs {
        &self.jobs
    }

    /// The uploaded files that wait to be imported.
    #[must_use]
    pub fn staging(&self) -> &Staging {
        &self.staging
    }

    /// The places of imports that are worked out.
    pub(crate) fn importing(&self) -> &Arc<Semaphore> {
        &self.importing
    }

    /// The store, for use cases only.
    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// The same, for what goes on when nobody waits for it any more.
    pub(crate) fn shared_store(&self) -> &Arc<Store> {
        &self.store
    }

    /// The audit trail.
    pub(crate) fn trail(&self) -> &Trail {
        &self.trail
    }

    /// The last erasure that this process knows of.
    pub(crate) fn last_erasure(&self) -> &Arc<LastErasure> {
        &self.last_erasure
    }

    /// The snapshots of earlier revisions.
    pub(crate) fn past(&self) -> &Arc<Past> {
        &self.past
    }

    /// The comparisons of revisions.
    pub(crate) fn comparisons(&self) -> &Comparisons {
        &self.comparisons
    }

    /// The snapshots of scenarios.
    pub(crate) fn supposed(&self) -> &Arc<Supposed> {
        &self.supposed
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
        if let Some((erasure, moment)) = self.store.last_erasure().await? {
            // Another process did it: what was computed before, or uploaded, may hold what was erased.
            if self.learn_of_erasure(erasure) {
                drop_staged(&self.staging, Some(moment)).await;
            }
        }
        if self.store.revision().await? == self.snapshot.load().revision {
            return Ok(false);
        }
        let loaded = match self.keeper.loaded(&self.store).await? {
            Some(held) => held,
            None => self.store.load().await?,
        };
        self.publish(snapshot_of(loaded).await?);
        Ok(true)
    }

    /// Makes a snapshot the live one, for who holds the lock of [`Self::refreshing`], and tells those who wait for it.
    pub(crate) fn publish(&self, snapshot: Snapshot) -> Arc<Snapshot> {
        // One that was read before the last erasure is of an earlier generation, whichever that was.
        let generation = self.last_erasure.generation();
        let is_after = generation <= Generation::after(snapshot.revision);
        let snapshot = snapshot.of_generation(if is_after { generation } else { Generation::FIRST });
        let snapshot = Arc::new(snapshot);
        self.snapshot.store(Arc::clone(&snapshot));
        self.published.send_replace(snapshot.revision);
        snapshot
    }

    /// Held while the live snapshot is replaced.
    pub(crate) fn refreshing(&self) -> &tokio::sync::Mutex<()> {
        &self.refreshing
    }

    /// The record held for those who write.
    pub(crate) fn keeper(&self) -> &Keeper {
        &self.keeper
    }

    /// The revision of the live snapshot, now and whenever another is published. Who looks seldom sees the latest only.
    #[must_use]
    pub fn published(&self) -> watch::Receiver<Revision> {
        self.published.subscribe()
    }

    /// Those who listen for long.
    #[must_use]
    pub fn audience(&self) -> &Arc<Audience> {
        &self.audience
    }

    /// A bell that rings when any process has written to the database; none where there is none.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn bell(&self) -> Result<Option<store::Bell>, ServiceError> {
        Ok(self.store.bell().await?)
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
        self.trail.flush(&self.store).await;
        Ok(self.store.close().await?)
    }
}
