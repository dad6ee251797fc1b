//! The disparity filter: whether a tie takes more of an end's strength than chance would give it.

use super::{Backbone, BackboneRule, BackboneTie};
use crate::error::MeasureError;
use crate::graph::Graph;
use crate::interrupt::Interrupt;

/// What to mind when reading a backbone by the disparity filter.
pub const DISPARITY_CAVEAT: &str = "The model divides the strength of each institution among its ties at random. Weights \
    of ties that come from shared occasions do not arise so: everybody at an occasion is tied to everybody else at once. \
    Where occasions are known, prefer SDSM or the hypergeometric model.";

/// The backbone by the disparity filter: the p-value of a tie is the smaller over its ends of `(1 − w/s)^(k − 1)`, with the
/// strength `s` and degree `k` of the end; an end with one tie says nothing. Weights are strengths.
///
/// M. Á. Serrano, M. Boguñá, A. Vespignani, Proc. Natl. Acad. Sci. USA 106, 6483, 2009, doi:10.1073/pnas.0808904106. Read
/// [`DISPARITY_CAVEAT`], which the result carries. Time O(m log m).
///
/// # Errors
/// [`MeasureError::Parameter`] for an alpha that is none; [`MeasureError::Interrupted`].
pub fn disparity(graph: &Graph, rule: BackboneRule, interrupt: &Interrupt) -> Result<Backbone, MeasureError> {
    rule.check()?;
    interrupt.check()?;
    let tie = |((a, b, weight), p_value)| BackboneTie { a, b, weight, p_value, is_kept: false };
    let ties: Vec<_> = graph.iter_ties().zip(disparity_values(graph)).map(tie).collect();
    interrupt.check()?;
    let tests = ties.len() as u64;
    Ok(Backbone::new(graph.nodes(), ties, tests, rule, Some(DISPARITY_CAVEAT)))
}

/// The p-values of [`disparity`], in order of [`Graph::iter_ties`]; 0 to 1. Time O(m).
#[must_use]
pub fn disparity_values(graph: &Graph) -> Vec<f64> {
    let strengths: Vec<f64> = (0..graph.nodes()).map(|it| graph.strength(it)).collect();
    let chance = |node: u32, weight: f64| match graph.degree(node as usize) {
        0 | 1 => 1.0,
        degree => (1.0 - weight / strengths[node as usize]).max(0.0).powf((degree - 1) as f64),
    };
    graph.iter_ties().map(|(a, b, weight)| chance(a, weight).min(chance(b, weight))).collect()
}
