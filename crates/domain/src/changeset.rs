//! A change of the record as a value: what is added, replaced or forgotten, all or nothing.

use crate::for_each_noun;
use crate::id::Id;
use crate::person::{ContactPoint, Person, Personal};
use crate::record::{Listed, Record, RecordKind};

/// A personal value that is to be removed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum PersonalRef {
    /// The name of a person.
    Name(Id<Person>),
    /// A contact point.
    Contact(Id<ContactPoint>),
}

/// Records to be added or, where their key is known, replaced; personal values to be set; personal values to be
/// removed. Records are never removed: one that has lost its claims does not stand (see [`crate::support`]).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Changeset {
    /// The records as they are to be, every list in order of keys.
    pub records: Record,
    /// Personal values as they are to be.
    pub personal: Personal,
    /// Personal values that are to be removed.
    pub forgotten: Vec<PersonalRef>,
}

impl Changeset {
    /// Whether there is nothing to be done.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many records and personal values it names.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len() + self.personal.names.len() + self.personal.contacts.len() + self.forgotten.len()
    }

    /// Whether it makes anything of the records of another one that they are not, but for the texts of claims; personal
    /// values are not looked at. Time O(changes · log record).
    #[must_use]
    pub fn differs_from(&self, record: &Record) -> bool {
        any_differs(&self.records, record)
    }

    /// The record of a key, as it is to be; none when this leaves it alone.
    #[must_use]
    pub fn get<T: Listed>(&self, key: &str) -> Option<&T> {
        find(&self.records, key)
    }

    /// Adds or replaces a record.
    pub fn put<T: Listed>(&mut self, record: T) {
        let list = T::list_mut(&mut self.records);
        match list.binary_search_by(|it| it.key().cmp(record.key())) {
            Ok(at) => {
                if let Some(place) = list.get_mut(at) {
                    *place = record;
                }
            }
            Err(at) => list.insert(at, record),
        }
    }

    /// Makes the records of another one what this says of them. Both have their lists in order of keys.
    /// Time O(records) for a kind of which something is added, else O(changes · log record).
    pub fn apply_to(&self, record: &mut Record) {
        apply_all(&self.records, record);
    }
}

/// The record of a key in a list that is in order of keys. Time O(log n).
#[must_use]
pub fn find<'a, T: Listed>(record: &'a Record, key: &str) -> Option<&'a T> {
    let list = T::list(record);
    list.binary_search_by(|it| it.key().cmp(key)).ok().and_then(|at| list.get(at))
}

macro_rules! over_all_kinds {
    ($($field:ident: $Type:ident, $name:literal;)*) => {
        fn apply_all(changes: &Record, record: &mut Record) {
            $(apply(&changes.$field, &mut record.$field);)*
        }

        fn any_differs(changes: &Record, record: &Record) -> bool {
            false $(|| differs(&changes.$field, record))*
        }
    };
}
for_each_noun!(over_all_kinds);

fn differs<T: Listed>(changes: &[T], record: &Record) -> bool {
    T::KIND != RecordKind::ClaimText && changes.iter().any(|it| find(record, it.key()) != Some(it))
}

/// Up to how many records are put in place one by one, which is faster than to merge the lists.
const INSERTED_MAX: usize = 8;

fn apply<T: Listed>(changes: &[T], records: &mut Vec<T>) {
    let mut added = Vec::new();
    for change in changes {
        match records.binary_search_by(|it| it.key().cmp(change.key())) {
            Ok(at) => {
                if let Some(place) = records.get_mut(at) {
                    place.clone_from(change);
                }
            }
            Err(_) => added.push(change.clone()),
        }
    }
    if added.len() <= INSERTED_MAX {
        for record in added {
            let at = records.partition_point(|it| it.key() < record.key());
            records.insert(at, record);
        }
        return;
    }
    records.append(&mut added);
    // Two sorted runs: the sort merges them.
    records.sort_by(|a, b| a.key().cmp(b.key()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::{Function, Label};

    fn function(key: &str, name: &str) -> Function {
        let label = |text: &str| Label::new(text).unwrap();
        Function { key: Id::new(key).unwrap(), code: label(key), name_pl: label(name), name_en: label(name) }
    }

    #[test]
    fn what_is_put_is_added_or_replaced_and_lists_stay_in_order() {
        let mut record =
            Record { functions: vec![function("b", "one"), function("d", "one")], ..Record::default() };
        let mut changes = Changeset::default();
        assert!(changes.is_empty());
        for (key, name) in [("c", "two"), ("a", "two"), ("d", "two"), ("c", "three")] {
            changes.put(function(key, name));
        }
        assert_eq!(changes.len(), 3);
        assert_eq!(changes.get::<Function>("c").map(|it| it.name_pl.as_str()), Some("three"));
        assert_eq!(changes.get::<Function>("b"), None);
        assert!(changes.differs_from(&record));
        changes.apply_to(&mut record);
        assert!(!changes.differs_from(&record));
        let told: Vec<_> = record.functions.iter().map(|it| (it.key.as_str(), it.name_pl.as_str())).collect();
        assert_eq!(told, [("a", "two"), ("b", "one"), ("c", "three"), ("d", "two")]);
    }
}
