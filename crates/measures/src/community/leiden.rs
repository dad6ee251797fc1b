//! Communities by the Leiden algorithm.
//!
//! # Definition
//! The partition of the nodes that maximises a quality: modularity with resolution γ,
//! `Q = Σ_c [L_c/m − γ (K_c/2m)²]`, or the constant Potts model, `H = Σ_c [L_c − γ n_c (n_c − 1)/2]`; for community `c`
//! with `L_c` the weight of the ties inside, `K_c` the sum of strengths, `n_c` the number of nodes, and `m` the weight of
//! all ties.
//!
//! # Source
//! V. A. Traag, L. Waltman, N. J. van Eck, "From Louvain to Leiden: guaranteeing well-connected communities", Sci. Rep. 9,
//! 5233, 2019, doi:10.1038/s41598-019-41695-z. The constant Potts model: V. A. Traag, P. Van Dooren, Y. Nesterov, Phys.
//! Rev. E 84, 016114, 2011, doi:10.1103/PhysRevE.84.016114.

use rayon::prelude::*;

use super::aggregating::aggregate;
use super::moving::move_nodes;
use super::partition::{Partition, number_by_size, split_unconnected};
use super::refining::refine;
use super::rows::{Coarse, Flat, Level, Members, Rows, number_anew};
use crate::error::MeasureError;
use crate::graph::Graph;
use crate::interrupt::Interrupt;
use crate::random::Random;
use crate::weights::WeightSemantics;

/// The θ of the paper, in mean weights of a tie.
const RANDOMNESS: f64 = 0.01;

/// How often a stable search goes on, at most.
const ROUNDS: usize = 12;

/// How often in turn it comes back to the same quality before it ends.
const RETURNS: u32 = 6;

/// How many ties it may look at for that, counting those of the graph once each time.
const ROUNDS_TIES: usize = 1 << 18;

/// The shares of nodes set alone, in percent, in turn.
const SHARES: [u64; 2] = [10, 30];

/// What a partition into communities maximises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Quality {
    /// More weight inside than expected of nodes of the same strengths.
    Modularity,
    /// More weight inside than the resolution for every pair.
    ConstantPotts,
}

/// How communities are looked for.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LeidenRule {
    /// What is maximised.
    pub quality: Quality,
    /// The resolution γ, 0 or more: the higher, the more and smaller the communities.
    pub resolution: f64,
    /// The seed of all that is drawn at random.
    pub seed: u64,
    /// How many times to go over the graph at most; none: until a whole iteration adds nothing.
    pub iterations: Option<u32>,
    /// What weights mean.
    pub semantics: WeightSemantics,
}

impl Default for LeidenRule {
    /// Modularity at resolution 1, seed 0, until stable, weights as strengths.
    fn default() -> Self {
        Self {
            quality: Quality::Modularity,
            resolution: 1.0,
            seed: 0,
            iterations: None,
            semantics: WeightSemantics::Strength,
        }
    }
}

/// What a move adds, in weight: `w(v, C) − coefficient · mass(v) · mass(C)`.
pub(super) struct Objective {
    pub(super) coefficient: f64,
    /// By how much gains must differ to count as different, beside rounding: for each unit of mass, and in any case.
    slack: (f64, f64),
    /// The θ of the paper, in weight.
    pub(super) randomness: f64,
}

impl Objective {
    /// By how much gains of a node of this mass must differ to count as different.
    #[inline]
    pub(super) fn tolerance(&self, mass: f64) -> f64 {
        self.slack.0 * mass + self.slack.1
    }
}

/// Finds communities.
///
/// Every community is connected, and no two of them would be better merged as far as single groups of nodes can tell
/// (γ-separation, the paper's guarantees). Nodes without ties are communities of their own. The result is the same for the
/// same graph, rule and seed on any number of threads; multiplying all weights by a number changes nothing (for the
/// constant Potts model, when the resolution is multiplied too).
///
/// Gains that differ by less than 10⁻¹² of what is at stake count as equal, so that rounding decides nothing; among equal
/// ones the seed decides. Refinement draws with θ = 0.01 of the mean weight of a tie.
///
/// A search without a limit of iterations goes on when it is stable, in graphs of up to 262,144 ties: nodes drawn at random
/// (a tenth and three tenths of them in turn) are set alone, the search settles again, and what is better is kept; 12 times,
/// or as often as 262,144 holds the number of ties, or until it came back to the same quality six times in turn (iterated local search: H. R. Lourenço, O. C. Martin, T. Stützle, in
/// Handbook of Metaheuristics, 2003, doi:10.1007/0-306-48056-5_11).
///
/// Time O(m) for each pass over the graph, usually a few for each iteration; space O(n + m) beside the graph, less than
/// the graph takes. Checked against the known optimum of small graphs, and in the median over seeds against igraph and
/// leidenalg.
///
/// # Errors
/// [`MeasureError::Parameter`] for a resolution that is negative or not finite, and for weights whose sum is no number;
/// `NeedsStrength` for distances; [`MeasureError::Interrupted`].
pub fn leiden(graph: &Graph, rule: &LeidenRule, interrupt: &Interrupt) -> Result<Partition, MeasureError> {
    let search = Search::new(graph, rule)?;
    let nodes = graph.nodes();
    let mut of: Vec<u32> = (0..nodes as u32).collect();
    let mut iterations = 0;
    if graph.ties() > 0 {
        let mut random = Random::new(rule.seed);
        iterations = search.settle(&mut of, &mut random, interrupt)?;
        if rule.iterations.is_none() {
            iterations += search.go_on(&mut of, &mut random, interrupt)?;
        }
    }
    let count = number_anew(&mut of, nodes);
    split_unconnected(&search.flat, &mut of, count);
    let count = number_by_size(&mut of, nodes);
    let quality = search.quality(&of, count).filter(|_| graph.ties() > 0);
    Ok(Partition { of, count, quality, iterations })
}

/// What stays the same from iteration to iteration.
struct Search<'a> {
    rule: LeidenRule,
    flat: Flat<'a>,
    mass: Vec<f64>,
    objective: Objective,
    /// An iteration that adds no more than this, in weight, adds nothing.
    enough: f64,
    /// The weight that makes a quality of 1.
    unit: f64,
}

impl<'a> Search<'a> {
    fn new(graph: &'a Graph, rule: &LeidenRule) -> Result<Self, MeasureError> {
        let resolution = super::quality::check_resolution(rule.resolution)?;
        let flat = super::quality::flat(graph, rule.semantics)?;
        let strength = |node: usize| {
            let mut sum = 0.0;
            flat.row(node).each(|_, weight| sum += weight);
            sum
        };
        let strengths: Vec<f64> =
            (0..graph.nodes()).into_par_iter().with_min_len(256).map(strength).collect();
        let total: f64 = strengths.iter().sum();
        if graph.ties() > 0 && !(total.is_normal() && (1.0 / total).is_normal()) {
            return Err(MeasureError::Parameter {
                name: "weights",
                problem: "must add up to a number neither too large nor too small",
            });
        }
        let mean = if graph.ties() == 0 { 0.0 } else { total / (2 * graph.ties()) as f64 };
        let (coefficient, mass) = match rule.quality {
            Quality::Modularity if graph.ties() == 0 => (0.0, strengths),
            Quality::Modularity => (resolution / total, strengths),
            Quality::ConstantPotts => (resolution, vec![1.0; graph.nodes()]),
        };
        let all: f64 = mass.iter().sum();
        let slack = (1e-12 * coefficient * all, 1e-12 * mean);
        let objective = Objective { coefficient, slack, randomness: RANDOMNESS * mean };
        let unit = if rule.quality == Quality::Modularity { total } else { 1.0 };
        Ok(Self { rule: *rule, flat, mass, objective, enough: 1e-10 * total, unit })
    }

    /// The quality of communities `0..count`.
    fn quality(&self, of: &[u32], count: usize) -> Option<f64> {
        match self.rule.quality {
            Quality::Modularity => {
                super::quality::total_modularity(&self.flat, of, count, self.rule.resolution)
            }
            Quality::ConstantPotts => super::quality::potts(&self.flat, of, count, self.rule.resolution),
        }
    }

    /// Iterates until an iteration adds nothing or there may be no more. Returns how many there were.
    fn settle(
        &self,
        of: &mut Vec<u32>,
        random: &mut Random,
        interrupt: &Interrupt,
    ) -> Result<u32, MeasureError> {
        let mut iterations = 0;
        while self.rule.iterations.is_none_or(|it| iterations < it) {
            let gained = self.iterate(of, random, interrupt)?;
            iterations += 1;
            if gained <= self.enough {
                break;
            }
        }
        Ok(iterations)
    }

    /// Sets some nodes alone and settles again, keeping what is better. Returns how many iterations there were.
    fn go_on(
        &self,
        of: &mut Vec<u32>,
        random: &mut Random,
        interrupt: &Interrupt,
    ) -> Result<u32, MeasureError> {
        let nodes = of.len();
        let count = number_anew(of, nodes);
        let mut best = self.quality(of, count);
        let (mut iterations, mut returns) = (0, 0);
        let rounds = (ROUNDS_TIES / self.flat.graph.ties()).min(ROUNDS);
        for share in SHARES.into_iter().cycle().take(rounds) {
            let mut other = of.clone();
            set_alone(&mut other, share, random);
            iterations += self.settle(&mut other, random, interrupt)?;
            let count = number_anew(&mut other, nodes);
            let quality = self.quality(&other, count);
            let Some(more) = quality.zip(best).map(|(it, best)| it - best) else { break };
            returns = if more.abs() <= self.enough / self.unit { returns + 1 } else { 0 };
            if returns == RETURNS {
                break;
            }
            if more > self.enough / self.unit {
                (*of, best) = (other, quality);
            }
        }
        Ok(iterations)
    }

    /// Moves, refines and aggregates until nothing is left to aggregate. Returns what it added, in weight.
    fn iterate(
        &self,
        of: &mut Vec<u32>,
        random: &mut Random,
        interrupt: &Interrupt,
    ) -> Result<f64, MeasureError> {
        let objective = &self.objective;
        let level = Level { rows: &self.flat, mass: &self.mass, objective, interrupt };
        let mut gained = move_nodes(&level, of, random)?;
        let Some(mut smaller) = coarsen(&level, of, random)? else { return Ok(gained) };
        // The node of the smaller graph that each node of the graph is in.
        let mut node_of = std::mem::take(&mut smaller.node_of);
        loop {
            let level = Level { rows: &smaller.rows, mass: &smaller.mass, objective, interrupt };
            gained += move_nodes(&level, &mut smaller.of, random)?;
            let Some(next) = coarsen(&level, &mut smaller.of, random)? else { break };
            for node in &mut node_of {
                *node = next.node_of[*node as usize];
            }
            smaller = next;
        }
        of.clear();
        of.extend(node_of.iter().map(|it| smaller.of[*it as usize]));
        Ok(gained)
    }
}

/// Sets nodes drawn at random alone, `percent` of those that are with others. Communities are numbered without gaps.
fn set_alone(of: &mut [u32], percent: u64, random: &mut Random) {
    let mut sizes = vec![0_usize; of.len()];
    let mut next = 0;
    for community in of.iter() {
        sizes[*community as usize] += 1;
        next = next.max(*community + 1);
    }
    for community in of {
        let size = &mut sizes[*community as usize];
        if *size > 1 && random.below(100) < percent {
            *size -= 1;
            *community = next;
            next += 1;
        }
    }
}

/// The graph of the next level.
struct Smaller {
    rows: Coarse,
    mass: Vec<f64>,
    /// The community of each of its nodes, to begin with.
    of: Vec<u32>,
    /// The node that each node of the level before went into.
    node_of: Vec<u32>,
}

/// Refines communities and makes the groups found the nodes of a smaller graph; none when it would not be smaller.
fn coarsen<R: Rows>(
    level: &Level<'_, R>,
    of: &mut Vec<u32>,
    random: &mut Random,
) -> Result<Option<Smaller>, MeasureError> {
    let nodes = level.rows.nodes();
    let communities = number_anew(of, nodes);
    if communities == nodes {
        return Ok(None);
    }
    let members = Members::new(of, communities);
    let (mut node_of, mut count) = refine(level, of, &members, random.bits())?;
    if count == nodes {
        // No two nodes were merged: take the connected parts of the communities instead.
        node_of.clone_from(of);
        count = split_unconnected(level.rows, &mut node_of, communities);
        if count == nodes {
            of.clone_from(&node_of);
            return Ok(None);
        }
    }
    let rows = aggregate(level.rows, &node_of, count, level.interrupt)?;
    let mut smaller = Smaller { rows, mass: vec![0.0; count], of: vec![0; count], node_of };
    for (node, group) in smaller.node_of.iter().enumerate() {
        smaller.mass[*group as usize] += level.mass[node];
        smaller.of[*group as usize] = of[node];
    }
    Ok(Some(smaller))
}
