//! Ids: the stable key of a record, typed by its kind.
//!
//! A key is given when a record is made (by hand in import files, otherwise by the service) and never changes. It is
//! the same text in import files, in the database, in the change log and, wrapped, in the API; so a record can be
//! followed through all of them by eye.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::DomainError;
use crate::record::{Noun, RecordRef};

/// Whether `text` is a key: 1 to 96 characters of `a-z`, `0-9`, `-` and `.`, beginning with a letter or a digit.
#[must_use]
pub fn is_key(text: &str) -> bool {
    let mut bytes = text.bytes();
    text.len() <= 96
        && bytes.next().is_some_and(|it| it.is_ascii_lowercase() || it.is_ascii_digit())
        && bytes.all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-' || it == b'.')
}

/// The id of a `T`: its key, which cannot be taken for the id of another kind.
pub struct Id<T> {
    key: Arc<str>,
    kind: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    /// The key as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.key
    }

    /// Reads a key.
    ///
    /// # Errors
    /// [`DomainError::InvalidKey`] when `text` is not a key (see [`is_key`]).
    pub fn new(text: &str) -> Result<Self, DomainError> {
        if is_key(text) {
            Ok(Self { key: text.into(), kind: PhantomData })
        } else {
            Err(DomainError::InvalidKey { text: text.chars().take(120).collect() })
        }
    }
}

impl<T: Noun> Id<T> {
    /// The same id, with its kind as a value.
    #[must_use]
    pub fn reference(&self) -> RecordRef {
        RecordRef { kind: T::KIND, key: Arc::clone(&self.key) }
    }

    /// The id that `reference` is, when it is of this kind.
    #[must_use]
    pub fn from_reference(reference: &RecordRef) -> Option<Self> {
        (reference.kind == T::KIND).then(|| Self { key: Arc::clone(&reference.key), kind: PhantomData })
    }
}

impl<T> FromStr for Id<T> {
    type Err = DomainError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::new(text)
    }
}

// By hand, as `derive` would ask the same of `T`.
impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        Self { key: Arc::clone(&self.key), kind: PhantomData }
    }
}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key.cmp(&other.key)
    }
}
impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}
impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.key)
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.key)
    }
}
impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.key)
    }
}
impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::new(&text).map_err(serde::de::Error::custom)
    }
}
