//! Why a mutation did nothing: what the caller has to mend.

use async_graphql::{Enum, Interface, SimpleObject};

use super::node::Node;
use super::scalars::Revision;

/// Why a mutation did nothing. More reasons may be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum UserErrorCode {
    /// The document or its variables would be refused as a request, too; the message begins with the code of
    /// `service.errorCodes`.
    DocumentRefused,
    /// The document holds no query, but another operation.
    NotAQuery,
    /// A value makes no sense, or breaks a rule of the record.
    Invalid,
    /// The idempotency key was used with something else.
    IdempotencyKeyReused,
    /// Too many jobs are waiting; try again when one has ended.
    Overloaded,
    /// There is no such thing, or the reader may not know that there is.
    NotFound,
    /// A change contradicts what is recorded.
    Conflict,
    /// Another draft has the name.
    NameTaken,
    /// There are as many as there may be, or more things than one change may have.
    TooMany,
    /// It is applied or discarded, and only a draft can be changed.
    NotADraft,
    /// It has another version than the caller knows.
    StaleVersion,
    /// The record is at another revision than the caller knows.
    StaleRevision,
    /// There is no such revision of the record.
    RevisionNotFound,
    /// A reference may mean several records.
    Ambiguous,
    /// It is in the record already, or something so like it is that a person should look first.
    AlreadyRecorded,
    /// No source was named.
    SourceRequired,
    /// Rows of a file are refused, and so everything is.
    RowsRefused,
    /// A text holds what may be personal data, which has a place of its own.
    PersonalData,
}

/// Why a mutation did nothing, and where in its input the reason is.
#[derive(Debug, Clone, Interface)]
#[graphql(
    field(name = "code", ty = "&UserErrorCode", desc = "The kind of reason."),
    field(name = "message", ty = "&String", desc = "The reason in English words, and what to do."),
    field(
        name = "path",
        ty = "&Vec<String>",
        desc = "The way to the part of the input that it is about, such as `[\"input\", \"query\"]`; positions in lists count from 0."
    )
)]
pub enum UserError {
    /// Something of the input.
    Input(InputError),
    /// It is about records.
    Records(RecordsError),
    /// The record is at another revision than the caller knows.
    Revision(StaleRevisionError),
}

/// Something of the input makes no sense, or is refused.
#[derive(Debug, Clone, SimpleObject)]
pub struct InputError {
    /// The kind of reason.
    pub code: UserErrorCode,
    /// The reason in English words, and what to do.
    pub message: String,
    /// The way to the part of the input that it is about, such as `["input", "query"]`.
    pub path: Vec<String>,
}

/// Something is refused because of records: what is recorded already, what contradicts it, what a reference may mean.
#[derive(Debug, Clone, SimpleObject)]
pub struct RecordsError {
    /// The kind of reason.
    pub code: UserErrorCode,
    /// The reason in English words, and what to do.
    pub message: String,
    /// The way to the part of the input that it is about.
    pub path: Vec<String>,
    /// The records, as far as they stand.
    pub records: Vec<Node>,
}

/// The record is at another revision than the caller knows.
#[derive(Debug, Clone, SimpleObject)]
pub struct StaleRevisionError {
    /// The kind of reason.
    pub code: UserErrorCode,
    /// The reason in English words, and what to do.
    pub message: String,
    /// The way to the part of the input that it is about.
    pub path: Vec<String>,
    /// The revision that the record is at.
    pub current: Revision,
}

impl UserError {
    /// A reason at a field of `input`.
    pub(super) fn of(code: UserErrorCode, message: impl Into<String>, field: &str) -> Self {
        Self::at(code, message, vec!["input".to_owned(), field.to_owned()])
    }

    /// A reason at a place of the input.
    pub(super) fn at(code: UserErrorCode, message: impl Into<String>, path: Vec<String>) -> Self {
        Self::Input(InputError { code, message: message.into(), path })
    }
}
