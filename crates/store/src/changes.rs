//! The change log, read in the order in which changes were committed.

use domain::DomainError;
use domain::id::is_key;
use domain::record::RecordRef;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value;

use crate::rows::cell::parse;
use crate::rows::log::{change, revision};
use crate::{Author, Change, ChangePosition, Revision, RevisionEntry, Store, StoreError};

impl Store {
    /// The revisions after `since`, oldest first, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError::CorruptEntry`], and those of the connection.
    pub async fn revisions(&self, since: Revision, limit: u64) -> Result<Vec<RevisionEntry>, StoreError> {
        let rows = revision::Entity::find()
            .filter(revision::Column::Number.gt(since.to_row()))
            .order_by_asc(revision::Column::Number)
            .limit(limit)
            .all(self.reader())
            .await;
        let rows = match rows {
            Ok(rows) => rows,
            Err(error) => return Err(self.explain_with_schema(error, "reading revisions").await),
        };
        rows.iter().map(entry).collect::<Result<_, _>>().map_err(|source| corrupt("revision", source))
    }

    /// The changes after a place in the log, or after a whole revision, oldest first, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError::CorruptEntry`], and those of the connection.
    pub async fn changes(
        &self,
        since: impl Into<ChangePosition>,
        limit: u64,
    ) -> Result<Vec<Change>, StoreError> {
        let since = since.into();
        let number = since.revision.to_row();
        let ordinal = i64::try_from(since.ordinal).unwrap_or(i64::MAX);
        let later_in_it = Condition::all()
            .add(change::Column::Revision.eq(number))
            .add(change::Column::Ordinal.gt(ordinal));
        let rows = change::Entity::find()
            .filter(Condition::any().add(change::Column::Revision.gt(number)).add(later_in_it))
            .order_by_asc(change::Column::Revision)
            .order_by_asc(change::Column::Ordinal)
            .limit(limit)
            .all(self.reader())
            .await;
        let rows = match rows {
            Ok(rows) => rows,
            Err(error) => return Err(self.explain_with_schema(error, "reading changes").await),
        };
        rows.into_iter()
            .map(read_change)
            .collect::<Result<_, _>>()
            .map_err(|source| corrupt("change", source))
    }
}

fn corrupt(table: &'static str, source: DomainError) -> StoreError {
    StoreError::CorruptEntry { table, source }
}

/// One revision, from its row.
pub(crate) fn entry(row: &revision::Model) -> Result<RevisionEntry, DomainError> {
    Ok(RevisionEntry {
        revision: Revision::from_row(row.number),
        recorded_at: row.recorded_at,
        author: Author::new(&row.author)?,
        act: parse(&row.act)?,
        reason: parse(&row.reason)?,
        created: u64::try_from(row.created).unwrap_or_default(),
        changed: u64::try_from(row.changed).unwrap_or_default(),
        personal: u64::try_from(row.personal).unwrap_or_default(),
    })
}

/// One change, from its row.
pub(crate) fn read_change(row: change::Model) -> Result<Change, DomainError> {
    let json = |text: Option<String>| -> Result<Option<Value>, DomainError> {
        let value = text.map(|it| serde_json::from_str(&it)).transpose();
        value
            .map_err(|_not_json| DomainError::BrokenRule { rule: "the state of a record in the log is JSON" })
    };
    if !is_key(&row.key) {
        return Err(DomainError::InvalidKey { text: row.key });
    }
    Ok(Change {
        position: ChangePosition {
            revision: Revision::from_row(row.revision),
            ordinal: u64::try_from(row.ordinal).unwrap_or_default(),
        },
        at: RecordRef { kind: parse(&row.kind)?, key: row.key.into() },
        before: json(row.before)?,
        after: json(row.after)?,
    })
}
