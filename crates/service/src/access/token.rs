//! Access tokens: accounts of those who ask over the network.
//!
//! A token is `splot_` and 256 random bits in base64url. It is shown once, when it is made; what is kept is its SHA-256,
//! by which it is looked up. A token of so many random bits cannot be guessed from its hash, so that no slow hash is
//! needed, and a look-up by hash tells by its time nothing of the tokens there are.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use domain::vocabulary::Label;
use sha2::{Digest, Sha256};
use store::{AccessTokenRefusal, AuditAct, StoreError, TokensBefore};

use super::{Actor, Permission, Role};
use crate::privacy::{noted, record};
use crate::random::Random;
use crate::{Clock, Service, ServiceError};

/// What every token begins with, so that people and scanners of secrets know one.
pub const TOKEN_PREFIX: &str = "splot_";

/// The random bytes of a token.
const TOKEN_BYTES: usize = 32;

/// The random bytes of a key.
const KEY_BYTES: usize = 8;

/// The greatest number of characters of a name; it becomes the label in the change log.
pub const TOKEN_NAME_MAX: usize = 80;

/// How long the token of the first start counts, in days.
pub const FIRST_TOKEN_DAYS: i64 = 7;

/// The name of the token of the first start.
const FIRST_TOKEN_NAME: &str = "first start";

/// A token in clear: shown once, and never written to a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The text, to be shown to who made it and to nobody else.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Whether a token counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenState {
    /// It counts.
    Active,
    /// Its time is over.
    Expired,
    /// It was revoked.
    Revoked,
}

/// A token, all but the secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What names it for ever; the account of who shows it.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// The role of who shows it.
    pub role: Role,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// The label of who made it.
    pub created_by: String,
    /// From when on it does not count; none when it never expires.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was revoked; none while it was not.
    pub revoked_at: Option<DateTime<Utc>>,
    /// When it was shown last, to the minute; none when it never was.
    pub last_used_at: Option<DateTime<Utc>>,
}

impl Token {
    /// Whether it counts at a moment.
    #[must_use]
    pub fn state(&self, now: DateTime<Utc>) -> TokenState {
        if self.revoked_at.is_some() {
            TokenState::Revoked
        } else if self.expires_at.is_some_and(|it| it <= now) {
            TokenState::Expired
        } else {
            TokenState::Active
        }
    }
}

impl TryFrom<store::AccessToken> for Token {
    type Error = ServiceError;
    fn try_from(stored: store::AccessToken) -> Result<Self, ServiceError> {
        let corrupt = |source| StoreError::CorruptEntry { table: "access_token", source };
        Ok(Self {
            role: stored.role.parse().map_err(corrupt)?,
            key: stored.key,
            name: stored.name,
            created_at: stored.created_at,
            created_by: stored.created_by,
            expires_at: stored.expires_at,
            revoked_at: stored.revoked_at,
            last_used_at: stored.last_used_at,
        })
    }
}

/// A token that was just made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeToken {
    /// What is kept of it.
    pub token: Token,
    /// What is shown once.
    pub secret: Secret,
}

/// What a token is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenDraft {
    /// What people call it: a function or a program, not a person's name.
    pub name: Label,
    /// The role of who shows it.
    pub role: Role,
    /// From when on it does not count; none when it never expires.
    pub expires_at: Option<DateTime<Utc>>,
}

/// Why no token was made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenFault {
    /// The role is not one of an account, or may more than who grants it.
    #[error("the role {role} cannot be granted; choose one of {}", grantable(*by))]
    Role {
        /// The role asked for.
        role: Role,
        /// The role of who grants.
        by: Role,
    },
    /// It would have expired already.
    #[error("the token would have expired already; name a later moment")]
    Expired,
    /// The name is too long.
    #[error("the name has more than {TOKEN_NAME_MAX} characters; shorten it")]
    NameTooLong,
    /// There are too many.
    #[error("there are {most} tokens, and there may be no more; revoke some first")]
    TooMany {
        /// How many there may be.
        most: u64,
    },
}

/// Whether an account may have a role, and an actor grant it: no more than it may itself.
fn may_grant(by: Role, role: Role) -> bool {
    !matches!(role, Role::Anonymous | Role::Operator) && role.permissions().iter().all(|it| by.may(*it))
}

fn grantable(by: Role) -> String {
    let roles = Role::ALL.iter().filter(|it| may_grant(by, **it)).map(|it| it.as_str());
    roles.collect::<Vec<_>>().join(", ")
}

/// The hash of a text that has the form of a token; none of any other.
pub(super) fn hash_of(text: &str) -> Option<String> {
    let body = text.strip_prefix(TOKEN_PREFIX)?;
    // Nothing but the canonical form: another spelling of the same bits is another text and has another hash.
    let bytes = URL_SAFE_NO_PAD.decode(body).ok()?;
    (bytes.len() == TOKEN_BYTES).then(|| hash(text))
}

fn hash(text: &str) -> String {
    hexadecimal(&Sha256::digest(text.as_bytes()))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|it| format!("{it:02x}")).collect()
}

fn new_secret(random: &dyn Random) -> Result<Secret, ServiceError> {
    let mut bytes = [0; TOKEN_BYTES];
    random.fill(&mut bytes)?;
    Ok(Secret(format!("{TOKEN_PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes))))
}

fn new_key(random: &dyn Random) -> Result<String, ServiceError> {
    let mut bytes = [0; KEY_BYTES];
    random.fill(&mut bytes)?;
    Ok(hexadecimal(&bytes))
}

/// What happened to a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RightsChange {
    /// A token was made.
    TokenCreated,
    /// A token was revoked.
    TokenRevoked,
}

/// The one place in which every change of rights is told of; it never sees a secret.
fn audit_rights_change(actor: &Actor, change: RightsChange, token: &Token) {
    tracing::info!(
        target: "audit",
        ?change,
        token = token.key,
        role = token.role.as_str(),
        by = actor.label(),
        account = actor.account(),
        "the rights were changed"
    );
}

impl Service {
    /// Makes a token and gives it with its secret, which is not kept. Nobody grants more than it may itself.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`], [`ServiceError::Random`], [`ServiceError::Store`].
    pub async fn create_token(
        &self,
        clock: &dyn Clock,
        random: &dyn Random,
        actor: &Actor,
        draft: TokenDraft,
    ) -> Result<Result<MadeToken, TokenFault>, ServiceError> {
        actor.require(Permission::Administer)?;
        let now = clock.now();
        if !may_grant(actor.role(), draft.role) {
            return Ok(Err(TokenFault::Role { role: draft.role, by: actor.role() }));
        }
        if draft.expires_at.is_some_and(|it| it <= now) {
            return Ok(Err(TokenFault::Expired));
        }
        if draft.name.as_str().chars().count() > TOKEN_NAME_MAX {
            return Ok(Err(TokenFault::NameTooLong));
        }
        match self.store_token(now, random, actor, draft, TokensBefore::Any).await? {
            Ok(made) => Ok(Ok(made)),
            Err(AccessTokenRefusal::TooMany { most }) => Ok(Err(TokenFault::TooMany { most })),
            Err(AccessTokenRefusal::NotFirst) => Err(ServiceError::Stopped),
        }
    }

    /// Makes the administrator's token of the first start; none when there ever was a token. It counts for
    /// [`FIRST_TOKEN_DAYS`] days.
    ///
    /// # Errors
    /// [`ServiceError::Random`], [`ServiceError::Store`].
    pub async fn create_first_token(
        &self,
        clock: &dyn Clock,
        random: &dyn Random,
    ) -> Result<Option<MadeToken>, ServiceError> {
        let now = clock.now();
        let draft = TokenDraft {
            name: Label::new(FIRST_TOKEN_NAME)?,
            role: Role::Administrator,
            expires_at: now.checked_add_signed(TimeDelta::days(FIRST_TOKEN_DAYS)),
        };
        let keeper = Actor::new(Role::Operator, FIRST_TOKEN_NAME);
        Ok(self.store_token(now, random, &keeper, draft, TokensBefore::None).await?.ok())
    }

    async fn store_token(
        &self,
        now: DateTime<Utc>,
        random: &dyn Random,
        actor: &Actor,
        draft: TokenDraft,
        before: TokensBefore,
    ) -> Result<Result<MadeToken, AccessTokenRefusal>, ServiceError> {
        let secret = new_secret(random)?;
        let stored = store::AccessToken {
            key: new_key(random)?,
            name: draft.name.to_string(),
            role: draft.role.to_string(),
            created_at: now,
            created_by: actor.label().to_owned(),
            expires_at: draft.expires_at,
            revoked_at: None,
            last_used_at: None,
        };
        if let Err(refusal) = self.store().add_access_token(&stored, &hash(secret.reveal()), before).await? {
            return Ok(Err(refusal));
        }
        let token = Token::try_from(stored)?;
        audit_rights_change(actor, RightsChange::TokenCreated, &token);
        let told = format!("{}, {}", token.key, token.role.as_str());
        noted(self.store(), record(now, actor, AuditAct::TokenCreated, Vec::new(), Some(&told))).await?;
        Ok(Ok(MadeToken { token, secret }))
    }

    /// The tokens, the newest first, revoked and expired ones too.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`], [`ServiceError::Store`].
    pub async fn tokens(&self, actor: &Actor) -> Result<Vec<Token>, ServiceError> {
        actor.require(Permission::Administer)?;
        self.store().access_tokens().await?.into_iter().map(Token::try_from).collect()
    }

    /// Revokes a token, from now on and for ever, and gives it as it is then.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`], [`ServiceError::NotFound`], [`ServiceError::Store`].
    pub async fn revoke_token(
        &self,
        clock: &dyn Clock,
        actor: &Actor,
        key: &str,
    ) -> Result<Token, ServiceError> {
        actor.require(Permission::Administer)?;
        let shown = || key.chars().take(40).collect();
        let revoked = self.store().revoke_access_token(key, clock.now()).await?;
        let token = Token::try_from(
            revoked.ok_or_else(|| ServiceError::NotFound { what: "access token", key: shown() })?,
        )?;
        audit_rights_change(actor, RightsChange::TokenRevoked, &token);
        let told = format!("{}, {}", token.key, token.role.as_str());
        self.note(clock, actor, AuditAct::TokenRevoked, Vec::new(), Some(&told)).await?;
        Ok(token)
    }

    /// The token of a hash, whatever its state.
    pub(super) async fn token_of(&self, hash: &str) -> Result<Option<Token>, ServiceError> {
        self.store().access_token_of(hash).await?.map(Token::try_from).transpose()
    }
}
