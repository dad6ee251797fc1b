//! The rational number that a double stands for.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One as _, Signed as _, ToPrimitive as _, Zero as _};

/// The rational with the smallest denominator among those nearer to a positive double than half the way to the next
/// double: 1/10 for `0.1`, 1/3 for the double nearest to 1/3. Whole numbers are themselves. None unless the double is
/// positive and finite.
///
/// The continued fraction of both ends of the interval is followed as long as they agree (A. Ya. Khinchin, *Continued
/// Fractions*, 1964, §6). At most some forty steps of big integers.
#[must_use]
pub fn simplest(value: f64) -> Option<BigRational> {
    if !(value.is_finite() && value > 0.0) {
        return None;
    }
    let exact = BigRational::from_float(value)?;
    if exact.is_integer() {
        return Some(exact);
    }
    let half = BigRational::new(BigInt::one(), BigInt::from(2));
    // Below a power of two doubles lie closer, so each side has a half of its own.
    let below = BigRational::from_float(value.next_down())?;
    let above = BigRational::from_float(value.next_up())?;
    Some(between((below + &exact) * &half, (exact + above) * half))
}

/// The rational with the smallest denominator, and of these the smallest, strictly between two, `0 <= low < high`.
fn between(mut low: BigRational, high: BigRational) -> BigRational {
    let mut high = Some(high);
    let mut quotients = Vec::new();
    loop {
        let whole = low.floor();
        let next = &whole + BigRational::one();
        if high.as_ref().is_none_or(|it| next < *it) {
            return quotients
                .into_iter()
                .rev()
                .fold(next, |tail, quotient: BigRational| quotient + tail.recip());
        }
        // Nothing whole lies between, so both ends are within [whole, whole + 1].
        let rest = &low - &whole;
        low = high.map_or_else(BigRational::zero, |it| (it - &whole).recip());
        high = if rest.is_zero() { None } else { Some(rest.recip()) };
        quotients.push(whole);
    }
}

/// The double nearest to a rational that is not negative; infinite when there is none.
#[must_use]
pub(crate) fn nearest(value: &BigRational) -> f64 {
    debug_assert!(!value.is_negative());
    value.to_f64().unwrap_or(f64::INFINITY)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(numerator: i64, denominator: i64) -> BigRational {
        BigRational::new(numerator.into(), denominator.into())
    }

    #[test]
    fn doubles_stand_for_what_they_were_written_as() {
        for (value, numerator, denominator) in [
            (0.1, 1, 10),
            (0.3, 3, 10),
            (1.0 / 3.0, 1, 3),
            (22.0 / 7.0, 22, 7),
            (2.5, 5, 2),
            (123.456, 15432, 125),
            (1e-9, 1, 1_000_000_000),
            (7.0, 7, 1),
        ] {
            assert_eq!(simplest(value), Some(ratio(numerator, denominator)), "{value}");
        }
        assert_eq!(simplest(9e300).map(|it| nearest(&it)), Some(9e300));
        for value in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(simplest(value), None);
        }
    }

    proptest::proptest! {
        #[test]
        fn every_double_comes_back(value in proptest::num::f64::POSITIVE) {
            let rational = simplest(value).expect("positive and finite");
            proptest::prop_assert_eq!(nearest(&rational), value);
        }

        #[test]
        fn small_fractions_come_back(numerator in 1_i64..100_000, denominator in 1_i64..100_000) {
            let value = numerator as f64 / denominator as f64;
            proptest::prop_assert_eq!(simplest(value), Some(ratio(numerator, denominator)));
        }
    }
}
