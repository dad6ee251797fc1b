//! Ways to reach institutions, offices and people: personal values, which stand in no record and no log.

use uuid::Uuid;

use super::look::Wrong;
use super::{Draft, Fault, FaultCode, Faults};
use crate::DomainError;
use crate::changeset::PersonalRef;
use crate::id::Id;
use crate::institution::Institution;
use crate::office::Office;
use crate::person::{ContactKind, ContactPoint, Person};
use crate::record::{RecordKind, RecordRef};
use crate::vocabulary::Label;

/// The namespace of the keys of contact points whose readable key would be too long: a constant.
const NAMESPACE: Uuid = Uuid::from_u128(0x5a1e_93b0_77c4_5d12_9f60_2b8e_41d7_c90a);

/// A way to reach an institution, an office or a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewContactPoint {
    /// Whose.
    pub of: RecordRef,
    /// The kind.
    pub kind: ContactKind,
    /// The number, address or page.
    pub value: Label,
}

/// Sets the contact point of a kind of an institution, an office or a person, in place of the one that was set before.
///
/// # Errors
/// `INVALID` for other kinds of record, and a value that cannot be of the kind; `NOT_FOUND`; those of [`Draft::source`].
pub fn set_contact_point(draft: &mut Draft<'_>, new: &NewContactPoint) -> Result<RecordRef, Faults> {
    let mut wrong = Wrong::default();
    owner(draft, &new.of, &mut wrong);
    value(new.kind, &new.value, "value", &mut wrong);
    wrong.done()?;
    let document = draft.source()?.document;
    let key = key_of(&new.of, new.kind)?;
    let contact =
        ContactPoint { key, of: new.of.clone(), kind: new.kind, value: new.value.clone(), document };
    draft.changes_mut().personal.contacts.push(contact);
    Ok(new.of.clone())
}

/// Removes contact points of an institution, an office or a person, which who asks has found to be theirs: the values are
/// gone from the database.
///
/// # Errors
/// `INVALID` for other kinds of record; `NOT_FOUND`.
pub fn remove_contact_points(
    draft: &mut Draft<'_>,
    (of, contacts): &(RecordRef, Vec<Id<ContactPoint>>),
) -> Result<RecordRef, Faults> {
    let mut wrong = Wrong::default();
    owner(draft, of, &mut wrong);
    wrong.done()?;
    draft.changes_mut().forgotten.extend(contacts.iter().cloned().map(PersonalRef::Contact));
    Ok(of.clone())
}

/// A value has to be of its kind.
pub(super) fn value(kind: ContactKind, value: &Label, path: &str, wrong: &mut Wrong) {
    if let Some(expected) = is_wrong(kind, value.as_str()) {
        // The value itself is not told: it may be personal.
        let message = format!("this cannot be of kind {kind}; expected {expected}");
        wrong.add(Fault::new(FaultCode::Invalid, path, message));
    }
}

/// Whose contact points there are.
fn owner(draft: &Draft<'_>, of: &RecordRef, wrong: &mut Wrong) {
    match of.kind {
        RecordKind::Institution => wrong.known::<Institution>(draft, Id::from_reference(of).as_ref(), "of"),
        RecordKind::Office => wrong.known::<Office>(draft, Id::from_reference(of).as_ref(), "of"),
        RecordKind::Person => wrong.known::<Person>(draft, Id::from_reference(of).as_ref(), "of"),
        _ => wrong.add(Fault::new(FaultCode::Invalid, "of", "name an institution, an office or a person")),
    }
}

/// The key of the contact point of a kind of a record: that of the record and the kind, as in import files.
fn key_of(of: &RecordRef, kind: ContactKind) -> Result<Id<ContactPoint>, DomainError> {
    let kind = kind.as_str().to_lowercase();
    let text = match of.kind {
        RecordKind::Institution => format!("{}-{kind}", of.key),
        other => format!("{other}.{}-{kind}", of.key),
    };
    Id::new(&text).or_else(|_too_long| Id::new(&Uuid::new_v5(&NAMESPACE, text.as_bytes()).to_string()))
}

/// What is expected of a value of a kind that cannot be one; none when it can.
fn is_wrong(kind: ContactKind, value: &str) -> Option<&'static str> {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let is_one_word = !value.contains(char::is_whitespace);
    let (is_right, expected) = match kind {
        ContactKind::Phone | ContactKind::Fax => {
            let is_number = |it: char| it.is_ascii_digit() || " +-()/.".contains(it);
            ((5..=15).contains(&digits) && value.chars().all(is_number), "5 to 15 digits")
        }
        ContactKind::Email => {
            let parts = value.split_once('@');
            let is_address = parts.is_some_and(|(who, host)| {
                !who.is_empty()
                    && !host.contains('@')
                    && host.split('.').count() > 1
                    && !host.split('.').any(str::is_empty)
            });
            (is_one_word && is_address, "an address such as biuro@urzad.pl")
        }
        ContactKind::Website => (is_one_word && value.contains('.'), "an address such as www.urzad.pl"),
        ContactKind::Address => (true, "a postal address"),
    };
    (!is_right).then_some(expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_of_their_kind() {
        use ContactKind::{Address, Email, Fax, Phone, Website};
        for (kind, value, is_right) in [
            (Phone, "68 411 22 33", true),
            (Phone, "+48 (95) 738-00-61", true),
            (Phone, "112", false),
            (Fax, "proszę dzwonić 684112233", false),
            (Email, "biuro@urzad.pl", true),
            (Email, "biuro urzad.pl", false),
            (Email, "a@b@c.pl", false),
            (Email, "a@b.", false),
            (Website, "https://urzad.pl/kontakt", true),
            (Website, "urzad", false),
            (Address, "ul. Leśna 1", true),
        ] {
            assert_eq!(is_wrong(kind, value).is_none(), is_right, "{value}");
        }
    }

    #[test]
    fn keys_tell_whose_and_which() {
        let key = |of: &str| key_of(&of.parse().unwrap(), ContactKind::Phone).unwrap().to_string();
        assert_eq!(key("institution:rcwes"), "rcwes-phone");
        assert_eq!(key("office:rcwes"), "office.rcwes-phone");
        let long = format!("person:{}", "a".repeat(96));
        assert_eq!((key(&long).len(), key(&long) == key(&long)), (36, true));
    }
}
