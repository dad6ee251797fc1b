//! Opaque ids: base64url of `kind:key`, without padding.
//!
//! Clients must not look into them. Records have the kind and key of import files; what is computed (ties, clusters,
//! contacts) has kinds of its own, so that every node can be asked for again.

use async_graphql::{Error, ID};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::id::Id;
use domain::record::{Noun, RecordKind, RecordRef};

use crate::error::ErrorCode;

/// The most characters of an id that are looked at.
const MAX_LENGTH: usize = 1024;

/// What an id says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlobalId {
    /// The kind: that of a record, or of something computed.
    pub kind: String,
    /// The key among those of its kind.
    pub key: String,
}

impl GlobalId {
    /// The reference to a record; none when it is of something computed.
    #[must_use]
    pub fn record(&self) -> Option<RecordRef> {
        format!("{}:{}", self.kind, self.key).parse().ok()
    }
}

/// The id of a kind and key. The kind has no colon.
#[must_use]
pub fn encode(kind: &str, key: &str) -> ID {
    ID(URL_SAFE_NO_PAD.encode(format!("{kind}:{key}")))
}

/// The id of a record.
#[must_use]
pub fn encode_record(reference: &RecordRef) -> ID {
    encode(reference.kind.as_str(), &reference.key)
}

/// Reads an id of any kind.
///
/// # Errors
/// `INVALID_ID` when it is not one of ours.
pub fn decode(id: &ID) -> Result<GlobalId, Error> {
    let wrong =
        || ErrorCode::InvalidId.error("This is not an id of this service; take ids from the field `id`.");
    if id.len() > MAX_LENGTH {
        return Err(wrong());
    }
    let bytes = URL_SAFE_NO_PAD.decode(id.as_bytes()).map_err(|_unreadable| wrong())?;
    let text = String::from_utf8(bytes).map_err(|_unreadable| wrong())?;
    let (kind, key) = text.split_once(':').ok_or_else(wrong)?;
    let is_kind = !kind.is_empty() && kind.bytes().all(|it| it.is_ascii_lowercase() || it == b'-');
    if !is_kind || key.is_empty() || key.chars().any(char::is_control) {
        return Err(wrong());
    }
    let id = GlobalId { kind: kind.to_owned(), key: key.to_owned() };
    // A record's key has a form that can be checked; what is computed checks its own.
    let names_record = kind.parse::<RecordKind>().is_ok();
    if names_record && id.record().is_none() { Err(wrong()) } else { Ok(id) }
}

/// Reads the id of a record of one kind.
///
/// # Errors
/// `INVALID_ID` when it is not one of ours, or is of another kind.
pub fn decode_as<T: Noun>(id: &ID) -> Result<Id<T>, Error> {
    let found = decode(id)?;
    found.record().and_then(|it| Id::from_reference(&it)).ok_or_else(|| {
        ErrorCode::InvalidId.error(format!(
            "This is an id of the kind {}; expected one of the kind {}.",
            found.kind,
            T::KIND
        ))
    })
}

/// Reads the id of a record of any kind.
///
/// # Errors
/// `INVALID_ID` when it is not one of ours, or is not that of a record.
pub fn decode_record(id: &ID) -> Result<RecordRef, Error> {
    let found = decode(id)?;
    found.record().ok_or_else(|| {
        ErrorCode::InvalidId
            .error(format!("This is an id of the kind {}; expected that of a record.", found.kind))
    })
}
