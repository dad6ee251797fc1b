//! What governs answers: vocabularies, weights, norms, expectations, declared numbers.

use domain::date::EdtfDate;
use domain::indicator::{Collection, IndicatorNature};
use domain::keeping::FaultCode;
use domain::keeping::rule::{
    ExpectationDefinition, NewIndicator, NormDefinition, define_expectation, define_norm, record_indicator,
};
use domain::keeping::vocabulary::{
    FunctionDefinition, KindDefinition, SectorDefinition, TopicDefinition, TypeDefinition, WeightDefinition,
    define_function, define_kind, define_sector, define_topic, define_type, set_tie_weight,
};
use domain::norm::NormKind;
use domain::territory::TerritoryLevel;
use domain::vocabulary::TieBasis;
use testkit::sketch::{id, label};

use super::meeting::SKETCH;
use super::{Kept, one, refused};
use crate::common::at;

fn r#type(key: &str, name: Option<&str>, parent: Option<Option<&str>>) -> TypeDefinition {
    TypeDefinition {
        key: id(key),
        code: name.map(label),
        name_pl: name.map(label),
        name_en: name.map(label),
        parent: parent.map(|it| it.map(id)),
        forms: None,
        rolls_up: None,
        sector: None,
        functions: None,
    }
}

#[test]
fn types_are_added_amended_and_never_lie_below_themselves() {
    let mut kept = Kept::of(SKETCH);
    let told = refused(kept.by("doc-2", define_type, &r#type("cus", None, None)));
    assert_eq!(told, one(FaultCode::Invalid, "code"), "a new one needs all");
    kept.by("doc-2", define_type, &r#type("cus", Some("CUS"), None)).unwrap();
    kept.by("doc-2", define_type, &r#type("gcus", Some("GCUS"), Some(Some("cus")))).unwrap();
    let below = kept.by("doc-2", define_type, &r#type("cus", None, Some(Some("gcus"))));
    assert_eq!(refused(below), one(FaultCode::Invalid, "parent"));
    assert_eq!(
        refused(kept.by("doc-2", define_type, &r#type("cus", None, Some(Some("cus"))))),
        one(FaultCode::Invalid, "parent")
    );
    assert_eq!(
        refused(kept.by("doc-2", define_type, &r#type("cus", None, Some(Some("x"))))),
        one(FaultCode::NotFound, "parent")
    );
    let bar = TypeDefinition { forms: Some(vec![label("a|b")]), ..r#type("cus", None, None) };
    assert_eq!(refused(kept.by("doc-2", define_type, &bar)), one(FaultCode::Invalid, "forms.0"));
    let renamed = TypeDefinition {
        name_pl: Some(label("Centrum")),
        forms: Some(vec![label("centrum"), label("centrów")]),
        ..r#type("cus", None, None)
    };
    kept.by("doc-3", define_type, &renamed).unwrap();
    let name = |record: domain::record::Record| {
        let found = record.institution_types.into_iter().find(|it| it.key.as_str() == "cus").unwrap();
        (found.name_pl.to_string(), found.forms.len())
    };
    assert_eq!(name(kept.stands()), ("Centrum".to_owned(), 2));
    assert_eq!(name(kept.without("doc-3")), ("CUS".to_owned(), 0));
    assert_eq!(
        refused(kept.from(None, define_type, &r#type("x", Some("X"), None))),
        one(FaultCode::SourceRequired, "source")
    );
}

#[test]
fn sectors_functions_topics_and_kinds_are_defined() {
    let mut kept = Kept::of(SKETCH);
    let word = |text: &str| Some(label(text));
    let sector = SectorDefinition {
        key: id("ngo"),
        code: word("NGO"),
        name_pl: word("NGO"),
        name_en: word("NGO"),
        roll_up: Some(word("SOCIAL")),
    };
    kept.by("doc-2", define_sector, &sector).unwrap();
    kept.by(
        "doc-3",
        define_sector,
        &SectorDefinition {
            code: None,
            name_pl: word("trzeci sektor"),
            name_en: None,
            roll_up: Some(None),
            ..sector
        },
    )
    .unwrap();
    let function = FunctionDefinition {
        key: id("health"),
        code: word("HEALTH"),
        name_pl: word("zdrowie"),
        name_en: word("health"),
    };
    kept.by("doc-2", define_function, &function).unwrap();
    let topic = |key: &str, broader: Option<&str>| TopicDefinition {
        key: id(key),
        name_pl: word(key),
        name_en: word(key),
        broader: broader.map(|it| Some(id(it))),
    };
    kept.by("doc-2", define_topic, &topic("work", None)).unwrap();
    kept.by("doc-2", define_topic, &topic("youth", Some("work"))).unwrap();
    assert_eq!(
        refused(kept.by("doc-2", define_topic, &topic("work", Some("youth")))),
        one(FaultCode::Invalid, "broader")
    );
    let kind = KindDefinition {
        key: id("council"),
        code: None,
        name_pl: None,
        name_en: None,
        tie_basis: Some(TieBasis::Mass),
        is_visit: None,
        is_plenary: None,
    };
    kept.by("doc-2", define_kind, &kind).unwrap();
    let new = KindDefinition {
        key: id("webinar"),
        code: word("WEBINAR"),
        name_pl: word("webinarium"),
        name_en: word("webinar"),
        ..kind.clone()
    };
    assert_eq!(
        refused(kept.by("doc-2", define_kind, &KindDefinition { tie_basis: None, ..new.clone() })),
        one(FaultCode::Invalid, "tieBasis")
    );
    kept.by("doc-2", define_kind, &new).unwrap();
    let record = kept.stands();
    assert_eq!(
        (record.sectors[0].name_pl.as_str(), record.sectors[0].roll_up.as_ref()),
        ("trzeci sektor", None)
    );
    assert_eq!((record.functions.len(), record.topics.len(), record.meeting_kinds.len()), (1, 2, 7));
    assert_eq!(record.meeting_kinds[0].tie_basis, TieBasis::Mass);
}

#[test]
fn a_weight_is_set_and_goes_back_with_its_source() {
    let mut kept = Kept::of(SKETCH);
    let weight = |weight: f64| WeightDefinition { basis: TieBasis::Bilateral, weight };
    kept.by("doc-2", set_tie_weight, &weight(1.0)).unwrap();
    kept.by("doc-3", set_tie_weight, &weight(2.5)).unwrap();
    let of =
        |record: domain::record::Record| record.tie_weights.iter().map(|it| it.weight).collect::<Vec<_>>();
    assert_eq!((of(kept.stands()), of(kept.without("doc-3"))), (vec![2.5], vec![1.0]));
    for wrong in [-1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(
            refused(kept.by("doc", set_tie_weight, &weight(wrong))),
            one(FaultCode::Invalid, "weight")
        );
    }
}

fn expectation(key: &str) -> ExpectationDefinition {
    ExpectationDefinition {
        key: id(key),
        text_pl: Some(label("jest")),
        text_en: None,
        r#type: Some(id("cus")),
        sector: None,
        function: None,
        level: Some(TerritoryLevel::Gmina),
        within: None,
        excluded_kinds: None,
        minimum: None,
        place: None,
        partnership: None,
        basis_pl: Some(label("ustawa")),
        basis_en: None,
        reference: None,
        valid_from: None,
        valid_to: None,
    }
}

#[test]
fn an_expectation_is_of_one_thing_for_ever() {
    let mut kept = Kept::of(SKETCH);
    assert_eq!(
        refused(kept.by("doc-2", define_expectation, &expectation("e"))),
        one(FaultCode::NotFound, "type")
    );
    kept.by("doc-2", define_type, &r#type("cus", Some("CUS"), None)).unwrap();
    kept.by("doc-2", define_type, &r#type("ops", Some("OPS"), None)).unwrap();
    kept.by("doc-2", define_expectation, &expectation("e")).unwrap();
    let amended = ExpectationDefinition {
        r#type: None,
        minimum: Some(2),
        valid_to: Some("2020".parse().unwrap()),
        ..expectation("e")
    };
    kept.by("doc-3", define_expectation, &amended).unwrap();
    let record = kept.stands();
    assert_eq!(
        (record.expectations[0].minimum, record.expectations[0].valid_to.to_string().as_str()),
        (2, "2020")
    );
    let another = ExpectationDefinition { r#type: Some(id("ops")), ..expectation("e") };
    assert_eq!(refused(kept.by("doc-3", define_expectation, &another)), one(FaultCode::Invalid, "type"));
    let none = ExpectationDefinition { r#type: None, minimum: Some(0), ..expectation("f") };
    let paths: Vec<_> =
        refused(kept.by("doc-3", define_expectation, &none)).into_iter().map(|it| it.1).collect();
    assert_eq!(paths, ["minimum", "type"]);
}

#[test]
fn a_norm_is_added_and_amended() {
    let mut kept = Kept::of(SKETCH);
    let norm = NormDefinition {
        key: id("n"),
        kind: Some(NormKind::MeetingsPerYear),
        text_pl: Some(label("raz w roku")),
        text_en: None,
        partnership: Some(Some(id("partnership"))),
        project: None,
        meeting_kind: Some(Some(id("plenary"))),
        institution_type: None,
        threshold: Some(Some(1)),
    };
    kept.by("doc-2", define_norm, &norm).unwrap();
    kept.by("doc-3", define_norm, &NormDefinition { threshold: Some(Some(2)), ..norm.clone() }).unwrap();
    assert_eq!(kept.stands().norms[0].threshold, Some(2));
    assert_eq!(kept.without("doc-3").norms[0].threshold, Some(1));
    let lost = NormDefinition { partnership: Some(Some(id("x"))), ..norm };
    assert_eq!(refused(kept.by("doc-3", define_norm, &lost)), one(FaultCode::NotFound, "partnership"));
}

#[test]
fn a_declared_number_says_of_what_it_is() {
    let mut kept = Kept::of(SKETCH);
    let number = |of: Option<&str>, value: f64| NewIndicator {
        label_pl: label("sygnatariusze"),
        label_en: None,
        value,
        unit: label("INSTITUTION"),
        as_of: EdtfDate::UNKNOWN,
        nature: IndicatorNature::Declared,
        of: of.map(at),
        collection: Some(Collection::Signatories),
        note: None,
    };
    let whole = number(Some("partnership:partnership"), 71.0);
    kept.by("doc-2", record_indicator, &whole).unwrap();
    assert_eq!(kept.stands().indicators[0].value, 71.0);
    assert_eq!(refused(kept.by("doc-3", record_indicator, &whole)), one(FaultCode::AlreadyRecorded, "value"));
    for (wrong, code, path) in [
        (number(None, 71.0), FaultCode::Invalid, "of"),
        (number(Some("meeting:m1"), 71.0), FaultCode::Invalid, "of"),
        (number(Some("partnership:none"), 71.0), FaultCode::NotFound, "of"),
        (number(Some("partnership:partnership"), 7.5), FaultCode::Invalid, "value"),
        (number(Some("partnership:partnership"), f64::NAN), FaultCode::Invalid, "value"),
    ] {
        assert_eq!(refused(kept.by("doc-3", record_indicator, &wrong)), one(code, path), "{wrong:?}");
    }
}
