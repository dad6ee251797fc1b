//! The GraphQL schema. A resolver reads its arguments, calls one function below the edge and wraps what it returns.
//!
//! One noun has one file. What all of them share: [`entry`] (a record seen in a view), [`id`] (opaque ids),
//! [`connection`] and [`cursor`] (pages), [`context`] (what belongs to one request) and [`loader`] (reads of what
//! lives only in the store, batched). Everything in one answer is read from one snapshot.

#![allow(clippy::needless_pass_by_value, reason = "the executor hands arguments of fields over by value")]

pub mod access_token;
pub mod action_item;
pub mod body;
pub mod call;
pub mod claim;
pub mod completeness;
pub mod computed;
pub mod conflict;
pub mod connection;
pub mod contact_point;
pub mod context;
pub mod cursor;
pub mod date;
pub mod document;
pub mod entry;
pub mod evidence;
pub mod exclusion;
pub mod expectation;
pub mod history;
pub mod id;
pub mod identifier;
pub mod identity;
pub mod import;
pub mod indicator;
pub mod input;
pub mod institution;
pub mod job;
pub mod keeping;
pub mod language;
pub mod lists;
pub mod loader;
pub mod meeting;
pub mod mention;
pub mod merged_field;
pub mod mutation;
pub mod net_change;
pub mod network;
pub mod node;
pub mod norm;
pub mod office;
pub mod participation;
pub mod partnership;
pub mod party;
pub mod permission;
pub mod person;
pub mod privacy;
pub mod query;
pub mod recorded;
pub mod resolution;
pub mod revision;
pub mod scalars;
pub mod scenario;
pub mod scenario_mutation;
pub mod search;
pub mod series;
pub mod service_info;
pub mod statement;
pub mod subscription;
pub mod territory;
pub mod user_error;
pub mod vocabulary;
pub mod words;

#[cfg(test)]
mod tests;

use std::any::TypeId;
use std::sync::Arc;

use async_graphql::{Request, Response, SDLExportOptions, Schema, SchemaBuilder};
use async_trait::async_trait;
use domain::record::RecordRef;
use futures_util::stream::BoxStream;
use service::{Service, ViewContext};

use crate::http::Executor;

pub use computed::analysis::Pools;
pub use context::{RequestContext, ServiceHook};
pub use mutation::Mutation;
pub use query::Query;
pub use service_info::About;
pub use subscription::Subscription;

/// A number of things as GraphQL's `Int`, which has 32 bits.
pub(crate) fn count(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// How a record is known, by the strongest of the claims of its existence.
pub(crate) fn strongest(context: &ViewContext, reference: &RecordRef) -> words::Confidence {
    let network = context.network();
    // What stands has a claim; a record without one would be known by inference at best.
    let found = network.evidence().confidence(network.record(), reference);
    found.map_or(words::Confidence::Inferred, Into::into)
}

/// The schema as the executor knows it.
type Inner = Schema<Query, Mutation, Subscription>;

/// The schema of the service, which executes requests.
#[derive(Clone)]
pub struct ApiSchema(Inner);

impl ApiSchema {
    /// Executes one request. It needs a [`RequestContext`] among its data, see [`ServiceHook`].
    pub async fn execute(&self, request: impl Into<Request> + Send) -> Response {
        self.0.execute(request.into()).await
    }
}

#[async_trait]
impl Executor for ApiSchema {
    async fn execute(&self, request: Request) -> Response {
        self.0.execute(request).await
    }

    fn stream(&self, mut request: Request) -> BoxStream<'static, Response> {
        // An operation that goes on for days must not hold the snapshot that was live when it began.
        let context = request.data.get(&TypeId::of::<Arc<RequestContext>>());
        let context =
            context.and_then(|it| it.downcast_ref::<Arc<RequestContext>>()).map(|it| it.without_record());
        if let Some(context) = context {
            request = request.data(Arc::new(context));
        }
        self.0.execute_stream(request)
    }

    fn sdl(&self) -> String {
        print(&self.0)
    }
}

fn print(schema: &Inner) -> String {
    let options =
        SDLExportOptions::new().include_specified_by().prefer_single_line_descriptions().use_space_ident();
    schema.sdl_with_options(options)
}

/// Nothing returns the interface of results, so it is named here.
fn builder() -> SchemaBuilder<Query, Mutation, Subscription> {
    Schema::build(Query, Mutation, Subscription).register_output_type::<computed::ComputedResult>()
}

/// The schema over a service. Requests need a [`RequestContext`] among their data, see [`ServiceHook`].
#[must_use]
pub fn build_schema(service: Arc<Service>, about: About) -> ApiSchema {
    let (pools, jobs) = (Pools::of_service(&service), service.jobs().clone());
    ApiSchema(builder().data(pools).data(jobs).data(service).data(about).finish())
}

/// The schema in the schema definition language: equal for equal versions of the program.
#[must_use]
pub fn sdl() -> String {
    print(&builder().finish())
}
