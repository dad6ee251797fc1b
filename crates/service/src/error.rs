//! What may go wrong in a use case, and whose it is to mend.

use std::time::Duration;

use ::exchange::{ExchangeError, RowIssue};
use domain::DomainError;
use graph::refusal::Refusal;
use store::{Revision, RevisionRange, StoreError};

use crate::access::{Permission, Role};
use crate::import::StagingError;

/// Whose an error is to mend; the edge turns it into a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The caller's: an argument is wrong.
    Invalid,
    /// The caller's: what was shown is not known, or nothing was shown.
    Unauthenticated,
    /// The caller's: the actor has no right to it.
    Forbidden,
    /// What was asked for is not in the record.
    NotFound,
    /// The caller's: there is no such revision of the record.
    RevisionNotFound,
    /// The record has not come to the revision yet; trying again later may help.
    RevisionNotReached,
    /// Too much is asked at once; trying again later may help.
    Overloaded,
    /// It took longer than it may.
    Timeout,
    /// The keeper's of the database, which cannot be reached now; trying again later may help.
    Unavailable,
    /// Ours.
    Internal,
}

/// An error of a use case.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServiceError {
    /// What was shown is not known or counts no more, or nothing was shown where something must be.
    #[error("sign in: send a token that counts, as `Authorization: Bearer TOKEN`")]
    Unauthenticated,
    /// An account of the identity provider has none of the roles that the service knows.
    #[error("the account has no role here; ask whoever keeps the accounts for one")]
    NoRole,
    /// The identity provider cannot be asked for its keys, so that tokens cannot be looked at.
    #[error("the identity provider cannot be asked now; try again later")]
    IdentityProvider {
        /// Why, for the log.
        reason: String,
    },
    /// The operating system gives no random bytes.
    #[error("the system gives no random bytes")]
    Random,
    /// The actor may not do this.
    #[error(
        "{role} may not {}: that needs the permission {permission}, which {} has; sign in as somebody who may",
        permission.act(),
        Role::least_with(*permission)
    )]
    Forbidden {
        /// The actor's role.
        role: Role,
        /// The permission that it lacks.
        permission: Permission,
    },
    /// Nothing in the record is what was asked for.
    #[error("there is no {what} `{key}` in the record")]
    NotFound {
        /// The kind.
        what: &'static str,
        /// The key asked for.
        key: String,
    },
    /// A scenario was discarded, so that it supposes nothing any more.
    #[error("the scenario `{key}` was discarded; name a draft, or propose it anew")]
    ScenarioGone {
        /// The key.
        key: String,
    },
    /// A scenario cannot be laid over its base any more.
    #[error("the scenario `{key}` does not fit its base revision: {told}; amend it")]
    ScenarioUnfit {
        /// The key.
        key: String,
        /// The first conflict.
        told: String,
    },
    /// There is no such revision.
    #[error("{message}")]
    RevisionNotFound {
        /// What there is instead.
        message: String,
        /// The revisions that there are.
        range: RevisionRange,
    },
    /// A revision did not come in the time that it was waited for.
    #[error(
        "the record is at revision {latest}, and {least} has not come within {} ms; try again, or ask without it",
        waited.as_millis()
    )]
    RevisionNotReached {
        /// The revision waited for.
        least: Revision,
        /// The last there is.
        latest: Revision,
        /// How long it was waited for.
        waited: Duration,
    },
    /// More wait, for analyses or for earlier revisions, than the service lets wait.
    #[error("too many are waiting; try again in a moment")]
    Overloaded,
    /// The audit trail cannot be written, so what would have to be noted is not done.
    #[error("the audit trail cannot be written, so personal values are not shown; try again later")]
    AuditUnavailable,
    /// An analysis took longer than it may.
    #[error(
        "the analysis took longer than {seconds} s; ask for a smaller window or scope, or start it as a job"
    )]
    Timeout {
        /// The limit.
        seconds: u64,
    },
    /// Import files cannot be read.
    #[error("the import has {count} problem(s); nothing was changed")]
    Import {
        /// The problems, the first of them.
        issues: Vec<RowIssue>,
        /// How many there are in all.
        count: usize,
    },
    /// A folder or file cannot be read or written.
    #[error("cannot {act} {path}: {reason}")]
    Files {
        /// What was tried.
        act: &'static str,
        /// Where.
        path: String,
        /// The system's reason.
        reason: String,
    },
    /// The record does not make a network.
    #[error(transparent)]
    Network(#[from] graph::NetworkError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The record cannot be written as files.
    #[error(transparent)]
    Exchange(#[from] ExchangeError),
    /// A value given breaks a rule of the domain.
    #[error(transparent)]
    Rule(#[from] DomainError),
    /// An analysis refuses what it was asked.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// An uploaded file cannot be kept or read.
    #[error(transparent)]
    Staging(#[from] StagingError),
    /// A task was stopped.
    #[error("a computation stopped before its end")]
    Stopped,
}

impl ServiceError {
    /// Whose it is to mend.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Unauthenticated => ErrorKind::Unauthenticated,
            Self::Forbidden { .. } | Self::NoRole => ErrorKind::Forbidden,
            Self::IdentityProvider { .. } => ErrorKind::Unavailable,
            Self::NotFound { .. } | Self::ScenarioGone { .. } => ErrorKind::NotFound,
            Self::RevisionNotFound { .. } => ErrorKind::RevisionNotFound,
            Self::RevisionNotReached { .. } => ErrorKind::RevisionNotReached,
            Self::Overloaded => ErrorKind::Overloaded,
            Self::AuditUnavailable => ErrorKind::Unavailable,
            Self::Timeout { .. } => ErrorKind::Timeout,
            Self::Import { .. } | Self::Files { .. } | Self::ScenarioUnfit { .. } | Self::Rule(_) => {
                ErrorKind::Invalid
            }
            Self::Refused(Refusal::Parameter { .. } | Refusal::NotDefined(_) | Refusal::TooLarge { .. }) => {
                ErrorKind::Invalid
            }
            Self::Store(
                StoreError::Unreachable { .. }
                | StoreError::Missing { .. }
                | StoreError::Refused { .. }
                | StoreError::Locked { .. },
            ) => ErrorKind::Unavailable,
            Self::Random
            | Self::Network(_)
            | Self::Store(_)
            | Self::Exchange(_)
            | Self::Refused(_)
            | Self::Staging(_)
            | Self::Stopped => ErrorKind::Internal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_that_is_away_is_told_from_a_fault_of_ours() {
        let away = StoreError::Unreachable { at: "db".to_owned(), reason: "refused".to_owned() };
        assert_eq!(ServiceError::from(away).kind(), ErrorKind::Unavailable);
        assert_eq!(ServiceError::from(StoreError::OldSchema).kind(), ErrorKind::Internal);
        assert_eq!(ServiceError::Stopped.kind(), ErrorKind::Internal);
    }
}
