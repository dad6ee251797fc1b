//! Rules of retention: whose names are held for too long, and taking them out.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::erasure::PassageDecision;
use domain::id::Id;
use domain::person::{Person, PublicFunction};
use domain::retention::{MONTHS_MAX, Retention, RetentionRules, retentions};
use domain::vocabulary::Label;
use store::{AuditAct, ErasureRefusal};

use super::erase::Erasing;
use crate::{Actor, Clock, Permission, Service, ServiceError};

/// The most people whose time one request ends.
const APPLIED_MAX: usize = 200;

/// A person whose name is held longer than the rule of the class allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetentionDue {
    /// Who, when the function ended, and until when the name might have been held.
    pub retention: Retention,
    /// Why the data must be kept all the same; none when they need not.
    pub legal_hold: Option<Label>,
}

/// What applying the rules came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RetentionApplied {
    /// Who was, or would be, erased; under the keys that are left.
    pub erased: Vec<Id<Person>>,
    /// Who was not, and why.
    pub refused: Vec<(Id<Person>, ErasureRefusal)>,
}

impl Service {
    /// The people whose names are held, and whose time has passed on a day; in order of keys.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`], [`ServiceError::Store`].
    pub async fn retention_review(
        &self,
        actor: &Actor,
        on: NaiveDate,
    ) -> Result<Vec<RetentionDue>, ServiceError> {
        actor.require(Permission::Curate)?;
        let loaded = self.store().load().await?;
        let rules = self.store().retention_rules().await?;
        let due: Vec<Retention> = retentions(&loaded.record, &rules)
            .into_iter()
            .filter(|it| it.until.is_some_and(|until| until < on))
            .collect();
        let people: Vec<Id<Person>> = due.iter().map(|it| it.person.clone()).collect();
        let references: Vec<_> = people.iter().map(Id::reference).collect();
        let named: BTreeSet<String> =
            self.store().person_names(&people).await?.into_iter().map(|it| it.person.to_string()).collect();
        let reachable: BTreeSet<String> = self
            .store()
            .contact_points(&references)
            .await?
            .into_iter()
            .map(|it| it.of.key.to_string())
            .collect();
        let holds: BTreeMap<Id<Person>, Label> =
            self.store().legal_holds().await?.into_iter().map(|it| (it.person, it.reason)).collect();
        let is_held =
            |it: &Retention| named.contains(it.person.as_str()) || reachable.contains(it.person.as_str());
        let due = due.into_iter().filter(is_held).map(|retention| {
            let legal_hold = holds.get(&retention.person).cloned();
            RetentionDue { retention, legal_hold }
        });
        Ok(due.collect())
    }

    /// The rules of retention.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn retention_rules(&self) -> Result<RetentionRules, ServiceError> {
        Ok(self.store().retention_rules().await?)
    }

    /// Sets the rule of a class: so many months after the end of the function, or none for ever.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`]; [`ServiceError::Rule`] for more than 1,200 months; [`ServiceError::Store`].
    pub async fn set_retention_rule(
        &self,
        clock: &dyn Clock,
        actor: &Actor,
        class: PublicFunction,
        months: Option<u32>,
    ) -> Result<(), ServiceError> {
        actor.require(Permission::Administer)?;
        if months.is_some_and(|it| it > MONTHS_MAX) {
            let rule = "a name is held for at most 1,200 months, or for ever";
            return Err(domain::DomainError::BrokenRule { rule }.into());
        }
        let told = months.map_or_else(|| format!("{class}: for ever"), |it| format!("{class}: {it} months"));
        self.note(clock, actor, AuditAct::Retention, Vec::new(), Some(&told)).await?;
        Ok(self.store().set_retention_rule(class, months).await?)
    }

    /// Erases people whose time has passed on a day, one after another; those whose texts somebody has to look at first
    /// are told and left. Erasing is the same as on request.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`]; [`ServiceError::Rule`] for more than 200 people; [`ServiceError::Store`].
    pub async fn apply_retention(
        &self,
        clock: &dyn Clock,
        actor: &Actor,
        (on, people): (NaiveDate, &[Id<Person>]),
        reason: &Label,
        is_dry_run: bool,
    ) -> Result<RetentionApplied, ServiceError> {
        let due = self.retention_review(actor, on).await?;
        if people.len() > APPLIED_MAX {
            let rule = "one request names at most 200 people";
            return Err(domain::DomainError::BrokenRule { rule }.into());
        }
        let mut applied = RetentionApplied::default();
        let chosen = due.into_iter().map(|it| it.retention.person).filter(|it| people.contains(it));
        for person in chosen {
            let erasing = Erasing {
                person: person.clone(),
                other_names: Vec::new(),
                decisions: BTreeMap::<String, PassageDecision>::new(),
                reason: reason.clone(),
                if_revision: None,
                is_dry_run,
            };
            match Box::pin(self.erase_person(clock, actor, &erasing)).await? {
                Ok(outcome) => applied.erased.push(outcome.report.person),
                Err(refusal) => applied.refused.push((person, refusal)),
            }
        }
        Ok(applied)
    }
}
