//! Separating an institution that was recorded as one by mistake: a new one, and what is read as that one's.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::super::{Draft, Fault, FaultCode, Faults};
use super::premise::{given, set_given, take_back};
use super::refers::refers;
use super::{canonical, require_own};
use crate::claim::ClaimStatus;
use crate::date::EdtfDate;
use crate::for_each_noun;
use crate::id::Id;
use crate::identity::{DecisionStatus, Relation, RelationKind, repointed};
use crate::institution::{Institution, InstitutionState, Naming};
use crate::record::{Listed, Noun, RecordKind, RecordReader, RecordRef};
use crate::territory::TerritorialUnit;
use crate::vocabulary::{InstitutionType, Label, Sector};

/// How many records one separation may move.
pub const MOVED_MAX: usize = 1_000;

/// What is separated from an institution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// The institution that was recorded as one.
    pub institution: Id<Institution>,
    /// The Polish name of the new one.
    pub name_pl: Label,
    /// An English rendering of the name.
    pub name_en: Option<Label>,
    /// A short name of its own.
    pub short_name: Option<Label>,
    /// Its type; none when not known.
    pub r#type: Option<Id<InstitutionType>>,
    /// Its sector; none when not known.
    pub sector: Option<Id<Sector>>,
    /// The unit of its seat; none when not known.
    pub seat: Option<Id<TerritorialUnit>>,
    /// The records that are read as the new one's: participations, memberships, mentions, identifiers, whatever refers to
    /// the institution.
    pub moved: Vec<RecordRef>,
    /// Why it is thought so.
    pub reason: Option<Label>,
}

/// Separates a new institution from one that was recorded as one by mistake. The records named are read as the new one's,
/// by claims that fall with the relation between the two.
///
/// # Errors
/// `NOT_FOUND`; `TOO_MANY`; `INVALID` when a record does not refer to the institution; `CONFLICT` when it is read as
/// another; those of [`Draft::source`].
pub fn split_institution(draft: &mut Draft<'_>, split: &Split) -> Result<RecordRef, Faults> {
    require_own(draft, &split.institution, "institution")?;
    if let Some(it) = &split.r#type {
        draft.require(it, "type")?;
    }
    if let Some(it) = &split.sector {
        draft.require(it, "sector")?;
    }
    if let Some(it) = &split.seat {
        draft.require(it, "seat")?;
    }
    if split.moved.len() > MOVED_MAX {
        let message = format!("at most {MOVED_MAX} records are moved at once");
        return Err(Fault::new(FaultCode::TooMany, "moved", message).into());
    }
    let key = draft.fresh_key::<Institution>(split.name_pl.as_str())?;
    let new = draft.add(Institution {
        key,
        name_pl: split.name_pl.clone(),
        name_en: split.name_en.clone(),
        short_name: split.short_name.clone(),
        r#type: split.r#type.clone(),
        sector: split.sector.clone(),
        functions: Vec::new(),
        seat: split.seat.clone(),
        parent: None,
        existed_from: EdtfDate::UNKNOWN,
        existed_to: EdtfDate::UNKNOWN,
        state: InstitutionState::Unknown,
        naming: Naming::Named,
        note: None,
    })?;
    let relation = draft.add(Relation {
        key: draft.fresh_key(&format!("{new}-separated"))?,
        from: new.reference(),
        to: split.institution.reference(),
        kind: RelationKind::SeparatedFrom,
        date: EdtfDate::UNKNOWN,
        reason: split.reason.clone(),
    })?;
    let mut whole: BTreeMap<_, _> = canonical(draft)
        .into_iter()
        .filter(|it| it.1 == split.institution)
        .map(|it| (it.0, new.clone()))
        .collect();
    whole.insert(split.institution.clone(), new.clone());
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for (at, moved) in split.moved.iter().enumerate() {
        if seen.insert(moved)
            && let Err(wrong) = move_record(draft, moved, &whole, &relation)
        {
            faults.extend(wrong.0.into_iter().map(|it| it.below(&format!("moved.{at}"))));
        }
    }
    if faults.is_empty() { Ok(new.reference()) } else { Err(Faults(faults)) }
}

/// What is read as another's: from which institution to which.
type Moves = BTreeMap<Id<Institution>, Id<Institution>>;

macro_rules! declare_move {
    ($($field:ident: $Type:ident, $name:literal;)*) => {
        /// Reads a record of any kind as another institution's.
        fn move_record(
            draft: &mut Draft<'_>,
            moved: &RecordRef,
            moves: &Moves,
            relation: &Id<Relation>,
        ) -> Result<(), Faults> {
            match moved.kind {
                $(RecordKind::$Type => {
                    // The kind is that of the reference.
                    let Some(id) = Id::<kinds::$Type>::from_reference(moved) else { return Ok(()) };
                    move_one(draft, &id, moves, relation)
                })*
            }
        }

        /// The types of all kinds of record.
        mod kinds {
            pub(super) use crate::body::*;
            pub(super) use crate::call::*;
            pub(super) use crate::claim::*;
            pub(super) use crate::document::*;
            pub(super) use crate::expectation::*;
            pub(super) use crate::identity::*;
            pub(super) use crate::indicator::*;
            pub(super) use crate::institution::*;
            pub(super) use crate::meeting::*;
            pub(super) use crate::mention::*;
            pub(super) use crate::norm::*;
            pub(super) use crate::office::*;
            pub(super) use crate::partnership::*;
            pub(super) use crate::person::*;
            pub(super) use crate::resolution::*;
            pub(super) use crate::statement::*;
            pub(super) use crate::territory::*;
            pub(super) use crate::vocabulary::*;
        }
    };
}
for_each_noun!(declare_move);

fn move_one<T: Listed>(
    draft: &mut Draft<'_>,
    id: &Id<T>,
    moves: &Moves,
    relation: &Id<Relation>,
) -> Result<(), Faults> {
    if !crate::support::needs_claim(T::KIND) || T::KIND == Relation::KIND {
        let message = format!("a {} is not moved from one institution to another", T::KIND);
        return Err(Fault::new(FaultCode::Invalid, "", message).into());
    }
    let before = draft.require(id, "")?;
    let after = repointed(&before, moves);
    let (Ok(Value::Object(old)), Ok(Value::Object(new))) =
        (serde_json::to_value(&before), serde_json::to_value(&after))
    else {
        return Ok(());
    };
    let changed: Vec<_> = new.into_iter().filter(|(field, value)| old.get(field) != Some(value)).collect();
    let own = moves.keys().map(Id::reference).collect();
    if changed.is_empty() || !refers(&before, &own) {
        let message = "it does not refer to the institution that is separated";
        return Err(Fault::new(FaultCode::Invalid, "", message).about([id.reference()]).into());
    }
    for (field, value) in changed {
        // A reference is a text, and so is a list of them.
        let Value::String(text) = value else { continue };
        set_given(draft, id, (&field, Some(&text)), &[relation.reference()], "")?;
    }
    Ok(())
}

/// Undoes a separation: the new institution does not stand any more, and what was moved is the old one's again, just as
/// before.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` when it was not separated from another, or facts were recorded about it since: then merge the
/// two, so that none of these is lost.
pub fn undo_split(draft: &mut Draft<'_>, institution: &Id<Institution>) -> Result<RecordRef, Faults> {
    require_own(draft, institution, "institution")?;
    let own = institution.reference();
    let mut relations = draft.before().relations.iter();
    let found = relations.find(|it| it.kind == RelationKind::SeparatedFrom && it.from == own);
    let Some(relation) = found.and_then(|it| draft.standing(&it.key)) else {
        let message = format!("`{institution}` was not separated from another institution");
        return Err(Fault::new(FaultCode::Conflict, "institution", message).about([own]).into());
    };
    let since = recorded_since(draft, institution, &relation);
    if !since.is_empty() {
        let message = format!(
            "{} record(s) tell of `{institution}` since; merge it with `{}` instead, so that nothing is lost",
            since.len(),
            relation.to.key
        );
        return Err(Fault::new(FaultCode::Conflict, "institution", message)
            .about(since.into_iter().take(super::INSTITUTIONS_MAX))
            .into());
    }
    let claims = given(draft, &relation.reference());
    take_back(draft, claims)?;
    draft.withdraw(&relation.key, "institution")?;
    draft.withdraw(institution, "institution")?;
    Ok(relation.to)
}

/// The records that refer to a new institution by themselves, not as what was moved to it.
fn recorded_since(draft: &Draft<'_>, institution: &Id<Institution>, relation: &Relation) -> Vec<RecordRef> {
    let own = institution.reference();
    let mut referring = Referring { to: BTreeSet::from([own.clone()]), found: Vec::new() };
    draft.before().read(&mut referring);
    let mut found: Vec<RecordRef> =
        referring.found.into_iter().filter(|it| *it != relation.reference() && draft.stands(it)).collect();
    let texts = [institution.to_string(), own.to_string()];
    for claim in &draft.before().claims {
        let Some(value) = claim.value.as_ref().filter(|_| claim.status != ClaimStatus::Retracted) else {
            continue;
        };
        let names = value.as_str().split('|').any(|it| texts.iter().any(|text| it == text));
        if names && !claim.premises.contains(&relation.reference()) {
            found.push(claim.subject.clone());
        }
    }
    let decisions = draft.before().identity_decisions.iter().filter(|it| {
        it.status == DecisionStatus::Accepted
            && (it.canonical == *institution || it.duplicate == *institution)
    });
    found.extend(decisions.map(Noun::reference));
    found.sort();
    found.dedup();
    found
}

/// Collects the records that refer to an institution.
struct Referring {
    to: BTreeSet<RecordRef>,
    found: Vec<RecordRef>,
}

impl RecordReader for Referring {
    fn records<T: Noun>(&mut self, records: &[T]) {
        if crate::support::needs_claim(T::KIND) {
            let referring = records.iter().filter(|it| refers(*it, &self.to));
            self.found.extend(referring.map(Noun::reference));
        }
    }
}
