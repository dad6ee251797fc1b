//! Fields that verbs set by claims of the source.

use super::{Draft, Fault, FaultCode, Faults};
use crate::id::Id;
use crate::record::{Listed, RecordRef};
use crate::support::with_field;

/// A field with the value that it is to have, in its text form; none empties it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Setting {
    /// The field, by its name in import files.
    pub(super) field: &'static str,
    /// The value.
    pub(super) value: Option<String>,
    /// Where the input gives it.
    pub(super) path: &'static str,
}

impl Setting {
    /// A field that is to have a value.
    pub(super) fn to(field: &'static str, value: impl Into<String>, path: &'static str) -> Self {
        Self { field, value: Some(value.into()), path }
    }

    /// A field that is to have a value, or none.
    pub(super) fn or_empty(field: &'static str, value: Option<&impl ToString>, path: &'static str) -> Self {
        Self { field, value: value.map(ToString::to_string).filter(|it| !it.is_empty()), path }
    }
}

/// Sets fields of a record, all together; one that has its value already is left alone.
///
/// # Errors
/// Those of [`Draft::set_fields`].
pub(super) fn set_fields<T: Listed>(
    draft: &mut Draft<'_>,
    id: &Id<T>,
    settings: &[Setting],
) -> Result<(), Faults> {
    let Some(first) = settings.first() else { return Ok(()) };
    let before = draft.require(id, first.path)?;
    // What a field cannot hold is told with all else that is wrong.
    let differs =
        |it: &&Setting| with_field(&before, it.field, it.value.as_deref()).ok().as_ref() != Some(&before);
    let other: Vec<_> = settings.iter().filter(differs).collect();
    let fields: Vec<_> = other.iter().map(|it| (it.field, it.value.as_deref(), it.path)).collect();
    draft.set_fields(id, &fields)
}

/// That something is recorded already.
pub(super) fn recorded_already(
    path: &str,
    message: impl Into<String>,
    about: impl IntoIterator<Item = RecordRef>,
) -> Faults {
    Fault::new(FaultCode::AlreadyRecorded, path, message).about(about).into()
}
