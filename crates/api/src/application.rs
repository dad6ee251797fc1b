//! The whole edge over a service: schema, hook, readiness, routes.

use std::sync::Arc;

use axum::Router;
use serde_json::{Map, Value};
use service::Service;
use service::access::Authenticator;

use crate::error::ApiError;
use crate::http::{HttpOptions, PageHook, Readiness, RouterParts, router};
use crate::schema::computed::ANALYSIS_WEIGHTS;
use crate::schema::{About, ServiceHook, build_schema};

/// The routes of the service. `authenticator` knows who asks.
///
/// # Errors
/// [`ApiError::Schema`] when the schema cannot be read back from its own text.
pub fn application(
    service: Arc<Service>,
    authenticator: Authenticator,
    front_page: PageHook,
) -> Result<Router, ApiError> {
    // The history of a record is read from the store, for each record by itself.
    let weights = ANALYSIS_WEIGHTS.iter().copied().chain([("*", "history", 50)]).collect();
    let audience = Arc::clone(service.audience());
    let options = HttpOptions { weights, audience, ..HttpOptions::default() };
    let about = About {
        version: env!("CARGO_PKG_VERSION"),
        limits: options.limits.clone(),
        live: options.live.clone(),
        listeners: options.audience.most(),
    };
    let schema = build_schema(Arc::clone(&service), about);
    let hook = ServiceHook::new(Arc::clone(&service), authenticator);
    let reports = Some(Arc::clone(&service));
    let readiness = Arc::new(move || readiness(&service));
    let (executor, hook) = (Arc::new(schema), Arc::new(hook));
    router(RouterParts { executor, hook, readiness, front_page, reports, options })
}

/// Ready as long as the snapshot follows its database; told with the revision that answers are read from.
fn readiness(service: &Service) -> Readiness {
    let snapshot = service.snapshot();
    let mut details = Map::new();
    details.insert("revision".to_owned(), Value::from(snapshot.revision.to_string()));
    details.insert("following".to_owned(), Value::from(service.is_following()));
    Readiness { is_ready: service.is_following(), details }
}
