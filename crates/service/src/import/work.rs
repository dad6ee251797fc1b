//! Working an import out: files are read over the record as it is, apart from the async threads and before the writer's
//! turn; what comes of it is kept only over that very revision, else it is worked out anew.

use std::sync::{Arc, Mutex, PoisonError};

use domain::changeset::{Changeset, find};
use domain::institution::Institution;
use domain::keeping::{Fault, FaultCode, Faults};
use domain::record::{Noun as _, Record, RecordRef};
use exchange::intake::{self, ErrorPolicy, Limits, Proposal, Refusal, RowCounts, Settings, SourceFile};
use store::{Act, Revision};

use super::progress::{ImportListener, ImportStage};
use crate::analysis::stopped;
use crate::keeping::{Asked, KeepFault, Kept, Outcome, Verb, current};
use crate::{Actor, Clock, Permission, Service, ServiceError};

/// How often an import is worked out anew when others write in between.
const TRIES: usize = 8;

/// The most new institutions that are told one by one.
const NEW_TOLD_MAX: usize = 200;

/// A file to be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportFile {
    /// Its name, without a path.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// An institution that is added by rows of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInstitution {
    /// Its key in the record.
    pub key: String,
    /// Its name.
    pub name: String,
}

/// What files come to over a revision of the record.
#[derive(Debug)]
pub(super) struct WorkedOut {
    /// The revision.
    pub revision: Revision,
    /// What they come to, without the records; or why they cannot be read.
    pub proposal: Result<Proposal, Refusal>,
    /// How many rows are what under the policy.
    pub counts: RowCounts,
    /// The first of the institutions that are added.
    pub new_institutions: Vec<NewInstitution>,
    /// How many institutions are added.
    pub new_institution_count: usize,
    /// What is to be written, and the document that it is about; none when nothing may be.
    changes: Option<(RecordRef, Changeset)>,
}

/// What was worked out, and what became of it.
pub(super) struct Carried {
    pub(super) worked: WorkedOut,
    pub(super) kept: Option<Result<Kept, KeepFault>>,
}

impl Service {
    /// Works an import out and keeps it, or tries it when that is asked; when others write in between, again.
    pub(super) async fn carry_out(
        &self,
        (clock, actor): (&dyn Clock, &Actor),
        files: &Arc<Vec<ImportFile>>,
        how: (&Settings, ErrorPolicy),
        asked: &Asked,
        tell: &ImportListener,
    ) -> Result<Carried, ServiceError> {
        actor.require(Permission::Edit)?;
        let mut tries = 0;
        loop {
            tries += 1;
            let mut worked = self.work_out(Arc::clone(files), how.0.clone(), how.1, tell).await?;
            let stage = if asked.is_dry_run { ImportStage::Checking } else { ImportStage::Writing };
            tell(stage, 0, worked.counts.read);
            let Some((subject, changes)) = worked.changes.take() else {
                return Ok(Carried { worked, kept: None });
            };
            let over = asked.if_revision.unwrap_or(worked.revision);
            if over != worked.revision {
                let stale = KeepFault::StaleRevision { current: worked.revision };
                // What was asked before is answered as it was.
                let known = self.kept_before(clock, actor, asked, &subject).await?;
                return Ok(Carried { worked, kept: Some(known.unwrap_or(Err(stale))) });
            }
            let ready = Arc::new(Mutex::new(Some(changes)));
            let asked_over = Asked { if_revision: Some(over), ..asked.clone() };
            let verb = once(Arc::clone(&ready), subject);
            let kept = Box::pin(self.keep(clock, actor, Act::Import, &asked_over, verb)).await?;
            let was_drafted = ready.lock().unwrap_or_else(PoisonError::into_inner).is_none();
            let is_late = match &kept {
                Err(KeepFault::StaleRevision { .. }) => asked.if_revision.is_none(),
                Err(KeepFault::Refused(faults)) => was_drafted && is_used_up(faults),
                _ => false,
            };
            if !is_late || tries >= TRIES {
                return Ok(Carried { worked, kept: Some(kept) });
            }
        }
    }

    /// The answer to a request of the same key, if there was one.
    async fn kept_before(
        &self,
        clock: &dyn Clock,
        actor: &Actor,
        asked: &Asked,
        subject: &RecordRef,
    ) -> Result<Option<Result<Kept, KeepFault>>, ServiceError> {
        if asked.idempotency_key.is_none() || asked.is_dry_run {
            return Ok(None);
        }
        let kept: Outcome =
            Box::pin(self.keep(clock, actor, Act::Import, asked, once(Arc::default(), subject.clone())))
                .await;
        Ok(Some(kept?).filter(|it| !matches!(it, Err(KeepFault::StaleRevision { .. }))))
    }

    /// Reads files over the record as it is. Few imports are worked out at a time: their files are in memory as a whole.
    async fn work_out(
        &self,
        files: Arc<Vec<ImportFile>>,
        settings: Settings,
        policy: ErrorPolicy,
        tell: &ImportListener,
    ) -> Result<WorkedOut, ServiceError> {
        // The semaphore is never closed.
        let place =
            Arc::clone(self.importing()).acquire_owned().await.map_err(|_closed| ServiceError::Stopped)?;
        let held = current(&mut *self.keeper().turn().await, self.store()).await?;
        let (revision, record) = (held.revision, held.record);
        let tell = Arc::clone(tell);
        let work = move || {
            let _place = place;
            tell(ImportStage::Reading, 0, 0);
            let told = |done, total| tell(ImportStage::Reading, done, total);
            let sources: Vec<SourceFile<'_>> =
                files.iter().map(|it| SourceFile { name: &it.name, bytes: &it.bytes }).collect();
            match intake::read_told(&sources, &settings, &Limits::default(), &record, &told) {
                Ok(proposal) => proposed(&record, revision, proposal, policy),
                Err(refusal) => WorkedOut {
                    revision,
                    proposal: Err(refusal),
                    counts: RowCounts::default(),
                    new_institutions: Vec::new(),
                    new_institution_count: 0,
                    changes: None,
                },
            }
        };
        tokio::task::spawn_blocking(work).await.map_err(|error| stopped(&error))
    }
}

fn proposed(record: &Record, revision: Revision, mut proposal: Proposal, policy: ErrorPolicy) -> WorkedOut {
    let counts = proposal.under(policy).counts;
    let is_refused = policy == ErrorPolicy::RejectEverything && proposal.issue_counts.errors > 0;
    let records = proposal.take_records();
    let is_new = |it: &&Institution| find::<Institution>(record, it.key.as_str()).is_none();
    let new = || records.institutions.iter().filter(is_new);
    let new_institution_count = new().count();
    let new_institutions = new()
        .take(NEW_TOLD_MAX)
        .map(|it| NewInstitution { key: it.key.to_string(), name: it.name_pl.to_string() })
        .collect();
    let digests: Vec<&str> = proposal.files.iter().map(|it| it.sha256.as_str()).collect();
    let is_of_files = |it: &&domain::document::SourceDocument| {
        it.sha256.as_ref().is_some_and(|it| digests.contains(&it.as_str()))
    };
    let document = records.documents.iter().chain(&record.documents).find(is_of_files);
    let subject = document.map(|it| it.reference());
    let changes = subject
        .filter(|_| !is_refused)
        .map(|subject| (subject, Changeset { records, ..Changeset::default() }));
    WorkedOut { revision, proposal: Ok(proposal), counts, new_institutions, new_institution_count, changes }
}

/// A verb that drafts what was worked out, the first time that it is called.
fn once(ready: Arc<Mutex<Option<Changeset>>>, subject: RecordRef) -> Verb {
    Box::new(move |draft| {
        let Some(changes) = ready.lock().unwrap_or_else(PoisonError::into_inner).take() else {
            return Err(used_up().into());
        };
        *draft.changes_mut() = changes;
        Ok(subject.clone())
    })
}

/// What the verb refuses with when the database refused what it drafted, so that all is worked out anew.
fn used_up() -> Fault {
    Fault::new(FaultCode::Conflict, "", "others write to the record all the time; try again in a moment")
}

fn is_used_up(faults: &Faults) -> bool {
    faults.0.first() == Some(&used_up())
}
