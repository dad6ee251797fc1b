//! Whole rows, made of the parts of rows right of the diagonal.

use std::ops::Range;

use rayon::prelude::*;

use crate::error::MeasureError;
use crate::interrupt::Interrupt;

/// The fewest and the most ranges of rows that are made side by side.
const RANGES: (usize, usize) = (4, 64);

/// About how many ties of a row one range should have, so that finding them costs little beside copying them.
const TIES_OF_ROW: usize = 8;

/// How many counts of lower ends are made side by side.
const COUNTS: usize = 8;

/// The ties of some rows to greater nodes.
pub(super) struct Half {
    pub(super) rows: Range<usize>,
    /// Where each row begins in `neighbours`, and where the last ends.
    pub(super) starts: Vec<usize>,
    pub(super) neighbours: Vec<u32>,
    /// Beside `neighbours`.
    pub(super) weights: Vec<f64>,
}

impl Half {
    /// Rows with their places.
    fn each(&self) -> impl Iterator<Item = (usize, Range<usize>)> {
        self.rows.clone().zip(self.starts.windows(2).map(|it| it[0]..it[1]))
    }
}

/// Rows from both ends: where they begin, neighbours, and weights, which are empty when every tie weighs 1.
pub(super) type Rows = (Vec<usize>, Vec<u32>, Vec<f64>);

/// Puts halves, which are all rows `0..nodes` in order, together with their mirror images. Time O(n + m), besides
/// O(log m) for each row and range.
pub(super) fn mirror(nodes: usize, halves: &[Half], interrupt: &Interrupt) -> Result<Rows, MeasureError> {
    let is_weighted = halves.par_iter().any(|it| it.weights.iter().any(|it| *it != 1.0));
    let starts = starts(nodes, halves);
    let total = starts[nodes];
    let mut neighbours = vec![0_u32; total];
    let mut weights = vec![0.0_f64; if is_weighted { total } else { 0 }];
    let mut parts = Vec::new();
    let (mut free, mut free_weights) = (&mut neighbours[..], &mut weights[..]);
    for rows in ranges(&starts) {
        let length = starts[rows.end] - starts[rows.start];
        let (part, rest) = free.split_at_mut(length);
        let (part_weights, rest_weights) = free_weights.split_at_mut(if is_weighted { length } else { 0 });
        (free, free_weights) = (rest, rest_weights);
        parts.push((rows, part, part_weights));
    }
    parts
        .into_par_iter()
        .try_for_each(|(rows, part, weights)| fill(rows, &starts, halves, part, weights, interrupt))?;
    Ok((starts, neighbours, weights))
}

/// Where each row begins when it has its ties to lesser nodes too.
fn starts(nodes: usize, halves: &[Half]) -> Vec<usize> {
    let counts: Vec<Vec<u32>> = halves
        .par_chunks(halves.len().div_ceil(COUNTS).max(1))
        .map(|halves| {
            let mut counts = vec![0_u32; nodes];
            for half in halves {
                for other in &half.neighbours {
                    counts[*other as usize] += 1;
                }
                for (row, places) in half.each() {
                    counts[row] += places.len() as u32;
                }
            }
            counts
        })
        .collect();
    let mut starts = Vec::with_capacity(nodes + 1);
    starts.push(0);
    let mut total = 0;
    for node in 0..nodes {
        total += counts.iter().map(|it| it[node] as usize).sum::<usize>();
        starts.push(total);
    }
    starts
}

/// Ranges of rows with about as many ties. They depend on the rows only.
fn ranges(starts: &[usize]) -> Vec<Range<usize>> {
    let nodes = starts.len() - 1;
    let total = starts[nodes];
    let count = (total / 2 / TIES_OF_ROW / nodes.max(1)).clamp(RANGES.0, RANGES.1);
    let mut ranges = Vec::with_capacity(count);
    let mut first = 0;
    for range in 1..=count {
        let end = if range == count {
            nodes
        } else {
            starts[..nodes].partition_point(|it| *it < total / count * range).max(first)
        };
        ranges.push(first..end);
        first = end;
    }
    ranges
}

/// Fills the rows of a range, whose places are the slices given.
fn fill(
    rows: Range<usize>,
    starts: &[usize],
    halves: &[Half],
    neighbours: &mut [u32],
    weights: &mut [f64],
    interrupt: &Interrupt,
) -> Result<(), MeasureError> {
    let base = starts[rows.start];
    let mut ends: Vec<usize> = starts[rows.clone()].iter().map(|it| it - base).collect();
    for half in halves.iter().take_while(|it| it.rows.start < rows.end) {
        interrupt.check()?;
        for (row, places) in half.each().take_while(|it| it.0 < rows.end) {
            let others = &half.neighbours[places.clone()];
            let first = others.partition_point(|it| (*it as usize) < rows.start);
            for (other, place) in others[first..].iter().zip(places.start + first..) {
                let other = *other as usize;
                if other >= rows.end {
                    break;
                }
                let end = &mut ends[other - rows.start];
                neighbours[*end] = row as u32;
                if !weights.is_empty() {
                    weights[*end] = half.weights[place];
                }
                *end += 1;
            }
            if rows.contains(&row) {
                // All lesser nodes came before.
                let to = ends[row - rows.start];
                neighbours[to..to + others.len()].copy_from_slice(others);
                if !weights.is_empty() {
                    weights[to..to + others.len()].copy_from_slice(&half.weights[places]);
                }
            }
        }
    }
    Ok(())
}
