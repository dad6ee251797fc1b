//! How much one source depends on each node between it and the others.

use crate::error::MeasureError;
use crate::graph::Graph;
use crate::interrupt::Interrupt;
use crate::paths::count::{Count, Wide};
use crate::paths::length::Metric;
use crate::paths::search::Search;

/// The dependencies `δ(v) = Σ_t σ(s, t | v) / σ(s, t)` of one source `s` after another, by the algorithm of U. Brandes
/// (J. Math. Sociol. 25, 163–177, 2001, doi:10.1080/0022250X.2001.9990249): O(m + n log n) a source, with lengths
/// compared exactly. Counts of paths greater than a double holds are counted again with a wider exponent.
pub(crate) struct Dependencies<'a, M: Metric> {
    search: Search<'a, M>,
    counts: Vec<f64>,
    wide: Vec<Wide>,
    values: Vec<f64>,
}

impl<'a, M: Metric> Dependencies<'a, M> {
    /// Room for the dependencies on the nodes of a graph.
    pub(crate) fn new(graph: &'a Graph, metric: &'a M) -> Self {
        let nodes = graph.nodes();
        let search = Search::new(graph, metric);
        Self { search, counts: vec![0.0; nodes], wide: Vec::new(), values: vec![0.0; nodes] }
    }

    /// The dependencies of a source: the nodes on which it may depend, and values by node, which hold for these only.
    pub(crate) fn of(
        &mut self,
        source: u32,
        interrupt: &Interrupt,
    ) -> Result<(&[u32], &[f64]), MeasureError> {
        self.search.run(source, None, |_, _| true, interrupt)?;
        if !accumulate(&self.search, &mut self.counts, &mut self.values) {
            self.wide.resize(self.counts.len(), Wide::ZERO);
            accumulate(&self.search, &mut self.wide, &mut self.values);
        }
        Ok((self.search.order().get(1..).unwrap_or_default(), &self.values))
    }
}

/// Counts the paths outwards and gathers the dependencies inwards; false when the counts are too great.
fn accumulate<M: Metric, C: Count>(search: &Search<'_, M>, counts: &mut [C], values: &mut [f64]) -> bool {
    let order = search.order();
    for node in order {
        let paths = search.predecessors(*node).fold(C::ZERO, |sum, it| sum.plus(counts[it as usize]));
        if !paths.is_held() {
            return false;
        }
        counts[*node as usize] = paths;
        values[*node as usize] = 0.0;
        if order.first() == Some(node) {
            counts[*node as usize] = C::ONE;
        }
    }
    for node in order.iter().rev() {
        let (paths, share) = (counts[*node as usize], 1.0 + values[*node as usize]);
        for predecessor in search.predecessors(*node) {
            values[predecessor as usize] += counts[predecessor as usize].over(paths) * share;
        }
    }
    true
}
