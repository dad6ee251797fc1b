//! Solving a symmetric positive definite system of equations.
//!
//! # Source
//! M. R. Hestenes, E. Stiefel, "Methods of conjugate gradients for solving linear systems", J. Res. Natl. Bur. Stand. 49,
//! 409–436, 1952, doi:10.6028/jres.049.044.

use super::matrix::{add, dot, norm};
use crate::error::{MeasureError, Undefined};
use crate::interrupt::Interrupt;

/// Steps after which the iteration is said not to converge.
const STEPS: usize = 20_000;
/// Times that the residual is worked out anew.
const ROUNDS: usize = 4;
/// How much more than asked the residual may be once it is worked out anew.
const SLACK: f64 = 100.0;

/// The `x` with `M x = b`, so that `|b − M x|` is at most `tolerance`, or 100 times it by rounding. `multiply` puts `M p`
/// into its second argument.
pub(super) fn solve(
    multiply: impl Fn(&[f64], &mut [f64]),
    right: &[f64],
    tolerance: f64,
    interrupt: &Interrupt,
) -> Result<Vec<f64>, MeasureError> {
    let mut solution = vec![0.0; right.len()];
    let mut residual = right.to_vec();
    let mut product = vec![0.0; right.len()];
    let mut steps = 0;
    for _ in 0..ROUNDS {
        let mut direction = residual.clone();
        let mut square = dot(&residual, &residual);
        while square.sqrt() > tolerance {
            interrupt.check()?;
            steps += 1;
            multiply(&direction, &mut product);
            let curvature = dot(&direction, &product);
            // A curvature that is not positive, or no number, comes of rounding or of numbers out of range.
            if steps > STEPS || curvature.is_nan() || curvature <= 0.0 {
                return Err(MeasureError::NotDefined(Undefined::NoConvergence));
            }
            let step = square / curvature;
            add(&mut solution, step, &direction);
            add(&mut residual, -step, &product);
            let next = dot(&residual, &residual);
            let kept = next / square;
            for (direction, residual) in direction.iter_mut().zip(&residual) {
                *direction = residual + kept * *direction;
            }
            square = next;
        }
        multiply(&solution, &mut product);
        for ((residual, right), product) in residual.iter_mut().zip(right).zip(&product) {
            *residual = right - product;
        }
        if norm(&residual) <= SLACK * tolerance {
            return Ok(solution);
        }
    }
    Err(MeasureError::NotDefined(Undefined::NoConvergence))
}
