//! Requests by their callers' own keys, so that repeating one does nothing.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

use crate::table::{Table, moment};

/// Makes the table of requests.
pub(crate) struct Migration;

// By hand: the derived name is the path of the file.
impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m20261122_000004_request"
    }
}

#[allow(
    elided_lifetimes_in_paths,
    reason = "the trait's macro makes of a written lifetime another signature"
)]
#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::bare("request")
            // A digest of the key and of whose it is; never the key itself.
            .column("key", "text NOT NULL PRIMARY KEY")
            // A digest of what was asked.
            .text("digest")
            // The record that it was about.
            .text("subject")
            // The revision at which it was answered.
            .count("revision")
            .column("recorded_at", moment(manager.get_database_backend()));
        manager.get_connection().execute_unprepared(&table.create()).await?;
        let index = "CREATE INDEX \"request_recorded_at\" ON \"request\" (\"recorded_at\")";
        manager.get_connection().execute_unprepared(index).await?;
        Ok(())
    }
}
