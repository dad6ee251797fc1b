//! Scenarios: apart from the record, and never in the change log.

use domain::DomainError;
use domain::scenario::Scenario;
use sea_orm::entity::prelude::*;

use super::cell::{parse, parse_maybe};
use crate::{Author, Revision, StoredScenario};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "scenario")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    pub name: String,
    pub draft_name: Option<String>,
    pub note: Option<String>,
    pub base: i64,
    pub changes: String,
    pub state: String,
    pub version: i64,
    pub author: String,
    pub created_at: ChronoDateTimeUtc,
    pub changed_at: ChronoDateTimeUtc,
    pub applied: Option<i64>,
    pub made_by_request: Option<String>,
    pub changed_by_request: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TryFrom<Model> for StoredScenario {
    type Error = DomainError;
    fn try_from(row: Model) -> Result<Self, DomainError> {
        let changes = serde_json::from_str(&row.changes)
            .map_err(|_not_read| DomainError::BrokenRule { rule: "the changes of a scenario are known" })?;
        Ok(Self {
            scenario: Scenario {
                key: parse(&row.key)?,
                name: parse(&row.name)?,
                note: parse_maybe(row.note.as_deref())?,
                base: u64::try_from(row.base).unwrap_or_default(),
                changes,
                state: parse(&row.state)?,
            },
            version: u64::try_from(row.version).unwrap_or_default(),
            author: Author::new(&row.author)?,
            created_at: row.created_at,
            changed_at: row.changed_at,
            applied: row.applied.map(Revision::from_row),
        })
    }
}
