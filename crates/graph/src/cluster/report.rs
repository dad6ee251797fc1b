//! What is told of each cluster, and why there is none.

use std::collections::BTreeMap;

use domain::id::Id;
use domain::polish;
use domain::territory::{TerritorialUnit, TerritoryLevel};
use measures::community::report::{CommunityFigures, report};
use measures::{Interrupt, WeightSemantics};
use petgraph::algo::bridges::bridges as bridges_of;
use petgraph::graph::UnGraph;

use super::division::Division;
use super::{Bridge, Cluster, ClusterQuality, ClusterRule, Mix};
use crate::network::{Network, Position};
use crate::refusal::Refusal;
use crate::tie::{Tie, Ties};
use crate::view::NetworkView;

/// What is known of a group before it is told of as a cluster.
struct Group {
    members: Vec<Position>,
    confidence: Vec<f64>,
    stability: Option<f64>,
    /// Its ties, as indices.
    inner: Vec<usize>,
    figures: Option<CommunityFigures>,
}

/// Tells of the groups of a division that are large enough to be clusters, and its modularity.
pub(super) fn clusters(
    view: &NetworkView,
    ties: &Ties,
    rule: &ClusterRule,
    division: &Division,
    interrupt: &Interrupt,
) -> Result<(Vec<Cluster>, Option<f64>), Refusal> {
    // The resolution of the constant Potts model is a weight for a pair, not that of modularity.
    let resolution = match rule.quality {
        ClusterQuality::Modularity => rule.resolution,
        ClusterQuality::ConstantPotts => 1.0,
    };
    let told = report(ties.graph(), &division.of, resolution, WeightSemantics::Strength, interrupt)?;
    let empty = || Group {
        members: Vec::new(),
        confidence: Vec::new(),
        stability: None,
        inner: Vec::new(),
        figures: None,
    };
    let mut groups: Vec<Group> = (0..division.count).map(|_| empty()).collect();
    for (node, position) in ties.nodes().iter().enumerate() {
        let group = division.of.get(node).and_then(|it| groups.get_mut(*it as usize));
        if let Some(group) = group {
            group.members.push(*position);
            group.confidence.extend(division.confidence.get(node));
        }
    }
    let group_of = |it: Position| ties.index_of(it).and_then(|it| division.of.get(it)).copied();
    for (index, tie) in ties.ties().iter().enumerate() {
        let (a, b) = (group_of(tie.a), group_of(tie.b));
        if let Some(group) = a.filter(|_| a == b).and_then(|it| groups.get_mut(it as usize)) {
            group.inner.push(index);
        }
    }
    for (group, stability) in groups.iter_mut().zip(&division.stability) {
        group.stability = Some(*stability);
    }
    for figures in told.communities {
        if let Some(group) = groups.get_mut(figures.community as usize) {
            group.figures = Some(figures);
        }
    }
    groups.retain(|it| rule.min_size <= it.members.len());
    groups.sort_by(|a, b| a.members.cmp(&b.members));
    let numbered = (1..).zip(groups);
    let clusters = numbered.filter_map(|(number, group)| cluster(view, ties, number, group));
    Ok((clusters.collect(), told.modularity))
}

fn cluster(view: &NetworkView, ties: &Ties, number: usize, group: Group) -> Option<Cluster> {
    let Group { members, confidence, stability, inner, figures } = group;
    let network = view.network();
    let shared: Vec<Tie> = inner.iter().filter_map(|it| ties.ties().get(*it)).cloned().collect();
    let mut occasions: Vec<_> = shared.iter().flat_map(|it| ties.occasions(it)).map(|it| it.source).collect();
    occasions.sort();
    occasions.dedup();
    let (k, m) = (members.len() as f64, inner.len() as f64);
    let institutions = || members.iter().filter_map(|it| network.at(*it));
    let seat = |level: TerritoryLevel| {
        institutions().map(move |it| network.ancestor(it.seat.as_ref()?, level).map(|it| it.key.clone()))
    };
    let mut subregions: Vec<_> = seat(TerritoryLevel::Subregion).flatten().collect();
    subregions.sort();
    subregions.dedup();
    let central = central(network, &members, &shared)?;
    let territory = common_territory(network, &members);
    let name = network.at(central).map(|it| it.short_name.as_ref().unwrap_or(&it.name_pl).to_string())?;
    let place = territory.as_ref().and_then(|it| network.get(it));
    Some(Cluster {
        number,
        name: place.map_or_else(|| name.clone(), |it| format!("{name} ({})", it.name)),
        central,
        confidence,
        stability,
        density: 2.0 * m / (k * (k - 1.0)),
        conductance: figures.as_ref().and_then(|it| it.conductance),
        modularity: figures.as_ref().and_then(|it| it.modularity),
        bridges: inner_bridges(ties, &members, &inner),
        occasions,
        sectors: mix(institutions().map(|it| it.sector.clone())),
        powiats: mix(seat(TerritoryLevel::Powiat)),
        subregions,
        territory,
        is_inferred: shared.iter().any(|it| it.is_inferred),
        ties: inner,
        members,
    })
}

/// How often each value comes, in order of values, what is not recorded last.
fn mix<T: Ord>(values: impl Iterator<Item = Option<T>>) -> Mix<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    let mut unknown = 0;
    for value in values {
        match value {
            Some(value) => *counts.entry(value).or_default() += 1,
            None => unknown += 1,
        }
    }
    let known = counts.into_iter().map(|(value, count)| (Some(value), count));
    known.chain((unknown > 0).then_some((None, unknown))).collect()
}

/// The ties between clusters, in order of their numbers.
pub(super) fn bridges(ties: &Ties, clusters: &[Cluster]) -> Vec<Bridge> {
    let of: BTreeMap<Position, usize> =
        clusters.iter().flat_map(|it| it.members.iter().map(|member| (*member, it.number))).collect();
    let mut found: BTreeMap<(usize, usize), Bridge> = BTreeMap::new();
    for (index, tie) in ties.ties().iter().enumerate() {
        let (Some(a), Some(b)) = (of.get(&tie.a), of.get(&tie.b)) else { continue };
        if a == b {
            continue;
        }
        let (one, other) = (*a.min(b), *a.max(b));
        let bridge =
            found.entry((one, other)).or_insert_with(|| Bridge { one, other, ties: Vec::new(), weight: 0.0 });
        bridge.ties.push(index);
        bridge.weight += tie.weight;
    }
    found.into_values().collect()
}

/// The member with the greatest sum of weights within the cluster; of equal ones the first in Polish order.
fn central(network: &Network, members: &[Position], shared: &[Tie]) -> Option<Position> {
    let mut strengths: BTreeMap<Position, Vec<f64>> = members.iter().map(|it| (*it, Vec::new())).collect();
    for tie in shared {
        for end in [tie.a, tie.b] {
            strengths.entry(end).or_default().push(tie.weight);
        }
    }
    let ranked = strengths.into_iter().filter_map(|(position, mut weights)| {
        // Sorted, so that equal weights give equal sums whatever the order of keys.
        weights.sort_by(f64::total_cmp);
        Some((weights.iter().sum::<f64>(), network.at(position)?, position))
    });
    let best = ranked.min_by(|(one, a, _), (other, b, _)| {
        let by_name =
            || polish::compare(a.name_pl.as_str(), b.name_pl.as_str()).then_with(|| a.key.cmp(&b.key));
        other.total_cmp(one).then_with(by_name)
    });
    best.map(|it| it.2)
}

/// The smallest unit that holds the recorded seats of all members.
fn common_territory(network: &Network, members: &[Position]) -> Option<Id<TerritorialUnit>> {
    let seats: Vec<_> = members.iter().filter_map(|it| network.at(*it)?.seat.as_ref()).collect();
    let mut at = (*seats.first()?).clone();
    for _ in 0..=TerritoryLevel::ALL.len() {
        if seats.iter().all(|it| network.is_within(it, &at)) {
            return Some(at);
        }
        at = network.get(&at)?.parent.clone()?;
    }
    None
}

fn inner_bridges(ties: &Ties, members: &[Position], inner: &[usize]) -> Vec<usize> {
    let mut graph: UnGraph<(), usize> = UnGraph::with_capacity(members.len(), inner.len());
    let nodes: BTreeMap<Position, _> = members.iter().map(|it| (*it, graph.add_node(()))).collect();
    for index in inner {
        let ends = ties.ties().get(*index).and_then(|it| Some((*nodes.get(&it.a)?, *nodes.get(&it.b)?)));
        if let Some((a, b)) = ends {
            graph.add_edge(a, b, *index);
        }
    }
    let mut found: Vec<_> = bridges_of(&graph).map(|it| *petgraph::visit::EdgeRef::weight(&it)).collect();
    found.sort_unstable();
    found
}

/// The honest reason for there being no cluster.
pub(super) fn why_none(view: &NetworkView, ties: &Ties, rule: &ClusterRule) -> String {
    let touching = ties.touching_removed();
    let all = ties.ties().len() + touching.len();
    let what =
        format!("of level {} or more and weight {} or more", rule.ties.min_level, rule.ties.min_weight);
    if view.involved().is_empty() && ties.nodes().is_empty() {
        return "no cluster: no institution is recorded as involved in an occasion of the window".to_owned();
    }
    if all == 0 {
        return format!("no cluster: no tie {what} is recorded");
    }
    let name = |it: &Position| view.network().at(*it).map_or_else(String::new, |it| it.key.to_string());
    let mut with_removed: Vec<_> = touching.iter().flat_map(|it| [it.a, it.b]).collect();
    with_removed.retain(|it| ties.removed().binary_search(it).is_ok());
    with_removed.sort_unstable();
    with_removed.dedup();
    let removed = if touching.is_empty() {
        String::new()
    } else {
        let names: Vec<_> = with_removed.iter().map(name).collect();
        let verb = if touching.len() == 1 { "is" } else { "are" };
        format!(
            "; {} of them {verb} with coordinators that were taken out ({})",
            touching.len(),
            names.join(", ")
        )
    };
    let number = if all == 1 { "1 tie".to_owned() } else { format!("{all} ties") };
    let verb = if all == 1 { "is" } else { "are" };
    format!(
        "no cluster: only {number} {what} {verb} recorded{removed}; {} left, which join no {} institutions",
        ties.ties().len(),
        rule.min_size
    )
}
