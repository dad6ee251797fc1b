//! Suggested ties: who is likely to meet next, and how often such suggestions came true.
//!
//! # Question
//! Which institutions that are not tied have so much in common that bringing them together is worth a thought, and how
//! far is the method to be trusted on this network?
//!
//! # Definition
//! Pairs without a tie are scored by what their neighbours have in common: common neighbours, Jaccard, Adamic-Adar,
//! resource allocation, or by preferential attachment ([`measures::link`]). The *back-test* splits the record's time at
//! a day: scores come from the ties before it, and a suggestion came true when the two are tied on or after it. `AUC` is
//! the probability that a pair that came true scores higher than one that did not (equal scores count half);
//! `precision at k` is the share of the best `k` that came true.
//!
//! # Source
//! D. Liben-Nowell and J. Kleinberg, J. Am. Soc. Inf. Sci. Technol. 58(7), 2007, doi:10.1002/asi.20591; T. Zhou, L. Lü
//! and Y.-C. Zhang, Eur. Phys. J. B 71, 2009, doi:10.1140/epjb/e2009-00335-8.
//!
//! # Limits
//! A suggestion says that two institutions move in the same circles, not that they should cooperate. What is dated so
//! loosely that it lies neither before the day nor after it for certain is in neither part of the back-test. Undertakings
//! without dates of their own, such as bodies, are in the part at whose end they are active.
//!
//! # Cost
//! O(Σ deg²) for all pairs two steps apart.
//!
//! # Determinism
//! Exact; score, then the positions of the two.
//!
//! # Checked against
//! NetworkX and igraph by the reference values of the crate `measures`; hand-made networks.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::date::Period;
use measures::catalogue::Measure;
use measures::link::{self, LinkMethod};
use measures::{Graph, Interrupt};

use crate::network::Position;
use crate::receipt::Receipt;
use crate::refusal::{NotDefinedReason, Refusal};
use crate::tie::{TieRule, Ties};
use crate::view::{NetworkView, View};

/// The most suggestions that are worked out.
pub const SUGGESTIONS_MAX: usize = 1_000;

/// A pair that is not tied.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// The institution with the smaller position.
    pub a: Position,
    /// The other.
    pub b: Position,
    /// The score; its range depends on the method. Positive.
    pub score: f64,
    /// The institutions that both are tied to, in order of position.
    pub common: Vec<Position>,
}

/// How often suggestions came true.
#[derive(Debug, Clone, PartialEq)]
pub struct BackTest {
    /// The first day of the later part.
    pub split: NaiveDate,
    /// What was found.
    pub result: link::BackTest,
    /// The number of ties before the day.
    pub ties_before: usize,
    /// The number of ties on or after it, among institutions of the earlier part.
    pub ties_after: usize,
}

/// Suggested ties.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestions {
    /// By which method.
    pub method: LinkMethod,
    /// The suggestions, best first; at most [`SUGGESTIONS_MAX`].
    pub suggestions: Vec<Suggestion>,
    /// How often the method's suggestions came true; none when it was not asked for.
    pub back_test: Option<BackTest>,
    /// How they came about.
    pub receipt: Receipt,
}

/// What to suggest.
#[derive(Debug, Clone, PartialEq)]
pub struct SuggestionRule {
    /// Which ties there are.
    pub ties: TieRule,
    /// By which method pairs are scored.
    pub method: LinkMethod,
    /// Only pairs with this institution, rolled up.
    pub with: Option<Position>,
    /// The first day of the later part of a back-test, and `k`; none for no back-test.
    pub back_test: Option<(NaiveDate, usize)>,
}

impl Suggestions {
    /// Suggests ties in a view.
    ///
    /// # Errors
    /// Those of [`Ties::new`]; [`Refusal::Parameter`] for a split that is not inside the window or a `k` of 0;
    /// [`Refusal::NotDefined`] for an institution that the view's ties do not know; [`Refusal::Interrupted`].
    pub fn new(
        view: &NetworkView,
        ties: &Ties,
        rule: &SuggestionRule,
        interrupt: &Interrupt,
    ) -> Result<Self, Refusal> {
        let mut receipt = ties.receipt().followed_by("suggested-ties", "1");
        receipt.parameter("suggestion.method", measure(rule.method).name());
        let with = match rule.with {
            None => None,
            Some(it) => {
                Some(ties.index_of(it).ok_or(Refusal::NotDefined(NotDefinedReason::InstitutionNotRecorded))?
                    as u32)
            }
        };
        let graph = ties.graph();
        let best = match with {
            None => link::best(graph, rule.method, SUGGESTIONS_MAX, interrupt)?,
            Some(node) => link::best_for(graph, rule.method, node as usize, SUGGESTIONS_MAX, interrupt)?,
        };
        let at = |node: u32| ties.nodes().get(node as usize).copied();
        let suggestions: Vec<_> = best
            .into_iter()
            .filter_map(|it| {
                let common = common(graph, it.a, it.b).into_iter().filter_map(at).collect();
                Some(Suggestion { a: at(it.a)?, b: at(it.b)?, score: it.score, common })
            })
            .collect();
        receipt.count("suggestions", suggestions.len());
        let back_test = match rule.back_test {
            Some((split, k)) => Some(back_test(view, rule, split, k, interrupt)?),
            None => None,
        };
        Ok(Self { method: rule.method, suggestions, back_test, receipt })
    }
}

/// The measure of the catalogue that a method scores pairs by.
#[must_use]
pub fn measure(method: LinkMethod) -> Measure {
    match method {
        LinkMethod::CommonNeighbours => Measure::CommonNeighbours,
        LinkMethod::Jaccard => Measure::Jaccard,
        LinkMethod::AdamicAdar => Measure::AdamicAdar,
        LinkMethod::ResourceAllocation => Measure::ResourceAllocation,
        LinkMethod::PreferentialAttachment => Measure::PreferentialAttachment,
    }
}

fn common(graph: &Graph, a: u32, b: u32) -> Vec<u32> {
    let of_b = graph.neighbours(b as usize);
    let of_a = graph.neighbours(a as usize).iter();
    of_a.filter(|it| of_b.binary_search(it).is_ok()).copied().collect()
}

fn back_test(
    view: &NetworkView,
    rule: &SuggestionRule,
    split: NaiveDate,
    k: usize,
    interrupt: &Interrupt,
) -> Result<BackTest, Refusal> {
    let whole = view.view().period;
    let before = split.pred_opt().and_then(|it| Period::new(whole.start(), Some(it)).ok());
    let after = Period::new(Some(split), whole.end()).ok();
    let (Some(before), Some(after)) = (before, after) else {
        return Err(Refusal::Parameter {
            name: "backTest.splitAt",
            problem: "must be a day inside the window, after its first",
        });
    };
    if k == 0 {
        return Err(Refusal::Parameter { name: "backTest.count", problem: "must be 1 or more" });
    }
    let ties = |period: Period| {
        let part = View { period, ..view.view().clone() };
        Ties::new(&NetworkView::new(Arc::clone(view.network()), part), &rule.ties)
    };
    let (before, after) = (ties(before)?, ties(after)?);
    let later: Vec<_> = after
        .ties()
        .iter()
        .filter_map(|it| Some((before.index_of(it.a)? as u32, before.index_of(it.b)? as u32, 1.0)))
        .collect();
    let (later, _) = Graph::from_ties(before.nodes().len(), &later)?;
    let result = link::back_test(before.graph(), &later, rule.method, k, interrupt)?;
    Ok(BackTest { split, result, ties_before: before.ties().len(), ties_after: later.ties() })
}
