//! Tests over files as people make them, against the record that ships.

mod identity;
mod properties;
mod rows;
mod template;
mod text;
mod ties;
mod workbook;

use std::path::Path;
use std::sync::OnceLock;

use domain::changeset::Changeset;
use domain::check::problems;
use domain::record::Record;

use super::*;

/// The record that ships.
pub(super) fn shipped() -> &'static Record {
    static RECORD: OnceLock<Record> = OnceLock::new();
    RECORD.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/lubuskie");
        let files: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
            .unwrap()
            .map(|it| it.unwrap())
            .map(|it| (it.file_name().into_string().unwrap(), std::fs::read(it.path()).unwrap()))
            .collect();
        crate::read(&files, &crate::Limits::default()).unwrap().record
    })
}

pub(super) fn of(files: &[(&str, &[u8])], record: &Record) -> Proposal {
    let files: Vec<_> = files.iter().map(|(name, bytes)| SourceFile { name, bytes }).collect();
    let proposal = read(&files, &Settings::default(), &Limits::default(), record).unwrap();
    assert!(proposal.counts.close(), "{:?}", proposal.counts);
    assert_eq!(proposal.counts.read, u64::try_from(proposal.rows.len()).unwrap());
    let of_sheets: u64 = proposal.sheets.iter().map(|it| it.rows.read).sum();
    assert_eq!(proposal.counts.read, of_sheets);
    proposal
}

pub(super) fn texts(files: &[(&str, &str)], record: &Record) -> Proposal {
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    of(&files, record)
}

/// New, changed, unchanged and refused rows.
pub(super) fn counts(proposal: &Proposal) -> (u64, u64, u64, u64) {
    let it = proposal.counts;
    (it.new, it.changed, it.unchanged, it.refused)
}

/// Errors as `row column code`.
#[track_caller]
pub(super) fn errors(proposal: &Proposal) -> Vec<String> {
    told(proposal, Severity::Error)
}

pub(super) fn warnings(proposal: &Proposal) -> Vec<String> {
    told(proposal, Severity::Warning)
}

fn told(proposal: &Proposal, severity: Severity) -> Vec<String> {
    let of_it = proposal.issues.iter().filter(|it| it.severity == severity);
    of_it
        .map(|it| {
            let row = it.row.map_or_else(|| "-".to_owned(), |it| it.to_string());
            format!("{row} {} {}", it.column.as_deref().unwrap_or("-"), it.code)
        })
        .collect()
}

/// The record after a proposal was written, which has to be whole.
#[track_caller]
pub(super) fn after(proposal: &Proposal, record: &Record) -> Record {
    let mut after = record.clone();
    if let Some(records) = proposal.under(ErrorPolicy::RejectFailedRows).records {
        let changes = Changeset { records: records.clone(), ..Changeset::default() };
        changes.apply_to(&mut after);
    }
    assert_eq!(problems(&after), Vec::new());
    after
}

/// Reads files, writes what they come to, reads them again: nothing is new or changed then.
#[track_caller]
pub(super) fn twice(files: &[(&str, &str)], record: &Record) -> (Proposal, Record) {
    let first = texts(files, record);
    let record = after(&first, record);
    let again = texts(files, &record);
    assert_eq!((again.counts.new, again.counts.changed), (0, 0), "{:#?}", again.issues);
    assert_eq!(again.counts.confirmed, 0);
    assert_eq!(again.counts.refused, first.counts.refused);
    assert_eq!(again.under(ErrorPolicy::RejectFailedRows).records, None);
    (first, record)
}
