//! Bearer tokens of an identity provider: OpenID Connect Core 1.0, JSON Web Token (RFC 7519), its best practices
//! (RFC 8725).
//!
//! A token counts when it is signed by a key that the provider publishes now, with an algorithm of [`ALGORITHMS`] that
//! is the key's own; was made by the configured issuer for the configured audience; and has begun and not ended. Its
//! roles are those of one claim, through a table. What cannot be looked at is refused.

mod claims;
mod crypto;
mod keys;

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, Validation};
use serde::Deserialize;

use super::{Actor, Role};
use crate::ServiceError;
use claims::Claims;
use keys::Keys;

/// The algorithms of signatures that count. None with a shared secret, and never `none`.
pub const ALGORITHMS: [Algorithm; 3] = [Algorithm::RS256, Algorithm::ES256, Algorithm::EdDSA];

/// How far the clocks of provider and service may be apart.
pub const LEEWAY: Duration = Duration::from_secs(60);

/// The most pairs in the table of roles.
const ROLES_MAX: usize = 100;

/// Gets what is at an address, over a network. Redirects are not followed.
#[async_trait]
pub trait Fetch: Send + Sync {
    /// The body of a good answer of at most `most` bytes.
    ///
    /// # Errors
    /// Why there is none, for the log.
    async fn get(&self, url: &str, most: usize) -> Result<Vec<u8>, String>;
}

/// What has to be known of an identity provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OidcSettings {
    /// The issuer, as in the claim `iss` of its tokens.
    pub issuer: String,
    /// The audience that tokens have to be for, as in their claim `aud`: the name of this service at the provider.
    pub audience: String,
    /// Where the provider publishes its keys; when none is given, its discovery document below the issuer tells.
    pub keys_url: Option<String>,
    /// The claim that names roles, such as `roles`; dots lead into objects, as in `realm_access.roles`.
    pub role_claim: String,
    /// Which name of a role stands for which role here. Of several the one with the most rights counts.
    pub roles: Vec<(String, Role)>,
}

/// Why settings cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OidcFault {
    /// An address is not one that keys may be fetched from.
    #[error("{what} must be an https address; http is for loopback addresses only")]
    Address {
        /// Which.
        what: &'static str,
    },
    /// Something is empty.
    #[error("{what} must not be empty")]
    Empty {
        /// Which.
        what: &'static str,
    },
    /// No name stands for a role, or too many do.
    #[error("between 1 and {ROLES_MAX} names of roles are needed, such as splot-editors=EDITOR")]
    Roles,
    /// An account cannot have the role.
    #[error("the role {0} is not one of an account")]
    Role(Role),
    /// Another implementation of signatures was installed in this program.
    #[error("the program checks signatures with another library already")]
    Crypto,
}

/// An identity provider whose tokens count.
pub struct Oidc {
    settings: OidcSettings,
    keys: Keys,
}

/// The part of a token's header that is looked at.
#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    typ: Option<String>,
    crit: Option<serde_json::Value>,
}

impl Oidc {
    /// A provider whose keys are got through `fetch`, when they are first needed.
    ///
    /// # Errors
    /// [`OidcFault`].
    pub fn new(settings: OidcSettings, fetch: Arc<dyn Fetch>) -> Result<Self, OidcFault> {
        for (what, text) in
            [("the audience", &settings.audience), ("the claim of roles", &settings.role_claim)]
        {
            if text.is_empty() {
                return Err(OidcFault::Empty { what });
            }
        }
        let addresses =
            [("the issuer", Some(&settings.issuer)), ("the address of keys", settings.keys_url.as_ref())];
        for (what, url) in addresses {
            if url.is_some_and(|it| !is_safe_address(it)) {
                return Err(OidcFault::Address { what });
            }
        }
        if settings.roles.is_empty() || settings.roles.len() > ROLES_MAX {
            return Err(OidcFault::Roles);
        }
        if let Some((_, role)) =
            settings.roles.iter().find(|it| matches!(it.1, Role::Anonymous | Role::Operator))
        {
            return Err(OidcFault::Role(*role));
        }
        if !crypto::install() {
            return Err(OidcFault::Crypto);
        }
        let keys = Keys::new(fetch, settings.issuer.clone(), settings.keys_url.clone());
        Ok(Self { settings, keys })
    }

    /// Who shows a token.
    ///
    /// # Errors
    /// [`ServiceError::Unauthenticated`] when it does not count, [`ServiceError::NoRole`] when it names no known role,
    /// [`ServiceError::IdentityProvider`] when the keys cannot be got.
    pub async fn actor(&self, now: DateTime<Utc>, token: &str) -> Result<Actor, ServiceError> {
        let header = header(token).ok_or(ServiceError::Unauthenticated)?;
        let algorithm = ALGORITHMS.into_iter().find(|it| format!("{it:?}") == header.alg);
        let algorithm = algorithm.ok_or(ServiceError::Unauthenticated)?;
        let key = self.keys.find(now, header.kid.as_deref(), algorithm).await?;
        let mut validation = Validation::new(algorithm);
        validation.set_audience(&[&self.settings.audience]);
        validation.set_issuer(&[&self.settings.issuer]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        // Times are compared with the service's clock, below.
        validation.validate_exp = false;
        let decoded = jsonwebtoken::decode::<Claims>(token, &key, &validation);
        let claims = decoded.map_err(|_does_not_count| ServiceError::Unauthenticated)?.claims;
        if !claims.counts_at(now) {
            return Err(ServiceError::Unauthenticated);
        }
        let account = claims.account(&self.settings.issuer).ok_or(ServiceError::Unauthenticated)?;
        let role = claims.role(&self.settings).ok_or(ServiceError::NoRole)?;
        Ok(Actor::signed_in(role, &account, &account).until(claims.expires_at()))
    }
}

/// The header of a token, when it has one that counts: of a signed token, with nothing that must be understood besides.
fn header(token: &str) -> Option<Header> {
    let mut parts = token.split('.');
    let (first, _, _, None) = (parts.next()?, parts.next()?, parts.next()?, parts.next()) else {
        return None;
    };
    let bytes = URL_SAFE_NO_PAD.decode(first).ok()?;
    let header: Header = serde_json::from_slice(&bytes).ok()?;
    let typ = header.typ.as_deref().unwrap_or("JWT");
    let is_token = typ.eq_ignore_ascii_case("JWT") || typ.eq_ignore_ascii_case("at+jwt");
    (is_token && header.crit.is_none()).then_some(header)
}

/// Whether keys may be fetched from an address: nobody on the way can change them.
fn is_safe_address(url: &str) -> bool {
    let rest = |scheme: &str| url.strip_prefix(scheme).filter(|it| !it.is_empty() && !it.starts_with('/'));
    if url.chars().any(|it| it.is_whitespace() || it.is_control()) {
        return false;
    }
    if rest("https://").is_some() {
        return true;
    }
    rest("http://").is_some_and(|it| {
        let authority = it.split(['/', '?', '#']).next().unwrap_or_default();
        let host = authority.rsplit_once(':').filter(|it| !it.1.ends_with(']')).map_or(authority, |it| it.0);
        let host = host.trim_start_matches('[').trim_end_matches(']');
        host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|it| it.is_loopback())
    })
}
