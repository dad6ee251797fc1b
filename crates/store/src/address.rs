//! The address of a database, read into what its driver wants, without ever repeating the password.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sea_orm::sqlx::ConnectOptions;
use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};

use crate::{DatabaseKind, OpenMode, StoreError};

/// How long SQLite waits for another program's transaction.
const BUSY_TIMEOUT: Duration = Duration::from_secs(20);

/// A database to connect to.
pub(crate) enum Address {
    /// A file of SQLite.
    Sqlite {
        /// How to open it.
        options: SqliteConnectOptions,
        /// The file, as it was named.
        file: PathBuf,
    },
    /// A PostgreSQL server.
    Postgres {
        /// How to connect.
        options: PgConnectOptions,
    },
}

impl Address {
    /// Reads an address.
    pub(crate) fn parse(url: &str) -> Result<Self, StoreError> {
        let scheme = url.split_once(':').map(|(scheme, _)| scheme);
        match scheme {
            Some("sqlite") => Self::sqlite(url),
            Some("postgres" | "postgresql") => Self::postgres(url),
            Some(other) => {
                let shown: String = other.chars().take(20).filter(|it| it.is_ascii_alphanumeric()).collect();
                Err(invalid(format!("`{shown}` is not a kind of database that this program knows")))
            }
            None => Err(invalid("it does not begin with a kind of database")),
        }
    }

    fn sqlite(url: &str) -> Result<Self, StoreError> {
        // The driver's own error would repeat the parameters.
        let options = SqliteConnectOptions::from_str(url)
            .map_err(|_unrepeatable| invalid("the file's name or a parameter after `?` cannot be read"))?;
        let file = options.get_filename().to_path_buf();
        if file.as_os_str().is_empty() {
            return Err(invalid("it names no file"));
        }
        if url.contains(":memory:") || url.contains("mode=memory") {
            return Err(invalid("a database in memory is lost at once; name a file"));
        }
        let options = options
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT)
            // Personal values that were replaced do not stay in the file.
            .pragma("secure_delete", "ON")
            .disable_statement_logging();
        Ok(Self::Sqlite { options, file })
    }

    fn postgres(url: &str) -> Result<Self, StoreError> {
        // The driver's own error would repeat the address with its password.
        let options = PgConnectOptions::from_str(url).map_err(|_unrepeatable| {
            invalid("its user, host, port, database or parameters cannot be read")
        })?;
        Ok(Self::Postgres { options: options.application_name("splot").disable_statement_logging() })
    }

    /// Which kind of database it is.
    pub(crate) fn kind(&self) -> DatabaseKind {
        match self {
            Self::Sqlite { .. } => DatabaseKind::Sqlite,
            Self::Postgres { .. } => DatabaseKind::Postgres,
        }
    }

    /// The database as users know it: the file, or host, port and name; never user or password.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Sqlite { file, .. } => file.display().to_string(),
            Self::Postgres { options } => {
                let host = options
                    .get_socket()
                    .map_or_else(|| options.get_host().to_owned(), |it| it.display().to_string());
                let name = options.get_database().unwrap_or_default();
                format!("{host}:{}/{name}", options.get_port())
            }
        }
    }

    /// Looks whether the file is there, and makes its folder when it may.
    pub(crate) fn prepare(&self, mode: OpenMode) -> Result<(), StoreError> {
        let Self::Sqlite { file, .. } = self else { return Ok(()) };
        let folder = file.parent().filter(|it| !it.as_os_str().is_empty());
        match (mode, folder) {
            (OpenMode::Existing, _) if !file.exists() => Err(StoreError::Missing {
                at: self.shown(),
                hint: "check the path, or import a record to make it",
            }),
            (OpenMode::Create, Some(folder)) if !folder.exists() => make_folder(folder),
            _ => Ok(()),
        }
    }
}

fn make_folder(folder: &Path) -> Result<(), StoreError> {
    std::fs::create_dir_all(folder).map_err(|error| StoreError::Unreachable {
        at: folder.display().to_string(),
        reason: format!("the folder cannot be made: {}", error.kind()),
    })
}

fn invalid(reason: impl Into<String>) -> StoreError {
    StoreError::InvalidAddress { reason: reason.into() }
}
