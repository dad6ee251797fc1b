//! The bipartite configuration model: attendance as random as can be, with the numbers on both sides as expected values.
//!
//! The probability that an institution attends an occasion is `x y / (1 + x y)`, with a number `x` for each institution and
//! `y` for each occasion such that both have the expected numbers they really have. All institutions that attend equally
//! many occasions have the same `x`, all occasions that equally many attend the same `y`, so there are few to find. Who
//! attends everything (or nothing) does so for certain, and is set apart first.
//!
//! F. Saracco, R. Di Clemente, A. Gabrielli, T. Squartini, Sci. Rep. 5, 10595, 2015, doi:10.1038/srep10595; that it suits
//! backbones best: Z. P. Neal, R. Domagalski, B. Sagan, Sci. Rep. 11, 23929, 2021, doi:10.1038/s41598-021-03238-3.
//!
//! The likelihood is concave; each half step finds the numbers of one side exactly, with those of the other side fixed, so
//! it grows until both sides fit.

use std::collections::BTreeMap;

use crate::affiliations::Affiliations;
use crate::error::{MeasureError, Undefined};
use crate::interrupt::Interrupt;

/// How far an expected number may be from the real one, relatively.
const TOLERANCE: f64 = 1e-11;

/// The most half steps of either side.
const STEPS: usize = 20_000;

/// The most pairs of classes.
const TABLE_MAX: u64 = 1 << 26;

/// Probabilities of attendance by the bipartite configuration model.
#[derive(Debug, Clone, PartialEq)]
pub struct Bicm {
    /// The class of each institution: those that attend equally many occasions.
    pub class_of_institution: Vec<u32>,
    /// The class of each occasion: those that equally many attend.
    pub class_of_occasion: Vec<u32>,
    /// How many occasions are in each class.
    pub occasions: Vec<u32>,
    table: Vec<f64>,
}

impl Bicm {
    /// The probabilities that an institution of a class attends an occasion of each class.
    #[must_use]
    pub fn probabilities(&self, class: u32) -> &[f64] {
        let width = self.occasions.len();
        &self.table[class as usize * width..(class as usize + 1) * width]
    }
}

/// One side: the classes by how many they attend, or how many attend.
struct Side {
    of: Vec<u32>,
    numbers: Vec<u32>,
    counts: Vec<u32>,
    /// What is left to explain, once others are set apart.
    rest: Vec<f64>,
    is_open: Vec<bool>,
    /// `ln x`.
    values: Vec<f64>,
}

impl Side {
    fn new(numbers: impl Iterator<Item = usize> + Clone) -> Self {
        let mut classes = BTreeMap::new();
        for number in numbers.clone() {
            *classes.entry(number as u32).or_insert(0_u32) += 1;
        }
        let (numbers_of, counts): (Vec<u32>, Vec<u32>) = classes.into_iter().unzip();
        let of =
            numbers.map(|it| numbers_of.partition_point(|known| (*known as usize) < it) as u32).collect();
        let rest = numbers_of.iter().map(|it| f64::from(*it)).collect();
        let classes = numbers_of.len();
        Self {
            of,
            numbers: numbers_of,
            counts,
            rest,
            is_open: vec![true; classes],
            values: vec![0.0; classes],
        }
    }

    /// How many of it are not set apart.
    fn open(&self) -> f64 {
        (0..self.numbers.len()).filter(|it| self.is_open[*it]).map(|it| f64::from(self.counts[it])).sum()
    }

    /// Finds each class's value, the other side's being fixed. Returns the greatest relative error before.
    fn fit(&mut self, other: &Self) -> f64 {
        let ys: Vec<(f64, f64)> = (0..other.numbers.len())
            .filter(|it| other.is_open[*it])
            .map(|it| (other.values[it].exp(), f64::from(other.counts[it])))
            .collect();
        let mut worst = 0.0_f64;
        for class in (0..self.numbers.len()).filter(|it| self.is_open[*it]) {
            let wanted = self.rest[class];
            let expected = |x: f64| ys.iter().map(|(y, count)| count * (x * y / (1.0 + x * y))).sum::<f64>();
            worst = worst.max((expected(self.values[class].exp()) - wanted).abs() / wanted);
            self.values[class] = root(self.values[class], wanted, &ys);
        }
        worst
    }
}

/// The `ln x` at which `Σ c x y / (1 + x y)` is `wanted`: Newton's method, kept between bounds.
fn root(start: f64, wanted: f64, ys: &[(f64, f64)]) -> f64 {
    let (mut low, mut high) = (-700.0_f64, 700.0_f64);
    let mut at = start.clamp(low, high);
    for _ in 0..200 {
        let x = at.exp();
        let (mut sum, mut slope) = (0.0, 0.0);
        for (y, count) in ys {
            let share = x * y / (1.0 + x * y);
            sum += count * share;
            slope += count * share * (1.0 - share);
        }
        if sum < wanted {
            low = at;
        } else {
            high = at;
        }
        let newton = at + (wanted - sum) / slope;
        let next = if newton > low && newton < high { newton } else { f64::midpoint(low, high) };
        if (next - at).abs() <= 1e-15 * at.abs().max(1.0) {
            return next;
        }
        at = next;
    }
    at
}

/// Finds the model of affiliations. Time O(classes of institutions · classes of occasions) for each of some tens of steps.
///
/// # Errors
/// [`Undefined::NoConvergence`], [`MeasureError::TooLarge`], [`MeasureError::Interrupted`].
pub fn bicm(affiliations: &Affiliations, interrupt: &Interrupt) -> Result<Bicm, MeasureError> {
    let institutions = 0..affiliations.institutions() as u32;
    let occasions = 0..affiliations.occasions() as u32;
    let mut rows = Side::new(institutions.map(|it| affiliations.occasions_of(it).len()));
    let mut columns = Side::new(occasions.map(|it| affiliations.institutions_at(it).len()));
    let width = columns.numbers.len();
    let cells = rows.numbers.len() as u64 * width as u64;
    if cells > TABLE_MAX {
        let what = "pairs of classes of institutions and occasions";
        return Err(MeasureError::TooLarge { what, estimate: cells, limit: TABLE_MAX });
    }
    let mut table = vec![0.0; rows.numbers.len() * width];
    set_apart(&mut rows, &mut columns, &mut table);
    for _ in 0..STEPS {
        interrupt.check()?;
        rows.fit(&columns);
        let error = columns.fit(&rows);
        // Rows fitted before columns moved; once columns no longer move, both fit.
        if error <= TOLERANCE {
            for row in (0..rows.numbers.len()).filter(|it| rows.is_open[*it]) {
                for column in (0..width).filter(|it| columns.is_open[*it]) {
                    let odds = (rows.values[row] + columns.values[column]).exp();
                    table[row * width + column] = odds / (1.0 + odds);
                }
            }
            return Ok(Bicm {
                class_of_institution: rows.of,
                class_of_occasion: columns.of,
                occasions: columns.counts,
                table,
            });
        }
    }
    Err(MeasureError::NotDefined(Undefined::NoConvergence))
}

/// Sets those apart that attend all or nothing of what is left, or are attended by all or none, until there are none.
fn set_apart(rows: &mut Side, columns: &mut Side, table: &mut [f64]) {
    let width = columns.numbers.len();
    loop {
        let mut is_changed = false;
        for is_row in [true, false] {
            let (one, other) = if is_row { (&mut *rows, &mut *columns) } else { (&mut *columns, &mut *rows) };
            for class in 0..one.numbers.len() {
                let all = other.open();
                if !one.is_open[class] || (one.rest[class] > 0.0 && one.rest[class] < all) {
                    continue;
                }
                let is_full = one.rest[class] > 0.0;
                one.is_open[class] = false;
                is_changed = true;
                for across in (0..other.numbers.len()).filter(|it| other.is_open[*it]) {
                    if is_full {
                        let cell = if is_row { class * width + across } else { across * width + class };
                        table[cell] = 1.0;
                        other.rest[across] -= f64::from(one.counts[class]);
                    }
                }
            }
        }
        if !is_changed {
            return;
        }
    }
}
