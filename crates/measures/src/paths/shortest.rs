//! The shortest path between two nodes, and the next ones after it.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use crate::error::MeasureError;
use crate::graph::Graph;
use crate::interrupt::Interrupt;
use crate::paths::length::{Kind, Length, Lengths, Metric};
use crate::paths::search::Search;
use crate::weights::WeightSemantics;

/// The most paths that may be asked for.
pub const MOST: usize = 1000;

/// A path without a node twice.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Path {
    /// Its nodes, from the one end to the other.
    pub nodes: Vec<u32>,
    /// Its length: the double nearest to the exact one.
    pub length: f64,
}

/// The shortest path between two nodes; of several, the one with the fewest ties, and of these the one whose sequence of
/// nodes comes first. None when there is no path. From a node to itself the path is the node, of length 0.
///
/// Dijkstra's algorithm (Numerische Mathematik 1, 1959, doi:10.1007/BF01386390) with lengths compared exactly:
/// O(m log n).
///
/// # Errors
/// [`MeasureError::Parameter`] when an end is no node of the graph; as [`Lengths::new`]; [`MeasureError::Interrupted`].
pub fn shortest(
    graph: &Graph,
    semantics: WeightSemantics,
    from: u32,
    to: u32,
    interrupt: &Interrupt,
) -> Result<Option<Path>, MeasureError> {
    Ok(k_shortest(graph, semantics, from, to, 1, interrupt)?.pop())
}

/// The `k` shortest paths between two nodes that meet no node twice, or as many as there are. In order of their exact
/// lengths, then of their numbers of ties, then of their sequences of nodes, so that the answer is one and the same.
///
/// J. Y. Yen, Management Science 17, 712–716, 1971, doi:10.1287/mnsc.17.11.712, without looking twice at the same
/// deviations (E. L. Lawler, Management Science 18, 401–405, 1972, doi:10.1287/mnsc.18.7.401): at most `k` times the ties
/// of a path searches of O(m log n).
///
/// # Errors
/// [`MeasureError::Parameter`] when `k` is not from 1 to [`MOST`]; else as [`shortest`].
pub fn k_shortest(
    graph: &Graph,
    semantics: WeightSemantics,
    from: u32,
    to: u32,
    k: usize,
    interrupt: &Interrupt,
) -> Result<Vec<Path>, MeasureError> {
    super::check_node(graph, "from", from)?;
    super::check_node(graph, "to", to)?;
    if !(1..=MOST).contains(&k) {
        return Err(MeasureError::Parameter { name: "k", problem: "must be from 1 to 1000" });
    }
    let lengths = Lengths::new(graph, semantics)?;
    let found = match lengths.kind() {
        Kind::Equal(metric) => {
            Deviations::new(graph, &lengths, &ByTies(metric)).first(from, to, k, interrupt)
        }
        Kind::Whole(metric) => {
            Deviations::new(graph, &lengths, &ByTies(metric)).first(from, to, k, interrupt)
        }
        Kind::Filtered(metric) => {
            Deviations::new(graph, &lengths, &ByTies(metric)).first(from, to, k, interrupt)
        }
    }?;
    Ok(found.into_iter().map(|it| Path { length: it.length.to_f64(), nodes: it.nodes }).collect())
}

/// Lengths, and the number of ties among equal ones.
struct ByTies<'a, M>(&'a M);

impl<M: Metric> Metric for ByTies<'_, M> {
    type Total = (M::Total, u32);

    fn zero(&self) -> Self::Total {
        (self.0.zero(), 0)
    }

    fn extend(&self, total: Self::Total, place: usize) -> Self::Total {
        (self.0.extend(total.0, place), total.1 + 1)
    }

    fn compare(&self, one: Self::Total, other: Self::Total) -> Option<Ordering> {
        Some(self.0.compare(one.0, other.0)?.then(one.1.cmp(&other.1)))
    }

    fn compare_ties(&self, one: &[usize], other: &[usize]) -> Ordering {
        self.0.compare_ties(one, other).then(one.len().cmp(&other.len()))
    }

    fn value(&self, total: Self::Total) -> f64 {
        self.0.value(total.0)
    }
}

/// A path that may be the next one. The order of the fields is the order of paths.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    length: Length,
    ties: usize,
    nodes: Vec<u32>,
    /// The index of the node at which it leaves the path that it was made of.
    leaves_at: usize,
}

/// A search for paths that leave known ones.
struct Deviations<'a, M: Metric> {
    graph: &'a Graph,
    lengths: &'a Lengths,
    search: Search<'a, M>,
    /// Whether a node is on the way up to where the path leaves.
    is_root: Vec<bool>,
}

impl<'a, M: Metric> Deviations<'a, M> {
    fn new(graph: &'a Graph, lengths: &'a Lengths, metric: &'a M) -> Self {
        let is_root = vec![false; graph.nodes()];
        Self { graph, lengths, search: Search::new(graph, metric), is_root }
    }

    fn first(
        mut self,
        from: u32,
        to: u32,
        k: usize,
        interrupt: &Interrupt,
    ) -> Result<Vec<Candidate>, MeasureError> {
        let mut known: Vec<Candidate> = Vec::new();
        let mut waiting: BTreeSet<Candidate> = self.best(&[from], to, &[], interrupt)?.into_iter().collect();
        while let Some(next) = waiting.pop_first() {
            known.push(next.clone());
            if known.len() == k {
                break;
            }
            for at in next.leaves_at..next.ties {
                let root = &next.nodes[..=at];
                let taken: Vec<u32> = known
                    .iter()
                    .filter(|it| it.nodes.starts_with(root))
                    .filter_map(|it| it.nodes.get(at + 1).copied())
                    .collect();
                waiting.extend(self.best(root, to, &taken, interrupt)?);
            }
        }
        Ok(known)
    }

    /// The first of the paths that begin with a root and go on to none of some nodes.
    fn best(
        &mut self,
        root: &[u32],
        to: u32,
        taken: &[u32],
        interrupt: &Interrupt,
    ) -> Result<Option<Candidate>, MeasureError> {
        let Some(spur) = root.last().copied() else { return Ok(None) };
        root.iter().for_each(|it| self.is_root[*it as usize] = true);
        let is_root = &self.is_root;
        // From the far end, so that the nodes to go on to are the predecessors.
        let is_allowed = |from: u32, to: u32| {
            if to == spur { !taken.contains(&from) } else { !is_root[to as usize] }
        };
        self.search.run(to, Some(spur), is_allowed, interrupt)?;
        root.iter().for_each(|it| self.is_root[*it as usize] = false);
        if !self.search.is_settled(spur) {
            return Ok(None);
        }
        let mut nodes = root.to_vec();
        let mut at = spur;
        while let Some(next) = self.search.predecessors(at).min() {
            nodes.push(next);
            at = next;
        }
        Ok(Some(self.candidate(nodes, root.len() - 1)))
    }

    fn candidate(&self, nodes: Vec<u32>, leaves_at: usize) -> Candidate {
        let tie = |pair: &[u32]| {
            let index = self.graph.neighbours(pair[0] as usize).binary_search(&pair[1]).ok()?;
            Some(self.lengths.at(self.graph.row(pair[0] as usize).start + index))
        };
        let length = nodes.windows(2).filter_map(tie).sum();
        Candidate { length, ties: nodes.len() - 1, nodes, leaves_at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths::oracle::{WEIGHTS, drawn, of};

    fn found(graph: &Graph, semantics: WeightSemantics, from: u32, to: u32, k: usize) -> Vec<Path> {
        k_shortest(graph, semantics, from, to, k, &Interrupt::new()).expect("nodes")
    }

    /// All paths without a node twice, in order, by trying all ways.
    fn all(graph: &Graph, semantics: WeightSemantics, from: u32, to: u32) -> Vec<Path> {
        fn go(
            graph: &Graph,
            lengths: &Lengths,
            way: &mut Vec<(u32, Length)>,
            to: u32,
            out: &mut Vec<Candidate>,
        ) {
            let at = way.last().expect("a start").0;
            if at == to {
                let nodes: Vec<u32> = way.iter().map(|it| it.0).collect();
                let length = way.iter().map(|it| it.1.clone()).sum();
                out.push(Candidate { length, ties: nodes.len() - 1, nodes, leaves_at: 0 });
                return;
            }
            for place in graph.row(at as usize) {
                let next = graph.neighbour_at(place);
                if way.iter().all(|it| it.0 != next) {
                    way.push((next, lengths.at(place)));
                    go(graph, lengths, way, to, out);
                    way.pop();
                }
            }
        }
        let lengths = Lengths::new(graph, semantics).expect("lengths");
        let mut out = Vec::new();
        go(graph, &lengths, &mut vec![(from, Length::zero())], to, &mut out);
        out.sort();
        out.into_iter().map(|it| Path { length: it.length.to_f64(), nodes: it.nodes }).collect()
    }

    #[test]
    fn equal_lengths_go_by_ties_then_by_nodes() {
        // From 0 to 3: directly 0.3, over 1 or over 2 as 0.1 + 0.2, over 1 and 2 as 0.1 + 0.1 + 0.1.
        let ties = [(0, 3, 0.3), (0, 1, 0.1), (1, 3, 0.2), (0, 2, 0.2), (2, 3, 0.1), (1, 2, 0.1)];
        let (graph, _) = Graph::from_ties(4, &ties).expect("a graph");
        let paths = found(&graph, WeightSemantics::Distance, 0, 3, 10);
        let nodes: Vec<&[u32]> = paths.iter().map(|it| &it.nodes[..]).collect();
        assert_eq!(nodes, [&[0, 3][..], &[0, 1, 3], &[0, 2, 3], &[0, 1, 2, 3], &[0, 2, 1, 3]]);
        assert_eq!(paths.iter().map(|it| it.length).collect::<Vec<_>>(), [0.3, 0.3, 0.3, 0.3, 0.5]);
        let strong = found(&graph, WeightSemantics::Strength, 0, 3, 1);
        assert_eq!((&strong[0].nodes[..], strong[0].length), (&[0, 3][..], 10.0 / 3.0));
    }

    #[test]
    fn the_first_ones_of_all_ways() {
        use WeightSemantics::{Distance, None, Strength};
        for seed in 0..25 {
            let weights = if seed % 2 == 0 { &WEIGHTS[..] } else { &WEIGHTS[..5] };
            let graph = drawn(7, 0.6, weights, seed);
            for semantics in [None, Strength, Distance] {
                let right = all(&graph, semantics, 0, 6);
                for k in [1, 2, 5, 1000] {
                    let some = found(&graph, semantics, 0, 6, k);
                    assert_eq!(some, right[..k.min(right.len())], "seed {seed}, {semantics:?}");
                }
            }
        }
    }

    #[test]
    fn ends_that_are_the_same_or_apart() {
        let graph = of(4, &[(0, 1), (1, 2)]);
        let one = |from, to| shortest(&graph, WeightSemantics::None, from, to, &Interrupt::new());
        assert_eq!(one(1, 1), Ok(Some(Path { nodes: vec![1], length: 0.0 })));
        assert_eq!(found(&graph, WeightSemantics::None, 1, 1, 5).len(), 1);
        assert_eq!(one(0, 3), Ok(None));
        assert_eq!(one(2, 0), Ok(Some(Path { nodes: vec![2, 1, 0], length: 2.0 })));
        assert!(one(0, 4).is_err() && one(4, 0).is_err());
        for k in [0, 1001] {
            assert!(k_shortest(&graph, WeightSemantics::None, 0, 1, k, &Interrupt::new()).is_err());
        }
        let interrupt = Interrupt::new();
        interrupt.stop();
        assert_eq!(shortest(&graph, WeightSemantics::None, 0, 2, &interrupt), Err(MeasureError::Interrupted));
    }
}
