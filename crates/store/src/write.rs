//! Writing: one transaction at a time, which takes the next revision as its last act before it is committed.
//!
//! Every writer locks the revision clock first (on SQLite the whole file), so that what it compares with cannot
//! change under it and revisions come without gaps, in the order in which they are committed.

use chrono::{DateTime, SubsecRound, Utc};
use domain::record::RecordKind;
use domain::vocabulary::Label;
use sea_orm::{
    ActiveValue, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode,
    Statement, TransactionOptions, TransactionTrait,
};
use serde::Serialize;
use tokio::sync::MutexGuard;

use crate::rows::log::{change, revision};
use crate::table::bulk_insert;
use crate::{Act, Author, DatabaseKind, Revision, Store, StoreError};

/// How many changes are held before they are logged.
const WAITING_MAX: usize = 5_000;

/// How long another program's write is waited for on PostgreSQL. SQLite waits as its connection says.
const LOCK_TIMEOUT: &str = "SET LOCAL lock_timeout = '20s'";

/// Begins a transaction that nobody else can write beside.
pub(crate) async fn begin(db: &DatabaseConnection, kind: DatabaseKind) -> Result<DatabaseTransaction, DbErr> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let transaction = db.begin_with_options(options).await?;
    let clock = "SELECT \"number\" FROM \"revision_clock\"";
    if kind == DatabaseKind::Postgres {
        transaction.execute_unprepared(LOCK_TIMEOUT).await?;
        transaction.execute_unprepared(&format!("{clock} FOR UPDATE")).await?;
    } else {
        // So that a schema that is not ours is noticed here on both.
        transaction.execute_unprepared(clock).await?;
    }
    Ok(transaction)
}

/// Who writes, when and why.
pub(crate) struct Reason<'a> {
    /// Who.
    pub(crate) by: &'a Author,
    /// When; cut to microseconds, as PostgreSQL keeps no more.
    pub(crate) at: DateTime<Utc>,
    /// By what act.
    pub(crate) act: Act,
    /// Why, or from which source.
    pub(crate) reason: Label,
}

/// How much was written.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Extent {
    /// Records added.
    pub(crate) created: usize,
    /// Records changed.
    pub(crate) changed: usize,
    /// Personal values added or changed.
    pub(crate) personal: usize,
}

/// A transaction that writes. Dropped before it is finished, it leaves nothing.
pub(crate) struct Writing<'a> {
    store: &'a Store,
    /// The transaction.
    pub(crate) transaction: DatabaseTransaction,
    /// Held to the end: the next writer waits for it.
    _turn: MutexGuard<'a, ()>,
}

impl<'a> Writing<'a> {
    pub(crate) fn new(store: &'a Store, transaction: DatabaseTransaction, turn: MutexGuard<'a, ()>) -> Self {
        Self { store, transaction, _turn: turn }
    }

    /// Gives everything up that was written.
    pub(crate) async fn give_up(self) -> Result<(), StoreError> {
        let store = self.store;
        self.transaction.rollback().await.map_err(|error| store.explain(error, "giving up a change"))
    }

    /// Commits what is no part of the record, and so of no revision.
    pub(crate) async fn commit_apart(self) -> Result<(), StoreError> {
        let store = self.store;
        self.transaction.commit().await.map_err(|error| store.explain(error, "committing"))
    }

    /// Takes the next revision; all changes are logged under it, then the transaction is committed.
    pub(crate) async fn next_revision(
        self,
        why: &Reason<'_>,
        extent: Extent,
    ) -> Result<Logging<'a>, StoreError> {
        let store = self.store;
        let number = take_number(&self.transaction)
            .await
            .map_err(|error| store.explain(error, "taking the next revision"))?;
        let entry = revision::ActiveModel {
            number: ActiveValue::Set(number),
            recorded_at: ActiveValue::Set(why.at.trunc_subsecs(6)),
            author: ActiveValue::Set(why.by.to_string()),
            act: ActiveValue::Set(why.act.to_string()),
            reason: ActiveValue::Set(why.reason.to_string()),
            created: ActiveValue::Set(count(extent.created)),
            changed: ActiveValue::Set(count(extent.changed)),
            personal: ActiveValue::Set(count(extent.personal)),
        };
        bulk_insert::<revision::Entity>(&self.transaction, vec![entry])
            .await
            .map_err(|error| store.explain(error, "logging the revision"))?;
        Ok(Logging { writing: self, number, ordinal: 0, waiting: Vec::new() })
    }
}

async fn take_number(transaction: &DatabaseTransaction) -> Result<i64, DbErr> {
    let statement =
        "UPDATE \"revision_clock\" SET \"number\" = \"number\" + 1 WHERE \"id\" = 1 RETURNING \"number\"";
    let backend = ConnectionTrait::get_database_backend(transaction);
    let row = transaction.query_one_raw(Statement::from_string(backend, statement)).await?;
    row.ok_or_else(|| DbErr::RecordNotFound("the revision clock".into()))?.try_get_by_index(0)
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The last part of a write: its changes are logged, then it is committed.
pub(crate) struct Logging<'a> {
    writing: Writing<'a>,
    number: i64,
    ordinal: i64,
    waiting: Vec<change::ActiveModel>,
}

impl Logging<'_> {
    /// Logs one change of a record.
    pub(crate) async fn log<T: Serialize>(
        &mut self,
        kind: RecordKind,
        key: &str,
        before: Option<&T>,
        after: Option<&T>,
    ) -> Result<(), StoreError> {
        let json = |value: Option<&T>| {
            let text = value.map(serde_json::to_string).transpose();
            text.map_err(|error| StoreError::Failed { doing: "logging a change", source: error.into() })
        };
        self.ordinal += 1;
        self.waiting.push(change::ActiveModel {
            revision: ActiveValue::Set(self.number),
            ordinal: ActiveValue::Set(self.ordinal),
            kind: ActiveValue::Set(kind.to_string()),
            key: ActiveValue::Set(key.to_owned()),
            before: ActiveValue::Set(json(before)?),
            after: ActiveValue::Set(json(after)?),
        });
        if self.waiting.len() >= WAITING_MAX { self.flush().await } else { Ok(()) }
    }

    async fn flush(&mut self) -> Result<(), StoreError> {
        let rows = std::mem::take(&mut self.waiting);
        let store = self.writing.store;
        bulk_insert::<change::Entity>(&self.writing.transaction, rows)
            .await
            .map_err(|error| store.explain(error, "logging changes"))
    }

    /// The revision that is being made.
    pub(crate) fn revision(&self) -> Revision {
        Revision::from_row(self.number)
    }

    /// The transaction, for what is to be written with the revision.
    pub(crate) fn transaction(&self) -> &DatabaseTransaction {
        &self.writing.transaction
    }

    /// Commits everything.
    pub(crate) async fn commit(mut self) -> Result<Revision, StoreError> {
        self.flush().await?;
        let store = self.writing.store;
        self.writing.transaction.commit().await.map_err(|error| store.explain(error, "committing"))?;
        store.ring().await;
        Ok(Revision::from_row(self.number))
    }
}
