//! Lengths of ties and paths, compared exactly.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::iter::Sum;

use num_bigint::BigInt;
use num_integer::Integer as _;
use num_rational::BigRational;
use num_traits::{One as _, ToPrimitive as _, Zero as _};

use crate::error::MeasureError;
use crate::graph::Graph;
use crate::paths::rational::{nearest, simplest};
use crate::weights::WeightSemantics;

/// The least and the greatest weight that paths are made of: in between, sums and inverses stay far from the ends of
/// what a double holds.
const WEIGHTS: std::ops::RangeInclusive<f64> = 1e-280..=1e280;
/// The most different weights for which a common denominator is looked for.
const CLASSES: usize = 4096;

/// The exact length of a path: a rational number, in ties or in units of the weights.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Length(BigRational);

impl Length {
    /// The length of the path from a node to itself.
    #[must_use]
    pub fn zero() -> Self {
        Self(BigRational::zero())
    }

    /// The double nearest to the length.
    #[must_use]
    pub fn to_f64(&self) -> f64 {
        nearest(&self.0)
    }
}

impl Sum for Length {
    fn sum<I: Iterator<Item = Self>>(lengths: I) -> Self {
        Self(lengths.map(|it| it.0).sum())
    }
}

/// The lengths of the ties of a graph under one reading of its weights.
///
/// A weight is taken as the simplest rational that the double stands for ([`simplest`]), so that three ties of `1.0 / 3.0`
/// are as long as one of 1, and 0.1 and 0.2 together as 0.3. Without weights each tie has the length 1; a strength `w`
/// makes the length `1/w`, a distance `w` the length `w`.
///
/// When all lengths have a common denominator with which no path is longer than 2⁶⁴ − 1 units, lengths are whole numbers.
/// Otherwise they are doubles, and two sums that differ by less than their rounding could make up for are compared as
/// rationals, after what both have in common is taken out.
#[derive(Debug, Clone, PartialEq)]
pub struct Lengths(Kind);

/// How lengths are kept.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    /// Every tie is as long as any other.
    Equal(Equal),
    /// Whole multiples of a unit.
    Whole(Whole),
    /// Doubles that are compared as rationals when they come close.
    Filtered(Filtered),
}

/// Lengths along paths: how they add up and compare. A *place* is that of a tie in the rows of the graph.
pub(crate) trait Metric: Sync {
    /// The length of a path.
    type Total: Copy + Send + Sync;

    /// The length of no tie.
    fn zero(&self) -> Self::Total;

    /// The length with one tie more.
    fn extend(&self, total: Self::Total, place: usize) -> Self::Total;

    /// Which is shorter; none when only the ties themselves tell.
    fn compare(&self, one: Self::Total, other: Self::Total) -> Option<Ordering>;

    /// Which of two paths is shorter, given the places of their ties.
    fn compare_ties(&self, one: &[usize], other: &[usize]) -> Ordering;

    /// The length as a double.
    fn value(&self, total: Self::Total) -> f64;
}

impl Lengths {
    /// The lengths of a graph's ties. O(m log c) for `c` different weights, at most 4096 of which are looked at.
    ///
    /// # Errors
    /// [`MeasureError::Parameter`] when weights are read and one is below 1e-280 or above 1e280.
    pub fn new(graph: &Graph, semantics: WeightSemantics) -> Result<Self, MeasureError> {
        let unit = BigRational::one();
        if semantics == WeightSemantics::None || !graph.is_weighted() {
            return Ok(Self(Kind::Equal(Equal { value: 1.0, unit })));
        }
        let weights = || (0..graph.nodes()).flat_map(|node| graph.weights(node));
        if weights().any(|it| !WEIGHTS.contains(it)) {
            return Err(MeasureError::Parameter {
                name: "weights",
                problem: "must be from 1e-280 to 1e280 where lengths of paths are concerned",
            });
        }
        let is_inverse = semantics == WeightSemantics::Strength;
        let kind = match classes(weights(), is_inverse) {
            Some(classes) if classes.len() == 1 => {
                let unit = classes.into_values().next().unwrap_or(unit);
                Kind::Equal(Equal { value: nearest(&unit), unit })
            }
            Some(classes) => match Whole::new(weights(), &classes, graph.nodes()) {
                Some(whole) => Kind::Whole(whole),
                None => Kind::Filtered(Filtered::new(weights(), is_inverse)),
            },
            None => Kind::Filtered(Filtered::new(weights(), is_inverse)),
        };
        Ok(Self(kind))
    }

    /// The length of the tie at a place of the graph's rows.
    #[must_use]
    pub fn at(&self, place: usize) -> Length {
        Length(match &self.0 {
            Kind::Equal(it) => it.unit.clone(),
            Kind::Whole(it) => BigRational::from(BigInt::from(it.of[place])) * &it.unit,
            Kind::Filtered(it) => exact(it.weights[place], it.is_inverse),
        })
    }

    pub(crate) fn kind(&self) -> &Kind {
        &self.0
    }
}

/// The rational lengths of the different weights, by the weights' bits; none when there are too many.
fn classes<'a>(
    weights: impl Iterator<Item = &'a f64>,
    is_inverse: bool,
) -> Option<BTreeMap<u64, BigRational>> {
    let mut classes = BTreeMap::new();
    for weight in weights {
        classes.entry(weight.to_bits()).or_insert_with(|| exact(*weight, is_inverse));
        if classes.len() > CLASSES {
            return None;
        }
    }
    Some(classes)
}

/// The exact length of a tie; zero for what is no weight, which no graph has.
fn exact(weight: f64, is_inverse: bool) -> BigRational {
    match simplest(weight) {
        Some(it) if is_inverse => it.recip(),
        Some(it) => it,
        None => BigRational::zero(),
    }
}

/// Every tie is as long as any other: the number of ties is the length.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Equal {
    /// The length of a tie.
    pub(crate) value: f64,
    unit: BigRational,
}

impl Metric for Equal {
    type Total = u32;

    fn zero(&self) -> u32 {
        0
    }

    fn extend(&self, total: u32, _: usize) -> u32 {
        total + 1
    }

    fn compare(&self, one: u32, other: u32) -> Option<Ordering> {
        Some(one.cmp(&other))
    }

    fn compare_ties(&self, one: &[usize], other: &[usize]) -> Ordering {
        one.len().cmp(&other.len())
    }

    fn value(&self, total: u32) -> f64 {
        f64::from(total) * self.value
    }
}

/// Lengths that are whole multiples of a unit.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Whole {
    of: Vec<u64>,
    unit: BigRational,
    numerator: f64,
    denominator: f64,
}

impl Whole {
    fn new<'a>(
        weights: impl Iterator<Item = &'a f64>,
        classes: &BTreeMap<u64, BigRational>,
        nodes: usize,
    ) -> Option<Self> {
        let limit = BigInt::from(u64::MAX);
        let mut denominator = BigInt::one();
        let mut divisor = BigInt::zero();
        for length in classes.values() {
            // The greatest unit has the greatest common divisor of the numerators over the least common multiple of
            // the denominators.
            denominator = denominator.lcm(length.denom());
            divisor = divisor.gcd(length.numer());
            if denominator > limit {
                return None;
            }
        }
        let unit = BigRational::new(divisor, denominator);
        let of_class: BTreeMap<u64, u64> = classes
            .iter()
            .map(|(bits, length)| Some((*bits, (length / &unit).to_integer().to_u64()?)))
            .collect::<Option<_>>()?;
        let longest = of_class.values().max().copied().unwrap_or(0);
        longest.checked_mul(nodes as u64)?;
        let of = weights.map(|it| of_class.get(&it.to_bits()).copied().unwrap_or(0)).collect();
        let double = |it: &BigInt| nearest(&BigRational::from(it.clone()));
        let (numerator, denominator) = (double(unit.numer()), double(unit.denom()));
        Some(Self { of, unit, numerator, denominator })
    }
}

impl Metric for Whole {
    type Total = u64;

    fn zero(&self) -> u64 {
        0
    }

    fn extend(&self, total: u64, place: usize) -> u64 {
        total + self.of[place]
    }

    fn compare(&self, one: u64, other: u64) -> Option<Ordering> {
        Some(one.cmp(&other))
    }

    fn compare_ties(&self, one: &[usize], other: &[usize]) -> Ordering {
        let total = |ties: &[usize]| ties.iter().map(|it| u128::from(self.of[*it])).sum::<u128>();
        total(one).cmp(&total(other))
    }

    fn value(&self, total: u64) -> f64 {
        total as f64 * self.numerator / self.denominator
    }
}

/// Lengths as doubles beside the weights that they come of.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Filtered {
    weights: Vec<f64>,
    /// Whether a length is one over the weight.
    is_inverse: bool,
}

impl Filtered {
    fn new<'a>(weights: impl Iterator<Item = &'a f64>, is_inverse: bool) -> Self {
        Self { weights: weights.copied().collect(), is_inverse }
    }
}

/// A sum of doubles and the number of its terms, which bounds its error.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rounded {
    sum: f64,
    terms: u32,
}

impl Metric for Filtered {
    type Total = Rounded;

    fn zero(&self) -> Rounded {
        Rounded { sum: 0.0, terms: 0 }
    }

    fn extend(&self, total: Rounded, place: usize) -> Rounded {
        let weight = self.weights[place];
        let length = if self.is_inverse { 1.0 / weight } else { weight };
        Rounded { sum: total.sum + length, terms: total.terms + 1 }
    }

    /// A term is off by at most 2⁻⁵² of itself (the rational by half an ulp, its inverse by another), and each addition
    /// by 2⁻⁵³ of the sum: together less than `terms` · 2⁻⁵¹ of the sum, of each side.
    fn compare(&self, one: Rounded, other: Rounded) -> Option<Ordering> {
        let margin = (f64::from(one.terms) + f64::from(other.terms)) * (f64::EPSILON * 2.0);
        let differ = (one.sum - other.sum).abs() > margin * one.sum.max(other.sum);
        if differ || one.terms == 0 || other.terms == 0 { one.sum.partial_cmp(&other.sum) } else { None }
    }

    fn compare_ties(&self, one: &[usize], other: &[usize]) -> Ordering {
        let sorted = |ties: &[usize]| {
            let mut weights: Vec<f64> = ties.iter().map(|it| self.weights[*it]).collect();
            weights.sort_unstable_by(f64::total_cmp);
            weights
        };
        let (one, other) = without_common(&sorted(one), &sorted(other));
        let total = |list: &[f64]| list.iter().map(|it| exact(*it, self.is_inverse)).sum::<BigRational>();
        match (one.is_empty(), other.is_empty()) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (false, false) => total(&one).cmp(&total(&other)),
        }
    }

    fn value(&self, total: Rounded) -> f64 {
        total.sum
    }
}

/// What is left of two ascending lists when what they have in common is taken out of both.
fn without_common(one: &[f64], other: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let (mut i, mut j) = (0, 0);
    while let (Some(x), Some(y)) = (one.get(i), other.get(j)) {
        match x.total_cmp(y) {
            Ordering::Less => left.push(*x),
            Ordering::Greater => right.push(*y),
            Ordering::Equal => {}
        }
        let order = x.total_cmp(y);
        i += usize::from(order.is_le());
        j += usize::from(order.is_ge());
    }
    left.extend(&one[i..]);
    right.extend(&other[j..]);
    (left, right)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lengths(ties: &[(u32, u32, f64)], semantics: WeightSemantics) -> Lengths {
        let (graph, _) = Graph::from_ties(10, ties).expect("a graph");
        Lengths::new(&graph, semantics).expect("lengths")
    }

    #[test]
    fn equal_weights_are_counted() {
        let made = lengths(&[(0, 1, 4.0), (1, 2, 4.0)], WeightSemantics::Strength);
        assert!(matches!(made.kind(), Kind::Equal(it) if it.value == 0.25));
        let made = lengths(&[(0, 1, 4.0), (1, 2, 5.0)], WeightSemantics::None);
        assert!(matches!(made.kind(), Kind::Equal(it) if it.value == 1.0));
    }

    #[test]
    fn thirds_add_up_to_one_as_whole_numbers() {
        let made = lengths(&[(0, 1, 1.0 / 3.0), (1, 2, 1.0)], WeightSemantics::Distance);
        let Kind::Whole(whole) = made.kind() else { panic!("not whole: {made:?}") };
        let third = whole.extend(0, 0);
        let three = (0..3).fold(0, |total, _| whole.extend(total, 0));
        assert_eq!(whole.value(third), 1.0 / 3.0);
        assert_eq!(whole.value(three), 1.0);
        assert_eq!(whole.compare_ties(&[0, 0, 0], &[2]), Ordering::Equal);
    }

    #[test]
    fn tenths_add_up_also_without_a_common_denominator() {
        // The last three weights have no small common denominator.
        use std::f64::consts::{E, LN_2, PI};
        let ties = [(0, 1, 0.1), (2, 3, 0.2), (4, 5, 0.3), (6, 7, PI), (7, 8, LN_2), (8, 9, E)];
        let made = lengths(&ties, WeightSemantics::Distance);
        let Kind::Filtered(filtered) = made.kind() else { panic!("not filtered: {made:?}") };
        let total =
            |places: &[usize]| places.iter().fold(filtered.zero(), |sum, it| filtered.extend(sum, *it));
        assert_ne!(0.1 + 0.2, 0.3, "doubles alone do not add up");
        assert_eq!(filtered.compare(total(&[0, 2]), total(&[4])), None);
        assert_eq!(filtered.compare_ties(&[0, 2], &[4]), Ordering::Equal);
        assert_eq!(filtered.compare_ties(&[0, 0, 6], &[6, 2]), Ordering::Equal);
        assert_eq!(filtered.compare_ties(&[0, 6], &[6, 2]), Ordering::Less);
        assert_eq!(filtered.compare(total(&[0]), total(&[2])), Some(Ordering::Less));
        assert_eq!([made.at(0), made.at(2)].into_iter().sum::<Length>(), made.at(4));
    }

    #[test]
    fn weights_at_the_ends_of_a_double_are_refused() {
        let (graph, _) = Graph::from_ties(2, &[(0, 1, 1e-300)]).expect("a graph");
        assert!(Lengths::new(&graph, WeightSemantics::Strength).is_err());
        assert!(Lengths::new(&graph, WeightSemantics::None).is_ok());
    }
}
