//! Whether a record refers to some others.

use std::collections::BTreeSet;

use crate::id::Id;
use crate::party::Party;
use crate::record::{Noun, RecordRef, RefVisitor};

/// Whether a record refers to one of these.
pub(super) fn refers<T: Noun>(record: &T, to: &BTreeSet<RecordRef>) -> bool {
    let mut looking = Looking { to, found: false };
    record.clone().visit(&mut looking);
    looking.found
}

struct Looking<'a> {
    to: &'a BTreeSet<RecordRef>,
    found: bool,
}

impl Looking<'_> {
    fn look(&mut self, reference: &RecordRef) {
        self.found |= self.to.contains(reference);
    }
}

impl RefVisitor for Looking<'_> {
    fn required<T: Noun>(&mut self, id: &mut Id<T>) {
        self.look(&id.reference());
    }
    fn optional<T: Noun>(&mut self, id: &mut Option<Id<T>>) {
        id.iter().for_each(|it| self.look(&it.reference()));
    }
    fn list<T: Noun>(&mut self, ids: &mut Vec<Id<T>>) {
        ids.iter().for_each(|it| self.look(&it.reference()));
    }
    fn party(&mut self, party: &mut Party) {
        party.reference().iter().for_each(|it| self.look(it));
    }
    fn optional_party(&mut self, party: &mut Option<Party>) {
        party.iter_mut().for_each(|it| self.party(it));
    }
    fn parties(&mut self, parties: &mut Vec<Party>) {
        parties.iter_mut().for_each(|it| self.party(it));
    }
    fn subject(&mut self, subject: &mut RecordRef) {
        self.look(subject);
    }
    fn subjects(&mut self, subjects: &mut Vec<RecordRef>) {
        subjects.iter().for_each(|it| self.look(it));
    }
}
