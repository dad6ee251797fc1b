//! Claims: added beside others, taken back, doubted.

use super::{Draft, Fault, FaultCode, Faults};
use crate::claim::{Claim, ClaimStatus};
use crate::id::Id;
use crate::party::Party;
use crate::record::{Listed, Noun, RecordKind, RecordRef, RefVisitor};
use crate::support::{needs_claim, with_field};
use crate::vocabulary::Label;
use crate::{DomainError, for_each_noun};

/// A claim that is to be added.
#[derive(Debug, Clone, PartialEq)]
pub struct NewClaim {
    /// The record that it is about.
    pub subject: RecordRef,
    /// The field that it is about, by its name in import files; none for the record's existence.
    pub field: Option<Label>,
    /// The value, in its text form of import files; none for existence, or to claim that the field is empty.
    pub value: Option<Label>,
    /// Whether it is believed before the claims that there are; otherwise after them.
    pub is_believed_first: bool,
}

/// Adds a claim by the source. What others claim stays: where values differ, all are shown, and the first is believed.
///
/// # Errors
/// `NOT_FOUND` when there is no such record, or the value refers to none; `INVALID` when records of the kind have no
/// claims, or the field cannot hold the value.
pub fn add_claim(draft: &mut Draft<'_>, new: &NewClaim) -> Result<RecordRef, Faults> {
    let kind = new.subject.kind;
    if !draft.contains(&new.subject) {
        return Err(Fault::new(FaultCode::NotFound, "about", format!("there is no {}", new.subject)).into());
    }
    if !needs_claim(kind) {
        let message = format!("a {kind} stands by itself, not by claims");
        return Err(Fault::new(FaultCode::Invalid, "about", message).into());
    }
    let Some(field) = &new.field else {
        if new.value.is_some() {
            let message = "name the field that has the value";
            return Err(Fault::new(FaultCode::Invalid, "field", message).into());
        }
        return draft.claim_existence(&new.subject).map(|it| it.reference());
    };
    let added = add_to_field(draft, new, field)?;
    Ok(added.reference())
}

/// Takes a claim back: it supports nothing any more. Nothing is deleted; the same claim can be added again. Taking it
/// back again changes nothing.
///
/// # Errors
/// `NOT_FOUND`.
pub fn retract_claim(draft: &mut Draft<'_>, id: &Id<Claim>) -> Result<RecordRef, Faults> {
    set_status(draft, id, ClaimStatus::Retracted)
}

/// Says that somebody doubts a claim: it counts all the same, and everybody sees the doubt.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` when it was taken back.
pub fn dispute_claim(draft: &mut Draft<'_>, id: &Id<Claim>) -> Result<RecordRef, Faults> {
    not_retracted(draft, id)?;
    set_status(draft, id, ClaimStatus::Disputed)
}

/// Settles a dispute: the claim is not doubted any more. One that turned out wrong is retracted instead.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` when it was taken back.
pub fn settle_claim(draft: &mut Draft<'_>, id: &Id<Claim>) -> Result<RecordRef, Faults> {
    not_retracted(draft, id)?;
    set_status(draft, id, ClaimStatus::Asserted)
}

fn not_retracted(draft: &Draft<'_>, id: &Id<Claim>) -> Result<(), Faults> {
    if draft.require(id, "claim")?.status == ClaimStatus::Retracted {
        let message = "the claim was taken back; add it again if it holds after all";
        return Err(Fault::new(FaultCode::Conflict, "claim", message).about([id.reference()]).into());
    }
    Ok(())
}

fn set_status(draft: &mut Draft<'_>, id: &Id<Claim>, status: ClaimStatus) -> Result<RecordRef, Faults> {
    let claim = draft.require(id, "claim")?;
    draft.replace(Claim { status, ..claim })?;
    Ok(id.reference())
}

macro_rules! of_any_kind {
    ($($list:ident: $Type:ident, $name:literal;)*) => {
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

        fn add_to_field(draft: &mut Draft<'_>, new: &NewClaim, field: &Label) -> Result<Id<Claim>, Faults> {
            let key = &*new.subject.key;
            match new.subject.kind {
                $(RecordKind::$Type => claimed::<kinds::$Type>(draft, &Id::new(key)?, new, field),)*
            }
        }
    };
}
for_each_noun!(of_any_kind);

/// Claims a value of a field of a record of one kind.
fn claimed<T: Listed>(
    draft: &mut Draft<'_>,
    id: &Id<T>,
    new: &NewClaim,
    field: &Label,
) -> Result<Id<Claim>, Faults> {
    let refused = |error: &DomainError| Faults::from(Fault::rule("value", error));
    let value = new.value.as_ref().map(Label::as_str);
    let Some(record) = draft.get(id).cloned() else {
        return Err(Fault::new(FaultCode::NotFound, "about", format!("there is no {}", new.subject)).into());
    };
    let mut after = with_field(&record, field.as_str(), value).map_err(|error| refused(&error))?;
    after.check().map_err(|error| refused(&error))?;
    let mut named = Named(Vec::new());
    after.visit(&mut named);
    if let Some(missing) = named.0.iter().find(|it| !draft.contains(it)) {
        return Err(Fault::new(FaultCode::NotFound, "value", format!("there is no {missing}")).into());
    }
    if new.is_believed_first {
        draft.set_field(id, field.as_str(), value, "value")?;
        let first =
            draft.claims_about(&new.subject).into_iter().filter(|it| it.field.as_ref() == Some(field));
        let first = first.min_by_key(|it| (it.rank, it.confidence, it.key.clone())).map(|it| it.key.clone());
        return first
            .ok_or_else(|| Fault::new(FaultCode::Conflict, "value", "the claim was not made").into());
    }
    draft.keep_value_so_far(&new.subject, &record, field)?;
    let key = draft.key_of_claim(&new.subject, Some(field), new.value.as_ref())?;
    let known = draft.claims_about(&new.subject);
    let of_field = || known.iter().filter(|it| it.field.as_ref() == Some(field));
    // What is claimed just so already keeps its place: said again, it is believed no less.
    let same = of_field().find(|it| it.key == key && it.status != ClaimStatus::Retracted).map(|it| it.rank);
    let last = || of_field().map(|it| it.rank).max().map_or(1, |it| it.saturating_add(1));
    let rank = same.unwrap_or_else(last);
    draft.claim(&new.subject, Some(field.clone()), new.value.clone(), rank)
}

/// Every record that a record refers to.
struct Named(Vec<RecordRef>);

impl RefVisitor for Named {
    fn required<T: Noun>(&mut self, id: &mut Id<T>) {
        self.0.push(id.reference());
    }
    fn optional<T: Noun>(&mut self, id: &mut Option<Id<T>>) {
        self.0.extend(id.as_ref().map(Id::reference));
    }
    fn list<T: Noun>(&mut self, ids: &mut Vec<Id<T>>) {
        self.0.extend(ids.iter().map(Id::reference));
    }
    fn party(&mut self, party: &mut Party) {
        self.0.extend(party.reference());
    }
    fn optional_party(&mut self, party: &mut Option<Party>) {
        self.0.extend(party.as_ref().and_then(Party::reference));
    }
    fn parties(&mut self, parties: &mut Vec<Party>) {
        self.0.extend(parties.iter().filter_map(Party::reference));
    }
    fn subject(&mut self, subject: &mut RecordRef) {
        self.0.push(subject.clone());
    }
    fn subjects(&mut self, subjects: &mut Vec<RecordRef>) {
        self.0.extend(subjects.iter().cloned());
    }
}
