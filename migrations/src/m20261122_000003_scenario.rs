//! Scenarios: drafts of changes, apart from the record and its revisions.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

use crate::table::{Table, moment};

/// Makes the table of scenarios.
pub(crate) struct Migration;

// By hand: the derived name is the path of the file.
impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m20261122_000003_scenario"
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
        let table = Table::keyed("scenario")
            .text("name")
            // The name as it is compared, while the scenario is a draft.
            .maybe_text("draft_name")
            .maybe_text("note")
            .count("base")
            .text("changes")
            .word("state", &["DRAFT", "APPLIED", "DISCARDED"])
            .count("version")
            .text("author")
            .column("created_at", moment)
            .column("changed_at", moment)
            .maybe_count("applied")
            // The requests that made it and that changed it last, so that repeating one does nothing.
            .maybe_text("made_by_request")
            .maybe_text("changed_by_request")
            .check("draft", "(\"state\" = 'DRAFT') = (\"draft_name\" IS NOT NULL)")
            .check("revision", "(\"state\" = 'APPLIED') = (\"applied\" IS NOT NULL)")
            .unique("draft_name");
        manager.get_connection().execute_unprepared(&table.create()).await?;
        Ok(())
    }
}
