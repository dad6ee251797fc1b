//! Partnerships: added and amended; their parties, their life, their applications.

mod amended;
mod application;
mod lifecycle;
mod member;

pub use amended::{PartnershipAmendment, PartnershipField, amend_partnership};
pub use application::{Outcome, SubmittedApplication, SubmittedTo, record_outcome, submit_application};
pub use lifecycle::{Stage, may_follow, record_lifecycle};
pub use member::{LeavingParty, SignedAgreement, sign_agreement, withdraw_party};

use super::look::Wrong;
use super::{Draft, Fault, FaultCode, Faults};
use crate::date::EdtfDate;
use crate::id::Id;
use crate::partnership::{LifecycleState, Partnership, PartnershipKind, PartnershipRole};
use crate::party::Party;
use crate::polish::fold;
use crate::record::{Noun as _, RecordRef};
use crate::territory::TerritorialUnit;
use crate::vocabulary::{Label, Sector};

/// A partnership that is to be added.
#[derive(Debug, Clone, PartialEq)]
pub struct NewPartnership {
    /// The Polish name.
    pub name_pl: Label,
    /// The English name.
    pub name_en: Option<Label>,
    /// The kind.
    pub kind: PartnershipKind,
    /// The partnership that it is part of.
    pub parent: Option<Id<Partnership>>,
    /// When it was founded.
    pub founded: EdtfDate,
    /// The territory.
    pub territory: Option<Id<TerritorialUnit>>,
    /// The sectors that it means to bring together.
    pub intended_sectors: Vec<Id<Sector>>,
    /// Its aims, in our own words.
    pub aims: Vec<Label>,
    /// Whether anybody who wants may join; none when not recorded.
    pub open_accession: Option<bool>,
    /// A remark, in our own words.
    pub note: Option<Label>,
    /// Who belongs to it from the beginning, and in which role.
    pub parties: Vec<(Party, PartnershipRole)>,
    /// When the source shows these parties.
    pub as_of: EdtfDate,
    /// The state that it is in, and when.
    pub state: Option<(LifecycleState, EdtfDate)>,
    /// Whether it is added though another one has the same name.
    pub even_if_similar: bool,
}

/// Adds a partnership, with its first parties and its state.
///
/// # Errors
/// `ALREADY_RECORDED` with the partnerships of the same folded name; `INVALID` for a state that the kind does not have,
/// or a party given twice in one role; `NOT_FOUND`, `PERSONAL_DATA`; those of [`Draft::source`].
pub fn add_partnership(draft: &mut Draft<'_>, new: &NewPartnership) -> Result<RecordRef, Faults> {
    let mut wrong = Wrong::default();
    wrong.known(draft, new.parent.as_ref(), "parent");
    wrong.known(draft, new.territory.as_ref(), "territory");
    wrong.all_known(draft, &new.intended_sectors, "intendedSectors");
    listed(&new.aims, "aims", &mut wrong);
    wrong.text(new.note.as_ref(), "note");
    for (number, (party, role)) in new.parties.iter().enumerate() {
        let path = format!("parties.{number}");
        wrong.party(draft, party, &format!("{path}.party"));
        if new.parties.iter().take(number).any(|it| it == &(party.clone(), *role)) {
            wrong.add(Fault::new(
                FaultCode::Invalid,
                &path,
                "the party is given twice in this role; give it once",
            ));
        }
    }
    if let Some((state, _)) = new.state
        && !Stage::of(new.kind).holds(state)
    {
        wrong.add(lifecycle::no_such_state(new.kind, state, "state"));
    }
    let same = namesakes(draft, &new.name_pl);
    if !same.is_empty() && !new.even_if_similar {
        let message = "a partnership of this name is recorded; look whether it is the same, and set evenIfSimilar \
                       when it is not";
        wrong.add(Fault::new(FaultCode::AlreadyRecorded, "namePl", message).about(same));
    }
    wrong.done()?;
    let key = draft.fresh_key::<Partnership>(new.name_pl.as_str())?;
    let key = draft.add(Partnership {
        key,
        name_pl: new.name_pl.clone(),
        name_en: new.name_en.clone(),
        kind: new.kind,
        parent: new.parent.clone(),
        founded: new.founded,
        territory: new.territory.clone(),
        intended_sectors: new.intended_sectors.clone(),
        aims: new.aims.clone(),
        open_accession: new.open_accession,
        note: new.note.clone(),
    })?;
    for (party, role) in &new.parties {
        member::add(draft, &key, (party, *role), [EdtfDate::UNKNOWN, new.as_of, EdtfDate::UNKNOWN])?;
    }
    if let Some((state, date)) = new.state {
        lifecycle::add(draft, &key, state, date, None)?;
    }
    Ok(key.reference())
}

/// The partnerships of a name, folded.
fn namesakes(draft: &Draft<'_>, name: &Label) -> Vec<RecordRef> {
    let name = fold(name.as_str());
    let is_name = |it: &Label| fold(it.as_str()) == name;
    let same =
        draft.all::<Partnership>(|it| is_name(&it.name_pl) || it.name_en.as_ref().is_some_and(is_name));
    same.iter().map(Partnership::reference).collect()
}

/// The items of a list in one cell cannot hold what sets them apart.
fn listed(items: &[Label], path: &str, wrong: &mut Wrong) {
    for (number, item) in items.iter().enumerate() {
        let path = format!("{path}.{number}");
        if item.as_str().contains('|') {
            wrong.add(Fault::new(FaultCode::Invalid, &path, "a text of a list holds no `|`"));
        }
        wrong.text(Some(item), &path);
    }
}
