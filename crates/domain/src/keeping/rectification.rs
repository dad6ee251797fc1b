//! Putting personal data right (GDPR art. 16): what is wrong is replaced.

use uuid::Uuid;

use super::look::Wrong;
use super::person::function_of;
use super::{Draft, Fault, FaultCode, Faults, contact};
use crate::changeset::PersonalRef;
use crate::id::Id;
use crate::person::{ContactKind, ContactPoint, Person, PersonName, PublicFunction};
use crate::record::RecordRef;
use crate::vocabulary::Label;

/// The most contact points that one correction adds or removes.
pub const CONTACTS_MAX: usize = 20;

/// The namespace of the keys of contact points: a constant.
const NAMESPACE: Uuid = Uuid::from_u128(0x51e7_90ab_3d62_5f18_b4c9_7e02_a6d5_18f3);

/// What of a person's data is put right; what is none stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rectification {
    /// Whose.
    pub person: Id<Person>,
    /// The right name; it replaces the other one, of which nothing is kept.
    pub name: Option<Label>,
    /// The right class.
    pub public_function: Option<PublicFunction>,
    /// The right function, in Polish.
    pub function_pl: Option<Label>,
    /// The right function, in English.
    pub function_en: Option<Label>,
    /// Contact points that are added.
    pub contacts: Vec<(ContactKind, Label)>,
    /// Contact points of the person that are wrong; they are removed.
    pub removed_contacts: Vec<Id<ContactPoint>>,
}

/// Puts a person's data right. The name and contact points are replaced and leave no trace in the change log but that a
/// personal value was changed; class and function are facts with sources, so the wrong value stays claimed by its document.
///
/// # Errors
/// `NOT_FOUND`; `INVALID` when nothing is to be put right, or a contact point cannot be of its kind; `TOO_MANY`;
/// `PERSONAL_DATA` when the function holds the name, or a way to reach somebody; `SOURCE_REQUIRED` for what has a source.
pub fn rectify_person(draft: &mut Draft<'_>, what: &Rectification) -> Result<RecordRef, Faults> {
    draft.require(&what.person, "person")?;
    let is_empty = what.name.is_none()
        && what.public_function.is_none()
        && what.function_pl.is_none()
        && what.function_en.is_none()
        && what.contacts.is_empty()
        && what.removed_contacts.is_empty();
    if is_empty {
        return Err(Fault::new(FaultCode::Invalid, "", "nothing is said to be put right").into());
    }
    if what.contacts.len() > CONTACTS_MAX || what.removed_contacts.len() > CONTACTS_MAX {
        let message = format!("one correction adds and removes at most {CONTACTS_MAX} contact points");
        return Err(Fault::new(FaultCode::TooMany, "contactPoints", message).into());
    }
    let mut wrong = Wrong::default();
    for (function, path) in [(&what.function_pl, "functionPl"), (&what.function_en, "functionEn")] {
        function_of(function.as_ref(), what.name.as_ref(), path, &mut wrong);
    }
    for (number, (kind, value)) in what.contacts.iter().enumerate() {
        contact::value(*kind, value, &format!("contactPoints.{number}.value"), &mut wrong);
    }
    wrong.done()?;
    let class = what.public_function.map(|it| it.as_str().to_owned());
    for (field, path, value) in [
        ("public_function", "publicFunction", class),
        ("function_pl", "functionPl", what.function_pl.as_ref().map(ToString::to_string)),
        ("function_en", "functionEn", what.function_en.as_ref().map(ToString::to_string)),
    ] {
        if let Some(value) = value {
            draft.set_field(&what.person, field, Some(&value), path)?;
        }
    }
    if let Some(name) = &what.name {
        let name = PersonName { person: what.person.clone(), full_name: name.clone() };
        draft.changes_mut().personal.names.push(name);
    }
    let at = draft.at().to_rfc3339();
    for (number, (kind, value)) in what.contacts.iter().enumerate() {
        let document = draft.source()?.document;
        let name = format!("{}\u{1f}{at}\u{1f}{number}", what.person);
        let key = format!("contact-{}", Uuid::new_v5(&NAMESPACE, name.as_bytes()).simple());
        let of = what.person.reference();
        let contact = ContactPoint { key: Id::new(&key)?, of, kind: *kind, value: value.clone(), document };
        draft.changes_mut().personal.contacts.push(contact);
    }
    let removed = what.removed_contacts.iter().cloned().map(PersonalRef::Contact);
    draft.changes_mut().forgotten.extend(removed);
    Ok(what.person.reference())
}

#[cfg(test)]
mod tests {
    use super::{Rectification, rectify_person};
    use crate::changeset::Changeset;
    use crate::claim::{Claim, ClaimStatus, Confidence};
    use crate::document::SourceDocument;
    use crate::keeping::{Draft, FaultCode, Faults, Given};
    use crate::person::{ContactKind, Person, PublicFunction};
    use crate::record::Record;

    fn record() -> Record {
        let person = Person {
            key: "p".parse().expect("a key"),
            public_function: PublicFunction::Employee,
            function_pl: "autorka".parse().expect("a label"),
            function_en: "author".parse().expect("a label"),
        };
        let document: SourceDocument = serde_json::from_value(serde_json::json!({
            "key": "doc-1", "title": "Notatka", "kind": "MEETING_NOTE", "covers": "2015", "dated": "2015",
            "dated_basis": null, "sha256": null, "locator_scheme": "line", "state": "ACCEPTED"
        }))
        .expect("a document");
        let claim = Claim {
            key: "c".parse().expect("a key"),
            subject: person.key.reference(),
            field: None,
            value: None,
            rank: 1,
            document: document.key.clone(),
            confidence: Confidence::Stated,
            convention: None,
            premises: Vec::new(),
            status: ClaimStatus::Asserted,
        };
        Record { people: vec![person], documents: vec![document], claims: vec![claim], ..Record::default() }
    }

    fn rectified(what: &Rectification, statement: Option<&str>) -> Result<Changeset, Faults> {
        let record = record();
        let given = statement.map(|it| Given::Statement(it.parse().expect("a label")));
        let at = "2026-11-22T10:00:00Z".parse().expect("a moment");
        let mut draft = Draft::new(&record, given, "curator".parse().expect("a label"), at);
        rectify_person(&mut draft, what).map(|_| draft.finish())
    }

    fn nothing() -> Rectification {
        Rectification {
            person: "p".parse().expect("a key"),
            name: None,
            public_function: None,
            function_pl: None,
            function_en: None,
            contacts: Vec::new(),
            removed_contacts: Vec::new(),
        }
    }

    #[test]
    fn a_name_is_replaced_without_a_record() {
        let name = Some("Anna Nowak".parse().expect("a label"));
        let changes = rectified(&Rectification { name, ..nothing() }, None).expect("a change");
        assert!(changes.records.is_empty(), "nothing of it comes to the log");
        assert_eq!(changes.personal.names.len(), 1);
    }

    #[test]
    fn a_function_holds_no_name_and_a_contact_point_is_of_its_kind() {
        let what = Rectification {
            name: Some("Anna Nowak".parse().expect("a label")),
            function_pl: Some("dyrektor Anna Nowak".parse().expect("a label")),
            contacts: vec![(ContactKind::Email, "68 411 22 33".parse().expect("a label"))],
            ..nothing()
        };
        let faults = rectified(&what, Some("sprostowanie")).expect_err("two faults").0;
        let told: Vec<_> = faults.iter().map(|it| (it.code, it.path.join("."))).collect();
        let expected = [
            (FaultCode::PersonalData, "functionPl".to_owned()),
            (FaultCode::Invalid, "contactPoints.0.value".to_owned()),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn a_function_is_claimed_and_a_contact_point_has_a_document() {
        let what = Rectification {
            public_function: Some(PublicFunction::Representative),
            contacts: vec![(ContactKind::Email, "ops@example.org".parse().expect("a label"))],
            ..nothing()
        };
        let codes = |faults: Faults| faults.0.iter().map(|it| it.code).collect::<Vec<_>>();
        assert_eq!(codes(rectified(&what, None).expect_err("no source")), [FaultCode::SourceRequired]);
        let changes = rectified(&what, Some("sprostowanie")).expect("a change");
        let claims: Vec<_> = changes.records.claims.iter().filter_map(|it| it.value.as_ref()).collect();
        assert!(claims.iter().any(|it| it.as_str() == "REPRESENTATIVE"));
        assert_eq!(changes.personal.contacts[0].document.as_str(), changes.records.documents[0].key.as_str());
        assert_eq!(codes(rectified(&nothing(), None).expect_err("nothing")), [FaultCode::Invalid]);
    }
}
