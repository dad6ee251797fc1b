//! What concerns one object, in the change log: its own changes, those of the claims about it, decisions on its identity,
//! and documents behind it that were retracted or accepted again.
//!
//! Only places in the log are found at first, by its index on records; the changes themselves are read for one page.

use std::collections::{BTreeMap, BTreeSet};

use domain::claim::{Claim, ClaimText};
use domain::document::SourceDocument;
use domain::identity::IdentityDecision;
use domain::institution::Institution;
use domain::record::{Noun, RecordKind, RecordRef};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use serde_json::Value;

use crate::changes::{entry, read_change};
use crate::past::corrupt;
use crate::reads::SOUGHT_MAX;
use crate::rows::cell::parse;
use crate::rows::log::{change, revision};
use crate::rows::support::{claim, identity_decision};
use crate::table::ReadError;
use crate::{Change, ChangePosition, Revision, RevisionEntry, Store, StoreError};

/// The changes in one revision that concern an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// The revision.
    pub revision: Revision,
    /// The places of the changes in it, in order; at least one.
    pub ordinals: Vec<u64>,
}

/// How many places one statement reads: of as many revisions at most, as SQLite nests each of them.
const PLACES_READ: usize = 200;

/// The places of changes, by revision.
type Places = BTreeMap<i64, BTreeSet<i64>>;

impl Store {
    /// Where the log tells of these records, which make up one object, up to a revision, oldest first: changes of their
    /// own, of the claims about them and the claims' texts, of decisions on their identity, and of the state of documents
    /// that the claims are from.
    ///
    /// # Errors
    /// [`StoreError::CorruptEntry`], and those of the connection.
    pub async fn history(&self, of: &[RecordRef], until: Revision) -> Result<Vec<Trace>, StoreError> {
        let transaction = self.begin_reading().await?;
        let read = read_history(&transaction, of, until).await.map_err(ReadError::from);
        let places = self.end_reading(transaction, read, "reading a history").await?;
        let trace = |(revision, ordinals): (i64, BTreeSet<i64>)| Trace {
            revision: Revision::from_row(revision),
            ordinals: ordinals.into_iter().map(|it| u64::try_from(it).unwrap_or_default()).collect(),
        };
        Ok(places.into_iter().map(trace).collect())
    }

    /// These revisions, in order. What is no revision is left out.
    ///
    /// # Errors
    /// [`StoreError::CorruptEntry`], and those of the connection.
    pub async fn entries(&self, of: &[Revision]) -> Result<Vec<RevisionEntry>, StoreError> {
        let mut entries = Vec::with_capacity(of.len());
        for chunk in of.chunks(SOUGHT_MAX) {
            let rows = revision::Entity::find()
                .filter(revision::Column::Number.is_in(chunk.iter().map(|it| it.to_row())))
                .order_by_asc(revision::Column::Number)
                .all(self.reader())
                .await;
            let rows = self.or_explain(rows.map_err(ReadError::from), "reading revisions").await?;
            for row in &rows {
                entries.push(
                    entry(row).map_err(|source| StoreError::CorruptEntry { table: "revision", source })?,
                );
            }
        }
        entries.sort_by_key(|it| it.revision);
        Ok(entries)
    }

    /// The changes at these places, in order. Where there is none it is left out.
    ///
    /// # Errors
    /// [`StoreError::CorruptEntry`], and those of the connection.
    pub async fn changes_at(&self, places: &[Trace]) -> Result<Vec<Change>, StoreError> {
        let of_trace = |it: &Trace| {
            let revision = it.revision.to_row();
            let place = move |ordinal: &u64| (revision, i64::try_from(*ordinal).unwrap_or(i64::MAX));
            it.ordinals.iter().map(place).collect::<Vec<_>>()
        };
        let all: Vec<(i64, i64)> = places.iter().flat_map(of_trace).collect();
        let mut changes = Vec::new();
        for chunk in all.chunks(PLACES_READ) {
            let mut by_revision = BTreeMap::<i64, Vec<i64>>::new();
            for (revision, ordinal) in chunk {
                by_revision.entry(*revision).or_default().push(*ordinal);
            }
            let places = by_revision.into_iter().fold(Condition::any(), |any, (revision, ordinals)| {
                let of_revision = Condition::all().add(change::Column::Revision.eq(revision));
                any.add(of_revision.add(change::Column::Ordinal.is_in(ordinals)))
            });
            let rows = change::Entity::find()
                .filter(places)
                .order_by_asc(change::Column::Revision)
                .order_by_asc(change::Column::Ordinal)
                .all(self.reader())
                .await;
            let rows = self.or_explain(rows.map_err(ReadError::from), "reading changes").await?;
            for row in rows {
                changes.push(read_change(row).map_err(corrupt)?);
            }
        }
        Ok(changes)
    }

    /// The records that were written after `since` and up to `until`, in the order of the log, but for texts of claims, at
    /// most `limit`. One that was written several times comes as often.
    ///
    /// # Errors
    /// [`StoreError::CorruptEntry`], and those of the connection.
    pub async fn written(
        &self,
        since: Revision,
        until: Revision,
        limit: u64,
    ) -> Result<Vec<RecordRef>, StoreError> {
        let rows = change::Entity::find()
            .select_only()
            .columns([change::Column::Kind, change::Column::Key])
            .filter(change::Column::Revision.gt(since.to_row()))
            .filter(change::Column::Revision.lte(until.to_row()))
            .filter(change::Column::Kind.ne(ClaimText::KIND.as_str()))
            .order_by_asc(change::Column::Revision)
            .order_by_asc(change::Column::Ordinal)
            .limit(limit)
            .into_tuple::<(String, String)>()
            .all(self.reader())
            .await;
        let rows = self.or_explain(rows.map_err(ReadError::from), "reading changes").await?;
        let read = |(kind, key): (String, String)| Ok(RecordRef { kind: parse(&kind)?, key: key.into() });
        rows.into_iter().map(read).collect::<Result<_, _>>().map_err(corrupt)
    }

    /// The place of the last change in a revision: how many there are. 0 for what is no revision, and for one in which
    /// only personal values changed.
    ///
    /// # Errors
    /// Those of the connection.
    pub async fn last_change(&self, of: Revision) -> Result<ChangePosition, StoreError> {
        let last = change::Entity::find()
            .select_only()
            .column(change::Column::Ordinal)
            .filter(change::Column::Revision.eq(of.to_row()))
            .order_by_desc(change::Column::Ordinal)
            .into_tuple::<i64>()
            .one(self.reader())
            .await;
        let last = self.or_explain(last.map_err(ReadError::from), "reading changes").await?;
        Ok(ChangePosition {
            revision: of,
            ordinal: last.and_then(|it| u64::try_from(it).ok()).unwrap_or_default(),
        })
    }
}

async fn read_history(db: &DatabaseTransaction, of: &[RecordRef], until: Revision) -> Result<Places, DbErr> {
    let mut sought = BTreeMap::<RecordKind, BTreeSet<String>>::new();
    for it in of {
        sought.entry(it.kind).or_default().insert(it.key.to_string());
    }
    let mut documents = BTreeSet::new();
    let subjects: Vec<String> = of.iter().map(ToString::to_string).collect();
    for chunk in subjects.chunks(SOUGHT_MAX) {
        let claims = claim::Entity::find()
            .select_only()
            .columns([claim::Column::Key, claim::Column::Document])
            .filter(claim::Column::Subject.is_in(chunk.iter().map(String::as_str)))
            .into_tuple::<(String, String)>()
            .all(db)
            .await?;
        for (claim, document) in claims {
            sought.entry(ClaimText::KIND).or_default().insert(claim.clone());
            sought.entry(Claim::KIND).or_default().insert(claim);
            documents.insert(document);
        }
    }
    let institutions: Vec<&str> =
        of.iter().filter(|it| it.kind == Institution::KIND).map(|it| &*it.key).collect();
    if !institutions.is_empty() {
        let either = Condition::any()
            .add(identity_decision::Column::Duplicate.is_in(institutions.iter().copied()))
            .add(identity_decision::Column::Canonical.is_in(institutions.iter().copied()));
        let decisions = identity_decision::Entity::find()
            .select_only()
            .column(identity_decision::Column::Key)
            .filter(either)
            .into_tuple::<String>()
            .all(db)
            .await?;
        sought.entry(IdentityDecision::KIND).or_default().extend(decisions);
    }
    let mut places = Places::new();
    for (kind, keys) in &sought {
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        for chunk in keys.chunks(SOUGHT_MAX) {
            find_places(db, *kind, chunk, until, &mut places).await?;
        }
    }
    documents.retain(|it| !of.iter().any(|of| of.kind == SourceDocument::KIND && &*of.key == it));
    find_decisions_on(db, &documents, until, &mut places).await?;
    Ok(places)
}

/// Where the log tells of records of a kind.
async fn find_places<C: ConnectionTrait>(
    db: &C,
    kind: RecordKind,
    keys: &[&str],
    until: Revision,
    places: &mut Places,
) -> Result<(), DbErr> {
    let found = change::Entity::find()
        .select_only()
        .columns([change::Column::Revision, change::Column::Ordinal])
        .filter(change::Column::Kind.eq(kind.as_str()))
        .filter(change::Column::Key.is_in(keys.iter().copied()))
        .filter(change::Column::Revision.lte(until.to_row()))
        .into_tuple::<(i64, i64)>()
        .all(db)
        .await?;
    for (revision, ordinal) in found {
        places.entry(revision).or_default().insert(ordinal);
    }
    Ok(())
}

/// Where documents were retracted or accepted again: other changes of a document do not concern what it supports.
async fn find_decisions_on<C: ConnectionTrait>(
    db: &C,
    documents: &BTreeSet<String>,
    until: Revision,
    places: &mut Places,
) -> Result<(), DbErr> {
    let keys: Vec<&str> = documents.iter().map(String::as_str).collect();
    for chunk in keys.chunks(SOUGHT_MAX) {
        let rows = change::Entity::find()
            .filter(change::Column::Kind.eq(SourceDocument::KIND.as_str()))
            .filter(change::Column::Key.is_in(chunk.iter().copied()))
            .filter(change::Column::Revision.lte(until.to_row()))
            .filter(change::Column::Before.is_not_null())
            .all(db)
            .await?;
        for row in rows {
            if state_of(row.before.as_deref()) != state_of(row.after.as_deref()) {
                places.entry(row.revision).or_default().insert(row.ordinal);
            }
        }
    }
    Ok(())
}

/// The state of a document as the log has it; none when the document is not there.
fn state_of(document: Option<&str>) -> Option<String> {
    let document: Value = serde_json::from_str(document?).ok()?;
    document.get("state")?.as_str().map(str::to_owned)
}
