//! The record as if the changes of a scenario had come true.

use std::collections::BTreeSet;

use super::plan::Plan;
use super::{Conflict, ConflictKind, Scenario};
use crate::DomainError;
use crate::claim::{Claim, ClaimStatus, ClaimText, Confidence, claim_key};
use crate::date::EdtfDate;
use crate::document::{DocumentKind, DocumentState, SourceDocument};
use crate::for_each_noun;
use crate::id::Id;
use crate::record::{Listed, Record, RecordRef};
use crate::support::with_field;
use crate::vocabulary::Label;

/// The record as if the changes had come true. The rows that they make rest on claims of a document of the kind
/// `SCENARIO`; rows that no change names stay as they are.
///
/// `record` is what stands, merged, every list in order of keys; so is the result. Time O(record + changes).
///
/// # Errors
/// Every conflict of the scenario with the record, in order of the changes.
pub fn overlay(record: &Record, scenario: &Scenario) -> Result<Record, Vec<Conflict>> {
    if scenario.changes.is_empty() {
        return Ok(record.clone());
    }
    let plan = Plan::of(record, scenario)?;
    supposed(record, scenario, plan).map_err(|error| failed(&error))
}

/// The record as if only some of the changes had come true, told by their numbers from 1. A change that refers to one
/// that is not among them, or cannot be made without others, has no effect then.
///
/// Time O((record + changes) × (1 + changes left out)).
///
/// # Errors
/// A conflict of the whole, which is none of a change.
pub fn overlay_of_some(
    record: &Record,
    scenario: &Scenario,
    chosen: &BTreeSet<u32>,
) -> Result<Record, Vec<Conflict>> {
    let mut made = BTreeSet::new();
    for (number, change) in (1u32..).zip(&scenario.changes) {
        // Changes refer to earlier ones only.
        if chosen.contains(&number) && change.requires().iter().all(|it| made.contains(it)) {
            made.insert(number);
        }
    }
    loop {
        if made.is_empty() {
            return Ok(record.clone());
        }
        match Plan::of_some(record, scenario, |it| made.contains(&it)) {
            Ok(plan) => return supposed(record, scenario, plan).map_err(|error| failed(&error)),
            Err(found) => {
                let before = made.len();
                for conflict in &found {
                    made.remove(&conflict.change);
                }
                let known = made.clone();
                made.retain(|it| {
                    let change = scenario.changes.get((*it as usize).saturating_sub(1));
                    change.is_some_and(|it| it.requires().iter().all(|it| known.contains(it)))
                });
                if made.len() == before {
                    return Err(found);
                }
            }
        }
    }
}

fn supposed(record: &Record, scenario: &Scenario, plan: Plan) -> Result<Record, DomainError> {
    let mut overlaid = record.clone();
    let document = SourceDocument {
        key: Id::new(scenario.key.as_str())?,
        title: scenario.name.clone(),
        kind: DocumentKind::Scenario,
        covers: EdtfDate::UNKNOWN,
        dated: EdtfDate::UNKNOWN,
        dated_basis: None,
        sha256: None,
        locator_scheme: Label::new("change N: the number of the change in the scenario")?,
        state: DocumentState::Accepted,
    };
    for setting in &plan.settings {
        apply(&mut overlaid, &setting.subject, setting.field, &setting.value)?;
    }
    let key = document.key.clone();
    let mut sources = Sources::new(&key);
    for (subject, change) in &plan.sources {
        sources.existence(subject, *change)?;
    }
    for setting in &plan.settings {
        sources.field(&setting.subject, setting.field, &setting.value, setting.change)?;
    }
    append(&mut overlaid, plan.added);
    overlaid.documents.push(document);
    overlaid.claims.append(&mut sources.claims);
    overlaid.claim_texts.append(&mut sources.texts);
    overlaid.sort();
    Ok(overlaid)
}

/// A rule of the domain that is broken by the whole.
pub(super) fn failed(error: &DomainError) -> Vec<Conflict> {
    vec![Conflict::rule(0, ConflictKind::NotAllowed, error.to_string())]
}

/// Claims of one document, each with its place in it.
pub(super) struct Sources<'a> {
    document: &'a Id<SourceDocument>,
    pub(super) claims: Vec<Claim>,
    pub(super) texts: Vec<ClaimText>,
}

impl<'a> Sources<'a> {
    pub(super) fn new(document: &'a Id<SourceDocument>) -> Self {
        Self { document, claims: Vec::new(), texts: Vec::new() }
    }

    /// Claims that a row exists, by a change.
    pub(super) fn existence(&mut self, subject: &RecordRef, change: u32) -> Result<(), DomainError> {
        self.claim(subject, None, change)
    }

    /// Claims that a field has a value, by a change. It is believed before all claims of documents, whose rank is 1
    /// or more.
    pub(super) fn field(
        &mut self,
        subject: &RecordRef,
        field: &str,
        value: &str,
        change: u32,
    ) -> Result<(), DomainError> {
        self.claim(subject, Some((Label::new(field)?, Label::new(value)?)), change)
    }

    fn claim(
        &mut self,
        subject: &RecordRef,
        said: Option<(Label, Label)>,
        change: u32,
    ) -> Result<(), DomainError> {
        let locator = Label::new(&format!("change {change}"))?;
        let (field, value) = said.unzip();
        let key = claim_key(subject, field.as_ref(), value.as_ref(), self.document, &locator)?;
        self.texts.push(ClaimText { key: Id::new(key.as_str())?, locator, inference: None });
        self.claims.push(Claim {
            key,
            subject: subject.clone(),
            rank: u32::from(field.is_none()),
            field,
            value,
            document: self.document.clone(),
            confidence: Confidence::Stated,
            convention: None,
            premises: Vec::new(),
            status: ClaimStatus::Asserted,
        });
        Ok(())
    }
}

macro_rules! over_all_kinds {
    ($($field:ident: $Type:ident, $name:literal;)*) => {
        /// Adds the rows of one record to another.
        pub(super) fn append(record: &mut Record, mut added: Record) {
            $(record.$field.append(&mut added.$field);)*
        }

        /// Sets a field of a row. A row that is not there is left alone: whoever planned has looked.
        fn apply(record: &mut Record, at: &RecordRef, field: &str, value: &str) -> Result<(), DomainError> {
            use crate::record::RecordKind;
            match at.kind {
                $(RecordKind::$Type => set(&mut record.$field, &at.key, field, value),)*
            }
        }
    };
}
for_each_noun!(over_all_kinds);

fn set<T: Listed>(list: &mut [T], key: &str, field: &str, value: &str) -> Result<(), DomainError> {
    if let Ok(at) = list.binary_search_by(|it| it.key().cmp(key))
        && let Some(row) = list.get_mut(at)
    {
        *row = with_field(row, field, Some(value))?;
        row.check()?;
    }
    Ok(())
}
