//! Katz centrality.

use super::conjugate_gradient::solve;
use super::eigenvector::greatest;
use super::lanczos::Wanted;
use super::matrix::Matrix;
use crate::error::{MeasureError, Undefined};
use crate::graph::Graph;
use crate::interrupt::Interrupt;
use crate::weights::WeightSemantics;

/// The default `alpha` as a share of the least value for which Katz centrality is not defined.
const DEFAULT_SHARE: f64 = 0.85;

/// Katz centrality: `x = alpha · A x + beta`, that is `beta` times the number of walks that end at a node, those of
/// length `l` counted `alphaˡ` times. Values are at least `beta` and not scaled; never null. An isolate has `beta`.
///
/// `alpha` weakens longer walks and must be below one over the greatest eigenvalue of the graph; none means
/// [`default_alpha`], or any in a graph without ties, where it does not matter. `beta` is 1 as a rule.
///
/// L. Katz, "A new status index derived from sociometric analysis", Psychometrika 18, 39–43, 1953,
/// doi:10.1007/BF02289026. The equations are solved by conjugate gradients until the error is below 1e-12 of `beta`. Time
/// O(m) for each of some tens of steps, more the closer `alpha` is to its limit; space O(n). Checked against
/// `katz_centrality_numpy` of NetworkX, not normalized, and a dense solution.
///
/// # Errors
/// [`Undefined::NoNodes`]; [`Undefined::NeedsStrength`] for distances; [`MeasureError::Parameter`] when `alpha` is not
/// positive or not below its limit, or `beta` is not positive and finite; [`Undefined::NoConvergence`] when `alpha` is so
/// close to its limit that rounding decides; [`MeasureError::Interrupted`].
pub fn katz(
    graph: &Graph,
    semantics: WeightSemantics,
    alpha: Option<f64>,
    beta: f64,
    interrupt: &Interrupt,
) -> Result<Vec<f64>, MeasureError> {
    if alpha.is_some_and(|it| !(it > 0.0 && it.is_finite())) {
        return Err(MeasureError::Parameter { name: "alpha", problem: "must be positive and finite" });
    }
    if !(beta > 0.0 && beta.is_finite()) {
        return Err(MeasureError::Parameter { name: "beta", problem: "must be positive and finite" });
    }
    let matrix = Matrix::new(graph, semantics)?;
    if graph.ties() == 0 {
        return Ok(vec![beta; graph.nodes()]);
    }
    // No eigenvalue is above the greatest sum of a row, so a small alpha needs no more.
    let bound = matrix.sums().into_iter().fold(0.0, f64::max);
    let (alpha, share) = match alpha {
        Some(alpha) if alpha * bound < DEFAULT_SHARE => (alpha, alpha * bound),
        Some(alpha) => (alpha, alpha * greatest_eigenvalue(graph, semantics, interrupt)?),
        None => (default_alpha(graph, semantics, interrupt)?, DEFAULT_SHARE),
    };
    if share >= 1.0 - 1e-12 {
        return Err(MeasureError::Parameter {
            name: "alpha",
            problem: "must be below 1 over the greatest eigenvalue of the graph",
        });
    }
    let right = vec![1.0; graph.nodes()];
    let multiply = |x: &[f64], y: &mut [f64]| matrix.multiply(x, y, |node, sum| x[node] - alpha * sum);
    let mut values = solve(multiply, &right, 1e-12 * (1.0 - share), interrupt)?;
    for value in &mut values {
        *value *= beta;
    }
    if values.iter().all(|it| it.is_finite()) {
        Ok(values)
    } else {
        Err(MeasureError::NotDefined(Undefined::NoConvergence))
    }
}

/// The `alpha` that [`katz`] takes when none is given: 0.85 over the greatest eigenvalue of the graph.
///
/// # Errors
/// [`Undefined::NoNodes`], [`Undefined::NoTies`]; [`Undefined::NeedsStrength`] for distances;
/// [`Undefined::NoConvergence`]; [`MeasureError::Interrupted`].
pub fn default_alpha(
    graph: &Graph,
    semantics: WeightSemantics,
    interrupt: &Interrupt,
) -> Result<f64, MeasureError> {
    Ok(DEFAULT_SHARE / greatest_eigenvalue(graph, semantics, interrupt)?)
}

fn greatest_eigenvalue(
    graph: &Graph,
    semantics: WeightSemantics,
    interrupt: &Interrupt,
) -> Result<f64, MeasureError> {
    let parts = greatest(graph, semantics, Wanted::Value, interrupt)?;
    let value = parts.iter().map(|it| it.found.value).fold(0.0, f64::max);
    if value > 0.0 { Ok(value) } else { Err(MeasureError::NotDefined(Undefined::NoConvergence)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(nodes: usize, ties: &[(u32, u32, f64)]) -> Graph {
        Graph::from_ties(nodes, ties).expect("right").0
    }

    fn values(graph: &Graph, alpha: Option<f64>) -> Result<Vec<f64>, MeasureError> {
        katz(graph, WeightSemantics::Strength, alpha, 1.0, &Interrupt::new())
    }

    #[test]
    fn a_star_by_hand() {
        // c = 1 + 4 a l, l = 1 + a c: c = (1 + 4 a) / (1 − 4 a²); the eigenvalue is 2.
        let star = graph(6, &[(0, 1, 1.0), (0, 2, 1.0), (0, 3, 1.0), (0, 4, 1.0)]);
        for alpha in [Some(0.1), Some(0.45), None] {
            let a: f64 = alpha.unwrap_or(0.425);
            let middle = (1.0 + 4.0 * a) / (1.0 - 4.0 * a * a);
            let found = values(&star, alpha).expect("defined");
            let expected = [middle, 1.0 + a * middle, 1.0];
            for (found, expected) in [found[0], found[1], found[5]].iter().zip(expected) {
                assert!((found - expected).abs() < 1e-11, "{alpha:?}: {found} {expected}");
            }
        }
        for alpha in [0.5, 0.6, 0.0, -1.0, f64::NAN] {
            assert!(matches!(values(&star, Some(alpha)), Err(MeasureError::Parameter { .. })), "{alpha}");
        }
        for beta in [0.0, f64::INFINITY] {
            assert!(katz(&star, WeightSemantics::None, None, beta, &Interrupt::new()).is_err());
        }
    }

    #[test]
    fn weights_count_and_isolates_have_beta() {
        let pair = graph(3, &[(0, 1, 4.0)]);
        let found =
            katz(&pair, WeightSemantics::Strength, Some(0.125), 3.0, &Interrupt::new()).expect("defined");
        for (found, expected) in found.iter().zip([6.0, 6.0, 3.0]) {
            assert!((found - expected).abs() < 1e-11);
        }
        assert_eq!(values(&graph(2, &[]), None), Ok(vec![1.0; 2]));
        let alpha = default_alpha(&pair, WeightSemantics::Strength, &Interrupt::new()).expect("defined");
        assert!((alpha - 0.2125).abs() < 1e-14);
    }
}
