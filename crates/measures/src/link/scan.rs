//! Scoring all pairs that share a neighbour and are not tied, each once.
//!
//! A pair is scored from its end of greater rank, the one with fewer neighbours: the terms of its neighbours are added up in
//! an array over all nodes (F. G. Gustavson, ACM Trans. Math. Softw. 4, 250, 1978, doi:10.1145/355791.355796). A node
//! whose neighbours together give less than the floor cannot be in a pair that reaches it, so it is left out. As terms are
//! added in the same order, that bound holds to the last bit.

use crate::local::order::Ordered;

use super::scores::LinkMethod;

/// An array is emptied by running through all of it when there is at least one path for so many places.
const SPARSE: usize = 8;

pub(crate) struct Scan<'a> {
    ordered: &'a Ordered,
    method: LinkMethod,
    /// What each node counts when it is shared, by rank.
    terms: Vec<f64>,
    /// What a node's neighbours give together, by rank.
    bounds: Vec<f64>,
}

impl<'a> Scan<'a> {
    pub(crate) fn new(ordered: &'a Ordered, method: LinkMethod) -> Self {
        let terms: Vec<f64> = (0..ordered.nodes()).map(|rank| method.term(ordered.degree(rank))).collect();
        let bound = |rank| {
            let near = ordered.row(rank).iter().rev();
            near.map(|it| terms[*it as usize]).fold(0.0, |sum, it| sum + it)
        };
        let bounds = (0..ordered.nodes()).map(bound).collect();
        Self { ordered, method, terms, bounds }
    }

    pub(crate) fn ordered(&self) -> &Ordered {
        self.ordered
    }

    /// Whether no pair of which a node is the end of greater rank reaches a score.
    fn is_below(&self, rank: usize, floor: f64) -> bool {
        self.method != LinkMethod::Jaccard && self.bounds[rank] < floor
    }

    /// Hands over `(other, score)` for every node of smaller rank that shares a neighbour with the node of `rank` and is not
    /// tied to it, unless the score is below `floor`. `sums` has a place for each node, all 0 before and after.
    pub(crate) fn of(&self, rank: usize, floor: f64, sums: &mut [f64], mut take: impl FnMut(usize, f64)) {
        if self.is_below(rank, floor) {
            return;
        }
        let (row, degree) = (self.ordered.row(rank), self.ordered.degree(rank));
        let first = self.first(rank, floor);
        if first >= rank {
            return;
        }
        let segment = |near: u32| {
            let row = self.ordered.row(near as usize);
            let end = row.partition_point(|it| (*it as usize) < rank);
            let start = if first == 0 { 0 } else { row[..end].partition_point(|it| (*it as usize) < first) };
            &row[start..end]
        };
        let mut paths = 0;
        for near in row.iter().rev() {
            let term = self.terms[*near as usize];
            let segment = segment(*near);
            paths += segment.len();
            for other in segment {
                sums[*other as usize] += term;
            }
        }
        for tied in row {
            sums[*tied as usize] = 0.0;
        }
        // Spares dividing where the score is below the floor by more than rounding.
        let least = if self.method == LinkMethod::Jaccard { floor * (1.0 - 1e-9) } else { 0.0 };
        let mut see = |other: usize, sum: f64| {
            let others = self.ordered.degree(other);
            if sum < least * ((degree + others) as f64 - sum) {
                return;
            }
            let score = self.method.of_sum(sum, degree, others);
            if score >= floor && score > 0.0 {
                take(other, score);
            }
        };
        if paths * SPARSE >= rank - first {
            for (other, sum) in (first..).zip(&mut sums[first..rank]) {
                if *sum > 0.0 {
                    see(other, *sum);
                    *sum = 0.0;
                }
            }
        } else {
            for near in row {
                for other in segment(*near) {
                    let sum = std::mem::take(&mut sums[*other as usize]);
                    if sum > 0.0 {
                        see(*other as usize, sum);
                    }
                }
            }
        }
    }

    /// The least rank whose node may reach `floor` with the node of `rank`: shared neighbours over those of either are at
    /// most the lesser number of neighbours over the greater.
    fn first(&self, rank: usize, floor: f64) -> usize {
        if self.method != LinkMethod::Jaccard || floor <= 0.0 {
            return 0;
        }
        let degree = self.ordered.degree(rank) as f64;
        let (mut low, mut high) = (0, rank);
        while low < high {
            let middle = usize::midpoint(low, high);
            if degree / (self.ordered.degree(middle) as f64) < floor {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}
