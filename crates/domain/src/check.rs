//! Whether a record is whole: keys are unique, references lead somewhere, rules hold, claims fit what they are about.

use std::collections::{BTreeMap, HashSet};

use crate::DomainError;
use crate::changeset::{Changeset, find};
use crate::claim::Claim;
use crate::for_each_noun;
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
    /// It names a person whose data were erased.
    #[error("it names a person whose data were erased; take the name out")]
    ErasedPerson,
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
    let mut rules =
        Rules { known: &|it| index.known.contains(it), supported: &supported, problems: Vec::new() };
    record.read(&mut rules);
    problems.append(&mut rules.problems);
    let mut claims = BTreeMap::<_, Vec<_>>::new();
    for claim in record.claims.iter().filter(|it| it.field.is_some()) {
        claims.entry(&claim.subject).or_default().push(claim);
    }
    record.read(&mut FieldClaims { claims, problems: &mut problems });
    problems
}

/// Everything that would be wrong with what a change adds or replaces, in the order of kinds and keys: as [`problems`]
/// would find it in the record with the change, when it finds nothing in the record without. `record` has its lists in
/// order of keys, and so has the change. Time O(changes · log record + claims of the record).
#[must_use]
pub fn problems_of(record: &Record, changes: &Changeset) -> Vec<Problem> {
    let touched = touched(record, &changes.records);
    let mut keys = Keys { refs: HashSet::new() };
    touched.read(&mut keys);
    let changed = &changes.records;
    let stored = record.claims.iter().filter(|it| find::<Claim>(changed, it.key.as_str()).is_none());
    let about: Vec<&Claim> =
        stored.chain(&changed.claims).filter(|it| keys.refs.contains(&it.subject)).collect();
    let supported = about.iter().filter(|it| it.field.is_none()).map(|it| it.subject.clone()).collect();
    let known = |it: &RecordRef| changed.contains(it) || record.contains(it);
    let mut rules = Rules { known: &known, supported: &supported, problems: Vec::new() };
    changed.read(&mut rules);
    let mut problems = rules.problems;
    let mut claims = BTreeMap::<_, Vec<_>>::new();
    for claim in about.into_iter().filter(|it| it.field.is_some()) {
        claims.entry(&claim.subject).or_default().push(claim);
    }
    touched.read(&mut FieldClaims { claims, problems: &mut problems });
    problems
}

macro_rules! over_all_kinds {
    ($($field:ident: $Type:ident, $name:literal;)*) => {
        /// The records that a change adds or replaces, and those of which it changes claims, as they will be.
        fn touched(record: &Record, changed: &Record) -> Record {
            use crate::record::RecordKind;
            let mut touched = changed.clone();
            for claim in &changed.claims {
                let key = &claim.subject.key;
                match claim.subject.kind {
                    $(RecordKind::$Type => {
                        if find::<$Type>(changed, key).is_none() {
                            touched.$field.extend(find::<$Type>(record, key).cloned());
                        }
                    })*
                }
            }
            $(
                touched.$field.sort_by(|a, b| a.key().cmp(b.key()));
                touched.$field.dedup_by(|a, b| a.key() == b.key());
            )*
            touched
        }
    };
}
use crate::body::*;
use crate::call::*;
use crate::claim::ClaimText;
use crate::document::*;
use crate::expectation::*;
use crate::identity::*;
use crate::indicator::*;
use crate::institution::*;
use crate::meeting::*;
use crate::mention::*;
use crate::norm::*;
use crate::office::*;
use crate::partnership::*;
use crate::person::{Person, Tenure};
use crate::resolution::*;
use crate::statement::*;
use crate::territory::*;
use crate::vocabulary::*;
for_each_noun!(over_all_kinds);

/// Collects references to records.
struct Keys {
    refs: HashSet<RecordRef>,
}

impl RecordReader for Keys {
    fn records<T: Noun>(&mut self, records: &[T]) {
        self.refs.extend(records.iter().map(Noun::reference));
    }
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
    known: &'a dyn Fn(&RecordRef) -> bool,
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
    known: &'a dyn Fn(&RecordRef) -> bool,
    missing: Vec<RecordRef>,
}

impl Missing<'_> {
    fn look(&mut self, reference: RecordRef) {
        if !(self.known)(&reference) {
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

/// Tries every claim about a field on its record, alone and beside the first claims of the other fields.
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
            let Some(claims) = self.claims.get(&record.reference()) else { continue };
            let together = together(record, claims);
            for claim in claims {
                let Some(field) = &claim.field else { continue };
                let value = claim.value.as_ref().map(Label::as_str);
                let on = |record: &T| with_field(record, field.as_str(), value).and_then(|it| it.check());
                if let Err(error) = on(record)
                    && on(&together).is_err()
                {
                    self.problems.push(Problem { at: claim.reference(), what: error.into() });
                }
            }
        }
    }
}

/// The record with the first claim of each field, as far as they can be held: what comes together, such as an amount
/// and its currency, may be claimed together.
fn together<T: Noun>(record: &T, claims: &[&Claim]) -> T {
    let mut ordered: Vec<&&Claim> = claims.iter().collect();
    ordered.sort_by_key(|it| std::cmp::Reverse((it.rank, it.confidence, &it.key)));
    ordered.into_iter().fold(record.clone(), |record, claim| {
        let field = claim.field.as_ref().map(Label::as_str).unwrap_or_default();
        let value = claim.value.as_ref().map(Label::as_str);
        with_field(&record, field, value).unwrap_or(record)
    })
}
