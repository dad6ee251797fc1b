//! The vocabularies that are data: types of institution, sectors, functions, topics, kinds of meeting, weights of ties.
//!
//! What is defined under a key that is there already is amended: its key stays, so all that refers to it does.

use super::fields::{Setting, set_fields};
use super::look::{Wrong, lies_within};
use super::{Draft, Fault, FaultCode, Faults};
use crate::id::Id;
use crate::list;
use crate::record::{Listed, RecordRef};
use crate::vocabulary::{Function, InstitutionType, Label, MeetingKind, Sector, TieBasis, TieWeight, Topic};

/// A type of institution. None leaves a field as it is; an inner none empties it.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeDefinition {
    /// The key.
    pub key: Id<InstitutionType>,
    /// The code that people know.
    pub code: Option<Label>,
    /// The Polish name.
    pub name_pl: Option<Label>,
    /// The English gloss.
    pub name_en: Option<Label>,
    /// The wider type.
    pub parent: Option<Option<Id<InstitutionType>>>,
    /// Inflected forms by which texts mention it, all of them.
    pub forms: Option<Vec<Label>>,
    /// Whether contacts count for the parent institution.
    pub rolls_up: Option<bool>,
    /// The sector that it implies.
    pub sector: Option<Option<Id<Sector>>>,
    /// The functions that it implies, all of them.
    pub functions: Option<Vec<Id<Function>>>,
}

/// A sector. None leaves a field as it is; an inner none empties it.
#[derive(Debug, Clone, PartialEq)]
pub struct SectorDefinition {
    /// The key.
    pub key: Id<Sector>,
    /// The code.
    pub code: Option<Label>,
    /// The Polish name.
    pub name_pl: Option<Label>,
    /// The English name.
    pub name_en: Option<Label>,
    /// The roll-up of public-social-private partnerships.
    pub roll_up: Option<Option<Label>>,
}

/// A function. None leaves a field as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct FunctionDefinition {
    /// The key.
    pub key: Id<Function>,
    /// The code.
    pub code: Option<Label>,
    /// The Polish name.
    pub name_pl: Option<Label>,
    /// The English name.
    pub name_en: Option<Label>,
}

/// A topic. None leaves a field as it is; an inner none empties it.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicDefinition {
    /// The key.
    pub key: Id<Topic>,
    /// The Polish name.
    pub name_pl: Option<Label>,
    /// The English name.
    pub name_en: Option<Label>,
    /// The wider topic.
    pub broader: Option<Option<Id<Topic>>>,
}

/// A kind of meeting. None leaves a field as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct KindDefinition {
    /// The key.
    pub key: Id<MeetingKind>,
    /// The code.
    pub code: Option<Label>,
    /// The Polish name.
    pub name_pl: Option<Label>,
    /// The English name.
    pub name_en: Option<Label>,
    /// Which base weight its occasions have.
    pub tie_basis: Option<TieBasis>,
    /// Whether the secretariat goes to a host.
    pub is_visit: Option<bool>,
    /// Whether all signatories are called to it.
    pub is_plenary: Option<bool>,
}

/// The base weight of a basis of ties.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WeightDefinition {
    /// The basis.
    pub basis: TieBasis,
    /// The weight; not negative, finite.
    pub weight: f64,
}

/// Adds or amends a type of institution.
///
/// # Errors
/// `NOT_FOUND` for what it names; `INVALID` when a new one lacks what it needs, or would lie below itself.
pub fn define_type(draft: &mut Draft<'_>, it: &TypeDefinition) -> Result<RecordRef, Faults> {
    let mut wrong = Wrong::default();
    wrong.known(draft, it.parent.iter().flatten(), "parent");
    wrong.known(draft, it.sector.iter().flatten(), "sector");
    wrong.all_known(draft, it.functions.iter().flatten(), "functions");
    for (number, form) in it.forms.iter().flatten().enumerate() {
        wrong.no_bar(form.as_str(), &format!("forms.{number}"));
    }
    wrong.done()?;
    not_below_itself(draft, &it.key, it.parent.iter().flatten().next(), "parent", |it| it.parent)?;
    let forms = it.forms.as_ref().map(|it| list::join(it));
    let functions = it.functions.as_ref().map(|it| list::join(it));
    let mut settings = names(it.name_pl.as_ref(), it.name_en.as_ref(), it.code.as_ref());
    settings.extend(it.parent.as_ref().map(|it| Setting::or_empty("parent", it.as_ref(), "parent")));
    settings.extend(forms.map(|it| Setting::or_empty("forms", Some(&it), "forms")));
    settings.extend(it.rolls_up.map(|it| Setting::to("rolls_up", it.to_string(), "rollsUp")));
    settings.extend(it.sector.as_ref().map(|it| Setting::or_empty("sector", it.as_ref(), "sector")));
    settings.extend(functions.map(|it| Setting::or_empty("functions", Some(&it), "functions")));
    define(draft, &it.key, &settings, || {
        Ok(InstitutionType {
            key: it.key.clone(),
            code: needed(it.code.as_ref(), "code")?,
            name_pl: needed(it.name_pl.as_ref(), "namePl")?,
            name_en: needed(it.name_en.as_ref(), "nameEn")?,
            parent: it.parent.clone().flatten(),
            forms: it.forms.clone().unwrap_or_default(),
            rolls_up: it.rolls_up.unwrap_or_default(),
            sector: it.sector.clone().flatten(),
            functions: it.functions.clone().unwrap_or_default(),
        })
    })
}

/// Adds or amends a sector.
///
/// # Errors
/// `INVALID` when a new one lacks what it needs.
pub fn define_sector(draft: &mut Draft<'_>, it: &SectorDefinition) -> Result<RecordRef, Faults> {
    let mut settings = names(it.name_pl.as_ref(), it.name_en.as_ref(), it.code.as_ref());
    settings.extend(it.roll_up.as_ref().map(|it| Setting::or_empty("roll_up", it.as_ref(), "rollUp")));
    define(draft, &it.key, &settings, || {
        Ok(Sector {
            key: it.key.clone(),
            code: needed(it.code.as_ref(), "code")?,
            name_pl: needed(it.name_pl.as_ref(), "namePl")?,
            name_en: needed(it.name_en.as_ref(), "nameEn")?,
            roll_up: it.roll_up.clone().flatten(),
        })
    })
}

/// Adds or amends a function.
///
/// # Errors
/// `INVALID` when a new one lacks what it needs.
pub fn define_function(draft: &mut Draft<'_>, it: &FunctionDefinition) -> Result<RecordRef, Faults> {
    let settings = names(it.name_pl.as_ref(), it.name_en.as_ref(), it.code.as_ref());
    define(draft, &it.key, &settings, || {
        Ok(Function {
            key: it.key.clone(),
            code: needed(it.code.as_ref(), "code")?,
            name_pl: needed(it.name_pl.as_ref(), "namePl")?,
            name_en: needed(it.name_en.as_ref(), "nameEn")?,
        })
    })
}

/// Adds or amends a topic.
///
/// # Errors
/// `NOT_FOUND` for what it names; `INVALID` when a new one lacks what it needs, or would lie below itself.
pub fn define_topic(draft: &mut Draft<'_>, it: &TopicDefinition) -> Result<RecordRef, Faults> {
    let mut wrong = Wrong::default();
    wrong.known(draft, it.broader.iter().flatten(), "broader");
    wrong.done()?;
    not_below_itself(draft, &it.key, it.broader.iter().flatten().next(), "broader", |it| it.broader)?;
    let mut settings = names(it.name_pl.as_ref(), it.name_en.as_ref(), None);
    settings.extend(it.broader.as_ref().map(|it| Setting::or_empty("broader", it.as_ref(), "broader")));
    define(draft, &it.key, &settings, || {
        Ok(Topic {
            key: it.key.clone(),
            name_pl: needed(it.name_pl.as_ref(), "namePl")?,
            name_en: needed(it.name_en.as_ref(), "nameEn")?,
            broader: it.broader.clone().flatten(),
        })
    })
}

/// Adds or amends a kind of meeting.
///
/// # Errors
/// `INVALID` when a new one lacks what it needs.
pub fn define_kind(draft: &mut Draft<'_>, it: &KindDefinition) -> Result<RecordRef, Faults> {
    let mut settings = names(it.name_pl.as_ref(), it.name_en.as_ref(), it.code.as_ref());
    settings.extend(it.tie_basis.map(|it| Setting::to("tie_basis", it.as_str(), "tieBasis")));
    settings.extend(it.is_visit.map(|it| Setting::to("is_visit", it.to_string(), "isVisit")));
    settings.extend(it.is_plenary.map(|it| Setting::to("is_plenary", it.to_string(), "isPlenary")));
    define(draft, &it.key, &settings, || {
        Ok(MeetingKind {
            key: it.key.clone(),
            code: needed(it.code.as_ref(), "code")?,
            name_pl: needed(it.name_pl.as_ref(), "namePl")?,
            name_en: needed(it.name_en.as_ref(), "nameEn")?,
            tie_basis: needed(it.tie_basis.as_ref(), "tieBasis")?,
            is_visit: it.is_visit.unwrap_or_default(),
            is_plenary: it.is_plenary.unwrap_or_default(),
        })
    })
}

/// Sets the base weight of a basis of ties.
///
/// # Errors
/// `INVALID` for a weight that is negative or no number.
pub fn set_tie_weight(draft: &mut Draft<'_>, it: &WeightDefinition) -> Result<RecordRef, Faults> {
    if !it.weight.is_finite() || it.weight < 0.0 {
        let message = "a weight is a finite number, not negative";
        return Err(Fault::new(FaultCode::Invalid, "weight", message).into());
    }
    let known = draft.before().tie_weights.iter().find(|known| known.basis == it.basis);
    let key = match known {
        Some(known) => known.key.clone(),
        None => Id::new(&it.basis.as_str().to_ascii_lowercase().replace('_', "-"))?,
    };
    let settings = [Setting::to("weight", format!("{:?}", it.weight), "weight")];
    define(draft, &key, &settings, || Ok(TieWeight { key: key.clone(), basis: it.basis, weight: it.weight }))
}

/// Adds a record under a key, or sets fields of the one that is there; one that had fallen is claimed again.
pub(super) fn define<T: Listed>(
    draft: &mut Draft<'_>,
    key: &Id<T>,
    settings: &[Setting],
    new: impl FnOnce() -> Result<T, Faults>,
) -> Result<RecordRef, Faults> {
    if draft.get(key).is_none() {
        draft.add(new()?)?;
        return Ok(key.reference());
    }
    if draft.standing(key).is_none() {
        draft.claim_existence(&key.reference())?;
    }
    set_fields(draft, key, settings)?;
    Ok(key.reference())
}

/// What a new record cannot do without.
pub(super) fn needed<T: Clone>(value: Option<&T>, path: &str) -> Result<T, Faults> {
    value.cloned().ok_or_else(|| {
        Fault::new(FaultCode::Invalid, path, "there is none of this key yet: a new one needs this").into()
    })
}

fn names(name_pl: Option<&Label>, name_en: Option<&Label>, code: Option<&Label>) -> Vec<Setting> {
    let mut all = Vec::new();
    all.extend(code.map(|it| Setting::to("code", it.as_str(), "code")));
    all.extend(name_pl.map(|it| Setting::to("name_pl", it.as_str(), "namePl")));
    all.extend(name_en.map(|it| Setting::to("name_en", it.as_str(), "nameEn")));
    all
}

/// Refuses a wider record that lies, over any number of steps, below the one that it is to be wider than.
fn not_below_itself<T: Listed>(
    draft: &Draft<'_>,
    key: &Id<T>,
    wider: Option<&Id<T>>,
    path: &str,
    wider_of: impl Fn(T) -> Option<Id<T>>,
) -> Result<(), Faults> {
    if lies_within(draft, wider, key, wider_of) {
        let message = format!("`{key}` would lie below itself; choose another");
        return Err(Fault::new(FaultCode::Invalid, path, message).about([key.reference()]).into());
    }
    Ok(())
}
