//! What becomes of each field of institutions that are read as one, told before it is decided.

use serde_json::Value;

use super::complete;
use crate::institution::Institution;
use crate::vocabulary::InstitutionType;
use crate::words;

words! {
    /// What becomes of a field of institutions that are read as one.
    FieldFate {
        /// All say the same, or nothing.
        Same = "SAME",
        /// The canonical institution's own value stays; what others say differs, and stays with their claims.
        Kept = "KEPT",
        /// The canonical institution says nothing, and takes what another says.
        Taken = "TAKEN",
        /// Of two types, one under the other, the narrower stands.
        Narrowed = "NARROWED",
        /// A list is joined.
        Joined = "JOINED",
    }
}

/// A field of institutions that are read as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedField {
    /// The name of the field in import files.
    pub field: String,
    /// What becomes of it.
    pub fate: FieldFate,
    /// What the canonical institution says, then what each duplicate says, in their text form of import files; none for
    /// nothing.
    pub values: Vec<Option<String>>,
    /// What is read then.
    pub result: Option<String>,
}

/// What becomes of each field when `duplicates` are read as `canonical`, in the order of the fields; the key aside.
#[must_use]
pub fn merged_fields(
    canonical: &Institution,
    duplicates: &[&Institution],
    types: &[InstitutionType],
) -> Vec<MergedField> {
    let mut merged = canonical.clone();
    for duplicate in duplicates {
        complete(&mut merged, duplicate, types);
    }
    let all: Vec<Value> = std::iter::once(&canonical)
        .chain(duplicates)
        .map(|it| serde_json::to_value(it).unwrap_or_default())
        .collect();
    let result = serde_json::to_value(&merged).unwrap_or_default();
    let Value::Object(fields) = &result else { return Vec::new() };
    let fields = fields.iter().filter(|it| it.0 != "key");
    fields
        .map(|(field, value)| {
            let values: Vec<_> = all.iter().map(|it| it.get(field).and_then(said)).collect();
            let result = said(value);
            MergedField { fate: fate(field, &values, result.as_ref()), field: field.clone(), values, result }
        })
        .collect()
}

/// What a field says; an empty text, an unknown date and an unknown state say nothing.
fn said(value: &Value) -> Option<String> {
    let text = match value {
        Value::Null => return None,
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    (!text.is_empty() && text != "XXXX" && text != "UNKNOWN").then_some(text)
}

fn fate(field: &str, values: &[Option<String>], result: Option<&String>) -> FieldFate {
    let own = values.first().and_then(Option::as_ref);
    let others_differ = values.iter().skip(1).flatten().any(|it| Some(it) != own);
    match (own, field) {
        _ if !others_differ => FieldFate::Same,
        (None, _) => FieldFate::Taken,
        _ if own == result => FieldFate::Kept,
        (Some(_), "type") => FieldFate::Narrowed,
        (Some(_), _) => FieldFate::Joined,
    }
}
