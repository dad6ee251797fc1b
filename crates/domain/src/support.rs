//! Support: what of the record stands, given the claims that still count (model.md section 7).
//!
//! - A claim counts while it is not retracted, its document is accepted, and none of its premises has fallen.
//! - A record stands while a claim of its existence counts and the records that it cannot do without stand. Records
//!   that are inferred only from each other do not hold each other up.
//! - A field that has claims of its own has the value of the first of those that count (by rank, then stated before
//!   inferred, then key), or none when none counts; a value that refers to what has fallen is passed over. A field
//!   without claims of its own stands with its record.
//! - A record falls when it loses a field that cannot be empty, or keeps its own rules only with what it has lost.
//!
//! - Where an evidence filter is asked for, only the claims that it admits count.
//!
//! Nothing is ever deleted for want of support, so accepting a retracted document again brings everything back.
//! Time O(records + claims) for each round; a round more for each step of the longest chain of records that falls.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use crate::DomainError;
use crate::claim::{Claim, ClaimStatus, ClaimText};
use crate::document::{DocumentState, SourceDocument};
use crate::evidence_filter::{EvidenceFilter, is_filtered};
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
    /// The claims that do not count: taken back, of a retracted document, about or resting on what has fallen. In
    /// order of what they are about, then of keys.
    pub withdrawn: Vec<Claim>,
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
pub fn standing(record: Record) -> Result<Standing, DomainError> {
    standing_by(record, &EvidenceFilter::default())
}

/// Works out what stands by the claims that a filter admits, as if no others had been made: those left out are not
/// among the claims withdrawn.
///
/// # Errors
/// Those of [`standing`].
pub fn standing_by(mut record: Record, filter: &EvidenceFilter) -> Result<Standing, DomainError> {
    let mut support = Support::of(&record, filter);
    support.withdraw(&record)?;
    let mut withdrawn = Vec::new();
    record.claims.retain(|it| {
        let counts = support.counts(it);
        if !counts && support.admits(it) {
            withdrawn.push(it.clone());
        }
        counts
    });
    withdrawn.sort_by(|a, b| (&a.subject, &a.key).cmp(&(&b.subject, &b.key)));
    let mut keep = Keep { support: &support, error: None };
    record.visit(&mut keep);
    if let Some(error) = keep.error {
        return Err(error);
    }
    let mut fallen: Vec<_> = support.fallen.into_iter().collect();
    fallen.sort();
    Ok(Standing { record, fallen, withdrawn })
}

/// What decides which records stand, and what has fallen so far.
struct Support<'a> {
    filter: &'a EvidenceFilter,
    accepted: HashSet<Id<SourceDocument>>,
    /// The documents whose claims the filter admits; none when it admits those of all.
    admitted: Option<HashSet<Id<SourceDocument>>>,
    /// For each record and field with claims of its own: these claims, the first to be believed first.
    fields: BTreeMap<RecordRef, BTreeMap<String, Vec<Claim>>>,
    fallen: HashSet<RecordRef>,
}

impl<'a> Support<'a> {
    fn of(record: &Record, filter: &'a EvidenceFilter) -> Self {
        let accepted = record.documents.iter().filter(|it| it.state == DocumentState::Accepted);
        let mut fields = BTreeMap::<_, BTreeMap<_, Vec<Claim>>>::new();
        for claim in &record.claims {
            let Some(field) = &claim.field else { continue };
            let of_record = fields.entry(claim.subject.clone()).or_default();
            of_record.entry(field.to_string()).or_default().push(claim.clone());
        }
        for claims in fields.values_mut().flat_map(BTreeMap::values_mut) {
            claims.sort_by(|a, b| (a.rank, a.confidence, &a.key).cmp(&(b.rank, b.confidence, &b.key)));
        }
        let admitted = (!filter.is_whole()).then(|| {
            let admitted = record.documents.iter().filter(|it| filter.admits_document(it));
            admitted.map(|it| it.key.clone()).collect()
        });
        let accepted = accepted.map(|it| it.key.clone()).collect();
        Self { filter, accepted, admitted, fields, fallen: HashSet::new() }
    }

    /// Whether the filter lets a claim count.
    fn admits(&self, claim: &Claim) -> bool {
        let Some(admitted) = &self.admitted else { return true };
        !is_filtered(claim.subject.kind)
            || (admitted.contains(&claim.document) && self.filter.admits_claim(claim))
    }

    fn counts(&self, claim: &Claim) -> bool {
        claim.status != ClaimStatus::Retracted
            && self.accepted.contains(&claim.document)
            && self.admits(claim)
            && !self.fallen.contains(&claim.subject)
            && !claim.premises.iter().any(|it| self.fallen.contains(it))
    }

    /// Lets records fall, round by round, until all that is left stands.
    fn withdraw(&mut self, record: &Record) -> Result<(), DomainError> {
        loop {
            let mut round =
                Round { support: self, supported: self.supported(record), new: Vec::new(), error: None };
            record.read(&mut round);
            if let Some(error) = round.error {
                return Err(error);
            }
            if round.new.is_empty() {
                return Ok(());
            }
            let new = round.new;
            self.fallen.extend(new);
        }
    }

    /// The records whose existence is claimed outright, and what is inferred from these, and so on.
    fn supported<'r>(&self, record: &'r Record) -> HashSet<&'r RecordRef> {
        let existence = record.claims.iter().filter(|it| it.field.is_none() && self.counts(it));
        let (outright, mut inferred): (Vec<_>, Vec<_>) = existence.partition(|it| it.premises.is_empty());
        let mut supported: HashSet<_> = outright.into_iter().map(|it| &it.subject).collect();
        loop {
            let before = inferred.len();
            inferred.retain(|claim| {
                let holds = claim.premises.iter().all(|it| !needs_claim(it.kind) || supported.contains(it));
                if holds {
                    supported.insert(&claim.subject);
                }
                !holds
            });
            if inferred.len() == before {
                return supported;
            }
        }
    }

    /// The record with what stands of it; none when it falls. Whether it exists at all is not asked here.
    fn settled<T: Noun>(&self, record: &T) -> Result<Option<T>, DomainError> {
        let mut settled = record.clone();
        let mut unsupported = Vec::new();
        for (field, claims) in self.fields.get(&record.reference()).into_iter().flatten() {
            match self.believed(&settled, field, claims)? {
                Some(changed) => settled = changed,
                None => unsupported.push(field),
            }
        }
        let kept_rules = settled.check().is_ok();
        for field in unsupported {
            let Ok(changed) = with_field(&settled, field, None) else { return Ok(None) };
            settled = changed;
        }
        let loses_required = !self.losses(&mut settled).required.is_empty();
        settled.visit(&mut Forget { fallen: &self.fallen });
        let stands = !loses_required && (!kept_rules || settled.check().is_ok());
        Ok(stands.then_some(settled))
    }

    /// The record with the value of the first claim that counts and does not refer to what has fallen.
    fn believed<T: Noun>(&self, record: &T, field: &str, claims: &[Claim]) -> Result<Option<T>, DomainError> {
        for claim in claims.iter().filter(|it| self.counts(it)) {
            let value = claim.value.as_ref().map(|it| it.as_str());
            let mut changed = with_field(record, field, value)?;
            let losses = self.losses(&mut changed);
            let refers_to_fallen = match with_field(record, field, None) {
                Ok(mut without) => self.losses(&mut without).count() < losses.count(),
                Err(_) => value.is_some_and(|it| losses.required.iter().any(|lost| lost == it)),
            };
            if !refers_to_fallen {
                return Ok(Some(changed));
            }
        }
        Ok(None)
    }

    fn losses<T: Noun>(&self, record: &mut T) -> Losses<'_> {
        let mut losses = Losses { fallen: &self.fallen, required: Vec::new(), optional: 0 };
        record.visit(&mut losses);
        losses
    }

    /// Whether the fields of the record are, without a look, as they were recorded.
    fn is_untouched(&self, reference: &RecordRef) -> bool {
        let mut claims = self.fields.get(reference).into_iter().flat_map(BTreeMap::values).flatten();
        self.fallen.is_empty() && claims.all(|it| self.counts(it))
    }
}

/// One round: finds the records that fall given what has fallen so far.
struct Round<'a> {
    support: &'a Support<'a>,
    supported: HashSet<&'a RecordRef>,
    new: Vec<RecordRef>,
    error: Option<DomainError>,
}

impl RecordReader for Round<'_> {
    fn records<T: Noun>(&mut self, records: &[T]) {
        if !needs_claim(T::KIND) {
            return;
        }
        for record in records {
            let reference = record.reference();
            if self.support.fallen.contains(&reference) {
                continue;
            }
            if !self.supported.contains(&reference) {
                self.new.push(reference);
            } else if !self.support.is_untouched(&reference) {
                match self.support.settled(record) {
                    Ok(Some(_)) => {}
                    Ok(None) => self.new.push(reference),
                    Err(error) => self.error = Some(error),
                }
            }
        }
    }
}

/// The references of a record, but for its lists, that lead to what has fallen.
struct Losses<'a> {
    fallen: &'a HashSet<RecordRef>,
    /// Those that the record cannot do without, in their text form of import files.
    required: Vec<String>,
    /// How many others there are.
    optional: usize,
}

impl Losses<'_> {
    fn count(&self) -> usize {
        self.required.len() + self.optional
    }

    fn has_fallen(&self, party: &Party) -> bool {
        party.reference().is_some_and(|it| self.fallen.contains(&it))
    }
}

impl RefVisitor for Losses<'_> {
    fn required<T: Noun>(&mut self, id: &mut Id<T>) {
        if self.fallen.contains(&id.reference()) {
            self.required.push(id.to_string());
        }
    }
    fn optional<T: Noun>(&mut self, id: &mut Option<Id<T>>) {
        self.optional += usize::from(id.as_ref().is_some_and(|it| self.fallen.contains(&it.reference())));
    }
    fn list<T: Noun>(&mut self, _: &mut Vec<Id<T>>) {}
    fn party(&mut self, party: &mut Party) {
        if self.has_fallen(party) {
            self.required.push(party.to_string());
        }
    }
    fn optional_party(&mut self, party: &mut Option<Party>) {
        self.optional += usize::from(party.as_ref().is_some_and(|it| self.has_fallen(it)));
    }
    fn parties(&mut self, _: &mut Vec<Party>) {}
    fn subject(&mut self, subject: &mut RecordRef) {
        if self.fallen.contains(subject) {
            self.required.push(subject.to_string());
        }
    }
    fn subjects(&mut self, _: &mut Vec<RecordRef>) {}
}

/// Keeps the records that stand, sets their claimed fields and drops references to what has fallen.
struct Keep<'a> {
    support: &'a Support<'a>,
    error: Option<DomainError>,
}

impl RecordVisitor for Keep<'_> {
    fn records<T: Noun>(&mut self, records: &mut Vec<T>) {
        let Support { fallen, fields, .. } = self.support;
        if !fallen.is_empty() {
            records.retain(|it| !fallen.contains(&it.reference()));
        }
        if !fields.is_empty() && needs_claim(T::KIND) {
            for record in records.iter_mut().filter(|it| fields.contains_key(&it.reference())) {
                match self.support.settled(record) {
                    Ok(Some(settled)) => *record = settled,
                    Ok(None) => {} // it would have fallen
                    Err(error) => self.error = Some(error),
                }
            }
        }
        if !fallen.is_empty() {
            for record in records {
                record.visit(&mut Forget { fallen });
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
        text.parse::<f64>().ok().filter(|it| it.is_finite()).map(Value::from),
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
