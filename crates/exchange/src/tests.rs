//! Tests: the shipped record, refusals by case, writing and reading by property.

mod lubuskie;
mod refusal;
mod roundtrip;

use std::path::Path;

use crate::{ExchangeError, Import, Limits, RowIssue, read};

type Files = Vec<(String, Vec<u8>)>;

/// The files of the record that ships.
fn shipped() -> Files {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/lubuskie");
    let mut files: Files = std::fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap())
        .map(|it| (it.file_name().into_string().unwrap(), std::fs::read(it.path()).unwrap()))
        .collect();
    files.sort();
    files
}

#[track_caller]
fn import(files: &Files) -> Import {
    read(files, &Limits::default()).unwrap_or_else(|error| panic!("{error:#?}"))
}

#[track_caller]
fn issues(files: &Files) -> Vec<RowIssue> {
    match read(files, &Limits::default()) {
        Err(ExchangeError::Refused { issues, count }) => {
            assert_eq!(issues.len(), count);
            issues
        }
        other => panic!("expected a refusal, not {other:?}"),
    }
}
