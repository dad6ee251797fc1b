//! The integer model, and plans as its solutions.
//!
//! Variables: `z` how many of a group host; `n` the meetings of a class of hosts; `x` how many of a group are guests in a
//! class; `c` whether a shared target is covered; where two may not meet or a meeting has a budget, and a class may hold
//! several meetings, also `o` whether its `j`-th meeting is held, and `x`, `z` for each of them.
//!
//! Rows: `n = Σz`; `Σn ≤` meetings; `Σx ≤ (seats − 1)·n`; everybody is in at most once (being in twice covers nothing
//! more); `c ≤ Σ` of those who cover it. Valid inequalities that cut off fractional points and no plan: `x ≤ n` for each
//! group that does not fill a meeting, `o` in order of `j`, and for foes `x + x' + z + z' ≤ o`, not 1.

use microlp::{ComparisonOp, OptimizationDirection, Problem as Linear, Variable};

use crate::classes::{Classes, Group};
use crate::problem::Problem;

/// Whole numbers below this are exact in the solver's arithmetic, with room for sums.
const EXACT: u64 = 1 << 46;

/// What is best.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Goal {
    /// The most weight; of equal weight, the fewest seats taken.
    Weight,
    /// The least cost among those of at least this weight with at most so many seats taken.
    Cost { weight: u64, attendances: u64 },
}

/// How many guests of a group are in a class.
#[derive(Debug)]
pub(crate) struct Guests {
    pub(crate) class: usize,
    pub(crate) cost: u64,
    pub(crate) number: Variable,
    /// For each meeting of the class, when the group is told apart by meetings.
    pub(crate) by_meeting: Vec<Variable>,
}

/// The variables of a group.
#[derive(Debug)]
pub(crate) struct Columns {
    pub(crate) hosts: Option<Variable>,
    /// For each meeting of its class, when the group is told apart by meetings.
    pub(crate) hosts_by_meeting: Vec<Variable>,
    pub(crate) guests: Vec<Guests>,
    /// How many are in, when a host may host twice.
    pub(crate) present: Option<Variable>,
}

/// The model.
#[derive(Debug)]
pub(crate) struct Model<'a> {
    pub(crate) problem: &'a Problem,
    pub(crate) classes: &'a Classes,
    pub(crate) linear: Linear,
    /// For each class, the number of its meetings.
    pub(crate) meetings: Vec<Variable>,
    /// For each class, whether each of its meetings is held; empty where meetings are not told apart.
    pub(crate) held: Vec<Vec<Variable>>,
    pub(crate) columns: Vec<Columns>,
    /// The shared targets and their variables.
    pub(crate) covered: Vec<(u32, Variable)>,
    pub(crate) rows: usize,
    pub(crate) entries: usize,
    pub(crate) variables: usize,
    /// The worth of one unit of weight in the objective, where a seat taken counts −1; 1 when seats do not count.
    pub(crate) unit: u64,
    goal: Goal,
}

/// How many entries the rows of a model would have, about; what it takes to solve it grows with them.
pub(crate) fn size(problem: &Problem, classes: &Classes) -> u64 {
    let meetings = u64::from(problem.meetings_possible());
    let tells_apart =
        !problem.apart.is_empty() || problem.travel.as_ref().is_some_and(|it| it.per_meeting.is_some());
    let guests: u64 = classes
        .groups
        .iter()
        .map(|it| it.comes_to.len() as u64 * if it.has_foes { meetings } else { 1 })
        .sum();
    let shared: u64 = classes
        .groups
        .iter()
        .map(|it| it.shared.len() as u64 * (it.comes_to.len() as u64 + u64::from(it.hosts_in.is_some())))
        .sum();
    let budgets = if tells_apart && problem.travel.is_some() { guests * meetings } else { 0 };
    let foes = problem.apart.len() as u64 * meetings * classes.classes.len() as u64 * 4;
    classes.groups.len() as u64 + 4 * guests + shared + budgets + foes
}

impl<'a> Model<'a> {
    /// The model of a problem.
    pub(crate) fn of(problem: &'a Problem, classes: &'a Classes, goal: Goal) -> Self {
        let (direction, unit) = match goal {
            Goal::Weight => (OptimizationDirection::Maximize, unit(problem)),
            Goal::Cost { .. } => (OptimizationDirection::Minimize, 0),
        };
        let mut model = Self {
            problem,
            classes,
            linear: Linear::new(direction),
            meetings: Vec::new(),
            held: Vec::new(),
            columns: Vec::new(),
            covered: Vec::new(),
            rows: 0,
            entries: 0,
            variables: 0,
            unit,
            goal,
        };
        model.meetings();
        for group in &classes.groups {
            model.group(group);
        }
        model.seats();
        model.targets();
        model.foes();
        model.budgets();
        model.floor();
        model
    }

    fn variable(&mut self, weight: u64, penalty: u64, cost: u64, most: u64) -> Variable {
        self.variables += 1;
        let most = i32::try_from(most).unwrap_or(i32::MAX);
        let worth = match self.goal {
            Goal::Weight if self.unit > 1 => (weight * self.unit) as f64 - penalty as f64,
            Goal::Weight => weight as f64,
            Goal::Cost { .. } => cost as f64,
        };
        self.linear.add_integer_var(worth, (0, most))
    }

    fn row(&mut self, entries: &[(Variable, f64)], comparison: ComparisonOp, right: f64) {
        self.rows += 1;
        self.entries += entries.len();
        self.linear.add_constraint(entries, comparison, right);
    }

    /// The most meetings of a class.
    pub(crate) fn meetings_of(&self, class: usize) -> u64 {
        let hosts = self.classes.classes.get(class).map_or(0, |it| it.hosts.len() as u64);
        let meetings = u64::from(self.problem.meetings);
        if self.problem.distinct_hosts { hosts.min(meetings) } else { meetings }
    }

    /// Whether the meetings of a class must be told apart: there may be several, and somebody in it must not meet
    /// somebody, or a meeting has a budget.
    fn tells_apart(&self, class: usize) -> bool {
        let is_in = |it: &Group| it.hosts_in == Some(class) || it.comes_to.iter().any(|it| it.0 == class);
        self.meetings_of(class) > 1
            && (self.problem.travel.as_ref().is_some_and(|it| it.per_meeting.is_some())
                || self.classes.groups.iter().any(|it| it.has_foes && is_in(it)))
    }

    fn meetings(&mut self) {
        for class in 0..self.classes.classes.len() {
            let most = self.meetings_of(class);
            let number = self.variable(0, 0, 0, most);
            self.meetings.push(number);
            let mut held = Vec::new();
            if self.tells_apart(class) {
                held = (0..most).map(|_| self.variable(0, 0, 0, 1)).collect();
                for pair in held.windows(2) {
                    if let [one, next] = pair {
                        self.row(&[(*next, 1.0), (*one, -1.0)], ComparisonOp::Le, 0.0);
                    }
                }
                let mut all: Vec<_> = held.iter().map(|it| (*it, 1.0)).collect();
                all.push((number, -1.0));
                self.row(&all, ComparisonOp::Eq, 0.0);
            }
            self.held.push(held);
        }
        let all: Vec<_> = self.meetings.iter().map(|it| (*it, 1.0)).collect();
        self.row(&all, ComparisonOp::Le, f64::from(self.problem.meetings));
    }

    fn group(&mut self, group: &Group) {
        let problem = self.problem;
        let size = group.members.len() as u64;
        let once = problem.distinct_hosts || group.hosts_in.is_none();
        let own = if once { group.own } else { 0 };
        let by_budget =
            |cost: u64| cost > 0 && problem.travel.as_ref().is_some_and(|it| it.per_meeting.is_some());
        let mut columns =
            Columns { hosts: None, hosts_by_meeting: Vec::new(), guests: Vec::new(), present: None };
        if let Some(class) = group.hosts_in {
            let most = size.min(self.meetings_of(class)).max(if once { 0 } else { self.meetings_of(class) });
            let hosts = self.variable(own, 1, 0, most);
            columns.hosts = Some(hosts);
            if group.has_foes {
                columns.hosts_by_meeting = self.by_meeting(class, hosts, 1);
            }
        }
        for (class, cost) in &group.comes_to {
            let number = self.variable(own, 1, *cost, size);
            let apart = group.has_foes || by_budget(*cost);
            let by_meeting = if apart { self.by_meeting(*class, number, size) } else { Vec::new() };
            let room = u64::from(problem.seats) - 1;
            if size < room
                && let Some(meetings) = self.meetings.get(*class).copied()
            {
                self.row(&[(number, 1.0), (meetings, -(size as f64))], ComparisonOp::Le, 0.0);
            }
            columns.guests.push(Guests { class: *class, cost: *cost, number, by_meeting });
        }
        let guests: Vec<_> = columns.guests.iter().map(|it| (it.number, 1.0)).collect();
        let all: Vec<_> = columns.hosts.map(|it| (it, 1.0)).into_iter().chain(guests.clone()).collect();
        if once && all.len() > 1 {
            self.row(&all, ComparisonOp::Le, size as f64);
        } else if !once {
            if guests.len() > 1 {
                self.row(&guests, ComparisonOp::Le, size as f64);
            }
            if group.own > 0 {
                let present = self.variable(group.own, 0, 0, size);
                let mut row: Vec<_> = all.iter().map(|it| (it.0, -1.0)).collect();
                row.push((present, 1.0));
                self.row(&row, ComparisonOp::Le, 0.0);
                columns.present = Some(present);
            }
        }
        if group.must {
            self.row(&all, ComparisonOp::Ge, size as f64);
        }
        self.columns.push(columns);
    }

    /// A variable for each meeting of a class when these are told apart; they add up to `number`.
    fn by_meeting(&mut self, class: usize, number: Variable, size: u64) -> Vec<Variable> {
        let held = self.held.get(class).cloned().unwrap_or_default();
        let mut all = Vec::new();
        for held in &held {
            let here = self.variable(0, 0, 0, size);
            self.row(&[(here, 1.0), (*held, -(size as f64))], ComparisonOp::Le, 0.0);
            all.push(here);
        }
        if !all.is_empty() {
            let mut row: Vec<_> = all.iter().map(|it| (*it, 1.0)).collect();
            row.push((number, -1.0));
            self.row(&row, ComparisonOp::Eq, 0.0);
        }
        all
    }

    /// Hosts make meetings, and meetings have seats.
    fn seats(&mut self) {
        let room = f64::from(self.problem.seats) - 1.0;
        for class in 0..self.classes.classes.len() {
            let Some(number) = self.meetings.get(class).copied() else { continue };
            let mut hosts = vec![(number, -1.0)];
            let mut guests = vec![(number, -room)];
            for (group, columns) in self.classes.groups.iter().zip(&self.columns) {
                if group.hosts_in == Some(class) {
                    hosts.extend(columns.hosts.map(|it| (it, 1.0)));
                }
                let here = columns.guests.iter().filter(|it| it.class == class);
                guests.extend(here.map(|it| (it.number, 1.0)));
            }
            self.row(&hosts, ComparisonOp::Eq, 0.0);
            self.row(&guests, ComparisonOp::Le, 0.0);
            for (at, held) in self.held.get(class).cloned().unwrap_or_default().into_iter().enumerate() {
                let mut hosts = vec![(held, -1.0)];
                let mut guests = vec![(held, -room)];
                for (group, columns) in self.classes.groups.iter().zip(&self.columns) {
                    if group.hosts_in == Some(class) {
                        hosts.extend(columns.hosts_by_meeting.get(at).map(|it| (*it, 1.0)));
                    }
                    for its in columns.guests.iter().filter(|it| it.class == class) {
                        guests.extend(its.by_meeting.get(at).map(|it| (*it, 1.0)));
                    }
                }
                self.row(&hosts, ComparisonOp::Le, 0.0);
                self.row(&guests, ComparisonOp::Le, 0.0);
            }
        }
    }

    fn targets(&mut self) {
        let mut who = vec![Vec::new(); self.problem.targets.len()];
        for (group, columns) in self.classes.groups.iter().zip(&self.columns) {
            let numbers: Vec<_> =
                columns.hosts.into_iter().chain(columns.guests.iter().map(|it| it.number)).collect();
            for target in &group.shared {
                if let Some(list) = who.get_mut(*target as usize) {
                    list.extend(numbers.iter().map(|it| (*it, -1.0)));
                }
            }
        }
        // Targets that the same parties cover are one.
        let mut alike = std::collections::BTreeMap::<Vec<u32>, (Vec<u32>, u64)>::new();
        let mut by = vec![Vec::new(); self.problem.targets.len()];
        for (index, group) in (0u32..).zip(&self.classes.groups) {
            for target in &group.shared {
                if let Some(list) = by.get_mut(*target as usize) {
                    list.push(index);
                }
            }
        }
        for ((target, groups), value) in (0u32..).zip(by).zip(&self.problem.targets) {
            if !groups.is_empty() {
                let entry = alike.entry(groups).or_default();
                entry.0.push(target);
                entry.1 += value.weight;
            }
        }
        for (targets, weight) in alike.into_values() {
            let covered = self.variable(weight, 0, 0, 1);
            let Some(first) = targets.first() else { continue };
            let mut row = who.get(*first as usize).cloned().unwrap_or_default();
            row.push((covered, 1.0));
            self.row(&row, ComparisonOp::Le, 0.0);
            self.covered.extend(targets.iter().map(|it| (*it, covered)));
        }
    }

    fn foes(&mut self) {
        let mut group_of = vec![None; self.problem.parties as usize];
        for (index, group) in self.classes.groups.iter().enumerate().filter(|it| it.1.has_foes) {
            for member in &group.members {
                if let Some(it) = group_of.get_mut(*member as usize) {
                    *it = Some(index);
                }
            }
        }
        let mut pairs: Vec<(u32, u32)> =
            self.problem.apart.iter().map(|(a, b)| (*a.min(b), *a.max(b))).collect();
        pairs.sort_unstable();
        pairs.dedup();
        for (a, b) in pairs {
            let at = |it: u32| group_of.get(it as usize).copied().flatten();
            let (Some(a), Some(b)) = (at(a), at(b)) else { continue };
            for class in 0..self.classes.classes.len() {
                let mut a_here = self.here(a, class);
                let b_here = self.here(b, class);
                if a_here.first().is_none_or(Vec::is_empty) || b_here.first().is_none_or(Vec::is_empty) {
                    continue;
                }
                let held = self.held.get(class).filter(|it| !it.is_empty()).cloned();
                let held = held.unwrap_or_else(|| self.meetings.get(class).copied().into_iter().collect());
                for ((mut row, more), held) in a_here.drain(..).zip(b_here).zip(held) {
                    row.extend(more);
                    row.push((held, -1.0));
                    self.row(&row, ComparisonOp::Le, 0.0);
                }
            }
        }
    }

    /// The variables by which a group is at each meeting of a class, or at the only one.
    fn here(&self, group: usize, class: usize) -> Vec<Vec<(Variable, f64)>> {
        let Some((its, columns)) = self.classes.groups.get(group).zip(self.columns.get(group)) else {
            return Vec::new();
        };
        let held = self.held.get(class).map_or(0, Vec::len);
        let hosts = columns.hosts.filter(|_| its.hosts_in == Some(class));
        let guests: Vec<_> = columns.guests.iter().filter(|it| it.class == class).collect();
        if held == 0 {
            let all = hosts.into_iter().chain(guests.iter().map(|it| it.number));
            return vec![all.map(|it| (it, 1.0)).collect()];
        }
        let at = |meeting: usize| {
            let host = columns.hosts_by_meeting.get(meeting).filter(|_| hosts.is_some()).copied();
            let guests = guests.iter().filter_map(|it| it.by_meeting.get(meeting).copied());
            host.into_iter().chain(guests).map(|it| (it, 1.0)).collect()
        };
        (0..held).map(at).collect()
    }

    fn budgets(&mut self) {
        let Some(travel) = &self.problem.travel else { return };
        if let Some(total) = travel.total {
            let guests = self.columns.iter().flat_map(|it| &it.guests).filter(|it| it.cost > 0);
            let row: Vec<_> = guests.map(|it| (it.number, it.cost as f64)).collect();
            if !row.is_empty() {
                self.row(&row, ComparisonOp::Le, total as f64);
            }
        }
        let Some(budget) = travel.per_meeting else { return };
        for class in 0..self.classes.classes.len() {
            let held = self.held.get(class).cloned().unwrap_or_default();
            let guests = self.columns.iter().flat_map(|it| &it.guests);
            let guests: Vec<_> = guests.filter(|it| it.class == class && it.cost > 0).collect();
            let mut rows = Vec::new();
            if held.is_empty() {
                let Some(number) = self.meetings.get(class) else { continue };
                let mut row: Vec<_> = guests.iter().map(|it| (it.number, it.cost as f64)).collect();
                row.push((*number, -(budget as f64)));
                rows.push(row);
            }
            for (at, held) in held.iter().enumerate() {
                let costs = guests.iter().filter_map(|it| Some((*it.by_meeting.get(at)?, it.cost as f64)));
                rows.push(costs.chain([(*held, -(budget as f64))]).collect());
            }
            for row in rows.into_iter().filter(|it| it.len() > 1) {
                self.row(&row, ComparisonOp::Le, 0.0);
            }
        }
    }

    /// For the second goal: no less weight and no more seats than found before.
    fn floor(&mut self) {
        let Goal::Cost { weight, attendances } = self.goal else { return };
        let mut weights = Vec::new();
        let mut seats = Vec::new();
        for (group, columns) in self.classes.groups.iter().zip(&self.columns) {
            let numbers: Vec<_> =
                columns.hosts.into_iter().chain(columns.guests.iter().map(|it| it.number)).collect();
            seats.extend(numbers.iter().map(|it| (*it, 1.0)));
            if group.own > 0 {
                match columns.present {
                    Some(it) => weights.push((it, group.own as f64)),
                    None => weights.extend(numbers.iter().map(|it| (*it, group.own as f64))),
                }
            }
        }
        let mut last = None;
        for (target, covered) in &self.covered {
            let its = self.problem.targets.get(*target as usize).map_or(0, |it| it.weight) as f64;
            match weights.last_mut().filter(|_| last == Some(*covered)) {
                Some((_, sum)) => *sum += its,
                None => weights.push((*covered, its)),
            }
            last = Some(*covered);
        }
        self.row(&weights, ComparisonOp::Ge, weight as f64);
        self.row(&seats, ComparisonOp::Le, attendances as f64);
    }
}

/// More than all seats that any plan takes, so that a unit of weight is worth more than all of them; 1 when the sums
/// would be too large to be exact, and then seats do not count.
fn unit(problem: &Problem) -> u64 {
    let unit = u64::from(problem.meetings) * u64::from(problem.seats) + 1;
    let total: u64 = problem.targets.iter().map(|it| it.weight).sum();
    if total.saturating_mul(unit) < EXACT { unit } else { 1 }
}
