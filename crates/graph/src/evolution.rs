//! Evolution: what becomes of ties and clusters from one period to the next.
//!
//! # Question
//! Which ties came, which went, which came back; which clusters were born, went on, split, merged or dissolved?
//!
//! # Definition
//! The window is cut into periods ([`crate::step`]); ties and clusters are those of each period by one rule. Of all
//! pairs that were tied in some period so far, each is in exactly one state in a period, told from the past alone, so
//! that a later period never changes an earlier answer:
//!
//! | state | in this period | in the one before | earlier |
//! |---|---|---|---|
//! | kept | tied | tied | |
//! | gained | tied | not | never |
//! | resumed | tied | not | tied |
//! | lost | not | tied | |
//! | dormant | not | not | tied |
//!
//! In the first period every tie is gained. Clusters are followed by [`measures::community::evolution`], which states the
//! rule: two match when their Jaccard index (common members over all members of the two) reaches the threshold; of all
//! matches, taken from the most alike down, each identity goes on as one cluster at most.
//!
//! # Source
//! D. Greene, D. Doyle and P. Cunningham, ASONAM 2010, doi:10.1109/ASONAM.2010.17; G. Palla, A.-L. Barabási and T. Vicsek,
//! Nature 446, 2007, doi:10.1038/nature05670, for the events.
//!
//! # Limits
//! A tie that is lost is not recorded any more, which is not the same as ended. What cannot be dated to one period for
//! certain is in none. The first period has no past, so that what was there before the window counts as gained.
//!
//! # Cost
//! That of the ties and clusters of every period.
//!
//! # Determinism
//! That of the clusters' method; the rest is exact.
//!
//! # Checked against
//! Hand-made networks; the property that the states of a period close: all pairs tied so far are in exactly one.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::date::Period;
use measures::Interrupt;
use measures::community::evolution::{self as tracking, EvolutionEvent};

use crate::cluster::{ClusterRule, Clusters};
use crate::network::Position;
use crate::receipt::Receipt;
use crate::refusal::Refusal;
use crate::step::PeriodStep;
use crate::tie::Ties;
use crate::view::{NetworkView, View};

/// A pair of institutions, the smaller position first.
pub type Pair = (Position, Position);

/// What became of ties in a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TieChanges {
    /// Tied in this period and in the one before.
    pub kept: Vec<Pair>,
    /// Tied in this period, and in none before.
    pub gained: Vec<Pair>,
    /// Tied in this period, not in the one before, but earlier.
    pub resumed: Vec<Pair>,
    /// Tied in the period before, not in this one.
    pub lost: Vec<Pair>,
    /// Tied earlier, neither in the period before nor in this one.
    pub dormant: Vec<Pair>,
}

impl TieChanges {
    /// The changes from one period to the next, given all pairs tied before this period.
    fn between(now: &BTreeSet<Pair>, before: &BTreeSet<Pair>, earlier: &BTreeSet<Pair>) -> Self {
        let mut changes = Self::default();
        for pair in now {
            let list = match (before.contains(pair), earlier.contains(pair)) {
                (true, _) => &mut changes.kept,
                (false, true) => &mut changes.resumed,
                (false, false) => &mut changes.gained,
            };
            list.push(*pair);
        }
        changes.lost = before.difference(now).copied().collect();
        changes.dormant =
            earlier.iter().filter(|it| !now.contains(it) && !before.contains(it)).copied().collect();
        changes
    }
}

/// A cluster that is followed through time.
#[derive(Debug, Clone, PartialEq)]
pub struct PeriodCluster {
    /// The number that stays the same while the cluster goes on; from 1, in order of first appearance.
    pub identity: u32,
    /// Its number among the clusters of its period.
    pub number: usize,
    /// Its name in its period.
    pub name: String,
    /// Its members, in order of position.
    pub members: Vec<Position>,
}

/// One period.
#[derive(Debug, Clone, PartialEq)]
pub struct NetworkPeriod {
    /// The window.
    pub period: Period,
    /// The number of institutions in the graph of ties of the period, isolates included.
    pub institutions: usize,
    /// The number of ties.
    pub ties: usize,
    /// What became of ties.
    pub changes: TieChanges,
    /// The clusters.
    pub clusters: Vec<PeriodCluster>,
    /// What became of clusters from the period before to this one; identities are those of `clusters`.
    pub events: Vec<EvolutionEvent>,
    /// How many held meetings may lie in the period, but not for certain, so that they count in no period.
    pub undecided_meetings: usize,
}

/// How a network is followed through time.
#[derive(Debug, Clone, PartialEq)]
pub struct EvolutionRule {
    /// How time is cut.
    pub step: PeriodStep,
    /// Which clusters, of which ties.
    pub clusters: ClusterRule,
    /// The least Jaccard index of clusters that match, above 0 and at most 1.
    pub threshold: f64,
    /// For how many periods a cluster may be absent and still be the same when it comes back.
    pub absence_max: u32,
}

impl EvolutionRule {
    /// Cooperation clusters by year, matched from a Jaccard index of 0.3 on, with one period of absence at most.
    #[must_use]
    pub fn yearly() -> Self {
        Self { step: PeriodStep::YEAR, clusters: ClusterRule::default(), threshold: 0.3, absence_max: 1 }
    }
}

/// A network followed through time.
#[derive(Debug, Clone, PartialEq)]
pub struct Evolution {
    /// The rule.
    pub rule: EvolutionRule,
    /// The periods, in order.
    pub periods: Vec<NetworkPeriod>,
    /// How it came about.
    pub receipt: Receipt,
}

impl Evolution {
    /// Follows a network through the window of a view.
    ///
    /// # Errors
    /// Those of the periods, the ties and the clusters; [`Refusal::Parameter`] for a threshold out of range;
    /// [`Refusal::Interrupted`].
    pub fn new(view: &NetworkView, rule: &EvolutionRule, interrupt: &Interrupt) -> Result<Self, Refusal> {
        if !(rule.threshold > 0.0 && rule.threshold <= 1.0) {
            return Err(Refusal::Parameter { name: "threshold", problem: "must be above 0 and at most 1" });
        }
        let mut receipt = Receipt::new("evolution", "1", view);
        rule.tell(&mut receipt);
        let mut periods: Vec<NetworkPeriod> = Vec::new();
        let mut groups = Vec::new();
        let (mut before, mut earlier) = (BTreeSet::new(), BTreeSet::new());
        let institutions = view.network().record().institutions.len();
        for period in rule.step.periods(view)? {
            interrupt.check()?;
            let part = NetworkView::new(Arc::clone(view.network()), View { period, ..view.view().clone() });
            let found = Clusters::new(&part, &rule.clusters, interrupt)?;
            let now = pairs(&found.ties);
            let changes = TieChanges::between(&now, &before, &earlier);
            groups.push(groups_of(&found, institutions));
            periods.push(period_of(&part, period, found, changes));
            earlier.extend(now.iter().copied());
            before = now;
        }
        follow(&mut periods, &groups, rule, interrupt)?;
        receipt.count("periods", periods.len());
        Ok(Self { rule: rule.clone(), periods, receipt })
    }
}

impl EvolutionRule {
    fn tell(&self, receipt: &mut Receipt) {
        receipt.parameter("evolution.step", self.step);
        receipt.parameter("evolution.threshold", self.threshold);
        receipt.parameter("evolution.absenceMax", self.absence_max);
        self.clusters.ties.tell(receipt);
        self.clusters.tell(receipt);
    }

    /// The rule by which clusters of two periods are the same one, in English words.
    #[must_use]
    pub fn matching(&self) -> String {
        format!(
            "Clusters match when the members that both have are at least {} of the members that either has (Jaccard). Of all \
             matches, taken from the most alike down, each identity goes on as one cluster at most. One with two matches \
             splits, one that two match merges them. One that matches nothing is dormant, and dissolved after {} \
             periods.",
            self.threshold, self.absence_max
        )
    }
}

fn pairs(ties: &Ties) -> BTreeSet<Pair> {
    ties.ties().iter().map(|it| (it.a, it.b)).collect()
}

/// The cluster of each institution of the network, by its index; none where it is in no cluster.
fn groups_of(found: &Clusters, institutions: usize) -> Vec<Option<u32>> {
    let mut groups = vec![None; institutions];
    for (index, cluster) in (0u32..).zip(&found.clusters) {
        for member in &cluster.members {
            if let Some(slot) = groups.get_mut(*member as usize) {
                *slot = Some(index);
            }
        }
    }
    groups
}

fn period_of(part: &NetworkView, period: Period, found: Clusters, changes: TieChanges) -> NetworkPeriod {
    let clusters = found.clusters.into_iter();
    NetworkPeriod {
        period,
        institutions: found.ties.nodes().len(),
        ties: found.ties.ties().len(),
        changes,
        clusters: clusters
            .map(|it| PeriodCluster { identity: 0, number: it.number, name: it.name, members: it.members })
            .collect(),
        events: Vec::new(),
        undecided_meetings: part.undecided(),
    }
}

/// Gives the clusters of all periods their identities, and the periods their events.
fn follow(
    periods: &mut [NetworkPeriod],
    groups: &[Vec<Option<u32>>],
    rule: &EvolutionRule,
    interrupt: &Interrupt,
) -> Result<(), Refusal> {
    let tracking_rule = tracking::EvolutionRule { threshold: rule.threshold, dormancy: rule.absence_max };
    let tracked = tracking::track(groups, &tracking_rule, interrupt)?;
    for (period, appearances) in periods.iter_mut().zip(tracked.periods) {
        for it in appearances {
            if let Some(cluster) = period.clusters.get_mut(it.community as usize) {
                cluster.identity = it.identity + 1;
            }
        }
        period.clusters.sort_by_key(|it| it.identity);
    }
    for mut event in tracked.events {
        for identity in event.from.iter_mut().chain(&mut event.to) {
            *identity += 1;
        }
        if let Some(period) = periods.get_mut(event.period as usize) {
            period.events.push(event);
        }
    }
    Ok(())
}
