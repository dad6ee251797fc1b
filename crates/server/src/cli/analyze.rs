//! `splot analyze`: any measure of a file, without a database.

use std::io::{BufWriter, Write as _};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use service::analyze::{AnalyzeError, AnalyzeRule, AnalyzeSource, Report, analyze};
use service::measures::WeightSemantics;
use service::measures::backbone::{BackboneRule, Correction};
use service::measures::catalogue::Measure;
use service::measures::community::Quality;
use service::measures::projection::{ProjectionRule, Weighting};

use super::print;
use crate::exit::{Exit, Failure};

/// The arguments of `splot analyze`.
#[derive(Debug, Args)]
pub(crate) struct Analyze {
    /// A table of who took part in what: its first row names the columns `institution` and `occasion` (or `meeting`,
    /// `event`), and perhaps `declared`
    #[arg(long, value_name = "FILE.csv", required_unless_present = "edges", conflicts_with = "edges")]
    affiliations: Option<PathBuf>,
    /// A table of ties: source, target and perhaps weight; the first row may name them
    #[arg(long, value_name = "FILE.tsv")]
    edges: Option<PathBuf>,
    /// The measures, such as DEGREE, BETWEENNESS or LEIDEN_CLUSTERS
    #[arg(long, value_name = "NAME", required = true, num_args = 1.., value_parser = measure)]
    measure: Vec<Measure>,
    /// What weights mean; must be given where paths are concerned
    #[arg(long, value_name = "MEANING")]
    weights: Option<Weights>,
    /// What a shared occasion adds to a tie: 1, or 1/(n - 1) for an occasion of n
    #[arg(long, default_value = "newman", conflicts_with = "edges")]
    weighting: Projection,
    /// Occasions with more participants make no ties
    #[arg(long, value_name = "N", conflicts_with = "edges")]
    max_occasion_size: Option<u32>,
    /// Ties of less weight are left out
    #[arg(long, value_name = "W", default_value_t = 0.0, conflicts_with = "edges")]
    min_weight: f64,
    /// A table with the group of each institution: its first row names the columns `label` and `group`
    #[arg(long, value_name = "FILE.csv")]
    groups: Option<PathBuf>,
    /// How many institutions to sample, where a measure can; distances are exact without it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..))]
    samples: Option<u32>,
    /// The seed of all that is drawn
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// What clusters maximise
    #[arg(long, default_value = "modularity")]
    quality: ClusterQuality,
    /// The resolution of clusters: the higher, the smaller they are
    #[arg(long, value_name = "G", default_value_t = 1.0)]
    resolution: f64,
    /// The runs of an ensemble of clusterings
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=1000))]
    runs: u32,
    /// The permutations that the E-I index is compared with
    #[arg(long, value_name = "N", default_value_t = 1000)]
    permutations: u32,
    /// The level of a backbone
    #[arg(long, value_name = "A", default_value_t = 0.05)]
    alpha: f64,
    /// What a backbone does about several tests
    #[arg(long, default_value = "none")]
    correction: Tests,
    /// The number of threads [default: one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Show so many values of each measure, the greatest first [default: 20, with --json all; pairs to suggest: 100]
    #[arg(long, value_name = "N")]
    top: Option<u32>,
    /// Write JSON
    #[arg(long)]
    json: bool,
}

/// What weights mean.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Weights {
    /// A greater weight is a closer tie; on paths its length is 1/weight
    Strength,
    /// A greater weight is a longer way
    Distance,
    /// Weights are not looked at
    None,
}

/// What a shared occasion adds to a tie.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Projection {
    /// 1
    Count,
    /// 1/(n - 1)
    Newman,
}

/// What clusters maximise.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum ClusterQuality {
    /// Modularity
    Modularity,
    /// The constant Potts model
    Cpm,
}

/// What a backbone does about several tests.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Tests {
    /// Nothing
    None,
    /// At most alpha for any false tie
    Bonferroni,
    /// The same, with more ties kept
    Holm,
    /// At most the share alpha of the ties kept is false
    BenjaminiHochberg,
}

fn measure(name: &str) -> Result<Measure, String> {
    Measure::from_name(name).map_err(|error| error.to_string())
}

impl Analyze {
    /// Reads the file, computes, and writes what was found.
    pub(crate) fn run(self) -> Result<(), Failure> {
        let (top, is_json) = (self.top.map(|it| it as usize), self.json);
        let analyzed = analyze(&self.rule()?)?;
        let report = Report { analyzed: &analyzed, top };
        if !is_json {
            return print(&report.table());
        }
        let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
        let written = serde_json::to_writer(&mut out, &report)
            .map_err(std::io::Error::from)
            .and_then(|()| out.write_all(b"\n"))
            .and_then(|()| out.flush());
        // What could not be written to a reader that has gone away is not tried again.
        let _ = out.into_parts();
        match written {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                Err(Failure::new(Exit::Files, format!("cannot write to standard output: {error}")))
            }
            _ => Ok(()),
        }
    }

    fn rule(self) -> Result<AnalyzeRule, Failure> {
        let source = match (self.affiliations, self.edges) {
            (Some(path), None) => {
                let weighting = match self.weighting {
                    Projection::Count => Weighting::Count,
                    Projection::Newman => Weighting::Newman,
                };
                let projection = ProjectionRule {
                    max_occasion_size: self.max_occasion_size,
                    min_weight: self.min_weight,
                    ..ProjectionRule::new(weighting)
                };
                AnalyzeSource::Affiliations { path, projection }
            }
            (None, Some(path)) => AnalyzeSource::Edges(path),
            _ => return Err(Failure::new(Exit::Usage, "give either --affiliations or --edges")),
        };
        Ok(AnalyzeRule {
            source,
            measures: self.measure,
            semantics: self.weights.map(|it| match it {
                Weights::Strength => WeightSemantics::Strength,
                Weights::Distance => WeightSemantics::Distance,
                Weights::None => WeightSemantics::None,
            }),
            groups: self.groups,
            samples: self.samples,
            seed: self.seed,
            quality: match self.quality {
                ClusterQuality::Modularity => Quality::Modularity,
                ClusterQuality::Cpm => Quality::ConstantPotts,
            },
            resolution: self.resolution,
            runs: self.runs,
            permutations: self.permutations,
            pairs: self.top.unwrap_or(100),
            backbone: BackboneRule {
                alpha: self.alpha,
                correction: match self.correction {
                    Tests::None => Correction::None,
                    Tests::Bonferroni => Correction::Bonferroni,
                    Tests::Holm => Correction::Holm,
                    Tests::BenjaminiHochberg => Correction::BenjaminiHochberg,
                },
            },
            threads: self.threads.map(usize::from),
        })
    }
}

impl From<AnalyzeError> for Failure {
    fn from(error: AnalyzeError) -> Self {
        use service::measures::MeasureError;
        let message = error.to_string();
        match error {
            AnalyzeError::Unreadable { .. } => Self::new(Exit::Files, message),
            AnalyzeError::Wrong { .. } => Self::new(Exit::Data, message),
            AnalyzeError::Parameter {
                error: MeasureError::Parameter { name: "weightSemantics", .. },
                ..
            } => Self::new(Exit::Usage, message)
                .hint("add --weights strength, --weights distance or --weights none"),
            AnalyzeError::Parameter { error: MeasureError::Parameter { name: "groups", .. }, .. } => {
                Self::new(Exit::Usage, message).hint("add --groups FILE.csv with the columns label and group")
            }
            AnalyzeError::Parameter { .. } | AnalyzeError::Projection(MeasureError::Parameter { .. }) => {
                Self::new(Exit::Usage, message)
            }
            AnalyzeError::Projection(_) | AnalyzeError::Measure { .. } => Self::new(Exit::Data, message),
            _ => Self::new(Exit::Internal, message),
        }
    }
}
