//! Support: what of the record stands, given the claims that still count (model.md section 7).
//!
//! - A claim counts while it is not retracted, its document is accepted, and none of its premises has fallen.
//! - A record stands while a claim of its existence counts and the records that it cannot do without stand.
//! - A field that has claims of its own has the value of the first of those that count (by rank, then stated before
//!   inferred, then key), or none when none counts. A field without claims of its own stands with its record.
//!
//! Nothing is ever deleted for want of support, so accepting a retracted document again brings everything back.
//! Time O(records + claims) for each round; a round more for each step of the longest chain of premises that falls.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use crate::DomainError;
use crate::claim::{Claim, ClaimStatus, ClaimText};
use crate::document::{DocumentState, SourceDocument};
use crate::id::Id;
use crate::identity::IdentityDecision;
use crate::party::Party;
use crate::record::{Noun, Record, RecordKind, RecordReader, RecordRef, RecordVisitor, RefVisitor};

/// The part of a record that stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Standing {
    /// The records that stand, with the field values that stand, and the claims that count.
    pub record: Record,
    /// The records that have fallen, in order.
    pub fallen: Vec<RecordRef>,
}

/// Whether records of this kind stand by claims. Documents, claims and decisions are what support is made of.
#[must_use]
pub fn needs_claim(kind: RecordKind) -> bool {
    ![SourceDocument::KIND, Claim::KIND, ClaimText::KIND, IdentityDecision::KIND].contains(&kind)
}

/// Works out what stands.
///
/// # Errors
/// [`DomainError::InvalidField`] when a claim gives a field a value that it cannot hold; [`crate::check`] finds
/// these before a record is stored.
pub fn standing(mut record: Record) -> Result<Standing, DomainError> {
    let accepted = accepted_documents(&record);
    let fallen = fallen(&record, &accepted);
    let fields = field_values(&record, &accepted, &fallen);
    record.claims.retain(|it| counts(it, &accepted, &fallen));
    let mut keep = Keep { fallen: &fallen, fields: &fields, error: None };
    record.visit(&mut keep);
    if let Some(error) = keep.error {
        return Err(error);
    }
    let mut fallen: Vec<_> = fallen.into_iter().collect();
    fallen.sort();
    Ok(Standing { record, fallen })
}

/// For each record with claims about fields: the value that each such field has, none when no claim counts.
type FieldValues = BTreeMap<RecordRef, BTreeMap<String, Option<String>>>;

fn accepted_documents(record: &Record) -> HashSet<Id<SourceDocument>> {
    record.documents.iter().filter(|it| it.state == DocumentState::Accepted).map(|it| it.key.clone()).collect()
}

fn counts(claim: &Claim, accepted: &HashSet<Id<SourceDocument>>, fallen: &HashSet<RecordRef>) -> bool {
    claim.status != ClaimStatus::Retracted
        && accepted.contains(&claim.document)
        && !fallen.contains(&claim.subject)
        && !claim.premises.iter().any(|it| fallen.contains(it))
}

fn fallen(record: &Record, accepted: &HashSet<Id<SourceDocument>>) -> HashSet<RecordRef> {
    let mut fallen = HashSet::new();
    loop {
        let supported: HashSet<&RecordRef> = record
            .claims
            .iter()
            .filter(|it| it.field.is_none() && counts(it, accepted, &fallen))
            .map(|it| &it.subject)
            .collect();
        let mut round = Round { fallen: &fallen, supported: &supported, new: Vec::new() };
        record.read(&mut round);
        if round.new.is_empty() {
            return fallen;
        }
        let new = round.new;
        fallen.extend(new);
    }
}

fn field_values(
    record: &Record,
    accepted: &HashSet<Id<SourceDocument>>,
    fallen: &HashSet<RecordRef>,
) -> FieldValues {
    let mut claims: Vec<&Claim> = record.claims.iter().filter(|it| !fallen.contains(&it.subject)).collect();
    claims.sort_by(|a, b| (a.rank, a.confidence, &a.key).cmp(&(b.rank, b.confidence, &b.key)));
    let mut values = FieldValues::new();
    for claim in claims {
        let Some(field) = &claim.field else { continue };
        let value = values.entry(claim.subject.clone()).or_default().entry(field.to_string()).or_default();
        if value.is_none() && counts(claim, accepted, fallen) {
            *value = claim.value.as_ref().map(ToString::to_string);
        }
    }
    values
}

/// One round: finds the records that fall given what has fallen so far.
struct Round<'a> {
    fallen: &'a HashSet<RecordRef>,
    supported: &'a HashSet<&'a RecordRef>,
    new: Vec<RecordRef>,
}

impl RecordReader for Round<'_> {
    fn records<T: Noun>(&mut self, records: &[T]) {
        if !needs_claim(T::KIND) {
            return;
        }
        for record in records {
            let reference = record.reference();
            if self.fallen.contains(&reference) {
                continue;
            }
            let mut needs = Needs { fallen: self.fallen, lost: false };
            record.clone().visit(&mut needs);
            if needs.lost || !self.supported.contains(&reference) {
                self.new.push(reference);
            }
        }
    }
}

/// Whether a record has lost a reference that it cannot do without.
struct Needs<'a> {
    fallen: &'a HashSet<RecordRef>,
    lost: bool,
}

impl RefVisitor for Needs<'_> {
    fn required<T: Noun>(&mut self, id: &mut Id<T>) {
        self.lost |= self.fallen.contains(&id.reference());
    }
    fn optional<T: Noun>(&mut self, _: &mut Option<Id<T>>) {}
    fn list<T: Noun>(&mut self, _: &mut Vec<Id<T>>) {}
    fn party(&mut self, party: &mut Party) {
        self.lost |= party.reference().is_some_and(|it| self.fallen.contains(&it));
    }
    fn optional_party(&mut self, _: &mut Option<Party>) {}
    fn parties(&mut self, _: &mut Vec<Party>) {}
    fn subject(&mut self, subject: &mut RecordRef) {
        self.lost |= self.fallen.contains(subject);
    }
    fn subjects(&mut self, _: &mut Vec<RecordRef>) {}
}

/// Keeps the records that stand, sets their claimed fields and drops references to what has fallen.
struct Keep<'a> {
    fallen: &'a HashSet<RecordRef>,
    fields: &'a FieldValues,
    error: Option<DomainError>,
}

impl RecordVisitor for Keep<'_> {
    fn records<T: Noun>(&mut self, records: &mut Vec<T>) {
        if !self.fallen.is_empty() {
            records.retain(|it| !self.fallen.contains(&it.reference()));
        }
        if !self.fields.is_empty() && needs_claim(T::KIND) {
            for record in records.iter_mut() {
                let Some(fields) = self.fields.get(&record.reference()) else { continue };
                for (field, value) in fields {
                    match with_field(record, field, value.as_deref()) {
                        Ok(changed) => *record = changed,
                        Err(error) => self.error = Some(error),
                    }
                }
            }
        }
        if !self.fallen.is_empty() {
            for record in records {
                record.visit(&mut Forget { fallen: self.fallen });
            }
        }
    }
}

/// Drops optional references to what has fallen.
struct Forget<'a> {
    fallen: &'a HashSet<RecordRef>,
}

impl Forget<'_> {
    fn has_fallen(&self, party: &Party) -> bool {
        party.reference().is_some_and(|it| self.fallen.contains(&it))
    }
}

impl RefVisitor for Forget<'_> {
    fn required<T: Noun>(&mut self, _: &mut Id<T>) {}
    fn optional<T: Noun>(&mut self, id: &mut Option<Id<T>>) {
        if id.as_ref().is_some_and(|it| self.fallen.contains(&it.reference())) {
            *id = None;
        }
    }
    fn list<T: Noun>(&mut self, ids: &mut Vec<Id<T>>) {
        ids.retain(|it| !self.fallen.contains(&it.reference()));
    }
    fn party(&mut self, _: &mut Party) {}
    fn optional_party(&mut self, party: &mut Option<Party>) {
        if party.as_ref().is_some_and(|it| self.has_fallen(it)) {
            *party = None;
        }
    }
    fn parties(&mut self, parties: &mut Vec<Party>) {
        parties.retain(|it| !self.has_fallen(it));
    }
    fn subject(&mut self, _: &mut RecordRef) {}
    fn subjects(&mut self, subjects: &mut Vec<RecordRef>) {
        subjects.retain(|it| !self.fallen.contains(it));
    }
}

/// The record with one field set from its text form in import files, or emptied.
///
/// # Errors
/// [`DomainError::InvalidField`] when there is no such field, or it cannot hold the value.
pub fn with_field<T: Noun>(record: &T, field: &str, value: Option<&str>) -> Result<T, DomainError> {
    let wrong = || DomainError::InvalidField {
        kind: T::KIND.as_str(),
        field: field.to_owned(),
        value: value.unwrap_or_default().to_owned(),
    };
    let Ok(Value::Object(mut fields)) = serde_json::to_value(record) else { return Err(wrong()) };
    if field == "key" || !fields.contains_key(field) {
        return Err(wrong());
    }
    let text = value.unwrap_or_default();
    let forms = [
        value.map(|it| Value::String(it.to_owned())),
        text.parse::<u64>().ok().map(Value::from),
        text.parse::<f64>().ok().map(Value::from),
        text.parse::<bool>().ok().map(Value::from),
        value.is_none().then_some(Value::Null),
        value.is_none().then(|| Value::String(String::new())),
    ];
    for form in forms.into_iter().flatten() {
        fields.insert(field.to_owned(), form);
        if let Ok(changed) = serde_json::from_value::<T>(Value::Object(fields.clone())) {
            return Ok(changed);
        }
    }
    Err(wrong())
}
