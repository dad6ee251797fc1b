//! Amending a partnership.

use super::{Stage, listed};
use crate::date::EdtfDate;
use crate::id::Id;
use crate::keeping::amend::{Settings, text};
use crate::keeping::look::{Wrong, lies_within};
use crate::keeping::{Draft, Fault, FaultCode, Faults};
use crate::list;
use crate::partnership::{LifecycleEvent, Partnership, PartnershipKind};
use crate::record::{Noun as _, RecordRef};
use crate::territory::TerritorialUnit;
use crate::vocabulary::{Label, Sector};
use crate::words;

words! {
    /// A field of a partnership that can be emptied.
    PartnershipField {
        /// The English name.
        NameEn = "NAME_EN",
        /// The partnership that it is part of.
        Parent = "PARENT",
        /// When it was founded.
        Founded = "FOUNDED",
        /// The territory.
        Territory = "TERRITORY",
        /// The sectors that it means to bring together.
        IntendedSectors = "INTENDED_SECTORS",
        /// Its aims.
        Aims = "AIMS",
        /// Whether anybody who wants may join.
        OpenAccession = "OPEN_ACCESSION",
        /// The remark.
        Note = "NOTE",
    }
}

impl PartnershipField {
    /// The name in import files.
    const fn name(self) -> &'static str {
        match self {
            Self::NameEn => "name_en",
            Self::Parent => "parent",
            Self::Founded => "founded",
            Self::Territory => "territory",
            Self::IntendedSectors => "intended_sectors",
            Self::Aims => "aims",
            Self::OpenAccession => "open_accession",
            Self::Note => "note",
        }
    }
}

/// What the source says of fields of a partnership. What is none is left alone.
#[derive(Debug, Clone, PartialEq)]
pub struct PartnershipAmendment {
    /// The partnership.
    pub partnership: Id<Partnership>,
    /// The Polish name.
    pub name_pl: Option<Label>,
    /// The English name.
    pub name_en: Option<Label>,
    /// The kind.
    pub kind: Option<PartnershipKind>,
    /// The partnership that it is part of.
    pub parent: Option<Id<Partnership>>,
    /// When it was founded.
    pub founded: Option<EdtfDate>,
    /// The territory.
    pub territory: Option<Id<TerritorialUnit>>,
    /// All sectors that it means to bring together.
    pub intended_sectors: Option<Vec<Id<Sector>>>,
    /// All its aims.
    pub aims: Option<Vec<Label>>,
    /// Whether anybody who wants may join.
    pub open_accession: Option<bool>,
    /// A remark, in our own words.
    pub note: Option<Label>,
    /// Fields that are to be emptied.
    pub clear: Vec<PartnershipField>,
}

/// Amends a partnership: what the source says of a field is believed from now on.
///
/// # Errors
/// `NOT_FOUND`; `INVALID`; `CONFLICT` for a kind that does not have a state that is recorded of it; `PERSONAL_DATA`;
/// those of [`Draft::source`].
pub fn amend_partnership(draft: &mut Draft<'_>, new: &PartnershipAmendment) -> Result<RecordRef, Faults> {
    let id = &new.partnership;
    draft.require(id, "partnership")?;
    let settings = Settings::default()
        .set("namePl", "name_pl", text(new.name_pl.as_ref()))
        .set("nameEn", "name_en", text(new.name_en.as_ref()))
        .set("kind", "kind", text(new.kind.as_ref()))
        .set("parent", "parent", text(new.parent.as_ref()))
        .set("founded", "founded", text(new.founded.as_ref()))
        .set("territory", "territory", text(new.territory.as_ref()))
        .set("intendedSectors", "intended_sectors", new.intended_sectors.as_deref().map(list::join))
        .set("aims", "aims", new.aims.as_deref().map(list::join))
        .set("openAccession", "open_accession", text(new.open_accession.as_ref()))
        .set("note", "note", text(new.note.as_ref()))
        .clear(new.clear.iter().map(|it| it.name()))?;
    let mut wrong = Wrong::default();
    wrong.known(draft, new.parent.as_ref(), "parent");
    wrong.known(draft, new.territory.as_ref(), "territory");
    wrong.all_known(draft, new.intended_sectors.as_deref().unwrap_or_default(), "intendedSectors");
    listed(new.aims.as_deref().unwrap_or_default(), "aims", &mut wrong);
    wrong.text(new.note.as_ref(), "note");
    if lies_within(draft, new.parent.as_ref(), id, |it| it.parent) {
        let message = "the partnership would be a part of itself";
        wrong.add(Fault::new(FaultCode::Invalid, "parent", message).about([id.reference()]));
    }
    if let Some(kind) = new.kind {
        let other =
            draft.all::<LifecycleEvent>(|it| it.partnership == *id && !Stage::of(kind).holds(it.state));
        if !other.is_empty() {
            let message =
                format!("a partnership of kind {kind} does not have a state that is recorded of it");
            let fault = Fault::new(FaultCode::Conflict, "kind", message);
            wrong.add(fault.about(other.iter().map(LifecycleEvent::reference)));
        }
    }
    wrong.done()?;
    settings.draft(draft, id)?;
    Ok(id.reference())
}
