//! How the ties of a node spread over groups.

use super::quality::{flat, grouping};
use super::rows::{Flat, Rows, Sums};
use crate::error::MeasureError;
use crate::graph::Graph;
use crate::weights::WeightSemantics;

/// The participation coefficient `P_i = 1 − Σ_s (κ_is / k_i)²` of each node, with `κ_is` the weight of its ties to group
/// `s` and `k_i` its strength: 0 when all ties go to one group, towards 1 the more evenly they spread. None for nodes
/// without ties.
///
/// `groups` has a group for each node, any numbers.
///
/// # Errors
/// [`MeasureError::Parameter`] for a grouping of another length; `NeedsStrength` for distances.
///
/// # Source
/// R. Guimerà, L. A. N. Amaral, Nature 433, 895–900, 2005, doi:10.1038/nature03288. Time O(n log n + m). Checked against
/// values worked out by hand.
pub fn participation(
    graph: &Graph,
    groups: &[u32],
    semantics: WeightSemantics,
) -> Result<Vec<Option<f64>>, MeasureError> {
    let (of, labels) = grouping(graph, groups)?;
    let flat = flat(graph, semantics)?;
    let mut sums = Sums::new(labels.len());
    let coefficient = |node: usize| {
        sums.clear();
        sums.add_row(flat.row(node), |other| of[other]);
        if sums.keys().len() < 2 {
            return sums.keys().first().map(|_| 0.0);
        }
        let strength: f64 = sums.keys().iter().map(|it| sums.of(*it)).sum();
        if !strength.is_finite() {
            return None;
        }
        let shares = sums.keys().iter().map(|it| sums.of(*it) / strength);
        Some((1.0 - shares.map(|it| it * it).sum::<f64>()).clamp(0.0, 1.0))
    };
    Ok((0..graph.nodes()).map(coefficient).collect())
}

/// The within-module degree `z_i = (κ_i − mean κ) / σ` of each node, with `κ_i` the weight of its ties inside its own
/// group; mean and standard deviation σ (of the population) over the nodes of that group. None when all nodes of the group
/// have the same `κ`.
///
/// # Errors
/// As [`participation`].
///
/// # Source
/// As [`participation`]. Time O(n log n + m). Checked against values worked out by hand.
pub fn within_module(
    graph: &Graph,
    groups: &[u32],
    semantics: WeightSemantics,
) -> Result<Vec<Option<f64>>, MeasureError> {
    let (of, labels) = grouping(graph, groups)?;
    let flat = flat(graph, semantics)?;
    let own: Vec<f64> = (0..graph.nodes()).map(|it| own_group(&flat, &of, it)).collect();
    let mut sizes = vec![0.0; labels.len()];
    let mut means = vec![0.0; labels.len()];
    let mut range = vec![(f64::INFINITY, f64::NEG_INFINITY); labels.len()];
    for (group, value) in of.iter().zip(&own) {
        let group = *group as usize;
        sizes[group] += 1.0;
        means[group] += value;
        range[group] = (range[group].0.min(*value), range[group].1.max(*value));
    }
    for (mean, size) in means.iter_mut().zip(&sizes) {
        *mean /= size;
    }
    let mut variances = vec![0.0; labels.len()];
    for (group, value) in of.iter().zip(&own) {
        let group = *group as usize;
        variances[group] += (value - means[group]) * (value - means[group]) / sizes[group];
    }
    let z = |(group, value): (&u32, &f64)| {
        let group = *group as usize;
        let varies = range[group].0 < range[group].1;
        varies.then(|| (value - means[group]) / variances[group].sqrt()).filter(|it| it.is_finite())
    };
    Ok(of.iter().zip(&own).map(z).collect())
}

fn own_group(flat: &Flat<'_>, of: &[u32], node: usize) -> f64 {
    let mut sum = 0.0;
    flat.row(node).each(|other, weight| sum += if of[other] == of[node] { weight } else { 0.0 });
    sum
}
