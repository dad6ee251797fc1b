//! Facts that may not be recorded: three values, never a silent no.

use async_graphql::{Description, Object, SimpleObject};
use domain::recorded::Recorded as Fact;

use super::evidence::Evidence;
use super::words::RecordedValue;

/// A fact of three values, with the reason for its value.
#[derive(Debug, Clone, Description)]
pub struct Recorded {
    value: Fact,
    reason: String,
    evidence: Vec<Evidence>,
}

impl Recorded {
    /// A fact, with its reason and evidence.
    #[must_use]
    pub fn new(value: Fact, reason: impl Into<String>, evidence: Vec<Evidence>) -> Self {
        Self { value, reason: reason.into(), evidence }
    }

    /// The record says yes.
    #[must_use]
    pub fn yes(reason: impl Into<String>, evidence: Vec<Evidence>) -> Self {
        Self { value: Fact::Yes, reason: reason.into(), evidence }
    }

    /// The record says no.
    #[must_use]
    pub fn no(reason: impl Into<String>, evidence: Vec<Evidence>) -> Self {
        Self { value: Fact::No, reason: reason.into(), evidence }
    }

    /// The record does not say; the evidence, if any, is what comes nearest.
    #[must_use]
    pub fn not_recorded(reason: impl Into<String>, evidence: Vec<Evidence>) -> Self {
        Self { value: Fact::NotRecorded, reason: reason.into(), evidence }
    }
}

#[Object(use_type_description)]
impl Recorded {
    /// Yes, no, or not recorded. `NOT_RECORDED` says that the sources do not tell; it never means no.
    fn value(&self) -> RecordedValue {
        self.value.into()
    }

    /// Why the value is what it is, in English words.
    fn reason(&self) -> &str {
        &self.reason
    }

    /// The claims behind the value; for `NOT_RECORDED` those that come nearest to telling, and often none.
    fn evidence(&self) -> &[Evidence] {
        &self.evidence
    }
}

/// A whole number that may not be recorded.
#[derive(Debug, Clone, Description)]
pub struct RecordedCount {
    value: Option<i32>,
    reason: String,
    evidence: Vec<Evidence>,
}

impl RecordedCount {
    /// A number that is recorded, or none, with the reason.
    #[must_use]
    pub fn new(value: Option<i32>, reason: impl Into<String>, evidence: Vec<Evidence>) -> Self {
        Self { value, reason: reason.into(), evidence }
    }
}

#[Object(use_type_description)]
impl RecordedCount {
    /// Whether the number is recorded: `YES` or `NOT_RECORDED`.
    fn recorded(&self) -> RecordedValue {
        if self.value.is_some() { RecordedValue::Yes } else { RecordedValue::NotRecorded }
    }

    /// The number; null when not recorded.
    fn value(&self) -> Option<i32> {
        self.value
    }

    /// Where the number is from, or what is recorded in its stead, in English words.
    fn reason(&self) -> &str {
        &self.reason
    }

    /// The claims behind the number; empty when it is not recorded.
    fn evidence(&self) -> &[Evidence] {
        &self.evidence
    }
}

/// A field that the record does not tell, and why.
#[derive(Debug, Clone, PartialEq, Eq, SimpleObject)]
pub struct NotRecorded {
    /// The name of the field on this type.
    pub field: String,
    /// Why it is null, empty or unknown, in English words.
    pub reason: String,
}

/// Those of the fields that are missing: name, whether it is missing, and the reason.
#[must_use]
pub fn missing(fields: &[(&str, bool, &str)]) -> Vec<NotRecorded> {
    let absent = fields.iter().filter(|it| it.1);
    absent
        .map(|(field, _, reason)| NotRecorded { field: (*field).to_owned(), reason: (*reason).to_owned() })
        .collect()
}
