//! Finding where a score lies among few known ones, fast.

/// The most parts that the range of scores is cut into.
const PARTS: usize = 1 << 16;

/// Known scores, ascending and different.
pub(super) struct Levels {
    scores: Vec<f64>,
    /// For each part of the range, the first score in it or above.
    parts: Vec<u32>,
    /// How many parts there are to 1.
    scale: f64,
}

/// How many scores lie below each level and above the one before, and how many at it; the last counts those above all.
#[derive(Debug, Clone)]
pub(super) struct Counts {
    pub(super) below: Vec<u64>,
    pub(super) at: Vec<u64>,
}

impl Levels {
    /// Of scores in any order, at least 0 and finite.
    pub(super) fn new(mut scores: Vec<f64>) -> Self {
        scores.sort_unstable_by(f64::total_cmp);
        scores.dedup();
        let top = scores.last().copied().unwrap_or_default();
        let scale = if top > 0.0 { (PARTS as f64 / top).min(f64::MAX) } else { 0.0 };
        let mut levels = Self { scores, parts: Vec::with_capacity(PARTS + 2), scale };
        let mut at = 0;
        for part in 0..PARTS + 2 {
            while levels.scores.get(at).is_some_and(|it| levels.part(*it) < part) {
                at += 1;
            }
            levels.parts.push(at as u32);
        }
        levels
    }

    pub(super) fn counts(&self) -> Counts {
        Counts { below: vec![0; self.scores.len() + 1], at: vec![0; self.scores.len() + 1] }
    }

    pub(super) fn scores(&self) -> &[f64] {
        &self.scores
    }

    /// Counts `count` scores of the same value.
    pub(super) fn count(&self, score: f64, count: u64, counts: &mut Counts) {
        let part = self.part(score);
        let (first, end) = (self.parts[part] as usize, self.parts[part + 1] as usize);
        let at = first + self.scores[first..end].partition_point(|it| *it < score);
        if self.scores.get(at) == Some(&score) {
            counts.at[at] += count;
        } else {
            counts.below[at] += count;
        }
    }

    /// The part of a score; a greater score never has a smaller one.
    fn part(&self, score: f64) -> usize {
        ((score * self.scale) as usize).min(PARTS)
    }
}

impl Counts {
    pub(super) fn add(&mut self, other: &Self) {
        let sums = self.below.iter_mut().chain(&mut self.at);
        for (sum, it) in sums.zip(other.below.iter().chain(&other.at)) {
            *sum += it;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_fall_between_levels() {
        let levels = Levels::new(vec![2.0, 0.5, 2.0, 1e-9]);
        assert_eq!(levels.scores(), [1e-9, 0.5, 2.0]);
        let mut counts = levels.counts();
        for score in [0.0, 1e-9, 0.4, 0.5, 0.6, 1.9, 2.0, 3.0, 1e9] {
            levels.count(score, 1, &mut counts);
        }
        assert_eq!(counts.below, [1, 1, 2, 2]);
        assert_eq!(counts.at, [1, 1, 1, 0]);
    }

    #[test]
    fn no_levels_and_none_above_zero_are_fine() {
        for levels in [Levels::new(vec![]), Levels::new(vec![0.0])] {
            let mut counts = levels.counts();
            levels.count(0.0, 3, &mut counts);
            levels.count(7.0, 2, &mut counts);
            assert_eq!(counts.below.iter().sum::<u64>() + counts.at.iter().sum::<u64>(), 5);
        }
    }
}
