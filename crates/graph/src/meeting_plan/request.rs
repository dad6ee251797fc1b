//! What is asked of a plan.

use std::time::Duration;

use domain::id::Id;
use domain::institution::Institution;
use domain::partnership::Partnership;
use domain::words;

use crate::contact::ContactRule;
use crate::gap::{GapKind, GapRequest};
use crate::receipt::{Receipt, keys};
use crate::refusal::Refusal;

words! {
    /// What a plan is to cover.
    PlanTargets {
        /// Named signatories without recorded contact.
        UncontactedSignatories = "UNCONTACTED_SIGNATORIES",
        /// Gaps that a meeting may close: institutions without contact or cooperation, sectors that are missing.
        GapCells = "GAP_CELLS",
    }
}

words! {
    /// What covering a target is worth.
    PlanWeights {
        /// Each weighs 1.
        Uniform = "UNIFORM",
        /// Each weighs its score.
        Score = "SCORE",
    }
}

words! {
    /// Who can come to a host.
    Reach {
        /// Everybody.
        Anywhere = "ANYWHERE",
        /// Those seated in the same subregion.
        Subregion = "SUBREGION",
        /// Those seated in the same powiat, or city with powiat rights.
        Powiat = "POWIAT",
    }
}

/// What a journey costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TravelCost {
    /// To which host.
    pub host: Id<Institution>,
    /// Whose journey.
    pub institution: Id<Institution>,
    /// In minor units, such as grosz.
    pub cost: u64,
}

/// What is asked of a plan. Empty lists of hosts and invitees take what the record offers.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanRequest {
    /// Whose signatories, and whose next hosts.
    pub partnership: Id<Partnership>,
    /// What to cover.
    pub targets: PlanTargets,
    /// By which contact signatories count as contacted.
    pub contact: ContactRule,
    /// Which gaps to cover: of the kinds CONTACT, COOPERATION and SECTOR.
    pub gaps: GapRequest,
    /// What covering a target is worth.
    pub weights: PlanWeights,
    /// At most so many meetings, 1 to 20.
    pub meetings: u32,
    /// The seats of each, the host's among them, 1 to 500.
    pub seats: u32,
    /// Who may host, the preferred first; when empty, the next host candidates of the partnership.
    pub hosts: Vec<Id<Institution>>,
    /// Whether a host hosts once at most.
    pub distinct_hosts: bool,
    /// Who may be invited; when empty, everybody who covers a target.
    pub invitees: Vec<Id<Institution>>,
    /// Who must be at a meeting.
    pub must_invite: Vec<Id<Institution>>,
    /// Who must not be at the same meeting.
    pub must_not_meet: Vec<(Id<Institution>, Id<Institution>)>,
    /// Who can come to which host.
    pub reach: Reach,
    /// What journeys cost.
    pub travel_costs: Vec<TravelCost>,
    /// What every other journey costs, in minor units; none when not known.
    pub other_travel_cost: Option<u64>,
    /// The most that the journeys to one meeting may cost.
    pub budget_per_meeting: Option<u64>,
    /// The most that all journeys may cost.
    pub budget: Option<u64>,
    /// When to stop at the latest, from the beginning of the work.
    pub deadline: Duration,
}

/// The most entries of each list.
const LIST_MAX: usize = 1_000;
/// The longest deadline.
pub const DEADLINE_MAX: Duration = Duration::from_secs(15);

/// The kinds of gap that a meeting may close.
pub const GAP_KINDS: [GapKind; 3] = [GapKind::Contact, GapKind::Cooperation, GapKind::Sector];

impl PlanRequest {
    /// A request with one meeting of ten, and defaults for the rest.
    #[must_use]
    pub fn of(partnership: Id<Partnership>) -> Self {
        let gaps = GapRequest {
            kinds: GAP_KINDS.to_vec(),
            partnership: Some(partnership.clone()),
            ..GapRequest::default()
        };
        Self {
            gaps,
            partnership,
            targets: PlanTargets::UncontactedSignatories,
            contact: ContactRule::default(),
            weights: PlanWeights::Uniform,
            meetings: 1,
            seats: 10,
            hosts: Vec::new(),
            distinct_hosts: true,
            invitees: Vec::new(),
            must_invite: Vec::new(),
            must_not_meet: Vec::new(),
            reach: Reach::Anywhere,
            travel_costs: Vec::new(),
            other_travel_cost: None,
            budget_per_meeting: None,
            budget: None,
            deadline: Duration::from_secs(5),
        }
    }

    /// Whether costs are given.
    pub(super) fn has_costs(&self) -> bool {
        !self.travel_costs.is_empty()
            || self.other_travel_cost.is_some()
            || self.budget_per_meeting.is_some()
            || self.budget.is_some()
    }

    /// Checks what needs no record.
    pub(super) fn check(&self) -> Result<(), Refusal> {
        let wrong = |name, problem| Err(Refusal::Parameter { name, problem });
        let lists = [
            ("hosts", self.hosts.len()),
            ("invitees", self.invitees.len()),
            ("mustInvite", self.must_invite.len()),
            ("mustNotMeet", self.must_not_meet.len()),
            ("travelCosts", self.travel_costs.len()),
        ];
        if let Some((name, _)) = lists.into_iter().find(|it| it.1 > LIST_MAX) {
            return wrong(name, "must have at most 1000 entries");
        }
        if !(1..=planning::problem::MEETINGS_MAX).contains(&self.meetings) {
            return wrong("meetings", "must be between 1 and 20");
        }
        if !(1..=planning::problem::SEATS_MAX).contains(&self.seats) {
            return wrong("seats", "must be between 1 and 500");
        }
        if self.deadline.is_zero() || self.deadline > DEADLINE_MAX {
            return wrong("deadlineMs", "must be between 1 and 15000");
        }
        if self.targets == PlanTargets::GapCells
            && (self.gaps.kinds.is_empty() || self.gaps.kinds.iter().any(|it| !GAP_KINDS.contains(it)))
        {
            return wrong("gapKinds", "must be one or more of CONTACT, COOPERATION and SECTOR");
        }
        if self.must_not_meet.iter().any(|(a, b)| a == b) {
            return wrong("mustNotMeet", "must be pairs of two different institutions");
        }
        if self.travel_costs.iter().any(|it| it.host == it.institution && it.cost > 0) {
            return wrong("travelCosts", "must not be of a host to itself, which does not travel");
        }
        let mut pairs: Vec<_> = self.travel_costs.iter().map(|it| (&it.host, &it.institution)).collect();
        pairs.sort_unstable();
        if pairs.windows(2).any(|it| it.first() == it.last()) {
            return wrong("travelCosts", "must name each host and institution together once");
        }
        let costs = self.travel_costs.iter().map(|it| it.cost).chain(self.other_travel_cost);
        if costs.max().is_some_and(|it| it > planning::problem::COST_MAX) {
            return wrong("travelCosts", "must be at most 1000000000 minor units each");
        }
        Ok(())
    }

    /// Adds the parameters to a receipt.
    pub(super) fn tell(&self, receipt: &mut Receipt) {
        receipt.parameter("partnership", &self.partnership);
        receipt.parameter("targets", self.targets);
        match self.targets {
            PlanTargets::UncontactedSignatories => self.contact.tell(receipt),
            PlanTargets::GapCells => receipt.parameter("gaps.kinds", keys(&self.gaps.kinds)),
        }
        receipt.parameter("weights", self.weights);
        receipt.parameter("meetings", self.meetings);
        receipt.parameter("seats", self.seats);
        // The order of hosts is a preference.
        let hosts: Vec<_> = self.hosts.iter().map(ToString::to_string).collect();
        receipt.parameter("hosts", hosts.join("|"));
        receipt.parameter("distinctHosts", self.distinct_hosts);
        receipt.parameter("invitees", keys(&self.invitees));
        receipt.parameter("mustInvite", keys(&self.must_invite));
        let pairs: Vec<_> =
            self.must_not_meet.iter().map(|(a, b)| format!("{}+{}", a.min(b), a.max(b))).collect();
        receipt.parameter("mustNotMeet", keys(&pairs));
        receipt.parameter("reach", self.reach);
        let costs: Vec<_> = self
            .travel_costs
            .iter()
            .map(|it| format!("{}>{}={}", it.institution, it.host, it.cost))
            .collect();
        receipt.parameter("travelCosts", keys(&costs));
        receipt.parameter("otherTravelCost", keys(self.other_travel_cost.as_slice()));
        receipt.parameter("budgetPerMeeting", keys(self.budget_per_meeting.as_slice()));
        receipt.parameter("budget", keys(self.budget.as_slice()));
        receipt.parameter("deadlineMs", self.deadline.as_millis());
    }
}
