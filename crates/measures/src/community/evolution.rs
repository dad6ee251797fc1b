//! Communities over time: which community of a period is which of the period before.
//!
//! # Rule
//! An identity is a community that persists. What it was like when last seen is its front. In each period, a front and a
//! community match when the Jaccard similarity of their nodes reaches the threshold. Of all matches, taken from the most
//! similar down (then more nodes in common, the older identity, the community with the smaller smallest node), each
//! identity continues as at most one community and each community continues at most one identity. A front with two or more
//! matches splits; a community with two or more merges them. A community without identity gets a new one: by a split if it
//! matches a front, else by birth. An identity that matches nothing is dormant for as many periods as the rule says, may
//! be resumed in that time, and is dissolved after; one whose matches all continue other identities ends in the merge.
//!
//! # Source
//! D. Greene, D. Doyle, P. Cunningham, "Tracking the evolution of communities in dynamic social networks", ASONAM 2010,
//! 176–183, doi:10.1109/ASONAM.2010.17; the words for events: G. Palla, A.-L. Barabási, T. Vicsek, Nature 446, 664–667,
//! 2007, doi:10.1038/nature05670. Growth and contraction are told as sizes.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::compare::overlaps;
use super::quality::without_gaps;
use super::rows::Members;
use crate::error::MeasureError;
use crate::interrupt::Interrupt;

/// How communities are followed.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EvolutionRule {
    /// The least Jaccard similarity of a match, above 0, at most 1. Above 0.5 nothing ever splits or merges.
    pub threshold: f64,
    /// For how many periods a community may be away before it is dissolved; 0 dissolves it at once.
    pub dormancy: u32,
}

impl Default for EvolutionRule {
    /// A similarity of 0.3, away for at most one period.
    fn default() -> Self {
        Self { threshold: 0.3, dormancy: 1 }
    }
}

/// What happens to communities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EvolutionKind {
    /// It matches nothing that was before.
    Birth,
    /// It is the one of the period before.
    Continuation,
    /// It is one that was dormant.
    Resumption,
    /// One has become several.
    Split,
    /// Several have become one.
    Merge,
    /// It matches nothing that is now, and may come back.
    Dormancy,
    /// It has been away for too long.
    Dissolution,
}

/// An event.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EvolutionEvent {
    /// The number of the period, from 0.
    pub period: u32,
    /// What happens.
    pub kind: EvolutionKind,
    /// The identities before, ascending.
    pub from: Vec<u32>,
    /// The identities after, ascending.
    pub to: Vec<u32>,
    /// The number of nodes before, when last seen.
    pub size_before: usize,
    /// The number of nodes after.
    pub size_after: usize,
    /// The Jaccard similarity of a continuation or resumption.
    pub similarity: Option<f64>,
}

/// A community of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Appearance {
    /// Its number in the period.
    pub community: u32,
    /// Its identity.
    pub identity: u32,
    /// The number of nodes.
    pub size: usize,
}

/// Communities over periods.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Evolution {
    /// For each period its communities, in ascending order of their numbers.
    pub periods: Vec<Vec<Appearance>>,
    /// The events, by period, then kind, then identities.
    pub events: Vec<EvolutionEvent>,
    /// The number of identities; they are numbered in the order in which they come up, larger ones first.
    pub identities: usize,
}

/// The front of an identity.
struct Front {
    identity: u32,
    nodes: Vec<u32>,
    seen: usize,
}

/// A front and a community that match.
struct Match {
    front: usize,
    community: usize,
    common: usize,
    similarity: f64,
}

/// Follows communities over periods. Each period has, for each node, the number of its community, any, or none when the
/// node is away. Which numbers communities have changes nothing but the numbers told.
///
/// Time O(p (n log n + f)) for `p` periods of `n` nodes and `f` nodes of fronts, at most (1 + dormancy) n; space O(p n).
/// Checked against cases worked out by hand.
///
/// # Errors
/// [`MeasureError::Parameter`] for periods of different lengths or a threshold that is not above 0 and at most 1;
/// [`MeasureError::Interrupted`].
pub fn track(
    periods: &[Vec<Option<u32>>],
    rule: &EvolutionRule,
    interrupt: &Interrupt,
) -> Result<Evolution, MeasureError> {
    if !(rule.threshold > 0.0 && rule.threshold <= 1.0) {
        return Err(MeasureError::Parameter { name: "threshold", problem: "must be above 0 and at most 1" });
    }
    if periods.windows(2).any(|it| it[0].len() != it[1].len()) {
        return Err(MeasureError::Parameter { name: "periods", problem: "must be of the same nodes" });
    }
    let mut result = Evolution { periods: Vec::new(), events: Vec::new(), identities: 0 };
    let mut fronts: Vec<Front> = Vec::new();
    for (number, period) in periods.iter().enumerate() {
        interrupt.check()?;
        let (communities, labels) = communities(period);
        let matches = find(&fronts, &communities, period.len(), rule.threshold);
        let identities = assign(&fronts, &communities, &matches, &mut result.identities);
        let step = Step {
            number,
            fronts: &fronts,
            communities: &communities,
            matches: &matches,
            identities: &identities,
        };
        result.events.extend(step.events(rule.dormancy));
        let appearance = |(community, label): (usize, &u32)| Appearance {
            community: *label,
            identity: identities[community],
            size: communities[community].len(),
        };
        result.periods.push(labels.iter().enumerate().map(appearance).collect());
        fronts = step.next_fronts(rule.dormancy);
    }
    Ok(result)
}

/// The communities of a period in ascending order of their numbers, and these.
fn communities(period: &[Option<u32>]) -> (Vec<Vec<u32>>, Vec<u32>) {
    let present: Vec<u32> = period.iter().flatten().copied().collect();
    let (of, labels) = without_gaps(&present);
    let mut lists = vec![Vec::new(); labels.len()];
    let nodes = (0_u32..).zip(period).filter(|it| it.1.is_some());
    for ((node, _), community) in nodes.zip(of) {
        lists[community as usize].push(node);
    }
    (lists, labels)
}

/// All matches, the best first.
fn find(fronts: &[Front], communities: &[Vec<u32>], nodes: usize, threshold: f64) -> Vec<Match> {
    // Nodes that are away are in a community of their own at the end.
    let away = communities.len();
    let mut of = vec![away as u32; nodes];
    for (number, list) in (0_u32..).zip(communities) {
        for node in list {
            of[*node as usize] = number;
        }
    }
    let mut starts = vec![0];
    let mut sorted = Vec::new();
    for front in fronts {
        sorted.extend_from_slice(&front.nodes);
        starts.push(sorted.len());
    }
    let members = Members { starts, nodes: sorted };
    let mut matches: Vec<Match> = overlaps(&members, &of, away + 1)
        .into_iter()
        .filter(|it| (it.other as usize) < away)
        .map(|it| {
            let (front, community) = (it.one as usize, it.other as usize);
            let all = fronts[front].nodes.len() + communities[community].len() - it.nodes;
            Match { front, community, common: it.nodes, similarity: it.nodes as f64 / all as f64 }
        })
        .filter(|it| it.similarity >= threshold)
        .collect();
    matches.sort_by(|x, y| {
        let rest = |it: &Match| (Reverse(it.common), fronts[it.front].identity, communities[it.community][0]);
        y.similarity.total_cmp(&x.similarity).then_with(|| rest(x).cmp(&rest(y)))
    });
    matches
}

/// The identity of each community.
fn assign(fronts: &[Front], communities: &[Vec<u32>], matches: &[Match], next: &mut usize) -> Vec<u32> {
    let mut identities: Vec<Option<u32>> = vec![None; communities.len()];
    let mut is_continued = vec![false; fronts.len()];
    for it in matches {
        if !is_continued[it.front] && identities[it.community].is_none() {
            is_continued[it.front] = true;
            identities[it.community] = Some(fronts[it.front].identity);
        }
    }
    let mut new: Vec<usize> = (0..communities.len()).filter(|it| identities[*it].is_none()).collect();
    new.sort_by_key(|it| (Reverse(communities[*it].len()), communities[*it][0]));
    for community in new {
        identities[community] = Some(*next as u32);
        *next += 1;
    }
    identities.into_iter().flatten().collect()
}

/// What is known of one period.
struct Step<'a> {
    number: usize,
    fronts: &'a [Front],
    communities: &'a [Vec<u32>],
    matches: &'a [Match],
    identities: &'a [u32],
}

impl Step<'_> {
    fn events(&self, dormancy: u32) -> Vec<EvolutionEvent> {
        let mut by_front: BTreeMap<usize, Vec<&Match>> = BTreeMap::new();
        let mut by_community: BTreeMap<usize, Vec<&Match>> = BTreeMap::new();
        for it in self.matches {
            by_front.entry(it.front).or_default().push(it);
            by_community.entry(it.community).or_default().push(it);
        }
        let mut events = Vec::new();
        for community in (0..self.communities.len()).filter(|it| !by_community.contains_key(it)) {
            events.push(self.event(EvolutionKind::Birth, &[], &[community]));
        }
        for it in self.matches {
            let front = &self.fronts[it.front];
            if front.identity == self.identities[it.community] {
                let is_next = front.seen + 1 == self.number;
                let kind = if is_next { EvolutionKind::Continuation } else { EvolutionKind::Resumption };
                let event = self.event(kind, &[it.front], &[it.community]);
                events.push(EvolutionEvent { similarity: Some(it.similarity), ..event });
            }
        }
        for (front, list) in by_front.iter().filter(|it| it.1.len() > 1) {
            let to: Vec<usize> = list.iter().map(|it| it.community).collect();
            events.push(self.event(EvolutionKind::Split, &[*front], &to));
        }
        for (community, list) in by_community.iter().filter(|it| it.1.len() > 1) {
            let from: Vec<usize> = list.iter().map(|it| it.front).collect();
            events.push(self.event(EvolutionKind::Merge, &from, &[*community]));
        }
        for (number, front) in self.fronts.iter().enumerate() {
            let away = self.number - front.seen;
            if by_front.contains_key(&number) {
                continue;
            }
            if away > dormancy as usize {
                events.push(self.event(EvolutionKind::Dissolution, &[number], &[]));
            } else if away == 1 {
                events.push(self.event(EvolutionKind::Dormancy, &[number], &[]));
            }
        }
        events.sort_by(|x, y| (x.kind, &x.from, &x.to).cmp(&(y.kind, &y.from, &y.to)));
        events
    }

    fn event(&self, kind: EvolutionKind, fronts: &[usize], communities: &[usize]) -> EvolutionEvent {
        let mut from: Vec<u32> = fronts.iter().map(|it| self.fronts[*it].identity).collect();
        let mut to: Vec<u32> = communities.iter().map(|it| self.identities[*it]).collect();
        from.sort_unstable();
        to.sort_unstable();
        EvolutionEvent {
            period: self.number as u32,
            kind,
            from,
            to,
            size_before: fronts.iter().map(|it| self.fronts[*it].nodes.len()).sum(),
            size_after: communities.iter().map(|it| self.communities[*it].len()).sum(),
            similarity: None,
        }
    }

    /// The fronts after this period, by identity: what is seen now, and what is dormant.
    fn next_fronts(&self, dormancy: u32) -> Vec<Front> {
        let mut fronts: BTreeMap<u32, Front> = BTreeMap::new();
        let mut is_matched = vec![false; self.fronts.len()];
        for it in self.matches {
            is_matched[it.front] = true;
        }
        for (front, is_matched) in self.fronts.iter().zip(is_matched) {
            if !is_matched && self.number - front.seen <= dormancy as usize {
                let (identity, seen) = (front.identity, front.seen);
                fronts.insert(identity, Front { identity, nodes: front.nodes.clone(), seen });
            }
        }
        for (nodes, identity) in self.communities.iter().zip(self.identities) {
            let front = Front { identity: *identity, nodes: nodes.clone(), seen: self.number };
            fronts.insert(*identity, front);
        }
        fronts.into_values().collect()
    }
}
