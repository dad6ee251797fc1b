//! Operations whose answers come over time: a schema that is followed, a server on a free port, and what both protocols
//! share.

mod events;
mod hostile;
mod socket;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use api::error::{ErrorCode, Refusal};
use api::http::{Call, HttpOptions, LiveLimits, RequestHook};
use api::schema::permission::requires;
use api::schema::words::Permission;
use async_graphql::{Request, Result, Schema, Subscription};
use axum::Router;
use axum::http::HeaderMap;
use futures_util::{Stream, StreamExt as _, stream};
use service::{Audience, Role};
use tokio::net::TcpListener;

use crate::schema::{Actor, Mutation, Query, app_over};

/// How long anything may take before a test fails.
const PATIENCE: Duration = Duration::from_secs(30);

struct Told;

#[Subscription]
impl Told {
    /// Counts up to a number.
    #[graphql(directive = requires::apply(Permission::ReadRecord))]
    async fn count(&self, to: u64) -> impl Stream<Item = u64> {
        stream::iter(1..=to)
    }

    /// Never tells anything.
    #[graphql(directive = requires::apply(Permission::ReadRecord))]
    async fn never(&self) -> impl Stream<Item = u64> {
        stream::pending()
    }

    /// Tells very much, for ever.
    #[graphql(directive = requires::apply(Permission::ReadRecord))]
    async fn flood(&self) -> impl Stream<Item = String> {
        stream::repeat_with(|| "x".repeat(100_000))
    }

    /// Cannot be followed.
    #[graphql(directive = requires::apply(Permission::ReadRecord))]
    async fn missing(&self) -> Result<impl Stream<Item = u64> + use<>> {
        if true { Err(ErrorCode::NotFound.error("There is none.")) } else { Ok(stream::empty::<u64>()) }
    }

    /// Tells one, then breaks.
    #[graphql(directive = requires::apply(Permission::ReadRecord))]
    async fn breaks(&self) -> impl Stream<Item = u64> {
        stream::iter(1..=2_u64).map(|it| if it == 1 { it } else { "a secret".parse().expect("a secret") })
    }

    /// Is for editors.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn closed(&self) -> impl Stream<Item = u64> {
        stream::iter(1..=1_u64)
    }
}

/// Lets everybody in while the gate is open; those with the token `known` are readers.
struct Gatekeeper(Arc<AtomicBool>);

#[async_graphql::async_trait::async_trait]
impl RequestHook for Gatekeeper {
    async fn authenticate(&self, headers: &HeaderMap) -> Result<service::Actor, Refusal> {
        let refused = || Refusal::new(ErrorCode::Unauthenticated, "The token is not known.");
        let token = headers.get("authorization").map(|it| it.to_str().unwrap_or_default().to_owned());
        match token.as_deref() {
            _ if !self.0.load(Ordering::SeqCst) => Err(refused()),
            None => Ok(service::Actor::new(Role::Anonymous, "anyone")),
            Some("Bearer known") => Ok(service::Actor::new(Role::Reader, "known")),
            Some(_) => Err(refused()),
        }
    }

    async fn prepare(&self, call: Call<'_>, request: Request) -> Result<Request, Refusal> {
        Ok(request.data(Actor(call.actor.label().to_owned())))
    }
}

/// A server over the schema, on a free port; it stops with the test.
struct Server {
    app: Router,
    address: SocketAddr,
    audience: Arc<Audience>,
    gate: Arc<AtomicBool>,
}

/// Limits under which nothing happens by itself in a test.
fn patient() -> LiveLimits {
    LiveLimits {
        init_within: PATIENCE,
        heartbeat: PATIENCE,
        silence: PATIENCE,
        idle: PATIENCE,
        write_within: PATIENCE,
        ..LiveLimits::default()
    }
}

async fn serve(live: LiveLimits, places: u32) -> Server {
    let audience = Arc::new(Audience::new(places));
    let gate = Arc::new(AtomicBool::new(true));
    let options = HttpOptions { live, audience: Arc::clone(&audience), ..HttpOptions::default() };
    let executor = Arc::new(Schema::new(Query, Mutation, Told));
    let app = app_over(executor, Arc::new(Gatekeeper(Arc::clone(&gate))), options);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let served = app.clone();
    tokio::spawn(async move { axum::serve(listener, served).await });
    Server { app, address, audience, gate }
}
