//! Dividing the institutions of a graph of ties into groups.

use measures::community::ensemble::{Ensemble, ensemble};
use measures::community::{LeidenRule, Quality, leiden};
use measures::whole::components::components;
use measures::{Interrupt, WeightSemantics};

use super::{Agreement, ClusterMethod, ClusterQuality, ClusterRule};
use crate::refusal::Refusal;
use crate::tie::Ties;

/// A division: every institution is in exactly one group.
#[derive(Debug)]
pub(super) struct Division {
    /// The group of each node of the ties.
    pub(super) of: Vec<u32>,
    /// The number of groups.
    pub(super) count: usize,
    /// What was maximised; none when nothing was.
    pub(super) quality: Option<f64>,
    /// How often the method went over the graph.
    pub(super) iterations: u32,
    /// How far the runs of an ensemble agree.
    pub(super) agreement: Option<Agreement>,
    /// The confidence of each node, and the stability of each group; empty without an ensemble.
    pub(super) confidence: Vec<f64>,
    pub(super) stability: Vec<f64>,
}

impl Division {
    /// Divides the institutions by the method of a rule.
    pub(super) fn new(ties: &Ties, rule: &ClusterRule, interrupt: &Interrupt) -> Result<Self, Refusal> {
        let mut division = Self {
            of: Vec::new(),
            count: 0,
            quality: None,
            iterations: 0,
            agreement: None,
            confidence: Vec::new(),
            stability: Vec::new(),
        };
        let partition = match (rule.method, rule.ensemble) {
            (ClusterMethod::Components, _) => {
                let found = components(ties.graph());
                division.count = found.sizes.len();
                division.of = found.of;
                return Ok(division);
            }
            (ClusterMethod::Leiden, 0) => leiden(ties.graph(), &leiden_rule(rule), interrupt)?,
            (ClusterMethod::Leiden, runs) => {
                let found = ensemble(ties.graph(), &leiden_rule(rule), runs, interrupt)?;
                let Ensemble { reference, confidence, stability, nmi, adjusted_rand, quality, .. } = found;
                division.agreement =
                    Some(Agreement { runs, mutual_information: nmi, adjusted_rand, quality });
                division.confidence = confidence;
                division.stability = stability;
                reference
            }
        };
        division.of = partition.of;
        division.count = partition.count;
        division.quality = partition.quality;
        division.iterations = partition.iterations;
        Ok(division)
    }
}

fn leiden_rule(rule: &ClusterRule) -> LeidenRule {
    LeidenRule {
        quality: match rule.quality {
            ClusterQuality::Modularity => Quality::Modularity,
            ClusterQuality::ConstantPotts => Quality::ConstantPotts,
        },
        resolution: rule.resolution,
        seed: rule.seed,
        iterations: None,
        semantics: WeightSemantics::Strength,
    }
}
