//! What was found, for machines and for people.

use std::fmt::Write as _;
use std::io;

use measures::backbone::Backbone;
use measures::catalogue::Measure;
use measures::file::Labels;
use measures::run::MeasureValue;
use serde::ser::{Serialize, SerializeMap as _, Serializer};
use sha2::{Digest as _, Sha256};

use super::{Analyzed, Outcome};

/// The rows of a table for people when nothing else is asked for.
const ROWS: usize = 20;

/// What was found, to be written as JSON (it is [`Serialize`]) or as a [table](Report::table).
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// What was found.
    pub analyzed: &'a Analyzed,
    /// Only so many values a measure, the greatest first; none for all in order of labels.
    pub top: Option<usize>,
}

/// A list that is written as it is walked.
struct Each<F>(F);

impl<F, I> Serialize for Each<F>
where
    F: Fn() -> I,
    I: Iterator<Item: Serialize>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// A value of an institution.
#[derive(serde::Serialize)]
#[serde(rename_all = "camelCase")]
struct Row<'a> {
    label: &'a str,
    value: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    standard_error: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    z: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cluster: Option<u32>,
}

/// A value of two institutions.
#[derive(serde::Serialize)]
#[serde(rename_all = "camelCase")]
struct PairRow<'a> {
    source: &'a str,
    target: &'a str,
    value: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    p_value: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_kept: Option<bool>,
}

/// The values of a measure, label by label.
struct Values<'a> {
    labels: &'a Labels,
    outcome: &'a Outcome,
    top: Option<usize>,
}

impl<'a> Values<'a> {
    fn label(&self, node: usize) -> &'a str {
        self.labels.get(node).unwrap_or_default()
    }

    fn row(&self, node: usize, value: Option<f64>) -> Row<'a> {
        let none = None;
        Row { label: self.label(node), value, standard_error: none, expected: none, z: none, cluster: None }
    }

    /// The first `top` numbers of `0..count`, those of the greatest values first; all in order when there is no `top`.
    fn chosen(&self, count: usize, value: impl Fn(usize) -> Option<f64>) -> Vec<usize> {
        let mut chosen: Vec<usize> = (0..count).collect();
        if let Some(top) = self.top {
            let key = |it: usize| value(it).unwrap_or(f64::NEG_INFINITY);
            chosen.sort_by(|one, other| key(*other).total_cmp(&key(*one)).then(one.cmp(other)));
            chosen.truncate(top);
        }
        chosen
    }

    /// The rows of a value for each institution; none when the measure has other values.
    fn rows(&self) -> Option<Vec<Row<'a>>> {
        let Outcome::Value(value) = self.outcome else { return None };
        let rows = match value {
            MeasureValue::Nodes(values) => {
                let chosen = self.chosen(values.len(), |it| values[it]);
                chosen.into_iter().map(|it| self.row(it, values[it])).collect()
            }
            MeasureValue::NodeEstimates { values, standard_errors, .. } => {
                let row = |it: usize| Row {
                    standard_error: Some(standard_errors[it]),
                    ..self.row(it, Some(values[it]))
                };
                self.chosen(values.len(), |it| Some(values[it])).into_iter().map(row).collect()
            }
            MeasureValue::NodesExpected { values, expected, z } => {
                let row = |it: usize| Row { expected: expected[it], z: z[it], ..self.row(it, values[it]) };
                self.chosen(values.len(), |it| values[it]).into_iter().map(row).collect()
            }
            MeasureValue::Clusters { of, values, .. } => {
                let of_cluster = |it: Option<u32>| values.get(it? as usize).copied().flatten();
                let row = |it: usize| Row { cluster: of[it], ..self.row(it, of_cluster(of[it])) };
                (0..of.len().min(self.top.unwrap_or(usize::MAX))).map(row).collect()
            }
            MeasureValue::NodeSet(nodes) => {
                let nodes = nodes.iter().take(self.top.unwrap_or(usize::MAX));
                nodes.map(|it| self.row(*it as usize, None)).collect()
            }
            _ => return None,
        };
        Some(rows)
    }

    /// The rows of pairs; none when the measure has other values.
    fn pairs(&self) -> Option<Vec<PairRow<'a>>> {
        let row = |a: u32, b: u32, value| PairRow {
            source: self.label(a as usize),
            target: self.label(b as usize),
            value,
            p_value: None,
            is_kept: None,
        };
        match self.outcome {
            Outcome::Value(MeasureValue::Pairs(pairs)) => {
                let chosen = self.chosen(pairs.len(), |it| Some(pairs[it].value)).into_iter();
                Some(chosen.map(|it| row(pairs[it].a, pairs[it].b, pairs[it].value)).collect())
            }
            Outcome::Value(MeasureValue::TieSet(ties)) => {
                let ties = ties.iter().take(self.top.unwrap_or(usize::MAX));
                Some(ties.map(|it| row(it.0, it.1, 1.0)).collect())
            }
            Outcome::Backbone(Backbone { ties, .. }) => {
                // The smallest p-value first.
                let chosen = self.chosen(ties.len(), |it| Some(-ties[it].p_value)).into_iter();
                let row = |it: usize| PairRow {
                    p_value: Some(ties[it].p_value),
                    is_kept: Some(ties[it].is_kept),
                    ..row(ties[it].a, ties[it].b, ties[it].weight)
                };
                Some(chosen.map(row).collect())
            }
            _ => None,
        }
    }
}

impl Serialize for Values<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self.outcome {
            Outcome::NotDefined(reason) => {
                map.serialize_entry("notDefined", reason)?;
                map.serialize_entry("message", reason.message())?;
            }
            Outcome::Backbone(it) => {
                map.serialize_entry("tests", &it.tests)?;
                map.serialize_entry("kept", &it.kept)?;
                map.serialize_entry("caveat", &it.caveat)?;
            }
            Outcome::Value(MeasureValue::Whole(value)) => map.serialize_entry("value", value)?,
            Outcome::Value(MeasureValue::WholeEstimate { value, standard_error, is_exact }) => {
                map.serialize_entry("value", value)?;
                map.serialize_entry("standardError", standard_error)?;
                map.serialize_entry("isExact", is_exact)?;
            }
            Outcome::Value(MeasureValue::Permuted(it)) => map.serialize_entry("permuted", it)?,
            Outcome::Value(MeasureValue::Profile(it)) => map.serialize_entry("profile", it)?,
            Outcome::Value(MeasureValue::NodeEstimates { samples, .. }) => {
                map.serialize_entry("samples", samples)?;
            }
            Outcome::Value(MeasureValue::Clusters { sizes, values, quality, .. }) => {
                map.serialize_entry("clusters", &sizes.len())?;
                map.serialize_entry("sizes", sizes)?;
                map.serialize_entry("clusterValues", values)?;
                map.serialize_entry("quality", quality)?;
            }
            Outcome::Value(_) => {}
        }
        if let Some(rows) = self.rows() {
            map.serialize_entry("institutions", &rows)?;
        }
        if let Some(pairs) = self.pairs() {
            map.serialize_entry("pairs", &pairs)?;
        }
        map.end()
    }
}

impl Serialize for Report<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Analyzed { labels, groups, outcomes, checks, phases } = self.analyzed;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("checks", checks)?;
        map.serialize_entry("phases", phases)?;
        if !groups.is_empty() {
            map.serialize_entry("groups", &Each(|| groups.iter()))?;
        }
        let measures = Each(|| {
            outcomes.iter().map(|(measure, outcome)| One {
                measure: *measure,
                version: measure.definition().version,
                hash: hash(labels, outcome),
                values: Values { labels, outcome, top: self.top },
            })
        });
        map.serialize_entry("measures", &measures)?;
        map.end()
    }
}

/// A measure in the report.
#[derive(serde::Serialize)]
struct One<'a> {
    measure: Measure,
    version: u32,
    hash: String,
    #[serde(flatten)]
    values: Values<'a>,
}

/// A hash of all values with their labels, whatever is shown of them: SHA-256 of their JSON, labels ascending.
fn hash(labels: &Labels, outcome: &Outcome) -> String {
    struct Hashing(Sha256);
    impl io::Write for Hashing {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.update(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut hashing = io::BufWriter::with_capacity(1 << 16, Hashing(Sha256::new()));
    // Hashing cannot fail.
    let _ = serde_json::to_writer(&mut hashing, &Values { labels, outcome, top: None });
    let Ok(hashing) = hashing.into_inner() else { return String::new() };
    hashing.0.finalize().iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

impl Report<'_> {
    /// What was found, as tables for people: 20 values a measure, or `top`.
    #[must_use]
    pub fn table(&self) -> String {
        let Analyzed { labels, outcomes, checks, phases, .. } = self.analyzed;
        let mut text = String::new();
        let mut line = |it: String| {
            text.push_str(&it);
            text.push('\n');
        };
        for (measure, outcome) in outcomes {
            line(format!("{measure}: {}", measure.definition().english));
            let values = Values { labels, outcome, top: Some(self.top.unwrap_or(ROWS)) };
            headline(outcome).into_iter().for_each(&mut line);
            for row in values.rows().into_iter().flatten() {
                let cluster = row.cluster.map(|it| format!("  cluster {it}")).unwrap_or_default();
                let error = row.standard_error.map(|it| format!("  ± {}", shown(it))).unwrap_or_default();
                let z = row.z.map(|it| format!("  z {it:.3}")).unwrap_or_default();
                let value = row.value.map_or_else(|| "-".to_owned(), shown);
                line(format!("  {value:>14}  {}{cluster}{error}{z}", row.label));
            }
            for row in values.pairs().into_iter().flatten() {
                let p = row.p_value.map(|it| format!("  p {it:.3e}")).unwrap_or_default();
                let kept = if row.is_kept == Some(true) { "  kept" } else { "" };
                line(format!("  {:>14}  {} - {}{p}{kept}", shown(row.value), row.source, row.target));
            }
            line(format!("  sha256 {}", hash(labels, outcome)));
        }
        line(format!(
            "{} rows, {} institutions, {} ties, sum of degrees {} ({}), total weight {}",
            checks.rows,
            checks.institutions,
            checks.ties,
            checks.sum_of_degrees,
            if checks.sum_of_degrees_is_twice_ties { "twice the ties" } else { "NOT twice the ties" },
            shown(checks.total_weight),
        ));
        let notes = [
            ("attendances that came again", checks.repeated_attendances.unwrap_or_default()),
            ("ties from a label to itself, left out", checks.loops),
            ("ties that came again, added up", checks.parallel),
            ("institutions without a group", checks.without_group.unwrap_or_default()),
            (
                "labels in the file of groups that are no institution's",
                checks.unknown_labels.unwrap_or_default(),
            ),
        ];
        for (note, count) in notes.into_iter().filter(|it| it.1 > 0) {
            line(format!("{count} {note}"));
        }
        for phase in phases {
            line(format!("{:>10.3} ms  {}", phase.seconds * 1e3, phase.name));
        }
        if let Some(peak) = checks.peak_memory_kib {
            line(format!("{peak:>10} KiB at most"));
        }
        text
    }
}

/// What stands above the rows of a measure.
fn headline(outcome: &Outcome) -> Vec<String> {
    let number = |it: Option<f64>| it.map_or_else(|| "-".to_owned(), shown);
    match outcome {
        Outcome::NotDefined(reason) => vec![format!("  not defined: {}", reason.message())],
        Outcome::Backbone(it) => {
            let kept = format!("  {} of {} ties kept, {} tests", it.kept, it.ties.len(), it.tests);
            [Some(kept), it.caveat.map(|it| format!("  {it}"))].into_iter().flatten().collect()
        }
        Outcome::Value(MeasureValue::Whole(value)) => vec![format!("  {:>14}", number(*value))],
        Outcome::Value(MeasureValue::WholeEstimate { value, standard_error, is_exact }) => {
            let about = if *is_exact {
                String::new()
            } else {
                standard_error.map_or("  at least".to_owned(), |it| format!("  ± {}", shown(it)))
            };
            vec![format!("  {:>14}{about}", number(*value))]
        }
        Outcome::Value(MeasureValue::Permuted(it)) => vec![format!(
            "  {:>14}  expected {}, z {}, p {:.4} ({} permutations)",
            shown(it.value),
            shown(it.expected),
            number(it.z),
            it.p,
            it.permutations
        )],
        Outcome::Value(MeasureValue::Profile(it)) => it
            .iter()
            .map(|it| {
                let density = number(it.density);
                let fit = number(it.correlation);
                format!(
                    "  k {:>5}  {:>8} institutions  {:>10} ties  density {density}  fit {fit}",
                    it.k, it.nodes, it.ties
                )
            })
            .collect(),
        Outcome::Value(MeasureValue::Clusters { sizes, quality, .. }) => {
            vec![format!("  {} clusters, quality {}", sizes.len(), number(*quality))]
        }
        Outcome::Value(_) => Vec::new(),
    }
}

/// A number with at most nine digits that count.
fn shown(value: f64) -> String {
    if value == value.trunc() && value.abs() < 1e15 {
        return format!("{value:.0}");
    }
    let magnitude = value.abs().log10().floor();
    if (-5.0..9.0).contains(&magnitude) {
        let decimals = (8.0 - magnitude).max(0.0) as usize;
        let text = format!("{value:.decimals$}");
        return text.trim_end_matches('0').trim_end_matches('.').to_owned();
    }
    format!("{value:.8e}")
}
