//! Rankings: institutions in order of a measure.
//!
//! # Question
//! Who is most central, who bridges, who is closely surrounded?
//!
//! # Definition
//! That of the measure in the catalogue of the crate `measures`, on the graph of [`Ties`]. The greatest value has rank 1;
//! equal values share a rank, and the next rank counts all before it (1, 1, 3). Who has no value has no rank and stands
//! last. Normalised are degree and harmonic closeness by `n − 1`, betweenness by `(n − 1)(n − 2)/2`; the other measures
//! define no normalisation.
//!
//! # Limits
//! A rank is of recorded ties. Neighbouring ranks may differ by next to nothing: read the values. For the constraint, the
//! greatest is the most constrained, who brokers least.
//!
//! # Cost
//! That of the measure, and O(n log n).
//!
//! # Determinism
//! Exact; equal values in order of position.
//!
//! # Checked against
//! The reference values of the measures; hand-made networks; the Lubuskie record.

use measures::catalogue::{Measure, Scope};
use measures::paths::betweenness;
use measures::run::{self, MeasureValue, RunParameters};
use measures::{Interrupt, WeightSemantics};

use crate::attribute::{Groups, InstitutionAttribute};
use crate::network::Position;
use crate::receipt::{Receipt, keys};
use crate::refusal::Refusal;
use crate::tie::Ties;
use crate::view::NetworkView;
use crate::weights;

/// What institutions are ranked by.
#[derive(Debug, Clone, PartialEq)]
pub struct RankingRule {
    /// The measure, one of institutions.
    pub measure: Measure,
    /// What weights mean; none for the default of the measure, which those of paths do not have.
    pub semantics: Option<WeightSemantics>,
    /// The attribute that groups institutions, for measures that compare groups.
    pub by: Option<InstitutionAttribute>,
    /// How many institutions are sampled, for sampled betweenness; none for its default.
    pub samples: Option<u32>,
    /// The seed of what is drawn.
    pub seed: u64,
    /// `PageRank`'s damping.
    pub damping: f64,
    /// Katz's alpha; none for 0.85 over the greatest eigenvalue.
    pub alpha: Option<f64>,
}

/// An institution with its value and rank.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranked {
    /// The institution.
    pub institution: Position,
    /// From 1; none without a value.
    pub rank: Option<usize>,
    /// The value; none where it is not defined.
    pub value: Option<f64>,
    /// The value over the greatest that a network of this size allows; none where the measure defines none.
    pub normalized: Option<f64>,
    /// The standard error; none when the value is exact.
    pub standard_error: Option<f64>,
}

/// Institutions in order of a measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking {
    /// The measure.
    pub measure: Measure,
    /// All institutions of the graph: greatest value first, equal ones by position, those without a value last.
    pub entries: Vec<Ranked>,
    /// How many have a value.
    pub defined: usize,
    /// The least value; none when nobody has one.
    pub minimum: Option<f64>,
    /// The greatest value; none when nobody has one.
    pub maximum: Option<f64>,
    /// The mean of the values; none when nobody has one.
    pub mean: Option<f64>,
    /// How it came about.
    pub receipt: Receipt,
}

impl Ranking {
    /// Ranks the institutions of a graph of ties, unless that is estimated to take more than `cost_max` elementary
    /// operations.
    ///
    /// # Errors
    /// [`Refusal::Parameter`] for a measure that is not of institutions, weights whose meaning must be said and is not, or
    /// a parameter out of range; [`Refusal::NotDefined`] where the measure is defined for nobody; [`Refusal::TooLarge`];
    /// [`Refusal::Interrupted`].
    pub fn new(
        view: &NetworkView,
        ties: &Ties,
        rule: &RankingRule,
        cost_max: u64,
        interrupt: &Interrupt,
    ) -> Result<Self, Refusal> {
        let RankingRule { measure, semantics, by, samples, seed, damping, alpha } = *rule;
        if measure.definition().scope != Scope::Institution {
            return Err(Refusal::Parameter { name: "measure", problem: "must be one of institutions" });
        }
        let groups = by.map(|it| Groups::new(view, ties.nodes(), it));
        let parameters = RunParameters {
            semantics,
            groups: groups.as_ref().map(|it| it.of.clone()),
            samples,
            seed,
            damping,
            alpha,
            ..RunParameters::default()
        };
        let semantics = run::semantics(measure, &parameters)?;
        Refusal::above(run::cost(measure, ties.graph(), &parameters), cost_max)?;
        let (values, errors) = match run::run(measure, ties.graph(), &parameters, interrupt)? {
            MeasureValue::Nodes(values) | MeasureValue::NodesExpected { values, .. } => (values, None),
            MeasureValue::NodeEstimates { values, standard_errors, .. } => {
                (values.into_iter().map(Some).collect(), Some(standard_errors))
            }
            other => return Err(Refusal::Engine { message: format!("no value for each node: {other:?}") }),
        };
        let mut receipt = ties.receipt().followed_by("ranking", "1");
        tell(rule, semantics, &mut receipt);
        if let Some(groups) = &groups {
            groups.tell(view, &mut receipt);
        }
        let entries = entries(measure, ties.nodes(), &values, errors.as_deref());
        let known: Vec<f64> = values.iter().flatten().copied().collect();
        receipt.count("defined", known.len());
        Ok(Self {
            measure,
            entries,
            defined: known.len(),
            minimum: known.iter().copied().min_by(f64::total_cmp),
            maximum: known.iter().copied().max_by(f64::total_cmp),
            mean: (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64),
            receipt,
        })
    }
}

fn tell(rule: &RankingRule, semantics: WeightSemantics, receipt: &mut Receipt) {
    let definition = rule.measure.definition();
    receipt.parameter("measure", rule.measure);
    receipt.parameter("measure.version", definition.version);
    receipt.parameter("weightSemantics", weights::name(semantics));
    receipt.parameter("weights", weights_of(definition.weights.default.is_none(), semantics));
    match rule.measure {
        Measure::BetweennessSampled => {
            receipt.parameter("samples", keys(rule.samples.as_slice()));
            receipt.seed = Some(rule.seed);
        }
        Measure::Pagerank => receipt.parameter("damping", rule.damping),
        Measure::Katz => receipt.parameter("alpha", keys(rule.alpha.as_slice())),
        Measure::ParticipationCoefficient if rule.by.is_none() => {
            receipt.parameter("clusters", "LEIDEN");
            receipt.seed = Some(rule.seed);
        }
        _ => {}
    }
}

/// What was done with weights, in English words.
fn weights_of(is_of_paths: bool, semantics: WeightSemantics) -> &'static str {
    match semantics {
        _ if is_of_paths => weights::lengths(semantics),
        WeightSemantics::None => "every tie counts one",
        WeightSemantics::Strength | WeightSemantics::Distance => "ties count by their weight",
    }
}

fn entries(
    measure: Measure,
    nodes: &[Position],
    values: &[Option<f64>],
    errors: Option<&[f64]>,
) -> Vec<Ranked> {
    let others = nodes.len().saturating_sub(1) as f64;
    let normalized = |value: f64| match measure {
        Measure::Degree | Measure::HarmonicCloseness => (others > 0.0).then(|| value / others),
        Measure::Betweenness | Measure::BetweennessSampled => betweenness::normalised(value, nodes.len()),
        _ => None,
    };
    let mut entries: Vec<_> = nodes
        .iter()
        .zip(values)
        .enumerate()
        .map(|(at, (institution, value))| Ranked {
            institution: *institution,
            rank: None,
            value: *value,
            normalized: value.and_then(normalized),
            standard_error: errors.and_then(|it| it.get(at)).copied().filter(|_| value.is_some()),
        })
        .collect();
    // Stable, so that equal values stay in order of position.
    entries.sort_by(|a, b| match (a.value, b.value) {
        (Some(a), Some(b)) => b.total_cmp(&a),
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
    let mut before: Option<(f64, usize)> = None;
    for (place, entry) in (1..).zip(&mut entries) {
        let Some(value) = entry.value else { break };
        let rank = before.filter(|it| it.0 == value).map_or(place, |it| it.1);
        entry.rank = Some(rank);
        before = Some((value, rank));
    }
    entries
}
