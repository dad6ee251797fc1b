//! Erasing a person, and everything in memory that may still tell of one.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::erasure::PassageDecision;
use domain::id::Id;
use domain::person::Person;
use domain::vocabulary::Label;
use store::{AuditAct, Author, ErasureRefusal, ErasureReport, ErasureRequest, LegalHold, Revision, Trial};

use super::{Entropy, trail};
use crate::analysis::stopped;
use crate::import::{Staging, StagingError};
use crate::{Actor, Clock, Permission, Service, ServiceError};

/// How an erasure is asked for.
#[derive(Debug, Clone)]
pub struct Erasing {
    /// Who.
    pub person: Id<Person>,
    /// Other names that the person has in the record, such as a former one.
    pub other_names: Vec<Label>,
    /// What is to become of texts that may hold the name, by their ids.
    pub decisions: BTreeMap<String, PassageDecision>,
    /// On what grounds.
    pub reason: Label,
    /// The revision that the caller has seen; none for whatever it is now.
    pub if_revision: Option<Revision>,
    /// Whether only what would happen is asked.
    pub is_dry_run: bool,
}

/// What an erasure came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasureOutcome {
    /// What was, or would be, removed where.
    pub report: ErasureReport,
    /// Whether the files of the database were written anew, so that no byte of it is left in them. If not, `splot
    /// compact` does it.
    pub is_compacted: bool,
    /// How many uploaded files that wait to be imported were, or would be, dropped, as any of them may hold the name.
    /// None when some could not be: the log says why, and they are to be removed by hand.
    pub dropped_files: Option<usize>,
}

/// Does what waits for the disk; none when it fails, which is logged.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StagingError> + Send + 'static,
) -> Option<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(done)) => Some(done),
        Ok(Err(error)) => {
            let error = &error as &dyn std::error::Error;
            tracing::error!(error, "uploaded files that may hold an erased name could not be removed");
            None
        }
        Err(error) => {
            let _told = stopped(&error);
            None
        }
    }
}

/// Drops the uploaded files that wait, all of them or those that came until a moment: see [`Staging::drop_all`]. How
/// many; none when some could not be, which is logged.
pub(crate) async fn drop_staged(staging: &Staging, until: Option<DateTime<Utc>>) -> Option<usize> {
    let staging = staging.clone();
    blocking(move || staging.drop_all(until)).await
}

impl Service {
    /// Erases a person, or tells what that would do. When this returns, no answer of this process to who asks then tells
    /// of the name any more.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`], [`ServiceError::Store`], [`ServiceError::Network`], [`ServiceError::Random`].
    pub async fn erase_person(
        &self,
        clock: &dyn Clock,
        actor: &Actor,
        erasing: &Erasing,
    ) -> Result<Result<ErasureOutcome, ErasureRefusal>, ServiceError> {
        actor.require(Permission::Curate)?;
        let (act, trial) = match erasing.is_dry_run {
            true => (AuditAct::EraseTried, Trial::Tried),
            false => (AuditAct::Erase, Trial::Done),
        };
        let people = vec![erasing.person.to_string()];
        if erasing.is_dry_run {
            // It shows every text with the name.
            self.note(clock, actor, act, people.clone(), Some(erasing.reason.as_str())).await?;
        }
        let request = ErasureRequest {
            person: erasing.person.clone(),
            other_names: erasing.other_names.clone(),
            decisions: erasing.decisions.clone(),
            if_revision: erasing.if_revision,
            by: Author::new(actor.label())?,
            at: clock.now(),
            reason: erasing.reason.clone(),
            audit: trail::record(clock.now(), actor, act, people, Some(erasing.reason.as_str())),
        };
        let mut entropy = Entropy::of_system()?;
        // What was noted before may name a key that goes; it is rewritten with the rest of the trail.
        self.trail().flush(self.store()).await;
        // Nobody works a change out over the record with the name meanwhile.
        let mut turn = self.keeper().turn().await;
        let erased = self.store().erase_person(&request, &mut |bytes| entropy.fill(bytes), trial).await?;
        let report = match erased {
            Ok(report) if erasing.is_dry_run => {
                let staging = self.staging().clone();
                let dropped_files = blocking(move || staging.count()).await;
                return Ok(Ok(ErasureOutcome { report, is_compacted: false, dropped_files }));
            }
            Ok(report) => report,
            Err(refusal) => return Ok(Err(refusal)),
        };
        *turn = None;
        drop(turn);
        if let Some(revision) = report.revision {
            self.learn_of_erasure(revision);
        }
        let dropped_files = drop_staged(self.staging(), None).await;
        self.refresh().await?;
        Ok(Ok(ErasureOutcome { report, is_compacted: self.compacted().await, dropped_files }))
    }

    /// Writes the files of the database anew, to the end also when nobody waits for it any more. Whether that succeeded.
    async fn compacted(&self) -> bool {
        let store = Arc::clone(self.shared_store());
        let compaction = tokio::spawn(async move {
            let compacted = store.compact().await;
            if let Err(error) = &compacted {
                let error = error as &dyn std::error::Error;
                tracing::error!(
                    error,
                    "bytes of an erased person may be left in the database; run `splot compact`"
                );
            }
            compacted.is_ok()
        });
        compaction.await.unwrap_or_else(|error| {
            let _told = stopped(&error);
            false
        })
    }

    /// Drops everything kept in memory that was computed before an erasure, unless that was done: snapshots of other
    /// revisions and of scenarios, comparisons, results, jobs. What is being computed now is kept for nobody. Whether
    /// the erasure was unknown.
    pub(crate) fn learn_of_erasure(&self, erasure: Revision) -> bool {
        if !self.last_erasure().learn(erasure) {
            return false;
        }
        let generation = self.last_erasure().generation();
        self.past().forget();
        self.supposed().forget();
        self.comparisons().forget();
        self.analyses().forget(generation);
        self.job_analyses().forget(generation);
        self.jobs().forget();
        true
    }

    /// Holds the data of a person for a reason (GDPR art. 17(3)), or releases them.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`] when there is no such person; [`ServiceError::Store`].
    pub async fn hold_person(
        &self,
        clock: &dyn Clock,
        actor: &Actor,
        person: &Id<Person>,
        reason: Option<&Label>,
    ) -> Result<(), ServiceError> {
        actor.require(Permission::Curate)?;
        if self.snapshot().network.get(person).is_none() {
            return Err(ServiceError::NotFound { what: "person", key: person.to_string() });
        }
        let told = reason.map_or("released", Label::as_str);
        self.note(clock, actor, AuditAct::Hold, vec![person.to_string()], Some(told)).await?;
        match reason {
            None => self.store().release_person(person).await?,
            Some(reason) => {
                let hold = LegalHold {
                    person: person.clone(),
                    reason: reason.clone(),
                    author: Author::new(actor.label())?,
                    recorded_at: clock.now(),
                };
                self.store().hold_person(&hold).await?;
            }
        }
        Ok(())
    }
}
