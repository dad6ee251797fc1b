//! Numbers of shortest paths, which may be greater than a double holds.

/// A positive number of paths, or zero.
pub(crate) trait Count: Copy + Send {
    /// No path.
    const ZERO: Self;
    /// One path.
    const ONE: Self;

    /// The sum.
    fn plus(self, other: Self) -> Self;

    /// The quotient of this and a number that is not zero, as a double.
    fn over(self, other: Self) -> f64;

    /// Whether the number may be used: whether it is not too great.
    fn is_held(self) -> bool;
}

impl Count for f64 {
    const ZERO: Self = 0.0;
    const ONE: Self = 1.0;

    fn plus(self, other: Self) -> Self {
        self + other
    }

    fn over(self, other: Self) -> f64 {
        self / other
    }

    fn is_held(self) -> bool {
        self < HELD
    }
}

/// Counts of paths up to here are kept in doubles: their inverses are far from the smallest double.
pub(crate) const HELD: f64 = 1e290;

/// A number with an exponent of its own: `mantissa * 2^exponent` with a mantissa from 1 to 2, or zero. Precise as a
/// double, and as great as the number of paths in any graph that fits into memory.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Wide {
    mantissa: f64,
    exponent: i64,
}

impl Wide {
    /// The mantissa on a scale on which it is smaller by `2^shift`, `shift >= 0`.
    fn shifted(self, shift: i64) -> f64 {
        match i32::try_from(shift) {
            Ok(shift) if shift < 1000 => self.mantissa * 2.0_f64.powi(-shift),
            _ => 0.0,
        }
    }
}

impl Count for Wide {
    const ZERO: Self = Self { mantissa: 0.0, exponent: 0 };
    const ONE: Self = Self { mantissa: 1.0, exponent: 0 };

    fn plus(self, other: Self) -> Self {
        if self.mantissa == 0.0 || other.mantissa == 0.0 {
            return if self.mantissa == 0.0 { other } else { self };
        }
        let (greater, smaller) = if self.exponent < other.exponent { (other, self) } else { (self, other) };
        let mantissa = greater.mantissa + smaller.shifted(greater.exponent - smaller.exponent);
        if mantissa < 2.0 {
            Self { mantissa, ..greater }
        } else {
            Self { mantissa: mantissa / 2.0, exponent: greater.exponent + 1 }
        }
    }

    fn over(self, other: Self) -> f64 {
        let quotient = self.mantissa / other.mantissa;
        let shift = self.exponent - other.exponent;
        if shift > 0 {
            Self { mantissa: quotient, exponent: 0 }.mantissa * 2.0_f64.powi(shift.min(1000) as i32)
        } else {
            Self { mantissa: quotient, exponent: 0 }.shifted(-shift)
        }
    }

    fn is_held(self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_numbers_go_on_where_doubles_end() {
        let three = Wide::ONE.plus(Wide::ONE).plus(Wide::ONE);
        assert_eq!(three, Wide { mantissa: 1.5, exponent: 1 });
        assert_eq!(Wide::ONE.over(three), 1.0 / 3.0);
        assert_eq!(three.over(Wide::ONE), 3.0);
        assert_eq!(Wide::ZERO.plus(three), three);
        let great = (0..5000).fold(three, |it, _| it.plus(it));
        assert_eq!(three.over(great), 0.0);
        assert_eq!(great.over(great.plus(great)), 0.5);
        assert!(!f64::INFINITY.is_held());
    }
}
