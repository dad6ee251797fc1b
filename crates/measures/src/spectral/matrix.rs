//! The adjacency matrix and vectors beside it, computed with in parallel and the same on any number of threads.

use std::ops::Range;

use rayon::prelude::*;

use crate::error::{MeasureError, Undefined};
use crate::graph::Graph;
use crate::weights::WeightSemantics;

/// Entries of the matrix, and of a vector, that one task takes.
const CHUNK: usize = 1 << 15;

/// The adjacency matrix of a graph, weighted or of ones.
pub(super) struct Matrix<'a> {
    pub(super) graph: &'a Graph,
    is_weighted: bool,
    /// Rows of about equal work.
    chunks: Vec<Range<usize>>,
}

impl<'a> Matrix<'a> {
    pub(super) fn new(graph: &'a Graph, semantics: WeightSemantics) -> Result<Self, MeasureError> {
        let is_weighted = match semantics {
            WeightSemantics::None => false,
            WeightSemantics::Strength => graph.is_weighted(),
            WeightSemantics::Distance => return Err(MeasureError::NotDefined(Undefined::NeedsStrength)),
        };
        if graph.nodes() == 0 {
            return Err(MeasureError::NotDefined(Undefined::NoNodes));
        }
        let mut chunks = Vec::new();
        let (mut first, mut work) = (0, 0);
        for node in 0..graph.nodes() {
            work += graph.degree(node) + 1;
            if work >= CHUNK {
                chunks.push(first..node + 1);
                (first, work) = (node + 1, 0);
            }
        }
        if first < graph.nodes() {
            chunks.push(first..graph.nodes());
        }
        Ok(Self { graph, is_weighted, chunks })
    }

    /// The same matrix of another graph.
    pub(super) fn of<'b>(&self, graph: &'b Graph) -> Result<Matrix<'b>, MeasureError> {
        let semantics = if self.is_weighted { WeightSemantics::Strength } else { WeightSemantics::None };
        Matrix::new(graph, semantics)
    }

    /// The sums of the rows.
    pub(super) fn sums(&self) -> Vec<f64> {
        let sum = |it| if self.is_weighted { self.graph.strength(it) } else { self.graph.degree(it) as f64 };
        (0..self.graph.nodes()).map(sum).collect()
    }

    /// `y = f(i, (A x)ᵢ)` for each row `i`.
    pub(super) fn multiply(&self, x: &[f64], y: &mut [f64], f: impl Fn(usize, f64) -> f64 + Sync) {
        let fill = |rows: Range<usize>, part: &mut [f64]| {
            for (node, value) in rows.zip(part) {
                *value = f(node, self.row(node, x));
            }
        };
        if self.chunks.len() == 1 {
            fill(0..self.graph.nodes(), y);
            return;
        }
        let mut parts = Vec::with_capacity(self.chunks.len());
        let mut rest = y;
        for rows in &self.chunks {
            let (part, after) = rest.split_at_mut(rows.len());
            parts.push((rows.clone(), part));
            rest = after;
        }
        parts.into_par_iter().for_each(|(rows, part)| fill(rows, part));
    }

    fn row(&self, node: usize, x: &[f64]) -> f64 {
        // Four sums at once, as each addition would wait for the one before.
        let neighbours = self.graph.neighbours(node).chunks_exact(4);
        let mut sums = [0.0; 4];
        let rest = neighbours.remainder();
        if self.is_weighted {
            let weights = self.graph.weights(node).chunks_exact(4);
            let after = weights.remainder();
            for (four, weights) in neighbours.zip(weights) {
                for lane in 0..4 {
                    sums[lane] += weights[lane] * x[four[lane] as usize];
                }
            }
            for (neighbour, weight) in rest.iter().zip(after) {
                sums[0] += weight * x[*neighbour as usize];
            }
        } else {
            for four in neighbours {
                for lane in 0..4 {
                    sums[lane] += x[four[lane] as usize];
                }
            }
            for neighbour in rest {
                sums[0] += x[*neighbour as usize];
            }
        }
        (sums[0] + sums[1]) + (sums[2] + sums[3])
    }
}

/// `Σ xᵢ yᵢ`, in an order that the length alone decides.
pub(super) fn dot(x: &[f64], y: &[f64]) -> f64 {
    let mut sums = [0.0; 8];
    let (xs, ys) = (x.chunks_exact(8), y.chunks_exact(8));
    let rest: f64 = xs.remainder().iter().zip(ys.remainder()).map(|it| it.0 * it.1).sum();
    for (x, y) in xs.zip(ys) {
        for lane in 0..8 {
            sums[lane] += x[lane] * y[lane];
        }
    }
    sums.iter().sum::<f64>() + rest
}

/// `√(Σ xᵢ²)`.
pub(super) fn norm(x: &[f64]) -> f64 {
    dot(x, x).sqrt()
}

/// `y += a x`.
pub(super) fn add(y: &mut [f64], a: f64, x: &[f64]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y += a * x;
    }
}

/// The product of each of several vectors with one.
pub(super) fn dots(vectors: &[Vec<f64>], x: &[f64]) -> Vec<f64> {
    if x.len() < CHUNK {
        vectors.iter().map(|it| dot(it, x)).collect()
    } else {
        vectors.par_iter().map(|it| dot(it, x)).collect()
    }
}

/// `y += Σ aᵢ xᵢ` for several vectors `xᵢ`.
pub(super) fn add_all(y: &mut [f64], factors: &[f64], vectors: &[Vec<f64>]) {
    let fill = |first: usize, part: &mut [f64]| {
        for (factor, vector) in factors.iter().zip(vectors) {
            add(part, *factor, &vector[first..first + part.len()]);
        }
    };
    if y.len() < CHUNK {
        fill(0, y);
    } else {
        y.par_chunks_mut(CHUNK / 8).enumerate().for_each(|(chunk, part)| fill(chunk * (CHUNK / 8), part));
    }
}
