//! The history of one object: its changes in the log, and the claims about it, found without reading the whole tables.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

/// Makes the indexes.
pub(crate) struct Migration;

// By hand: the derived name is the path of the file.
impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m20261122_000008_history"
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
        let db = manager.get_connection();
        db.execute_unprepared("CREATE INDEX \"change_record_index\" ON \"change\" (\"key\", \"kind\")")
            .await?;
        db.execute_unprepared("CREATE INDEX \"claim_subject_index\" ON \"claim\" (\"subject\")").await?;
        Ok(())
    }
}
