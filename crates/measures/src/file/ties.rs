//! Ties, from a table with a row for each.

use rayon::prelude::*;

use super::label::{Interner, Labels, merge};
use super::scan::{Fault, Source};
use super::{FileError, Problem};
use crate::graph::{Graph, Simplified};

/// What the rows must be.
const EXPECTED: &str = "write `source`, `target` and perhaps `weight`";

/// What a file of ties holds.
#[derive(Debug, Clone, PartialEq)]
pub struct TieFile {
    /// The nodes.
    pub labels: Labels,
    /// The ties.
    pub graph: Graph,
    /// What was left out or added up.
    pub simplified: Simplified,
    /// The rows read, without a row of names.
    pub rows: usize,
}

/// The columns by what they hold.
#[derive(Debug, Clone, Copy)]
struct Columns {
    source: usize,
    target: usize,
    weight: Option<usize>,
    count: usize,
}

impl Columns {
    /// Of a row of names; none when it is none.
    fn named(cells: &[String]) -> Option<Self> {
        let find = |name: &str| cells.iter().position(|it| it.eq_ignore_ascii_case(name));
        Some(Self {
            source: find("source")?,
            target: find("target")?,
            weight: find("weight"),
            count: cells.len(),
        })
    }

    /// Of a file without a row of names: source, target, and the weight when there are three columns.
    fn unnamed(cells: &[String]) -> Option<Self> {
        let weight = match cells.len() {
            2 => None,
            3 => Some(2),
            _ => return None,
        };
        Some(Self { source: 0, target: 1, weight, count: cells.len() })
    }
}

#[derive(Default)]
struct Part {
    labels: Interner,
    ties: Vec<(u32, u32, f64)>,
}

/// Reads ties. The first row is taken for names of columns when it has `source` and `target` (`weight` may be beside, and
/// other columns are passed over); otherwise it is a tie already, and the columns are source, target and, when there is a
/// third, weight. Without a weight a tie weighs 1. Lines that begin with `#` are passed over. When the first line has no
/// tab, semicolon or comma, a space separates.
///
/// Loops are left out and parallel ties added up; a sum does not depend on the order of rows.
///
/// # Errors
/// [`FileError`] with the first thing wrong.
pub fn ties(bytes: &[u8]) -> Result<TieFile, FileError> {
    let source = Source::new(bytes, true)?;
    let (first, offset, next) = source.first()?.ok_or(Problem::Empty { expected: EXPECTED })?;
    let (columns, start) = match (Columns::named(&first), Columns::unnamed(&first)) {
        (Some(columns), _) => (columns, next),
        (None, Some(columns)) => (columns, offset),
        (None, None) => {
            let mut found = first.join(", ");
            found.truncate(found.floor_char_boundary(200));
            return Err(source.error(Fault::row(offset, Problem::Header { found, expected: EXPECTED })));
        }
    };
    let parts: Vec<Part> = source.read(start, |part, offset, cells| row(part, offset, cells, columns))?;
    let (interners, lists): (Vec<_>, Vec<_>) = parts.into_iter().map(|it| (it.labels, it.ties)).unzip();
    let (labels, numbers) = merge(interners)?;
    let mut ties = Vec::with_capacity(lists.iter().map(Vec::len).sum());
    for (list, numbers) in lists.into_iter().zip(&numbers) {
        let number = |it: u32| numbers[it as usize];
        ties.par_extend(list.into_par_iter().map(|it| (number(it.0), number(it.1), it.2)));
    }
    let rows = ties.len();
    let (mut graph, mut simplified) = Graph::from_ties(labels.len(), &ties)?;
    if simplified.parallel > 0 && columns.weight.is_some() {
        ties.par_sort_unstable_by_key(|it| (it.0.min(it.1), it.0.max(it.1), it.2.to_bits()));
        (graph, simplified) = Graph::from_ties(labels.len(), &ties)?;
    }
    Ok(TieFile { labels, graph, simplified, rows })
}

fn row(part: &mut Part, offset: usize, cells: &[&[u8]], columns: Columns) -> Result<(), Fault> {
    if cells.len() != columns.count {
        let problem = Problem::Columns { found: cells.len(), expected: columns.count };
        return Err(Fault::row(offset, problem));
    }
    let told = |column| move |problem| Fault::cell(offset, column, problem);
    let source = part.labels.intern(cells[columns.source]).map_err(told(columns.source))?;
    let target = part.labels.intern(cells[columns.target]).map_err(told(columns.target))?;
    let weight = columns.weight.map_or(Ok(1.0), |column| weight(cells[column]).map_err(told(column)))?;
    part.ties.push((source, target, weight));
    Ok(())
}

fn weight(cell: &[u8]) -> Result<f64, Problem> {
    let cell = cell.trim_ascii();
    std::str::from_utf8(cell)
        .ok()
        .and_then(|it| it.parse::<f64>().ok())
        .filter(|it| it.is_finite() && *it > 0.0)
        .ok_or_else(|| Problem::Weight { found: String::from_utf8_lossy(cell).chars().take(40).collect() })
}
