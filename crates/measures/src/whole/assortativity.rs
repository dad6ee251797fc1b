//! Assortativity: whether those who are alike are tied to one another.
//!
//! Ties count one each, whatever they weigh.
//!
//! # Source
//! M. E. J. Newman, "Assortative mixing in networks", Phys. Rev. Lett. 89, 208701, 2002,
//! doi:10.1103/PhysRevLett.89.208701, and "Mixing patterns in networks", Phys. Rev. E 67, 026126, 2003,
//! doi:10.1103/PhysRevE.67.026126.
//!
//! # Checked against
//! `assortativity_degree`, `assortativity_nominal` and `assortativity` of igraph; NetworkX.

use num_bigint::BigInt;
use num_traits::ToPrimitive as _;
use rayon::prelude::*;

use crate::error::MeasureError;
use crate::graph::Graph;
use crate::whole::mixing::{self, Categories};

/// Nodes that one task takes.
const CHUNK: usize = 512;

/// Degree assortativity: the correlation of the degrees at the two ends of a tie, over all ties in both directions, from
/// −1 to 1; none when there are no ties or all nodes that have ties have the same degree.
///
/// Sums are of whole numbers and exact; only the last division rounds. Time O(n + m).
#[must_use]
pub fn degree(graph: &Graph) -> Option<f64> {
    let degrees: Vec<u32> = (0..graph.nodes()).map(|it| graph.degree(it) as u32).collect();
    // Σ d² and Σ d³ over nodes are Σ d and Σ d² over ends of ties.
    let sums = |first: usize| {
        let (mut product, mut square, mut cube) = (0_u128, 0_u128, 0_u128);
        for node in first..(first + CHUNK).min(graph.nodes()) {
            let own = u128::from(degrees[node]);
            // Neighbours ascend: each tie from its greater end only.
            let row = graph.neighbours(node);
            let before = &row[..row.partition_point(|it| (*it as usize) < node)];
            let others: u64 = before.iter().map(|it| u64::from(degrees[*it as usize])).sum();
            product += 2 * own * u128::from(others);
            square += own * own;
            cube += own * own * own;
        }
        (product, square, cube)
    };
    let (product, square, cube) = (0..graph.nodes().div_ceil(CHUNK))
        .into_par_iter()
        .map(|chunk| sums(chunk * CHUNK))
        .reduce(|| (0, 0, 0), |x, y| (x.0 + y.0, x.1 + y.1, x.2 + y.2));
    let (ends, square) = (BigInt::from(2 * graph.ties() as u128), BigInt::from(square));
    let squared = &square * &square;
    let covariance = (&ends * BigInt::from(product) - &squared).to_f64()?;
    let variance = (&ends * BigInt::from(cube) - &squared).to_f64()?;
    (variance > 0.0).then(|| (covariance / variance).clamp(-1.0, 1.0))
}

/// Assortativity by category, `(Σ e_cc − Σ a_c²) / (1 − Σ a_c²)`, where `e_cc` is the share of ties inside category `c`
/// and `a_c` the share of ends of ties that lie in it; 1 when all ties are inside categories, 0 when they mix as by
/// chance, at least −1. Nodes without a category are left out together with their ties. None when no tie is left or all
/// that are lie in one category. [`mixing`](mixing::mixing) tells the counts behind it. Time O(n log n + m).
///
/// # Errors
/// [`MeasureError::Parameter`] when there is not one entry of `groups` for each node.
pub fn by_category(graph: &Graph, groups: &[Option<u32>]) -> Result<Option<f64>, MeasureError> {
    let categories = Categories::new(graph, groups)?;
    let mut ends = vec![0_u64; categories.names.len()];
    let mut inside = 0;
    for (category, found) in categories.of.iter().zip(categories.neighbours(graph)) {
        if let (Some(category), Some((same, other))) = (category, found) {
            ends[*category as usize] += same + other;
            inside += same;
        }
    }
    // Each tie inside was seen from both ends.
    Ok(mixing::assortativity(&ends, inside / 2))
}

/// Assortativity by number: the correlation of the numbers at the two ends of a tie, over all ties in both directions,
/// from −1 to 1. Nodes without a number are left out together with their ties. None when no tie is left or all nodes
/// that have one have the same number. Time O(n + m).
///
/// # Errors
/// [`MeasureError::Parameter`] when there is not one entry of `numbers` for each node, or one is not finite.
pub fn by_number(graph: &Graph, numbers: &[Option<f64>]) -> Result<Option<f64>, MeasureError> {
    if numbers.len() != graph.nodes() {
        return Err(MeasureError::Parameter { name: "numbers", problem: "must be one for each node" });
    }
    if numbers.iter().flatten().any(|it| !it.is_finite()) {
        return Err(MeasureError::Parameter { name: "numbers", problem: "must be finite" });
    }
    // How many ties of a node lead to a node that has a number.
    let ends: Vec<usize> = (0..graph.nodes())
        .map(|node| match numbers[node] {
            Some(_) => graph.neighbours(node).iter().filter(|it| numbers[**it as usize].is_some()).count(),
            None => 0,
        })
        .collect();
    let counted: Vec<(f64, f64)> = numbers
        .iter()
        .zip(&ends)
        .filter(|it| *it.1 > 0)
        .filter_map(|(number, ends)| number.map(|it| (it, *ends as f64)))
        .collect();
    let least = counted.iter().map(|it| it.0).fold(f64::INFINITY, f64::min);
    let greatest = counted.iter().map(|it| it.0).fold(f64::NEG_INFINITY, f64::max);
    if counted.is_empty() || least == greatest {
        return Ok(None);
    }
    // Neither sums nor squares of numbers between −1 and 1 leave the range of doubles.
    let (middle, half) = (least / 2.0 + greatest / 2.0, greatest / 2.0 - least / 2.0);
    let scaled = |it: f64| ((it - middle) / half).clamp(-1.0, 1.0);
    let total: f64 = counted.iter().map(|it| it.1).sum();
    let mean = counted.iter().map(|it| scaled(it.0) * it.1).sum::<f64>() / total;
    let variance: f64 = counted.iter().map(|it| (scaled(it.0) - mean).powi(2) * it.1).sum();
    let deviations: Vec<f64> =
        numbers.iter().map(|it| it.map_or(0.0, |number| scaled(number) - mean)).collect();
    let covariance: f64 = (0..graph.nodes())
        .filter(|it| ends[*it] > 0)
        .map(|node| {
            let others: f64 = graph.neighbours(node).iter().map(|it| deviations[*it as usize]).sum();
            deviations[node] * others
        })
        .sum();
    let value = covariance / variance;
    Ok(value.is_finite().then(|| value.clamp(-1.0, 1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(nodes: usize, ties: &[(u32, u32)]) -> Graph {
        let ties: Vec<_> = ties.iter().map(|it| (it.0, it.1, 1.0)).collect();
        Graph::from_ties(nodes, &ties).expect("right").0
    }

    /// Pearson's correlation by its textbook formula.
    fn pearson(pairs: &[(f64, f64)]) -> f64 {
        let count = pairs.len() as f64;
        let (x, y) = (
            pairs.iter().map(|it| it.0).sum::<f64>() / count,
            pairs.iter().map(|it| it.1).sum::<f64>() / count,
        );
        let sum = |of: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>();
        sum(&|it| (it.0 - x) * (it.1 - y))
            / (sum(&|it| (it.0 - x).powi(2)) * sum(&|it| (it.1 - y).powi(2))).sqrt()
    }

    #[test]
    fn a_path_of_four_by_hand() {
        // Ends: (1,2) (2,1) (2,2) (2,2) (2,1) (1,2): Σd = 10, Σd² = 18, Σdd' = 16; (96 − 100) / (108 − 100).
        assert_eq!(degree(&graph(4, &[(0, 1), (1, 2), (2, 3)])), Some(-0.5));
        assert_eq!(degree(&graph(4, &[(0, 1), (0, 2), (0, 3)])), Some(-1.0));
        assert_eq!(degree(&graph(3, &[(0, 1), (1, 2), (2, 0)])), None);
    }

    #[test]
    fn numbers_of_both_ends_correlate() {
        let graph = graph(6, &[(0, 1), (1, 2), (2, 3), (3, 0), (0, 2), (3, 4), (4, 5)]);
        let numbers = [Some(1.0), Some(2.5), Some(-3.0), Some(7.0), Some(0.5), None];
        let mut pairs = Vec::new();
        for (a, b, _) in graph.iter_ties() {
            if let (Some(x), Some(y)) = (numbers[a as usize], numbers[b as usize]) {
                pairs.extend([(x, y), (y, x)]);
            }
        }
        let value = by_number(&graph, &numbers).expect("right").expect("varies");
        assert!((value - pearson(&pairs)).abs() < 1e-14);
        let huge = [Some(1e308), Some(-1e308), Some(1e308), Some(0.0), None, None];
        assert!(by_number(&graph, &huge).expect("right").is_some_and(f64::is_finite));
        assert!(by_number(&graph, &[None; 5]).is_err());
        assert!(by_number(&graph, &[Some(f64::NAN); 6]).is_err());
        assert_eq!(by_number(&graph, &[Some(1.0); 6]), Ok(None));
    }

    #[test]
    fn degrees_as_numbers_give_degree_assortativity() {
        let graph = graph(6, &[(0, 1), (1, 2), (2, 3), (3, 0), (0, 2), (3, 4), (4, 5)]);
        let degrees: Vec<_> = (0..6).map(|it| Some(graph.degree(it) as f64)).collect();
        let (one, other) = (degree(&graph).expect("varies"), by_number(&graph, &degrees).expect("right"));
        assert!((one - other.expect("varies")).abs() < 1e-14);
    }
}
