//! Which nodes are reached at which distance from many sources at once, when every tie is as long as any other.
//!
//! Breadth-first search from a batch of sources with one bit for each (M. Then, M. Kaufmann, F. Chirigati, T. Hoang-Vu,
//! K. Pham, A. Kemper, T. Neumann, H. T. Vo, "The More the Merrier: Efficient Multi-Source Graph Traversal", PVLDB 8,
//! 449–460, 2014, doi:10.14778/2735496.2735507). A level is pushed or pulled, whichever looks at fewer ties (S. Beamer,
//! K. Asanović, D. Patterson, SC 2012, doi:10.1109/SC.2012.50).

use crate::error::MeasureError;
use crate::graph::Graph;
use crate::interrupt::Interrupt;

/// The words of a set of sources.
pub(crate) const WORDS: usize = 8;
/// The sources of a batch.
pub(crate) const BATCH: usize = WORDS * 64;
/// How much more it costs to push along a tie than to pull along one.
const PUSH: usize = 2;

/// A set of sources of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(align(64))]
pub(crate) struct Bits(pub(crate) [u64; WORDS]);

const EMPTY: Bits = Bits([0; WORDS]);

impl Bits {
    #[inline(always)]
    fn is_empty(&self) -> bool {
        self.0.iter().fold(0, |all, it| all | it) == 0
    }

    #[inline(always)]
    fn add(&mut self, other: &Self) {
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            *word |= more;
        }
    }

    #[inline(always)]
    fn without(mut self, other: &Self) -> Self {
        for (word, less) in self.0.iter_mut().zip(&other.0) {
            *word &= !less;
        }
        self
    }

    /// The number of sources in the set.
    #[inline(always)]
    pub(crate) fn count(&self) -> u32 {
        self.0.iter().map(|it| it.count_ones()).sum()
    }
}

/// What is told of a search.
pub(crate) trait Visitor {
    /// These sources, at least one, reach the node at this distance, which is one or more.
    fn reached(&mut self, distance: u32, node: u32, sources: &Bits);

    /// All nodes at this distance have been told, and there was one.
    fn distance_ends(&mut self, distance: u32);
}

/// Room for one batch after another.
pub(crate) struct Reach<'a> {
    graph: &'a Graph,
    seen: Vec<Bits>,
    front: Vec<Bits>,
    next: Vec<Bits>,
    is_listed: Vec<bool>,
    arch: pulp::Arch,
}

impl<'a> Reach<'a> {
    /// Room for batches on a graph.
    pub(crate) fn new(graph: &'a Graph) -> Self {
        let rows = || vec![EMPTY; graph.nodes()];
        Self {
            graph,
            seen: rows(),
            front: rows(),
            next: rows(),
            is_listed: vec![false; graph.nodes()],
            arch: pulp::Arch::new(),
        }
    }

    /// Searches from at most [`BATCH`] different sources, the first of which has the first bit. O(m) a distance at most,
    /// and O(m) in all for each source.
    pub(crate) fn run(
        &mut self,
        sources: &[u32],
        visitor: &mut impl Visitor,
        interrupt: &Interrupt,
    ) -> Result<(), MeasureError> {
        let arch = self.arch;
        arch.dispatch(
            #[inline(always)]
            || self.search(sources, visitor, interrupt),
        )
    }

    #[inline(always)]
    fn search(
        &mut self,
        sources: &[u32],
        visitor: &mut impl Visitor,
        interrupt: &Interrupt,
    ) -> Result<(), MeasureError> {
        self.seen.fill(EMPTY);
        let mut full = EMPTY;
        for (lane, source) in sources.iter().enumerate() {
            let (word, bit) = (lane / 64, 1_u64 << (lane % 64));
            self.front[*source as usize].0[word] |= bit;
            self.seen[*source as usize].0[word] |= bit;
            full.0[word] |= bit;
        }
        let mut listed = sources.to_vec();
        let mut open: Vec<u32> = (0..self.graph.nodes() as u32).collect();
        let mut open_ties = 2 * self.graph.ties();
        for distance in 1.. {
            interrupt.check()?;
            let push: usize = listed.iter().map(|it| self.graph.degree(*it as usize)).sum();
            let reached = if push * PUSH < open_ties {
                self.push(&listed)
            } else {
                let (reached, ties) = self.pull(&mut open, &full);
                open_ties = ties;
                reached
            };
            for node in &listed {
                self.front[*node as usize] = EMPTY;
            }
            std::mem::swap(&mut self.front, &mut self.next);
            for node in &reached {
                visitor.reached(distance, *node, &self.front[*node as usize]);
            }
            listed = reached;
            if listed.is_empty() {
                break;
            }
            visitor.distance_ends(distance);
        }
        Ok(())
    }

    /// Goes from the front to its neighbours. Gives the nodes that some source reaches now, whose sources are in `next`.
    #[inline(always)]
    fn push(&mut self, listed: &[u32]) -> Vec<u32> {
        let mut touched = Vec::new();
        for node in listed {
            let sources = self.front[*node as usize];
            for other in self.graph.neighbours(*node as usize) {
                let at = *other as usize;
                self.next[at].add(&sources);
                if !self.is_listed[at] {
                    self.is_listed[at] = true;
                    touched.push(*other);
                }
            }
        }
        // Not `retain`: what is called in there loses the vector instructions.
        let mut kept = 0;
        for index in 0..touched.len() {
            let node: u32 = touched[index];
            let at = node as usize;
            let new = self.next[at].without(&self.seen[at]);
            self.next[at] = new;
            self.seen[at].add(&new);
            self.is_listed[at] = false;
            touched[kept] = node;
            kept += usize::from(!new.is_empty());
        }
        touched.truncate(kept);
        touched
    }

    /// Goes from the nodes that some source has not reached to their neighbours in the front, until there is nothing more
    /// to find. Gives the nodes that some source reaches now, and the ties of those still open.
    #[inline(always)]
    fn pull(&mut self, open: &mut Vec<u32>, full: &Bits) -> (Vec<u32>, usize) {
        let mut reached = Vec::new();
        let mut ties = 0;
        let mut kept = 0;
        for index in 0..open.len() {
            let node = open[index];
            let at = node as usize;
            let wanted = full.without(&self.seen[at]);
            let mut found = EMPTY;
            for some in self.graph.neighbours(at).chunks(4) {
                for other in some {
                    found.add(&self.front[*other as usize]);
                }
                if wanted.without(&found).is_empty() {
                    break;
                }
            }
            let new = found.without(&self.seen[at]);
            if !new.is_empty() {
                self.next[at] = new;
                self.seen[at].add(&new);
                reached.push(node);
            }
            if !wanted.without(&new).is_empty() {
                open[kept] = node;
                kept += 1;
                ties += self.graph.degree(at);
            }
        }
        open.truncate(kept);
        (reached, ties)
    }
}

/// A number for each source of a batch that counts how many sets the source was in: bit `i` of all numbers in plane `i`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counters(Vec<Bits>);

impl Counters {
    /// Counts each source of a set.
    #[inline(always)]
    pub(crate) fn add(&mut self, sources: &Bits) {
        let mut carry = *sources;
        for plane in &mut self.0 {
            for (word, more) in plane.0.iter_mut().zip(&mut carry.0) {
                (*word, *more) = (*word ^ *more, *word & *more);
            }
            if carry.is_empty() {
                return;
            }
        }
        self.0.push(carry);
    }

    /// The number of a source.
    pub(crate) fn get(&self, lane: usize) -> u64 {
        let bit = |plane: &Bits| plane.0[lane / 64] >> (lane % 64) & 1;
        self.0.iter().enumerate().map(|(place, plane)| bit(plane) << place).sum()
    }

    /// Sets all numbers to zero.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}
