//! Net changes: what is different in what stands at two revisions, for those who keep a copy.
//!
//! Compared are the two networks, not the log: so what fell with a document, came back with it, or was read as another
//! institution is among the changes, however far from the change that caused it.

use std::sync::Arc;
use std::time::Duration;

use domain::difference::{self, FieldChange, NetChange};
use domain::record::{Record, RecordKind, RecordRef};
use moka::policy::EvictionPolicy;
use moka::sync::Cache;
use store::Revision;

use crate::analysis::stopped;
use crate::{AsOf, Generation, Service, ServiceError, Snapshot};

/// How many comparisons are kept, with their networks, and how long without being asked for.
const KEPT: u64 = 2;
const KEPT_FOR: Duration = Duration::from_secs(120);

/// What is different in two revisions: in the order of kinds, so that what is referred to comes first, and of keys.
#[derive(Debug)]
pub struct NetChanges {
    /// The earlier revision; [`Revision::EMPTY`] for the empty record.
    pub since: Revision,
    /// The snapshot of the later revision.
    pub until: Arc<Snapshot>,
    /// The snapshot of the earlier revision; none for the empty record.
    earlier: Option<Arc<Snapshot>>,
    changes: Vec<NetChange>,
}

/// The empty record: what stands before the first revision.
static NOTHING: std::sync::LazyLock<Record> = std::sync::LazyLock::new(Record::default);

impl NetChanges {
    fn before(&self) -> &Record {
        self.earlier.as_ref().map_or(&NOTHING, |it| it.network.record())
    }

    fn after(&self) -> &Record {
        self.until.network.record()
    }

    /// The changes.
    #[must_use]
    pub fn changes(&self) -> &[NetChange] {
        &self.changes
    }

    /// The record that a change is of.
    #[must_use]
    pub fn at(&self, change: &NetChange) -> RecordRef {
        RecordRef { kind: change.kind, key: change.key(self.before(), self.after()).into() }
    }

    /// The fields that differ.
    #[must_use]
    pub fn fields(&self, change: &NetChange) -> Vec<FieldChange> {
        change.fields(self.before(), self.after())
    }

    /// The place of a record among the changes.
    #[must_use]
    pub fn place_of(&self, kind: RecordKind, key: &str) -> Option<usize> {
        let order = |it: &NetChange| (it.kind, it.key(self.before(), self.after())).cmp(&(kind, key));
        self.changes.binary_search_by(order).ok()
    }
}

/// The comparisons that were asked for last.
#[derive(Debug)]
pub(crate) struct Comparisons(Cache<(Generation, Revision, Revision), Arc<NetChanges>>);

impl Comparisons {
    pub(crate) fn new() -> Self {
        let kept = Cache::builder().max_capacity(KEPT).time_to_idle(KEPT_FOR);
        Self(kept.eviction_policy(EvictionPolicy::lru()).build())
    }

    /// Drops what is kept.
    pub(crate) fn forget(&self) {
        self.0.invalidate_all();
    }
}

impl Service {
    /// What is different in what stands at `since` and at `until`, which is not earlier. The empty record is the revision
    /// 0.
    ///
    /// # Errors
    /// [`ServiceError::RevisionNotFound`], [`ServiceError::Overloaded`], [`ServiceError::Store`],
    /// [`ServiceError::Network`].
    pub async fn net_changes(
        &self,
        since: Revision,
        until: Revision,
    ) -> Result<Arc<NetChanges>, ServiceError> {
        let generation = self.last_erasure().generation();
        if let Some(kept) = self.comparisons().0.get(&(generation, since, until)) {
            return Ok(kept);
        }
        let until = self.snapshot_as_of(AsOf::Revision(until)).await?;
        let earlier = match since {
            Revision::EMPTY => None,
            since => Some(self.snapshot_as_of(AsOf::Revision(since)).await?),
        };
        let compare = tokio::task::spawn_blocking(move || {
            let before = earlier.as_ref().map_or(&*NOTHING, |it| it.network.record());
            let changes = difference::net(before, until.network.record());
            Arc::new(NetChanges { since, until, earlier, changes })
        });
        let compared = compare.await.map_err(|error| stopped(&error))?;
        // What an erasure has overtaken is kept for nobody.
        if self.last_erasure().generation() == generation {
            let key = (generation, since, compared.until.revision);
            self.comparisons().0.insert(key, Arc::clone(&compared));
        }
        Ok(compared)
    }
}
