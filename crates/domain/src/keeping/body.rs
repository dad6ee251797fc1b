//! Bodies: added and amended; who is appointed to them, and whose seat ends.

use super::amend::{Settings, text};
use super::look::{ReadAs, Wrong, may_overlap};
use super::{Draft, Fault, FaultCode, Faults};
use crate::body::{Body, BodyKind, BodyMembership, BodyRole};
use crate::date::EdtfDate;
use crate::id::Id;
use crate::institution::Institution;
use crate::partnership::Partnership;
use crate::party::Party;
use crate::person::Person;
use crate::polish::fold;
use crate::record::{Noun as _, RecordRef};
use crate::vocabulary::Label;
use crate::words;

/// A body that is to be added.
#[derive(Debug, Clone, PartialEq)]
pub struct NewBody {
    /// The Polish name.
    pub name_pl: Label,
    /// The English name.
    pub name_en: Option<Label>,
    /// A short name.
    pub short_name: Option<Label>,
    /// The kind.
    pub kind: BodyKind,
    /// The partnership that it belongs to.
    pub partnership: Option<Id<Partnership>>,
    /// Who appointed it.
    pub appointed_by: Option<Party>,
    /// When it was established.
    pub established: EdtfDate,
    /// When the source shows it.
    pub as_of: EdtfDate,
    /// A remark, in our own words.
    pub note: Option<Label>,
    /// Whether it is added though another one of the partnership has the same name.
    pub even_if_similar: bool,
}

/// Adds a council, a committee or a working group.
///
/// # Errors
/// `ALREADY_RECORDED` with the bodies of the same folded name in the same partnership; `NOT_FOUND`, `PERSONAL_DATA`;
/// those of [`Draft::source`].
pub fn add_body(draft: &mut Draft<'_>, new: &NewBody) -> Result<RecordRef, Faults> {
    let mut wrong = Wrong::default();
    wrong.known(draft, new.partnership.as_ref(), "partnership");
    if let Some(party) = &new.appointed_by {
        wrong.party(draft, party, "appointedBy");
    }
    wrong.text(new.note.as_ref(), "note");
    let name = fold(new.name_pl.as_str());
    let same = draft.all::<Body>(|it| fold(it.name_pl.as_str()) == name && it.partnership == new.partnership);
    if !same.is_empty() && !new.even_if_similar {
        let message = "a body of this name is recorded; look whether it is the same, and set evenIfSimilar when it \
                       is not";
        let fault = Fault::new(FaultCode::AlreadyRecorded, "namePl", message);
        wrong.add(fault.about(same.iter().map(Body::reference)));
    }
    wrong.done()?;
    let key = draft.fresh_key::<Body>(new.name_pl.as_str())?;
    let key = draft.add(Body {
        key,
        name_pl: new.name_pl.clone(),
        name_en: new.name_en.clone(),
        short_name: new.short_name.clone(),
        kind: new.kind,
        partnership: new.partnership.clone(),
        appointed_by: new.appointed_by.clone(),
        established: new.established,
        as_of: new.as_of,
        same_as: None,
        note: new.note.clone(),
    })?;
    Ok(key.reference())
}

words! {
    /// A field of a body that can be emptied.
    BodyField {
        /// The English name.
        NameEn = "NAME_EN",
        /// The short name.
        ShortName = "SHORT_NAME",
        /// The partnership that it belongs to.
        Partnership = "PARTNERSHIP",
        /// Who appointed it.
        AppointedBy = "APPOINTED_BY",
        /// When it was established.
        Established = "ESTABLISHED",
        /// The remark.
        Note = "NOTE",
    }
}

impl BodyField {
    /// The name in import files.
    const fn name(self) -> &'static str {
        match self {
            Self::NameEn => "name_en",
            Self::ShortName => "short_name",
            Self::Partnership => "partnership",
            Self::AppointedBy => "appointed_by",
            Self::Established => "established",
            Self::Note => "note",
        }
    }
}

/// What the source says of fields of a body. What is none is left alone.
#[derive(Debug, Clone, PartialEq)]
pub struct BodyAmendment {
    /// The body.
    pub body: Id<Body>,
    /// The Polish name.
    pub name_pl: Option<Label>,
    /// The English name.
    pub name_en: Option<Label>,
    /// A short name.
    pub short_name: Option<Label>,
    /// The kind.
    pub kind: Option<BodyKind>,
    /// The partnership that it belongs to.
    pub partnership: Option<Id<Partnership>>,
    /// Who appointed it.
    pub appointed_by: Option<Party>,
    /// When it was established.
    pub established: Option<EdtfDate>,
    /// A remark, in our own words.
    pub note: Option<Label>,
    /// Fields that are to be emptied.
    pub clear: Vec<BodyField>,
}

/// Amends a body: what the source says of a field is believed from now on.
///
/// # Errors
/// `NOT_FOUND`, `INVALID`, `PERSONAL_DATA`; those of [`Draft::source`].
pub fn amend_body(draft: &mut Draft<'_>, new: &BodyAmendment) -> Result<RecordRef, Faults> {
    draft.require(&new.body, "body")?;
    let settings = Settings::default()
        .set("namePl", "name_pl", text(new.name_pl.as_ref()))
        .set("nameEn", "name_en", text(new.name_en.as_ref()))
        .set("shortName", "short_name", text(new.short_name.as_ref()))
        .set("kind", "kind", text(new.kind.as_ref()))
        .set("partnership", "partnership", text(new.partnership.as_ref()))
        .set("appointedBy", "appointed_by", text(new.appointed_by.as_ref()))
        .set("established", "established", text(new.established.as_ref()))
        .set("note", "note", text(new.note.as_ref()))
        .clear(new.clear.iter().map(|it| it.name()))?;
    let mut wrong = Wrong::default();
    wrong.known(draft, new.partnership.as_ref(), "partnership");
    match &new.appointed_by {
        Some(Party::Body(by)) if *by == new.body => {
            let message = "a body does not appoint itself";
            wrong.add(Fault::new(FaultCode::Invalid, "appointedBy", message).about([new.body.reference()]));
        }
        Some(party) => wrong.party(draft, party, "appointedBy"),
        None => {}
    }
    wrong.text(new.note.as_ref(), "note");
    wrong.done()?;
    settings.draft(draft, &new.body)?;
    Ok(new.body.reference())
}

/// A seat on a body that somebody is appointed to.
#[derive(Debug, Clone, PartialEq)]
pub struct Appointment {
    /// The body.
    pub body: Id<Body>,
    /// Who sits; none when the source names nobody.
    pub person: Option<Id<Person>>,
    /// The institution on whose behalf.
    pub on_behalf_of: Option<Id<Institution>>,
    /// The group that takes part, when nobody is named.
    pub group: Option<Label>,
    /// The role.
    pub role: BodyRole,
    /// When the source shows it.
    pub as_of: EdtfDate,
    /// Since when.
    pub valid_from: EdtfDate,
    /// Until when; unknown while it lasts.
    pub valid_to: EdtfDate,
}

/// Appoints a member of a body: a person, an institution or a group, in a role.
///
/// # Errors
/// `ALREADY_RECORDED` with the seat when the same holds the same role in that time already; `INVALID` when nobody is
/// named, or the period ends before it begins; `NOT_FOUND`, `PERSONAL_DATA`; those of [`Draft::source`].
pub fn appoint_member(draft: &mut Draft<'_>, new: &Appointment) -> Result<RecordRef, Faults> {
    let mut wrong = Wrong::default();
    wrong.known(draft, Some(&new.body), "body");
    wrong.known(draft, new.person.as_ref(), "person");
    wrong.known(draft, new.on_behalf_of.as_ref(), "onBehalfOf");
    wrong.text(new.group.as_ref(), "group");
    wrong.period(new.valid_from, new.valid_to, "validTo");
    if new.person.is_none() && new.on_behalf_of.is_none() && new.group.is_none() {
        let message = "name a person, an institution on whose behalf, or a group";
        wrong.add(Fault::new(FaultCode::Invalid, "person", message));
    }
    let period = (new.valid_from, new.valid_to);
    let read_as = ReadAs::of(draft);
    let is_one = |it: &BodyMembership| match (&it.on_behalf_of, &new.on_behalf_of) {
        (Some(a), Some(b)) => read_as.is_one(a, b),
        (a, b) => a == b,
    };
    let same = draft.all::<BodyMembership>(|it| {
        it.body == new.body
            && it.role == new.role
            && (&it.person, &it.group) == (&new.person, &new.group)
            && is_one(it)
            && may_overlap((it.valid_from, it.valid_to), period)
    });
    if !same.is_empty() {
        let message = "this seat is recorded in that time already";
        let fault = Fault::new(FaultCode::AlreadyRecorded, "role", message);
        wrong.add(fault.about(same.iter().map(BodyMembership::reference)));
    }
    wrong.done()?;
    let who = match (&new.person, &new.on_behalf_of) {
        (Some(person), _) => person.as_str(),
        (None, Some(institution)) => institution.as_str(),
        (None, None) => "group",
    };
    let key = draft.fresh_key::<BodyMembership>(&format!("{} {} {who}", new.body, new.role))?;
    let key = draft.add(BodyMembership {
        key,
        body: new.body.clone(),
        person: new.person.clone(),
        on_behalf_of: new.on_behalf_of.clone(),
        group: new.group.clone(),
        role: new.role,
        as_of: new.as_of,
        valid_from: new.valid_from,
        valid_to: new.valid_to,
    })?;
    Ok(key.reference())
}

/// Records when a seat on a body ended. That it was held stays on record.
///
/// # Errors
/// `NOT_FOUND`; `ALREADY_RECORDED` when its end is recorded; `INVALID` when it would end before it began, or at no date;
/// those of [`Draft::source`].
pub fn end_membership(
    draft: &mut Draft<'_>,
    (seat, on): &(Id<BodyMembership>, EdtfDate),
) -> Result<RecordRef, Faults> {
    let before = draft.require(seat, "membership")?;
    super::person::end(draft, seat, (before.valid_from, before.valid_to), *on, "membership")?;
    Ok(seat.reference())
}
