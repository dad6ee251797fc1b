//! Committing a change that was worked out over a revision: rows, log, the caller's key and the next revision, all in
//! one transaction.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use domain::changeset::{Changeset, PersonalRef, find};
use domain::for_each_noun;
use domain::person::{ContactPoint, PersonName, Personal};
use domain::record::{Listed, Noun, Record, RecordRef};
use domain::vocabulary::Label;
use sea_orm::{
    ActiveValue, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
};

use crate::import::write_values;
use crate::reads::{find_contacts, find_names};
use crate::rows::cell::parse;
use crate::rows::log::{request, revision};
use crate::rows::personal::{contact_point, person_name};
use crate::store::clock;
use crate::table::{ReadError, bulk_insert, read_some, write};
use crate::write::{Extent, Logging, Reason, Writing};
use crate::{Act, Author, RequestKey, Revision, Store, StoreError, Trial};

/// For how long a caller's key is remembered at least.
pub const REQUESTS_KEPT: TimeDelta = TimeDelta::days(30);

/// A change that is to be committed.
#[derive(Debug, Clone)]
pub struct Commit<'a> {
    /// Who makes it.
    pub by: &'a Author,
    /// When.
    pub at: DateTime<Utc>,
    /// By what act.
    pub act: Act,
    /// Why.
    pub reason: &'a Label,
    /// The revision over which it was worked out and checked: at another one nothing is done.
    pub over: Revision,
    /// The record as it is asserted at that revision, every list in order of keys; the texts of claims may be left out.
    pub record: &'a Record,
    /// What is to be written.
    pub changes: &'a Changeset,
    /// The record that it is about, for who asks the same again.
    pub subject: &'a RecordRef,
    /// The caller's key.
    pub request: Option<&'a RequestKey>,
}

/// What became of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Committed {
    /// It was committed; nothing was written when the record said so already.
    Done {
        /// The revision that it made; none when nothing was written.
        revision: Option<Revision>,
    },
    /// The same request was answered before.
    Repeated(Answered),
    /// The caller's key was used for something else.
    KeyReused,
    /// The record is at another revision by now.
    Stale {
        /// The revision that it is at.
        current: Revision,
    },
}

/// How a request was answered before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The record that it was about.
    pub subject: RecordRef,
    /// The revision then.
    pub revision: Revision,
    /// Whether that revision was made by the request; else it wrote nothing.
    pub has_changed: bool,
}

impl Store {
    /// Commits a change, or tries it: then everything is done but the commit itself. Whoever worked it out has checked
    /// it over the revision it names.
    ///
    /// # Errors
    /// [`StoreError::Locked`], [`StoreError::Conflict`], and those of the connection; then nothing was written.
    pub async fn commit(&self, commit: &Commit<'_>, trial: Trial) -> Result<Committed, StoreError> {
        let writing = self.begin_writing().await?;
        match self.refuse(&writing.transaction, commit).await {
            Ok(None) => {}
            Ok(Some(refused)) => {
                writing.give_up().await?;
                return Ok(refused);
            }
            Err(error) => return Err(error),
        }
        self.write_changes(writing, commit, trial).await
    }

    /// How a request of this key was answered; none when none was.
    ///
    /// # Errors
    /// [`StoreError::CorruptEntry`], and those of the connection.
    pub async fn answered(&self, request: &RequestKey) -> Result<Option<Committed>, StoreError> {
        let found = find_request(self.reader(), request).await;
        self.or_explain(found, "looking for a request").await
    }

    async fn refuse(
        &self,
        db: &DatabaseTransaction,
        commit: &Commit<'_>,
    ) -> Result<Option<Committed>, StoreError> {
        if let Some(request) = commit.request {
            let found = find_request(db, request).await;
            if let Some(known) = self.or_explain(found, "looking for a request").await? {
                return Ok(Some(known));
            }
        }
        let now = clock(db).await.map_err(|error| self.explain(error, "reading the revision"))?;
        let current = Revision::from_row(now);
        Ok((current != commit.over).then_some(Committed::Stale { current }))
    }

    async fn write_changes(
        &self,
        writing: Writing<'_>,
        commit: &Commit<'_>,
        trial: Trial,
    ) -> Result<Committed, StoreError> {
        let failed = |error| self.explain(error, "writing a change");
        let db = &writing.transaction;
        let read = Before::read(db, commit.changes, commit.record).await;
        let before = self.or_explain(read, "reading what is to be changed").await?;
        let (created, changed) = write_rows(db, commit.changes, &before).await.map_err(failed)?;
        let personal = write_personal(db, commit.changes).await;
        let personal = self.or_explain(personal, "writing personal values").await?;
        if trial == Trial::Tried {
            writing.give_up().await?;
            return Ok(Committed::Done { revision: None });
        }
        if created + changed + personal == 0 {
            remember(db, commit, commit.over).await.map_err(failed)?;
            writing.commit_apart().await?;
            return Ok(Committed::Done { revision: None });
        }
        let why = Reason { by: commit.by, at: commit.at, act: commit.act, reason: commit.reason.clone() };
        // Nobody else writes before this transaction ends, so its revision is the next.
        let next = Revision::new(commit.over.get().saturating_add(1));
        remember(db, commit, next).await.map_err(failed)?;
        let mut logging = writing.next_revision(&why, Extent { created, changed, personal }).await?;
        log_changes(&mut logging, commit.changes, &before).await?;
        let revision = Some(logging.commit().await?);
        Ok(Committed::Done { revision })
    }
}

async fn find_request<C: ConnectionTrait>(
    db: &C,
    wanted: &RequestKey,
) -> Result<Option<Committed>, ReadError> {
    let Some(row) = request::Entity::find_by_id(wanted.key.clone()).one(db).await? else { return Ok(None) };
    if row.digest != wanted.digest {
        return Ok(Some(Committed::KeyReused));
    }
    let subject = parse(&row.subject)
        .map_err(|source| ReadError::Rows(StoreError::CorruptEntry { table: "request", source }))?;
    // Who wrote nothing was told the revision of somebody before.
    let entry = revision::Entity::find_by_id(row.revision).one(db).await?;
    let has_changed = entry.is_some_and(|it| it.recorded_at == row.recorded_at);
    Ok(Some(Committed::Repeated(Answered {
        subject,
        revision: Revision::from_row(row.revision),
        has_changed,
    })))
}

/// Remembers the caller's key, and forgets those of long ago.
async fn remember(db: &DatabaseTransaction, commit: &Commit<'_>, revision: Revision) -> Result<(), DbErr> {
    let Some(request) = commit.request else { return Ok(()) };
    let at = commit.at.trunc_subsecs(6);
    request::Entity::delete_many()
        .filter(request::Column::RecordedAt.lt(at - REQUESTS_KEPT))
        .exec(db)
        .await?;
    let row = request::ActiveModel {
        key: ActiveValue::Set(request.key.clone()),
        digest: ActiveValue::Set(request.digest.clone()),
        subject: ActiveValue::Set(commit.subject.to_string()),
        revision: ActiveValue::Set(revision.to_row()),
        recorded_at: ActiveValue::Set(at),
    };
    bulk_insert::<request::Entity>(db, vec![row]).await
}

/// Sets and removes personal values; how many are other than before.
async fn write_personal(db: &DatabaseTransaction, changes: &Changeset) -> Result<usize, ReadError> {
    let Personal { names, contacts } = differing_values(db, &changes.personal).await?;
    write_values(db, &names, &contacts).await?;
    let mut removed = 0;
    for value in &changes.forgotten {
        let gone = match value {
            PersonalRef::Name(person) => {
                person_name::Entity::delete_by_id(person.as_str()).exec(db).await?.rows_affected
            }
            PersonalRef::Contact(contact) => {
                contact_point::Entity::delete_by_id(contact.as_str()).exec(db).await?.rows_affected
            }
        };
        removed += usize::try_from(gone).unwrap_or(usize::MAX);
    }
    Ok(names.len() + contacts.len() + removed)
}

/// Those of some personal values that are not stored just so.
async fn differing_values(db: &DatabaseTransaction, given: &Personal) -> Result<Personal, ReadError> {
    if given.names.is_empty() && given.contacts.is_empty() {
        return Ok(Personal::default());
    }
    let people: Vec<&str> = given.names.iter().map(|it| it.person.as_str()).collect();
    let owners: BTreeSet<String> = given.contacts.iter().map(|it| it.of.to_string()).collect();
    let owners: Vec<&str> = owners.iter().map(String::as_str).collect();
    let (names, contacts) = (find_names(db, Some(&people)).await?, find_contacts(db, Some(&owners)).await?);
    let names: BTreeMap<_, _> = names.iter().map(|it| (&it.person, it)).collect();
    let contacts: BTreeMap<_, _> = contacts.iter().map(|it| (&it.key, it)).collect();
    let is_new_name = |it: &&PersonName| names.get(&it.person) != Some(it);
    let is_new_contact = |it: &&ContactPoint| contacts.get(&it.key) != Some(it);
    Ok(Personal {
        names: given.names.iter().filter(is_new_name).cloned().collect(),
        contacts: given.contacts.iter().filter(is_new_contact).cloned().collect(),
    })
}

macro_rules! over_all_kinds {
    ($($field:ident: $Type:ident, $name:literal;)*) => {
        use domain::body::*;
        use domain::call::*;
        use domain::claim::*;
        use domain::document::*;
        use domain::expectation::*;
        use domain::identity::*;
        use domain::indicator::*;
        use domain::institution::*;
        use domain::meeting::*;
        use domain::mention::*;
        use domain::norm::*;
        use domain::office::*;
        use domain::partnership::*;
        use domain::person::{Person, Tenure};
        use domain::resolution::*;
        use domain::statement::*;
        use domain::territory::*;
        use domain::vocabulary::*;

        /// Writes the records that differ; how many were added and how many replaced.
        async fn write_rows(
            db: &DatabaseTransaction,
            changes: &Changeset,
            before: &Before<'_>,
        ) -> Result<(usize, usize), DbErr> {
            let (mut created, mut changed) = (0, 0);
            $(
                let steps = differing::<$Type>(changes, before);
                if !steps.is_empty() {
                    created += steps.iter().filter(|(before, _)| before.is_none()).count();
                    changed += steps.iter().filter(|(before, _)| before.is_some()).count();
                    let rows: Vec<&$Type> = steps.into_iter().map(|(_, after)| after).collect();
                    write(db, &rows).await?;
                }
            )*
            Ok((created, changed))
        }

        async fn log_changes(
            logging: &mut Logging<'_>,
            changes: &Changeset,
            before: &Before<'_>,
        ) -> Result<(), StoreError> {
            $(
                for (before, after) in differing::<$Type>(changes, before) {
                    logging.log(<$Type as Noun>::KIND, after.key(), before, Some(after)).await?;
                }
            )*
            Ok(())
        }
    };
}
for_each_noun!(over_all_kinds);

/// What is stored of the records of a change.
struct Before<'a> {
    /// All but the texts of claims.
    record: &'a Record,
    /// The texts of claims alone.
    texts: Record,
}

impl<'a> Before<'a> {
    /// Reads what the caller does not hold: the texts of claims that are there.
    async fn read(
        db: &DatabaseTransaction,
        changes: &Changeset,
        record: &'a Record,
    ) -> Result<Self, ReadError> {
        let is_stored = |it: &&str| find::<Claim>(record, it).is_some();
        let keys: Vec<&str> = changes.records.claim_texts.iter().map(Noun::key).filter(is_stored).collect();
        let claim_texts = if keys.is_empty() { Vec::new() } else { read_some(db, &keys).await? };
        Ok(Self { record, texts: Record { claim_texts, ..Record::default() } })
    }

    fn get<T: Listed>(&self, key: &str) -> Option<&T> {
        find(if T::KIND == ClaimText::KIND { &self.texts } else { self.record }, key)
    }
}

/// The records of a kind that are not as they are stored, each with what is stored of it.
fn differing<'a, T: Listed>(changes: &'a Changeset, before: &'a Before<'_>) -> Vec<(Option<&'a T>, &'a T)> {
    let all = T::list(&changes.records).iter().map(|it| (before.get::<T>(it.key()), it));
    all.filter(|(before, after)| *before != Some(*after)).collect()
}
