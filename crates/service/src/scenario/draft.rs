//! Proposing, amending, discarding and applying.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::Arc;

use domain::DomainError;
use domain::id::Id;
use domain::record::Record;
use domain::scenario::{Conflict, ConflictKind, Decision, Scenario, ScenarioState, conflicts, decided};
use store::{
    Amendment, Application, Author, ChangeRequest, Proposal, Revision, ScenarioRefusal, StoreError,
    StoredScenario,
};

use super::{Asked, Draft, Outcome, ScenarioFault, request_key, trial};
use crate::analysis::stopped;
use crate::keeping::ERASED;
use crate::{Actor, AsOf, Clock, Permission, Service, ServiceError, Snapshot};

/// How often applying is tried anew when other changes of the record come in between.
const APPLY_TRIES: usize = 5;

/// What applying a scenario does, and under which conditions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The office's decision, which becomes the source of everything that is written.
    pub decision: Decision,
    /// The version of the scenario that the caller knows; none for whatever it is now.
    pub if_version: Option<u64>,
    /// The revision that the caller knows; none for whatever it is now.
    pub if_revision: Option<Revision>,
}

impl Service {
    /// Makes a draft.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`], [`ServiceError::Store`], [`ServiceError::Network`], [`ServiceError::Stopped`].
    pub async fn propose_scenario(
        &self,
        clock: &dyn Clock,
        actor: &Actor,
        draft: Draft,
        asked: &Asked,
    ) -> Outcome<StoredScenario> {
        actor.require(Permission::Plan)?;
        let request = match request_key(actor, asked, "propose", &content(&draft)) {
            Ok(request) => request,
            Err(fault) => return Ok(Err(fault)),
        };
        let at = clock.now();
        let key = format!("s-{:016x}", RandomState::new().hash_one((at, draft.name.as_str())));
        let scenario = match self.fitting(&draft, Id::new(&key)?, None).await? {
            Ok(scenario) => scenario,
            Err(fault) => return Ok(Err(fault)),
        };
        let proposal = Proposal { scenario, by: Author::new(actor.label())?, at, request };
        let made = self.store().propose_scenario(&proposal, trial(asked)).await?;
        Ok(made.map_err(ScenarioFault::Refused))
    }

    /// Replaces what a draft says.
    ///
    /// # Errors
    /// As [`Self::propose_scenario`].
    pub async fn amend_scenario(
        &self,
        clock: &dyn Clock,
        actor: &Actor,
        (key, if_version): (&Id<Scenario>, Option<u64>),
        draft: Draft,
        asked: &Asked,
    ) -> Outcome<StoredScenario> {
        actor.require(Permission::Plan)?;
        let request = match request_key(actor, asked, "amend", &(key, if_version, content(&draft))) {
            Ok(request) => request,
            Err(fault) => return Ok(Err(fault)),
        };
        let Some(stored) = self.store().scenario(key).await? else {
            return Ok(Err(ScenarioRefusal::Unknown.into()));
        };
        let scenario = match self.fitting(&draft, key.clone(), Some(stored.scenario.base)).await? {
            Ok(scenario) => scenario,
            Err(fault) => return Ok(Err(fault)),
        };
        let Scenario { name, note, base, changes, .. } = scenario;
        let which = ChangeRequest { key: key.clone(), if_version, at: clock.now(), request };
        let amendment = Amendment { name, note, base, changes };
        let amended = self.store().amend_scenario(&which, &amendment, trial(asked)).await?;
        Ok(amended.map_err(ScenarioFault::Refused))
    }

    /// Puts a draft aside.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`], [`ServiceError::Store`].
    pub async fn discard_scenario(
        &self,
        clock: &dyn Clock,
        actor: &Actor,
        (key, if_version): (&Id<Scenario>, Option<u64>),
        asked: &Asked,
    ) -> Outcome<StoredScenario> {
        actor.require(Permission::Plan)?;
        let request = match request_key(actor, asked, "discard", &(key, if_version)) {
            Ok(request) => request,
            Err(fault) => return Ok(Err(fault)),
        };
        let which = ChangeRequest { key: key.clone(), if_version, at: clock.now(), request };
        let discarded = self.store().discard_scenario(&which, trial(asked)).await?;
        Ok(discarded.map_err(ScenarioFault::Refused))
    }

    /// Writes what a draft supposes to the live record, as the office has decided it: memberships, newcomers and
    /// project partnerships as records, meetings as planned with everybody invited. All or nothing, in one revision.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`], [`ServiceError::Store`], [`ServiceError::Network`], [`ServiceError::Stopped`].
    pub async fn apply_scenario(
        &self,
        clock: &dyn Clock,
        actor: &Actor,
        key: &Id<Scenario>,
        decided: &Decided,
        asked: &Asked,
    ) -> Outcome<StoredScenario> {
        actor.require(Permission::Edit)?;
        if self.store().is_erased_in(&decided.decision.title.as_str().into()).await? {
            return Ok(Err(DomainError::BrokenRule { rule: ERASED }.into()));
        }
        let told = (key, decided.if_version, decided.if_revision, decided.decision.title.as_str());
        let request = match request_key(actor, asked, "apply", &(told, decided.decision.date)) {
            Ok(request) => request,
            Err(fault) => return Ok(Err(fault)),
        };
        let which =
            ChangeRequest { key: key.clone(), if_version: decided.if_version, at: clock.now(), request };
        for _ in 0..APPLY_TRIES {
            self.refresh().await?;
            let live = self.snapshot();
            match self.apply_over(&live, actor, &which, decided, asked).await? {
                Err(ScenarioFault::Refused(ScenarioRefusal::StaleRevision { .. }))
                    if decided.if_revision.is_none() => {}
                done => {
                    self.refresh().await?;
                    return Ok(done);
                }
            }
        }
        Err(StoreError::Conflict.into())
    }

    async fn apply_over(
        &self,
        live: &Arc<Snapshot>,
        actor: &Actor,
        which: &ChangeRequest,
        how: &Decided,
        asked: &Asked,
    ) -> Outcome<StoredScenario> {
        let Some(stored) = self.store().scenario(&which.key).await? else {
            return Ok(Err(ScenarioRefusal::Unknown.into()));
        };
        let current = live.revision;
        let is_draft = stored.scenario.state == ScenarioState::Draft;
        if is_draft && how.if_revision.is_some_and(|it| it != current) {
            return Ok(Err(ScenarioRefusal::StaleRevision { current }.into()));
        }
        // What is no draft is refused by the store, which knows whether it was this very request that applied it.
        let rows =
            if is_draft { rows(live, &stored.scenario, &how.decision).await? } else { Ok(Record::default()) };
        let rows = match rows {
            Ok(rows) => rows,
            Err(found) => return Ok(Err(ScenarioFault::Conflicts(found))),
        };
        let application = Application {
            by: Author::new(actor.label())?,
            over: current,
            version: stored.version,
            rows: &rows,
            reason: how.decision.title.clone(),
        };
        match self.store().apply_scenario(which, &application, &|_| {}, trial(asked)).await {
            Ok(applied) => Ok(applied.map_err(ScenarioFault::Refused)),
            Err(StoreError::Invalid { problems }) => {
                let told = problems.into_iter().take(20).map(|problem| Conflict {
                    change: 0,
                    kind: ConflictKind::NotAllowed,
                    about: Some(problem.at),
                    with: None,
                    detail: Some(problem.what.to_string()),
                });
                Ok(Err(ScenarioFault::Conflicts(told.collect())))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// A draft that fits its base revision; `base` is the one to keep when the draft names none.
    async fn fitting(&self, draft: &Draft, key: Id<Scenario>, base: Option<u64>) -> Outcome<Scenario> {
        if let Err(error) = Scenario::check(&draft.name, &draft.changes) {
            return Ok(Err(error.into()));
        }
        // Plain values always have a text.
        let texts = serde_json::to_value(content(draft)).unwrap_or_default();
        if self.store().is_erased_in(&texts).await? {
            return Ok(Err(DomainError::BrokenRule { rule: ERASED }.into()));
        }
        let wanted = draft.base.or(base.map(Revision::new));
        let snapshot = match wanted {
            None => self.snapshot(),
            Some(wanted) => match self.snapshot_as_of(AsOf::Revision(wanted)).await {
                Ok(snapshot) => snapshot,
                Err(ServiceError::RevisionNotFound { message, .. }) => {
                    return Ok(Err(ScenarioFault::NoBase { message }));
                }
                Err(error) => return Err(error),
            },
        };
        let scenario = Scenario {
            key,
            name: draft.name.clone(),
            note: draft.note.clone(),
            base: snapshot.revision.get(),
            changes: draft.changes.clone(),
            state: ScenarioState::Draft,
        };
        let found = conflicts(snapshot.network.record(), &scenario);
        Ok(if found.is_empty() { Ok(scenario) } else { Err(ScenarioFault::Conflicts(found)) })
    }
}

async fn rows(
    live: &Arc<Snapshot>,
    scenario: &Scenario,
    decision: &Decision,
) -> Result<Result<Record, Vec<Conflict>>, ServiceError> {
    let (live, scenario, decision) = (Arc::clone(live), scenario.clone(), decision.clone());
    tokio::task::spawn_blocking(move || decided(live.network.record(), &scenario, &decision))
        .await
        .map_err(|error| stopped(&error))
}

/// What a draft says, for the digest of a request.
fn content(draft: &Draft) -> impl serde::Serialize {
    (draft.name.clone(), draft.note.clone(), draft.base.map(Revision::get), draft.changes.clone())
}
