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

    /// A record that is referred to has to stand.
    pub(super) fn known<T: Listed>(&mut self, draft: &Draft<'_>, id: Option<&Id<T>>, path: &str) {
        if let Some(id) = id {
            self.keep(draft.require(id, path));
        }
    }

    /// Records that are referred to have to stand.
    pub(super) fn all_known<T: Listed>(&mut self, draft: &Draft<'_>, ids: &[Id<T>], path: &str) {
        for (number, id) in ids.iter().enumerate() {
            self.keep(draft.require(id, &format!("{path}.{number}")));
        }
    }

    /// A party has to stand; a group has no record.
    pub(super) fn party(&mut self, draft: &Draft<'_>, party: &Party, path: &str) {
        match party {
            Party::Institution(id) => self.known(draft, Some(id), path),
            Party::Office(id) => self.known(draft, Some(id), path),
            Party::Body(id) => self.known(draft, Some(id), path),
            Party::Group(_) => {}
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
