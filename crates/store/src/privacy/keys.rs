//! Keys that give a name away, or that were made from a text with it: each gets another one.

use domain::erasure::Redaction;
use domain::id::Id;
use domain::naming::Certainty;
use domain::person::Person;
use domain::record::Noun;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, Statement};

use super::columns::{TextColumns, quoted};
use super::{Random, hex};

/// Tables of records that are the person's own, with the column of the person.
const OWN: &[(&str, &str)] =
    &[("person", "key"), ("tenure", "person"), ("body_membership", "person"), ("participation", "person")];

/// Finds all keys that need another one, and tells the redaction.
pub(crate) async fn find(
    db: &DatabaseTransaction,
    tables: &[TextColumns],
    person: &Id<Person>,
    redaction: &mut Redaction,
    random: Random<'_>,
) -> Result<(), DbErr> {
    let backend = ConnectionTrait::get_database_backend(db);
    let mut keys: Vec<(String, String)> = Vec::new();
    for table in tables.iter().filter(|it| it.has("key")) {
        let query = format!("SELECT \"key\" FROM {}", quoted(&table.table));
        for row in db.query_all_raw(Statement::from_string(backend, query)).await? {
            let key: String = row.try_get_by_index(0)?;
            if redaction.passages(&key).iter().any(|it| it.certainty == Certainty::Certain) {
                keys.push((table.table.clone(), key));
            }
        }
    }
    for (table, column) in OWN {
        let query = format!("SELECT \"key\" FROM {} WHERE {} = $1", quoted(table), quoted(column));
        let statement = Statement::from_sql_and_values(backend, query, [person.as_str().into()]);
        for row in db.query_all_raw(statement).await? {
            let key: String = row.try_get_by_index(0)?;
            if redaction.is_hinted_at(&key) {
                keys.push(((*table).to_owned(), key));
            }
        }
    }
    for (table, key) in keys {
        if !redaction.renamed().contains_key(&key) {
            redaction.rename(&key, &fresh(&table, random));
        }
    }
    claims(db, redaction, random).await
}

/// The key of a claim is a digest of what it says, by which a name could be guessed.
async fn claims(
    db: &DatabaseTransaction,
    redaction: &mut Redaction,
    random: Random<'_>,
) -> Result<(), DbErr> {
    let backend = ConnectionTrait::get_database_backend(db);
    let query = "SELECT c.\"key\", c.\"subject\", c.\"field\", c.\"value\", c.\"document\", t.\"locator\" \
                 FROM \"claim\" AS c LEFT JOIN \"claim_text\" AS t ON t.\"key\" = c.\"key\"";
    let mut renamed = Vec::new();
    for row in db.query_all_raw(Statement::from_string(backend, query)).await? {
        let key: String = row.try_get_by_index(0)?;
        let mut tells = false;
        for at in 1..6 {
            let text: Option<String> = row.try_get_by_index(at)?;
            tells |= text.is_some_and(|it| redaction.text(&it).text.is_some());
        }
        if tells && !redaction.renamed().contains_key(&key) {
            renamed.push(key);
        }
    }
    for key in renamed {
        redaction.rename(&key, &fresh("claim", random));
    }
    Ok(())
}

/// A key that says nothing.
fn fresh(table: &str, random: Random<'_>) -> String {
    let mut bytes = [0u8; 12];
    random(&mut bytes);
    format!("{}-{}", table.replace('_', "-"), hex(&bytes))
}

/// The key of the person once it is erased.
pub(crate) fn tombstone(person: &Id<Person>, redaction: &Redaction) -> Id<Person> {
    let renamed = redaction.renamed().get(person.as_str());
    renamed.and_then(|it| Id::new(it).ok()).unwrap_or_else(|| person.clone())
}

/// The owner of contact points, as their table has it.
pub(crate) fn owner(person: &Id<Person>) -> String {
    format!("{}:{person}", Person::KIND)
}
