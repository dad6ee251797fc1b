//! A change in the making, over the record as it is asserted.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};

use super::fault::{Fault, FaultCode, Faults};
use super::source::{Given, Source, statement};
use crate::DomainError;
use crate::changeset::{Changeset, find};
use crate::claim::{Claim, ClaimStatus, ClaimText, claim_key};
use crate::document::{DocumentState, SourceDocument};
use crate::id::Id;
use crate::polish::fold;
use crate::record::{Listed, Record, RecordRef};
use crate::support::{needs_claim, with_field};
use crate::vocabulary::Label;

/// The most letters of a key that is made from a name.
const KEY_MAX: usize = 60;

/// A change in the making.
///
/// What it shows is the record as it is *asserted*, with what was drafted so far; [`Draft::standing`] shows what is
/// believed of one record. Nothing of a draft is written before all of it was checked.
pub struct Draft<'a> {
    record: &'a Record,
    claims: OnceCell<HashMap<&'a RecordRef, Vec<&'a Claim>>>,
    changes: Changeset,
    given: Option<Given>,
    source: Option<Source>,
    by: Label,
    at: DateTime<Utc>,
}

impl<'a> Draft<'a> {
    /// A draft over a record whose lists are in order of keys, by an account in a moment.
    #[must_use]
    pub fn new(record: &'a Record, given: Option<Given>, by: Label, at: DateTime<Utc>) -> Self {
        let (claims, changes) = (OnceCell::new(), Changeset::default());
        Self { record, claims, changes, given, source: None, by, at }
    }

    /// When the change is made.
    #[must_use]
    pub fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// Who makes the change, by account or function.
    #[must_use]
    pub fn by(&self) -> &Label {
        &self.by
    }

    /// The record as it was before the draft.
    #[must_use]
    pub fn before(&self) -> &'a Record {
        self.record
    }

    /// What has been drafted so far; personal values are put and forgotten here.
    #[must_use]
    pub fn changes(&self) -> &Changeset {
        &self.changes
    }

    /// The same, to add what has no source of its own.
    pub fn changes_mut(&mut self) -> &mut Changeset {
        &mut self.changes
    }

    /// What is to be written.
    #[must_use]
    pub fn finish(self) -> Changeset {
        self.changes
    }

    /// The record of an id, as asserted and drafted so far.
    #[must_use]
    pub fn get<T: Listed>(&self, id: &Id<T>) -> Option<&T> {
        self.changes.get(id.as_str()).or_else(|| find(self.record, id.as_str()))
    }

    /// Whether there is a record of this reference, as asserted and drafted so far.
    #[must_use]
    pub fn contains(&self, reference: &RecordRef) -> bool {
        self.changes.records.contains(reference) || self.record.contains(reference)
    }

    /// What is believed of a record, as [`crate::support`] has it: the values of its fields by the claims that count, and
    /// none where a field has claims and none counts. None when there is no record, no claim of its existence counts, or
    /// nothing holds up a field that it cannot do without. What fell because of another record is not looked for here.
    #[must_use]
    pub fn standing<T: Listed>(&self, id: &Id<T>) -> Option<T> {
        let mut settled = self.get(id)?.clone();
        if !needs_claim(T::KIND) {
            return Some(settled);
        }
        let claims = self.claims_about(&id.reference());
        if !claims.iter().any(|it| it.field.is_none() && self.counts(it)) {
            return None;
        }
        let order = |it: &Claim| (it.rank, it.confidence, it.key.clone());
        let mut fields = BTreeMap::<&str, Option<&Claim>>::new();
        for claim in claims {
            let Some(field) = &claim.field else { continue };
            let believed = fields.entry(field.as_str()).or_default();
            if self.counts(claim) && believed.is_none_or(|it| order(claim) < order(it)) {
                *believed = Some(claim);
            }
        }
        for (field, claim) in &fields {
            let Some(claim) = claim else { continue };
            if let Ok(changed) = with_field(&settled, field, claim.value.as_ref().map(Label::as_str)) {
                settled = changed;
            }
        }
        let kept_rules = settled.check().is_ok();
        for (field, _) in fields.iter().filter(|(_, claim)| claim.is_none()) {
            settled = with_field(&settled, field, None).ok()?;
        }
        (!kept_rules || settled.check().is_ok()).then_some(settled)
    }

    /// Whether a claim of a record's existence counts; what fell because of another record is not looked for here.
    #[must_use]
    pub fn stands(&self, reference: &RecordRef) -> bool {
        self.contains(reference)
            && (!needs_claim(reference.kind)
                || self.claims_about(reference).iter().any(|it| it.field.is_none() && self.counts(it)))
    }

    /// What is believed of a record that has to stand; `path` is where the input names it.
    ///
    /// # Errors
    /// `NOT_FOUND`.
    pub fn require<T: Listed>(&self, id: &Id<T>, path: &str) -> Result<T, Faults> {
        self.standing(id).ok_or_else(|| {
            Fault::new(FaultCode::NotFound, path, format!("there is no {} `{id}` that stands", T::KIND))
                .into()
        })
    }

    /// The claims about a record, as asserted and drafted so far, in order of keys.
    #[must_use]
    pub fn claims_about(&self, subject: &RecordRef) -> Vec<&Claim> {
        let index = self.claims.get_or_init(|| {
            let mut index = HashMap::<&RecordRef, Vec<&Claim>>::new();
            for claim in &self.record.claims {
                index.entry(&claim.subject).or_default().push(claim);
            }
            index
        });
        let stored = index.get(subject).into_iter().flatten().copied();
        let mut all: BTreeMap<&str, &Claim> = stored.map(|it| (it.key.as_str(), it)).collect();
        let drafted = self.changes.records.claims.iter().filter(|it| it.subject == *subject);
        all.extend(drafted.map(|it| (it.key.as_str(), it)));
        all.into_values().collect()
    }

    fn counts(&self, claim: &Claim) -> bool {
        let exists = |it: &RecordRef| {
            let of_existence = |claim: &&Claim| claim.field.is_none() && self.is_upheld(claim);
            !needs_claim(it.kind) || self.claims_about(it).iter().any(of_existence)
        };
        self.is_upheld(claim) && claim.premises.iter().all(exists)
    }

    /// Whether a claim was not taken back, nor its document; its premises are not looked at.
    fn is_upheld(&self, claim: &Claim) -> bool {
        claim.status != ClaimStatus::Retracted
            && self.get(&claim.document).is_some_and(|it| it.state == DocumentState::Accepted)
    }

    /// A key that no record of the kind has, made from words: folded, dashes for what is no letter, and a number where
    /// it is taken.
    ///
    /// # Errors
    /// Never in practice: what is made is a key.
    pub fn fresh_key<T: Listed>(&self, words: &str) -> Result<Id<T>, DomainError> {
        let mut slug = String::new();
        for it in fold(words).chars() {
            if slug.len() >= KEY_MAX {
                break;
            }
            if it.is_ascii_alphanumeric() {
                slug.push(it);
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        let slug = slug.trim_end_matches('-');
        let slug = if slug.is_empty() { T::KIND.as_str() } else { slug };
        let mut id = Id::new(slug)?;
        let mut number = 1u64;
        while self.get::<T>(&id).is_some() {
            number += 1;
            id = Id::new(&format!("{slug}-{number}"))?;
        }
        Ok(id)
    }

    /// The source of the change. The office's own statement becomes a document when it is first asked for.
    ///
    /// # Errors
    /// `SOURCE_REQUIRED` when none was named; `NOT_FOUND`, `CONFLICT` when its document is not there or retracted.
    pub fn source(&mut self) -> Result<Source, Faults> {
        if let Some(source) = &self.source {
            return Ok(source.clone());
        }
        let source = match &self.given {
            None => {
                let message =
                    "say where this is from: a document with a place in it, or a statement of the office";
                return Err(Fault::new(FaultCode::SourceRequired, "source", message).into());
            }
            Some(Given::Document(source)) => {
                let Some(document) = self.get(&source.document) else {
                    let message = format!("there is no document `{}`", source.document);
                    return Err(Fault::new(FaultCode::NotFound, "source.document", message).into());
                };
                if document.state != DocumentState::Accepted {
                    let message = "the document was retracted; accept it again, or name another";
                    return Err(Fault::new(FaultCode::Conflict, "source.document", message).into());
                }
                source.clone()
            }
            Some(Given::Statement(text)) => {
                let (document, source) = statement(text, &self.by, self.at)?;
                self.changes.put::<SourceDocument>(document);
                source
            }
        };
        self.source = Some(source.clone());
        Ok(source)
    }

    /// Makes a place in a document the source of all that follows, when the caller named none.
    ///
    /// # Errors
    /// `INVALID` when the caller named another source.
    pub fn rest_on(&mut self, source: Source) -> Result<(), Faults> {
        if self.given.is_some() {
            let message = "the report is the source of what it says: name either it or another source";
            return Err(Fault::new(FaultCode::Invalid, "source", message).into());
        }
        self.source = Some(source);
        Ok(())
    }

    /// Adds a record, with a claim of its existence by the source.
    ///
    /// # Errors
    /// Those of [`Draft::source`]; `INVALID` when the record breaks a rule of its own; `ALREADY_RECORDED` when its key
    /// is taken.
    pub fn add<T: Listed>(&mut self, record: T) -> Result<Id<T>, Faults> {
        let reference = record.reference();
        let id: Id<T> = Id::new(record.key())?;
        if self.get(&id).is_some() {
            let message = format!("there is a {} `{id}` already", T::KIND);
            return Err(Fault::new(FaultCode::AlreadyRecorded, "", message).about([reference]).into());
        }
        record.check()?;
        if needs_claim(T::KIND) {
            self.claim_existence(&reference)?;
        }
        self.changes.put(record);
        Ok(id)
    }

    /// Replaces a record in place, as only what is no claimed fact may be: documents, decisions, tasks, claims.
    ///
    /// # Errors
    /// `INVALID` when the record breaks a rule of its own.
    pub fn replace<T: Listed>(&mut self, record: T) -> Result<(), Faults> {
        record.check()?;
        if self.get::<T>(&Id::new(record.key())?) != Some(&record) {
            self.changes.put(record);
        }
        Ok(())
    }

    /// Claims by the source that a record exists: again, when it had fallen for want of claims.
    ///
    /// # Errors
    /// Those of [`Draft::source`].
    pub fn claim_existence(&mut self, subject: &RecordRef) -> Result<Id<Claim>, Faults> {
        self.claim(subject, None, None, 1)
    }

    /// Sets a field of a record to a value in its text form of import files, or empties it, by a claim of the source
    /// that is believed before all others. Where the field had no claim of its own, its value so far gets one from the
    /// document of the record, so that retracting the source brings it back. `path` is where the input gives the value.
    ///
    /// # Errors
    /// Those of [`Draft::source`]; `NOT_FOUND`; `INVALID` when the field cannot hold the value.
    pub fn set_field<T: Listed>(
        &mut self,
        id: &Id<T>,
        field: &str,
        value: Option<&str>,
        path: &str,
    ) -> Result<(), Faults> {
        self.set_fields(id, &[(field, value, path)])
    }

    /// Sets several fields of a record at once, each with its value and where the input gives it: the rules of the
    /// record have to hold for all of them together.
    ///
    /// # Errors
    /// Those of [`Draft::set_field`].
    pub fn set_fields<T: Listed>(
        &mut self,
        id: &Id<T>,
        fields: &[(&str, Option<&str>, &str)],
    ) -> Result<(), Faults> {
        let Some((.., first)) = fields.first() else { return Ok(()) };
        let before = self.require(id, first)?;
        let mut after = before.clone();
        let mut faults = Vec::new();
        for (field, value, path) in fields {
            match with_field(&after, field, *value) {
                Ok(changed) => after = changed,
                Err(error) => faults.push(Fault::rule(path, &error)),
            }
        }
        if !faults.is_empty() {
            return Err(Faults(faults));
        }
        after.check().map_err(|error| Fault::rule(first, &error))?;
        if find::<T>(self.record, id.as_str()).is_none() {
            // What this change adds says it from the first.
            self.changes.put(after);
            return Ok(());
        }
        self.source()?;
        let subject = id.reference();
        for (field, value, path) in fields {
            let label = |text: &str| Label::new(text).map_err(|error| Fault::rule(path, &error));
            let (field, value) = (label(field)?, value.map(label).transpose()?);
            self.keep_value_so_far(&subject, &before, &field)?;
            self.believe(&subject, field, value)?;
        }
        Ok(())
    }

    /// Claims a value of a field before all others. One that is claimed just so before all others stays as it is.
    fn believe(&mut self, subject: &RecordRef, field: Label, value: Option<Label>) -> Result<(), Faults> {
        let key = self.key_of_claim(subject, Some(&field), value.as_ref())?;
        let about = self.claims_about(subject);
        let of_field = about.into_iter().filter(|it| it.field.as_ref() == Some(&field));
        let (same, others): (Vec<Claim>, Vec<Claim>) = of_field.cloned().partition(|it| it.key == key);
        let first = others.iter().map(|it| it.rank).min();
        let own = same.first().map(|it| it.rank).filter(|own| first.is_none_or(|first| *own < first));
        let rank = own.unwrap_or_else(|| first.unwrap_or(1).saturating_sub(1));
        if own.is_none() && first == Some(0) {
            for claim in others {
                self.changes.put(Claim { rank: claim.rank.saturating_add(1), ..claim });
            }
        }
        self.claim(subject, Some(field), value, rank)?;
        Ok(())
    }

    /// The key that a claim of the source has.
    ///
    /// # Errors
    /// Those of [`Draft::source`].
    pub(super) fn key_of_claim(
        &mut self,
        subject: &RecordRef,
        field: Option<&Label>,
        value: Option<&Label>,
    ) -> Result<Id<Claim>, Faults> {
        let Source { document, locator, .. } = self.source()?;
        Ok(claim_key(subject, field, value, &document, &locator)?)
    }

    /// Claims the value that a field has so far, when no claim holds it up, from the first source of its record.
    pub(super) fn keep_value_so_far<T: Listed>(
        &mut self,
        subject: &RecordRef,
        before: &T,
        field: &Label,
    ) -> Result<(), Faults> {
        let about = self.claims_about(subject);
        if about.iter().any(|it| it.field.as_ref() == Some(field)) {
            return Ok(());
        }
        let counting = about.iter().find(|it| it.field.is_none() && self.counts(it));
        let Some(existence) = counting.map(|it| (*it).clone()) else { return Ok(()) };
        let Some(text) = text_of(before, field.as_str()) else { return Ok(()) };
        let value = if text.is_empty() { None } else { Some(Label::new(&text)?) };
        let locator = Label::new("the record as first entered")?;
        let key = claim_key(subject, Some(field), value.as_ref(), &existence.document, &locator)?;
        let text = ClaimText { key: Id::new(key.as_str())?, locator, inference: None };
        self.changes.put(text);
        self.changes.put(Claim { key, field: Some(field.clone()), value, rank: 1, ..existence });
        Ok(())
    }

    /// A claim of the source; the same claim again is asserted anew.
    ///
    /// # Errors
    /// Those of [`Draft::source`].
    pub fn claim(
        &mut self,
        subject: &RecordRef,
        field: Option<Label>,
        value: Option<Label>,
        rank: u32,
    ) -> Result<Id<Claim>, Faults> {
        let Source { document, locator, confidence, convention } = self.source()?;
        let key = claim_key(subject, field.as_ref(), value.as_ref(), &document, &locator)?;
        self.changes.put(ClaimText { key: Id::new(key.as_str())?, locator, inference: None });
        self.changes.put(Claim {
            key: key.clone(),
            subject: subject.clone(),
            field,
            value,
            rank,
            document,
            confidence,
            convention,
            premises: Vec::new(),
            status: ClaimStatus::Asserted,
        });
        Ok(key)
    }

    /// Takes back every claim that a record exists, so that it stands no more. It comes back when one is asserted again.
    ///
    /// # Errors
    /// `NOT_FOUND` when it does not stand.
    pub fn withdraw<T: Listed>(&mut self, id: &Id<T>, path: &str) -> Result<(), Faults> {
        self.require(id, path)?;
        let about = self.claims_about(&id.reference());
        let existence =
            about.into_iter().filter(|it| it.field.is_none() && it.status != ClaimStatus::Retracted);
        let claims: Vec<Claim> = existence.cloned().collect();
        for claim in claims {
            self.changes.put(Claim { status: ClaimStatus::Retracted, ..claim });
        }
        Ok(())
    }
}

/// The value of a field in its text form of import files, empty when there is none; none when there is no such field.
pub(super) fn text_of<T: Listed>(record: &T, field: &str) -> Option<String> {
    let serde_json::Value::Object(fields) = serde_json::to_value(record).ok()? else { return None };
    match fields.get(field)? {
        serde_json::Value::Null => Some(String::new()),
        serde_json::Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}
