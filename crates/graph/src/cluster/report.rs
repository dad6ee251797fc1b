//! What is told of each cluster, and why there is none.

use std::collections::BTreeMap;

use domain::id::Id;
use domain::polish;
use domain::territory::{TerritorialUnit, TerritoryLevel};
use petgraph::algo::bridges::bridges;
use petgraph::graph::UnGraph;

use super::{Cluster, ClusterRule};
use crate::network::{Network, Position};
use crate::tie::{Tie, Ties};
use crate::view::NetworkView;

/// Tells of the clusters with these members, which are in order and disjoint.
pub(super) fn clusters(view: &NetworkView, ties: &Ties, members: Vec<Vec<Position>>) -> Vec<Cluster> {
    let mut cluster_of: BTreeMap<Position, usize> = BTreeMap::new();
    for (cluster, members) in members.iter().enumerate() {
        cluster_of.extend(members.iter().map(|it| (*it, cluster)));
    }
    let mut inner: Vec<Vec<usize>> = vec![Vec::new(); members.len()];
    for (index, tie) in ties.ties().iter().enumerate() {
        if let (Some(a), Some(b)) = (cluster_of.get(&tie.a), cluster_of.get(&tie.b))
            && a == b
            && let Some(list) = inner.get_mut(*a)
        {
            list.push(index);
        }
    }
    let numbered = (1..).zip(members.into_iter().zip(inner));
    numbered.filter_map(|(number, (members, inner))| cluster(view, ties, number, members, inner)).collect()
}

fn cluster(
    view: &NetworkView,
    ties: &Ties,
    number: usize,
    members: Vec<Position>,
    inner: Vec<usize>,
) -> Option<Cluster> {
    let network = view.network();
    let of =
        |list: &[usize]| list.iter().filter_map(|it| ties.ties().get(*it)).cloned().collect::<Vec<Tie>>();
    let shared = of(&inner);
    let mut occasions: Vec<_> = shared.iter().flat_map(|it| ties.occasions(it)).map(|it| it.source).collect();
    occasions.sort();
    occasions.dedup();
    let (k, m) = (members.len() as f64, inner.len() as f64);
    let institutions = || members.iter().filter_map(|it| network.at(*it));
    let mut sectors: Vec<_> = institutions().filter_map(|it| it.sector.clone()).collect();
    sectors.sort();
    sectors.dedup();
    let at_level = |level: TerritoryLevel| {
        let seats = institutions().filter_map(|it| it.seat.as_ref());
        let mut units: Vec<_> =
            seats.filter_map(|it| network.ancestor(it, level)).map(|it| it.key.clone()).collect();
        units.sort();
        units.dedup();
        units
    };
    let central = central(network, &members, &shared)?;
    let territory = common_territory(network, &members);
    let name = network.at(central).map(|it| it.short_name.as_ref().unwrap_or(&it.name_pl).to_string())?;
    let place = territory.as_ref().and_then(|it| network.get(it));
    Some(Cluster {
        number,
        name: place.map_or_else(|| name.clone(), |it| format!("{name} ({})", it.name)),
        central,
        density: 2.0 * m / (k * (k - 1.0)),
        bridges: inner_bridges(ties, &members, &inner),
        occasions,
        sectors,
        powiats: at_level(TerritoryLevel::Powiat),
        subregions: at_level(TerritoryLevel::Subregion),
        territory,
        is_inferred: shared.iter().any(|it| it.is_inferred),
        ties: inner,
        members,
    })
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
    let mut found: Vec<_> = bridges(&graph).map(|it| *petgraph::visit::EdgeRef::weight(&it)).collect();
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
