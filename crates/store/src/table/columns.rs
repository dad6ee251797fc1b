//! Rows sent to PostgreSQL as columns: one array for each column, which the statement unnests. The statement is the same
//! for any number of rows, so it is planned once, where a list of values is parsed and planned row by row.

use sea_orm::sea_query::ColumnType;
use sea_orm::{
    ActiveModelTrait, ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IdenStatic, Iterable,
    Statement, Value,
};

/// How many rows one statement should write at most; that is a few megabytes.
pub(super) const ROWS_MAX: usize = 5_000;

/// Adds rows by one statement; those whose `replaced_by` is there are replaced when it is given.
pub(super) async fn insert<E: EntityTrait, C: ConnectionTrait>(
    db: &C,
    rows: Vec<E::ActiveModel>,
    replaced_by: Option<E::Column>,
) -> Result<(), DbErr>
where
    E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
{
    let arrays = E::Column::iter().map(|column| array(rows.iter().map(|row| row.get(column))));
    let arrays: Vec<Value> = arrays.collect::<Result<_, _>>()?;
    drop(rows);
    let statement = statement::<E>(replaced_by);
    db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), statement, arrays)).await?;
    Ok(())
}

fn statement<E: EntityTrait>(replaced_by: Option<E::Column>) -> String {
    let names: Vec<String> = E::Column::iter().map(|it| format!("\"{}\"", it.as_str())).collect();
    let arrays: Vec<String> =
        E::Column::iter().zip(1..).map(|(it, number)| format!("${number}::{}[]", type_of(it))).collect();
    let (table, names_told, arrays) =
        (E::default().table_name().to_owned(), names.join(", "), arrays.join(", "));
    let mut statement = format!("INSERT INTO \"{table}\" ({names_told}) SELECT * FROM UNNEST({arrays})");
    if let Some(key) = replaced_by {
        let key = format!("\"{}\"", key.as_str());
        let others = names.iter().filter(|it| **it != key);
        let set: Vec<String> = others.map(|it| format!("{it} = excluded.{it}")).collect();
        statement.push_str(&format!(" ON CONFLICT ({key}) DO UPDATE SET {}", set.join(", ")));
    }
    statement
}

fn type_of(column: impl ColumnTrait) -> &'static str {
    match column.def().get_column_type() {
        ColumnType::BigInteger => "bigint",
        ColumnType::Boolean => "boolean",
        ColumnType::Double => "double precision",
        ColumnType::TimestampWithTimeZone => "timestamptz",
        _ => "text",
    }
}

/// The text form of an array (PostgreSQL manual, 8.15.6).
fn array(values: impl Iterator<Item = ActiveValue<Value>>) -> Result<Value, DbErr> {
    let mut text = String::from("{");
    for value in values {
        if text.len() > 1 {
            text.push(',');
        }
        match value.into_value() {
            None => text.push_str("NULL"),
            Some(value) => element(&mut text, value)?,
        }
    }
    text.push('}');
    Ok(text.into())
}

fn element(text: &mut String, value: Value) -> Result<(), DbErr> {
    match value {
        Value::String(Some(it)) => quoted(text, &it),
        Value::BigInt(Some(it)) => text.push_str(&it.to_string()),
        Value::Bool(Some(it)) => text.push_str(if it { "t" } else { "f" }),
        Value::Double(Some(it)) => text.push_str(&it.to_string()),
        Value::ChronoDateTimeUtc(Some(it)) => quoted(text, &it.to_rfc3339()),
        Value::String(None)
        | Value::BigInt(None)
        | Value::Bool(None)
        | Value::Double(None)
        | Value::ChronoDateTimeUtc(None) => text.push_str("NULL"),
        other => return Err(DbErr::Type(format!("no table has a column for {other:?}"))),
    }
    Ok(())
}

fn quoted(text: &mut String, value: &str) {
    text.push('"');
    for character in value.chars() {
        if matches!(character, '"' | '\\') {
            text.push('\\');
        }
        text.push(character);
    }
    text.push('"');
}
