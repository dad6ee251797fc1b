//! Importing records: compared with what is stored, checked as a whole, written in one transaction.

use chrono::{DateTime, Utc};
use domain::check::problems as problems_of;
use domain::for_each_noun;
use domain::person::{ContactPoint, PersonName, Personal};
use domain::record::{Noun, Record, RecordKind};
use domain::vocabulary::Label;
use sea_orm::{DatabaseTransaction, DbErr, IntoActiveModel};

use crate::load::{Texts, read_record};
use crate::plan::{PersonalPlan, Plan, personal_problems};
use crate::privacy::suppression;
use crate::reads::read_personal;
use crate::rows::personal::{contact_point, person_name};
use crate::table::{ReadError, upsert, write};
use crate::write::{Extent, Logging, Reason, Writing};
use crate::{Act, Author, Revision, Store, StoreError};

/// How many of the records given were what. Together they are all that were given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// They were not stored before.
    pub created: usize,
    /// They were stored with other content.
    pub changed: usize,
    /// They were stored just so, but for decisions, which an import leaves alone.
    pub unchanged: usize,
}

impl Counts {
    /// How many were given.
    #[must_use]
    pub const fn given(&self) -> usize {
        self.created + self.changed + self.unchanged
    }
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportOutcome {
    /// The revision that it made; none when nothing was changed.
    pub revision: Option<Revision>,
    /// For each kind of which records were given, in the order of kinds: how many were what.
    pub kinds: Vec<(RecordKind, Counts)>,
    /// The same for names of people.
    pub names: Counts,
    /// The same for contact points.
    pub contacts: Counts,
}

impl ImportOutcome {
    /// The counts of records of all kinds together, without personal values.
    #[must_use]
    pub fn total(&self) -> Counts {
        self.kinds.iter().fold(Counts::default(), |sum, (_, it)| Counts {
            created: sum.created + it.created,
            changed: sum.changed + it.changed,
            unchanged: sum.unchanged + it.unchanged,
        })
    }
}

/// What an import is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// It reads what is stored.
    Reading,
    /// It checks the record as it will be.
    Checking,
    /// It writes records.
    Writing,
    /// It logs the changes.
    Logging,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What it is at.
    pub stage: Stage,
    /// How many records are done in this stage.
    pub done: usize,
    /// How many there are to do in this stage; 0 while it is not known.
    pub total: usize,
}

/// What becomes of a transaction in which nothing went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// It is committed.
    Commit,
    /// It is given up: only what would go wrong was asked.
    GiveUp,
}

/// Hears of progress; it should return at once.
type Listener<'a> = &'a (dyn Fn(Progress) + Sync);

impl Store {
    /// Adds the records and personal values that are new and replaces those that differ, all or none. What is
    /// stored and not given stays. What was decided about a stored record is left alone: a document's state, the
    /// status of a claim, of a resolution task and of a decision on identity with its reason, author and date.
    ///
    /// `source` says where the records come from. Importing the same again makes no revision and writes nothing.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] with everything that would be wrong with the record; [`StoreError::CorruptRow`],
    /// [`StoreError::Locked`], [`StoreError::OldSchema`], [`StoreError::NewerSchema`], and those of the connection.
    pub async fn import(
        &self,
        by: &Author,
        at: DateTime<Utc>,
        source: &Label,
        given: (&Record, &Personal),
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<ImportOutcome, StoreError> {
        let why = Reason { by, at, act: Act::Import, reason: source.clone() };
        let writing = self.begin_writing().await?;
        self.take_in(writing, &why, given, progress, Ending::Commit).await
    }

    /// Adds and replaces records in a transaction that has begun, and ends it.
    pub(crate) async fn take_in(
        &self,
        writing: Writing<'_>,
        why: &Reason<'_>,
        given: (&Record, &Personal),
        progress: &(dyn Fn(Progress) + Sync),
        ending: Ending,
    ) -> Result<ImportOutcome, StoreError> {
        let (record, personal) = given;
        Report { listener: progress, stage: Stage::Reading, done: 0, total: 0 }.tell(0).await;
        let stored = Box::pin(read_stored(&writing.transaction)).await;
        let (mut union, stored_personal) = stored.map_err(|error| match error {
            ReadError::Rows(error) => error,
            ReadError::Database(error) => self.explain(error, "reading what is stored"),
        })?;
        let plan = Plan::new(&mut union, record);
        let personal_plan = PersonalPlan::new(&stored_personal, personal);
        let mut outcome = ImportOutcome {
            revision: None,
            kinds: plan.counts(),
            names: personal_plan.name_counts,
            contacts: personal_plan.contact_counts,
        };

        Report { listener: progress, stage: Stage::Checking, done: 0, total: union.len() }.tell(0).await;
        let mut of_persons = personal_problems(&union, personal);
        let erased = Box::pin(suppression::problems(&writing.transaction, record, personal)).await;
        of_persons.extend(erased.map_err(|error| self.explain(error, "looking for erased people"))?);
        // It takes a while, and would hold up everything else on its thread.
        let check = tokio::task::spawn_blocking(move || problems_of(&union)).await;
        let mut problems =
            check.map_err(|error| StoreError::Failed { doing: "checking", source: error.into() })?;
        problems.append(&mut of_persons);
        if !problems.is_empty() {
            writing.give_up().await?;
            return Err(StoreError::Invalid { problems });
        }
        if plan.len() + personal_plan.len() == 0 || ending == Ending::GiveUp {
            writing.give_up().await?;
            return Ok(outcome);
        }

        let mut report = Report { listener: progress, stage: Stage::Writing, done: 0, total: plan.len() };
        report.tell(0).await;
        let transaction = &writing.transaction;
        let failed = |error| self.explain(error, "writing records");
        Box::pin(write_records(transaction, &plan, &mut report)).await.map_err(failed)?;
        write_personal(transaction, &personal_plan).await.map_err(failed)?;

        let total = outcome.total();
        let extent = Extent { created: total.created, changed: total.changed, personal: personal_plan.len() };
        let mut logging = writing.next_revision(why, extent).await?;
        let mut report = Report { listener: progress, stage: Stage::Logging, done: 0, total: plan.len() };
        report.tell(0).await;
        Box::pin(log_records(&mut logging, &plan, &mut report)).await?;
        outcome.revision = Some(logging.commit().await?);
        Ok(outcome)
    }
}

async fn read_stored(transaction: &DatabaseTransaction) -> Result<(Record, Personal), ReadError> {
    Ok((read_record(transaction, Texts::Read).await?, read_personal(transaction).await?))
}

/// Tells of progress.
struct Report<'a> {
    listener: Listener<'a>,
    stage: Stage,
    done: usize,
    total: usize,
}

impl Report<'_> {
    /// Tells that some more are done, and lets others run: a caller who has lost interest can drop the import here.
    async fn tell(&mut self, more: usize) {
        self.done += more;
        (self.listener)(Progress { stage: self.stage, done: self.done, total: self.total });
        tokio::task::yield_now().await;
    }
}

macro_rules! for_each_kind {
    ($($field:ident: $Type:ident, $name:literal;)*) => {
        async fn write_records(
            transaction: &DatabaseTransaction,
            plan: &Plan,
            report: &mut Report<'_>,
        ) -> Result<(), DbErr> {
            $(
                let records: Vec<_> = plan.$field.steps.iter().map(|it| &it.after).collect();
                for chunk in records.chunks(ROWS_TOLD) {
                    write(transaction, chunk).await?;
                    report.tell(chunk.len()).await;
                }
            )*
            Ok(())
        }

        async fn log_records(
            logging: &mut Logging<'_>,
            plan: &Plan,
            report: &mut Report<'_>,
        ) -> Result<(), StoreError> {
            $(
                for chunk in plan.$field.steps.chunks(ROWS_TOLD) {
                    for step in chunk {
                        let after = &step.after;
                        logging.log(after.reference().kind, after.key(), step.before.as_ref(), Some(after)).await?;
                    }
                    report.tell(chunk.len()).await;
                }
            )*
            Ok(())
        }
    };
}
for_each_noun!(for_each_kind);

/// After how many records progress is told of.
const ROWS_TOLD: usize = 5_000;

async fn write_personal(transaction: &DatabaseTransaction, plan: &PersonalPlan) -> Result<(), DbErr> {
    write_values(transaction, &plan.names, &plan.contacts).await
}

/// Sets personal values.
pub(crate) async fn write_values(
    transaction: &DatabaseTransaction,
    names: &[PersonName],
    contacts: &[ContactPoint],
) -> Result<(), DbErr> {
    let names = names.iter().map(|it| person_name::Model::from(it).into_active_model()).collect();
    upsert::<person_name::Entity, _>(transaction, person_name::Column::Person, names).await?;
    let contacts = contacts.iter().map(|it| contact_point::Model::from(it).into_active_model()).collect();
    upsert::<contact_point::Entity, _>(transaction, contact_point::Column::Key, contacts).await
}
