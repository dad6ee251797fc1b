//! Lists in one cell: values separated by `|`, as import files, the change log and the database hold them.
//!
//! For `#[serde(with = "crate::list")]` on a `Vec` of values that have a text form without `|`.

use std::fmt::Display;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serializer};

/// Joins the text forms with `|`.
pub fn join<T: Display>(values: &[T]) -> String {
    values.iter().map(ToString::to_string).collect::<Vec<_>>().join("|")
}

/// Reads values separated by `|`; blanks around them and empty text are nothing.
///
/// # Errors
/// The first value's own error.
pub fn split<T: FromStr>(text: &str) -> Result<Vec<T>, T::Err> {
    text.split('|').map(str::trim).filter(|it| !it.is_empty()).map(str::parse).collect()
}

/// Writes the list as one text.
///
/// # Errors
/// Those of the serializer.
pub fn serialize<T: Display, S: Serializer>(values: &[T], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&join(values))
}

/// Reads the list from one text.
///
/// # Errors
/// Those of the deserializer and of the values.
pub fn deserialize<'de, T, D>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    T: FromStr,
    T::Err: Display,
    D: Deserializer<'de>,
{
    let text = String::deserialize(deserializer)?;
    split(&text).map_err(serde::de::Error::custom)
}
