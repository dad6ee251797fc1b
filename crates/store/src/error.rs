//! What may go wrong with the store, said so that its reader knows what to do. No text holds a statement or a
//! password; the database's own words are the source of [`StoreError::Failed`], for the log only.

use std::fmt;

use chrono::{DateTime, SecondsFormat, Utc};
use domain::DomainError;
use domain::check::Problem;
use domain::record::{RecordKind, RecordRef};
use sea_orm::sqlx;
use sea_orm::{DbErr, RuntimeErr};

use crate::{Revision, RevisionRange};

/// How many problems a message tells of; all of them are in the value.
const PROBLEMS_TOLD: usize = 20;

/// Why the store could not do what it was asked for. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The address is not one of a database that the store knows.
    #[error("the database address is wrong: {reason}; write sqlite:FILE or postgres://USER@HOST/DATABASE")]
    InvalidAddress {
        /// What is wrong with it.
        reason: String,
    },
    /// The database is not where the address says.
    #[error("there is no database at {at}: {hint}")]
    Missing {
        /// The file, or host, port and name.
        at: String,
        /// What to do about it.
        hint: &'static str,
    },
    /// The server does not answer, or the file cannot be opened.
    #[error("the database at {at} cannot be reached: {reason}")]
    Unreachable {
        /// The file, or host, port and name.
        at: String,
        /// The system's reason.
        reason: String,
    },
    /// The server refuses this user or password.
    #[error("the database at {at} refuses the user or the password")]
    Refused {
        /// Host, port and name.
        at: String,
    },
    /// The server lets this user in, but not do what must be done.
    #[error(
        "the user may not do this in the database at {at}: it must be able to make and change tables; nothing was changed"
    )]
    Forbidden {
        /// Host, port and name.
        at: String,
    },
    /// The file is something else than a database, or a damaged one.
    #[error("{at} is not a database or is damaged; name another file, or restore a backup")]
    Corrupt {
        /// The file, or host, port and name.
        at: String,
    },
    /// Somebody else held the database for too long.
    #[error("the database at {at} is locked by another program; stop it, or try again later")]
    Locked {
        /// The file, or host, port and name.
        at: String,
    },
    /// There is no room left for the database.
    #[error("there is no room left for the database at {at}; nothing was changed")]
    Full {
        /// The file, or host, port and name.
        at: String,
    },
    /// The database may only be read.
    #[error("the database at {at} may only be read; nothing was changed")]
    ReadOnly {
        /// The file, or host, port and name.
        at: String,
    },
    /// The database has not been migrated yet.
    #[error("the database has not been prepared for this version of the program; migrate it first")]
    OldSchema,
    /// A later version of the program has migrated the database.
    #[error("the database was prepared by a newer version of this program; use that version")]
    NewerSchema,
    /// A row holds a value that the domain does not know.
    #[error("the stored {kind} `{key}` cannot be read: {source}")]
    CorruptRow {
        /// The kind of record.
        kind: RecordKind,
        /// Its key, as it stands in the row.
        key: String,
        /// What is wrong with it.
        source: DomainError,
    },
    /// A row of a table of personal values, or of the log, holds a value that the domain does not know.
    #[error("a row of the table `{table}` cannot be read: {source}")]
    CorruptEntry {
        /// The table.
        table: &'static str,
        /// What is wrong with it.
        source: DomainError,
    },
    /// A record that was named is not stored.
    #[error("there is no {kind} `{key}` in the record", kind = at.kind, key = at.key)]
    NotFound {
        /// The record.
        at: RecordRef,
    },
    /// A revision that was named is not there.
    #[error(
        "there is no revision {asked}: the record has the revisions {} to {}", range.earliest, range.latest
    )]
    NoSuchRevision {
        /// The revision.
        asked: Revision,
        /// Those that there are.
        range: RevisionRange,
    },
    /// Nothing was recorded yet in a moment that was named.
    #[error("nothing was recorded yet at {}{}", rfc3339(at), first_recorded(*earliest))]
    NothingRecorded {
        /// The moment.
        at: DateTime<Utc>,
        /// When the first revision was recorded; none while there is none.
        earliest: Option<DateTime<Utc>>,
    },
    /// What was to be written does not make a whole record.
    #[error("the record would not be whole, so nothing was changed:{}", told(problems))]
    Invalid {
        /// Everything that is wrong, in the order of kinds and keys.
        problems: Vec<Problem>,
    },
    /// Another writer changed the same at the same time.
    #[error("another change came in between; nothing was changed, try again")]
    Conflict,
    /// The database failed in a way that nobody foresaw.
    #[error("the database failed while {doing}")]
    Failed {
        /// What was being done.
        doing: &'static str,
        /// What the database said, for the log.
        source: Cause,
    },
}

fn rfc3339(moment: &DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

fn first_recorded(earliest: Option<DateTime<Utc>>) -> String {
    earliest.map_or_else(String::new, |it| format!("; the first revision is of {}", rfc3339(&it)))
}

fn told(problems: &[Problem]) -> String {
    let mut text = String::new();
    for problem in problems.iter().take(PROBLEMS_TOLD) {
        text.push_str(&format!("\n  {}: {}", problem.at, problem.what));
    }
    if let Some(more) = problems.len().checked_sub(PROBLEMS_TOLD).filter(|it| *it > 0) {
        text.push_str(&format!("\n  … and {more} more"));
    }
    text
}

/// What the database said. For logs, never for users.
pub struct Cause(Box<dyn std::error::Error + Send + Sync>);

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}
impl std::error::Error for Cause {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}

impl From<DbErr> for Cause {
    fn from(error: DbErr) -> Self {
        Self(Box::new(error))
    }
}
impl From<serde_json::Error> for Cause {
    fn from(error: serde_json::Error) -> Self {
        Self(Box::new(error))
    }
}
impl From<tokio::task::JoinError> for Cause {
    fn from(error: tokio::task::JoinError) -> Self {
        Self(Box::new(error))
    }
}
impl From<sqlx::Error> for Cause {
    fn from(error: sqlx::Error) -> Self {
        Self(Box::new(error))
    }
}

/// Says what an error of the database means to the user.
///
/// `at` is the database as users know it, `doing` what was being done, in words for "while …".
pub(crate) fn explain(error: DbErr, at: &str, doing: &'static str) -> StoreError {
    let known = match &error {
        DbErr::Conn(RuntimeErr::SqlxError(cause))
        | DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause)) => known(cause, at),
        DbErr::ConnectionAcquire(_) => Some(StoreError::Locked { at: at.to_owned() }),
        _ => None,
    };
    known.unwrap_or_else(|| StoreError::Failed { doing, source: error.into() })
}

/// The same for an error while connecting.
pub(crate) fn explain_connecting(error: sqlx::Error, at: &str) -> StoreError {
    known(&error, at).unwrap_or_else(|| StoreError::Failed { doing: "connecting", source: error.into() })
}

fn known(error: &sqlx::Error, at: &str) -> Option<StoreError> {
    let at = at.to_owned();
    match error {
        sqlx::Error::Io(cause) => Some(StoreError::Unreachable { at, reason: cause.kind().to_string() }),
        sqlx::Error::PoolTimedOut => {
            Some(StoreError::Unreachable { at, reason: "no connection became free in time".into() })
        }
        sqlx::Error::Tls(_) => Some(StoreError::Unreachable { at, reason: "no encrypted connection".into() }),
        sqlx::Error::PoolClosed => Some(StoreError::Unreachable { at, reason: "it was closed".into() }),
        sqlx::Error::Database(cause) => {
            let code = cause.code().unwrap_or_default().into_owned();
            if cause.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_some() {
                code.parse().ok().and_then(|it| of_sqlite(it, at))
            } else {
                of_postgres(&code, at)
            }
        }
        _ => None,
    }
}

/// By SQLite's result codes, of which the low byte is the primary one (`sqlite.org/rescode.html`).
fn of_sqlite(code: u32, at: String) -> Option<StoreError> {
    match code & 0xff {
        5 | 6 => Some(StoreError::Locked { at }),
        8 => Some(StoreError::ReadOnly { at }),
        11 | 26 => Some(StoreError::Corrupt { at }),
        13 => Some(StoreError::Full { at }),
        14 => Some(StoreError::Unreachable { at, reason: "the file cannot be opened".into() }),
        _ => None,
    }
}

/// By PostgreSQL's SQLSTATE (its manual, appendix A).
fn of_postgres(code: &str, at: String) -> Option<StoreError> {
    match code {
        "3D000" => Some(StoreError::Missing { at, hint: "make it with createdb" }),
        "28000" | "28P01" => Some(StoreError::Refused { at }),
        "42501" => Some(StoreError::Forbidden { at }),
        "40001" | "40P01" => Some(StoreError::Conflict),
        "55P03" => Some(StoreError::Locked { at }),
        "25006" => Some(StoreError::ReadOnly { at }),
        "XX001" | "XX002" => Some(StoreError::Corrupt { at }),
        "53100" => Some(StoreError::Full { at }),
        "53300" => Some(StoreError::Unreachable { at, reason: "it has too many connections".into() }),
        "57P01" | "57P02" | "57P03" => {
            Some(StoreError::Unreachable { at, reason: "it is starting or stopping".into() })
        }
        _ if code.starts_with("08") => {
            Some(StoreError::Unreachable { at, reason: "the connection was lost".into() })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{StoreError, of_postgres, of_sqlite};

    #[test]
    fn sqlite_codes_count_by_their_low_byte() {
        let of = |code| of_sqlite(code, "x".into());
        // SQLITE_BUSY_SNAPSHOT, SQLITE_CORRUPT_VTAB, SQLITE_READONLY_DIRECTORY.
        assert!(matches!(of(5 | (2 << 8)), Some(StoreError::Locked { .. })));
        assert!(matches!(of(11 | (1 << 8)), Some(StoreError::Corrupt { .. })));
        assert!(matches!(of(8 | (6 << 8)), Some(StoreError::ReadOnly { .. })));
        assert!(matches!(of(13), Some(StoreError::Full { .. })));
        assert!(of(1).is_none());
    }

    #[test]
    fn postgres_codes() {
        let of = |code| of_postgres(code, "x".into());
        assert!(matches!(of("40001"), Some(StoreError::Conflict)));
        assert!(matches!(of("42501"), Some(StoreError::Forbidden { .. })));
        assert!(matches!(of("55P03"), Some(StoreError::Locked { .. })));
        assert!(matches!(of("08006"), Some(StoreError::Unreachable { .. })));
        assert!(of("42601").is_none());
    }
}
