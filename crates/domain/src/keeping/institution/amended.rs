//! Amending an institution.

use crate::date::EdtfDate;
use crate::id::Id;
use crate::institution::{Institution, InstitutionState, Naming};
use crate::keeping::amend::{Settings, text};
use crate::keeping::look::{Wrong, lies_within};
use crate::keeping::{Draft, Fault, FaultCode, Faults};
use crate::list;
use crate::record::RecordRef;
use crate::territory::TerritorialUnit;
use crate::vocabulary::{Function, InstitutionType, Label, Sector};
use crate::words;

words! {
    /// A field of an institution that can be emptied.
    InstitutionField {
        /// The English name.
        NameEn = "NAME_EN",
        /// The short name.
        ShortName = "SHORT_NAME",
        /// The type.
        Type = "TYPE",
        /// The sector.
        Sector = "SECTOR",
        /// The functions.
        Functions = "FUNCTIONS",
        /// The seat.
        Seat = "SEAT",
        /// The institution that it is a part of.
        Parent = "PARENT",
        /// When it came to be.
        ExistedFrom = "EXISTED_FROM",
        /// When it ceased to be.
        ExistedTo = "EXISTED_TO",
        /// The remark.
        Note = "NOTE",
    }
}

impl InstitutionField {
    /// The name in import files.
    const fn name(self) -> &'static str {
        match self {
            Self::NameEn => "name_en",
            Self::ShortName => "short_name",
            Self::Type => "type",
            Self::Sector => "sector",
            Self::Functions => "functions",
            Self::Seat => "seat",
            Self::Parent => "parent",
            Self::ExistedFrom => "existed_from",
            Self::ExistedTo => "existed_to",
            Self::Note => "note",
        }
    }
}

/// What the source says of fields of an institution. What is none is left alone.
#[derive(Debug, Clone, PartialEq)]
pub struct InstitutionAmendment {
    /// The institution.
    pub institution: Id<Institution>,
    /// The Polish name in the nominative.
    pub name_pl: Option<Label>,
    /// An English rendering of the name.
    pub name_en: Option<Label>,
    /// A short name or abbreviation of its own.
    pub short_name: Option<Label>,
    /// The type.
    pub r#type: Option<Id<InstitutionType>>,
    /// The sector.
    pub sector: Option<Id<Sector>>,
    /// All functions, in place of those so far.
    pub functions: Option<Vec<Id<Function>>>,
    /// The unit of its seat.
    pub seat: Option<Id<TerritorialUnit>>,
    /// The institution that it is a unit, branch or site of.
    pub parent: Option<Id<Institution>>,
    /// When it came to be.
    pub existed_from: Option<EdtfDate>,
    /// When it ceased to be.
    pub existed_to: Option<EdtfDate>,
    /// Whether it exists.
    pub state: Option<InstitutionState>,
    /// Whether it is named.
    pub naming: Option<Naming>,
    /// A remark, without personal data.
    pub note: Option<Label>,
    /// Fields that are to be emptied.
    pub clear: Vec<InstitutionField>,
}

/// Amends an institution: what the source says of a field is believed from now on. What other sources said stays
/// claimed, and is believed again when this source is retracted. What says nothing new changes nothing.
///
/// # Errors
/// `NOT_FOUND`; `INVALID`, such as an end before the beginning, or an institution that is a part of itself;
/// `PERSONAL_DATA`; those of [`Draft::source`].
pub fn amend_institution(draft: &mut Draft<'_>, new: &InstitutionAmendment) -> Result<RecordRef, Faults> {
    let id = &new.institution;
    let before = draft.require(id, "institution")?;
    let settings = Settings::default()
        .set("namePl", "name_pl", text(new.name_pl.as_ref()))
        .set("nameEn", "name_en", text(new.name_en.as_ref()))
        .set("shortName", "short_name", text(new.short_name.as_ref()))
        .set("type", "type", text(new.r#type.as_ref()))
        .set("sector", "sector", text(new.sector.as_ref()))
        .set("functions", "functions", new.functions.as_deref().map(list::join))
        .set("seat", "seat", text(new.seat.as_ref()))
        .set("parent", "parent", text(new.parent.as_ref()))
        .set("existedFrom", "existed_from", text(new.existed_from.as_ref()))
        .set("existedTo", "existed_to", text(new.existed_to.as_ref()))
        .set("state", "state", text(new.state.as_ref()))
        .set("naming", "naming", text(new.naming.as_ref()))
        .set("note", "note", text(new.note.as_ref()))
        .clear(new.clear.iter().map(|it| it.name()))?;
    let mut wrong = Wrong::default();
    wrong.known(draft, new.r#type.as_ref(), "type");
    wrong.known(draft, new.sector.as_ref(), "sector");
    wrong.all_known(draft, new.functions.as_deref().unwrap_or_default(), "functions");
    wrong.known(draft, new.seat.as_ref(), "seat");
    wrong.known(draft, new.parent.as_ref(), "parent");
    wrong.text(new.note.as_ref(), "note");
    if lies_within(draft, new.parent.as_ref(), id, |it| it.parent) {
        let message = "the institution would be a part of itself";
        wrong.add(Fault::new(FaultCode::Invalid, "parent", message).about([id.reference()]));
    }
    let after = settings.on(&before)?;
    wrong.period(after.existed_from, after.existed_to, "existedTo");
    wrong.done()?;
    settings.draft(draft, id)?;
    Ok(id.reference())
}
