//! Clusters: groups of institutions that cooperate, or are in contact, among themselves.
//!
//! # Question
//! Which circles of cooperation does the record show, who belongs to them, what holds them together?
//!
//! # Definition
//! A *cooperation cluster* is a connected component of at least three institutions in the graph of ties of level L2
//! or more and weight `τ = 0.2` or more, after the coordinators are removed (questions.md A4); a *contact cluster* is
//! the same at level L1. [`Components`] is this definition and the reference; [`Leiden`] divides large components
//! further. Internal density is `2m / (k(k − 1))` of the cluster's `k` members and `m` ties among them. A bridge is a
//! tie without which the cluster falls apart.
//!
//! Modularity is that of the whole division, the groups too small to be clusters included, with tie weights and the
//! resolution `γ`: `Q = Σ_c (w_c / w − γ · (s_c / 2w)²)`, where `w` sums all weights, `w_c` those within `c`, and
//! `s_c` the weights of the members' ties (M. E. J. Newman and M. Girvan, Phys. Rev. E 69, 026113, 2004,
//! doi:10.1103/PhysRevE.69.026113).
//!
//! A cluster is named by its most central member, the one with the greatest sum of weights within it (equal sums: the
//! first in Polish order, then by key), and by the smallest territory that holds all recorded seats.
//!
//! # Limits
//! Clusters are of recorded ties: that there is none says nothing of cooperation nobody wrote down, which the note
//! says. Modularity cannot tell groups smaller than about `√(2m)` ties apart; a resolution above 1 helps.
//!
//! # Cost
//! Components: O(n + m α(n)). Leiden: in practice near linear in ties. At most [`leiden::LEIDEN_TIES_MAX`] ties.
//!
//! # Determinism
//! Clusters are numbered from 1 by their smallest member. Components are exact; Leiden: see [`leiden`].
//!
//! # Checked against
//! The Lubuskie record (Q37, Q38, Q42); Zachary's karate club, on which modularity 0.4198 is the known optimum
//! (U. Brandes et al., IEEE Trans. Knowl. Data Eng. 20(2), 2008, doi:10.1109/TKDE.2007.190689); the quality that the
//! crate reports against modularity computed here.

pub mod components;
pub mod leiden;
mod report;

use domain::id::Id;
use domain::record::RecordRef;
use domain::territory::TerritorialUnit;
use domain::vocabulary::Sector;
use domain::words;

pub use self::components::Components;
pub use self::leiden::Leiden;
use crate::network::Position;
use crate::receipt::Receipt;
use crate::refusal::{NotDefinedReason, Refusal};
use crate::tie::{TieRule, Ties};
use crate::view::NetworkView;

words! {
    /// How clusters are found.
    ClusterMethod {
        /// Connected components.
        Components = "COMPONENTS",
        /// The Leiden algorithm.
        Leiden = "LEIDEN",
    }
}

/// How to look for clusters.
#[derive(Debug, Clone, PartialEq)]
pub struct ClusterRule {
    /// Which ties.
    pub ties: TieRule,
    /// Which method.
    pub method: ClusterMethod,
    /// The resolution `γ` of modularity; positive. Components do not depend on it.
    pub resolution: f64,
    /// The seed. Components do not depend on it.
    pub seed: u64,
    /// The least number of members; at least 2.
    pub min_size: usize,
}

impl Default for ClusterRule {
    /// Cooperation clusters by the component definition.
    fn default() -> Self {
        Self {
            ties: TieRule::cooperation(),
            method: ClusterMethod::Components,
            resolution: 1.0,
            seed: 1,
            min_size: 3,
        }
    }
}

impl ClusterRule {
    fn check(&self) -> Result<(), Refusal> {
        if !self.resolution.is_finite() || self.resolution <= 0.0 {
            return Err(Refusal::NotDefined(NotDefinedReason::ResolutionNotPositive));
        }
        if self.min_size < 2 {
            return Err(Refusal::NotDefined(NotDefinedReason::MinimumSizeTooSmall));
        }
        Ok(())
    }
}

/// A division of the institutions of a graph of ties.
#[derive(Debug, Clone, PartialEq)]
pub struct Communities {
    /// The groups: every institution is in exactly one; members in order of position.
    pub members: Vec<Vec<Position>>,
    /// The quality that the method reports; none when it optimises nothing.
    pub quality: Option<f64>,
}

/// A way to divide the institutions of a graph of ties into groups.
pub trait CommunityMethod {
    /// Divides them; the same ties give the same division.
    ///
    /// # Errors
    /// [`Refusal::TooLarge`], [`Refusal::Engine`].
    fn communities(&self, ties: &Ties) -> Result<Communities, Refusal>;
}

/// A cluster.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// From 1, by the smallest member.
    pub number: usize,
    /// Its name in Polish: that of its most central member, and its territory if known.
    pub name: String,
    /// The most central member.
    pub central: Position,
    /// The members, in order of position.
    pub members: Vec<Position>,
    /// The internal density, from 0 to 1.
    pub density: f64,
    /// The ties among members, as indices among [`Ties::ties`].
    pub ties: Vec<usize>,
    /// Those of the ties without which the cluster would fall apart.
    pub bridges: Vec<usize>,
    /// The shared occasions and undertakings behind the ties, each once, in order.
    pub occasions: Vec<RecordRef>,
    /// The recorded sectors of the members, in order.
    pub sectors: Vec<Id<Sector>>,
    /// The powiats of the members' recorded seats, in order.
    pub powiats: Vec<Id<TerritorialUnit>>,
    /// The subregions of the members' recorded seats, in order.
    pub subregions: Vec<Id<TerritorialUnit>>,
    /// The smallest unit that holds all recorded seats; none when no seat is recorded or no unit holds them all.
    pub territory: Option<Id<TerritorialUnit>>,
    /// Whether the level of a tie among members rests on inferred evidence.
    pub is_inferred: bool,
}

/// The clusters of a view.
#[derive(Debug, Clone, PartialEq)]
pub struct Clusters {
    /// The ties that they are made of; they also tell of removed coordinators and the ties with them.
    pub ties: Ties,
    /// The rule.
    pub rule: ClusterRule,
    /// The clusters, by number.
    pub clusters: Vec<Cluster>,
    /// The modularity of the whole division, from −½ to 1 at resolution 1; none without weight.
    pub modularity: Option<f64>,
    /// Why there is no cluster, in English words; none when there is one.
    pub note: Option<String>,
    /// How they came about.
    pub receipt: Receipt,
}

impl Clusters {
    /// Looks for clusters in a view.
    ///
    /// # Errors
    /// [`Refusal`], when there are too many ties or the rule defines no clusters.
    pub fn new(view: &NetworkView, rule: &ClusterRule) -> Result<Self, Refusal> {
        rule.check()?;
        let ties = Ties::new(view, &rule.ties)?;
        let ClusterRule { resolution, seed, .. } = *rule;
        let communities = match rule.method {
            ClusterMethod::Components => Components.communities(&ties)?,
            ClusterMethod::Leiden => Leiden { resolution, seed }.communities(&ties)?,
        };
        let mut receipt = ties.receipt().followed_by("clusters", "1");
        receipt.parameter("clusters.method", rule.method);
        receipt.parameter("clusters.resolution", resolution);
        receipt.parameter("clusters.seed", seed);
        receipt.parameter("clusters.minSize", rule.min_size);
        receipt.seed = (rule.method == ClusterMethod::Leiden).then_some(seed);
        let modularity = modularity(&ties, &communities.members, resolution);
        receipt.count("communities", communities.members.len());
        let mut members: Vec<_> =
            communities.members.into_iter().filter(|it| rule.min_size <= it.len()).collect();
        members.sort();
        let clusters = report::clusters(view, &ties, members);
        receipt.count("clusters", clusters.len());
        let note = clusters.is_empty().then(|| report::why_none(view, &ties, rule));
        Ok(Self { ties, rule: rule.clone(), clusters, modularity, note, receipt })
    }
}

/// The modularity of a division with tie weights; none when the weights sum to nothing.
///
/// Time O(n + m).
#[must_use]
pub fn modularity(ties: &Ties, groups: &[Vec<Position>], resolution: f64) -> Option<f64> {
    let mut group_of = vec![usize::MAX; ties.nodes().len()];
    for (group, members) in groups.iter().enumerate() {
        for index in members.iter().filter_map(|it| ties.index_of(*it)) {
            if let Some(slot) = group_of.get_mut(index) {
                *slot = group;
            }
        }
    }
    let group =
        |it: Position| ties.index_of(it).and_then(|it| group_of.get(it)).copied().unwrap_or(usize::MAX);
    let mut within = vec![0.0; groups.len()];
    let mut strength = vec![0.0; groups.len()];
    let mut total = 0.0;
    for tie in ties.ties() {
        let ends = [group(tie.a), group(tie.b)];
        total += tie.weight;
        for end in ends {
            if let Some(sum) = strength.get_mut(end) {
                *sum += tie.weight;
            }
        }
        if ends[0] == ends[1]
            && let Some(sum) = within.get_mut(ends[0])
        {
            *sum += tie.weight;
        }
    }
    let share = |(within, strength): (&f64, &f64)| {
        let expected: f64 = strength / (2.0 * total);
        within / total - resolution * expected * expected
    };
    (total > 0.0).then(|| within.iter().zip(&strength).map(share).sum())
}
