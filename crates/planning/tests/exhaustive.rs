//! Small problems against exhaustive search: the optimum, the bound, the guarantee, every constraint, the reasons.

use planning::greedy::Guarantee;
use planning::{Host, Limits, Problem, ReasonCode, Status, Target, Travel, solve};
use proptest::prelude::*;

/// What exhaustive search finds best: weight, then seats taken, then cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Best {
    weight: u64,
    seats: std::cmp::Reverse<u32>,
    cost: std::cmp::Reverse<u64>,
}

/// Every choice of hosts and every set of guests of each, written without regard to the solver.
fn exhaustive(problem: &Problem) -> Option<Best> {
    let hosts = problem.hosts.len();
    let guests = 1u32 << problem.parties;
    let mut meetings: Vec<Option<(usize, u32)>> = vec![None];
    for host in 0..hosts {
        for set in 0..guests {
            if fits(problem, host, set) {
                meetings.push(Some((host, set)));
            }
        }
    }
    let mut best = None;
    let mut judge = |plan: &[(usize, u32)]| {
        if let Some(found) = judge(problem, plan) {
            best = best.max(Some(found));
        }
    };
    if problem.meetings == 1 {
        for one in &meetings {
            judge(&one.iter().copied().collect::<Vec<_>>());
        }
        return best;
    }
    for (index, one) in meetings.iter().enumerate() {
        for other in &meetings[index..] {
            judge(&one.iter().chain(other).copied().collect::<Vec<_>>());
        }
    }
    best
}

fn fits(problem: &Problem, host: usize, set: u32) -> bool {
    let its = problem.hosts[host];
    if set.count_ones() + 1 > problem.seats || set & (1 << its.party) != 0 {
        return false;
    }
    let all = set | (1 << its.party);
    let can_come = |party: u32| problem.places[party as usize].contains(&its.place);
    let mut cost = 0;
    for party in (0..problem.parties).filter(|it| set & (1 << it) != 0) {
        let journey = journey(problem, host, party);
        let is_unknown = journey.is_none() && problem.travel.as_ref().is_some_and(Travel::has_budget);
        if !can_come(party) || is_unknown {
            return false;
        }
        cost += journey.unwrap_or(0);
    }
    let budget = problem.travel.as_ref().and_then(|it| it.per_meeting);
    budget.is_none_or(|it| cost <= it)
        && problem.apart.iter().all(|(a, b)| all & (1 << a) == 0 || all & (1 << b) == 0)
}

fn journey(problem: &Problem, host: usize, party: u32) -> Option<u64> {
    let Some(travel) = &problem.travel else { return Some(0) };
    travel.costs.get(&(host as u32, party)).copied().or(travel.otherwise)
}

fn judge(problem: &Problem, plan: &[(usize, u32)]) -> Option<Best> {
    if problem.distinct_hosts && plan.len() == 2 && plan[0].0 == plan[1].0 {
        return None;
    }
    let present = plan.iter().fold(0, |all, (host, set)| all | set | (1 << problem.hosts[*host].party));
    if problem.must_invite.iter().any(|it| present & (1 << it) == 0) {
        return None;
    }
    let journeys = plan.iter().flat_map(|(host, set)| {
        (0..problem.parties).filter(move |it| set & (1 << it) != 0).map(move |it| (*host, it))
    });
    // Who travels at unknown cost is taken to travel dearer than everybody else.
    let dearest = problem.travel.iter().flat_map(|it| it.costs.values()).max().map_or(1, |it| it + 1);
    let cost: u64 = journeys.map(|(host, party)| journey(problem, host, party).unwrap_or(dearest)).sum();
    if problem.travel.as_ref().and_then(|it| it.total).is_some_and(|it| cost > it) {
        return None;
    }
    let covered = problem.targets.iter().filter(|it| it.parties.iter().any(|it| present & (1 << it) != 0));
    let seats = plan.iter().map(|(_, set)| 1 + set.count_ones()).sum();
    Some(Best {
        weight: covered.map(|it| it.weight).sum(),
        seats: std::cmp::Reverse(seats),
        cost: std::cmp::Reverse(cost),
    })
}

prop_compose! {
    fn problems()(parties in 3u32..6)(
        parties in Just(parties),
        meetings in 1u32..3,
        seats in 1u32..5,
        hosts in prop::sample::subsequence((0..parties).collect::<Vec<_>>(), 1..4.min(parties as usize)),
        host_places in prop::collection::vec(0u32..3, 4),
        distinct_hosts in any::<bool>(),
        places in prop::collection::vec(prop::sample::subsequence(vec![0u32, 1, 2], 0..4), parties as usize),
        targets in prop::collection::vec((0u64..4, prop::collection::vec(0..parties, 1..4)), 0..7),
        must_invite in prop_oneof![2 => Just(vec![]), 1 => prop::collection::vec(0..parties, 1..3)],
        apart in prop_oneof![2 => Just(vec![]), 1 => prop::collection::vec((0..parties, 1..parties), 1..4)],
        travel in prop_oneof![
            2 => Just(None),
            1 => (
                prop::collection::btree_map((0u32..4, 0..parties), 0u64..6, 0..8),
                prop_oneof![Just(None), (0u64..6).prop_map(Some)],
                prop_oneof![Just(None), (0u64..9).prop_map(Some)],
                prop_oneof![Just(None), (0u64..12).prop_map(Some)],
            ).prop_map(Some),
        ],
    ) -> Problem {
        let hosts: Vec<_> = hosts
            .into_iter()
            .zip(host_places)
            .map(|(party, place)| Host { party, place })
            .collect();
        let known = hosts.len() as u32;
        Problem {
            parties,
            meetings,
            seats,
            distinct_hosts,
            places,
            targets: targets.into_iter().map(|(weight, parties)| Target { weight, parties }).collect(),
            must_invite,
            apart: apart.into_iter().map(|(a, step)| (a, (a + step) % parties)).collect(),
            travel: travel.map(|(costs, otherwise, per_meeting, total)| Travel {
                costs: costs.into_iter().filter(|it| it.0.0 < known).collect(),
                otherwise,
                per_meeting,
                total,
            }),
            hosts,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1500) })]

    #[test]
    fn the_answer_is_that_of_exhaustive_search(problem in problems()) {
        let best = exhaustive(&problem);
        let answer = solve(&problem, &Limits::default(), &|| false).unwrap();
        let Some(best) = best else {
            prop_assert_eq!(answer.status, Status::Infeasible);
            prop_assert!(!answer.reasons.is_empty());
            prop_assert!(answer.reasons.iter().all(|it| it.code != ReasonCode::NotFoundWithinLimits));
            return Ok(());
        };
        let plan = answer.plan.clone().unwrap();
        prop_assert_eq!(plan.broken(&problem), None);
        prop_assert_eq!(answer.weight, best.weight);
        prop_assert_eq!(plan.weight(&problem), best.weight);
        prop_assert_eq!(answer.upper_bound, best.weight);
        prop_assert_eq!(answer.status, Status::Optimal);
        prop_assert_eq!(plan.attendances() as u32, best.seats.0, "{:?}", plan);
        let journeys = plan.meetings.iter().flat_map(|it| it.guests.iter().map(|guest| (it.host, *guest)));
        let cost: u64 = journeys.map(|(host, guest)| problem.assumed_cost(host, guest)).sum();
        prop_assert_eq!(cost, best.cost.0, "{:?}", plan);
    }

    #[test]
    fn the_greedy_plan_keeps_its_guarantee(problem in problems()) {
        let Some(best) = exhaustive(&problem) else { return Ok(()) };
        let none = Limits { entries: 0, ..Limits::default() };
        let answer = solve(&problem, &none, &|| false).unwrap();
        let Guarantee::Share(share) = answer.guarantee else {
            prop_assert!(answer.greedy_weight.is_none_or(|it| it <= best.weight));
            return Ok(());
        };
        let greedy = answer.greedy_weight.unwrap();
        prop_assert!(greedy <= answer.weight);
        prop_assert!(answer.upper_bound >= best.weight);
        prop_assert!(best.weight >= answer.weight);
        prop_assert!(greedy as f64 + 1e-9 >= share * best.weight as f64, "{greedy} of {}", best.weight);
        prop_assert_eq!(answer.plan.unwrap().broken(&problem), None);
    }
}
