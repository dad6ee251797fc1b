//! What has been decided or recorded of pairs: decisions on identity, and relations that say that two may be one or are
//! two.

use std::collections::BTreeMap;

use domain::id::Id;
use domain::identity::{DecisionStatus, IdentityDecision, Relation, RelationKind};
use domain::institution::Institution;

use crate::network::Network;

/// A pair, the smaller key first.
pub(super) type Pair = (Id<Institution>, Id<Institution>);

/// What is known of a pair.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    /// The decision that tells the two apart.
    pub rejected: Option<Id<IdentityDecision>>,
    /// A decision that was proposed and not taken.
    pub proposed: Option<Id<IdentityDecision>>,
    /// The relation that tells the two apart: one succeeds the other or was separated from it.
    pub apart: Option<Id<Relation>>,
    /// The relation that says that the two may be one.
    pub possible: Option<Id<Relation>>,
}

impl Known {
    /// Whether the two were told apart.
    pub(super) fn is_rejected(&self) -> bool {
        self.rejected.is_some() || self.apart.is_some()
    }
}

/// What is known of pairs. Of several decisions or relations of one sort, the one with the smallest key is told.
#[derive(Debug, Default)]
pub(super) struct Decided {
    pub pairs: BTreeMap<Pair, Known>,
}

impl Decided {
    /// Reads the decisions and relations of a network: what was told of an institution that is read as another now holds
    /// for that one.
    pub(super) fn of(network: &Network) -> Self {
        let mut decided = Self::default();
        let canonical = |id: &Id<Institution>| network.merges().canonical.get(id).unwrap_or(id).clone();
        for it in &network.record().identity_decisions {
            let Some(known) = decided.known(canonical(&it.duplicate), canonical(&it.canonical)) else {
                continue;
            };
            match it.status {
                DecisionStatus::Rejected => _ = known.rejected.get_or_insert_with(|| it.key.clone()),
                DecisionStatus::Proposed => _ = known.proposed.get_or_insert_with(|| it.key.clone()),
                DecisionStatus::Accepted | DecisionStatus::Undone => {}
            }
        }
        for it in &network.record().relations {
            let (Some(from), Some(to)) = (Id::from_reference(&it.from), Id::from_reference(&it.to)) else {
                continue;
            };
            let Some(known) = decided.known(canonical(&from), canonical(&to)) else { continue };
            match it.kind {
                RelationKind::Succeeds | RelationKind::SeparatedFrom => {
                    _ = known.apart.get_or_insert_with(|| it.key.clone());
                }
                RelationKind::SameAsCandidate => _ = known.possible.get_or_insert_with(|| it.key.clone()),
                RelationKind::SuccessionCandidate | RelationKind::BranchOfCandidate => {}
            }
        }
        decided
    }

    fn known(&mut self, a: Id<Institution>, b: Id<Institution>) -> Option<&mut Known> {
        (a != b).then(|| self.pairs.entry(pair(a, b)).or_default())
    }

    /// What is known of two.
    pub(super) fn of_pair(&self, a: &Id<Institution>, b: &Id<Institution>) -> Known {
        self.pairs.get(&pair(a.clone(), b.clone())).cloned().unwrap_or_default()
    }
}

/// The pair of two, the smaller key first.
pub(super) fn pair(a: Id<Institution>, b: Id<Institution>) -> Pair {
    if a <= b { (a, b) } else { (b, a) }
}
