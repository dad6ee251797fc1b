//! Hosts and parties that a plan need not tell apart.
//!
//! Hosts are of one class when the same parties can come to them at the same costs; parties are of one group when they are
//! in the same position towards every host, cover the same shared targets and weigh as much by themselves. What holds for
//! one member of a group holds for another, so that the integer model counts members instead of naming them.

use std::collections::BTreeMap;

use crate::problem::Problem;

/// Hosts that the same parties can come to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Class {
    /// The hosts, as positions in [`Problem::hosts`], in order.
    pub(crate) hosts: Vec<u32>,
}

/// Parties that are alike.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Group {
    /// The parties, in order.
    pub(crate) members: Vec<u32>,
    /// The class that they host in; none when they do not host.
    pub(crate) hosts_in: Option<usize>,
    /// The classes that they can come to, each with the cost of the journey, in order.
    pub(crate) comes_to: Vec<(usize, u64)>,
    /// The targets that they share with others, in order.
    pub(crate) shared: Vec<u32>,
    /// What each covers that nobody else does.
    pub(crate) own: u64,
    /// Each must be invited.
    pub(crate) must: bool,
    /// It must not meet somebody; such a group has one member.
    pub(crate) has_foes: bool,
}

/// The classes and groups of a problem, and for each host the class that it is of.
#[derive(Debug, Clone, Default)]
pub(crate) struct Classes {
    pub(crate) classes: Vec<Class>,
    pub(crate) groups: Vec<Group>,
}

type HostKey = (u32, Vec<(u32, u64)>, Option<u32>);
type GroupKey = (Option<usize>, Vec<(usize, u64)>, Vec<u32>, u64, bool, Option<u32>);

impl Classes {
    /// Works them out. Time O((parties + costs) · log + parties · classes).
    pub(crate) fn of(problem: &Problem, targets_of: &[Vec<u32>]) -> Self {
        let (classes, class_of) = classes(problem);
        let mut host_of = vec![None; problem.parties as usize];
        for (index, host) in problem.hosts.iter().enumerate() {
            if let Some(it) = host_of.get_mut(host.party as usize) {
                *it = class_of.get(index).copied();
            }
        }
        let mut sharing = vec![0u32; problem.targets.len()];
        for target in targets_of.iter().flatten() {
            if let Some(times) = sharing.get_mut(*target as usize) {
                *times += 1;
            }
        }
        let foes = problem.foes();
        let mut must = vec![false; problem.parties as usize];
        for party in &problem.must_invite {
            if let Some(it) = must.get_mut(*party as usize) {
                *it = true;
            }
        }
        let mut groups = BTreeMap::<GroupKey, Vec<u32>>::new();
        for party in 0..problem.parties {
            let index = party as usize;
            let its: &[u32] = targets_of.get(index).map_or(&[], Vec::as_slice);
            let is_shared = |it: &&u32| sharing.get(**it as usize).is_some_and(|it| *it > 1);
            let shared: Vec<u32> = its.iter().filter(is_shared).copied().collect();
            let weight = |it: &u32| problem.targets.get(*it as usize).map_or(0, |it| it.weight);
            let own = its.iter().filter(|it| !is_shared(it)).map(weight).sum();
            let is_must = must.get(index) == Some(&true);
            let hosts_in = host_of.get(index).copied().flatten();
            let comes_to = comes_to(problem, &classes, party);
            let has_foes = foes.get(index).is_some_and(|it| !it.is_empty());
            let is_idle = shared.is_empty() && own == 0 && !is_must;
            if (is_idle && hosts_in.is_none()) || (hosts_in.is_none() && comes_to.is_empty()) {
                continue;
            }
            // As a guest it would only take a seat.
            let comes_to = if is_idle { Vec::new() } else { comes_to };
            let key = (hosts_in, comes_to, shared, own, is_must, has_foes.then_some(party));
            groups.entry(key).or_default().push(party);
        }
        let group = |(key, members): (GroupKey, Vec<u32>)| {
            let (hosts_in, comes_to, shared, own, must, alone) = key;
            Group { members, hosts_in, comes_to, shared, own, must, has_foes: alone.is_some() }
        };
        let mut groups: Vec<Group> = groups.into_iter().map(group).collect();
        groups.sort_by(|a, b| a.members.cmp(&b.members));
        Self { classes, groups }
    }
}

/// The classes of hosts, in order of their first host, and for each host its class.
fn classes(problem: &Problem) -> (Vec<Class>, Vec<usize>) {
    let mut costs = vec![Vec::new(); problem.hosts.len()];
    for ((host, party), cost) in problem.travel.iter().flat_map(|it| &it.costs) {
        if let Some(list) = costs.get_mut(*host as usize) {
            list.push((*party, *cost));
        }
    }
    let mut found = BTreeMap::<HostKey, usize>::new();
    let mut classes: Vec<Class> = Vec::new();
    let mut class_of = Vec::new();
    for ((index, host), costs) in (0u32..).zip(&problem.hosts).zip(costs) {
        // A host that could not come to its own place differs from those that it cannot come to; and with costs a host
        // travels to the others of its place, but not to itself.
        let comes = problem.places.get(host.party as usize).is_some_and(|it| it.contains(&host.place));
        let alone = (!comes || problem.travel.is_some()).then_some(host.party);
        let next = classes.len();
        let class = *found.entry((host.place, costs, alone)).or_insert(next);
        if class == next {
            classes.push(Class::default());
        }
        if let Some(it) = classes.get_mut(class) {
            it.hosts.push(index);
        }
        class_of.push(class);
    }
    (classes, class_of)
}

/// The classes that a party can come to as a guest: those with a host other than itself.
fn comes_to(problem: &Problem, classes: &[Class], party: u32) -> Vec<(usize, u64)> {
    let mut list = Vec::new();
    for (index, class) in classes.iter().enumerate() {
        let host = class.hosts.iter().find(|it| problem.can_come(**it, party));
        if let Some(host) = host {
            list.push((index, problem.assumed_cost(*host, party)));
        }
    }
    list
}
