//! What belongs to one request: who asks, the pinned snapshot, the loaders.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use async_graphql::{Context, Request, Result};
use async_trait::async_trait;
use service::graph::View;
use service::{Actor, AsOf, Revision, Service, Snapshot, ViewContext};

use super::loader::{Loaders, Stored, service_error};
use crate::error::{ErrorCode, Refusal};
use crate::http::{Call, RequestHook};

/// What belongs to one request. Everything in its answer is read from the one snapshot, but for what stands below a
/// `network` that names another state of the record: all of that is read from the snapshot of that state.
pub struct RequestContext {
    stored: Arc<dyn Stored>,
    actor: Actor,
    snapshot: Arc<Snapshot>,
    /// The loaders, by the revision that they read.
    loaders: Mutex<BTreeMap<Revision, Arc<Loaders>>>,
    whole: OnceLock<Arc<ViewContext>>,
    is_job: bool,
}

impl RequestContext {
    /// A request of an actor on a snapshot.
    #[must_use]
    pub fn new(stored: Arc<dyn Stored>, actor: Actor, snapshot: Arc<Snapshot>) -> Self {
        Self { stored, actor, snapshot, loaders: Mutex::default(), whole: OnceLock::new(), is_job: false }
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

    /// The snapshot that was live when the request began.
    #[must_use]
    pub fn snapshot(&self) -> &Arc<Snapshot> {
        &self.snapshot
    }

    /// The loaders that read what belongs to a snapshot.
    #[must_use]
    pub fn loaders(&self, snapshot: &Arc<Snapshot>) -> Arc<Loaders> {
        // Nothing that is done under the lock can leave it half done.
        let mut loaders = self.loaders.lock().unwrap_or_else(PoisonError::into_inner);
        let made = loaders.entry(snapshot.revision).or_insert_with(|| {
            Arc::new(Loaders::new(Arc::clone(&self.stored), self.actor.clone(), Arc::clone(snapshot)))
        });
        Arc::clone(made)
    }

    /// The snapshot that the arguments of `network` name: that of `as_of`, else the request's own, or a newer one when
    /// that is older than `least`.
    ///
    /// # Errors
    /// `REVISION_NOT_FOUND`, `REVISION_NOT_REACHED`; `INVALID_ARGUMENT` when the state named is older than `least`.
    pub async fn pinned(&self, as_of: Option<AsOf>, least: Option<Revision>) -> Result<Arc<Snapshot>> {
        let Some(wanted) = as_of else {
            return match least {
                Some(least) if least > self.snapshot.revision => {
                    self.stored.snapshot_since(least).await.map_err(|error| service_error(&error))
                }
                _ => Ok(Arc::clone(&self.snapshot)),
            };
        };
        let found = if wanted == AsOf::Revision(self.snapshot.revision) {
            Arc::clone(&self.snapshot)
        } else {
            self.stored.snapshot_as_of(wanted).await.map_err(|error| service_error(&error))?
        };
        match least {
            Some(least) if least > found.revision => {
                let message = format!(
                    "`asOf` names revision {}, which is older than `minRevision` {least}; leave one of them out.",
                    found.revision
                );
                Err(ErrorCode::InvalidArgument.error(message))
            }
            _ => Ok(found),
        }
    }

    /// A snapshot in a view.
    #[must_use]
    pub fn look(&self, snapshot: Arc<Snapshot>, view: View) -> Arc<ViewContext> {
        if view == View::default() && Arc::ptr_eq(&snapshot, &self.snapshot) {
            return self.whole();
        }
        Arc::new(ViewContext::new(snapshot, view))
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
