//! Any measure of a file of affiliations or ties, without a database: values, checks and the time of each phase.

mod checks;
mod report;
mod rule;

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use measures::affiliations::Affiliations;
use measures::backbone::{self, Backbone};
use measures::catalogue::Measure;
use measures::file::{self, FileError, Labels, Problem};
use measures::projection::{ProjectionRule, Weighting, project};
use measures::run::{self, MeasureValue, PairValue, RunParameters};
use measures::{Graph, Interrupt, MeasureError, Simplified};

pub use self::checks::{Checks, peak_memory};
pub use self::report::Report;
pub use self::rule::{AnalyzeRule, AnalyzeSource};

/// Why a file is not analysed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AnalyzeError {
    /// It cannot be read.
    #[error("cannot read {}: {reason}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        reason: std::io::Error,
    },
    /// What is in it is wrong.
    #[error("{}: {error}", path.display())]
    Wrong {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where.
        error: FileError,
    },
    /// A parameter is missing or out of its range.
    #[error("{measure}: {error}")]
    Parameter {
        /// The measure.
        measure: Measure,
        /// Which parameter, and what is right.
        error: MeasureError,
    },
    /// Ties cannot be made of the occasions.
    #[error("the occasions make no ties: {0}")]
    Projection(MeasureError),
    /// A measure would take too much, or was stopped.
    #[error("{measure}: {error}")]
    Measure {
        /// The measure.
        measure: Measure,
        /// Why.
        error: MeasureError,
    },
    /// The threads cannot be started.
    #[error("cannot start {threads} threads: {reason}")]
    Threads {
        /// How many.
        threads: usize,
        /// The system's reason.
        reason: String,
    },
}

/// What a measure of a file is.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// A value of the graph.
    Value(MeasureValue),
    /// A backbone of the occasions.
    Backbone(Backbone),
    /// It is not defined, and why.
    NotDefined(measures::Undefined),
}

/// A phase and how long it took.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Phase {
    /// `read`, `parse`, `project`, or the measure.
    pub name: String,
    /// Wall time.
    pub seconds: f64,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Analyzed {
    /// The labels of the institutions, in the order in which values are.
    pub labels: Labels,
    /// The labels of the groups; empty when none were given.
    pub groups: Labels,
    /// The measures with their outcomes, as asked for.
    pub outcomes: Vec<(Measure, Outcome)>,
    /// What should agree, and counts.
    pub checks: Checks,
    /// The phases, in order.
    pub phases: Vec<Phase>,
}

/// What was read.
struct Input {
    labels: Labels,
    graph: Graph,
    affiliations: Option<Affiliations>,
    rows: usize,
    simplified: Simplified,
    passed_over: Vec<String>,
}

/// Reads a file and computes measures of it, on a pool of threads of its own.
///
/// # Errors
/// [`AnalyzeError`]. A measure that is not defined for the network is an outcome and not an error.
pub fn analyze(rule: &AnalyzeRule) -> Result<Analyzed, AnalyzeError> {
    let parameters = rule.parameters();
    for measure in &rule.measures {
        run::semantics(*measure, &parameters)
            .map_err(|error| AnalyzeError::Parameter { measure: *measure, error })?;
    }
    let mut builder = rayon::ThreadPoolBuilder::new();
    if let Some(threads) = rule.threads {
        builder = builder.num_threads(threads);
    }
    let pool = builder.build().map_err(|error| AnalyzeError::Threads {
        threads: rule.threads.unwrap_or_default(),
        reason: error.to_string(),
    })?;
    pool.install(|| analyze_here(rule, parameters))
}

fn analyze_here(rule: &AnalyzeRule, mut parameters: RunParameters) -> Result<Analyzed, AnalyzeError> {
    let mut watch = Watch::new();
    let input = input(rule, &mut watch)?;
    let mut groups = Labels::default();
    let mut checks = Checks::new(&input);
    if let Some(path) = &rule.groups {
        let bytes = read(path)?;
        let read = file::groups(&bytes, &input.labels).map_err(|error| wrong(path, error))?;
        checks.groups(&read);
        parameters.groups = Some(read.of);
        groups = read.groups;
        watch.lap("groups");
    }
    let mut outcomes = Vec::with_capacity(rule.measures.len());
    for measure in rule.measures.iter().copied() {
        let outcome = match compute(measure, &input, rule, &parameters) {
            Ok(outcome) => outcome,
            Err(MeasureError::NotDefined(reason)) => Outcome::NotDefined(reason),
            Err(error @ MeasureError::Parameter { .. }) => {
                return Err(AnalyzeError::Parameter { measure, error });
            }
            Err(error) => return Err(AnalyzeError::Measure { measure, error }),
        };
        outcomes.push((measure, outcome));
        watch.lap(measure.name());
    }
    checks.peak_memory_kib = peak_memory();
    Ok(Analyzed { labels: input.labels, groups, outcomes, checks, phases: watch.phases })
}

fn input(rule: &AnalyzeRule, watch: &mut Watch) -> Result<Input, AnalyzeError> {
    match &rule.source {
        AnalyzeSource::Edges(path) => {
            let bytes = read(path)?;
            watch.lap("read");
            let it = file::ties(&bytes).map_err(|error| wrong(path, error))?;
            watch.lap("parse");
            Ok(Input {
                labels: it.labels,
                graph: it.graph,
                affiliations: None,
                rows: it.rows,
                simplified: it.simplified,
                passed_over: Vec::new(),
            })
        }
        AnalyzeSource::Affiliations { path, projection } => {
            let bytes = read(path)?;
            watch.lap("read");
            let it = file::affiliations(&bytes).map_err(|error| wrong(path, error))?;
            drop(bytes);
            watch.lap("parse");
            let graph =
                project(&it.affiliations, projection, &Interrupt::new()).map_err(AnalyzeError::Projection)?;
            watch.lap("project");
            Ok(Input {
                labels: it.institutions,
                graph,
                affiliations: Some(it.affiliations),
                rows: it.rows,
                simplified: Simplified::default(),
                passed_over: it.passed_over,
            })
        }
    }
}

/// The bytes of a file, at most [`file::FILE_MAX`].
fn read(path: &Path) -> Result<Vec<u8>, AnalyzeError> {
    let failed = |reason| AnalyzeError::Unreadable { path: path.to_owned(), reason };
    let opened = File::open(path).map_err(failed)?;
    let told = opened.metadata().map_err(failed)?.len();
    let too_large = |bytes| wrong(path, Problem::FileTooLarge { bytes }.into());
    if told > file::FILE_MAX {
        return Err(too_large(told));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(told).unwrap_or_default() + 1);
    opened.take(file::FILE_MAX + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > file::FILE_MAX {
        return Err(too_large(bytes.len() as u64));
    }
    Ok(bytes)
}

fn wrong(path: &Path, error: FileError) -> AnalyzeError {
    AnalyzeError::Wrong { path: path.to_owned(), error }
}

/// A measure of the graph, or of the occasions behind it.
fn compute(
    measure: Measure,
    input: &Input,
    rule: &AnalyzeRule,
    parameters: &RunParameters,
) -> Result<Outcome, MeasureError> {
    let interrupt = Interrupt::new();
    let Some(affiliations) = &input.affiliations else {
        return run::run(measure, &input.graph, parameters, &interrupt).map(Outcome::Value);
    };
    let ties = |weighting| {
        let graph = project(affiliations, &ProjectionRule::new(weighting), &interrupt)?;
        let pair = |(a, b, value)| PairValue { a, b, value };
        Ok(Outcome::Value(MeasureValue::Pairs(graph.iter_ties().map(pair).collect())))
    };
    match measure {
        Measure::TieCount => ties(Weighting::Count),
        Measure::TieNewman => ties(Weighting::Newman),
        Measure::BackboneHypergeometric => {
            backbone::hypergeometric(affiliations, rule.backbone, &interrupt).map(Outcome::Backbone)
        }
        Measure::BackboneSdsm => {
            backbone::sdsm(affiliations, rule.backbone, &interrupt).map(Outcome::Backbone)
        }
        _ => run::run(measure, &input.graph, parameters, &interrupt).map(Outcome::Value),
    }
}

/// A stopwatch.
struct Watch {
    last: Instant,
    phases: Vec<Phase>,
}

impl Watch {
    fn new() -> Self {
        Self { last: Instant::now(), phases: Vec::new() }
    }

    /// Ends a phase.
    fn lap(&mut self, name: &str) {
        let now = Instant::now();
        self.phases.push(Phase { name: name.to_owned(), seconds: (now - self.last).as_secs_f64() });
        self.last = now;
    }
}
