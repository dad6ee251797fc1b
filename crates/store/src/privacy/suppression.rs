//! Suppressed names: what stops the next import from bringing an erased name back.
//!
//! What is kept of a name are digests of the forms of its words, keyed with a secret of the database (HMAC-SHA-256, RFC
//! 2104), so that they cannot be guessed without it. Who has the whole database has the secret too: then a guess can be
//! tried. Nothing less would find the name in the next file.

use std::collections::{BTreeMap, HashMap};

use domain::check::{Fault, Problem};
use domain::id::Id;
use domain::naming::{Certainty, NameForms, WordClass, passages};
use domain::person::{Person, Personal};
use domain::record::{Noun, Record, RecordReader, RecordRef};
use hmac::{Hmac, Mac as _};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, Statement};
use sha2::Sha256;

use super::{Random, hex};
use crate::{Store, StoreError};

/// The class of the digest of a whole name.
const WHOLE: i64 = 1_000;

/// A keyed digest of a text.
fn digest(secret: &[u8], text: &str) -> String {
    // A key of any length is one.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    mac.update(text.as_bytes());
    hex(&mac.finalize().into_bytes())
}

/// The secret of the database; made when there is none yet.
async fn secret(db: &DatabaseTransaction, random: Random<'_>) -> Result<Vec<u8>, DbErr> {
    let backend = ConnectionTrait::get_database_backend(db);
    if let Some(known) = find_secret(db).await? {
        return Ok(known);
    }
    let mut bytes = [0u8; 32];
    random(&mut bytes);
    let value = hex(&bytes);
    let statement = "INSERT INTO \"secret\" (\"id\", \"value\") VALUES (1, $1)";
    db.execute_raw(Statement::from_sql_and_values(backend, statement, [value.clone().into()])).await?;
    Ok(value.into_bytes())
}

async fn find_secret<C: ConnectionTrait>(db: &C) -> Result<Option<Vec<u8>>, DbErr> {
    let query = "SELECT \"value\" FROM \"secret\" WHERE \"id\" = 1";
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), query)).await?;
    row.map(|it| it.try_get_by_index::<String>(0).map(String::into_bytes)).transpose()
}

/// Suppresses names of an erased person.
pub(crate) async fn add(
    db: &DatabaseTransaction,
    person: &Id<Person>,
    names: &[String],
    random: Random<'_>,
) -> Result<(), DbErr> {
    let backend = ConnectionTrait::get_database_backend(db);
    let secret = secret(db, random).await?;
    let mut entries: Vec<(String, i64)> = Vec::new();
    for name in names {
        entries.push((digest(&secret, &NameForms::canonical(name)), WHOLE));
        let forms = NameForms::new(name);
        entries.extend(forms.iter().map(|(form, class)| (digest(&secret, form), class.to_number())));
    }
    entries.sort();
    entries.dedup();
    for (digest, class) in entries {
        let statement = "INSERT INTO \"suppression\" (\"digest\", \"person\", \"word_class\") VALUES ($1, $2, $3) \
                         ON CONFLICT DO NOTHING";
        let values = [digest.into(), person.to_string().into(), class.into()];
        db.execute_raw(Statement::from_sql_and_values(backend, statement, values)).await?;
    }
    Ok(())
}

/// What is suppressed, in memory for one check.
struct Suppressed {
    secret: Vec<u8>,
    /// By digest: of which person it is what.
    entries: HashMap<String, Vec<(String, i64)>>,
    people: Vec<String>,
    /// Digests of words that were met.
    met: HashMap<String, Vec<(String, i64)>>,
}

impl Suppressed {
    async fn read<C: ConnectionTrait>(db: &C) -> Result<Option<Self>, DbErr> {
        let query = "SELECT \"digest\", \"person\", \"word_class\" FROM \"suppression\"";
        let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), query)).await?;
        let Some(secret) = find_secret(db).await?.filter(|_| !rows.is_empty()) else { return Ok(None) };
        let mut entries = HashMap::<String, Vec<(String, i64)>>::new();
        let mut people = BTreeMap::new();
        for row in rows {
            let person: String = row.try_get_by_index(1)?;
            people.insert(person.clone(), ());
            entries.entry(row.try_get_by_index(0)?).or_default().push((person, row.try_get_by_index(2)?));
        }
        Ok(Some(Self { secret, entries, people: people.into_keys().collect(), met: HashMap::new() }))
    }

    fn is_name(&self, name: &str) -> bool {
        let of_name = self.entries.get(&digest(&self.secret, &NameForms::canonical(name)));
        of_name.is_some_and(|it| it.iter().any(|(_, class)| *class == WHOLE))
    }

    fn classes(&mut self, word: &str, person: &str) -> Vec<WordClass> {
        if !self.met.contains_key(word) {
            let found = self.entries.get(&digest(&self.secret, word)).cloned().unwrap_or_default();
            self.met.insert(word.to_owned(), found);
        }
        let met = self.met.get(word).map_or(&[][..], Vec::as_slice);
        let of_person = met.iter().filter(|(of, _)| of == person);
        of_person.filter_map(|(_, class)| WordClass::from_number(*class)).collect()
    }

    fn is_in(&mut self, text: &str) -> bool {
        let people = self.people.clone();
        people.iter().any(|person| {
            let found = passages(text, true, |word| self.classes(word, person));
            found.iter().any(|it| it.certainty == Certainty::Certain)
        })
    }
}

/// What of the records and personal values given names somebody who was erased. No problem tells the name.
pub(crate) async fn problems<C: ConnectionTrait>(
    db: &C,
    record: &Record,
    personal: &Personal,
) -> Result<Vec<Problem>, DbErr> {
    let Some(suppressed) = Suppressed::read(db).await? else { return Ok(Vec::new()) };
    let mut problems: Vec<Problem> = Vec::new();
    let problem = |at: RecordRef| Problem { at, what: Fault::ErasedPerson };
    for name in &personal.names {
        if suppressed.is_name(name.full_name.as_str()) {
            problems.push(problem(name.person.reference()));
        }
    }
    let mut texts = TextsOf { suppressed, found: Vec::new() };
    record.read(&mut texts);
    for contact in &personal.contacts {
        if texts.suppressed.is_in(contact.value.as_str()) {
            texts.found.push(contact.of.clone());
        }
    }
    problems.extend(texts.found.into_iter().map(problem));
    Ok(problems)
}

impl Store {
    /// What of records and personal values names somebody who was erased, for who is about to write them.
    ///
    /// # Errors
    /// Those of the connection.
    pub async fn erased_in(&self, record: &Record, personal: &Personal) -> Result<Vec<Problem>, StoreError> {
        let found = Box::pin(problems(self.reader(), record, personal)).await;
        found.map_err(|error| self.explain(error, "looking for erased people"))
    }

    /// Whether a text of a value that is no record names somebody who was erased, for who is about to write it.
    ///
    /// # Errors
    /// Those of the connection.
    pub async fn is_erased_in(&self, value: &serde_json::Value) -> Result<bool, StoreError> {
        let suppressed = Suppressed::read(self.reader()).await;
        let suppressed = suppressed.map_err(|error| self.explain(error, "looking for erased people"))?;
        Ok(suppressed.is_some_and(|suppressed| TextsOf { suppressed, found: Vec::new() }.holds(value)))
    }
}

struct TextsOf {
    suppressed: Suppressed,
    found: Vec<RecordRef>,
}

impl RecordReader for TextsOf {
    fn records<T: Noun>(&mut self, records: &[T]) {
        for record in records {
            // A record is always JSON; what were not would not be stored either.
            let Ok(value) = serde_json::to_value(record) else { continue };
            if self.holds(&value) {
                self.found.push(record.reference());
            }
        }
    }
}

impl TextsOf {
    fn holds(&mut self, value: &serde_json::Value) -> bool {
        match value {
            serde_json::Value::String(text) => self.suppressed.is_in(text),
            serde_json::Value::Array(values) => values.iter().any(|it| self.holds(it)),
            serde_json::Value::Object(members) => members.values().any(|it| self.holds(it)),
            _ => false,
        }
    }
}
