//! Copies of the shipped record with rows left out, to see that an answer rests on them.
//!
//! References to such rows are taken out of lists that may be shorter ([`LOOSE`]). A row that cannot do without one of
//! them must be left out by name: the import would rightly refuse it.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

/// Columns with lists of references that say nothing of the row's own being.
const LOOSE: &[&str] = &["about", "evidence", "possible_evidence"];

/// A manifest, as far as it is needed here.
#[derive(Debug, Deserialize)]
struct Manifest {
    files: Vec<File>,
}

/// A file of a manifest.
#[derive(Debug, Deserialize)]
struct File {
    file: String,
    kind: String,
}

/// A row of the record: those rows of a file whose columns have the given values.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The name of the file.
    pub file: String,
    /// The value of the column `key`.
    pub key: Option<String>,
    /// The values of other columns, where rows have no key.
    #[serde(default, rename = "where")]
    pub columns: BTreeMap<String, String>,
}

/// Copies the record in `from` to the empty folder `to` without `rows`.
///
/// # Errors
/// When a file cannot be read or written, or a row to be left out is not there.
pub fn copy_without(from: &Path, to: &Path, rows: &[Row]) -> Result<()> {
    for entry in std::fs::read_dir(from).with_context(|| format!("no record in {}", from.display()))? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    let manifest = std::fs::read_to_string(to.join("manifest.json")).context("no manifest")?;
    let manifest: Manifest = serde_json::from_str(&manifest).context("the manifest")?;
    let mut gone = Vec::new();
    for row in rows {
        let kind = manifest.files.iter().find(|it| it.file == row.file).map(|it| it.kind.as_str());
        let kind = kind.with_context(|| format!("{} is not in the manifest", row.file))?;
        let keys = leave_out(&to.join(&row.file), row).with_context(|| format!("leaving out {row:?}"))?;
        gone.extend(keys.iter().map(|key| format!("{kind}:{key}")));
    }
    for file in &manifest.files {
        forget(&to.join(&file.file), &gone).with_context(|| file.file.clone())?;
    }
    Ok(())
}

/// Leaves a row out of its file; the keys of the lines that it was.
fn leave_out(file: &Path, row: &Row) -> Result<Vec<String>> {
    let mut conditions = row.columns.clone();
    conditions.extend(row.key.iter().map(|it| ("key".to_owned(), it.clone())));
    ensure!(!conditions.is_empty(), "neither a key nor the values of columns are given");
    let mut table = Table::read(file)?;
    let mut places = Vec::new();
    for (column, value) in conditions {
        places.push((table.place(&column).with_context(|| format!("no column {column}"))?, value));
    }
    let key = table.place("key");
    let is_meant = |line: &csv::StringRecord| {
        places.iter().all(|(place, value)| line.get(*place) == Some(value.as_str()))
    };
    let (out, kept): (Vec<_>, Vec<_>) = table.lines.into_iter().partition(is_meant);
    ensure!(!out.is_empty(), "there is no such row");
    table.lines = kept;
    table.write(file)?;
    Ok(out.iter().filter_map(|line| line.get(key?).map(str::to_owned)).collect())
}

/// Takes references to what is gone out of loose lists.
fn forget(file: &Path, gone: &[String]) -> Result<()> {
    let mut table = Table::read(file)?;
    let places: Vec<_> = LOOSE.iter().filter_map(|it| table.place(it)).collect();
    if places.is_empty() {
        return Ok(());
    }
    for line in &mut table.lines {
        *line = line
            .iter()
            .enumerate()
            .map(|(place, cell)| {
                if !places.contains(&place) {
                    return cell.to_owned();
                }
                let kept: Vec<_> =
                    cell.split('|').filter(|it| !gone.iter().any(|other| other == it)).collect();
                kept.join("|")
            })
            .collect();
    }
    table.write(file)
}

/// A file of a record.
struct Table {
    header: csv::StringRecord,
    lines: Vec<csv::StringRecord>,
}

impl Table {
    fn read(file: &Path) -> Result<Self> {
        let mut reader = csv::Reader::from_path(file)?;
        let header = reader.headers()?.clone();
        Ok(Self { header, lines: reader.records().collect::<Result<_, _>>()? })
    }

    fn place(&self, column: &str) -> Option<usize> {
        self.header.iter().position(|it| it == column)
    }

    fn write(&self, file: &Path) -> Result<()> {
        let mut writer = csv::Writer::from_path(file)?;
        writer.write_record(&self.header)?;
        for line in &self.lines {
            writer.write_record(line)?;
        }
        Ok(writer.flush()?)
    }
}

#[cfg(test)]
mod tests {
    use super::{Row, copy_without};
    use std::collections::BTreeMap;

    fn row(file: &str, key: Option<&str>, columns: &[(&str, &str)]) -> Row {
        let columns: BTreeMap<_, _> =
            columns.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        Row { file: file.to_owned(), key: key.map(str::to_owned), columns }
    }

    /// A record of institutions, and of questions about them.
    fn sample() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        let files = r#"{"files":[{"file":"a.csv","kind":"institution"},{"file":"b.csv","kind":"task"}]}"#;
        write("manifest.json", files);
        write("a.csv", "key,text\n1,\"x, y\"\n2,\"z\nz\"\n3,\n");
        write("b.csv", "key,about\nq,institution:1|institution:2|body:1\nr,institution:3\n");
        folder
    }

    #[test]
    fn rows_are_left_out_and_the_rest_stays() {
        let (from, to) = (sample(), tempfile::tempdir().unwrap());
        let rows = [row("a.csv", Some("1"), &[]), row("a.csv", None, &[("text", "")])];
        copy_without(from.path(), to.path(), &rows).unwrap();
        let read = |name: &str| std::fs::read_to_string(to.path().join(name)).unwrap();
        assert_eq!(read("a.csv"), "key,text\n2,\"z\nz\"\n");
        assert_eq!(read("b.csv"), "key,about\nq,institution:2|body:1\nr,\n");
    }

    #[test]
    fn a_row_that_is_not_there_is_an_error() {
        let from = sample();
        for wrong in [
            row("a.csv", Some("4"), &[]),
            row("a.csv", None, &[]),
            row("a.csv", None, &[("c", "1")]),
            row("c.csv", Some("1"), &[]),
        ] {
            assert!(copy_without(from.path(), tempfile::tempdir().unwrap().path(), &[wrong]).is_err());
        }
    }
}
