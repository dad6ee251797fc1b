//! Values and their text forms: what is written reads back, garbage is refused and never panics.

use std::collections::BTreeSet;
use std::fmt::{Debug, Display};
use std::str::FromStr;

use domain::DomainError;
use domain::call::FundingOutcome;
use domain::claim::{Confidence, EvidenceBasis};
use domain::date::DatePrecision;
use domain::id::{Id, is_key};
use domain::institution::Institution;
use domain::list;
use domain::meeting::{MeetingRole, Presence};
use domain::norm::{NormKind, NormRule};
use domain::partnership::{LifecycleState, PartnershipRole};
use domain::party::Party;
use domain::record::{RecordKind, RecordRef};
use domain::support::with_field;
use domain::vocabulary::{Label, TieBasis};
use proptest::prelude::*;
use testkit::sketch::{id, label, sketch};

const KEY: &str = "[a-z0-9][a-z0-9.-]{0,95}";

fn a_party() -> impl Strategy<Value = Party> {
    prop_oneof![
        KEY.prop_map(|it| Party::Institution(id(&it))),
        KEY.prop_map(|it| Party::Office(id(&it))),
        KEY.prop_map(|it| Party::Body(id(&it))),
        a_label().prop_map(Party::Group),
    ]
}

fn a_reference() -> impl Strategy<Value = RecordRef> {
    (proptest::sample::select(RecordKind::ALL), KEY)
        .prop_map(|(kind, key)| RecordRef { kind, key: key.into() })
}

/// Labels that may stand in a list.
fn a_label() -> impl Strategy<Value = Label> {
    "[^|\\p{Cc}]{1,60}".prop_filter_map("blank", |it| Label::new(&it).ok())
}

/// Checks that the text form of the value reads back, plain and as JSON.
fn reads_back<T>(value: &T) -> Result<(), TestCaseError>
where
    T: Display + FromStr + PartialEq + Debug + serde::Serialize + serde::de::DeserializeOwned,
    T::Err: Debug + PartialEq,
{
    let text = value.to_string();
    let read = text.parse::<T>();
    prop_assert_eq!(read.as_ref(), Ok(value));
    let json = serde_json::to_value(value).unwrap();
    prop_assert_eq!(&json, &serde_json::Value::String(text));
    prop_assert_eq!(&serde_json::from_value::<T>(json).unwrap(), value);
    Ok(())
}

proptest! {
    #[test]
    fn keys_read_back(key in KEY) {
        prop_assert!(is_key(&key));
        reads_back::<Id<Institution>>(&id(&key))?;
        let reference = id::<Institution>(&key).reference();
        prop_assert_eq!(Id::<Institution>::from_reference(&reference), Some(id(&key)));
        prop_assert_eq!(Id::<NormRule>::from_reference(&reference), None);
    }

    #[test]
    fn parties_read_back(party in a_party()) {
        reads_back(&party)?;
        prop_assert_eq!(party.reference().is_none(), matches!(party, Party::Group(_)));
        prop_assert_eq!(party.institution().is_some(), matches!(party, Party::Institution(_)));
    }

    #[test]
    fn references_read_back(reference in a_reference()) {
        reads_back(&reference)?;
    }

    #[test]
    fn labels_read_back(label in a_label()) {
        reads_back(&label)?;
    }

    #[test]
    fn lists_read_back(
        parties in prop::collection::vec(a_party(), 0..5),
        references in prop::collection::vec(a_reference(), 0..5),
        labels in prop::collection::vec(a_label(), 0..5),
    ) {
        prop_assert_eq!(list::split::<Party>(&list::join(&parties)), Ok(parties));
        prop_assert_eq!(list::split::<RecordRef>(&list::join(&references)), Ok(references));
        prop_assert_eq!(list::split::<Label>(&list::join(&labels)), Ok(labels));
    }

    #[test]
    fn blanks_and_empty_places_of_a_list_are_nothing(keys in prop::collection::vec(KEY, 0..5), blank in "[ \t]{0,3}") {
        let written = keys.iter().map(|it| format!("{blank}{it}{blank}|{blank}|")).collect::<String>();
        let read = list::split::<Id<Institution>>(&written).unwrap();
        prop_assert_eq!(list::join(&read), keys.join("|"));
    }

    #[test]
    fn garbage_never_panics_and_what_is_read_is_written_as_it_was(text in any::<String>()) {
        if let Ok(it) = text.parse::<Id<Institution>>() { prop_assert_eq!(it.to_string(), &text[..]); }
        if let Ok(it) = text.parse::<RecordRef>() { prop_assert_eq!(it.to_string(), &text[..]); }
        if let Ok(it) = text.parse::<RecordKind>() { prop_assert_eq!(it.to_string(), &text[..]); }
        if let Ok(it) = text.parse::<Label>() { prop_assert_eq!(it.as_str(), text.trim()); }
        let _ = text.parse::<Party>();
        let _ = text.parse::<MeetingRole>();
        let _ = list::split::<Party>(&text);
        let _ = list::split::<RecordRef>(&text);
    }

    #[test]
    fn what_looks_right_never_panics(text in "(institution|office|body|group|claim|)[:| ]{0,2}[a-zA-Z0-9.|: ąż-]{0,100}") {
        if let Ok(it) = text.parse::<Party>() { reads_back(&it)?; }
        if let Ok(it) = text.parse::<RecordRef>() { reads_back(&it)?; }
        if let Ok(it) = list::split::<Party>(&text) {
            prop_assert_eq!(list::split::<Party>(&list::join(&it)), Ok(it));
        }
    }

    #[test]
    fn any_text_in_any_field_is_held_or_refused(text in any::<String>(), which in any::<proptest::sample::Index>()) {
        let record = sketch("a is OPS, gmina-x\n 2015 plenary 60: a");
        let fields = ["key", "kind", "date", "status", "topics", "has_unnamed_participants", "name_en", "none", ""];
        let field = fields[which.index(fields.len())];
        if let Ok(changed) = with_field(&record.meetings[0], field, Some(&text)) {
            prop_assert_eq!(changed.key, record.meetings[0].key.clone());
        }
    }
}

#[test]
fn a_key_has_1_to_96_plain_characters_and_a_plain_beginning() {
    for good in ["a", "0", "ops-deszczno", "doc-002", "7.4", "a-", "a."]
        .map(str::to_owned)
        .into_iter()
        .chain(["x".repeat(96)])
    {
        assert!(is_key(&good), "{good}");
    }
    for bad in ["", "-a", ".a", "A", "ą", "a b", "a:b", "a|b", "a_b", "a\n", " a"]
        .map(str::to_owned)
        .into_iter()
        .chain(["x".repeat(97)])
    {
        assert!(!is_key(&bad), "{bad:?}");
        let shown = bad.chars().take(120).collect();
        assert_eq!(Id::<Institution>::new(&bad), Err(DomainError::InvalidKey { text: shown }));
    }
}

#[test]
fn ids_are_ordered_as_their_keys() {
    let mut ids: Vec<Id<Institution>> = ["b", "a-2", "a-10", "a"].map(id).to_vec();
    ids.sort();
    assert_eq!(ids.iter().map(Id::as_str).collect::<Vec<_>>(), ["a", "a-10", "a-2", "b"]);
}

#[test]
fn references_and_parties_say_what_is_wrong_with_them() {
    let reference = |text: &str| text.parse::<RecordRef>().unwrap_err();
    assert_eq!(reference("ops"), DomainError::InvalidReference { text: "ops".into() });
    assert_eq!(reference("institution:"), DomainError::InvalidKey { text: String::new() });
    assert!(matches!(reference("planet:mars"), DomainError::UnknownWord { text, .. } if text == "planet"));
    let party = |text: &str| text.parse::<Party>().unwrap_err();
    for text in ["", "ops", "person:x", "Institution:x", "group:a|b"] {
        assert_eq!(party(text), DomainError::InvalidParty { text: text.into() });
    }
    assert_eq!(party("body:X"), DomainError::InvalidKey { text: "X".into() });
    assert_eq!(party("group: "), DomainError::InvalidLabel);
}

#[test]
fn messages_repeat_only_so_much_of_what_was_given() {
    let long = "ż".repeat(10_000);
    let errors = [
        long.parse::<RecordRef>().unwrap_err(),
        format!("institution:{long}").parse::<RecordRef>().unwrap_err(),
        long.parse::<Party>().unwrap_err(),
        long.parse::<RecordKind>().unwrap_err(),
        long.parse::<MeetingRole>().unwrap_err(),
        long.parse::<Id<Institution>>().unwrap_err(),
    ];
    for error in errors {
        assert!(error.to_string().chars().count() < 1000, "{error:?}");
    }
}

#[test]
fn a_label_is_trimmed_not_empty_not_too_long_and_without_control_characters() {
    assert_eq!(Label::new("  Zielona Góra\u{a0}\n").unwrap().as_str(), "Zielona Góra");
    assert!(Label::new(&"ż".repeat(Label::MAX)).is_ok(), "characters are counted, not bytes");
    assert!(Label::new(&format!(" {} ", "ż".repeat(Label::MAX))).is_ok());
    for bad in [
        String::new(),
        " \t ".to_owned(),
        "ż".repeat(Label::MAX + 1),
        "a\nb".to_owned(),
        "a\u{0}b".to_owned(),
        "a\u{7f}".to_owned(),
    ] {
        assert_eq!(Label::new(&bad), Err(DomainError::InvalidLabel), "{bad:?}");
        assert!(serde_json::from_value::<Label>(bad.into()).is_err());
    }
}

/// Checks that each word reads back, and that there are no two alike.
fn check_words<T>(all: &[T])
where
    T: Copy
        + Display
        + FromStr<Err = DomainError>
        + PartialEq
        + Debug
        + serde::Serialize
        + serde::de::DeserializeOwned,
{
    let texts: BTreeSet<_> = all.iter().map(ToString::to_string).collect();
    assert_eq!(texts.len(), all.len());
    let expected = all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    for word in all {
        reads_back(word).unwrap();
        let lower = word.to_string().to_lowercase();
        assert_eq!(
            lower.parse::<T>(),
            Err(DomainError::UnknownWord { text: lower, expected: expected.clone() })
        );
    }
    assert!("".parse::<T>().is_err());
}

#[test]
fn words_read_back_in_capitals_only() {
    check_words(MeetingRole::ALL);
    check_words(Presence::ALL);
    check_words(Confidence::ALL);
    check_words(EvidenceBasis::ALL);
    check_words(LifecycleState::ALL);
    check_words(PartnershipRole::ALL);
    check_words(FundingOutcome::ALL);
    check_words(TieBasis::ALL);
    check_words(DatePrecision::ALL);
    check_words(NormKind::ALL);
}

#[test]
fn kinds_of_record_have_names_of_their_own() {
    let names: BTreeSet<_> = RecordKind::ALL.iter().map(|it| it.as_str()).collect();
    assert_eq!(names.len(), RecordKind::ALL.len());
    for kind in RecordKind::ALL {
        assert_eq!(kind.as_str().parse(), Ok(*kind));
    }
}

#[test]
fn a_field_takes_its_value_from_text() {
    let record = sketch("a is OPS, gmina-x\n 71 signatories\n 2015 plenary: a");
    let institution = &record.institutions[0];
    let text = with_field(institution, "name_en", Some("true")).unwrap();
    assert_eq!(text.name_en, Some(label("true")), "a text that looks like something else is still a text");
    assert_eq!(with_field(institution, "short_name", Some("12")).unwrap().short_name, Some(label("12")));
    assert_eq!(with_field(institution, "type", Some("pup")).unwrap().r#type, Some(id("pup")));
    assert_eq!(with_field(institution, "functions", Some("f1|f2")).unwrap().functions, [id("f1"), id("f2")]);
    let since = with_field(institution, "existed_from", Some("2008/..")).unwrap();
    assert_eq!(since.existed_from.to_string(), "2008/..");
    assert_eq!(
        with_field(&record.meetings[0], "has_unnamed_participants", Some("true"))
            .map(|it| it.has_unnamed_participants),
        Ok(true)
    );
    assert_eq!(
        with_field(&record.partnerships[0], "open_accession", Some("false")).map(|it| it.open_accession),
        Ok(Some(false))
    );
    assert_eq!(with_field(&record.indicators[0], "value", Some("60")).map(|it| it.value), Ok(60.0));
    assert_eq!(with_field(&record.indicators[0], "value", Some("0.25")).map(|it| it.value), Ok(0.25));
    assert_eq!(with_field(&norm(), "threshold", Some("2")).map(|it| it.threshold), Ok(Some(2)));
    let unchanged = with_field(institution, "seat", Some("gmina-x")).unwrap();
    assert_eq!(&unchanged, institution);
}

#[test]
fn a_field_that_may_be_empty_can_be_emptied() {
    let record = sketch("a is OPS, gmina-x\n 2015 plenary: a");
    let mut institution = record.institutions[0].clone();
    institution.functions = vec![id("f1")];
    assert_eq!(with_field(&institution, "seat", None).unwrap().seat, None);
    assert_eq!(with_field(&institution, "functions", None).unwrap().functions, []);
    assert!(with_field(&record.meetings[0], "date", None).unwrap().date.is_unknown());
    assert_eq!(with_field(&norm(), "threshold", None).unwrap().threshold, None);
    for field in ["name_pl", "has_unnamed_participants", "kind", "status"] {
        let error = with_field(&record.meetings[0], field, None).unwrap_err();
        assert_eq!(
            error,
            DomainError::InvalidField { kind: "meeting", field: field.into(), value: String::new() }
        );
    }
}

#[test]
fn a_value_of_another_kind_is_refused() {
    let record = sketch("71 signatories\n 2015 plenary: a");
    for value in ["NaN", "inf", "-inf", "1e999", "many", "-1", "2.5", "4294967296"] {
        assert!(with_field(&norm(), "threshold", Some(value)).is_err(), "{value}");
    }
    for value in ["NaN", "inf", "1e999", "", "1,5"] {
        assert!(with_field(&record.indicators[0], "value", Some(value)).is_err(), "{value}");
    }
    for value in ["1", "yes", "TRUE", ""] {
        assert!(with_field(&record.meetings[0], "has_unnamed_participants", Some(value)).is_err(), "{value}");
        assert!(with_field(&record.partnerships[0], "open_accession", Some(value)).is_err(), "{value}");
    }
    for (field, value) in [
        ("key", "m2"),
        ("nothing", "x"),
        ("date", "May"),
        ("topics", "A|B"),
        ("body", "X"),
        ("status", "held"),
    ] {
        assert!(with_field(&record.meetings[0], field, Some(value)).is_err(), "{field}");
    }
}

fn norm() -> NormRule {
    NormRule {
        key: id("norm"),
        kind: NormKind::MeetingsPerYear,
        text_pl: label("raz w roku"),
        text_en: None,
        partnership: None,
        project: None,
        meeting_kind: None,
        institution_type: None,
        threshold: Some(1),
    }
}
