//! How resolutions stand, by the actions that follow from them.

use std::collections::BTreeMap;

use domain::resolution::{ActionStatus, Resolution};
use domain::words;

use super::totals::{FollowUpCounts, count};
use super::{FollowUpRequest, FollowedItem};
use crate::network::Network;
use crate::selection::partnership_of_resolution;
use crate::view::NetworkView;

words! {
    /// How a resolution stands.
    ResolutionState {
        /// All its actions that were not given up are done.
        Done = "DONE",
        /// Some of its actions are done, or being done.
        InProgress = "IN_PROGRESS",
        /// None of its actions is done, and of some the record says that they are open.
        Open = "OPEN",
        /// The record does not say what became of any of its actions.
        NotStated = "NOT_STATED",
        /// All its actions were given up.
        Cancelled = "CANCELLED",
        /// No action that follows from it is recorded, so nobody says what became of it.
        NoAction = "NO_ACTION",
    }
}

/// A resolution and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowedResolution {
    /// The resolution, as a position in the network's list.
    pub resolution: u32,
    /// How it stands.
    pub state: ResolutionState,
    /// Its actions that are not inferred, as positions in the network's list, in order.
    pub items: Vec<u32>,
    /// How many of them stand how.
    pub counts: FollowUpCounts,
}

/// The resolutions of the partnership, in the window, on the topics; where actions are narrowed, those with one left.
pub(super) fn followed(
    view: &NetworkView,
    request: &FollowUpRequest,
    items: &[FollowedItem],
) -> Vec<FollowedResolution> {
    let network = view.network();
    let mut by_resolution = BTreeMap::<&str, Vec<FollowedItem>>::new();
    for followed in items {
        if let Some(item) = network.record().action_items.get(followed.item as usize) {
            by_resolution.entry(item.resolution.as_str()).or_default().push(*followed);
        }
    }
    let is_asked = |it: &Resolution| {
        (request.partnership.is_none()
            || partnership_of_resolution(network, it) == request.partnership.as_ref())
            && (request.topics.is_empty() || it.topics.iter().any(|it| request.topics.contains(it)))
            && view.view().certainty(&it.date).is_some()
    };
    let all = (0u32..).zip(&network.record().resolutions).filter(|it| is_asked(it.1));
    all.filter_map(|(resolution, it)| {
        let items = by_resolution.remove(it.key.as_str()).unwrap_or_default();
        if items.is_empty() && request.is_narrowed() {
            return None;
        }
        let counts = count(view, &items);
        let state = state(network, &items, counts);
        let items = items.iter().map(|it| it.item).collect();
        Some(FollowedResolution { resolution, state, items, counts })
    })
    .collect()
}

fn state(network: &Network, items: &[FollowedItem], counts: FollowUpCounts) -> ResolutionState {
    let status = |it: &FollowedItem| network.record().action_items.get(it.item as usize).map(|it| it.status);
    let has = |wanted: ActionStatus| items.iter().any(|it| status(it) == Some(wanted));
    if items.is_empty() {
        ResolutionState::NoAction
    } else if counts.cancelled == counts.all {
        ResolutionState::Cancelled
    } else if counts.done + counts.cancelled == counts.all {
        ResolutionState::Done
    } else if has(ActionStatus::Done) || has(ActionStatus::InProgress) {
        ResolutionState::InProgress
    } else if has(ActionStatus::Open) {
        ResolutionState::Open
    } else {
        ResolutionState::NotStated
    }
}
