//! Project partnerships: who takes part in them, who never does, who does so together again, and who leads.
//!
//! # Question
//! Which signatories were never in a project partnership? Which institutions form consortia again and again? Do few lead
//! most of them?
//!
//! # Definition
//! A project partnership counts unless all that the record tells of its life is that it was proposed or being formed: then
//! it must have applied, or its project be recorded. It is in the window by any of its dates: of its applications, states, project, founding. Its
//! members are its leads, partners and signatories, on the basis, at the end of the window, units counted for their
//! institution; fewer than two named members, where no number is declared, leave an unknown number not named.
//! - *Never in one*: the named signatories of a partnership, active at the end of the window, that are members of none.
//!   The count runs over all `N` signatories declared: with `C` of the named ones in one, the upper end is `N − C`; the
//!   lower takes away those that may be in one: in partnerships that only may lie in the window, members and project
//!   partnerships that nobody names, and members of whom it is not recorded whether they signed.
//! - *Repeat partners*: two institutions that share two project partnerships or more.
//! - *Lead concentration*: the share of project partnerships that the most frequent lead has, and the
//!   Herfindahl–Hirschman index, the sum of the squares of all leads' shares (1 when one leads all). Where a lead is not
//!   recorded, or project partnerships are told only as a number, both are intervals: at the lower end each of these has
//!   a lead of its own, at the upper end all have the most frequent one.
//!
//! # Source
//! The project's analysis of the field, questions.md A3 and A9; O. C. Herfindahl, dissertation, Columbia University 1950,
//! and A. O. Hirschman, Am. Econ. Rev. 54(5), 761, 1964, for the index.
//!
//! # Limits
//! No record of a project partnership is no record that there was none.
//!
//! # Cost
//! Time O(memberships + project partnerships × members²); at most five million pairs.
//!
//! # Determinism
//! Exact; project partnerships and institutions in order of keys, repeat partners by how much they share downwards, then
//! by keys, leads by how many they lead downwards, then by keys.
//!
//! # Checked against
//! Hand-made records; brute force on a drawn region; the Lubuskie record, which names no members.

mod formed;
mod lead;

use std::collections::BTreeMap;

use domain::id::Id;
use domain::indicator::Collection;
use domain::institution::Naming;
use domain::partnership::Partnership;

pub use self::formed::{FormedPartnership, ProjectStage};
pub use self::lead::{Lead, LeadConcentration};
use crate::completeness;
use crate::computed::{Exclusion, ExclusionReason, Interval, IntervalReason, IntervalReasonCode};
use crate::funding::unnamed_partnerships;
use crate::network::Position;
use crate::occasion::Certainty;
use crate::receipt::{Receipt, keys};
use crate::refusal::Refusal;
use crate::unattributed::bound;
use crate::view::NetworkView;

/// The most pairs of members that are compared.
pub const PAIRS_MAX: u64 = 5_000_000;

/// Two institutions that share project partnerships.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepeatPartners {
    /// One of them, first by key.
    pub a: Position,
    /// The other.
    pub b: Position,
    /// The project partnerships that they share, as positions in the network's list, in order.
    pub partnerships: Vec<u32>,
}

/// Signatories of a partnership that were never in a project partnership.
#[derive(Debug, Clone, PartialEq)]
pub struct NeverInvolved {
    /// Those that are named, in order of position.
    pub institutions: Vec<Position>,
    /// Those that are named and only in partnerships that may lie in the window, in order of position.
    pub possible: Vec<Position>,
    /// How many of all signatories.
    pub count: Interval,
}

/// Project partnerships and who takes part in them.
#[derive(Debug, Clone, PartialEq)]
pub struct ProjectPartnerships {
    /// The project partnerships that may lie in the window, in order of keys.
    pub formed: Vec<FormedPartnership>,
    /// How many there are: those that lie in the window for certain, and what else is told.
    pub count: Interval,
    /// The signatories that were never in one; none when no partnership was named.
    pub never: Option<NeverInvolved>,
    /// The institutions that share two or more.
    pub repeat_partners: Vec<RepeatPartners>,
    /// Who leads.
    pub leads: LeadConcentration,
    /// The receipt.
    pub receipt: Receipt,
}

/// The project partnerships of the view, and the signatories of a partnership that were in none.
///
/// # Errors
/// [`Refusal::TooLarge`] for more than [`PAIRS_MAX`] pairs of members.
pub fn project_partnerships(
    view: &NetworkView,
    signatories_of: Option<&Id<Partnership>>,
) -> Result<ProjectPartnerships, Refusal> {
    let found = formed::formed(view);
    let (unnamed, least) = unnamed_partnerships(view);
    let certain: Vec<_> = found.formed.iter().filter(|it| it.certainty == Certainty::Certain).collect();
    let mut receipt = Receipt::new("project-partnerships", "1", view);
    receipt.parameter("signatoriesOf", keys(signatories_of.as_slice()));
    receipt.count("projectPartnerships", certain.len());
    receipt.exclude(Exclusion::of(
        ExclusionReason::Undated,
        "no date of the project partnership is recorded, so it is in no window",
        found.undated,
    ));
    receipt.exclude(Exclusion::of(
        ExclusionReason::NotHeld,
        "only proposed; that it came about nobody says",
        found.proposed,
    ));
    let repeat_partners = repeat_partners(view, &certain)?;
    let leads = lead::concentration(view, &certain, &unnamed);
    let never = signatories_of.map(|it| never(view, it, &found.formed, &unnamed));
    Ok(ProjectPartnerships {
        count: count(&found.formed, &unnamed, least),
        formed: found.formed,
        never,
        repeat_partners,
        leads,
        receipt,
    })
}

fn count(formed: &[FormedPartnership], unnamed: &[IntervalReason], least: f64) -> Interval {
    let certain = formed.iter().filter(|it| it.certainty == Certainty::Certain).count();
    let mut reasons = unnamed.to_vec();
    reasons.extend(possibly(formed.len() - certain));
    let listed = certain as f64;
    Interval::between(listed + least, bound(&reasons).map(|it| listed + it), reasons)
        .with_counts(None, listed)
}

fn possibly(count: usize) -> Option<IntervalReason> {
    (count > 0).then(|| IntervalReason {
        code: IntervalReasonCode::PossiblyInWindow,
        count: Some(count as f64),
        message: format!("{count} may lie in the window or not"),
        about: None,
        claims: Vec::new(),
    })
}

fn never(
    view: &NetworkView,
    partnership: &Id<Partnership>,
    formed: &[FormedPartnership],
    unnamed: &[IntervalReason],
) -> NeverInvolved {
    let network = view.network();
    let members = |wanted: Certainty| {
        let of = formed.iter().filter(|it| it.certainty == wanted);
        let mut members: Vec<_> = of.flat_map(|it| it.members.iter().copied()).collect();
        members.sort_unstable();
        members.dedup();
        members
    };
    let (certain, may_be) = (members(Certainty::Certain), members(Certainty::Possible));
    let is_in = |list: &[Position], it: &Position| list.binary_search(&network.rolled_up(*it)).is_ok();
    let is_named = |it: &Position| network.at(*it).is_some_and(|it| it.naming == Naming::Named);
    let named: Vec<_> = view.signatories(partnership).into_iter().filter(is_named).collect();
    let absent: Vec<_> = named.iter().copied().filter(|it| !is_in(&certain, it)).collect();
    let (possible, institutions): (Vec<_>, Vec<_>) =
        absent.iter().copied().partition(|it| is_in(&may_be, it));
    let all = completeness::size(view, &partnership.reference(), Collection::Signatories);
    let involved = (named.len() - absent.len()) as f64;
    let mut reasons = all.reasons.clone();
    reasons.extend(possibly(possible.len()));
    let mut room = Vec::new();
    room.extend(unnamed.iter().map(|it| IntervalReason { count: None, ..it.clone() }));
    room.extend(
        formed.iter().filter(|it| it.unnamed != Some(0)).map(|it| formed::members_not_named(view, it)),
    );
    let rolled: Vec<_> = named.iter().map(|it| network.rolled_up(*it)).collect();
    let others = certain.iter().filter(|it| !rolled.contains(it)).count() as f64;
    let nameless = (all.lower - named.len() as f64).max(0.0);
    // Members of whom it is not recorded whether they signed may be signatories that are not named, and only these.
    let may_have_signed = others.min(nameless);
    if may_have_signed > 0.0 {
        room.push(IntervalReason {
            code: IntervalReasonCode::MembershipNotRecorded,
            count: Some(may_have_signed),
            message: format!(
                "of {may_have_signed} members of project partnerships it is not recorded whether they signed"
            ),
            about: Some(partnership.reference()),
            claims: Vec::new(),
        });
    }
    let all_absent = absent.len() as f64 + nameless - possible.len() as f64;
    let least = bound(&room).map_or(0.0, |it| (all_absent - it).max(0.0));
    let upper = all.upper.map(|it| (it - involved).max(least));
    if nameless > 0.0 {
        reasons.push(IntervalReason {
            code: IntervalReasonCode::SignatoriesNotNamed,
            count: Some(nameless),
            message: format!("{nameless} of the declared signatories are not named"),
            about: Some(partnership.reference()),
            claims: Vec::new(),
        });
    }
    reasons.extend(room);
    let count = Interval::between(least, upper, reasons).with_counts(None, absent.len() as f64);
    NeverInvolved { institutions, possible, count }
}

fn repeat_partners(
    view: &NetworkView,
    certain: &[&FormedPartnership],
) -> Result<Vec<RepeatPartners>, Refusal> {
    let in_scope = |it: &&FormedPartnership| -> Vec<Position> {
        it.members.iter().copied().filter(|it| view.is_in_scope(*it)).collect()
    };
    let lists: Vec<_> = certain.iter().map(|it| (it.partnership, in_scope(it))).collect();
    let pairs: u64 = lists.iter().map(|it| it.1.len() as u64).map(|it| it * it.saturating_sub(1) / 2).sum();
    if pairs > PAIRS_MAX {
        let what = "pairs of members of project partnerships";
        return Err(Refusal::TooLarge { what, estimate: pairs, limit: PAIRS_MAX });
    }
    let mut shared: Vec<(Position, Position, u32)> = Vec::with_capacity(pairs as usize);
    for (partnership, members) in &lists {
        for (at, a) in members.iter().enumerate() {
            shared.extend(members.iter().skip(at + 1).map(|b| (*a, *b, *partnership)));
        }
    }
    shared.sort_unstable();
    let groups = shared.chunk_by(|x, y| (x.0, x.1) == (y.0, y.1)).filter(|it| it.len() >= 2);
    let mut found: Vec<_> = groups
        .filter_map(|group| {
            let (a, b, _) = group.first()?;
            Some(RepeatPartners { a: *a, b: *b, partnerships: group.iter().map(|it| it.2).collect() })
        })
        .collect();
    found.sort_by_key(|it| (std::cmp::Reverse(it.partnerships.len()), it.a, it.b));
    Ok(found)
}

/// Groups positions by a key, in order.
fn grouped<K: Ord>(items: impl Iterator<Item = (K, u32)>) -> BTreeMap<K, Vec<u32>> {
    let mut groups = BTreeMap::<K, Vec<u32>>::new();
    for (key, item) in items {
        groups.entry(key).or_default().push(item);
    }
    groups
}
