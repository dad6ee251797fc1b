//! Where rows become records: what is put on the desk is compared with the record as it is, claimed by its row, and
//! taken away again when its row is refused in the end.

mod cells;
mod claims;
mod natural;
mod resolve;
mod settle;

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use domain::body::Body;
use domain::changeset::find;
use domain::claim::Claim;
use domain::date::EdtfDate;
use domain::document::SourceDocument;
use domain::id::Id;
use domain::meeting::Meeting;
use domain::party::Party;
use domain::record::{Listed, Record, RecordKind, RecordRef};
use domain::vocabulary::Label;

use super::catalogue::SheetForm;
use super::index::Index;
use super::issue::{Issue, IssueCode, Issues, Severity};
use super::proposal::{FieldChange, RowClass};
use super::settings::{DateOrder, DecimalSeparator, Limits};
use super::sheet::{Cell, Sheet};

/// A row that is being read.
#[derive(Clone, Copy)]
pub(crate) struct Line<'s> {
    pub(crate) sheet: &'s Sheet,
    pub(crate) row: usize,
    pub(crate) form: &'static SheetForm,
    /// For each field of the form the column that holds it.
    pub(crate) places: &'s [Option<usize>],
    pub(crate) headers: &'s [String],
}

impl<'s> Line<'s> {
    fn column(&self, field: &str) -> Option<usize> {
        self.form.field_named(field).and_then(|it| self.places.get(it).copied().flatten())
    }

    /// The cell of a field; an empty one when no column holds it.
    pub(crate) fn cell(&self, field: &str) -> Cell<'s> {
        self.column(field).map_or(Cell::EMPTY, |it| self.sheet.get(self.row, it))
    }

    /// Whether the cell of a field has something in it.
    pub(crate) fn has(&self, field: &str) -> bool {
        !self.cell(field).text.is_empty()
    }

    /// The header of the column of a field, or the field's name.
    pub(crate) fn header(&self, field: &'s str) -> &'s str {
        self.column(field).and_then(|it| self.headers.get(it)).map_or(field, String::as_str)
    }

    /// The word that an empty cell of a field stands for.
    fn default(&self, field: &str) -> Option<&'static str> {
        self.form.field_named(field).and_then(|it| self.form.fields.get(it)).and_then(|it| it.default)
    }
}

/// What is known of a row so far.
#[derive(Debug, Clone)]
pub(crate) struct RowState {
    pub(crate) sheet: u32,
    pub(crate) number: u64,
    pub(crate) subject: Option<RecordRef>,
    pub(crate) is_refused: bool,
    is_new: bool,
    is_changed: bool,
    confirms: bool,
}

impl RowState {
    pub(crate) fn class(&self) -> RowClass {
        match (self.is_refused, self.is_new, self.is_changed) {
            (true, ..) => RowClass::Refused,
            (_, true, _) => RowClass::New,
            (.., true) => RowClass::Changed,
            _ => RowClass::Unchanged,
        }
    }

    pub(crate) fn confirms(&self) -> bool {
        self.confirms && self.class() == RowClass::Unchanged
    }
}

/// A file whose rows are being read.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    pub(crate) document: Id<SourceDocument>,
    pub(crate) decimal: Option<DecimalSeparator>,
    pub(crate) order: DateOrder,
    pub(crate) is_1904: bool,
}

/// Where something that was put came from: the row, and whether the row is of it.
#[derive(Debug, Clone, Copy)]
struct Owner {
    row: u32,
    is_main: bool,
    /// Its place in the list of its kind, when it was added; none when the record has it.
    at: Option<usize>,
}

/// What a text was found to mean as a party, or the issue that it makes.
type Resolved = Result<Party, (IssueCode, String, Vec<RecordRef>)>;

/// The desk.
pub(crate) struct Desk<'a> {
    pub(crate) record: &'a Record,
    pub(crate) index: Index,
    pub(crate) limits: &'a Limits,
    pub(crate) issues: Issues,
    pub(crate) rows: Vec<RowState>,
    /// Names of files and sheets, by the number of the sheet.
    pub(crate) places: Vec<(Arc<str>, Arc<str>)>,
    pub(crate) out: Record,
    pub(crate) changes: Vec<FieldChange>,
    pub(crate) change_count: u64,
    /// Ids within a file that are no keys: of the nodes of edge lists.
    pub(crate) local: HashMap<String, Arc<str>>,
    origin: Origin,
    convention: Option<Label>,
    /// Where the current row stands in its file.
    locator: Option<Label>,
    /// What the row's cell `source` says, when it is no document of the record.
    remark: Option<Label>,
    cited: Option<(Id<SourceDocument>, Label)>,
    /// Documents that are added when something is claimed by them.
    pub(crate) pending: BTreeMap<Id<SourceDocument>, SourceDocument>,
    claim_rows: Vec<u32>,
    text_rows: Vec<u32>,
    owners: HashMap<RecordRef, Owner>,
    field_claims: OnceCell<HashMap<&'a RecordRef, Vec<&'a Claim>>>,
    existence: OnceCell<HashMap<&'a RecordRef, Vec<&'a Claim>>>,
    /// The dates and bodies of meetings that rows tell of.
    pub(crate) held: HashMap<Id<Meeting>, (EdtfDate, Option<Id<Body>>)>,
    numbers: OnceCell<natural::Numbers<'a>>,
    declared: OnceCell<natural::Declared<'a>>,
    parts: OnceCell<natural::Parts<'a>>,
    members: OnceCell<natural::Members<'a>>,
    /// Rows that were refused, by the key or folded name of what they are of.
    refused: HashMap<(RecordKind, String), u32>,
    cache: HashMap<String, Resolved>,
    /// The codes of words of closed lists that were met in the sheet, by field and text.
    words: HashMap<(String, String), Option<&'static str>>,
}

impl<'a> Desk<'a> {
    pub(crate) fn new(record: &'a Record, limits: &'a Limits, origin: Origin) -> Self {
        Self {
            record,
            index: Index::of(record),
            limits,
            issues: Issues::new(limits.issues),
            rows: Vec::new(),
            places: Vec::new(),
            out: Record::default(),
            changes: Vec::new(),
            change_count: 0,
            local: HashMap::new(),
            locator: None,
            origin,
            convention: None,
            remark: None,
            cited: None,
            pending: BTreeMap::new(),
            claim_rows: Vec::new(),
            text_rows: Vec::new(),
            owners: HashMap::new(),
            field_claims: OnceCell::new(),
            existence: OnceCell::new(),
            held: HashMap::new(),
            numbers: OnceCell::new(),
            declared: OnceCell::new(),
            parts: OnceCell::new(),
            members: OnceCell::new(),
            refused: HashMap::new(),
            cache: HashMap::new(),
            words: HashMap::new(),
        }
    }

    /// Turns to a sheet of a file, whose rows rest on a convention if one is named.
    pub(crate) fn turn_to(&mut self, origin: &Origin, convention: Option<Label>) {
        self.origin = origin.clone();
        self.convention = convention;
        self.cache.clear();
        self.words.clear();
    }

    fn now(&self) -> u32 {
        u32::try_from(self.rows.len()).unwrap_or(u32::MAX).saturating_sub(1)
    }

    /// The place of a row, for messages.
    fn place(&self, row: u32) -> String {
        let state = self.rows.get(row as usize);
        let sheet = state.and_then(|it| self.places.get(it.sheet as usize));
        let number = state.map_or(0, |it| it.number);
        sheet.map_or_else(|| format!("row {number}"), |(_, sheet)| format!("row {number} of `{sheet}`"))
    }

    /// Begins a row.
    pub(crate) fn begin(&mut self, sheet: u32, number: u64) {
        self.rows.push(RowState {
            sheet,
            number,
            subject: None,
            is_refused: false,
            is_new: false,
            is_changed: false,
            confirms: false,
        });
        let name = self.places.get(sheet as usize).map_or("", |(_, sheet)| sheet);
        self.locator = locator(name, number);
        (self.remark, self.cited) = (None, None);
    }

    /// Whether the current row is sound so far.
    pub(crate) fn is_sound(&self) -> bool {
        self.rows.last().is_some_and(|it| !it.is_refused)
    }

    /// Tells of an issue of the current row; an error refuses it.
    pub(crate) fn tell(&mut self, severity: Severity, issue: impl FnOnce() -> Issue) {
        self.tell_of(self.now(), severity, issue);
    }

    pub(crate) fn tell_of(&mut self, row: u32, severity: Severity, issue: impl FnOnce() -> Issue) {
        if severity == Severity::Error
            && let Some(state) = self.rows.get_mut(row as usize)
        {
            state.is_refused = true;
        }
        let place = self.rows.get(row as usize).map(|it| (it.number, it.sheet));
        let sheet = place.and_then(|(_, sheet)| self.places.get(sheet as usize).cloned());
        self.issues.push(severity, || {
            let issue = issue();
            match (place, sheet) {
                (Some((number, _)), Some((file, sheet))) => issue.at(number).in_file(&file).in_sheet(&sheet),
                _ => issue,
            }
        });
    }

    /// Refuses the current row; why was told of its sheet.
    pub(crate) fn refuse_quietly(&mut self) {
        if let Some(state) = self.rows.last_mut() {
            state.is_refused = true;
        }
    }

    /// Refuses the current row for a cell.
    pub(crate) fn refuse(
        &mut self,
        line: &Line<'_>,
        field: &str,
        code: IssueCode,
        message: impl Into<String>,
    ) {
        self.tell(Severity::Error, || {
            let issue = Issue::error(code, message).column(line.header(field));
            let text = line.cell(field).text;
            if text.is_empty() { issue } else { issue.value(text) }
        });
    }

    /// Remembers that the current row, which is of something of that key or name, is refused.
    pub(crate) fn mark_refused(&mut self, kind: RecordKind, name: &str) {
        if !self.is_sound() && !name.is_empty() {
            let now = self.now();
            self.refused.entry((kind, name.to_owned())).or_insert(now);
        }
    }

    /// What is believed of a record, though it may have fallen; what earlier rows add is not looked at.
    pub(crate) fn believed<T: Listed>(&self, key: &str) -> Option<T> {
        let asserted = find::<T>(self.record, key)?;
        Some(self.settled(asserted))
    }

    /// Puts what the current row is of.
    pub(crate) fn put_main<T: Listed>(&mut self, record: T) {
        let reference = record.reference();
        if let Some(state) = self.rows.last_mut() {
            state.subject = Some(reference);
        }
        self.put_as(record, true);
    }

    /// Puts something else that the current row says.
    pub(crate) fn put<T: Listed>(&mut self, record: T) {
        self.put_as(record, false);
    }

    fn put_as<T: Listed>(&mut self, record: T, is_main: bool) {
        if let Err(error) = record.check() {
            self.tell(Severity::Error, || Issue::error(IssueCode::BrokenRule, error.to_string()));
            return;
        }
        let reference = record.reference();
        let mut owner = Owner { row: self.now(), is_main, at: None };
        // Of what the record has already, a later row is compared with the record like the first.
        let is_twice = |it: &Owner| it.at.is_some() || (it.is_main && is_main);
        if let Some(before) = self.owners.get(&reference).copied().filter(is_twice) {
            if before.is_main && is_main {
                self.duplicate(before.row, &reference);
                return;
            }
            let first = before.at.and_then(|it| T::list(&self.out).get(it));
            if first.is_some_and(|it| *it != record) {
                let place = self.place(before.row);
                let message = format!("{place} says something else of the same {}", T::KIND);
                self.tell(Severity::Error, || Issue::error(IssueCode::DuplicateKey, message));
                return;
            }
            if is_main {
                owner.at = before.at;
                self.owners.insert(reference.clone(), owner);
            }
            let is_known = find::<T>(self.record, &reference.key).is_some();
            self.confirm(&reference, is_known && is_main);
            if let Some(state) = self.rows.last_mut() {
                state.is_new |= is_main && !is_known;
            }
            return;
        }
        let known = self.believed::<T>(&reference.key);
        owner.at = known.is_none().then(|| T::list(&self.out).len());
        self.owners.insert(reference.clone(), owner);
        match known {
            None => {
                T::list_mut(&mut self.out).push(record);
                self.claim_existence(&reference);
                if let Some(state) = self.rows.last_mut() {
                    state.is_new |= is_main;
                    state.is_changed |= !is_main;
                }
            }
            Some(before) if before == record => self.confirm(&reference, true),
            Some(before) => {
                self.change(&before, &record);
                self.confirm(&reference, true);
            }
        }
    }

    /// Refuses both rows that are of one thing.
    fn duplicate(&mut self, first: u32, reference: &RecordRef) {
        let (here, there) = (self.place(self.now()), self.place(first));
        let told = |place: &str| {
            format!("{place} is of the same {} ({}); keep one of the two rows", reference.kind, reference.key)
        };
        let (of_second, of_first) = (told(&there), told(&here));
        let about = vec![reference.clone()];
        let is_told = self.rows.get(first as usize).is_some_and(|it| it.is_refused);
        self.tell(Severity::Error, || Issue::error(IssueCode::DuplicateKey, of_second).about(about.clone()));
        if !is_told {
            self.tell_of(first, Severity::Error, || {
                Issue::error(IssueCode::DuplicateKey, of_first).about(about)
            });
        }
    }
}

/// Where a row stands in its file: `sheet!row`.
fn locator(sheet: &str, number: u64) -> Option<Label> {
    let sheet: String = sheet.chars().filter(|it| !it.is_control()).take(200).collect();
    Label::new(&format!("{sheet}!{number}")).ok()
}
