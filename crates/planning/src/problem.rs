//! The problem: parties, hosts, targets, and what restricts their meetings.

use std::collections::BTreeMap;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PlanningError {
    /// It was asked to stop.
    #[error("the computation was interrupted")]
    Interrupted,
    /// The problem is not one: something is out of its range.
    #[error("{name} {problem}")]
    Parameter {
        /// The field's name.
        name: &'static str,
        /// What is wrong and what is right, as the rest of a sentence.
        problem: &'static str,
    },
    /// It would take more memory or time than it may.
    #[error("too large: {estimate} {what}, at most {limit}")]
    TooLarge {
        /// What there is too much of, as a plural.
        what: &'static str,
        /// How many there are.
        estimate: u64,
        /// How many may be.
        limit: u64,
    },
}

/// The most parties of a problem.
pub const PARTIES_MAX: usize = 100_000;
/// The most hosts of a problem.
pub const HOSTS_MAX: usize = 1_000;
/// The most meetings of a plan.
pub const MEETINGS_MAX: u32 = 20;
/// The most seats of a meeting.
pub const SEATS_MAX: u32 = 500;
/// The most that all targets together weigh, so that sums are exact in every arithmetic used.
pub const WEIGHT_MAX: u64 = 1_000_000_000_000;
/// The most that one journey costs.
pub const COST_MAX: u64 = 1_000_000_000;

/// A party that may host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Host {
    /// The party.
    pub party: u32,
    /// The place of its meetings: who can come is a matter of the place.
    pub place: u32,
}

/// Something to cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// What covering it is worth, in whole units; 0 asks for nothing.
    pub weight: u64,
    /// The parties that cover it: one of them at some meeting is enough.
    pub parties: Vec<u32>,
}

/// What journeys cost, in whole minor units, and what may be spent. A host does not travel to its own meeting.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Travel {
    /// The cost of a party's journey to a host, given as its position in [`Problem::hosts`]: `(host, party)`.
    pub costs: BTreeMap<(u32, u32), u64>,
    /// The cost of every other journey; none when it is not known. Under a budget, who has a journey of unknown cost is
    /// not invited to that host.
    pub otherwise: Option<u64>,
    /// The most that the journeys to one meeting may cost.
    pub per_meeting: Option<u64>,
    /// The most that all journeys may cost.
    pub total: Option<u64>,
}

impl Travel {
    /// Whether anything limits the costs.
    #[must_use]
    pub fn has_budget(&self) -> bool {
        self.per_meeting.is_some() || self.total.is_some()
    }
}

/// A problem. Parties are the numbers `0..parties`; earlier parties and hosts are preferred among equals.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problem {
    /// How many parties there are.
    pub parties: u32,
    /// At most so many meetings.
    pub meetings: u32,
    /// The seats of each meeting, one of them the host's.
    pub seats: u32,
    /// Who may host. A host is at its meeting, takes a seat and covers what it covers.
    pub hosts: Vec<Host>,
    /// Whether a host may host one meeting at most.
    pub distinct_hosts: bool,
    /// For each party, the places that it can come to as a guest; empty for one that can only host.
    pub places: Vec<Vec<u32>>,
    /// What is to be covered.
    pub targets: Vec<Target>,
    /// Parties that must be at a meeting.
    pub must_invite: Vec<u32>,
    /// Pairs that must not be at the same meeting.
    pub apart: Vec<(u32, u32)>,
    /// What journeys cost; none when costs do not matter.
    pub travel: Option<Travel>,
}

impl Problem {
    /// Checks every number of the problem.
    ///
    /// # Errors
    /// [`PlanningError::Parameter`] for the first that is out of its range, [`PlanningError::TooLarge`].
    pub fn check(&self) -> Result<(), PlanningError> {
        let wrong = |name, problem| Err(PlanningError::Parameter { name, problem });
        let at_most = |what, estimate: u64, limit: u64| {
            if estimate > limit {
                return Err(PlanningError::TooLarge { what, estimate, limit });
            }
            Ok(())
        };
        at_most("parties", u64::from(self.parties), PARTIES_MAX as u64)?;
        at_most("hosts", self.hosts.len() as u64, HOSTS_MAX as u64)?;
        if !(1..=MEETINGS_MAX).contains(&self.meetings) {
            return wrong("meetings", "must be between 1 and 20");
        }
        if !(1..=SEATS_MAX).contains(&self.seats) {
            return wrong("seats", "must be between 1 and 500");
        }
        if self.places.len() != self.parties as usize {
            return wrong("places", "must have one list for each party");
        }
        let known = |party: u32| party < self.parties;
        let mut hosts: Vec<u32> = self.hosts.iter().map(|it| it.party).collect();
        hosts.sort_unstable();
        if hosts.windows(2).any(|it| it.first() == it.last()) || !hosts.iter().all(|it| known(*it)) {
            return wrong("hosts", "must be different parties of the problem");
        }
        if !self.must_invite.iter().all(|it| known(*it)) {
            return wrong("mustInvite", "must be parties of the problem");
        }
        if !self.apart.iter().all(|(a, b)| known(*a) && known(*b) && a != b) {
            return wrong("mustNotMeet", "must be pairs of different parties of the problem");
        }
        if !self.targets.iter().all(|it| it.parties.iter().all(|it| known(*it))) {
            return wrong("targets", "must be covered by parties of the problem");
        }
        let weight = self.targets.iter().try_fold(0u64, |sum, it| sum.checked_add(it.weight));
        if weight.is_none_or(|it| it > WEIGHT_MAX) {
            return wrong("weights", "must not add up to more than 1,000,000,000,000 units");
        }
        if let Some(travel) = &self.travel {
            let fits = |(&(host, party), &cost): (&(u32, u32), &u64)| {
                (host as usize) < self.hosts.len() && known(party) && cost <= COST_MAX
            };
            if !travel.costs.iter().all(fits) || travel.otherwise.is_some_and(|it| it > COST_MAX) {
                return wrong("travelCosts", "must be of hosts and parties, and at most 1,000,000,000 each");
            }
        }
        Ok(())
    }

    /// The cost of a party's journey to a host; none when it is not known. 0 without costs, and for the host itself.
    #[must_use]
    pub fn cost(&self, host: u32, party: u32) -> Option<u64> {
        let Some(travel) = &self.travel else { return Some(0) };
        if self.hosts.get(host as usize).is_some_and(|it| it.party == party) {
            return Some(0);
        }
        travel.costs.get(&(host, party)).copied().or(travel.otherwise)
    }

    /// The cost by which plans are compared: a journey of unknown cost counts as dearer than the dearest that is known.
    #[must_use]
    pub fn assumed_cost(&self, host: u32, party: u32) -> u64 {
        self.cost(host, party).unwrap_or_else(|| {
            let costs = self.travel.iter().flat_map(|it| it.costs.values());
            costs.max().map_or(1, |it| it + 1)
        })
    }

    /// Whether a party can be a guest of a host: the place fits, and under a budget the cost is known and within it.
    #[must_use]
    pub fn can_come(&self, host: u32, party: u32) -> bool {
        let Some(its) = self.hosts.get(host as usize) else { return false };
        let Some(places) = self.places.get(party as usize) else { return false };
        its.party != party && places.contains(&its.place) && self.is_affordable(host, party)
    }

    fn is_affordable(&self, host: u32, party: u32) -> bool {
        let Some(travel) = self.travel.as_ref().filter(|it| it.has_budget()) else { return true };
        let budget = travel.per_meeting.into_iter().chain(travel.total).min();
        match (self.cost(host, party), budget) {
            (Some(cost), Some(budget)) => cost <= budget,
            _ => false,
        }
    }

    /// For each party, the positions of the targets of some weight that it covers, in order, each once.
    #[must_use]
    pub fn targets_of(&self) -> Vec<Vec<u32>> {
        let mut of = vec![Vec::new(); self.parties as usize];
        for (index, target) in (0u32..).zip(&self.targets) {
            if target.weight == 0 {
                continue;
            }
            for party in &target.parties {
                if let Some(list) = of.get_mut(*party as usize).filter(|it| it.last() != Some(&index)) {
                    list.push(index);
                }
            }
        }
        for list in &mut of {
            list.sort_unstable();
            list.dedup();
        }
        of
    }

    /// For each party, those that it must not meet, in order.
    #[must_use]
    pub fn foes(&self) -> Vec<Vec<u32>> {
        let mut foes = vec![Vec::new(); self.parties as usize];
        for (a, b) in &self.apart {
            for (one, other) in [(*a, *b), (*b, *a)] {
                if let Some(list) = foes.get_mut(one as usize) {
                    list.push(other);
                }
            }
        }
        for list in &mut foes {
            list.sort_unstable();
            list.dedup();
        }
        foes
    }

    /// The same problem with some of its hosts only, which are then numbered anew in the order given.
    #[must_use]
    pub(crate) fn with_hosts(&self, hosts: &[u32]) -> Self {
        let travel = self.travel.as_ref().map(|travel| {
            let mut costs = BTreeMap::new();
            for (index, host) in (0u32..).zip(hosts) {
                let its = travel.costs.range((*host, 0)..=(*host, u32::MAX));
                costs.extend(its.map(|((_, party), cost)| ((index, *party), *cost)));
            }
            Travel { costs, ..travel.clone() }
        });
        let hosts = hosts.iter().filter_map(|it| self.hosts.get(*it as usize).copied()).collect();
        Self { hosts, travel, ..self.clone() }
    }

    /// The most meetings that can be held: a host that may host once holds one.
    #[must_use]
    pub fn meetings_possible(&self) -> u32 {
        let hosts = u32::try_from(self.hosts.len()).unwrap_or(u32::MAX);
        if hosts == 0 || !self.distinct_hosts {
            return if hosts == 0 { 0 } else { self.meetings };
        }
        hosts.min(self.meetings)
    }
}
