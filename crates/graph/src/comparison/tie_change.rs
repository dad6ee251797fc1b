//! What became of ties between two views.

use domain::words;

use super::counterpart::{Counterparts, Number};
use crate::network::Position;
use crate::tie::{Tie, TieLevel, Ties};

/// How much weights may differ by rounding and still be the same.
const ROUNDING: f64 = 1e-9;

words! {
    /// What became of a tie.
    TieChangeKind {
        /// There was none.
        Gained = "GAINED",
        /// There is none any more.
        Lost = "LOST",
        /// It is of higher level, or of the same level and more weight.
        Strengthened = "STRENGTHENED",
        /// It is of lower level, or of the same level and less weight.
        Weakened = "WEAKENED",
    }
}

/// A tie on one side of a comparison.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TieSide {
    /// The level; the highest where several ties are compared as one.
    pub level: TieLevel,
    /// The weight; the sum where several ties are compared as one.
    pub weight: f64,
}

/// What became of a tie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TieChange {
    /// The counterparts that it ties, the smaller number first.
    pub between: (Number, Number),
    /// What it was; none when it was not.
    pub before: Option<TieSide>,
    /// What it is; none when it is not.
    pub after: Option<TieSide>,
}

impl TieChange {
    /// What became of it; none when it is as it was.
    #[must_use]
    pub fn kind(&self) -> Option<TieChangeKind> {
        let (before, after) = match (&self.before, &self.after) {
            (None, None) => return None,
            (None, Some(_)) => return Some(TieChangeKind::Gained),
            (Some(_), None) => return Some(TieChangeKind::Lost),
            (Some(before), Some(after)) => (before, after),
        };
        let more = after.weight - before.weight;
        let scale = before.weight.abs().max(after.weight.abs()).max(1.0);
        match after.level.cmp(&before.level) {
            std::cmp::Ordering::Greater => Some(TieChangeKind::Strengthened),
            std::cmp::Ordering::Less => Some(TieChangeKind::Weakened),
            std::cmp::Ordering::Equal if more > ROUNDING * scale => Some(TieChangeKind::Strengthened),
            std::cmp::Ordering::Equal if -more > ROUNDING * scale => Some(TieChangeKind::Weakened),
            std::cmp::Ordering::Equal => None,
        }
    }
}

/// The ties on one side by the counterparts that they tie, in order of these. Ties within a counterpart are none.
fn rows(ties: &Ties, number: impl Fn(Position) -> Number) -> Vec<((Number, Number), TieSide)> {
    let mut rows: Vec<_> = ties
        .ties()
        .iter()
        .filter_map(|it| {
            let (a, b) = (number(it.a), number(it.b));
            (a != b).then(|| ((a.min(b), a.max(b)), TieSide { level: it.level, weight: it.weight }))
        })
        .collect();
    // Stable, so that sums are taken in the order of ties.
    rows.sort_by_key(|it| it.0);
    rows.dedup_by(|next, first| {
        let is_same = next.0 == first.0;
        if is_same {
            first.1.level = first.1.level.max(next.1.level);
            first.1.weight += next.1.weight;
        }
        is_same
    });
    rows
}

/// All ties that changed, in order of the counterparts that they tie; and how many did not.
pub(super) fn tie_changes(before: &Ties, after: &Ties, same: &Counterparts) -> (Vec<TieChange>, usize) {
    let mut olds = rows(before, |it| same.of_before(it)).into_iter().peekable();
    let mut news = rows(after, |it| same.of_after(it)).into_iter().peekable();
    let (mut changes, mut unchanged) = (Vec::new(), 0);
    loop {
        let between = match (olds.peek(), news.peek()) {
            (None, None) => break,
            (Some(old), None) => old.0,
            (None, Some(new)) => new.0,
            (Some(old), Some(new)) => old.0.min(new.0),
        };
        let before = olds.next_if(|it| it.0 == between).map(|it| it.1);
        let after = news.next_if(|it| it.0 == between).map(|it| it.1);
        let change = TieChange { between, before, after };
        if change.kind().is_some() {
            changes.push(change);
        } else {
            unchanged += 1;
        }
    }
    (changes, unchanged)
}

/// The ties on one side between the institutions of two counterparts, in order of keys.
pub(super) fn between<'a>(ties: &'a Ties, one: &[Position], other: &[Position]) -> Vec<&'a Tie> {
    let mut found: Vec<&Tie> =
        one.iter().flat_map(|a| other.iter().filter_map(|b| ties.between(*a, *b))).collect();
    found.sort_by_key(|it| (it.a, it.b));
    found
}
