//! An upper bound on every plan, from what any plan covers so far and what each party would still add.
//!
//! For a covered weight `f` and any set `A`, no plan covers more than `f(A)` plus what its parties add to `A`, as `f` is
//! submodular. What they can add at most is bounded by the seats: `n` meetings at a place seat the best `n · seats` of
//! those that can be there, and the places share the meetings. The bound holds whatever else is asked (Minoux 1978;
//! Leskovec et al. 2007 call it data-dependent).

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::coverage::Coverage;
use crate::problem::Problem;

/// No plan covers more weight. Time O(parties · places of each · log).
pub(crate) fn bound(problem: &Problem, coverage: &Coverage<'_>) -> u64 {
    let mut hosts_at = BTreeMap::<u32, u64>::new();
    for host in &problem.hosts {
        *hosts_at.entry(host.place).or_default() += 1;
    }
    let gains: Vec<u64> = (0..problem.parties).map(|it| coverage.gain(it)).collect();
    let mut at = BTreeMap::<u32, Vec<u32>>::new();
    for (party, places) in (0u32..).zip(&problem.places) {
        for place in places.iter().filter(|it| hosts_at.contains_key(it)) {
            at.entry(*place).or_default().push(party);
        }
    }
    for host in &problem.hosts {
        at.entry(host.place).or_default().push(host.party);
    }
    let gain = |party: &u32| gains.get(*party as usize).copied().unwrap_or(0);
    let mut steps = Vec::new();
    let mut anywhere = Vec::new();
    for (place, mut parties) in at {
        parties.sort_unstable();
        parties.dedup();
        anywhere.extend(parties.iter().copied());
        parties.sort_by_key(|it| (Reverse(gain(it)), *it));
        let here = hosts_at.get(&place).copied().unwrap_or(0);
        let most =
            if problem.distinct_hosts { here.min(problem.meetings.into()) } else { problem.meetings.into() };
        let meetings = parties.chunks(problem.seats as usize).map(|it| it.iter().map(gain).sum::<u64>());
        steps.extend(meetings.take(usize::try_from(most).unwrap_or(usize::MAX)));
    }
    steps.sort_unstable_by_key(|it| Reverse(*it));
    let by_place: u64 = steps.iter().take(problem.meetings as usize).sum();
    anywhere.sort_unstable();
    anywhere.dedup();
    let mut all: Vec<u64> = anywhere.iter().map(gain).collect();
    all.sort_unstable_by_key(|it| Reverse(*it));
    let seats = problem.meetings as usize * problem.seats as usize;
    let by_seats: u64 = all.iter().take(seats).sum();
    // What nobody who can come covers cannot be covered.
    let mut reachable = coverage.clone();
    anywhere.iter().for_each(|it| reachable.add(*it));
    (coverage.weight() + by_place.min(by_seats)).min(reachable.weight())
}
