//! Draws by weight, from heavy-tailed laws. Only operations that every machine rounds alike are used (no logarithm, no
//! general power), so that the same seed gives the same draw everywhere.

use measures::random::Random;

/// A list of weights to draw places from. A draw takes O(log n).
#[derive(Debug, Clone, Default)]
pub(crate) struct Weighted {
    cumulative: Vec<f64>,
}

impl Weighted {
    pub(crate) fn new(weights: impl IntoIterator<Item = f64>) -> Self {
        let mut sum = 0.0;
        let add = |it| {
            sum += it;
            sum
        };
        Self { cumulative: weights.into_iter().map(add).collect() }
    }

    pub(crate) fn total(&self) -> f64 {
        self.cumulative.last().copied().unwrap_or_default()
    }

    /// A place, as likely as its weight; 0 when there is none.
    pub(crate) fn draw(&self, random: &mut Random) -> usize {
        let at = random.unit() * self.total();
        self.cumulative.partition_point(|it| *it <= at).min(self.cumulative.len().saturating_sub(1))
    }
}

/// Sizes from 2 to `largest` with a given sum, drawn from a Zipf-Mandelbrot law `(size + shift)^(−7/2)` whose shift gives
/// the mean that the sum needs; what is then missing or too much by chance is added or taken one by one.
/// `2·count ≤ sum ≤ largest·count` must hold.
pub(crate) fn sizes(count: usize, sum: usize, largest: usize, random: &mut Random) -> Vec<u32> {
    let weight = |size: usize, shift: f64| {
        let at = size as f64 + shift;
        1.0 / (at * at * at * at.sqrt())
    };
    let mean = |shift: f64| {
        let (mut total, mut weights) = (0.0, 0.0);
        for size in 2..=largest {
            total += size as f64 * weight(size, shift);
            weights += weight(size, shift);
        }
        total / weights
    };
    let wanted = sum as f64 / count.max(1) as f64;
    let (mut low, mut high) = (-1.9, 1e6);
    for _ in 0..100 {
        let middle = (low + high) / 2.0;
        if mean(middle) < wanted { low = middle } else { high = middle }
    }
    let law = Weighted::new((2..=largest).map(|it| weight(it, low)));
    let mut sizes: Vec<u32> = (0..count).map(|_| law.draw(random) as u32 + 2).collect();
    let mut total: usize = sizes.iter().map(|it| *it as usize).sum();
    while total != sum && count > 0 {
        let at = random.below(count as u64) as usize;
        let size = sizes[at] as usize;
        if total < sum && size < largest {
            sizes[at] += 1;
            total += 1;
        } else if total > sum && size > 2 {
            sizes[at] -= 1;
            total -= 1;
        }
    }
    sizes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_drawn_by_weight() {
        let law = Weighted::new([1.0, 0.0, 3.0]);
        let mut random = Random::new(1);
        let mut counts = [0_u32; 3];
        for _ in 0..40_000 {
            counts[law.draw(&mut random)] += 1;
        }
        assert_eq!(counts[1], 0);
        assert!((9_500..10_500).contains(&counts[0]), "{counts:?}");
    }

    #[test]
    fn sizes_add_up_and_have_a_tail() {
        let sizes = sizes(1_000, 8_000, 100, &mut Random::new(1));
        assert_eq!(sizes.iter().sum::<u32>(), 8_000);
        assert!(sizes.iter().all(|it| (2..=100).contains(it)));
        assert!(sizes.iter().any(|it| *it > 40));
        assert!(sizes.iter().filter(|it| **it < 8).count() > 600);
        assert_eq!(super::sizes(3, 6, 10, &mut Random::new(1)), [2, 2, 2]);
        assert_eq!(super::sizes(3, 30, 10, &mut Random::new(1)), [10, 10, 10]);
    }
}
