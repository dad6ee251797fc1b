//! Follow-up: what became of the actions that resolutions asked for.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};
use service::graph::Network;
use service::graph::follow_up;
use service::graph::receipt::Receipt;

use super::canonical::{Canonical, Value};
use super::computation::{Outcome, computed_results};
use super::follow_up_parts::{FollowedResolution, LISTED_MAX, ResponsibleTotals, SuggestedEvidence};
use super::interval::Interval;
use super::norm_compliance::NormFinding;
use crate::schema::action_item::ActionItem;
use crate::schema::connection::{self, paged_fields};
use crate::schema::count;
use crate::schema::scalars::Date;
use crate::schema::words::DueState;

impl Value for follow_up::FollowUp {
    fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    fn write(&self, network: &Network, to: &mut Canonical) {
        to.field("on", self.on);
        for (name, list) in [("items", &self.items), ("inferredApart", &self.inferred_apart)] {
            to.field(name, list.len());
            for it in list {
                to.optional("item", network.record().action_items.get(it.item as usize).map(|it| &it.key));
                to.field("state", it.state);
            }
        }
        to.optional_interval("rate", self.rate.as_ref());
        to.field("resolutions", self.resolutions.len());
        for it in &self.resolutions {
            to.optional("key", network.record().resolutions.get(it.resolution as usize).map(|it| &it.key));
            to.field("state", it.state);
        }
        to.field("suggested", self.suggested.len());
        for it in &self.suggested {
            to.optional("item", network.record().action_items.get(it.item as usize).map(|it| &it.key));
            to.reference("record", Some(&it.record));
            to.field("reason", it.reason);
        }
        self.norms.write(network, to);
    }
}

computed_results! {
    /// What became of the actions that resolutions asked for, as of a day. An action is overdue when it is neither
    /// done nor cancelled and the day lies after its due window.
    FollowUp(follow_up::FollowUp);
}

/// How many action items stand how. Inferred ones are not among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, SimpleObject)]
pub struct FollowUpCounts {
    /// All of them.
    pub all: i32,
    /// Done, with evidence.
    pub done: i32,
    /// Being done.
    pub in_progress: i32,
    /// Said to be open.
    pub open: i32,
    /// Of which the record does not say what became.
    pub not_stated: i32,
    /// Given up.
    pub cancelled: i32,
    /// Neither done nor cancelled, and past their due window on the day.
    pub overdue: i32,
    /// Neither done nor cancelled, and in their due window on the day.
    pub due_now: i32,
    /// Neither done nor cancelled, and before their due window on the day.
    pub not_due: i32,
    /// Neither done nor cancelled, and without a due date.
    pub undated: i32,
}

impl FollowUpCounts {
    /// Shows counts.
    pub(super) fn of(it: follow_up::FollowUpCounts) -> Self {
        Self {
            all: count(it.all),
            done: count(it.done),
            in_progress: count(it.in_progress),
            open: count(it.open),
            not_stated: count(it.not_stated),
            cancelled: count(it.cancelled),
            overdue: count(it.overdue),
            due_now: count(it.due_now),
            not_due: count(it.not_due),
            undated: count(it.undated),
        }
    }
}

#[Object(use_type_description)]
impl FollowUp {
    #[graphql(flatten)]
    fn outcome(&self) -> Outcome {
        self.0.outcome()
    }

    /// The day.
    fn on(&self) -> Date {
        Date(self.0.value().on)
    }

    /// How many stand how.
    fn counts(&self) -> FollowUpCounts {
        FollowUpCounts::of(self.0.value().counts)
    }

    /// The share that is done of all that are not cancelled, from 0 to 1: the lower end counts what is done, the upper
    /// adds what the record says nothing of; null when no action is left to be done.
    fn rate(&self) -> Option<Interval> {
        self.0.value().rate.as_ref().map(|it| Interval::new(self.0.context(), it))
    }

    /// The same for each who is responsible; the actions of which nobody says who is, last. An action of several
    /// parties is in several. At most 1000.
    fn by_responsible(&self) -> Vec<ResponsibleTotals> {
        let all = self.0.value().by_responsible.iter().take(LISTED_MAX);
        all.map(|it| ResponsibleTotals { context: Arc::clone(self.0.context()), value: it.clone() }).collect()
    }

    /// The resolutions in the window and how they stand, in order of their keys; at most 1000.
    fn resolutions(&self) -> Vec<FollowedResolution> {
        let all = self.0.value().resolutions.iter().take(LISTED_MAX);
        all.map(|it| FollowedResolution { context: Arc::clone(self.0.context()), value: it.clone() })
            .collect()
    }

    /// What may show actions done, by the day: what the record names as such, and meetings of the right parties within
    /// the due window or after it. Suggested, and counted nowhere. In order of the actions' keys, then of time; at most
    /// 20 meetings for an action, and 1000 in all.
    fn suggested_evidence(&self) -> Vec<SuggestedEvidence> {
        let all = self.0.value().suggested.iter().take(LISTED_MAX);
        all.map(|it| SuggestedEvidence { context: Arc::clone(self.0.context()), value: it.clone() }).collect()
    }

    /// Whether the norms were kept in the year of the day.
    fn norms(&self) -> Vec<NormFinding> {
        NormFinding::all(self.0.context(), &self.0.value().norms.findings)
    }

    #[graphql(flatten)]
    fn lists(&self) -> FollowUpLists {
        FollowUpLists(self.clone())
    }
}

paged_fields! {
    /// The lists of a follow-up.
    FollowUpLists of FollowUp;

    /// The action items, in order of their keys.
    fn items(node, ctx, page,
        #[graphql(desc = "Only those that stand in one of these ways to the day; all when left out.")]
        due_state: Option<Vec<DueState>>,
    ) -> ActionItem {
        let wanted: Option<Vec<follow_up::DueState>> =
            due_state.map(|it| it.into_iter().map(Into::into).collect());
        let items = node.0.value().items.iter();
        let fits = items.filter(|it| wanted.as_ref().is_none_or(|wanted| wanted.contains(&it.state)));
        let positions: Vec<_> = fits.map(|it| it.item).collect();
        connection::records(ctx, node.0.context(), &node.0.owner("items"), page, &positions, Vec::new())
    }

    /// Action items that are only inferred: listed apart and counted nowhere. In order of their keys.
    fn inferred_apart(node, ctx, page) -> ActionItem {
        let positions: Vec<_> = node.0.value().inferred_apart.iter().map(|it| it.item).collect();
        connection::records(ctx, node.0.context(), &node.0.owner("inferredApart"), page, &positions, Vec::new())
    }
}
