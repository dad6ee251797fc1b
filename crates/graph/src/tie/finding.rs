//! Whether two institutions are tied, and if not, why no tie is found: the record never says that there is none.

use std::collections::BTreeSet;

use domain::record::RecordRef;
use domain::recorded::Recorded;

use super::{Tie, TieRule, Ties, pairs};
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
    /// The records that the reason speaks of, in order: evidence, or meetings at which both are named.
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
        let any = TieRule { min_level: super::TieLevel::L0, min_weight: 0.0, ..self.rule.clone() };
        if let Some(weaker) = pairs(&self.sources, shared, &any).first() {
            let sources = shared.iter().filter_map(|it| self.sources.get(it.source as usize));
            let reason = format!(
                "what they share makes a tie of level {} and weight {:.4}; the rule asks for {} and {}",
                weaker.level, weaker.weight, self.rule.min_level, self.rule.min_weight
            );
            return (reason, sources.map(|it| it.record.clone()).collect());
        }
        let meetings = named_together(view, one, other);
        if meetings.is_empty() {
            return ("no shared occasion or undertaking is recorded".to_owned(), meetings);
        }
        let reason = "both are named at a meeting that was held, but not both as taking part in it on this basis of \
                      evidence and in this window";
        (reason.to_owned(), meetings)
    }
}

/// The meetings at which both are parties, whatever their roles and presence, in order of keys.
fn named_together(view: &NetworkView, one: Position, other: Position) -> Vec<RecordRef> {
    let network = view.network();
    let meetings_of = |institution: Position| -> BTreeSet<RecordRef> {
        let participations = network.record().participations.iter();
        participations
            .filter(|it| network.involved_institution(&it.party) == Some(institution))
            .filter_map(|it| it.meeting.as_ref().map(domain::id::Id::reference))
            .collect()
    };
    meetings_of(one).intersection(&meetings_of(other)).cloned().collect()
}
