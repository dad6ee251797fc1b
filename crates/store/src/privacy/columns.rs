//! Which columns of which tables hold text, by the database's own schema: so that no table is forgotten, whatever made it.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};

/// Tables that no sweep touches: what the migrations and the clock are, what must not change (the audit trail is
/// rewritten by its own rules), what only holds digests, and names of other people.
const LEFT_ALONE: &[&str] =
    &["seaql_migrations", "revision_clock", "audit", "audit_head", "suppression", "secret", "person_name"];

/// The columns of text of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TextColumns {
    /// The table.
    pub(crate) table: String,
    /// Its columns of text, in their order.
    pub(crate) columns: Vec<String>,
}

impl TextColumns {
    /// Whether the table has a column of this name.
    pub(crate) fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|it| it == column)
    }
}

/// A name as SQL writes it.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The expression that tells a row from all others of its table, as text.
pub(crate) fn row_id(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Postgres => "ctid::text",
        _ => "CAST(rowid AS text)",
    }
}

/// The condition for the row of an id that is the first value bound.
pub(crate) fn is_row(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Postgres => "ctid = $1::tid",
        _ => "rowid = CAST($1 AS integer)",
    }
}

/// All tables of the database that a sweep looks at, with their columns of text, in order of names.
pub(crate) async fn text_columns<C: ConnectionTrait>(db: &C) -> Result<Vec<TextColumns>, DbErr> {
    let backend = db.get_database_backend();
    let query = match backend {
        DbBackend::Postgres => {
            "SELECT c.table_name::text, c.column_name::text FROM information_schema.columns AS c \
             JOIN information_schema.tables AS t USING (table_schema, table_name) \
             WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' \
             AND c.data_type IN ('text', 'character varying', 'character', 'json', 'jsonb') \
             ORDER BY c.table_name, c.ordinal_position"
        }
        _ => {
            "SELECT m.name, c.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c \
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
             AND (lower(c.type) LIKE '%text%' OR lower(c.type) LIKE '%char%' OR lower(c.type) LIKE '%json%') \
             AND lower(c.type) NOT LIKE 'timestamp%' ORDER BY m.name, c.cid"
        }
    };
    let rows = db.query_all_raw(Statement::from_string(backend, query)).await?;
    let mut tables = BTreeMap::<String, Vec<String>>::new();
    for row in rows {
        let (table, column): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        if !LEFT_ALONE.contains(&table.as_str()) {
            tables.entry(table).or_default().push(column);
        }
    }
    Ok(tables.into_iter().map(|(table, columns)| TextColumns { table, columns }).collect())
}
