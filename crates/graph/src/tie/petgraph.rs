//! The ties as petgraph sees them: its visit traits on the arrays of [`Ties`], so that its algorithms run without a
//! copy. Node ids are indices among [`Ties::nodes`]; edge ids are indices among [`Ties::ties`]; weights are the ties'.

use petgraph::graph::UnGraph;
use petgraph::visit::{
    Data, EdgeCount, EdgeRef, GraphBase, GraphProp, IntoEdgeReferences, IntoEdges, IntoNeighbors,
    IntoNodeIdentifiers, NodeCompactIndexable, NodeCount, NodeIndexable, Visitable,
};

use super::{Tie, Ties};

/// A tie as an edge, seen from one of its ends.
#[derive(Debug, Clone, Copy)]
pub struct TieEdge<'a> {
    source: u32,
    target: u32,
    index: u32,
    /// The tie.
    pub tie: &'a Tie,
}

impl EdgeRef for TieEdge<'_> {
    type NodeId = u32;
    type EdgeId = u32;
    type Weight = f64;
    fn source(&self) -> u32 {
        self.source
    }
    fn target(&self) -> u32 {
        self.target
    }
    fn weight(&self) -> &f64 {
        &self.tie.weight
    }
    fn id(&self) -> u32 {
        self.index
    }
}

impl GraphBase for Ties {
    type NodeId = u32;
    type EdgeId = u32;
}

impl Data for Ties {
    type NodeWeight = ();
    type EdgeWeight = f64;
}

impl GraphProp for Ties {
    type EdgeType = petgraph::Undirected;
}

impl NodeCount for Ties {
    fn node_count(&self) -> usize {
        self.nodes.len()
    }
}

impl EdgeCount for Ties {
    fn edge_count(&self) -> usize {
        self.ties.len()
    }
}

impl NodeIndexable for Ties {
    fn node_bound(&self) -> usize {
        self.nodes.len()
    }
    fn to_index(&self, node: u32) -> usize {
        node as usize
    }
    fn from_index(&self, index: usize) -> u32 {
        // Nodes are institutions, of which a network has fewer than 2^32.
        index as u32
    }
}

impl NodeCompactIndexable for Ties {}

impl Visitable for Ties {
    type Map = <UnGraph<(), ()> as Visitable>::Map;
    fn visit_map(&self) -> Self::Map {
        Self::Map::with_capacity(self.nodes.len())
    }
    fn reset_map(&self, map: &mut Self::Map) {
        map.clear();
        map.grow(self.nodes.len());
    }
}

/// Iterates over one institution's row of neighbours.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    ties: &'a Ties,
    node: u32,
    rest: std::slice::Iter<'a, (u32, u32)>,
}

impl<'a> Iterator for Row<'a> {
    type Item = TieEdge<'a>;
    fn next(&mut self) -> Option<Self::Item> {
        let (target, index) = *self.rest.next()?;
        let tie = self.ties.ties.get(index as usize)?;
        Some(TieEdge { source: self.node, target, index, tie })
    }
}

impl<'a> IntoNeighbors for &'a Ties {
    type Neighbors = std::iter::Map<Row<'a>, fn(TieEdge<'a>) -> u32>;
    fn neighbors(self, node: u32) -> Self::Neighbors {
        self.edges(node).map(|it| it.target)
    }
}

impl<'a> IntoEdges for &'a Ties {
    type Edges = Row<'a>;
    fn edges(self, node: u32) -> Row<'a> {
        Row { ties: self, node, rest: self.row(node as usize).iter() }
    }
}

impl<'a> IntoEdgeReferences for &'a Ties {
    type EdgeRef = TieEdge<'a>;
    type EdgeReferences = EdgeReferences<'a>;
    fn edge_references(self) -> EdgeReferences<'a> {
        EdgeReferences { ties: self, node: 0, row: self.edges(0) }
    }
}

/// Iterates over all ties as edges, each once, from the end with the smaller position; in the order of
/// [`Ties::ties`], since rows are in order of nodes.
#[derive(Debug, Clone)]
pub struct EdgeReferences<'a> {
    ties: &'a Ties,
    node: u32,
    row: Row<'a>,
}

impl<'a> Iterator for EdgeReferences<'a> {
    type Item = TieEdge<'a>;
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.row.find(|it| it.source < it.target) {
                Some(edge) => return Some(edge),
                None if (self.node as usize) < self.ties.nodes.len() => {
                    self.node += 1;
                    self.row = self.ties.edges(self.node);
                }
                None => return None,
            }
        }
    }
}

impl IntoNodeIdentifiers for &Ties {
    type NodeIdentifiers = std::ops::Range<u32>;
    fn node_identifiers(self) -> Self::NodeIdentifiers {
        0..self.nodes.len() as u32
    }
}
