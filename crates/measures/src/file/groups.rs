//! The group of each label, from a table with a row for each.

use super::label::{Interner, Labels, merge};
use super::scan::{Fault, Source};
use super::{FileError, Problem};

/// What the first row must be.
const EXPECTED: &str = "write `label,group`, in either order";

/// What a file of groups holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupFile {
    /// The groups.
    pub groups: Labels,
    /// The group of each node; none where no row puts it in one.
    pub of: Vec<Option<u32>>,
    /// How many labels of the file are no node's.
    pub unknown: usize,
}

#[derive(Default)]
struct Part {
    labels: Interner,
    groups: Interner,
    /// Label, group, where the row begins.
    rows: Vec<(u32, u32, u32)>,
}

/// Reads groups of nodes: the first row names the columns `label` (or `institution`) and `group`. A row with no group
/// says nothing. Groups are numbered in ascending order of their labels' bytes.
///
/// # Errors
/// [`FileError`] with the first thing wrong.
pub fn groups(bytes: &[u8], nodes: &Labels) -> Result<GroupFile, FileError> {
    let source = Source::new(bytes, false)?;
    let (header, offset, start) = source.first()?.ok_or(Problem::Empty { expected: EXPECTED })?;
    let find = |names: &[&str]| header.iter().position(|it| names.contains(&it.to_lowercase().as_str()));
    let (Some(label_column), Some(group_column)) = (find(&["label", "institution"]), find(&["group"])) else {
        let mut found = header.join(", ");
        found.truncate(found.floor_char_boundary(200));
        return Err(source.error(Fault::row(offset, Problem::Header { found, expected: EXPECTED })));
    };
    let parts: Vec<Part> = source.read(start, |part: &mut Part, offset, cells| {
        if cells.len() != header.len() {
            let problem = Problem::Columns { found: cells.len(), expected: header.len() };
            return Err(Fault::row(offset, problem));
        }
        let told = |column| move |problem| Fault::cell(offset, column, problem);
        let label = part.labels.intern(cells[label_column]).map_err(told(label_column))?;
        if !cells[group_column].trim_ascii().is_empty() {
            let group = part.groups.intern(cells[group_column]).map_err(told(group_column))?;
            part.rows.push((label, group, offset as u32));
        }
        Ok(())
    })?;
    let mut interners = (Vec::new(), Vec::new());
    let mut lists = Vec::new();
    for part in parts {
        interners.0.push(part.labels);
        interners.1.push(part.groups);
        lists.push(part.rows);
    }
    let (labels, label_numbers) = merge(interners.0)?;
    let (groups, group_numbers) = merge(interners.1)?;
    let node_of: Vec<Option<u32>> = labels.iter().map(|it| nodes.number(it)).collect();
    let mut of = vec![None; nodes.len()];
    for (part, list) in lists.iter().enumerate() {
        for (label, group, offset) in list {
            let label = label_numbers[part][*label as usize] as usize;
            let group = group_numbers[part][*group as usize];
            let Some(node) = node_of[label] else { continue };
            let known = &mut of[node as usize];
            if known.is_some_and(|it| it != group) {
                let label = labels.get(label).unwrap_or_default().to_owned();
                return Err(source.error(Fault::row(*offset as usize, Problem::GroupedTwice { label })));
            }
            *known = Some(group);
        }
    }
    Ok(GroupFile { groups, of, unknown: node_of.iter().filter(|it| it.is_none()).count() })
}
