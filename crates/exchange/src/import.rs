//! Files to a record: every row read into its value, every problem collected, the whole checked.

use std::collections::{HashMap, HashSet};

use domain::claim::{Claim, ClaimText};
use domain::id::is_key;
use domain::person::{ContactPoint, PersonName, Personal};
use domain::record::{Noun, Record, RecordKind, RecordRef, RecordVisitor};
use domain::support::needs_claim;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::cell::{CellError, Named, read_row};
use crate::check;
use crate::error::ExchangeError;
use crate::issue::{IssueCode, Issues, RowIssue, suggestion};
use crate::manifest::{CONTACT_POINT, FileKind, Listed, MANIFEST, PERSON_NAME, list};
use crate::schema::{ClaimCells, Column, SourceCells, columns};
use crate::table::each_row;

/// How much is read at most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Rows of all files together.
    pub rows: usize,
    /// Bytes of one cell.
    pub cell_bytes: usize,
    /// Issues that are told one by one; all are counted.
    pub issues: usize,
}

impl Default for Limits {
    /// 20 million rows, 1 MiB a cell, 200 issues.
    fn default() -> Self {
        Self { rows: 20_000_000, cell_bytes: 1 << 20, issues: 200 }
    }
}

/// What files hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// What the record is of, from the manifest.
    pub title: String,
    /// The language of its texts, from the manifest.
    pub language: String,
    /// The record, its lists in order of keys.
    pub record: Record,
    /// Names and contacts of people.
    pub personal: Personal,
    /// SHA-256 over the manifest and the files that it names, in lower-case hexadecimal.
    pub digest: String,
}

/// Reads the files of a folder, given by name; `manifest.json` is one of them, and files that it does not name are
/// left out. Time O(bytes).
///
/// # Errors
/// [`ExchangeError::Refused`] with what is wrong; nothing is half read.
pub fn read(files: &[(String, Vec<u8>)], limits: &Limits) -> Result<Import, ExchangeError> {
    let mut issues = Issues::new(limits.issues);
    let Some((manifest, listed)) = list(files, &mut issues) else { return Err(issues.refusal()) };
    let digest = digest(files, &listed);
    let mut reading = Reading::new(limits, manifest.files.len() > listed.len());
    for file in &listed {
        reading.file(file, &mut issues);
    }
    reading.record.sort();
    reading.personal.names.sort_by(|a, b| a.person.cmp(&b.person));
    reading.personal.contacts.sort_by(|a, b| a.key.cmp(&b.key));
    check::check(&reading.record, &reading.personal, &reading.places, &mut issues);
    let Reading { record, personal, .. } = reading;
    issues.or(Import { title: manifest.title, language: manifest.language, record, personal, digest })
}

fn digest(files: &[(String, Vec<u8>)], listed: &[Listed<'_>]) -> String {
    let manifest =
        files.iter().find(|(name, _)| name == MANIFEST).map(|(name, bytes)| (name, bytes.as_slice()));
    let mut hash = Sha256::new();
    for (name, bytes) in manifest.into_iter().chain(listed.iter().map(|it| (&it.name, it.bytes))) {
        // Lengths keep one file's end apart from the next one's beginning.
        for part in [name.as_bytes(), bytes] {
            hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
            hash.update(part);
        }
    }
    hash.finalize().iter().map(|it| format!("{it:02x}")).collect()
}

/// Where a record came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// Which file, by its number in [`Places::files`].
    pub(crate) file: usize,
    /// The line.
    pub(crate) line: u64,
}

/// Where everything came from, and what could not be read and so must not be called missing.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// The names of the files.
    pub(crate) files: Vec<String>,
    /// The rows of each record, in the order in which they were read: several when its key stands twice.
    pub(crate) of: HashMap<RecordRef, Vec<Place>>,
    /// The rows of the personal values, as read, before they were sorted.
    pub(crate) personal: HashMap<String, Vec<Place>>,
    /// Records whose rows could not be read.
    pub(crate) broken: HashSet<RecordRef>,
    /// Kinds of which rows without a known key could not be read.
    pub(crate) incomplete: HashSet<RecordKind>,
    /// Whether a whole file is missing, so that anything may be.
    pub(crate) lacks_files: bool,
}

struct Reading<'a> {
    limits: &'a Limits,
    rows_left: usize,
    record: Record,
    personal: Personal,
    places: Places,
}

impl<'a> Reading<'a> {
    fn new(limits: &'a Limits, lacks_files: bool) -> Self {
        Self {
            limits,
            rows_left: limits.rows,
            record: Record::default(),
            personal: Personal::default(),
            places: Places { lacks_files, ..Places::default() },
        }
    }

    fn file(&mut self, file: &Listed<'_>, issues: &mut Issues) {
        self.places.files.push(file.name.clone());
        match file.kind {
            FileKind::Record(RecordKind::Claim) => self.claims(file, issues),
            FileKind::Record(kind) => {
                let mut record = std::mem::take(&mut self.record);
                record.visit(&mut OfKind { kind, file, reading: self, issues });
                // Claims were gathered aside while the record was lent out.
                record.claims.append(&mut self.record.claims);
                record.claim_texts.append(&mut self.record.claim_texts);
                self.record = record;
            }
            FileKind::PersonName => {
                let names =
                    self.values::<PersonName>(file, issues, |it| format!("{PERSON_NAME}:{}", it.person));
                self.personal.names.extend(names);
            }
            FileKind::ContactPoint => {
                let contacts =
                    self.values::<ContactPoint>(file, issues, |it| format!("{CONTACT_POINT}:{}", it.key));
                self.personal.contacts.extend(contacts);
            }
        }
    }

    /// Reads the rows of a kind of record, with the claims that their sources make.
    fn records<T: Noun>(&mut self, file: &Listed<'_>, issues: &mut Issues) -> Vec<T> {
        let own = columns::<T>();
        let with_sources = needs_claim(T::KIND);
        let mut all = own.clone();
        if with_sources {
            all.extend(columns::<SourceCells>());
        }
        let mut records: Vec<T> = Vec::new();
        let mut broken = Vec::new();
        let (claims, places) = (&mut self.record, &mut self.places);
        let place = |line| Place { file: places.files.len().saturating_sub(1), line };
        let mut found: Vec<(RecordRef, Place)> = Vec::new();
        let whole =
            each_row(file, &all, (self.limits, &mut self.rows_left), issues, |line, cells, issues| {
                let (own_cells, source_cells) = cells.split_at(own.len());
                let read = read_row::<T>(own_cells);
                let sources = read_row::<SourceCells>(source_cells);
                report(file, &all, line, (&read, &sources), (cells, issues));
                let (Ok(record), Ok(sources)) = (read, sources) else {
                    broken.push(
                        own_cells
                            .iter()
                            .find(|(name, _)| *name == "key")
                            .map_or("", |(_, key)| key)
                            .to_owned(),
                    );
                    return;
                };
                let subject = record.reference();
                match sources.claims(&subject) {
                    Ok(made) => add_claims(claims, made, place(line), &mut found),
                    Err(error) => issues.push(|| {
                        RowIssue::new(IssueCode::InvalidValue, &file.name, error.to_string())
                            .at(line)
                            .column("sources")
                    }),
                }
                found.push((subject, place(line)));
                records.push(record);
            });
        self.keep(found);
        for key in broken {
            if is_key(&key) {
                self.places.broken.insert(RecordRef { kind: T::KIND, key: key.into() });
            } else {
                self.places.incomplete.insert(T::KIND);
            }
        }
        if !whole {
            self.places.incomplete.insert(T::KIND);
        }
        records
    }

    fn claims(&mut self, file: &Listed<'_>, issues: &mut Issues) {
        let own = columns::<ClaimCells>();
        let mut found = Vec::new();
        let mut complete = true;
        let (record, number) = (&mut self.record, self.places.files.len().saturating_sub(1));
        let whole =
            each_row(file, &own, (self.limits, &mut self.rows_left), issues, |line, cells, issues| {
                let read = read_row::<ClaimCells>(cells);
                report::<_, ()>(file, &own, line, (&read, &Ok(())), (cells, issues));
                let Ok(row) = read else {
                    complete = false;
                    return;
                };
                if row.sources.is_empty() || (row.key.is_some() && row.sources.len() > 1) {
                    complete = false;
                    let message = "a claim needs a source, and just one when its key is given";
                    let issue =
                        || RowIssue::new(IssueCode::NoSource, &file.name, message).at(line).column("sources");
                    issues.push(issue);
                    return;
                }
                match row.claims() {
                    Ok(made) => add_claims(record, made, Place { file: number, line }, &mut found),
                    Err(error) => {
                        issues.push(|| {
                            RowIssue::new(IssueCode::InvalidValue, &file.name, error.to_string()).at(line)
                        });
                    }
                }
            });
        self.keep(found);
        if !whole || !complete {
            self.places.incomplete.insert(RecordKind::Claim);
        }
    }

    fn values<T: DeserializeOwned>(
        &mut self,
        file: &Listed<'_>,
        issues: &mut Issues,
        name: impl Fn(&T) -> String,
    ) -> Vec<T> {
        let own = columns::<T>();
        let mut values = Vec::new();
        let (personal, number) = (&mut self.places.personal, self.places.files.len().saturating_sub(1));
        each_row(file, &own, (self.limits, &mut self.rows_left), issues, |line, cells, issues| {
            let read = read_row::<T>(cells);
            report::<_, ()>(file, &own, line, (&read, &Ok(())), (cells, issues));
            if let Ok(value) = read {
                personal.entry(name(&value)).or_default().push(Place { file: number, line });
                values.push(value);
            }
        });
        values
    }

    fn keep(&mut self, found: Vec<(RecordRef, Place)>) {
        for (reference, place) in found {
            self.places.of.entry(reference).or_default().push(place);
        }
    }
}

fn add_claims(
    record: &mut Record,
    made: Vec<(Claim, ClaimText)>,
    place: Place,
    found: &mut Vec<(RecordRef, Place)>,
) {
    for (claim, text) in made {
        found.push((claim.reference(), place));
        record.claims.push(claim);
        record.claim_texts.push(text);
    }
}

/// Puts the rows of one file where their kind belongs.
struct OfKind<'a, 'b, 'c> {
    kind: RecordKind,
    file: &'a Listed<'a>,
    reading: &'a mut Reading<'b>,
    issues: &'c mut Issues,
}

impl RecordVisitor for OfKind<'_, '_, '_> {
    fn records<T: Noun>(&mut self, records: &mut Vec<T>) {
        if T::KIND == self.kind {
            records.extend(self.reading.records::<T>(self.file, self.issues));
        }
    }
}

/// What reading a row gave: the value, or the cells that could not be read.
type Read<T> = Result<T, Vec<(&'static str, CellError)>>;

/// Tells of the cells of a row that could not be read.
fn report<A, B>(
    file: &Listed<'_>,
    columns: &[Column],
    line: u64,
    (own, sources): (&Read<A>, &Read<B>),
    (cells, issues): (&[Named<'_>], &mut Issues),
) {
    let own = own.as_ref().err().into_iter().flatten();
    let refused = own.chain(sources.as_ref().err().into_iter().flatten());
    for (field, error) in refused {
        issues.push(|| {
            let text = cells.iter().find(|(name, _)| name == field).map_or("", |(_, text)| text);
            let is_date = columns.iter().any(|it| it.name == *field && it.is_date);
            let (code, hint) = match error {
                _ if text.is_empty() => (IssueCode::MissingValue, "; the cell is empty".to_owned()),
                CellError::Word(words) => (IssueCode::UnknownWord, suggestion(text, words.iter().copied())),
                CellError::Number => (IssueCode::InvalidNumber, String::new()),
                CellError::Boolean => (IssueCode::InvalidBoolean, String::new()),
                CellError::Message(_) if is_date => (IssueCode::InvalidDate, String::new()),
                CellError::Message(_) => (IssueCode::InvalidValue, String::new()),
            };
            RowIssue::new(code, &file.name, format!("{error}{hint}")).at(line).column(field).value(text)
        });
    }
}
