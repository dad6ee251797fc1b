//! The end: what refused rows put is taken away, and what rests on it with it.

use std::collections::{HashMap, HashSet};

use domain::id::Id;
use domain::party::Party;
use domain::record::{Noun, RecordReader, RecordRef, RecordVisitor, RefVisitor};

use super::{Desk, Owner};
use crate::intake::issue::{Issue, IssueCode, Severity};

impl Desk<'_> {
    /// Takes away what refused rows put, until nothing rests on what is not there.
    pub(crate) fn settle(&mut self) {
        loop {
            let refused: HashSet<u32> =
                (0u32..).zip(&self.rows).filter(|(_, state)| state.is_refused).map(|(row, _)| row).collect();
            let has_gone = self.take_away(&refused);
            if !has_gone || !self.refuse_dangling() {
                break;
            }
        }
        self.out.sort();
        self.out.claims.dedup_by(|a, b| a.key == b.key);
        self.out.claim_texts.dedup_by(|a, b| a.key == b.key);
        let used: HashSet<&str> = self.out.claims.iter().map(|it| it.document.as_str()).collect();
        self.out.documents.retain(|it| used.contains(it.key.as_str()));
    }

    fn take_away(&mut self, refused: &HashSet<u32>) -> bool {
        let owners = &self.owners;
        let mut drop = Drop { owners, refused, has_gone: false };
        let (claims, texts) =
            (std::mem::take(&mut self.out.claims), std::mem::take(&mut self.out.claim_texts));
        self.out.visit(&mut drop);
        let has_gone = drop.has_gone;
        (self.out.claims, self.claim_rows) = without(claims, &self.claim_rows, refused);
        (self.out.claim_texts, self.text_rows) = without(texts, &self.text_rows, refused);
        has_gone
    }

    /// Refuses rows that put something which refers to what is neither in the record nor put. Whether there are any.
    fn refuse_dangling(&mut self) -> bool {
        let mut known = Known(HashSet::new());
        self.record.read(&mut known);
        self.out.read(&mut known);
        let mut dangling = Dangling { known: &known.0, found: Vec::new() };
        self.out.read(&mut dangling);
        let found = dangling.found;
        let mut is_any = false;
        for (at, to) in found {
            let Some(owner) = self.owners.get(&at).copied() else { continue };
            is_any = true;
            let message = format!("the row needs {to}, whose row is refused; mend that one first");
            self.tell_of(owner.row, Severity::Error, || {
                Issue::error(IssueCode::DependsOnRefused, message).about(vec![to])
            });
        }
        is_any
    }
}

fn without<T>(values: Vec<T>, rows: &[u32], refused: &HashSet<u32>) -> (Vec<T>, Vec<u32>) {
    if refused.is_empty() {
        return (values, rows.to_vec());
    }
    values.into_iter().zip(rows.iter().copied()).filter(|(_, row)| !refused.contains(row)).unzip()
}

struct Drop<'a> {
    owners: &'a HashMap<RecordRef, Owner>,
    refused: &'a HashSet<u32>,
    has_gone: bool,
}

impl RecordVisitor for Drop<'_> {
    fn records<T: Noun>(&mut self, records: &mut Vec<T>) {
        if self.refused.is_empty() {
            return;
        }
        let before = records.len();
        records.retain(|it| {
            self.owners.get(&it.reference()).is_none_or(|owner| !self.refused.contains(&owner.row))
        });
        self.has_gone |= records.len() < before;
    }
}

struct Known(HashSet<RecordRef>);

impl RecordReader for Known {
    fn records<T: Noun>(&mut self, records: &[T]) {
        self.0.extend(records.iter().map(Noun::reference));
    }
}

struct Dangling<'a> {
    known: &'a HashSet<RecordRef>,
    found: Vec<(RecordRef, RecordRef)>,
}

impl RecordReader for Dangling<'_> {
    fn records<T: Noun>(&mut self, records: &[T]) {
        if matches!(T::KIND, domain::record::RecordKind::Claim | domain::record::RecordKind::ClaimText) {
            return;
        }
        for record in records {
            let mut look = Look { known: self.known, missing: None };
            record.clone().visit(&mut look);
            if let Some(missing) = look.missing {
                self.found.push((record.reference(), missing));
            }
        }
    }
}

/// Finds the first reference to what is not there.
struct Look<'a> {
    known: &'a HashSet<RecordRef>,
    missing: Option<RecordRef>,
}

impl Look<'_> {
    fn look(&mut self, reference: RecordRef) {
        if self.missing.is_none() && !self.known.contains(&reference) {
            self.missing = Some(reference);
        }
    }
}

impl RefVisitor for Look<'_> {
    fn required<T: Noun>(&mut self, id: &mut Id<T>) {
        self.look(id.reference());
    }
    fn optional<T: Noun>(&mut self, id: &mut Option<Id<T>>) {
        if let Some(id) = id {
            self.look(id.reference());
        }
    }
    fn list<T: Noun>(&mut self, ids: &mut Vec<Id<T>>) {
        for id in ids {
            self.look(id.reference());
        }
    }
    fn party(&mut self, party: &mut Party) {
        if let Some(reference) = party.reference() {
            self.look(reference);
        }
    }
    fn optional_party(&mut self, party: &mut Option<Party>) {
        if let Some(party) = party {
            self.party(party);
        }
    }
    fn parties(&mut self, parties: &mut Vec<Party>) {
        for party in parties {
            self.party(party);
        }
    }
    fn subject(&mut self, subject: &mut RecordRef) {
        self.look(subject.clone());
    }
    fn subjects(&mut self, subjects: &mut Vec<RecordRef>) {
        for subject in subjects {
            self.look(subject.clone());
        }
    }
}
