//! Dependencies of one source after another, when every tie is as long as any other and there are few of them.

use crate::error::MeasureError;
use crate::interrupt::Interrupt;
use crate::paths::count::HELD;
use crate::paths::lanes::{Source, Tally};
use crate::paths::twins::Twins;

/// The distance of a node that is not reached yet.
const FAR: u32 = u32::MAX;
/// Nodes between two looks at the interrupt.
const STRIDE: usize = 4096;

/// The algorithm of U. Brandes (J. Math. Sociol. 25, 2001, doi:10.1080/0022250X.2001.9990249) with breadth-first search,
/// on classes of twins: O(n + m) a source. On sparse graphs of many levels, where the sources of a batch seldom meet the
/// same node at the same time, it is faster than [`Lanes`](super::lanes::Lanes).
pub(crate) struct Single<'a> {
    graph: &'a Twins,
    order: Vec<u32>,
    distances: Vec<u32>,
    /// Numbers of shortest paths from the source.
    counts: Vec<f64>,
    /// What a node hands to those before it: `(1 + δ) / σ` for each of its twins.
    handed: Vec<f64>,
}

impl<'a> Single<'a> {
    /// Room for sources on a graph.
    pub(crate) fn new(graph: &'a Twins) -> Self {
        let nodes = graph.classes();
        Self {
            graph,
            order: Vec::with_capacity(nodes),
            distances: vec![FAR; nodes],
            counts: vec![0.0; nodes],
            handed: vec![0.0; nodes],
        }
    }

    /// Adds the dependencies of a source to a tally. False, and nothing added, when a number of paths is greater than a
    /// double holds.
    pub(crate) fn run(
        &mut self,
        source: Source,
        tally: &mut Tally,
        interrupt: &Interrupt,
    ) -> Result<bool, MeasureError> {
        let is_held = self.outwards(source, interrupt)?;
        if is_held {
            self.inwards(source, tally);
        }
        for node in &self.order {
            self.distances[*node as usize] = FAR;
        }
        Ok(is_held)
    }

    fn outwards(&mut self, source: Source, interrupt: &Interrupt) -> Result<bool, MeasureError> {
        self.order.clear();
        self.order.push(source.class);
        self.distances[source.class as usize] = 0;
        self.counts[source.class as usize] = 1.0;
        let mut at = 0;
        while let Some(node) = self.order.get(at).copied() {
            if at.is_multiple_of(STRIDE) {
                interrupt.check()?;
            }
            let size = if at == 0 { 1.0 } else { self.graph.size(node as usize) as f64 };
            let paths = self.counts[node as usize] * size;
            if paths >= HELD {
                return Ok(false);
            }
            let next = self.distances[node as usize] + 1;
            for other in self.graph.row(node as usize) {
                let distance = &mut self.distances[*other as usize];
                if *distance == FAR {
                    *distance = next;
                    self.counts[*other as usize] = paths;
                    self.order.push(*other);
                } else if *distance == next {
                    self.counts[*other as usize] += paths;
                }
            }
            at += 1;
        }
        Ok(true)
    }

    fn inwards(&mut self, source: Source, tally: &mut Tally) {
        let class = source.class as usize;
        // The paths between two twins of the source that are not tied go through its neighbours.
        let between = self.graph.between[class] * (self.graph.size(class) as f64 - 1.0);
        for node in self.order.iter().skip(1).rev() {
            let node = *node as usize;
            let next = self.distances[node] + 1;
            let mut sum = if next == 2 { between } else { 0.0 };
            for other in self.graph.row(node) {
                if self.distances[*other as usize] == next {
                    sum += self.handed[*other as usize];
                }
            }
            let paths = self.counts[node];
            self.handed[node] = self.graph.size(node) as f64 * (1.0 / paths + sum);
            tally.add(node, f64::from(source.times), paths * sum);
        }
    }
}
