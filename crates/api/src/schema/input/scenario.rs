//! What scenarios are drafted with.

use std::sync::Arc;

use async_graphql::{Error, ID, InputObject, OneofObject, Result};
use domain::id::Id;
use domain::party::Party;
use domain::scenario::{CHANGES_MAX, Change, PARTIES_MAX, PartnershipTarget, PartyTarget, Target};
use domain::vocabulary::Label;
use service::ViewContext;
use service::graph::selection::Coded;

use super::{TerritoryLookup, codes};
use crate::error::ErrorCode;
use crate::schema::id;
use crate::schema::scalars::Date;
use crate::schema::words::{FundingOutcome, PartnershipRole};

/// A party of a change: of the record, or made by an earlier change.
#[derive(Debug, Clone, OneofObject)]
pub enum ScenarioPartyInput {
    /// The id of an institution, an office or a body.
    Id(ID),
    /// The slug of an institution.
    Institution(String),
    /// The slug of an office.
    Office(String),
    /// The slug of a body.
    Body(String),
    /// The number of an earlier change of this scenario that adds an institution, from 1.
    Change(i32),
}

/// A partnership of a change: of the record, or made by an earlier change.
#[derive(Debug, Clone, OneofObject)]
pub enum ScenarioPartnershipInput {
    /// The id of a partnership.
    Id(ID),
    /// The slug of a partnership.
    Slug(String),
    /// The number of an earlier change of this scenario that creates a project partnership, from 1.
    Change(i32),
}

/// A newcomer.
#[derive(Debug, Clone, InputObject)]
#[graphql(name = "SupposedInstitutionInput")]
pub struct AddInstitutionInput {
    /// The Polish name, at most 200 characters.
    pub name: String,
    /// The code of its type, such as `OPS`; none when it does not matter.
    pub r#type: Option<String>,
    /// The code of its sector, such as `NGO`; none when it does not matter.
    pub sector: Option<String>,
    /// The unit of its seat; none when it does not matter.
    pub seat: Option<TerritoryLookup>,
    /// The codes of its functions; none when they do not matter.
    pub functions: Option<Vec<String>>,
}

/// An institution that is wound up: its memberships and seats end that day.
#[derive(Debug, Clone, InputObject)]
pub struct CloseInstitutionInput {
    /// Which: by the id or the slug of an institution of the record.
    pub institution: ScenarioPartyInput,
    /// Its last day.
    pub on: Date,
}

/// A party that joins a partnership.
#[derive(Debug, Clone, InputObject)]
pub struct AddMembershipInput {
    /// Which partnership.
    pub partnership: ScenarioPartnershipInput,
    /// Who.
    pub party: ScenarioPartyInput,
    /// In which role.
    #[graphql(default_with = "PartnershipRole::Signatory")]
    pub role: PartnershipRole,
    /// When it signs; none when it does not matter.
    pub signed_on: Option<Date>,
}

/// A membership that ends.
#[derive(Debug, Clone, InputObject)]
#[graphql(name = "SupposedMembershipEndInput")]
pub struct EndMembershipInput {
    /// The id of the membership.
    pub membership: ID,
    /// Its last day.
    pub on: Date,
}

/// A meeting that is held, and to which everybody who is invited comes.
#[derive(Debug, Clone, InputObject)]
pub struct HoldMeetingInput {
    /// The Polish name, at most 200 characters.
    pub name: String,
    /// The code of its kind, such as `INFO_CONSULTATION`.
    pub kind: String,
    /// The day.
    pub date: Date,
    /// Where; none when it does not matter.
    pub place: Option<TerritoryLookup>,
    /// Who hosts it; none when nobody is said to.
    pub host: Option<ScenarioPartyInput>,
    /// Who organises it; none when nobody is said to.
    pub organiser: Option<ScenarioPartyInput>,
    /// Who is invited, host and organiser apart: at most 500.
    pub invitees: Option<Vec<ScenarioPartyInput>>,
    /// The partnership that meets; none when none is said to.
    pub partnership: Option<ScenarioPartnershipInput>,
    /// The slug of the body that meets; none when none is said to.
    pub body: Option<String>,
}

/// A project partnership that comes to be, and may apply to a call.
#[derive(Debug, Clone, InputObject)]
pub struct CreateProjectPartnershipInput {
    /// The Polish name, at most 200 characters.
    pub name: String,
    /// Who leads the project.
    pub lead: ScenarioPartyInput,
    /// The partners, without the lead: at most 500.
    pub partners: Vec<ScenarioPartyInput>,
    /// Since when; none when it does not matter.
    pub created_on: Option<Date>,
    /// The slug of the call that it applies to; none when to none.
    pub call: Option<String>,
    /// When it applies; none when it does not matter.
    pub submitted_on: Option<Date>,
    /// What becomes of the application; none when that is left open.
    pub outcome: Option<FundingOutcome>,
}

/// One change that a scenario supposes.
#[derive(Debug, Clone, OneofObject)]
pub enum ScenarioChangeInput {
    /// A newcomer.
    AddInstitution(AddInstitutionInput),
    /// An institution is wound up.
    CloseInstitution(CloseInstitutionInput),
    /// A party joins a partnership.
    AddMembership(AddMembershipInput),
    /// A membership ends.
    EndMembership(EndMembershipInput),
    /// A meeting is held.
    HoldMeeting(HoldMeetingInput),
    /// A project partnership comes to be.
    CreateProjectPartnership(CreateProjectPartnershipInput),
}

/// A part of the input that makes no sense: its path below `changes`, and why.
pub(crate) type Misread = (Vec<String>, Error);

/// The changes that an input describes.
///
/// # Errors
/// The first part that makes no sense. Whether records are there is not asked here, but for codes and territories.
pub(crate) fn changes(
    context: &Arc<ViewContext>,
    list: &[ScenarioChangeInput],
) -> Result<Vec<Change>, Misread> {
    if list.len() > CHANGES_MAX {
        let message = format!("A scenario has at most {CHANGES_MAX} changes; {} are given.", list.len());
        return Err((Vec::new(), ErrorCode::InvalidArgument.error(message)));
    }
    let read = |(at, change): (usize, &ScenarioChangeInput)| {
        change.read(context).map_err(|error| (vec![at.to_string()], error))
    };
    list.iter().enumerate().map(read).collect()
}

impl ScenarioChangeInput {
    fn read(&self, context: &Arc<ViewContext>) -> Result<Change> {
        Ok(match self {
            Self::AddInstitution(it) => Change::AddInstitution {
                name: label(&it.name)?,
                r#type: code(context, it.r#type.as_ref())?,
                sector: code(context, it.sector.as_ref())?,
                seat: place(context, it.seat.as_ref())?,
                functions: codes(context, &it.functions)?,
            },
            Self::CloseInstitution(it) => Change::CloseInstitution {
                institution: match it.institution.read()? {
                    Target::Recorded(Party::Institution(id)) => id,
                    _ => return Err(invalid("Name an institution of the record.")),
                },
                on: it.on.0,
            },
            Self::AddMembership(it) => Change::AddMembership {
                partnership: it.partnership.read()?,
                party: it.party.read()?,
                role: it.role.into(),
                signed_on: it.signed_on.map(|it| it.0),
            },
            Self::EndMembership(it) => {
                Change::EndMembership { membership: id::decode_as(&it.membership)?, on: it.on.0 }
            }
            Self::HoldMeeting(it) => it.read(context)?,
            Self::CreateProjectPartnership(it) => Change::CreateProjectPartnership {
                name: label(&it.name)?,
                lead: it.lead.read()?,
                partners: parties(&it.partners)?,
                created_on: it.created_on.map(|it| it.0),
                call: it.call.as_deref().map(slug).transpose()?,
                submitted_on: it.submitted_on.map(|it| it.0),
                outcome: it.outcome.map(Into::into),
            },
        })
    }
}

impl HoldMeetingInput {
    fn read(&self, context: &Arc<ViewContext>) -> Result<Change> {
        let party = |it: &Option<ScenarioPartyInput>| it.as_ref().map(ScenarioPartyInput::read).transpose();
        let kind = code(context, Some(&self.kind))?;
        Ok(Change::HoldMeeting {
            name: label(&self.name)?,
            meeting_kind: kind.ok_or_else(|| invalid("Name the kind of the meeting."))?,
            date: self.date.0,
            place: place(context, self.place.as_ref())?,
            host: party(&self.host)?,
            organiser: party(&self.organiser)?,
            invitees: parties(self.invitees.as_deref().unwrap_or_default())?,
            partnership: self.partnership.as_ref().map(ScenarioPartnershipInput::read).transpose()?,
            body: self.body.as_deref().map(slug).transpose()?,
        })
    }
}

impl ScenarioPartyInput {
    fn read(&self) -> Result<PartyTarget> {
        Ok(match self {
            Self::Id(id) => {
                let found = id::decode_record(id)?;
                let party = format!("{}:{}", found.kind, found.key).parse();
                match party {
                    Ok(party @ (Party::Institution(_) | Party::Office(_) | Party::Body(_))) => {
                        Target::Recorded(party)
                    }
                    _ => return Err(invalid("Name an institution, an office or a body.")),
                }
            }
            Self::Institution(text) => Target::Recorded(Party::Institution(slug(text)?)),
            Self::Office(text) => Target::Recorded(Party::Office(slug(text)?)),
            Self::Body(text) => Target::Recorded(Party::Body(slug(text)?)),
            Self::Change(number) => Target::Made(made(*number)?),
        })
    }
}

impl ScenarioPartnershipInput {
    fn read(&self) -> Result<PartnershipTarget> {
        Ok(match self {
            Self::Id(id) => Target::Recorded(id::decode_as(id)?),
            Self::Slug(text) => Target::Recorded(slug(text)?),
            Self::Change(number) => Target::Made(made(*number)?),
        })
    }
}

fn invalid(message: &str) -> Error {
    ErrorCode::InvalidArgument.error(message)
}

fn made(number: i32) -> Result<u32> {
    u32::try_from(number)
        .ok()
        .filter(|it| *it > 0)
        .ok_or_else(|| invalid("A change is told by its number, from 1."))
}

fn parties(list: &[ScenarioPartyInput]) -> Result<Vec<PartyTarget>> {
    if list.len() > PARTIES_MAX {
        return Err(invalid(&format!("A change names at most {PARTIES_MAX} parties.")));
    }
    list.iter().map(ScenarioPartyInput::read).collect()
}

/// A label of the input.
pub(crate) fn label(text: &str) -> Result<Label> {
    Label::new(text).map_err(|error| invalid(&crate::schema::computed::sentence(&error.to_string())))
}

fn slug<T>(text: &str) -> Result<Id<T>> {
    Id::new(text).map_err(|error| invalid(&crate::schema::computed::sentence(&error.to_string())))
}

fn code<T: Coded>(context: &ViewContext, code: Option<&String>) -> Result<Option<Id<T>>> {
    Ok(codes(context, &code.map(|it| vec![it.clone()]))?.pop())
}

fn place(
    context: &Arc<ViewContext>,
    lookup: Option<&TerritoryLookup>,
) -> Result<Option<Id<domain::territory::TerritorialUnit>>> {
    lookup.map(|it| it.require(context).map(|it| it.record().key.clone())).transpose()
}
