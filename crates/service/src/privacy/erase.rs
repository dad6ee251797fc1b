//! Erasing a person, and everything in memory that may still tell of one.

use std::collections::BTreeMap;

use domain::erasure::PassageDecision;
use domain::id::Id;
use domain::person::Person;
use domain::vocabulary::Label;
use store::{AuditAct, Author, ErasureRefusal, ErasureReport, ErasureRequest, LegalHold, Revision, Trial};

use super::{Entropy, trail};
use crate::{Actor, Clock, Permission, Service, ServiceError};

/// How an erasure is asked for.
#[derive(Debug, Clone)]
pub struct Erasing {
    /// Who.
    pub person: Id<Person>,
    /// Other names that the person has in the record, such as a former one.
    pub other_names: Vec<Label>,
    /// What is to become of texts that may hold the name, by their ids.
    pub decisions: BTreeMap<String, PassageDecision>,
    /// On what grounds.
    pub reason: Label,
    /// The revision that the caller has seen; none for whatever it is now.
    pub if_revision: Option<Revision>,
    /// Whether only what would happen is asked.
    pub is_dry_run: bool,
}

/// What an erasure came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasureOutcome {
    /// What was, or would be, removed where.
    pub report: ErasureReport,
    /// Whether the files of the database were written anew, so that no byte of it is left in them. If not, `splot
    /// compact` does it.
    pub is_compacted: bool,
}

impl Service {
    /// Erases a person, or tells what that would do. When this returns, no answer of this process tells of the name any more.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`], [`ServiceError::Store`], [`ServiceError::Network`], [`ServiceError::Random`].
    pub async fn erase_person(
        &self,
        clock: &dyn Clock,
        actor: &Actor,
        erasing: &Erasing,
    ) -> Result<Result<ErasureOutcome, ErasureRefusal>, ServiceError> {
        actor.require(Permission::Curate)?;
        let (act, trial) = match erasing.is_dry_run {
            true => (AuditAct::EraseTried, Trial::Tried),
            false => (AuditAct::Erase, Trial::Done),
        };
        let people = vec![erasing.person.to_string()];
        if erasing.is_dry_run {
            // It shows every text with the name.
            self.note(clock, actor, act, people.clone(), Some(erasing.reason.as_str())).await?;
        }
        let request = ErasureRequest {
            person: erasing.person.clone(),
            other_names: erasing.other_names.clone(),
            decisions: erasing.decisions.clone(),
            if_revision: erasing.if_revision,
            by: Author::new(actor.label())?,
            at: clock.now(),
            reason: erasing.reason.clone(),
            audit: trail::record(clock.now(), actor, act, people, Some(erasing.reason.as_str())),
        };
        let mut entropy = Entropy::of_system()?;
        // Nobody works a change out over the record with the name meanwhile.
        let mut turn = self.keeper().turn().await;
        let erased = self.store().erase_person(&request, &mut |bytes| entropy.fill(bytes), trial).await?;
        let report = match erased {
            Ok(report) if erasing.is_dry_run => {
                return Ok(Ok(ErasureOutcome { report, is_compacted: false }));
            }
            Ok(report) => report,
            Err(refusal) => return Ok(Err(refusal)),
        };
        *turn = None;
        drop(turn);
        self.refresh().await?;
        self.forget();
        let compacted = self.store().compact().await;
        if let Err(error) = &compacted {
            let error = error as &dyn std::error::Error;
            tracing::error!(
                error,
                "bytes of an erased person may be left in the database; run `splot compact`"
            );
        }
        Ok(Ok(ErasureOutcome { report, is_compacted: compacted.is_ok() }))
    }

    /// Drops everything kept in memory that was computed before: snapshots of other revisions, results, jobs.
    pub(crate) fn forget(&self) {
        self.past().forget();
        self.supposed().forget();
        self.analyses().forget();
        self.job_analyses().forget();
        self.jobs().forget();
    }

    /// Holds the data of a person for a reason (GDPR art. 17(3)), or releases them.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`] when there is no such person; [`ServiceError::Store`].
    pub async fn hold_person(
        &self,
        clock: &dyn Clock,
        actor: &Actor,
        person: &Id<Person>,
        reason: Option<&Label>,
    ) -> Result<(), ServiceError> {
        actor.require(Permission::Curate)?;
        if self.snapshot().network.get(person).is_none() {
            return Err(ServiceError::NotFound { what: "person", key: person.to_string() });
        }
        let told = reason.map_or("released", Label::as_str);
        self.note(clock, actor, AuditAct::Hold, vec![person.to_string()], Some(told)).await?;
        match reason {
            None => self.store().release_person(person).await?,
            Some(reason) => {
                let hold = LegalHold {
                    person: person.clone(),
                    reason: reason.clone(),
                    author: Author::new(actor.label())?,
                    recorded_at: clock.now(),
                };
                self.store().hold_person(&hold).await?;
            }
        }
        Ok(())
    }
}
