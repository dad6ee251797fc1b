//! Who asks, by what was shown: nothing, an access token, or a bearer token of an identity provider.
//!
//! It never fails open: what was shown and is not known is refused, and so is what cannot be looked at. Only who shows
//! nothing at all may be somebody who has not signed in.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use super::Actor;
use super::oidc::Oidc;
use super::token::{TOKEN_PREFIX, Token, TokenState, hash_of};
use crate::{Clock, Service, ServiceError};

/// The most bytes of a bearer token that are looked at.
pub const BEARER_MAX: usize = 8 * 1024;

/// The use of a token is noted at most so often, in seconds.
const NOTED_EVERY: i64 = 60;

/// Finds out who asks.
pub struct Authenticator {
    service: Arc<Service>,
    clock: Arc<dyn Clock>,
    anonymous: Option<Actor>,
    oidc: Option<Arc<Oidc>>,
    /// When the use of each token was noted last by this program: as many as there are tokens.
    noted: Mutex<BTreeMap<String, DateTime<Utc>>>,
}

impl Authenticator {
    /// Over a service's tokens. Whoever shows nothing is `anonymous`; none refuses them.
    #[must_use]
    pub fn new(service: Arc<Service>, clock: Arc<dyn Clock>, anonymous: Option<Actor>) -> Self {
        Self { service, clock, anonymous, oidc: None, noted: Mutex::default() }
    }

    /// The same, which also takes the bearer tokens of an identity provider.
    #[must_use]
    pub fn with_oidc(self, oidc: Arc<Oidc>) -> Self {
        Self { oidc: Some(oidc), ..self }
    }

    /// Who shows nothing; none when they are refused.
    #[must_use]
    pub fn anonymous(&self) -> Option<&Actor> {
        self.anonymous.as_ref()
    }

    /// Who shows a bearer token, or nothing.
    ///
    /// # Errors
    /// [`ServiceError::Unauthenticated`] for a token that is unknown, expired or revoked, without telling which, and
    /// for none where one is needed; [`ServiceError::Forbidden`] for an account without a role;
    /// [`ServiceError::Store`], [`ServiceError::IdentityProvider`] when a token cannot be looked at.
    pub async fn actor(&self, bearer: Option<&str>) -> Result<Actor, ServiceError> {
        let Some(bearer) = bearer else {
            return self.anonymous.clone().ok_or(ServiceError::Unauthenticated);
        };
        if bearer.len() > BEARER_MAX {
            return Err(ServiceError::Unauthenticated);
        }
        if bearer.starts_with(TOKEN_PREFIX) {
            return self.of_token(bearer).await;
        }
        match &self.oidc {
            Some(oidc) => oidc.actor(self.clock.now(), bearer).await,
            None => Err(ServiceError::Unauthenticated),
        }
    }

    async fn of_token(&self, bearer: &str) -> Result<Actor, ServiceError> {
        let hash = hash_of(bearer).ok_or(ServiceError::Unauthenticated)?;
        let now = self.clock.now();
        let found = self.service.token_of(&hash).await?;
        let token = found.filter(|it| it.state(now) == TokenState::Active);
        let token = token.ok_or(ServiceError::Unauthenticated)?;
        self.note_use(&token, now);
        Ok(Actor::signed_in(token.role, &token.key, &token.name).until(token.expires_at))
    }

    /// Notes the use of a token apart from the request, at most once a minute.
    fn note_use(&self, token: &Token, now: DateTime<Utc>) {
        let is_recent = |at: DateTime<Utc>| now.signed_duration_since(at) < TimeDelta::seconds(NOTED_EVERY);
        if token.last_used_at.is_some_and(is_recent) {
            return;
        }
        {
            // Nothing that is done under the lock can leave it half done.
            let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
            if noted.get(&token.key).copied().is_some_and(is_recent) {
                return;
            }
            noted.insert(token.key.clone(), now);
        }
        let (service, key) = (Arc::clone(&self.service), token.key.clone());
        tokio::spawn(async move {
            if let Err(error) = service.store().note_use_of_access_token(&key, now).await {
                tracing::warn!(%error, "the use of an access token could not be noted");
            }
        });
    }
}
