//! The parts of a follow-up: totals of the responsible, resolutions and their state, suggested evidence.

use std::sync::Arc;

use async_graphql::{Description, Enum, Object, Result};
use service::ViewContext;
use service::graph::follow_up;

use super::follow_up::FollowUpCounts;
use super::interval::Interval;
use super::lost;
use crate::schema::action_item::ActionItem;
use crate::schema::entry::{Entry, RecordNode as _};
use crate::schema::node::Node;
use crate::schema::party::Party;
use crate::schema::resolution::Resolution;

/// The most items of a list.
pub(super) const LISTED_MAX: usize = 1_000;

/// How a resolution stands, by the actions that follow from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::follow_up::ResolutionState")]
pub enum ResolutionState {
    /// All its actions that were not given up are done.
    Done,
    /// Some of its actions are done, or being done.
    InProgress,
    /// None of its actions is done, and of some the record says that they are open.
    Open,
    /// The record does not say what became of any of its actions.
    NotStated,
    /// All its actions were given up.
    Cancelled,
    /// No action that follows from it is recorded, so nobody says what became of it.
    NoAction,
}

/// Why something may show an action done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::follow_up::SuggestionReason")]
pub enum SuggestionReason {
    /// The record names it as possible evidence.
    Recorded,
    /// A meeting of the action's parties within the due window.
    MeetingWhenDue,
    /// A meeting of the action's parties after the due window.
    MeetingAfterDue,
}

fn items(context: &Arc<ViewContext>, positions: &[u32]) -> Vec<ActionItem> {
    let positions = positions.iter().take(LISTED_MAX);
    positions.filter_map(|it| Entry::at(context, *it)).map(ActionItem::new).collect()
}

/// How the actions stand for which one party is responsible.
#[derive(Debug, Clone, Description)]
pub struct ResponsibleTotals {
    pub(super) context: Arc<ViewContext>,
    pub(super) value: follow_up::ResponsibleTotals,
}

#[Object(use_type_description)]
impl ResponsibleTotals {
    /// The party; null for the actions of which nobody says who is responsible.
    fn party(&self) -> Result<Option<Party>> {
        self.value.party.as_ref().map(|it| Party::show(&self.context, it)).transpose()
    }

    /// How many stand how.
    fn counts(&self) -> FollowUpCounts {
        FollowUpCounts::of(self.value.counts)
    }

    /// The share that is done, as for all; null when no action is left to be done.
    fn rate(&self) -> Option<Interval> {
        self.value.rate.as_ref().map(|it| Interval::new(&self.context, it))
    }

    /// The actions, in order of their keys; at most 1000.
    fn items(&self) -> Vec<ActionItem> {
        items(&self.context, &self.value.items)
    }
}

/// A resolution and how it stands.
#[derive(Debug, Clone, Description)]
pub struct FollowedResolution {
    pub(super) context: Arc<ViewContext>,
    pub(super) value: follow_up::FollowedResolution,
}

#[Object(use_type_description)]
impl FollowedResolution {
    /// The resolution.
    fn resolution(&self) -> Result<Resolution> {
        Entry::at(&self.context, self.value.resolution).map(Resolution::new).ok_or_else(lost)
    }

    /// How it stands.
    fn state(&self) -> ResolutionState {
        self.value.state.into()
    }

    /// How many of its actions stand how; inferred ones are not among them.
    fn counts(&self) -> FollowUpCounts {
        FollowUpCounts::of(self.value.counts)
    }

    /// Its actions that are not inferred, in order of their keys; at most 1000.
    fn items(&self) -> Vec<ActionItem> {
        items(&self.context, &self.value.items)
    }
}

/// Something that may show an action done. It counts for nothing until a person confirms it.
#[derive(Debug, Clone, Description)]
pub struct SuggestedEvidence {
    pub(super) context: Arc<ViewContext>,
    pub(super) value: follow_up::SuggestedEvidence,
}

#[Object(use_type_description)]
impl SuggestedEvidence {
    /// The action.
    fn item(&self) -> Result<ActionItem> {
        Entry::at(&self.context, self.value.item).map(ActionItem::new).ok_or_else(lost)
    }

    /// What may show it done.
    fn record(&self) -> Option<Node> {
        Node::of(&self.context, &self.value.record)
    }

    /// The kind of reason.
    fn reason(&self) -> SuggestionReason {
        self.value.reason.into()
    }

    /// Why, in English words, with the parties that met.
    fn why(&self) -> &str {
        &self.value.message
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::tests::names_agree;
    use super::*;

    #[test]
    fn values_have_the_names_of_the_analysis() {
        names_agree::<ResolutionState, follow_up::ResolutionState>(follow_up::ResolutionState::ALL, |it| {
            it.as_str()
        });
        names_agree::<SuggestionReason, follow_up::SuggestionReason>(
            follow_up::SuggestionReason::ALL,
            |it| it.as_str(),
        );
    }
}
