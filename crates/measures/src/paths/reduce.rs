//! Sums over many sources whose bits do not depend on the number of threads.

use std::ops::Range;

use crate::error::MeasureError;

/// The most parts that a range is cut into.
const PARTS: usize = 128;

/// Works on parts of `0..count` on the threads at hand and joins the results pairwise. How the range is cut and in which
/// order results are joined depends on `count` alone, so that sums of doubles come out with the same bits on any number
/// of threads; at most a result for each thread and each halving is alive at once.
pub(crate) fn in_parts<T: Send>(
    count: usize,
    part: &(impl Fn(Range<usize>) -> Result<T, MeasureError> + Sync),
    join: &(impl Fn(T, T) -> T + Sync),
) -> Result<T, MeasureError> {
    halve(0..count, count.div_ceil(PARTS).max(1), part, join)
}

fn halve<T: Send>(
    range: Range<usize>,
    most: usize,
    part: &(impl Fn(Range<usize>) -> Result<T, MeasureError> + Sync),
    join: &(impl Fn(T, T) -> T + Sync),
) -> Result<T, MeasureError> {
    if range.len() <= most {
        return part(range);
    }
    let middle = range.start + range.len() / 2;
    let (left, right) = rayon::join(
        || halve(range.start..middle, most, part, join),
        || halve(middle..range.end, most, part, join),
    );
    Ok(join(left?, right?))
}

/// The element-wise sum of two lists of the same length.
pub(crate) fn add<T: Copy + std::ops::AddAssign>(mut left: Vec<T>, right: Vec<T>) -> Vec<T> {
    for (sum, term) in left.iter_mut().zip(right) {
        *sum += term;
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_taken_once_and_joined_in_order() {
        for count in [0, 1, 2, 127, 128, 129, 1000] {
            let all = in_parts(count, &|range| Ok(range.collect::<Vec<_>>()), &|mut left, right| {
                left.extend(right);
                left
            });
            assert_eq!(all, Ok((0..count).collect()));
        }
    }
}
