//! Uncontacted signatories: how many, which of those that are named, and with whom to begin.
//!
//! # Question
//! With which signatories of a partnership is no contact recorded in the window, and why does one come before another?
//!
//! # Definition
//! `N` signatories are declared (or named, if more are, or none is declared), `C` of the named ones have recorded
//! contact by the rule, and `K` contacts could belong to others: `upper = N − C − new`, `lower = max(0, upper − K)`.
//! `K` adds up institutions in contact whose membership is not recorded, each once; people at occasions who are
//! counted but not named; unlisted meetings, of which a visit has one host; named signatories with possible contact;
//! hosts of visits whose visitor is not recorded. People whom nobody counted make `lower` 0. A signatory without
//! contact that signed less than 90 days before the end of the window is new, not uncontacted. When `K` is 0 the
//! interval is a number. A signatory is a membership in role SIGNATORY, on the view's basis, active at the end of the
//! window; "uncontacted" means that no contact is recorded, not that there was none. In a window with an open end only
//! memberships without a recorded end are active, nobody is new, and no days are counted.
//!
//! Every named signatory is contacted, possibly contacted, new or without recorded contact, and in one of these only,
//! so the four numbers add up to the named signatories. By a rule of certainty `POSSIBLE` those possibly contacted
//! count as contacted too.
//!
//! *Last contact before the window*: the latest of the occasions that lie before the window for certain and contact the
//! signatory by the same rule, its sides being those of the end of the window.
//!
//! The *worklist* orders the signatories of each status by a sum of points ([`PRIORITY_POINTS`]): never contacted by
//! the rule up to the end of the window; months since the last contact, one point each; involved in no occasion of the
//! window; no signatory of the powiat of its seat in contact; no seat on the council. What is not recorded adds no
//! points. Equal sums are in order of names in Polish order, then of keys.
//!
//! In a scope only signatories in scope count: those that are not named may be in it or not.
//!
//! # Source
//! The project's analysis of the field, questions.md A2. The weights of the worklist are a convention of this project.
//!
//! # Limits
//! A contact is counted once for each institution or person who may have been another signatory; who came twice
//! unnamed is counted twice, so `lower` may be lower than need be, never higher. Those who coordinate the partnership
//! are not taken for unrecorded signatories. Of an institution in contact whose membership is not recorded the reason
//! has the claims of one occasion. A window in which no occasion of the record is dated gets a warning.
//!
//! # Cost
//! Time O(memberships + involvements + signatories · log signatories).
//!
//! # Determinism
//! Exact; items in order of the institutions' keys, reasons in order of codes, then of what they are about.
//!
//! # Checked against
//! Q12, Q13, Q80 and Q88 to Q90 of the project's analysis, on the Lubuskie record; hand-made records; a plain reading
//! of the definition on generated networks of 300 institutions.

mod capacity;
mod history;
mod priority;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::Days;
use domain::date::EdtfDate;
use domain::id::Id;
use domain::indicator::Collection;
use domain::meeting::MeetingStatus;
use domain::partnership::{Membership, Partnership, PartnershipRole};
use domain::party::Party;
use domain::polish::CollationKey;
use domain::words;

use self::capacity::{is_capacity, reasons};
use self::history::History;
use self::priority::Priorities;
use crate::completeness;
use crate::computed::{Interval, IntervalReason, IntervalReasonCode};
use crate::contact::{ContactFinding, ContactRule, ContactStatus, Contacts, Findings};
use crate::network::Position;
use crate::occasion::Certainty;
use crate::receipt::Receipt;
use crate::view::NetworkView;

pub use self::history::PastContact;
pub use self::priority::{PRIORITY_POINTS, PriorityCode, PriorityComponent, PriorityFinding};

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

impl SignatoryStatus {
    /// The place of those of a status on the worklist: those to begin with first.
    fn turn(self) -> u8 {
        match self {
            Self::NoRecordedContact => 0,
            Self::PossiblyContacted => 1,
            Self::New => 2,
            Self::Contacted => 3,
        }
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
    /// The last contact before the window, by the same rule; none when none is recorded, or the window has an open
    /// beginning.
    pub before: Option<PastContact>,
    /// The place among the signatories of its status, from 1.
    pub rank: usize,
    /// The sum of the points of its components.
    pub score: u32,
    /// Why it ranks there, in order of codes.
    pub components: Vec<PriorityComponent>,
}

/// The signatories without recorded contact.
#[derive(Debug, Clone, PartialEq)]
pub struct UncontactedSignatories {
    /// The partnership.
    pub partnership: Id<Partnership>,
    /// By which rule; it names a partnership.
    pub rule: ContactRule,
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
    /// The items as indices, in the order of the worklist: those without recorded contact, those possibly contacted,
    /// those that are new, those contacted; each by rank.
    pub worklist: Vec<usize>,
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
    let contacts = Contacts::new(view, &rule);
    let reaches = contacts.reaches();
    let mut items = items(view, partnership, &contacts.findings(&reaches));
    let worklist = rank(view, partnership, &contacts, &mut items);
    let count_of = |status| items.iter().filter(|it| it.status == status).count();
    let possibly = count_of(SignatoryStatus::PossiblyContacted);
    let contacted = match rule.certainty {
        Certainty::Certain => count_of(SignatoryStatus::Contacted),
        Certainty::Possible => count_of(SignatoryStatus::Contacted) + possibly,
    };
    let new = count_of(SignatoryStatus::New);
    let signatories = signatory_count(view, partnership);
    let reasons = reasons(view, partnership, &rule, &reaches, &items, &signatories);
    let count = count(view, &items, contacted + new, &signatories, reasons);
    let mut receipt = Receipt::new("uncontacted-signatories", "2", view);
    receipt.parameter("partnership", partnership);
    rule.tell(&mut receipt);
    receipt.parameter("newDays", NEW_DAYS);
    priority::tell(&mut receipt);
    receipt.count("namedSignatories", items.len());
    receipt.count("contacted", contacted);
    receipt.count("possiblyContacted", possibly);
    receipt.count("noRecordedContact", count_of(SignatoryStatus::NoRecordedContact));
    receipt.count("new", new);
    receipt.warnings = warnings(view, &contacts, &rule);
    UncontactedSignatories {
        partnership: partnership.clone(),
        note: note(&signatories),
        count,
        contacted_count: contacted,
        possibly_contacted_count: possibly,
        no_recorded_contact_count: count_of(SignatoryStatus::NoRecordedContact),
        new_count: new,
        items,
        worklist,
        signatories,
        receipt,
        rule,
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

fn warnings(view: &NetworkView, contacts: &Contacts<'_>, rule: &ContactRule) -> Vec<String> {
    let mut warnings: Vec<_> = outside_record(view).into_iter().collect();
    warnings.extend(rule.warnings(view.network()));
    if contacts.side().is_empty() {
        warnings.push(format!(
            "nobody is recorded as {} at the end of the window on this basis, so that no contact with it can be",
            rule.by
        ));
    }
    warnings
}

/// Why nothing is found in a window in which no meeting of the record is dated.
fn outside_record(view: &NetworkView) -> Option<String> {
    let meetings = &view.network().record().meetings;
    let is_dated = |meeting: usize| meetings.get(meeting).is_some_and(|it| !it.date.is_unknown());
    if view.view().period.is_whole() || view.occasions().iter().any(|it| is_dated(it.meeting)) {
        return None;
    }
    let held = meetings.iter().filter(|it| it.status == MeetingStatus::Held && !it.date.is_unknown());
    let first = held.clone().map(|it| it.date).min_by_key(EdtfDate::earliest);
    // An open end is later than any day.
    let last = held.map(|it| it.date).max_by_key(|it| (it.latest().is_none(), it.latest()));
    Some(match first.zip(last) {
        Some((first, last)) => format!(
            "no meeting of the record is dated in the window: the first meeting recorded as held is dated {first}, \
             the last {last}"
        ),
        None => "no meeting of the record that was held has a date".to_owned(),
    })
}

/// The named signatories in scope, each once, not yet ranked.
fn items(
    view: &NetworkView,
    partnership: &Id<Partnership>,
    findings: &Findings<'_>,
) -> Vec<SignatoryContact> {
    let network = view.network();
    let mut parties = BTreeMap::<&Party, (&Membership, bool)>::new();
    for (membership, _) in view.memberships(Some(partnership), &[PartnershipRole::Signatory]) {
        let entry = parties.entry(&membership.party).or_insert((membership, true));
        entry.1 &= is_new(view, membership);
    }
    let memberships = &network.record().memberships;
    let mut items = Vec::new();
    for (party, (membership, is_new)) in parties {
        let institution = party.institution().and_then(|it| network.position_of(it));
        let in_scope =
            institution.map_or(view.view().scope == crate::Scope::default(), |it| view.is_in_scope(it));
        let position = memberships.binary_search_by(|it| it.key.cmp(&membership.key));
        let position = position.ok().and_then(|it| u32::try_from(it).ok());
        let Some(membership) = position.filter(|_| in_scope) else { continue };
        let finding = institution.map(|it| findings.of(it));
        let status = match finding.as_ref().map(|it| it.status) {
            Some(ContactStatus::Contacted) => SignatoryStatus::Contacted,
            Some(ContactStatus::PossiblyContacted) => SignatoryStatus::PossiblyContacted,
            _ if is_new => SignatoryStatus::New,
            _ => SignatoryStatus::NoRecordedContact,
        };
        items.push(SignatoryContact {
            membership,
            institution,
            status,
            finding,
            before: None,
            rank: 0,
            score: 0,
            components: Vec::new(),
        });
    }
    items
}

fn is_new(view: &NetworkView, membership: &Membership) -> bool {
    let signed: &EdtfDate =
        if membership.signed_on.is_unknown() { &membership.valid_from } else { &membership.signed_on };
    let since = view.view().period.end().and_then(|it| it.checked_sub_days(Days::new(NEW_DAYS)));
    signed.earliest().zip(since).is_some_and(|(signed, since)| signed > since)
}

/// Reads the time before the window, weighs the items and ranks them. Gives them in the order of the worklist.
fn rank(
    view: &NetworkView,
    partnership: &Id<Partnership>,
    contacts: &Contacts<'_>,
    items: &mut [SignatoryContact],
) -> Vec<usize> {
    let network = view.network();
    let rolled_up: Vec<_> = items.iter().map(|it| it.institution.map(|it| network.rolled_up(it))).collect();
    let institutions: Vec<Position> = rolled_up.iter().flatten().copied().collect();
    let history = History::read(view, contacts, &institutions);
    for (item, institution) in items.iter_mut().zip(&rolled_up) {
        item.before = institution.and_then(|it| history.last(it)).cloned();
    }
    let priorities = Priorities::new(view, partnership, &history, items);
    let components: Vec<_> = items.iter().map(|it| priorities.of(it)).collect();
    for (item, components) in items.iter_mut().zip(components) {
        item.score = components.iter().map(|it| it.points).sum();
        item.components = components;
    }
    let name = |item: &SignatoryContact| {
        let institution = item.institution.and_then(|it| network.at(it));
        // Without an institution there is a party of another kind, whose reference stands for its name.
        let party =
            || network.record().memberships.get(item.membership as usize).map(|it| it.party.to_string());
        institution.map_or_else(|| party().unwrap_or_default(), |it| it.name_pl.to_string())
    };
    let mut worklist: Vec<usize> = (0..items.len()).collect();
    // Items are in order of keys, so the index ends the order.
    worklist.sort_by_cached_key(|index| {
        let item = items.get(*index);
        item.map(|it| (it.status.turn(), Reverse(it.score), CollationKey::new(&name(it)), *index))
    });
    let mut ranks = [0_usize; 4];
    for index in &worklist {
        let Some(item) = items.get_mut(*index) else { continue };
        if let Some(rank) = ranks.get_mut(usize::from(item.status.turn())) {
            *rank += 1;
            item.rank = *rank;
        }
    }
    worklist
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
    // One reason without a bound leaves all open.
    let capacity: Option<f64> = reasons.iter().filter(|it| is_capacity(it.code)).map(|it| it.count).sum();
    let lower = capacity.map_or(0.0, |it| (at_least - it).max(0.0));
    let mut interval = Interval::between(lower, Some(upper), reasons);
    interval.declared = signatories.declared;
    interval.enumerated = signatories.enumerated;
    interval.unattributed = signatories.unattributed;
    interval
}
