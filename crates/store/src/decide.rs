//! Decisions on identity: institutions joined and parted. Each can be taken back.

use chrono::{DateTime, Utc};
use domain::date::EdtfDate;
use domain::id::Id;
use domain::identity::{DecisionStatus, IdentityDecision};
use domain::vocabulary::Label;
use sea_orm::EntityTrait;

use crate::rows::Stored;
use crate::table::{ReadError, read_some, write};
use crate::write::{Extent, Reason};
use crate::{Act, Author, Revision, Store, StoreError};

impl Store {
    /// Sets where a decision on identity stands, with the reason, the author and the day, in UTC.
    ///
    /// The revision made; none when the decision stands there already.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Locked`], and those of the connection.
    pub async fn decide_identity(
        &self,
        by: &Author,
        at: DateTime<Utc>,
        id: &Id<IdentityDecision>,
        status: DecisionStatus,
        reason: &Label,
    ) -> Result<Option<Revision>, StoreError> {
        let why = Reason { by, at, act: Act::DecideIdentity, reason: reason.clone() };
        // A year before 1 or after 9999 is no date of the domain.
        let decided_on = EdtfDate::day(at.date_naive()).unwrap_or(EdtfDate::UNKNOWN);
        self.change(id, &why, |decision| {
            if decision.status == status {
                return decision;
            }
            IdentityDecision {
                status,
                reason: reason.clone(),
                decided_by: by.label().clone(),
                decided_on,
                ..decision
            }
        })
        .await
    }

    /// Changes one record, in a transaction and a revision of its own; none when it stays what it is.
    async fn change<T: Stored>(
        &self,
        id: &Id<T>,
        why: &Reason<'_>,
        change: impl FnOnce(T) -> T,
    ) -> Result<Option<Revision>, StoreError>
    where
        <T::Entity as EntityTrait>::ActiveModel: Send,
    {
        let writing = self.begin_writing().await?;
        let found =
            read_some::<T, _>(&writing.transaction, &[id.as_str()]).await.map_err(|error| match error {
                ReadError::Rows(error) => error,
                ReadError::Database(error) => self.explain(error, "reading what is to be changed"),
            })?;
        let Some(before) = found.into_iter().next() else {
            writing.give_up().await?;
            return Err(StoreError::NotFound { at: id.reference() });
        };
        let after = change(before.clone());
        if before == after {
            writing.give_up().await?;
            return Ok(None);
        }
        write(&writing.transaction, &[&after])
            .await
            .map_err(|error| self.explain(error, "writing a decision"))?;
        let mut logging = writing.next_revision(why, Extent { changed: 1, ..Extent::default() }).await?;
        logging.log(T::KIND, after.key(), Some(&before), Some(&after)).await?;
        logging.commit().await.map(Some)
    }
}
