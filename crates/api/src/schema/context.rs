//! What belongs to one request: who asks, the pinned snapshot, the loaders.

use std::sync::{Arc, OnceLock};

use async_graphql::{Context, Request, Result};
use async_trait::async_trait;
use service::graph::View;
use service::{Actor, Service, Snapshot, ViewContext};

use super::loader::{Loaders, Stored};
use crate::error::{ErrorCode, Refusal};
use crate::http::{Call, RequestHook};

/// What belongs to one request. Everything in its answer is read from the one snapshot.
pub struct RequestContext {
    stored: Arc<dyn Stored>,
    actor: Actor,
    snapshot: Arc<Snapshot>,
    loaders: Loaders,
    whole: OnceLock<Arc<ViewContext>>,
    is_job: bool,
}

impl RequestContext {
    /// A request of an actor on a snapshot.
    #[must_use]
    pub fn new(stored: Arc<dyn Stored>, actor: Actor, snapshot: Arc<Snapshot>) -> Self {
        let loaders = Loaders::new(Arc::clone(&stored), actor.clone(), Arc::clone(&snapshot));
        Self { stored, actor, snapshot, loaders, whole: OnceLock::new(), is_job: false }
    }

    /// Another request of the same actor on the same snapshot.
    #[must_use]
    pub fn again(&self) -> Self {
        Self::new(Arc::clone(&self.stored), self.actor.clone(), Arc::clone(&self.snapshot))
    }

    /// The same for a job, whose analyses run within the limits of jobs.
    #[must_use]
    pub fn for_job(self) -> Self {
        Self { is_job: true, ..self }
    }

    /// Whether it is a job that asks.
    #[must_use]
    pub fn is_job(&self) -> bool {
        self.is_job
    }

    /// Who asks.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The snapshot.
    #[must_use]
    pub fn snapshot(&self) -> &Arc<Snapshot> {
        &self.snapshot
    }

    /// The loaders.
    #[must_use]
    pub fn loaders(&self) -> &Loaders {
        &self.loaders
    }

    /// The snapshot in a view.
    #[must_use]
    pub fn look(&self, view: View) -> Arc<ViewContext> {
        if view == View::default() {
            return self.whole();
        }
        Arc::new(ViewContext::new(Arc::clone(&self.snapshot), view))
    }

    /// The whole record as stated: the view of nodes that are not asked for within a network. Made once.
    #[must_use]
    pub fn whole(&self) -> Arc<ViewContext> {
        let made = self
            .whole
            .get_or_init(|| Arc::new(ViewContext::new(Arc::clone(&self.snapshot), View::default())));
        Arc::clone(made)
    }

    /// What belongs to the request that is being answered.
    ///
    /// # Errors
    /// `INTERNAL` when the request was not prepared.
    pub fn of<'a>(ctx: &Context<'a>) -> Result<&'a Self> {
        match ctx.data_opt::<Arc<Self>>() {
            Some(request) => Ok(request),
            None => {
                tracing::error!("a request without its context reached the schema");
                Err(ErrorCode::Internal.error("The request was not prepared."))
            }
        }
    }
}

/// Prepares requests: the live snapshot, loaders, and the actor that stands for everybody who asks.
pub struct ServiceHook {
    service: Arc<Service>,
    actor: Actor,
}

impl ServiceHook {
    /// A hook under which everybody has the rights of `actor`.
    #[must_use]
    pub fn new(service: Arc<Service>, actor: Actor) -> Self {
        Self { service, actor }
    }
}

#[async_trait]
impl RequestHook for ServiceHook {
    async fn prepare(&self, _: Call<'_>, request: Request) -> std::result::Result<Request, Refusal> {
        let stored: Arc<dyn Stored> = Arc::<Service>::clone(&self.service);
        let context = RequestContext::new(stored, self.actor.clone(), self.service.snapshot());
        Ok(request.data(Arc::new(context)))
    }
}
