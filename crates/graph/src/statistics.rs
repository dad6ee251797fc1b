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

use std::borrow::Cow;
use std::sync::Arc;

use domain::id::Id;
use domain::partnership::{Partnership, PartnershipRole};
use domain::polish::CollationKey;
use domain::vocabulary::MeetingKind;
use domain::words;

use self::dimension::Group;
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
    /// How many. Its reasons are those of the row alone; [`StatisticsTable::further`] has those of every row.
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
    /// The reasons that widen every row, beside its own: what the sources tell of without saying whom.
    pub further: Arc<[IntervalReason]>,
    /// The count of everything, each once, with all its reasons.
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
    let room = bound(&further);
    let groups = dimension::grouped(view, &items, dimensions);
    let open: Vec<_> = groups.iter().filter_map(|it| Open::of(it, &items)).collect();
    let mut rows: Vec<_> = groups
        .iter()
        .map(|group| {
            let members: Vec<_> = group.members.iter().filter_map(|it| items.get(*it)).collect();
            let count = count(&members, &undetermined(&group.keys, &open), room);
            StatisticsRow { keys: group.keys.clone(), count, institutions: institutions(&members) }
        })
        .collect();
    rows.sort_by_cached_key(order);
    let all: Vec<_> = items.iter().collect();
    let mut total = count(&all, &[], room);
    total.reasons.splice(..0, further.iter().cloned());
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
    StatisticsTable {
        subject,
        dimensions: dimensions.to_vec(),
        rows,
        further: further.into(),
        total,
        receipt,
    }
}

/// A group without a recorded sector or place: its items may belong to groups that have one.
struct Open<'a> {
    keys: &'a [StatisticsKey],
    /// The units, each once, in order.
    units: Vec<u32>,
}

impl<'a> Open<'a> {
    /// The group as an open one; none when it has all that may be undetermined.
    fn of(group: &'a Group, items: &[Item<'_>]) -> Option<Self> {
        let is_open = |it: &StatisticsKey| !it.is_recorded && it.dimension.may_be_undetermined();
        if !group.keys.iter().any(is_open) {
            return None;
        }
        let units = group.members.iter().filter_map(|it| items.get(*it)).map(|it| it.unit);
        Some(Self { keys: &group.keys, units: each_once(units.collect()) })
    }

    /// Whether it agrees with `keys` wherever it is recorded, and lacks a sector or place that `keys` has.
    fn may_be(&self, keys: &[StatisticsKey]) -> bool {
        let pairs = || keys.iter().zip(self.keys);
        let is_open = |own: &StatisticsKey, it: &StatisticsKey| {
            own.is_recorded && !it.is_recorded && own.dimension.may_be_undetermined()
        };
        pairs().any(|(own, it)| is_open(own, it)) && pairs().all(|(own, it)| is_open(own, it) || own == it)
    }
}

/// The units that may belong to the row of `keys`, each once, in order.
fn undetermined<'a>(keys: &[StatisticsKey], open: &'a [Open<'_>]) -> Cow<'a, [u32]> {
    let mut found = open.iter().filter(|it| it.may_be(keys));
    match (found.next(), found.next()) {
        (None, _) => Cow::Borrowed(&[]),
        (Some(one), None) => Cow::Borrowed(&one.units),
        (Some(one), Some(other)) => {
            let all = [one, other].into_iter().chain(found).flat_map(|it| it.units.iter().copied());
            Cow::Owned(each_once(all.collect()))
        }
    }
}

fn each_once(mut units: Vec<u32>) -> Vec<u32> {
    units.sort_unstable();
    units.dedup();
    units
}

/// How many of `units`, which are in order, are in one of two lists, which are too and have nothing in common.
fn common(units: &[u32], lists: [&[u32]; 2]) -> usize {
    let in_both =
        |short: &[u32], long: &[u32]| short.iter().filter(|it| long.binary_search(it).is_ok()).count();
    let of = |list: &[u32]| {
        if list.len() < units.len() { in_both(list, units) } else { in_both(units, list) }
    };
    lists.map(of).iter().sum()
}

/// How many there are of a row; `room` is what the sources tell of without saying whom, and widens every row.
fn count(members: &[&Item<'_>], undetermined: &[u32], room: Option<f64>) -> Interval {
    let of = |certainty: Certainty| {
        each_once(members.iter().filter(|it| it.certainty == certainty).map(|it| it.unit).collect())
    };
    let certain = of(Certainty::Certain);
    let mut possible = of(Certainty::Possible);
    possible.retain(|it| certain.binary_search(it).is_err());
    let open = undetermined.len() - common(undetermined, [&certain, &possible]);
    let mut reasons = Vec::new();
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
        open,
        "have no recorded value here and may belong to this row",
    );
    let lower = certain.len() as f64;
    let upper = bound(&reasons).zip(room).map(|(own, room)| lower + (room + own));
    Interval::between(lower, upper, reasons).with_counts(None, lower)
}

fn institutions(members: &[&Item<'_>]) -> Vec<Position> {
    each_once(members.iter().filter_map(|it| it.institution).collect())
}

/// By what rows are ordered: recorded ones first, then by count downwards, then by label and code.
fn order(row: &StatisticsRow) -> (bool, u64, Vec<(CollationKey, Option<String>)>) {
    let is_unrecorded = row.keys.iter().any(|it| !it.is_recorded);
    let listed = row.count.lower as u64;
    let labels = row.keys.iter().map(|it| (CollationKey::new(&it.label_pl), it.code.clone()));
    (is_unrecorded, u64::MAX - listed, labels.collect())
}
