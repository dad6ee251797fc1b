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
/// Gains that differ by less than 10⁻¹² of what is at stake count as equal, so that rounding decides nothing. Refinement
/// draws with θ = 0.01 of the mean weight of a tie.
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
        while rule.iterations.is_none_or(|it| iterations < it) {
            let gained = search.iterate(&mut of, &mut random, interrupt)?;
            iterations += 1;
            if gained <= search.enough {
                break;
            }
        }
    }
    let count = number_anew(&mut of, nodes);
    split_unconnected(&search.flat, &mut of, count);
    let count = number_by_size(&mut of, nodes);
    let quality = match rule.quality {
        _ if graph.ties() == 0 => None,
        Quality::Modularity => super::quality::total_modularity(&search.flat, &of, count, rule.resolution),
        Quality::ConstantPotts => super::quality::potts(&search.flat, &of, count, rule.resolution),
    };
    Ok(Partition { of, count, quality, iterations })
}

/// What stays the same from iteration to iteration.
struct Search<'a> {
    flat: Flat<'a>,
    mass: Vec<f64>,
    objective: Objective,
    /// An iteration that adds no more than this, in weight, adds nothing.
    enough: f64,
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
        Ok(Self { flat, mass, objective, enough: 1e-10 * total })
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
