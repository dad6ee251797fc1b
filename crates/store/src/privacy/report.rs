//! What the database holds of a person beside the record: texts that mention the name, changes of the person's records.

use domain::erasure::Redaction;
use domain::id::Id;
use domain::person::Person;
use domain::record::{Noun, RecordRef};
use sea_orm::{ConnectionTrait, Statement};

use super::columns::text_columns;
use super::sweep::{self, Found};
use crate::{ChangePosition, FoundText, Revision, Store, StoreError};

/// A text that mentions a person's name, or may.
pub type Mentioned = FoundText;

/// A change of a record that is about a person.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonChange {
    /// Where in the change log.
    pub position: ChangePosition,
    /// Of which record.
    pub at: RecordRef,
}

impl Store {
    /// The texts of the database that hold a person's name, or may: everything that an erasure would look at. Time
    /// O(database).
    ///
    /// # Errors
    /// Those of the connection.
    pub async fn mentions_of(&self, names: &[&str]) -> Result<Vec<Mentioned>, StoreError> {
        let transaction = self.begin_reading().await?;
        let redaction = Redaction::new(names, std::collections::BTreeMap::new());
        let looked = async {
            let mut found = Found::default();
            for table in &text_columns(&transaction).await? {
                sweep::look(&transaction, table, &redaction, &mut found).await?;
            }
            Ok(found)
        };
        let looked = looked.await;
        let found = looked.map_err(|error| self.explain(error, "looking for a name"))?;
        transaction.rollback().await.map_err(|error| self.explain(error, "looking for a name"))?;
        Ok(super::erase::told(&found))
    }

    /// The changes of a person's own record and of what refers to it, in the order in which they were made.
    ///
    /// # Errors
    /// Those of the connection.
    pub async fn changes_about(&self, person: &Id<Person>) -> Result<Vec<PersonChange>, StoreError> {
        let db = self.reader();
        let query = "SELECT \"revision\", \"ordinal\", \"kind\", \"key\" FROM \"change\" \
                     WHERE (\"kind\" = $1 AND \"key\" = $2) OR \"before\" LIKE $3 OR \"after\" LIKE $3 OR \"before\" LIKE $4 \
                     OR \"after\" LIKE $4 ORDER BY \"revision\", \"ordinal\"";
        let values = [
            Person::KIND.as_str().into(),
            person.to_string().into(),
            format!("%\"person\":\"{person}\"%").into(),
            format!("%\"subject\":\"{}\"%", person.reference()).into(),
        ];
        let rows =
            db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), query, values)).await;
        let rows = match rows {
            Ok(rows) => rows,
            Err(error) => return Err(self.explain_with_schema(error, "reading changes of a person").await),
        };
        let read = rows.iter().map(|row| {
            let kind: String = row.try_get_by_index(2)?;
            let key: String = row.try_get_by_index(3)?;
            let ordinal: i64 = row.try_get_by_index(1)?;
            let at = format!("{kind}:{key}").parse::<RecordRef>();
            Ok(PersonChange {
                position: ChangePosition {
                    revision: Revision::from_row(row.try_get_by_index(0)?),
                    ordinal: u64::try_from(ordinal).unwrap_or_default(),
                },
                at: at.map_err(|error| sea_orm::DbErr::Type(error.to_string()))?,
            })
        });
        read.collect::<Result<_, sea_orm::DbErr>>()
            .map_err(|error| self.explain(error, "reading changes of a person"))
    }
}
