//! The schema of the database, as migrations for SQLite and for PostgreSQL 15 and later alike.
//!
//! Migrations name tables and columns by text and never change once released: a later migration mends an earlier
//! one. There is no way down; a backup is the way back. All pending migrations run in one transaction, so that a
//! schema is never left half made, and two processes that start together do not get in each other's way.

mod m20261122_000001_record;
mod m20261122_000002_expectation;
mod m20261122_000003_scenario;
mod m20261122_000004_request;
mod m20261122_000005_access;
mod m20261122_000006_privacy;
mod m20261122_000008_history;
mod table;

use std::collections::BTreeSet;

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, SqliteTransactionMode, Statement, TransactionOptions,
    TransactionTrait,
};

/// The lock that PostgreSQL gives to one migrating process at a time: any number, the same for ever.
const MIGRATION_LOCK: i64 = 6_022_140_761;

/// The table in which the applied migrations are kept.
const APPLIED: &str = "seaql_migrations";

/// The migrations, in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_record::Migration),
            Box::new(m20261122_000002_expectation::Migration),
            Box::new(m20261122_000003_scenario::Migration),
            Box::new(m20261122_000004_request::Migration),
            Box::new(m20261122_000005_access::Migration),
            Box::new(m20261122_000006_privacy::Migration),
            Box::new(m20261122_000008_history::Migration),
        ]
    }
}

/// How the schema of a database compares with the one that this program knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemaState {
    /// No migration was ever applied.
    Empty,
    /// Some migrations are still to be applied.
    Older {
        /// How many.
        pending: usize,
    },
    /// All migrations were applied, and no others.
    Current,
    /// A migration was applied that this program does not know.
    Newer,
}

/// Compares the schema of the database with this program's; writes nothing.
///
/// # Errors
/// Those of the database.
pub async fn schema_state<'c, C: IntoSchemaManagerConnection<'c>>(db: C) -> Result<SchemaState, DbErr> {
    let manager = SchemaManager::new(db);
    if !manager.has_table(APPLIED).await? {
        return Ok(SchemaState::Empty);
    }
    let db = manager.get_connection();
    let query = Statement::from_string(db.get_database_backend(), format!("SELECT version FROM {APPLIED}"));
    let rows = db.query_all_raw(query).await?;
    let applied: BTreeSet<String> =
        rows.iter().map(|row| row.try_get_by_index::<String>(0)).collect::<Result<_, _>>()?;
    let known: BTreeSet<String> = Migrator::migrations().iter().map(|it| it.name().to_owned()).collect();
    let pending = known.difference(&applied).count();
    Ok(if applied.difference(&known).next().is_some() {
        SchemaState::Newer
    } else if applied.is_empty() {
        SchemaState::Empty
    } else if pending > 0 {
        SchemaState::Older { pending }
    } else {
        SchemaState::Current
    })
}

/// Applies all pending migrations, in one transaction; a newer schema is left as it is.
///
/// # Errors
/// Those of the database; then nothing was applied.
pub async fn migrate(db: &DatabaseConnection) -> Result<SchemaState, DbErr> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let transaction = db.begin_with_options(options).await?;
    if ConnectionTrait::get_database_backend(&transaction) == DbBackend::Postgres {
        let lock = format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})");
        transaction.execute_unprepared(&lock).await?;
    }
    let state = schema_state(&transaction).await?;
    if matches!(state, SchemaState::Current | SchemaState::Newer) {
        return Ok(state);
    }
    Migrator::up(&transaction, None).await?;
    transaction.commit().await?;
    Ok(SchemaState::Current)
}
