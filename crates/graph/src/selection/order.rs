//! Orders: by several values, each upwards or downwards, what is not recorded last, the key at the end.

use std::cmp::Ordering;

use domain::polish::CollationKey;
use domain::words;

words! {
    /// The direction of an order.
    OrderDirection {
        /// Upwards: A before Z, old before new.
        Asc = "ASC",
        /// Downwards.
        Desc = "DESC",
    }
}

/// A value to order by; none when not recorded.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// A text, by the Polish alphabet.
    Text(CollationKey),
    /// A date.
    Date(domain::date::EdtfDate),
}

impl Rank {
    pub(super) fn text(text: &str) -> Self {
        Self::Text(CollationKey::new(text))
    }
}

/// Puts positions in order. The positions come in order of keys, and the sort is stable, so keys end every order.
pub(super) fn sort(
    positions: Vec<u32>,
    directions: &[OrderDirection],
    ranks: impl Fn(u32) -> Vec<Option<Rank>>,
) -> Vec<u32> {
    if directions.is_empty() {
        return positions;
    }
    let mut ranked: Vec<_> = positions.into_iter().map(|it| (ranks(it), it)).collect();
    ranked.sort_by(|(left, left_position), (right, right_position)| {
        let by_ranks =
            left.iter().zip(right).zip(directions).map(|((left, right), it)| compare(left, right, *it));
        by_ranks.fold(Ordering::Equal, Ordering::then).then(left_position.cmp(right_position))
    });
    ranked.into_iter().map(|it| it.1).collect()
}

fn compare(left: &Option<Rank>, right: &Option<Rank>, direction: OrderDirection) -> Ordering {
    match (left, right, direction) {
        (Some(left), Some(right), OrderDirection::Asc) => left.cmp(right),
        (Some(left), Some(right), OrderDirection::Desc) => right.cmp(left),
        (left, right, _) => left.is_none().cmp(&right.is_none()),
    }
}
