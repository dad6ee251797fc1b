//! Files to a proposal: opened, laid out, read sheet by sheet in the order in which sheets refer to each other.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use domain::DomainError;
use domain::date::EdtfDate;
use domain::document::{DocumentKind, DocumentState, SourceDocument};
use domain::id::Id;
use domain::record::Record;
use domain::vocabulary::Label;

use super::catalogue::SheetForm;
use super::desk::{Desk, Line, Origin};
use super::detected::{Detected, Sureness};
use super::issue::{Issue, IssueCode, Severity};
use super::kind::SheetKind;
use super::open::{Opened, open};
use super::proposal::{Proposal, Refusal, RowCounts, RowOutcome, SheetCounts};
use super::rows::{self, Places};
use super::settings::{Left, Limits, Settings};
use super::sheet::Flaw;
use super::{SourceFile, forms, near};

/// How locators into imported files are to be read.
const LOCATOR_SCHEME: &str =
    "arkusz!wiersz: nazwa arkusza (pliku CSV bez rozszerzenia) i numer wiersza w nim, od 1";

/// The convention that rows of edge lists rest on (`docs/decisions/0015-edge-lists.md`).
const EDGE_LIST: &str = "EDGE_LIST";

/// Says what a file is, without reading what its rows mean. Time O(bytes).
///
/// # Errors
/// Why it cannot be read at all.
pub fn detect(file: &SourceFile<'_>, settings: &Settings, limits: &Limits) -> Result<Detected, Refusal> {
    let mut left = Left::of(limits);
    let mut opened = open(file, settings, limits, &mut left)?;
    forms::find(&mut opened, settings);
    Ok(detected(&opened))
}

fn detected(opened: &Opened) -> Detected {
    let sheets = opened.sheets.iter().map(|(_, layout)| layout.detected.clone()).collect();
    Detected { sheets, ..opened.detected.clone() }
}

/// After how many rows it is told how far reading is.
const ROWS_TOLD: u64 = 1_024;

/// Hears how many rows are read, and how many there are. It should return at once.
pub type Listener<'a> = &'a dyn Fn(u64, u64);

/// Reads files against the record as it is asserted, whose lists are in order of keys: what each row comes to, and what
/// would be written. The files are read as one: an edge list and its nodes, a table of meetings and one of attendance.
/// Time O(bytes + record); memory that of the cells and of what comes of them.
///
/// # Errors
/// Why the files cannot be read at all; a fault of a row or of a sheet is no error, but an issue of the proposal.
pub fn read(
    files: &[SourceFile<'_>],
    settings: &Settings,
    limits: &Limits,
    record: &Record,
) -> Result<Proposal, Refusal> {
    read_told(files, settings, limits, record, &|_, _| {})
}

/// The same, telling how far it is: from when the files are opened, about every thousand rows, and at the end.
///
/// # Errors
/// Those of [`read`].
pub fn read_told(
    files: &[SourceFile<'_>],
    settings: &Settings,
    limits: &Limits,
    record: &Record,
    listener: Listener<'_>,
) -> Result<Proposal, Refusal> {
    if files.is_empty() || files.len() > limits.files {
        let message = format!("give 1 to {} files", limits.files);
        return Err(Issue::error(IssueCode::TooMany, message).into());
    }
    let mut left = Left::of(limits);
    let mut opened = Vec::new();
    let mut refused = Vec::new();
    for file in files {
        match open(file, settings, limits, &mut left) {
            Ok(mut file) => {
                forms::find(&mut file, settings);
                opened.push(file);
            }
            Err(issue) => refused.push(*issue),
        }
    }
    if !refused.is_empty() {
        return Err(Refusal { issues: refused });
    }
    let sheets: usize = opened.iter().map(|it| it.sheets.len()).sum();
    if sheets > limits.sheets {
        let message = format!("the files have more than {} sheets", limits.sheets);
        return Err(Issue::error(IssueCode::TooMany, message).into());
    }
    let files: Vec<Detected> = opened.iter().map(detected).collect();
    let mut reading = Reading::new(record, limits, &opened, listener)?;
    reading.progress.add(0);
    reading.read(&opened);
    Ok(reading.finish(files))
}

fn count(rows: usize) -> u64 {
    u64::try_from(rows).unwrap_or(u64::MAX)
}

/// How far reading is.
struct Progress<'a> {
    listener: Listener<'a>,
    done: u64,
    total: u64,
}

impl Progress<'_> {
    /// So many more rows are done.
    fn add(&mut self, rows: u64) {
        let told = self.done / ROWS_TOLD;
        self.done += rows;
        if rows == 0 || self.done / ROWS_TOLD != told || self.done == self.total {
            (self.listener)(self.done, self.total);
        }
    }
}

struct Reading<'a> {
    desk: Desk<'a>,
    progress: Progress<'a>,
    origins: Vec<Origin>,
    /// For each sheet in the order of files: how many rows it has whose class is refused without a look.
    places: Places,
}

impl<'a> Reading<'a> {
    fn new(
        record: &'a Record,
        limits: &'a Limits,
        opened: &[Opened],
        listener: Listener<'a>,
    ) -> Result<Self, Refusal> {
        let rows = opened.iter().flat_map(|it| &it.sheets);
        let total = rows.map(|(sheet, layout)| count(sheet.len().saturating_sub(layout.first))).sum();
        let mut origins = Vec::new();
        let mut pending = BTreeMap::new();
        for file in opened {
            let (document, added) = document(record, file).map_err(|error| {
                Issue::error(IssueCode::BrokenFile, error.to_string()).in_file(&file.name)
            })?;
            if added.is_none() && is_retracted(record, &document) {
                let message = "this file was imported and then retracted; accept its document again instead";
                return Err(Issue::error(IssueCode::RetractedFile, message).in_file(&file.name).into());
            }
            pending.extend(added.map(|it| (document.clone(), it)));
            let decimal = file.detected.decimal;
            origins.push(Origin {
                document,
                decimal: (decimal.sureness != Sureness::Guess).then_some(decimal.value),
                order: file.detected.date_order.value,
                is_1904: file.is_1904,
            });
        }
        let Some(first) = origins.first().cloned() else {
            return Err(Issue::error(IssueCode::TooMany, "give at least one file").into());
        };
        let mut desk = Desk::new(record, limits, first);
        desk.pending = pending;
        let progress = Progress { listener, done: 0, total };
        Ok(Self { desk, progress, origins, places: Places::default() })
    }

    fn read(&mut self, opened: &[Opened]) {
        let mut numbered = Vec::new();
        for (file, opened) in opened.iter().enumerate() {
            for (sheet, (content, _)) in opened.sheets.iter().enumerate() {
                self.desk.places.push((Arc::clone(&opened.name), Arc::clone(&content.name)));
                numbered.push((file, sheet));
            }
        }
        for (number, (file, sheet)) in (0u32..).zip(&numbered) {
            if let Some(opened) = opened.get(*file) {
                self.tell_of_sheet(opened, (*sheet, number));
            }
        }
        // Sheets are read after those that they refer to, whatever their order in the files.
        let kinds = SheetKind::DATA.iter().copied().chain([SheetKind::Unknown]);
        for kind in kinds {
            for (number, (file, sheet)) in (0u32..).zip(&numbered) {
                let Some(opened) = opened.get(*file) else { continue };
                let is_of_kind =
                    opened.sheets.get(*sheet).is_some_and(|(_, layout)| layout.kind.value == kind);
                if let Some(origin) = self.origins.get(*file).filter(|_| is_of_kind).cloned() {
                    self.sheet(opened, (*sheet, number), &origin);
                }
            }
        }
    }

    /// Tells of what is wrong with a sheet as a whole.
    fn tell_of_sheet(&mut self, opened: &Opened, (sheet, _): (usize, u32)) {
        let Some((content, layout)) = opened.sheets.get(sheet) else { return };
        let mut issues: Vec<Issue> = layout.issues.clone();
        if let Some((code, row, message)) = &content.broken {
            let message = format!("{message}; nothing of the sheet is taken");
            issues.push(Issue::error(*code, message).at(*row));
        }
        for issue in issues {
            let issue = issue.in_file(&opened.name).in_sheet(&content.name);
            self.desk.issues.push(issue.severity, || issue);
        }
    }

    fn sheet(&mut self, opened: &Opened, (sheet, number): (usize, u32), origin: &Origin) {
        let Some((content, layout)) = opened.sheets.get(sheet) else { return };
        let is_edge_list = matches!(layout.kind.value, SheetKind::Ties | SheetKind::Nodes);
        let convention = if is_edge_list { Label::new(EDGE_LIST).ok() } else { None };
        self.desk.turn_to(origin, convention);
        let form = layout.form().filter(|_| content.broken.is_none());
        let Some(form) = form else {
            // Why is told once, of the sheet.
            for row in layout.first..content.len() {
                self.desk.begin(number, content.number(row));
                self.desk.refuse_quietly();
            }
            self.progress.add(count(content.len().saturating_sub(layout.first)));
            return;
        };
        let mut fields = vec![None; form.fields.len()];
        for (column, field) in layout.fields.iter().enumerate() {
            if let Some(slot) = field.and_then(|it| fields.get_mut(it)) {
                *slot = Some(column);
            }
        }
        let line = |row| Line { sheet: content, row, form, places: &fields, headers: &layout.headers };
        self.places.next_sheet();
        if matches!(form.kind, SheetKind::Institutions | SheetKind::Nodes) {
            for row in (layout.first..content.len()).filter(|row| !has_error(content.flaws.get(row))) {
                rows::survey(&mut self.desk, &line(row), &mut self.places);
            }
        }
        for row in layout.first..content.len() {
            self.desk.begin(number, content.number(row));
            self.flaws(&line(row), (content.flaws.get(&row), opened.is_text));
            // A row that could not be read as cells is refused, but tells which thing of the file is missing.
            if self.desk.is_sound() || content.width(row) > 0 {
                rows::read_or_mark(&mut self.desk, &line(row), &self.places);
            }
            self.progress.add(1);
        }
    }

    fn flaws(&mut self, line: &Line<'_>, (flaws, is_text): (Option<&Vec<Flaw>>, bool)) {
        for flaw in flaws.into_iter().flatten() {
            self.desk.tell(flaw.severity, || {
                let issue = Issue::new(flaw.severity, flaw.code, flaw.message.clone());
                match flaw.column.and_then(|it| line.headers.get(it)) {
                    Some(header) => issue.column(header),
                    None => issue,
                }
            });
        }
        if flaws.is_some() {
            return;
        }
        let (width, header) = (line.sheet.width(line.row), line.headers.len());
        let extra = (header..width).any(|it| !line.sheet.get(line.row, it).text.is_empty());
        if extra {
            let message = format!(
                "the row has {width} cells, the header {header}; look for a separator without quotes"
            );
            self.desk.tell(Severity::Error, || Issue::error(IssueCode::RaggedRow, message));
        } else if is_text && width < header {
            let message =
                format!("the row has {width} cells, the header {header}; the others count as empty");
            self.desk.tell(Severity::Warning, || Issue::warning(IssueCode::RaggedRow, message));
        }
    }

    fn finish(mut self, files: Vec<Detected>) -> Proposal {
        self.desk.settle();
        let desk = self.desk;
        let mut sheets: Vec<SheetCounts> = desk
            .places
            .iter()
            .map(|(file, sheet)| SheetCounts {
                file: Arc::clone(file),
                sheet: Arc::clone(sheet),
                rows: RowCounts::default(),
            })
            .collect();
        let mut counts = RowCounts::default();
        let mut rows = Vec::with_capacity(desk.rows.len());
        for state in &desk.rows {
            let (class, confirms) = (state.class(), state.confirms());
            counts.add(class, confirms);
            if let Some(sheet) = sheets.get_mut(state.sheet as usize) {
                sheet.rows.add(class, confirms);
            }
            let subject = state.subject.clone();
            rows.push(RowOutcome { sheet: state.sheet, row: state.number, class, subject, confirms });
        }
        rows.sort_by_key(|it| (it.sheet, it.row));
        let of_row: HashMap<_, _> = desk
            .rows
            .iter()
            .filter(|it| !it.is_refused)
            .filter_map(|it| Some((it.subject.clone()?, (it.sheet, it.number))))
            .filter(|(subject, _)| subject.kind == domain::record::RecordKind::Institution)
            .collect();
        let (near_duplicates, near_duplicate_count) =
            near::find(desk.record, &desk.out, desk.limits.near_duplicates, |it| of_row.get(it).copied());
        let mut issues = desk.issues;
        for pair in &near_duplicates {
            issues.push(Severity::Warning, || near_issue(pair, &sheets));
        }
        let (issues, issue_counts) = issues.finish();
        Proposal {
            files,
            sheets,
            rows,
            counts,
            issues,
            issue_counts,
            near_duplicates,
            near_duplicate_count,
            field_changes: desk.changes,
            field_change_count: desk.change_count,
            records: desk.out,
        }
    }
}

fn near_issue(pair: &super::NearDuplicate, sheets: &[SheetCounts]) -> Issue {
    let reasons: Vec<_> = pair.reasons.iter().map(ToString::to_string).collect();
    let message = format!(
        "this new institution is like `{}` ({}): {}; write that id if it is the same",
        pair.other_name,
        pair.other,
        reasons.join(", ")
    );
    let issue = Issue::warning(IssueCode::NearDuplicate, message)
        .at(pair.row)
        .value(&pair.name)
        .suggest(Some(pair.other.to_string()))
        .about(vec![pair.other.reference()]);
    match sheets.get(pair.sheet as usize) {
        Some(sheet) => issue.in_file(&sheet.file).in_sheet(&sheet.sheet),
        None => issue,
    }
}

fn has_error(flaws: Option<&Vec<Flaw>>) -> bool {
    flaws.into_iter().flatten().any(|it| it.severity == Severity::Error)
}

fn is_retracted(record: &Record, document: &Id<SourceDocument>) -> bool {
    record.documents.iter().any(|it| it.key == *document && it.state == DocumentState::Retracted)
}

/// The document that a file is: that of the record with its SHA-256, else a new one.
fn document(
    record: &Record,
    file: &Opened,
) -> Result<(Id<SourceDocument>, Option<SourceDocument>), DomainError> {
    let sha256 = &file.detected.sha256;
    let is_it = |it: &&SourceDocument| it.sha256.as_ref().is_some_and(|it| it.as_str() == sha256);
    if let Some(known) = record.documents.iter().find(is_it) {
        return Ok((known.key.clone(), None));
    }
    let key = Id::new(&format!("file-{}", sha256.get(..16).unwrap_or_default()))?;
    let name: String = file.name.chars().filter(|it| !it.is_control()).take(200).collect();
    let name = if name.trim().is_empty() { "bez nazwy" } else { name.trim() };
    let added = SourceDocument {
        key: Id::clone(&key),
        title: Label::new(&format!("Plik {name}"))?,
        kind: DocumentKind::Other,
        covers: EdtfDate::UNKNOWN,
        dated: EdtfDate::UNKNOWN,
        dated_basis: None,
        sha256: Some(Label::new(sha256)?),
        locator_scheme: Label::new(LOCATOR_SCHEME)?,
        state: DocumentState::Accepted,
    };
    Ok((key, Some(added)))
}

/// The form of a kind, for those who show fields to people.
#[must_use]
pub fn fields_of(kind: SheetKind) -> Vec<(&'static str, &'static str)> {
    SheetForm::of(kind).map_or_else(Vec::new, |it| it.fields.iter().map(|it| (it.name, it.polish)).collect())
}
