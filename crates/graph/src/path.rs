//! Paths: through whom two institutions are connected, and who could introduce one to the other.
//!
//! # Question
//! How far is it from one institution to another, by which ties and on what evidence; who knows both?
//!
//! # Definition
//! A path is a sequence of ties without a repeated institution. Its length is the number of ties, or the sum of their
//! lengths: `1/w` when weights are strengths, `w` when they are distances (the caller says which, there is no default).
//! Lengths are compared exactly. Alternatives are the next shortest paths, in order of length, then ties, then the
//! positions of the institutions on the way. An *introducer* is tied to both; the better tied to the less known of the
//! two, the higher it ranks (see [`measures::paths::introducers`]).
//!
//! # Source
//! E. W. Dijkstra, Numer. Math. 1, 1959, doi:10.1007/BF01386390; J. Y. Yen, Manage. Sci. 17(11), 1971,
//! doi:10.1287/mnsc.17.11.712; `1/w`: M. E. J. Newman, Phys. Rev. E 64, 016132, 2001, doi:10.1103/PhysRevE.64.016132.
//!
//! # Limits
//! A path of recorded ties is no introduction that was made, and where none is found none is recorded.
//!
//! # Cost
//! O(k · n · (m + n log n)) at worst for `k` alternatives, at most [`ALTERNATIVES_MAX`].
//!
//! # Determinism
//! Exact; total order.
//!
//! # Checked against
//! igraph and NetworkX by the reference values of the crate `measures`; hand-made networks.

use measures::{Interrupt, WeightSemantics};

use crate::network::Position;
use crate::receipt::Receipt;
use crate::refusal::Refusal;
use crate::tie::Ties;

/// The most paths that are looked for.
pub const ALTERNATIVES_MAX: usize = 20;

/// One step of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hop {
    /// From which institution.
    pub from: Position,
    /// To which.
    pub to: Position,
    /// By which tie, as an index among [`Ties::ties`].
    pub tie: usize,
}

/// A path between two institutions.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// The steps, in order; at least one.
    pub hops: Vec<Hop>,
    /// The length, in ties or in the unit of the weights.
    pub length: f64,
}

/// An institution that is tied to both.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Introducer {
    /// The institution.
    pub institution: Position,
    /// Its tie with the one who looks for an introduction, as an index among [`Ties::ties`].
    pub tie_from: usize,
    /// Its tie with the other.
    pub tie_to: usize,
    /// What it is ranked by; positive.
    pub score: f64,
}

/// What is found between two institutions.
#[derive(Debug, Clone, PartialEq)]
pub struct Paths {
    /// The beginning, rolled up.
    pub from: Position,
    /// The end, rolled up.
    pub to: Position,
    /// How weights were read.
    pub semantics: WeightSemantics,
    /// The paths, shortest first; empty when the two are not connected.
    pub paths: Vec<Path>,
    /// Who is tied to both, best first.
    pub introducers: Vec<Introducer>,
    /// Why there is no path, in English words; none when there is one.
    pub note: Option<&'static str>,
    /// How it came about.
    pub receipt: Receipt,
}

impl Paths {
    /// Looks for the shortest path between two different institutions, and the next `alternatives − 1`.
    ///
    /// # Errors
    /// [`Refusal::Parameter`] for equal ends or a number of paths out of range; [`Refusal::Interrupted`].
    pub fn between(
        ties: &Ties,
        (from, to): (Position, Position),
        semantics: WeightSemantics,
        alternatives: usize,
        interrupt: &Interrupt,
    ) -> Result<Self, Refusal> {
        if from == to {
            return Err(Refusal::Parameter {
                name: "to",
                problem: "must be another institution than `from`, and not its unit",
            });
        }
        if !(1..=ALTERNATIVES_MAX).contains(&alternatives) {
            return Err(Refusal::Parameter { name: "alternatives", problem: "must be from 1 to 20" });
        }
        let mut receipt = ties.receipt().followed_by("path", "1");
        receipt.parameter("path.weightSemantics", crate::weights::name(semantics));
        receipt.parameter("path.lengths", crate::weights::lengths(semantics));
        receipt.parameter("path.alternatives", alternatives);
        let mut found =
            Self { from, to, semantics, paths: Vec::new(), introducers: Vec::new(), note: None, receipt };
        let (Some(start), Some(end)) = (ties.index_of(from), ties.index_of(to)) else {
            found.note = Some(if [from, to].iter().any(|it| ties.removed().binary_search(it).is_ok()) {
                "one of the two was taken out by the rule"
            } else {
                "one of the two is not among the institutions involved in the view"
            });
            return Ok(found);
        };
        let graph = ties.graph();
        let (start, end) = (start as u32, end as u32);
        let shortest =
            measures::paths::shortest::k_shortest(graph, semantics, start, end, alternatives, interrupt)?;
        found.paths = shortest.iter().filter_map(|it| path(ties, &it.nodes, it.length)).collect();
        found.introducers = measures::paths::introducers::introducers(graph, start, end)?
            .into_iter()
            .filter_map(|it| {
                let institution = *ties.nodes().get(it.node as usize)?;
                Some(Introducer {
                    institution,
                    tie_from: ties.index_between(from, institution)?,
                    tie_to: ties.index_between(institution, to)?,
                    score: it.score,
                })
            })
            .collect();
        if found.paths.is_empty() {
            found.note = Some("the two are in different components: no path of recorded ties joins them");
        }
        found.receipt.count("paths", found.paths.len());
        found.receipt.count("introducers", found.introducers.len());
        Ok(found)
    }
}

fn path(ties: &Ties, nodes: &[u32], length: f64) -> Option<Path> {
    let at = |node: u32| ties.nodes().get(node as usize).copied();
    let hops = nodes.windows(2).map(|ends| {
        let (from, to) = (at(*ends.first()?)?, at(*ends.last()?)?);
        Some(Hop { from, to, tie: ties.index_between(from, to)? })
    });
    Some(Path { hops: hops.collect::<Option<_>>()?, length })
}
