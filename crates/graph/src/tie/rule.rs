//! Which ties to look at.

use domain::id::Id;
use domain::institution::Institution;
use domain::partnership::Partnership;
use domain::vocabulary::MeetingKind;
use domain::words;

use crate::receipt::{Receipt, keys};
use crate::refusal::{NotDefinedReason, Refusal};

words! {
    /// The level of a tie (questions.md A3).
    TieLevel {
        /// Affiliation: members of one standing partnership, nothing more.
        L0 = "L0",
        /// Contact: a shared occasion.
        L1 = "L1",
        /// Cooperation: a joint undertaking, or two direct occasions.
        L2 = "L2",
        /// Funded cooperation: a common funded project.
        L3 = "L3",
    }
}

words! {
    /// What happens to those who coordinate the partnership.
    HubPolicy {
        /// They stay.
        Keep = "KEEP",
        /// They are taken out with their ties, since they touch everybody.
        RemoveCoordinators = "REMOVE_COORDINATORS",
    }
}

words! {
    /// How what two institutions share adds up to the weight of their tie. Recency and the quality of the evidence count
    /// in each.
    Weighting {
        /// `b/(n − 1)`: the base weight of the kind, over the size (questions.md A3).
        Base = "BASE",
        /// `1/(n − 1)`: M. E. J. Newman, Phys. Rev. E 64, 016132, 2001, doi:10.1103/PhysRevE.64.016132.
        Newman = "NEWMAN",
        /// 1: how much is shared.
        Count = "COUNT",
    }
}

words! {
    /// By what model of chance ties are tested.
    BackboneMethod {
        /// The stochastic degree sequence model: how busy institutions are and how large occasions are is kept.
        Sdsm = "SDSM",
        /// The hypergeometric model: how busy institutions are is kept.
        Hypergeometric = "HYPERGEOMETRIC",
        /// The disparity filter, which knows weights only.
        Disparity = "DISPARITY",
    }
}

words! {
    /// What is done about several tests.
    BackboneCorrection {
        /// Nothing: of ties that are chance, the share `alpha` stays.
        None = "NONE",
        /// Bonferroni: the probability that any tie that is chance stays is at most `alpha`.
        Bonferroni = "BONFERRONI",
        /// Holm: the same promise, with more ties.
        Holm = "HOLM",
        /// Benjamini and Hochberg: of the ties that stay, at most the share `alpha` is expected to be chance.
        BenjaminiHochberg = "BENJAMINI_HOCHBERG",
    }
}

/// Which ties stay because chance does not explain them (see [`measures::backbone`]).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BackboneRule {
    /// By what model.
    pub method: BackboneMethod,
    /// The level, above 0 and below 1.
    pub alpha: f64,
    /// What is done about several tests.
    pub correction: BackboneCorrection,
}

/// Which ties to look at. Empty lists do not narrow.
#[derive(Debug, Clone, PartialEq)]
pub struct TieRule {
    /// The lowest level.
    pub min_level: TieLevel,
    /// The lowest weight `τ`.
    pub min_weight: f64,
    /// The kinds of meeting whose occasions count; with any given, undertakings do not count.
    pub kinds: Vec<Id<MeetingKind>>,
    /// The half-life of the recency factor, in months; none for `r = 1`.
    pub half_life_months: Option<f64>,
    /// What happens to coordinators.
    pub hubs: HubPolicy,
    /// Whose coordinators; of all partnerships when none.
    pub partnership: Option<Id<Partnership>>,
    /// The greatest size `n` of occasions that count; none for any.
    pub max_occasion_size: Option<u32>,
    /// How weights add up.
    pub weighting: Weighting,
    /// Institutions to take out with their ties, beside coordinators; those that count for units.
    pub without: Vec<Id<Institution>>,
    /// The least number of different kinds (bases) of what a pair shares: 1 for any, more for multiplex ties.
    pub min_kinds: usize,
    /// Which ties stay because chance does not explain them; none for all.
    pub backbone: Option<BackboneRule>,
}

impl Default for TieRule {
    /// The whole graph: contact, any weight, nobody removed (questions.md A4).
    fn default() -> Self {
        Self {
            min_level: TieLevel::L1,
            min_weight: 0.0,
            kinds: Vec::new(),
            half_life_months: None,
            hubs: HubPolicy::Keep,
            partnership: None,
            max_occasion_size: None,
            weighting: Weighting::Base,
            without: Vec::new(),
            min_kinds: 1,
            backbone: None,
        }
    }
}

impl TieRule {
    /// The default for clusters: cooperation of weight 0.2 or more, coordinators removed (questions.md A4).
    #[must_use]
    pub fn cooperation() -> Self {
        Self {
            min_level: TieLevel::L2,
            min_weight: 0.2,
            hubs: HubPolicy::RemoveCoordinators,
            ..Self::default()
        }
    }

    pub(super) fn check(&self) -> Result<(), Refusal> {
        if !self.min_weight.is_finite() || self.min_weight < 0.0 {
            return Err(Refusal::NotDefined(NotDefinedReason::MinimumWeightNotValid));
        }
        if self.half_life_months.is_some_and(|it| !it.is_finite() || it <= 0.0) {
            return Err(Refusal::NotDefined(NotDefinedReason::HalfLifeNotPositive));
        }
        if self.backbone.is_some_and(|it| !(it.alpha > 0.0 && it.alpha < 1.0)) {
            return Err(Refusal::Parameter { name: "alpha", problem: "must be above 0 and below 1" });
        }
        Ok(())
    }

    /// Adds the rule to a receipt.
    pub(crate) fn tell(&self, receipt: &mut Receipt) {
        receipt.parameter("ties.minLevel", self.min_level);
        receipt.parameter("ties.minWeight", self.min_weight);
        receipt.parameter("ties.kinds", keys(&self.kinds));
        receipt.parameter("ties.halfLifeMonths", keys(self.half_life_months.as_slice()));
        receipt.parameter("ties.hubs", self.hubs);
        receipt.parameter("ties.partnership", keys(self.partnership.as_slice()));
        receipt.parameter("ties.maxOccasionSize", keys(self.max_occasion_size.as_slice()));
        receipt.parameter("ties.weighting", self.weighting);
        receipt.parameter("ties.without", keys(&self.without));
        receipt.parameter("ties.minKinds", self.min_kinds);
        let backbone = self.backbone.map(|it| format!("{} {} {}", it.method, it.alpha, it.correction));
        receipt.parameter("ties.backbone", backbone.unwrap_or_default());
    }
}
