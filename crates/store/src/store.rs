//! The store: connections to one database, and transactions on them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use migrations::SchemaState;
use sea_orm::sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sea_orm::sqlx::{ConnectOptions, Connection};
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, IsolationLevel,
    SqlxPostgresConnector, SqlxSqliteConnector, Statement, TransactionOptions, TransactionTrait,
};
use tokio::sync::Mutex;

use crate::address::Address;
use crate::error::{explain, explain_connecting};
use crate::write::Writing;
use crate::{Revision, StoreError};

/// How many connections read at a time.
const READERS_MAX: u32 = 8;

/// How long a connection, or an answer while connecting, is waited for.
pub(crate) const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);

/// Which database a store is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatabaseKind {
    /// SQLite, in a file.
    Sqlite,
    /// A PostgreSQL server.
    Postgres,
}

impl DatabaseKind {
    /// The name of the product.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// Whether a database file may be made. A database on a PostgreSQL server is always there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenMode {
    /// The file has to be there.
    Existing,
    /// The file is made when it is not there, and so is its folder.
    Create,
}

/// The record in a database. Writes queue up: one is made after another, also when several programs write.
pub struct Store {
    kind: DatabaseKind,
    /// The database as users know it, for messages.
    at: String,
    reader: DatabaseConnection,
    writer: DatabaseConnection,
    /// The queue of writers of this program: first come, first served, however long it takes.
    queue: Mutex<()>,
    statements: Arc<AtomicU64>,
}

impl Store {
    /// Opens the database at an address: `sqlite:FILE` or `postgres://USER@HOST/DATABASE`, each with optional
    /// parameters of its driver after a `?`. Nothing is migrated: see [`Store::migrate`].
    ///
    /// # Errors
    /// [`StoreError::InvalidAddress`], [`StoreError::Missing`], [`StoreError::Unreachable`],
    /// [`StoreError::Refused`], [`StoreError::Corrupt`], [`StoreError::Locked`].
    pub async fn open(url: &str, mode: OpenMode) -> Result<Self, StoreError> {
        let address = Address::parse(url)?;
        address.prepare(mode)?;
        let (kind, at) = (address.kind(), address.shown());
        let (reader, writer) = match address {
            Address::Sqlite { options, .. } => {
                let options = options.create_if_missing(mode == OpenMode::Create);
                connect_once(&options, &at).await?;
                sqlite_pools(&options)
            }
            Address::Postgres { options } => {
                connect_once(&options, &at).await?;
                postgres_pools(&options)
            }
        };
        let statements = Arc::new(AtomicU64::new(0));
        let (reader, writer) = (counted(reader, &statements), counted(writer, &statements));
        Ok(Self { kind, at, reader, writer, queue: Mutex::new(()), statements })
    }

    /// Which database it is on.
    #[must_use]
    pub fn kind(&self) -> DatabaseKind {
        self.kind
    }

    /// How many statements were sent to the database since the store was opened, for metrics. Those that begin or
    /// end transactions do not count.
    #[must_use]
    pub fn statements_sent(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// How the schema of the database compares with the one that this program knows.
    ///
    /// # Errors
    /// Those of the connection.
    pub async fn schema_state(&self) -> Result<SchemaState, StoreError> {
        migrations::schema_state(&self.reader)
            .await
            .map_err(|error| self.explain(error, "reading the schema"))
    }

    /// Brings the schema up to date, all in one transaction; does nothing when it is.
    ///
    /// # Errors
    /// [`StoreError::NewerSchema`], and those of the connection; then nothing was changed.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        let _turn = self.queue.lock().await;
        let state = migrations::migrate(&self.writer)
            .await
            .map_err(|error| self.explain(error, "preparing the schema"))?;
        if state == SchemaState::Newer { Err(StoreError::NewerSchema) } else { Ok(()) }
    }

    /// The revision that the record is at.
    ///
    /// # Errors
    /// [`StoreError::OldSchema`], [`StoreError::NewerSchema`], and those of the connection.
    pub async fn revision(&self) -> Result<Revision, StoreError> {
        let number = clock(&self.reader).await;
        match number {
            Ok(number) => Ok(Revision::from_row(number)),
            Err(error) => Err(self.explain_with_schema(error, "reading the revision").await),
        }
    }

    /// Looks at every page of a SQLite file for damage, which reading the record need not come upon. A PostgreSQL server
    /// watches over its own files, so there this does nothing. Takes about the time of reading the file.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`], and those of the connection.
    pub async fn check(&self) -> Result<(), StoreError> {
        if self.kind == DatabaseKind::Postgres {
            return Ok(());
        }
        let statement =
            Statement::from_string(self.reader.get_database_backend(), "PRAGMA integrity_check(1)");
        let told = async {
            self.reader.query_one_raw(statement).await?.map(|it| it.try_get_by_index::<String>(0)).transpose()
        };
        match told.await {
            Ok(Some(told)) if told == "ok" => Ok(()),
            Ok(_) => Err(StoreError::Corrupt { at: self.at.clone() }),
            Err(error) => Err(self.explain(error, "checking the database")),
        }
    }

    /// Closes the connections. What was acknowledged before is safe without this, too.
    ///
    /// # Errors
    /// Those of the connection.
    pub async fn close(&self) -> Result<(), StoreError> {
        let _turn = self.queue.lock().await;
        self.reader.close_by_ref().await.map_err(|error| self.explain(error, "closing"))?;
        self.writer.close_by_ref().await.map_err(|error| self.explain(error, "closing"))
    }

    /// The pool that reads.
    pub(crate) fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// The database as users know it, for messages.
    pub(crate) fn at(&self) -> &str {
        &self.at
    }

    /// Tells those who listen that there is a new revision.
    pub(crate) async fn ring(&self) {
        crate::bell::ring(&self.writer, self.kind).await;
    }

    /// The pool that writes, for what is no transaction; see [`Store::turn`].
    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// The turn of a writer of this program, held until it is dropped.
    pub(crate) async fn turn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.queue.lock().await
    }

    /// Says what an error of the database means.
    pub(crate) fn explain(&self, error: DbErr, doing: &'static str) -> StoreError {
        explain(error, &self.at, doing)
    }

    /// The same, when the cause may be a schema that is not this program's.
    pub(crate) async fn explain_with_schema(&self, error: DbErr, doing: &'static str) -> StoreError {
        match migrations::schema_state(&self.reader).await {
            Ok(SchemaState::Empty | SchemaState::Older { .. }) => StoreError::OldSchema,
            Ok(SchemaState::Newer) => StoreError::NewerSchema,
            Ok(SchemaState::Current) | Err(_) => self.explain(error, doing),
        }
    }

    /// Begins to read: everything that is read comes from one moment.
    pub(crate) async fn begin_reading(&self) -> Result<DatabaseTransaction, StoreError> {
        let options = match self.kind {
            DatabaseKind::Sqlite => TransactionOptions::default(),
            DatabaseKind::Postgres => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..TransactionOptions::default()
            },
        };
        self.reader
            .begin_with_options(options)
            .await
            .map_err(|error| self.explain(error, "beginning to read"))
    }

    /// Begins to write, when all writers before are done. What is not finished is undone.
    pub(crate) async fn begin_writing(&self) -> Result<Writing<'_>, StoreError> {
        let turn = self.queue.lock().await;
        match crate::write::begin(&self.writer, self.kind).await {
            Ok(transaction) => Ok(Writing::new(self, transaction, turn)),
            Err(error) => Err(self.explain_with_schema(error, "beginning to write").await),
        }
    }
}

/// The number that the clock shows.
pub(crate) async fn clock<C: ConnectionTrait>(db: &C) -> Result<i64, DbErr> {
    let query = "SELECT \"number\" FROM \"revision_clock\" WHERE \"id\" = 1";
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), query)).await?;
    row.ok_or_else(|| DbErr::RecordNotFound("the revision clock".into()))?.try_get_by_index(0)
}

/// Connects once and leaves again: a pool would try for long before it tells that there is nobody.
async fn connect_once<O>(options: &O, at: &str) -> Result<(), StoreError>
where
    O: ConnectOptions,
    O::Connection: Sized,
{
    match tokio::time::timeout(CONNECT_TIMEOUT, options.connect()).await {
        Ok(Ok(connection)) => connection.close().await.map_err(|error| explain_connecting(error, at)),
        Ok(Err(error)) => Err(explain_connecting(error, at)),
        Err(_) => {
            Err(StoreError::Unreachable { at: at.to_owned(), reason: "it does not answer in time".into() })
        }
    }
}

fn sqlite_pools(options: &SqliteConnectOptions) -> (DatabaseConnection, DatabaseConnection) {
    let reading = options.clone().pragma("query_only", "ON");
    let readers = SqlitePoolOptions::new().max_connections(READERS_MAX).acquire_timeout(CONNECT_TIMEOUT);
    let writers = SqlitePoolOptions::new().max_connections(1).acquire_timeout(CONNECT_TIMEOUT);
    (
        SqlxSqliteConnector::from_sqlx_sqlite_pool(readers.connect_lazy_with(reading)),
        SqlxSqliteConnector::from_sqlx_sqlite_pool(writers.connect_lazy_with(options.clone())),
    )
}

fn postgres_pools(options: &PgConnectOptions) -> (DatabaseConnection, DatabaseConnection) {
    let readers = PgPoolOptions::new().max_connections(READERS_MAX).acquire_timeout(CONNECT_TIMEOUT);
    let writers = PgPoolOptions::new().max_connections(1).acquire_timeout(CONNECT_TIMEOUT);
    (
        SqlxPostgresConnector::from_sqlx_postgres_pool(readers.connect_lazy_with(options.clone())),
        SqlxPostgresConnector::from_sqlx_postgres_pool(writers.connect_lazy_with(options.clone())),
    )
}

fn counted(mut connection: DatabaseConnection, statements: &Arc<AtomicU64>) -> DatabaseConnection {
    let statements = Arc::clone(statements);
    connection.set_metric_callback(move |_| {
        statements.fetch_add(1, Ordering::Relaxed);
    });
    connection
}
