//! Legal holds, rules of retention, and the list of erasures.

use chrono::{DateTime, Utc};
use domain::id::Id;
use domain::person::{Person, PublicFunction};
use domain::retention::{RetentionRules, default_rules};
use domain::vocabulary::Label;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, QueryResult, Statement};

use super::erase::moment;
use crate::rows::cell::parse;
use crate::write::Reason;
use crate::{Author, Revision, Store, StoreError};

/// Why the data of a person may not be erased (GDPR art. 17(3)).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegalHold {
    /// Whose data.
    pub person: Id<Person>,
    /// Why.
    pub reason: Label,
    /// Who decided so.
    pub author: Author,
    /// When.
    pub recorded_at: DateTime<Utc>,
}

/// An erasure that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    /// Of whom: the key that is left.
    pub person: Id<Person>,
    /// The revision that it made.
    pub revision: Revision,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// Who did it.
    pub author: Author,
    /// On what grounds.
    pub reason: Label,
}

const HOLDS: &str = "SELECT \"person\", \"reason\", \"author\", \"recorded_at\" FROM \"legal_hold\"";
const ERASURES: &str = "SELECT \"person\", \"reason\", \"author\", \"recorded_at\", \"revision\" FROM \"erasure\" ORDER BY \"revision\", \"person\"";

/// A text of a row, as a value of the domain.
fn cell<T: std::str::FromStr>(row: &QueryResult, at: usize) -> Result<T, DbErr>
where
    domain::DomainError: From<T::Err>,
{
    let text: String = row.try_get_by_index(at)?;
    parse(&text).map_err(|error| DbErr::Type(error.to_string()))
}

fn hold(row: &QueryResult) -> Result<LegalHold, DbErr> {
    Ok(LegalHold {
        person: cell(row, 0)?,
        reason: cell(row, 1)?,
        author: cell::<Label>(row, 2)?.into(),
        recorded_at: row.try_get_by_index(3)?,
    })
}

/// The hold on a person's data; none when there is none.
pub(crate) async fn of<C: ConnectionTrait>(db: &C, person: &Id<Person>) -> Result<Option<LegalHold>, DbErr> {
    let query = format!("{HOLDS} WHERE \"person\" = $1");
    let values = [person.to_string().into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), query, values);
    db.query_one_raw(statement).await?.as_ref().map(hold).transpose()
}

/// Notes an erasure, so that it can be told and done again after a backup was restored.
pub(crate) async fn note_erasure(
    db: &DatabaseTransaction,
    person: &Id<Person>,
    revision: Revision,
    why: &Reason<'_>,
) -> Result<(), DbErr> {
    let statement = "INSERT INTO \"erasure\" (\"person\", \"revision\", \"recorded_at\", \"author\", \"reason\") \
                     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (\"person\") DO UPDATE SET \
                     \"revision\" = excluded.\"revision\", \"recorded_at\" = excluded.\"recorded_at\", \
                     \"author\" = excluded.\"author\", \"reason\" = excluded.\"reason\"";
    let values = [
        person.to_string().into(),
        revision.to_row().into(),
        moment(why.at).into(),
        why.by.to_string().into(),
        why.reason.to_string().into(),
    ];
    let backend = ConnectionTrait::get_database_backend(db);
    db.execute_raw(Statement::from_sql_and_values(backend, statement, values)).await?;
    Ok(())
}

impl Store {
    /// The legal holds, in order of people.
    ///
    /// # Errors
    /// Those of the connection.
    pub async fn legal_holds(&self) -> Result<Vec<LegalHold>, StoreError> {
        let query = format!("{HOLDS} ORDER BY \"person\"");
        self.rows(&query, "reading legal holds", hold).await
    }

    /// The erasures that were done, oldest first.
    ///
    /// # Errors
    /// Those of the connection.
    pub async fn erasures(&self) -> Result<Vec<Erasure>, StoreError> {
        let erasure = |row: &QueryResult| {
            Ok(Erasure {
                person: cell(row, 0)?,
                reason: cell(row, 1)?,
                author: cell::<Label>(row, 2)?.into(),
                recorded_at: row.try_get_by_index(3)?,
                revision: Revision::from_row(row.try_get_by_index(4)?),
            })
        };
        self.rows(ERASURES, "reading erasures", erasure).await
    }

    /// The last erasure that was done, as its revision and its moment; none while nobody was erased. What was computed
    /// from a revision before it must be forgotten.
    ///
    /// # Errors
    /// Those of the connection.
    pub async fn last_erasure(&self) -> Result<Option<(Revision, DateTime<Utc>)>, StoreError> {
        let last = |row: &QueryResult| {
            Ok((Revision::from_row(row.try_get_by_index(0)?), row.try_get_by_index::<DateTime<Utc>>(1)?))
        };
        let query =
            "SELECT \"revision\", \"recorded_at\" FROM \"erasure\" ORDER BY \"revision\" DESC LIMIT 1";
        Ok(self.rows(query, "reading the last erasure", last).await?.pop())
    }

    /// The rules of retention: those that were set, the default for every other class.
    ///
    /// # Errors
    /// Those of the connection.
    pub async fn retention_rules(&self) -> Result<RetentionRules, StoreError> {
        let query = "SELECT \"public_function\", \"months\" FROM \"retention_rule\"";
        let rule = |row: &QueryResult| {
            let months: Option<i64> = row.try_get_by_index(1)?;
            Ok((cell::<PublicFunction>(row, 0)?, months.and_then(|it| u32::try_from(it).ok())))
        };
        let mut rules = default_rules();
        rules.extend(self.rows(query, "reading rules of retention", rule).await?);
        Ok(rules)
    }

    /// Sets the rule of retention of a class: so many months after the end of the function, or none for ever.
    ///
    /// # Errors
    /// Those of the connection.
    pub async fn set_retention_rule(
        &self,
        class: PublicFunction,
        months: Option<u32>,
    ) -> Result<(), StoreError> {
        let statement = "INSERT INTO \"retention_rule\" (\"public_function\", \"months\") VALUES ($1, $2) \
                         ON CONFLICT (\"public_function\") DO UPDATE SET \"months\" = excluded.\"months\"";
        let values = vec![class.to_string().into(), months.map(i64::from).into()];
        self.write_apart(statement, values, "setting a rule of retention").await
    }

    /// Holds the data of a person, or holds them for another reason.
    ///
    /// # Errors
    /// Those of the connection.
    pub async fn hold_person(&self, hold: &LegalHold) -> Result<(), StoreError> {
        let statement = "INSERT INTO \"legal_hold\" (\"person\", \"reason\", \"author\", \"recorded_at\") \
                         VALUES ($1, $2, $3, $4) ON CONFLICT (\"person\") DO UPDATE SET \"reason\" = excluded.\"reason\", \
                         \"author\" = excluded.\"author\", \"recorded_at\" = excluded.\"recorded_at\"";
        let values = vec![
            hold.person.to_string().into(),
            hold.reason.to_string().into(),
            hold.author.to_string().into(),
            moment(hold.recorded_at).into(),
        ];
        self.write_apart(statement, values, "holding personal data").await
    }

    /// Lifts the hold on a person's data, if there is one.
    ///
    /// # Errors
    /// Those of the connection.
    pub async fn release_person(&self, person: &Id<Person>) -> Result<(), StoreError> {
        let statement = "DELETE FROM \"legal_hold\" WHERE \"person\" = $1";
        self.write_apart(statement, vec![person.to_string().into()], "lifting a hold").await
    }

    async fn rows<T>(
        &self,
        query: &str,
        doing: &'static str,
        read: impl Fn(&QueryResult) -> Result<T, DbErr>,
    ) -> Result<Vec<T>, StoreError> {
        let db = self.reader();
        let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), query)).await;
        let read = rows.and_then(|rows| rows.iter().map(read).collect());
        match read {
            Ok(read) => Ok(read),
            Err(error) => Err(self.explain_with_schema(error, doing).await),
        }
    }

    /// Writes what is no part of the record.
    async fn write_apart(
        &self,
        statement: &str,
        values: Vec<sea_orm::Value>,
        doing: &'static str,
    ) -> Result<(), StoreError> {
        let writing = self.begin_writing().await?;
        let backend = ConnectionTrait::get_database_backend(&writing.transaction);
        let statement = Statement::from_sql_and_values(backend, statement, values);
        let done = writing.transaction.execute_raw(statement).await;
        done.map_err(|error| self.explain(error, doing))?;
        writing.commit_apart().await
    }
}
