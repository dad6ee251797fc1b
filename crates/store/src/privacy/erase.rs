//! Erasure of a person (GDPR art. 17): the name and the ways to reach the person are taken out of everything that the
//! database holds; what the person did for an institution stays, as the institution's.
//!
//! One transaction, in which the whole record is checked again before it is committed. See `docs/decisions/0018-erasure.md`.

use std::collections::BTreeMap;

use chrono::{DateTime, SubsecRound, Utc};
use domain::check::problems as problems_of;
use domain::erasure::{PassageDecision, Redaction, text_id};
use domain::id::Id;
use domain::person::Person;
use domain::vocabulary::Label;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, QueryFilter, Statement,
};

use super::columns::quoted;
use super::sweep::{self, Found};
use super::{Random, columns, holds, keys, states, suppression};
use crate::load::{Texts, read_record};
use crate::rows::personal::{contact_point, person_name};
use crate::store::clock;
use crate::table::{ReadError, read_some};
use crate::write::{Extent, Reason, Writing};
use crate::{Act, AuditRecord, Author, Revision, Store, StoreError, Trial};

/// What is to be erased, by whom, on what grounds.
#[derive(Debug, Clone)]
pub struct ErasureRequest {
    /// Who.
    pub person: Id<Person>,
    /// Other names that the person has in the record, such as a former one.
    pub other_names: Vec<Label>,
    /// What is to become of texts that hold the name or may, by their ids. Without a decision a certain passage goes,
    /// and one that only may be the name is to be decided on.
    pub decisions: BTreeMap<String, PassageDecision>,
    /// The revision that the caller has seen; none for whatever it is now.
    pub if_revision: Option<Revision>,
    /// Who erases.
    pub by: Author,
    /// When.
    pub at: DateTime<Utc>,
    /// On what grounds; it stays in the change log, without the name.
    pub reason: Label,
    /// What the audit trail notes, in the same transaction; whom it is about is filled in.
    pub audit: AuditRecord,
}

/// A text that holds the name or may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundText {
    /// Its id, for a decision.
    pub id: String,
    /// The text as it was.
    pub text: String,
    /// Whether it certainly holds the name.
    pub is_certain: bool,
    /// Whether somebody has to decide on it first.
    pub is_undecided: bool,
    /// Where it stands and how often, by `table.column`.
    pub places: Vec<(String, usize)>,
}

/// What an erasure does, or would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasureReport {
    /// The person, under the key that is left.
    pub person: Id<Person>,
    /// The revision made; none when it was only tried.
    pub revision: Option<Revision>,
    /// How many names are removed.
    pub names: usize,
    /// How many contact points are removed.
    pub contacts: usize,
    /// How many keys are replaced as they gave the name away.
    pub keys: usize,
    /// How many texts are rewritten, by `table.column`.
    pub rewritten: Vec<(String, usize)>,
    /// The texts that hold the name, or may, in their order.
    pub texts: Vec<FoundText>,
}

/// Why a person is not erased.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ErasureRefusal {
    /// There is no such person.
    #[error("there is no person of this key")]
    Unknown,
    /// No name is recorded, and none was given.
    #[error("no name of the person is recorded; give the names to look for, if the texts may hold one")]
    NoName,
    /// The data have to be kept.
    #[error("the data of this person are held: {reason}; lift the hold first")]
    Held {
        /// Why.
        reason: String,
    },
    /// Somebody has to decide on texts first.
    #[error("{count} text(s) may hold the name; look at them by a dry run and decide on each")]
    Undecided {
        /// How many.
        count: usize,
    },
    /// The record has been changed since.
    #[error("the record is at revision {current} now; look at it again and repeat")]
    StaleRevision {
        /// The revision now.
        current: Revision,
    },
}

/// Why it stops.
enum Stop {
    Refused(ErasureRefusal),
    Failed(ReadError),
}

impl<T: Into<ReadError>> From<T> for Stop {
    fn from(error: T) -> Self {
        Self::Failed(error.into())
    }
}

/// What was worked out in the transaction, before anything is written.
struct Worked {
    redaction: Redaction,
    found: Found,
    names: Vec<String>,
    report: ErasureReport,
}

impl Store {
    /// Erases a person, or tells what that would do. Afterwards the file may still hold bytes of what was removed, until
    /// [`Store::compact`].
    ///
    /// # Errors
    /// [`StoreError::Invalid`] when the record would not be whole, [`StoreError::Conflict`] when somebody else wrote in
    /// between, and those of the connection; then nothing was changed.
    pub async fn erase_person(
        &self,
        request: &ErasureRequest,
        random: Random<'_>,
        trial: Trial,
    ) -> Result<Result<ErasureReport, ErasureRefusal>, StoreError> {
        let writing = self.begin_writing().await?;
        let worked = match Box::pin(work_out(&writing.transaction, request, random)).await {
            Ok(worked) => worked,
            Err(stop) => {
                writing.give_up().await?;
                return match stop {
                    Stop::Refused(refusal) => Ok(Err(refusal)),
                    Stop::Failed(error) => Err(self.failed(error)),
                };
            }
        };
        let undecided = worked.report.texts.iter().filter(|it| it.is_undecided).count();
        if trial == Trial::Tried || undecided > 0 {
            writing.give_up().await?;
            return Ok(if trial == Trial::Tried {
                Ok(worked.report)
            } else {
                Err(ErasureRefusal::Undecided { count: undecided })
            });
        }
        Box::pin(self.carry_out(writing, request, worked, random)).await.map(Ok)
    }

    async fn carry_out(
        &self,
        writing: Writing<'_>,
        request: &ErasureRequest,
        worked: Worked,
        random: Random<'_>,
    ) -> Result<ErasureReport, StoreError> {
        let Worked { redaction, found, names, mut report } = worked;
        let db = &writing.transaction;
        let written = Box::pin(write(db, request, &redaction, &found, &names, random)).await;
        match written {
            Ok(true) => {}
            Ok(false) => {
                writing.give_up().await?;
                return Err(StoreError::Conflict);
            }
            Err(error) => return Err(self.explain(error, "erasing a person")),
        }
        super::audit::rewrite(db, &redaction)
            .await
            .map_err(|error| self.explain(error, "erasing a person from the audit trail"))?;
        let record = Box::pin(read_record(db, Texts::Read)).await.map_err(|error| self.failed(error))?;
        let check = tokio::task::spawn_blocking(move || problems_of(&record)).await;
        let problems =
            check.map_err(|error| StoreError::Failed { doing: "checking", source: error.into() })?;
        if !problems.is_empty() {
            writing.give_up().await?;
            return Err(StoreError::Invalid { problems });
        }
        let reason = clean(&request.reason, &redaction);
        let why = Reason { by: &request.by, at: request.at, act: Act::ErasePerson, reason };
        let mut rewritten = found.keys;
        rewritten.entry("person".to_owned()).or_default().push(report.person.to_string());
        let states = Box::pin(states::read(&writing.transaction, &rewritten)).await;
        let states = states.map_err(|error| self.failed(error))?;
        let extent = Extent { created: 0, changed: states.len(), personal: report.names + report.contacts };
        let mut logging = writing.next_revision(&why, extent).await?;
        states::log(&mut logging, &states).await?;
        let revision = logging.revision();
        holds::note_erasure(logging.transaction(), &report.person, revision, &why)
            .await
            .map_err(|error| self.explain(error, "noting an erasure"))?;
        let noted = AuditRecord {
            people: vec![report.person.to_string()],
            reason: Some(why.reason.to_string()),
            ..request.audit.clone()
        };
        super::audit::append(logging.transaction(), &[noted], random)
            .await
            .map_err(|error| self.explain(error, "writing the audit trail"))?;
        report.revision = Some(logging.commit().await?);
        Ok(report)
    }

    fn failed(&self, error: ReadError) -> StoreError {
        match error {
            ReadError::Rows(error) => error,
            ReadError::Database(error) => self.explain(error, "erasing a person"),
        }
    }
}

async fn work_out(
    db: &DatabaseTransaction,
    request: &ErasureRequest,
    random: Random<'_>,
) -> Result<Worked, Stop> {
    let current = Revision::from_row(clock(db).await?);
    if request.if_revision.is_some_and(|it| it != current) {
        return Err(Stop::Refused(ErasureRefusal::StaleRevision { current }));
    }
    let person = &request.person;
    if read_some::<Person, _>(db, &[person.as_str()]).await?.is_empty() {
        return Err(Stop::Refused(ErasureRefusal::Unknown));
    }
    if let Some(hold) = holds::of(db, person).await? {
        return Err(Stop::Refused(ErasureRefusal::Held { reason: hold.reason.to_string() }));
    }
    let stored = person_name::Entity::find_by_id(person.as_str()).one(db).await?;
    let owner = keys::owner(person);
    let contacts = contact_point::Entity::find().filter(contact_point::Column::Of.eq(owner)).all(db).await?;
    let mut names: Vec<String> = stored.iter().map(|it| it.full_name.clone()).collect();
    names.extend(request.other_names.iter().map(ToString::to_string));
    if names.is_empty() {
        return Err(Stop::Refused(ErasureRefusal::NoName));
    }
    let of_names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut redaction = Redaction::new(&of_names, request.decisions.clone());
    let tables = columns::text_columns(db).await?;
    keys::find(db, &tables, person, &mut redaction, random).await?;
    let mut found = Found::default();
    for table in &tables {
        sweep::look(db, table, &redaction, &mut found).await?;
    }
    let report = ErasureReport {
        person: keys::tombstone(person, &redaction),
        revision: None,
        names: usize::from(stored.is_some()),
        contacts: contacts.len(),
        keys: redaction.renamed().len(),
        rewritten: found.changed.iter().map(|(place, count)| (place.clone(), *count)).collect(),
        texts: told(&found),
    };
    Ok(Worked { redaction, found, names, report })
}

pub(crate) fn told(found: &Found) -> Vec<FoundText> {
    let texts = found.texts.iter().map(|(text, it)| FoundText {
        id: text_id(text),
        text: text.clone(),
        is_certain: it.is_certain,
        is_undecided: it.is_undecided,
        places: it.places.iter().map(|(place, count)| (place.clone(), *count)).collect(),
    });
    texts.collect()
}

/// Writes everything but the log's own entry. False when somebody else has changed a row meanwhile.
async fn write(
    db: &DatabaseTransaction,
    request: &ErasureRequest,
    redaction: &Redaction,
    found: &Found,
    names: &[String],
    random: Random<'_>,
) -> Result<bool, sea_orm::DbErr> {
    let backend = ConnectionTrait::get_database_backend(db);
    let person = request.person.as_str();
    let delete = |statement: &str, value: &str| {
        Statement::from_sql_and_values(backend, statement, [value.to_owned().into()])
    };
    db.execute_raw(delete("DELETE FROM \"person_name\" WHERE \"person\" = $1", person)).await?;
    let owner = keys::owner(&request.person);
    let contacts: Vec<String> = {
        let of = contact_point::Column::Of.eq(&owner);
        contact_point::Entity::find().filter(of).all(db).await?.into_iter().map(|it| it.key).collect()
    };
    // The cells of rows that go need no other text.
    let edits: Vec<_> = found.edits.iter().filter(|it| !it.is_of("contact_point", &contacts)).collect();
    if !sweep::make(db, &edits).await? {
        return Ok(false);
    }
    let tombstone = keys::tombstone(&request.person, redaction);
    for owner in [owner, keys::owner(&tombstone)] {
        db.execute_raw(delete("DELETE FROM \"contact_point\" WHERE \"of\" = $1", &owner)).await?;
    }
    forget_requests(db).await?;
    suppression::add(db, &tombstone, names, random).await?;
    Ok(true)
}

/// Forgets what was asked under the callers' own keys. A digest of a whole request may be tried against guesses of the
/// name by who knows the rest of it, so none stays, whosever the request was. The keys stay: one that is sent again is
/// refused as used, so that nothing is done twice.
async fn forget_requests(db: &DatabaseTransaction) -> Result<(), sea_orm::DbErr> {
    // A scenario has both in one text: the digest of the key, a separator, that of the request.
    let end = match ConnectionTrait::get_database_backend(db) {
        DbBackend::Postgres => "strpos(\"it\", chr(31))",
        _ => "instr(\"it\", char(31))",
    };
    let cut = |column: &str| {
        let statement =
            format!("UPDATE \"scenario\" SET \"it\" = substr(\"it\", 1, {end}) WHERE \"it\" IS NOT NULL");
        statement.replace("\"it\"", &quoted(column))
    };
    let empty = "UPDATE \"request\" SET \"digest\" = ''".to_owned();
    for statement in [empty, cut("made_by_request"), cut("changed_by_request")] {
        db.execute_unprepared(&statement).await?;
    }
    Ok(())
}

/// The reason without the name.
fn clean(reason: &Label, redaction: &Redaction) -> Label {
    let cleaned = redaction.of_everything(reason.as_str()).and_then(|it| Label::new(&it).ok());
    cleaned.unwrap_or_else(|| reason.clone())
}

/// When, as both databases keep it.
pub(crate) fn moment(at: DateTime<Utc>) -> DateTime<Utc> {
    at.trunc_subsecs(6)
}
