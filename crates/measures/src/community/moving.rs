//! Fast local moving: nodes go to the community where they add most, until none can add anything.

use std::collections::VecDeque;

use rayon::prelude::*;

use super::rows::{Level, Rows, Sums};
use crate::error::MeasureError;
use crate::random::Random;

/// How many nodes are visited between two looks at the interrupt.
const VISITS: usize = 256;

/// The communities of nodes while these move.
struct Communities {
    of: Vec<u32>,
    mass: Vec<f64>,
    sizes: Vec<u32>,
    vacant: Vec<u32>,
}

/// A move that adds to the quality.
struct Move {
    /// Where to; none for a community of its own.
    to: Option<u32>,
    gain: f64,
}

/// Moves nodes from where they are (`of`, numbers below the number of nodes) until no single move of a visited node adds
/// to the quality. Returns what all moves added, in weight.
pub(super) fn move_nodes<R: Rows>(
    level: &Level<'_, R>,
    of: &mut Vec<u32>,
    random: &mut Random,
) -> Result<f64, MeasureError> {
    let rows = level.rows;
    let nodes = rows.nodes();
    let mut communities = Communities::new(std::mem::take(of), level.mass);
    let mut first: Vec<u32> = if communities.vacant.is_empty() {
        (0..nodes as u32).filter(|it| !rows.row(*it as usize).neighbours.is_empty()).collect()
    } else {
        willing(level, &communities)?
    };
    random.shuffle(&mut first);
    let mut is_queued = vec![false; nodes];
    for node in &first {
        is_queued[*node as usize] = true;
    }
    let mut queue = VecDeque::from(first);
    let mut sums = Sums::new(nodes);
    let mut gained = 0.0;
    let mut visits = 0_usize;
    while let Some(node) = queue.pop_front() {
        if visits.is_multiple_of(VISITS) {
            level.interrupt.check()?;
        }
        visits += 1;
        let node = node as usize;
        is_queued[node] = false;
        let one_of = |equals: u64| random.below(equals) == 0;
        let Some(found) = communities.best(level, node, &mut sums, one_of) else { continue };
        gained += found.gain;
        let Some(to) = communities.shift(node, level.mass[node], found.to) else { continue };
        rows.row(node).each(|other, _| {
            if communities.of[other] != to && !is_queued[other] {
                is_queued[other] = true;
                queue.push_back(other as u32);
            }
        });
    }
    *of = communities.of;
    Ok(gained)
}

/// The nodes that add something by a move as things stand, ascending.
fn willing<R: Rows>(level: &Level<'_, R>, communities: &Communities) -> Result<Vec<u32>, MeasureError> {
    const NODES: usize = 512;
    let rows = level.rows;
    let starts: Vec<usize> = (0..rows.nodes()).step_by(NODES).collect();
    let lists: Vec<Vec<u32>> = starts
        .into_par_iter()
        .map_init(
            || Sums::new(rows.nodes()),
            |sums, start| {
                level.interrupt.check()?;
                let end = (start + NODES).min(rows.nodes());
                let moves = |node: &usize| communities.best(level, *node, sums, |_| false).is_some();
                Ok((start..end).filter(moves).map(|it| it as u32).collect())
            },
        )
        .collect::<Result<_, MeasureError>>()?;
    Ok(lists.concat())
}

impl Communities {
    fn new(of: Vec<u32>, mass: &[f64]) -> Self {
        let mut masses = vec![0.0; of.len()];
        let mut sizes = vec![0; of.len()];
        for (community, mass) in of.iter().zip(mass) {
            masses[*community as usize] += mass;
            sizes[*community as usize] += 1;
        }
        let vacant = (0..of.len() as u32).rev().filter(|it| sizes[*it as usize] == 0).collect();
        Self { of, mass: masses, sizes, vacant }
    }

    /// The best move of a node; none when it stays. Of several as good, the one for which `one_of`, asked with how many
    /// there are so far, last said yes.
    #[inline]
    fn best<R: Rows>(
        &self,
        level: &Level<'_, R>,
        node: usize,
        sums: &mut Sums,
        mut one_of: impl FnMut(u64) -> bool,
    ) -> Option<Move> {
        let mass = level.mass[node];
        sums.add_row(level.rows.row(node), |other| self.of[other]);
        let here = self.of[node];
        let pull = level.objective.coefficient * mass;
        let tolerance = level.objective.tolerance(mass);
        let stay = sums.of(here) - pull * (self.mass[here as usize] - mass);
        let least = stay + tolerance;
        let (mut to, mut most, mut equals) = (None, least, 0);
        for there in sums.keys() {
            let value = sums.of(*there) - pull * self.mass[*there as usize];
            if value > most && *there != here {
                (to, most, equals) = (Some(*there), value + tolerance, 1);
            } else if equals > 0 && value > least.max(most - 2.0 * tolerance) && *there != here {
                equals += 1;
                if one_of(equals) {
                    to = Some(*there);
                }
            }
        }
        sums.clear();
        if most <= 0.0 && self.sizes[here as usize] > 1 && stay < -tolerance {
            return Some(Move { to: None, gain: -stay });
        }
        to.map(|it| Move { to: Some(it), gain: most - tolerance - stay })
    }

    /// Moves a node and returns where it is now; none when there is no empty community for it.
    fn shift(&mut self, node: usize, mass: f64, to: Option<u32>) -> Option<u32> {
        let to = match to {
            Some(it) => it,
            None => self.vacant.pop()?,
        };
        let from = self.of[node];
        self.of[node] = to;
        self.mass[from as usize] -= mass;
        self.sizes[from as usize] -= 1;
        self.mass[to as usize] += mass;
        self.sizes[to as usize] += 1;
        if self.sizes[from as usize] == 0 {
            self.mass[from as usize] = 0.0;
            self.vacant.push(from);
        }
        Some(to)
    }
}
