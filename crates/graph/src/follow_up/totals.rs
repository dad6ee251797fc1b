//! How many actions stand how, of all and of each who is responsible.

use std::collections::BTreeMap;

use domain::claim::Claim;
use domain::id::Id;
use domain::party::Party;
use domain::record::Noun;
use domain::resolution::ActionStatus;

use super::{DueState, FollowedItem};
use crate::computed::{Interval, IntervalReason, IntervalReasonCode};
use crate::view::NetworkView;

/// How many action items stand how. Inferred ones are not among them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FollowUpCounts {
    /// All of them.
    pub all: usize,
    /// Done.
    pub done: usize,
    /// In progress.
    pub in_progress: usize,
    /// Said to be open.
    pub open: usize,
    /// Of which the record does not say what became.
    pub not_stated: usize,
    /// Cancelled.
    pub cancelled: usize,
    /// Overdue on the day.
    pub overdue: usize,
    /// Due now.
    pub due_now: usize,
    /// Not due yet.
    pub not_due: usize,
    /// Without a due date.
    pub undated: usize,
}

/// How the actions stand for which one party is responsible.
#[derive(Debug, Clone, PartialEq)]
pub struct ResponsibleTotals {
    /// The party; none for actions of which nobody says who is responsible.
    pub party: Option<Party>,
    /// The actions, as positions in the network's list, in order.
    pub items: Vec<u32>,
    /// How many stand how.
    pub counts: FollowUpCounts,
    /// The share that is done, 0 to 1; none when no action is left to be done.
    pub rate: Option<Interval>,
}

pub(super) fn count(view: &NetworkView, items: &[FollowedItem]) -> FollowUpCounts {
    let mut counts = FollowUpCounts { all: items.len(), ..FollowUpCounts::default() };
    for followed in items {
        match followed.state {
            DueState::Overdue => counts.overdue += 1,
            DueState::DueNow => counts.due_now += 1,
            DueState::NotDue => counts.not_due += 1,
            DueState::Undated => counts.undated += 1,
            DueState::Done | DueState::Cancelled => {}
        }
        match view.network().record().action_items.get(followed.item as usize).map(|it| it.status) {
            Some(ActionStatus::Done) => counts.done += 1,
            Some(ActionStatus::InProgress) => counts.in_progress += 1,
            Some(ActionStatus::Cancelled) => counts.cancelled += 1,
            Some(ActionStatus::Open) => counts.open += 1,
            Some(ActionStatus::NotStated) => counts.not_stated += 1,
            None => {}
        }
    }
    counts
}

pub(super) fn rate(view: &NetworkView, items: &[FollowedItem], counts: FollowUpCounts) -> Option<Interval> {
    let all = counts.all - counts.cancelled;
    if all == 0 {
        return None;
    }
    let share = |count: usize| count as f64 / all as f64;
    let mut reasons = Vec::new();
    if counts.not_stated > 0 {
        reasons.push(IntervalReason {
            code: IntervalReasonCode::UndeterminedAttribute,
            count: Some(counts.not_stated as f64),
            message: format!("what became of {} of {all} actions is not stated", counts.not_stated),
            about: None,
            claims: claims_of_not_stated(view, items),
        });
    }
    Some(Interval::between(share(counts.done), Some(share(counts.done + counts.not_stated)), reasons))
}

fn claims_of_not_stated(view: &NetworkView, items: &[FollowedItem]) -> Vec<Id<Claim>> {
    let network = view.network();
    let values = items.iter().filter_map(|it| network.record().action_items.get(it.item as usize));
    values
        .filter(|it| it.status == ActionStatus::NotStated)
        .flat_map(|it| network.claims_about(&it.reference()).map(|it| it.key.clone()).collect::<Vec<_>>())
        .collect()
}

/// The totals of each who is responsible, in order of parties; of those of whom nobody says who is, last.
pub(super) fn by_responsible(view: &NetworkView, items: &[FollowedItem]) -> Vec<ResponsibleTotals> {
    let all = &view.network().record().action_items;
    let mut groups = BTreeMap::<(bool, Option<&Party>), Vec<FollowedItem>>::new();
    for followed in items {
        let Some(item) = all.get(followed.item as usize) else { continue };
        let mut parties: Vec<_> = item.responsible.iter().map(Some).collect();
        parties.sort();
        parties.dedup();
        if parties.is_empty() {
            parties.push(None);
        }
        for party in parties {
            groups.entry((party.is_none(), party)).or_default().push(*followed);
        }
    }
    groups
        .into_iter()
        .map(|((_, party), items)| {
            let counts = count(view, &items);
            let rate = rate(view, &items, counts);
            let party = party.cloned();
            ResponsibleTotals { party, items: items.iter().map(|it| it.item).collect(), counts, rate }
        })
        .collect()
}
