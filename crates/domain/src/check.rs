//! Whether a record is whole: keys are unique, references lead somewhere, rules hold, claims fit what they are about.

use std::collections::{BTreeMap, HashSet};

use crate::DomainError;
use crate::claim::Claim;
use crate::id::Id;
use crate::party::Party;
use crate::record::{Noun, Record, RecordReader, RecordRef, RefVisitor};
use crate::support::{needs_claim, with_field};

/// What is wrong with one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The record.
    pub at: RecordRef,
    /// What is wrong.
    pub what: Fault,
}

/// What may be wrong with a record among others.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// Another record of the kind has the same key.
    #[error("the key is used twice")]
    DuplicateKey,
    /// It refers to a record that is not there.
    #[error("it refers to {to}, which is not in the record")]
    DanglingReference {
        /// The missing record.
        to: RecordRef,
    },
    /// No claim says that it exists.
    #[error("no source is given for it")]
    NoSource,
    /// A rule of the domain is broken.
    #[error(transparent)]
    Rule(#[from] DomainError),
}

/// Everything that is wrong with the record, in the order of kinds and keys. Time O(records).
#[must_use]
pub fn problems(record: &Record) -> Vec<Problem> {
    let mut index = Index { known: HashSet::new(), problems: Vec::new() };
    record.read(&mut index);
    let mut problems = index.problems;
    let supported: HashSet<RecordRef> =
        record.claims.iter().filter(|it| it.field.is_none()).map(|it| it.subject.clone()).collect();
    let mut rules = Rules { known: &index.known, supported: &supported, problems: Vec::new() };
    record.read(&mut rules);
    problems.append(&mut rules.problems);
    let mut claims = BTreeMap::<_, Vec<_>>::new();
    for claim in record.claims.iter().filter(|it| it.field.is_some()) {
        claims.entry(&claim.subject).or_default().push(claim);
    }
    record.read(&mut FieldClaims { claims, problems: &mut problems });
    problems
}

struct Index {
    known: HashSet<RecordRef>,
    problems: Vec<Problem>,
}

impl RecordReader for Index {
    fn records<T: Noun>(&mut self, records: &[T]) {
        for record in records {
            let at = record.reference();
            if !self.known.insert(at.clone()) {
                self.problems.push(Problem { at, what: Fault::DuplicateKey });
            }
        }
    }
}

struct Rules<'a> {
    known: &'a HashSet<RecordRef>,
    supported: &'a HashSet<RecordRef>,
    problems: Vec<Problem>,
}

impl RecordReader for Rules<'_> {
    fn records<T: Noun>(&mut self, records: &[T]) {
        for record in records {
            let at = record.reference();
            if let Err(error) = record.check() {
                self.problems.push(Problem { at: at.clone(), what: error.into() });
            }
            if needs_claim(T::KIND) && !self.supported.contains(&at) {
                self.problems.push(Problem { at: at.clone(), what: Fault::NoSource });
            }
            let mut missing = Missing { known: self.known, missing: Vec::new() };
            record.clone().visit(&mut missing);
            let dangling = missing.missing.into_iter();
            self.problems
                .extend(dangling.map(|to| Problem { at: at.clone(), what: Fault::DanglingReference { to } }));
        }
    }
}

/// Collects references to records that are not there.
struct Missing<'a> {
    known: &'a HashSet<RecordRef>,
    missing: Vec<RecordRef>,
}

impl Missing<'_> {
    fn look(&mut self, reference: RecordRef) {
        if !self.known.contains(&reference) {
            self.missing.push(reference);
        }
    }
}

impl RefVisitor for Missing<'_> {
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

/// Tries every claim about a field on its record.
struct FieldClaims<'a> {
    claims: BTreeMap<&'a RecordRef, Vec<&'a Claim>>,
    problems: &'a mut Vec<Problem>,
}

impl RecordReader for FieldClaims<'_> {
    fn records<T: Noun>(&mut self, records: &[T]) {
        if self.claims.is_empty() {
            return;
        }
        for record in records {
            for claim in self.claims.get(&record.reference()).into_iter().flatten() {
                let Some(field) = &claim.field else { continue };
                let value = claim.value.as_ref().map(ToString::to_string);
                if let Err(error) =
                    with_field(record, field.as_str(), value.as_deref()).and_then(|it| it.check())
                {
                    self.problems.push(Problem { at: claim.reference(), what: error.into() });
                }
            }
        }
    }
}
