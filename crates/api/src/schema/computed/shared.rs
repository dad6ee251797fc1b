//! The evidence of what institutions share: the claims that make them take part.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::body::Body;
use domain::claim::Claim;
use domain::id::Id;
use domain::meeting::Meeting;
use domain::partnership::Partnership;
use domain::record::{Noun, RecordRef};
use service::ViewContext;
use service::graph::network::Position;
use service::graph::occasion::involvements;

use crate::schema::evidence::{self, Evidence};

/// The claims by which institutions take part in an occasion or undertaking, in order of their keys; those about the
/// occasion or undertaking itself when there are none, as for action items.
pub(super) fn evidence_of(
    context: &Arc<ViewContext>,
    source: &RecordRef,
    institutions: &[Position],
) -> Vec<Evidence> {
    let claims = claims_of(context, source, institutions);
    evidence::by_ids(context, &claims.into_iter().collect::<Vec<_>>())
}

/// The evidence of several occasions and undertakings together, each claim once.
pub(super) fn evidence_of_all(
    context: &Arc<ViewContext>,
    sources: &[RecordRef],
    institutions: &[Position],
) -> Vec<Evidence> {
    let claims: BTreeSet<_> = sources.iter().flat_map(|it| claims_of(context, it, institutions)).collect();
    evidence::by_ids(context, &claims.into_iter().collect::<Vec<_>>())
}

/// The records that what institutions share rests on: the occasions and undertakings, and by what they take part in
/// them; each once, in order.
pub(super) fn rests_on(
    context: &ViewContext,
    sources: &[RecordRef],
    institutions: &[Position],
) -> BTreeSet<RecordRef> {
    let of = |it: &RecordRef| parts(context, it, institutions).into_iter().chain([it.clone()]);
    sources.iter().flat_map(of).collect()
}

fn claims_of(context: &ViewContext, source: &RecordRef, institutions: &[Position]) -> BTreeSet<Id<Claim>> {
    let of = |reference: &RecordRef| -> Vec<Id<Claim>> {
        context.network().claims_about(reference).map(|it| it.key.clone()).collect()
    };
    let mut claims: BTreeSet<_> = parts(context, source, institutions).iter().flat_map(of).collect();
    if claims.is_empty() {
        claims.extend(of(source));
    }
    claims
}

/// The participations, memberships and seats of institutions in an occasion or undertaking that count in the view.
fn parts(context: &ViewContext, source: &RecordRef, institutions: &[Position]) -> Vec<RecordRef> {
    let network = context.network();
    let basis = context.view.view().basis;
    let is_meant = |party: &domain::party::Party| {
        network.involved_institution(party).is_some_and(|it| institutions.contains(&it))
    };
    if source.kind == Meeting::KIND {
        let position = Id::<Meeting>::from_reference(source).and_then(|it| network.meeting_position(&it));
        let counted = position.into_iter().flat_map(|it| involvements(network, it, basis));
        return counted.filter(|(_, it)| is_meant(&it.party)).map(|(_, it)| it.reference()).collect();
    }
    if source.kind == Partnership::KIND {
        let memberships = network.memberships().filter(|(it, strength)| {
            it.partnership.as_str() == &*source.key && strength.counts_on(basis) && is_meant(&it.party)
        });
        return memberships.map(|it| it.0.reference()).collect();
    }
    if source.kind == Body::KIND {
        let seats = network.seats().filter(|(it, strength)| {
            let holder = it.on_behalf_of.as_ref().and_then(|it| network.position_of(it));
            let is_meant = holder.is_some_and(|it| institutions.contains(&network.rolled_up(it)));
            it.body.as_str() == &*source.key && strength.counts_on(basis) && is_meant
        });
        return seats.map(|it| it.0.reference()).collect();
    }
    Vec::new()
}
