//! The ways from a signatory to the side, and their order.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use domain::id::Id;
use domain::meeting::Meeting;
use domain::partnership::Partnership;
use domain::polish;

use super::side::Known;
use super::{HopEnd, Introducer, IntroductionHop};
use crate::network::{Network, Position};
use crate::tie::{TieLevel, Ties};
use crate::view::NetworkView;

/// A way to the side.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// The institution on it that is tied to the side.
    pub(super) institution: Position,
    /// The steps from the signatory to the side, not yet dated unless they lead to an office or council.
    pub(super) hops: Vec<IntroductionHop>,
    /// The least weight of its ties between institutions; 0 without any.
    pub(super) weight: f64,
}

/// A step with the weight of its tie; none where it is no tie between institutions.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) hop: IntroductionHop,
    weight: Option<f64>,
}

/// Looks for ways from one institution.
pub(super) struct Finder<'a> {
    pub(super) history: &'a NetworkView,
    pub(super) ties: &'a Ties,
    pub(super) known: &'a Known,
    /// The signatory, rolled up.
    pub(super) of: Position,
}

impl Finder<'_> {
    /// Those tied to the signatory and to the side.
    pub(super) fn through_one(&self) -> Vec<Candidate> {
        let others = self.ties.of(self.of).filter_map(|it| it.other(self.of));
        let steps =
            others.filter_map(|it| Some((it, self.tie_step(self.of, it)?, self.side_step(it, &[self.of])?)));
        steps.map(|(institution, first, last)| candidate(institution, vec![first, last])).collect()
    }

    /// Those tied to the side, and to somebody who is tied to the signatory: each by its best way.
    pub(super) fn through_two(&self) -> Vec<Candidate> {
        let mut best = BTreeMap::<Position, ((TieLevel, f64), Position)>::new();
        for first in self.ties.of(self.of) {
            let Some(between) = first.other(self.of) else { continue };
            for second in self.ties.of(between) {
                let Some(institution) = second.other(between).filter(|it| *it != self.of) else { continue };
                let rank = (first.level.min(second.level), first.weight.min(second.weight));
                // Those between come in order of position, so the first of equal ones stays.
                if best.get(&institution).is_none_or(|it| by_strength(it.0, rank).is_lt())
                    && self.known.has_step(institution, &[self.of, between])
                {
                    best.insert(institution, (rank, between));
                }
            }
        }
        let steps = best.into_iter().filter_map(|(institution, (_, between))| {
            let first = self.tie_step(self.of, between)?;
            let second = self.tie_step(between, institution)?;
            let last = self.side_step(institution, &[self.of, between])?;
            Some(candidate(institution, vec![first, second, last]))
        });
        steps.collect()
    }

    /// Those tied to the side that are members of the same standing partnership as the signatory.
    pub(super) fn through_membership(
        &self,
        memberships: &[(Id<Partnership>, Vec<Position>)],
    ) -> Vec<Candidate> {
        let mut shared = BTreeMap::<Position, Vec<&Id<Partnership>>>::new();
        for (partnership, members) in memberships {
            if members.binary_search(&self.of).is_ok() {
                for other in members.iter().filter(|it| **it != self.of) {
                    shared.entry(*other).or_default().push(partnership);
                }
            }
        }
        let steps = shared.into_iter().filter_map(|(institution, partnerships)| {
            let last = self.side_step(institution, &[self.of])?;
            let hop = IntroductionHop {
                from: self.of,
                to: HopEnd::Institution(institution),
                level: TieLevel::L0,
                tie: None,
                records: partnerships.into_iter().map(Id::reference).collect(),
                latest: None,
            };
            Some(candidate(institution, vec![Step { hop, weight: None }, last]))
        });
        steps.collect()
    }

    /// The best tie of an institution with the side, its members in `avoid` (at most two) left out.
    pub(super) fn side_step(&self, from: Position, avoid: &[Position]) -> Option<Step> {
        let best = self.known.best(from, avoid).and_then(|it| self.tie_step(from, it));
        let other = self.known.hop(from).map(|it| Step { hop: it.clone(), weight: None });
        match (best, other) {
            (Some(best), Some(other)) => Some(if best.hop.level < other.hop.level { other } else { best }),
            (best, other) => best.or(other),
        }
    }

    /// The most recent dated meeting behind a tie between two institutions.
    pub(super) fn date(&self, hop: &mut IntroductionHop) {
        let tie = hop.tie.and_then(|it| self.ties.ties().get(it));
        let meeting = tie.and_then(|it| self.ties.most_recent(it)).and_then(Id::<Meeting>::from_reference);
        hop.latest = meeting.and_then(|it| self.history.network().meeting_position(&it)).or(hop.latest);
    }

    fn tie_step(&self, from: Position, to: Position) -> Option<Step> {
        let index = self.ties.index_between(from, to)?;
        let tie = self.ties.ties().get(index)?;
        let to = HopEnd::Institution(to);
        let hop = IntroductionHop {
            from,
            to,
            level: tie.level,
            tie: Some(index),
            records: Vec::new(),
            latest: None,
        };
        Some(Step { hop, weight: Some(tie.weight) })
    }
}

fn candidate(institution: Position, steps: Vec<Step>) -> Candidate {
    let weight = least(&steps.iter().collect::<Vec<_>>());
    Candidate { institution, hops: steps.into_iter().map(|it| it.hop).collect(), weight }
}

/// The least weight of the ties between institutions; 0 without any.
fn least(steps: &[&Step]) -> f64 {
    steps.iter().filter_map(|it| it.weight).min_by(f64::total_cmp).unwrap_or(0.0)
}

pub(super) fn by_strength(a: (TieLevel, f64), b: (TieLevel, f64)) -> Ordering {
    a.0.cmp(&b.0).then_with(|| a.1.total_cmp(&b.1))
}

/// The order of introducers, the best first; each comes with the least weight of its ties.
pub(super) fn by_rank(network: &Network, a: &(f64, Introducer), b: &(f64, Introducer)) -> Ordering {
    let day = |it: &Introducer| network.record().meetings.get(it.latest?).and_then(|it| it.date.latest());
    let name = |it: &Introducer| network.at(it.institution).map_or("", |it| it.name_pl.as_str());
    let steps = a.1.hops.len().cmp(&b.1.hops.len());
    steps
        .then_with(|| by_strength((b.1.level, b.0), (a.1.level, a.0)))
        .then_with(|| day(&b.1).cmp(&day(&a.1)))
        .then_with(|| a.1.load.cmp(&b.1.load))
        .then_with(|| polish::compare(name(&a.1), name(&b.1)))
        .then_with(|| a.1.institution.cmp(&b.1.institution))
}
