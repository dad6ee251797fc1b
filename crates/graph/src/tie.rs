//! Ties between institutions, their weight and level: a view of shared occasions and undertakings, made on demand.
//!
//! # Question
//! Who works with whom, how strongly, on what evidence?
//!
//! # Definition
//! `w(i, j) = Σ_e b(e) · 1/(n_e − 1) · r(e) · q(e)` over what `i` and `j` share in the window (questions.md A3):
//! certain occasions that both are involved in, and undertakings (see `sources`). `b` is the base weight of the
//! basis, from the record's tie weights; `n` the greater of the institutions listed and the number declared for that
//! very occasion or collection, so that a mass meeting never makes strong ties; `r` is 1, or `2^(−age/half-life)`;
//! `q` is 1 for what is stated, 0.5 when the involvement of either side is inferred.
//!
//! Levels: L0 common standing membership only; L1 a shared occasion; L2 a joint undertaking (submitted or funded
//! project partnership, action done together, common body) or two distinct shared occasions that are bilateral or
//! small; L3 a common funded project. Of two meetings of which one may be the other, only one counts as distinct.
//! `is_inferred` says that the level would be lower, or the tie gone, without inferred evidence.
//!
//! Nodes are the institutions in scope that are involved in a certain occasion, isolates included; with ties of other
//! origin come their ends, and at level L0 all co-members of standing partnerships. Coordinators (roles LEAD and
//! SECRETARIAT) are removed when the rule says so; an office is not its institution and removes none.
//!
//! # Source
//! M. E. J. Newman, "Scientific collaboration networks. II", Phys. Rev. E 64, 016132, 2001,
//! doi:10.1103/PhysRevE.64.016132, for the factor `1/(n − 1)`.
//!
//! # Limits
//! A tie is recorded evidence, not a judgement of its quality; a missing tie is no record. Meeting kinds in the rule
//! narrow the evidence to occasions of these kinds, which leaves undertakings out. With a half-life, what has no date
//! adds to the level of a tie but not to its weight. A weight counts as reaching the minimum when it is less by at
//! most 1e-12, so that rounding takes no tie away.
//!
//! # Cost
//! Time O(C log C), space O(C) for the C pairs of all shared occasions and undertakings, at most
//! [`CONTRIBUTIONS_MAX`]. Standing partnerships make pairs of their own at level L0 only; above it they add to the
//! weight of pairs that share something else.
//!
//! # Determinism
//! Exact order; weights are sums of sorted terms with Neumaier's correction, so they depend neither on the order of
//! records nor on their keys.
//!
//! # Checked against
//! The answers of the project's analysis of the Lubuskie record (Q39, Q40, Q80); hand-made networks; the properties
//! that relabelling changes nothing but labels, and that an institution without occasions changes no tie.

mod backbone;
mod finding;
mod kept;
mod measured;
mod petgraph;
mod rule;
mod sources;
mod weight;

use std::collections::BTreeSet;

use domain::record::RecordRef;
use domain::vocabulary::TieBasis;
use measures::Graph;

use crate::evidence::Strength;
use crate::network::Position;
use crate::receipt::Receipt;
use crate::refusal::Refusal;
use crate::view::NetworkView;

pub use self::finding::TieFinding;
pub(crate) use self::kept::KeptTies;
pub use self::petgraph::TieEdge;
pub use self::rule::{
    BackboneCorrection, BackboneMethod, BackboneRule, HubPolicy, TieLevel, TieRule, Weighting,
};
use self::sources::{Contribution, Source, Sources};

/// The most pairs of shared occasions and undertakings that one view of ties may have.
pub const CONTRIBUTIONS_MAX: u64 = 20_000_000;

/// How much less than the minimum a weight may be by rounding.
const ROUNDING: f64 = 1e-12;

/// A tie between two institutions.
#[derive(Debug, Clone, PartialEq)]
pub struct Tie {
    /// The institution with the smaller position.
    pub a: Position,
    /// The other.
    pub b: Position,
    /// The weight; positive unless all base weights or recencies are 0.
    pub weight: f64,
    /// The level.
    pub level: TieLevel,
    /// Whether the level rests on inferred evidence.
    pub is_inferred: bool,
    first: usize,
    end: usize,
}

impl Tie {
    /// The other end, seen from one; none when `from` is not an end.
    #[must_use]
    pub fn other(&self, from: Position) -> Option<Position> {
        match from {
            it if it == self.a => Some(self.b),
            it if it == self.b => Some(self.a),
            _ => None,
        }
    }
}

/// One shared occasion or undertaking of a tie.
#[derive(Debug, Clone, PartialEq)]
pub struct TieOccasion {
    /// The meeting, partnership, body or action item.
    pub source: RecordRef,
    /// What it is, for the weight.
    pub basis: TieBasis,
    /// What it adds to the weight.
    pub contribution: f64,
    /// Its size `n`; at least 2.
    pub size: u32,
    /// The weaker of the evidence for the two.
    pub strength: Strength,
}

/// The ties of a view by a rule, as a graph: nodes are institutions, edges are ties.
#[derive(Debug, Clone, PartialEq)]
pub struct Ties {
    rule: TieRule,
    nodes: Vec<Position>,
    removed: Vec<Position>,
    ties: Vec<Tie>,
    touching_removed: Vec<Tie>,
    sources: Vec<Source>,
    contributions: Vec<Contribution>,
    /// Compressed rows of neighbours: those of node `i` are at `starts[i]..starts[i + 1]`.
    starts: Vec<u32>,
    /// Index of the neighbour among the nodes, and of the tie.
    neighbours: Vec<(u32, u32)>,
    graph: Graph,
    receipt: Receipt,
}

impl Ties {
    /// Works out the ties of a view.
    ///
    /// # Errors
    /// [`Refusal::TooLarge`] above [`CONTRIBUTIONS_MAX`]; [`Refusal::NotDefined`] for a half-life or a minimum weight
    /// that is none.
    pub fn new(view: &NetworkView, rule: &TieRule) -> Result<Self, Refusal> {
        rule.check()?;
        let mut receipt = Receipt::new("ties", "1", view);
        rule.tell(&mut receipt);
        let Sources { sources, contributions, co_members } = Sources::gather(view, rule, &mut receipt)?;
        let all = pairs(&sources, &contributions, rule);
        let removed = removed(view, rule);
        let is_removed = |it: Position| removed.binary_search(&it).is_ok();
        let (touching_removed, mut ties): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|it| is_removed(it.a) || is_removed(it.b));
        let mut nodes = view.involved();
        nodes.extend(ties.iter().flat_map(|it| [it.a, it.b]));
        nodes.extend(co_members);
        nodes.sort_unstable();
        nodes.dedup();
        nodes.retain(|it| !is_removed(*it));
        let undertaken = |it: &Tie| {
            let shared = contributions.get(it.first..it.end).unwrap_or_default().iter();
            shared.filter_map(|it| sources.get(it.source as usize)).any(|it| !it.is_occasion)
        };
        ties = backbone::keep(view, rule, &nodes, ties, undertaken, &mut receipt)?;
        receipt.count("institutions", nodes.len());
        receipt.count("ties", ties.len());
        receipt.count("tiesBeforeHubRemoval", ties.len() + touching_removed.len());
        receipt.count("occasionsAndUndertakings", sources.len());
        let references = removed.iter().filter_map(|it| view.network().at(*it)).map(|it| it.key.reference());
        receipt.exclude(crate::Exclusion::of(
            crate::ExclusionReason::HubRemoved,
            "coordinates the partnership or was named, so it was taken out with its ties",
            references.collect(),
        ));
        let (starts, neighbours) = adjacency(&nodes, &ties);
        let graph = measured::graph(&nodes, &ties)?;
        if graph.ties() < ties.len() {
            receipt.count("tiesWithoutWeight", ties.len() - graph.ties());
        }
        let rule = rule.clone();
        Ok(Self {
            rule,
            nodes,
            removed,
            ties,
            touching_removed,
            sources,
            contributions,
            starts,
            neighbours,
            graph,
            receipt,
        })
    }

    /// The rule.
    #[must_use]
    pub fn rule(&self) -> &TieRule {
        &self.rule
    }

    /// The institutions, in order of position, isolates included.
    #[must_use]
    pub fn nodes(&self) -> &[Position] {
        &self.nodes
    }

    /// The coordinators that were taken out, in order of position, whether they had ties or not.
    #[must_use]
    pub fn removed(&self) -> &[Position] {
        &self.removed
    }

    /// The ties, in order of their ends.
    #[must_use]
    pub fn ties(&self) -> &[Tie] {
        &self.ties
    }

    /// The ties that the rule would have taken in, but for an end that was taken out.
    #[must_use]
    pub fn touching_removed(&self) -> &[Tie] {
        &self.touching_removed
    }

    /// The graph that measures are taken of: its nodes are indices among [`Ties::nodes`]. Ties that weigh nothing are
    /// left out of it; the receipt counts them.
    #[must_use]
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// How the ties came about.
    #[must_use]
    pub fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    /// The tie between two institutions; none when the rule takes in none.
    #[must_use]
    pub fn between(&self, one: Position, other: Position) -> Option<&Tie> {
        let pair = (one.min(other), one.max(other));
        self.ties.binary_search_by_key(&pair, |it| (it.a, it.b)).ok().and_then(|it| self.ties.get(it))
    }

    /// The index among [`Ties::ties`] of the tie between two institutions; none when the rule takes in none.
    #[must_use]
    pub fn index_between(&self, one: Position, other: Position) -> Option<usize> {
        let pair = (one.min(other), one.max(other));
        self.ties.binary_search_by_key(&pair, |it| (it.a, it.b)).ok()
    }

    /// The different kinds (bases) of what the two ends of a tie share, in order; at least one.
    #[must_use]
    pub fn kinds(&self, tie: &Tie) -> Vec<TieBasis> {
        let kinds: BTreeSet<_> = self.occasions(tie).map(|it| it.basis).collect();
        kinds.into_iter().collect()
    }

    /// The ties of an institution, in order of the other end.
    pub fn of(&self, institution: Position) -> impl Iterator<Item = &Tie> {
        let row = self.index_of(institution).map_or(&[][..], |it| self.row(it));
        row.iter().filter_map(|(_, tie)| self.ties.get(*tie as usize))
    }

    /// The number of ties of an institution.
    #[must_use]
    pub fn degree(&self, institution: Position) -> usize {
        self.index_of(institution).map_or(0, |it| self.row(it).len())
    }

    /// The index of an institution among the nodes; none when it is not among them.
    #[must_use]
    pub fn index_of(&self, institution: Position) -> Option<usize> {
        self.nodes.binary_search(&institution).ok()
    }

    /// What the ties may rest on beside occasions: partnerships, bodies and action items, each once, in order.
    #[must_use]
    pub fn undertakings(&self) -> Vec<RecordRef> {
        let undertakings = self.sources.iter().filter(|it| !it.is_occasion).map(|it| it.record.clone());
        undertakings.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The evidence of a tie: shared occasions and undertakings, meetings first, in order of keys.
    pub fn occasions(&self, tie: &Tie) -> impl Iterator<Item = TieOccasion> {
        let list = self.contributions.get(tie.first..tie.end).unwrap_or_default();
        list.iter().filter_map(|it| {
            let source = self.sources.get(it.source as usize)?;
            Some(TieOccasion {
                source: source.record.clone(),
                basis: source.basis,
                contribution: source.contribution(it.strength),
                size: source.size,
                strength: it.strength,
            })
        })
    }

    /// The most recent occasion that the ends of a tie share, by its latest possible day, the first of several; none when
    /// they share no occasion with a date.
    #[must_use]
    pub fn most_recent(&self, tie: &Tie) -> Option<&RecordRef> {
        let shared = self.contributions.get(tie.first..tie.end).unwrap_or_default().iter();
        let occasions =
            shared.filter_map(|it| self.sources.get(it.source as usize)).filter(|it| it.is_occasion);
        let dated = occasions.filter_map(|it| Some((it.latest?, it)));
        dated.reduce(|best, it| if best.0 < it.0 { it } else { best }).map(|it| &it.1.record)
    }

    fn row(&self, index: usize) -> &[(u32, u32)] {
        let at = |it: usize| self.starts.get(it).copied().unwrap_or_default() as usize;
        self.neighbours.get(at(index)..at(index + 1)).unwrap_or_default()
    }
}

/// The institutions that the rule takes out, in order: coordinators, by their role on the basis at the end of the window,
/// and those that it names.
fn removed(view: &NetworkView, rule: &TieRule) -> Vec<Position> {
    use domain::partnership::PartnershipRole::{Lead, Secretariat};
    let mut removed = match rule.hubs {
        HubPolicy::Keep => Vec::new(),
        HubPolicy::RemoveCoordinators => {
            view.parties_in_role(rule.partnership.as_ref(), &[Lead, Secretariat])
        }
    };
    let network = view.network();
    let named = rule.without.iter().filter_map(|it| network.position_of(it));
    removed.extend(named.map(|it| network.rolled_up(it)));
    removed.sort_unstable();
    removed.dedup();
    removed
}

/// Makes the ties that the rule takes in from the contributions, which are in order of pairs.
fn pairs(sources: &[Source], contributions: &[Contribution], rule: &TieRule) -> Vec<Tie> {
    let mut ties = Vec::new();
    let mut terms = Vec::new();
    let mut first = 0;
    for shared in contributions.chunk_by(|x, y| (x.a, x.b) == (y.a, y.b)) {
        let end = first + shared.len();
        let known = || shared.iter().filter_map(|it| Some((sources.get(it.source as usize)?, it.strength)));
        terms.clear();
        terms.extend(known().map(|(source, strength)| source.contribution(strength)));
        let weight = sum(&mut terms);
        let level = level(known().map(|it| it.0));
        let stated = self::level(known().filter(|it| it.1 != Strength::Inferred).map(|it| it.0));
        if let (Some(level), Some(pair)) = (level, shared.first())
            && rule.min_level <= level
            && rule.min_weight <= weight + ROUNDING
            && (rule.min_kinds < 2 || rule.min_kinds <= kinds(known().map(|it| it.0)))
        {
            let is_inferred = stated.is_none_or(|it| it < level);
            ties.push(Tie { a: pair.a, b: pair.b, weight, level, is_inferred, first, end });
        }
        first = end;
    }
    ties
}

/// How many different kinds there are among shared occasions and undertakings.
fn kinds<'a>(shared: impl Iterator<Item = &'a Source>) -> usize {
    shared.map(|it| it.basis).collect::<BTreeSet<_>>().len()
}

/// The level that shared occasions and undertakings make; none when there are none.
fn level<'a>(shared: impl Iterator<Item = &'a Source>) -> Option<TieLevel> {
    let mut level = None;
    let mut direct: Option<u32> = None;
    for source in shared {
        let reached = match source.basis {
            _ if source.is_direct => match direct {
                Some(known) if known != source.distinct => TieLevel::L2,
                _ => {
                    direct = Some(source.distinct);
                    TieLevel::L1
                }
            },
            _ if source.is_occasion => TieLevel::L1,
            TieBasis::FundedProject => TieLevel::L3,
            TieBasis::CoMembership => TieLevel::L0,
            _ => TieLevel::L2,
        };
        level = level.max(Some(reached));
    }
    level
}

/// The sum of the terms, whatever their order: sorted, then added with Neumaier's correction.
fn sum(terms: &mut [f64]) -> f64 {
    terms.sort_by(f64::total_cmp);
    let mut sum = 0.0_f64;
    let mut lost = 0.0_f64;
    for term in terms.iter() {
        let next = sum + term;
        lost += if sum.abs() < term.abs() { (term - next) + sum } else { (sum - next) + term };
        sum = next;
    }
    sum + lost
}

fn adjacency(nodes: &[Position], ties: &[Tie]) -> (Vec<u32>, Vec<(u32, u32)>) {
    let index = |it: Position| nodes.binary_search(&it).ok().and_then(|it| u32::try_from(it).ok());
    let mut entries = Vec::with_capacity(ties.len() * 2);
    for (tie, it) in (0u32..).zip(ties) {
        if let (Some(a), Some(b)) = (index(it.a), index(it.b)) {
            entries.push((a, b, tie));
            entries.push((b, a, tie));
        }
    }
    entries.sort_unstable();
    let mut starts = vec![0; nodes.len() + 1];
    for (node, _, _) in &entries {
        if let Some(count) = starts.get_mut(*node as usize + 1) {
            *count += 1;
        }
    }
    for at in 1..starts.len() {
        let before = starts.get(at - 1).copied().unwrap_or_default();
        if let Some(start) = starts.get_mut(at) {
            *start += before;
        }
    }
    (starts, entries.into_iter().map(|(_, other, tie)| (other, tie)).collect())
}
