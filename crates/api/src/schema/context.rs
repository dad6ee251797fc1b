//! What belongs to one request: who asks, the pinned snapshot, the loaders.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use async_graphql::{Context, ID, Request, Result};
use async_trait::async_trait;
use axum::http::{HeaderMap, HeaderValue, header};
use domain::evidence_filter::EvidenceFilter;
use domain::person::ContactPoint;
use domain::record::RecordRef;
use service::access::Authenticator;
use service::graph::{Network, View};
use service::{Actor, AsOf, Revision, Service, Snapshot, ViewContext};

use super::computed::sentence;
use super::loader::{Loaders, Stored, code_of, service_error};
use crate::error::{ErrorCode, Refusal};
use crate::http::{Call, RequestHook, bearer};

/// The snapshot of the empty record.
static NOTHING: LazyLock<Option<Arc<Snapshot>>> = LazyLock::new(|| {
    let network = Network::build(domain::record::Record::default()).ok()?;
    Some(Arc::new(Snapshot::new(Revision::EMPTY, None, Arc::new(network))))
});

/// What belongs to one request. Everything in its answer is read from the one snapshot, but for what stands below a
/// `network` that names another state of the record: all of that is read from the snapshot of that state.
pub struct RequestContext {
    stored: Arc<dyn Stored>,
    actor: Actor,
    snapshot: Arc<Snapshot>,
    /// The loaders, by the revision that they read, and the evidence by which its network was built.
    loaders: Mutex<BTreeMap<(Revision, EvidenceFilter), Arc<Loaders>>>,
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

    /// Another request of the same actor, which reads nothing of the record: it holds no snapshot of it.
    #[must_use]
    pub fn without_record(&self) -> Self {
        let snapshot = NOTHING.as_ref().unwrap_or(&self.snapshot);
        Self::new(Arc::clone(&self.stored), self.actor.clone(), Arc::clone(snapshot))
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

    /// What the request reads of the service.
    #[must_use]
    pub(super) fn stored(&self) -> &dyn Stored {
        &*self.stored
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
        let key = (snapshot.revision, snapshot.evidence().clone());
        let made = loaders.entry(key).or_insert_with(|| {
            Arc::new(Loaders::new(Arc::clone(&self.stored), self.actor.clone(), Arc::clone(snapshot)))
        });
        Arc::clone(made)
    }

    /// The snapshot that the arguments of `network` name: that of a scenario, or of `as_of`, else the request's own, or
    /// a newer one when that is older than `least`.
    ///
    /// # Errors
    /// `REVISION_NOT_FOUND`, `REVISION_NOT_REACHED`; `INVALID_ARGUMENT` when the state named is older than `least`, or
    /// both a scenario and a state are; `INVALID_ID`, `NOT_FOUND`, `FORBIDDEN` of the scenario.
    pub async fn pinned(
        &self,
        as_of: Option<AsOf>,
        least: Option<Revision>,
        scenario: Option<&ID>,
    ) -> Result<Arc<Snapshot>> {
        if let Some(id) = scenario {
            if as_of.is_some() {
                let message = "A scenario is seen over its own base revision; leave `asOf` out, or amend the scenario with another `baseRevision`.";
                return Err(ErrorCode::InvalidArgument.error(message));
            }
            let key = super::scenario::key(id)?;
            let found = self.stored.snapshot_of_scenario(&self.actor, &key).await;
            return not_older(found.map_err(|error| service_error(&error))?, least);
        }
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
        not_older(found, least)
    }

    /// The same state of the record by the claims that a filter admits.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when the snapshot supposes something; `OVERLOADED`, `UNAVAILABLE`, `INTERNAL`.
    pub async fn by_evidence(
        &self,
        snapshot: Arc<Snapshot>,
        filter: EvidenceFilter,
    ) -> Result<Arc<Snapshot>> {
        if *snapshot.evidence() == filter {
            return Ok(snapshot);
        }
        if snapshot.scenario.is_some() || snapshot.is_trial() {
            let message = "What is supposed has no evidence to choose from; leave out the evidence filter, or what is supposed.";
            return Err(ErrorCode::InvalidArgument.error(message));
        }
        if filter.is_whole() && snapshot.revision == self.snapshot.revision {
            return Ok(Arc::clone(&self.snapshot));
        }
        let found = self.stored.snapshot_by_evidence(snapshot.revision, filter).await;
        found.map_err(|error| service_error(&error))
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

    /// The contact points of these records that the reader may see. They are today's at every revision.
    ///
    /// # Errors
    /// `INTERNAL`, `UNAVAILABLE`.
    pub async fn contact_points(&self, of: &[RecordRef]) -> Result<BTreeMap<RecordRef, Vec<ContactPoint>>> {
        self.stored.contact_points(&self.actor, of).await.map_err(|error| service_error(&error))
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

/// The snapshot, unless it is older than the least revision that is asked for.
fn not_older(found: Arc<Snapshot>, least: Option<Revision>) -> Result<Arc<Snapshot>> {
    match least {
        Some(least) if least > found.revision => {
            let message = format!(
                "What is named is of revision {}, which is older than `minRevision` {least}; leave one of them out.",
                found.revision
            );
            Err(ErrorCode::InvalidArgument.error(message))
        }
        _ => Ok(found),
    }
}

/// Whether a request names a loopback host and comes from no page of another: a browser sends a page's requests to
/// any address, and a name that somebody else controls may lead to this machine.
fn is_for_this_machine(headers: &HeaderMap) -> bool {
    let is_loopback = |authority: &str| {
        let host = authority.rsplit_once(':').filter(|it| !it.1.ends_with(']')).map_or(authority, |it| it.0);
        let host = host.trim_start_matches('[').trim_end_matches(']');
        host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|it| it.is_loopback())
    };
    let text = |name| headers.get(name).and_then(|it: &HeaderValue| it.to_str().ok());
    let from_here = match headers.get(header::ORIGIN) {
        None => true,
        Some(_) => text(header::ORIGIN)
            .and_then(|it| it.split_once("://"))
            .is_some_and(|(_, authority)| is_loopback(authority)),
    };
    from_here && text(header::HOST).is_some_and(is_loopback)
}

/// Prepares requests: who asks, the live snapshot, loaders.
pub struct ServiceHook {
    service: Arc<Service>,
    authenticator: Authenticator,
}

impl ServiceHook {
    /// A hook over a service, which knows by `authenticator` who asks.
    #[must_use]
    pub fn new(service: Arc<Service>, authenticator: Authenticator) -> Self {
        Self { service, authenticator }
    }
}

#[async_trait]
impl RequestHook for ServiceHook {
    async fn authenticate(&self, headers: &HeaderMap) -> std::result::Result<Actor, Refusal> {
        let shown = bearer(headers)?;
        // Who shows nothing may be a page of another origin, in the browser of somebody on this machine.
        let may_write = shown.is_none() && self.authenticator.anonymous().is_some_and(Actor::may_write);
        if may_write && !is_for_this_machine(headers) {
            let message = "Who has not signed in may change the record here, so only requests from this machine are answered; use the address that the service told when it started.";
            return Err(Refusal::new(ErrorCode::Forbidden, message));
        }
        self.authenticator.actor(shown).await.map_err(|error| {
            let code = code_of(&error);
            let message = match code {
                ErrorCode::Internal | ErrorCode::Unavailable => {
                    tracing::error!(
                        error = &error as &dyn std::error::Error,
                        "credentials could not be looked at"
                    );
                    "The credentials cannot be looked at now; the service's log says why.".to_owned()
                }
                _ => sentence(&error.to_string()),
            };
            Refusal::new(code, message)
        })
    }

    async fn prepare(&self, call: Call<'_>, request: Request) -> std::result::Result<Request, Refusal> {
        let stored: Arc<dyn Stored> = Arc::<Service>::clone(&self.service);
        let context = RequestContext::new(
            stored,
            call.actor.clone().in_request(call.id.as_str()),
            self.service.snapshot(),
        );
        Ok(request.data(Arc::new(context)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_requests_of_this_machine_are_those_of_its_keeper() {
        let answer = |host: &str, origin: Option<&str>| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, host.parse().expect("a value"));
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, origin.parse().expect("a value"));
            }
            is_for_this_machine(&headers)
        };
        assert!(answer("127.0.0.1:8080", None));
        assert!(answer("localhost", None));
        assert!(answer("[::1]:8080", Some("http://[::1]:8080")));
        assert!(answer("LOCALHOST:8080", Some("http://localhost:8080")));
        assert!(!answer("desk.example:8080", None));
        assert!(!answer("localhost.example:8080", None));
        assert!(!answer("127.0.0.1:8080", Some("https://desk.example")));
        assert!(!answer("127.0.0.1:8080", Some("null")));
        assert!(!is_for_this_machine(&HeaderMap::new()));
    }
}
