//! What a token claims, once its signature counts.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::{LEEWAY, OidcSettings};
use crate::access::Role;

/// The most characters of the name of an account at its provider (OpenID Connect Core 1.0, section 2).
const SUBJECT_MAX: usize = 255;

/// The most names of roles of one token that are looked at.
const NAMES_MAX: usize = 1000;

/// The claims that are looked at. Times are seconds since 1970, fractions allowed (RFC 7519, section 2).
#[derive(Debug, Deserialize)]
pub(super) struct Claims {
    sub: String,
    exp: f64,
    #[serde(default)]
    nbf: Option<f64>,
    #[serde(flatten)]
    others: Map<String, Value>,
}

impl Claims {
    /// Whether the token has begun and not ended at a moment.
    pub(super) fn counts_at(&self, now: DateTime<Utc>) -> bool {
        let leeway = TimeDelta::from_std(LEEWAY).unwrap_or_default();
        let has_begun = match self.nbf {
            None => true,
            Some(nbf) => moment(nbf).is_some_and(|it| it - leeway <= now),
        };
        has_begun && moment(self.exp).is_some_and(|it| now < it + leeway)
    }

    /// When the token ends.
    pub(super) fn expires_at(&self) -> Option<DateTime<Utc>> {
        moment(self.exp)
    }

    /// What names the account here: a digest of issuer and subject, as a subject may be an address of a person, which
    /// has no place in the change log.
    pub(super) fn account(&self, issuer: &str) -> Option<String> {
        if self.sub.is_empty() || self.sub.chars().count() > SUBJECT_MAX {
            return None;
        }
        let digest = Sha256::digest(format!("{issuer}\u{1f}{}", self.sub).as_bytes());
        let text: String = digest.iter().take(16).map(|it| format!("{it:02x}")).collect();
        Some(format!("oidc:{text}"))
    }

    /// The role with the most rights of those that the token names.
    pub(super) fn role(&self, settings: &OidcSettings) -> Option<Role> {
        let names: Vec<&str> = match self.claim(&settings.role_claim)? {
            Value::String(name) => vec![name],
            Value::Array(names) => names.iter().take(NAMES_MAX).filter_map(Value::as_str).collect(),
            _ => return None,
        };
        let known = settings.roles.iter().filter(|(name, _)| names.contains(&name.as_str()));
        known.map(|(_, role)| *role).max()
    }

    /// A claim of a name, or else what its dots lead to.
    fn claim(&self, path: &str) -> Option<&Value> {
        if let Some(found) = self.others.get(path) {
            return Some(found);
        }
        let (first, rest) = path.split_once('.')?;
        rest.split('.').try_fold(self.others.get(first)?, |value, name| value.as_object()?.get(name))
    }
}

/// A moment told in seconds since 1970; none when there is no such moment.
#[allow(clippy::cast_possible_truncation, reason = "the fraction of a second is cut off on purpose")]
fn moment(seconds: f64) -> Option<DateTime<Utc>> {
    // Until the year 9999: leeway can be added.
    let is_told = (0.0..253_402_300_000.0).contains(&seconds);
    if is_told { DateTime::from_timestamp(seconds as i64, 0) } else { None }
}
