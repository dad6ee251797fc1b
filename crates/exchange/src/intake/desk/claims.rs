//! Claims of rows: that something exists, that a field has a value.

use std::collections::HashMap;

use domain::changeset::find;
use domain::claim::{Claim, ClaimStatus, ClaimText, Confidence, claim_key};
use domain::document::{DocumentState, SourceDocument};
use domain::id::Id;
use domain::record::{Listed, Record, RecordRef};
use domain::support::{needs_claim, with_field};
use domain::vocabulary::Label;
use serde_json::Value;

use super::Desk;
use crate::intake::issue::{Issue, IssueCode, Severity};
use crate::intake::proposal::FieldChange;

/// Where a value that stood without a claim of its own is said to come from.
const FIRST_ENTERED: &str = "the record as first entered";

fn by_subject(record: &Record, is_wanted: impl Fn(&Claim) -> bool) -> HashMap<&RecordRef, Vec<&Claim>> {
    let mut index = HashMap::<&RecordRef, Vec<&Claim>>::new();
    for claim in record.claims.iter().filter(|it| is_wanted(it)) {
        index.entry(&claim.subject).or_default().push(claim);
    }
    index
}

impl<'a> Desk<'a> {
    fn counts(&self, claim: &Claim) -> bool {
        claim.status != ClaimStatus::Retracted
            && find::<SourceDocument>(self.record, claim.document.as_str())
                .is_some_and(|it| it.state == DocumentState::Accepted)
    }

    fn field_claims(&self, subject: &RecordRef) -> &[&'a Claim] {
        let index = self.field_claims.get_or_init(|| by_subject(self.record, |it| it.field.is_some()));
        index.get(subject).map_or(&[], Vec::as_slice)
    }

    /// The first claim of a record's existence that counts.
    fn existence(&self, subject: &RecordRef) -> Option<&'a Claim> {
        let index = self.existence.get_or_init(|| by_subject(self.record, |it| it.field.is_none()));
        index.get(subject).into_iter().flatten().find(|it| self.counts(it)).copied()
    }

    /// A record with the values of its fields that are believed.
    pub(super) fn settled<T: Listed>(&self, asserted: &T) -> T {
        let mut settled = asserted.clone();
        let mut claims: Vec<&Claim> =
            self.field_claims(&asserted.reference()).iter().copied().filter(|it| self.counts(it)).collect();
        // The claim believed first is applied last.
        claims.sort_by(|a, b| (b.rank, b.confidence, &b.key).cmp(&(a.rank, a.confidence, &a.key)));
        for claim in claims {
            let Some(field) = &claim.field else { continue };
            if let Ok(changed) = with_field(&settled, field.as_str(), claim.value.as_ref().map(Label::as_str))
            {
                settled = changed;
            }
        }
        settled
    }

    /// Claims by the current row that something exists.
    pub(super) fn claim_existence(&mut self, subject: &RecordRef) {
        if needs_claim(subject.kind) {
            self.claim(subject, None, None, 1);
        }
    }

    /// Claims again that something exists, when this row does not say so already.
    pub(super) fn confirm(&mut self, subject: &RecordRef, is_known: bool) {
        if !needs_claim(subject.kind) {
            return;
        }
        let stands = !is_known || self.existence(subject).is_some();
        let is_more = self.claim(subject, None, None, 1);
        if let Some(state) = self.rows.last_mut() {
            state.confirms |= is_more;
            // What had lost its claims comes back.
            state.is_changed |= is_more && !stands;
        }
    }

    /// Makes a claim of the current row; whether it is new.
    fn claim(
        &mut self,
        subject: &RecordRef,
        field: Option<&Label>,
        value: Option<&Label>,
        rank: u32,
    ) -> bool {
        let mut is_new = false;
        let own = self.locator.clone().map(|it| (self.origin.document.clone(), it));
        let sources = [own, self.cited.clone()];
        for (document, locator) in sources.into_iter().flatten() {
            let Ok(key) = claim_key(subject, field, value, &document, &locator) else {
                continue;
            };
            if find::<Claim>(self.record, key.as_str()).is_some() {
                continue;
            }
            let Ok(text_key) = Id::new(key.as_str()) else { continue };
            let text = ClaimText { key: text_key, locator, inference: self.remark.clone() };
            let claim = Claim {
                key,
                subject: subject.clone(),
                field: field.cloned(),
                value: value.cloned(),
                rank,
                document,
                confidence: Confidence::Stated,
                convention: self.convention.clone(),
                premises: Vec::new(),
                status: ClaimStatus::Asserted,
            };
            self.add_claim(claim, Some(text));
            is_new = true;
        }
        if is_new && let Some(document) = self.pending.remove(&self.origin.document) {
            self.out.documents.push(document);
        }
        is_new
    }

    fn add_claim(&mut self, claim: Claim, text: Option<ClaimText>) {
        let now = self.now();
        self.out.claims.push(claim);
        self.claim_rows.push(now);
        if let Some(text) = text {
            self.out.claim_texts.push(text);
            self.text_rows.push(now);
        }
    }

    /// Claims the fields in which a record is to be other than it is believed to be.
    pub(super) fn change<T: Listed>(&mut self, before: &T, after: &T) {
        let subject = after.reference();
        for (field, was, is) in differences(before, after) {
            let label = |text: &str| if text.is_empty() { Ok(None) } else { Label::new(text).map(Some) };
            let (Ok(name), Ok(value), Ok(so_far)) = (Label::new(&field), label(&is), label(&was)) else {
                let message = format!("the field `{field}` cannot be changed to a text this long");
                self.tell(Severity::Error, || Issue::error(IssueCode::TooLong, message));
                return;
            };
            let Some(locator) = self.locator.clone() else { return };
            let key = claim_key(&subject, Some(&name), value.as_ref(), &self.origin.document, &locator);
            if key.is_ok_and(|it| find::<Claim>(self.record, it.as_str()).is_some()) {
                continue; // this row said so before, and was overruled since
            }
            self.keep_so_far(&subject, &name, so_far);
            let ranks: Vec<Claim> = self.of_field(&subject, &name);
            let first = ranks.iter().map(|it| it.rank).min().unwrap_or(1);
            if first == 0 {
                for claim in ranks {
                    self.add_claim(Claim { rank: claim.rank.saturating_add(1), ..claim }, None);
                }
            }
            self.claim(&subject, Some(&name), value.as_ref(), first.saturating_sub(1));
            if let Some(state) = self.rows.last_mut() {
                state.is_changed = true;
            }
            self.change_count += 1;
            if self.changes.len() < self.limits.issues {
                let some = |it: String| (!it.is_empty()).then_some(it);
                self.changes.push(FieldChange {
                    of: subject.clone(),
                    field,
                    before: some(was),
                    after: some(is),
                });
            }
        }
    }

    fn of_field(&self, subject: &RecordRef, field: &Label) -> Vec<Claim> {
        let all = self.field_claims(subject).iter();
        all.filter(|it| it.field.as_ref() == Some(field)).map(|it| (*it).clone()).collect()
    }

    /// Claims the value that a field has so far, when no claim holds it up, from the first source of its record: so that
    /// it comes back when the file is retracted.
    fn keep_so_far(&mut self, subject: &RecordRef, field: &Label, value: Option<Label>) {
        if !self.of_field(subject, field).is_empty() {
            return;
        }
        let Some(existence) = self.existence(subject).cloned() else { return };
        let Ok(locator) = Label::new(FIRST_ENTERED) else { return };
        let Ok(key) = claim_key(subject, Some(field), value.as_ref(), &existence.document, &locator) else {
            return;
        };
        let Ok(text_key) = Id::new(key.as_str()) else { return };
        let text = ClaimText { key: text_key, locator, inference: None };
        self.add_claim(Claim { key, field: Some(field.clone()), value, rank: 1, ..existence }, Some(text));
    }
}

/// The fields in which two records differ: name, value before and after in their text forms, empty for none.
fn differences<T: Listed>(before: &T, after: &T) -> Vec<(String, String, String)> {
    let (Ok(Value::Object(before)), Ok(Value::Object(after))) =
        (serde_json::to_value(before), serde_json::to_value(after))
    else {
        return Vec::new();
    };
    let pairs = after.into_iter().filter(|(field, value)| before.get(field) != Some(value));
    pairs
        .map(|(field, value)| {
            let was = before.get(&field).map_or_else(String::new, text_of);
            let is = text_of(&value);
            (field, was, is)
        })
        .collect()
}

fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
