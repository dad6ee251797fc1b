//! Succession: an institution was renamed, became part of another, was divided, or came after another.

use std::collections::BTreeSet;

use super::super::{Draft, Fault, FaultCode, Faults};
use super::premise::{given, set_given, take_back};
use super::{INSTITUTIONS_MAX, relations_between, require_own};
use crate::claim::Claim;
use crate::date::EdtfDate;
use crate::id::Id;
use crate::identity::{Relation, RelationKind};
use crate::institution::{Institution, InstitutionState};
use crate::mention::{AliasKind, Mention};
use crate::record::{Noun, RecordRef};
use crate::vocabulary::Label;
use crate::words;

words! {
    /// What happened.
    SuccessionKind {
        /// The one came after the other, and nothing else is said.
        Followed = "FOLLOWED",
        /// The predecessors became part of the successor, and ceased to be.
        Merged = "MERGED",
        /// The predecessor was divided into the successors, and ceased to be.
        Split = "SPLIT",
    }
}

/// Which institutions succeeded which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Succession {
    /// What happened.
    pub kind: SuccessionKind,
    /// Those before; one unless they became part of one.
    pub predecessors: Vec<Id<Institution>>,
    /// Those after; one unless one was divided.
    pub successors: Vec<Id<Institution>>,
    /// Since when; unknown when not recorded.
    pub date: EdtfDate,
    /// In our own words; none when the source says it outright.
    pub reason: Option<Label>,
}

/// Records that institutions succeed others. All stay institutions of their own, with their own facts.
///
/// # Errors
/// `NOT_FOUND`; `INVALID` for a number of institutions that the kind does not have, or one that succeeds itself;
/// `ALREADY_RECORDED` when it is; `CONFLICT` when one is read as another, or the other way round is recorded; those of
/// [`Draft::source`].
pub fn record_succession(draft: &mut Draft<'_>, succession: &Succession) -> Result<RecordRef, Faults> {
    let Succession { kind, predecessors, successors, date, reason } = succession;
    check_numbers(succession)?;
    let mut seen = BTreeSet::new();
    for (path, list) in [("predecessors", predecessors), ("successors", successors)] {
        for (at, id) in list.iter().enumerate() {
            let path = format!("{path}.{at}");
            require_own(draft, id, &path)?;
            if !seen.insert(id) {
                return Err(Fault::new(FaultCode::Invalid, &path, format!("`{id}` is named twice")).into());
            }
        }
    }
    let mut relations = Vec::new();
    for before in predecessors {
        for after in successors {
            if let Some(known) = relations_between(draft, before, after, &[RelationKind::Succeeds]).first() {
                let message = format!("a succession of `{before}` and `{after}` is recorded already");
                return Err(Fault::new(FaultCode::AlreadyRecorded, "successors", message)
                    .about([known.reference()])
                    .into());
            }
            let relation = draft.add(Relation {
                key: draft.fresh_key(&format!("{after}-after-{before}"))?,
                from: after.reference(),
                to: before.reference(),
                kind: RelationKind::Succeeds,
                date: *date,
                reason: reason.clone(),
            })?;
            relations.push(relation.reference());
        }
    }
    let state = match kind {
        SuccessionKind::Followed => None,
        SuccessionKind::Merged => Some(InstitutionState::Merged),
        SuccessionKind::Split => Some(InstitutionState::Split),
    };
    for (at, id) in predecessors.iter().enumerate() {
        let Some(state) = state else { break };
        let path = format!("predecessors.{at}");
        set_given(draft, id, ("state", Some(state.as_str())), &relations, &path)?;
        if !date.is_unknown() {
            set_given(draft, id, ("existed_to", Some(&date.to_string())), &relations, &path)?;
        }
    }
    relations.into_iter().next().ok_or_else(|| {
        Fault::new(FaultCode::Invalid, "successors", "name a predecessor and a successor").into()
    })
}

fn check_numbers(succession: &Succession) -> Result<(), Faults> {
    let (before, after) = (succession.predecessors.len(), succession.successors.len());
    let (fits, message) = match succession.kind {
        SuccessionKind::Followed => (before == 1 && after == 1, "name one predecessor and one successor"),
        SuccessionKind::Merged => (before >= 1 && after == 1, "name the predecessors and one successor"),
        SuccessionKind::Split => {
            (before == 1 && after >= 2, "name one predecessor and two successors or more")
        }
    };
    if !fits {
        return Err(Fault::new(FaultCode::Invalid, "successors", message).into());
    }
    if before.max(after) > INSTITUTIONS_MAX {
        let message = format!("at most {INSTITUTIONS_MAX} institutions are named at once");
        return Err(Fault::new(FaultCode::TooMany, "successors", message).into());
    }
    Ok(())
}

/// The new name of an institution that stays the same one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renaming {
    /// The institution.
    pub institution: Id<Institution>,
    /// Its new Polish name.
    pub name_pl: Label,
    /// An English rendering of the new name; none leaves it as it is.
    pub name_en: Option<Label>,
    /// The new short name; none leaves it as it is.
    pub short_name: Option<Label>,
    /// Since when; unknown when not recorded.
    pub date: EdtfDate,
}

/// Records that an institution was renamed: the former name stays findable, as a mention of kind `FORMER_NAME`.
///
/// # Errors
/// `NOT_FOUND`; `INVALID` when the name is the one that it has; `CONFLICT` when it is read as another; those of
/// [`Draft::source`].
pub fn rename_institution(draft: &mut Draft<'_>, renaming: &Renaming) -> Result<RecordRef, Faults> {
    let before = require_own(draft, &renaming.institution, "institution")?;
    if before.name_pl == renaming.name_pl {
        let message = "the institution has this name already";
        return Err(Fault::new(FaultCode::Invalid, "namePl", message).about([before.reference()]).into());
    }
    let until = (!renaming.date.is_unknown()).then(|| Label::new(&format!("nazwa do: {}", renaming.date)));
    let former = draft.add(Mention {
        key: draft.fresh_key(&format!("{}-former-name", renaming.institution))?,
        surface: before.name_pl.clone(),
        kind: AliasKind::FormerName,
        target: before.reference(),
        note: until.transpose()?,
    })?;
    let premises = [former.reference()];
    let fields = [
        ("name_pl", Some(&renaming.name_pl), "namePl"),
        ("name_en", renaming.name_en.as_ref(), "nameEn"),
        ("short_name", renaming.short_name.as_ref(), "shortName"),
    ];
    for (field, value, path) in fields {
        if let Some(value) = value {
            set_given(draft, &before.key, (field, Some(value.as_str())), &premises, path)?;
        }
    }
    Ok(former.reference())
}

/// Takes back a succession or a renaming as a whole: all relations that were recorded with this one, and what they said of
/// the institutions.
///
/// # Errors
/// `NOT_FOUND`; `INVALID` when it is neither a relation of kind `SUCCEEDS` nor a former name by a renaming.
pub fn undo_succession(draft: &mut Draft<'_>, of: &RecordRef) -> Result<RecordRef, Faults> {
    let wrong = || {
        let message = "name a relation of kind SUCCEEDS, or a former name that a renaming recorded";
        Faults::from(Fault::new(FaultCode::Invalid, "succession", message).about([of.clone()]))
    };
    let claims: Vec<Claim> = given(draft, of);
    if let Some(id) = Id::<Mention>::from_reference(of) {
        let mention = draft.require(&id, "succession")?;
        if mention.kind != AliasKind::FormerName || claims.is_empty() {
            return Err(wrong());
        }
        take_back(draft, claims)?;
        draft.withdraw(&id, "succession")?;
        return Ok(mention.target);
    }
    let id = Id::<Relation>::from_reference(of).ok_or_else(wrong)?;
    let relation = draft.require(&id, "succession")?;
    if relation.kind != RelationKind::Succeeds {
        return Err(wrong());
    }
    let together: BTreeSet<RecordRef> =
        claims.iter().flat_map(|it| it.premises.iter().cloned()).chain([of.clone()]).collect();
    take_back(draft, claims)?;
    for relation in together.iter().filter_map(Id::<Relation>::from_reference) {
        if draft.standing(&relation).is_some() {
            draft.withdraw(&relation, "succession")?;
        }
    }
    Ok(relation.from)
}
