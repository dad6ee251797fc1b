//! Access tokens in the database. They are no part of the record and of no revision. Of a token only the hash is kept,
//! and the hash never leaves.

use chrono::{DateTime, SubsecRound, Utc};
use sea_orm::sea_query::Condition;
use sea_orm::{
    ActiveModelTrait, ActiveValue, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder,
};

use crate::rows::access::{Column, Entity, Model};
use crate::table::ReadError;
use crate::{Store, StoreError};

/// How many tokens there may be that are not revoked.
pub(crate) const ACCESS_TOKENS_MAX: u64 = 500;

/// An access token as it is stored: all but the token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessToken {
    /// What names it for ever; it tells nothing of the token.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// The role of who shows it.
    pub role: String,
    /// When it was made, in whole microseconds.
    pub created_at: DateTime<Utc>,
    /// The label of who made it.
    pub created_by: String,
    /// From when on it does not count; none when it never expires.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was revoked; none while it was not.
    pub revoked_at: Option<DateTime<Utc>>,
    /// When it was shown last, to the minute or so; none when it never was.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// Which tokens there may be before one is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokensBefore {
    /// Any that leave room.
    Any,
    /// None, not even a revoked one: it is the first.
    None,
}

/// Why no token was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessTokenRefusal {
    /// There are too many.
    TooMany {
        /// How many there may be.
        most: u64,
    },
    /// It would not be the first.
    NotFirst,
}

impl Store {
    /// Stores a token by the SHA-256 of its text, in hexadecimal.
    ///
    /// # Errors
    /// Those of the connection.
    pub async fn add_access_token(
        &self,
        token: &AccessToken,
        hash: &str,
        before: TokensBefore,
    ) -> Result<Result<(), AccessTokenRefusal>, StoreError> {
        let writing = self.begin_writing().await?;
        let db = &writing.transaction;
        let counted = async {
            let all = match before {
                TokensBefore::Any => Entity::find().filter(Column::RevokedAt.is_null()),
                TokensBefore::None => Entity::find(),
            };
            all.count(db).await
        };
        let count = counted.await.map_err(|error| self.explain(error, "counting access tokens"))?;
        let refusal = match before {
            TokensBefore::None if count > 0 => Some(AccessTokenRefusal::NotFirst),
            TokensBefore::Any if count >= ACCESS_TOKENS_MAX => {
                Some(AccessTokenRefusal::TooMany { most: ACCESS_TOKENS_MAX })
            }
            _ => None,
        };
        if let Some(refusal) = refusal {
            writing.give_up().await?;
            return Ok(Err(refusal));
        }
        let row = Model {
            key: token.key.clone(),
            name: token.name.clone(),
            role: token.role.clone(),
            hash: hash.to_owned(),
            created_at: token.created_at.trunc_subsecs(6),
            created_by: token.created_by.clone(),
            expires_at: token.expires_at.map(|it| it.trunc_subsecs(6)),
            revoked_at: None,
            last_used_at: None,
        };
        Entity::insert(row.into_active_model())
            .exec_without_returning(db)
            .await
            .map_err(|error| self.explain(error, "storing an access token"))?;
        writing.commit_apart().await?;
        Ok(Ok(()))
    }

    /// The tokens, the newest first, revoked and expired ones too.
    ///
    /// # Errors
    /// Those of the connection.
    pub async fn access_tokens(&self) -> Result<Vec<AccessToken>, StoreError> {
        let query = Entity::find().order_by_desc(Column::CreatedAt).order_by_asc(Column::Key);
        let rows = query.all(self.reader()).await.map_err(ReadError::from);
        let rows = self.or_explain(rows, "reading access tokens").await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// The token of a hash, whatever its state.
    ///
    /// # Errors
    /// Those of the connection.
    pub async fn access_token_of(&self, hash: &str) -> Result<Option<AccessToken>, StoreError> {
        let query = Entity::find().filter(Column::Hash.eq(hash));
        let row = query.one(self.reader()).await.map_err(ReadError::from);
        Ok(self.or_explain(row, "reading an access token").await?.map(Into::into))
    }

    /// Revokes a token and gives it as it is then; one that is revoked stays as it is. None when there is none.
    ///
    /// # Errors
    /// Those of the connection.
    pub async fn revoke_access_token(
        &self,
        key: &str,
        at: DateTime<Utc>,
    ) -> Result<Option<AccessToken>, StoreError> {
        let writing = self.begin_writing().await?;
        let db = &writing.transaction;
        let failed = |error| self.explain(error, "revoking an access token");
        let Some(row) = Entity::find_by_id(key).one(db).await.map_err(failed)? else {
            writing.give_up().await?;
            return Ok(None);
        };
        if row.revoked_at.is_some() {
            writing.give_up().await?;
            return Ok(Some(row.into()));
        }
        let mut changed = row.into_active_model();
        changed.revoked_at = ActiveValue::Set(Some(at.trunc_subsecs(6)));
        let row = changed.update(db).await.map_err(failed)?;
        writing.commit_apart().await?;
        Ok(Some(row.into()))
    }

    /// Notes that a token was shown at a moment, unless it is noted that it was shown then or later.
    ///
    /// # Errors
    /// Those of the connection.
    pub async fn note_use_of_access_token(&self, key: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
        let at = at.trunc_subsecs(6);
        let writing = self.begin_writing().await?;
        let earlier = Condition::any().add(Column::LastUsedAt.is_null()).add(Column::LastUsedAt.lt(at));
        Entity::update_many()
            .col_expr(Column::LastUsedAt, sea_orm::sea_query::Expr::value(at))
            .filter(Column::Key.eq(key))
            .filter(earlier)
            .exec(&writing.transaction)
            .await
            .map_err(|error| self.explain(error, "noting the use of an access token"))?;
        writing.commit_apart().await
    }
}
