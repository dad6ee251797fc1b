//! Follow-up: what became of the actions that resolutions asked for.
//!
//! # Question
//! What was to be done, what of it is overdue on a day, and what share is known to be done?
//!
//! # Definition
//! An action is overdue on day `t` when it is neither done nor cancelled and `t` lies after its due window; inside the
//! window it is due now. `followUpRate = DONE / (all − CANCELLED)`: the lower end counts what is done, the upper adds
//! what the record does not say anything of. Inferred actions are listed apart and never counted. A resolution stands as
//! its actions do; one without an action is told apart, as nobody says what became of it.
//! Possible evidence is suggested, never counted: what the record names as such, and meetings that were held by the day,
//! in the view, within the due window or after it (without one, after the resolution), that involve an addressee and one
//! who was to act (responsible, taking part, or, when neither is recorded, the body that resolved); without an
//! addressee, two who were to act. At most 20 for an action, oldest first.
//! The norms of the partnership are judged for the year of the day (see [`crate::norm_compliance`]).
//!
//! # Source
//! The project's analysis of the field, questions.md A7.
//!
//! # Limits
//! A status is that of the record's revision, not of the day asked about: nothing says when it became so. A meeting of
//! the right parties at the right time need not have been about the action, so it counts for nothing until a person
//! confirms it.
//!
//! # Cost
//! Time O(action items × occasions of their parties + participations).
//!
//! # Determinism
//! Exact; in order of keys.
//!
//! # Checked against
//! Q56 and Q57 of the project's analysis, on the Lubuskie record, and a hand-made record.

mod resolution;
mod suggestion;
mod totals;

use chrono::{Datelike, NaiveDate};
use domain::claim::Confidence;
use domain::id::Id;
use domain::institution::Institution;
use domain::partnership::Partnership;
use domain::record::Noun;
use domain::resolution::{ActionItem, ActionStatus};
use domain::vocabulary::Topic;
use domain::words;

pub use self::resolution::{FollowedResolution, ResolutionState};
pub use self::suggestion::{SUGGESTIONS_MAX, SuggestedEvidence, SuggestionReason};
pub use self::totals::{FollowUpCounts, ResponsibleTotals};
use crate::computed::{Exclusion, ExclusionReason, Interval};
use crate::norm_compliance::{NormCompliance, judge};
use crate::receipt::{Receipt, keys};
use crate::selection::{names_institution, partnership_of};
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

/// Which actions are followed, as of which day.
#[derive(Debug, Clone, PartialEq)]
pub struct FollowUpRequest {
    /// Only after resolutions of this partnership; of any when none.
    pub partnership: Option<Id<Partnership>>,
    /// The day.
    pub on: NaiveDate,
    /// Only those for which this institution, a unit or an office of it is responsible.
    pub responsible: Option<Id<Institution>>,
    /// Only those in one of these states; in any when empty.
    pub statuses: Vec<ActionStatus>,
    /// Only after resolutions on one of these topics; on any when empty.
    pub topics: Vec<Id<Topic>>,
}

impl FollowUpRequest {
    /// All actions of a partnership, or of all.
    #[must_use]
    pub fn new(partnership: Option<Id<Partnership>>, on: NaiveDate) -> Self {
        Self { partnership, on, responsible: None, statuses: Vec::new(), topics: Vec::new() }
    }

    fn is_narrowed(&self) -> bool {
        self.responsible.is_some() || !self.statuses.is_empty()
    }
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
    /// The same for each who is responsible; those of whom nobody says who is responsible last. An action with several
    /// is in several.
    pub by_responsible: Vec<ResponsibleTotals>,
    /// The resolutions, in order of keys.
    pub resolutions: Vec<FollowedResolution>,
    /// What may show actions done, and counts for nothing until a person confirms it: in order of the actions' keys,
    /// then of time. Inferred actions included.
    pub suggested: Vec<SuggestedEvidence>,
    /// The norms in the year of the day.
    pub norms: NormCompliance,
    /// The receipt.
    pub receipt: Receipt,
}

/// What became of the actions after resolutions of a partnership, or of all, in the view's window.
#[must_use]
pub fn follow_up(view: &NetworkView, partnership: Option<&Id<Partnership>>, on: NaiveDate) -> FollowUp {
    follow_up_of(view, &FollowUpRequest::new(partnership.cloned(), on))
}

/// What became of some of the actions, in the view's window.
#[must_use]
pub fn follow_up_of(view: &NetworkView, request: &FollowUpRequest) -> FollowUp {
    let network = view.network();
    let on = request.on;
    let partnership = request.partnership.as_ref();
    let norms = judge(view, partnership, vec![on.year()]);
    let mut items = Vec::new();
    let mut inferred_apart = Vec::new();
    let mut outside = Vec::new();
    for (index, item) in (0u32..).zip(&network.record().action_items) {
        if (partnership.is_some() && partnership_of(network, item) != partnership)
            || !fits(view, request, item)
        {
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
    let counts = totals::count(view, &items);
    let resolutions = resolution::followed(view, request, &items);
    let suggested = suggestion::suggested(view, on, &[&items, &inferred_apart]);
    let mut receipt = Receipt::new("follow-up", "2", view);
    receipt.parameter("partnership", keys(partnership.as_slice()));
    receipt.parameter("on", on);
    receipt.parameter("responsible", keys(request.responsible.as_slice()));
    receipt.parameter("statuses", keys(&request.statuses));
    receipt.parameter("topics", keys(&request.topics));
    receipt.count("items", items.len());
    receipt.count("inferredApart", inferred_apart.len());
    receipt.count("resolutions", resolutions.len());
    receipt.count("suggestedEvidence", suggested.len());
    let outside_message = "follows from a resolution whose date lies outside the window";
    receipt.exclude(Exclusion::of(ExclusionReason::PossiblyOutsideWindow, outside_message, outside));
    receipt.warnings.extend(before_the_record(view, on, &resolutions));
    FollowUp {
        on,
        rate: totals::rate(view, &items, counts),
        by_responsible: totals::by_responsible(view, &items),
        counts,
        items,
        inferred_apart,
        resolutions,
        suggested,
        norms,
        receipt,
    }
}

fn fits(view: &NetworkView, request: &FollowUpRequest, item: &ActionItem) -> bool {
    let network = view.network();
    let responsible = request.responsible.as_ref();
    let topics = || network.get(&item.resolution).map(|it| it.topics.as_slice()).unwrap_or_default();
    responsible.is_none_or(|it| names_institution(network, item.responsible.iter(), it))
        && (request.statuses.is_empty() || request.statuses.contains(&item.status))
        && (request.topics.is_empty() || topics().iter().any(|it| request.topics.contains(it)))
}

/// That the day lies before any of the resolutions was adopted; none when it does not.
fn before_the_record(
    view: &NetworkView,
    on: NaiveDate,
    resolutions: &[FollowedResolution],
) -> Option<String> {
    let all = &view.network().record().resolutions;
    let dates = resolutions.iter().filter_map(|it| all.get(it.resolution as usize)?.date.earliest());
    let first = dates.min().filter(|it| on < *it)?;
    Some(format!(
        "{on} is before the record begins: the first of these resolutions is of {first} at the earliest"
    ))
}
