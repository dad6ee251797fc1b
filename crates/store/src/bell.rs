//! The bell: on PostgreSQL every write tells those who listen that there is a new revision, so that another process need
//! not wait until it looks again.
//!
//! It says nothing but that: the revision clock and the change log are the truth. Who does not hear it, because a
//! connection was lost, because a pooler stands between or because the server speaks PostgreSQL's protocol without having
//! its bell, finds the revision by looking. So it is rung after the commit, and a failure to ring fails no write.

use sea_orm::sqlx::postgres::{PgListener, PgPoolOptions};
use sea_orm::{ConnectionTrait as _, DatabaseConnection};

use crate::error::explain_connecting;
use crate::store::CONNECT_TIMEOUT;
use crate::{DatabaseKind, Store, StoreError};

/// The channel that is rung, in the database of the record.
const CHANNEL: &str = "splot_revision";

/// Hears of new revisions, on a connection of its own.
pub struct Bell {
    listener: PgListener,
    /// The database as users know it, for messages.
    at: String,
}

impl std::fmt::Debug for Bell {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.debug_struct("Bell").field("at", &self.at).finish_non_exhaustive()
    }
}

impl Store {
    /// A bell that rings when any process has written to the database; none on SQLite, which has none.
    ///
    /// # Errors
    /// [`StoreError::Unreachable`], [`StoreError::Refused`] and the others of a connection.
    pub async fn bell(&self) -> Result<Option<Bell>, StoreError> {
        if self.kind() != DatabaseKind::Postgres {
            return Ok(None);
        }
        // Apart from the readers: it is held for as long as somebody listens.
        let options = self.reader().get_postgres_connection_pool().connect_options();
        let pool = PgPoolOptions::new()
            .max_connections(1)
            .max_lifetime(None)
            .idle_timeout(None)
            .acquire_timeout(CONNECT_TIMEOUT)
            .connect_lazy_with(options.as_ref().clone());
        let told = |error| explain_connecting(error, self.at());
        let mut listener = PgListener::connect_with(&pool).await.map_err(told)?;
        listener.ignore_pool_close_event(true);
        listener.listen(CHANNEL).await.map_err(told)?;
        Ok(Some(Bell { listener, at: self.at().to_owned() }))
    }
}

impl Bell {
    /// Waits until there may be a new revision: the bell rang, or the connection was lost and made again, so that it may
    /// have rung unheard.
    ///
    /// # Errors
    /// Those of the connection, when it cannot be made again.
    pub async fn rung(&mut self) -> Result<(), StoreError> {
        match self.listener.try_recv().await {
            Ok(_) => Ok(()),
            Err(error) => Err(explain_connecting(error, &self.at)),
        }
    }
}

/// Rings, after a commit.
pub(crate) async fn ring(writer: &DatabaseConnection, kind: DatabaseKind) {
    if kind == DatabaseKind::Postgres {
        // Nothing is lost when it fails: who follows looks again within a second.
        let _unheard = writer.execute_unprepared(&format!("NOTIFY \"{CHANNEL}\"")).await;
    }
}
