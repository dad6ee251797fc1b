//! Reading scenarios.

use domain::id::Id;
use domain::scenario::{Scenario, ScenarioState};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::rows::scenario::{Column, Entity, Model};
use crate::table::ReadError;
use crate::{Store, StoreError, StoredScenario};

impl Store {
    /// The scenario of a key.
    ///
    /// # Errors
    /// [`StoreError::CorruptEntry`], and those of the connection.
    pub async fn scenario(&self, key: &Id<Scenario>) -> Result<Option<StoredScenario>, StoreError> {
        let found = find(self.reader(), key).await;
        match self.or_explain(found, "reading a scenario").await? {
            Some(row) => read_row(row).map(Some),
            None => Ok(None),
        }
    }

    /// The scenarios of some states, the newest first; of all when none is named. Their number is bounded, but for
    /// those that were applied.
    ///
    /// # Errors
    /// [`StoreError::CorruptEntry`], and those of the connection.
    pub async fn scenarios(&self, states: &[ScenarioState]) -> Result<Vec<StoredScenario>, StoreError> {
        let mut query = Entity::find().order_by_desc(Column::CreatedAt).order_by_asc(Column::Key);
        if !states.is_empty() {
            query = query.filter(Column::State.is_in(states.iter().map(|it| it.as_str())));
        }
        let rows = query.all(self.reader()).await.map_err(ReadError::from);
        self.or_explain(rows, "reading scenarios").await?.into_iter().map(read_row).collect()
    }
}

/// The row of a key.
pub(super) async fn find<C: ConnectionTrait>(db: &C, key: &Id<Scenario>) -> Result<Option<Model>, ReadError> {
    Ok(Entity::find_by_id(key.as_str()).one(db).await?)
}

/// A row as a scenario.
pub(super) fn read_row(row: Model) -> Result<StoredScenario, StoreError> {
    row.try_into().map_err(|source| StoreError::CorruptEntry { table: "scenario", source })
}
