//! `splot serve`: migrate, import the record into an empty database, listen, follow the database, stop cleanly.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use service::access::Authenticator;
use service::access::oidc::Oidc;
use service::access::token::FIRST_TOKEN_DAYS;
use service::exchange;
use service::import::StagingOptions;
use service::{
    Actor, Clock as _, Options, Role, Service, ServiceError, SystemClock, SystemRandom, ViewContext,
};
use store::{Revision, Store};
use tokio::net::TcpListener;
use tokio::sync::Notify;

use super::{database, print, transfer};
use crate::config::{Anonymous, Config, RecordSource, Viewer};
use crate::exit::{Exit, Failure};
use crate::fetch::HttpFetch;
use crate::{page, record};

/// How often the service looks whether the database has a newer revision.
const FOLLOW: Duration = Duration::from_secs(1);

/// After how long a lost bell of the database is listened for again.
const LISTEN_AGAIN: Duration = Duration::from_secs(10);

/// How often uploaded files that have expired are removed.
const SWEEP: Duration = Duration::from_secs(600);

/// How long those who listen may take to leave when the service stops.
const FAREWELL: Duration = Duration::from_secs(5);

pub(crate) async fn run(config: &Config) -> Result<(), Failure> {
    // The port comes first: when it is taken, nothing has been touched.
    let listener = TcpListener::bind(config.listen).await.map_err(|error| {
        Failure::new(Exit::Unavailable, format!("cannot listen on {}: {error}", config.listen))
            .hint("stop what holds the port, or choose another with --listen ADDRESS:PORT (port 0 takes a free one)")
    })?;
    let address = listener.local_addr().unwrap_or(config.listen);
    if config.viewer == Viewer::Operator && !address.ip().is_loopback() {
        let message =
            format!("everybody who reaches {address} would be an operator and could change the record");
        return Err(Failure::new(Exit::Configuration, message).hint(
            "listen on a loopback address, such as --listen 127.0.0.1:8080, or choose --viewer analyst",
        ));
    }
    let store = database::open_migrated(config).await?;
    if store.revision().await? == Revision::default() {
        fill(&store, config).await?;
    }
    let staging = StagingOptions { folder: Some(config.staging.clone()), ..StagingOptions::default() };
    let service = Arc::new(Service::start(store, Options { staging, ..Options::default() }).await?);
    let examples = page::examples();
    let page_service = Arc::clone(&service);
    let authenticator = door(config, &service, address)?;
    if config.viewer != Viewer::Operator {
        show_first_token(&service).await?;
    }
    let router = api::application(
        Arc::clone(&service),
        authenticator,
        Arc::new(move || {
            page::render(&ViewContext::new(page_service.snapshot(), Default::default()), &examples)
        }),
    )
    .map_err(|error| Failure::new(Exit::Internal, error.to_string()))?;
    announce(address)?;
    let bell = Arc::new(Notify::new());
    let following = tokio::spawn(follow(Arc::clone(&service), Arc::clone(&bell)));
    let listening = tokio::spawn(listen(Arc::clone(&service), bell));
    let sweeping = tokio::spawn(sweep(Arc::clone(&service)));
    let audience = Arc::clone(service.audience());
    let stop = async move {
        told_to_stop().await;
        audience.stop();
    };
    axum::serve(listener, router)
        .with_graceful_shutdown(stop)
        .await
        .map_err(|error| Failure::new(Exit::Internal, format!("the server stopped: {error}")))?;
    service.audience().gone(FAREWELL).await;
    following.abort();
    listening.abort();
    sweeping.abort();
    service.close().await?;
    print("splot has stopped\n")
}

/// What finds out who asks.
fn door(config: &Config, service: &Arc<Service>, address: SocketAddr) -> Result<Authenticator, Failure> {
    let who = match (config.anonymous, config.viewer) {
        (Anonymous::None, _) => None,
        (Anonymous::Reader, Viewer::Anonymous) => Some(Actor::anonymous()),
        (Anonymous::Reader, Viewer::Analyst) => Some(Actor::new(Role::Analyst, "analyst by configuration")),
        (Anonymous::Reader, Viewer::Operator) => {
            Some(Actor::new(Role::Operator, "operator by configuration"))
        }
    };
    if let Some(actor) = who.as_ref().filter(|_| !address.ip().is_loopback()) {
        let role = actor.role().as_str();
        tracing::warn!(
            "everybody who reaches {address} is answered as {role} without signing in; --anonymous none asks for a token"
        );
    }
    let authenticator = Authenticator::new(Arc::clone(service), Arc::new(SystemClock), who);
    let Some(settings) = config.oidc.clone() else { return Ok(authenticator) };
    let wrong = |reason: String| {
        Failure::new(Exit::Configuration, format!("the identity provider cannot be used: {reason}"))
    };
    let fetch = Arc::new(HttpFetch::new().map_err(wrong)?);
    let oidc = Oidc::new(settings, fetch).map_err(|fault| wrong(fault.to_string()))?;
    Ok(authenticator.with_oidc(Arc::new(oidc)))
}

/// Makes an administrator's token when there never was a token, and shows it, this once.
async fn show_first_token(service: &Service) -> Result<(), Failure> {
    use std::io::Write as _;
    let Some(made) = service.create_first_token(&SystemClock, &SystemRandom).await? else { return Ok(()) };
    let text = format!(
        "This database has no access token yet. Here is one of an administrator. It is shown this once, and counts for \
         {FIRST_TOKEN_DAYS} days:\n\n    {}\n\nSend it as `Authorization: Bearer TOKEN`, to change the record. Others are \
         made by `splot token create`.\n\n",
        made.secret.reveal()
    );
    // Not to the log, which is kept and read by others. Who cannot be told makes another at the command line.
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
    Ok(())
}

/// Imports the record of the configuration into an empty database.
async fn fill(store: &Store, config: &Config) -> Result<(), Failure> {
    let (files, source) = match &config.record {
        RecordSource::None => return Ok(()),
        RecordSource::Shipped => (record::shipped(), "lubuskie".to_owned()),
        RecordSource::Folder(folder) => (exchange::read_folder(folder)?, folder.display().to_string()),
    };
    transfer::import_files(store, &files, &source, "first start").await?;
    Ok(())
}

fn announce(address: std::net::SocketAddr) -> Result<(), Failure> {
    let base = format!("http://{address}");
    print(&format!(
        "first page      {base}/\n\
         GraphiQL        {base}/graphiql\n\
         GraphQL         {base}/graphql\n\
         schema          {base}/schema.graphql\n\
         health          {base}/healthz and {base}/readyz\n\
         splot listens on {base}\n"
    ))
}

/// Follows the database: another process may have written to it. A failure is told once, until it is over.
async fn follow(service: Arc<Service>, bell: Arc<Notify>) {
    let mut tick = tokio::time::interval(FOLLOW);
    let mut is_failing = false;
    loop {
        tokio::select! {
            _ = tick.tick() => {}
            () = bell.notified() => {}
        }
        match service.refresh().await {
            Ok(_) => is_failing = false,
            Err(error) if !is_failing => {
                is_failing = true;
                report(&error);
            }
            Err(_) => {}
        }
    }
}

/// Listens to the bell of the database, where it has one, so that a write is seen at once. Without it the service looks
/// once in [`FOLLOW`] all the same.
async fn listen(service: Arc<Service>, bell: Arc<Notify>) {
    loop {
        match service.bell().await {
            Ok(None) => return,
            Ok(Some(mut heard)) => {
                while heard.rung().await.is_ok() {
                    bell.notify_one();
                }
            }
            Err(error) => tracing::debug!(error = &error as &dyn std::error::Error, "the bell is not heard"),
        }
        tokio::time::sleep(LISTEN_AGAIN).await;
    }
}

/// Removes uploaded files that have expired.
async fn sweep(service: Arc<Service>) {
    let mut tick = tokio::time::interval(SWEEP);
    loop {
        tick.tick().await;
        let staging = service.staging().clone();
        let swept = tokio::task::spawn_blocking(move || staging.sweep(SystemClock.now())).await;
        if let Ok(Err(error)) = swept {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "uploaded files that have expired are still there"
            );
        }
    }
}

fn report(error: &ServiceError) {
    tracing::error!(
        error = error as &dyn std::error::Error,
        "the database cannot be followed; answers stay as they were"
    );
}

/// Ends at Ctrl-C or, where there is one, a signal to terminate.
async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            },
            Err(_) => {
                let _ = interrupt.await;
            }
        }
    }
    #[cfg(not(unix))]
    {
        let _ = interrupt.await;
    }
}
