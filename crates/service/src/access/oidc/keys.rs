//! The keys that a provider publishes (JSON Web Key, RFC 7517), kept for a while.
//!
//! They are got anew when they are older than [`FRESH`], and when a token names a key that is not among them, but never
//! more often than every [`PAUSE`]: whoever sends tokens with made-up names of keys does not make the service ask. Keys
//! that could not be got anew for [`KEPT`] count no more.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use tokio::sync::Mutex;

use super::{Fetch, is_safe_address};
use crate::ServiceError;

/// How old keys may be before they are got anew.
const FRESH: TimeDelta = TimeDelta::minutes(10);

/// How old keys may be and still count, when the provider cannot be asked.
const KEPT: TimeDelta = TimeDelta::hours(1);

/// The least time between two times that the provider is asked.
const PAUSE: TimeDelta = TimeDelta::seconds(30);

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// The largest answer, in bytes.
const BYTES_MAX: usize = 256 * 1024;

/// The most keys of one provider.
const KEYS_MAX: usize = 100;

/// The most characters of the name of a key.
const NAME_MAX: usize = 200;

/// A set of keys.
#[derive(Deserialize)]
struct KeySet {
    keys: Vec<serde_json::Value>,
}

/// The parts of a discovery document that are looked at (OpenID Connect Discovery 1.0, section 3).
#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    jwks_uri: String,
}

/// The keys of a provider.
pub(super) struct Keys {
    fetch: Arc<dyn Fetch>,
    issuer: String,
    keys_url: Option<String>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// By their names; a key without one has the empty name.
    known: BTreeMap<String, (Algorithm, DecodingKey)>,
    got_at: Option<DateTime<Utc>>,
    asked_at: Option<DateTime<Utc>>,
    /// Why the last asking failed; none when it did not.
    failure: Option<String>,
}

impl State {
    fn key(&self, name: Option<&str>, algorithm: Algorithm) -> Option<DecodingKey> {
        let found = match name {
            Some(name) => self.known.get(name),
            // A token may leave the name out where there is only one key to mean.
            None if self.known.len() == 1 => self.known.values().next(),
            None => None,
        };
        found.filter(|it| it.0 == algorithm).map(|it| it.1.clone())
    }

    fn age(&self, now: DateTime<Utc>) -> Option<TimeDelta> {
        self.got_at.map(|it| now.signed_duration_since(it))
    }
}

impl Keys {
    pub(super) fn new(fetch: Arc<dyn Fetch>, issuer: String, keys_url: Option<String>) -> Self {
        Self { fetch, issuer, keys_url, state: Mutex::default() }
    }

    /// The key of a name, for an algorithm.
    ///
    /// # Errors
    /// [`ServiceError::Unauthenticated`] when the provider has no such key; [`ServiceError::IdentityProvider`] when it
    /// cannot be asked whether it has.
    pub(super) async fn find(
        &self,
        now: DateTime<Utc>,
        name: Option<&str>,
        algorithm: Algorithm,
    ) -> Result<DecodingKey, ServiceError> {
        if name.is_some_and(|it| it.is_empty() || it.len() > NAME_MAX) {
            return Err(ServiceError::Unauthenticated);
        }
        // One asks; the others wait for what it gets.
        let mut state = self.state.lock().await;
        let is_fresh = state.age(now).is_some_and(|it| it < FRESH);
        let may_ask = state.asked_at.is_none_or(|it| now.signed_duration_since(it) >= PAUSE);
        if (!is_fresh || state.key(name, algorithm).is_none()) && may_ask {
            self.ask(now, &mut state).await;
        }
        let unavailable = |state: &State| {
            let reason = state.failure.clone().unwrap_or_else(|| "its keys are too old".to_owned());
            ServiceError::IdentityProvider { reason }
        };
        if state.age(now).is_none_or(|it| it >= KEPT) {
            return Err(unavailable(&state));
        }
        match state.key(name, algorithm) {
            Some(key) => Ok(key),
            None if state.failure.is_some() => Err(unavailable(&state)),
            None => Err(ServiceError::Unauthenticated),
        }
    }

    async fn ask(&self, now: DateTime<Utc>, state: &mut State) {
        state.asked_at = Some(now);
        match self.get().await {
            Ok(known) => {
                state.known = known;
                state.got_at = Some(now);
                state.failure = None;
            }
            Err(reason) => {
                tracing::warn!(reason, "the keys of the identity provider could not be got");
                state.failure = Some(reason);
            }
        }
    }

    async fn get(&self) -> Result<BTreeMap<String, (Algorithm, DecodingKey)>, String> {
        let url = match &self.keys_url {
            Some(url) => url.clone(),
            None => self.discover().await?,
        };
        let body = self.body(&url).await?;
        let set: KeySet =
            serde_json::from_slice(&body).map_err(|_unreadable| "its answer is no set of keys".to_owned())?;
        if set.keys.len() > KEYS_MAX {
            return Err(format!("it has {} keys; at most {KEYS_MAX} are read", set.keys.len()));
        }
        Ok(set.keys.into_iter().filter_map(read_key).collect())
    }

    /// Where the keys are, by the discovery document.
    async fn discover(&self) -> Result<String, String> {
        let url = format!("{}/.well-known/openid-configuration", self.issuer.trim_end_matches('/'));
        let body = self.body(&url).await?;
        let found: Discovery = serde_json::from_slice(&body)
            .map_err(|_unreadable| "its answer is no discovery document".to_owned())?;
        if found.issuer != self.issuer {
            return Err("its discovery document is of another issuer".to_owned());
        }
        if !is_safe_address(&found.jwks_uri) {
            return Err("its keys are not at an https address".to_owned());
        }
        Ok(found.jwks_uri)
    }

    async fn body(&self, url: &str) -> Result<Vec<u8>, String> {
        let got = tokio::time::timeout(PATIENCE, self.fetch.get(url, BYTES_MAX)).await;
        let body = got.map_err(|_elapsed| "it does not answer in time".to_owned())??;
        if body.len() > BYTES_MAX { Err("its answer is too large".to_owned()) } else { Ok(body) }
    }
}

/// A key with its name and the one algorithm it is for; none for a key that is not for signatures that count.
fn read_key(value: serde_json::Value) -> Option<(String, (Algorithm, DecodingKey))> {
    let key: Jwk = serde_json::from_value(value).ok()?;
    let (algorithm, named) = match &key.algorithm {
        AlgorithmParameters::RSA(_) => (Algorithm::RS256, KeyAlgorithm::RS256),
        AlgorithmParameters::EllipticCurve(it) if it.curve == EllipticCurve::P256 => {
            (Algorithm::ES256, KeyAlgorithm::ES256)
        }
        AlgorithmParameters::OctetKeyPair(it) if it.curve == EllipticCurve::Ed25519 => {
            (Algorithm::EdDSA, KeyAlgorithm::EdDSA)
        }
        _ => return None,
    };
    let is_for_signatures =
        key.common.public_key_use.as_ref().is_none_or(|it| *it == PublicKeyUse::Signature);
    let is_for_algorithm = key.common.key_algorithm.is_none_or(|it| it == named);
    if !is_for_signatures || !is_for_algorithm {
        return None;
    }
    let name = key.common.key_id.clone().unwrap_or_default();
    Some((name, (algorithm, DecodingKey::from_jwk(&key).ok()?)))
}
