//! The last contact before the window: what the record says of the time before, by the same rule.

use std::cmp::Reverse;

use chrono::NaiveDate;
use domain::date::Period;
use domain::meeting::MeetingStatus;

use crate::contact::Contacts;
use crate::network::Position;
use crate::occasion::{Certainty, Directness, Occasion};
use crate::view::{NetworkView, UndatedPolicy};

/// The last occasion that contacted an institution before the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastContact {
    /// The position of its meeting in the network's list.
    pub meeting: usize,
    /// The institutions on the other side, in order of position; empty when the other side is an office, a body, or
    /// not recorded.
    pub counterparts: Vec<Position>,
    /// How direct the occasion was.
    pub directness: Directness,
    /// The latest day on which it may have been; before the window.
    pub latest: NaiveDate,
    /// Whole days from that day to the end of the window; none when the window has an open end.
    pub days_since: Option<u32>,
}

/// What the record says of contacts outside the window.
#[derive(Debug)]
pub(super) struct History {
    /// By institution: the last contact before the window.
    last: Vec<Option<PastContact>>,
    /// By institution: whether a contact without a date is recorded, which the window leaves out.
    is_undated: Vec<bool>,
}

impl History {
    /// Reads the contacts of institutions (rolled up) that lie before the window for certain, and those without a date.
    /// Sides are those of the end of the window. Time O(participations + meetings · log meetings).
    pub(super) fn read(view: &NetworkView, contacts: &Contacts<'_>, of: &[Position]) -> Self {
        let size = view.network().record().institutions.len();
        let mut history = Self { last: vec![None; size], is_undated: vec![false; size] };
        if view.view().period.is_whole() {
            return history;
        }
        let mut is_wanted = vec![false; size];
        for institution in of {
            if let Some(slot) = is_wanted.get_mut(*institution as usize) {
                *slot = true;
            }
        }
        if view.view().undated == UndatedPolicy::Exclude {
            history.read_undated(view, contacts, &is_wanted);
        }
        history.read_dated(view, contacts, is_wanted);
        history
    }

    /// The last contact of an institution (rolled up) before the window.
    pub(super) fn last(&self, institution: Position) -> Option<&PastContact> {
        self.last.get(institution as usize)?.as_ref()
    }

    /// Whether a contact without a date is recorded of an institution (rolled up).
    pub(super) fn is_undated(&self, institution: Position) -> bool {
        self.is_undated.get(institution as usize).copied().unwrap_or_default()
    }

    fn read_undated(&mut self, view: &NetworkView, contacts: &Contacts<'_>, is_wanted: &[bool]) {
        let meetings = view.network().record().meetings.iter().enumerate();
        for (meeting, _) in
            meetings.filter(|(_, it)| it.status == MeetingStatus::Held && it.date.is_unknown())
        {
            let Some(occasion) = read(view, meeting, is_wanted) else { continue };
            let reach = contacts.reach(&occasion);
            for it in occasion.involved.iter().filter(|it| reach.includes(it.institution)) {
                if let Some(slot) = self.is_undated.get_mut(it.institution as usize) {
                    *slot = true;
                }
            }
        }
    }

    /// Newest first, so that each institution is done with its first contact.
    fn read_dated(&mut self, view: &NetworkView, contacts: &Contacts<'_>, mut is_wanted: Vec<bool>) {
        let before = view.view().period.start().and_then(|it| it.pred_opt());
        let Some(before) = before.and_then(|it| Period::new(None, Some(it)).ok()) else { return };
        let meetings = view.network().record().meetings.iter().enumerate();
        let mut dated: Vec<(Reverse<NaiveDate>, usize)> = meetings
            .filter(|(_, it)| it.status == MeetingStatus::Held && it.date.certainly_in(&before))
            .filter_map(|(meeting, it)| Some((Reverse(it.date.latest()?), meeting)))
            .collect();
        dated.sort_unstable();
        for (Reverse(latest), meeting) in dated {
            let Some(occasion) = read(view, meeting, &is_wanted) else { continue };
            let reach = contacts.reach(&occasion);
            for it in occasion.involved.iter().filter(|it| reach.includes(it.institution)) {
                let at = it.institution as usize;
                let (Some(wanted), Some(slot)) = (is_wanted.get_mut(at), self.last.get_mut(at)) else {
                    continue;
                };
                if std::mem::take(wanted) {
                    *slot = Some(PastContact {
                        meeting,
                        counterparts: contacts.counterparts_at(&occasion, it.institution),
                        directness: occasion.directness,
                        latest,
                        days_since: contacts.days_since(latest),
                    });
                }
            }
        }
    }
}

/// The occasion of a meeting in which somebody wanted may be involved; none without such a one.
fn read(view: &NetworkView, meeting: usize, is_wanted: &[bool]) -> Option<Occasion> {
    let network = view.network();
    let takes_part = |index: &u32| {
        let institution = network.participant(*index);
        institution.is_some_and(|it| is_wanted.get(it as usize).copied().unwrap_or_default())
    };
    let some = network.participations_of(meeting).iter().any(takes_part);
    some.then(|| Occasion::read(network, meeting, view.view().basis, Certainty::Certain)).flatten()
}
