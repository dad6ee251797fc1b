//! What is told only as numbers, reconciled with the applications that are listed.

use std::collections::BTreeSet;

use domain::call::{FundingAggregate, FundingOutcome};
use domain::claim::Claim;
use domain::date::EdtfDate;
use domain::id::Id;
use domain::record::Noun;

use super::application::Applications;
use super::key::{FundingDimension, FundingKey, of_aggregate};
use crate::network::Network;
use crate::occasion::Certainty;
use crate::view::NetworkView;

/// A whole number that the record may not settle; without an upper end nothing bounds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) lower: u32,
    pub(super) upper: Option<u32>,
}

impl Range {
    fn new(lower: u32, upper: Option<u32>) -> Self {
        Self { lower, upper: upper.map(|it| it.max(lower)) }
    }
}

/// What is declared of a figure, and the number that follows; none when nobody tells it.
type Told = Option<(u32, Range)>;

/// What aggregates tell, and what is listed of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Figure {
    /// The number.
    pub(super) range: Range,
    /// What is declared of it; none when it is worked out from the others.
    pub(super) declared: Option<u32>,
    /// What is listed of it, in the window for certain.
    pub(super) listed: u32,
}

impl Figure {
    /// What may be beyond what is listed; none when nothing bounds it.
    pub(super) fn rest(&self) -> Option<u32> {
        self.range.upper.map(|it| it.saturating_sub(self.listed))
    }
}

/// Aggregates of the same calls and time, taken together.
#[derive(Debug, Clone)]
pub(super) struct Component {
    /// Their positions in the network's list.
    pub(super) aggregates: Vec<u32>,
    /// The row that they tell of.
    pub(super) keys: Vec<FundingKey>,
    /// The keys of the rows of its single values, when it is of several.
    parts: Vec<Vec<FundingKey>>,
    /// The entries of the applications that they count.
    pub(super) covered: BTreeSet<usize>,
    /// Project partnerships created.
    pub(super) created: Figure,
    /// Applications submitted.
    pub(super) submitted: Figure,
    /// Applications funded.
    pub(super) funded: Figure,
    /// Applications rejected.
    pub(super) rejected: Figure,
    /// On the reserve list.
    pub(super) reserve: Figure,
    /// Withdrawn.
    pub(super) withdrawn: Figure,
    /// Of which the record does not say what became.
    pub(super) not_stated: Figure,
    /// The claims behind the aggregates.
    pub(super) claims: Vec<Id<Claim>>,
    /// What a reader must know.
    pub(super) warnings: Vec<String>,
}

impl Component {
    /// The rows of its single values.
    pub(super) fn parts(&self) -> Vec<Vec<FundingKey>> {
        self.parts.clone()
    }

    /// Whether what it tells may belong, in part, to a row.
    pub(super) fn may_be_of(&self, row: &[FundingKey]) -> bool {
        self.keys.iter().zip(row).all(|(own, row)| own.may_be(row))
    }
}

/// The aggregates of calls that may lie in the window, and those of money that came otherwise.
pub(super) fn components(
    view: &NetworkView,
    applications: &Applications,
    dimensions: &[FundingDimension],
) -> (Vec<Component>, Vec<u32>) {
    let record = view.network().record();
    let seen = (0u32..).zip(&record.funding_aggregates);
    let seen = seen.filter(|(_, it)| view.view().certainty(&it.as_of).is_some());
    let (of_calls, otherwise): (Vec<_>, Vec<_>) = seen.partition(|(_, it)| !it.calls.is_empty());
    let mut groups: Vec<Vec<(u32, &FundingAggregate)>> = Vec::new();
    for one in of_calls {
        let (joined, rest): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|group| group.iter().any(|it| overlap(it.1, one.1)));
        groups = rest;
        groups.push(joined.into_iter().flatten().chain([one]).collect());
    }
    groups.iter_mut().for_each(|it| it.sort_by_key(|it| it.0));
    groups.sort_by_key(|it| it.first().map(|it| it.0));
    let components = groups.iter().map(|it| component(view, applications, dimensions, it)).collect();
    (components, otherwise.into_iter().map(|it| it.0).collect())
}

fn overlap(one: &FundingAggregate, other: &FundingAggregate) -> bool {
    one.calls.iter().any(|it| other.calls.contains(it)) && meet(&one.as_of, &other.as_of)
}

/// Whether two dates may be of one time; an unknown one may be of any.
fn meet(one: &EdtfDate, other: &EdtfDate) -> bool {
    let before =
        |a: &EdtfDate, b: &EdtfDate| a.latest().zip(b.earliest()).is_some_and(|(last, first)| last < first);
    !before(one, other) && !before(other, one)
}

/// Whether one aggregate takes in all that another tells.
fn contains(wide: &FundingAggregate, other: &FundingAggregate) -> bool {
    let (first, last) = wide.as_of.bounds();
    let (other_first, other_last) = other.as_of.bounds();
    let begins = first.is_none_or(|it| other_first.is_some_and(|other| it <= other));
    let ends = last.is_none_or(|it| other_last.is_some_and(|other| other <= it));
    other.calls.iter().all(|it| wide.calls.contains(it)) && begins && ends
}

/// What aggregates declare of one figure together: that of the one that takes in all, else between the greatest and
/// the sum.
fn declared(
    group: &[(u32, &FundingAggregate)],
    of: fn(&FundingAggregate) -> Option<u32>,
) -> Option<(u32, u32)> {
    let widest = group.iter().find(|(_, it)| group.iter().all(|(_, other)| contains(it, other)));
    if let Some(value) = widest.and_then(|it| of(it.1)) {
        return Some((value, value));
    }
    let told: Vec<_> = group.iter().filter_map(|it| of(it.1)).collect();
    Some((told.iter().copied().max()?, told.iter().fold(0, |sum: u32, it| sum.saturating_add(*it))))
}

/// How many of the applications that aggregates count are listed, in the window for certain.
struct Listed {
    partnerships: u32,
    applications: u32,
    funded: u32,
    rejected: u32,
    reserve: u32,
    withdrawn: u32,
    not_stated: u32,
}

fn listed(applications: &Applications, covered: &BTreeSet<usize>) -> Listed {
    let entries = covered.iter().filter_map(|it| applications.entries.get(*it));
    let certain: Vec<_> = entries.filter(|it| it.certainty == Certainty::Certain).collect();
    let of = |outcome| count(certain.iter().filter(|it| it.outcome == outcome).count());
    let partnerships: BTreeSet<_> = certain.iter().map(|it| it.partnership).collect();
    Listed {
        partnerships: count(partnerships.len()),
        applications: count(certain.len()),
        funded: of(FundingOutcome::Funded),
        rejected: of(FundingOutcome::Rejected),
        reserve: of(FundingOutcome::Reserve),
        withdrawn: of(FundingOutcome::Withdrawn),
        not_stated: of(FundingOutcome::NotStated),
    }
}

fn count(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

fn component(
    view: &NetworkView,
    applications: &Applications,
    dimensions: &[FundingDimension],
    group: &[(u32, &FundingAggregate)],
) -> Component {
    let network = view.network();
    let covered = covered(network, applications, group);
    let listed = listed(applications, &covered);
    // What lies in the window for certain; one that only may has no lower end.
    let is_certain = group.iter().all(|it| view.view().certainty(&it.1.as_of) == Some(Certainty::Certain));
    let told = |of: fn(&FundingAggregate) -> Option<u32>, listed: u32| {
        let declared = declared(group, of)?;
        let lower = if is_certain { declared.0 } else { listed.min(declared.0) };
        Some((declared.0, Range::new(lower, Some(declared.1.max(listed)))))
    };
    let figure = |told: Told, listed: u32, otherwise: Range| Figure {
        range: told.map_or(otherwise, |it| it.1),
        declared: told.map(|it| it.0),
        listed,
    };
    let told_created = told(|it| it.created, listed.partnerships);
    let told_submitted = told(|it| it.submitted, listed.applications);
    let told_funded = told(|it| it.funded, listed.funded);
    let told_rejected = told(|it| it.rejected, listed.rejected);
    let least = |told: Told, listed: u32| told.map_or(listed, |it| it.1.lower.max(listed));
    let (funded, rejected) = (least(told_funded, listed.funded), least(told_rejected, listed.rejected));
    let known =
        funded.saturating_add(rejected).saturating_add(listed.reserve).saturating_add(listed.withdrawn);
    let most_created = told_created.and_then(|it| it.1.upper);
    // Who applied was created before, so there are at most as many applications as partnerships were created.
    let submitted =
        figure(told_submitted, listed.applications, Range::new(known.max(listed.applications), most_created));
    // Where the number of applications is not told, so many may have had any one outcome.
    let open = submitted.range.upper.map(|it| it.saturating_sub(known));
    let beyond = |own: u32| Range::new(own, open.map(|it| own.saturating_add(it)));
    let created = figure(told_created, listed.partnerships, Range::new(listed.partnerships, None));
    let all = created.range;
    let not_stated = Range::new(
        all.lower.max(submitted.range.lower).saturating_sub(known).max(listed.not_stated),
        all.upper.map(|it| it.max(submitted.range.upper.unwrap_or(it)).saturating_sub(known)),
    );
    Component {
        aggregates: group.iter().map(|it| it.0).collect(),
        keys: keys(network, dimensions, group),
        parts: parts(network, &keys(network, dimensions, group)),
        funded: figure(told_funded, listed.funded, beyond(listed.funded)),
        rejected: figure(told_rejected, listed.rejected, beyond(listed.rejected)),
        reserve: figure(None, listed.reserve, beyond(listed.reserve)),
        withdrawn: figure(None, listed.withdrawn, beyond(listed.withdrawn)),
        not_stated: figure(None, listed.not_stated, not_stated),
        claims: claims(network, group),
        warnings: warnings(
            group,
            &[
                ("created", told_created, listed.partnerships),
                ("submitted", told_submitted, listed.applications),
                ("funded", told_funded, listed.funded),
                ("rejected", told_rejected, listed.rejected),
            ],
        ),
        covered,
        created,
        submitted,
    }
}

fn covered(
    network: &Network,
    applications: &Applications,
    group: &[(u32, &FundingAggregate)],
) -> BTreeSet<usize> {
    let counts = |entry: &super::application::Entry| {
        let value = network.record().applications.get(entry.application as usize);
        value.is_some_and(|value| {
            group.iter().any(|(_, it)| it.calls.contains(&value.call) && meet(&it.as_of, &entry.date))
        })
    };
    let entries = applications.entries.iter().enumerate();
    entries.filter(|it| counts(it.1)).map(|it| it.0).collect()
}

fn keys(
    network: &Network,
    dimensions: &[FundingDimension],
    group: &[(u32, &FundingAggregate)],
) -> Vec<FundingKey> {
    let mut calls: Vec<_> = group.iter().flat_map(|it| it.1.calls.clone()).collect();
    calls.sort();
    calls.dedup();
    let of = |dimension: &FundingDimension| {
        let mut years = group.iter().map(|it| of_aggregate(network, *dimension, &calls, &it.1.as_of));
        let first = years.next().unwrap_or_else(|| FundingKey::unrecorded(*dimension));
        if years.all(|it| it == first) { first } else { FundingKey::unrecorded(*dimension) }
    };
    dimensions.iter().map(of).collect()
}

/// The rows of the single values of keys; none when each key is of one.
fn parts(network: &Network, keys: &[FundingKey]) -> Vec<Vec<FundingKey>> {
    if keys.iter().all(|it| !it.is_together) {
        return Vec::new();
    }
    keys.iter().fold(vec![Vec::new()], |rows, key| {
        let values = key.parts(network);
        let longer = |row: &Vec<FundingKey>| {
            let row = row.clone();
            values.iter().map(move |it| row.iter().cloned().chain([it.clone()]).collect()).collect::<Vec<_>>()
        };
        rows.iter().flat_map(longer).collect()
    })
}

fn claims(network: &Network, group: &[(u32, &FundingAggregate)]) -> Vec<Id<Claim>> {
    let claims = group.iter().flat_map(|it| network.claims_about(&it.1.reference()));
    claims.map(|it| it.key.clone()).collect()
}

fn warnings(group: &[(u32, &FundingAggregate)], figures: &[(&str, Told, u32)]) -> Vec<String> {
    let names: Vec<_> = group.iter().map(|it| it.1.key.to_string()).collect();
    let names = names.join(", ");
    let more = figures.iter().filter_map(|(what, told, listed)| {
        let declared = told.as_ref()?.0;
        (*listed > declared).then(|| {
            format!("{names}: {declared} {what} are declared, and {listed} are listed: a discrepancy of the sources")
        })
    });
    let mut warnings: Vec<_> = more.collect();
    let is_nested = group.iter().any(|(_, it)| group.iter().all(|(_, other)| contains(it, other)));
    if !is_nested {
        warnings.push(format!(
            "{names} tell of the same calls and time in part: together they lie between the greatest and the sum"
        ));
    }
    warnings
}
