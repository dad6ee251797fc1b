//! The E-I index: whether ties lead out of one's group or stay inside it.
//!
//! # Source
//! D. Krackhardt, R. N. Stern, "Informal networks and organizational crises: an experimental simulation", Soc. Psychol.
//! Q. 51, 123–140, 1988, doi:10.2307/2786835. Ties count one each, whatever they weigh.
//!
//! # Checked against
//! Brute force over all permutations of small graphs; the expectation `1 − 2 Σ n_g(n_g − 1) / (n(n − 1))` of random labels.

mod permutation;

use crate::error::MeasureError;
use crate::graph::Graph;
use crate::whole::mixing::Categories;

pub use permutation::{EiPermutations, with_permutations};

/// The E-I index of one group.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupEiIndex {
    /// The group.
    pub group: u32,
    /// Its nodes; at least 1.
    pub nodes: u64,
    /// The ties between its nodes.
    pub internal: u64,
    /// The ties from its nodes to those of other groups.
    pub external: u64,
    /// `(E − I) / (E + I)`; none without ties.
    pub value: Option<f64>,
}

/// The E-I index of a graph, its groups and its nodes.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EiIndex {
    /// `(E − I) / (E + I)` over all ties, from −1 (all inside groups) to 1 (all between groups); none without ties.
    pub value: Option<f64>,
    /// The ties inside groups.
    pub internal: u64,
    /// The ties between groups.
    pub external: u64,
    /// The groups, in order of their numbers.
    pub groups: Vec<GroupEiIndex>,
    /// The index of each node over its own ties; none without a group or without ties.
    pub nodes: Vec<Option<f64>>,
    /// The nodes without a group.
    pub nodes_left_out: u64,
    /// The ties of nodes without a group, which are not counted.
    pub ties_left_out: u64,
}

/// The E-I index by groups of nodes. Nodes without a group are left out together with their ties. Time O(n log n + m).
///
/// # Errors
/// [`MeasureError::Parameter`] when there is not one entry of `groups` for each node.
pub fn ei_index(graph: &Graph, groups: &[Option<u32>]) -> Result<EiIndex, MeasureError> {
    let categories = Categories::new(graph, groups)?;
    let mut found: Vec<GroupEiIndex> = categories
        .names
        .iter()
        .map(|group| GroupEiIndex { group: *group, nodes: 0, internal: 0, external: 0, value: None })
        .collect();
    let mut nodes = Vec::with_capacity(graph.nodes());
    for (own, counts) in categories.of.iter().zip(categories.neighbours(graph)) {
        let (Some(own), Some((internal, external))) = (own, counts) else {
            nodes.push(None);
            continue;
        };
        nodes.push(index(internal, external));
        let group = &mut found[*own as usize];
        group.nodes += 1;
        group.internal += internal;
        group.external += external;
    }
    for group in &mut found {
        // Each tie inside was seen from both ends.
        group.internal /= 2;
        group.value = index(group.internal, group.external);
    }
    let internal = found.iter().map(|it| it.internal).sum::<u64>();
    let external = found.iter().map(|it| it.external).sum::<u64>() / 2;
    Ok(EiIndex {
        value: index(internal, external),
        internal,
        external,
        groups: found,
        nodes,
        nodes_left_out: categories.of.iter().filter(|it| it.is_none()).count() as u64,
        ties_left_out: graph.ties() as u64 - internal - external,
    })
}

fn index(internal: u64, external: u64) -> Option<f64> {
    let all = internal + external;
    (all > 0).then(|| (external as f64 - internal as f64) / all as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_triangles_with_a_bridge() {
        let ties = [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3), (2, 3), (5, 6)];
        let ties: Vec<_> = ties.iter().map(|it| (it.0, it.1, 1.0)).collect();
        let (graph, _) = Graph::from_ties(8, &ties).expect("right");
        let groups = [Some(9), Some(9), Some(9), Some(4), Some(4), Some(4), None, Some(5)];
        let found = ei_index(&graph, &groups).expect("right");
        assert_eq!((found.value, found.internal, found.external), (Some(-5.0 / 7.0), 6, 1));
        assert_eq!((found.nodes_left_out, found.ties_left_out), (1, 1));
        let group = |group, nodes, internal, external, value| GroupEiIndex {
            group,
            nodes,
            internal,
            external,
            value,
        };
        assert_eq!(
            found.groups,
            [group(4, 3, 3, 1, Some(-0.5)), group(5, 1, 0, 0, None), group(9, 3, 3, 1, Some(-0.5))]
        );
        let third = Some(-1.0 / 3.0);
        assert_eq!(found.nodes, [Some(-1.0), Some(-1.0), third, third, Some(-1.0), Some(-1.0), None, None]);
    }
}
