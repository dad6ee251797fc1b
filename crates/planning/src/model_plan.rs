//! Plans as values of the model's variables, and back.

use microlp::Variable;

use crate::model::Model;
use crate::plan::{Meeting, Plan};

/// A meeting that is being put together.
#[derive(Debug, Clone, Default)]
struct Draft {
    host: Option<u32>,
    guests: Vec<u32>,
}

impl Model<'_> {
    /// The plan of a solution. Members of a group are taken in order; guests that nothing ties to a meeting go to the
    /// emptiest of their class.
    pub(crate) fn plan(&self, value: impl Fn(Variable) -> f64) -> Plan {
        let number = |it: Variable| value(it).round().max(0.0) as usize;
        let positions = self.host_positions();
        let mut drafts: Vec<Vec<Draft>> =
            self.meetings.iter().map(|it| vec![Draft::default(); number(*it)]).collect();
        let mut used = vec![false; self.problem.parties as usize];
        let mut hosts_left = vec![Vec::new(); drafts.len()];
        let mut guests_left = vec![Vec::new(); drafts.len()];
        for (group, columns) in self.classes.groups.iter().zip(&self.columns) {
            if let Some((class, hosts)) = group.hosts_in.zip(columns.hosts) {
                // A host that may host again does so only when each of its group hosts.
                let mut members = group.members.iter().cycle().take(number(hosts));
                let meeting = |it: &Variable| number(*it) > 0;
                let told = columns.hosts_by_meeting.iter().enumerate().filter(|it| meeting(it.1));
                for (at, _) in told {
                    let draft = drafts.get_mut(class).and_then(|it| it.get_mut(at));
                    if let Some((draft, member)) = draft.zip(members.next()) {
                        draft.host = Some(*member);
                    }
                }
                if let Some(left) = hosts_left.get_mut(class) {
                    left.extend(members.copied());
                }
                for member in group.members.iter().take(number(hosts)) {
                    mark(&mut used, *member);
                }
            }
            let mut members =
                group.members.iter().copied().filter(|it| !is_marked(&used, *it)).collect::<Vec<_>>();
            members.reverse();
            let mut taken = Vec::new();
            for guests in &columns.guests {
                let mut count = number(guests.number);
                for (at, here) in guests.by_meeting.iter().enumerate() {
                    for _ in 0..number(*here).min(count) {
                        let draft = drafts.get_mut(guests.class).and_then(|it| it.get_mut(at));
                        let (Some(draft), Some(member)) = (draft, members.pop()) else { break };
                        draft.guests.push(member);
                        taken.push(member);
                        count -= 1;
                    }
                }
                for _ in 0..count {
                    let left = guests_left.get_mut(guests.class);
                    let (Some(left), Some(member)) = (left, members.pop()) else { break };
                    left.push(member);
                    taken.push(member);
                }
            }
            taken.into_iter().for_each(|it| mark(&mut used, it));
        }
        let mut meetings = Vec::new();
        for ((mut drafts, mut hosts), mut guests) in drafts.into_iter().zip(hosts_left).zip(guests_left) {
            hosts.sort_by_key(|it| positions.get(*it as usize).copied());
            let mut hosts = hosts.into_iter();
            for draft in drafts.iter_mut().filter(|it| it.host.is_none()) {
                draft.host = hosts.next();
            }
            guests.sort_unstable();
            for guest in guests {
                let emptiest = drafts.iter_mut().min_by_key(|it| it.guests.len());
                if let Some(draft) = emptiest {
                    draft.guests.push(guest);
                }
            }
            meetings.extend(drafts.into_iter().filter_map(|it| {
                let host = positions.get(it.host? as usize).copied().flatten()?;
                let mut guests = it.guests;
                guests.sort_unstable();
                Some(Meeting { host, guests })
            }));
        }
        Plan { meetings }
    }

    /// A plan as values of all variables, to begin the search with.
    pub(crate) fn values(&self, plan: &Plan) -> Vec<(Variable, f64)> {
        let mut class_of_host = vec![0; self.problem.hosts.len()];
        for (class, its) in self.classes.classes.iter().enumerate() {
            for host in &its.hosts {
                if let Some(it) = class_of_host.get_mut(*host as usize) {
                    *it = class;
                }
            }
        }
        let mut group_of = vec![None; self.problem.parties as usize];
        for (index, group) in self.classes.groups.iter().enumerate() {
            for member in &group.members {
                if let Some(it) = group_of.get_mut(*member as usize) {
                    *it = Some(index);
                }
            }
        }
        let mut values = vec![0.0; self.variables];
        let mut add = |variable: Option<&Variable>| {
            if let Some(it) = variable.and_then(|it| values.get_mut(it.idx())) {
                *it += 1.0;
            }
        };
        let of =
            |party: u32| group_of.get(party as usize).copied().flatten().and_then(|it| self.columns.get(it));
        let mut held = vec![0; self.meetings.len()];
        for meeting in &plan.meetings {
            let class = class_of_host.get(meeting.host as usize).copied().unwrap_or(0);
            let Some(at) = held.get_mut(class) else { continue };
            add(self.meetings.get(class));
            add(self.held.get(class).and_then(|it| it.get(*at)));
            let host = self.problem.hosts.get(meeting.host as usize).and_then(|it| of(it.party));
            add(host.and_then(|it| it.hosts.as_ref()));
            add(host.and_then(|it| it.hosts_by_meeting.get(*at)));
            for guest in &meeting.guests {
                let guests = of(*guest).and_then(|it| it.guests.iter().find(|it| it.class == class));
                add(guests.map(|it| &it.number));
                add(guests.and_then(|it| it.by_meeting.get(*at)));
            }
            *at += 1;
        }
        let parties = plan.parties(self.problem);
        for party in &parties {
            add(of(*party).and_then(|it| it.present.as_ref()));
        }
        let covers = |target: u32| {
            let target = self.problem.targets.get(target as usize);
            target.is_some_and(|it| it.parties.iter().any(|it| parties.binary_search(it).is_ok()))
        };
        for (target, variable) in &self.covered {
            if let Some(it) = values.get_mut(variable.idx()) {
                *it = f64::from(u8::from(covers(*target)));
            }
        }
        let all = self.all_variables();
        all.into_iter().filter_map(|it| Some((it, *values.get(it.idx())?))).collect()
    }

    fn all_variables(&self) -> Vec<Variable> {
        let mut all: Vec<Variable> = self.meetings.clone();
        all.extend(self.held.iter().flatten());
        for columns in &self.columns {
            all.extend(columns.hosts);
            all.extend(&columns.hosts_by_meeting);
            all.extend(columns.guests.iter().flat_map(|it| it.by_meeting.iter().chain([&it.number])));
            all.extend(columns.present);
        }
        all.extend(self.covered.iter().map(|it| it.1));
        all.sort_by_key(|it| it.idx());
        all.dedup_by_key(|it| it.idx());
        all
    }

    /// For each party, its position among the hosts.
    fn host_positions(&self) -> Vec<Option<u32>> {
        let mut positions = vec![None; self.problem.parties as usize];
        for (index, host) in (0u32..).zip(&self.problem.hosts) {
            if let Some(it) = positions.get_mut(host.party as usize) {
                *it = Some(index);
            }
        }
        positions
    }
}

fn mark(used: &mut [bool], party: u32) {
    if let Some(it) = used.get_mut(party as usize) {
        *it = true;
    }
}

fn is_marked(used: &[bool], party: u32) -> bool {
    used.get(party as usize) == Some(&true)
}
