//! What each community is like, and what goes between communities.

use std::collections::BTreeMap;

use super::quality::{check_resolution, flat, grouping, inside, share};
use super::rows::Rows;
use crate::error::MeasureError;
use crate::graph::Graph;
use crate::interrupt::Interrupt;
use crate::weights::WeightSemantics;

/// The communities of a grouping, and the ties between them.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CommunityReport {
    /// The communities, in ascending order of their numbers.
    pub communities: Vec<CommunityFigures>,
    /// The pairs of communities with a tie between them, in ascending order.
    pub pairs: Vec<CommunityPair>,
    /// The modularity of the grouping; none when the graph has no ties.
    pub modularity: Option<f64>,
}

/// Figures of one community.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CommunityFigures {
    /// Its number in the grouping.
    pub community: u32,
    /// The number of nodes.
    pub size: usize,
    /// The number of ties inside.
    pub internal_ties: usize,
    /// Ties inside over pairs inside, 0 to 1; none for a single node.
    pub internal_density: Option<f64>,
    /// The weight of the ties inside.
    pub internal_weight: f64,
    /// The number of ties to other communities.
    pub cut_ties: usize,
    /// The weight of the ties to other communities.
    pub cut_weight: f64,
    /// The cut weight over the lesser of the sums of strengths inside and outside, 0 to 1; none when either is 0.
    pub conductance: Option<f64>,
    /// What it adds to the modularity; none when the graph has no ties.
    pub modularity: Option<f64>,
}

/// Ties between two communities.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CommunityPair {
    /// The community with the smaller number.
    pub one: u32,
    /// The other.
    pub other: u32,
    /// The number of ties.
    pub ties: usize,
    /// Their weight.
    pub weight: f64,
}

/// A tie between two communities.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BridgingTie {
    /// The end with the smaller number.
    pub a: u32,
    /// The other end.
    pub b: u32,
    /// The weight; 1 when weights are not looked at.
    pub weight: f64,
    /// The community of `a`.
    pub community_a: u32,
    /// The community of `b`.
    pub community_b: u32,
}

/// Figures of each community of a grouping and of each pair with ties between them. `groups` has a group for each node, any
/// numbers; the resolution is for the modularity only.
///
/// # Errors
/// [`MeasureError::Parameter`] for a grouping of another length, a resolution that is negative or not finite, or weights
/// whose sum is no number; `NeedsStrength` for distances; [`MeasureError::Interrupted`].
///
/// # Source
/// Conductance: R. Kannan, S. Vempala, A. Vetta, J. ACM 51, 497–515, 2004, doi:10.1145/990308.990313. Time
/// O(n log n + m log p) for `p` pairs of communities with ties, space O(n + p). Checked against values worked out by hand.
pub fn report(
    graph: &Graph,
    groups: &[u32],
    resolution: f64,
    semantics: WeightSemantics,
    interrupt: &Interrupt,
) -> Result<CommunityReport, MeasureError> {
    let (of, labels) = grouping(graph, groups)?;
    let resolution = check_resolution(resolution)?;
    let flat = flat(graph, semantics)?;
    let weights = inside(&flat, &of, labels.len());
    let all: f64 = weights.iter().map(|it| it.strength).sum();
    if !all.is_finite() {
        return Err(MeasureError::Parameter { name: "weights", problem: "must add up to a number" });
    }
    let mut ties = vec![(0_usize, 0_usize); labels.len()];
    let mut pairs: BTreeMap<(u32, u32), (usize, f64)> = BTreeMap::new();
    for node in 0..graph.nodes() {
        if node.is_multiple_of(256) {
            interrupt.check()?;
        }
        let here = of[node];
        flat.row(node).each(|other, weight| {
            let there = of[other];
            if here == there {
                ties[here as usize].0 += 1;
            } else {
                ties[here as usize].1 += 1;
                if here < there {
                    let pair = pairs.entry((here, there)).or_default();
                    *pair = (pair.0 + 1, pair.1 + weight);
                }
            }
        });
    }
    let mut cuts = vec![0.0; labels.len()];
    for ((one, other), (_, weight)) in &pairs {
        cuts[*one as usize] += weight;
        cuts[*other as usize] += weight;
    }
    let figures = |group: usize| {
        let (twice, cut) = ties[group];
        let (it, cut_weight): (_, f64) = (&weights[group], cuts[group]);
        let possible = it.size as f64 * (it.size as f64 - 1.0);
        let within = it.twice + cut_weight;
        let lesser = within.min(all - within);
        let has_both = twice + cut > 0 && twice + cut < 2 * graph.ties();
        CommunityFigures {
            community: labels[group],
            size: it.size,
            internal_ties: twice / 2,
            internal_density: (it.size > 1).then(|| twice as f64 / possible),
            internal_weight: it.twice / 2.0,
            cut_ties: cut,
            cut_weight,
            conductance: (has_both && lesser > 0.0).then(|| (cut_weight / lesser).min(1.0)),
            modularity: share(it, all, resolution),
        }
    };
    let communities: Vec<_> = (0..labels.len()).map(figures).collect();
    let parts: Option<Vec<f64>> = communities.iter().map(|it| it.modularity).collect();
    let pair = |((one, other), (ties, weight)): ((u32, u32), (usize, f64))| CommunityPair {
        one: labels[one as usize],
        other: labels[other as usize],
        ties,
        weight,
    };
    Ok(CommunityReport {
        pairs: pairs.into_iter().map(pair).collect(),
        modularity: parts.filter(|it| !it.is_empty()).map(|it| it.iter().sum()),
        communities,
    })
}

/// The ties between communities, the heaviest first, then in order of their ends; at most `count`. Time O(m log m) in the
/// worst case, space for the ties between communities.
///
/// # Errors
/// [`MeasureError::Parameter`] for a grouping of another length; `NeedsStrength` for distances.
pub fn bridging_ties(
    graph: &Graph,
    groups: &[u32],
    semantics: WeightSemantics,
    count: usize,
) -> Result<Vec<BridgingTie>, MeasureError> {
    grouping(graph, groups)?;
    let is_weighted = flat(graph, semantics)?.is_weighted;
    let mut ties: Vec<BridgingTie> = graph
        .iter_ties()
        .map(|(a, b, weight)| BridgingTie {
            a,
            b,
            weight: if is_weighted { weight } else { 1.0 },
            community_a: groups[a as usize],
            community_b: groups[b as usize],
        })
        .filter(|it| it.community_a != it.community_b)
        .collect();
    let order = |x: &BridgingTie, y: &BridgingTie| {
        y.weight.total_cmp(&x.weight).then_with(|| (x.a, x.b).cmp(&(y.a, y.b)))
    };
    if count < ties.len() {
        ties.select_nth_unstable_by(count, order);
        ties.truncate(count);
    }
    ties.sort_unstable_by(order);
    Ok(ties)
}
