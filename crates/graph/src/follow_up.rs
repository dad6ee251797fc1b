//! Follow-up: what became of the actions that resolutions asked for.
//!
//! # Question
//! What was to be done, what of it is overdue on a day, and what share is known to be done?
//!
//! # Definition
//! An action is overdue on day `t` when it is neither done nor cancelled and `t` lies after its due window; inside the
//! window it is due now. `followUpRate = DONE / (all − CANCELLED)`: the lower end counts what is done, the upper adds
//! what the record does not say anything of. Inferred actions are listed apart and never counted. Possible evidence
//! is suggested, never counted.
//!
//! # Source
//! The project's analysis of the field, questions.md A7.
//!
//! # Limits
//! A status is that of the record's revision, not of the day asked about: nothing says when it became so.
//!
//! # Cost
//! Time O(action items).
//!
//! # Determinism
//! Exact; in order of keys.
//!
//! # Checked against
//! Q56 and Q57 of the project's analysis, on the Lubuskie record, and a hand-made record.

use chrono::NaiveDate;
use domain::claim::{Claim, Confidence};
use domain::id::Id;
use domain::partnership::Partnership;
use domain::record::Noun;
use domain::resolution::{ActionItem, ActionStatus};
use domain::words;

use crate::computed::{Exclusion, ExclusionReason, Interval, IntervalReason, IntervalReasonCode};
use crate::receipt::{Receipt, keys};
use crate::selection::partnership_of;
use crate::view::NetworkView;

words! {
    /// How an action item stands to a day.
    DueState {
        /// Its window has not begun.
        NotDue = "NOT_DUE",
        /// The day lies in its window.
        DueNow = "DUE_NOW",
        /// Its window is over, and it is not known to be done.
        Overdue = "OVERDUE",
        /// It is done.
        Done = "DONE",
        /// It was given up.
        Cancelled = "CANCELLED",
        /// It has no due date, or none that ends.
        Undated = "UNDATED",
    }
}

/// How an action item stands to a day.
#[must_use]
pub fn due_state(item: &ActionItem, on: NaiveDate) -> DueState {
    match (item.status, item.due.bounds()) {
        (ActionStatus::Done, _) => DueState::Done,
        (ActionStatus::Cancelled, _) => DueState::Cancelled,
        (_, (None, None)) => DueState::Undated,
        (_, (_, Some(last))) if last < on => DueState::Overdue,
        (_, (Some(first), _)) if on < first => DueState::NotDue,
        (_, (_, Some(_))) => DueState::DueNow,
        // Begun, with an open end: it is never overdue.
        (_, (Some(_), None)) => DueState::DueNow,
    }
}

/// An action item and how it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FollowedItem {
    /// The position of the action item in the network's list.
    pub item: u32,
    /// How it stands to the day.
    pub state: DueState,
}

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

/// What became of actions, as of a day.
#[derive(Debug, Clone, PartialEq)]
pub struct FollowUp {
    /// The day.
    pub on: NaiveDate,
    /// The action items, in order of keys.
    pub items: Vec<FollowedItem>,
    /// Inferred action items, listed apart and not counted, in order of keys.
    pub inferred_apart: Vec<FollowedItem>,
    /// How many stand how.
    pub counts: FollowUpCounts,
    /// The share that is done, 0 to 1; none when no action is left to be done.
    pub rate: Option<Interval>,
    /// The receipt.
    pub receipt: Receipt,
}

/// What became of the actions after resolutions of a partnership, or of all, in the view's window.
#[must_use]
pub fn follow_up(view: &NetworkView, partnership: Option<&Id<Partnership>>, on: NaiveDate) -> FollowUp {
    let network = view.network();
    let mut items = Vec::new();
    let mut inferred_apart = Vec::new();
    let mut outside = Vec::new();
    for (index, item) in (0u32..).zip(&network.record().action_items) {
        if partnership.is_some() && partnership_of(network, item) != partnership {
            continue;
        }
        let date = network.get(&item.resolution).map(|it| it.date).unwrap_or_default();
        if view.view().certainty(&date).is_none() {
            outside.push(item.reference());
            continue;
        }
        let confidence = network.evidence().confidence(network.record(), &item.reference());
        let is_inferred = confidence == Some(Confidence::Inferred);
        let list = if is_inferred { &mut inferred_apart } else { &mut items };
        list.push(FollowedItem { item: index, state: due_state(item, on) });
    }
    let counts = count(view, &items);
    let mut receipt = Receipt::new("follow-up", "1", view);
    receipt.parameter("partnership", keys(partnership.as_slice()));
    receipt.parameter("on", on);
    receipt.count("items", items.len());
    receipt.count("inferredApart", inferred_apart.len());
    let outside_message = "follows from a resolution whose date lies outside the window";
    receipt.exclude(Exclusion::of(ExclusionReason::PossiblyOutsideWindow, outside_message, outside));
    FollowUp { on, rate: rate(view, &items, counts), items, inferred_apart, counts, receipt }
}

fn count(view: &NetworkView, items: &[FollowedItem]) -> FollowUpCounts {
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

fn rate(view: &NetworkView, items: &[FollowedItem], counts: FollowUpCounts) -> Option<Interval> {
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
