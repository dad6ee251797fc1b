//! Other names: the forms by which documents or people speak of something.

use super::super::{Draft, Fault, FaultCode, Faults};
use super::premise::given;
use crate::id::Id;
use crate::mention::{AliasKind, Mention};
use crate::personal_text;
use crate::record::{Noun, RecordRef};
use crate::vocabulary::Label;

/// A form that stands for something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// What it means: an institution, type, body, partnership, office or territory.
    pub target: RecordRef,
    /// The form as it is written.
    pub surface: Label,
    /// How it relates to the name.
    pub kind: AliasKind,
    /// A remark, in our own words, without personal data.
    pub note: Option<Label>,
}

/// Adds another name. One that was removed stands again.
///
/// # Errors
/// `NOT_FOUND` when the target does not stand; `INVALID` when it is of a kind that is not mentioned; `ALREADY_RECORDED`;
/// `PERSONAL_DATA`; those of [`Draft::source`].
pub fn add_alias(draft: &mut Draft<'_>, alias: &Alias) -> Result<RecordRef, Faults> {
    let Alias { target, surface, kind, note } = alias;
    for (path, text) in [("surface", Some(surface)), ("note", note.as_ref())] {
        if text.is_some_and(|it| !personal_text::findings(it.as_str()).is_empty()) {
            let message = "it seems to hold a number or an address of a person; leave that out";
            return Err(Fault::new(FaultCode::PersonalData, path, message).into());
        }
    }
    if !draft.stands(target) {
        let message = format!("there is no {target} that stands");
        return Err(Fault::new(FaultCode::NotFound, "target", message).into());
    }
    let same = |it: &&Mention| it.target == *target && it.surface == *surface && it.kind == *kind;
    let known: Vec<Mention> = draft.before().mentions.iter().filter(same).cloned().collect();
    if let Some(known) = known.iter().find(|it| draft.standing(&it.key).is_some()) {
        let message = format!("“{surface}” is recorded of it already");
        return Err(Fault::new(FaultCode::AlreadyRecorded, "surface", message)
            .about([known.reference()])
            .into());
    }
    if let Some(fallen) = known.iter().find(|it| it.note == *note) {
        draft.claim_existence(&fallen.reference())?;
        return Ok(fallen.reference());
    }
    let added = draft.add(Mention {
        key: draft.fresh_key(&format!("{}-{surface}", target.key))?,
        surface: surface.clone(),
        kind: *kind,
        target: target.clone(),
        note: note.clone(),
    })?;
    Ok(added.reference())
}

/// Removes another name: it does not stand any more, and adding it again brings it back.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` when it is the former name of a renaming.
pub fn remove_alias(draft: &mut Draft<'_>, id: &Id<Mention>) -> Result<RecordRef, Faults> {
    let mention = draft.require(id, "alias")?;
    if !given(draft, &id.reference()).is_empty() {
        let message = "it is the former name of a renaming; undo the renaming instead";
        return Err(Fault::new(FaultCode::Conflict, "alias", message).about([id.reference()]).into());
    }
    draft.withdraw(id, "alias")?;
    Ok(mention.target)
}
