//! People in roles: offices, people, their tenures. Names are personal values and stand in no record.

use super::look::{Wrong, may_overlap};
use super::{Draft, Fault, FaultCode, Faults};
use crate::date::EdtfDate;
use crate::id::Id;
use crate::institution::Institution;
use crate::naming::NameForms;
use crate::office::Office;
use crate::person::{Person, PersonName, PublicFunction, Tenure};
use crate::polish::fold;
use crate::record::{Listed, Noun as _, RecordRef};
use crate::territory::TerritorialUnit;
use crate::vocabulary::{Label, Sector};

/// An office that is to be added.
#[derive(Debug, Clone, PartialEq)]
pub struct NewOffice {
    /// The Polish title.
    pub title_pl: Label,
    /// The English title.
    pub title_en: Label,
    /// The institution that it heads or belongs to.
    pub institution: Option<Id<Institution>>,
    /// The territory of the office.
    pub territory: Option<Id<TerritorialUnit>>,
    /// The sector.
    pub sector: Option<Id<Sector>>,
}

/// Adds an office: a post that holds roles whoever fills it.
///
/// # Errors
/// `ALREADY_RECORDED` with the office of the same folded title in the same institution and territory; `NOT_FOUND`; those
/// of [`Draft::source`].
pub fn add_office(draft: &mut Draft<'_>, new: &NewOffice) -> Result<RecordRef, Faults> {
    let mut wrong = Wrong::default();
    wrong.known(draft, new.institution.as_ref(), "institution");
    wrong.known(draft, new.territory.as_ref(), "territory");
    wrong.known(draft, new.sector.as_ref(), "sector");
    let title = fold(new.title_pl.as_str());
    let same = draft.all::<Office>(|it| {
        fold(it.title_pl.as_str()) == title
            && it.institution == new.institution
            && it.territory == new.territory
    });
    if !same.is_empty() {
        let fault = Fault::new(FaultCode::AlreadyRecorded, "titlePl", "this office is recorded");
        wrong.add(fault.about(same.iter().map(Office::reference)));
    }
    wrong.done()?;
    let key = draft.fresh_key::<Office>(new.title_pl.as_str())?;
    let key = draft.add(Office {
        key,
        title_pl: new.title_pl.clone(),
        title_en: new.title_en.clone(),
        institution: new.institution.clone(),
        territory: new.territory.clone(),
        sector: new.sector.clone(),
    })?;
    Ok(key.reference())
}

/// A person that is to be added.
#[derive(Debug, Clone, PartialEq)]
pub struct NewPerson {
    /// How public the function is; it decides who may see the name.
    pub public_function: PublicFunction,
    /// The function in Polish.
    pub function_pl: Label,
    /// The function in English.
    pub function_en: Label,
    /// Given name and surname, kept apart from the record; none when the source does not give it.
    pub full_name: Option<Label>,
}

/// Adds a person by function. The key is made from the function, never from the name, and the name is no part of the
/// record: it is kept with the personal values, so that it can be erased.
///
/// # Errors
/// `PERSONAL_DATA` when the function holds the name, or a way to reach somebody; those of [`Draft::source`].
pub fn add_person(draft: &mut Draft<'_>, new: &NewPerson) -> Result<RecordRef, Faults> {
    let mut wrong = Wrong::default();
    for (text, path) in [(&new.function_pl, "functionPl"), (&new.function_en, "functionEn")] {
        function_of(Some(text), new.full_name.as_ref(), path, &mut wrong);
    }
    wrong.done()?;
    let key = draft.fresh_key::<Person>(new.function_en.as_str())?;
    let key = draft.add(Person {
        key,
        public_function: new.public_function,
        function_pl: new.function_pl.clone(),
        function_en: new.function_en.clone(),
    })?;
    if let Some(full_name) = &new.full_name {
        let name = PersonName { person: key.clone(), full_name: full_name.clone() };
        draft.changes_mut().personal.names.push(name);
    }
    Ok(key.reference())
}

/// A function says what a person does: it holds no way to reach anybody, nor the name.
pub(super) fn function_of(function: Option<&Label>, name: Option<&Label>, path: &str, wrong: &mut Wrong) {
    wrong.text(function, path);
    let holds_name = function
        .zip(name)
        .is_some_and(|(function, name)| NameForms::new(name.as_str()).is_hinted_at(function.as_str()));
    if holds_name {
        let message = "the function seems to hold the name; say what the person does, not who it is";
        wrong.add(Fault::new(FaultCode::PersonalData, path, message));
    }
}

/// A tenure that is to be recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct NewTenure {
    /// Who.
    pub person: Id<Person>,
    /// The office held.
    pub office: Option<Id<Office>>,
    /// The institution worked for or spoken for.
    pub institution: Option<Id<Institution>>,
    /// The role in Polish.
    pub role_pl: Label,
    /// The role in English.
    pub role_en: Label,
    /// When the source shows the person in the role.
    pub as_of: EdtfDate,
    /// Since when.
    pub valid_from: EdtfDate,
    /// Until when; unknown while it lasts.
    pub valid_to: EdtfDate,
}

/// Records that a person holds an office, or has a place in an institution.
///
/// # Errors
/// `ALREADY_RECORDED` with the tenure when the person holds the same in that time already; `INVALID` when neither is
/// named, or the period ends before it begins; `NOT_FOUND`, `PERSONAL_DATA`; those of [`Draft::source`].
pub fn record_tenure(draft: &mut Draft<'_>, new: &NewTenure) -> Result<RecordRef, Faults> {
    let mut wrong = Wrong::default();
    wrong.known(draft, Some(&new.person), "person");
    wrong.known(draft, new.office.as_ref(), "office");
    wrong.known(draft, new.institution.as_ref(), "institution");
    wrong.text(Some(&new.role_pl), "rolePl");
    wrong.text(Some(&new.role_en), "roleEn");
    wrong.period(new.valid_from, new.valid_to, "validTo");
    if new.office.is_none() && new.institution.is_none() {
        wrong.add(Fault::new(FaultCode::Invalid, "office", "name an office or an institution"));
    }
    let period = (new.valid_from, new.valid_to);
    let same = draft.all::<Tenure>(|it| {
        it.person == new.person
            && (&it.office, &it.institution) == (&new.office, &new.institution)
            && fold(it.role_pl.as_str()) == fold(new.role_pl.as_str())
            && may_overlap((it.valid_from, it.valid_to), period)
    });
    if !same.is_empty() {
        let message = "this tenure is recorded in that time already";
        let fault = Fault::new(FaultCode::AlreadyRecorded, "person", message);
        wrong.add(fault.about(same.iter().map(Tenure::reference)));
    }
    wrong.done()?;
    let key = draft.fresh_key::<Tenure>(&format!("tenure {}", new.person))?;
    draft.add(Tenure {
        key,
        person: new.person.clone(),
        office: new.office.clone(),
        institution: new.institution.clone(),
        role_pl: new.role_pl.clone(),
        role_en: new.role_en.clone(),
        as_of: new.as_of,
        valid_from: new.valid_from,
        valid_to: new.valid_to,
    })?;
    Ok(new.person.reference())
}

/// Records when a tenure ended. That it was held stays on record.
///
/// # Errors
/// `NOT_FOUND`; `ALREADY_RECORDED` when its end is recorded; `INVALID` when it would end before it began, or at no date;
/// those of [`Draft::source`].
pub fn end_tenure(draft: &mut Draft<'_>, (tenure, on): &(Id<Tenure>, EdtfDate)) -> Result<RecordRef, Faults> {
    let before = draft.require(tenure, "tenure")?;
    end(draft, tenure, (before.valid_from, before.valid_to), *on, "tenure")?;
    Ok(before.person.reference())
}

/// Drafts the end of what has a period.
pub(super) fn end<T: Listed>(
    draft: &mut Draft<'_>,
    id: &Id<T>,
    (from, to): (EdtfDate, EdtfDate),
    on: EdtfDate,
    path: &str,
) -> Result<(), Faults> {
    let mut wrong = Wrong::default();
    if on.is_unknown() {
        let message = "say when, as precisely as the source does: a day, a month, a year, `../2016`";
        wrong.add(Fault::new(FaultCode::Invalid, "on", message));
    } else if !to.is_unknown() {
        let message = format!("it is recorded that it ended: {to}");
        wrong.add(Fault::new(FaultCode::AlreadyRecorded, path, message).about([id.reference()]));
    }
    wrong.period(from, on, "on");
    wrong.done()?;
    draft.set_field(id, "valid_to", Some(&on.to_string()), "on")
}
