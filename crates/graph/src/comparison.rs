//! Comparison: what is different between two views, of two revisions, two periods or both.
//!
//! # Question
//! Which institutions, meetings and ties came and went; how did the figures, the clusters and the contact of signatories
//! change?
//!
//! # Definition
//! *Before* is what is compared with, *after* the network asked. Institutions are the same by [`counterpart`], also when
//! a decision on identity joined or parted them in between. Figures ([`figures`]) are taken of each view alone; the
//! change of one is an interval ([`delta`]) where either is. An institution is *gained* when it is involved in a certain
//! occasion after and not before, *lost* the other way round; meetings and undertakings likewise, by their keys. A tie
//! is gained or lost; where there is one on either side it is strengthened when its level is higher, or the same with
//! more weight, and weakened the other way round (weights that differ by at most 1e-9 of the greater are the same).
//! Ties of several institutions that the other view holds for one are compared as one: the sum of the weights, the
//! highest level. Clusters are components of the ties of the clusters' rule with as many members as asked or more;
//! which of them is which is decided as in [`crate::evolution`]: they match from a Jaccard index of counterparts on. A
//! gap is *opened* when it is one after, and neither is nor may be one before; *closed* the other way round ([`gap_change`]).
//!
//! # Source
//! The project's analysis of the field, parts 5 and 8 of its questions; for clusters, see [`crate::evolution`].
//!
//! # Limits
//! What is lost is not recorded any more, which is not the same as ended. Two views of other windows have few meetings
//! in common by nature. What is open in one number and what is open in the other are taken to be independent, so the
//! interval of a change is wider than the truth where one source leaves both open.
//!
//! # Cost
//! That of the ties of both views and of triangles in them, each once for a view and a rule; the comparison itself
//! O(n log n + m log m) for n institutions and m ties.
//!
//! # Determinism
//! Exact; institutions, meetings and ties in order of keys, clusters by their smallest member.
//!
//! # Checked against
//! Hand-made networks; comparison of sets by brute force on generated networks; the properties that a view compared with
//! itself shows nothing and that swapping the sides turns every change round; the Lubuskie record (Q100).

pub mod counterpart;
pub mod delta;
pub mod figures;
pub mod gap_change;
pub mod signatory;
pub mod supposition;
pub mod tie_change;

use std::sync::Arc;

use domain::record::{Noun, RecordRef};
use measures::Interrupt;
use measures::community::evolution::{self as tracking, EvolutionKind};

use self::counterpart::{Counterparts, Number};
use self::delta::Delta;
use self::figures::{FigureKind, FigureRule, Figures};
use self::gap_change::{GapChange, gap_changes};
use self::signatory::{SignatoryChange, signatory_changes};
use self::tie_change::{TieChange, TieChangeKind, tie_changes};
use crate::computed::Interval;
use crate::gap::GapKind;
use crate::network::{Network, Position};
use crate::receipt::{Receipt, view_parameters};
use crate::refusal::Refusal;
use crate::tie::Tie;
use crate::view::NetworkView;

/// A figure of both views.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureChange {
    /// What it is of.
    pub kind: FigureKind,
    /// Gaps of which kind; none for other figures.
    pub gap: Option<GapKind>,
    /// The number before; none when it is not defined.
    pub before: Option<Interval>,
    /// The number after; none when it is not defined.
    pub after: Option<Interval>,
    /// How much it changed; none when either is not defined.
    pub delta: Option<Delta>,
}

/// What is on one side only.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Turnover<T> {
    /// What is after and was not before.
    pub gained: Vec<T>,
    /// What was before and is not after.
    pub lost: Vec<T>,
    /// How many are on both sides.
    pub kept: usize,
}

/// What became of clusters.
#[derive(Debug, Clone, PartialEq)]
pub struct ClusterChange {
    /// What happened.
    pub kind: EvolutionKind,
    /// The clusters before, as indices among those of the figures, ascending.
    pub before: Vec<usize>,
    /// The clusters after, likewise.
    pub after: Vec<usize>,
    /// The Jaccard index, for what goes on.
    pub similarity: Option<f64>,
}

/// What is different between two views.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The least Jaccard index of clusters that match.
    pub threshold: f64,
    /// Which institution is which.
    pub counterparts: Counterparts,
    /// What the view before is made of.
    pub before: Arc<Figures>,
    /// What the view after is made of.
    pub after: Arc<Figures>,
    /// The figures of both.
    pub figures: Vec<FigureChange>,
    /// The institutions involved.
    pub institutions: Turnover<Number>,
    /// The meetings, by their positions in the network of their side.
    pub occasions: Turnover<u32>,
    /// The undertakings.
    pub undertakings: Turnover<RecordRef>,
    /// The ties that changed, in order of the counterparts that they tie.
    pub ties: Vec<TieChange>,
    /// How many ties are as they were.
    pub ties_unchanged: usize,
    /// What became of clusters.
    pub clusters: Vec<ClusterChange>,
    /// What became of signatories; empty when no partnership is asked about.
    pub signatories: Vec<SignatoryChange>,
    /// What became of gaps, those that matter most first; empty when gaps are not asked for.
    pub gaps: Vec<GapChange>,
    /// How it came about.
    pub receipt: Receipt,
}

impl Comparison {
    /// Compares two views.
    ///
    /// # Errors
    /// Those of [`Figures::of`]; [`Refusal::Parameter`] for a threshold out of range; [`Refusal::Interrupted`].
    pub fn new(
        before: &NetworkView,
        after: &NetworkView,
        rule: &FigureRule,
        threshold: f64,
        interrupt: &Interrupt,
    ) -> Result<Self, Refusal> {
        let old = Arc::new(Figures::of(before, rule, interrupt)?);
        let new = Arc::new(Figures::of(after, rule, interrupt)?);
        Self::of((before, old), (after, new), threshold, interrupt)
    }

    /// Compares two views whose figures, by the same rule, are known.
    ///
    /// # Errors
    /// [`Refusal::Parameter`] for a threshold out of range; [`Refusal::Interrupted`].
    pub fn of(
        (view_before, before): (&NetworkView, Arc<Figures>),
        (view_after, after): (&NetworkView, Arc<Figures>),
        threshold: f64,
        interrupt: &Interrupt,
    ) -> Result<Self, Refusal> {
        if !(threshold > 0.0 && threshold <= 1.0) {
            return Err(Refusal::Parameter { name: "threshold", problem: "must be above 0 and at most 1" });
        }
        let (old, new) = (view_before.network(), view_after.network());
        let same = Counterparts::new(old, new);
        interrupt.check()?;
        let (ties, ties_unchanged) = tie_changes(&before.ties, &after.ties, &same);
        let signatories = before.signatories.as_ref().zip(after.signatories.as_ref());
        let mut receipt = Receipt::new("comparison", "1", view_after);
        for (name, value) in view_parameters(view_before.view()) {
            receipt.parameter(&format!("with.{name}"), value);
        }
        after.rule.tell(&mut receipt);
        receipt.parameter("threshold", threshold);
        receipt.count("institutionsBefore", before.ties.nodes().len());
        receipt.count("institutionsAfter", after.ties.nodes().len());
        receipt.count("tiesBefore", before.ties.ties().len());
        receipt.count("tiesAfter", after.ties.ties().len());
        receipt.count("identitiesChanged", same.changed().count());
        Ok(Self {
            threshold,
            figures: figures(&before, &after),
            institutions: institutions(&before, &after, &same),
            occasions: occasions((old, &before.occasions), (new, &after.occasions)),
            undertakings: turnover(&before.undertakings, &after.undertakings),
            ties,
            ties_unchanged,
            clusters: clusters(&before, &after, &same, threshold, interrupt)?,
            signatories: signatories
                .map_or_else(Vec::new, |(b, a)| signatory_changes((old, b), (new, a), &same)),
            gaps: before
                .gaps
                .as_ref()
                .zip(after.gaps.as_ref())
                .map_or_else(Vec::new, |(b, a)| gap_changes(b, a)),
            counterparts: same,
            before,
            after,
            receipt,
        })
    }

    /// The ties of which something became, in order of the counterparts that they tie.
    pub fn ties_of(&self, kind: TieChangeKind) -> impl Iterator<Item = &TieChange> {
        self.ties.iter().filter(move |it| it.kind() == Some(kind))
    }

    /// The ties behind a change, before and after: one on either side, or several where identity was decided in between.
    #[must_use]
    pub fn ties_behind(&self, change: &TieChange) -> (Vec<&Tie>, Vec<&Tie>) {
        let ends = self.counterparts.get(change.between.0).zip(self.counterparts.get(change.between.1));
        let Some((one, other)) = ends else { return (Vec::new(), Vec::new()) };
        (
            tie_change::between(&self.before.ties, &one.before, &other.before),
            tie_change::between(&self.after.ties, &one.after, &other.after),
        )
    }

    /// The rule by which clusters of the two views are the same one, in English words.
    #[must_use]
    pub fn matching(&self) -> String {
        format!(
            "Clusters match when the institutions that both have are at least {} of those that either has (Jaccard). Of \
             all matches, taken from the most alike down, each goes on as one at most. One with two matches splits, one \
             that two match merges them.",
            self.threshold
        )
    }
}

fn figures(before: &Figures, after: &Figures) -> Vec<FigureChange> {
    let of = |new: &figures::Figure| {
        let (old, new, kind, gap) =
            (before.get(new.kind, new.gap)?.value.clone(), new.value.clone(), new.kind, new.gap);
        let delta = old.as_ref().zip(new.as_ref()).map(|(old, new)| Delta::between(old, new));
        Some(FigureChange { kind, gap, before: old, after: new, delta })
    };
    after.all.iter().filter_map(of).collect()
}

/// What of two lists in order, each without doubles, is in one only.
fn turnover<T: Ord + Clone>(before: &[T], after: &[T]) -> Turnover<T> {
    let is_in = |list: &[T], it: &T| list.binary_search(it).is_ok();
    let lost: Vec<T> = before.iter().filter(|it| !is_in(after, it)).cloned().collect();
    Turnover {
        kept: before.len() - lost.len(),
        gained: after.iter().filter(|it| !is_in(before, it)).cloned().collect(),
        lost,
    }
}

fn institutions(before: &Figures, after: &Figures, same: &Counterparts) -> Turnover<Number> {
    let numbers = |positions: &[Position], of: &dyn Fn(Position) -> Number| {
        let mut numbers: Vec<Number> = positions.iter().map(|it| of(*it)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    };
    turnover(
        &numbers(&before.involved, &|it| same.of_before(it)),
        &numbers(&after.involved, &|it| same.of_after(it)),
    )
}

/// Meetings are the same by their keys, in whose order they stand in their networks.
fn occasions((old, before): (&Arc<Network>, &[u32]), (new, after): (&Arc<Network>, &[u32])) -> Turnover<u32> {
    if Arc::ptr_eq(old, new) {
        return turnover(before, after);
    }
    let key = |network: &'_ Network, it: u32| {
        network.record().meetings.get(it as usize).map(|it| it.key().to_owned()).unwrap_or_default()
    };
    let before: Vec<(String, u32)> = before.iter().map(|it| (key(old, *it), *it)).collect();
    let after: Vec<(String, u32)> = after.iter().map(|it| (key(new, *it), *it)).collect();
    let only = |list: &[(String, u32)], others: &[(String, u32)]| -> Vec<u32> {
        let is_there = |key: &String| others.binary_search_by(|it| it.0.cmp(key)).is_ok();
        list.iter().filter(|it| !is_there(&it.0)).map(|it| it.1).collect()
    };
    let lost = only(&before, &after);
    Turnover { kept: before.len() - lost.len(), gained: only(&after, &before), lost }
}

/// What becomes of clusters: those of both sides as two periods of the counterparts.
fn clusters(
    before: &Figures,
    after: &Figures,
    same: &Counterparts,
    threshold: f64,
    interrupt: &Interrupt,
) -> Result<Vec<ClusterChange>, Refusal> {
    let labels = |clusters: &[Vec<Position>], of: &dyn Fn(Position) -> Number| {
        let mut labels = vec![None; same.all().len()];
        for (label, members) in (0u32..).zip(clusters) {
            for member in members {
                // Of several clusters that a counterpart is in, the first.
                if let Some(slot @ None) = labels.get_mut(of(*member) as usize) {
                    *slot = Some(label);
                }
            }
        }
        labels
    };
    let periods = [
        labels(&before.clusters, &|it| same.of_before(it)),
        labels(&after.clusters, &|it| same.of_after(it)),
    ];
    let rule = tracking::EvolutionRule { threshold, dormancy: 0 };
    let tracked = tracking::track(&periods, &rule, interrupt)?;
    let place = |period: usize, identity: &u32| {
        let appearances = tracked.periods.get(period)?;
        appearances.iter().find(|it| it.identity == *identity).map(|it| it.community as usize)
    };
    let mut changes: Vec<ClusterChange> = tracked
        .events
        .iter()
        .filter(|it| it.period == 1)
        .map(|it| {
            let mut before: Vec<usize> = it.from.iter().filter_map(|it| place(0, it)).collect();
            let mut after: Vec<usize> = it.to.iter().filter_map(|it| place(1, it)).collect();
            before.sort_unstable();
            after.sort_unstable();
            ClusterChange { kind: it.kind, before, after, similarity: it.similarity }
        })
        .collect();
    changes.sort_by(|a, b| (a.kind, &a.before, &a.after).cmp(&(b.kind, &b.before, &b.after)));
    Ok(changes)
}
