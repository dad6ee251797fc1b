//! Which meetings, series, participations, resolutions and action items, and in which order.

use std::sync::Arc;

use async_graphql::{ID, InputObject, Result};
use service::ViewContext;
use service::graph::selection;

use super::{
    BodyLookup, InstitutionLookup, MeetingLookup, PartnershipLookup, codes, id_of, ids, slugs, words,
};
use crate::schema::participation;
use crate::schema::scalars::Date;
use crate::schema::words::{
    ActionStatus, Confidence, DueState, MeetingOrderField, MeetingRole, MeetingStatus, OrderDirection,
    Presence, ResolutionKind,
};

/// Which meetings. Fields hold together, values of one field are alternatives, what is left out does not narrow.
#[derive(Debug, Clone, Default, InputObject)]
pub struct MeetingFilter {
    /// Codes of kinds of meeting, such as `COUNCIL`.
    pub kinds: Option<Vec<String>>,
    /// Of this partnership.
    pub partnership: Option<PartnershipLookup>,
    /// Of this body.
    pub body: Option<BodyLookup>,
    /// The id of a series: of this series.
    pub series: Option<ID>,
    /// Hosted by this institution, or by a unit that counts for it.
    pub hosted_by: Option<InstitutionLookup>,
    /// With this institution, or a unit that counts for it, involved; hosting is being involved.
    pub attended_by: Option<InstitutionLookup>,
    /// Whether they took place.
    pub statuses: Option<Vec<MeetingStatus>>,
    /// Ids of units of territory: held there, or in a unit below.
    pub place_in: Option<Vec<ID>>,
    /// Slugs of topics: on one of these, by their own topics or those of their series.
    pub topics: Option<Vec<String>>,
}

impl MeetingFilter {
    /// The filter as the analyses take it.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT`, `INVALID_ID`, `NOT_FOUND`.
    pub fn read(&self, context: &Arc<ViewContext>) -> Result<selection::MeetingFilter> {
        let partnership = self.partnership.as_ref().map(|it| it.require(context)).transpose()?;
        let body = self.body.as_ref().map(|it| it.require(context)).transpose()?;
        let hosted_by = self.hosted_by.as_ref().map(|it| it.require(context)).transpose()?;
        let attended_by = self.attended_by.as_ref().map(|it| it.require(context)).transpose()?;
        Ok(selection::MeetingFilter {
            kinds: codes(context, &self.kinds)?,
            partnership: partnership.map(|it| it.record().key.clone()),
            body: body.map(|it| it.record().key.clone()),
            series: self.series.as_ref().map(|it| id_of(context, it)).transpose()?,
            hosted_by: hosted_by.map(|it| it.record().key.clone()),
            attended_by: attended_by.map(|it| it.record().key.clone()),
            statuses: words(&self.statuses),
            place_in: ids(context, &self.place_in)?,
            topics: slugs(context, &self.topics)?,
        })
    }
}

/// One step of an order of meetings. What is not recorded comes last; the slug ends every order.
#[derive(Debug, Clone, InputObject)]
pub struct MeetingOrder {
    /// By what.
    pub field: MeetingOrderField,
    /// In which direction.
    #[graphql(default_with = "OrderDirection::Asc")]
    pub direction: OrderDirection,
}

impl MeetingOrder {
    /// The orders as the analyses take them.
    #[must_use]
    pub fn read(orders: Option<Vec<Self>>) -> Vec<selection::MeetingOrder> {
        let orders = orders.into_iter().flatten();
        orders
            .map(|it| selection::MeetingOrder { field: it.field.into(), direction: it.direction.into() })
            .collect()
    }
}

/// Which series of meetings. Fields hold together, values of one field are alternatives.
#[derive(Debug, Clone, Default, InputObject)]
pub struct MeetingSeriesFilter {
    /// Codes of kinds of meeting, such as `COUNCIL`.
    pub kinds: Option<Vec<String>>,
    /// Of this partnership.
    pub partnership: Option<PartnershipLookup>,
    /// Of this body.
    pub body: Option<BodyLookup>,
    /// Slugs of topics.
    pub topics: Option<Vec<String>>,
}

impl MeetingSeriesFilter {
    /// The filter as the analyses take it.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT`, `INVALID_ID`, `NOT_FOUND`.
    pub fn read(&self, context: &Arc<ViewContext>) -> Result<selection::SeriesFilter> {
        let partnership = self.partnership.as_ref().map(|it| it.require(context)).transpose()?;
        let body = self.body.as_ref().map(|it| it.require(context)).transpose()?;
        Ok(selection::SeriesFilter {
            kinds: codes(context, &self.kinds)?,
            partnership: partnership.map(|it| it.record().key.clone()),
            body: body.map(|it| it.record().key.clone()),
            topics: slugs(context, &self.topics)?,
        })
    }
}

/// Which participations. Fields hold together, values of one field are alternatives.
#[derive(Debug, Clone, Default, InputObject)]
pub struct ParticipationFilter {
    /// In one of these roles.
    pub roles: Option<Vec<MeetingRole>>,
    /// With one of these presences.
    pub presence: Option<Vec<Presence>>,
    /// Codes of kinds of meeting, such as `COUNCIL`.
    pub meeting_kinds: Option<Vec<String>>,
}

impl ParticipationFilter {
    /// The filter with its look-ups done.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT`.
    pub fn read(&self, context: &Arc<ViewContext>) -> Result<participation::Filter> {
        Ok(participation::Filter {
            roles: words(&self.roles),
            presences: words(&self.presence),
            kinds: codes(context, &self.meeting_kinds)?,
        })
    }
}

/// Which resolutions. Fields hold together, values of one field are alternatives.
#[derive(Debug, Clone, Default, InputObject)]
pub struct ResolutionFilter {
    /// Slugs of topics: on one of these.
    pub topics: Option<Vec<String>>,
    /// Of this meeting.
    pub meeting: Option<MeetingLookup>,
    /// The id of a series: of this series, or of a meeting of it.
    pub series: Option<ID>,
    /// Adopted by this body.
    pub body: Option<BodyLookup>,
    /// The kinds.
    pub kinds: Option<Vec<ResolutionKind>>,
}

impl ResolutionFilter {
    /// The filter as the analyses take it.
    ///
    /// # Errors
    /// `INVALID_ID`, `NOT_FOUND`.
    pub fn read(&self, context: &Arc<ViewContext>) -> Result<selection::ResolutionFilter> {
        let meeting = self.meeting.as_ref().map(|it| it.require(context)).transpose()?;
        let body = self.body.as_ref().map(|it| it.require(context)).transpose()?;
        Ok(selection::ResolutionFilter {
            topics: slugs(context, &self.topics)?,
            meeting: meeting.map(|it| it.record().key.clone()),
            series: self.series.as_ref().map(|it| id_of(context, it)).transpose()?,
            body: body.map(|it| it.record().key.clone()),
            kinds: words(&self.kinds),
        })
    }
}

/// Which action items. Fields hold together, values of one field are alternatives.
#[derive(Debug, Clone, Default, InputObject)]
pub struct ActionItemFilter {
    /// After a resolution of this meeting.
    pub meeting: Option<MeetingLookup>,
    /// The id of a resolution: after this one.
    pub resolution: Option<ID>,
    /// Of this partnership: after a resolution of its bodies, meetings or series.
    pub partnership: Option<PartnershipLookup>,
    /// What became of them.
    pub statuses: Option<Vec<ActionStatus>>,
    /// In one of these states on a day.
    pub due: Option<DueStateInput>,
    /// Overdue on this day.
    pub overdue_on: Option<Date>,
    /// With this institution, an office or a unit of it, as responsible, addressee or co-participant.
    pub concerning: Option<InstitutionLookup>,
    /// Known in one of these ways. Left out, inferred ones are listed too: each says how it is known.
    pub confidence: Option<Vec<Confidence>>,
}

/// States of being due, on a day.
#[derive(Debug, Clone, InputObject)]
pub struct DueStateInput {
    /// The states.
    pub states: Vec<DueState>,
    /// The day.
    pub on: Date,
}

impl ActionItemFilter {
    /// The filter as the analyses take it.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT`, `INVALID_ID`, `NOT_FOUND`.
    pub fn read(&self, context: &Arc<ViewContext>) -> Result<selection::ActionItemFilter> {
        let meeting = self.meeting.as_ref().map(|it| it.require(context)).transpose()?;
        let partnership = self.partnership.as_ref().map(|it| it.require(context)).transpose()?;
        let concerning = self.concerning.as_ref().map(|it| it.require(context)).transpose()?;
        let due = self.due.as_ref().map(|it| (it.states.iter().map(|it| (*it).into()).collect(), it.on.0));
        Ok(selection::ActionItemFilter {
            meeting: meeting.map(|it| it.record().key.clone()),
            resolution: self.resolution.as_ref().map(|it| id_of(context, it)).transpose()?,
            partnership: partnership.map(|it| it.record().key.clone()),
            statuses: words(&self.statuses),
            due,
            overdue_on: self.overdue_on.map(|it| it.0),
            concerning: concerning.map(|it| it.record().key.clone()),
            confidence: words(&self.confidence),
        })
    }
}
