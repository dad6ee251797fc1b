//! Previews: what an import would come to, pinned so that just that can be committed.

use std::sync::Arc;
use std::time::Duration;

use domain::keeping::Faults;
use exchange::intake::{
    Detected, ErrorPolicy, Issue, IssueCounts, NearDuplicate, RowCounts, Settings, SheetCounts,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use store::Revision;

use super::commit::telling;
use super::progress::{ImportListener, ImportStage};
use super::staging::{Staged, StagingError, hex};
use super::work::{Carried, ImportFile, NewInstitution};
use crate::analysis::stopped;
use crate::job::{Job, JobKind, JobOutcome, JobRequest, JobStatus, JobValue};
use crate::keeping::{Asked, KeepFault, Kept};
use crate::{Actor, Clock, Permission, Service, ServiceError};

/// The most files of one import.
pub const FILES_MAX: usize = 32;

/// Which uploaded files are imported, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRequest {
    /// The ids of the files.
    pub files: Vec<String>,
    /// What is said about them instead of having it detected.
    pub settings: Settings,
    /// What happens when rows are refused.
    pub policy: ErrorPolicy,
}

/// What a preview was of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pinned {
    pub(super) request: ImportRequest,
    pub(super) sha256: Vec<String>,
    pub(super) revision: Revision,
}

/// Why nothing is imported. Each is the caller's to mend.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum ImportFault {
    /// A file is not there.
    #[error("none of your files has this id; it may have expired: upload it again")]
    NoFile {
        /// Its place in the list, from 0.
        at: usize,
    },
    /// There are no files, or too many.
    #[error("name 1 to {FILES_MAX} files")]
    Files,
    /// The preview is not remembered.
    #[error("none of your previews has this id; make it again")]
    NoPreview,
    /// A file cannot be read at all.
    #[error("{message}")]
    Unreadable {
        /// Why.
        message: String,
    },
    /// Rows are refused, and so everything is.
    #[error(
        "{errors} error(s) were found, so nothing was imported; mend them, or take only the rows that are right"
    )]
    Rows {
        /// How many errors there are.
        errors: u64,
    },
    /// Too many imports wait.
    #[error("too many imports are waiting; try again when one has ended")]
    Overloaded,
    /// The record refuses the change.
    #[error(transparent)]
    Kept(#[from] KeepFault),
}

/// What an import would come to.
#[derive(Debug)]
pub struct ImportPreview {
    /// The id under which just this can be committed; none when a file cannot be read.
    pub id: Option<String>,
    /// The uploaded files; empty when they came another way.
    pub files: Vec<Staged>,
    /// The revision of the record over which it was worked out.
    pub revision: Revision,
    /// What happens when rows are refused.
    pub policy: ErrorPolicy,
    /// What was found out about each file.
    pub detected: Vec<Detected>,
    /// Every sheet with the rows of each class, as if all but the rows with errors were taken.
    pub sheets: Vec<SheetCounts>,
    /// All rows, under the policy.
    pub counts: RowCounts,
    /// The first of the issues, errors before others.
    pub issues: Vec<Issue>,
    /// How many issues there are.
    pub issue_counts: IssueCounts,
    /// The first of the new institutions that are like others.
    pub near_duplicates: Vec<NearDuplicate>,
    /// How many there are.
    pub near_duplicate_count: u64,
    /// The first of the institutions that are added.
    pub new_institutions: Vec<NewInstitution>,
    /// How many there are.
    pub new_institution_count: usize,
    /// What the change would make of the record; none when nothing would be imported.
    pub kept: Option<Kept>,
    /// Why nothing would be imported; none when it could be.
    pub fault: Option<ImportFault>,
}

/// What became of a preview.
#[derive(Debug)]
pub enum Previewed {
    /// What the files would come to.
    Done(Arc<ImportPreview>),
    /// It takes longer: the job that works it out.
    Going(Job),
}

impl Service {
    /// What uploaded files would come to, as a job: what takes longer than `patience` goes on, and is looked for by
    /// [`Service::preview_of`]. Nothing is written.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`]; [`ServiceError::Stopped`] when it failed, and the log says why.
    pub async fn preview_import(
        self: &Arc<Self>,
        clock: &Arc<dyn Clock>,
        actor: &Actor,
        request: ImportRequest,
        patience: Duration,
    ) -> Result<Result<Previewed, ImportFault>, ServiceError> {
        let started = match self.start_preview(clock, actor, request)? {
            Ok(started) => started,
            Err(fault) => return Ok(Err(fault)),
        };
        let job = self.job_over(actor, started, patience).await;
        if job.status == JobStatus::Failed {
            return Err(ServiceError::Stopped);
        }
        Ok(Ok(match self.preview_of(&job) {
            Some(preview) => {
                // Whoever has the answer does not look for the job, and what it keeps may be large.
                drop(self.jobs().take(actor, &job.id));
                Previewed::Done(preview)
            }
            None => Previewed::Going(job),
        }))
    }

    /// What the job of a preview came to; none while it goes on, when it failed, and when that is no longer kept.
    #[must_use]
    pub fn preview_of(&self, job: &Job) -> Option<Arc<ImportPreview>> {
        job.value.as_ref()?.get()
    }

    fn start_preview(
        self: &Arc<Self>,
        clock: &Arc<dyn Clock>,
        actor: &Actor,
        request: ImportRequest,
    ) -> Result<Result<Job, ImportFault>, ServiceError> {
        actor.require(Permission::Edit)?;
        let staged = match self.staged(&**clock, actor, &request.files) {
            Ok(staged) => staged,
            Err(fault) => return Ok(Err(fault)),
        };
        let job = JobRequest {
            kind: JobKind::Preview,
            actor: actor.clone(),
            revision: self.snapshot().revision,
            question: String::new(),
            idempotency_key: None,
        };
        let (service, clock, actor) = (Arc::clone(self), Arc::clone(clock), actor.clone());
        let started = self.jobs().start_told(job, |tells| async move {
            let tell = telling(tells);
            let seen = Box::pin(service.preview_staged(&*clock, &actor, (staged, &request), &tell)).await;
            outcome(seen)
        });
        Ok(started.map_err(|_too_many| ImportFault::Overloaded))
    }

    async fn preview_staged(
        &self,
        clock: &dyn Clock,
        actor: &Actor,
        (staged, request): (Vec<Staged>, &ImportRequest),
        tell: &ImportListener,
    ) -> Result<ImportPreview, ServiceError> {
        let files = self.read_staged(staged.clone()).await?;
        let how = (&request.settings, request.policy);
        let mut preview = self.preview_files((clock, actor), &files, how, tell).await?;
        if !matches!(preview.fault, Some(ImportFault::Unreadable { .. })) {
            let sha256 = staged.iter().map(|it| it.sha256.clone()).collect();
            let pinned = Pinned { request: request.clone(), sha256, revision: preview.revision };
            preview.id = Some(self.staging().pin(actor, &pinned)?);
        }
        preview.files = staged;
        Ok(preview)
    }

    /// What files would come to that are in memory already. Nothing is written.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`], [`ServiceError::Store`], [`ServiceError::Network`], [`ServiceError::Stopped`].
    pub async fn preview_files(
        &self,
        (clock, actor): (&dyn Clock, &Actor),
        files: &Arc<Vec<ImportFile>>,
        how: (&Settings, ErrorPolicy),
        tell: &ImportListener,
    ) -> Result<ImportPreview, ServiceError> {
        let asked = Asked { is_dry_run: true, ..Asked::default() };
        let carried = Box::pin(self.carry_out((clock, actor), files, how, &asked, tell)).await?;
        let read = carried.worked.counts.read;
        tell(ImportStage::Done, read, read);
        Ok(shown(carried, how.1))
    }

    /// The files of a request.
    pub(super) fn staged(
        &self,
        clock: &dyn Clock,
        actor: &Actor,
        ids: &[String],
    ) -> Result<Vec<Staged>, ImportFault> {
        if ids.is_empty() || ids.len() > FILES_MAX {
            return Err(ImportFault::Files);
        }
        let find = |(at, id): (usize, &String)| {
            self.staging().find(clock, actor, id).ok_or(ImportFault::NoFile { at })
        };
        ids.iter().enumerate().map(find).collect()
    }

    /// The bytes of files.
    pub(super) async fn read_staged(
        &self,
        staged: Vec<Staged>,
    ) -> Result<Arc<Vec<ImportFile>>, ServiceError> {
        let staging = self.staging().clone();
        let work = move || -> Result<_, StagingError> {
            let read = |it: &Staged| Ok(ImportFile { name: it.name.clone(), bytes: staging.read(it)? });
            staged.iter().map(read).collect::<Result<Vec<_>, StagingError>>()
        };
        let files = tokio::task::spawn_blocking(work).await.map_err(|error| stopped(&error))??;
        Ok(Arc::new(files))
    }
}

/// The digest of an import, equal for equal files and settings.
pub(super) fn content_of(sha256: &[String], settings: &Settings, policy: ErrorPolicy) -> String {
    let settings = serde_json::to_string(settings).unwrap_or_default();
    hex(&Sha256::digest(format!("{}\n{settings}\n{policy}", sha256.join("\n"))))
}

/// Why nothing was, or would be, imported.
pub(super) fn fault_of(carried: &Carried) -> Option<ImportFault> {
    match (&carried.worked.proposal, &carried.kept) {
        (Err(refusal), _) => Some(ImportFault::Unreadable { message: refusal.to_string() }),
        (Ok(_), Some(Err(fault))) => Some(fault.clone().into()),
        (Ok(_), Some(Ok(_))) => None,
        (Ok(proposal), None) if proposal.issue_counts.errors > 0 => {
            Some(ImportFault::Rows { errors: proposal.issue_counts.errors })
        }
        // There is no row at all, so there is nothing to be imported.
        (Ok(_), None) => None,
    }
}

fn outcome(seen: Result<ImportPreview, ServiceError>) -> JobOutcome {
    let result = serde_json::Value::Null;
    match seen {
        Ok(preview) => JobOutcome { result, value: Some(JobValue::new(preview)), failure: None },
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "a preview of an import failed");
            JobOutcome {
                result,
                value: None,
                failure: Some("the service failed; its log says why".to_owned()),
            }
        }
    }
}

fn shown(carried: Carried, policy: ErrorPolicy) -> ImportPreview {
    let fault = fault_of(&carried);
    let Carried { worked, kept } = carried;
    let mut preview = ImportPreview {
        id: None,
        files: Vec::new(),
        revision: worked.revision,
        policy,
        detected: Vec::new(),
        sheets: Vec::new(),
        counts: worked.counts,
        issues: Vec::new(),
        issue_counts: IssueCounts::default(),
        near_duplicates: Vec::new(),
        near_duplicate_count: 0,
        new_institutions: worked.new_institutions,
        new_institution_count: worked.new_institution_count,
        kept: kept.and_then(Result::ok),
        fault,
    };
    match worked.proposal {
        Ok(proposal) => {
            preview.detected = proposal.files;
            preview.sheets = proposal.sheets;
            preview.issues = proposal.issues;
            preview.issue_counts = proposal.issue_counts;
            preview.near_duplicates = proposal.near_duplicates;
            preview.near_duplicate_count = proposal.near_duplicate_count;
        }
        Err(refusal) => {
            preview.issue_counts.errors = u64::try_from(refusal.issues.len()).unwrap_or(u64::MAX);
            preview.issues = refusal.issues;
        }
    }
    preview
}

impl ImportFault {
    /// What the record refuses, one by one; empty for other reasons.
    #[must_use]
    pub fn faults(&self) -> &[domain::keeping::Fault] {
        match self {
            Self::Kept(KeepFault::Refused(Faults(faults))) => faults,
            _ => &[],
        }
    }
}
