//! The manifest of a folder: which file holds which kind of record.

use std::collections::BTreeSet;

use domain::for_each_noun;
use domain::record::RecordKind;
use serde::{Deserialize, Serialize};

use crate::issue::{IssueCode, Issues, RowIssue, suggestion};

/// The name and version of the format.
pub const FORMAT: &str = "splot-record/1";

/// The name of the manifest's file.
pub const MANIFEST: &str = "manifest.json";

/// The manifest: `manifest.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The format, [`FORMAT`].
    pub format: String,
    /// What the record is of.
    pub title: String,
    /// The language of its texts, such as `pl`.
    pub language: String,
    /// The files, in the order in which they are read.
    pub files: Vec<ManifestFile>,
}

/// A file of the folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestFile {
    /// Its name, without any path.
    pub file: String,
    /// The kind of its rows: a kind of record, `person-name` or `contact-point`.
    pub kind: String,
}

/// What the rows of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKind {
    /// Records of a kind; claims have columns of their own.
    Record(RecordKind),
    /// Names of people.
    PersonName,
    /// Contact points.
    ContactPoint,
}

/// The kinds of the personal values, which are no records.
pub(crate) const PERSON_NAME: &str = "person-name";
pub(crate) const CONTACT_POINT: &str = "contact-point";

impl FileKind {
    /// The kind of that name. Claim texts have no file: locators stand in the column `sources`.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            PERSON_NAME => Some(Self::PersonName),
            CONTACT_POINT => Some(Self::ContactPoint),
            _ => match name.parse::<RecordKind>() {
                Ok(kind) if kind != RecordKind::ClaimText => Some(Self::Record(kind)),
                _ => None,
            },
        }
    }

    fn names() -> impl Iterator<Item = &'static str> {
        let records = RecordKind::ALL.iter().filter(|it| **it != RecordKind::ClaimText).map(|it| it.as_str());
        records.chain([PERSON_NAME, CONTACT_POINT])
    }
}

macro_rules! file_names {
    ($($field:ident : $Type:ident, $name:literal;)*) => {
        /// The name of the file into which records of a kind are written, such as `institution-types.csv`.
        #[must_use]
        pub fn file_name(kind: RecordKind) -> String {
            let list = match kind { $(RecordKind::$Type => stringify!($field)),* };
            format!("{}.csv", list.replace('_', "-"))
        }
    };
}
for_each_noun!(file_names);

/// The format alone, so that another version is told apart from a broken manifest.
#[derive(Deserialize)]
struct Format {
    format: Option<String>,
}

/// A file to be read.
#[derive(Debug)]
pub(crate) struct Listed<'a> {
    pub(crate) name: String,
    pub(crate) kind: FileKind,
    pub(crate) bytes: &'a [u8],
}

/// Reads the manifest and finds the files that it names. Files that it does not name are not looked at.
pub(crate) fn list<'a>(
    files: &'a [(String, Vec<u8>)],
    issues: &mut Issues,
) -> Option<(Manifest, Vec<Listed<'a>>)> {
    let find = |name: &str| files.iter().find(|(it, _)| it == name).map(|(_, bytes)| bytes.as_slice());
    let Some(bytes) = find(MANIFEST) else {
        let message = format!("there is no {MANIFEST}; it says which file holds what");
        issues.push(|| RowIssue::new(IssueCode::MissingManifest, MANIFEST, message));
        return None;
    };
    let manifest = parse(bytes, issues)?;
    let mut listed = Vec::new();
    let mut seen = BTreeSet::new();
    for entry in &manifest.files {
        let name = entry.file.as_str();
        let is_plain = !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', '\0']);
        if !is_plain || name == MANIFEST || !seen.insert(name) {
            let message = "a file is named once, by its plain name without a path";
            issues.push(|| {
                RowIssue::new(IssueCode::InvalidFileName, MANIFEST, message).column("file").value(name)
            });
            continue;
        }
        let Some(kind) = FileKind::named(&entry.kind) else {
            issues.push(|| {
                let hint = suggestion(&entry.kind, FileKind::names());
                let message = format!("`{}` is no kind of row{hint}", entry.kind);
                RowIssue::new(IssueCode::UnknownKind, MANIFEST, message).column("kind").value(&entry.kind)
            });
            continue;
        };
        match find(name) {
            Some(bytes) => listed.push(Listed { name: name.to_owned(), kind, bytes }),
            None => issues.push(|| {
                let hint = suggestion(name, files.iter().map(|(it, _)| it.as_str()));
                let message = format!("the manifest names `{name}`, which is not there{hint}");
                RowIssue::new(IssueCode::MissingFile, name, message)
            }),
        }
    }
    Some((manifest, listed))
}

fn parse(bytes: &[u8], issues: &mut Issues) -> Option<Manifest> {
    let bytes = bytes.strip_prefix(crate::table::BOM).unwrap_or(bytes);
    if let Ok(Format { format: Some(format) }) = serde_json::from_slice::<Format>(bytes)
        && format != FORMAT
    {
        let message = format!("the format is `{format}`, this version reads `{FORMAT}`");
        issues.push(|| {
            RowIssue::new(IssueCode::WrongFormat, MANIFEST, message).column("format").value(&format)
        });
        return None;
    }
    match serde_json::from_slice(bytes) {
        Ok(manifest) => Some(manifest),
        Err(error) => {
            let message = format!("the manifest cannot be read: {error}");
            issues.push(|| RowIssue::new(IssueCode::InvalidManifest, MANIFEST, message));
            None
        }
    }
}
