//! Keeping the record: one use case by which every verb becomes a revision.
//!
//! The actor's right is looked at first. Then the writer's turn is taken: writes of one process are worked out one after
//! another over the record held in memory, so that none of them is worked out over what has passed. The verb drafts,
//! the change is checked, the store commits it with its log entry and the caller's key, and the answer is given once the
//! live snapshot shows it. Whoever commits while a snapshot is built shares the next one. When another process has
//! written in between, the store refuses and everything is worked out anew.

mod held;
mod permission;

use std::sync::Arc;

use chrono::{DateTime, SubsecRound, Utc};
use domain::changeset::Changeset;
use domain::check::problems_of;
use domain::keeping::{Draft, Fault, FaultCode, Faults, Given, remark, remarks};
use domain::record::RecordRef;
use domain::vocabulary::Label;
use graph::Network;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use store::{Act, Author, Commit, Committed, RequestKey, Revision, StoreError, Trial};

use held::Held;
pub(crate) use held::Keeper;
pub(crate) use held::current;
pub use permission::permission_of;

use crate::analysis::stopped;
use crate::scenario::REQUEST_KEY_MAX;
use crate::snapshot::snapshot_of;
use crate::{Actor, AsOf, Clock, Service, ServiceError, Snapshot};

/// How often a change is worked out anew when other processes write in between.
const TRIES: usize = 8;

/// The most problems of a change that are told one by one.
const TOLD_MAX: usize = 50;

/// Why a text is refused that names somebody who was erased.
pub(crate) const ERASED: &str = "this names a person whose data were erased; take the name out";

/// How a change is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Where it is from; none for what needs no source.
    pub source: Option<Given>,
    /// Why, for the change log.
    pub reason: Option<Label>,
    /// The caller's own key of the request: the same again, for the same, does nothing.
    pub idempotency_key: Option<String>,
    /// The revision that the caller knows: at another one nothing is done; none for whatever it is now.
    pub if_revision: Option<Revision>,
    /// Whether only what would happen is asked.
    pub is_dry_run: bool,
    /// What is asked, as a text that is equal for equal requests.
    pub content: String,
}

/// A verb: drafts a change and tells which record it is about.
pub type Verb = Box<dyn Fn(&mut Draft<'_>) -> Result<RecordRef, Faults> + Send + Sync>;

/// What a change came to.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The record that it is about.
    pub subject: RecordRef,
    /// The revision at which the change is in the record: a new one, or the one so far when the record said so already.
    /// On a dry run the one over which it was tried.
    pub revision: Revision,
    /// The revision over which it was worked out.
    pub over: Revision,
    /// The record with the change: a live snapshot, or on a dry run what would be.
    pub after: Arc<Snapshot>,
    /// Whether anything was, or would be, written.
    pub has_changed: bool,
}

/// Why a change was not made. Each is the caller's to mend.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum KeepFault {
    /// The verb, or a rule of the record, refuses.
    #[error("{} thing(s) of the change cannot be made", .0.0.len())]
    Refused(Faults),
    /// The record has been changed since.
    #[error("the record is at revision {current} now; look at it again and repeat")]
    StaleRevision {
        /// The revision now.
        current: Revision,
    },
    /// The caller's key was used for something else.
    #[error("the idempotency key was used for something else; take a new one")]
    KeyReused,
    /// The caller's key is too long.
    #[error("an idempotency key has at most {REQUEST_KEY_MAX} characters")]
    RequestKeyTooLong,
}

/// What a use case that keeps the record comes to.
pub type Outcome = Result<Result<Kept, KeepFault>, ServiceError>;

/// A change that was worked out.
struct Drafted {
    subject: RecordRef,
    changes: Changeset,
}

impl Service {
    /// Changes the record by a verb.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`], [`ServiceError::Store`], [`ServiceError::Network`], [`ServiceError::Stopped`]; then
    /// nothing was written, but for an error of the network, which is built when the change is in the record.
    pub async fn keep(
        &self,
        clock: &dyn Clock,
        actor: &Actor,
        act: Act,
        asked: &Asked,
        verb: Verb,
    ) -> Outcome {
        actor.require(permission_of(act))?;
        let request = match request_key(actor, act, asked) {
            Ok(request) => request,
            Err(fault) => return Ok(Err(fault)),
        };
        if let Some(fault) = asked.reason.as_ref().and_then(|it| remark(it, "reason")) {
            return Ok(Err(KeepFault::Refused(fault.into())));
        }
        if let Some(reason) = &asked.reason
            && self.store().is_erased_in(&reason.as_str().into()).await?
        {
            let fault = Fault::new(FaultCode::PersonalData, "reason", ERASED);
            return Ok(Err(KeepFault::Refused(fault.into())));
        }
        let at = clock.now().trunc_subsecs(6);
        let verb: Arc<Verb> = Arc::new(verb);
        for _ in 0..TRIES {
            let mut turn = self.keeper().turn().await;
            if let Some(request) = &request
                && let Some(known) = self.store().answered(request).await?
            {
                drop(turn);
                return self.told_again(known).await;
            }
            let held = current(&mut turn, self.store()).await?;
            if let Some(known) = asked.if_revision.filter(|it| *it != held.revision) {
                let current = held.revision;
                tracing::debug!(%known, %current, "a change was asked over a revision that has passed");
                return Ok(Err(KeepFault::StaleRevision { current }));
            }
            let drafted = match draft(&held, actor, at, asked.source.clone(), Arc::clone(&verb)).await? {
                Ok(drafted) => drafted,
                Err(faults) => return Ok(Err(KeepFault::Refused(faults))),
            };
            if let Some(faults) = self.erased_people(&drafted.changes).await? {
                return Ok(Err(KeepFault::Refused(faults)));
            }
            if asked.is_dry_run {
                drop(turn);
                return self.tried(held, drafted).await.map(Ok);
            }
            let author = Author::new(actor.label())?;
            let reason = reason(asked, &drafted.subject)?;
            let over = held.revision;
            let commit = Commit {
                by: &author,
                at,
                act,
                reason: &reason,
                over,
                record: &held.record,
                changes: &drafted.changes,
                subject: &drafted.subject,
                request: request.as_ref(),
            };
            let committed = self.store().commit(&commit, Trial::Done).await;
            // Only what the turn holds is left, so that it is changed in place.
            drop(held);
            let committed = match committed {
                // The database could not put it in order with another's write; nothing of it was written.
                Err(StoreError::Conflict) => continue,
                committed => committed?,
            };
            let revision = match committed {
                Committed::Done { revision: None } => over,
                Committed::Done { revision: Some(revision) } => {
                    if let Some(held) = turn.as_mut() {
                        held.advance(&drafted.changes, revision, at);
                    }
                    revision
                }
                Committed::Stale { .. } => continue,
                known @ (Committed::Repeated(_) | Committed::KeyReused) => {
                    drop(turn);
                    return self.told_again(known).await;
                }
            };
            drop(turn);
            let after = self.live_since(revision).await?;
            let Drafted { subject, .. } = drafted;
            return Ok(Ok(Kept { subject, revision, over, after, has_changed: revision != over }));
        }
        Err(StoreError::Conflict.into())
    }

    /// What of a change names people whose data were erased; none when nothing does.
    async fn erased_people(&self, changes: &Changeset) -> Result<Option<Faults>, ServiceError> {
        let found = self.store().erased_in(&changes.records, &changes.personal).await?;
        let told = found
            .into_iter()
            .take(TOLD_MAX)
            .map(|it| Fault::new(FaultCode::PersonalData, "", ERASED).about([it.at]));
        let faults: Vec<Fault> = told.collect();
        Ok((!faults.is_empty()).then_some(Faults(faults)))
    }

    /// The snapshots before and after a change, for comparing them.
    ///
    /// # Errors
    /// Those of [`Service::snapshot_as_of`].
    pub async fn sides_of(&self, kept: &Kept) -> Result<(Arc<Snapshot>, Arc<Snapshot>), ServiceError> {
        let before = self.snapshot_as_of(AsOf::Revision(kept.over)).await?;
        if kept.after.is_trial() || kept.after.revision == kept.revision {
            return Ok((before, Arc::clone(&kept.after)));
        }
        Ok((before, self.snapshot_as_of(AsOf::Revision(kept.revision)).await?))
    }

    /// The answer to a request that was answered before.
    async fn told_again(&self, known: Committed) -> Outcome {
        let Committed::Repeated(answered) = known else { return Ok(Err(KeepFault::KeyReused)) };
        let after = self.live_since(answered.revision).await?;
        let (revision, has_changed) = (answered.revision, answered.has_changed);
        let over = Revision::new(revision.get().saturating_sub(u64::from(has_changed)));
        Ok(Ok(Kept { subject: answered.subject, revision, over, after, has_changed }))
    }

    /// What would be, had the change been made.
    async fn tried(&self, held: Held, drafted: Drafted) -> Result<Kept, ServiceError> {
        let Drafted { subject, changes } = drafted;
        let over = held.revision;
        let personal = self.store().would_change(&changes.personal, &changes.forgotten);
        let has_changed = personal.await? || changes.differs_from(&held.record);
        let mark = mark_of(&changes);
        let built = tokio::task::spawn_blocking(move || {
            let mut held = held;
            if let Some(at) = held.recorded_at {
                held.advance(&changes, over, at);
            } else {
                held.advance(&changes, over, DateTime::UNIX_EPOCH);
                held.recorded_at = None;
            }
            let Held { revision, recorded_at, record } = held;
            let network = Network::build(Arc::unwrap_or_clone(record))?;
            Ok::<_, ServiceError>(Snapshot::new(revision, recorded_at, Arc::new(network)).as_trial(&mark))
        });
        let after = Arc::new(built.await.map_err(|error| stopped(&error))??);
        Ok(Kept { subject, revision: over, over, after, has_changed })
    }

    /// The live snapshot once it is at this revision or a later one; builds it from what is held when it is not.
    async fn live_since(&self, revision: Revision) -> Result<Arc<Snapshot>, ServiceError> {
        let live = self.snapshot();
        if live.revision >= revision {
            return Ok(live);
        }
        let _one_at_a_time = self.refreshing().lock().await;
        let live = self.snapshot();
        if live.revision >= revision {
            return Ok(live);
        }
        let held = current(&mut *self.keeper().turn().await, self.store()).await?;
        let snapshot = snapshot_of(held.loaded()).await?;
        Ok(self.publish(snapshot))
    }
}

/// Works a change out, apart from the async threads.
async fn draft(
    held: &Held,
    actor: &Actor,
    at: DateTime<Utc>,
    source: Option<Given>,
    verb: Arc<Verb>,
) -> Result<Result<Drafted, Faults>, ServiceError> {
    let (record, by) = (Arc::clone(&held.record), Label::new(actor.label())?);
    let work = move || {
        let mut draft = Draft::new(&record, source, by, at);
        let subject = verb(&mut draft)?;
        let changes = draft.finish();
        let problems = problems_of(&record, &changes);
        if problems.is_empty() {
            let personal = remarks(&record, &changes);
            return if personal.is_empty() {
                Ok(Drafted { subject, changes })
            } else {
                Err(Faults(personal))
            };
        }
        let told = problems.into_iter().take(TOLD_MAX).map(|problem| {
            let message = format!("{}: {}", problem.at, problem.what);
            Fault::new(FaultCode::Invalid, "", message).about([problem.at])
        });
        Err(Faults(told.collect()))
    };
    tokio::task::spawn_blocking(work).await.map_err(|error| stopped(&error))
}

/// Hashes what is written, so that the text of a large change is never in memory as a whole.
struct Hasher(Sha256);

impl std::fmt::Write for Hasher {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0.update(text);
        Ok(())
    }
}

/// What tells a change from every other.
fn mark_of(changes: &Changeset) -> String {
    use std::fmt::Write as _;
    let mut hasher = Hasher(Sha256::new());
    // It never refuses anything.
    let _ = write!(hasher, "{changes:?}");
    hasher.0.finalize().iter().take(8).map(|it| format!("{it:02x}")).collect()
}

fn reason(asked: &Asked, subject: &RecordRef) -> Result<Label, ServiceError> {
    match &asked.reason {
        Some(reason) => Ok(reason.clone()),
        None => Ok(Label::new(&subject.to_string())?),
    }
}

/// The key of a request with what it asks; none when the caller gave none, or only tries.
fn request_key(actor: &Actor, act: Act, asked: &Asked) -> Result<Option<RequestKey>, KeepFault> {
    let Some(key) = asked.idempotency_key.as_deref().filter(|it| !it.is_empty() && !asked.is_dry_run) else {
        return Ok(None);
    };
    if key.chars().count() > REQUEST_KEY_MAX {
        return Err(KeepFault::RequestKeyTooLong);
    }
    Ok(Some(crate::scenario::digests(actor, key, act.as_str(), &asked.content)))
}
