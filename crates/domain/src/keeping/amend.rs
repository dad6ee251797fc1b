//! Amending a record: fields that are set, and fields that are emptied, each by a claim of the source.

use super::fields::{Setting, set_fields};
use super::{Draft, Fault, FaultCode, Faults};
use crate::id::Id;
use crate::record::Listed;
use crate::support::with_field;

/// The fields of an amendment, in their order: a field that is given is set, one that is not is left alone.
#[derive(Debug, Default)]
pub(super) struct Settings(Vec<Setting>);

impl Settings {
    /// A field to be set when a value is given.
    pub(super) fn set(mut self, path: &'static str, field: &'static str, value: Option<String>) -> Self {
        if let Some(text) = value {
            self.0.push(Setting { path, field, value: Some(text) });
        }
        self
    }

    /// Fields to be emptied.
    ///
    /// # Errors
    /// `INVALID` for a field that is set as well.
    pub(super) fn clear(mut self, fields: impl IntoIterator<Item = &'static str>) -> Result<Self, Faults> {
        for (number, field) in fields.into_iter().enumerate() {
            if self.0.iter().any(|it| it.field == field && it.value.is_some()) {
                let message = format!("`{field}` is to be set and cleared at once; do one of the two");
                let path = format!("clear.{number}");
                return Err(Fault::new(FaultCode::Invalid, &path, message).into());
            }
            if self.0.iter().all(|it| it.field != field) {
                self.0.push(Setting { path: "clear", field, value: None });
            }
        }
        Ok(self)
    }

    /// What a record is with the fields as they are to be.
    ///
    /// # Errors
    /// `INVALID` when a field cannot hold its value.
    pub(super) fn on<T: Listed>(&self, record: &T) -> Result<T, Faults> {
        self.0.iter().try_fold(record.clone(), |record, it| {
            with_field(&record, it.field, it.value.as_deref())
                .map_err(|error| Fault::rule(it.path, &error).into())
        })
    }

    /// Drafts the fields that differ from what is believed.
    ///
    /// # Errors
    /// Those of [`Draft::set_fields`].
    pub(super) fn draft<T: Listed>(&self, draft: &mut Draft<'_>, id: &Id<T>) -> Result<(), Faults> {
        set_fields(draft, id, &self.0)
    }
}

/// The text form of a value that may be left out.
pub(super) fn text<T: ToString>(value: Option<&T>) -> Option<String> {
    value.map(ToString::to_string)
}
