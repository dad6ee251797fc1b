//! The greedy plan: one meeting after another, each the one that adds the most.
//!
//! # Definition
//! For each host, the best meeting is put together guest by guest, each the one that adds the most weight (of equal ones
//! the earlier). The best of these meetings is held, and so on until all are held or none adds anything. Who must be
//! invited is seated before all others. Guests that in the end add nothing are left out.
//!
//! # Guarantee
//! The covered weight is monotone and submodular. Let `β` be how near the meeting found for a host is to the best for it:
//! `β = 1` when no target has two parties or a meeting has at most one guest, as the best guests are then simply the
//! heaviest; else `β = 1 − 1/e`, as guests are chosen under a cardinality constraint (Nemhauser, Wolsey, Fisher 1978).
//! With hosts that may host again, meetings are chosen under a cardinality constraint with an approximate step, so that the
//! plan covers at least `1 − e^(−β)` of the best: `1 − 1/e` for `β = 1` (Nemhauser, Wolsey, Fisher 1978; Hochbaum,
//! Pathria 1998; Goundan, Schulz 2007). With each host hosting once they are chosen under a partition matroid, so that it
//! covers at least `β / (1 + β)`: `1/2` for `β = 1` (Fisher, Nemhauser, Wolsey 1978; Goundan, Schulz 2007). For one
//! meeting it is `β`. When somebody must be invited, some must not meet, or there is a budget, nothing is guaranteed.
//!
//! # Cost
//! Time O(meetings · (parties · places + hosts tried · guests · log guests)); hosts that cannot beat the best are not tried.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use crate::coverage::Coverage;
use crate::plan::{Meeting, Plan};
use crate::problem::{PlanningError, Problem};

/// How much of the best the greedy plan covers for certain, given which constraints are in force.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Guarantee {
    /// At least this share of the best, between 0 and 1.
    Share(f64),
    /// Nothing: must-invite, must-not-meet or a budget is in force.
    None,
}

impl Guarantee {
    /// The guarantee for a problem.
    #[must_use]
    pub fn of(problem: &Problem) -> Self {
        let is_restricted = !problem.must_invite.is_empty()
            || !problem.apart.is_empty()
            || problem.travel.as_ref().is_some_and(super::problem::Travel::has_budget);
        if is_restricted {
            return Self::None;
        }
        let one = 1.0 - (-1.0f64).exp();
        let is_exact =
            problem.seats <= 2 || problem.targets.iter().all(|it| it.weight == 0 || is_single(&it.parties));
        let step = if is_exact { 1.0 } else { one };
        Self::Share(match (problem.meetings, problem.distinct_hosts) {
            (1, _) => step,
            (_, false) => 1.0 - (-step).exp(),
            (_, true) => step / (1.0 + step),
        })
    }

    /// The share; none without a guarantee.
    #[must_use]
    pub fn share(self) -> Option<f64> {
        match self {
            Self::Share(it) => Some(it),
            Self::None => None,
        }
    }
}

fn is_single(parties: &[u32]) -> bool {
    parties.windows(2).all(|it| it.first() == it.last())
}

/// A meeting that is being put together, with what it adds.
#[derive(Debug, Clone, Default)]
struct Candidate {
    host: u32,
    guests: Vec<u32>,
    must: usize,
    gain: u64,
    cost: u64,
}

impl Candidate {
    fn key(&self) -> impl Ord {
        (self.must, self.gain, Reverse((self.guests.len(), self.cost, self.host)))
    }
}

/// A greedy plan in the making.
pub(crate) struct Greedy<'a> {
    problem: &'a Problem,
    foes: Vec<Vec<u32>>,
    coverage: Coverage<'a>,
    is_in: Vec<bool>,
    /// Who must be invited and is not yet.
    must: BTreeSet<u32>,
    spent: u64,
    /// Among how many meetings what is left of the budget is shared; 1 when each may spend all of it.
    shares: u64,
    hosted: BTreeSet<u32>,
    /// For each place with hosts, who can come there.
    at: BTreeMap<u32, Vec<u32>>,
}

/// The greedy plan; none when it does not find one that keeps to the problem, which need not mean that there is none.
///
/// # Errors
/// [`PlanningError::Interrupted`].
pub fn greedy(
    problem: &Problem,
    targets_of: &[Vec<u32>],
    stop: &dyn Fn() -> bool,
) -> Result<Option<Plan>, PlanningError> {
    let mut best: Option<Plan> = None;
    let is_shared = problem.travel.as_ref().is_some_and(|it| it.total.is_some());
    for shared in [false, true] {
        if shared && !is_shared {
            continue;
        }
        let Some(plan) = one_after_another(problem, targets_of, shared, stop)? else { continue };
        if best.as_ref().is_none_or(|it| plan.is_better_than(it, problem)) {
            best = Some(plan);
        }
    }
    Ok(best)
}

/// The greedy plan; with `shared`, no meeting spends more than its share of what is left of the budget.
fn one_after_another(
    problem: &Problem,
    targets_of: &[Vec<u32>],
    shared: bool,
    stop: &dyn Fn() -> bool,
) -> Result<Option<Plan>, PlanningError> {
    let mut greedy = Greedy::after(problem, targets_of, &Plan::default());
    let mut plan = Plan::default();
    for held in 0..problem.meetings {
        if shared {
            greedy.shares = u64::from(problem.meetings - held);
        }
        let Some(best) = greedy.best(stop)?.filter(|it| it.gain > 0 || it.must > 0) else { break };
        greedy.hold(&best);
        plan.meetings.push(Meeting { host: best.host, guests: best.guests });
    }
    for meeting in &mut plan.meetings {
        meeting.guests.sort_unstable();
    }
    let plan = plan.trimmed(problem);
    Ok(plan.broken(problem).is_none().then_some(plan))
}

impl<'a> Greedy<'a> {
    /// What is to be done after the meetings of a plan.
    pub(crate) fn after(problem: &'a Problem, targets_of: &'a [Vec<u32>], plan: &Plan) -> Self {
        let mut at: BTreeMap<u32, Vec<u32>> = problem.hosts.iter().map(|it| (it.place, Vec::new())).collect();
        for (party, places) in (0u32..).zip(&problem.places) {
            for place in places {
                if let Some(list) = at.get_mut(place).filter(|it| it.last() != Some(&party)) {
                    list.push(party);
                }
            }
        }
        let mut greedy = Self {
            problem,
            foes: problem.foes(),
            coverage: Coverage::new(problem, targets_of),
            is_in: vec![false; problem.parties as usize],
            must: problem.must_invite.iter().copied().collect(),
            spent: 0,
            shares: 1,
            hosted: BTreeSet::new(),
            at,
        };
        for it in &plan.meetings {
            let costs = it.guests.iter().filter_map(|guest| problem.cost(it.host, *guest));
            let cost = costs.sum();
            greedy.hold(&Candidate {
                host: it.host,
                guests: it.guests.clone(),
                cost,
                ..Candidate::default()
            });
        }
        greedy
    }

    /// The meeting that adds the most; none when none adds anything.
    ///
    /// # Errors
    /// [`PlanningError::Interrupted`].
    pub(crate) fn next_meeting(&self, stop: &dyn Fn() -> bool) -> Result<Option<Meeting>, PlanningError> {
        let best = self.best(stop)?.filter(|it| it.gain > 0 || it.must > 0);
        Ok(best.map(|it| Meeting { host: it.host, guests: it.guests }))
    }

    /// The meeting that adds the most.
    fn best(&self, stop: &dyn Fn() -> bool) -> Result<Option<Candidate>, PlanningError> {
        let gains: Vec<u64> = (0..self.problem.parties).map(|it| self.coverage.gain(it)).collect();
        let gain = |it: u32| gains.get(it as usize).copied().unwrap_or(0);
        let room = self.problem.seats as usize - 1;
        // For each place, its guests with what each would add, the most first, and what the best can add at most.
        let mut guests = BTreeMap::<u32, (Vec<u32>, u64)>::new();
        for (place, parties) in &self.at {
            let mut list: Vec<u32> = parties
                .iter()
                .filter(|it| !self.is_in(**it) && (gain(**it) > 0 || self.must.contains(it)))
                .copied()
                .collect();
            list.sort_by_key(|it| (!self.must.contains(it), Reverse(gain(*it)), *it));
            let mut tops: Vec<u64> = list.iter().map(|it| gain(*it)).collect();
            tops.sort_unstable_by_key(|it| Reverse(*it));
            guests.insert(*place, (list, tops.into_iter().take(room).sum()));
        }
        let mut order = Vec::new();
        let mut seen = BTreeSet::new();
        for (index, host) in (0u32..).zip(&self.problem.hosts) {
            let is_done = self.problem.distinct_hosts && self.hosted.contains(&index);
            let own = if self.is_in(host.party) { 0 } else { gain(host.party) };
            let is_plain = own == 0
                && !self.must.contains(&host.party)
                && self.problem.travel.is_none()
                && self.foes.get(host.party as usize).is_none_or(Vec::is_empty);
            // Hosts that add nothing themselves and have the same guests are alike.
            if is_done || (is_plain && !seen.insert(host.place)) {
                continue;
            }
            let most = own + guests.get(&host.place).map_or(0, |it| it.1);
            order.push((Reverse(most), index));
        }
        order.sort_unstable();
        let mut best: Option<Candidate> = None;
        for (Reverse(most), host) in order {
            let is_beaten = best.as_ref().is_some_and(|it| self.must.is_empty() && most <= it.gain);
            if is_beaten {
                break;
            }
            if stop() {
                return Err(PlanningError::Interrupted);
            }
            let Some(its) = self.problem.hosts.get(host as usize) else { continue };
            let list = guests.get(&its.place).map_or(&[][..], |it| it.0.as_slice());
            for by_cost in [false, true] {
                if by_cost && !self.problem.travel.as_ref().is_some_and(super::problem::Travel::has_budget) {
                    continue;
                }
                let found = self.meeting(host, list, by_cost);
                if best.as_ref().is_none_or(|it| found.key() > it.key()) {
                    best = Some(found);
                }
            }
        }
        Ok(best)
    }

    /// The best guests of a host, one after another: who adds the most, or with `by_cost` the most for its cost.
    fn meeting(&self, host: u32, list: &[u32], by_cost: bool) -> Candidate {
        let Some(its) = self.problem.hosts.get(host as usize) else { return Candidate::default() };
        let mut coverage = self.coverage.clone();
        let mut present = vec![its.party];
        let mut made =
            Candidate { host, must: usize::from(self.must.contains(&its.party)), ..Candidate::default() };
        if !self.is_in(its.party) {
            coverage.add(its.party);
        }
        let travel = self.problem.travel.as_ref();
        let left = travel.and_then(|it| it.total).map(|it| it.saturating_sub(self.spent) / self.shares);
        let budget = [travel.and_then(|it| it.per_meeting), left];
        let budget = budget.into_iter().flatten().min();
        let worth = |party: u32, coverage: &Coverage<'_>| {
            let gain = coverage.gain(party);
            let cost = self.problem.cost(host, party).unwrap_or(0);
            let worth = if by_cost { gain.saturating_mul(1 << 20) / (cost + 1) } else { gain };
            (self.must.contains(&party), worth, Reverse(party))
        };
        let mut heap: BinaryHeap<_> = list.iter().map(|it| worth(*it, &self.coverage)).collect();
        while made.guests.len() + 1 < self.problem.seats as usize {
            let Some(top) = heap.pop() else { break };
            let Reverse(party) = top.2;
            let now = worth(party, &coverage);
            if now != top {
                if now.0 || now.1 > 0 {
                    heap.push(now);
                }
                continue;
            }
            let is_foe =
                self.foes.get(party as usize).is_some_and(|foes| foes.iter().any(|it| present.contains(it)));
            let cost = self.problem.cost(host, party).unwrap_or(0);
            let fits = budget.is_none_or(|it| made.cost + cost <= it);
            if (now.1 == 0 && !now.0) || is_foe || !fits || !self.problem.can_come(host, party) {
                continue;
            }
            coverage.add(party);
            present.push(party);
            made.guests.push(party);
            made.cost += cost;
            made.must += usize::from(now.0);
        }
        made.gain = coverage.weight() - self.coverage.weight();
        made
    }

    fn hold(&mut self, meeting: &Candidate) {
        self.hosted.insert(meeting.host);
        self.spent += meeting.cost;
        let host = self.problem.hosts.get(meeting.host as usize).map(|it| it.party);
        for party in host.into_iter().chain(meeting.guests.iter().copied()) {
            if !self.is_in(party) {
                self.coverage.add(party);
            }
            self.must.remove(&party);
            if let Some(it) = self.is_in.get_mut(party as usize) {
                *it = true;
            }
        }
    }

    fn is_in(&self, party: u32) -> bool {
        self.is_in.get(party as usize) == Some(&true)
    }
}
