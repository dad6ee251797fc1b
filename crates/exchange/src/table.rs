//! CSV to rows of named cells: header, encoding, width and size are settled here, before any value is read.

use csv::{ByteRecord, ReaderBuilder};

use crate::cell::Named;
use crate::import::Limits;
use crate::issue::{IssueCode, Issues, RowIssue, suggestion};
use crate::manifest::Listed;
use crate::schema::Column;

/// The byte order mark that some programs put before UTF-8; it is no part of the text.
pub(crate) const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Reads the rows of a file and shows each that is whole to `row`: its line and its cells in order of `columns`,
/// empty where the file lacks the column. Returns whether all rows could be shown.
pub(crate) fn each_row<F>(
    file: &Listed<'_>,
    columns: &[Column],
    (limits, rows_left): (&Limits, &mut usize),
    issues: &mut Issues,
    mut row: F,
) -> bool
where
    F: FnMut(u64, &[Named<'_>], &mut Issues),
{
    let bytes = file.bytes.strip_prefix(BOM).unwrap_or(file.bytes);
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut record = ByteRecord::new();
    if !matches!(reader.read_byte_record(&mut record), Ok(true)) {
        let message = "the file is empty; it needs at least a header row";
        issues.push(|| RowIssue::new(IssueCode::EmptyFile, &file.name, message));
        return false;
    }
    let Some(places) = header(file, &record, columns, issues) else { return false };
    let width = record.len();
    let mut whole = true;
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return whole,
            Err(error) => {
                issues
                    .push(|| RowIssue::new(IssueCode::InvalidValue, &file.name, format!("no CSV: {error}")));
                return false;
            }
        }
        if *rows_left == 0 {
            let message = format!("more than {} rows; split the import", limits.rows);
            issues.push(|| RowIssue::new(IssueCode::TooManyRows, &file.name, message));
            return false;
        }
        *rows_left -= 1;
        let line = record.position().map_or(0, csv::Position::line);
        match cells(&record, width, columns, &places, limits) {
            Ok(cells) => row(line, &cells, issues),
            Err((code, column, message)) => {
                whole = false;
                issues.push(|| {
                    let issue = RowIssue::new(code, &file.name, message).at(line);
                    match column {
                        Some(column) => issue.column(column),
                        None => issue,
                    }
                });
            }
        }
    }
}

/// For each column the place of its cell in a row, if the file has it.
fn header(
    file: &Listed<'_>,
    record: &ByteRecord,
    columns: &[Column],
    issues: &mut Issues,
) -> Option<Vec<Option<usize>>> {
    let mut places = vec![None; columns.len()];
    let mut sound = true;
    for (place, name) in record.iter().enumerate() {
        let Ok(name) = std::str::from_utf8(name) else {
            let message = "the header is not UTF-8; save the file as UTF-8";
            issues.push(|| RowIssue::new(IssueCode::InvalidUtf8, &file.name, message).at(1));
            return None;
        };
        let name = name.trim();
        let known = columns.iter().position(|it| it.name == name);
        match known.and_then(|it| places.get_mut(it)) {
            Some(slot @ None) => *slot = Some(place),
            Some(Some(_)) => {
                sound = false;
                let message = format!("the column `{name}` stands twice");
                issues.push(|| {
                    RowIssue::new(IssueCode::DuplicateColumn, &file.name, message).at(1).column(name)
                });
            }
            None => {
                sound = false;
                issues.push(|| unknown_column(&file.name, name, columns));
            }
        }
    }
    for (column, place) in columns.iter().zip(&places) {
        if column.required && place.is_none() {
            sound = false;
            let message = format!("the column `{}` is missing; its cells need a value", column.name);
            issues.push(|| {
                RowIssue::new(IssueCode::MissingColumn, &file.name, message).at(1).column(column.name)
            });
        }
    }
    sound.then_some(places)
}

fn unknown_column(file: &str, name: &str, columns: &[Column]) -> RowIssue {
    let hint = if name.contains([';', '\t']) {
        "; columns are separated by commas".to_owned()
    } else {
        suggestion(name, columns.iter().map(|it| it.name))
    };
    let names: Vec<_> = columns.iter().map(|it| it.name).collect();
    let message = format!("there is no column `{name}`{hint} The columns are {}", names.join(", "));
    RowIssue::new(IssueCode::UnknownColumn, file, message).at(1).column(name)
}

type Refused = (IssueCode, Option<&'static str>, String);

fn cells<'a>(
    record: &'a ByteRecord,
    width: usize,
    columns: &[Column],
    places: &[Option<usize>],
    limits: &Limits,
) -> Result<Vec<Named<'a>>, Refused> {
    if record.len() != width {
        let message = format!(
            "the row has {} cells, the header {width}; look for a comma without quotes",
            record.len()
        );
        return Err((IssueCode::RaggedRow, None, message));
    }
    let cell = |(column, place): (&Column, &Option<usize>)| {
        let bytes = place.and_then(|it| record.get(it)).unwrap_or_default();
        if bytes.len() > limits.cell_bytes {
            let message =
                format!("the cell has {} bytes, at most {} are read", bytes.len(), limits.cell_bytes);
            return Err((IssueCode::CellTooLarge, Some(column.name), message));
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok((column.name, text)),
            Err(error) => {
                let message =
                    format!("not UTF-8 from byte {} of the cell; save as UTF-8", error.valid_up_to() + 1);
                Err((IssueCode::InvalidUtf8, Some(column.name), message))
            }
        }
    };
    columns.iter().zip(places).map(cell).collect()
}
