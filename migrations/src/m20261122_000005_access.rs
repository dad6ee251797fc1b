//! Access tokens: accounts of those who ask over the network. Of a token only its hash is kept.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

use crate::table::{Table, moment};

/// Makes the table of access tokens.
pub(crate) struct Migration;

// By hand: the derived name is the path of the file.
impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m20261122_000005_access"
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
        let moment = moment(manager.get_database_backend());
        let maybe_moment = moment.trim_end_matches(" NOT NULL");
        let table = Table::keyed("access_token")
            .text("name")
            .word("role", &["READER", "ANALYST", "EDITOR", "CURATOR", "ADMINISTRATOR"])
            // SHA-256 of the token, in hexadecimal.
            .text("hash")
            .column("created_at", moment)
            .text("created_by")
            .column("expires_at", maybe_moment)
            .column("revoked_at", maybe_moment)
            .column("last_used_at", maybe_moment)
            .check("hash", "length(\"hash\") = 64")
            .unique("hash");
        manager.get_connection().execute_unprepared(&table.create()).await?;
        Ok(())
    }
}
