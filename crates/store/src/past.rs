//! The record as it was: any revision since the first, from the present rows and the change log.
//!
//! The present rows are read, and what the log tells of later changes is undone: of all changes of a record after the
//! revision, the state before the first of them is what the record was. The other way, to replay the log from its
//! beginning, would read every state that a record ever had, as text, where this reads rows that are loaded anyway and
//! only those states that were replaced since. What is asked for is mostly near the present, and a record grows by large
//! imports and changes by small decisions, so undoing is the cheaper one but for a log most of which came after the
//! revision; then both read about the same.
//!
//! Rows and log are read in one transaction, so the answer is that of one moment, whoever writes meanwhile. Personal
//! values are never logged: names and contact points of an earlier revision are those of today.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::claim::{Claim, ClaimText};
use domain::id::Id;
use domain::record::{Noun, Record, RecordKind};
use domain::{DomainError, for_each_noun};
use futures_util::TryStreamExt;
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    StreamTrait,
};

use crate::load::{Loaded, Texts, read_record};
use crate::reads::SOUGHT_MAX;
use crate::rows::cell::parse;
use crate::rows::log::{change, revision};
use crate::store::clock;
use crate::table::{ReadError, read_some};
use crate::{Revision, Store, StoreError};

/// Which revisions there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RevisionRange {
    /// The first; [`Revision::EMPTY`] while nothing was ever written.
    pub earliest: Revision,
    /// The last.
    pub latest: Revision,
}

impl RevisionRange {
    /// All up to a revision: they are numbered from 1 without gaps, and the log is kept whole.
    #[must_use]
    pub fn up_to(latest: Revision) -> Self {
        Self { earliest: Revision::new(1).min(latest), latest }
    }

    /// Whether a revision is one of them.
    #[must_use]
    pub fn contains(&self, revision: Revision) -> bool {
        self.earliest <= revision && revision <= self.latest
    }
}

impl Store {
    /// Reads the whole record as [`Store::load`] gave it when this was the last revision.
    ///
    /// # Errors
    /// [`StoreError::NoSuchRevision`], [`StoreError::CorruptEntry`], and those of [`Store::load`].
    pub async fn load_at(&self, revision: Revision) -> Result<Loaded, StoreError> {
        let transaction = self.begin_reading().await?;
        let loaded = Box::pin(load_at(&transaction, revision)).await;
        self.end_reading(transaction, loaded, "reading an earlier record").await
    }

    /// The texts of these claims as they were at a revision, in order of keys. A claim that had no text then is left out.
    ///
    /// # Errors
    /// Those of [`Store::load_at`].
    pub async fn claim_texts_at(
        &self,
        revision: Revision,
        claims: &[Id<Claim>],
    ) -> Result<Vec<ClaimText>, StoreError> {
        let transaction = self.begin_reading().await?;
        let texts = claim_texts_at(&transaction, revision, claims).await;
        self.end_reading(transaction, texts, "reading earlier texts of claims").await
    }

    /// The revision that the record was at in a moment: the last one before the first that was recorded later. What is
    /// written from then on does not change the answer, even by a clock that goes back.
    ///
    /// # Errors
    /// [`StoreError::NothingRecorded`] when the first revision was recorded later; those of the connection.
    pub async fn revision_at(&self, moment: DateTime<Utc>) -> Result<Revision, StoreError> {
        let transaction = self.begin_reading().await?;
        let found = revision_at(&transaction, moment).await;
        self.end_reading(transaction, found, "looking for a revision").await
    }

    /// Ends a transaction that only read, and tells what came of it.
    pub(crate) async fn end_reading<T>(
        &self,
        transaction: DatabaseTransaction,
        read: Result<T, ReadError>,
        doing: &'static str,
    ) -> Result<T, StoreError> {
        let ended = transaction.rollback().await;
        match read {
            Ok(read) => ended.map(|()| read).map_err(|error| self.explain(error, doing)),
            Err(ReadError::Rows(error)) => Err(error),
            Err(ReadError::Database(error)) => Err(self.explain_with_schema(error, doing).await),
        }
    }
}

async fn load_at(transaction: &DatabaseTransaction, wanted: Revision) -> Result<Loaded, ReadError> {
    require(transaction, wanted).await?;
    let entry = revision::Entity::find_by_id(wanted.to_row()).one(transaction).await?;
    let mut record = read_record(transaction, Texts::LeftOut).await?;
    let mut earlier = Earlier::read(transaction, wanted).await?;
    undo(&mut record, &mut earlier).map_err(ReadError::Rows)?;
    Ok(Loaded { revision: wanted, recorded_at: entry.map(|it| it.recorded_at), record })
}

/// Sees to it that there is such a revision.
async fn require(transaction: &DatabaseTransaction, wanted: Revision) -> Result<(), ReadError> {
    let range = RevisionRange::up_to(Revision::from_row(clock(transaction).await?));
    if range.contains(wanted) {
        return Ok(());
    }
    Err(ReadError::Rows(StoreError::NoSuchRevision { asked: wanted, range }))
}

async fn revision_at(
    transaction: &DatabaseTransaction,
    moment: DateTime<Utc>,
) -> Result<Revision, ReadError> {
    let later = revision::Entity::find()
        .filter(revision::Column::RecordedAt.gt(moment))
        .order_by_asc(revision::Column::Number)
        .one(transaction)
        .await?;
    let number = match &later {
        Some(later) => later.number - 1,
        None => clock(transaction).await?,
    };
    if number >= 1 {
        return Ok(Revision::from_row(number));
    }
    let earliest = later.map(|it| it.recorded_at);
    Err(ReadError::Rows(StoreError::NothingRecorded { at: moment, earliest }))
}

async fn claim_texts_at(
    transaction: &DatabaseTransaction,
    wanted: Revision,
    claims: &[Id<Claim>],
) -> Result<Vec<ClaimText>, ReadError> {
    require(transaction, wanted).await?;
    let mut keys: Vec<&str> = claims.iter().map(Id::as_str).collect();
    keys.sort_unstable();
    keys.dedup();
    let mut texts = Vec::new();
    for keys in keys.chunks(SOUGHT_MAX) {
        let mut found = read_some::<ClaimText, _>(transaction, keys).await?;
        let mut earlier = Earlier::read_of(transaction, wanted, ClaimText::KIND, keys).await?;
        undo_kind(&mut found, earlier.0.remove(&ClaimText::KIND)).map_err(ReadError::Rows)?;
        texts.append(&mut found);
    }
    Ok(texts)
}

/// For each record that was changed after a revision, by kind and key: what it was at the revision, as the log has it;
/// none when it was not there.
struct Earlier(BTreeMap<RecordKind, BTreeMap<String, Option<String>>>);

impl Earlier {
    /// Of all records but texts of claims.
    async fn read(db: &DatabaseTransaction, since: Revision) -> Result<Self, ReadError> {
        let others = change::Column::Kind.ne(ClaimText::KIND.as_str());
        Self::collect(db, change::Column::Revision.gt(since.to_row()).and(others)).await
    }

    /// Of the records of a kind with these keys.
    async fn read_of(
        db: &DatabaseTransaction,
        since: Revision,
        kind: RecordKind,
        keys: &[&str],
    ) -> Result<Self, ReadError> {
        let of_kind = change::Column::Kind.eq(kind.as_str());
        let sought = of_kind.and(change::Column::Key.is_in(keys.iter().copied()));
        Self::collect(db, change::Column::Revision.gt(since.to_row()).and(sought)).await
    }

    async fn collect<C>(db: &C, changes: sea_orm::sea_query::SimpleExpr) -> Result<Self, ReadError>
    where
        C: ConnectionTrait + StreamTrait,
    {
        let mut rows = change::Entity::find()
            .select_only()
            .columns([change::Column::Kind, change::Column::Key, change::Column::Before])
            .filter(changes)
            .order_by_asc(change::Column::Revision)
            .order_by_asc(change::Column::Ordinal)
            .into_tuple::<(String, String, Option<String>)>()
            .stream(db)
            .await?;
        let mut kinds = BTreeMap::<RecordKind, BTreeMap<String, Option<String>>>::new();
        while let Some((kind, key, before)) = rows.try_next().await? {
            let kind = parse(&kind).map_err(|source| ReadError::Rows(corrupt(source)))?;
            // The first change after the revision tells what the record was at it.
            kinds.entry(kind).or_default().entry(key).or_insert(before);
        }
        Ok(Self(kinds))
    }
}

/// Puts the records of one kind, in order of keys, back to what they were.
fn undo_kind<T: Noun>(
    records: &mut Vec<T>,
    earlier: Option<BTreeMap<String, Option<String>>>,
) -> Result<(), StoreError> {
    let Some(earlier) = earlier else { return Ok(()) };
    records.retain(|it| !earlier.contains_key(it.key()));
    for before in earlier.into_values().flatten() {
        records.push(read_state(&before)?);
    }
    records.sort_by(|a, b| a.key().cmp(b.key()));
    Ok(())
}

/// A state of a record, as it stands in the log.
pub(crate) fn read_state<T: Noun>(text: &str) -> Result<T, StoreError> {
    let record: T = serde_json::from_str(text).map_err(|_unreadable| {
        corrupt(DomainError::BrokenRule { rule: "the state of a record in the log is JSON of its kind" })
    })?;
    record.check().map_err(corrupt)?;
    Ok(record)
}

/// What a wrong row of the log is told as.
pub(crate) fn corrupt(source: DomainError) -> StoreError {
    StoreError::CorruptEntry { table: "change", source }
}

macro_rules! undo_each_kind {
    ($($field:ident: $Type:ident, $name:literal;)*) => {
        fn undo(record: &mut Record, earlier: &mut Earlier) -> Result<(), StoreError> {
            $(undo_kind(&mut record.$field, earlier.0.remove(&RecordKind::$Type))?;)*
            Ok(())
        }
    };
}
for_each_noun!(undo_each_kind);
