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
//! doi:10.1103/PhysRevE.69.026113). Conductance is the weight of the ties that leave the cluster over the lesser of the
//! strengths inside and outside (R. Kannan, S. Vempala, A. Vetta, J. ACM 51, 2004, doi:10.1145/990308.990313).
//!
//! With an ensemble, Leiden runs with that many seeds and the best division is told: a member's confidence is the share
//! of runs in which it is in the matching cluster, a cluster's stability its mean likeness (Jaccard) with the matching
//! clusters ([`measures::community::ensemble`]).
//!
//! A cluster is named by its most central member, the one with the greatest sum of weights within it (equal sums: the
//! first in Polish order, then by key), and by the smallest territory that holds all recorded seats.
//!
//! # Limits
//! Clusters are of recorded ties: that there is none says nothing of cooperation nobody wrote down, which the note
//! says. Modularity cannot tell groups smaller than about `√(2m)` ties apart; a resolution above 1 helps.
//!
//! # Cost
//! Components: O(n + m). Leiden: in practice near linear in ties, for each run of an ensemble.
//!
//! # Determinism
//! Clusters are numbered from 1 by their smallest member. Components are exact. Leiden gives the same division for the same
//! ties, rule and seed on any number of threads.
//!
//! # Checked against
//! The Lubuskie record (Q37, Q38, Q42); Zachary's karate club, on which modularity 0.4198 is the known optimum
//! (U. Brandes et al., IEEE Trans. Knowl. Data Eng. 20(2), 2008, doi:10.1109/TKDE.2007.190689); igraph and leidenalg by
//! the reference values of the crate `measures`.

mod division;
mod report;

use domain::id::Id;
use domain::record::RecordRef;
use domain::territory::TerritorialUnit;
use domain::vocabulary::Sector;
use domain::words;
use measures::Interrupt;
use measures::community::ensemble::Spread;

use self::division::Division;
use crate::network::Position;
use crate::receipt::Receipt;
use crate::refusal::{NotDefinedReason, Refusal};
use crate::tie::{TieRule, Ties};
use crate::view::NetworkView;

/// The most runs of an ensemble.
pub const ENSEMBLE_MAX: u32 = 100;

words! {
    /// How clusters are found.
    ClusterMethod {
        /// Connected components.
        Components = "COMPONENTS",
        /// The Leiden algorithm.
        Leiden = "LEIDEN",
    }
}

words! {
    /// What the Leiden algorithm maximises.
    ClusterQuality {
        /// Modularity: more weight inside than expected of institutions as strongly tied.
        Modularity = "MODULARITY",
        /// The constant Potts model: more weight inside than the resolution for every pair.
        ConstantPotts = "CONSTANT_POTTS",
    }
}

/// How to look for clusters.
#[derive(Debug, Clone, PartialEq)]
pub struct ClusterRule {
    /// Which ties.
    pub ties: TieRule,
    /// Which method.
    pub method: ClusterMethod,
    /// What Leiden maximises. Components do not depend on it.
    pub quality: ClusterQuality,
    /// The resolution `γ`; positive. Components do not depend on it.
    pub resolution: f64,
    /// The seed. Components do not depend on it.
    pub seed: u64,
    /// The number of runs that Leiden's confidence and stability come from, at most [`ENSEMBLE_MAX`]; 0 for neither.
    pub ensemble: u32,
    /// The least number of members; at least 2.
    pub min_size: usize,
}

impl Default for ClusterRule {
    /// Cooperation clusters by the component definition.
    fn default() -> Self {
        Self {
            ties: TieRule::cooperation(),
            method: ClusterMethod::Components,
            quality: ClusterQuality::Modularity,
            resolution: 1.0,
            seed: 1,
            ensemble: 0,
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
        if ENSEMBLE_MAX < self.ensemble {
            return Err(Refusal::Parameter { name: "ensemble", problem: "must be from 0 to 100" });
        }
        Ok(())
    }

    /// Adds the rule, but for its ties, to a receipt.
    pub(crate) fn tell(&self, receipt: &mut Receipt) {
        receipt.parameter("clusters.method", self.method);
        receipt.parameter("clusters.quality", self.quality);
        receipt.parameter("clusters.resolution", self.resolution);
        receipt.parameter("clusters.seed", self.seed);
        receipt.parameter("clusters.ensemble", self.ensemble);
        receipt.parameter("clusters.minSize", self.min_size);
        receipt.seed = (self.method == ClusterMethod::Leiden).then_some(self.seed);
    }
}

/// How many members have a value; none for those whose value is not recorded.
pub type Mix<T> = Vec<(Option<T>, usize)>;

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
    /// How sure the membership of each member is, above 0 to 1; empty without an ensemble.
    pub confidence: Vec<f64>,
    /// How alike the cluster is in all runs, above 0 to 1; none without an ensemble.
    pub stability: Option<f64>,
    /// The internal density, from 0 to 1.
    pub density: f64,
    /// The weight of the ties that leave over the lesser of the strengths inside and outside, from 0 to 1; none when
    /// nothing is outside.
    pub conductance: Option<f64>,
    /// What it adds to the modularity; none without weight.
    pub modularity: Option<f64>,
    /// The ties among members, as indices among [`Ties::ties`].
    pub ties: Vec<usize>,
    /// Those of the ties without which the cluster would fall apart.
    pub bridges: Vec<usize>,
    /// The shared occasions and undertakings behind the ties, each once, in order.
    pub occasions: Vec<RecordRef>,
    /// The sectors of the members, in order, those not recorded last.
    pub sectors: Mix<Id<Sector>>,
    /// The powiats of the members' seats, in order, those not recorded last.
    pub powiats: Mix<Id<TerritorialUnit>>,
    /// The subregions of the members' recorded seats, in order.
    pub subregions: Vec<Id<TerritorialUnit>>,
    /// The smallest unit that holds all recorded seats; none when no seat is recorded or no unit holds them all.
    pub territory: Option<Id<TerritorialUnit>>,
    /// Whether the level of a tie among members rests on inferred evidence.
    pub is_inferred: bool,
}

/// The ties between two clusters.
#[derive(Debug, Clone, PartialEq)]
pub struct Bridge {
    /// The number of the one, the smaller.
    pub one: usize,
    /// The number of the other.
    pub other: usize,
    /// The ties, as indices among [`Ties::ties`].
    pub ties: Vec<usize>,
    /// Their weight.
    pub weight: f64,
}

/// How far the runs of an ensemble agree.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agreement {
    /// The number of runs.
    pub runs: u32,
    /// The mean normalised mutual information of two runs, from 0 to 1; none for one run.
    pub mutual_information: Option<f64>,
    /// The mean adjusted Rand index of two runs, at most 1; none for one run.
    pub adjusted_rand: Option<f64>,
    /// The qualities of the runs; none without ties.
    pub quality: Option<Spread>,
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
    /// The ties between clusters, in order of their numbers; none between components.
    pub bridges: Vec<Bridge>,
    /// The modularity of the whole division, from −½ to 1 at resolution 1; none without weight. The resolution is that of
    /// the rule, and 1 for the constant Potts model.
    pub modularity: Option<f64>,
    /// What Leiden maximised, as it counts it; none for components and without ties.
    pub quality: Option<f64>,
    /// How far runs agree; none without an ensemble.
    pub agreement: Option<Agreement>,
    /// Why there is no cluster, in English words; none when there is one.
    pub note: Option<String>,
    /// How they came about.
    pub receipt: Receipt,
}

impl Clusters {
    /// Looks for clusters in a view.
    ///
    /// # Errors
    /// [`Refusal`], when there are too many ties, the rule defines no clusters, or it was interrupted.
    pub fn new(view: &NetworkView, rule: &ClusterRule, interrupt: &Interrupt) -> Result<Self, Refusal> {
        rule.check()?;
        let ties = Ties::new(view, &rule.ties)?;
        let division = Division::new(&ties, rule, interrupt)?;
        let mut receipt = ties.receipt().followed_by("clusters", "2");
        rule.tell(&mut receipt);
        receipt.count("communities", division.count);
        receipt.count("iterations", division.iterations as usize);
        let (clusters, modularity) = report::clusters(view, &ties, rule, &division, interrupt)?;
        let bridges = report::bridges(&ties, &clusters);
        receipt.count("clusters", clusters.len());
        let note = clusters.is_empty().then(|| report::why_none(view, &ties, rule));
        let Division { quality, agreement, .. } = division;
        Ok(Self {
            ties,
            rule: rule.clone(),
            clusters,
            bridges,
            modularity,
            quality,
            agreement,
            note,
            receipt,
        })
    }

    /// The cluster that an institution is a member of, and how sure that is; none when it is in none.
    #[must_use]
    pub fn of(&self, institution: Position) -> Option<(&Cluster, Option<f64>)> {
        self.clusters.iter().find_map(|it| {
            let at = it.members.binary_search(&institution).ok()?;
            Some((it, it.confidence.get(at).copied()))
        })
    }
}
