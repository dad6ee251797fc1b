//! Bytes of what was removed. A database marks what is deleted as free; the bytes may stay until something else is
//! written there. Here they are made to go.
//!
//! SQLite: `VACUUM` writes the whole file anew, with `secure_delete` on, and a checkpoint empties the write-ahead log.
//! PostgreSQL: `VACUUM FULL` writes each table with texts anew and drops its old file. What no program that speaks SQL
//! can reach stays: the server's own write-ahead log until it is recycled, free blocks of the disk, replicas, backups.

use std::time::Duration;

use sea_orm::{ConnectionTrait, DbErr, Statement};

use super::columns::{quoted, text_columns};
use crate::{DatabaseKind, Store, StoreError};

/// How often readers and writers who are in the way are waited for.
const TRIES: u32 = 300;

/// How long they are waited for between two tries.
const PAUSE: Duration = Duration::from_millis(100);

impl Store {
    /// Writes the tables anew, so that the database's files do not hold what was removed. Nobody writes meanwhile; on
    /// PostgreSQL nobody reads the table either that is being written. Takes about the time of copying the database.
    ///
    /// # Errors
    /// [`StoreError::Locked`] when somebody has read or written for too long; [`StoreError::Full`], and those of the
    /// connection. It can be repeated.
    pub async fn compact(&self) -> Result<(), StoreError> {
        let _turn = self.turn().await;
        let done = match self.kind() {
            DatabaseKind::Sqlite => self.compact_sqlite().await,
            DatabaseKind::Postgres => self.compact_postgres().await,
        };
        done.map_err(|error| self.explain(error, "writing the database anew"))?
    }

    async fn compact_sqlite(&self) -> Result<Result<(), StoreError>, DbErr> {
        let db = self.writer();
        let number = async |pragma: &str, at: usize| -> Result<i64, DbErr> {
            let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), pragma)).await?;
            row.ok_or_else(|| DbErr::RecordNotFound(pragma.to_owned()))?.try_get_by_index(at)
        };
        if number("PRAGMA secure_delete", 0).await? != 1 {
            db.execute_unprepared("PRAGMA secure_delete = ON").await?;
        }
        db.execute_unprepared("VACUUM").await?;
        for _ in 0..TRIES {
            // The first column tells whether a reader was in the way.
            if number("PRAGMA wal_checkpoint(TRUNCATE)", 0).await? == 0 {
                return Ok(Ok(()));
            }
            tokio::time::sleep(PAUSE).await;
        }
        Ok(Err(StoreError::Locked { at: self.at().to_owned() }))
    }

    async fn compact_postgres(&self) -> Result<Result<(), StoreError>, DbErr> {
        let db = self.writer();
        if !self.is_seen_by_all().await? {
            return Ok(Err(StoreError::Locked { at: self.at().to_owned() }));
        }
        let mut tables: Vec<String> = text_columns(db).await?.into_iter().map(|it| it.table).collect();
        tables.extend(["person_name".to_owned(), "audit".to_owned()]);
        for table in tables {
            db.execute_unprepared(&format!("VACUUM (FULL, ANALYZE) {}", quoted(&table))).await?;
        }
        Ok(Ok(()))
    }

    /// Waits until nobody reads a state from before now, as `VACUUM` keeps what such a reader may still see. Whether
    /// that came to pass in time. Whoever writes from before now counts in any database of the server: `VACUUM FULL`
    /// keeps what its own snapshot may see, and that reaches back to the oldest transaction of the server.
    async fn is_seen_by_all(&self) -> Result<bool, DbErr> {
        let db = self.writer();
        let number = async |query: String| -> Result<i64, DbErr> {
            let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), query)).await?;
            row.ok_or_else(|| DbErr::RecordNotFound("the oldest reader".to_owned()))?.try_get_by_index(0)
        };
        let next = "pg_snapshot_xmax(pg_current_snapshot())::text::bigint";
        let oldest = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint";
        let now = number(format!("SELECT {next}")).await?;
        let in_the_way = format!(
            "SELECT count(*) + CASE WHEN {oldest} < {now} THEN 1 ELSE 0 END FROM pg_stat_activity \
             WHERE datname = current_database() AND pid <> pg_backend_pid() \
             AND backend_xmin IS NOT NULL AND {next} - age(backend_xmin) < {now}"
        );
        for _ in 0..TRIES {
            if number(in_the_way.clone()).await? == 0 {
                return Ok(true);
            }
            tokio::time::sleep(PAUSE).await;
        }
        Ok(false)
    }
}
