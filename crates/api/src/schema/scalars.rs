//! Scalars of our own.

use std::sync::Arc;

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{Datelike as _, NaiveDate, SecondsFormat, Utc};

/// A day of the calendar, as ISO 8601 writes it: `2015-05-14`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(pub NaiveDate);

/// A day of the calendar, as ISO 8601 writes it: `2015-05-14`.
#[Scalar(specified_by_url = "https://scalars.graphql.org/andimarek/local-date.html")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        let is_long_form = text.len() == "2015-05-14".len();
        match NaiveDate::parse_from_str(text, "%Y-%m-%d") {
            // The record knows no year 0 or before it: such a day could not be told as a window.
            Ok(day) if is_long_form && day.year() >= 1 => Ok(Self(day)),
            _ => Err(InputValueError::custom("expected a day as YYYY-MM-DD, from 0001-01-01 on")),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// A moment in time, as RFC 3339 writes it, in UTC: `2026-11-22T04:05:06.000007Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DateTime(pub chrono::DateTime<Utc>);

/// A moment in time, as RFC 3339 writes it, in UTC: `2026-11-22T04:05:06.000007Z`.
#[Scalar(specified_by_url = "https://scalars.graphql.org/andimarek/date-time.html")]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        chrono::DateTime::parse_from_rfc3339(text)
            .map(|it| Self(it.with_timezone(&Utc)))
            .map_err(|_unreadable| InputValueError::custom("expected a moment as YYYY-MM-DDThh:mm:ssZ"))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

/// The number of a state of the record, as decimal digits. It grows with every change and is never used twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision(pub String);

impl Revision {
    /// The revision of a snapshot.
    #[must_use]
    pub fn of(revision: service::Revision) -> Self {
        Self(revision.to_string())
    }

    /// The number; one too large for any record is the largest.
    #[must_use]
    pub fn number(&self) -> service::Revision {
        service::Revision::new(self.0.parse().unwrap_or(u64::MAX))
    }
}

/// The number of a state of the record, as decimal digits. It grows with every change and is never used twice.
#[Scalar(specified_by_url = "https://www.rfc-editor.org/rfc/rfc5234#appendix-B.1")]
impl ScalarType for Revision {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text)
                if (1..=20).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_digit()) =>
            {
                Ok(Self(text))
            }
            Value::String(_) => Err(InputValueError::custom("expected 1 to 20 decimal digits")),
            value => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// Any value that JSON can write.
#[derive(Debug, Clone, PartialEq)]
pub struct Json(pub Arc<serde_json::Value>);

/// Any value that JSON can write.
#[Scalar(name = "JSON", specified_by_url = "https://www.rfc-editor.org/rfc/rfc8259")]
impl ScalarType for Json {
    fn parse(value: Value) -> InputValueResult<Self> {
        let json = value.into_json();
        json.map(|it| Self(Arc::new(it))).map_err(|_unwritable| InputValueError::custom("expected JSON"))
    }

    fn to_value(&self) -> Value {
        Value::from_json(self.0.as_ref().clone()).unwrap_or_default()
    }
}

/// A number of things, as far as `Int` goes.
pub(super) fn count(number: u64) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
