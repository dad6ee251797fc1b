//! Numbers by which registers know institutions: added and withdrawn.

use std::collections::BTreeSet;

use crate::id::Id;
use crate::identifier::{BelongsTo, IdentifierScheme};
use crate::institution::{Institution, InstitutionIdentifier};
use crate::keeping::look::ReadAs;
use crate::keeping::{Draft, Fault, FaultCode, Faults};
use crate::record::RecordRef;
use crate::vocabulary::Label;

/// A number that is to be added to an institution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewIdentifier {
    /// Whose number it is.
    pub institution: Id<Institution>,
    /// The register.
    pub scheme: IdentifierScheme,
    /// The number as the source gives it.
    pub value: Label,
    /// Whether it is the institution's own number or that of its parent.
    pub belongs_to: BelongsTo,
}

/// Adds a number to an institution. A number whose checksum fails is kept and marked, as sources have typing errors; a
/// text that cannot be such a number is refused.
///
/// # Errors
/// `NOT_FOUND`; `INVALID`; `ALREADY_RECORDED` with the institution that has the number as its own, be it this one or
/// another; those of [`Draft::source`].
pub fn add_identifier(draft: &mut Draft<'_>, new: &NewIdentifier) -> Result<RecordRef, Faults> {
    draft.require(&new.institution, "institution")?;
    let number = read(&new.institution, new.scheme, &new.value, new.belongs_to, "value")?;
    let same = of_institution(draft, &new.institution, new.scheme, &number);
    if !same.is_empty() {
        let message = format!("the institution has this {} already", new.scheme);
        let fault = Fault::new(FaultCode::AlreadyRecorded, "value", message);
        return Err(fault.about([new.institution.reference()]).into());
    }
    let users = users_of(draft, &number);
    if !users.is_empty() {
        let message =
            format!("another institution has this {} as its own; is it the same institution?", new.scheme);
        let fault = Fault::new(FaultCode::AlreadyRecorded, "value", message);
        return Err(fault.about(users.into_iter().take(super::CANDIDATES_MAX)).into());
    }
    let key = draft.fresh_key::<InstitutionIdentifier>(&words(&number))?;
    draft.add(InstitutionIdentifier { key, ..number })?;
    Ok(new.institution.reference())
}

/// Withdraws a number from an institution: it was never its number. Nothing is deleted.
///
/// # Errors
/// `NOT_FOUND`, `INVALID` for a text that cannot be such a number.
pub fn withdraw_identifier(
    draft: &mut Draft<'_>,
    (institution, scheme, value): &(Id<Institution>, IdentifierScheme, Label),
) -> Result<RecordRef, Faults> {
    draft.require(institution, "institution")?;
    let number = read(institution, *scheme, value, BelongsTo::Own, "value")?;
    let found = of_institution(draft, institution, *scheme, &number);
    if found.is_empty() {
        let message = format!("the institution has no such {scheme}");
        return Err(Fault::new(FaultCode::NotFound, "value", message).into());
    }
    for it in found {
        draft.withdraw(&it.key, "value")?;
    }
    Ok(institution.reference())
}

/// A number with a key of no meaning, when it can be one.
pub(super) fn read(
    institution: &Id<Institution>,
    scheme: IdentifierScheme,
    value: &Label,
    belongs_to: BelongsTo,
    path: &str,
) -> Result<InstitutionIdentifier, Faults> {
    let number = InstitutionIdentifier {
        key: Id::new("number")?,
        institution: institution.clone(),
        scheme,
        value: value.clone(),
        belongs_to,
    };
    number.read().map_err(|error| Fault::rule(path, &error))?;
    Ok(number)
}

/// The words of which the key of a number is made.
pub(super) fn words(number: &InstitutionIdentifier) -> String {
    let digits = number.read().map(|it| it.normalised().to_owned()).unwrap_or_default();
    format!("{} {digits}", number.scheme)
}

/// The institutions that have a number as their own; none for the number of a parent, which identifies nobody.
pub(super) fn users_of(draft: &Draft<'_>, number: &InstitutionIdentifier) -> BTreeSet<RecordRef> {
    let Ok(number) = number.read() else { return BTreeSet::new() };
    let is_same = |it: &InstitutionIdentifier| it.read().is_ok_and(|other| other.is_same_key(&number));
    let users = draft.all::<InstitutionIdentifier>(is_same).into_iter().map(|it| it.institution);
    users.filter(|it| draft.standing(it).is_some()).map(|it| it.reference()).collect()
}

/// The entries of a number of an institution, whoever it belongs to.
fn of_institution(
    draft: &Draft<'_>,
    institution: &Id<Institution>,
    scheme: IdentifierScheme,
    number: &InstitutionIdentifier,
) -> Vec<InstitutionIdentifier> {
    let normalised = |it: &InstitutionIdentifier| it.read().ok().map(|it| it.normalised().to_owned());
    let (wanted, read_as) = (normalised(number), ReadAs::of(draft));
    draft.all(|it: &InstitutionIdentifier| {
        it.scheme == scheme && normalised(it) == wanted && read_as.is_one(&it.institution, institution)
    })
}
