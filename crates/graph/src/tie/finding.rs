//! Whether two institutions are tied, and if not, why no tie is found: the record never says that there is none.

use std::collections::{BTreeMap, BTreeSet};

use domain::id::Id;
use domain::meeting::{MeetingRole, Presence};
use domain::record::RecordRef;
use domain::recorded::Recorded;

use super::{Tie, TieLevel, TieRule, Ties, pairs};
use crate::network::Position;
use crate::view::NetworkView;

/// What is found of a tie between two institutions.
#[derive(Debug, Clone, PartialEq)]
pub struct TieFinding {
    /// The tie; none when the rule takes in none.
    pub tie: Option<Tie>,
    /// `Yes` with a tie, else `NotRecorded`.
    pub recorded: Recorded,
    /// Why, in English words.
    pub reason: String,
    /// The records that the reason speaks of: evidence, or meetings and series at which both are named.
    pub about: Vec<RecordRef>,
}

impl Ties {
    /// Whether two institutions (rolled up) are tied, with the reason. Time O(participations) without a tie.
    #[must_use]
    pub fn finding(&self, view: &NetworkView, one: Position, other: Position) -> TieFinding {
        if let Some(tie) = self.between(one, other) {
            let about: Vec<_> = self.occasions(tie).map(|it| it.source).collect();
            let reason = format!("{} shared occasions or undertakings are recorded", about.len());
            return TieFinding { tie: Some(tie.clone()), recorded: Recorded::Yes, reason, about };
        }
        let (reason, about) = self.absence(view, one, other);
        TieFinding { tie: None, recorded: Recorded::NotRecorded, reason, about }
    }

    fn absence(&self, view: &NetworkView, one: Position, other: Position) -> (String, Vec<RecordRef>) {
        if one == other {
            return ("an institution is not tied to itself".to_owned(), Vec::new());
        }
        if [one, other].iter().any(|it| self.removed.binary_search(it).is_ok()) {
            return ("one of the two coordinates the partnership and was taken out".to_owned(), Vec::new());
        }
        let pair = (one.min(other), one.max(other));
        let first = self.contributions.partition_point(|it| (it.a, it.b) < pair);
        let end = self.contributions.partition_point(|it| (it.a, it.b) <= pair);
        let shared = self.contributions.get(first..end).unwrap_or_default();
        let any = TieRule { min_level: TieLevel::L0, min_weight: 0.0, min_kinds: 1, ..self.rule.clone() };
        if let Some(weaker) = pairs(&self.sources, shared, &any).first() {
            let sources = shared.iter().filter_map(|it| self.sources.get(it.source as usize));
            let mut reason = format!(
                "what they share makes a tie of level {} and weight {:.4}; the rule asks for {} and {}",
                weaker.level, weaker.weight, self.rule.min_level, self.rule.min_weight
            );
            if 1 < self.rule.min_kinds {
                reason.push_str(&format!(", and {} kinds of what is shared", self.rule.min_kinds));
            }
            if self.rule.backbone.is_some() {
                reason.push_str(", and that chance does not explain the tie");
            }
            return (reason, sources.map(|it| it.record.clone()).collect());
        }
        let (roles, meetings) = named_together(view, one, other);
        if meetings.is_empty() {
            return ("no shared occasion or undertaking is recorded".to_owned(), meetings);
        }
        let roles: Vec<_> =
            roles.iter().map(|(role, presence)| format!("{role}, presence {presence}")).collect();
        let reason = format!(
            "both are named at the same meeting or series, but not both as taking part in an occasion of this window \
             on this basis of evidence ({})",
            roles.join("; ")
        );
        (reason, meetings)
    }
}

/// The meetings and series at which both are parties, in order, and the roles and presence in which they are.
fn named_together(
    view: &NetworkView,
    one: Position,
    other: Position,
) -> (BTreeSet<(MeetingRole, Presence)>, Vec<RecordRef>) {
    let network = view.network();
    let named = |institution: Position| -> BTreeMap<RecordRef, (MeetingRole, Presence)> {
        let participations = network.record().participations.iter();
        participations
            .filter(|it| network.involved_institution(&it.party) == Some(institution))
            .filter_map(|it| {
                let meeting = it.meeting.as_ref().map(Id::reference);
                Some((meeting.or_else(|| it.series.as_ref().map(Id::reference))?, (it.role, it.presence)))
            })
            .collect()
    };
    let (one, other) = (named(one), named(other));
    let both: Vec<_> = one.keys().filter(|it| other.contains_key(*it)).cloned().collect();
    let roles = both.iter().flat_map(|it| [one.get(it), other.get(it)]).flatten().copied().collect();
    (roles, both)
}
