//! What may show actions done: suggested, and counted for nothing until a person confirms it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::date::EdtfDate;
use domain::party::Party;
use domain::record::{Noun, RecordRef};
use domain::resolution::{ActionItem, ActionStatus};
use domain::words;

use super::FollowedItem;
use crate::occasion::Occasion;
use crate::view::NetworkView;

/// The most meetings that are suggested for one action.
pub const SUGGESTIONS_MAX: usize = 20;

words! {
    /// Why something may show an action done.
    SuggestionReason {
        /// The record names it as possible evidence.
        Recorded = "RECORDED",
        /// A meeting of the action's parties within the due window.
        MeetingWhenDue = "MEETING_WHEN_DUE",
        /// A meeting of the action's parties after the due window.
        MeetingAfterDue = "MEETING_AFTER_DUE",
    }
}

/// Something that may show an action done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuggestedEvidence {
    /// The action, as a position in the network's list.
    pub item: u32,
    /// What may show it.
    pub record: RecordRef,
    /// Why.
    pub reason: SuggestionReason,
    /// Why, in English words, with the parties that met.
    pub message: String,
}

/// What is suggested for actions that are neither done nor given up: in their order, then what the record names, then
/// meetings by date.
pub(super) fn suggested(
    view: &NetworkView,
    on: NaiveDate,
    lists: &[&[FollowedItem]],
) -> Vec<SuggestedEvidence> {
    let all = &view.network().record().action_items;
    let mut items: Vec<_> = lists.iter().flat_map(|it| it.iter().map(|it| it.item)).collect();
    items.sort_unstable();
    let mut meetings: Option<OfOthers<'_>> = None;
    let mut suggested = Vec::new();
    for index in items {
        let Some(item) = all.get(index as usize) else { continue };
        if matches!(item.status, ActionStatus::Done | ActionStatus::Cancelled) {
            continue;
        }
        let of_record = item.possible_evidence.iter().map(|it| SuggestedEvidence {
            item: index,
            record: it.clone(),
            reason: SuggestionReason::Recorded,
            message: "the record names it as possible evidence".to_owned(),
        });
        suggested.extend(of_record);
        let others = meetings.get_or_insert_with(|| OfOthers::read(view));
        suggested.extend(of_meetings(view, on, index, item, others));
    }
    suggested
}

/// The occasions that bodies and offices took part in, as positions in the view's list.
struct OfOthers<'a>(BTreeMap<&'a Party, BTreeSet<u32>>, Vec<(Party, BTreeSet<u32>)>);

impl<'a> OfOthers<'a> {
    fn read(view: &'a NetworkView) -> Self {
        let network = view.network();
        let record = network.record();
        let mut found = BTreeMap::<&Party, BTreeSet<u32>>::new();
        let mut bodies = BTreeMap::<Party, BTreeSet<u32>>::new();
        for (index, occasion) in (0u32..).zip(view.occasions()) {
            let body = record.meetings.get(occasion.meeting).and_then(|it| it.body.clone());
            if let Some(body) = body {
                bodies.entry(Party::Body(body)).or_default().insert(index);
            }
            for position in network.participations_of(occasion.meeting) {
                let Some(it) = record.participations.get(*position as usize) else { continue };
                let is_other = matches!(it.party, Party::Body(_) | Party::Office(_));
                let counts = network.participation_strength(*position).counts_on(view.view().basis);
                if is_other && counts && it.is_involvement() {
                    found.entry(&it.party).or_default().insert(index);
                }
            }
        }
        Self(found, bodies.into_iter().collect())
    }

    fn of(&self, party: &Party) -> impl Iterator<Item = u32> {
        let own = self.0.get(party);
        let of_body = self.1.binary_search_by(|it| it.0.cmp(party)).ok().and_then(|it| self.1.get(it));
        own.into_iter().chain(of_body.map(|it| &it.1)).flatten().copied()
    }
}

/// The occasions that involve a party.
fn occasions_of(view: &NetworkView, party: &Party, others: &OfOthers<'_>) -> Vec<u32> {
    match party {
        Party::Institution(_) => {
            let position = view.network().involved_institution(party);
            position.map(|it| view.occasions_of(it).to_vec()).unwrap_or_default()
        }
        Party::Body(_) | Party::Office(_) => others.of(party).collect(),
        Party::Group(_) => Vec::new(),
    }
}

fn of_meetings(
    view: &NetworkView,
    on: NaiveDate,
    index: u32,
    item: &ActionItem,
    others: &OfOthers<'_>,
) -> Vec<SuggestedEvidence> {
    let network = view.network();
    let resolution = network.get(&item.resolution);
    let of_body = resolution.and_then(|it| it.body.clone()).map(Party::Body);
    let mut actors: Vec<&Party> = item.responsible.iter().chain(&item.co_participants).collect();
    if actors.is_empty() {
        actors.extend(&of_body);
    }
    let start = item.due.earliest().or_else(|| resolution.and_then(|it| it.date.earliest()));
    let Some(start) = start else { return Vec::new() };
    let parties = actors.iter().copied().map(|it| (it, false));
    let parties = parties.chain(item.addressees.iter().map(|it| (it, true)));
    let mut involved: Vec<(u32, bool, &Party)> = Vec::new();
    for (party, is_addressee) in parties {
        let occasions = occasions_of(view, party, others).into_iter();
        involved.extend(occasions.map(|it| (it, is_addressee, party)));
    }
    involved.sort_unstable();
    let mut found: Vec<(EdtfDate, usize, SuggestedEvidence)> = Vec::new();
    for group in involved.chunk_by(|a, b| a.0 == b.0) {
        let mut parties: Vec<_> = group.iter().map(|it| it.2).collect();
        parties.sort_unstable();
        parties.dedup();
        let acts = group.iter().any(|it| !it.1);
        let is_addressed = item.addressees.is_empty() || group.iter().any(|it| it.1);
        let occasion = group.first().and_then(|it| view.occasions().get(it.0 as usize));
        let Some(occasion) = occasion.filter(|_| acts && is_addressed && parties.len() >= 2) else {
            continue;
        };
        found.extend(suggest(view, (index, item), occasion, (start, on), &parties));
    }
    found.sort_by_key(|it| (it.0, it.1));
    found.truncate(SUGGESTIONS_MAX);
    found.into_iter().map(|it| it.2).collect()
}

fn suggest(
    view: &NetworkView,
    (index, item): (u32, &ActionItem),
    occasion: &Occasion,
    (start, on): (NaiveDate, NaiveDate),
    parties: &[&Party],
) -> Option<(EdtfDate, usize, SuggestedEvidence)> {
    let network = view.network();
    let meeting = network.record().meetings.get(occasion.meeting)?;
    let (first, last) = meeting.date.bounds();
    // It may lie at or after the start of the window, and by the day.
    if last.is_some_and(|it| it < start) || first.is_none_or(|it| it > on) {
        return None;
    }
    let record = meeting.reference();
    let own = network.get(&item.resolution).and_then(|it| it.meeting.as_ref());
    if own == Some(&meeting.key)
        || item.evidence.contains(&record)
        || item.possible_evidence.contains(&record)
    {
        return None;
    }
    let is_after = item.due.latest().is_some_and(|end| first.is_some_and(|first| end < first));
    let reason = if is_after { SuggestionReason::MeetingAfterDue } else { SuggestionReason::MeetingWhenDue };
    let names: Vec<_> = parties.iter().map(ToString::to_string).collect();
    let when = if is_after { "after the due window" } else { "within the due window, or after it" };
    let vague = if first == last { "" } else { "; its day is not recorded" };
    let message = format!("{} met {when}, {}{vague}", names.join(" and "), meeting.date);
    Some((meeting.date, occasion.meeting, SuggestedEvidence { item: index, record, reason, message }))
}
