//! Which institutions have reached a level of coverage: how certainly, in which years and in which partnerships.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::date::{EdtfDate, Period};
use domain::id::Id;
use domain::partnership::Partnership;
use domain::record::{RecordKind, RecordRef};
use domain::vocabulary::MeetingKind;

use super::CoverageLevel;
use crate::network::{Network, Position};
use crate::occasion::Certainty;
use crate::refusal::Refusal;
use crate::selection::partnership_of;
use crate::tie::{TieLevel, TieRule};
use crate::view::{NetworkView, View, is_active};

/// That an institution has reached the level: how certainly, in which of the years asked about, in which partnership.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Reached {
    pub(super) institution: Position,
    /// The index of the year; none when years are not asked about.
    pub(super) year: Option<u32>,
    /// The position of the partnership; none when partnerships are not asked about, or it belongs to none.
    pub(super) partnership: Option<u32>,
    pub(super) certainty: Certainty,
}

/// By what the level is told apart.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Apart<'a> {
    /// The years, each cut to the window; none when they do not matter.
    pub(super) years: Option<&'a [Period]>,
    /// Whether partnerships are told apart.
    pub(super) partnerships: bool,
}

/// Who has reached a level, in order of institutions; for KNOWN nobody is listed, as everybody has.
pub(super) struct Levels(Option<Vec<Reached>>);

impl Levels {
    pub(super) fn new(
        view: &NetworkView,
        level: CoverageLevel,
        kinds: &[Id<MeetingKind>],
        apart: Apart<'_>,
    ) -> Result<Self, Refusal> {
        let mut reached = match level {
            CoverageLevel::Known if apart.years.is_none() => return Ok(Self(None)),
            CoverageLevel::Known => known(view, apart),
            CoverageLevel::Member => members(view, apart),
            CoverageLevel::Contacted => involved(view, kinds, false, apart),
            CoverageLevel::Hosted => involved(view, kinds, true, apart),
            CoverageLevel::Cooperating => cooperating(view, kinds, apart)?,
        };
        reached.sort_unstable();
        // Certain comes before possible, and is what is kept of the two.
        reached.dedup_by_key(|it| (it.institution, it.year, it.partnership));
        Ok(Self(Some(reached)))
    }

    /// How an institution has reached the level; empty when it has not.
    pub(super) fn of(&self, institution: Position) -> Vec<Reached> {
        let Some(all) = &self.0 else {
            let certainty = Certainty::Certain;
            return vec![Reached { institution, year: None, partnership: None, certainty }];
        };
        let first = all.partition_point(|it| it.institution < institution);
        let own = all.get(first..).unwrap_or_default().iter();
        own.take_while(|it| it.institution == institution).copied().collect()
    }

    /// Whether an institution has reached the level: for certain, possibly, or not (none).
    pub(super) fn certainty(&self, institution: Position) -> Option<Certainty> {
        self.of(institution).iter().map(|it| it.certainty).min()
    }
}

/// The indices of the years that a condition holds in; the one without a year when years do not matter.
fn years_in<'a>(
    apart: Apart<'a>,
    holds: impl Fn(&Period) -> bool + 'a,
    holds_at_all: bool,
) -> Box<dyn Iterator<Item = Option<u32>> + 'a> {
    match apart.years {
        None => Box::new(holds_at_all.then_some(None).into_iter()),
        Some(years) => Box::new((0u32..).zip(years).filter(move |it| holds(it.1)).map(|it| Some(it.0))),
    }
}

fn known(view: &NetworkView, apart: Apart<'_>) -> Vec<Reached> {
    let institutions = (0u32..).zip(&view.network().record().institutions);
    let mut reached = Vec::new();
    for (at, it) in institutions {
        for year in years_in(apart, |year| is_active(&it.existed_from, &it.existed_to, year), true) {
            let certainty = Certainty::Certain;
            reached.push(Reached { institution: at, year, partnership: None, certainty });
        }
    }
    reached
}

fn members(view: &NetworkView, apart: Apart<'_>) -> Vec<Reached> {
    let network = view.network();
    let mut reached = Vec::new();
    let counted = network.memberships().filter(|it| it.1.counts_on(view.view().basis));
    for (membership, _) in counted {
        let (from, to) = (&membership.valid_from, &membership.valid_to);
        let is_active_in = |period: &Period| is_active(from, to, period);
        let Some(institution) = membership.party.institution().and_then(|it| network.position_of(it)) else {
            continue;
        };
        let partnership = apart.partnerships.then(|| partnership(network, &membership.partnership)).flatten();
        for year in years_in(apart, is_active_in, is_active_in(&view.view().period)) {
            reached.push(Reached { institution, year, partnership, certainty: Certainty::Certain });
        }
    }
    reached
}

fn partnership(network: &Network, id: &Id<Partnership>) -> Option<u32> {
    let list = &network.record().partnerships;
    u32::try_from(list.binary_search_by(|it| it.key.cmp(id)).ok()?).ok()
}

/// The years in which a date lies, with how certainly.
fn years_of<'a>(apart: Apart<'a>, date: &'a EdtfDate) -> impl Iterator<Item = (Option<u32>, Certainty)> + 'a {
    years_in(apart, |year| date.possibly_in(year), true).map(move |year| {
        let period = year.and_then(|it| apart.years.and_then(|years| years.get(it as usize)));
        let is_certain = period.is_none_or(|it| date.certainly_in(it));
        (year, if is_certain { Certainty::Certain } else { Certainty::Possible })
    })
}

fn involved(
    view: &NetworkView,
    kinds: &[Id<MeetingKind>],
    hosts_only: bool,
    apart: Apart<'_>,
) -> Vec<Reached> {
    let network = view.network();
    let mut reached = Vec::new();
    for occasion in view.occasions() {
        let Some(meeting) = network.record().meetings.get(occasion.meeting) else { continue };
        if !kinds.is_empty() && !kinds.contains(&meeting.kind) {
            continue;
        }
        let of = meeting.partnership.as_ref().filter(|_| apart.partnerships);
        let partnership = of.and_then(|it| partnership(network, it));
        for (year, certainty) in years_of(apart, &meeting.date) {
            let certainty = certainty.max(occasion.certainty);
            let involved = occasion.involved.iter().filter(|it| it.is_host || !hosts_only);
            let institutions = involved.map(|it| it.institution);
            reached.extend(institutions.map(|institution| Reached {
                institution,
                year,
                partnership,
                certainty,
            }));
        }
    }
    reached
}

fn cooperating(
    view: &NetworkView,
    kinds: &[Id<MeetingKind>],
    apart: Apart<'_>,
) -> Result<Vec<Reached>, Refusal> {
    let rule = TieRule { min_level: TieLevel::L2, kinds: kinds.to_vec(), ..TieRule::default() };
    let mut reached = Vec::new();
    let Some(years) = apart.years else {
        cooperating_in(view, &rule, None, apart, &mut reached)?;
        return Ok(reached);
    };
    for (year, period) in (0u32..).zip(years) {
        let of_year = View { period: *period, ..view.view().clone() };
        let of_year = NetworkView::new(Arc::clone(view.network()), of_year);
        cooperating_in(&of_year, &rule, Some(year), apart, &mut reached)?;
    }
    Ok(reached)
}

fn cooperating_in(
    view: &NetworkView,
    rule: &TieRule,
    year: Option<u32>,
    apart: Apart<'_>,
    reached: &mut Vec<Reached>,
) -> Result<(), Refusal> {
    let network = view.network();
    let ties = view.ties(rule)?;
    let mut of_source = BTreeMap::<RecordRef, Option<u32>>::new();
    for tie in ties.ties() {
        let mut partnerships = Vec::new();
        if apart.partnerships {
            for shared in ties.occasions(tie) {
                let of = *of_source
                    .entry(shared.source)
                    .or_insert_with_key(|it| partnership(network, &partnership_of_source(network, it)?));
                partnerships.extend(of);
            }
            partnerships.sort_unstable();
            partnerships.dedup();
        }
        let partnerships = partnerships.into_iter().map(Some);
        let all: Vec<_> = if apart.partnerships { partnerships.collect() } else { vec![None] };
        for institution in [tie.a, tie.b] {
            let certainty = Certainty::Certain;
            reached.extend(all.iter().map(|it| Reached { institution, year, partnership: *it, certainty }));
        }
    }
    Ok(())
}

/// The partnership that a shared occasion or undertaking belongs to.
fn partnership_of_source(network: &Network, source: &RecordRef) -> Option<Id<Partnership>> {
    let key = &*source.key;
    match source.kind {
        RecordKind::Partnership => Id::from_reference(source),
        RecordKind::Meeting => network.find::<domain::meeting::Meeting>(key)?.partnership.clone(),
        RecordKind::Body => network.find::<domain::body::Body>(key)?.partnership.clone(),
        RecordKind::ActionItem => partnership_of(network, network.find(key)?).cloned(),
        _ => None,
    }
}
