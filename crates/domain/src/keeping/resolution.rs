//! Resolutions: what a meeting, a series of them or a body resolved.

use super::action::{self, NewAction};
use super::look::Wrong;
use super::{Draft, Fault, FaultCode, Faults};
use crate::body::Body;
use crate::date::EdtfDate;
use crate::id::Id;
use crate::meeting::{Meeting, MeetingSeries, MeetingStatus};
use crate::party::Party;
use crate::person::Person;
use crate::record::RecordRef;
use crate::resolution::{Resolution, ResolutionKind};
use crate::vocabulary::{Label, Topic};

/// A resolution that is to be recorded, with what is to be done after it.
#[derive(Debug, Clone, PartialEq)]
pub struct NewResolution {
    /// The kind.
    pub kind: ResolutionKind,
    /// What it says, in our own Polish words.
    pub text_pl: Label,
    /// What it says, in our own English words.
    pub text_en: Option<Label>,
    /// The topics.
    pub topics: Vec<Id<Topic>>,
    /// Who proposed or pledged it.
    pub proposed_by: Option<Party>,
    /// The person who did.
    pub person: Option<Id<Person>>,
    /// To whom it is addressed.
    pub addressee: Option<Party>,
    /// With whom it was drawn up.
    pub in_cooperation_with: Vec<Party>,
    /// What is to be done after it.
    pub actions: Vec<NewAction>,
}

/// Who adopted a resolution, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Adopted {
    /// The body.
    pub body: Option<Id<Body>>,
    /// The meeting.
    pub meeting: Option<Id<Meeting>>,
    /// The series, when the meeting is not known.
    pub series: Option<Id<MeetingSeries>>,
    /// When; unknown for the date of the meeting.
    pub date: EdtfDate,
}

/// A resolution with who adopted it.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordedResolution {
    /// Who adopted it.
    pub adopted: Adopted,
    /// The resolution.
    pub resolution: NewResolution,
}

/// Records a resolution, with what is to be done after it.
///
/// # Errors
/// `NOT_FOUND` for what it names; `INVALID` when neither a meeting, a series nor a body is named; `CONFLICT` when the
/// meeting is not recorded as held.
pub fn record_resolution(draft: &mut Draft<'_>, recorded: &RecordedResolution) -> Result<RecordRef, Faults> {
    let mut adopted = recorded.adopted.clone();
    let mut wrong = Wrong::default();
    wrong.known(draft, &adopted.body, "body");
    wrong.known(draft, &adopted.series, "series");
    if adopted.meeting.is_some() == adopted.series.is_some()
        && (adopted.meeting.is_some() || adopted.body.is_none())
    {
        let message = "name the meeting, or the series when the meeting is not known, or the body";
        wrong.refuse(FaultCode::Invalid, "meeting", message);
    }
    wrong.done()?;
    if let Some(id) = &adopted.meeting {
        let meeting = draft.require(id, "meeting")?;
        if meeting.status != MeetingStatus::Held {
            let message = "the meeting is not recorded as held; close it, and give its resolutions there";
            return Err(Fault::new(FaultCode::Conflict, "meeting", message).about([id.reference()]).into());
        }
        adopted.body = adopted.body.or(meeting.body);
        if adopted.date.is_unknown() {
            adopted.date = meeting.date;
        }
    }
    let entered = enter(draft, &adopted, &recorded.resolution).map_err(|it| it.below("resolution"))?;
    Ok(entered.reference())
}

/// Enters a resolution and its actions.
pub(super) fn enter(
    draft: &mut Draft<'_>,
    adopted: &Adopted,
    new: &NewResolution,
) -> Result<Id<Resolution>, Faults> {
    let mut wrong = Wrong::default();
    wrong.all_known(draft, &new.topics, "topics");
    wrong.known(draft, &new.person, "person");
    for (party, path) in [(&new.proposed_by, "proposedBy"), (&new.addressee, "addressee")] {
        if let Some(party) = party {
            wrong.party(draft, party, path);
        }
    }
    wrong.parties(draft, &new.in_cooperation_with, "inCooperationWith");
    wrong.done()?;
    let place = adopted.meeting.as_ref().map(Id::as_str).or_else(|| adopted.series.as_ref().map(Id::as_str));
    let place = place.or_else(|| adopted.body.as_ref().map(Id::as_str)).unwrap_or_default();
    let key = draft.fresh_key::<Resolution>(&format!("{} {place}", new.kind))?;
    let id = draft.add(Resolution {
        key,
        kind: new.kind,
        text_pl: new.text_pl.clone(),
        text_en: new.text_en.clone(),
        body: adopted.body.clone(),
        meeting: adopted.meeting.clone(),
        series: adopted.series.clone(),
        date: adopted.date,
        proposed_by: new.proposed_by.clone(),
        person: new.person.clone(),
        addressee: new.addressee.clone(),
        in_cooperation_with: new.in_cooperation_with.clone(),
        topics: new.topics.clone(),
    })?;
    let mut wrong = Wrong::default();
    for (number, new) in new.actions.iter().enumerate() {
        let below = format!("actions.{number}");
        let entered = action::enter(draft, &id, new).map(|_id| ());
        wrong.keep(entered.map_err(|it| it.below(&below)));
    }
    wrong.done()?;
    Ok(id)
}
