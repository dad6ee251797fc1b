//! The services that tests share: one for each database and viewer, started when first needed, stopped at the end.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use anyhow::{Context, Result, anyhow};
use testkit::database::TestDatabase;

use crate::server::{Server, Start, Viewer};

/// A kind of database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Engine {
    /// The embedded one.
    Sqlite,
    /// The server of `TEST_POSTGRES_URL`.
    Postgres,
}

impl Engine {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Sqlite, Self::Postgres];

    /// The name, for names of tests.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }

    /// Whether tests on it are left out, because `SPLOT_TEST_SQLITE_ONLY=1` asks for that and no server is named.
    #[must_use]
    pub fn is_left_out(self) -> bool {
        self == Self::Postgres
            && std::env::var_os("TEST_POSTGRES_URL").is_none()
            && std::env::var_os("SPLOT_TEST_SQLITE_ONLY").is_some_and(|it| it == "1")
    }

    /// A new, empty database.
    ///
    /// # Errors
    /// When PostgreSQL is left out.
    pub fn database(self) -> Result<TestDatabase> {
        match self {
            Self::Sqlite => Ok(TestDatabase::sqlite()),
            Self::Postgres => TestDatabase::postgres().context("PostgreSQL is left out"),
        }
    }
}

/// A service with a database of its own. The service is stopped before the database goes.
#[derive(Debug)]
pub struct Play {
    address: String,
    /// Never used again; it is here to be stopped. The lock lets several tests hold the play.
    _server: Mutex<Server>,
    _database: TestDatabase,
    _folder: tempfile::TempDir,
}

impl Play {
    /// Starts a service on a new database.
    ///
    /// # Errors
    /// When the database cannot be made or the service does not start.
    pub fn start(engine: Engine, viewer: Viewer, record: Option<&str>) -> Result<Self> {
        let database = engine.database()?;
        let folder = tempfile::tempdir()?;
        let server =
            Server::start(&Start { folder: folder.path(), database: database.url(), record, viewer })?;
        Ok(Self {
            address: server.address().to_owned(),
            _server: Mutex::new(server),
            _database: database,
            _folder: folder,
        })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }
}

type Slot = Arc<OnceLock<Result<Arc<Play>, String>>>;

/// The shared services with the shipped record.
#[derive(Debug, Default)]
pub struct Stage {
    slots: Mutex<BTreeMap<(Engine, Viewer), Slot>>,
}

impl Stage {
    /// The service on a database for a viewer; it is started when it is asked for first.
    ///
    /// # Errors
    /// When it did not start; it is not tried twice.
    pub fn play(&self, engine: Engine, viewer: Viewer) -> Result<Arc<Play>> {
        let slot: Slot = {
            let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(slots.entry((engine, viewer)).or_default())
        };
        slot.get_or_init(|| Play::start(engine, viewer, None).map(Arc::new).map_err(|it| format!("{it:#}")))
            .clone()
            .map_err(|error| anyhow!(error))
    }

    /// Stops all services.
    pub fn close(&self) {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
