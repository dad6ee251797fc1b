//! Committing an import, as a job: one revision, or nothing.

use std::sync::Arc;
use std::time::Duration;

use exchange::intake::{ErrorPolicy, RowCounts, Settings, SheetCounts};
use serde::{Deserialize, Serialize};
use store::Revision;
use tokio::sync::watch;

use super::preview::{ImportFault, ImportRequest, Pinned, content_of, fault_of};
use super::progress::{ImportListener, ImportStage};
use super::staging::Staged;
use super::work::ImportFile;
use crate::job::{Job, JobKind, JobOutcome, JobProgress, JobRefusal, JobRequest};
use crate::keeping::{Asked, KeepFault};
use crate::{Actor, Clock, Permission, Service, ServiceError};

/// Which import is committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportChoice {
    /// That of a preview: its files, settings and revision, and its policy unless another is given.
    Preview {
        /// The id of the preview.
        id: String,
        /// Another policy.
        policy: Option<ErrorPolicy>,
    },
    /// Files, over whatever the record is.
    Request(ImportRequest),
}

/// What an import came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportEnd {
    /// The revision that has what the files say: a new one, or the one so far when it had it already. None when nothing
    /// was imported.
    pub revision: Option<Revision>,
    /// Whether anything was written.
    pub has_changed: bool,
    /// How many rows were what.
    pub counts: RowCounts,
    /// The same by sheet.
    pub sheets: Vec<SheetCounts>,
    /// Why nothing was imported; none when it was.
    pub fault: Option<ImportFault>,
}

impl Service {
    /// Starts to import uploaded files; or gives the job that the actor started with the same key.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`], [`ServiceError::Staging`]. What goes wrong later is told by the job.
    pub fn commit_import(
        self: &Arc<Self>,
        clock: &Arc<dyn Clock>,
        actor: &Actor,
        choice: ImportChoice,
        asked: Asked,
    ) -> Result<Result<Job, ImportFault>, ServiceError> {
        actor.require(Permission::Edit)?;
        let (request, pinned) = match choice {
            ImportChoice::Request(request) => (request, None),
            ImportChoice::Preview { id, policy } => {
                let Some(Pinned { mut request, sha256, revision }) = self.staging().pinned(actor, &id) else {
                    return Ok(Err(ImportFault::NoPreview));
                };
                request.policy = policy.unwrap_or(request.policy);
                (request, Some((sha256, revision)))
            }
        };
        let staged = match self.staged(&**clock, actor, &request.files) {
            Ok(staged) => staged,
            Err(fault) => return Ok(Err(fault)),
        };
        let sha256: Vec<String> = staged.iter().map(|it| it.sha256.clone()).collect();
        if pinned.as_ref().is_some_and(|it| it.0 != sha256) {
            return Ok(Err(ImportFault::NoPreview));
        }
        let content = content_of(&sha256, &request.settings, request.policy);
        let if_revision = asked.if_revision.or(pinned.map(|it| it.1));
        let job = JobRequest {
            kind: JobKind::Import,
            actor: actor.clone(),
            revision: self.snapshot().revision,
            question: format!("import {content}"),
            idempotency_key: asked.idempotency_key.clone().filter(|it| !it.is_empty()),
        };
        let asked = Asked { if_revision, content, is_dry_run: false, ..asked };
        let (service, clock, actor) = (Arc::clone(self), Arc::clone(clock), actor.clone());
        let started = self.jobs().start_told(job, |tells| async move {
            let tell = telling(tells);
            let end =
                Box::pin(service.import_staged(&*clock, &actor, (staged, &request), &asked, &tell)).await;
            outcome(end)
        });
        Ok(started.map_err(|refusal| match refusal {
            JobRefusal::Overloaded => ImportFault::Overloaded,
            JobRefusal::KeyReused => ImportFault::Kept(KeepFault::KeyReused),
        }))
    }

    /// A job once it is over, or as it is when the time has passed.
    pub async fn job_over(&self, actor: &Actor, job: Job, patience: Duration) -> Job {
        let mut changes = self.jobs().changes();
        let waiting = async {
            loop {
                changes.borrow_and_update();
                if self.jobs().find(actor, &job.id).is_none_or(|it| it.status.is_over()) {
                    return;
                }
                if changes.changed().await.is_err() {
                    return;
                }
            }
        };
        let _is_late = tokio::time::timeout(patience, waiting).await;
        self.jobs().find(actor, &job.id).unwrap_or(job)
    }

    /// Imports files that are in memory already, by an actor at the time of a clock.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`], [`ServiceError::Store`], [`ServiceError::Network`], [`ServiceError::Stopped`].
    pub async fn import_files(
        &self,
        (clock, actor): (&dyn Clock, &Actor),
        files: &Arc<Vec<ImportFile>>,
        how: (&Settings, ErrorPolicy),
        asked: &Asked,
        tell: &ImportListener,
    ) -> Result<ImportEnd, ServiceError> {
        let carried = Box::pin(self.carry_out((clock, actor), files, how, asked, tell)).await?;
        let fault = fault_of(&carried);
        let kept = carried.kept.and_then(Result::ok);
        tell(ImportStage::Done, carried.worked.counts.read, carried.worked.counts.read);
        Ok(ImportEnd {
            revision: kept.as_ref().map(|it| it.revision),
            has_changed: kept.is_some_and(|it| it.has_changed),
            counts: carried.worked.counts,
            sheets: carried.worked.proposal.map(|it| it.sheets).unwrap_or_default(),
            fault,
        })
    }

    async fn import_staged(
        &self,
        clock: &dyn Clock,
        actor: &Actor,
        (staged, request): (Vec<Staged>, &ImportRequest),
        asked: &Asked,
        tell: &ImportListener,
    ) -> Result<ImportEnd, ServiceError> {
        let files = self.read_staged(staged.clone()).await?;
        let how = (&request.settings, request.policy);
        let end = Box::pin(self.import_files((clock, actor), &files, how, asked, tell)).await?;
        if let Some(revision) = end.revision {
            for file in &staged {
                // The record has it; that the file says so is a convenience.
                if let Err(error) = self.staging().committed(file, revision) {
                    tracing::warn!(
                        error = &error as &dyn std::error::Error,
                        "a file is not marked as imported"
                    );
                }
            }
        }
        Ok(end)
    }
}

/// Tells a job's followers how far it is.
pub(super) fn telling(tells: watch::Sender<JobProgress>) -> ImportListener {
    let tell = move |stage: ImportStage, done, total| {
        tells.send_replace(JobProgress { stage: stage.as_str(), done, total });
    };
    tell(ImportStage::Waiting, 0, 0);
    Arc::new(tell)
}

fn outcome(end: Result<ImportEnd, ServiceError>) -> JobOutcome {
    match end {
        Ok(end) => {
            let failure = end.fault.as_ref().map(ToString::to_string);
            JobOutcome { result: serde_json::to_value(&end).unwrap_or_default(), value: None, failure }
        }
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "an import failed");
            let failure = Some("the service failed; its log says why. Nothing was imported".to_owned());
            JobOutcome { result: serde_json::Value::Null, value: None, failure }
        }
    }
}
