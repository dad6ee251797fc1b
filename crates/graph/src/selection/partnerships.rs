//! Which partnerships a list shows.

use domain::date::EdtfDate;
use domain::id::Id;
use domain::institution::Institution;
use domain::partnership::{LifecycleState, Partnership, PartnershipKind, PartnershipRole};
use domain::polish::fold;
use domain::words;

use super::order::{OrderDirection, Rank, sort};
use super::{among, holds, select};
use crate::view::NetworkView;

/// Which partnerships. Fields hold together, values of one field are alternatives, empty fields do not narrow.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PartnershipFilter {
    /// Of one of these kinds.
    pub kinds: Vec<PartnershipKind>,
    /// Within this partnership.
    pub parent: Option<Id<Partnership>>,
    /// In one of these states at the end of the window (see [`state_at_end`]).
    pub states: Vec<LifecycleState>,
    /// With a membership of this institution, on the view's basis at the end of its window.
    pub member: Option<Id<Institution>>,
    /// In one of these roles; of the member above, or of any.
    pub roles: Vec<PartnershipRole>,
    /// With a name that holds this text, folded.
    pub text: Option<String>,
}

words! {
    /// What partnerships are ordered by.
    PartnershipOrderField {
        /// The Polish name.
        Name = "NAME",
        /// When it was founded.
        Founded = "FOUNDED",
    }
}

/// One step of an order of partnerships.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartnershipOrder {
    /// By what.
    pub field: PartnershipOrderField,
    /// In which direction.
    pub direction: OrderDirection,
}

/// The partnerships that fit, as positions in the network's list, in the order asked for, then of keys.
#[must_use]
pub fn partnerships(view: &NetworkView, filter: &PartnershipFilter, orders: &[PartnershipOrder]) -> Vec<u32> {
    let text = filter.text.as_deref().map(fold);
    let list = &view.network().record().partnerships;
    let found = select(list, |_, it| {
        let named = |text: &String| {
            holds(it.name_pl.as_str(), text) || it.name_en.as_ref().is_some_and(|it| holds(it.as_str(), text))
        };
        among(&filter.kinds, &it.kind)
            && (filter.parent.is_none() || it.parent == filter.parent)
            && (filter.states.is_empty()
                || state_at_end(view, &it.key).is_some_and(|it| filter.states.contains(&it)))
            && has_member(view, &it.key, filter)
            && text.as_ref().is_none_or(named)
    });
    let directions: Vec<_> = orders.iter().map(|it| it.direction).collect();
    sort(found, &directions, |position| {
        let partnership = list.get(position as usize);
        orders
            .iter()
            .map(|order| match order.field {
                PartnershipOrderField::Name => partnership.map(|it| Rank::text(it.name_pl.as_str())),
                PartnershipOrderField::Founded => {
                    partnership.map(|it| it.founded).filter(|it| !it.is_unknown()).map(Rank::Date)
                }
            })
            .collect()
    })
}

fn has_member(view: &NetworkView, partnership: &Id<Partnership>, filter: &PartnershipFilter) -> bool {
    if filter.member.is_none() && filter.roles.is_empty() {
        return true;
    }
    view.memberships(Some(partnership), &filter.roles)
        .any(|(it, _)| filter.member.as_ref().is_none_or(|member| it.party.institution() == Some(member)))
}

/// The state that a partnership last came into by the end of the view's window; none when none is recorded.
#[must_use]
pub fn state_at_end(view: &NetworkView, partnership: &Id<Partnership>) -> Option<LifecycleState> {
    let has_begun = |date: &EdtfDate| match (date.earliest(), view.view().period.end()) {
        (Some(first), Some(end)) => first <= end,
        _ => true,
    };
    let events = view.network().record().lifecycle_events.iter();
    let found = events.filter(|it| it.partnership == *partnership && has_begun(&it.date));
    // Undated events come first, so that any dated one tells a later state; states in their own order break ties.
    let last = found.max_by_key(|it| (!it.date.is_unknown(), it.date.latest(), it.date.earliest(), it.state));
    last.map(|it| it.state)
}
