//! Aggregation: groups of nodes become the nodes of a smaller graph.

use std::ops::Range;

use rayon::prelude::*;

use super::rows::{Coarse, Members, Rows, Sums};
use crate::error::MeasureError;
use crate::interrupt::Interrupt;

/// Part of the rows of the smaller graph.
struct Part {
    lengths: Vec<usize>,
    neighbours: Vec<u32>,
    weights: Vec<f64>,
}

/// The graph of the groups: ties between nodes of two groups are added up, those within a group are left out.
pub(super) fn aggregate<R: Rows>(
    rows: &R,
    of: &[u32],
    count: usize,
    interrupt: &Interrupt,
) -> Result<Coarse, MeasureError> {
    let members = Members::new(of, count);
    let part = |run: Range<usize>| {
        let mut sums = Sums::new(count);
        let mut part = Part { lengths: Vec::new(), neighbours: Vec::new(), weights: Vec::new() };
        for group in run {
            interrupt.check()?;
            for node in members.of(group) {
                sums.add_row(rows.row(*node as usize), |other| of[other]);
            }
            let before = part.neighbours.len();
            for other in sums.keys().iter().filter(|it| **it as usize != group) {
                part.neighbours.push(*other);
                part.weights.push(sums.of(*other));
            }
            part.lengths.push(part.neighbours.len() - before);
            sums.clear();
        }
        Ok(part)
    };
    let parts: Vec<Part> =
        members.runs(rows).into_par_iter().map(part).collect::<Result<_, MeasureError>>()?;
    let places = parts.iter().map(|it| it.neighbours.len()).sum();
    let mut coarse = Coarse {
        starts: Vec::with_capacity(count + 1),
        neighbours: Vec::with_capacity(places),
        weights: Vec::with_capacity(places),
    };
    coarse.starts.push(0);
    let mut end = 0;
    for part in parts {
        for length in &part.lengths {
            end += length;
            coarse.starts.push(end);
        }
        coarse.neighbours.extend_from_slice(&part.neighbours);
        coarse.weights.extend_from_slice(&part.weights);
    }
    Ok(coarse)
}
