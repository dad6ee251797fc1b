//! Structure: how large, dense and connected the network is.
//!
//! # Question
//! How many institutions are in contact or cooperate, in how many pieces, and who stands alone?
//!
//! # Definition
//! Of the graph of [`Ties`] with `n` institutions and `m` ties: density `2m / (n(n − 1))`; mean degree `2m / n`;
//! components are the classes of institutions joined by ties; an isolate has none; the giant share is that of the
//! largest component among all institutions.
//!
//! # Limits
//! Density falls with size, so that networks of different size are not compared by it; ties are recorded evidence.
//!
//! # Cost
//! Time O(n + m α(n)), with petgraph's union-find.
//!
//! # Determinism
//! Exact; members in order of position, components largest first, equal ones by their smallest member.
//!
//! # Checked against
//! The Lubuskie record (Q40, Q80), petgraph's own count of components, and hand-made networks.

pub mod cohesion;
pub mod distance;
pub mod mixing;

use std::collections::BTreeMap;

use petgraph::unionfind::UnionFind;
use petgraph::visit::{EdgeRef, IntoEdgeReferences};

use crate::network::Position;
use crate::receipt::Receipt;
use crate::tie::{TieLevel, TieRule, Ties};

/// The structure of a graph of ties.
#[derive(Debug, Clone, PartialEq)]
pub struct Structure {
    /// The rule that the ties are taken in by.
    pub rule: TieRule,
    /// The number of institutions, isolates included.
    pub institutions: usize,
    /// The number of ties.
    pub ties: usize,
    /// The institutions without a tie, in order of position.
    pub isolates: Vec<Position>,
    /// From 0 to 1; none with fewer than two institutions.
    pub density: Option<f64>,
    /// The components, isolates among them: largest first, then by the smallest member; members in order.
    pub components: Vec<Vec<Position>>,
    /// The share of the largest component, from 0 to 1; none without institutions.
    pub giant_share: Option<f64>,
    /// Ties an institution has on average; none without institutions.
    pub mean_degree: Option<f64>,
    /// The number of ties of each level, every level named.
    pub ties_by_level: BTreeMap<TieLevel, usize>,
    /// The number of ties of each institution, in order of position.
    pub degrees: Vec<(Position, usize)>,
    /// How it came about.
    pub receipt: Receipt,
}

impl Structure {
    /// The structure of a graph of ties.
    #[must_use]
    pub fn of(ties: &Ties) -> Self {
        let institutions = ties.nodes().len();
        let degrees: Vec<_> = ties.nodes().iter().map(|it| (*it, ties.degree(*it))).collect();
        let components = components(ties);
        let mut ties_by_level: BTreeMap<TieLevel, usize> = TieLevel::ALL.iter().map(|it| (*it, 0)).collect();
        for tie in ties.ties() {
            *ties_by_level.entry(tie.level).or_default() += 1;
        }
        let (n, m) = (institutions as f64, ties.ties().len() as f64);
        let mut receipt = ties.receipt().followed_by("structure", "1");
        receipt.count("components", components.len());
        Self {
            rule: ties.rule().clone(),
            institutions,
            ties: ties.ties().len(),
            isolates: degrees.iter().filter(|it| it.1 == 0).map(|it| it.0).collect(),
            density: (institutions >= 2).then(|| 2.0 * m / (n * (n - 1.0))),
            giant_share: components.first().map(|it| it.len() as f64 / n),
            mean_degree: (institutions > 0).then(|| 2.0 * m / n),
            components,
            ties_by_level,
            degrees,
            receipt,
        }
    }
}

/// The connected components of a graph of ties: largest first, equal ones by their smallest member.
#[must_use]
pub fn components(ties: &Ties) -> Vec<Vec<Position>> {
    let mut sets: UnionFind<u32> = UnionFind::new(ties.nodes().len());
    for edge in ties.edge_references() {
        sets.union(edge.source(), edge.target());
    }
    let mut members: BTreeMap<u32, Vec<Position>> = BTreeMap::new();
    for (label, position) in sets.into_labeling().into_iter().zip(ties.nodes()) {
        members.entry(label).or_default().push(*position);
    }
    let mut components: Vec<_> = members.into_values().collect();
    components.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    components
}
