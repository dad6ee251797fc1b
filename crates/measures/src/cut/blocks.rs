//! Articulation points, bridges and biconnected components, and what each node holds together.
//!
//! # Source
//! J. Hopcroft, R. Tarjan, "Algorithm 447: efficient algorithms for graph manipulation", Commun. ACM 16, 372–378, 1973,
//! doi:10.1145/362248.362272; here without recursion. One depth-first search gives all of it in time O(n + m) and space
//! O(n).
//!
//! # Checked against
//! igraph and NetworkX; leaving each node and each tie out in turn, on random graphs.

use crate::error::MeasureError;
use crate::graph::Graph;
use crate::interrupt::Interrupt;

/// Steps between looks at the interrupt.
const STEPS: usize = 1 << 18;

/// What one search finds.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Blocks {
    /// The nodes without which their component falls apart, ascending.
    pub articulation_points: Vec<u32>,
    /// The ties `(a, b)`, `a < b`, without which their component falls apart, ascending.
    pub bridges: Vec<(u32, u32)>,
    /// The number of biconnected components: largest sets of ties of which any two lie on a common cycle, a bridge being
    /// one of its own. Isolates are in none.
    pub biconnected_components: u64,
    /// For each node, the pairs of other nodes that have a path now and would have none without it; more than 0 for just
    /// the articulation points.
    pub pairs_disconnected: Vec<u64>,
}

/// The articulation points; see [`Blocks`].
///
/// # Errors
/// [`MeasureError::Interrupted`].
pub fn articulation_points(graph: &Graph, interrupt: &Interrupt) -> Result<Vec<u32>, MeasureError> {
    Ok(blocks(graph, interrupt)?.articulation_points)
}

/// The bridges; see [`Blocks`].
///
/// # Errors
/// [`MeasureError::Interrupted`].
pub fn bridges(graph: &Graph, interrupt: &Interrupt) -> Result<Vec<(u32, u32)>, MeasureError> {
    Ok(blocks(graph, interrupt)?.bridges)
}

/// The number of biconnected components; see [`Blocks`].
///
/// # Errors
/// [`MeasureError::Interrupted`].
pub fn biconnected_components(graph: &Graph, interrupt: &Interrupt) -> Result<u64, MeasureError> {
    Ok(blocks(graph, interrupt)?.biconnected_components)
}

/// For each node, the pairs of others that it alone connects; see [`Blocks`].
///
/// # Errors
/// [`MeasureError::Interrupted`].
pub fn pairs_disconnected(graph: &Graph, interrupt: &Interrupt) -> Result<Vec<u64>, MeasureError> {
    Ok(blocks(graph, interrupt)?.pairs_disconnected)
}

/// Finds articulation points, bridges, the number of biconnected components and what each node holds together.
///
/// # Errors
/// [`MeasureError::Interrupted`].
pub fn blocks(graph: &Graph, interrupt: &Interrupt) -> Result<Blocks, MeasureError> {
    let mut search = Search::new(graph);
    let mut first = 0;
    for root in 0..graph.nodes() {
        if search.number[root] == 0 {
            search.component(root as u32, interrupt)?;
            search.close(first);
            first = search.order.len();
        }
    }
    search.bridges.sort_unstable();
    let is_cut = |node: &usize| search.pairs[*node] > 0;
    Ok(Blocks {
        articulation_points: (0..graph.nodes()).filter(is_cut).map(|it| it as u32).collect(),
        bridges: search.bridges,
        biconnected_components: search.blocks,
        pairs_disconnected: search.pairs,
    })
}

struct Search<'a> {
    graph: &'a Graph,
    /// When each node was found, from 1; 0 when it was not.
    number: Vec<u32>,
    /// The earliest node that the subtree of each reaches by one tie off the tree.
    low: Vec<u32>,
    parent: Vec<u32>,
    /// The place of the next neighbour to look at.
    place: Vec<usize>,
    /// The nodes in each one's subtree.
    size: Vec<u32>,
    /// The nodes in those subtrees of a node's children that nothing but the node connects to the rest.
    cut_off: Vec<u32>,
    /// First the sum of the squares of the sizes of these, then the pairs disconnected.
    pairs: Vec<u64>,
    /// The nodes in the order found.
    order: Vec<u32>,
    bridges: Vec<(u32, u32)>,
    blocks: u64,
    steps: usize,
}

impl<'a> Search<'a> {
    fn new(graph: &'a Graph) -> Self {
        let nodes = graph.nodes();
        Self {
            graph,
            number: vec![0; nodes],
            low: vec![0; nodes],
            parent: vec![0; nodes],
            place: (0..nodes).map(|it| graph.row(it).start).collect(),
            size: vec![1; nodes],
            cut_off: vec![0; nodes],
            pairs: vec![0; nodes],
            order: Vec::with_capacity(nodes),
            bridges: Vec::new(),
            blocks: 0,
            steps: 0,
        }
    }

    fn enter(&mut self, node: u32, parent: u32) {
        self.order.push(node);
        let node = node as usize;
        self.number[node] = self.order.len() as u32;
        self.low[node] = self.number[node];
        self.parent[node] = parent;
    }

    /// Searches the component of a root.
    fn component(&mut self, root: u32, interrupt: &Interrupt) -> Result<(), MeasureError> {
        self.enter(root, root);
        let mut node = root;
        loop {
            if let Some(child) = self.advance(node) {
                self.enter(child, node);
                node = child;
            } else if node == root {
                return Ok(());
            } else {
                self.leave(node);
                node = self.parent[node as usize];
            }
            if self.steps > STEPS {
                interrupt.check()?;
                self.steps = 0;
            }
        }
    }

    /// Looks at the neighbours of a node up to the first that was not found yet.
    fn advance(&mut self, node: u32) -> Option<u32> {
        let parent = self.parent[node as usize];
        let start = self.place[node as usize];
        let end = self.graph.row(node as usize).end;
        let mut low = self.low[node as usize];
        let mut found = None;
        let mut place = start;
        while place < end {
            let neighbour = self.graph.neighbour_at(place);
            place += 1;
            let number = self.number[neighbour as usize];
            if number == 0 {
                found = Some(neighbour);
                break;
            }
            if neighbour != parent {
                low = low.min(number);
            }
        }
        self.low[node as usize] = low;
        self.place[node as usize] = place;
        self.steps += place - start + 1;
        found
    }

    /// Tells a node's parent what its subtree reaches.
    fn leave(&mut self, node: u32) {
        let child = node as usize;
        let parent = self.parent[child] as usize;
        self.low[parent] = self.low[parent].min(self.low[child]);
        self.size[parent] += self.size[child];
        if self.low[child] >= self.number[parent] {
            self.blocks += 1;
            self.cut_off[parent] += self.size[child];
            self.pairs[parent] += u64::from(self.size[child]).pow(2);
            if self.low[child] > self.number[parent] {
                let parent = parent as u32;
                self.bridges.push((parent.min(node), parent.max(node)));
            }
        }
    }

    /// Once a component is searched, turns sums of squares into pairs.
    fn close(&mut self, first: usize) {
        let others = (self.order.len() - first - 1) as u64;
        for node in &self.order[first..] {
            let node = *node as usize;
            let rest = others - u64::from(self.cut_off[node]);
            // Of s₁ + s₂ + … nodes, those pairs fall apart that are in different pieces.
            self.pairs[node] = (others.pow(2) - self.pairs[node] - rest.pow(2)) / 2;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;
    use crate::whole::components;

    fn graph(nodes: usize, ties: &[(u32, u32)]) -> Graph {
        let ties: Vec<_> = ties.iter().map(|it| (it.0, it.1, 1.0)).collect();
        Graph::from_ties(nodes, &ties).expect("right").0
    }

    /// The pairs of nodes with a path, one node left aside.
    fn connected(graph: &Graph, aside: usize) -> u64 {
        let found = components(graph);
        let own = found.of.get(aside).copied();
        let sizes = found.sizes.iter().enumerate();
        sizes
            .map(|(it, size)| (*size - usize::from(own == Some(it as u32))) as u64)
            .map(|it| it * it.saturating_sub(1) / 2)
            .sum()
    }

    #[test]
    fn two_triangles_and_a_tail() {
        let found = blocks(
            &graph(8, &[(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 5), (5, 3), (5, 6)]),
            &Interrupt::new(),
        )
        .expect("not stopped");
        assert_eq!(found.articulation_points, [2, 3, 5]);
        assert_eq!(found.bridges, [(2, 3), (5, 6)]);
        assert_eq!(found.biconnected_components, 4);
        // Without 2: 2 and 4 nodes; without 3: 3 and 3; without 5: 5 and 1.
        assert_eq!(found.pairs_disconnected, [0, 0, 8, 9, 0, 5, 0, 0]);
    }

    #[test]
    fn leaving_each_node_and_tie_out_in_turn() {
        for seed in 0..200 {
            let mut random = Random::new(seed);
            let nodes = 2 + random.below(14) as usize;
            let mut ties: Vec<_> = (0..random.below(22))
                .map(|_| (random.below(nodes as u64) as u32, random.below(nodes as u64) as u32))
                .filter(|it| it.0 < it.1)
                .collect();
            ties.sort_unstable();
            ties.dedup();
            let whole = graph(nodes, &ties);
            let found = blocks(&whole, &Interrupt::new()).expect("not stopped");
            for node in 0..nodes {
                let left: Vec<_> = ties
                    .iter()
                    .copied()
                    .filter(|it| it.0 as usize != node && it.1 as usize != node)
                    .collect();
                let lost = connected(&whole, node) - connected(&graph(nodes, &left), node);
                assert_eq!(found.pairs_disconnected[node], lost, "seed {seed} node {node}");
                let is_cut = found.articulation_points.contains(&(node as u32));
                assert_eq!(is_cut, lost > 0, "seed {seed} node {node}");
            }
            for tie in &ties {
                let left: Vec<_> = ties.iter().copied().filter(|it| it != tie).collect();
                let is_bridge = components(&graph(nodes, &left)).sizes.len() > components(&whole).sizes.len();
                assert_eq!(found.bridges.contains(tie), is_bridge, "seed {seed} tie {tie:?}");
            }
            assert_eq!(found.biconnected_components, classes(nodes, &ties), "seed {seed}");
        }
    }

    /// The classes of ties that lie on a common cycle: two ties at a node do when their other ends stay connected
    /// without it.
    fn classes(nodes: usize, ties: &[(u32, u32)]) -> u64 {
        let mut of: Vec<usize> = (0..ties.len()).collect();
        for node in 0..nodes as u32 {
            let left: Vec<_> = ties.iter().copied().filter(|it| it.0 != node && it.1 != node).collect();
            let without = components(&graph(nodes, &left)).of;
            let end = |tie: usize| match ties[tie] {
                (a, b) if a == node => Some(without[b as usize]),
                (a, b) if b == node => Some(without[a as usize]),
                _ => None,
            };
            for one in 0..ties.len() {
                for other in 0..one {
                    if end(one).is_some() && end(one) == end(other) {
                        let (from, to) = (of[one], of[other]);
                        of.iter_mut().filter(|it| **it == from).for_each(|it| *it = to);
                    }
                }
            }
        }
        of.sort_unstable();
        of.dedup();
        of.len() as u64
    }

    #[test]
    fn a_long_path_needs_no_deep_stack() {
        let ties: Vec<_> = (1..200_000).map(|it| (it - 1, it)).collect();
        let found = blocks(&graph(200_000, &ties), &Interrupt::new()).expect("not stopped");
        assert_eq!(found.bridges.len(), 199_999);
        assert_eq!(found.articulation_points.len(), 199_998);
        assert_eq!(found.pairs_disconnected[1], 199_998);
        let stopped = Interrupt::new();
        stopped.stop();
        assert_eq!(blocks(&graph(200_000, &ties), &stopped).err(), Some(MeasureError::Interrupted));
    }
}
