//! Nodes that no path tells apart.

use crate::graph::Graph;

/// A graph in which nodes with the same neighbours are one, numbered by falling degree so that what is read most lies
/// close together.
///
/// Two nodes are *twins* when they have the same neighbours apart from each other, tied to each other or not. A shortest
/// path never passes through a twin of its end, and swapping twins turns shortest paths into shortest paths: twins have
/// the same dependencies on all others, none on each other, and others depend on them alike. So one of them is enough as
/// a source, and one of them as a station that counts for all. In a projection all whose only occasion is the same one
/// are twins.
pub(crate) struct Twins {
    /// The twins of each class, ascending, one class after the other.
    pub(crate) members: Vec<u32>,
    /// Where the members of each class start.
    pub(crate) starts: Vec<usize>,
    /// The class of each node.
    pub(crate) of: Vec<u32>,
    /// The classes tied to each class; a class is not among its own.
    rows: Vec<u32>,
    row_starts: Vec<usize>,
    /// For each class, the share of the paths between two of its twins that goes through each neighbour: one over the
    /// number of neighbours, or zero when they are tied or there is only one.
    pub(crate) between: Vec<f64>,
}

impl Twins {
    /// Finds the twins. O(m + n log n) when few nodes share a hash.
    pub(crate) fn new(graph: &Graph) -> Self {
        let nodes = graph.nodes();
        let (first, is_tied) = representatives(graph);
        let mut classes: Vec<u32> = (0..nodes as u32).filter(|it| first[*it as usize] == *it).collect();
        classes.sort_by_key(|it| (std::cmp::Reverse(graph.degree(*it as usize)), *it));
        let mut of = vec![0_u32; nodes];
        for (class, node) in classes.iter().enumerate() {
            of[*node as usize] = class as u32;
        }
        for node in 0..nodes {
            of[node] = of[first[node] as usize];
        }
        let mut members: Vec<u32> = (0..nodes as u32).collect();
        members.sort_by_key(|it| of[*it as usize]);
        let mut starts = vec![0; classes.len() + 1];
        for class in &of {
            starts[*class as usize + 1] += 1;
        }
        for class in 0..classes.len() {
            starts[class + 1] += starts[class];
        }
        let (mut rows, mut row_starts) = (Vec::new(), vec![0]);
        for (class, node) in classes.iter().enumerate() {
            let row = graph.neighbours(*node as usize).iter();
            let begin = rows.len();
            rows.extend(row.filter(|it| first[**it as usize] == **it).map(|it| of[*it as usize]));
            // A node's own class is among them when its first twin is tied to it, which is the node itself.
            debug_assert!(!rows[begin..].contains(&(class as u32)));
            rows[begin..].sort_unstable();
            row_starts.push(rows.len());
        }
        let between = classes
            .iter()
            .enumerate()
            .map(|(class, node)| {
                let degree = graph.degree(*node as usize);
                let is_open = starts[class + 1] - starts[class] > 1 && !is_tied[*node as usize];
                if is_open && degree > 0 { 1.0 / degree as f64 } else { 0.0 }
            })
            .collect();
        Self { members, starts, of, rows, row_starts, between }
    }

    /// The number of classes.
    pub(crate) fn classes(&self) -> usize {
        self.between.len()
    }

    /// The number of ties between classes, counted from both ends.
    pub(crate) fn entries(&self) -> usize {
        self.rows.len()
    }

    /// The nodes of a class, ascending.
    pub(crate) fn members(&self, class: usize) -> &[u32] {
        &self.members[self.starts[class]..self.starts[class + 1]]
    }

    /// The number of nodes of a class.
    pub(crate) fn size(&self, class: usize) -> usize {
        self.starts[class + 1] - self.starts[class]
    }

    /// The classes tied to a class.
    #[inline(always)]
    pub(crate) fn row(&self, class: usize) -> &[u32] {
        &self.rows[self.row_starts[class]..self.row_starts[class + 1]]
    }

    /// The number of classes tied to a class.
    #[inline(always)]
    pub(crate) fn degree(&self, class: usize) -> usize {
        self.row_starts[class + 1] - self.row_starts[class]
    }

    /// The values of classes as values of nodes.
    pub(crate) fn spread(&self, values: &[f64]) -> Vec<f64> {
        self.of.iter().map(|it| values[*it as usize]).collect()
    }
}

/// For each node its smallest twin or itself, and whether it is tied to a twin.
fn representatives(graph: &Graph) -> (Vec<u32>, Vec<bool>) {
    let nodes = graph.nodes();
    let sums: Vec<u64> = (0..nodes)
        .map(|node| graph.neighbours(node).iter().fold(0_u64, |sum, it| sum.wrapping_add(mixed(*it))))
        .collect();
    let mut first: Vec<u32> = (0..nodes as u32).collect();
    let mut is_tied = vec![false; nodes];
    for closed in [true, false] {
        let hash = |node: u32| {
            let own = if closed { mixed(node) } else { 0 };
            sums[node as usize].wrapping_add(own)
        };
        let mut keyed: Vec<(u64, u32)> = (0..nodes as u32).map(|it| (hash(it), it)).collect();
        keyed.sort_unstable();
        for same in keyed.chunk_by(|x, y| x.0 == y.0) {
            let mut found: Vec<u32> = Vec::new();
            for (_, node) in same {
                let twin = found.iter().find(|it| are_twins(graph, **it, *node, closed)).copied();
                match twin {
                    Some(twin) => {
                        first[*node as usize] = twin;
                        is_tied[*node as usize] = closed;
                        is_tied[twin as usize] = closed;
                    }
                    None => found.push(*node),
                }
            }
        }
    }
    (first, is_tied)
}

/// Whether two nodes have the same neighbours apart from each other, and are tied or not as asked.
fn are_twins(graph: &Graph, one: u32, other: u32, closed: bool) -> bool {
    let (left, right) = (graph.neighbours(one as usize), graph.neighbours(other as usize));
    left.len() == right.len()
        && graph.has_tie(one as usize, other as usize) == closed
        && left.iter().filter(|it| **it != other).eq(right.iter().filter(|it| **it != one))
}

/// The bits of a number stirred (the finisher of G. L. Steele, D. Lea, C. H. Flood, OOPSLA 2014,
/// doi:10.1145/2660193.2660195).
fn mixed(number: u32) -> u64 {
    let mut bits = u64::from(number).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn twins(nodes: usize, ties: &[(u32, u32)]) -> Twins {
        let ties: Vec<_> = ties.iter().map(|(a, b)| (*a, *b, 1.0)).collect();
        Twins::new(&Graph::from_ties(nodes, &ties).expect("a graph").0)
    }

    #[test]
    fn leaves_of_a_star_are_one_and_a_clique_is_one() {
        let star = twins(4, &[(0, 1), (0, 2), (0, 3)]);
        assert_eq!((star.classes(), star.members(0), star.members(1)), (2, &[0][..], &[1, 2, 3][..]));
        assert_eq!((star.row(0), star.row(1)), (&[1][..], &[0][..]));
        assert_eq!((star.between[0], star.between[1]), (0.0, 1.0));
        let clique = twins(3, &[(0, 1), (0, 2), (1, 2)]);
        assert_eq!((clique.classes(), clique.row(0).len(), clique.between[0]), (1, 0, 0.0));
    }

    #[test]
    fn a_path_has_twins_only_at_length_three() {
        assert_eq!(twins(3, &[(0, 1), (1, 2)]).classes(), 2);
        assert_eq!(twins(4, &[(0, 1), (1, 2), (2, 3)]).classes(), 4);
        assert_eq!(twins(3, &[]).classes(), 1);
        assert_eq!(twins(0, &[]).classes(), 0);
    }
}
