//! Which ties to look at.

use domain::id::Id;
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
        Ok(())
    }

    pub(super) fn tell(&self, receipt: &mut Receipt) {
        receipt.parameter("ties.minLevel", self.min_level);
        receipt.parameter("ties.minWeight", self.min_weight);
        receipt.parameter("ties.kinds", keys(&self.kinds));
        receipt.parameter("ties.halfLifeMonths", keys(self.half_life_months.as_slice()));
        receipt.parameter("ties.hubs", self.hubs);
        receipt.parameter("ties.partnership", keys(self.partnership.as_slice()));
        receipt.parameter("ties.maxOccasionSize", keys(self.max_occasion_size.as_slice()));
    }
}
