//! A partition of the nodes of a graph into communities.

use super::rows::{Flat, Members, Rows, number_anew};
use crate::graph::Graph;

/// Communities of nodes.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Partition {
    /// The community of each node. Communities are numbered by size, the largest first, then by their smallest node.
    pub of: Vec<u32>,
    /// The number of communities.
    pub count: usize,
    /// The quality that was maximised; none when the graph has no ties.
    pub quality: Option<f64>,
    /// How many times the whole algorithm went over the graph.
    pub iterations: u32,
}

impl Partition {
    /// The nodes of each community, ascending.
    #[must_use]
    pub fn members(&self) -> Vec<Vec<u32>> {
        let members = Members::new(&self.of, self.count);
        (0..self.count).map(|it| members.of(it).to_vec()).collect()
    }
}

/// Numbers groups by size, the largest first, then by their smallest node; returns how many there are. All numbers are
/// below `bound`.
pub(super) fn number_by_size(of: &mut [u32], bound: usize) -> usize {
    let count = number_anew(of, bound);
    let mut sizes = vec![0_usize; count];
    for group in of.iter() {
        sizes[*group as usize] += 1;
    }
    // Groups are numbered in order of their smallest nodes, and the sort is stable.
    let mut order: Vec<u32> = (0..count as u32).collect();
    order.sort_by_key(|it| std::cmp::Reverse(sizes[*it as usize]));
    let mut new = vec![0; count];
    for (number, group) in (0..).zip(order) {
        new[group as usize] = number;
    }
    for group in of {
        *group = new[*group as usize];
    }
    count
}

/// Splits groups that are not connected into their connected parts; returns how many groups there are then. Groups are
/// `0..count`. Time O(n + m), mostly much less: a group is left as soon as all its nodes have been reached.
pub(super) fn split_unconnected(rows: &impl Rows, of: &mut [u32], count: usize) -> usize {
    let members = Members::new(of, count);
    let mut next = count;
    let mut is_reached = vec![false; of.len()];
    let mut reached: Vec<u32> = Vec::new();
    for group in 0..count {
        let inside = members.of(group);
        let mut left = inside.len();
        for start in inside {
            if is_reached[*start as usize] {
                continue;
            }
            reached.clear();
            reached.push(*start);
            is_reached[*start as usize] = true;
            left -= 1;
            let mut at = 0;
            while left > 0 && at < reached.len() {
                let row = rows.row(reached[at] as usize);
                for other in row.neighbours {
                    if of[*other as usize] == group as u32 && !is_reached[*other as usize] {
                        is_reached[*other as usize] = true;
                        reached.push(*other);
                        left -= 1;
                    }
                }
                at += 1;
            }
            if reached.len() < inside.len() && *start != inside[0] {
                for node in &reached {
                    of[*node as usize] = next as u32;
                }
                next += 1;
            }
        }
    }
    next
}

/// Whether the nodes of every group are connected by ties inside the group.
#[must_use]
pub fn is_connected(graph: &Graph, of: &[u32]) -> bool {
    let mut of = of.to_vec();
    let Some(most) = of.iter().max() else { return true };
    if *most as usize >= of.len() || of.len() != graph.nodes() {
        return false;
    }
    let count = number_anew(&mut of, graph.nodes());
    split_unconnected(&Flat { graph, is_weighted: false }, &mut of, count) == count
}
