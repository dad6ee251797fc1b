//! The ties as the graph that measures are taken of.

use measures::Graph;

use super::Tie;
use crate::network::Position;
use crate::refusal::Refusal;

/// Makes the graph of ties: its nodes are indices among `nodes`, its weights those of the ties. A tie that weighs
/// nothing is none there.
pub(super) fn graph(nodes: &[Position], ties: &[Tie]) -> Result<Graph, Refusal> {
    let index = |it: Position| nodes.binary_search(&it).ok().and_then(|it| u32::try_from(it).ok());
    let joined = ties.iter().filter(|it| it.weight > 0.0);
    let ties: Vec<_> = joined.filter_map(|it| Some((index(it.a)?, index(it.b)?, it.weight))).collect();
    Ok(Graph::from_ties(nodes.len(), &ties)?.0)
}
