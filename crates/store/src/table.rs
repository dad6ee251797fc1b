//! Whole tables, read and written in as few statements as the limits of both databases allow.

mod columns;

use std::collections::BTreeMap;

use futures_util::TryStreamExt;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseBackend, DbErr, EntityTrait, IdenStatic,
    IntoActiveModel, Iterable, QueryFilter, StreamTrait,
};

use crate::StoreError;
use crate::rows::Stored;

/// How many values one statement binds at most: SQLite allows 32,766, PostgreSQL 65,535.
const BINDS_MAX: usize = 32_000;

/// How many rows one list of values has at most; more make it no faster.
const ROWS_MAX: usize = 500;

/// Up to how many rows a list of values is as good as any other way.
const FEW: usize = 20;

/// What a read may fail with before it is known in which database.
pub(crate) enum ReadError {
    /// The database failed.
    Database(DbErr),
    /// The rows cannot be read.
    Rows(StoreError),
}

impl From<DbErr> for ReadError {
    fn from(error: DbErr) -> Self {
        Self::Database(error)
    }
}

/// How many rows of a table one list of values has.
fn chunk_size<E: EntityTrait>() -> usize {
    let columns = E::Column::iter().count().max(1);
    (BINDS_MAX / columns).clamp(1, ROWS_MAX)
}

/// Reads all records of a kind, in order of keys, with one statement.
pub(crate) async fn read_all<T: Stored, C>(db: &C) -> Result<Vec<T>, ReadError>
where
    C: ConnectionTrait + StreamTrait,
{
    let mut rows = T::Entity::find().stream(db).await?;
    let mut records = Vec::new();
    while let Some(row) = rows.try_next().await? {
        records.push(read_row::<T>(row).map_err(ReadError::Rows)?);
    }
    drop(rows);
    // Not by the database: PostgreSQL would sort by the rules of its locale.
    records.sort_by(|a: &T, b: &T| a.key().cmp(b.key()));
    Ok(records)
}

/// Reads the records with these keys, in order of keys. Keys without a record are left out.
pub(crate) async fn read_some<T: Stored, C: ConnectionTrait>(
    db: &C,
    keys: &[&str],
) -> Result<Vec<T>, ReadError> {
    let mut records = BTreeMap::new();
    for chunk in keys.chunks(BINDS_MAX) {
        let rows = T::Entity::find().filter(T::KEY.is_in(chunk.iter().copied())).all(db).await?;
        for row in rows {
            let record = read_row::<T>(row).map_err(ReadError::Rows)?;
            records.insert(record.key().to_owned(), record);
        }
    }
    Ok(records.into_values().collect())
}

fn read_row<T: Stored>(row: T::Row) -> Result<T, StoreError> {
    let key = T::key_of(&row).to_owned();
    let record: Result<T, _> = row.try_into();
    record.and_then(|it| it.check().map(|()| it)).map_err(|source| StoreError::CorruptRow {
        kind: T::KIND,
        key,
        source,
    })
}

/// Writes records: those that are there are replaced, the others added.
pub(crate) async fn write<T: Stored, C: ConnectionTrait>(db: &C, records: &[&T]) -> Result<(), DbErr>
where
    <T::Entity as EntityTrait>::ActiveModel: Send,
{
    for chunk in records.chunks(columns::ROWS_MAX) {
        let rows = chunk.iter().map(|it| T::Row::from(it).into_active_model()).collect();
        upsert::<T::Entity, C>(db, T::KEY, rows).await?;
    }
    Ok(())
}

/// Adds the rows, and replaces those whose key is there.
pub(crate) async fn upsert<E: EntityTrait, C: ConnectionTrait>(
    db: &C,
    key: E::Column,
    rows: Vec<E::ActiveModel>,
) -> Result<(), DbErr>
where
    E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
{
    insert::<E, C>(db, rows, Some(key)).await
}

/// Adds rows that are not there.
pub(crate) async fn bulk_insert<E: EntityTrait>(
    db: &impl ConnectionTrait,
    rows: Vec<E::ActiveModel>,
) -> Result<(), DbErr>
where
    E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
{
    insert::<E, _>(db, rows, None).await
}

/// Adds rows; those whose `replaced_by` is there are replaced when it is given.
async fn insert<E: EntityTrait, C: ConnectionTrait>(
    db: &C,
    mut rows: Vec<E::ActiveModel>,
    replaced_by: Option<E::Column>,
) -> Result<(), DbErr>
where
    E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
{
    let is_postgres = db.get_database_backend() == DatabaseBackend::Postgres;
    let size = if is_postgres { columns::ROWS_MAX } else { chunk_size::<E>() };
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(size));
        if is_postgres && rows.len() > FEW {
            columns::insert::<E, C>(db, rows, replaced_by).await?;
        } else {
            values::<E, C>(db, rows, replaced_by).await?;
        }
        rows = rest;
    }
    Ok(())
}

/// Adds rows as a list of values.
async fn values<E: EntityTrait, C: ConnectionTrait>(
    db: &C,
    rows: Vec<E::ActiveModel>,
    replaced_by: Option<E::Column>,
) -> Result<(), DbErr>
where
    E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
{
    let mut statement = E::insert_many(rows);
    if let Some(key) = replaced_by {
        let mut on_conflict = OnConflict::column(key);
        on_conflict.update_columns(E::Column::iter().filter(|it| it.as_str() != key.as_str()));
        statement = statement.on_conflict(on_conflict);
    }
    statement.exec_without_returning(db).await?;
    Ok(())
}
