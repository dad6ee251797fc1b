//! What verbs look at before they draft: all records of a kind that stand, and everything that is wrong at once.

use std::collections::{BTreeMap, BTreeSet};

use super::identity::canonical;
use super::{Draft, Fault, FaultCode, Faults};
use crate::date::{EdtfDate, Validity};
use crate::id::Id;
use crate::institution::Institution;
use crate::party::Party;
use crate::personal_text::findings;
use crate::record::Listed;
use crate::vocabulary::Label;

impl Draft<'_> {
    /// The records of a kind that stand and for which the condition holds, in order of keys.
    /// Time O(records of the kind + claims).
    #[must_use]
    pub fn all<T: Listed>(&self, holds: impl Fn(&T) -> bool) -> Vec<T> {
        let claims = self.before().claims.iter().chain(&self.changes().records.claims);
        // What has claims about fields may hold for the condition by what is believed only.
        let claimed: BTreeSet<&str> = claims
            .filter(|it| it.subject.kind == T::KIND && it.field.is_some())
            .map(|it| it.subject.key.as_ref())
            .collect();
        let drafted = T::list(&self.changes().records);
        let stored = T::list(self.before()).iter().filter(|it| self.changes().get::<T>(it.key()).is_none());
        let may_hold = |it: &&T| holds(it) || claimed.contains(it.key());
        let mut found: Vec<T> = stored
            .chain(drafted)
            .filter(may_hold)
            .filter_map(|it| self.standing(&Id::new(it.key()).ok()?))
            .filter(|it| holds(it))
            .collect();
        found.sort_by(|a, b| a.key().cmp(b.key()));
        found
    }
}

/// Which institutions are read as which: facts are recorded about an institution as its source calls it, so what is asked
/// of one name is asked of all of them.
pub(super) struct ReadAs(BTreeMap<Id<Institution>, Id<Institution>>);

impl ReadAs {
    /// By the decisions that hold.
    pub(super) fn of(draft: &Draft<'_>) -> Self {
        Self(canonical(draft))
    }

    /// Whether two are read as one institution.
    pub(super) fn is_one(&self, a: &Id<Institution>, b: &Id<Institution>) -> bool {
        self.0.get(a).unwrap_or(a) == self.0.get(b).unwrap_or(b)
    }

    /// Whether two parties are one.
    pub(super) fn is_one_party(&self, a: &Party, b: &Party) -> bool {
        match (a, b) {
            (Party::Institution(a), Party::Institution(b)) => self.is_one(a, b),
            _ => a == b,
        }
    }
}

/// What is wrong with an input, collected so that all of it can be told at once.
#[derive(Debug, Default)]
pub(super) struct Wrong(Vec<Fault>);

impl Wrong {
    /// Adds a fault.
    pub(super) fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    /// The value; what is wrong with it is kept.
    pub(super) fn keep<T>(&mut self, read: Result<T, Faults>) -> Option<T> {
        read.map_err(|faults| self.0.extend(faults.0)).ok()
    }

    /// Something is wrong at a place of the input.
    pub(super) fn refuse(&mut self, code: FaultCode, path: &str, message: impl Into<String>) {
        self.add(Fault::new(code, path, message));
    }

    /// A record has to stand, if it is named.
    pub(super) fn known<'i, T: Listed>(
        &mut self,
        draft: &Draft<'_>,
        id: impl IntoIterator<Item = &'i Id<T>>,
        path: &str,
    ) {
        for id in id {
            self.keep(draft.require(id, path));
        }
    }

    /// The records of a list have to stand.
    pub(super) fn all_known<'i, T: Listed>(
        &mut self,
        draft: &Draft<'_>,
        ids: impl IntoIterator<Item = &'i Id<T>>,
        path: &str,
    ) {
        for (number, id) in ids.into_iter().enumerate() {
            self.keep(draft.require(id, &format!("{path}.{number}")));
        }
    }

    /// A party has to stand; a group has no record. Its name has no `|`, which sets parties apart in lists.
    pub(super) fn party(&mut self, draft: &Draft<'_>, party: &Party, path: &str) {
        match party {
            Party::Institution(id) => self.known(draft, [id], path),
            Party::Office(id) => self.known(draft, [id], path),
            Party::Body(id) => self.known(draft, [id], path),
            Party::Group(name) => self.no_bar(name.as_str(), path),
        }
    }

    /// The parties of a list have to stand.
    pub(super) fn parties<'i>(
        &mut self,
        draft: &Draft<'_>,
        parties: impl IntoIterator<Item = &'i Party>,
        path: &str,
    ) {
        for (number, party) in parties.into_iter().enumerate() {
            self.party(draft, party, &format!("{path}.{number}"));
        }
    }

    /// A text that becomes part of a list has no `|`.
    pub(super) fn no_bar(&mut self, text: &str, path: &str) {
        if text.contains('|') {
            self.refuse(FaultCode::Invalid, path, "`|` sets values apart; leave it out");
        }
    }

    /// A period must not certainly end before it begins; `path` is that of its end.
    pub(super) fn period(&mut self, from: EdtfDate, to: EdtfDate, path: &str) {
        if let Err(error) = Validity::new(from, to) {
            self.add(Fault::rule(path, &error.into()));
        }
    }

    /// A text about facts holds no way to reach a person and no PESEL.
    pub(super) fn text(&mut self, text: Option<&Label>, path: &str) {
        if text.is_some_and(|it| !findings(it.as_str()).is_empty()) {
            let message = "the text seems to hold a telephone number, an e-mail address or a PESEL; \
                           leave it out, or record a contact point";
            self.add(Fault::new(FaultCode::PersonalData, path, message));
        }
    }

    /// Nothing, or everything that is wrong.
    pub(super) fn done(self) -> Result<(), Faults> {
        if self.0.is_empty() { Ok(()) } else { Err(Faults(self.0)) }
    }
}

/// Whether a record is, or lies over any number of steps within, a whole: `wider_of` tells what a record lies in.
pub(super) fn lies_within<T: Listed>(
    draft: &Draft<'_>,
    part: Option<&Id<T>>,
    whole: &Id<T>,
    wider_of: impl Fn(T) -> Option<Id<T>>,
) -> bool {
    let (mut at, mut seen) = (part.cloned(), BTreeSet::new());
    while let Some(id) = at {
        if id == *whole {
            return true;
        }
        // A record may hold a circle.
        if !seen.insert(id.clone()) {
            return false;
        }
        at = draft.standing(&id).and_then(&wider_of);
    }
    false
}

/// Whether two periods may have a day in common; an unknown end is open.
pub(super) fn may_overlap(a: (EdtfDate, EdtfDate), b: (EdtfDate, EdtfDate)) -> bool {
    let ends_before = |one: (EdtfDate, EdtfDate), other: (EdtfDate, EdtfDate)| {
        one.1.latest().zip(other.0.earliest()).is_some_and(|(last, first)| last < first)
    };
    !ends_before(a, b) && !ends_before(b, a)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_overlap_unless_one_ends_before_the_other_begins() {
        let date = |text: &str| if text.is_empty() { EdtfDate::UNKNOWN } else { text.parse().unwrap() };
        let overlap =
            |a: (&str, &str), b: (&str, &str)| may_overlap((date(a.0), date(a.1)), (date(b.0), date(b.1)));
        for (a, b, expected) in [
            (("2015", "2016"), ("2016", "2017"), true),
            (("2015", "2015-06"), ("2015-07-01", ""), false),
            (("", ""), ("2030", ""), true),
            (("", "2014"), ("2015", ""), false),
            (("2015", ""), ("2016", ""), true),
        ] {
            assert_eq!((overlap(a, b), overlap(b, a)), (expected, expected), "{a:?} {b:?}");
        }
    }
}
