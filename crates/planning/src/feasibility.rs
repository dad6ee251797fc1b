//! Reasons why no plan exists that can be told before anything is solved, and in plain terms.
//!
//! Each check is sufficient: what it finds rules out every plan. What only the constraints together rule out is found by
//! the solver, as [`ReasonCode::ConstraintsTogether`].

use crate::problem::Problem;

/// Why there is no plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReasonCode {
    /// There is no host.
    NoHost,
    /// A party that must be invited hosts nothing and can come to no host.
    MustInviteCannotCome,
    /// More must be invited than there are seats.
    MustInviteMoreThanSeats,
    /// Parties that must be invited need more meetings than may be held, as no two of them can come to one host.
    MustInviteTooFarApart,
    /// Parties that must be invited and must not meet need more meetings than can be held.
    MustInviteMustNotMeet,
    /// The cheapest journeys of those that must be invited cost more than the budget.
    MustInviteOverBudget,
    /// The constraints together leave no plan, though none does alone.
    ConstraintsTogether,
    /// No plan was found within the limits of work or time; whether there is one is not known.
    NotFoundWithinLimits,
}

/// A reason why there is no plan, with the parties that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Which reason.
    pub code: ReasonCode,
    /// The parties, in order; empty when it is about all.
    pub parties: Vec<u32>,
}

impl Reason {
    pub(crate) fn of(code: ReasonCode, parties: Vec<u32>) -> Self {
        Self { code, parties }
    }
}

/// For a party: the hosts that it can be at, as host or as guest, in order.
fn hosts_for(problem: &Problem, party: u32) -> Vec<u32> {
    let hosts = (0u32..).zip(&problem.hosts);
    hosts.filter(|(at, it)| it.party == party || problem.can_come(*at, party)).map(|it| it.0).collect()
}

/// Why no plan exists; empty when none of the checks rules one out.
#[must_use]
pub fn reasons(problem: &Problem) -> Vec<Reason> {
    if problem.hosts.is_empty() {
        return vec![Reason::of(ReasonCode::NoHost, Vec::new())];
    }
    let mut must = problem.must_invite.clone();
    must.sort_unstable();
    must.dedup();
    let reachable: Vec<(u32, Vec<u32>)> = must.iter().map(|it| (*it, hosts_for(problem, *it))).collect();
    let mut reasons = Vec::new();
    let lost: Vec<u32> = reachable.iter().filter(|it| it.1.is_empty()).map(|it| it.0).collect();
    if !lost.is_empty() {
        reasons.push(Reason::of(ReasonCode::MustInviteCannotCome, lost));
    }
    let meetings = problem.meetings_possible();
    if must.len() as u64 > u64::from(meetings) * u64::from(problem.seats) {
        reasons.push(Reason::of(ReasonCode::MustInviteMoreThanSeats, must.clone()));
    }
    let far = far_apart(&reachable);
    if far.len() > meetings as usize {
        reasons.push(Reason::of(ReasonCode::MustInviteTooFarApart, far));
    }
    let foes = mutual_foes(problem, &must);
    if foes.len() > meetings as usize {
        reasons.push(Reason::of(ReasonCode::MustInviteMustNotMeet, foes));
    }
    if let Some(parties) = over_budget(problem, &reachable) {
        reasons.push(Reason::of(ReasonCode::MustInviteOverBudget, parties));
    }
    reasons
}

/// Parties of which no two can come to one host, each of which therefore needs a meeting of its own.
fn far_apart(reachable: &[(u32, Vec<u32>)]) -> Vec<u32> {
    let mut order: Vec<_> = reachable.iter().filter(|it| !it.1.is_empty()).collect();
    order.sort_by_key(|it| (it.1.len(), it.0));
    let mut taken = std::collections::BTreeSet::new();
    let mut apart = Vec::new();
    for (party, hosts) in order {
        if hosts.iter().all(|it| !taken.contains(it)) {
            taken.extend(hosts.iter().copied());
            apart.push(*party);
        }
    }
    apart.sort_unstable();
    apart
}

/// Parties that must be invited and of which no two may meet: found greedily from each of them, the most of all.
fn mutual_foes(problem: &Problem, must: &[u32]) -> Vec<u32> {
    let foes = problem.foes();
    let are_foes = |a: u32, b: u32| foes.get(a as usize).is_some_and(|it| it.binary_search(&b).is_ok());
    let mut best: Vec<u32> = Vec::new();
    for first in must {
        let mut group = vec![*first];
        for other in must {
            if group.iter().all(|it| are_foes(*it, *other)) {
                group.push(*other);
            }
        }
        if group.len() > best.len() {
            best = group;
        }
    }
    best.sort_unstable();
    best
}

/// Parties whose cheapest journeys together cost more than the budget of all meetings. One that is itself a host may
/// travel for nothing. A journey over the budget of one meeting is none that the party can make.
fn over_budget(problem: &Problem, reachable: &[(u32, Vec<u32>)]) -> Option<Vec<u32>> {
    let total = problem.travel.as_ref()?.total?;
    let cheapest = |(party, hosts): &(u32, Vec<u32>)| {
        hosts.iter().filter_map(|it| problem.cost(*it, *party)).min().unwrap_or(0)
    };
    let sum: u64 = reachable.iter().map(cheapest).sum();
    (sum > total).then(|| reachable.iter().filter(|it| cheapest(it) > 0).map(|it| it.0).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Host, Travel};

    /// Hosts 0 and 1 at places 0 and 1; parties 2 and 3 come to place 0, 4 to place 1, 5 nowhere.
    fn problem() -> Problem {
        Problem {
            parties: 6,
            meetings: 1,
            seats: 3,
            hosts: vec![Host { party: 0, place: 0 }, Host { party: 1, place: 1 }],
            distinct_hosts: true,
            places: vec![vec![], vec![], vec![0], vec![0], vec![1], vec![]],
            ..Problem::default()
        }
    }

    fn codes(problem: &Problem) -> Vec<(ReasonCode, Vec<u32>)> {
        reasons(problem).into_iter().map(|it| (it.code, it.parties)).collect()
    }

    #[test]
    fn each_contradiction_has_its_reason() {
        assert_eq!(codes(&problem()), []);
        let no_host = Problem { hosts: Vec::new(), ..problem() };
        assert_eq!(codes(&no_host), [(ReasonCode::NoHost, vec![])]);
        let lost = Problem { must_invite: vec![5], ..problem() };
        assert_eq!(codes(&lost), [(ReasonCode::MustInviteCannotCome, vec![5])]);
        let far = Problem { must_invite: vec![2, 4], ..problem() };
        assert_eq!(codes(&far), [(ReasonCode::MustInviteTooFarApart, vec![2, 4])]);
        let foes = Problem { must_invite: vec![2, 3], apart: vec![(3, 2)], ..problem() };
        assert_eq!(codes(&foes), [(ReasonCode::MustInviteMustNotMeet, vec![2, 3])]);
        let full = Problem { seats: 1, must_invite: vec![2, 3], ..problem() };
        assert_eq!(codes(&full), [(ReasonCode::MustInviteMoreThanSeats, vec![2, 3])]);
    }

    #[test]
    fn budgets_rule_out_journeys() {
        let costs = [((0, 2), 30), ((0, 3), 30)].into_iter().collect();
        let travel = Travel { costs, otherwise: None, per_meeting: None, total: Some(50) };
        let both = Problem { must_invite: vec![2, 3], travel: Some(travel.clone()), ..problem() };
        assert_eq!(codes(&both), [(ReasonCode::MustInviteOverBudget, vec![2, 3])]);
        // A journey of unknown cost cannot be said to be within a budget.
        let unknown = Problem { must_invite: vec![4], travel: Some(travel), ..problem() };
        assert_eq!(codes(&unknown), [(ReasonCode::MustInviteCannotCome, vec![4])]);
    }

    #[test]
    fn a_second_meeting_resolves_what_one_cannot() {
        let far = Problem { meetings: 2, must_invite: vec![2, 4], ..problem() };
        assert_eq!(codes(&far), []);
    }
}
