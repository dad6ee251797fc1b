//! Local search: a plan made better by small steps, until none helps or the work is used up.
//!
//! Steps, in this order: seat somebody on a free seat; let a guest make way for another; let one meeting make way for the
//! best other one. A step is taken when the plan then covers more, or as much for less cost. The order of steps is fixed.

use std::time::Instant;

use crate::coverage::Coverage;
use crate::greedy::Greedy;
use crate::plan::{Meeting, Plan};
use crate::problem::{PlanningError, Problem};

/// The most gains that are looked at.
const WORK: u64 = 20_000_000;

struct Local<'a> {
    problem: &'a Problem,
    targets_of: &'a [Vec<u32>],
    foes: Vec<Vec<u32>>,
    coverage: Coverage<'a>,
    /// How often each party is at a meeting.
    times: Vec<u32>,
    must: Vec<bool>,
    plan: Plan,
    work: u64,
    is_late: &'a dyn Fn() -> bool,
    stop: &'a dyn Fn() -> bool,
}

/// A plan at least as good, and whether the deadline cut the search.
///
/// # Errors
/// [`PlanningError::Interrupted`].
pub(crate) fn improved(
    problem: &Problem,
    targets_of: &[Vec<u32>],
    plan: Plan,
    until: Option<Instant>,
    stop: &dyn Fn() -> bool,
) -> Result<(Plan, bool), PlanningError> {
    let mut must = vec![false; problem.parties as usize];
    for party in &problem.must_invite {
        if let Some(it) = must.get_mut(*party as usize) {
            *it = true;
        }
    }
    let mut best = plan;
    let mut work = 0;
    let is_late = || until.is_some_and(|it| it <= Instant::now());
    loop {
        let mut local = Local {
            problem,
            targets_of,
            foes: problem.foes(),
            coverage: Coverage::new(problem, targets_of),
            times: vec![0; problem.parties as usize],
            must: must.clone(),
            plan: best.clone(),
            work,
            is_late: &is_late,
            stop,
        };
        local.begin();
        local.guests()?;
        local.meetings()?;
        work = local.work;
        let found = local.plan.trimmed(problem);
        let is_better = found.broken(problem).is_none() && found.is_better_than(&best, problem);
        if is_better {
            best = found;
        }
        if !is_better || work >= WORK {
            let is_cut = is_late();
            return Ok((best, is_cut));
        }
    }
}

impl Local<'_> {
    fn begin(&mut self) {
        let parties: Vec<u32> =
            self.plan.meetings.iter().flat_map(|it| Plan::parties_of(self.problem, it)).collect();
        parties.into_iter().for_each(|it| self.enter(it));
    }

    fn enter(&mut self, party: u32) {
        self.coverage.add(party);
        if let Some(it) = self.times.get_mut(party as usize) {
            *it += 1;
        }
    }

    fn leave(&mut self, party: u32) {
        self.coverage.remove(party);
        if let Some(it) = self.times.get_mut(party as usize) {
            *it = it.saturating_sub(1);
        }
    }

    fn is_in(&self, party: u32) -> bool {
        self.times.get(party as usize).is_some_and(|it| *it > 0)
    }

    fn look(&mut self) -> Result<bool, PlanningError> {
        self.work += 1;
        if self.work.is_multiple_of(4096) {
            if (self.stop)() {
                return Err(PlanningError::Interrupted);
            }
            if (self.is_late)() {
                self.work = WORK;
            }
        }
        Ok(self.work < WORK)
    }

    /// Seats and exchanges guests of each meeting until nothing helps.
    fn guests(&mut self) -> Result<(), PlanningError> {
        let useful: Vec<u32> =
            (0..self.problem.parties).filter(|it| !self.coverage.targets(*it).is_empty()).collect();
        let mut goes_on = true;
        while goes_on {
            goes_on = false;
            for at in 0..self.plan.meetings.len() {
                let Some(host) = self.plan.meetings.get(at).map(|it| it.host) else { continue };
                let able: Vec<u32> =
                    useful.iter().copied().filter(|it| self.problem.can_come(host, *it)).collect();
                let free = self
                    .plan
                    .meetings
                    .get(at)
                    .is_some_and(|it| it.guests.len() + 1 < self.problem.seats as usize);
                if free && let Some(best) = self.best(at, None, &able)? {
                    self.seat(at, best);
                    goes_on = true;
                }
                let guests = self.plan.meetings.get(at).map(|it| it.guests.clone()).unwrap_or_default();
                for guest in guests {
                    if self.must.get(guest as usize) == Some(&true) {
                        continue;
                    }
                    let lost = self.coverage.loss(guest);
                    self.unseat(at, guest);
                    let best = self.best(at, Some((guest, lost)), &able)?;
                    goes_on |= best.is_some();
                    self.seat(at, best.unwrap_or(guest));
                }
            }
            goes_on &= self.work < WORK;
        }
        Ok(())
    }

    fn seat(&mut self, at: usize, party: u32) {
        self.enter(party);
        if let Some(it) = self.plan.meetings.get_mut(at) {
            it.guests.push(party);
        }
    }

    fn unseat(&mut self, at: usize, party: u32) {
        self.leave(party);
        if let Some(it) = self.plan.meetings.get_mut(at) {
            it.guests.retain(|it| *it != party);
        }
    }

    /// Who adds most at a meeting: something on a free seat, or instead of a guest more than that one, or as much for
    /// less.
    fn best(
        &mut self,
        at: usize,
        instead: Option<(u32, u64)>,
        able: &[u32],
    ) -> Result<Option<u32>, PlanningError> {
        let Some(meeting) = self.plan.meetings.get(at).cloned() else { return Ok(None) };
        let cost = |it: u32| self.problem.assumed_cost(meeting.host, it);
        let costs_matter = self.problem.travel.is_some();
        let before =
            instead.map_or((0, 0), |(guest, lost)| (lost, if costs_matter { cost(guest) } else { 0 }));
        let room = self.room(at);
        let mut best: Option<(u64, u64, u32)> = None;
        for party in able.iter().copied() {
            if !self.look()? {
                break;
            }
            let gain = self.coverage.gain(party);
            let least = best.map_or(before.0, |it| it.0);
            if gain == 0 || gain < least || self.is_in(party) || instead.is_some_and(|it| it.0 == party) {
                continue;
            }
            let its = if costs_matter { cost(party) } else { 0 };
            let helps = match best {
                Some((most, cheapest, _)) => gain > most || its < cheapest,
                None => gain > before.0 || (instead.is_some() && its < before.1),
            };
            let foes = self.foes.get(party as usize).map_or(&[][..], Vec::as_slice);
            let meets = |it: u32| foes.binary_search(&it).is_ok();
            if helps && its <= room && !Plan::parties_of(self.problem, &meeting).any(meets) {
                best = Some((gain, its, party));
            }
        }
        Ok(best.map(|it| it.2))
    }

    /// What a further journey to a meeting may cost.
    fn room(&self, at: usize) -> u64 {
        let Some(travel) = &self.problem.travel else { return u64::MAX };
        let cost = |it: &Meeting| -> u64 {
            it.guests.iter().filter_map(|guest| self.problem.cost(it.host, *guest)).sum()
        };
        let here = self.plan.meetings.get(at).map_or(0, cost);
        let all: u64 = self.plan.meetings.iter().map(cost).sum();
        let left = |budget: Option<u64>, spent: u64| budget.map_or(u64::MAX, |it| it.saturating_sub(spent));
        left(travel.per_meeting, here).min(left(travel.total, all))
    }

    /// Lets each meeting make way for the best other one.
    fn meetings(&mut self) -> Result<(), PlanningError> {
        for at in 0..self.plan.meetings.len() {
            self.work += u64::from(self.problem.parties);
            if self.work >= WORK {
                return Ok(());
            }
            let mut rest = self.plan.clone();
            if at < rest.meetings.len() {
                rest.meetings.remove(at);
            }
            let greedy = Greedy::after(self.problem, self.targets_of, &rest);
            let Some(other) = greedy.next_meeting(self.stop)? else { continue };
            rest.meetings.push(other);
            if rest.broken(self.problem).is_none() && rest.weight(self.problem) > self.coverage.weight() {
                self.plan = rest;
                self.coverage = Coverage::new(self.problem, self.targets_of);
                self.times.fill(0);
                self.begin();
            }
        }
        Ok(())
    }
}
