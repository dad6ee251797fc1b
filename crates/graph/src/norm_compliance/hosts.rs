//! Whether hosts take turns, in every order that the dates allow.

use chrono::NaiveDate;
use domain::date::{EdtfDate, Period};
use domain::meeting::{MeetingRole, MeetingStatus};
use domain::norm::NormRule;
use domain::record::Noun;

use super::{NormFinding, NormStatus, is_meant};
use crate::computed::Interval;
use crate::network::Position;
use crate::view::NetworkView;

/// A meeting that was held, with its hosts on the basis.
pub(super) struct Hosted {
    meeting: u32,
    date: EdtfDate,
    hosts: Vec<Position>,
}

/// The meetings of the kind that a norm speaks of, with their hosts, whatever the window, in order of time.
pub(super) fn hosted(view: &NetworkView, norm: &NormRule) -> Vec<Hosted> {
    let network = view.network();
    let record = network.record();
    let mut found = Vec::new();
    for (index, meeting) in (0u32..).zip(&record.meetings) {
        if meeting.status != MeetingStatus::Held || !is_meant(norm, meeting) {
            continue;
        }
        let mut hosts: Vec<_> = network
            .participations_of(index as usize)
            .iter()
            .filter(|it| network.participation_strength(**it).counts_on(view.view().basis))
            .filter(|it| {
                record.participations.get(**it as usize).is_some_and(|it| it.role == MeetingRole::Host)
            })
            .filter_map(|it| network.participant(*it))
            .collect();
        hosts.sort_unstable();
        hosts.dedup();
        found.push(Hosted { meeting: index, date: meeting.date, hosts });
    }
    found.sort_by_key(|it| (it.date, it.meeting));
    found
}

/// Whether one certainly came before another.
fn is_before(one: &EdtfDate, other: &EdtfDate) -> bool {
    let ends: (Option<NaiveDate>, Option<NaiveDate>) = (one.latest(), other.earliest());
    ends.0.zip(ends.1).is_some_and(|(last, first)| last < first)
}

/// How two meetings with a common host lie.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Turn {
    /// Always more than `k` apart.
    Apart,
    /// Within `k` in some order that the dates allow.
    Possibly,
    /// Within `k` in every order.
    Surely,
}

fn turn(all: &[Hosted], one: &Hosted, other: &Hosted, k: usize) -> Turn {
    let others = || all.iter().filter(|it| it.meeting != one.meeting && it.meeting != other.meeting);
    let (a, b) = if is_before(&one.date, &other.date) || !is_before(&other.date, &one.date) {
        (one, other)
    } else {
        (other, one)
    };
    let surely = others().filter(|it| is_before(&a.date, &it.date) && is_before(&it.date, &b.date)).count();
    let is_ordered = is_before(&a.date, &b.date);
    let outside = |it: &&Hosted| is_before(&it.date, &a.date) || is_before(&b.date, &it.date);
    let possibly = if is_ordered {
        others().filter(|it| !outside(it)).count()
    } else {
        let apart = |it: &&Hosted| {
            (is_before(&it.date, &a.date) && is_before(&it.date, &b.date))
                || (is_before(&a.date, &it.date) && is_before(&b.date, &it.date))
        };
        others().filter(|it| !apart(it)).count()
    };
    if possibly < k {
        Turn::Surely
    } else if surely < k {
        Turn::Possibly
    } else {
        Turn::Apart
    }
}

/// Whether hosts took turns in a year.
pub(super) fn rotation(
    view: &NetworkView,
    index: u32,
    norm: &NormRule,
    year: i32,
    all: &[Hosted],
) -> NormFinding {
    let k = norm.threshold.unwrap_or(1).max(1) as usize;
    let period = Period::year(year).unwrap_or_else(|_| Period::whole());
    let of_year: Vec<_> = all.iter().filter(|it| it.date.certainly_in(&period)).collect();
    let mut repeats = 0usize;
    let mut possible = 0usize;
    let mut shown: Vec<u32> = Vec::new();
    let mut is_settled = !of_year.is_empty();
    for meeting in &of_year {
        // Those before it, or that may be.
        let before =
            all.iter().filter(|it| it.meeting != meeting.meeting && !is_before(&meeting.date, &it.date));
        let near: Vec<_> =
            before.map(|it| (turn(all, it, meeting, k), it)).filter(|it| it.0 != Turn::Apart).collect();
        let same = |it: &&(Turn, &Hosted)| it.1.hosts.iter().any(|host| meeting.hosts.contains(host));
        let best = near
            .iter()
            .filter(same)
            .max_by(|a, b| a.0.partial_cmp(&b.0).unwrap_or(std::cmp::Ordering::Equal));
        match best.map(|it| it.0) {
            Some(Turn::Surely) => {
                repeats += 1;
                shown.extend(best.iter().map(|it| it.1.meeting).chain([meeting.meeting]));
            }
            Some(_) => possible += 1,
            None => {}
        }
        let is_known = |it: &&(Turn, &Hosted)| !it.1.hosts.is_empty();
        is_settled &= !meeting.hosts.is_empty() && !near.is_empty() && near.iter().all(|it| is_known(&it));
    }
    let may_be = all.iter().any(|it| it.date.possibly_in(&period) && !it.date.certainly_in(&period));
    let (status, reason) = if repeats > 0 {
        let reason = format!("{repeats} meetings of {year} had a host of one of the {k} before");
        (NormStatus::Broken, reason)
    } else if is_settled && possible == 0 && !may_be {
        (NormStatus::Met, format!("no meeting of {year} had a host of one of the {k} before"))
    } else if of_year.is_empty() {
        (NormStatus::NotRecorded, format!("no such meeting is recorded in {year}"))
    } else {
        let reason = format!(
            "{} such meetings are recorded in {year}; with no known host before them, or in no settled order, they \
             show no turn",
            of_year.len()
        );
        (NormStatus::NotRecorded, reason)
    };
    if shown.is_empty() {
        shown = of_year.iter().map(|it| it.meeting).collect();
    }
    shown.sort_by_key(|it| {
        view.network().record().meetings.get(*it as usize).map(|it| (it.date, it.key().to_owned()))
    });
    shown.dedup();
    let mut count = Interval::exact(repeats as f64);
    count.upper = Some((repeats + possible) as f64);
    if possible > 0 {
        count.reasons.push(crate::computed::IntervalReason {
            code: crate::computed::IntervalReasonCode::PossiblyInWindow,
            count: Some(possible as f64),
            message: format!(
                "{possible} meetings may or may not repeat a host, as their order is not settled"
            ),
            about: None,
            claims: Vec::new(),
        });
    }
    NormFinding {
        norm: index,
        year: Some(year),
        status,
        count: Some(count),
        threshold: norm.threshold,
        reason,
        meetings: shown,
        claims: Vec::new(),
    }
}
