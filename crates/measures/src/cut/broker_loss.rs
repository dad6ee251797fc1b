//! What falls apart without one node.

use crate::error::MeasureError;
use crate::graph::Graph;

/// What the loss of a node leaves of its component.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BrokerLoss {
    /// The nodes of the component, the one that is lost among them; at least 1.
    pub component_before: usize,
    /// What is left of it, each piece ascending: the greatest first, of equal ones the one with the smallest node. One
    /// piece when nothing falls apart; none when the node was an isolate.
    pub pieces: Vec<Vec<u32>>,
    /// The pairs of other nodes that had a path and have none any more.
    pub pairs_disconnected: u64,
    /// The nodes left without any tie, ascending.
    pub isolated: Vec<u32>,
}

/// Leaves a node out and looks what is left of its component. Time O(n + m), by breadth-first search; for the pairs of
/// all nodes at once there is [`crate::cut::pairs_disconnected`].
///
/// # Errors
/// [`MeasureError::Parameter`] for a node that is none.
pub fn broker_loss(graph: &Graph, node: u32) -> Result<BrokerLoss, MeasureError> {
    let lost = node as usize;
    if lost >= graph.nodes() {
        return Err(MeasureError::Parameter { name: "node", problem: "must be a node of the graph" });
    }
    let mut seen = vec![false; graph.nodes()];
    seen[lost] = true;
    let mut pieces: Vec<Vec<u32>> = Vec::new();
    for start in graph.neighbours(lost) {
        if seen[*start as usize] {
            continue;
        }
        seen[*start as usize] = true;
        let mut piece = vec![*start];
        let mut next = 0;
        while let Some(own) = piece.get(next).copied() {
            next += 1;
            for neighbour in graph.neighbours(own as usize) {
                if !std::mem::replace(&mut seen[*neighbour as usize], true) {
                    piece.push(*neighbour);
                }
            }
        }
        piece.sort_unstable();
        pieces.push(piece);
    }
    pieces.sort_by(|x, y| y.len().cmp(&x.len()).then_with(|| x.cmp(y)));
    let others: u64 = pieces.iter().map(|it| it.len() as u64).sum();
    let squares: u64 = pieces.iter().map(|it| (it.len() as u64).pow(2)).sum();
    Ok(BrokerLoss {
        component_before: others as usize + 1,
        isolated: pieces.iter().filter(|it| it.len() == 1).flatten().copied().collect(),
        pairs_disconnected: (others.pow(2) - squares) / 2,
        pieces,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cut::pairs_disconnected;
    use crate::interrupt::Interrupt;

    #[test]
    fn the_pieces_of_a_broker_of_three() {
        let ties =
            [(3, 0, 1.0), (3, 7, 1.0), (3, 2, 1.0), (2, 6, 1.0), (3, 6, 1.0), (4, 5, 1.0), (3, 1, 2.0)];
        let (graph, _) = Graph::from_ties(9, &ties).expect("right");
        let found = broker_loss(&graph, 3).expect("right");
        assert_eq!(found.component_before, 6);
        assert_eq!(found.pieces, [vec![2, 6], vec![0], vec![1], vec![7]]);
        assert_eq!(found.isolated, [0, 1, 7]);
        // 5 others make 10 pairs, of which one stays.
        assert_eq!(found.pairs_disconnected, 9);
        let all = pairs_disconnected(&graph, &Interrupt::new()).expect("not stopped");
        for (node, pairs) in all.iter().enumerate() {
            assert_eq!(broker_loss(&graph, node as u32).expect("right").pairs_disconnected, *pairs);
        }
        let isolate = broker_loss(&graph, 8).expect("right");
        assert_eq!((isolate.component_before, isolate.pieces.len()), (1, 0));
        assert!(broker_loss(&graph, 9).is_err());
    }
}
