//! Scenarios: drafts of changes, what would be if they came true, and applying them.
//!
//! A draft may be looked at and changed by everybody who plans; only who may write applies it. A scenario is seen over
//! its own base revision, whatever the record has become since: so its answers stay what they were. How far the record
//! has moved on, and what of the draft no longer fits it, is told beside; an amendment moves it to another base.

mod draft;
mod supposed;

use domain::DomainError;
use domain::id::Id;
use domain::scenario::{Change, Conflict, Scenario, ScenarioState};
use domain::vocabulary::Label;
use sha2::{Digest as _, Sha256};
use store::{RequestKey, Revision, ScenarioRefusal, StoredScenario, Trial};

pub use draft::Decided;
pub(crate) use supposed::Supposed;

use crate::{Actor, Permission, Service, ServiceError};

/// The most characters of an idempotency key.
pub const REQUEST_KEY_MAX: usize = 200;

/// A draft as a caller gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The name.
    pub name: Label,
    /// A remark.
    pub note: Option<Label>,
    /// The revision that the changes are made to; none for the live one when it is new, and for the one so far when it
    /// is amended.
    pub base: Option<Revision>,
    /// The changes.
    pub changes: Vec<Change>,
}

/// How a request is to be taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The caller's own key of the request: the same again, for the same, does nothing.
    pub idempotency_key: Option<String>,
    /// Whether only what would happen is asked.
    pub is_dry_run: bool,
}

/// Why a scenario stays as it was, or was not made. Each is the caller's to mend.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScenarioFault {
    /// A bound or a rule is broken.
    #[error(transparent)]
    Rule(#[from] DomainError),
    /// The idempotency key is too long.
    #[error("an idempotency key has at most {REQUEST_KEY_MAX} characters")]
    RequestKeyTooLong,
    /// There is no such base revision.
    #[error("{message}")]
    NoBase {
        /// What there is instead.
        message: String,
    },
    /// Changes cannot be made to the record.
    #[error("{} of the changes cannot be made", .0.len())]
    Conflicts(Vec<Conflict>),
    /// The store refuses.
    #[error(transparent)]
    Refused(#[from] ScenarioRefusal),
}

/// What a use case comes to: its result, or what the caller has to mend.
pub type Outcome<T> = Result<Result<T, ScenarioFault>, ServiceError>;

impl Service {
    /// The scenario of a key, whatever its state.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`], [`ServiceError::NotFound`], [`ServiceError::Store`].
    pub async fn scenario(&self, actor: &Actor, key: &Id<Scenario>) -> Result<StoredScenario, ServiceError> {
        actor.require(Permission::Plan)?;
        let found = self.store().scenario(key).await?;
        found.ok_or_else(|| ServiceError::NotFound { what: "scenario", key: key.to_string() })
    }

    /// The scenarios of some states, the newest first; of all when none is named.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`], [`ServiceError::Store`].
    pub async fn scenarios(
        &self,
        actor: &Actor,
        states: &[ScenarioState],
    ) -> Result<Vec<StoredScenario>, ServiceError> {
        actor.require(Permission::Plan)?;
        Ok(self.store().scenarios(states).await?)
    }

    /// What of a draft does not fit the live record any more; empty when all of it does, and when it is no draft.
    #[must_use]
    pub fn conflicts_with_live(&self, scenario: &Scenario) -> Vec<Conflict> {
        if scenario.state != ScenarioState::Draft {
            return Vec::new();
        }
        domain::scenario::conflicts(self.snapshot().network.record(), scenario)
    }
}

fn trial(asked: &Asked) -> Trial {
    if asked.is_dry_run { Trial::Tried } else { Trial::Done }
}

/// The key of a request with what it asks; none when the caller gave none, or only tries.
fn request_key(
    actor: &Actor,
    asked: &Asked,
    what: &str,
    content: &impl serde::Serialize,
) -> Result<Option<RequestKey>, ScenarioFault> {
    let Some(key) = asked.idempotency_key.as_deref().filter(|it| !it.is_empty() && !asked.is_dry_run) else {
        return Ok(None);
    };
    if key.chars().count() > REQUEST_KEY_MAX {
        return Err(ScenarioFault::RequestKeyTooLong);
    }
    // Plain values always have a text.
    let content = serde_json::to_string(content).unwrap_or_default();
    Ok(Some(digests(actor, key, what, &content)))
}

/// The digests of a caller's key and of what is asked.
pub(crate) fn digests(actor: &Actor, key: &str, what: &str, content: &str) -> RequestKey {
    let digest = |text: &str| Sha256::digest(text).iter().map(|it| format!("{it:02x}")).collect::<String>();
    RequestKey {
        key: digest(&format!("{}\u{1f}{key}", actor.identity())),
        digest: digest(&format!("{what}\u{1f}{content}")),
    }
}
