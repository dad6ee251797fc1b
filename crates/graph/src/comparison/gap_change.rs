//! What became of gaps between two views.
//!
//! # Definition
//! Two gaps are the same when they are of one kind, about the same record, and by the same expectation, sector or
//! collection. One is *opened* when it is a gap after and, by the record, neither is nor may be one before; *closed* the
//! other way round; where the record leaves either side open, whether it is one is *not settled*.

use std::collections::BTreeMap;

use domain::expectation::Expectation;
use domain::id::Id;
use domain::indicator::Collection;
use domain::record::RecordRef;
use domain::vocabulary::Sector;
use domain::words;

use crate::gap::{Gap, GapKind, Gaps};

words! {
    /// What became of a gap.
    GapChangeKind {
        /// It was none.
        Opened = "OPENED",
        /// It is none any more.
        Closed = "CLOSED",
        /// On one side it is a gap, on the other it may be one.
        NotSettled = "NOT_SETTLED",
    }
}

/// What became of a gap.
#[derive(Debug, Clone, PartialEq)]
pub struct GapChange {
    /// What became of it.
    pub kind: GapChangeKind,
    /// What it was, or may have been; none when it was none.
    pub before: Option<Gap>,
    /// What it is, or may be; none when it is none.
    pub after: Option<Gap>,
}

type Key<'a> =
    (GapKind, &'a RecordRef, Option<&'a Id<Expectation>>, Option<&'a Id<Sector>>, Option<Collection>);

fn key(gap: &Gap) -> Key<'_> {
    (gap.kind, &gap.about, gap.expectation.as_ref(), gap.sector.as_ref(), gap.collection)
}

/// A gap, and whether it is one for certain.
type Found<'a> = (&'a Gap, bool);

/// The gaps of which something became: the highest score on either side first, then as gaps are.
pub(super) fn gap_changes(before: &Gaps, after: &Gaps) -> Vec<GapChange> {
    let mut all = BTreeMap::<Key<'_>, (Option<Found<'_>>, Option<Found<'_>>)>::new();
    for (list, is_certain) in [(&before.gaps, true), (&before.unknown, false)] {
        for gap in list {
            all.entry(key(gap)).or_default().0 = Some((gap, is_certain));
        }
    }
    for (list, is_certain) in [(&after.gaps, true), (&after.unknown, false)] {
        for gap in list {
            all.entry(key(gap)).or_default().1 = Some((gap, is_certain));
        }
    }
    let mut changes: Vec<GapChange> = all
        .into_values()
        .filter_map(|(old, new)| {
            let kind = match (old.map(|it| it.1), new.map(|it| it.1)) {
                (None, Some(true)) => GapChangeKind::Opened,
                (Some(true), None) => GapChangeKind::Closed,
                (Some(old), Some(new)) if old != new => GapChangeKind::NotSettled,
                _ => return None,
            };
            Some(GapChange { kind, before: old.map(|it| it.0.clone()), after: new.map(|it| it.0.clone()) })
        })
        .collect();
    let score = |it: &GapChange| it.after.iter().chain(&it.before).map(|it| it.score).fold(0.0, f64::max);
    // Stable: equal scores stay in the order of their keys.
    changes.sort_by(|a, b| score(b).total_cmp(&score(a)));
    changes
}
