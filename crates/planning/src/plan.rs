//! A plan: meetings with their hosts and guests, what it covers and costs, and whether it keeps to the problem.

use crate::coverage::Coverage;
use crate::problem::Problem;

/// A meeting of a plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meeting {
    /// The host, as its position in [`Problem::hosts`].
    pub host: u32,
    /// The guests, in order.
    pub guests: Vec<u32>,
}

/// Meetings in order of their hosts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The meetings.
    pub meetings: Vec<Meeting>,
}

/// What one party brings to a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contribution {
    /// The party.
    pub party: u32,
    /// The targets that it covers, in order.
    pub covers: Vec<u32>,
    /// The weight that would no longer be covered without it.
    pub marginal: u64,
}

impl Plan {
    /// The parties at a meeting: the host first, then the guests.
    pub fn parties_of<'a>(problem: &Problem, meeting: &'a Meeting) -> impl Iterator<Item = u32> + 'a {
        let host = problem.hosts.get(meeting.host as usize).map(|it| it.party);
        host.into_iter().chain(meeting.guests.iter().copied())
    }

    /// The parties at some meeting, each once, in order.
    #[must_use]
    pub fn parties(&self, problem: &Problem) -> Vec<u32> {
        let mut parties: Vec<u32> =
            self.meetings.iter().flat_map(|it| Self::parties_of(problem, it)).collect();
        parties.sort_unstable();
        parties.dedup();
        parties
    }

    /// The seats that are taken.
    #[must_use]
    pub fn attendances(&self) -> usize {
        self.meetings.iter().map(|it| 1 + it.guests.len()).sum()
    }

    /// The covered weight.
    #[must_use]
    pub fn weight(&self, problem: &Problem) -> u64 {
        let targets_of = problem.targets_of();
        let mut coverage = Coverage::new(problem, &targets_of);
        self.parties(problem).into_iter().for_each(|it| coverage.add(it));
        coverage.weight()
    }

    /// The costs of the journeys that are known, and the number of journeys whose cost is not.
    #[must_use]
    pub fn cost(&self, problem: &Problem) -> (u64, usize) {
        let journeys = self.meetings.iter().flat_map(|it| it.guests.iter().map(|guest| (it.host, *guest)));
        journeys.fold((0, 0), |(sum, unknown), (host, guest)| match problem.cost(host, guest) {
            Some(cost) => (sum + cost, unknown),
            None => (sum, unknown + 1),
        })
    }

    /// What each party brings, in order of parties.
    #[must_use]
    pub fn contributions(&self, problem: &Problem) -> Vec<Contribution> {
        let targets_of = problem.targets_of();
        let mut coverage = Coverage::new(problem, &targets_of);
        let parties = self.parties(problem);
        parties.iter().for_each(|it| coverage.add(*it));
        let of = |party: u32| Contribution {
            party,
            covers: coverage.targets(party).to_vec(),
            marginal: coverage.loss(party),
        };
        parties.into_iter().map(of).collect()
    }

    /// The constraint that the plan breaks; none when it keeps to the problem.
    #[must_use]
    pub fn broken(&self, problem: &Problem) -> Option<&'static str> {
        if self.meetings.len() > problem.meetings as usize {
            return Some("there are more meetings than may be held");
        }
        let mut hosts: Vec<u32> = self.meetings.iter().map(|it| it.host).collect();
        hosts.sort_unstable();
        if problem.distinct_hosts && hosts.windows(2).any(|it| it.first() == it.last()) {
            return Some("a host hosts twice");
        }
        if hosts.iter().any(|it| *it as usize >= problem.hosts.len()) {
            return Some("a host is no candidate");
        }
        let foes = problem.foes();
        let mut total = 0;
        for meeting in &self.meetings {
            if meeting.guests.len() + 1 > problem.seats as usize {
                return Some("a meeting has more parties than seats");
            }
            if !meeting.guests.iter().all(|it| problem.can_come(meeting.host, *it)) {
                return Some("a guest cannot come to its host");
            }
            let mut present: Vec<u32> = Self::parties_of(problem, meeting).collect();
            present.sort_unstable();
            if present.windows(2).any(|it| it.first() == it.last()) {
                return Some("a party is twice at one meeting");
            }
            let meets = |party: &u32| {
                foes.get(*party as usize)
                    .is_some_and(|it| it.iter().any(|foe| present.binary_search(foe).is_ok()))
            };
            if present.iter().any(meets) {
                return Some("two that must not meet are at one meeting");
            }
            let cost: u64 = meeting.guests.iter().filter_map(|it| problem.cost(meeting.host, *it)).sum();
            if problem.travel.as_ref().and_then(|it| it.per_meeting).is_some_and(|it| cost > it) {
                return Some("the journeys to a meeting cost more than its budget");
            }
            total += cost;
        }
        if problem.travel.as_ref().and_then(|it| it.total).is_some_and(|it| total > it) {
            return Some("the journeys cost more than the budget");
        }
        let parties = self.parties(problem);
        if !problem.must_invite.iter().all(|it| parties.binary_search(it).is_ok()) {
            return Some("a party that must be invited is at no meeting");
        }
        None
    }

    /// The same without guests and meetings that add nothing, and in order of the hosts. Who must be invited stays.
    #[must_use]
    pub fn trimmed(&self, problem: &Problem) -> Self {
        let targets_of = problem.targets_of();
        let mut coverage = Coverage::new(problem, &targets_of);
        let mut attends = vec![0u32; problem.parties as usize];
        let mut meetings = self.meetings.clone();
        for party in meetings.iter().flat_map(|it| Self::parties_of(problem, it)) {
            coverage.add(party);
            if let Some(times) = attends.get_mut(party as usize) {
                *times += 1;
            }
        }
        let mut must = vec![false; problem.parties as usize];
        for party in &problem.must_invite {
            if let Some(it) = must.get_mut(*party as usize) {
                *it = true;
            }
        }
        // Who is at two meetings adds nothing to the second.
        let mut drop = |party: u32, coverage: &mut Coverage<'_>| {
            let Some(times) = attends.get_mut(party as usize) else { return false };
            let is_needed = *times == 1 && must.get(party as usize) == Some(&true);
            let goes = !is_needed && coverage.loss(party) == 0;
            if goes {
                *times -= 1;
                coverage.remove(party);
            }
            goes
        };
        for meeting in meetings.iter_mut().rev() {
            let mut guests = std::mem::take(&mut meeting.guests);
            guests.sort_unstable();
            guests.reverse();
            guests.retain(|it| !drop(*it, &mut coverage));
            guests.reverse();
            meeting.guests = guests;
        }
        meetings.reverse();
        meetings.retain(|it| {
            let host = problem.hosts.get(it.host as usize).map(|it| it.party);
            !it.guests.is_empty() || !host.is_some_and(|it| drop(it, &mut coverage))
        });
        meetings.sort_by(|a, b| (a.host, &a.guests).cmp(&(b.host, &b.guests)));
        Self { meetings }
    }

    /// Whether this plan is to be preferred: it covers more, or as much with fewer seats taken, or for less.
    #[must_use]
    pub fn is_better_than(&self, other: &Self, problem: &Problem) -> bool {
        let key = |it: &Self| {
            let journeys = it.meetings.iter().flat_map(|it| it.guests.iter().map(|guest| (it.host, *guest)));
            let cost: u64 = journeys.map(|(host, guest)| problem.assumed_cost(host, guest)).sum();
            (std::cmp::Reverse(it.weight(problem)), it.attendances(), cost)
        };
        key(self) < key(other)
    }
}
