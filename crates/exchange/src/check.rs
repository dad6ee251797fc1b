//! The whole of what was read: the problems that the domain finds, each at the file and row that it came from, and
//! what the domain leaves to the reader: personal values, references that claims give.

use std::collections::{HashMap, HashSet};

use domain::DomainError;
use domain::check::{Fault, Problem, problems};
use domain::claim::Claim;
use domain::id::Id;
use domain::party::Party;
use domain::person::Personal;
use domain::record::{Noun, Record, RecordKind, RecordReader, RecordRef, RefVisitor};
use domain::support::with_field;

use crate::import::{Place, Places};
use crate::issue::{IssueCode, Issues, RowIssue, suggestion};
use crate::manifest::{CONTACT_POINT, PERSON_NAME};

/// Looks for problems of the record as a whole.
pub(crate) fn check(record: &Record, personal: &Personal, places: &Places, issues: &mut Issues) {
    let mut index = Index::default();
    record.read(&mut index);
    let checked = Checked { record, places, known: &index.known };
    let mut twice: HashMap<RecordRef, usize> = HashMap::new();
    for problem in problems(record) {
        let nth = twice.entry(problem.at.clone()).or_default();
        if problem.what == Fault::DuplicateKey {
            *nth += 1;
        }
        checked.problem(&problem, *nth, issues);
    }
    let mut values = ClaimedValues { checked: &checked, issues };
    record.read(&mut values);
    checked.personal(personal, issues);
}

#[derive(Default)]
struct Index {
    known: HashSet<RecordRef>,
}

impl RecordReader for Index {
    fn records<T: Noun>(&mut self, records: &[T]) {
        self.known.extend(records.iter().map(Noun::reference));
    }
}

struct Checked<'a> {
    record: &'a Record,
    places: &'a Places,
    known: &'a HashSet<RecordRef>,
}

impl Checked<'_> {
    fn issue(&self, at: &RecordRef, nth: usize, code: IssueCode, message: String) -> RowIssue {
        let rows = self.places.of.get(at).map_or(&[][..], Vec::as_slice);
        self.placed(rows.get(nth).or(rows.first()), code, message)
    }

    fn placed(&self, place: Option<&Place>, code: IssueCode, message: String) -> RowIssue {
        let file = place.and_then(|it| self.places.files.get(it.file)).map_or("", String::as_str);
        let issue = RowIssue::new(code, file, message);
        match place {
            Some(place) => issue.at(place.line),
            None => issue,
        }
    }

    /// Whether something may be missing only because its row or file could not be read.
    fn is_excused(&self, missing: &RecordRef) -> bool {
        self.places.lacks_files
            || self.places.broken.contains(missing)
            || self.places.incomplete.contains(&missing.kind)
    }

    fn problem(&self, problem: &Problem, nth: usize, issues: &mut Issues) {
        let at = &problem.at;
        match &problem.what {
            Fault::DuplicateKey if at.kind == RecordKind::ClaimText => {} // told of with its claim
            Fault::DuplicateKey => issues.push(|| self.duplicate(at, nth)),
            Fault::DanglingReference { to } => self.dangling(at, to, issues),
            Fault::NoSource
                if self.places.lacks_files || self.places.incomplete.contains(&RecordKind::Claim) => {}
            Fault::NoSource => issues.push(|| {
                let message = format!("no source is given for {at}; name a document and a locator in it");
                self.issue(at, 0, IssueCode::NoSource, message).column("sources")
            }),
            Fault::Rule(error) => issues.push(|| {
                let issue = self.issue(at, 0, IssueCode::BrokenRule, error.to_string());
                match error {
                    DomainError::InvalidField { value, .. } => issue.column("value").value(value),
                    _ => issue,
                }
            }),
            other => issues.push(|| self.issue(at, 0, IssueCode::BrokenRule, other.to_string())),
        }
    }

    fn duplicate(&self, at: &RecordRef, nth: usize) -> RowIssue {
        let first = self.places.of.get(at).and_then(|it| it.first());
        let first_line = first.map_or_else(String::new, |it| {
            let file = self.places.files.get(it.file).map_or("", String::as_str);
            format!("; it stands first in {file}, row {}", it.line)
        });
        let claim =
            self.record.claims.iter().find(|it| at.kind == RecordKind::Claim && it.key.as_str() == &*at.key);
        match claim {
            Some(claim) => {
                let message = format!("this source of {} is given twice{first_line}", claim.subject);
                self.issue(at, nth, IssueCode::DuplicateKey, message).column("sources")
            }
            None => {
                let message = format!("the key of {at} is used twice{first_line}");
                self.issue(at, nth, IssueCode::DuplicateKey, message).column("key").value(&at.key)
            }
        }
    }

    fn dangling(&self, at: &RecordRef, to: &RecordRef, issues: &mut Issues) {
        if self.is_excused(to) {
            return;
        }
        issues.push(|| {
            let issue = self.issue(at, 0, IssueCode::DanglingReference, self.no_such(to)).value(&to.key);
            let mut column = ColumnOf { at, to, found: None };
            self.record.read(&mut column);
            match column.found {
                Some(column) => issue.column(&column),
                None => issue,
            }
        });
    }

    /// Tells of a reference that the domain does not follow.
    fn reference(&self, at: &RecordRef, column: &str, to: &RecordRef, issues: &mut Issues) {
        if !self.known.contains(to) && !self.is_excused(to) {
            issues.push(|| {
                let code = IssueCode::DanglingReference;
                self.issue(at, 0, code, self.no_such(to)).column(column).value(&to.to_string())
            });
        }
    }

    fn no_such(&self, to: &RecordRef) -> String {
        let mut keys = Keys { kind: to.kind, keys: Vec::new() };
        self.record.read(&mut keys);
        let hint = suggestion(&to.key, keys.keys.iter().map(String::as_str));
        format!("there is no {} `{}` in the files{hint}", to.kind, to.key)
    }

    fn personal(&self, personal: &Personal, issues: &mut Issues) {
        let rows = |name: String| self.places.personal.get(&name).map_or(&[][..], Vec::as_slice);
        let mut told = HashSet::new();
        let names = personal
            .names
            .iter()
            .map(|it| (PERSON_NAME, it.person.as_str(), "person", vec![it.person.reference()]));
        let contacts = personal
            .contacts
            .iter()
            .map(|it| (CONTACT_POINT, it.key.as_str(), "key", vec![it.of.clone(), it.document.reference()]));
        for (kind, key, key_column, references) in names.chain(contacts) {
            let places = rows(format!("{kind}:{key}"));
            if places.len() > 1 && told.insert((kind, key)) {
                let message = format!("`{key}` is used twice");
                issues.push(|| {
                    self.placed(places.get(1), IssueCode::DuplicateKey, message).column(key_column).value(key)
                });
            }
            for to in references {
                if !self.known.contains(&to) && !self.is_excused(&to) {
                    let code = IssueCode::DanglingReference;
                    issues
                        .push(|| self.placed(places.first(), code, self.no_such(&to)).value(&to.to_string()));
                }
            }
        }
        for contact in &personal.contacts {
            if !matches!(contact.of.kind, RecordKind::Institution | RecordKind::Office | RecordKind::Person) {
                let places = rows(format!("{CONTACT_POINT}:{}", contact.key));
                let message = "a contact point is of an institution, an office or a person".to_owned();
                issues.push(|| {
                    let value = contact.of.to_string();
                    self.placed(places.first(), IssueCode::InvalidValue, message).column("of").value(&value)
                });
            }
        }
    }
}

struct Keys {
    kind: RecordKind,
    keys: Vec<String>,
}

impl RecordReader for Keys {
    fn records<T: Noun>(&mut self, records: &[T]) {
        if T::KIND == self.kind {
            self.keys.extend(records.iter().map(|it| it.key().to_owned()));
        }
    }
}

/// Finds the column of a record that holds a reference.
struct ColumnOf<'a> {
    at: &'a RecordRef,
    to: &'a RecordRef,
    found: Option<String>,
}

impl RecordReader for ColumnOf<'_> {
    fn records<T: Noun>(&mut self, records: &[T]) {
        if T::KIND != self.at.kind {
            return;
        }
        let Some(record) = records.iter().find(|it| it.key() == &*self.at.key) else { return };
        let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(record) else { return };
        let whole = self.to.to_string();
        let holds = |text: &str| text.split('|').any(|it| it == &*self.to.key || it == whole);
        let column =
            fields.iter().find(|(_, value)| value.as_str().is_some_and(holds)).map(|(name, _)| name.as_str());
        // The documents of claims stand in the column of sources.
        let is_document = T::KIND == Claim::KIND && column == Some("document");
        self.found = column.map(|it| if is_document { "sources" } else { it }.to_owned());
    }
}

/// Follows the references in the values that claims give to fields: they may come to stand.
struct ClaimedValues<'a, 'b> {
    checked: &'a Checked<'a>,
    issues: &'b mut Issues,
}

impl RecordReader for ClaimedValues<'_, '_> {
    fn records<T: Noun>(&mut self, records: &[T]) {
        let claims: Vec<&Claim> = self
            .checked
            .record
            .claims
            .iter()
            .filter(|it| it.subject.kind == T::KIND && it.field.is_some() && it.value.is_some())
            .collect();
        if claims.is_empty() {
            return;
        }
        let by_key: HashMap<&str, &T> = records.iter().map(|it| (it.key(), it)).collect();
        for claim in claims {
            let (Some(record), Some(field)) = (by_key.get(&*claim.subject.key), &claim.field) else {
                continue;
            };
            let value = claim.value.as_ref().map(|it| it.as_str());
            let Ok(mut changed) = with_field(*record, field.as_str(), value) else { continue };
            let mut followed = Followed::default();
            changed.visit(&mut followed);
            // The record's own references were looked at with the record.
            let own = references_of(*record);
            for to in followed.references.into_iter().filter(|it| !own.contains(it)) {
                self.checked.reference(&claim.reference(), "value", &to, self.issues);
            }
        }
    }
}

fn references_of<T: Noun>(record: &T) -> Vec<RecordRef> {
    let mut followed = Followed::default();
    record.clone().visit(&mut followed);
    followed.references
}

/// Collects the references of a record.
#[derive(Default)]
struct Followed {
    references: Vec<RecordRef>,
}

impl RefVisitor for Followed {
    fn required<T: Noun>(&mut self, id: &mut Id<T>) {
        self.references.push(id.reference());
    }
    fn optional<T: Noun>(&mut self, id: &mut Option<Id<T>>) {
        self.references.extend(id.as_ref().map(Id::reference));
    }
    fn list<T: Noun>(&mut self, ids: &mut Vec<Id<T>>) {
        self.references.extend(ids.iter().map(Id::reference));
    }
    fn party(&mut self, party: &mut Party) {
        self.references.extend(party.reference());
    }
    fn optional_party(&mut self, party: &mut Option<Party>) {
        self.references.extend(party.as_ref().and_then(Party::reference));
    }
    fn parties(&mut self, parties: &mut Vec<Party>) {
        self.references.extend(parties.iter().filter_map(Party::reference));
    }
    fn subject(&mut self, subject: &mut RecordRef) {
        self.references.push(subject.clone());
    }
    fn subjects(&mut self, subjects: &mut Vec<RecordRef>) {
        self.references.extend(subjects.iter().cloned());
    }
}
