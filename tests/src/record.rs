//! Copies of the shipped record with rows left out, to see that an answer rests on them.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

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
    for row in rows {
        leave_out(&to.join(&row.file), row).with_context(|| format!("leaving out {row:?}"))?;
    }
    Ok(())
}

fn leave_out(file: &Path, row: &Row) -> Result<()> {
    let mut conditions = row.columns.clone();
    conditions.extend(row.key.iter().map(|it| ("key".to_owned(), it.clone())));
    ensure!(!conditions.is_empty(), "neither a key nor the values of columns are given");
    let mut reader = csv::Reader::from_path(file)?;
    let header = reader.headers()?.clone();
    let mut places = Vec::new();
    for (column, value) in conditions {
        let place = header.iter().position(|it| *it == column);
        places.push((place.with_context(|| format!("no column {column}"))?, value));
    }
    let (mut kept, mut found) = (Vec::new(), 0);
    for line in reader.records() {
        let line = line?;
        if places.iter().all(|(place, value)| line.get(*place) == Some(value)) {
            found += 1;
        } else {
            kept.push(line);
        }
    }
    ensure!(found > 0, "there is no such row");
    let mut writer = csv::Writer::from_path(file)?;
    writer.write_record(&header)?;
    for line in kept {
        writer.write_record(&line)?;
    }
    Ok(writer.flush()?)
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

    #[test]
    fn rows_are_left_out_and_the_rest_stays() {
        let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        std::fs::write(from.path().join("a.csv"), "key,text\n1,\"x, y\"\n2,\"z\nz\"\n3,\n").unwrap();
        std::fs::write(from.path().join("manifest.json"), "{}").unwrap();
        let rows = [row("a.csv", Some("1"), &[]), row("a.csv", None, &[("text", "")])];
        copy_without(from.path(), to.path(), &rows).unwrap();
        assert_eq!(std::fs::read_to_string(to.path().join("a.csv")).unwrap(), "key,text\n2,\"z\nz\"\n");
        assert_eq!(std::fs::read_to_string(to.path().join("manifest.json")).unwrap(), "{}");
    }

    #[test]
    fn a_row_that_is_not_there_is_an_error() {
        let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        std::fs::write(from.path().join("a.csv"), "key\n1\n").unwrap();
        for wrong in
            [row("a.csv", Some("2"), &[]), row("a.csv", None, &[]), row("a.csv", None, &[("b", "1")])]
        {
            assert!(copy_without(from.path(), to.path(), &[wrong]).is_err());
        }
    }
}
