//! The root of all subscriptions: few and small. What is told is that something happened and to what; what it is now is
//! asked for by a query.

use std::sync::Arc;

use async_graphql::{Context, Description, ID, Result, SimpleObject, Subscription as Root};
use futures_util::Stream;
use futures_util::stream::unfold;
use service::job::{Job, JobStatus, Jobs};
use service::{Actor, Service};
use tokio::sync::watch;

use super::context::RequestContext;
use super::id;
use super::job::{self, AnalysisJob};
use super::permission::requires;
use super::revision::service;
use super::scalars::Revision;
use super::words::Permission;
use crate::error::ErrorCode;

/// The most ids that one event tells.
const IDS_TOLD: usize = 100;

/// The record has come to a later revision.
#[derive(Debug, Clone, PartialEq, Eq, SimpleObject)]
pub struct RevisionAdvance {
    /// The revision that was told before, or that `since` named.
    pub since: Revision,
    /// The revision that queries are answered from now: that of `since` for the next time.
    pub revision: Revision,
    /// The ids of records that were written between the two, in the order of the change log, at most 100. What fell or
    /// came back because of them is not named: `changes(since:)` has all of it.
    pub changed_ids: Vec<ID>,
    /// Whether more were written than are named.
    pub has_more_changed_ids: bool,
}

/// What can be followed. Each operation has exactly one of these fields. The same is to be had by asking again and again:
/// `changes(since:)`, and `job`.
#[derive(Description)]
pub struct Subscription;

#[Root(use_type_description)]
impl Subscription {
    /// Each time the record has come to a later revision. Who reads slowly is told the last of several at once, with all
    /// ids since the one told before; so nothing is missed and nothing queues up.
    #[graphql(directive = requires::apply(Permission::ReadRecord))]
    async fn revision_advanced(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "The revision that the client has: a later one is told at once. None to be told of what comes from now on."
        )]
        since: Option<Revision>,
    ) -> Result<impl Stream<Item = RevisionAdvance> + use<>> {
        let service = Arc::clone(service(ctx)?);
        let published = service.published();
        let told = since.map_or_else(|| *published.borrow(), |it| it.number());
        let following = Following { service, published, told };
        Ok(unfold(following, async |mut it| Some((it.next().await?, it))))
    }

    /// A question in the background, now and each time its status changes, until it is over. Only who started it may
    /// follow it.
    #[graphql(directive = requires::apply(Permission::ReadRecord))]
    async fn job_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the job.")] id: ID,
    ) -> Result<impl Stream<Item = AnalysisJob> + use<>> {
        let wanted = id::decode(&id)?;
        let jobs = job::jobs(ctx)?.clone();
        let actor = RequestContext::of(ctx)?.actor().clone();
        if wanted.kind != job::KIND || jobs.find(&actor, &wanted.key).is_none() {
            return Err(ErrorCode::NotFound.error("No job has this id."));
        }
        let changes = jobs.changes();
        let watching = Watching { jobs, actor, key: wanted.key, changes, told: None };
        Ok(unfold(watching, async |mut it| Some((AnalysisJob::new(it.next().await?), it))))
    }
}

/// Somebody who follows the revisions.
struct Following {
    service: Arc<Service>,
    published: watch::Receiver<service::Revision>,
    told: service::Revision,
}

impl Following {
    /// The next event; none when the service is gone.
    async fn next(&mut self) -> Option<RevisionAdvance> {
        let told = self.told;
        let revision = *self.published.wait_for(|it| *it > told).await.ok()?;
        self.told = revision;
        // That there is a new revision is told also when the log cannot be read just now.
        let written = self.service.written(told, revision, IDS_TOLD).await;
        let (written, has_more) = written.unwrap_or_else(|error| {
            tracing::warn!(error = &error as &dyn std::error::Error, "the change log cannot be read");
            (Vec::new(), true)
        });
        Some(RevisionAdvance {
            since: Revision::of(told),
            revision: Revision::of(revision),
            changed_ids: written.iter().map(id::encode_record).collect(),
            has_more_changed_ids: has_more,
        })
    }
}

/// Somebody who follows a job.
struct Watching {
    jobs: Jobs,
    actor: Actor,
    key: String,
    changes: watch::Receiver<u64>,
    told: Option<JobStatus>,
}

impl Watching {
    /// The job when its status is another than the one told; none after its end, and when it is forgotten.
    async fn next(&mut self) -> Option<Job> {
        if self.told.is_some_and(JobStatus::is_over) {
            return None;
        }
        loop {
            self.changes.mark_unchanged();
            let job = self.jobs.find(&self.actor, &self.key)?;
            if self.told != Some(job.status) {
                self.told = Some(job.status);
                return Some(job);
            }
            self.changes.changed().await.ok()?;
        }
    }
}
