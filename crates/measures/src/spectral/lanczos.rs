//! The greatest eigenvalue of a connected graph and its eigenvector.
//!
//! # Source
//! K. Wu, H. Simon, "Thick-restart Lanczos method for large symmetric eigenvalue problems", SIAM J. Matrix Anal. Appl. 22,
//! 602–616, 2000, doi:10.1137/S0895479898334605, with each new vector made orthogonal to all before it, twice.

use super::jacobi::eigen;
use super::matrix::{Matrix, add_all, dot, dots, norm};
use crate::error::{MeasureError, Undefined};
use crate::interrupt::Interrupt;

/// Vectors kept at once.
const BASIS: usize = 36;
/// Vectors kept when starting again.
const KEPT: usize = 12;
/// Times of starting again.
const RESTARTS: usize = 500;
/// The length of the error that a vector of length 1 may have.
const TOLERANCE: f64 = 1e-13;
/// What rounding leaves at best, as a multiple of the eigenvalue.
const ROUNDING: f64 = 4.0 * f64::EPSILON;
/// The error by rounding above which a vector is said not to settle.
const WORST: f64 = 1e-9;

/// The greatest eigenvalue and its eigenvector, of length 1 and without negative entries.
pub(super) struct Dominant {
    pub(super) value: f64,
    pub(super) vector: Vec<f64>,
}

/// How exact the result must be.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Wanted {
    /// The eigenvalue to about 13 digits; the vector may be coarse.
    Value,
    /// Value and vector.
    Vector,
}

/// Finds the greatest eigenvalue of the component where `start` is positive; `start` is 0 everywhere else and `size` the
/// number of its positive entries.
pub(super) fn dominant(
    matrix: &Matrix<'_>,
    start: &[f64],
    size: usize,
    wanted: Wanted,
    interrupt: &Interrupt,
) -> Result<Dominant, MeasureError> {
    let mut projected = vec![vec![0.0; BASIS]; BASIS];
    let mut basis = vec![scaled(start, 1.0 / norm(start))];
    for restart in 0..=RESTARTS {
        loop {
            interrupt.check()?;
            let last = basis.len() - 1;
            let mut next = vec![0.0; start.len()];
            matrix.multiply(&basis[last], &mut next, |_, it| it);
            for _ in 0..2 {
                let parts = dots(&basis, &next);
                let negative: Vec<f64> = parts.iter().map(|it| -it).collect();
                add_all(&mut next, &negative, &basis);
                for (index, part) in parts.iter().enumerate() {
                    projected[index][last] += part;
                }
            }
            let (before, own) = projected.split_at_mut(last);
            for (mirrored, row) in own[0].iter_mut().zip(before) {
                *mirrored = row[last];
            }
            let beta = norm(&next);
            if !beta.is_finite() {
                return Err(MeasureError::NotDefined(Undefined::NoConvergence));
            }
            let length = last + 1;
            let is_whole = length >= size || beta <= ROUNDING * projected[0][0];
            if length % 4 == 0 || length == BASIS || is_whole {
                let found = eigen(projected[..length].iter().map(|it| it[..length].to_vec()).collect());
                if let Some(done) = settled(&found, if is_whole { 0.0 } else { beta }, wanted)? {
                    return Ok(finish(done, &found[0].1, &basis));
                }
                if length == BASIS {
                    basis = found[..KEPT].iter().map(|it| combined(&it.1, &basis)).collect();
                    projected = vec![vec![0.0; BASIS]; BASIS];
                    for (index, (value, _)) in found[..KEPT].iter().enumerate() {
                        projected[index][index] = *value;
                    }
                    basis.push(scaled(&next, 1.0 / beta));
                    break;
                }
            }
            basis.push(scaled(&next, 1.0 / beta));
        }
        if restart == RESTARTS {
            break;
        }
    }
    Err(MeasureError::NotDefined(Undefined::NoConvergence))
}

/// The eigenvalue when it is exact enough.
fn settled(found: &[(f64, Vec<f64>)], beta: f64, wanted: Wanted) -> Result<Option<f64>, MeasureError> {
    let Some((value, vector)) = found.first() else { return Ok(None) };
    let residual = beta * vector.last().map_or(0.0, |it| it.abs());
    let gap = found.get(1).map_or(*value, |it| value - it.0);
    let rounding = ROUNDING * value;
    let is_settled = match wanted {
        Wanted::Value => residual <= rounding || residual * residual <= rounding * gap,
        Wanted::Vector => residual <= (TOLERANCE * gap).max(rounding),
    };
    if is_settled && wanted == Wanted::Vector && rounding > WORST * gap {
        return Err(MeasureError::NotDefined(Undefined::NoConvergence));
    }
    Ok(is_settled.then_some(*value))
}

fn finish(value: f64, factors: &[f64], basis: &[Vec<f64>]) -> Dominant {
    let mut vector = combined(factors, basis);
    let sign = if vector.iter().sum::<f64>() < 0.0 { -1.0 } else { 1.0 };
    for entry in &mut vector {
        *entry = (sign * *entry).max(0.0);
    }
    let length = dot(&vector, &vector).sqrt();
    Dominant { value, vector: scaled(&vector, 1.0 / length) }
}

fn combined(factors: &[f64], basis: &[Vec<f64>]) -> Vec<f64> {
    let mut sum = vec![0.0; basis[0].len()];
    add_all(&mut sum, factors, basis);
    sum
}

fn scaled(vector: &[f64], factor: f64) -> Vec<f64> {
    vector.iter().map(|it| it * factor).collect()
}
