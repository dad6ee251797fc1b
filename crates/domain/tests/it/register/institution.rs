//! Institutions: added, amended, withdrawn; numbers; territories served.

use domain::date::EdtfDate;
use domain::identifier::{BelongsTo, IdentifierScheme};
use domain::institution::{InstitutionState, Naming};
use domain::keeping::institution::{
    InstitutionAmendment, InstitutionField, NewIdentifier, NewInstitution, NewServedTerritory,
    add_identifier, add_institution, add_served_territory, amend_institution, withdraw_identifier,
    withdraw_institution, withdraw_served_territory,
};
use domain::mention::{AliasKind, Mention};
use domain::record::Record;
use testkit::sketch::{id, label};

use super::{changes, keep, keep_by, record, refused, refused_from, stands, stands_without};
use crate::common::{at, existence, institution};

/// Numbers whose check digits agree, worked out by hand: NIP weights 6 5 7 2 3 4 5 6 7 modulo 11 (1·6+2·5+3·7+4·2+5·3+
/// 6·4+3·5+2·6+1·7 = 118, 118 mod 11 = 8).
const NIP: &str = "123-456-32-18";

fn registered() -> Record {
    record(
        "ops-a is OPS, gmina-x
         ops-b is OPS, gmina-y
         signatory ops-a",
    )
}

fn named(name: &str) -> NewInstitution {
    NewInstitution {
        name_pl: label(name),
        name_en: None,
        short_name: None,
        r#type: None,
        sector: None,
        functions: Vec::new(),
        seat: None,
        parent: None,
        existed_from: EdtfDate::UNKNOWN,
        existed_to: EdtfDate::UNKNOWN,
        state: InstitutionState::Active,
        naming: Naming::Named,
        note: None,
        identifiers: Vec::new(),
        even_if_similar: false,
    }
}

fn amending(key: &str) -> InstitutionAmendment {
    InstitutionAmendment {
        institution: id(key),
        name_pl: None,
        name_en: None,
        short_name: None,
        r#type: None,
        sector: None,
        functions: None,
        seat: None,
        parent: None,
        existed_from: None,
        existed_to: None,
        state: None,
        naming: None,
        note: None,
        clear: Vec::new(),
    }
}

fn nip(key: &str, value: &str) -> NewIdentifier {
    NewIdentifier {
        institution: id(key),
        scheme: IdentifierScheme::Nip,
        value: label(value),
        belongs_to: BelongsTo::Own,
    }
}

#[test]
fn an_institution_is_added_with_its_numbers_and_falls_with_its_source() {
    let mut record = registered();
    let new = NewInstitution {
        r#type: Some(id("ops")),
        seat: Some(id("gmina-x")),
        existed_from: "2010".parse().unwrap(),
        identifiers: vec![(IdentifierScheme::Nip, label(NIP), BelongsTo::Own)],
        ..named("Ośrodek Pomocy Społecznej w Żarach")
    };
    let added = keep(&mut record, |draft| add_institution(draft, &new));
    assert_eq!(added, at("institution:osrodek-pomocy-spolecznej-w-zarach"));
    let standing = stands(&record);
    let found = institution(&standing, "osrodek-pomocy-spolecznej-w-zarach");
    assert_eq!(
        (found.seat.clone(), found.existed_from.to_string()),
        (Some(id("gmina-x")), "2010".to_owned())
    );
    let numbers: Vec<_> =
        standing.identifiers.iter().map(|it| (it.key.as_str(), it.institution.as_str())).collect();
    assert_eq!(numbers, [("nip-1234563218", "osrodek-pomocy-spolecznej-w-zarach")]);
    let without = stands_without(&record, "doc-2");
    assert_eq!((without.institutions.len(), without.identifiers.len()), (2, 0));
}

#[test]
fn a_name_or_number_that_is_recorded_is_looked_at_first() {
    let mut record = registered();
    keep(&mut record, |draft| add_institution(draft, &named("Ośrodek Pomocy Społecznej w Żarach")));
    keep(&mut record, |draft| add_identifier(draft, &nip("ops-b", NIP)));
    let again = NewInstitution {
        identifiers: vec![(IdentifierScheme::Nip, label("1234563218"), BelongsTo::Own)],
        ..named("OŚRODEK POMOCY  SPOŁECZNEJ W ZARACH")
    };
    assert_eq!(
        refused(&record, |draft| add_institution(draft, &again)),
        [
            "ALREADY_RECORDED namePl: institution:osrodek-pomocy-spolecznej-w-zarach",
            "ALREADY_RECORDED identifiers.0.value: institution:ops-b",
        ]
    );
    let anyway = NewInstitution { even_if_similar: true, ..again };
    let added = keep(&mut record, |draft| add_institution(draft, &anyway));
    assert_eq!(added, at("institution:osrodek-pomocy-spolecznej-w-zarach-2"));
    // The number of a parent identifies nobody.
    let branch = NewInstitution {
        identifiers: vec![(IdentifierScheme::Nip, label(NIP), BelongsTo::Parent)],
        ..named("Filia")
    };
    keep(&mut record, |draft| add_institution(draft, &branch));
}

#[test]
fn a_name_by_which_another_is_mentioned_is_looked_at_first() {
    let mut record = registered();
    record.mentions.push(Mention {
        key: id("m"),
        surface: label("GOPS Deszczno"),
        kind: AliasKind::TypeVariant,
        target: at("institution:ops-a"),
        note: None,
    });
    record.claims.push(existence("claim-m", "mention:m", "doc"));
    record.sort();
    assert_eq!(
        refused(&record, |draft| add_institution(draft, &named("gops  deszczno"))),
        ["ALREADY_RECORDED namePl: institution:ops-a"]
    );
}

#[test]
fn everything_that_is_wrong_with_a_new_institution_is_told_at_once() {
    let record = registered();
    let new = NewInstitution {
        r#type: Some(id("pup")),
        functions: vec![id("nothing")],
        seat: Some(id("gmina-z")),
        parent: Some(id("nobody")),
        existed_from: "2016".parse().unwrap(),
        existed_to: "2015".parse().unwrap(),
        note: Some(label("tel. 68 411 22 33")),
        identifiers: vec![(IdentifierScheme::Nip, label("12"), BelongsTo::Own)],
        ..named("X")
    };
    assert_eq!(
        refused(&record, |draft| add_institution(draft, &new)),
        [
            "NOT_FOUND type:",
            "NOT_FOUND functions.0:",
            "NOT_FOUND seat:",
            "NOT_FOUND parent:",
            "INVALID existedTo:",
            "PERSONAL_DATA note:",
            "INVALID identifiers.0.value:",
        ]
    );
    assert_eq!(
        refused_from(None, &record, |draft| add_institution(draft, &named("X"))),
        ["SOURCE_REQUIRED source:"]
    );
}

#[test]
fn what_a_source_says_of_a_field_is_believed_until_it_is_retracted() {
    let mut record = registered();
    let rename = InstitutionAmendment {
        name_pl: Some(label("Centrum Usług Społecznych")),
        seat: Some(id("gmina-y")),
        ..amending("ops-a")
    };
    assert_eq!(keep(&mut record, |draft| amend_institution(draft, &rename)), at("institution:ops-a"));
    let clear = InstitutionAmendment { clear: vec![InstitutionField::Seat], ..amending("ops-a") };
    keep_by("doc-3", &mut record, |draft| amend_institution(draft, &clear));
    let told = |record: &Record| {
        let it = institution(record, "ops-a");
        (it.name_pl.to_string(), it.seat.as_ref().map(ToString::to_string))
    };
    let name = "Centrum Usług Społecznych".to_owned();
    assert_eq!(told(&stands(&record)), (name.clone(), None));
    assert_eq!(told(&stands_without(&record, "doc-3")), (name, Some("gmina-y".to_owned())));
    assert_eq!(told(&stands_without(&record, "doc-2")), ("ops-a".to_owned(), None));
    record.documents.iter_mut().for_each(|it| {
        if it.key.as_str() != "doc" {
            it.state = domain::document::DocumentState::Retracted;
        }
    });
    assert_eq!(told(&stands(&record)), ("ops-a".to_owned(), Some("gmina-x".to_owned())));
}

#[test]
fn an_amendment_that_says_nothing_new_changes_nothing() {
    let record = registered();
    let same = InstitutionAmendment {
        name_pl: Some(label("ops-a")),
        seat: Some(id("gmina-x")),
        clear: vec![InstitutionField::Note],
        ..amending("ops-a")
    };
    assert!(changes(&record, |draft| amend_institution(draft, &same)).is_empty());
}

#[test]
fn an_amendment_is_refused_when_it_contradicts_itself_or_the_record() {
    let mut record = registered();
    let begun = InstitutionAmendment { existed_from: Some("2016".parse().unwrap()), ..amending("ops-a") };
    keep(&mut record, |draft| amend_institution(draft, &begun));
    let ended = InstitutionAmendment { existed_to: Some("2015".parse().unwrap()), ..amending("ops-a") };
    assert_eq!(refused(&record, |draft| amend_institution(draft, &ended)), ["INVALID existedTo:"]);
    let both = InstitutionAmendment {
        seat: Some(id("gmina-y")),
        clear: vec![InstitutionField::Note, InstitutionField::Seat],
        ..amending("ops-a")
    };
    assert_eq!(refused(&record, |draft| amend_institution(draft, &both)), ["INVALID clear.1:"]);
    let under = InstitutionAmendment { parent: Some(id("ops-a")), ..amending("ops-b") };
    keep(&mut record, |draft| amend_institution(draft, &under));
    let circle = InstitutionAmendment { parent: Some(id("ops-b")), ..amending("ops-a") };
    assert_eq!(
        refused(&record, |draft| amend_institution(draft, &circle)),
        ["INVALID parent: institution:ops-a"]
    );
    let unknown = InstitutionAmendment { r#type: Some(id("pup")), ..amending("ops-a") };
    assert_eq!(refused(&record, |draft| amend_institution(draft, &unknown)), ["NOT_FOUND type:"]);
    assert_eq!(
        refused(&record, |draft| amend_institution(draft, &amending("nobody"))),
        ["NOT_FOUND institution:"]
    );
}

#[test]
fn a_withdrawn_institution_falls_with_what_cannot_be_without_it() {
    let mut record = registered();
    keep(&mut record, |draft| withdraw_institution(draft, &id("ops-a")));
    let standing = stands(&record);
    assert_eq!(standing.institutions.iter().map(|it| it.key.as_str()).collect::<Vec<_>>(), ["ops-b"]);
    assert_eq!(standing.memberships, []);
    assert_eq!(
        refused(&record, |draft| withdraw_institution(draft, &id("ops-a"))),
        ["NOT_FOUND institution:"]
    );
    // A new one of the name may be added, by another key.
    let again = keep(&mut record, |draft| add_institution(draft, &named("ops-a")));
    assert_eq!(again, at("institution:ops"));
}

#[test]
fn a_number_is_of_one_institution() {
    let mut record = registered();
    keep(&mut record, |draft| add_identifier(draft, &nip("ops-a", NIP)));
    let refuse = |new: &NewIdentifier| refused(&record, |draft| add_identifier(draft, new));
    assert_eq!(refuse(&nip("ops-b", "PL 1234563218")), ["ALREADY_RECORDED value: institution:ops-a"]);
    assert_eq!(refuse(&nip("ops-a", "1234563218")), ["ALREADY_RECORDED value: institution:ops-a"]);
    assert_eq!(refuse(&nip("ops-b", "12")), ["INVALID value:"]);
    assert_eq!(refuse(&nip("nobody", NIP)), ["NOT_FOUND institution:"]);
    let which = (id("ops-a"), IdentifierScheme::Nip, label("1234563218"));
    keep(&mut record, |draft| withdraw_identifier(draft, &which));
    assert_eq!(stands(&record).identifiers, []);
    assert_eq!(refused(&record, |draft| withdraw_identifier(draft, &which)), ["NOT_FOUND value:"]);
    keep(&mut record, |draft| add_identifier(draft, &nip("ops-b", NIP)));
    // A failing check digit is the source's: it is kept and marked.
    keep(&mut record, |draft| add_identifier(draft, &nip("ops-a", "1234563219")));
    assert_eq!(stands(&record).identifiers.len(), 2);
}

#[test]
fn a_territory_is_served_once_at_a_time() {
    let mut record = registered();
    let serving = |from: &str, to: &str| NewServedTerritory {
        institution: id("ops-a"),
        unit: id("gmina-y"),
        valid_from: from.parse().unwrap(),
        valid_to: to.parse().unwrap(),
    };
    keep(&mut record, |draft| add_served_territory(draft, &serving("2012", "2014")));
    let again = refused(&record, |draft| add_served_territory(draft, &serving("2013", "2016")));
    assert_eq!(again, ["ALREADY_RECORDED unit: served-territory:ops-gmina"]);
    keep(&mut record, |draft| add_served_territory(draft, &serving("2015", "2016")));
    let reversed = refused(&record, |draft| add_served_territory(draft, &serving("2019", "2018")));
    assert_eq!(reversed, ["INVALID validTo:"]);
    keep(&mut record, |draft| withdraw_served_territory(draft, &(id("ops-a"), id("gmina-y"))));
    assert_eq!(stands(&record).served_territories, []);
    let gone = refused(&record, |draft| withdraw_served_territory(draft, &(id("ops-a"), id("gmina-y"))));
    assert_eq!(gone, ["NOT_FOUND unit:"]);
}
