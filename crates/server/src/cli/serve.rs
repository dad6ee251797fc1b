//! `splot serve`: migrate, import the record into an empty database, listen, follow the database, stop cleanly.

use std::sync::Arc;
use std::time::Duration;

use service::exchange;
use service::{Actor, Options, Role, Service, ServiceError, ViewContext};
use store::{Revision, Store};
use tokio::net::TcpListener;
use tokio::sync::Notify;

use super::{database, print, transfer};
use crate::config::{Config, RecordSource, Viewer};
use crate::exit::{Exit, Failure};
use crate::{page, record};

/// How often the service looks whether the database has a newer revision.
const FOLLOW: Duration = Duration::from_secs(1);

/// After how long a lost bell of the database is listened for again.
const LISTEN_AGAIN: Duration = Duration::from_secs(10);

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
    let service = Arc::new(Service::start(store, Options::default()).await?);
    let examples = page::examples();
    let page_service = Arc::clone(&service);
    let anonymous_as = match config.viewer {
        Viewer::Anonymous => Actor::anonymous(),
        Viewer::Analyst => Actor::new(Role::Analyst, "analyst by configuration"),
        Viewer::Operator => Actor::new(Role::Operator, "operator by configuration"),
    };
    let router = api::application(
        Arc::clone(&service),
        anonymous_as,
        Arc::new(move || {
            page::render(&ViewContext::new(page_service.snapshot(), Default::default()), &examples)
        }),
    )
    .map_err(|error| Failure::new(Exit::Internal, error.to_string()))?;
    announce(address)?;
    let bell = Arc::new(Notify::new());
    let following = tokio::spawn(follow(Arc::clone(&service), Arc::clone(&bell)));
    let listening = tokio::spawn(listen(Arc::clone(&service), bell));
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
    service.close().await?;
    print("splot has stopped\n")
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
