//! A record to files: the same bytes for the same record, and only what reads back as it was.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::claim::{Claim, ClaimStatus, ClaimText, Confidence, claim_key};
use domain::id::Id;
use domain::person::Personal;
use domain::record::{Noun, Record, RecordKind, RecordReader, RecordRef};
use domain::support::needs_claim;
use domain::vocabulary::Label;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::cell::read_row;
use crate::claims::Source;
use crate::error::ExchangeError;
use crate::manifest::{CONTACT_POINT, FORMAT, MANIFEST, Manifest, ManifestFile, PERSON_NAME, file_name};
use crate::schema::{ClaimCells, Column, SourceCells, columns};

/// Writes a record as files, the manifest first. Kinds without records have no file; rows are in order of keys. Claims
/// of existence stand beside their records as far as one row can hold them, all others in the file of claims. Time
/// O(records log records).
///
/// # Errors
/// [`ExchangeError::NotRepresentable`], [`ExchangeError::ClaimWithoutText`], [`ExchangeError::TextWithoutClaim`] when
/// the files would not read back as the record.
pub fn write(
    record: &Record,
    personal: &Personal,
    title: &str,
    language: &str,
) -> Result<Vec<(String, Vec<u8>)>, ExchangeError> {
    let mut record = record.clone();
    record.sort();
    let claims = Claims::sort_out(&record)?;
    let mut writing = Writing { claims: &claims, files: Vec::new(), kinds: Vec::new(), error: None };
    record.read(&mut writing);
    if let Some(error) = writing.error {
        return Err(error);
    }
    let (mut files, mut kinds) = (writing.files, writing.kinds);
    let mut add = |name: String, kind: &str, table: Table| -> Result<(), ExchangeError> {
        if !table.rows.is_empty() {
            kinds.push(ManifestFile { file: name.clone(), kind: kind.to_owned() });
            files.push((name, table.bytes()?));
        }
        Ok(())
    };
    add(file_name(RecordKind::Claim), RecordKind::Claim.as_str(), claims.table()?)?;
    let mut names = personal.names.clone();
    names.sort_by(|a, b| a.person.cmp(&b.person));
    add("person-names.csv".to_owned(), PERSON_NAME, values(&names, |it| it.person.reference())?)?;
    let mut contacts = personal.contacts.clone();
    contacts.sort_by(|a, b| a.key.cmp(&b.key));
    add("contact-points.csv".to_owned(), CONTACT_POINT, values(&contacts, |it| it.of.clone())?)?;
    let manifest = Manifest {
        format: FORMAT.to_owned(),
        title: title.to_owned(),
        language: language.to_owned(),
        files: kinds,
    };
    let mut bytes = serde_json::to_vec_pretty(&manifest).map_err(|it| encoding(&it))?;
    bytes.push(b'\n');
    files.insert(0, (MANIFEST.to_owned(), bytes));
    Ok(files)
}

fn encoding(error: &impl ToString) -> ExchangeError {
    ExchangeError::Encoding { reason: error.to_string() }
}

/// A header and its rows.
struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
}

impl Table {
    fn bytes(&self) -> Result<Vec<u8>, ExchangeError> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(self.columns.iter().map(|it| it.name)).map_err(|it| encoding(&it))?;
        for row in &self.rows {
            writer.write_record(row).map_err(|it| encoding(&it))?;
        }
        writer.into_inner().map_err(|it| encoding(&it))
    }
}

/// The cells of a value, in order of its columns, if they read back as the value.
fn cells<T>(
    value: &T,
    columns: &[Column],
    record: impl FnOnce() -> RecordRef,
) -> Result<Vec<String>, ExchangeError>
where
    T: Serialize + DeserializeOwned + PartialEq,
{
    let Value::Object(fields) = serde_json::to_value(value).map_err(|it| encoding(&it))? else {
        return Err(ExchangeError::NotRepresentable { record: record() });
    };
    let text = |column: &Column| match fields.get(column.name) {
        Some(Value::String(text)) if column.is_date && text == "XXXX" => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Null) | None => String::new(),
        Some(other) => other.to_string(),
    };
    let row: Vec<String> = columns.iter().map(text).collect();
    let named: Vec<_> = columns.iter().map(|it| it.name).zip(row.iter().map(String::as_str)).collect();
    match read_row::<T>(&named) {
        Ok(again) if again == *value => Ok(row),
        _ => Err(ExchangeError::NotRepresentable { record: record() }),
    }
}

fn values<T>(values: &[T], record: impl Fn(&T) -> RecordRef) -> Result<Table, ExchangeError>
where
    T: Serialize + DeserializeOwned + PartialEq,
{
    let columns = columns::<T>();
    let rows = values.iter().map(|it| cells(it, &columns, || record(it))).collect::<Result<_, _>>()?;
    Ok(Table { columns, rows })
}

/// Writes the records of each kind.
struct Writing<'a> {
    claims: &'a Claims,
    files: Vec<(String, Vec<u8>)>,
    kinds: Vec<ManifestFile>,
    error: Option<ExchangeError>,
}

impl Writing<'_> {
    fn table<T: Noun>(&self, records: &[T]) -> Result<Table, ExchangeError> {
        let mut table = values(records, Noun::reference)?;
        if needs_claim(T::KIND) {
            let columns = columns::<SourceCells>();
            let none = SourceCells::default();
            for (row, record) in table.rows.iter_mut().zip(records) {
                let sources = self.claims.beside.get(&record.reference()).unwrap_or(&none);
                row.extend(cells(sources, &columns, || record.reference())?);
            }
            table.columns.extend(columns);
        }
        Ok(table)
    }
}

impl RecordReader for Writing<'_> {
    fn records<T: Noun>(&mut self, records: &[T]) {
        let apart = [Claim::KIND, ClaimText::KIND].contains(&T::KIND);
        if apart || records.is_empty() || self.error.is_some() {
            return;
        }
        match self.table(records).and_then(|it| it.bytes()) {
            Ok(bytes) => {
                self.kinds.push(ManifestFile { file: file_name(T::KIND), kind: T::KIND.to_string() });
                self.files.push((file_name(T::KIND), bytes));
            }
            Err(error) => self.error = Some(error),
        }
    }
}

/// The claims, sorted into those that stand beside their records and those that have rows of their own.
struct Claims {
    beside: HashMap<RecordRef, SourceCells>,
    own: Vec<ClaimCells>,
}

/// What the claims of one row have in common: all but the source.
type Shared = (RecordRef, Option<String>, u32, Option<String>, ClaimStatus, Confidence, [Option<String>; 3]);

impl Claims {
    fn sort_out(record: &Record) -> Result<Self, ExchangeError> {
        let mut texts: HashMap<&str, &ClaimText> =
            record.claim_texts.iter().map(|it| (it.key.as_str(), it)).collect();
        let mut known = Known(HashSet::new());
        record.read(&mut known);
        let mut rows: BTreeMap<(Shared, Option<Id<Claim>>), ClaimCells> = BTreeMap::new();
        for claim in &record.claims {
            let Some(text) = texts.remove(claim.key.as_str()) else {
                return Err(ExchangeError::ClaimWithoutText { claim: claim.reference() });
            };
            let row = cells_of(claim, text)?;
            let entry = rows.entry((shared(&row), row.key.clone()));
            let sources = row.sources.clone();
            entry.and_modify(|it| it.sources.extend(sources)).or_insert(row);
        }
        if let Some(text) = record.claim_texts.iter().find(|it| texts.contains_key(it.key.as_str())) {
            return Err(ExchangeError::TextWithoutClaim { text: text.reference() });
        }
        let mut claims = Self { beside: HashMap::new(), own: Vec::new() };
        for mut row in rows.into_values() {
            row.sources.sort_by_cached_key(|it| {
                (it.document.clone(), first_number(&it.locator), it.locator.clone())
            });
            if fits_beside(&row) && known.0.contains(&row.subject) && !claims.is_later(&row) {
                if let Some(earlier) = claims.beside.insert(row.subject.clone(), beside(&row)) {
                    claims.own.push(apart(row.subject, earlier));
                }
            } else {
                claims.own.push(row);
            }
        }
        claims.own.sort_by_cached_key(|it| (shared(it), it.sources.clone(), it.key.clone()));
        Ok(claims)
    }

    /// Whether the record already has sources beside it that come before those of the row.
    fn is_later(&self, row: &ClaimCells) -> bool {
        self.beside.get(&row.subject).is_some_and(|it| it.sources <= row.sources)
    }

    fn table(&self) -> Result<Table, ExchangeError> {
        let mut table = values(&self.own, |it| it.subject.clone())?;
        if self.own.iter().all(|it| it.key.is_none()) {
            // Keys are an exception; without one there is no column for them.
            if let Some(place) = table.columns.iter().position(|it| it.name == "key") {
                table.columns.remove(place);
                for row in &mut table.rows {
                    row.remove(place);
                }
            }
        }
        Ok(table)
    }
}

struct Known(HashSet<RecordRef>);

impl RecordReader for Known {
    fn records<T: Noun>(&mut self, records: &[T]) {
        if needs_claim(T::KIND) {
            self.0.extend(records.iter().map(Noun::reference));
        }
    }
}

/// The first number in a locator, so that line 7 stands before line 12.
fn first_number(locator: &Label) -> u64 {
    let digits = locator.as_str().split(|it: char| !it.is_ascii_digit()).find(|it| !it.is_empty());
    digits.and_then(|it| it.parse().ok()).unwrap_or(0)
}

/// The row of one claim; its key only when it is not the derived one.
fn cells_of(claim: &Claim, text: &ClaimText) -> Result<ClaimCells, ExchangeError> {
    let (field, value) = (claim.field.as_ref(), claim.value.as_ref());
    let derived = claim_key(&claim.subject, field, value, &claim.document, &text.locator)
        .map_err(|it| encoding(&it))?;
    Ok(ClaimCells {
        key: (derived != claim.key).then(|| claim.key.clone()),
        subject: claim.subject.clone(),
        field: claim.field.clone(),
        value: claim.value.clone(),
        rank: Some(claim.rank),
        sources: vec![Source { document: claim.document.clone(), locator: text.locator.clone() }],
        confidence: Some(claim.confidence),
        convention: claim.convention.clone(),
        premises: claim.premises.clone(),
        inference: text.inference.clone(),
        status: Some(claim.status),
    })
}

fn shared(row: &ClaimCells) -> Shared {
    let text = |it: &Option<Label>| it.as_ref().map(ToString::to_string);
    (
        row.subject.clone(),
        text(&row.field),
        row.rank.unwrap_or(1),
        text(&row.value),
        row.status.unwrap_or(ClaimStatus::Asserted),
        row.confidence.unwrap_or(Confidence::Stated),
        [text(&row.convention), Some(domain::list::join(&row.premises)), text(&row.inference)],
    )
}

fn fits_beside(row: &ClaimCells) -> bool {
    let plain = row.key.is_none() && row.field.is_none() && row.value.is_none();
    plain && row.rank == Some(1) && row.status == Some(ClaimStatus::Asserted)
}

fn beside(row: &ClaimCells) -> SourceCells {
    SourceCells {
        sources: row.sources.clone(),
        confidence: row.confidence,
        convention: row.convention.clone(),
        premises: row.premises.clone(),
        inference: row.inference.clone(),
    }
}

fn apart(subject: RecordRef, cells: SourceCells) -> ClaimCells {
    ClaimCells {
        key: None,
        subject,
        field: None,
        value: None,
        rank: Some(1),
        sources: cells.sources,
        confidence: cells.confidence,
        convention: cells.convention,
        premises: cells.premises,
        inference: cells.inference,
        status: Some(ClaimStatus::Asserted),
    }
}
