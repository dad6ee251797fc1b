//! Identity: which institutions are one and the same, by decisions that can be undone; relations and open questions.
//!
//! Facts are recorded about the institution as the source calls it. A decision says that two of these are one;
//! [`merge`] then reads the record as if it had been written about one. Undoing the decision is changing its status:
//! no fact has to be taken apart, as none was ever joined in the record itself.

mod fate;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use self::fate::{FieldFate, MergedField, merged_fields};
use crate::DomainError;
use crate::date::EdtfDate;
use crate::id::Id;
use crate::institution::{Institution, InstitutionState};
use crate::party::Party;
use crate::record::{Noun, Record, RecordRef, RecordVisitor, RefVisitor, noun};
use crate::vocabulary::{InstitutionType, Label};
use crate::words;

words! {
    /// Where a decision on identity stands. Only an accepted one has an effect.
    DecisionStatus {
        /// Proposed by a rule or a person, not decided.
        Proposed = "PROPOSED",
        /// Accepted: the two are read as one.
        Accepted = "ACCEPTED",
        /// Rejected: the two are not one.
        Rejected = "REJECTED",
        /// Once accepted, then undone.
        Undone = "UNDONE",
    }
}

/// A decision that two institutions of the record are one (`owl:sameAs`, only ever by decision).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IdentityDecision {
    /// The key.
    pub key: Id<IdentityDecision>,
    /// The institution that is read as the other.
    pub duplicate: Id<Institution>,
    /// The institution that remains, with its key and name.
    pub canonical: Id<Institution>,
    /// Where the decision stands.
    pub status: DecisionStatus,
    /// By what reason.
    pub reason: Label,
    /// Who decided, by function, not by name.
    pub decided_by: Label,
    /// When.
    pub decided_on: EdtfDate,
    /// The open question that it answers.
    pub task: Option<Id<ResolutionTask>>,
}
noun!(IdentityDecision { required: duplicate, canonical; optional: task }, IdentityDecision::check_pair);

impl IdentityDecision {
    fn check_pair(&self) -> Result<(), DomainError> {
        if self.duplicate == self.canonical {
            return Err(DomainError::BrokenRule {
                rule: "a decision on identity joins two different institutions",
            });
        }
        Ok(())
    }
}

words! {
    /// How two records are related, or may be.
    RelationKind {
        /// The first succeeds the second.
        Succeeds = "SUCCEEDS",
        /// The first may succeed the second; not stated.
        SuccessionCandidate = "SUCCESSION_CANDIDATE",
        /// The first may be a branch of the second; not stated.
        BranchOfCandidate = "BRANCH_OF_CANDIDATE",
        /// The two may be one; not decided.
        SameAsCandidate = "SAME_AS_CANDIDATE",
        /// The two were recorded as one by mistake; the first was separated from the second.
        SeparatedFrom = "SEPARATED_FROM",
    }
}

/// A relation, or a possible one, between two institutions or two bodies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Relation {
    /// The key.
    pub key: Id<Relation>,
    /// The first.
    pub from: RecordRef,
    /// The second.
    pub to: RecordRef,
    /// How they are related.
    pub kind: RelationKind,
    /// Since when.
    pub date: EdtfDate,
    /// Why it is thought so, in our own words.
    pub reason: Option<Label>,
}
noun!(Relation { subject: from, to });

words! {
    /// How much hangs on an open question.
    Severity {
        /// Headline numbers.
        High = "HIGH",
        /// Some answers.
        Medium = "MEDIUM",
        /// Little.
        Low = "LOW",
    }
}

words! {
    /// Where a resolution task stands.
    TaskStatus {
        /// Nobody has decided.
        Open = "OPEN",
        /// Decided.
        Decided = "DECIDED",
        /// Put aside.
        Dismissed = "DISMISSED",
    }
}

/// An ambiguity of the sources, kept open until a person decides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResolutionTask {
    /// The key.
    pub key: Id<ResolutionTask>,
    /// The question in Polish.
    pub question_pl: Label,
    /// The question in English.
    pub question_en: Option<Label>,
    /// What is at stake and how the record reads it meanwhile, in our own words.
    pub detail: Option<Label>,
    /// The records that it concerns.
    #[serde(with = "crate::list", default)]
    pub about: Vec<RecordRef>,
    /// How much hangs on it.
    pub severity: Severity,
    /// Where it stands.
    pub status: TaskStatus,
}
noun!(ResolutionTask { subjects: about });

/// What [`merge`] did.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Merges {
    /// For each institution that was read as another: the other, which is itself not merged.
    pub canonical: BTreeMap<Id<Institution>, Id<Institution>>,
    /// The institutions that were read as others, as they were recorded, in order of keys.
    pub absorbed: Vec<Institution>,
}

/// Reads a record as if it had been written about the canonical institutions of its accepted decisions.
///
/// References to a duplicate become references to the canonical one; the canonical institution keeps its name and
/// takes from the duplicate what it lacks; of two types, one under the other, the narrower stands; what was named
/// twice in a list is named once, and nothing becomes a unit of itself. A decision whose canonical institution is
/// not in the record has no effect, nor has one that would close a circle (decisions are taken in order of their
/// keys). Time O(records · log).
#[must_use]
pub fn merge(record: &mut Record) -> Merges {
    let canonical = canonical_of(record);
    if canonical.is_empty() {
        return Merges::default();
    }
    let (mut absorbed, kept): (Vec<_>, Vec<_>) =
        std::mem::take(&mut record.institutions).into_iter().partition(|it| canonical.contains_key(&it.key));
    absorbed.sort_by(|a, b| a.key.cmp(&b.key));
    record.institutions = kept;
    let position: BTreeMap<_, _> =
        record.institutions.iter().map(|it| it.key.clone()).zip(0_usize..).collect();
    for duplicate in &absorbed {
        let target = canonical.get(&duplicate.key).and_then(|it| position.get(it));
        if let Some(institution) = target.and_then(|it| record.institutions.get_mut(*it)) {
            complete(institution, duplicate, &record.institution_types);
        }
    }
    record.visit(&mut Repoint { canonical: &canonical });
    for institution in &mut record.institutions {
        institution.parent = institution.parent.take().filter(|it| *it != institution.key);
    }
    Merges { canonical, absorbed }
}

fn canonical_of(record: &Record) -> BTreeMap<Id<Institution>, Id<Institution>> {
    let known: BTreeSet<_> = record.institutions.iter().map(|it| &it.key).collect();
    canonical_among(&record.identity_decisions, |it| known.contains(it))
}

/// For each institution that accepted decisions read as another: the other, which is itself not read as another.
/// Decisions about institutions that are not known have no effect, nor have those that would close a circle; they are
/// taken in order of their keys.
pub(crate) fn canonical_among<'a>(
    decisions: impl IntoIterator<Item = &'a IdentityDecision>,
    is_known: impl Fn(&Id<Institution>) -> bool,
) -> BTreeMap<Id<Institution>, Id<Institution>> {
    let mut next: BTreeMap<Id<Institution>, Id<Institution>> = BTreeMap::new();
    let end = |next: &BTreeMap<Id<Institution>, Id<Institution>>, from: &Id<Institution>| {
        let mut at = from.clone();
        while let Some(further) = next.get(&at) {
            at = further.clone();
        }
        at
    };
    let mut decisions: Vec<_> =
        decisions.into_iter().filter(|it| it.status == DecisionStatus::Accepted).collect();
    decisions.sort_by(|a, b| a.key.cmp(&b.key));
    for decision in decisions {
        let both_known = is_known(&decision.duplicate) && is_known(&decision.canonical);
        let closes_circle = end(&next, &decision.canonical) == decision.duplicate;
        if both_known && !closes_circle && !next.contains_key(&decision.duplicate) {
            next.insert(decision.duplicate.clone(), decision.canonical.clone());
        }
    }
    next.keys().map(|it| (it.clone(), end(&next, it))).collect()
}

fn complete(institution: &mut Institution, duplicate: &Institution, types: &[InstitutionType]) {
    let narrower = |a: &Id<InstitutionType>, b: &Id<InstitutionType>| {
        let parent =
            |id: &Id<InstitutionType>| types.iter().find(|it| it.key == *id).and_then(|it| it.parent.clone());
        let mut at = parent(a);
        let mut steps = 0;
        while let Some(id) = at {
            steps += 1;
            if id == *b {
                return true;
            }
            if steps > types.len() {
                return false;
            }
            at = parent(&id);
        }
        false
    };
    match (&institution.r#type, &duplicate.r#type) {
        (None, other) => institution.r#type.clone_from(other),
        (Some(own), Some(other)) if narrower(other, own) => institution.r#type = Some(other.clone()),
        _ => {}
    }
    institution.sector = institution.sector.take().or_else(|| duplicate.sector.clone());
    institution.seat = institution.seat.take().or_else(|| duplicate.seat.clone());
    institution.parent = institution.parent.take().or_else(|| duplicate.parent.clone());
    institution.name_en = institution.name_en.take().or_else(|| duplicate.name_en.clone());
    institution.short_name = institution.short_name.take().or_else(|| duplicate.short_name.clone());
    institution.note = institution.note.take().or_else(|| duplicate.note.clone());
    if institution.existed_from.is_unknown() {
        institution.existed_from = duplicate.existed_from;
    }
    if institution.existed_to.is_unknown() {
        institution.existed_to = duplicate.existed_to;
    }
    if institution.state == InstitutionState::Unknown {
        institution.state = duplicate.state;
    }
    for function in &duplicate.functions {
        if !institution.functions.contains(function) {
            institution.functions.push(function.clone());
        }
    }
}

/// Leaves of equal values the first: two that were named side by side may now be one.
fn unite<T: Ord + Clone>(values: &mut Vec<T>) {
    let mut seen = BTreeSet::new();
    values.retain(|it| seen.insert(it.clone()));
}

/// The record with its references to some institutions replaced by references to others. Lists name each once.
pub(crate) fn repointed<T: Noun>(record: &T, to: &BTreeMap<Id<Institution>, Id<Institution>>) -> T {
    let mut changed = record.clone();
    changed.visit(&mut Repoint { canonical: to });
    changed
}

/// Replaces references to duplicates. Decisions themselves are left as they are: they tell of the duplicates.
struct Repoint<'a> {
    canonical: &'a BTreeMap<Id<Institution>, Id<Institution>>,
}

impl Repoint<'_> {
    fn id<T: Noun>(&self, id: &mut Id<T>) {
        let mut reference = id.reference();
        self.reference(&mut reference);
        if let Some(new) = Id::from_reference(&reference) {
            *id = new;
        }
    }

    fn reference(&self, reference: &mut RecordRef) {
        if let Some(new) = Id::from_reference(reference).and_then(|it| self.canonical.get(&it)) {
            *reference = new.reference();
        }
    }

    fn one_party(&self, party: &mut Party) {
        if let Party::Institution(id) = party {
            self.id(id);
        }
    }
}

impl RecordVisitor for Repoint<'_> {
    fn records<T: Noun>(&mut self, records: &mut Vec<T>) {
        if T::KIND == IdentityDecision::KIND {
            return;
        }
        for record in records {
            record.visit(self);
        }
    }
}

impl RefVisitor for Repoint<'_> {
    fn required<T: Noun>(&mut self, id: &mut Id<T>) {
        if T::KIND == Institution::KIND {
            self.id(id);
        }
    }
    fn optional<T: Noun>(&mut self, id: &mut Option<Id<T>>) {
        if let Some(id) = id {
            self.required(id);
        }
    }
    fn list<T: Noun>(&mut self, ids: &mut Vec<Id<T>>) {
        for id in ids.iter_mut() {
            self.required(id);
        }
        unite(ids);
    }
    fn party(&mut self, party: &mut Party) {
        self.one_party(party);
    }
    fn optional_party(&mut self, party: &mut Option<Party>) {
        if let Some(party) = party {
            self.one_party(party);
        }
    }
    fn parties(&mut self, parties: &mut Vec<Party>) {
        for party in parties.iter_mut() {
            self.one_party(party);
        }
        unite(parties);
    }
    fn subject(&mut self, subject: &mut RecordRef) {
        self.reference(subject);
    }
    fn subjects(&mut self, subjects: &mut Vec<RecordRef>) {
        for subject in subjects.iter_mut() {
            self.reference(subject);
        }
        unite(subjects);
    }
}
