//! Which meetings and series of meetings a list shows.

use domain::body::Body;
use domain::id::Id;
use domain::institution::Institution;
use domain::meeting::{Meeting, MeetingRole, MeetingSeries, MeetingStatus};
use domain::partnership::Partnership;
use domain::territory::TerritorialUnit;
use domain::vocabulary::{MeetingKind, Topic};
use domain::words;

use super::order::{OrderDirection, Rank, sort};
use super::{among, select, share};
use crate::network::Position;
use crate::view::NetworkView;

/// Which meetings. Fields hold together, values of one field are alternatives, empty fields do not narrow.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MeetingFilter {
    /// Of one of these kinds.
    pub kinds: Vec<Id<MeetingKind>>,
    /// Of this partnership.
    pub partnership: Option<Id<Partnership>>,
    /// Of this body.
    pub body: Option<Id<Body>>,
    /// Of this series.
    pub series: Option<Id<MeetingSeries>>,
    /// Hosted by this institution or a unit that counts for it.
    pub hosted_by: Option<Id<Institution>>,
    /// With this institution, or a unit that counts for it, involved (hosting included).
    pub attended_by: Option<Id<Institution>>,
    /// In one of these states.
    pub statuses: Vec<MeetingStatus>,
    /// In one of these units, or in a unit below.
    pub place_in: Vec<Id<TerritorialUnit>>,
    /// On one of these topics, its own or those of its series.
    pub topics: Vec<Id<Topic>>,
}

words! {
    /// What meetings are ordered by.
    MeetingOrderField {
        /// The date, by the first possible day.
        Date = "DATE",
        /// The Polish name.
        Name = "NAME",
    }
}

/// One step of an order of meetings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MeetingOrder {
    /// By what.
    pub field: MeetingOrderField,
    /// In which direction.
    pub direction: OrderDirection,
}

/// The meetings in the window that fit, as positions in the network's list, in the order asked for, then of keys.
#[must_use]
pub fn meetings(view: &NetworkView, filter: &MeetingFilter, orders: &[MeetingOrder]) -> Vec<u32> {
    let list = &view.network().record().meetings;
    let found = select(list, |index, it| fits(view, filter, index, it));
    let directions: Vec<_> = orders.iter().map(|it| it.direction).collect();
    sort(found, &directions, |position| {
        let meeting = list.get(position as usize);
        orders
            .iter()
            .map(|order| match order.field {
                MeetingOrderField::Name => meeting.map(|it| Rank::text(it.name_pl.as_str())),
                MeetingOrderField::Date => {
                    meeting.map(|it| it.date).filter(|it| !it.is_unknown()).map(Rank::Date)
                }
            })
            .collect()
    })
}

fn fits(view: &NetworkView, filter: &MeetingFilter, index: usize, meeting: &Meeting) -> bool {
    let network = view.network();
    let is_in = |place: &Id<TerritorialUnit>| filter.place_in.iter().any(|it| network.is_within(place, it));
    let series_topics =
        meeting.series.as_ref().and_then(|it| network.get(it)).map_or(&[][..], |it| &it.topics);
    view.view().certainty(&meeting.date).is_some()
        && among(&filter.kinds, &meeting.kind)
        && (filter.partnership.is_none() || meeting.partnership == filter.partnership)
        && (filter.body.is_none() || meeting.body == filter.body)
        && (filter.series.is_none() || meeting.series == filter.series)
        && among(&filter.statuses, &meeting.status)
        && (filter.place_in.is_empty() || meeting.place.as_ref().is_some_and(is_in))
        && (share(&filter.topics, &meeting.topics) || share(&filter.topics, series_topics))
        && filter.hosted_by.as_ref().is_none_or(|it| is_involved(view, index, it, true))
        && filter.attended_by.as_ref().is_none_or(|it| is_involved(view, index, it, false))
}

/// Whether an institution is involved in a meeting, held or not, on the view's basis.
fn is_involved(view: &NetworkView, meeting: usize, institution: &Id<Institution>, as_host: bool) -> bool {
    let network = view.network();
    let Some(wanted) = network.position_of(institution) else { return false };
    let is_wanted = |it: Position| it == wanted || network.rolled_up(it) == wanted;
    let is_visit = network
        .record()
        .meetings
        .get(meeting)
        .and_then(|it| network.get(&it.kind))
        .is_some_and(|it| it.is_visit);
    network.participations_of(meeting).iter().any(|index| {
        network.record().participations.get(*index as usize).is_some_and(|it| {
            let is_host = it.role == MeetingRole::Host;
            let counts =
                network.participation_strength(*index).counts_on(view.view().basis) || (is_visit && is_host);
            let position = it.party.institution().and_then(|it| network.position_of(it));
            counts && position.is_some_and(is_wanted) && if as_host { is_host } else { it.is_involvement() }
        })
    })
}

/// Which series of meetings. Fields hold together, values of one field are alternatives, empty fields do not narrow.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SeriesFilter {
    /// Of one of these kinds.
    pub kinds: Vec<Id<MeetingKind>>,
    /// Of this partnership.
    pub partnership: Option<Id<Partnership>>,
    /// Of this body.
    pub body: Option<Id<Body>>,
    /// On one of these topics.
    pub topics: Vec<Id<Topic>>,
}

/// The series in the window that fit, as positions in the network's list, in order of keys.
#[must_use]
pub fn meeting_series(view: &NetworkView, filter: &SeriesFilter) -> Vec<u32> {
    select(&view.network().record().meeting_series, |_, it| {
        view.view().certainty(&it.date).is_some()
            && among(&filter.kinds, &it.kind)
            && (filter.partnership.is_none() || it.partnership == filter.partnership)
            && (filter.body.is_none() || it.body == filter.body)
            && share(&filter.topics, &it.topics)
    })
}
