//! Refinement: inside each community, nodes start alone and merge at random into well connected groups.

use std::ops::Range;

use rayon::prelude::*;

use super::rows::{Level, Members, Rows, Sums, number_anew};
use crate::error::MeasureError;
use crate::random::Random;

/// How many nodes are visited between two looks at the interrupt.
const VISITS: usize = 256;

/// What is known of the groups of the communities being refined; a group has the number of the node it began with.
struct Groups {
    /// The group of each node of the community that is being refined; the number of nodes for all others.
    of: Vec<u32>,
    mass: Vec<f64>,
    /// The weight of the ties from the group to the rest of its community.
    outside: Vec<f64>,
    /// The number of nodes in it.
    sizes: Vec<u32>,
    sums: Sums,
    chances: Vec<(u32, f64)>,
}

/// Groups of nodes inside the communities: group of each node and number of groups. Groups are connected, and those of a
/// community are numbered one after another.
pub(super) fn refine<R: Rows>(
    level: &Level<'_, R>,
    of: &[u32],
    members: &Members,
    seed: u64,
) -> Result<(Vec<u32>, usize), MeasureError> {
    let nodes = level.rows.nodes();
    let lists: Vec<Vec<u32>> = members
        .runs(level.rows)
        .into_par_iter()
        .map(|run: Range<usize>| {
            let mut groups = Groups::new(nodes);
            let mut list = Vec::with_capacity(members.starts[run.end] - members.starts[run.start]);
            for community in run {
                let inside = members.of(community);
                groups.begin(level, of, inside)?;
                groups.merge_nodes(level, inside, &mut Random::stream(seed, community as u64))?;
                for node in inside {
                    list.push(std::mem::replace(&mut groups.of[*node as usize], nodes as u32));
                }
            }
            Ok(list)
        })
        .collect::<Result<_, MeasureError>>()?;
    let mut sorted = lists.concat();
    let count = number_anew(&mut sorted, nodes);
    let mut groups = vec![0; nodes];
    for (node, group) in members.nodes.iter().zip(sorted) {
        groups[*node as usize] = group;
    }
    Ok((groups, count))
}

impl Groups {
    fn new(nodes: usize) -> Self {
        Self {
            of: vec![nodes as u32; nodes],
            mass: vec![0.0; nodes],
            outside: vec![0.0; nodes],
            sizes: vec![0; nodes],
            sums: Sums::new(nodes + 1),
            chances: Vec::new(),
        }
    }

    /// Makes every node of a community a group of its own.
    fn begin<R: Rows>(
        &mut self,
        level: &Level<'_, R>,
        of: &[u32],
        inside: &[u32],
    ) -> Result<(), MeasureError> {
        for (visit, node) in inside.iter().enumerate() {
            if visit.is_multiple_of(VISITS) {
                level.interrupt.check()?;
            }
            let at = *node as usize;
            let mut outside = 0.0;
            if inside.len() > 1 {
                let here = of[at];
                level
                    .rows
                    .row(at)
                    .each(|other, weight| outside += if of[other] == here { weight } else { 0.0 });
            }
            self.of[at] = *node;
            self.mass[at] = level.mass[at];
            self.outside[at] = outside;
            self.sizes[at] = 1;
        }
        Ok(())
    }

    /// Lets the well connected nodes of a community, in an order drawn at random, join groups.
    fn merge_nodes<R: Rows>(
        &mut self,
        level: &Level<'_, R>,
        inside: &[u32],
        random: &mut Random,
    ) -> Result<(), MeasureError> {
        let objective = level.objective;
        let elsewhere = level.rows.nodes() as u32;
        let total: f64 = inside.iter().map(|it| level.mass[*it as usize]).sum();
        let is_connected = |outside: f64, mass: f64| {
            outside >= objective.coefficient * mass * (total - mass) - objective.tolerance(mass)
        };
        let mut order: Vec<u32> = inside.to_vec();
        order.retain(|it| is_connected(self.outside[*it as usize], self.mass[*it as usize]));
        random.shuffle(&mut order);
        for (visit, node) in order.into_iter().enumerate() {
            if visit.is_multiple_of(VISITS) {
                level.interrupt.check()?;
            }
            let at = node as usize;
            // Gone to another group, or joined by others.
            if self.sizes[at] != 1 {
                continue;
            }
            let groups = &self.of;
            self.sums.add_row(level.rows.row(at), |other| groups[other]);
            let pull = objective.coefficient * self.mass[at];
            self.chances.clear();
            for group in self.sums.keys().iter().filter(|it| **it != elsewhere) {
                let to = *group as usize;
                let gain = self.sums.of(*group) - pull * self.mass[to];
                if gain >= 0.0 && is_connected(self.outside[to], self.mass[to]) {
                    self.chances.push((*group, gain));
                }
            }
            if let Some(group) = draw(&mut self.chances, objective.randomness, random) {
                let to = group as usize;
                self.of[at] = group;
                self.outside[to] += self.outside[at] - 2.0 * self.sums.of(group);
                self.mass[to] += self.mass[at];
                self.sizes[to] += 1;
                self.sizes[at] = 0;
            }
            self.sums.clear();
        }
        Ok(())
    }
}

/// Draws a group, each with a chance that grows with the exponential of what it gains over the randomness; none, to stay
/// alone, counts as a gain of zero.
fn draw(chances: &mut [(u32, f64)], randomness: f64, random: &mut Random) -> Option<u32> {
    // Beyond this, a chance is less than 10⁻¹⁷.
    const HOPELESS: f64 = -40.0;
    let most = chances.iter().map(|it| it.1).fold(0.0, f64::max);
    let chance = |gain: f64| {
        let exponent = (gain - most) / randomness;
        if exponent < HOPELESS { 0.0 } else { exponent.exp() }
    };
    let mut sum = chance(0.0);
    for (_, gain) in chances.iter_mut() {
        *gain = chance(*gain);
        sum += *gain;
    }
    let mut left = random.unit() * sum;
    for (group, chance) in chances.iter() {
        if left < *chance {
            return Some(*group);
        }
        left -= chance;
    }
    None
}
