//! Every text of every table, through one function: what would change, and the changes.

use std::collections::BTreeMap;

use domain::erasure::Redaction;
use domain::naming::{Certainty, Passage};
use futures_util::TryStreamExt;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, Statement, StreamTrait, Value};

use super::columns::{TextColumns, is_row, quoted, row_id};

/// A cell that is to have another text.
pub(crate) struct Edit {
    table: String,
    column: String,
    row: String,
    /// The key of the row as it is now, where the table has keys.
    key: Option<String>,
    before: String,
    after: String,
}

impl Edit {
    /// Whether it is of a row of this table that has one of these keys.
    pub(crate) fn is_of(&self, table: &str, keys: &[String]) -> bool {
        self.table == table && self.key.as_ref().is_some_and(|it| keys.contains(it))
    }
}

/// What is known of a text that holds a passage.
#[derive(Debug, Clone, Default)]
pub(crate) struct Text {
    /// Whether a passage in it is certain.
    pub(crate) is_certain: bool,
    /// Whether a passage in it was left for somebody to decide on.
    pub(crate) is_undecided: bool,
    /// How often it stands where, by `table.column`.
    pub(crate) places: BTreeMap<String, usize>,
}

/// What a sweep found.
#[derive(Default)]
pub(crate) struct Found {
    /// The cells that change.
    pub(crate) edits: Vec<Edit>,
    /// The texts that hold a passage, as they are now.
    pub(crate) texts: BTreeMap<String, Text>,
    /// How many cells change, by `table.column`.
    pub(crate) changed: BTreeMap<String, usize>,
    /// The keys of the rows that change, by table, as they are to be; only of tables with a column `key`.
    pub(crate) keys: BTreeMap<String, Vec<String>>,
}

impl Found {
    fn text(&mut self, text: &str, passages: &[Passage], undecided: bool, place: &str) {
        let known = self.texts.entry(text.to_owned()).or_default();
        known.is_certain |= passages.iter().any(|it| it.certainty == Certainty::Certain);
        known.is_undecided |= undecided;
        *known.places.entry(place.to_owned()).or_default() += 1;
    }
}

/// Looks at every text of a table.
pub(crate) async fn look(
    db: &DatabaseTransaction,
    table: &TextColumns,
    redaction: &Redaction,
    found: &mut Found,
) -> Result<(), DbErr> {
    let backend = ConnectionTrait::get_database_backend(db);
    let columns: Vec<String> =
        table.columns.iter().map(|it| format!("CAST({} AS text)", quoted(it))).collect();
    let query = format!("SELECT {}, {} FROM {}", row_id(backend), columns.join(", "), quoted(&table.table));
    let mut rows = db.stream_raw(Statement::from_string(backend, query)).await?;
    while let Some(row) = rows.try_next().await? {
        let mut is_changed = false;
        let mut key: Option<String> = None;
        let mut old_key: Option<String> = None;
        for (at, column) in table.columns.iter().enumerate() {
            let Some(text) = row.try_get_by_index::<Option<String>>(at + 1)? else { continue };
            let place = format!("{}.{column}", table.table);
            let after = look_at(&text, redaction, &place, found);
            if column == "key" {
                old_key = Some(text.clone());
                key = Some(after.clone().unwrap_or_else(|| text.clone()));
            }
            if let Some(after) = after {
                is_changed = true;
                *found.changed.entry(place).or_default() += 1;
                let (table, column) = (table.table.clone(), column.clone());
                let (row, key) = (row.try_get_by_index(0)?, old_key.clone());
                found.edits.push(Edit { table, column, row, key, before: text, after });
            }
        }
        if let Some(key) = key.filter(|_| is_changed) {
            found.keys.entry(table.table.clone()).or_default().push(key);
        }
    }
    Ok(())
}

/// What one text becomes; none when it stays.
fn look_at(text: &str, redaction: &Redaction, place: &str, found: &mut Found) -> Option<String> {
    if text.starts_with(['{', '['])
        && let Ok(mut value) = serde_json::from_str::<serde_json::Value>(text)
    {
        note_json(&value, redaction, place, found);
        let is_changed = redaction.json(&mut value, &mut Vec::new());
        return is_changed.then(|| value.to_string());
    }
    note(text, redaction, place, found);
    redaction.text(text).text
}

fn note(text: &str, redaction: &Redaction, place: &str, found: &mut Found) {
    let passages = redaction.passages(text);
    if !passages.is_empty() {
        let undecided = !redaction.text(text).undecided.is_empty();
        found.text(text, &passages, undecided, place);
    }
}

fn note_json(value: &serde_json::Value, redaction: &Redaction, place: &str, found: &mut Found) {
    match value {
        serde_json::Value::String(text) => note(text, redaction, place, found),
        serde_json::Value::Array(values) => {
            values.iter().for_each(|it| note_json(it, redaction, place, found));
        }
        serde_json::Value::Object(members) => {
            members.values().for_each(|it| note_json(it, redaction, place, found));
        }
        _ => {}
    }
}

/// Makes the edits. A row that was changed meanwhile by somebody else is a conflict.
pub(crate) async fn make(db: &DatabaseTransaction, edits: &[&Edit]) -> Result<bool, DbErr> {
    let backend = ConnectionTrait::get_database_backend(db);
    // On PostgreSQL a row has another place after each change, so all cells of a row are written at once.
    let mut rows = BTreeMap::<(&str, &str), Vec<&Edit>>::new();
    for edit in edits {
        rows.entry((edit.table.as_str(), edit.row.as_str())).or_default().push(edit);
    }
    for ((table, row), edits) in rows {
        let mut values: Vec<Value> = vec![row.into()];
        let mut sets = Vec::new();
        let mut same = Vec::new();
        for edit in edits {
            values.push(edit.after.clone().into());
            sets.push(format!("{} = ${}", quoted(&edit.column), values.len()));
            values.push(edit.before.clone().into());
            same.push(format!("{} = ${}", quoted(&edit.column), values.len()));
        }
        let statement = format!(
            "UPDATE {} SET {} WHERE {} AND {}",
            quoted(table),
            sets.join(", "),
            is_row(backend),
            same.join(" AND ")
        );
        let done = db.execute_raw(Statement::from_sql_and_values(backend, statement, values)).await?;
        if done.rows_affected() != 1 {
            return Ok(false);
        }
    }
    Ok(true)
}
