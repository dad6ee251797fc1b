//! Which resolutions and action items a list shows.

use chrono::NaiveDate;
use domain::body::Body;
use domain::claim::Confidence;
use domain::id::Id;
use domain::institution::Institution;
use domain::meeting::{Meeting, MeetingSeries};
use domain::partnership::Partnership;
use domain::party::Party;
use domain::record::Noun;
use domain::resolution::{ActionItem, ActionStatus, Resolution, ResolutionKind};
use domain::vocabulary::Topic;

use super::{among, select, share};
use crate::follow_up::{DueState, due_state};
use crate::network::Network;
use crate::view::NetworkView;

/// Which resolutions. Fields hold together, values of one field are alternatives, empty fields do not narrow.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ResolutionFilter {
    /// On one of these topics.
    pub topics: Vec<Id<Topic>>,
    /// Of this meeting.
    pub meeting: Option<Id<Meeting>>,
    /// Of this series, or of a meeting of it.
    pub series: Option<Id<MeetingSeries>>,
    /// Adopted by this body.
    pub body: Option<Id<Body>>,
    /// Of one of these kinds.
    pub kinds: Vec<ResolutionKind>,
}

/// The resolutions that fit, as positions in the network's list, in order of keys. The window does not narrow: ask
/// for the meetings of a window instead.
#[must_use]
pub fn resolutions(view: &NetworkView, filter: &ResolutionFilter) -> Vec<u32> {
    let network = view.network();
    select(&network.record().resolutions, |_, it| {
        let series_of_meeting =
            || it.meeting.as_ref().and_then(|it| network.get(it)).and_then(|it| it.series.as_ref());
        let is_of_series = filter.series.is_none()
            || it.series == filter.series
            || series_of_meeting() == filter.series.as_ref();
        share(&filter.topics, &it.topics)
            && (filter.meeting.is_none() || it.meeting == filter.meeting)
            && is_of_series
            && (filter.body.is_none() || it.body == filter.body)
            && among(&filter.kinds, &it.kind)
    })
}

/// Which action items. Fields hold together, values of one field are alternatives, empty fields do not narrow.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ActionItemFilter {
    /// After a resolution of this meeting.
    pub meeting: Option<Id<Meeting>>,
    /// After this resolution.
    pub resolution: Option<Id<Resolution>>,
    /// After a resolution of this partnership: of its bodies, meetings or series.
    pub partnership: Option<Id<Partnership>>,
    /// In one of these states.
    pub statuses: Vec<ActionStatus>,
    /// In one of these states of being due on a day.
    pub due: Option<(Vec<DueState>, NaiveDate)>,
    /// Overdue on this day.
    pub overdue_on: Option<NaiveDate>,
    /// With this institution, an office or a unit of it, as addressee, responsible or co-participant.
    pub concerning: Option<Id<Institution>>,
    /// Known in one of these ways.
    pub confidence: Vec<Confidence>,
}

/// The action items that fit, as positions in the network's list, in order of keys. The window does not narrow.
#[must_use]
pub fn action_items(view: &NetworkView, filter: &ActionItemFilter) -> Vec<u32> {
    let network = view.network();
    select(&network.record().action_items, |_, it| {
        let meeting = || network.get(&it.resolution).and_then(|it| it.meeting.as_ref());
        (filter.meeting.is_none() || meeting() == filter.meeting.as_ref())
            && filter.resolution.as_ref().is_none_or(|id| it.resolution == *id)
            && filter.partnership.as_ref().is_none_or(|id| partnership_of(network, it) == Some(id))
            && among(&filter.statuses, &it.status)
            && filter.due.as_ref().is_none_or(|(states, on)| among(states, &due_state(it, *on)))
            && filter.overdue_on.is_none_or(|on| due_state(it, on) == DueState::Overdue)
            && filter.concerning.as_ref().is_none_or(|id| concerns(network, it, id))
            && (filter.confidence.is_empty()
                || network
                    .evidence()
                    .confidence(network.record(), &it.reference())
                    .is_some_and(|it| filter.confidence.contains(&it)))
    })
}

/// The partnership that an action item belongs to, by its resolution's body, meeting or series.
pub(crate) fn partnership_of<'a>(network: &'a Network, item: &ActionItem) -> Option<&'a Id<Partnership>> {
    partnership_of_resolution(network, network.get(&item.resolution)?)
}

/// The partnership that a resolution belongs to, by its body, meeting or series.
pub(crate) fn partnership_of_resolution<'a>(
    network: &'a Network,
    resolution: &'a Resolution,
) -> Option<&'a Id<Partnership>> {
    let of_body =
        || resolution.body.as_ref().and_then(|it| network.get(it)).and_then(|it| it.partnership.as_ref());
    let of_meeting =
        || resolution.meeting.as_ref().and_then(|it| network.get(it)).and_then(|it| it.partnership.as_ref());
    let of_series =
        || resolution.series.as_ref().and_then(|it| network.get(it)).and_then(|it| it.partnership.as_ref());
    of_body().or_else(of_meeting).or_else(of_series)
}

fn concerns(network: &Network, item: &ActionItem, institution: &Id<Institution>) -> bool {
    let parties = item.addressees.iter().chain(&item.responsible).chain(&item.co_participants);
    names_institution(network, parties, institution)
}

/// Whether one of the parties is an institution, a unit of it, or an office of either.
pub(crate) fn names_institution<'a>(
    network: &Network,
    mut parties: impl Iterator<Item = &'a Party>,
    institution: &Id<Institution>,
) -> bool {
    parties.any(|party| match party {
        Party::Institution(id) => is_of(network, id, institution),
        Party::Office(id) => network
            .get(id)
            .and_then(|it| it.institution.as_ref())
            .is_some_and(|it| is_of(network, it, institution)),
        Party::Body(_) | Party::Group(_) => false,
    })
}

/// Whether an institution is another, or a unit of it at any depth.
fn is_of(network: &Network, unit: &Id<Institution>, whole: &Id<Institution>) -> bool {
    let mut at = Some(unit);
    // Deeper than any real hierarchy, so a circle of parents ends here.
    for _ in 0..16 {
        let Some(id) = at else { return false };
        if id == whole {
            return true;
        }
        at = network.get(id).and_then(|it| it.parent.as_ref());
    }
    false
}
