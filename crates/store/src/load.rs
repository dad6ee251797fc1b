//! Loading the whole record, of one moment, with one statement for each table.

use chrono::{DateTime, Utc};
use domain::for_each_noun;
use domain::record::Record;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, Statement, StreamTrait};

use crate::table::{ReadError, read_all};
use crate::{Revision, Store, StoreError};

/// The record as it was at a revision.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// The revision.
    pub revision: Revision,
    /// When it was made; none for [`Revision::EMPTY`].
    pub recorded_at: Option<DateTime<Utc>>,
    /// The record as asserted, every list in order of keys; without the texts of claims, which are read on demand
    /// by [`Store::claim_texts`].
    pub record: Record,
}

impl Store {
    /// Reads the whole record, but for personal values and the texts of claims.
    ///
    /// # Errors
    /// [`StoreError::CorruptRow`], [`StoreError::OldSchema`], [`StoreError::NewerSchema`], and those of the
    /// connection.
    pub async fn load(&self) -> Result<Loaded, StoreError> {
        let transaction = self.begin_reading().await?;
        let loaded = load(&transaction).await;
        let ended = transaction.rollback().await;
        match loaded {
            Ok(loaded) => ended.map(|()| loaded).map_err(|error| self.explain(error, "reading the record")),
            Err(ReadError::Rows(error)) => Err(error),
            Err(ReadError::Database(error)) => {
                Err(self.explain_with_schema(error, "reading the record").await)
            }
        }
    }
}

async fn load(transaction: &DatabaseTransaction) -> Result<Loaded, ReadError> {
    let (revision, recorded_at) = moment(transaction).await?;
    let record = Box::pin(read_record(transaction, Texts::LeftOut)).await?;
    Ok(Loaded { revision, recorded_at, record })
}

/// The revision that the record is at, and when it was made.
pub(crate) async fn moment(
    transaction: &DatabaseTransaction,
) -> Result<(Revision, Option<DateTime<Utc>>), DbErr> {
    let query = "SELECT c.\"number\", r.\"recorded_at\" FROM \"revision_clock\" AS c \
                 LEFT JOIN \"revision\" AS r ON r.\"number\" = c.\"number\" WHERE c.\"id\" = 1";
    let backend = ConnectionTrait::get_database_backend(transaction);
    let row = transaction.query_one_raw(Statement::from_string(backend, query)).await?;
    let row = row.ok_or_else(|| DbErr::RecordNotFound("the revision clock".into()))?;
    Ok((Revision::from_row(row.try_get_by_index(0)?), row.try_get_by_index(1)?))
}

/// Whether the texts of claims are read too.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Texts {
    /// They are.
    Read,
    /// They are not.
    LeftOut,
}

macro_rules! read_each_table {
    ($($field:ident: $Type:ident, $name:literal;)*) => {
        /// Reads all tables of records, with one statement each.
        pub(crate) async fn read_record<C>(db: &C, texts: Texts) -> Result<Record, ReadError>
        where
            C: ConnectionTrait + StreamTrait,
        {
            let mut record = Record::default();
            $(
                if texts == Texts::Read || $name != "claim-text" {
                    record.$field = read_all(db).await?;
                }
            )*
            Ok(record)
        }
    };
}
for_each_noun!(read_each_table);
