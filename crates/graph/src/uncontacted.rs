//! Uncontacted signatories: how many, and which of those that are named.
//!
//! # Question
//! With which signatories of a partnership is no contact recorded in the window?
//!
//! # Definition
//! `N` signatories are declared (or named, if more are, or none is declared), `C` of the named ones have recorded
//! contact by the rule, and `K` contacts could belong to others: `upper = N − C − new`, `lower = max(0, upper − K)`.
//! `K` adds up institutions in contact whose membership is not recorded, each once; people at occasions who are
//! counted but not named; unlisted meetings, of which a visit has one host; named signatories with possible contact;
//! hosts of visits whose visitor is not recorded. People whom nobody counted make `lower` 0. A signatory without
//! contact that signed less than 90 days before the end of the window is new, not uncontacted. When `K` is 0 the
//! interval is a number. A signatory is a membership in role SIGNATORY, on the view's basis, active at the end of the
//! window; "uncontacted" means that no contact is recorded, not that there was none.
//!
//! In a scope only signatories in scope count: those that are not named may be in it or not.
//!
//! # Source
//! The project's analysis of the field, questions.md A2.
//!
//! # Limits
//! A contact is counted once for each institution or person who may have been another signatory; who came twice
//! unnamed is counted twice, so `lower` may be lower than need be, never higher. Those who coordinate the partnership
//! are not taken for unrecorded signatories.
//!
//! # Cost
//! Time O(memberships + occasions × those involved).
//!
//! # Determinism
//! Exact; items in order of the institutions' keys, reasons in order of codes, then of what they are about.
//!
//! # Checked against
//! Q12, Q13 and Q80 of the project's analysis, on the Lubuskie record; hand-made records.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;
use domain::claim::Claim;
use domain::date::EdtfDate;
use domain::id::Id;
use domain::indicator::Collection;
use domain::partnership::{Membership, Partnership, PartnershipRole};
use domain::party::Party;
use domain::record::Noun;
use domain::vocabulary::MeetingKind;
use domain::words;

use crate::completeness;
use crate::computed::{Interval, IntervalReason, IntervalReasonCode};
use crate::contact::{ContactFinding, ContactRule, ContactSide, ContactStatus, Contacts};
use crate::network::Position;
use crate::occasion::{Certainty, Directness, Occasion};
use crate::receipt::Receipt;
use crate::unattributed::{Asked, bound, contact_capacity};
use crate::view::NetworkView;

/// A signatory that signed less than this many days before the end of the window is new.
pub const NEW_DAYS: u64 = 90;

words! {
    /// How a signatory stands.
    SignatoryStatus {
        /// In contact for certain.
        Contacted = "CONTACTED",
        /// In contact only by occasions that may lie in the window.
        PossiblyContacted = "POSSIBLY_CONTACTED",
        /// Without recorded contact.
        NoRecordedContact = "NO_RECORDED_CONTACT",
        /// Without recorded contact, and so recently signed that it does not count as uncontacted.
        New = "NEW",
    }
}

/// A named signatory and its contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatoryContact {
    /// The position of the membership in the network's list; the first, when several sources make several.
    pub membership: u32,
    /// The institution; none when an office, a body or a group signed.
    pub institution: Option<Position>,
    /// How it stands.
    pub status: SignatoryStatus,
    /// The contact; none when no institution signed.
    pub finding: Option<ContactFinding>,
}

/// The signatories without recorded contact.
#[derive(Debug, Clone, PartialEq)]
pub struct UncontactedSignatories {
    /// The partnership.
    pub partnership: Id<Partnership>,
    /// How many are uncontacted.
    pub count: Interval,
    /// How many signatories there are.
    pub signatories: Interval,
    /// Named signatories with recorded contact, by the rule.
    pub contacted_count: usize,
    /// Named signatories with possible contact only.
    pub possibly_contacted_count: usize,
    /// Named signatories without recorded contact.
    pub no_recorded_contact_count: usize,
    /// Named signatories that are new.
    pub new_count: usize,
    /// Every named signatory in scope, in order of keys.
    pub items: Vec<SignatoryContact>,
    /// What the list cannot say; none when it is whole.
    pub note: Option<String>,
    /// The receipt.
    pub receipt: Receipt,
}

/// The signatories of a partnership without recorded contact by a rule. Where the rule names no partnership, its
/// sides are those of this one.
#[must_use]
pub fn uncontacted_signatories(
    view: &NetworkView,
    partnership: &Id<Partnership>,
    rule: &ContactRule,
) -> UncontactedSignatories {
    let rule = ContactRule {
        partnership: rule.partnership.clone().or_else(|| Some(partnership.clone())),
        ..rule.clone()
    };
    let items = items(view, partnership, &rule);
    let count_of = |status| items.iter().filter(|it| it.status == status).count();
    let possibly = count_of(SignatoryStatus::PossiblyContacted);
    let contacted = match rule.certainty {
        Certainty::Certain => count_of(SignatoryStatus::Contacted),
        Certainty::Possible => count_of(SignatoryStatus::Contacted) + possibly,
    };
    let new = count_of(SignatoryStatus::New);
    let signatories = signatory_count(view, partnership);
    let reasons = reasons(view, partnership, &rule, &items, &signatories);
    let count = count(view, &items, contacted + new, &signatories, reasons);
    let mut receipt = Receipt::new("uncontacted-signatories", "1", view);
    receipt.parameter("partnership", partnership);
    rule.tell(&mut receipt);
    receipt.count("namedSignatories", items.len());
    receipt.count("contacted", contacted);
    receipt.count("possiblyContacted", possibly);
    receipt.count("new", new);
    UncontactedSignatories {
        partnership: partnership.clone(),
        note: note(&signatories),
        count,
        contacted_count: contacted,
        possibly_contacted_count: possibly,
        no_recorded_contact_count: count_of(SignatoryStatus::NoRecordedContact),
        new_count: new,
        items,
        signatories,
        receipt,
    }
}

/// How many signatories a partnership has: the declared number, or at least those that are named. A reason tells how
/// many of the declared ones are not named.
#[must_use]
pub fn signatory_count(view: &NetworkView, partnership: &Id<Partnership>) -> Interval {
    let about = partnership.reference();
    let mut size = completeness::size(view, &about, Collection::Signatories);
    if let Some(unnamed) = size.unattributed.filter(|it| *it > 0.0) {
        let found = completeness::collection(view, &about, Collection::Signatories);
        size.reasons.push(IntervalReason {
            code: IntervalReasonCode::SignatoriesNotNamed,
            count: Some(unnamed),
            message: format!("{unnamed} of the declared signatories are not named"),
            about: Some(about),
            claims: completeness::claims_of(view, found.indicator.as_ref()),
        });
    }
    size
}

fn note(signatories: &Interval) -> Option<String> {
    let unnamed = signatories.unattributed.filter(|it| *it > 0.0)?;
    let declared = signatories.declared?;
    Some(format!("{unnamed} of the {declared} declared signatories are not named, so they cannot be listed"))
}

/// The named signatories in scope, each once.
fn items(view: &NetworkView, partnership: &Id<Partnership>, rule: &ContactRule) -> Vec<SignatoryContact> {
    let network = view.network();
    let contacts = Contacts::new(view, rule);
    let mut parties = BTreeMap::<&Party, (u32, bool)>::new();
    let positions: BTreeMap<&str, u32> =
        network.record().memberships.iter().map(|it| it.key.as_str()).zip(0u32..).collect();
    for (membership, _) in view.memberships(Some(partnership), &[PartnershipRole::Signatory]) {
        let Some(position) = positions.get(membership.key.as_str()) else { continue };
        let entry = parties.entry(&membership.party).or_insert((*position, true));
        entry.1 &= is_new(view, membership);
    }
    let mut items = Vec::new();
    for (party, (membership, is_new)) in parties {
        let institution = party.institution().and_then(|it| network.position_of(it));
        let in_scope =
            institution.map_or(view.view().scope == crate::Scope::default(), |it| view.is_in_scope(it));
        if !in_scope {
            continue;
        }
        let finding = institution.map(|it| contacts.finding(it));
        let status = match finding.as_ref().map(|it| it.status) {
            Some(ContactStatus::Contacted) => SignatoryStatus::Contacted,
            Some(ContactStatus::PossiblyContacted) => SignatoryStatus::PossiblyContacted,
            _ if is_new => SignatoryStatus::New,
            _ => SignatoryStatus::NoRecordedContact,
        };
        items.push(SignatoryContact { membership, institution, status, finding });
    }
    items
}

fn is_new(view: &NetworkView, membership: &Membership) -> bool {
    let signed: &EdtfDate =
        if membership.signed_on.is_unknown() { &membership.valid_from } else { &membership.signed_on };
    let since = view.view().period.end().and_then(|it| it.checked_sub_days(Days::new(NEW_DAYS)));
    signed.earliest().zip(since).is_some_and(|(signed, since)| signed > since)
}

/// The interval of the definition.
fn count(
    view: &NetworkView,
    items: &[SignatoryContact],
    taken_out: usize,
    signatories: &Interval,
    reasons: Vec<IntervalReason>,
) -> Interval {
    let listed_in_scope = items.len() as f64;
    let listed = signatories.enumerated.unwrap_or(listed_in_scope);
    let unnamed = signatories.unattributed.unwrap_or(0.0);
    let all = if view.view().scope == crate::Scope::default() { listed } else { listed_in_scope } + unnamed;
    let upper = (all - taken_out as f64).max(0.0);
    // In a scope, those that are not named may all be outside it.
    let at_least = if view.view().scope == crate::Scope::default() { upper } else { upper - unnamed };
    let capacity = bound(&reasons.iter().filter(|it| is_capacity(it.code)).cloned().collect::<Vec<_>>());
    let lower = capacity.map_or(0.0, |it| (at_least - it).max(0.0));
    let mut interval = Interval::between(lower, Some(upper), reasons);
    interval.declared = signatories.declared;
    interval.enumerated = signatories.enumerated;
    interval.unattributed = signatories.unattributed;
    interval
}

/// Whether a reason accounts for contacts that could belong to others, rather than for the number of signatories.
fn is_capacity(code: IntervalReasonCode) -> bool {
    !matches!(
        code,
        IntervalReasonCode::SignatoriesNotNamed
            | IntervalReasonCode::NotDeclared
            | IntervalReasonCode::DeclaredLessThanEnumerated
    )
}

fn reasons(
    view: &NetworkView,
    partnership: &Id<Partnership>,
    rule: &ContactRule,
    items: &[SignatoryContact],
    signatories: &Interval,
) -> Vec<IntervalReason> {
    let mut reasons = signatories.reasons.clone();
    let room = match rule.by {
        ContactSide::Anyone | ContactSide::Signatory => 2.0,
        ContactSide::Secretariat | ContactSide::Council | ContactSide::Lead => 1.0,
    };
    let asked = Asked { kinds: &rule.kinds, directness: &rule.directness, partnership: None, room };
    reasons.extend(contact_capacity(view, asked));
    reasons.extend(in_contact(view, partnership, rule, items));
    if rule.certainty == Certainty::Certain {
        reasons.extend(possible(view, items));
    }
    reasons.sort_by(|a, b| (a.code, &a.about, &a.message).cmp(&(b.code, &b.about, &b.message)));
    reasons
}

/// Institutions in contact whose membership is not recorded, and hosts of visits without a recorded visitor.
fn in_contact(
    view: &NetworkView,
    partnership: &Id<Partnership>,
    rule: &ContactRule,
    items: &[SignatoryContact],
) -> Vec<IntervalReason> {
    let network = view.network();
    let rule = ContactRule { certainty: Certainty::Possible, ..rule.clone() };
    let contacts = Contacts::new(view, &rule);
    let known: BTreeSet<Position> = view
        .parties_in_role(Some(partnership), &[PartnershipRole::Signatory])
        .into_iter()
        .chain(
            view.parties_in_role(Some(partnership), &[PartnershipRole::Secretariat, PartnershipRole::Lead]),
        )
        .collect();
    let counted: BTreeSet<Position> = items
        .iter()
        .filter(|it| matches!(it.status, SignatoryStatus::Contacted | SignatoryStatus::PossiblyContacted))
        .filter_map(|it| it.institution.map(|it| network.rolled_up(it)))
        .collect();
    let mut visited = BTreeSet::new();
    let mut others = BTreeSet::new();
    let mut without_visitor = BTreeSet::new();
    for occasion in view.occasions() {
        let is_visit = is_visit(view, occasion);
        let has_visitor = occasion.involved.iter().any(|it| !it.is_host);
        for involvement in &occasion.involved {
            let institution = involvement.institution;
            if !view.is_in_scope(institution) || (is_visit && !involvement.is_host) {
                continue;
            }
            if contacts.is_contacted(occasion, institution) {
                if !known.contains(&institution) {
                    let set = if is_visit { &mut visited } else { &mut others };
                    set.insert(institution);
                }
            } else if is_visit && !has_visitor && is_asked(view, &rule, occasion) {
                without_visitor.insert(institution);
            }
        }
    }
    others.retain(|it| !visited.contains(it));
    without_visitor.retain(|it| !visited.contains(it) && !others.contains(it) && !counted.contains(it));
    [
        reason(
            view,
            IntervalReasonCode::MembershipNotRecorded,
            &visited,
            "visited institution(s) whose membership is not recorded",
        ),
        reason(
            view,
            IntervalReasonCode::MembershipNotRecorded,
            &others,
            "institution(s) in contact otherwise whose membership is not recorded",
        ),
        reason(
            view,
            IntervalReasonCode::VisitorNotRecorded,
            &without_visitor,
            "institution(s) visited by somebody who is not recorded on this basis",
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn is_visit(view: &NetworkView, occasion: &Occasion) -> bool {
    let meeting = view.network().record().meetings.get(occasion.meeting);
    meeting.and_then(|it| view.network().get::<MeetingKind>(&it.kind)).is_some_and(|it| it.is_visit)
}

fn is_asked(view: &NetworkView, rule: &ContactRule, occasion: &Occasion) -> bool {
    let directness: &[Directness] = &rule.directness;
    view.network().record().meetings.get(occasion.meeting).is_some_and(|it| {
        (rule.kinds.is_empty() || rule.kinds.contains(&it.kind))
            && (directness.is_empty() || directness.contains(&occasion.directness))
    })
}

fn reason(
    view: &NetworkView,
    code: IntervalReasonCode,
    institutions: &BTreeSet<Position>,
    what: &str,
) -> Option<IntervalReason> {
    let count = institutions.len();
    // With one institution the reason is about it; with more, its claims lead to them.
    let about = institutions.first().filter(|_| count == 1).and_then(|it| view.network().at(*it));
    (count > 0).then(|| IntervalReason {
        code,
        count: Some(count as f64),
        message: format!("{count} {what}"),
        about: about.map(Noun::reference),
        claims: involvement_claims(view, institutions),
    })
}

/// The claims by which institutions are involved in occasions, in order of keys. Each occasion is read once, however many
/// of the institutions are involved in it.
fn involvement_claims(view: &NetworkView, institutions: &BTreeSet<Position>) -> Vec<Id<Claim>> {
    let network = view.network();
    let record = network.record();
    let mut occasions: Vec<u32> =
        institutions.iter().flat_map(|it| view.occasions_of(*it)).copied().collect();
    occasions.sort_unstable();
    occasions.dedup();
    // Claims are in order of keys, so their positions are too.
    let mut claims: Vec<u32> = Vec::new();
    for occasion in occasions.iter().filter_map(|it| view.occasions().get(*it as usize)) {
        for index in network.participations_of(occasion.meeting) {
            let Some(participation) = record.participations.get(*index as usize) else { continue };
            let institution = network.participant(*index);
            if participation.is_involvement() && institution.is_some_and(|it| institutions.contains(&it)) {
                claims.extend(network.evidence().about(&participation.reference()));
            }
        }
    }
    claims.sort_unstable();
    claims.dedup();
    claims.iter().filter_map(|it| record.claims.get(*it as usize)).map(|it| it.key.clone()).collect()
}

fn possible(view: &NetworkView, items: &[SignatoryContact]) -> Option<IntervalReason> {
    let possible: BTreeSet<Position> = items
        .iter()
        .filter(|it| it.status == SignatoryStatus::PossiblyContacted)
        .filter_map(|it| it.institution.map(|it| view.network().rolled_up(it)))
        .collect();
    let what = "named signatory(ies) with contact only by occasions that may lie in the window";
    reason(view, IntervalReasonCode::PossiblyInWindow, &possible, what)
}
