//! Bodies, offices, people, tenures, contact points.

use domain::body::{BodyKind, BodyRole};
use domain::changeset::PersonalRef;
use domain::date::EdtfDate;
use domain::keeping::body::{
    Appointment, BodyAmendment, BodyField, NewBody, add_body, amend_body, appoint_member, end_membership,
};
use domain::keeping::contact::{NewContactPoint, remove_contact_points, set_contact_point};
use domain::keeping::person::{
    NewOffice, NewPerson, NewTenure, add_office, add_person, end_tenure, record_tenure,
};
use domain::person::{ContactKind, PublicFunction};
use domain::record::Record;
use testkit::sketch::{id, label};

use super::{changes, keep, record, refused, stands};
use crate::common::at;

fn date(text: &str) -> EdtfDate {
    if text.is_empty() { EdtfDate::UNKNOWN } else { text.parse().unwrap() }
}

/// A council, an office and a person `chair`.
fn known() -> Record {
    let mut record = record(
        "ops-b is OPS
         lead office:marshal
         council: ops-b",
    );
    keep(&mut record, |draft| add_person(draft, &person("chair", None)));
    record
}

fn person(function: &str, name: Option<&str>) -> NewPerson {
    NewPerson {
        public_function: PublicFunction::Representative,
        function_pl: label(function),
        function_en: label(function),
        full_name: name.map(label),
    }
}

fn body(name: &str) -> NewBody {
    NewBody {
        name_pl: label(name),
        name_en: None,
        short_name: None,
        kind: BodyKind::WorkingGroup,
        partnership: Some(id("partnership")),
        appointed_by: None,
        established: EdtfDate::UNKNOWN,
        as_of: EdtfDate::UNKNOWN,
        note: None,
        even_if_similar: false,
    }
}

fn appointing(role: BodyRole, from: &str) -> Appointment {
    Appointment {
        body: id("council"),
        person: Some(id("chair")),
        on_behalf_of: Some(id("ops-b")),
        group: None,
        role,
        as_of: EdtfDate::UNKNOWN,
        valid_from: date(from),
        valid_to: EdtfDate::UNKNOWN,
    }
}

fn tenure(office: Option<&str>, from: &str) -> NewTenure {
    NewTenure {
        person: id("chair"),
        office: office.map(id),
        institution: None,
        role_pl: label("marszałek"),
        role_en: label("marshal"),
        as_of: EdtfDate::UNKNOWN,
        valid_from: date(from),
        valid_to: EdtfDate::UNKNOWN,
    }
}

#[test]
fn a_body_is_added_once_and_amended() {
    let mut record = known();
    let added = keep(&mut record, |draft| add_body(draft, &body("Zespół do spraw diagnozy")));
    assert_eq!(added, at("body:zespol-do-spraw-diagnozy"));
    let again = NewBody { partnership: Some(id("none")), ..body("zespół") };
    assert_eq!(refused(&record, |draft| add_body(draft, &again)), ["NOT_FOUND partnership:"]);
    assert_eq!(
        refused(&record, |draft| add_body(draft, &body("ZESPÓŁ do spraw diagnozy"))),
        ["ALREADY_RECORDED namePl: body:zespol-do-spraw-diagnozy"]
    );
    let amendment = BodyAmendment {
        body: id("council"),
        name_pl: None,
        name_en: None,
        short_name: Some(label("Rada")),
        kind: None,
        partnership: None,
        appointed_by: Some("office:marshal".parse().unwrap()),
        established: Some(date("2010")),
        note: None,
        clear: vec![BodyField::Partnership],
    };
    keep(&mut record, |draft| amend_body(draft, &amendment));
    let found = stands(&record).bodies.into_iter().find(|it| it.key.as_str() == "council").unwrap();
    assert_eq!(found.appointed_by.map(|it| it.to_string()).as_deref(), Some("office:marshal"));
    assert_eq!((found.partnership, found.established), (None, date("2010")));
    let itself = BodyAmendment { appointed_by: Some("body:council".parse().unwrap()), ..amendment };
    assert_eq!(refused(&record, |draft| amend_body(draft, &itself)), ["INVALID appointedBy: body:council"]);
}

#[test]
fn a_seat_is_held_once_in_a_role_and_time() {
    let mut record = known();
    let seat = keep(&mut record, |draft| appoint_member(draft, &appointing(BodyRole::Chair, "2015")));
    assert_eq!(seat, at("body-membership:council-chair-chair"));
    let again = refused(&record, |draft| appoint_member(draft, &appointing(BodyRole::Chair, "2017")));
    assert_eq!(again, ["ALREADY_RECORDED role: body-membership:council-chair-chair"]);
    keep(&mut record, |draft| appoint_member(draft, &appointing(BodyRole::Member, "2017")));
    let nobody = Appointment { person: None, on_behalf_of: None, ..appointing(BodyRole::Member, "2017") };
    assert_eq!(refused(&record, |draft| appoint_member(draft, &nobody)), ["INVALID person:"]);
    let reversed = Appointment { valid_to: date("2014"), ..appointing(BodyRole::Staff, "2015") };
    assert_eq!(refused(&record, |draft| appoint_member(draft, &reversed)), ["INVALID validTo:"]);
    let refuse = |record: &Record, on: &str| {
        refused(record, |draft| end_membership(draft, &(id("council-chair-chair"), date(on))))
    };
    assert_eq!(refuse(&record, "2014"), ["INVALID on:"]);
    assert_eq!(refuse(&record, ""), ["INVALID on:"]);
    keep(&mut record, |draft| end_membership(draft, &(id("council-chair-chair"), date("2016-05"))));
    assert_eq!(refuse(&record, "2017"), ["ALREADY_RECORDED membership: body-membership:council-chair-chair"]);
    keep(&mut record, |draft| appoint_member(draft, &appointing(BodyRole::Chair, "2017")));
    let ends = stands(&record).body_memberships;
    assert_eq!(ends.iter().filter(|it| it.valid_to == date("2016-05")).count(), 1);
}

#[test]
fn a_name_is_in_no_record_and_in_no_key() {
    let record = known();
    let named = person("przewodniczący rady", Some("Jan Kowalski"));
    let changes = changes(&record, |draft| add_person(draft, &named));
    assert_eq!(changes.personal.names.len(), 1);
    assert_eq!(changes.personal.names[0].full_name, label("Jan Kowalski"));
    let rows = format!("{:?}", changes.records).to_lowercase();
    assert!(!rows.contains("kowalsk") && !rows.contains("jan"), "{rows}");
    let told = person("asystentka Jana Kowalskiego", Some("Jan Kowalski"));
    assert_eq!(
        refused(&record, |draft| add_person(draft, &told)),
        ["PERSONAL_DATA functionPl:", "PERSONAL_DATA functionEn:"]
    );
}

#[test]
fn an_office_is_held_by_dated_tenures() {
    let mut record = known();
    let office = NewOffice {
        title_pl: label("Dyrektor WUP"),
        title_en: label("Director"),
        institution: Some(id("ops-b")),
        territory: None,
        sector: None,
    };
    assert_eq!(keep(&mut record, |draft| add_office(draft, &office)), at("office:dyrektor-wup"));
    assert_eq!(
        refused(&record, |draft| add_office(draft, &office)),
        ["ALREADY_RECORDED titlePl: office:dyrektor-wup"]
    );
    keep(&mut record, |draft| record_tenure(draft, &tenure(Some("marshal"), "2010")));
    let refuse = |record: &Record, it: &NewTenure| refused(record, |draft| record_tenure(draft, it));
    assert_eq!(
        refuse(&record, &tenure(Some("marshal"), "2015")),
        ["ALREADY_RECORDED person: tenure:tenure-chair"]
    );
    assert_eq!(refuse(&record, &tenure(None, "2015")), ["INVALID office:"]);
    assert_eq!(refuse(&record, &tenure(Some("none"), "2015")), ["NOT_FOUND office:"]);
    let ending = |on: &str| (id("tenure-chair"), date(on));
    assert_eq!(refused(&record, |draft| end_tenure(draft, &ending("2009"))), ["INVALID on:"]);
    assert_eq!(keep(&mut record, |draft| end_tenure(draft, &ending("2014-11"))), at("person:chair"));
    keep(&mut record, |draft| record_tenure(draft, &tenure(Some("marshal"), "2015")));
    assert_eq!(stands(&record).tenures.len(), 2);
}

#[test]
fn contact_points_are_personal_values() {
    let record = known();
    let new =
        |of: &str, value: &str| NewContactPoint { of: at(of), kind: ContactKind::Email, value: label(value) };
    let set = changes(&record, |draft| set_contact_point(draft, &new("institution:ops-b", "biuro@ops.pl")));
    assert!(set.records.is_empty());
    let found = &set.personal.contacts[0];
    assert_eq!((found.key.as_str(), found.document.as_str()), ("ops-b-email", "doc-2"));
    let which = (at("institution:ops-b"), vec![found.key.clone()]);
    let removed = changes(&record, |draft| remove_contact_points(draft, &which));
    assert_eq!(removed.forgotten, [PersonalRef::Contact(id("ops-b-email"))]);
    let refuse = |it: &NewContactPoint| refused(&record, |draft| set_contact_point(draft, it));
    assert_eq!(refuse(&new("person:none", "a@b.pl")), ["NOT_FOUND of:"]);
    assert_eq!(refuse(&new("body:council", "biuro")), ["INVALID of:", "INVALID value:"]);
}
