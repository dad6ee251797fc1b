//! Statistics: how many institutions, hosts, meetings, memberships or participations there are, by groups.
//!
//! # Question
//! How many consultation visits went to which type of institution, in which subregion?
//!
//! # Definition
//! What is counted is the subject: institutions of the register, institutions involved in a certain occasion, hosts of
//! certain occasions (each institution once), memberships, meetings held, or participations that make their party
//! involved. Each is put into a row by the values that it has in the dimensions; with several values (functions) it is
//! in several rows, and once in the total. What has no recorded value has a row of its own, the last.
//! A count is an interval: the lower end is what the record lists; the upper adds what the sources tell of without
//! saying whom (unlisted meetings, unnamed people, unnamed signatories), any of which may belong to the row, and, in
//! rows by sector or territory, those whose value is not recorded. What only may lie in the window is added too.
//!
//! # Source
//! The project's analysis of the field, questions.md A0 and A5; model.md P2.
//!
//! # Limits
//! Rows whose count is 0 are not listed. The upper end of several rows cannot be reached together.
//!
//! # Cost
//! Time O(records of the subject × dimensions + rows · log rows).
//!
//! # Determinism
//! Exact; rows by count downwards, then by label in Polish order, then by code; what is not recorded last.
//!
//! # Checked against
//! Q24, Q25, Q26, Q50 and Q51 of the project's analysis, on the Lubuskie record.

mod dimension;
mod subject;

use std::collections::BTreeMap;

use domain::id::Id;
use domain::partnership::{Partnership, PartnershipRole};
use domain::polish::CollationKey;
use domain::vocabulary::MeetingKind;
use domain::words;

pub use self::dimension::{StatisticDimension, StatisticsKey};
use self::subject::Item;
use crate::computed::{Interval, IntervalReason, IntervalReasonCode};
use crate::network::Position;
use crate::occasion::Certainty;
use crate::receipt::{Receipt, keys};
use crate::selection::InstitutionFilter;
use crate::unattributed::bound;
use crate::view::NetworkView;

words! {
    /// What is counted.
    StatisticSubject {
        /// Institutions of the register.
        Institutions = "INSTITUTIONS",
        /// Institutions involved in a certain occasion.
        InvolvedInstitutions = "INVOLVED_INSTITUTIONS",
        /// Memberships of partnerships, on the basis, at the end of the window.
        Memberships = "MEMBERSHIPS",
        /// Meetings held.
        Meetings = "MEETINGS",
        /// Institutions that hosted a meeting, each once.
        Hosts = "HOSTS",
        /// Participations that make their party involved, on the basis.
        Participations = "PARTICIPATIONS",
    }
}

/// What of the subject is counted. Empty fields do not narrow.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StatisticFilter {
    /// Only what belongs to institutions that fit.
    pub institutions: InstitutionFilter,
    /// Only meetings of these kinds, for subjects that come from meetings.
    pub kinds: Vec<Id<MeetingKind>>,
    /// Only meetings or memberships of this partnership.
    pub partnership: Option<Id<Partnership>>,
    /// Only memberships in these roles.
    pub roles: Vec<PartnershipRole>,
}

/// A row of statistics.
#[derive(Debug, Clone, PartialEq)]
pub struct StatisticsRow {
    /// The value in each dimension, in the order asked for.
    pub keys: Vec<StatisticsKey>,
    /// How many.
    pub count: Interval,
    /// The institutions behind the count, each once, in order of keys.
    pub institutions: Vec<Position>,
}

/// Counts by groups.
#[derive(Debug, Clone, PartialEq)]
pub struct StatisticsTable {
    /// What is counted.
    pub subject: StatisticSubject,
    /// The dimensions.
    pub dimensions: Vec<StatisticDimension>,
    /// The rows.
    pub rows: Vec<StatisticsRow>,
    /// The count of everything, each once.
    pub total: Interval,
    /// The receipt.
    pub receipt: Receipt,
}

/// Counts a subject by groups.
#[must_use]
pub fn statistics(
    view: &NetworkView,
    subject: StatisticSubject,
    dimensions: &[StatisticDimension],
    filter: &StatisticFilter,
) -> StatisticsTable {
    let items = subject::items(view, subject, filter);
    let further = subject::unattributed(view, subject, filter);
    let mut groups = BTreeMap::<Vec<StatisticsKey>, Vec<&Item>>::new();
    for item in &items {
        for key in dimension::keys_of(view, item, dimensions) {
            groups.entry(key).or_default().push(item);
        }
    }
    let mut rows: Vec<_> = groups
        .iter()
        .map(|(keys, members)| StatisticsRow {
            keys: keys.clone(),
            count: count(members, &undetermined(keys, &groups), &further),
            institutions: institutions(members),
        })
        .collect();
    rows.sort_by_cached_key(order);
    let all: Vec<_> = items.iter().collect();
    let mut total = count(&all, &[], &further);
    subject::declare(view, subject, filter, &mut total);
    let mut receipt = Receipt::new("statistics", "1", view);
    receipt.parameter("of", subject);
    receipt.parameter("groupBy", dimensions.iter().map(ToString::to_string).collect::<Vec<_>>().join("|"));
    receipt.parameter("filter.meetingKinds", keys(&filter.kinds));
    receipt.parameter("filter.partnership", keys(filter.partnership.as_slice()));
    receipt.parameter("filter.roles", keys(&filter.roles));
    receipt.parameter("filter.institutions", &filter.institutions);
    receipt.count("counted", items.len());
    receipt.count("rows", rows.len());
    StatisticsTable { subject, dimensions: dimensions.to_vec(), rows, total, receipt }
}

/// The items in rows that agree with `keys` wherever they are recorded, but are not recorded in a sector or place
/// that `keys` has: they may belong to it.
fn undetermined<'a>(
    keys: &[StatisticsKey],
    groups: &BTreeMap<Vec<StatisticsKey>, Vec<&'a Item>>,
) -> Vec<&'a Item> {
    let may_be = |other: &[StatisticsKey]| {
        let pairs = || keys.iter().zip(other);
        let is_open = |own: &StatisticsKey, it: &StatisticsKey| {
            own.is_recorded && !it.is_recorded && own.dimension.may_be_undetermined()
        };
        pairs().any(|(own, it)| is_open(own, it)) && pairs().all(|(own, it)| own == it || is_open(own, it))
    };
    let found = groups.iter().filter(|(other, _)| may_be(other));
    found.flat_map(|(_, members)| members.iter().copied()).collect()
}

fn count(members: &[&Item], undetermined: &[&Item], further: &[IntervalReason]) -> Interval {
    let of = |certainty: Certainty| {
        let mut units: Vec<_> =
            members.iter().filter(|it| it.certainty == certainty).map(|it| it.unit).collect();
        units.sort_unstable();
        units.dedup();
        units
    };
    let certain = of(Certainty::Certain);
    let mut possible = of(Certainty::Possible);
    possible.retain(|it| certain.binary_search(it).is_err());
    let mut open: Vec<_> = undetermined.iter().map(|it| it.unit).collect();
    open.sort_unstable();
    open.dedup();
    open.retain(|it| certain.binary_search(it).is_err() && possible.binary_search(it).is_err());
    let mut reasons = further.to_vec();
    let mut add = |code, count: usize, message: &str| {
        if count > 0 {
            let message = format!("{count} {message}");
            reasons.push(IntervalReason {
                code,
                count: Some(count as f64),
                message,
                about: None,
                claims: Vec::new(),
            });
        }
    };
    add(IntervalReasonCode::PossiblyInWindow, possible.len(), "may lie in the window or not");
    add(
        IntervalReasonCode::UndeterminedAttribute,
        open.len(),
        "have no recorded value here and may belong to this row",
    );
    let lower = certain.len() as f64;
    let upper = bound(&reasons).map(|it| lower + it);
    Interval::between(lower, upper, reasons).with_counts(None, lower)
}

fn institutions(members: &[&Item]) -> Vec<Position> {
    let mut positions: Vec<_> = members.iter().filter_map(|it| it.institution).collect();
    positions.sort_unstable();
    positions.dedup();
    positions
}

/// By what rows are ordered: recorded ones first, then by count downwards, then by label and code.
fn order(row: &StatisticsRow) -> (bool, u64, Vec<(CollationKey, Option<String>)>) {
    let is_unrecorded = row.keys.iter().any(|it| !it.is_recorded);
    let listed = row.count.lower as u64;
    let labels = row.keys.iter().map(|it| (CollationKey::new(&it.label_pl), it.code.clone()));
    (is_unrecorded, u64::MAX - listed, labels.collect())
}
