//! Snapshots of what scenarios suppose: built once each over their base revision, the last few kept.

use std::sync::Arc;

use domain::id::Id;
use domain::scenario::{Scenario, ScenarioState, overlay};
use graph::Network;
use moka::policy::EvictionPolicy;
use moka::sync::Cache;
use store::{Revision, StoredScenario};
use tokio::sync::{Mutex, Semaphore};

use crate::analysis::stopped;
use crate::generation::{Generation, LastErasure};
use crate::{Actor, AsOf, Service, ServiceError, Snapshot};

/// How many snapshots are kept; the least recently used makes room.
const KEPT: u64 = 4;

/// How many requests may wait for a snapshot to be built.
const WAITING_MAX: usize = 64;

/// A scenario as it was at a version, over a revision, after the erasures of a generation.
type SupposedKey = (Generation, Revision, Id<Scenario>, u64);

/// The snapshots of scenarios.
#[derive(Debug)]
pub(crate) struct Supposed {
    kept: Cache<SupposedKey, Arc<Snapshot>>,
    building: Mutex<()>,
    waiting: Arc<Semaphore>,
}

impl Supposed {
    pub(crate) fn new() -> Arc<Self> {
        let kept = Cache::builder().max_capacity(KEPT).eviction_policy(EvictionPolicy::lru()).build();
        Arc::new(Self { kept, building: Mutex::new(()), waiting: Arc::new(Semaphore::new(WAITING_MAX)) })
    }

    /// Drops what is kept.
    pub(crate) fn forget(&self) {
        self.kept.invalidate_all();
    }

    /// The snapshot of a scenario over its base: kept, or built now. What was begun is finished and kept also when
    /// nobody waits for it any more.
    async fn snapshot(
        self: &Arc<Self>,
        base: Arc<Snapshot>,
        scenario: StoredScenario,
        (generation, last): (Generation, Arc<LastErasure>),
    ) -> Result<Arc<Snapshot>, ServiceError> {
        let generation = generation.min(base.generation());
        let key = (generation, base.revision, scenario.scenario.key.clone(), scenario.version);
        if let Some(kept) = self.kept.get(&key) {
            return Ok(kept);
        }
        let place =
            Arc::clone(&self.waiting).try_acquire_owned().map_err(|_full| ServiceError::Overloaded)?;
        let supposed = Arc::clone(self);
        let build = tokio::spawn(async move {
            let _place = place;
            let _one_at_a_time = supposed.building.lock().await;
            if let Some(kept) = supposed.kept.get(&key) {
                return Ok(kept);
            }
            let built = tokio::task::spawn_blocking(move || build(&base, scenario)).await;
            let snapshot = built.map_err(|error| stopped(&error))??.of_generation(generation);
            let snapshot = Arc::new(snapshot);
            if last.generation() == generation {
                supposed.kept.insert(key, Arc::clone(&snapshot));
            }
            Ok(snapshot)
        });
        build.await.map_err(|error| stopped(&error))?
    }
}

/// Builds the network of a scenario over its base.
fn build(base: &Snapshot, scenario: StoredScenario) -> Result<Snapshot, ServiceError> {
    let record = overlay(base.network.record(), &scenario.scenario).map_err(|found| {
        // It fitted when it was drafted, and neither the base nor the draft has changed since.
        let told = found.first().map_or_else(String::new, ToString::to_string);
        ServiceError::ScenarioUnfit { key: scenario.scenario.key.to_string(), told }
    })?;
    let network: Network = base.network.supposing(record)?;
    Ok(Snapshot::supposing(base, Arc::new(scenario), Arc::new(network)))
}

impl Service {
    /// The record as if a scenario had come true, over the base revision of the scenario.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`] when there is no such scenario;
    /// [`ServiceError::ScenarioGone`] when it was discarded; [`ServiceError::RevisionNotFound`] when its base is no
    /// revision of the record; [`ServiceError::Overloaded`], [`ServiceError::Store`], [`ServiceError::Network`].
    pub async fn snapshot_of_scenario(
        &self,
        actor: &Actor,
        key: &Id<Scenario>,
    ) -> Result<Arc<Snapshot>, ServiceError> {
        // Taken before the scenario is read, whose texts an erasure rewrites.
        let generation = self.last_erasure().generation();
        let stored = self.scenario(actor, key).await?;
        if stored.scenario.state == ScenarioState::Discarded {
            return Err(ServiceError::ScenarioGone { key: key.to_string() });
        }
        let base = self.snapshot_as_of(AsOf::Revision(Revision::new(stored.scenario.base))).await?;
        let erased = (generation, Arc::clone(self.last_erasure()));
        self.supposed().snapshot(base, stored, erased).await
    }
}
