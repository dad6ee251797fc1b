//! The audit trail as the service writes it. Reads are noted in batches off the request's path, from a bounded queue; when
//! an entry cannot be queued, because the database does not take any, what was read is not shown.
//!
//! What is queued and not yet written is lost when the process is killed: a second at most, as the queue is written at
//! once. Everything else than reads is written before it is answered.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use chrono::{DateTime, Utc};
use store::{AuditAct, AuditCheck, AuditEntry, AuditFilter, AuditRecord, Store};
use tokio::sync::Notify;

use super::Entropy;
use crate::{Actor, Clock, Permission, Service, ServiceError};

/// How many entries may wait to be written.
const WAITING_MAX: usize = 10_000;

/// How many entries are written at a time.
const BATCH_MAX: usize = 500;

/// After how long it is tried again, when the database took none.
const TRY_AGAIN: Duration = Duration::from_millis(500);

/// The most entries of one page.
const PAGE_MAX: u64 = 1_000;

/// What waits to be written.
#[derive(Debug, Default)]
pub(crate) struct Trail {
    state: Mutex<State>,
    wake: Notify,
    written: Notify,
}

#[derive(Debug, Default)]
struct State {
    waiting: VecDeque<AuditRecord>,
    /// How many are being written now.
    writing: usize,
    /// Whether the last try failed.
    is_failing: bool,
}

impl Trail {
    /// A trail that is written to a store as long as both are there.
    pub(crate) fn start(store: &Arc<Store>) -> Arc<Self> {
        let trail = Arc::new(Self::default());
        tokio::spawn(Self::write_on(Arc::downgrade(&trail), Arc::downgrade(store)));
        trail
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing that is done under the lock can leave it half done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Queues an entry.
    ///
    /// # Errors
    /// [`ServiceError::AuditUnavailable`]: then what is to be noted must not be done.
    pub(crate) fn note(&self, record: AuditRecord) -> Result<(), ServiceError> {
        let mut state = self.state();
        if state.is_failing || state.waiting.len() + state.writing >= WAITING_MAX {
            return Err(ServiceError::AuditUnavailable);
        }
        state.waiting.push_back(record);
        drop(state);
        self.wake.notify_one();
        Ok(())
    }

    async fn write_on(trail: Weak<Self>, store: Weak<Store>) {
        loop {
            let Some(this) = trail.upgrade() else { return };
            if this.state().waiting.is_empty() {
                // Looked at again now and then, so that the task ends with the service.
                let _woken = tokio::time::timeout(TRY_AGAIN * 4, this.wake.notified()).await;
            }
            let Some(store) = store.upgrade() else { return };
            if !this.write(&store).await {
                drop((this, store));
                tokio::time::sleep(TRY_AGAIN).await;
            }
        }
    }

    /// Writes what waits; whether that succeeded.
    async fn write(&self, store: &Store) -> bool {
        let batch: Vec<AuditRecord> = {
            let mut state = self.state();
            let count = state.waiting.len().min(BATCH_MAX);
            let batch: Vec<_> = state.waiting.iter().take(count).cloned().collect();
            state.writing = count;
            batch
        };
        let done = append(store, &batch).await;
        let mut state = self.state();
        if done.is_ok() {
            state.waiting.drain(..batch.len());
        }
        state.writing = 0;
        let was_failing = std::mem::replace(&mut state.is_failing, done.is_err());
        drop(state);
        if let Err(error) = &done
            && !was_failing
        {
            let error = error as &dyn std::error::Error;
            tracing::error!(error, "the audit trail cannot be written; personal values are not shown");
        }
        self.written.notify_waiters();
        done.is_ok()
    }

    /// Waits until everything queued is written, or cannot be.
    pub(crate) async fn flush(&self, store: &Store) {
        loop {
            let written = self.written.notified();
            {
                let state = self.state();
                if state.waiting.is_empty() || state.is_failing {
                    return;
                }
            }
            self.wake.notify_one();
            if tokio::time::timeout(TRY_AGAIN, written).await.is_err() && !self.write(store).await {
                return;
            }
        }
    }
}

async fn append(store: &Store, records: &[AuditRecord]) -> Result<(), ServiceError> {
    if records.is_empty() {
        return Ok(());
    }
    let mut entropy = Entropy::of_system()?;
    Ok(store.append_audit(records, &mut |bytes| entropy.fill(bytes)).await?)
}

/// An entry about what an actor does.
#[must_use]
pub fn record(
    at: DateTime<Utc>,
    actor: &Actor,
    what: AuditAct,
    people: Vec<String>,
    reason: Option<&str>,
) -> AuditRecord {
    AuditRecord {
        at,
        account: actor.account().map(str::to_owned),
        label: actor.label().to_owned(),
        role: actor.role().as_str().to_owned(),
        request: actor.request().map(str::to_owned),
        what,
        people,
        reason: reason.map(str::to_owned),
    }
}

/// Writes an entry to the trail of a store; it is durable when this returns. For what must not be done unnoted.
///
/// # Errors
/// [`ServiceError::Store`], [`ServiceError::Random`].
pub async fn noted(store: &Store, record: AuditRecord) -> Result<(), ServiceError> {
    append(store, &[record]).await
}

impl Service {
    /// Writes an entry about what an actor does, before it is answered.
    ///
    /// # Errors
    /// [`ServiceError::Store`], [`ServiceError::Random`]: then it must not be done.
    pub async fn note(
        &self,
        clock: &dyn Clock,
        actor: &Actor,
        what: AuditAct,
        people: Vec<String>,
        reason: Option<&str>,
    ) -> Result<(), ServiceError> {
        noted(self.store(), record(clock.now(), actor, what, people, reason)).await
    }

    /// Entries of the audit trail, the newest first, at most `first`, which is at most 1,000. Reading it is noted, too.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`], [`ServiceError::Store`].
    pub async fn audit_entries(
        &self,
        clock: &dyn Clock,
        actor: &Actor,
        filter: &AuditFilter,
        first: u64,
    ) -> Result<Vec<AuditEntry>, ServiceError> {
        actor.require(Permission::Audit)?;
        self.trail().flush(self.store()).await;
        let found = self.store().audit_entries(filter, first.min(PAGE_MAX)).await?;
        let about = filter.person.iter().cloned().collect();
        self.note(clock, actor, AuditAct::ReadAudit, about, None).await?;
        Ok(found)
    }

    /// Whether the chain of the audit trail holds.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`], [`ServiceError::Store`].
    pub async fn check_audit(&self, actor: &Actor) -> Result<AuditCheck, ServiceError> {
        actor.require(Permission::Audit)?;
        Ok(self.store().check_audit().await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Role;

    #[test]
    fn what_cannot_be_queued_is_refused() {
        // Nobody writes it.
        let trail = Trail::default();
        let at = DateTime::UNIX_EPOCH;
        let entry =
            || record(at, &Actor::new(Role::Analyst, "analyst"), AuditAct::ReadNames, Vec::new(), None);
        for _ in 0..WAITING_MAX {
            assert!(trail.note(entry()).is_ok());
        }
        assert!(matches!(trail.note(entry()), Err(ServiceError::AuditUnavailable)));
        trail.state().waiting.clear();
        assert!(trail.note(entry()).is_ok());
        trail.state().is_failing = true;
        assert!(matches!(trail.note(entry()), Err(ServiceError::AuditUnavailable)), "it never fails open");
    }
}
