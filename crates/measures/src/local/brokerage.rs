//! Gould-Fernandez brokerage: between whom a node mediates, by the groups of the three.
//!
//! # Definition
//! `j` brokers from `i` to `k` when `i → j → k` and not `i → k`. Of the groups of the three it is a coordinator when all are
//! one group (sna: `w_I`), an itinerant broker or consultant when `i` and `k` share a group that is not `j`'s (`w_O`), a
//! representative when `i` and `j` share one and `k` does not (`b_IO`), a gatekeeper when `j` and `k` share one and `i`
//! does not (`b_OI`), a liaison when all three differ (`b_O`); the total (`t`) is their sum. The score is the number of
//! such ordered pairs `(i, k)`.
//!
//! # Conventions
//! Those of R's `sna::brokerage` (2.8) for the symmetric digraph of our ties, each there and back: an open pair counts
//! twice, and every node is as often representative as gatekeeper. Expected values and standard deviations are for
//! random digraphs with the same density `2m / (n (n − 1))` and group sizes, with sna's formulas for one node and for the
//! network; that ties go both ways is not a condition of theirs, which is a reason to compare `z` among nodes rather than
//! with a normal distribution. `z` is `(score − expected) / sd`, none where `sd` is 0 or not defined (sna gives NaN or Inf).
//! Where sna's variance of a network role is negative, `sd` is none.
//!
//! A node without a group takes no part, as if it were not in the graph: not as a broker, not as an end, not in the
//! density. sna has no such nodes.
//!
//! # Source
//! R. V. Gould, R. M. Fernandez, Sociological Methodology 19, 89, 1989, doi:10.2307/270949; C. T. Butts, J. Stat. Softw.
//! 24(6), 2008, doi:10.18637/jss.v024.i06.
//!
//! # Cost
//! Time O(Σ min(d_a, d_b)) over ties for triples that are closed and O(n + m) for all, shared among threads; memory
//! O(n + m).
//!
//! # Checked against
//! A script without dependencies that follows sna's definitions triple by triple (tests/reference/brokerage.py).

mod moments;
mod role;
mod tally;

pub use self::role::{BrokerageRoles, GroupBrokerage, NetworkBrokerage};
use self::tally::Groups;
pub(super) use self::tally::{Tally, places};
use super::closure::Closure;
use crate::error::MeasureError;
use crate::graph::Graph;
use crate::interrupt::Interrupt;
use crate::weights::WeightSemantics;

/// Brokerage of all nodes and of the network.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Brokerage {
    /// By node: the scores; none for a node without a group.
    pub scores: Vec<Option<BrokerageRoles<u64>>>,
    /// By node: how many standard deviations a score is above what is expected; none for a node without a group, and a
    /// role in it none where the standard deviation is 0.
    pub z: Vec<Option<BrokerageRoles<Option<f64>>>>,
    /// By node: the place of its group in `groups`; none for a node without a group.
    pub group_of: Vec<Option<u32>>,
    /// What is expected of a node of each group, ascending by group.
    pub groups: Vec<GroupBrokerage>,
    /// The sums over all nodes with what is expected of them.
    pub network: NetworkBrokerage,
}

impl Brokerage {
    /// What is expected of a node, as one of its group; none for a node without a group.
    #[must_use]
    pub fn expected(&self, node: usize) -> Option<&GroupBrokerage> {
        let group = self.group_of.get(node).copied().flatten()?;
        self.groups.get(group as usize)
    }
}

/// Brokerage where every node has a group: `groups[node]` is any number, the same for nodes of one group.
///
/// # Errors
/// [`MeasureError::Parameter`] when there is not one group a node; [`MeasureError::Interrupted`].
pub fn brokerage(graph: &Graph, groups: &[u32], interrupt: &Interrupt) -> Result<Brokerage, MeasureError> {
    let groups: Vec<Option<u32>> = groups.iter().copied().map(Some).collect();
    brokerage_of_some(graph, &groups, interrupt)
}

/// Brokerage where the group of some nodes is not recorded; these take no part.
///
/// # Errors
/// As [`brokerage`].
pub fn brokerage_of_some(
    graph: &Graph,
    groups: &[Option<u32>],
    interrupt: &Interrupt,
) -> Result<Brokerage, MeasureError> {
    let groups = places(graph, groups)?;
    let closure = Closure::new(graph, WeightSemantics::None, Some(&groups.of), interrupt)?;
    let mut tally = Tally::new(graph.nodes());
    closure
        .each(interrupt, |first, second, _, closed| tally.add(&closure, &groups, first, second, closed))?;
    tally.finish(graph, groups, &closure, interrupt)
}

/// Puts together what is counted and what is expected.
fn assemble(groups: Groups, scores: Vec<Option<BrokerageRoles<u64>>>, ties: u64) -> Brokerage {
    let (of_groups, expected, deviation) = moments::moments(&groups.numbers, &groups.sizes, ties);
    let z = |(scores, group): (&Option<BrokerageRoles<u64>>, &Option<u32>)| {
        let expected: &GroupBrokerage = of_groups.get((*group)? as usize)?;
        let deviation = expected.standard_deviation.map(Some);
        Some(scores.as_ref()?.z(&expected.expected, &deviation))
    };
    let z = scores.iter().zip(&groups.of).map(z).collect();
    let mut sums = BrokerageRoles::<u64>::default();
    for it in scores.iter().flatten() {
        sums.add(it);
    }
    let network = NetworkBrokerage {
        scores: sums,
        z: sums.z(&expected, &deviation),
        expected,
        standard_deviation: deviation,
    };
    Brokerage { scores, z, group_of: groups.of, groups: of_groups, network }
}
