//! Opening the database, and `splot migrate`.

use store::{OpenMode, Store};

use crate::config::{Config, without_password};
use crate::exit::Failure;

/// Opens the database of the configuration.
pub(crate) async fn open(config: &Config, mode: OpenMode) -> Result<Store, Failure> {
    Store::open(&config.database, mode).await.map_err(|error| {
        Failure::from(error).hint(format!(
            "the database is {}; choose another with --database",
            without_password(&config.database)
        ))
    })
}

/// Opens the database, makes it when it is not there, and brings it to this version's schema.
pub(crate) async fn open_migrated(config: &Config) -> Result<Store, Failure> {
    let store = open(config, OpenMode::Create).await?;
    store.migrate().await?;
    Ok(store)
}

/// `splot migrate`.
pub(crate) async fn migrate(config: &Config) -> Result<(), Failure> {
    let store = open_migrated(config).await?;
    let revision = store.revision().await?;
    store.close().await?;
    super::print(&format!("the database has this version's schema, at revision {revision}\n"))
}
