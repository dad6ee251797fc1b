//! GraphQL over HTTP: one handler over any executor, and the routes around it.
//!
//! The order of things for a request: media type, method, members, a free place, who asks, the guard, what that actor
//! may, the hook that adds what belongs to the request (snapshot, loaders), the executor; all under one deadline.

mod accept;
mod answer;
mod background;
mod bearer;
mod gate;
mod graphql;
mod imports;
mod live;
mod pages;
mod params;
mod reports;
mod request_id;
mod router;

use std::sync::Arc;
use std::time::Duration;

use async_graphql::{ObjectType, Request, Response, Schema, SubscriptionType};
use async_trait::async_trait;
use axum::http::HeaderMap;
use futures_util::stream::BoxStream;
use service::{Actor, Audience, Service};

pub use background::Background;
pub use bearer::bearer;
pub use live::{CloseReason, LiveLimits};
pub use request_id::{REQUEST_ID, RequestId};
pub use router::router;

use crate::error::Refusal;
use crate::guard::Limits;

/// What executes requests: a schema, whatever its types.
#[async_trait]
pub trait Executor: Send + Sync + 'static {
    /// Executes one request to its end.
    async fn execute(&self, request: Request) -> Response;

    /// Executes a subscription: its answers, one after another.
    fn stream(&self, request: Request) -> BoxStream<'static, Response>;

    /// The schema in the schema definition language.
    fn sdl(&self) -> String;
}

#[async_trait]
impl<Q, M, S> Executor for Schema<Q, M, S>
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    S: SubscriptionType + 'static,
{
    async fn execute(&self, request: Request) -> Response {
        Self::execute(self, request).await
    }

    fn stream(&self, request: Request) -> BoxStream<'static, Response> {
        self.execute_stream(request)
    }

    fn sdl(&self) -> String {
        Self::sdl(self)
    }
}

/// What is known of a request before its document is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Call<'r> {
    /// The headers.
    pub headers: &'r HeaderMap,
    /// The id of the request.
    pub id: &'r RequestId,
    /// Who asks, see [`RequestHook::authenticate`].
    pub actor: &'r Actor,
}

/// Adds what belongs to one request: who asks, the pinned snapshot, the loaders.
#[async_trait]
pub trait RequestHook: Send + Sync + 'static {
    /// Who asks, by the credentials among the headers. Everything that answers data asks this first.
    ///
    /// # Errors
    /// `UNAUTHENTICATED` for credentials that are not known, and for none where some are needed; `UNAVAILABLE` when they
    /// cannot be looked at; `FORBIDDEN` where requests from elsewhere are not answered. Each is answered with its own
    /// status.
    async fn authenticate(&self, headers: &HeaderMap) -> Result<Actor, Refusal>;

    /// The request with its data, see [`Request::data`]. [`crate::guard::Cost`] and [`RequestId`] are there already.
    ///
    /// # Errors
    /// A refusal, which is answered with its own status.
    async fn prepare(&self, call: Call<'_>, request: Request) -> Result<Request, Refusal>;
}

/// Whether the service should be sent requests, with what the probe shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Readiness {
    /// Decides between 200 and 503.
    pub is_ready: bool,
    /// An object with further facts, such as the revision and how far it lags.
    pub details: serde_json::Map<String, serde_json::Value>,
}

/// Answers the readiness probe; quick and without waiting.
pub type ReadinessHook = Arc<dyn Fn() -> Readiness + Send + Sync>;

/// Makes the page at `/`: a whole HTML document. Its policy allows inline styles and no scripts but the service's own.
pub type PageHook = Arc<dyn Fn() -> String + Send + Sync>;

/// How the edge behaves.
#[derive(Debug, Clone)]
pub struct HttpOptions {
    /// Largest body of a POST, in bytes.
    pub body_limit: usize,
    /// Longest time for a request, waiting included.
    pub deadline: Duration,
    /// Requests executed at the same time.
    pub max_running: usize,
    /// Requests that may wait for a place; beyond them the service is overloaded.
    pub max_waiting: usize,
    /// Whether answers are compressed for clients that accept gzip.
    pub compression: bool,
    /// What the ids of this process's requests begin with; letters, digits, `.`, `_`, `-`.
    pub request_id_prefix: String,
    /// The limits of documents.
    pub limits: Limits,
    /// Fields that cost more than the objects they return: type, field, weight.
    pub weights: Vec<(&'static str, &'static str, u64)>,
    /// How connections that stay open are held.
    pub live: LiveLimits,
    /// Those who listen over such connections.
    pub audience: Arc<Audience>,
}

impl Default for HttpOptions {
    /// The options of the shipped service: 1 MiB, 30 s, 64 running, 256 waiting, compression.
    fn default() -> Self {
        Self {
            body_limit: 1024 * 1024,
            deadline: Duration::from_secs(30),
            max_running: 64,
            max_waiting: 256,
            compression: true,
            request_id_prefix: "r".to_owned(),
            limits: Limits::default(),
            weights: Vec::new(),
            live: LiveLimits::default(),
            audience: Arc::new(Audience::new(1_024)),
        }
    }
}

/// What a router is made of.
#[derive(Clone)]
pub struct RouterParts {
    /// The schema.
    pub executor: Arc<dyn Executor>,
    /// What every request gets.
    pub hook: Arc<dyn RequestHook>,
    /// The answer of `/readyz`.
    pub readiness: ReadinessHook,
    /// The page at `/`.
    pub front_page: PageHook,
    /// What writes the documents below `/reports` and takes the files of `/imports`; none when there are none.
    pub reports: Option<Arc<Service>>,
    /// How the edge behaves.
    pub options: HttpOptions,
}
