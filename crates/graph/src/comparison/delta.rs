//! How a number that neither record may settle has changed.

use domain::words;

use crate::computed::Interval;

words! {
    /// Which way a number has gone.
    Direction {
        /// It is greater, whatever the record leaves open.
        Increased = "INCREASED",
        /// It is less, whatever the record leaves open.
        Decreased = "DECREASED",
        /// It is the same, and nothing is left open.
        Unchanged = "UNCHANGED",
        /// What the record leaves open may make it greater, less or the same.
        NotSettled = "NOT_SETTLED",
    }
}

/// How much a number has changed: the change lies between the two ends, inclusive.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Delta {
    /// The least; none when nothing bounds the number before from above.
    pub lower: Option<f64>,
    /// The most; none when nothing bounds the number after from above.
    pub upper: Option<f64>,
    /// How far the lower end has moved: the change, when what is open is the same before and after.
    pub of_lower: f64,
    /// How far the upper end has moved; none when either number has none.
    pub of_upper: Option<f64>,
}

impl Delta {
    /// The change from one number to another: `[lower after − upper before, upper after − lower before]`. What is open in
    /// the one is taken to be independent of what is open in the other, so the true change is never outside.
    #[must_use]
    pub fn between(before: &Interval, after: &Interval) -> Self {
        Self {
            lower: before.upper.map(|it| after.lower - it),
            upper: after.upper.map(|it| it - before.lower),
            of_lower: after.lower - before.lower,
            of_upper: after.upper.zip(before.upper).map(|(after, before)| after - before),
        }
    }

    /// Which way it goes.
    #[must_use]
    pub fn direction(&self) -> Direction {
        match (self.lower, self.upper) {
            (Some(lower), _) if lower > 0.0 => Direction::Increased,
            (_, Some(upper)) if upper < 0.0 => Direction::Decreased,
            (Some(lower), Some(upper)) if lower.total_cmp(&upper).is_eq() => Direction::Unchanged,
            _ => Direction::NotSettled,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delta(before: (f64, Option<f64>), after: (f64, Option<f64>)) -> (Option<f64>, Option<f64>, Direction) {
        let interval = |(lower, upper)| Interval::between(lower, upper, Vec::new());
        let delta = Delta::between(&interval(before), &interval(after));
        (delta.lower, delta.upper, delta.direction())
    }

    #[test]
    fn what_is_open_stays_open() {
        use Direction::{Decreased, Increased, NotSettled, Unchanged};
        assert_eq!(delta((2.0, Some(2.0)), (5.0, Some(5.0))), (Some(3.0), Some(3.0), Increased));
        assert_eq!(delta((2.0, Some(2.0)), (2.0, Some(2.0))), (Some(0.0), Some(0.0), Unchanged));
        assert_eq!(delta((0.0, Some(70.0)), (48.0, Some(70.0))), (Some(-22.0), Some(70.0), NotSettled));
        assert_eq!(delta((0.0, Some(4.0)), (5.0, None)), (Some(1.0), None, Increased));
        assert_eq!(delta((7.0, None), (5.0, Some(6.0))), (None, Some(-1.0), Decreased));
        assert_eq!(delta((7.0, None), (5.0, None)), (None, None, NotSettled));
        assert_eq!(delta((0.0, Some(3.0)), (3.0, Some(4.0))), (Some(0.0), Some(4.0), NotSettled));
    }

    #[test]
    fn the_ends_move_on_their_own() {
        let interval = |lower, upper| Interval::between(lower, upper, Vec::new());
        let moved = Delta::between(&interval(48.0, Some(68.0)), &interval(47.0, Some(67.0)));
        assert_eq!((moved.of_lower, moved.of_upper), (-1.0, Some(-1.0)));
        assert_eq!(Delta::between(&interval(2.0, None), &interval(5.0, Some(6.0))).of_upper, None);
    }
}
