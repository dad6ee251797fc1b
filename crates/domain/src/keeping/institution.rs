//! Institutions: added, amended, withdrawn; the numbers by which registers know them; the territories that they serve.

mod amended;
mod identifier;
mod served;

pub use amended::{InstitutionAmendment, InstitutionField, amend_institution};
pub use identifier::{NewIdentifier, add_identifier, withdraw_identifier};
pub use served::{NewServedTerritory, add_served_territory, withdraw_served_territory};

use std::collections::BTreeSet;

use identifier::users_of;

use super::look::Wrong;
use super::{Draft, Fault, FaultCode, Faults};
use crate::date::EdtfDate;
use crate::id::Id;
use crate::identifier::{BelongsTo, IdentifierScheme};
use crate::institution::{Institution, InstitutionIdentifier, InstitutionState, Naming};
use crate::mention::Mention;
use crate::polish::fold;
use crate::record::{Noun as _, RecordRef};
use crate::territory::TerritorialUnit;
use crate::vocabulary::{Function, InstitutionType, Label, Sector};

/// The most candidates that a fault names.
pub(super) const CANDIDATES_MAX: usize = 20;

/// An institution that is to be added.
#[derive(Debug, Clone, PartialEq)]
pub struct NewInstitution {
    /// The Polish name in the nominative.
    pub name_pl: Label,
    /// An English rendering of the name.
    pub name_en: Option<Label>,
    /// A short name or abbreviation of its own.
    pub short_name: Option<Label>,
    /// The type.
    pub r#type: Option<Id<InstitutionType>>,
    /// The sector.
    pub sector: Option<Id<Sector>>,
    /// Functions.
    pub functions: Vec<Id<Function>>,
    /// The unit of its seat.
    pub seat: Option<Id<TerritorialUnit>>,
    /// The institution that it is a unit, branch or site of.
    pub parent: Option<Id<Institution>>,
    /// When it came to be.
    pub existed_from: EdtfDate,
    /// When it ceased to be.
    pub existed_to: EdtfDate,
    /// Whether it exists.
    pub state: InstitutionState,
    /// Whether it is named.
    pub naming: Naming,
    /// A remark, without personal data.
    pub note: Option<Label>,
    /// The numbers under which registers know it: register, number, whose it is.
    pub identifiers: Vec<(IdentifierScheme, Label, BelongsTo)>,
    /// Whether it is added though another one has the same name or number.
    pub even_if_similar: bool,
}

/// Adds an institution as the source calls it, with its numbers.
///
/// # Errors
/// `ALREADY_RECORDED` with the candidates when one of the same folded name, or with the same number of its own, stands;
/// `NOT_FOUND`, `INVALID`, `PERSONAL_DATA`; those of [`Draft::source`].
pub fn add_institution(draft: &mut Draft<'_>, new: &NewInstitution) -> Result<RecordRef, Faults> {
    let mut wrong = Wrong::default();
    wrong.known(draft, new.r#type.as_ref(), "type");
    wrong.known(draft, new.sector.as_ref(), "sector");
    wrong.all_known(draft, &new.functions, "functions");
    wrong.known(draft, new.seat.as_ref(), "seat");
    wrong.known(draft, new.parent.as_ref(), "parent");
    wrong.period(new.existed_from, new.existed_to, "existedTo");
    wrong.text(new.note.as_ref(), "note");
    let key = draft.fresh_key::<Institution>(new.name_pl.as_str())?;
    let numbers = read_numbers(&key, new, &mut wrong);
    if !new.even_if_similar {
        similar(draft, new, &numbers, &mut wrong);
    }
    wrong.done()?;
    draft.add(Institution {
        key: key.clone(),
        name_pl: new.name_pl.clone(),
        name_en: new.name_en.clone(),
        short_name: new.short_name.clone(),
        r#type: new.r#type.clone(),
        sector: new.sector.clone(),
        functions: new.functions.clone(),
        seat: new.seat.clone(),
        parent: new.parent.clone(),
        existed_from: new.existed_from,
        existed_to: new.existed_to,
        state: new.state,
        naming: new.naming,
        note: new.note.clone(),
    })?;
    for number in numbers {
        let key = draft.fresh_key::<InstitutionIdentifier>(&identifier::words(&number))?;
        draft.add(InstitutionIdentifier { key, ..number })?;
    }
    Ok(key.reference())
}

/// Withdraws an institution that was entered by mistake: the claims of its existence are taken back, and what cannot
/// be without it falls with it. Nothing is deleted.
///
/// # Errors
/// `NOT_FOUND`.
pub fn withdraw_institution(draft: &mut Draft<'_>, id: &Id<Institution>) -> Result<RecordRef, Faults> {
    draft.withdraw(id, "institution")?;
    Ok(id.reference())
}

/// The numbers of a new institution, each with its register at most once.
fn read_numbers(
    key: &Id<Institution>,
    new: &NewInstitution,
    wrong: &mut Wrong,
) -> Vec<InstitutionIdentifier> {
    let mut numbers: Vec<InstitutionIdentifier> = Vec::new();
    for (place, (scheme, value, belongs_to)) in new.identifiers.iter().enumerate() {
        let path = format!("identifiers.{place}");
        let read = identifier::read(key, *scheme, value, *belongs_to, &format!("{path}.value"));
        let Some(number) = wrong.keep(read) else { continue };
        if numbers.iter().any(|it| it.scheme == number.scheme && it.belongs_to == number.belongs_to) {
            let message = format!("a {scheme} is given twice; give it once");
            wrong.add(Fault::new(FaultCode::Invalid, &path, message));
            continue;
        }
        numbers.push(number);
    }
    numbers
}

/// Who has the name already, or is mentioned by it, or has one of the numbers as its own.
fn similar(draft: &Draft<'_>, new: &NewInstitution, numbers: &[InstitutionIdentifier], wrong: &mut Wrong) {
    let name = fold(new.name_pl.as_str());
    let is_name = |it: &Label| fold(it.as_str()) == name;
    let named = draft.all::<Institution>(|it| {
        [Some(&it.name_pl), it.name_en.as_ref(), it.short_name.as_ref()].into_iter().flatten().any(is_name)
    });
    let mentioned = draft.all::<Mention>(|it| it.target.kind == Institution::KIND && is_name(&it.surface));
    let mut same: BTreeSet<RecordRef> = named.iter().map(crate::record::Noun::reference).collect();
    let targets = mentioned.into_iter().map(|it| it.target);
    same.extend(
        targets.filter(|it| {
            Id::from_reference(it).is_some_and(|it| draft.standing::<Institution>(&it).is_some())
        }),
    );
    if !same.is_empty() {
        let message = "an institution of this name is recorded; look whether it is the same, and set evenIfSimilar \
                       when it is not";
        let fault = Fault::new(FaultCode::AlreadyRecorded, "namePl", message);
        wrong.add(fault.about(same.into_iter().take(CANDIDATES_MAX)));
    }
    for (place, number) in numbers.iter().enumerate() {
        let users = users_of(draft, number);
        if !users.is_empty() {
            let message = "an institution has this number as its own; look whether it is the same";
            let path = format!("identifiers.{place}.value");
            let fault = Fault::new(FaultCode::AlreadyRecorded, &path, message);
            wrong.add(fault.about(users.into_iter().take(CANDIDATES_MAX)));
        }
    }
}
