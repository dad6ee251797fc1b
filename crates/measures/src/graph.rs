//! The graph that measures are taken of.

use std::ops::Range;

use crate::error::{MeasureError, Undefined};

/// An undirected graph in compressed rows: no loops, at most one tie between two nodes, neighbours in ascending order.
///
/// Takes `4(2m) + 8(n + 1)` bytes, and `8(2m)` more when ties have weights, for `n` nodes and `m` ties.
#[derive(Debug, Clone, PartialEq)]
pub struct Graph {
    starts: Vec<usize>,
    neighbours: Vec<u32>,
    /// Beside `neighbours`; empty when every tie weighs 1.
    weights: Vec<f64>,
}

/// What was changed to make a graph of a list of ties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Simplified {
    /// Ties from a node to itself, which were left out.
    pub loops: usize,
    /// Ties between two nodes that had one already; their weights were added to it.
    pub parallel: usize,
}

impl Graph {
    /// Makes a graph of ties `(a, b, weight)` between the nodes `0..nodes`, in any order and either direction. Loops are
    /// left out and parallel ties added up in the order given.
    ///
    /// # Errors
    /// [`MeasureError::Parameter`] for an end that is no node or more nodes than 2³² − 1; [`Undefined::WeightNotPositive`]
    /// for a weight that is not positive and finite.
    pub fn from_ties(nodes: usize, ties: &[(u32, u32, f64)]) -> Result<(Self, Simplified), MeasureError> {
        if u32::try_from(nodes).is_err() {
            return Err(MeasureError::Parameter { name: "nodes", problem: "must be fewer than 2^32" });
        }
        let mut simplified = Simplified::default();
        let mut starts = vec![0_usize; nodes + 1];
        for (a, b, weight) in ties {
            if *a as usize >= nodes || *b as usize >= nodes {
                return Err(MeasureError::Parameter {
                    name: "ties",
                    problem: "must join nodes of the graph",
                });
            }
            if !(weight.is_finite() && *weight > 0.0) {
                return Err(MeasureError::NotDefined(Undefined::WeightNotPositive));
            }
            if a == b {
                simplified.loops += 1;
            } else {
                starts[*a as usize + 1] += 1;
                starts[*b as usize + 1] += 1;
            }
        }
        for node in 0..nodes {
            starts[node + 1] += starts[node];
        }
        let mut ends = starts.clone();
        let mut entries = vec![(0_u32, 0.0_f64); starts[nodes]];
        for (a, b, weight) in ties.iter().filter(|it| it.0 != it.1) {
            for (from, to) in [(*a, *b), (*b, *a)] {
                entries[ends[from as usize]] = (to, *weight);
                ends[from as usize] += 1;
            }
        }
        let mut graph = Self {
            starts: Vec::with_capacity(nodes + 1),
            neighbours: Vec::with_capacity(entries.len()),
            weights: Vec::with_capacity(entries.len()),
        };
        graph.starts.push(0);
        for node in 0..nodes {
            let row = &mut entries[starts[node]..starts[node + 1]];
            // Stable, so that parallel ties are added up in the order given whichever end is looked at.
            row.sort_by_key(|it| it.0);
            for same in row.chunk_by(|x, y| x.0 == y.0) {
                graph.neighbours.push(same[0].0);
                graph.weights.push(same.iter().map(|it| it.1).sum());
                simplified.parallel += same.len() - 1;
            }
            graph.starts.push(graph.neighbours.len());
        }
        simplified.parallel /= 2;
        if graph.weights.iter().any(|it| !it.is_finite()) {
            return Err(MeasureError::NotDefined(Undefined::WeightNotPositive));
        }
        if graph.weights.iter().all(|it| *it == 1.0) {
            graph.weights = Vec::new();
        }
        Ok((graph, simplified))
    }

    /// Takes rows that are right already: `starts` of `n + 1` ascending places in `neighbours`, each row strictly
    /// ascending, symmetric, without the node itself; `weights` beside `neighbours`, positive, finite and symmetric, or
    /// empty when every tie weighs 1. For those who make a graph in rows, such as a projection.
    ///
    /// # Errors
    /// [`MeasureError::Parameter`] when lengths do not fit or a row is not strictly ascending. That rows are symmetric is
    /// checked in debug builds only.
    pub fn from_rows(
        starts: Vec<usize>,
        neighbours: Vec<u32>,
        weights: Vec<f64>,
    ) -> Result<Self, MeasureError> {
        let fits = starts.first() == Some(&0)
            && starts.last() == Some(&neighbours.len())
            && starts.is_sorted()
            && (weights.is_empty() || weights.len() == neighbours.len());
        let nodes = starts.len().saturating_sub(1);
        let graph = Self { starts, neighbours, weights };
        let ascending = fits
            && (0..nodes).all(|node| {
                let row = graph.neighbours(node);
                row.is_sorted_by(|x, y| x < y) && row.last().is_none_or(|it| (*it as usize) < nodes)
            });
        if !ascending {
            return Err(MeasureError::Parameter {
                name: "rows",
                problem: "must be ascending and fit together",
            });
        }
        debug_assert!(graph.is_symmetric());
        Ok(graph)
    }

    /// As [`Graph::from_rows`], of rows that are right by the way they were made; checked in debug builds only.
    pub(crate) fn from_right_rows(starts: Vec<usize>, neighbours: Vec<u32>, weights: Vec<f64>) -> Self {
        let graph = Self { starts, neighbours, weights };
        debug_assert!(graph.starts.last() == Some(&graph.neighbours.len()) && graph.starts.is_sorted());
        debug_assert!((0..graph.nodes()).all(|node| graph.neighbours(node).is_sorted_by(|x, y| x < y)));
        debug_assert!(graph.is_symmetric());
        graph
    }

    /// Whether every tie is seen alike from both ends, and none is a loop.
    fn is_symmetric(&self) -> bool {
        (0..self.nodes()).all(|node| {
            self.neighbours(node).iter().all(|other| {
                let other = *other as usize;
                other != node && self.weight_between(other, node) == self.weight_between(node, other)
            })
        })
    }

    /// The number `n` of nodes.
    #[must_use]
    pub fn nodes(&self) -> usize {
        self.starts.len() - 1
    }

    /// The number `m` of ties.
    #[must_use]
    pub fn ties(&self) -> usize {
        self.neighbours.len() / 2
    }

    /// Whether some tie weighs other than 1.
    #[must_use]
    pub fn is_weighted(&self) -> bool {
        !self.weights.is_empty()
    }

    /// The places of a node's row: places count the ties of all nodes, each tie from both ends.
    #[must_use]
    pub fn row(&self, node: usize) -> Range<usize> {
        self.starts[node]..self.starts[node + 1]
    }

    /// The neighbours of a node, ascending.
    #[must_use]
    pub fn neighbours(&self, node: usize) -> &[u32] {
        &self.neighbours[self.row(node)]
    }

    /// The weights beside [`Graph::neighbours`]; empty when every tie of the graph weighs 1.
    #[must_use]
    pub fn weights(&self, node: usize) -> &[f64] {
        if self.weights.is_empty() { &[] } else { &self.weights[self.row(node)] }
    }

    /// The neighbour at a place.
    #[must_use]
    pub fn neighbour_at(&self, place: usize) -> u32 {
        self.neighbours[place]
    }

    /// The weight at a place.
    #[must_use]
    pub fn weight_at(&self, place: usize) -> f64 {
        if self.weights.is_empty() { 1.0 } else { self.weights[place] }
    }

    /// The number of neighbours of a node.
    #[must_use]
    pub fn degree(&self, node: usize) -> usize {
        self.starts[node + 1] - self.starts[node]
    }

    /// The sum of the weights of a node's ties.
    #[must_use]
    pub fn strength(&self, node: usize) -> f64 {
        if self.weights.is_empty() { self.degree(node) as f64 } else { self.weights(node).iter().sum() }
    }

    /// The sum of the weights of all ties.
    #[must_use]
    pub fn total_weight(&self) -> f64 {
        if self.weights.is_empty() { self.ties() as f64 } else { self.weights.iter().sum::<f64>() / 2.0 }
    }

    /// Whether two nodes are tied.
    #[must_use]
    pub fn has_tie(&self, one: usize, other: usize) -> bool {
        self.weight_between(one, other).is_some()
    }

    /// The weight of the tie between two nodes; none when there is no tie.
    #[must_use]
    pub fn weight_between(&self, one: usize, other: usize) -> Option<f64> {
        let other = u32::try_from(other).ok()?;
        let index = self.neighbours(one).binary_search(&other).ok()?;
        Some(self.weight_at(self.starts[one] + index))
    }

    /// The ties `(a, b, weight)` with `a < b`, in order of their ends.
    pub fn iter_ties(&self) -> impl Iterator<Item = (u32, u32, f64)> + '_ {
        (0..self.nodes()).flat_map(move |a| {
            let row = self.row(a);
            let first = row.start + self.neighbours(a).partition_point(|it| *it as usize <= a);
            (first..row.end).map(move |place| (a as u32, self.neighbours[place], self.weight_at(place)))
        })
    }

    /// The same graph with every weight 1.
    #[must_use]
    pub fn unweighted(&self) -> Self {
        Self { starts: self.starts.clone(), neighbours: self.neighbours.clone(), weights: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loops_go_and_parallel_ties_add_up() {
        let ties = [(2, 1, 0.5), (0, 0, 1.0), (1, 2, 2.0), (0, 1, 1.0)];
        let (graph, simplified) = Graph::from_ties(4, &ties).expect("right");
        assert_eq!(simplified, Simplified { loops: 1, parallel: 1 });
        assert_eq!(graph.iter_ties().collect::<Vec<_>>(), [(0, 1, 1.0), (1, 2, 2.5)]);
        assert_eq!((graph.nodes(), graph.ties(), graph.degree(3)), (4, 2, 0));
        assert_eq!(graph.strength(1), 3.5);
    }

    #[test]
    fn what_is_no_graph_is_refused() {
        assert!(Graph::from_ties(1, &[(0, 1, 1.0)]).is_err());
        for weight in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(
                Graph::from_ties(2, &[(0, 1, weight)]).err(),
                Some(MeasureError::NotDefined(Undefined::WeightNotPositive))
            );
        }
        assert!(Graph::from_rows(vec![0, 1], vec![5], vec![]).is_err());
        assert!(Graph::from_rows(vec![], vec![], vec![]).is_err());
    }
}
