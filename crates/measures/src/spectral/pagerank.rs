//! PageRank.

use super::conjugate_gradient::solve;
use super::matrix::Matrix;
use crate::error::{MeasureError, Undefined};
use crate::graph::Graph;
use crate::interrupt::Interrupt;
use crate::weights::WeightSemantics;

/// PageRank: how often a walk comes by that goes on along a tie, chosen by its weight, with the probability `damping`
/// (0.85 as a rule), and else, and from isolates always, starts anew at any node. Values are positive and add up to 1;
/// never null.
///
/// S. Brin, L. Page, "The anatomy of a large-scale hypertextual Web search engine", Comput. Netw. ISDN Syst. 30, 107–117,
/// 1998, doi:10.1016/S0169-7552(98)00110-X. As ties go both ways, the equations are made symmetric by the square roots of
/// the strengths `s` and solved by conjugate gradients until no value is off by more than about `1e-10 / n`. In a graph of
/// `n` nodes of which `k` are isolates, an isolate has `(1 − damping) / (n − k · damping)`. Time O(m) for each of some
/// tens of steps, space O(n). Checked against igraph (PRPACK), NetworkX and a dense solution.
///
/// # Errors
/// [`Undefined::NoNodes`]; [`Undefined::NeedsStrength`] for distances; [`MeasureError::Parameter`] unless
/// `0 ≤ damping < 1`; [`Undefined::NoConvergence`] for a damping too close to 1 or weights whose sums leave the range of
/// doubles; [`MeasureError::Interrupted`].
pub fn pagerank(
    graph: &Graph,
    semantics: WeightSemantics,
    damping: f64,
    interrupt: &Interrupt,
) -> Result<Vec<f64>, MeasureError> {
    if !(0.0..1.0).contains(&damping) {
        return Err(MeasureError::Parameter { name: "damping", problem: "must be at least 0 and below 1" });
    }
    let matrix = Matrix::new(graph, semantics)?;
    let nodes = graph.nodes();
    let roots: Vec<f64> = matrix.sums().iter().map(|it| it.sqrt()).collect();
    let isolates = roots.iter().filter(|it| **it == 0.0).count();
    // What every node gets by starts anew: x = damping · A D⁻¹ x + anew, and an isolate has no more.
    let anew = (1.0 - damping) / (nodes as f64 - damping * isolates as f64);
    if isolates == nodes {
        return Ok(vec![anew; nodes]);
    }
    let inverses: Vec<f64> = roots.iter().map(|it| if *it > 0.0 { 1.0 / it } else { 0.0 }).collect();
    let right: Vec<f64> = inverses.iter().map(|it| it * anew).collect();
    let greatest = roots.iter().copied().fold(0.0, f64::max);
    // The least eigenvalue of the system is at least 1 − damping, and an entry of the solution is x over its root.
    let tolerance = 1e-10 / nodes as f64 * (1.0 - damping) / greatest;
    let multiply = |x: &[f64], y: &mut [f64]| {
        let scaled: Vec<f64> = x.iter().zip(&inverses).map(|it| it.0 * it.1).collect();
        matrix.multiply(&scaled, y, |node, sum| x[node] - damping * inverses[node] * sum);
    };
    let solution = solve(multiply, &right, tolerance, interrupt)?;
    let mut values: Vec<f64> = solution.iter().zip(&roots).map(|it| it.0 * it.1).collect();
    for (value, root) in values.iter_mut().zip(&roots) {
        if *root == 0.0 {
            *value = anew;
        }
    }
    let total: f64 = values.iter().sum();
    for value in &mut values {
        *value /= total;
    }
    if values.iter().all(|it| it.is_finite()) {
        Ok(values)
    } else {
        Err(MeasureError::NotDefined(Undefined::NoConvergence))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(nodes: usize, ties: &[(u32, u32, f64)], damping: f64) -> Vec<f64> {
        let (graph, _) = Graph::from_ties(nodes, ties).expect("right");
        pagerank(&graph, WeightSemantics::Strength, damping, &Interrupt::new()).expect("defined")
    }

    /// Multiplying until nothing changes, as the definition says.
    fn walked(nodes: usize, ties: &[(u32, u32, f64)], damping: f64) -> Vec<f64> {
        let (graph, _) = Graph::from_ties(nodes, ties).expect("right");
        let mut values = vec![1.0 / nodes as f64; nodes];
        for _ in 0..2_000 {
            let mut next = vec![(1.0 - damping) / nodes as f64; nodes];
            let isolated: f64 =
                values.iter().enumerate().filter(|it| graph.degree(it.0) == 0).map(|it| it.1).sum();
            next.iter_mut().for_each(|it| *it += damping * isolated / nodes as f64);
            for (a, b, weight) in graph.iter_ties() {
                let (a, b) = (a as usize, b as usize);
                next[a] += damping * values[b] * weight / graph.strength(b);
                next[b] += damping * values[a] * weight / graph.strength(a);
            }
            values = next;
        }
        values
    }

    #[test]
    fn it_is_where_the_walk_settles() {
        let ties = [(0, 1, 1.0), (0, 2, 3.5), (0, 3, 1.0), (3, 4, 0.25), (6, 7, 9.0), (1, 2, 2.0)];
        for damping in [0.0, 0.5, 0.85, 0.98] {
            let found = values(10, &ties, damping);
            for (found, expected) in found.iter().zip(walked(10, &ties, damping)) {
                assert!((found - expected).abs() < 1e-13, "{damping}: {found} {expected}");
            }
            assert!((found.iter().sum::<f64>() - 1.0).abs() < 1e-14);
        }
    }

    #[test]
    fn a_star_by_hand() {
        // Middle c, leaf l: c = 0.15 / 4 + 0.85 · 3 l, l = 0.15 / 4 + 0.85 c / 3.
        let middle = (0.0375 + 0.85 * 3.0 * 0.0375) / (1.0 - 0.85 * 0.85);
        let found = values(4, &[(0, 1, 1.0), (0, 2, 1.0), (0, 3, 1.0)], 0.85);
        assert!((found[0] - middle).abs() < 1e-14 && (found[1] - (1.0 - middle) / 3.0).abs() < 1e-14);
    }

    #[test]
    fn edges_of_the_definition() {
        assert_eq!(values(4, &[], 0.85), [0.25; 4]);
        let (graph, _) = Graph::from_ties(2, &[(0, 1, 1.0)]).expect("right");
        for damping in [-0.1, 1.0, f64::NAN] {
            assert!(matches!(
                pagerank(&graph, WeightSemantics::None, damping, &Interrupt::new()),
                Err(MeasureError::Parameter { .. })
            ));
        }
        let stopped = Interrupt::new();
        stopped.stop();
        let (path, _) = Graph::from_ties(3, &[(0, 1, 1.0), (1, 2, 1.0)]).expect("right");
        assert_eq!(
            pagerank(&path, WeightSemantics::None, 0.85, &stopped).err(),
            Some(MeasureError::Interrupted)
        );
    }
}
