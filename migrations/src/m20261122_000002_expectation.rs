//! The table of expectations: which institutions there should be in each unit of territory.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

use crate::table::Table;

/// Makes the table.
pub(crate) struct Migration;

// By hand: the derived name is the path of the file.
impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m20261122_000002_expectation"
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
        manager.get_connection().execute_unprepared(&expectation().create()).await?;
        Ok(())
    }
}

fn expectation() -> Table {
    let given =
        ["type", "sector", "function"].map(|it| format!("CASE WHEN \"{it}\" IS NULL THEN 0 ELSE 1 END"));
    Table::keyed("expectation")
        .text("text_pl")
        .maybe_text("text_en")
        .maybe_reference("type", "institution_type")
        .maybe_reference("sector", "sector")
        .maybe_reference("function", "function")
        .text("level")
        .maybe_reference("within", "territory")
        .text("excluded_kinds")
        .count("minimum")
        .text("place")
        .maybe_reference("partnership", "partnership")
        .text("basis_pl")
        .maybe_text("basis_en")
        .maybe_text("reference")
        .text("valid_from")
        .text("valid_to")
        .check("subject", &format!("{} = 1", given.join(" + ")))
        .check("at_least_one", "\"minimum\" >= 1")
}
