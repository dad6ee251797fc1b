//! Data protection: the audit trail, suppressed names, rules of retention, legal holds.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

use crate::table::{Table, moment};

/// Makes the tables of data protection.
pub(crate) struct Migration;

// By hand: the derived name is the path of the file.
impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m20261122_000006_privacy"
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
        let tables = [
            // An entry is covered by the chain of hashes; its details by a digest with a salt, so that an erasure can
            // rewrite a key that gave a name away and drop the salt, and the chain still holds.
            Table::bare("audit")
                .column("number", "bigint NOT NULL PRIMARY KEY")
                .column("recorded_at", moment)
                .maybe_text("account")
                .text("label")
                .text("role")
                .maybe_text("request")
                .text("what")
                .count("people")
                .text("detail")
                .maybe_text("salt")
                .text("detail_digest")
                .text("hash"),
            // The last entry, and the last of those that were removed when their time had passed.
            Table::bare("audit_head")
                .column("id", "bigint NOT NULL PRIMARY KEY")
                .count("number")
                .text("hash")
                .count("removed_number")
                .text("removed_hash")
                .check("id", "\"id\" = 1"),
            Table::bare("suppression").text("digest").text("person").count("word_class").primary_key(&[
                "digest",
                "person",
                "word_class",
            ]),
            Table::bare("secret")
                .column("id", "bigint NOT NULL PRIMARY KEY")
                .text("value")
                .check("id", "\"id\" = 1"),
            Table::bare("erasure")
                .column("person", "text NOT NULL PRIMARY KEY")
                .count("revision")
                .column("recorded_at", moment)
                .text("author")
                .text("reason"),
            Table::bare("retention_rule")
                .column("public_function", "text NOT NULL PRIMARY KEY")
                .maybe_count("months"),
            Table::bare("legal_hold")
                .column("person", "text NOT NULL PRIMARY KEY")
                .text("reason")
                .text("author")
                .column("recorded_at", moment),
        ];
        let db = manager.get_connection();
        for table in tables {
            db.execute_unprepared(&table.create()).await?;
        }
        let head = "INSERT INTO \"audit_head\" (\"id\", \"number\", \"hash\", \"removed_number\", \"removed_hash\") \
                    VALUES (1, 0, '', 0, '')";
        db.execute_unprepared(head).await?;
        Ok(())
    }
}
