//! Writing scenarios: each in one transaction, in which what allows it was read.

use chrono::{DateTime, SubsecRound, Utc};
use domain::person::Personal;
use domain::polish::exact_key;
use domain::record::Record;
use domain::scenario::{Change, ScenarioState};
use domain::vocabulary::Label;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::read::{find, read_row};
use super::{
    Amendment, Application, ChangeRequest, DISCARDED_KEPT, DRAFTS_MAX, Proposal, RequestKey, ScenarioRefusal,
    StoredScenario, Trial,
};
use crate::import::Ending;
use crate::rows::scenario::{Column, Entity, Model};
use crate::store::clock;
use crate::table::ReadError;
use crate::write::{Reason, Writing};
use crate::{Act, Progress, Revision, Store, StoreError};

/// What a write comes to: the scenario as it is then, or why nothing was done.
type Written<T> = Result<Result<T, ScenarioRefusal>, StoreError>;

/// Why a write stops.
enum Stop {
    Refused(ScenarioRefusal),
    /// The same request was answered before: the row as it is.
    Known(Box<Model>),
    Failed(ReadError),
}

impl<T: Into<ReadError>> From<T> for Stop {
    fn from(error: T) -> Self {
        Self::Failed(error.into())
    }
}

impl Store {
    /// Stores a new draft. The same request again gives the scenario that it made.
    ///
    /// # Errors
    /// Those of the connection.
    pub async fn propose_scenario(&self, proposal: &Proposal, trial: Trial) -> Written<StoredScenario> {
        let writing = self.begin_writing().await?;
        let made = propose(&writing.transaction, proposal).await;
        self.end(writing, made, trial).await
    }

    /// Replaces name, note, base and changes of a draft.
    ///
    /// # Errors
    /// Those of the connection.
    pub async fn amend_scenario(
        &self,
        which: &ChangeRequest,
        amendment: &Amendment,
        trial: Trial,
    ) -> Written<StoredScenario> {
        let writing = self.begin_writing().await?;
        let amended = amend(&writing.transaction, which, amendment).await;
        self.end(writing, amended, trial).await
    }

    /// Puts a draft aside. It can still be read for a while.
    ///
    /// # Errors
    /// Those of the connection.
    pub async fn discard_scenario(&self, which: &ChangeRequest, trial: Trial) -> Written<StoredScenario> {
        let writing = self.begin_writing().await?;
        let discarded = discard(&writing.transaction, which).await;
        self.end(writing, discarded, trial).await
    }

    /// Adds the rows of a draft to the record and marks it as applied, all or nothing, in one revision of the act
    /// `APPLY_SCENARIO`. The same request again gives the scenario that it applied.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] when the record would not be whole, and those of the connection.
    pub async fn apply_scenario(
        &self,
        which: &ChangeRequest,
        application: &Application<'_>,
        progress: &(dyn Fn(Progress) + Sync),
        trial: Trial,
    ) -> Written<StoredScenario> {
        let writing = self.begin_writing().await?;
        let row = match apply(&writing.transaction, which, application).await {
            Ok(row) => row,
            stopped => return self.end(writing, stopped, trial).await,
        };
        let why = Reason {
            by: &application.by,
            at: which.at,
            act: Act::ApplyScenario,
            reason: application.reason.clone(),
        };
        let ending = if trial == Trial::Done { Ending::Commit } else { Ending::GiveUp };
        let given: (&Record, &Personal) = (application.rows, &Personal::default());
        Box::pin(self.take_in(writing, &why, given, progress, ending)).await?;
        read_row(row).map(Ok)
    }

    /// Commits what was written, or gives it up.
    async fn end(
        &self,
        writing: Writing<'_>,
        written: Result<Model, Stop>,
        trial: Trial,
    ) -> Written<StoredScenario> {
        let stop = match written {
            Ok(row) => {
                if trial == Trial::Done {
                    writing.commit_apart().await?;
                } else {
                    writing.give_up().await?;
                }
                return read_row(row).map(Ok);
            }
            Err(stop) => stop,
        };
        writing.give_up().await?;
        match stop {
            Stop::Refused(refusal) => Ok(Err(refusal)),
            Stop::Known(row) => read_row(*row).map(Ok),
            Stop::Failed(ReadError::Rows(error)) => Err(error),
            Stop::Failed(ReadError::Database(error)) => Err(self.explain(error, "writing a scenario")),
        }
    }
}

async fn propose(db: &DatabaseTransaction, proposal: &Proposal) -> Result<Model, Stop> {
    let Proposal { scenario, by, at, request } = proposal;
    if let Some(request) = request
        && let Some(known) = made_by(db, request).await?
    {
        let same = known.made_by_request.as_deref() == Some(request.text().as_str());
        return Err(if same {
            Stop::Known(Box::new(known))
        } else {
            Stop::Refused(ScenarioRefusal::KeyReused)
        });
    }
    let drafts = Entity::find().filter(Column::State.eq(ScenarioState::Draft.as_str())).count(db).await?;
    if drafts >= DRAFTS_MAX {
        return Err(Stop::Refused(ScenarioRefusal::TooMany { most: DRAFTS_MAX }));
    }
    name_is_free(db, &scenario.name, scenario.key.as_str()).await?;
    let now = at.trunc_subsecs(6);
    let row = Model {
        key: scenario.key.to_string(),
        name: scenario.name.to_string(),
        draft_name: Some(exact_key(scenario.name.as_str())),
        note: scenario.note.as_ref().map(ToString::to_string),
        base: Revision::new(scenario.base).to_row(),
        changes: text_of(&scenario.changes)?,
        state: ScenarioState::Draft.to_string(),
        version: 1,
        author: by.to_string(),
        created_at: now,
        changed_at: now,
        applied: None,
        made_by_request: request.as_ref().map(RequestKey::text),
        changed_by_request: None,
    };
    Entity::insert(row.clone().into_active_model()).exec_without_returning(db).await?;
    Ok(row)
}

async fn amend(db: &DatabaseTransaction, which: &ChangeRequest, to: &Amendment) -> Result<Model, Stop> {
    let row = draft(db, which).await?;
    name_is_free(db, &to.name, &row.key).await?;
    let amended = Model {
        name: to.name.to_string(),
        draft_name: Some(exact_key(to.name.as_str())),
        note: to.note.as_ref().map(ToString::to_string),
        base: Revision::new(to.base).to_row(),
        changes: text_of(&to.changes)?,
        ..row
    };
    write(db, which, amended).await
}

async fn discard(db: &DatabaseTransaction, which: &ChangeRequest) -> Result<Model, Stop> {
    let row = draft(db, which).await?;
    let state = ScenarioState::Discarded.to_string();
    let discarded = write(db, which, Model { state, draft_name: None, ..row }).await?;
    let old = Entity::find()
        .filter(Column::State.eq(ScenarioState::Discarded.as_str()))
        .filter(Column::Key.ne(discarded.key.as_str()))
        .order_by_desc(Column::ChangedAt)
        .order_by_asc(Column::Key)
        .offset(DISCARDED_KEPT.saturating_sub(1))
        .limit(DISCARDED_KEPT)
        .all(db)
        .await?;
    for row in old {
        Entity::delete_by_id(row.key).exec(db).await?;
    }
    Ok(discarded)
}

async fn apply(
    db: &DatabaseTransaction,
    which: &ChangeRequest,
    application: &Application<'_>,
) -> Result<Model, Stop> {
    let row = draft(db, which).await?;
    let version = u64::try_from(row.version).unwrap_or_default();
    if version != application.version {
        return Err(Stop::Refused(ScenarioRefusal::StaleVersion { current: version }));
    }
    let now = clock(db).await?;
    if now != application.over.to_row() {
        return Err(Stop::Refused(ScenarioRefusal::StaleRevision { current: Revision::from_row(now) }));
    }
    // Nobody else writes before this transaction ends, so its revision is the next.
    let state = ScenarioState::Applied.to_string();
    write(db, which, Model { state, draft_name: None, applied: Some(now.saturating_add(1)), ..row }).await
}

/// The draft that is to be changed, as the caller knows it.
async fn draft(db: &DatabaseTransaction, which: &ChangeRequest) -> Result<Model, Stop> {
    let Some(row) = find(db, &which.key).await? else {
        return Err(Stop::Refused(ScenarioRefusal::Unknown));
    };
    if let (Some(request), Some(last)) = (&which.request, &row.changed_by_request)
        && request.is_key_of(last)
    {
        let same = *last == request.text();
        return Err(if same {
            Stop::Known(Box::new(row))
        } else {
            Stop::Refused(ScenarioRefusal::KeyReused)
        });
    }
    let state = row.state.parse().unwrap_or(ScenarioState::Discarded);
    if state != ScenarioState::Draft {
        return Err(Stop::Refused(ScenarioRefusal::NotADraft { state }));
    }
    let current = u64::try_from(row.version).unwrap_or_default();
    if which.if_version.is_some_and(|it| it != current) {
        return Err(Stop::Refused(ScenarioRefusal::StaleVersion { current }));
    }
    Ok(row)
}

/// Writes a row as its next version.
async fn write(db: &DatabaseTransaction, which: &ChangeRequest, row: Model) -> Result<Model, Stop> {
    let changed_at: DateTime<Utc> = which.at.trunc_subsecs(6);
    let row = Model {
        version: row.version.saturating_add(1),
        changed_at,
        changed_by_request: which.request.as_ref().map(RequestKey::text),
        ..row
    };
    row.clone().into_active_model().reset_all().update(db).await?;
    Ok(row)
}

async fn name_is_free(db: &DatabaseTransaction, name: &Label, key: &str) -> Result<(), Stop> {
    let taken = Entity::find()
        .filter(Column::DraftName.eq(exact_key(name.as_str())))
        .filter(Column::Key.ne(key))
        .count(db)
        .await?;
    if taken == 0 { Ok(()) } else { Err(Stop::Refused(ScenarioRefusal::NameTaken)) }
}

/// The scenario that a request of this key made.
async fn made_by<C: ConnectionTrait>(db: &C, request: &RequestKey) -> Result<Option<Model>, Stop> {
    let rows = Entity::find().filter(Column::MadeByRequest.starts_with(format!("{}\u{1f}", request.key)));
    Ok(rows
        .all(db)
        .await?
        .into_iter()
        .find(|it| it.made_by_request.as_deref().is_some_and(|it| request.is_key_of(it))))
}

fn text_of(changes: &[Change]) -> Result<String, Stop> {
    serde_json::to_string(changes).map_err(|error| {
        let error = StoreError::Failed { doing: "writing a scenario", source: error.into() };
        Stop::Failed(ReadError::Rows(error))
    })
}
