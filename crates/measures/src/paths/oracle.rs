//! For tests: paths found by definition, slowly and exactly, and the graphs to look for them in.

use num_rational::BigRational;
use num_traits::{One as _, Zero as _};

use crate::graph::Graph;
use crate::paths::rational::{nearest, simplest};
use crate::random::Random;
use crate::weights::WeightSemantics;

/// Distances and numbers of shortest paths between all pairs.
pub(crate) struct Oracle {
    nodes: usize,
    distances: Vec<Vec<Option<BigRational>>>,
    paths: Vec<Vec<f64>>,
}

impl Oracle {
    pub(crate) fn new(graph: &Graph, semantics: WeightSemantics) -> Self {
        let nodes = graph.nodes();
        let length = |weight: f64| match semantics {
            WeightSemantics::None => BigRational::one(),
            WeightSemantics::Strength => simplest(weight).expect("a weight").recip(),
            WeightSemantics::Distance => simplest(weight).expect("a weight"),
        };
        let ties: Vec<_> = graph.iter_ties().map(|(a, b, w)| (a as usize, b as usize, length(w))).collect();
        let mut oracle = Self { nodes, distances: Vec::new(), paths: Vec::new() };
        for source in 0..nodes {
            // Bellman and Ford.
            let mut distances: Vec<Option<BigRational>> = vec![None; nodes];
            distances[source] = Some(BigRational::zero());
            let mut changes = true;
            while changes {
                changes = false;
                for (a, b, length) in &ties {
                    for (from, to) in [(*a, *b), (*b, *a)] {
                        let through = distances[from].as_ref().map(|it| it + length);
                        if through.is_some() && (distances[to].is_none() || through < distances[to]) {
                            distances[to] = through;
                            changes = true;
                        }
                    }
                }
            }
            let mut order: Vec<usize> = (0..nodes).filter(|it| distances[*it].is_some()).collect();
            order.sort_by(|x, y| distances[*x].cmp(&distances[*y]));
            let mut paths = vec![0.0; nodes];
            paths[source] = 1.0;
            for node in order.iter().skip(1) {
                for (a, b, length) in &ties {
                    for (from, to) in [(*a, *b), (*b, *a)] {
                        if to == *node && distances[from].as_ref().map(|it| it + length) == distances[to] {
                            paths[to] += paths[from];
                        }
                    }
                }
            }
            oracle.distances.push(distances);
            oracle.paths.push(paths);
        }
        oracle
    }

    pub(crate) fn distance(&self, from: usize, to: usize) -> Option<f64> {
        self.distances[from][to].as_ref().map(nearest)
    }

    /// The share of the shortest paths between two nodes that goes through a third.
    fn share(&self, from: usize, to: usize, node: usize) -> f64 {
        let through = match (&self.distances[from][node], &self.distances[node][to]) {
            (Some(one), Some(other)) => Some(one + other),
            _ => None,
        };
        if through.is_none() || through != self.distances[from][to] {
            return 0.0;
        }
        self.paths[from][node] * self.paths[node][to] / self.paths[from][to]
    }

    /// The dependency of a source on a node.
    pub(crate) fn dependency(&self, source: usize, node: usize) -> f64 {
        let others = (0..self.nodes).filter(|it| *it != source && *it != node && source != node);
        others.map(|it| self.share(source, it, node)).sum()
    }

    pub(crate) fn betweenness(&self) -> Vec<f64> {
        (0..self.nodes)
            .map(|node| (0..self.nodes).map(|it| self.dependency(it, node)).sum::<f64>() / 2.0)
            .collect()
    }
}

/// A graph with ties drawn at random and weights from a list.
pub(crate) fn drawn(nodes: usize, share: f64, weights: &[f64], seed: u64) -> Graph {
    let mut random = Random::new(seed);
    let mut ties = Vec::new();
    for a in 0..nodes as u32 {
        for b in 0..a {
            if random.unit() < share {
                ties.push((a, b, weights[random.below(weights.len() as u64) as usize]));
            }
        }
    }
    Graph::from_ties(nodes, &ties).expect("a graph").0
}

/// A graph of meetings drawn at random, whose members are all tied: it has many twins.
pub(crate) fn met(nodes: usize, meetings: usize, seed: u64) -> Graph {
    let mut random = Random::new(seed);
    let mut ties = Vec::new();
    for _ in 0..meetings {
        let size = 2 + random.below(6);
        let members: Vec<u32> = (0..size).map(|_| random.below(nodes as u64) as u32).collect();
        for (at, a) in members.iter().enumerate() {
            ties.extend(members[..at].iter().filter(|it| *it != a).map(|b| (*a, *b, 1.0)));
        }
    }
    Graph::from_ties(nodes, &ties).expect("a graph").0.unweighted()
}

/// The graph of ties of weight 1.
pub(crate) fn of(nodes: usize, ties: &[(u32, u32)]) -> Graph {
    let ties: Vec<_> = ties.iter().map(|(a, b)| (*a, *b, 1.0)).collect();
    Graph::from_ties(nodes, &ties).expect("a graph").0
}

/// Weights whose sums doubles get wrong; with the last three there is no common denominator.
pub(crate) const WEIGHTS: [f64; 8] =
    [0.1, 0.2, 0.3, 1.0 / 3.0, 2.0 / 3.0, std::f64::consts::PI, std::f64::consts::E, std::f64::consts::LN_2];

/// The same graph with other numbers for its nodes, and the new number of each.
pub(crate) fn relabelled(graph: &Graph, seed: u64) -> (Graph, Vec<u32>) {
    let mut new: Vec<u32> = (0..graph.nodes() as u32).collect();
    Random::new(seed).shuffle(&mut new);
    let ties: Vec<_> = graph.iter_ties().map(|(a, b, w)| (new[a as usize], new[b as usize], w)).collect();
    (Graph::from_ties(graph.nodes(), &ties).expect("a graph").0, new)
}

/// Whether two numbers are the same but for rounding.
pub(crate) fn is_near(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * (1.0 + one.abs().max(other.abs()))
}
