//! What verbs share: references that have to stand, and fields that are set together.

use super::draft::text_of;
use super::{Draft, Fault, FaultCode, Faults};
use crate::id::Id;
use crate::party::Party;
use crate::record::{Listed, RecordRef};

/// Collects what is wrong with an input, so that all of it is told at once.
#[derive(Debug, Default)]
pub(super) struct Checked(Vec<Fault>);

impl Checked {
    /// Something is wrong at a place of the input.
    pub(super) fn refuse(&mut self, code: FaultCode, path: &str, message: impl Into<String>) {
        self.0.push(Fault::new(code, path, message));
    }

    /// What a part of the input came to.
    pub(super) fn part(&mut self, part: Result<(), Faults>) {
        if let Err(faults) = part {
            self.0.extend(faults.0);
        }
    }

    /// A record that has to stand.
    pub(super) fn stands<T: Listed>(&mut self, draft: &Draft<'_>, id: &Id<T>, path: &str) {
        if let Err(faults) = draft.require(id, path) {
            self.0.extend(faults.0);
        }
    }

    /// Records that have to stand, if they are named.
    pub(super) fn all_stand<'i, T: Listed>(
        &mut self,
        draft: &Draft<'_>,
        ids: impl IntoIterator<Item = &'i Id<T>>,
        path: &str,
    ) {
        for id in ids {
            self.stands(draft, id, path);
        }
    }

    /// Parties that have to stand.
    pub(super) fn parties<'i>(
        &mut self,
        draft: &Draft<'_>,
        parties: impl IntoIterator<Item = &'i Party>,
        path: &str,
    ) {
        for (number, party) in parties.into_iter().enumerate() {
            self.party(draft, party, &format!("{path}.{number}"));
        }
    }

    /// A party that has to stand. The name of a group has no `|`, which sets parties apart in lists.
    pub(super) fn party(&mut self, draft: &Draft<'_>, party: &Party, path: &str) {
        match party {
            Party::Institution(id) => self.stands(draft, id, path),
            Party::Office(id) => self.stands(draft, id, path),
            Party::Body(id) => self.stands(draft, id, path),
            Party::Group(name) => self.no_bar(name.as_str(), path),
        }
    }

    /// A text that becomes part of a list.
    pub(super) fn no_bar(&mut self, text: &str, path: &str) {
        if text.contains('|') {
            self.refuse(FaultCode::Invalid, path, "`|` sets values apart; leave it out");
        }
    }

    /// Nothing, or all that is wrong.
    ///
    /// # Errors
    /// What was collected.
    pub(super) fn finish(self) -> Result<(), Faults> {
        if self.0.is_empty() { Ok(()) } else { Err(Faults(self.0)) }
    }
}

/// A field with the value that it is to have, in its text form; none empties it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Setting {
    /// The field, by its name in import files.
    field: &'static str,
    /// The value.
    value: Option<String>,
    /// Where the input gives it.
    path: &'static str,
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

/// Sets fields of a record; one that has its value already is left alone.
///
/// # Errors
/// Those of [`Draft::set_field`], for all fields at once.
pub(super) fn set_fields<T: Listed>(
    draft: &mut Draft<'_>,
    id: &Id<T>,
    settings: &[Setting],
) -> Result<(), Faults> {
    let mut checked = Checked::default();
    for Setting { field, value, path } in settings {
        let before = draft.require(id, path)?;
        if text_of(&before, field).unwrap_or_default() == value.as_deref().unwrap_or_default() {
            continue;
        }
        checked.part(draft.set_field(id, field, value.as_deref(), path));
    }
    checked.finish()
}

/// That something is recorded already.
pub(super) fn recorded_already(
    path: &str,
    message: impl Into<String>,
    about: impl IntoIterator<Item = RecordRef>,
) -> Faults {
    Fault::new(FaultCode::AlreadyRecorded, path, message).about(about).into()
}
