//! What governs answers besides vocabularies: norms, expectations, and numbers that sources declare.

use super::fields::Setting;
use super::look::Wrong;
use super::vocabulary::{define, needed};
use super::{Draft, Fault, FaultCode, Faults};
use crate::call::Project;
use crate::date::EdtfDate;
use crate::expectation::{Expectation, PlaceBasis};
use crate::id::Id;
use crate::indicator::{Collection, Indicator, IndicatorNature};
use crate::list;
use crate::norm::{NormKind, NormRule};
use crate::partnership::Partnership;
use crate::record::{RecordKind, RecordRef};
use crate::territory::{TerritorialUnit, TerritoryLevel};
use crate::vocabulary::{Function, InstitutionType, Label, MeetingKind, Sector};

/// A norm. None leaves a field as it is; an inner none empties it.
#[derive(Debug, Clone, PartialEq)]
pub struct NormDefinition {
    /// The key.
    pub key: Id<NormRule>,
    /// The kind.
    pub kind: Option<NormKind>,
    /// What it says, in our own Polish words.
    pub text_pl: Option<Label>,
    /// What it says, in our own English words.
    pub text_en: Option<Option<Label>>,
    /// The partnership that it binds.
    pub partnership: Option<Option<Id<Partnership>>>,
    /// The project that it binds.
    pub project: Option<Option<Id<Project>>>,
    /// The kind of meeting that it speaks of.
    pub meeting_kind: Option<Option<Id<MeetingKind>>>,
    /// The type that it speaks of.
    pub institution_type: Option<Option<Id<InstitutionType>>>,
    /// The number in it.
    pub threshold: Option<Option<u32>>,
}

/// An expectation. None leaves a field as it is; an inner none empties it.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpectationDefinition {
    /// The key.
    pub key: Id<Expectation>,
    /// What is expected, in our own Polish words.
    pub text_pl: Option<Label>,
    /// What is expected, in our own English words.
    pub text_en: Option<Option<Label>>,
    /// The type that is expected; just one of type, sector and function, and the same for ever.
    pub r#type: Option<Id<InstitutionType>>,
    /// The sector that is expected.
    pub sector: Option<Id<Sector>>,
    /// The function that is expected.
    pub function: Option<Id<Function>>,
    /// The level of the units.
    pub level: Option<TerritoryLevel>,
    /// The unit that it is limited to.
    pub within: Option<Option<Id<TerritorialUnit>>>,
    /// The kinds of unit that it leaves out, all of them.
    pub excluded_kinds: Option<Vec<Label>>,
    /// How many are expected in a unit; 1 or more.
    pub minimum: Option<u32>,
    /// Seated in the unit, or serving it.
    pub place: Option<PlaceBasis>,
    /// The partnership whose expectation it is.
    pub partnership: Option<Option<Id<Partnership>>>,
    /// The law or policy that it rests on, in Polish.
    pub basis_pl: Option<Label>,
    /// The law or policy that it rests on, in English.
    pub basis_en: Option<Option<Label>>,
    /// Where in the law or policy.
    pub reference: Option<Option<Label>>,
    /// Since when it holds.
    pub valid_from: Option<EdtfDate>,
    /// Until when it held.
    pub valid_to: Option<EdtfDate>,
}

/// A number that a source gives.
#[derive(Debug, Clone, PartialEq)]
pub struct NewIndicator {
    /// The Polish label.
    pub label_pl: Label,
    /// The English label.
    pub label_en: Option<Label>,
    /// The value; finite, not negative.
    pub value: f64,
    /// The unit, such as `PERSON`.
    pub unit: Label,
    /// As of when, or for which period.
    pub as_of: EdtfDate,
    /// What kind of number it is.
    pub nature: IndicatorNature,
    /// What it is about.
    pub of: Option<RecordRef>,
    /// The collection whose size it declares.
    pub collection: Option<Collection>,
    /// A remark on how to read it.
    pub note: Option<Label>,
}

/// Adds or amends a norm.
///
/// # Errors
/// `NOT_FOUND` for what it names; `INVALID` when a new one lacks what it needs.
pub fn define_norm(draft: &mut Draft<'_>, it: &NormDefinition) -> Result<RecordRef, Faults> {
    let mut wrong = Wrong::default();
    wrong.known(draft, it.partnership.iter().flatten(), "partnership");
    wrong.known(draft, it.project.iter().flatten(), "project");
    wrong.known(draft, it.meeting_kind.iter().flatten(), "meetingKind");
    wrong.known(draft, it.institution_type.iter().flatten(), "institutionType");
    wrong.done()?;
    let mut all = Vec::new();
    all.extend(it.kind.map(|it| Setting::to("kind", it.as_str(), "kind")));
    all.extend(it.text_pl.as_ref().map(|it| Setting::to("text_pl", it.as_str(), "textPl")));
    all.extend(it.text_en.as_ref().map(|it| Setting::or_empty("text_en", it.as_ref(), "textEn")));
    let partnership = it.partnership.as_ref();
    all.extend(partnership.map(|it| Setting::or_empty("partnership", it.as_ref(), "partnership")));
    all.extend(it.project.as_ref().map(|it| Setting::or_empty("project", it.as_ref(), "project")));
    let kind = it.meeting_kind.as_ref();
    all.extend(kind.map(|it| Setting::or_empty("meeting_kind", it.as_ref(), "meetingKind")));
    let r#type = it.institution_type.as_ref();
    all.extend(r#type.map(|it| Setting::or_empty("institution_type", it.as_ref(), "institutionType")));
    all.extend(it.threshold.map(|it| Setting::or_empty("threshold", it.as_ref(), "threshold")));
    define(draft, &it.key, &all, || {
        Ok(NormRule {
            key: it.key.clone(),
            kind: needed(it.kind.as_ref(), "kind")?,
            text_pl: needed(it.text_pl.as_ref(), "textPl")?,
            text_en: it.text_en.clone().flatten(),
            partnership: it.partnership.clone().flatten(),
            project: it.project.clone().flatten(),
            meeting_kind: it.meeting_kind.clone().flatten(),
            institution_type: it.institution_type.clone().flatten(),
            threshold: it.threshold.flatten(),
        })
    })
}

/// Adds or amends an expectation.
///
/// # Errors
/// `NOT_FOUND` for what it names; `INVALID` when a new one lacks what it needs, or another thing would be expected than
/// so far: that is another expectation.
pub fn define_expectation(draft: &mut Draft<'_>, it: &ExpectationDefinition) -> Result<RecordRef, Faults> {
    let mut wrong = Wrong::default();
    wrong.known(draft, &it.r#type, "type");
    wrong.known(draft, &it.sector, "sector");
    wrong.known(draft, &it.function, "function");
    wrong.known(draft, it.within.iter().flatten(), "within");
    wrong.known(draft, it.partnership.iter().flatten(), "partnership");
    for (number, kind) in it.excluded_kinds.iter().flatten().enumerate() {
        wrong.no_bar(kind.as_str(), &format!("excludedKinds.{number}"));
    }
    if it.minimum == Some(0) {
        wrong.refuse(FaultCode::Invalid, "minimum", "at least one institution is expected");
    }
    let is_given = [it.r#type.is_some(), it.sector.is_some(), it.function.is_some()];
    let is_given = is_given.into_iter().filter(|it| *it).count();
    let known = draft.standing(&it.key);
    let is_another = known.as_ref().is_some_and(|known| {
        (&known.r#type, &known.sector, &known.function) != (&it.r#type, &it.sector, &it.function)
    });
    if is_given > 1 || (known.is_none() && is_given == 0) {
        let message = "name just one of a type, a sector and a function";
        wrong.refuse(FaultCode::Invalid, "type", message);
    } else if is_given == 1 && is_another {
        let message = "what is expected stays the same; define another expectation";
        wrong.refuse(FaultCode::Invalid, "type", message);
    }
    wrong.done()?;
    define(draft, &it.key, &expectation_settings(it), || {
        Ok(Expectation {
            key: it.key.clone(),
            text_pl: needed(it.text_pl.as_ref(), "textPl")?,
            text_en: it.text_en.clone().flatten(),
            r#type: it.r#type.clone(),
            sector: it.sector.clone(),
            function: it.function.clone(),
            level: needed(it.level.as_ref(), "level")?,
            within: it.within.clone().flatten(),
            excluded_kinds: it.excluded_kinds.clone().unwrap_or_default(),
            minimum: it.minimum.unwrap_or(1),
            place: it.place.unwrap_or(PlaceBasis::Seat),
            partnership: it.partnership.clone().flatten(),
            basis_pl: needed(it.basis_pl.as_ref(), "basisPl")?,
            basis_en: it.basis_en.clone().flatten(),
            reference: it.reference.clone().flatten(),
            valid_from: it.valid_from.unwrap_or(EdtfDate::UNKNOWN),
            valid_to: it.valid_to.unwrap_or(EdtfDate::UNKNOWN),
        })
    })
}

fn expectation_settings(it: &ExpectationDefinition) -> Vec<Setting> {
    let mut all = Vec::new();
    all.extend(it.text_pl.as_ref().map(|it| Setting::to("text_pl", it.as_str(), "textPl")));
    all.extend(it.text_en.as_ref().map(|it| Setting::or_empty("text_en", it.as_ref(), "textEn")));
    all.extend(it.level.map(|it| Setting::to("level", it.as_str(), "level")));
    all.extend(it.within.as_ref().map(|it| Setting::or_empty("within", it.as_ref(), "within")));
    let kinds = it.excluded_kinds.as_ref().map(|it| list::join(it));
    all.extend(kinds.map(|it| Setting::or_empty("excluded_kinds", Some(&it), "excludedKinds")));
    all.extend(it.minimum.map(|it| Setting::to("minimum", it.to_string(), "minimum")));
    all.extend(it.place.map(|it| Setting::to("place", it.as_str(), "place")));
    let partnership = it.partnership.as_ref();
    all.extend(partnership.map(|it| Setting::or_empty("partnership", it.as_ref(), "partnership")));
    all.extend(it.basis_pl.as_ref().map(|it| Setting::to("basis_pl", it.as_str(), "basisPl")));
    all.extend(it.basis_en.as_ref().map(|it| Setting::or_empty("basis_en", it.as_ref(), "basisEn")));
    all.extend(it.reference.as_ref().map(|it| Setting::or_empty("reference", it.as_ref(), "reference")));
    all.extend(it.valid_from.map(|it| Setting::or_empty("valid_from", Some(&it), "validFrom")));
    all.extend(it.valid_to.map(|it| Setting::or_empty("valid_to", Some(&it), "validTo")));
    all
}

/// Records a number that a source gives. One that declares the size of a collection makes its completeness known.
///
/// # Errors
/// `NOT_FOUND` for what it is about; `INVALID` for a number or a collection that cannot be; `ALREADY_RECORDED` when
/// the same number is there.
pub fn record_indicator(draft: &mut Draft<'_>, new: &NewIndicator) -> Result<RecordRef, Faults> {
    if let Some(of) = new.of.as_ref().filter(|it| !draft.contains(it)) {
        return Err(Fault::new(FaultCode::NotFound, "of", format!("there is no {of}")).into());
    }
    if let Some(collection) = new.collection {
        let kinds = collected_of(collection);
        if new.of.as_ref().is_none_or(|it| !kinds.contains(&it.kind)) {
            let kinds: Vec<_> = kinds.iter().map(|it| it.as_str()).collect();
            let message = format!("say whose {collection} these are: the id of a {}", kinds.join(" or a "));
            return Err(Fault::new(FaultCode::Invalid, "of", message).into());
        }
    }
    let same = draft.before().indicators.iter().filter(|it| {
        it.of == new.of
            && it.collection == new.collection
            && it.as_of == new.as_of
            && it.unit == new.unit
            && it.nature == new.nature
            && (it.collection.is_some() || it.label_pl == new.label_pl)
            && it.value.total_cmp(&new.value).is_eq()
    });
    if let Some(same) = same.map(|it| &it.key).find(|it| draft.standing(it).is_some()) {
        let message = "the number is in the record already; add a claim to it instead";
        return Err(super::fields::recorded_already("value", message, [same.reference()]));
    }
    let key = draft.fresh_key::<Indicator>(new.label_pl.as_str())?;
    let indicator = Indicator {
        key,
        label_pl: new.label_pl.clone(),
        label_en: new.label_en.clone(),
        value: new.value,
        unit: new.unit.clone(),
        as_of: new.as_of,
        nature: new.nature,
        of: new.of.clone(),
        collection: new.collection,
        note: new.note.clone(),
    };
    crate::record::Noun::check(&indicator).map_err(|error| Fault::rule("value", &error))?;
    draft.add(indicator).map(|it| it.reference())
}

/// The kinds of record that have a collection.
fn collected_of(collection: Collection) -> &'static [RecordKind] {
    match collection {
        Collection::Signatories | Collection::ChildPartnerships => &[RecordKind::Partnership],
        Collection::Meetings => &[RecordKind::MeetingSeries],
        Collection::Participants => &[RecordKind::Meeting, RecordKind::MeetingSeries],
        Collection::Members => &[RecordKind::Body],
        Collection::Proposals => &[RecordKind::Resolution],
        Collection::Units => &[RecordKind::Institution],
        Collection::ProjectPartnerships | Collection::Recipients => &[RecordKind::FundingAggregate],
    }
}
