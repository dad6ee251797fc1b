//! What became of the contact of signatories between two views.

use std::collections::BTreeMap;

use domain::words;

use super::counterpart::{Counterparts, Number};
use crate::network::Network;
use crate::uncontacted::{SignatoryContact, SignatoryStatus, UncontactedSignatories};

words! {
    /// What became of a signatory.
    SignatoryChangeKind {
        /// It is contacted for certain, and was not.
        BecameContacted = "BECAME_CONTACTED",
        /// It was contacted for certain, and is not.
        BecameUncontacted = "BECAME_UNCONTACTED",
        /// It was no named signatory.
        Joined = "JOINED",
        /// It is no named signatory any more.
        Left = "LEFT",
        /// Its status is another, and it was and is not contacted for certain.
        OtherStatus = "OTHER_STATUS",
    }
}

/// What became of a signatory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatoryChange {
    /// The place among the signatories before; none when it was none.
    pub before: Option<usize>,
    /// The place among the signatories after; none when it is none.
    pub after: Option<usize>,
    /// How it stood; none when it was no signatory.
    pub status_before: Option<SignatoryStatus>,
    /// How it stands; none when it is no signatory.
    pub status_after: Option<SignatoryStatus>,
    /// What became of it.
    pub kind: SignatoryChangeKind,
}

/// Whose membership it is: a counterpart, or a party that is no institution, by its text.
type Who = (Option<Number>, Option<String>);

fn who(network: &Network, item: &SignatoryContact, number: impl Fn(u32) -> Number) -> Who {
    if let Some(position) = item.institution {
        return (Some(number(position)), None);
    }
    let membership = network.record().memberships.get(item.membership as usize);
    (None, membership.map(|it| it.party.to_string()))
}

/// Of how much certainty of contact a status tells; the first of several that stand for one signatory counts.
fn rank(status: SignatoryStatus) -> u8 {
    match status {
        SignatoryStatus::Contacted => 0,
        SignatoryStatus::PossiblyContacted => 1,
        SignatoryStatus::New => 2,
        SignatoryStatus::NoRecordedContact => 3,
    }
}

/// The signatories of which something became, in order of their institutions' keys, then of others.
pub(super) fn signatory_changes(
    (network_before, before): (&Network, &UncontactedSignatories),
    (network_after, after): (&Network, &UncontactedSignatories),
    same: &Counterparts,
) -> Vec<SignatoryChange> {
    type Best = (u8, usize, SignatoryStatus);
    let mut all = BTreeMap::<(bool, Who), (Option<Best>, Option<Best>)>::new();
    let mut take = |who: Who, is_after: bool, place: usize, status: SignatoryStatus| {
        let entry = all.entry((who.0.is_none(), who)).or_default();
        let slot = if is_after { &mut entry.1 } else { &mut entry.0 };
        let found = (rank(status), place, status);
        if slot.as_ref().is_none_or(|it| (found.0, found.1) < (it.0, it.1)) {
            *slot = Some(found);
        }
    };
    for (place, item) in before.items.iter().enumerate() {
        take(who(network_before, item, |it| same.of_before(it)), false, place, item.status);
    }
    for (place, item) in after.items.iter().enumerate() {
        take(who(network_after, item, |it| same.of_after(it)), true, place, item.status);
    }
    let changes = all.into_values().filter_map(|(before, after)| {
        let (status_before, status_after) = (before.map(|it| it.2), after.map(|it| it.2));
        Some(SignatoryChange {
            before: before.map(|it| it.1),
            after: after.map(|it| it.1),
            status_before,
            status_after,
            kind: kind(status_before, status_after)?,
        })
    });
    changes.collect()
}

fn kind(before: Option<SignatoryStatus>, after: Option<SignatoryStatus>) -> Option<SignatoryChangeKind> {
    use SignatoryChangeKind::{BecameContacted, BecameUncontacted, Joined, Left, OtherStatus};
    let contacted = Some(SignatoryStatus::Contacted);
    match (before, after) {
        (None, _) => after.map(|_| Joined),
        (_, None) => Some(Left),
        _ if before == after => None,
        _ if after == contacted => Some(BecameContacted),
        _ if before == contacted => Some(BecameUncontacted),
        _ => Some(OtherStatus),
    }
}
