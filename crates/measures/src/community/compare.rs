//! How alike two groupings of the same nodes are.

use super::quality::without_gaps;
use super::rows::Members;
use crate::error::MeasureError;

/// How many nodes are in one group of the first and one of the second grouping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Overlap {
    pub(super) one: u32,
    pub(super) other: u32,
    pub(super) nodes: usize,
}

/// The overlaps of two groupings, those of a group of the first together. Groups are numbered without gaps.
pub(super) fn overlaps(one: &Members, other: &[u32], other_count: usize) -> Vec<Overlap> {
    let mut counts = vec![0_usize; other_count];
    let mut touched: Vec<u32> = Vec::new();
    let mut overlaps = Vec::new();
    for group in 0..one.count() {
        for node in one.of(group) {
            let there = other[*node as usize];
            if counts[there as usize] == 0 {
                touched.push(there);
            }
            counts[there as usize] += 1;
        }
        for there in touched.drain(..) {
            let nodes = std::mem::take(&mut counts[there as usize]);
            overlaps.push(Overlap { one: group as u32, other: there, nodes });
        }
    }
    overlaps
}

/// Two groupings of the same nodes, counted.
pub(super) struct Comparison {
    nodes: usize,
    one: Vec<usize>,
    other: Vec<usize>,
    overlaps: Vec<Overlap>,
}

impl Comparison {
    /// Compares groupings numbered without gaps.
    pub(super) fn new(one: &[u32], one_count: usize, other: &[u32], other_count: usize) -> Self {
        let members = Members::new(one, one_count);
        let overlaps = overlaps(&members, other, other_count);
        let mut other_sizes = vec![0; other_count];
        for group in other {
            other_sizes[*group as usize] += 1;
        }
        let sizes = (0..one_count).map(|it| members.of(it).len()).collect();
        Self { nodes: one.len(), one: sizes, other: other_sizes, overlaps }
    }

    fn of(one: &[u32], other: &[u32]) -> Result<Self, MeasureError> {
        if one.len() != other.len() {
            return Err(MeasureError::Parameter { name: "groups", problem: "must be of the same nodes" });
        }
        let ((one, ones), (other, others)) = (without_gaps(one), without_gaps(other));
        Ok(Self::new(&one, ones.len(), &other, others.len()))
    }

    /// Whether each group of either is a group of the other.
    fn is_same(&self) -> bool {
        let same =
            |it: &Overlap| it.nodes == self.one[it.one as usize] && it.nodes == self.other[it.other as usize];
        self.overlaps.iter().all(same)
    }

    pub(super) fn nmi(&self) -> Option<f64> {
        if self.nodes == 0 {
            return None;
        }
        if self.is_same() {
            return Some(1.0);
        }
        let all = self.nodes as f64;
        let entropy = |sizes: &[usize]| -> f64 {
            sizes.iter().map(|it| *it as f64 / all).map(|share| -share * share.ln()).sum()
        };
        let shared = |it: &Overlap| {
            let nodes = it.nodes as f64;
            let expected = self.one[it.one as usize] as f64 * (self.other[it.other as usize] as f64 / all);
            nodes / all * (nodes / expected).ln()
        };
        let information: f64 = self.overlaps.iter().map(shared).sum();
        Some((2.0 * information / (entropy(&self.one) + entropy(&self.other))).clamp(0.0, 1.0))
    }

    pub(super) fn adjusted_rand(&self) -> Option<f64> {
        if self.nodes < 2 {
            return None;
        }
        if self.is_same() {
            return Some(1.0);
        }
        let pairs = |nodes: usize| nodes as f64 * (nodes as f64 - 1.0) / 2.0;
        let both: f64 = self.overlaps.iter().map(|it| pairs(it.nodes)).sum();
        let one: f64 = self.one.iter().map(|it| pairs(*it)).sum();
        let other: f64 = self.other.iter().map(|it| pairs(*it)).sum();
        let expected = one * (other / pairs(self.nodes));
        let most = f64::midpoint(one, other);
        // Not zero: that takes two groupings of one group or of single nodes, which are the same.
        Some((both - expected) / (most - expected))
    }
}

/// The normalised mutual information `2 I(X, Y) / (H(X) + H(Y))` of two groupings, from 0 (independent) to 1 (the same).
/// None when there are no nodes; 1 when the groupings are the same, also when both are one group.
///
/// # Errors
/// [`MeasureError::Parameter`] for groupings of different lengths.
///
/// # Source
/// L. Danon, A. Díaz-Guilera, J. Duch, A. Arenas, J. Stat. Mech. P09008, 2005, doi:10.1088/1742-5468/2005/09/P09008.
/// Time O(n log n). Checked against values worked out by hand.
pub fn nmi(one: &[u32], other: &[u32]) -> Result<Option<f64>, MeasureError> {
    Ok(Comparison::of(one, other)?.nmi())
}

/// The Rand index adjusted for chance: 1 for the same grouping, 0 in the mean over groupings drawn at random with the same
/// sizes, at least −1/2. None for fewer than two nodes.
///
/// # Errors
/// [`MeasureError::Parameter`] for groupings of different lengths.
///
/// # Source
/// L. Hubert, P. Arabie, J. Classif. 2, 193–218, 1985, doi:10.1007/BF01908075. Time O(n log n). Checked against values
/// worked out by hand.
pub fn adjusted_rand(one: &[u32], other: &[u32]) -> Result<Option<f64>, MeasureError> {
    Ok(Comparison::of(one, other)?.adjusted_rand())
}
