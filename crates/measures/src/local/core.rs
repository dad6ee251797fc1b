//! Cores: how deep in the network's dense part a node lies, and how well "core and periphery" describes the whole.
//!
//! # Definition
//! The k-core is the largest part in which every node has at least `k` neighbours within the part; the core number of a
//! node is the greatest `k` whose core it belongs to, 0 for an isolate. Weights are not looked at.
//!
//! # Source
//! S. B. Seidman, Social Networks 5, 269, 1983, doi:10.1016/0378-8733(83)90028-X. The method is that of V. Batagelj,
//! M. Zaveršnik, Adv. Data Anal. Classif. 5, 129, 2011, doi:10.1007/s11634-010-0079-y. Ideal patterns: S. P. Borgatti,
//! M. G. Everett, Social Networks 21, 375, 2000, doi:10.1016/S0378-8733(99)00019-2.
//!
//! # Cost
//! Time O(n + m), memory O(n).
//!
//! # Checked against
//! Hand-made networks, and taking nodes away one by one in the tests.

use crate::error::MeasureError;
use crate::graph::Graph;
use crate::interrupt::Interrupt;

/// How many nodes are handled between two looks at the interrupt.
const NODES: usize = 1 << 12;

/// The core number of every node, from 0 to n − 1.
///
/// # Errors
/// [`MeasureError::Interrupted`].
pub fn core_numbers(graph: &Graph, interrupt: &Interrupt) -> Result<Vec<u32>, MeasureError> {
    let nodes = graph.nodes();
    let mut left: Vec<u32> = (0..nodes).map(|it| graph.degree(it) as u32).collect();
    // Nodes in order of the neighbours they have left, with the place where each number of them begins.
    let most = left.iter().max().map_or(0, |it| *it as usize);
    let mut begins = vec![0_usize; most + 2];
    for degree in &left {
        begins[*degree as usize + 1] += 1;
    }
    for degree in 0..=most {
        begins[degree + 1] += begins[degree];
    }
    let mut ends = begins.clone();
    let mut order = vec![0_u32; nodes];
    let mut places = vec![0_usize; nodes];
    for (node, degree) in (0_u32..).zip(&left) {
        let end = &mut ends[*degree as usize];
        order[*end] = node;
        places[node as usize] = *end;
        *end += 1;
    }
    for at in 0..nodes {
        if at.is_multiple_of(NODES) {
            interrupt.check()?;
        }
        let node = order[at] as usize;
        for other in graph.neighbours(node) {
            let other = *other as usize;
            let degree = left[other] as usize;
            if degree <= left[node] as usize {
                continue;
            }
            // It moves to the front of those with as many, which then begin one later.
            let front = begins[degree].max(at + 1);
            let (place, first) = (places[other], order[front] as usize);
            order.swap(place, front);
            places[first] = place;
            places[other] = front;
            begins[degree] = front + 1;
            left[other] -= 1;
        }
    }
    Ok(left)
}

/// One k-core.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CoreShell {
    /// The least number of neighbours within the core.
    pub k: u32,
    /// The nodes with this very core number.
    pub shell: usize,
    /// The nodes of the k-core.
    pub nodes: usize,
    /// The ties within the k-core.
    pub ties: usize,
    /// Ties within the k-core over pairs of its nodes, 0 to 1; none for fewer than two nodes.
    pub density: Option<f64>,
    /// How well ties agree with the pattern "two are tied when one of them is in the k-core": Pearson's correlation over
    /// all pairs of nodes, −1 to 1 (Borgatti and Everett's equation 2). None when the network has no ties or all, or the
    /// pattern does.
    pub correlation: Option<f64>,
    /// The same for the pattern "two are tied when both are in the k-core" (their equation 3).
    pub correlation_core_only: Option<f64>,
}

/// The cores `k = 1, 2, …` up to the greatest core number, each within the one before; empty without ties. The core that
/// describes the network best is [`best`].
///
/// # Errors
/// [`MeasureError::Interrupted`].
pub fn profile(graph: &Graph, interrupt: &Interrupt) -> Result<Vec<CoreShell>, MeasureError> {
    let cores = core_numbers(graph, interrupt)?;
    let most = cores.iter().max().map_or(0, |it| *it as usize);
    let mut shells = vec![0_usize; most + 2];
    for core in &cores {
        shells[*core as usize] += 1;
    }
    // Ties by the lesser and by the greater core number of their ends.
    let mut within = vec![0_usize; most + 2];
    let mut touching = vec![0_usize; most + 2];
    for a in 0..graph.nodes() {
        if a.is_multiple_of(NODES) {
            interrupt.check()?;
        }
        for b in graph.neighbours(a).iter().filter(|it| **it as usize > a) {
            let (one, other) = (cores[a] as usize, cores[*b as usize] as usize);
            within[one.min(other)] += 1;
            touching[one.max(other)] += 1;
        }
    }
    let pairs = pairs(graph.nodes());
    let (mut nodes, mut ties, mut touched) = (0, 0, 0);
    let mut profile = Vec::with_capacity(most);
    for k in (1..=most).rev() {
        nodes += shells[k];
        ties += within[k];
        touched += touching[k];
        let inside = self::pairs(nodes);
        let either = pairs - self::pairs(graph.nodes() - nodes);
        profile.push(CoreShell {
            k: k as u32,
            shell: shells[k],
            nodes,
            ties,
            density: (inside > 0).then(|| ties as f64 / inside as f64),
            correlation: correlation(pairs, graph.ties(), either, touched),
            correlation_core_only: correlation(pairs, graph.ties(), inside, ties),
        });
    }
    profile.reverse();
    Ok(profile)
}

/// The core whose ideal pattern agrees best with the ties (the greatest [`CoreShell::correlation`], the smallest `k` of
/// equals); none when no correlation is defined.
#[must_use]
pub fn best(profile: &[CoreShell]) -> Option<&CoreShell> {
    let mut best: Option<&CoreShell> = None;
    for shell in profile.iter().filter(|it| it.correlation.is_some()) {
        if best.is_none_or(|it| shell.correlation > it.correlation) {
            best = Some(shell);
        }
    }
    best
}

fn pairs(nodes: usize) -> i128 {
    let nodes = nodes as i128;
    nodes * (nodes - 1) / 2
}

/// Pearson's correlation of two properties of pairs, of which `ties` have the one, `pattern` the other and `both` both.
fn correlation(pairs: i128, ties: usize, pattern: i128, both: usize) -> Option<f64> {
    let (ties, both) = (ties as i128, both as i128);
    let spread = |it: i128| it as f64 * (pairs - it) as f64;
    let product = spread(ties).sqrt() * spread(pattern).sqrt();
    (product > 0.0).then(|| ((pairs * both - ties * pattern) as f64 / product).clamp(-1.0, 1.0))
}
