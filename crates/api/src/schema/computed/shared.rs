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

use crate::schema::evidence::{self, Evidence};

/// The claims by which institutions take part in an occasion or undertaking, in order of their keys; those about the
/// occasion or undertaking itself when there are none, as for action items.
pub(super) fn evidence_of(
    context: &Arc<ViewContext>,
    source: &RecordRef,
    institutions: &[Position],
) -> Vec<Evidence> {
    let records = parts(context, source, institutions);
    let of = |reference: &RecordRef| -> Vec<Id<Claim>> {
        context.network().claims_about(reference).map(|it| it.key.clone()).collect()
    };
    let mut claims: BTreeSet<_> = records.iter().flat_map(of).collect();
    if claims.is_empty() {
        claims.extend(of(source));
    }
    evidence::by_ids(context, &claims.into_iter().collect::<Vec<_>>())
}

/// The evidence of several occasions and undertakings together, each claim once.
pub(super) fn evidence_of_all(
    context: &Arc<ViewContext>,
    sources: &[RecordRef],
    institutions: &[Position],
) -> Vec<Evidence> {
    let records = sources.iter().flat_map(|it| parts(context, it, institutions));
    let claims: BTreeSet<Id<Claim>> = records
        .flat_map(|it| context.network().claims_about(&it).map(|it| it.key.clone()).collect::<Vec<_>>())
        .collect();
    evidence::by_ids(context, &claims.into_iter().collect::<Vec<_>>())
}

/// The participations, memberships and seats of institutions in an occasion or undertaking that count in the view.
fn parts(context: &ViewContext, source: &RecordRef, institutions: &[Position]) -> Vec<RecordRef> {
    let network = context.network();
    let basis = context.view.view().basis;
    let record = network.record();
    let is_meant = |party: &domain::party::Party| {
        network.involved_institution(party).is_some_and(|it| institutions.contains(&it))
    };
    if source.kind == Meeting::KIND {
        let position = Id::<Meeting>::from_reference(source).and_then(|it| network.meeting_position(&it));
        let positions = position.map_or(&[][..], |it| network.participations_of(it));
        let participations = positions.iter().filter_map(|it| record.participations.get(*it as usize));
        return participations
            .filter(|it| it.is_involvement() && is_meant(&it.party))
            .map(Noun::reference)
            .collect();
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
