//! The quality of a grouping of nodes: modularity and the constant Potts model.

use rayon::prelude::*;

use super::rows::{Flat, Rows};
use crate::error::{MeasureError, Undefined};
use crate::graph::Graph;
use crate::weights::WeightSemantics;

/// The modularity `Q = Σ_c [L_c/m − γ (K_c/2m)²]` of a grouping, γ the resolution, `L_c` the weight inside group `c`,
/// `K_c` the sum of its strengths and `m` the weight of all ties. At γ = 1 from −1/2 to 1; none when the graph has no
/// ties.
///
/// `groups` has a group for each node, any numbers.
///
/// # Errors
/// [`MeasureError::Parameter`] for a grouping of another length or a resolution that is negative or not finite;
/// [`Undefined::NeedsStrength`] for distances.
///
/// # Source
/// M. E. J. Newman, M. Girvan, Phys. Rev. E 69, 026113, 2004, doi:10.1103/PhysRevE.69.026113; the resolution: J. Reichardt,
/// S. Bornholdt, Phys. Rev. E 74, 016110, 2006, doi:10.1103/PhysRevE.74.016110. Time O(n log n + m). Checked against
/// values worked out by hand.
pub fn modularity(
    graph: &Graph,
    groups: &[u32],
    resolution: f64,
    semantics: WeightSemantics,
) -> Result<Option<f64>, MeasureError> {
    let (of, labels) = grouping(graph, groups)?;
    let resolution = check_resolution(resolution)?;
    let flat = flat(graph, semantics)?;
    Ok(total_modularity(&flat, &of, labels.len(), resolution))
}

/// The quality `H = Σ_c [L_c − γ n_c (n_c − 1)/2]` of a grouping in the constant Potts model, γ the resolution, `L_c` the
/// weight inside group `c` and `n_c` its size; in units of weight. None only when it is too large for a number.
///
/// # Errors
/// As [`modularity`].
///
/// # Source
/// V. A. Traag, P. Van Dooren, Y. Nesterov, Phys. Rev. E 84, 016114, 2011, doi:10.1103/PhysRevE.84.016114. Time
/// O(n log n + m). Checked against values worked out by hand.
pub fn constant_potts(
    graph: &Graph,
    groups: &[u32],
    resolution: f64,
    semantics: WeightSemantics,
) -> Result<Option<f64>, MeasureError> {
    let (of, labels) = grouping(graph, groups)?;
    let resolution = check_resolution(resolution)?;
    let flat = flat(graph, semantics)?;
    Ok(potts(&flat, &of, labels.len(), resolution))
}

/// The graph with its weights or without; distances are refused.
pub(super) fn flat(graph: &Graph, semantics: WeightSemantics) -> Result<Flat<'_>, MeasureError> {
    match semantics {
        WeightSemantics::None => Ok(Flat { graph, is_weighted: false }),
        WeightSemantics::Strength => Ok(Flat { graph, is_weighted: graph.is_weighted() }),
        WeightSemantics::Distance => Err(MeasureError::NotDefined(Undefined::NeedsStrength)),
    }
}

/// The groups numbered without gaps in ascending order of their numbers, and these.
pub(super) fn grouping(graph: &Graph, groups: &[u32]) -> Result<(Vec<u32>, Vec<u32>), MeasureError> {
    if groups.len() != graph.nodes() {
        return Err(MeasureError::Parameter { name: "groups", problem: "must have a group for each node" });
    }
    Ok(without_gaps(groups))
}

/// Numbers without gaps, in ascending order of the numbers given, and these.
pub(super) fn without_gaps(groups: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let mut labels = groups.to_vec();
    labels.sort_unstable();
    labels.dedup();
    let number = |it: &u32| labels.partition_point(|other| other < it) as u32;
    (groups.iter().map(number).collect(), labels)
}

pub(super) fn check_resolution(resolution: f64) -> Result<f64, MeasureError> {
    if resolution.is_finite() && resolution >= 0.0 {
        Ok(resolution)
    } else {
        Err(MeasureError::Parameter { name: "resolution", problem: "must be a finite number, 0 or more" })
    }
}

/// What is added up for a group.
#[derive(Clone, Copy, Default)]
pub(super) struct Inside {
    /// Twice the weight of the ties inside.
    pub(super) twice: f64,
    /// The sum of strengths.
    pub(super) strength: f64,
    /// The number of nodes.
    pub(super) size: usize,
}

/// Adds up weights for each group.
pub(super) fn inside(rows: &impl Rows, of: &[u32], count: usize) -> Vec<Inside> {
    let nodes: Vec<(f64, f64)> = (0..of.len())
        .into_par_iter()
        .with_min_len(256)
        .map(|node| {
            let (mut twice, mut strength) = (0.0, 0.0);
            rows.row(node).each(|other, weight| {
                strength += weight;
                twice += if of[other] == of[node] { weight } else { 0.0 };
            });
            (twice, strength)
        })
        .collect();
    let mut groups = vec![Inside::default(); count];
    for (group, (twice, strength)) in of.iter().zip(nodes) {
        let group = &mut groups[*group as usize];
        group.twice += twice;
        group.strength += strength;
        group.size += 1;
    }
    groups
}

/// What a group adds to the modularity, `all` the sum of all strengths; none when that is 0 or no number.
pub(super) fn share(group: &Inside, all: f64, resolution: f64) -> Option<f64> {
    let strength = group.strength / all;
    Some(group.twice / all - resolution * strength * strength).filter(|it| it.is_finite())
}

/// The modularity; none when there are no ties or it is no number.
pub(super) fn total_modularity(rows: &impl Rows, of: &[u32], count: usize, resolution: f64) -> Option<f64> {
    let groups = inside(rows, of, count);
    let all: f64 = groups.iter().map(|it| it.strength).sum();
    if all == 0.0 || groups.is_empty() {
        return None;
    }
    groups.iter().map(|it| share(it, all, resolution)).sum::<Option<f64>>().filter(|it| it.is_finite())
}

/// The quality in the constant Potts model; none when it is too large for a number.
pub(super) fn potts(rows: &impl Rows, of: &[u32], count: usize, resolution: f64) -> Option<f64> {
    let part = |it: &Inside| {
        let size = it.size as f64;
        it.twice / 2.0 - resolution * (size * (size - 1.0) / 2.0)
    };
    let quality: f64 = inside(rows, of, count).iter().map(part).sum();
    quality.is_finite().then_some(quality)
}
