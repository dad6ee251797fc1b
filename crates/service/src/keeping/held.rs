//! The record as it is asserted, held in memory for those who write, one after another.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::changeset::Changeset;
use domain::record::Record;
use store::{Loaded, Revision, Store};
use tokio::sync::{Mutex, MutexGuard};

use crate::ServiceError;

/// The asserted record of a revision, without the texts of claims.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    /// The revision.
    pub(crate) revision: Revision,
    /// When it was recorded; none while nothing has been.
    pub(crate) recorded_at: Option<DateTime<Utc>>,
    /// The record.
    pub(crate) record: Arc<Record>,
}

impl Held {
    /// Makes it what it is after a change.
    pub(crate) fn advance(&mut self, changes: &Changeset, revision: Revision, at: DateTime<Utc>) {
        let record = Arc::make_mut(&mut self.record);
        changes.apply_to(record);
        record.claim_texts.clear();
        (self.revision, self.recorded_at) = (revision, Some(at));
    }

    /// The same as it is loaded.
    pub(crate) fn loaded(&self) -> Loaded {
        let record = Record::clone(&self.record);
        Loaded { revision: self.revision, recorded_at: self.recorded_at, record }
    }
}

/// Holds the record from the first write on. Whoever holds the lock is the writer of this process.
#[derive(Debug, Default)]
pub(crate) struct Keeper(Mutex<Option<Held>>);

impl Keeper {
    /// The writer's turn, with whatever is held.
    pub(crate) async fn turn(&self) -> MutexGuard<'_, Option<Held>> {
        self.0.lock().await
    }

    /// The record of the database's revision from what is held; none while nothing is.
    ///
    /// # Errors
    /// [`ServiceError::Store`]; then nothing is held any more.
    pub(crate) async fn loaded(&self, store: &Store) -> Result<Option<Loaded>, ServiceError> {
        let mut turn = self.turn().await;
        if turn.is_none() {
            return Ok(None);
        }
        Ok(Some(current(&mut turn, store).await?.loaded()))
    }
}

/// What is held, brought up to the revision of the database: another process may have written.
pub(crate) async fn current(held: &mut Option<Held>, store: &Store) -> Result<Held, ServiceError> {
    // Taken out, so that nothing half advanced stays when this fails or is dropped.
    let taken = match held.take() {
        Some(mut known) => {
            if store.revision().await? != known.revision {
                let since = known.revision;
                let (revision, recorded_at) = store.advance(Arc::make_mut(&mut known.record), since).await?;
                (known.revision, known.recorded_at) = (revision, recorded_at.or(known.recorded_at));
            }
            known
        }
        None => {
            let Loaded { revision, recorded_at, record } = store.load().await?;
            Held { revision, recorded_at, record: Arc::new(record) }
        }
    };
    *held = Some(taken.clone());
    Ok(taken)
}
