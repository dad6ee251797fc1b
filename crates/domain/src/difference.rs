//! What is different between two states: of one record, field by field, and of two whole records, record by record.
//!
//! Field by field a state is what import files hold of it: a text for each field, none where nothing is recorded. So who
//! keeps a copy as texts has the later state when the changes of the fields are done to the earlier one.

use std::cmp::Ordering;

use serde_json::Value;

use crate::record::{Noun, Record, RecordKind};
use crate::{for_each_noun, words};

words! {
    /// What became of a record.
    ChangeKind {
        /// It was not there before.
        Created = "CREATED",
        /// It was there, with other content.
        Changed = "CHANGED",
        /// It is there no more.
        Removed = "REMOVED",
    }
}

impl ChangeKind {
    /// What became of a record that was there before or not, and is there now or not; none when it never was.
    #[must_use]
    pub fn of(was_there: bool, is_there: bool) -> Option<Self> {
        match (was_there, is_there) {
            (false, true) => Some(Self::Created),
            (true, true) => Some(Self::Changed),
            (true, false) => Some(Self::Removed),
            (false, false) => None,
        }
    }
}

/// One field of a record, before and after; the two differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// The name of the field, as in import files, such as `name_pl`.
    pub field: String,
    /// Its text before, as in import files: values of a list are separated by `|`; none when nothing was recorded.
    pub before: Option<String>,
    /// Its text after.
    pub after: Option<String>,
}

/// The fields in which two states of a record differ, in their order in the record. A state that is not there has no
/// fields; the key is left out, as it never changes.
#[must_use]
pub fn fields(before: Option<&Value>, after: Option<&Value>) -> Vec<FieldChange> {
    let members = |state: Option<&Value>| state.and_then(Value::as_object).cloned().unwrap_or_default();
    let (before, after) = (members(before), members(after));
    let gone = before.keys().filter(|it| !after.contains_key(*it));
    let names = after.keys().chain(gone).filter(|it| *it != "key");
    let change = |field: &String| {
        let (before, after) = (before.get(field).and_then(text), after.get(field).and_then(text));
        (before != after).then(|| FieldChange { field: field.clone(), before, after })
    };
    names.filter_map(change).collect()
}

/// The text of a value; none when nothing is recorded.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()).filter(|it| !it.is_empty()),
        other => Some(other.to_string()),
    }
}

/// A record that is different in two whole records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NetChange {
    /// Its kind.
    pub kind: RecordKind,
    /// What became of it.
    pub change: ChangeKind,
    /// Its place in the list of its kind: in the later record, or in the earlier one when it is there no more.
    pub place: usize,
}

/// The records that are different in two whole records whose lists are in order of keys: in the order of kinds, so that
/// what is referred to comes first, and of keys. Texts of claims, which are not loaded with a record, are left out. Time
/// O(n).
#[must_use]
pub fn net(before: &Record, after: &Record) -> Vec<NetChange> {
    let mut changes = Vec::new();
    macro_rules! compare {
        ($($field:ident: $Type:ident, $name:literal;)*) => {
            $(if RecordKind::$Type != RecordKind::ClaimText {
                net_of(&before.$field, &after.$field, &mut changes);
            })*
        };
    }
    for_each_noun!(compare);
    changes
}

fn net_of<T: Noun>(before: &[T], after: &[T], changes: &mut Vec<NetChange>) {
    let mut tell = |change, place| changes.push(NetChange { kind: T::KIND, change, place });
    let (mut earlier, mut later) = (0, 0);
    loop {
        let order = match (before.get(earlier), after.get(later)) {
            (None, None) => return,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(one), Some(other)) => {
                let order = one.key().cmp(other.key());
                if order == Ordering::Equal && one != other {
                    tell(ChangeKind::Changed, later);
                }
                order
            }
        };
        match order {
            Ordering::Less => tell(ChangeKind::Removed, earlier),
            Ordering::Greater => tell(ChangeKind::Created, later),
            Ordering::Equal => {}
        }
        earlier += usize::from(order.is_le());
        later += usize::from(order.is_ge());
    }
}

macro_rules! look_into_each_list {
    ($($field:ident: $Type:ident, $name:literal;)*) => {
        /// The key of the record at a place of the list of a kind; none when the list ends before it.
        #[must_use]
        pub fn key_at(record: &Record, kind: RecordKind, place: usize) -> Option<&str> {
            match kind {
                $(RecordKind::$Type => record.$field.get(place).map(Noun::key),)*
            }
        }

        /// The place of a key in the list of a kind.
        #[must_use]
        pub fn place_of(record: &Record, kind: RecordKind, key: &str) -> Option<usize> {
            match kind {
                $(RecordKind::$Type => record.$field.binary_search_by(|it| it.key().cmp(key)).ok(),)*
            }
        }

        /// The state of the record at a place of the list of a kind, as the change log holds it; none when the list ends
        /// before it.
        #[must_use]
        pub fn state_at(record: &Record, kind: RecordKind, place: usize) -> Option<Value> {
            match kind {
                $(RecordKind::$Type => record.$field.get(place).and_then(|it| serde_json::to_value(it).ok()),)*
            }
        }
    };
}
for_each_noun!(look_into_each_list);

impl NetChange {
    /// The key of the record, given the two records that were compared.
    #[must_use]
    pub fn key<'a>(&self, before: &'a Record, after: &'a Record) -> &'a str {
        let record = if self.change == ChangeKind::Removed { before } else { after };
        key_at(record, self.kind, self.place).unwrap_or_default()
    }

    /// The fields that differ, given the two records that were compared.
    #[must_use]
    pub fn fields(&self, before: &Record, after: &Record) -> Vec<FieldChange> {
        let key = self.key(before, after);
        let state = |record: &Record| {
            place_of(record, self.kind, key).and_then(|place| state_at(record, self.kind, place))
        };
        fields(state(before).as_ref(), state(after).as_ref())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn change(field: &str, before: Option<&str>, after: Option<&str>) -> FieldChange {
        let owned = |it: Option<&str>| it.map(str::to_owned);
        FieldChange { field: field.to_owned(), before: owned(before), after: owned(after) }
    }

    #[test]
    fn fields_differ_as_texts() {
        let before = json!({"key": "a", "name": "x", "note": "n", "count": 3, "list": "a|b", "same": true});
        let after =
            json!({"key": "a", "name": "y", "note": null, "count": 4, "list": "", "same": true, "new": 1.5});
        let expected = [
            change("name", Some("x"), Some("y")),
            change("note", Some("n"), None),
            change("count", Some("3"), Some("4")),
            change("list", Some("a|b"), None),
            change("new", None, Some("1.5")),
        ];
        assert_eq!(fields(Some(&before), Some(&after)), expected);
        let created = fields(None, Some(&after));
        assert!(created.iter().all(|it| it.before.is_none() && it.after.is_some()));
        assert_eq!(created.len(), 4, "nothing that is not recorded, and not the key");
        let removed = fields(Some(&before), None);
        assert!(removed.iter().all(|it| it.before.is_some() && it.after.is_none()));
        assert_eq!(fields(Some(&before), Some(&before)), []);
        assert_eq!(fields(None, None), []);
    }

    #[test]
    fn records_differ_by_key_within_each_kind() {
        let sector = |key: &str, name: &str| {
            serde_json::from_value(
                json!({"key": key, "code": "A", "name_pl": name, "name_en": "e", "roll_up": null}),
            )
            .expect("a sector")
        };
        let of = |sectors: &[(&str, &str)]| Record {
            sectors: sectors.iter().map(|(key, name)| sector(key, name)).collect(),
            ..Record::default()
        };
        let before = of(&[("a", "1"), ("c", "1"), ("d", "1"), ("f", "1")]);
        let after = of(&[("b", "1"), ("c", "2"), ("d", "1"), ("e", "1")]);
        let told: Vec<_> = net(&before, &after)
            .iter()
            .map(|it| (it.key(&before, &after).to_owned(), it.change, it.fields(&before, &after).len()))
            .collect();
        let expected = [
            ("a", ChangeKind::Removed, 3),
            ("b", ChangeKind::Created, 3),
            ("c", ChangeKind::Changed, 1),
            ("e", ChangeKind::Created, 3),
            ("f", ChangeKind::Removed, 3),
        ];
        assert_eq!(told, expected.map(|(key, change, fields)| (key.to_owned(), change, fields)));
        assert_eq!(net(&before, &before), []);
        assert_eq!(net(&Record::default(), &after).len(), 4);
    }
}
