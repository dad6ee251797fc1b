//! A record in memory brought up to date: what the change log tells of later changes is done to it.
//!
//! The log holds every record after each of its changes, so of all changes of a record the last tells what it is now. A
//! record advanced from the empty one is the record: the log is complete, which the tests hold on both databases.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::claim::ClaimText;
use domain::record::{Noun, Record, RecordKind};
use domain::{DomainError, for_each_noun};
use futures_util::TryStreamExt;
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::load::moment;
use crate::past::{corrupt, read_state};
use crate::rows::cell::parse;
use crate::rows::log::{change, revision};
use crate::table::ReadError;
use crate::{Act, Revision, RevisionRange, Store, StoreError};

/// Up to how many records are put into their places one by one; more are added at the end, and then all are sorted.
const PLACED_ONE_BY_ONE: usize = 16;

impl Store {
    /// Makes of the record as it was at `since`, as [`Store::load`] and [`Store::load_at`] give it, the present record:
    /// all lists stay in order of keys, and texts of claims are left out. The revision that it is at then, and when that
    /// was made; `since` when nothing came later. With [`Revision::EMPTY`] and an empty record the whole log is replayed.
    ///
    /// Costs what the later changes cost, not what the record does. On an error the record is what it was.
    ///
    /// # Errors
    /// [`StoreError::NoSuchRevision`] when the database is not yet at `since`; [`StoreError::CorruptEntry`];
    /// [`StoreError::OldSchema`], [`StoreError::NewerSchema`], and those of the connection.
    pub async fn advance(
        &self,
        record: &mut Record,
        since: Revision,
    ) -> Result<(Revision, Option<DateTime<Utc>>), StoreError> {
        let transaction = self.begin_reading().await?;
        if since > Revision::EMPTY {
            let erased = was_erased(&transaction, since).await;
            if erased.map_err(|error| self.explain(error, "reading later changes"))? {
                // An erasure changes keys, too, of which no change tells: all is read again.
                drop(transaction);
                let loaded = self.load().await?;
                *record = loaded.record;
                return Ok((loaded.revision, loaded.recorded_at));
            }
        }
        let read = Box::pin(read_later(&transaction, since)).await;
        let (at, later) = self.end_reading(transaction, read, "reading later changes").await?;
        Later::read(later)?.apply(record);
        Ok(at)
    }
}

/// The last state of each record that was changed, by kind and key, as the log has it; none when it was taken out.
type States = BTreeMap<RecordKind, BTreeMap<String, Option<String>>>;

/// What a record is at, and the states of those that were changed later.
type Read = ((Revision, Option<DateTime<Utc>>), States);

async fn read_later(transaction: &DatabaseTransaction, since: Revision) -> Result<Read, ReadError> {
    let at = moment(transaction).await?;
    if at.0 < since {
        let range = RevisionRange::up_to(at.0);
        return Err(ReadError::Rows(StoreError::NoSuchRevision { asked: since, range }));
    }
    let mut states = States::new();
    if at.0 == since {
        return Ok((at, states));
    }
    let mut rows = change::Entity::find()
        .select_only()
        .columns([change::Column::Kind, change::Column::Key, change::Column::After])
        .filter(change::Column::Revision.gt(since.to_row()))
        .filter(change::Column::Kind.ne(ClaimText::KIND.as_str()))
        .order_by_asc(change::Column::Revision)
        .order_by_asc(change::Column::Ordinal)
        .into_tuple::<(String, String, Option<String>)>()
        .stream(transaction)
        .await?;
    while let Some((kind, key, after)) = rows.try_next().await? {
        let kind = parse(&kind).map_err(|source| ReadError::Rows(corrupt(source)))?;
        states.entry(kind).or_default().insert(key, after);
    }
    Ok((at, states))
}

/// Whether a person was erased after a revision.
async fn was_erased(transaction: &DatabaseTransaction, since: Revision) -> Result<bool, DbErr> {
    let erased = revision::Entity::find()
        .filter(revision::Column::Number.gt(since.to_row()))
        .filter(revision::Column::Act.eq(Act::ErasePerson.as_str()));
    Ok(erased.one(transaction).await?.is_some())
}

/// What is to be done with the records of one kind.
struct LaterOf<T> {
    /// What is added or replaced, in order of keys.
    there: Vec<T>,
    /// The keys of what is taken out, in order.
    gone: Vec<String>,
}

impl<T: Noun> LaterOf<T> {
    fn read(states: Option<BTreeMap<String, Option<String>>>) -> Result<Self, StoreError> {
        let mut later = Self { there: Vec::new(), gone: Vec::new() };
        for (key, state) in states.into_iter().flatten() {
            let Some(state) = state else {
                later.gone.push(key);
                continue;
            };
            let record: T = read_state(&state)?;
            if record.key() != key {
                let rule = "the state of a record in the log has the key it is logged under";
                return Err(corrupt(DomainError::BrokenRule { rule }));
            }
            later.there.push(record);
        }
        Ok(later)
    }

    fn apply(self, records: &mut Vec<T>) {
        if !self.gone.is_empty() {
            records.retain(|it| self.gone.binary_search_by(|gone| gone.as_str().cmp(it.key())).is_err());
        }
        let one_by_one = self.there.len() <= PLACED_ONE_BY_ONE;
        let sorted = records.len();
        for record in self.there {
            let of_before =
                records.get(..if one_by_one { records.len() } else { sorted }).unwrap_or_default();
            match of_before.binary_search_by(|it| it.key().cmp(record.key())) {
                Ok(place) => {
                    if let Some(it) = records.get_mut(place) {
                        *it = record;
                    }
                }
                Err(place) if one_by_one => records.insert(place, record),
                Err(_) => records.push(record),
            }
        }
        if !one_by_one {
            records.sort_by(|a, b| a.key().cmp(b.key()));
        }
    }
}

macro_rules! declare_later {
    ($($field:ident: $Type:ident, $name:literal;)*) => {
        use domain::body::{Body, BodyMembership};
        use domain::call::{Application, Call, FundingAggregate, Programme, Project};
        use domain::claim::Claim;
        use domain::document::SourceDocument;
        use domain::expectation::Expectation;
        use domain::identity::{IdentityDecision, Relation, ResolutionTask};
        use domain::indicator::Indicator;
        use domain::institution::{Institution, InstitutionIdentifier, ServedTerritory};
        use domain::meeting::{Meeting, MeetingSeries, Participation};
        use domain::mention::Mention;
        use domain::norm::NormRule;
        use domain::office::Office;
        use domain::partnership::{LifecycleEvent, Membership, Partnership};
        use domain::person::{Person, Tenure};
        use domain::resolution::{ActionItem, Resolution};
        use domain::statement::Statement;
        use domain::territory::TerritorialUnit;
        use domain::vocabulary::{Function, InstitutionType, MeetingKind, Sector, TieWeight, Topic};

        /// What is to be done with the records of each kind: read whole before anything is done.
        struct Later {
            $($field: LaterOf<$Type>,)*
        }

        impl Later {
            fn read(mut states: States) -> Result<Self, StoreError> {
                Ok(Self { $($field: LaterOf::read(states.remove(&RecordKind::$Type))?,)* })
            }

            fn apply(self, record: &mut Record) {
                $(self.$field.apply(&mut record.$field);)*
            }
        }
    };
}
for_each_noun!(declare_later);
