//! Jobs: work that takes longer than a request may. They run in the background, so many at a time, and are kept with
//! their results in memory for a while; a restart of the service forgets them.

mod limits;
mod outcome;

use std::collections::BTreeMap;
use std::future::Future;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use domain::words;
use store::Revision;
use tokio::sync::{Semaphore, watch};
use tokio::task::AbortHandle;

pub use limits::JobLimits;
pub use outcome::{JobOutcome, JobValue};

use crate::access::Actor;
use crate::clock::Clock;

/// How many results are kept that are values: each may be as large as the record.
const VALUES_KEPT: usize = 4;

words! {
    /// How far a job is.
    JobStatus {
        /// It waits for its turn.
        Queued = "QUEUED",
        /// It runs.
        Running = "RUNNING",
        /// It came to its end; the result is there.
        Succeeded = "SUCCEEDED",
        /// It failed; the message says why.
        Failed = "FAILED",
        /// It was canceled.
        Canceled = "CANCELED",
        /// It ended long ago or made room for others; its result is no longer kept.
        Expired = "EXPIRED",
    }
}

impl JobStatus {
    /// Whether nothing happens to it any more.
    #[must_use]
    pub fn is_over(self) -> bool {
        !matches!(self, Self::Queued | Self::Running)
    }
}

words! {
    /// What a job does. Each kind waits in a line of its own.
    JobKind {
        /// It answers a query.
        Analysis = "ANALYSIS",
        /// It imports files.
        Import = "IMPORT",
        /// It looks at what files would come to.
        Preview = "PREVIEW",
    }
}

/// How far a job is in what it does at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct JobProgress {
    /// What it does, as a word of the kind's own list; empty before the first.
    pub stage: &'static str,
    /// How much of it is done.
    pub done: u64,
    /// How much there is to do; 0 while that is not known.
    pub total: u64,
}

/// What is asked for.
#[derive(Debug, Clone)]
pub struct JobRequest {
    /// What it does.
    pub kind: JobKind,
    /// Who asks; nobody else sees the job.
    pub actor: Actor,
    /// The revision that it is computed from.
    pub revision: Revision,
    /// What is asked, in a form in which equal questions are equal.
    pub question: String,
    /// The key under which the asker will try again, if any: the same key gives the same job.
    pub idempotency_key: Option<String>,
}

/// A job as it is now.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// The id: nobody guesses it.
    pub id: String,
    /// What it does.
    pub kind: JobKind,
    /// How far it is in what it does.
    pub progress: JobProgress,
    /// How far it is.
    pub status: JobStatus,
    /// When it was started.
    pub created_at: DateTime<Utc>,
    /// When it came to its end; none while it has not.
    pub ended_at: Option<DateTime<Utc>>,
    /// The revision that it is computed from.
    pub revision: Revision,
    /// Why there is no result, in English words; none when there is one or may be yet.
    pub message: Option<String>,
    /// The result; none until there is one, and once it has expired.
    pub result: Option<Arc<serde_json::Value>>,
    /// The result as a value; none where there is none of that kind, until there is, and once it has expired.
    pub value: Option<JobValue>,
}

/// Why a job is not started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JobRefusal {
    /// Too many wait already.
    #[error("too many jobs are waiting; try again when one has ended")]
    Overloaded,
    /// The key was used with another question.
    #[error("the idempotency key was used with another question")]
    KeyReused,
}

/// All jobs.
#[derive(Clone)]
pub struct Jobs(Arc<Shared>);

struct Shared {
    limits: JobLimits,
    clock: Arc<dyn Clock>,
    /// The places of analyses, of imports and of previews.
    running: [Semaphore; 3],
    random: RandomState,
    state: Mutex<State>,
    /// Counts the changes of any job's status, for those who wait for one.
    changes: watch::Sender<u64>,
}

#[derive(Default)]
struct State {
    /// By number, so in the order of their start.
    jobs: BTreeMap<u64, Entry>,
    started: u64,
}

struct Entry {
    job: Job,
    actor: Actor,
    question: String,
    idempotency_key: Option<String>,
    abort: Option<AbortHandle>,
    told: watch::Receiver<JobProgress>,
}

impl std::fmt::Debug for Jobs {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.debug_struct("Jobs").field("limits", &self.0.limits).finish_non_exhaustive()
    }
}

impl Jobs {
    /// No jobs yet.
    #[must_use]
    pub fn new(limits: JobLimits, clock: Arc<dyn Clock>) -> Self {
        Self(Arc::new(Shared {
            limits,
            clock,
            running: [JobKind::Analysis, JobKind::Import, JobKind::Preview]
                .map(|it| Semaphore::new(limits.places(it))),
            random: RandomState::new(),
            state: Mutex::default(),
            changes: watch::Sender::new(0),
        }))
    }

    /// The limits.
    #[must_use]
    pub fn limits(&self) -> &JobLimits {
        &self.0.limits
    }

    /// Starts a job, or gives the one that the same actor started with the same key. `work` gives the result; it is
    /// dropped when the job is canceled or its deadline passes. Must be called within the runtime.
    ///
    /// # Errors
    /// [`JobRefusal`].
    pub fn start<W>(&self, request: JobRequest, work: W) -> Result<Job, JobRefusal>
    where
        W: Future<Output = JobOutcome> + Send + 'static,
    {
        self.start_told(request, |_| work)
    }

    /// The same for work that tells how far it is.
    ///
    /// # Errors
    /// [`JobRefusal`].
    pub fn start_told<W>(
        &self,
        request: JobRequest,
        work: impl FnOnce(watch::Sender<JobProgress>) -> W,
    ) -> Result<Job, JobRefusal>
    where
        W: Future<Output = JobOutcome> + Send + 'static,
    {
        let JobRequest { kind, actor, revision, question, idempotency_key } = request;
        let now = self.0.clock.now();
        let mut state = self.0.state(now);
        let same = state.jobs.values().find(|it| {
            it.actor == actor && idempotency_key.is_some() && it.idempotency_key == idempotency_key
        });
        if let Some(same) = same {
            return if same.question == question { Ok(same.shown()) } else { Err(JobRefusal::KeyReused) };
        }
        let is_under_way = |it: &&Entry| it.job.kind == kind && !it.job.status.is_over();
        let under_way = state.jobs.values().filter(is_under_way).count();
        if under_way >= self.0.limits.places(kind) + self.0.limits.waiting_max {
            return Err(JobRefusal::Overloaded);
        }
        state.started += 1;
        let number = state.started;
        let job = Job {
            id: self.0.id(number),
            kind,
            progress: JobProgress::default(),
            status: JobStatus::Queued,
            created_at: now,
            ended_at: None,
            revision,
            message: None,
            result: None,
            value: None,
        };
        let (tells, told) = watch::channel(JobProgress::default());
        let entry = Entry { job: job.clone(), actor, question, idempotency_key, abort: None, told };
        state.jobs.insert(number, entry);
        let task = tokio::spawn(Shared::carry_out(Arc::clone(&self.0), number, kind, work(tells)));
        if let Some(entry) = state.jobs.get_mut(&number) {
            entry.abort = Some(task.abort_handle());
        }
        tokio::spawn(Shared::watch(Arc::clone(&self.0), number, task));
        Ok(job)
    }

    /// Forgets the results of all jobs that are over, as they may hold what was erased; others are canceled.
    pub(crate) fn forget(&self) {
        let now = self.0.clock.now();
        let mut state = self.0.state(now);
        for entry in state.jobs.values_mut() {
            if !entry.job.status.is_over() {
                entry.end(
                    JobStatus::Canceled,
                    Some("the record was changed by an erasure; start it again".to_owned()),
                    None,
                    now,
                );
                if let Some(abort) = entry.abort.take() {
                    abort.abort();
                }
            }
            entry.expire();
            entry.question.clear();
        }
        drop(state);
        self.0.tell();
    }

    /// A job of an actor; none when there is none with this id, or it is somebody else's.
    #[must_use]
    pub fn find(&self, actor: &Actor, id: &str) -> Option<Job> {
        let state = self.0.state(self.0.clock.now());
        state.jobs.values().find(|it| it.job.id == id && it.actor == *actor).map(Entry::shown)
    }

    /// A job of an actor, which is not kept any longer; none when there is none with this id, or it is not over.
    #[must_use]
    pub fn take(&self, actor: &Actor, id: &str) -> Option<Job> {
        let mut state = self.0.state(self.0.clock.now());
        let is_it = |it: &Entry| it.job.id == id && it.actor == *actor && it.job.status.is_over();
        let number = state.jobs.iter().find(|it| is_it(it.1)).map(|it| *it.0)?;
        state.jobs.remove(&number).map(|it| it.shown())
    }

    /// Tells of every change of the status of any job. Who looks seldom sees the latest only.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.0.changes.subscribe()
    }

    /// Cancels a job of an actor and gives it as it is then; one that is over stays as it is.
    #[must_use]
    pub fn cancel(&self, actor: &Actor, id: &str) -> Option<Job> {
        let now = self.0.clock.now();
        let mut state = self.0.state(now);
        let entry = state.jobs.values_mut().find(|it| it.job.id == id && it.actor == *actor)?;
        if !entry.job.status.is_over() {
            entry.end(JobStatus::Canceled, Some("it was canceled".to_owned()), None, now);
            if let Some(abort) = entry.abort.take() {
                abort.abort();
            }
            self.0.tell();
        }
        Some(entry.shown())
    }
}

impl Entry {
    /// The job with how far it is.
    fn shown(&self) -> Job {
        Job { progress: *self.told.borrow(), ..self.job.clone() }
    }

    fn end(
        &mut self,
        status: JobStatus,
        message: Option<String>,
        result: Option<(serde_json::Value, Option<JobValue>)>,
        now: DateTime<Utc>,
    ) {
        if self.job.status.is_over() {
            return;
        }
        self.job.status = status;
        self.job.message = message;
        (self.job.result, self.job.value) = match result {
            Some((result, value)) => (Some(Arc::new(result)), value),
            None => (None, None),
        };
        self.job.ended_at = Some(now);
    }

    fn expire(&mut self) {
        self.job.status = JobStatus::Expired;
        self.job.message = Some("the result is no longer kept; start it again".to_owned());
        self.job.result = None;
        self.job.value = None;
        // Who tries again wants a result, so the key is free again.
        self.idempotency_key = None;
    }
}

impl Shared {
    /// The state, with what is too old expired and what is older still forgotten.
    fn state(&self, now: DateTime<Utc>) -> MutexGuard<'_, State> {
        // Nothing that is done under the lock can leave it half done.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let kept_for = TimeDelta::from_std(self.limits.kept_for).unwrap_or(TimeDelta::MAX);
        let age = |it: &Entry| it.job.ended_at.map_or(TimeDelta::zero(), |ended| now - ended);
        state.jobs.retain(|_, it| age(it) < kept_for.checked_mul(2).unwrap_or(TimeDelta::MAX));
        let ended = |it: &Entry| it.job.status.is_over() && it.job.status != JobStatus::Expired;
        let mut too_many =
            state.jobs.values().filter(|it| ended(it)).count().saturating_sub(self.limits.kept);
        for entry in state.jobs.values_mut().filter(|it| ended(it)) {
            if too_many > 0 || age(entry) >= kept_for {
                too_many = too_many.saturating_sub(1);
                entry.expire();
            }
        }
        let mut too_large =
            state.jobs.values().filter(|it| it.job.value.is_some()).count().saturating_sub(VALUES_KEPT);
        for entry in state.jobs.values_mut().filter(|it| it.job.value.is_some()) {
            if too_large > 0 {
                too_large -= 1;
                entry.expire();
            }
        }
        let over = state.jobs.values().filter(|it| it.job.status == JobStatus::Expired).count();
        for _ in self.limits.kept..over {
            let oldest = state.jobs.iter().find(|it| it.1.job.status == JobStatus::Expired).map(|it| *it.0);
            oldest.and_then(|it| state.jobs.remove(&it));
        }
        state
    }

    /// Sixteen bytes that nobody guesses, as the hashes are keyed at random for the process.
    fn id(&self, number: u64) -> String {
        let half = |salt: &str| self.random.hash_one((salt, number));
        format!("{:016x}{:016x}", half("first"), half("second"))
    }

    async fn carry_out<W>(shared: Arc<Self>, number: u64, kind: JobKind, work: W)
    where
        W: Future<Output = JobOutcome>,
    {
        // The semaphore is never closed.
        let [analyses, imports, previews] = &shared.running;
        let places = match kind {
            JobKind::Analysis => analyses,
            JobKind::Import => imports,
            JobKind::Preview => previews,
        };
        let Ok(_place) = places.acquire().await else { return };
        if let Some(entry) = shared.state(shared.clock.now()).jobs.get_mut(&number) {
            entry.job.status = JobStatus::Running;
            shared.tell();
        }
        let result = tokio::time::timeout(shared.limits.deadline, work).await;
        let now = shared.clock.now();
        if let Some(entry) = shared.state(now).jobs.get_mut(&number) {
            match result {
                Ok(JobOutcome { result, value, failure: None }) => {
                    entry.end(JobStatus::Succeeded, None, Some((result, value)), now);
                }
                Ok(JobOutcome { result, value, failure }) => {
                    entry.end(JobStatus::Failed, failure, Some((result, value)), now);
                }
                Err(_elapsed) => {
                    let seconds = shared.limits.deadline.as_secs();
                    entry.end(
                        JobStatus::Failed,
                        Some(format!("it took longer than {seconds} s and was stopped")),
                        None,
                        now,
                    );
                }
            }
            shared.tell();
        }
    }

    /// Tells those who wait that a job has changed.
    fn tell(&self) {
        self.changes.send_modify(|it| *it = it.wrapping_add(1));
    }

    /// Sees to it that a job whose work panics fails.
    async fn watch(shared: Arc<Self>, number: u64, task: tokio::task::JoinHandle<()>) {
        let Err(error) = task.await else { return };
        let now = shared.clock.now();
        if let Some(entry) = shared.state(now).jobs.get_mut(&number)
            && !entry.job.status.is_over()
        {
            tracing::error!(%error, "a job stopped before its end");
            let message = "the service failed; its log says why".to_owned();
            entry.end(JobStatus::Failed, Some(message), None, now);
            shared.tell();
        }
    }
}
