//! The first schema: a table for each kind of record, the tables of personal values, and the change log.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

use crate::table::{Table, moment};

/// Makes the first schema.
pub(crate) struct Migration;

// By hand: the derived name is the path of the file.
impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m20261122_000001_record"
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
        // Tables come after the tables that they refer to, as PostgreSQL wants it.
        let groups = [vocabularies(), institutions(), partnerships(), meetings(), programmes()];
        for table in groups.into_iter().flatten() {
            db.execute_unprepared(&table.create()).await?;
        }
        for table in statements().into_iter().chain(support()).chain(personal_values()) {
            db.execute_unprepared(&table.create()).await?;
        }
        for table in change_log(manager.get_database_backend()) {
            db.execute_unprepared(&table.create()).await?;
        }
        db.execute_unprepared("CREATE INDEX \"contact_point_of_index\" ON \"contact_point\" (\"of\")")
            .await?;
        db.execute_unprepared("INSERT INTO \"revision_clock\" (\"id\", \"number\") VALUES (1, 0)").await?;
        Ok(())
    }
}

fn vocabularies() -> Vec<Table> {
    vec![
        Table::keyed("document")
            .text("title")
            .text("kind")
            .text("covers")
            .text("dated")
            .maybe_text("dated_basis")
            .maybe_text("sha256")
            .text("locator_scheme")
            .word("state", &["ACCEPTED", "RETRACTED"]),
        Table::keyed("sector").text("code").text("name_pl").text("name_en").maybe_text("roll_up"),
        Table::keyed("function").text("code").text("name_pl").text("name_en"),
        Table::keyed("institution_type")
            .text("code")
            .text("name_pl")
            .text("name_en")
            .maybe_reference("parent", "institution_type")
            .text("forms")
            .flag("rolls_up")
            .maybe_reference("sector", "sector")
            .text("functions"),
        Table::keyed("meeting_kind")
            .text("code")
            .text("name_pl")
            .text("name_en")
            .text("tie_basis")
            .flag("is_visit")
            .flag("is_plenary"),
        Table::keyed("tie_weight").text("basis").real("weight"),
        Table::keyed("topic").text("name_pl").text("name_en").maybe_reference("broader", "topic"),
        Table::keyed("territory")
            .text("level")
            .text("name")
            .maybe_text("kind")
            .maybe_text("teryt")
            .maybe_text("nuts3")
            .maybe_reference("parent", "territory")
            .maybe_text("name_genitive")
            .maybe_text("name_locative")
            .text("other_names")
            .text("valid_from")
            .text("valid_to")
            .maybe_text("note"),
    ]
}

fn institutions() -> Vec<Table> {
    vec![
        Table::keyed("institution")
            .text("name_pl")
            .maybe_text("name_en")
            .maybe_text("short_name")
            .maybe_reference("type", "institution_type")
            .maybe_reference("sector", "sector")
            .text("functions")
            .maybe_reference("seat", "territory")
            .maybe_reference("parent", "institution")
            .text("existed_from")
            .text("existed_to")
            .text("state")
            .text("naming")
            .maybe_text("note"),
        Table::keyed("identifier")
            .reference("institution", "institution")
            .text("scheme")
            .text("value")
            .text("belongs_to"),
        Table::keyed("served_territory")
            .reference("institution", "institution")
            .reference("unit", "territory")
            .text("valid_from")
            .text("valid_to"),
        Table::keyed("office")
            .text("title_pl")
            .text("title_en")
            .maybe_reference("institution", "institution")
            .maybe_reference("territory", "territory")
            .maybe_reference("sector", "sector"),
        Table::keyed("person").text("public_function").text("function_pl").text("function_en"),
        Table::keyed("tenure")
            .reference("person", "person")
            .maybe_reference("office", "office")
            .maybe_reference("institution", "institution")
            .text("role_pl")
            .text("role_en")
            .text("as_of")
            .text("valid_from")
            .text("valid_to")
            .some_of("place", &["office", "institution"]),
    ]
}

fn partnerships() -> Vec<Table> {
    vec![
        Table::keyed("partnership")
            .text("name_pl")
            .maybe_text("name_en")
            .text("kind")
            .maybe_reference("parent", "partnership")
            .text("founded")
            .maybe_reference("territory", "territory")
            .text("intended_sectors")
            .text("aims")
            .maybe_flag("open_accession")
            .maybe_text("note"),
        Table::keyed("lifecycle_event")
            .reference("partnership", "partnership")
            .text("state")
            .text("date")
            .maybe_text("note"),
        Table::keyed("body")
            .text("name_pl")
            .maybe_text("name_en")
            .maybe_text("short_name")
            .text("kind")
            .maybe_reference("partnership", "partnership")
            .maybe_text("appointed_by")
            .text("established")
            .text("as_of")
            .maybe_reference("same_as", "institution")
            .maybe_text("note"),
        Table::keyed("membership")
            .reference("partnership", "partnership")
            .text("role")
            .text("signed_on")
            .text("as_of")
            .text("valid_from")
            .text("valid_to")
            .party("party"),
        Table::keyed("body_membership")
            .reference("body", "body")
            .maybe_reference("person", "person")
            .maybe_reference("on_behalf_of", "institution")
            .maybe_text("group")
            .text("role")
            .text("as_of")
            .text("valid_from")
            .text("valid_to")
            .some_of("holder", &["person", "on_behalf_of", "group"]),
    ]
}

fn meetings() -> Vec<Table> {
    vec![
        Table::keyed("meeting_series")
            .text("name_pl")
            .maybe_text("name_en")
            .reference("kind", "meeting_kind")
            .text("date")
            .text("status")
            .maybe_reference("partnership", "partnership")
            .maybe_reference("body", "body")
            .text("topics")
            .flag("has_unnamed_participants")
            .maybe_text("note"),
        Table::keyed("meeting")
            .text("name_pl")
            .maybe_text("name_en")
            .maybe_text("title")
            .reference("kind", "meeting_kind")
            .text("date")
            .text("status")
            .maybe_reference("place", "territory")
            .maybe_reference("partnership", "partnership")
            .maybe_reference("body", "body")
            .maybe_reference("series", "meeting_series")
            .text("topics")
            .maybe_reference("possible_duplicate_of", "meeting")
            .flag("has_unnamed_participants")
            .maybe_text("note"),
        Table::keyed("participation")
            .maybe_reference("meeting", "meeting")
            .maybe_reference("series", "meeting_series")
            .maybe_reference("person", "person")
            .text("role")
            .text("presence")
            .maybe_reference("topic", "topic")
            .maybe_text("note")
            .party("party")
            .exactly_one_of("occasion", "meeting", "series"),
        Table::keyed("resolution")
            .text("kind")
            .text("text_pl")
            .maybe_text("text_en")
            .maybe_reference("body", "body")
            .maybe_reference("meeting", "meeting")
            .maybe_reference("series", "meeting_series")
            .text("date")
            .maybe_text("proposed_by")
            .maybe_reference("person", "person")
            .maybe_text("addressee")
            .text("in_cooperation_with")
            .text("topics"),
        Table::keyed("action_item")
            .reference("resolution", "resolution")
            .text("kind")
            .text("text_pl")
            .maybe_text("text_en")
            .text("due")
            .text("responsible")
            .text("addressees")
            .text("co_participants")
            .text("status")
            .text("evidence")
            .text("possible_evidence")
            .text("depends_on"),
    ]
}

fn programmes() -> Vec<Table> {
    vec![
        Table::keyed("programme").text("name_pl").maybe_text("name_en").text("kind"),
        Table::keyed("project")
            .text("title_pl")
            .maybe_text("title_en")
            .text("kind")
            .maybe_reference("programme", "programme")
            .maybe_reference("partnership", "partnership")
            .maybe_text("leader")
            .maybe_reference("territory", "territory")
            .text("period")
            .maybe_text("note"),
        Table::keyed("call")
            .text("number")
            .maybe_text("edition")
            .maybe_reference("programme", "programme")
            .maybe_text("title")
            .text("as_of")
            .text("opened")
            .text("closed"),
        Table::keyed("application")
            .reference("call", "call")
            .reference("partnership", "partnership")
            .text("submitted_on")
            .text("outcome")
            .maybe_count("amount_minor")
            .maybe_text("currency")
            .check("amount", "(\"amount_minor\" IS NULL) = (\"currency\" IS NULL)"),
        Table::keyed("funding_aggregate")
            .text("label_pl")
            .maybe_text("label_en")
            .text("calls")
            .maybe_count("created")
            .maybe_count("submitted")
            .maybe_count("funded")
            .maybe_count("rejected")
            .maybe_text("by")
            .text("as_of"),
        Table::keyed("indicator")
            .text("label_pl")
            .maybe_text("label_en")
            .real("value")
            .text("unit")
            .text("as_of")
            .text("nature")
            .maybe_text("of")
            .maybe_text("collection")
            .maybe_text("note"),
    ]
}

fn statements() -> Vec<Table> {
    vec![
        Table::keyed("norm")
            .text("kind")
            .text("text_pl")
            .maybe_text("text_en")
            .maybe_reference("partnership", "partnership")
            .maybe_reference("project", "project")
            .maybe_reference("meeting_kind", "meeting_kind")
            .maybe_reference("institution_type", "institution_type")
            .maybe_count("threshold"),
        Table::keyed("statement")
            .text("kind")
            .maybe_text("of")
            .text("text_pl")
            .maybe_text("text_en")
            .text("types")
            .maybe_reference("function", "function")
            .text("with")
            .text("items")
            .maybe_reference("project", "project")
            .maybe_reference("territory", "territory")
            .text("date")
            .flag("is_planned"),
        Table::keyed("mention").text("surface").text("kind").text("target").maybe_text("note"),
        Table::keyed("relation").text("from").text("to").text("kind").text("date").maybe_text("reason"),
    ]
}

fn support() -> Vec<Table> {
    vec![
        Table::keyed("resolution_task")
            .text("question_pl")
            .maybe_text("question_en")
            .maybe_text("detail")
            .text("about")
            .text("severity")
            .word("status", &["OPEN", "DECIDED", "DISMISSED"]),
        Table::keyed("identity_decision")
            .reference("duplicate", "institution")
            .reference("canonical", "institution")
            .word("status", &["PROPOSED", "ACCEPTED", "REJECTED", "UNDONE"])
            .text("reason")
            .text("decided_by")
            .text("decided_on")
            .maybe_reference("task", "resolution_task")
            .check("pair", "\"duplicate\" <> \"canonical\""),
        Table::keyed("claim")
            .text("subject")
            .maybe_text("field")
            .maybe_text("value")
            .count("rank")
            .reference("document", "document")
            .text("confidence")
            .maybe_text("convention")
            .text("premises")
            .word("status", &["ASSERTED", "DISPUTED", "RETRACTED"]),
        Table::keyed("claim_text").text("locator").maybe_text("inference").foreign_key("key", "claim", "key"),
    ]
}

/// Apart from the record, and never in the change log.
fn personal_values() -> Vec<Table> {
    vec![
        Table::bare("person_name")
            .column("person", "text NOT NULL PRIMARY KEY")
            .text("full_name")
            .foreign_key("person", "person", "key"),
        Table::keyed("contact_point").text("of").text("kind").text("value").reference("document", "document"),
    ]
}

fn change_log(backend: DbBackend) -> Vec<Table> {
    vec![
        Table::bare("revision_clock")
            .column("id", "bigint NOT NULL PRIMARY KEY")
            .count("number")
            .check("id", "\"id\" = 1"),
        Table::bare("revision")
            .column("number", "bigint NOT NULL PRIMARY KEY")
            .column("recorded_at", moment(backend))
            .text("author")
            .text("act")
            .text("reason")
            .count("created")
            .count("changed")
            .count("personal"),
        Table::bare("change")
            .column("revision", "bigint NOT NULL")
            .column("ordinal", "bigint NOT NULL")
            .text("kind")
            .text("key")
            .maybe_text("before")
            .maybe_text("after")
            .primary_key(&["revision", "ordinal"])
            .foreign_key("revision", "revision", "number")
            .some_of("state", &["before", "after"]),
    ]
}
