//! What the service tells of itself and of the reader.

use async_graphql::{Context, Description, Enum, Object, Result, SimpleObject};
use service::analysis::AnalysisLimits;
use service::job::JobLimits;
use service::{Actor, RevisionRange, Service};

use super::computed::analysis::Pools;
use super::context::RequestContext;
use super::job;
use super::scalars::{DateTime, Revision};
use super::words::{Permission, PublicFunction, Role};
use crate::error::ErrorCode;
use crate::guard::{LimitInfo, Limits};
use crate::http::{CloseReason, LiveLimits};

/// What the program knows of itself: its version, and the limits that it holds requests to.
#[derive(Debug, Clone)]
pub struct About {
    /// The version of the program.
    pub version: &'static str,
    /// The limits of documents.
    pub limits: Limits,
    /// The limits of connections that stay open.
    pub live: LiveLimits,
    /// How many such connections there may be.
    pub listeners: u32,
}

/// Which database the record is kept in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum DatabaseKind {
    /// SQLite, in a file.
    Sqlite,
    /// A PostgreSQL server.
    Postgres,
}

/// The service itself.
#[derive(Description)]
pub struct ServiceInfo;

#[Object(name = "Service", use_type_description)]
impl ServiceInfo {
    /// The name of the program.
    fn name(&self) -> &'static str {
        "Splot"
    }

    /// The version of the program, by semantic versioning.
    fn version(&self, ctx: &Context<'_>) -> Result<&'static str> {
        Ok(about(ctx)?.version)
    }

    /// The revision that this answer is read from, but for what stands below a `network` that names another.
    fn revision(&self, ctx: &Context<'_>) -> Result<Revision> {
        Ok(Revision::of(RequestContext::of(ctx)?.snapshot().revision))
    }

    /// The first revision that `network(asOf:)` reaches: every one from it on is kept. 0 while nothing has ever been
    /// recorded.
    fn earliest_revision(&self, ctx: &Context<'_>) -> Result<Revision> {
        let latest = RequestContext::of(ctx)?.snapshot().revision;
        Ok(Revision::of(RevisionRange::up_to(latest).earliest))
    }

    /// When `revision` was recorded; null while nothing has ever been.
    fn recorded_at(&self, ctx: &Context<'_>) -> Option<DateTime> {
        RequestContext::of(ctx).ok()?.snapshot().recorded_at.map(DateTime)
    }

    /// The limits of a request, of the analyses that it asks for, and of jobs, in a fixed order.
    fn limits(&self, ctx: &Context<'_>) -> Result<Vec<Limit>> {
        let pools = Pools::of(ctx)?;
        let of_requests = about(ctx)?.limits.describe();
        let of_work = work_limits(pools.requests.limits(), pools.jobs.limits(), job::jobs(ctx)?.limits());
        let about = about(ctx)?;
        let of_connections = live_limits(&about.live, about.listeners);
        let shown = of_requests.into_iter().chain(of_work).chain(of_connections).map(|it| Limit {
            name: it.name,
            value: i32::try_from(it.value).unwrap_or(i32::MAX),
            description: it.description,
        });
        Ok(shown.collect())
    }

    /// Every code that an error can bear in `extensions.code`, in a fixed order.
    fn error_codes(&self) -> Vec<ErrorCodeDefinition> {
        let codes = ErrorCode::ALL.iter();
        codes.map(|it| ErrorCodeDefinition { code: it.as_str(), description: it.description() }).collect()
    }

    /// Every code with which the service closes a websocket, in order.
    fn close_codes(&self) -> Vec<CloseCodeDefinition> {
        let reasons = CloseReason::ALL.iter();
        let shown = reasons.map(|it| CloseCodeDefinition {
            code: i32::from(it.code()),
            reason: it.text(),
            description: it.description(),
        });
        shown.collect()
    }

    /// The kind of database that the record is kept in.
    fn database(&self, ctx: &Context<'_>) -> Result<DatabaseKind> {
        let service = ctx.data_opt::<std::sync::Arc<Service>>().ok_or_else(not_built)?;
        Ok(match service.database().as_str() {
            "SQLite" => DatabaseKind::Sqlite,
            _ => DatabaseKind::Postgres,
        })
    }
}

/// The limits of analyses and of jobs.
fn work_limits(requests: &AnalysisLimits, of_jobs: &AnalysisLimits, jobs: &JobLimits) -> Vec<LimitInfo> {
    let info = |name, value, description| LimitInfo { name, value, description };
    let number = |it: usize| it as u64;
    vec![
        info(
            "analysisMillionOperations",
            requests.cost_max / MILLION,
            "Elementary operations that an analysis of a request may be estimated to take, in millions.",
        ),
        info(
            "analysisSeconds",
            requests.deadline.as_secs(),
            "Seconds that an analysis of a request may take, waiting and running together.",
        ),
        info("analysesAtATime", number(requests.at_a_time), "Analyses of requests that run at a time."),
        info(
            "analysesWaiting",
            number(requests.waiting_max),
            "Analyses of requests that wait for their turn.",
        ),
        info(
            "jobMillionOperations",
            of_jobs.cost_max / MILLION,
            "Elementary operations that an analysis of a job may be estimated to take, in millions.",
        ),
        info("jobSeconds", jobs.deadline.as_secs(), "Seconds that a job may run."),
        info("jobsAtATime", number(jobs.at_a_time), "Jobs that run at a time."),
        info("jobsWaiting", number(jobs.waiting_max), "Jobs that wait for their turn."),
        info("jobsKept", number(jobs.kept), "Jobs that are over and whose results are kept."),
        info("jobKeptSeconds", jobs.kept_for.as_secs(), "Seconds that the result of a job is kept."),
    ]
}

/// The limits of connections that stay open.
fn live_limits(live: &LiveLimits, listeners: u32) -> Vec<LimitInfo> {
    let info = |name, value, description| LimitInfo { name, value, description };
    let number = |it: usize| it as u64;
    vec![
        info(
            "liveConnections",
            u64::from(listeners),
            "Connections that stay open at a time: websockets and streams of events.",
        ),
        info("liveOperations", number(live.operations), "Operations under way on one websocket."),
        info("liveMessageBytes", number(live.message_bytes), "Bytes of one message that a websocket reads."),
        info(
            "liveInitSeconds",
            live.init_within.as_secs(),
            "Seconds within which a websocket must send connection_init.",
        ),
        info(
            "liveHeartbeatSeconds",
            live.heartbeat.as_secs(),
            "Seconds after which a sign of life is sent: a ping, or a comment among events.",
        ),
        info(
            "liveSilenceSeconds",
            live.silence.as_secs(),
            "Seconds that a websocket may give no sign of life.",
        ),
        info("liveIdleSeconds", live.idle.as_secs(), "Seconds that a websocket may be without an operation."),
        info(
            "liveWriteSeconds",
            live.write_within.as_secs(),
            "Seconds that one message to a websocket may take.",
        ),
    ]
}

/// In this unit operations are shown: their number may be too large for an `Int`.
const MILLION: u64 = 1_000_000;

fn about<'a>(ctx: &Context<'a>) -> Result<&'a About> {
    ctx.data_opt::<About>().ok_or_else(not_built)
}

fn not_built() -> async_graphql::Error {
    tracing::error!("the schema was made without its service");
    ErrorCode::Internal.error("The service failed; its log says why.")
}

/// A limit that requests are held to.
#[derive(Debug, Clone, PartialEq, Eq, SimpleObject)]
pub struct Limit {
    /// The name; for limits of a document, as in `extensions.limit` of a refusal.
    pub name: &'static str,
    /// The largest value that passes.
    pub value: i32,
    /// What is counted.
    pub description: &'static str,
}

/// A code with which the service closes a websocket.
#[derive(Debug, Clone, PartialEq, Eq, SimpleObject)]
pub struct CloseCodeDefinition {
    /// The code.
    pub code: i32,
    /// The reason that is sent with it.
    pub reason: &'static str,
    /// What it means, and what to do.
    pub description: &'static str,
}

/// A code that an error can bear.
#[derive(Debug, Clone, PartialEq, Eq, SimpleObject)]
pub struct ErrorCodeDefinition {
    /// The code, as in `extensions.code`.
    pub code: &'static str,
    /// What it means, and what to do.
    pub description: &'static str,
}

/// The reader, and what the reader may see.
#[derive(Description)]
pub struct Viewer(pub(crate) Actor);

#[Object(use_type_description)]
impl Viewer {
    /// What the reader is; it decides what the reader may do.
    fn role(&self) -> Role {
        self.0.role().into()
    }

    /// What the reader may do, in a fixed order.
    fn permissions(&self) -> Vec<Permission> {
        self.0.role().permissions().iter().map(|it| (*it).into()).collect()
    }

    /// What the reader's changes are signed with in the change log.
    fn label(&self) -> &str {
        self.0.label()
    }

    /// The account that the reader has signed in to; null for who has not signed in.
    fn account(&self) -> Option<&str> {
        self.0.account()
    }

    /// When the token that the reader has shown ceases to count; null when it never does, and for who has not signed in.
    fn expires_at(&self) -> Option<DateTime> {
        self.0.expires_at().map(DateTime)
    }

    /// The classes of people whose names the reader may read.
    fn may_read_names_of(&self) -> Vec<PublicFunction> {
        self.0.may_read_names_of().iter().map(|it| (*it).into()).collect()
    }

    /// Whether the reader may read contact points of people; those of institutions and offices are open to all.
    fn may_read_contacts(&self) -> bool {
        self.0.may_read_contacts_of_people()
    }
}
