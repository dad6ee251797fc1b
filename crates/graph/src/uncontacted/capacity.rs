//! Why the number of uncontacted signatories is an interval: contacts that could belong to signatories nobody names.

use std::collections::BTreeSet;

use domain::claim::Claim;
use domain::id::Id;
use domain::partnership::{Partnership, PartnershipRole};
use domain::record::Noun;
use domain::vocabulary::MeetingKind;

use super::{SignatoryContact, SignatoryStatus};
use crate::computed::{Interval, IntervalReason, IntervalReasonCode};
use crate::contact::{ContactRule, Reach, unattributed};
use crate::network::Position;
use crate::occasion::{Certainty, Occasion};
use crate::view::NetworkView;

/// Whether a reason accounts for contacts that could belong to others, rather than for the number of signatories.
pub(super) fn is_capacity(code: IntervalReasonCode) -> bool {
    !matches!(
        code,
        IntervalReasonCode::SignatoriesNotNamed
            | IntervalReasonCode::NotDeclared
            | IntervalReasonCode::DeclaredLessThanEnumerated
    )
}

/// The reasons, in order of codes, then of what they are about. `reaches` tells whom each occasion contacts.
pub(super) fn reasons(
    view: &NetworkView,
    partnership: &Id<Partnership>,
    rule: &ContactRule,
    reaches: &[Reach],
    items: &[SignatoryContact],
    signatories: &Interval,
) -> Vec<IntervalReason> {
    let mut reasons = signatories.reasons.clone();
    reasons.extend(unattributed(view, rule));
    reasons.extend(in_contact(view, partnership, rule, reaches, items));
    if rule.certainty == Certainty::Certain {
        reasons.extend(possible(view, items));
    }
    reasons.sort_by(|a, b| (a.code, &a.about, &a.message).cmp(&(b.code, &b.about, &b.message)));
    reasons
}

/// How an institution counts among the contacts that could belong to others; the first that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Other {
    /// It was visited.
    Visited,
    /// It was in contact otherwise.
    Met,
    /// It was visited by somebody who is not recorded.
    WithoutVisitor,
}

/// Institutions in contact whose membership is not recorded, and hosts of visits without a recorded visitor.
fn in_contact(
    view: &NetworkView,
    partnership: &Id<Partnership>,
    rule: &ContactRule,
    reaches: &[Reach],
    items: &[SignatoryContact],
) -> Vec<IntervalReason> {
    let network = view.network();
    let institutions = network.record().institutions.len();
    let roles = [PartnershipRole::Signatory, PartnershipRole::Secretariat, PartnershipRole::Lead];
    let mut is_known = vec![false; institutions];
    let mut is_counted = vec![false; institutions];
    set(&mut is_known, view.parties_in_role(Some(partnership), &roles));
    let is_contacted = |it: &&SignatoryContact| {
        matches!(it.status, SignatoryStatus::Contacted | SignatoryStatus::PossiblyContacted)
    };
    let counted = items.iter().filter(is_contacted).filter_map(|it| it.institution);
    set(&mut is_counted, counted.map(|it| network.rolled_up(it)));
    let at = |list: &[bool], position: Position| list.get(position as usize).copied().unwrap_or_default();
    // For each institution how it counts, by the first occasion that says so.
    let mut found: Vec<Option<(Other, usize)>> = vec![None; institutions];
    for ((index, occasion), reach) in view.occasions().iter().enumerate().zip(reaches) {
        let is_visit = is_visit(view, occasion);
        let has_no_visitor =
            is_visit && occasion.involved.iter().all(|it| it.is_host) && is_asked(view, rule, occasion);
        if *reach == Reach::Nobody && !has_no_visitor {
            continue;
        }
        for involvement in &occasion.involved {
            let institution = involvement.institution;
            if !view.is_in_scope(institution) || (is_visit && !involvement.is_host) {
                continue;
            }
            let other = match reach.includes(institution) {
                true if at(&is_known, institution) => continue,
                true if is_visit => Other::Visited,
                true => Other::Met,
                false if has_no_visitor && !at(&is_counted, institution) => Other::WithoutVisitor,
                false => continue,
            };
            if let Some(slot) = found.get_mut(institution as usize)
                && slot.is_none_or(|it| other < it.0)
            {
                *slot = Some((other, index));
            }
        }
    }
    let of = |wanted: Other| -> Vec<(Position, usize)> {
        let all = (0..).zip(&found).filter_map(|(position, it)| Some((position, (*it)?)));
        all.filter(|it| it.1.0 == wanted).map(|(position, it)| (position, it.1)).collect()
    };
    let unrecorded = IntervalReasonCode::MembershipNotRecorded;
    let visited = "visited institution(s) whose membership is not recorded";
    let met = "institution(s) in contact otherwise whose membership is not recorded";
    let hosts = "institution(s) visited by somebody who is not recorded on this basis";
    [
        reason(view, unrecorded, &of(Other::Visited), visited),
        reason(view, unrecorded, &of(Other::Met), met),
        reason(view, IntervalReasonCode::VisitorNotRecorded, &of(Other::WithoutVisitor), hosts),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn set(list: &mut [bool], positions: impl IntoIterator<Item = Position>) {
    for position in positions {
        if let Some(slot) = list.get_mut(position as usize) {
            *slot = true;
        }
    }
}

fn is_visit(view: &NetworkView, occasion: &Occasion) -> bool {
    let meeting = view.network().record().meetings.get(occasion.meeting);
    meeting.and_then(|it| view.network().get::<MeetingKind>(&it.kind)).is_some_and(|it| it.is_visit)
}

fn is_asked(view: &NetworkView, rule: &ContactRule, occasion: &Occasion) -> bool {
    view.network().record().meetings.get(occasion.meeting).is_some_and(|it| {
        (rule.kinds.is_empty() || rule.kinds.contains(&it.kind))
            && (rule.directness.is_empty() || rule.directness.contains(&occasion.directness))
    })
}

/// A reason that counts institutions, each with the occasion that says so.
fn reason(
    view: &NetworkView,
    code: IntervalReasonCode,
    found: &[(Position, usize)],
    what: &str,
) -> Option<IntervalReason> {
    let count = found.len();
    // With one institution the reason is about it; with more, its claims lead to them.
    let about = found.first().filter(|_| count == 1).and_then(|it| view.network().at(it.0));
    (count > 0).then(|| IntervalReason {
        code,
        count: Some(count as f64),
        message: format!("{count} {what}"),
        about: about.map(Noun::reference),
        claims: involvement_claims(view, found),
    })
}

/// The claims by which each institution is involved in its occasion, in order of keys.
fn involvement_claims(view: &NetworkView, found: &[(Position, usize)]) -> Vec<Id<Claim>> {
    let network = view.network();
    let record = network.record();
    // Claims are in order of keys, so their positions are too.
    let mut claims = BTreeSet::<u32>::new();
    for (institution, occasion) in found {
        let Some(occasion) = view.occasions().get(*occasion) else { continue };
        for index in network.participations_of(occasion.meeting) {
            if network.participant(*index) != Some(*institution) {
                continue;
            }
            let Some(participation) = record.participations.get(*index as usize) else { continue };
            if participation.is_involvement() {
                claims.extend(network.evidence().about(&participation.reference()));
            }
        }
    }
    claims.into_iter().filter_map(|it| record.claims.get(it as usize)).map(|it| it.key.clone()).collect()
}

fn possible(view: &NetworkView, items: &[SignatoryContact]) -> Option<IntervalReason> {
    let mut possible: Vec<(Position, usize)> = items
        .iter()
        .filter(|it| it.status == SignatoryStatus::PossiblyContacted)
        .filter_map(|it| {
            let last = it.finding.as_ref()?.last.as_ref()?;
            Some((view.network().rolled_up(it.institution?), last.occasion))
        })
        .collect();
    possible.sort_unstable();
    possible.dedup_by_key(|it| it.0);
    let what = "named signatory(ies) with contact only by occasions that may lie in the window";
    reason(view, IntervalReasonCode::PossiblyInWindow, &possible, what)
}
