//! Connected components: who can be reached from whom at all.

use crate::graph::Graph;

/// The connected components of a graph, numbered by size, the greatest first; of equal ones, the one that has the
/// smallest node first.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Components {
    /// The component of each node.
    pub of: Vec<u32>,
    /// The number of nodes of each component, descending; they add up to the number of nodes.
    pub sizes: Vec<usize>,
}

impl Components {
    /// The nodes of each component, ascending.
    #[must_use]
    pub fn members(&self) -> Vec<Vec<u32>> {
        let mut members: Vec<Vec<u32>> = self.sizes.iter().map(|it| Vec::with_capacity(*it)).collect();
        for (node, component) in self.of.iter().enumerate() {
            members[*component as usize].push(node as u32);
        }
        members
    }
}

/// The connected components: the largest sets of nodes with a path between any two. An isolate is a component of its own;
/// a graph without nodes has none.
///
/// Time O(n + m), space O(n), by breadth-first search. Checked against `connected_components` of NetworkX and igraph.
#[must_use]
pub fn components(graph: &Graph) -> Components {
    const UNSEEN: u32 = u32::MAX;
    let mut found = vec![UNSEEN; graph.nodes()];
    let mut sizes = Vec::new();
    let mut queue: Vec<u32> = Vec::new();
    for root in 0..graph.nodes() {
        if found[root] != UNSEEN {
            continue;
        }
        let component = sizes.len() as u32;
        found[root] = component;
        queue.clear();
        queue.push(root as u32);
        let mut next = 0;
        while let Some(node) = queue.get(next).copied() {
            next += 1;
            for neighbour in graph.neighbours(node as usize) {
                if found[*neighbour as usize] == UNSEEN {
                    found[*neighbour as usize] = component;
                    queue.push(*neighbour);
                }
            }
        }
        sizes.push(queue.len());
    }
    // They were found in order of their smallest nodes, and the sort is stable.
    let mut order: Vec<u32> = (0..sizes.len() as u32).collect();
    order.sort_by_key(|it| std::cmp::Reverse(sizes[*it as usize]));
    let mut rank = vec![0_u32; order.len()];
    for (place, component) in order.iter().enumerate() {
        rank[*component as usize] = place as u32;
    }
    Components {
        of: found.iter().map(|it| rank[*it as usize]).collect(),
        sizes: order.iter().map(|it| sizes[*it as usize]).collect(),
    }
}

/// The share of all nodes that lie in the greatest component, from `1/n` to 1; none for a graph without nodes.
#[must_use]
pub fn giant_share(components: &Components) -> Option<f64> {
    components.sizes.first().map(|it| *it as f64 / components.of.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greatest_comes_first_and_equal_ones_by_their_smallest_node() {
        let ties = [(0, 5, 1.0), (1, 4, 1.0), (2, 6, 1.0), (6, 3, 1.0)];
        let (graph, _) = Graph::from_ties(8, &ties).expect("right");
        let found = components(&graph);
        assert_eq!(found.sizes, [3, 2, 2, 1]);
        assert_eq!(found.of, [1, 2, 0, 0, 2, 1, 0, 3]);
        assert_eq!(found.members(), [vec![2, 3, 6], vec![0, 5], vec![1, 4], vec![7]]);
        assert_eq!(giant_share(&found), Some(3.0 / 8.0));
    }
}
