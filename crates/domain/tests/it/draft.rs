//! Drafts: what they show, and what they come to once it is written.

use chrono::{DateTime, Utc};
use domain::changeset::Changeset;
use domain::check::{problems, problems_of};
use domain::claim::Confidence;
use domain::document::DocumentKind;
use domain::institution::Institution;
use domain::keeping::{Draft, FaultCode, Faults, Given, Source};
use domain::record::Record;
use domain::support::standing;
use domain::vocabulary::Function;
use testkit::sketch::{id, label};

use crate::common::{institution, retracted, with_documents};

const SKETCH: &str = "ops-a is OPS\n ops-b is OPS";

fn now() -> DateTime<Utc> {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

fn from(document: &str) -> Option<Given> {
    Some(Given::Document(Source {
        document: id(document),
        locator: label("L1"),
        confidence: Confidence::Stated,
        convention: None,
    }))
}

/// The record after a draft, which has to be whole, as the draft's own check has to find.
fn after(
    record: &Record,
    source: Option<Given>,
    work: impl Fn(&mut Draft<'_>) -> Result<(), Faults>,
) -> Record {
    let changes = drafted(record, source, work).unwrap();
    assert_eq!(problems_of(record, &changes), []);
    let mut after = record.clone();
    changes.apply_to(&mut after);
    assert_eq!(problems(&after), []);
    after
}

fn drafted(
    record: &Record,
    source: Option<Given>,
    work: impl Fn(&mut Draft<'_>) -> Result<(), Faults>,
) -> Result<Changeset, Faults> {
    let mut draft = Draft::new(record, source, label("editor"), now());
    work(&mut draft)?;
    Ok(draft.finish())
}

fn code(refused: Result<Changeset, Faults>) -> FaultCode {
    refused.unwrap_err().0[0].code
}

fn name(record: &Record) -> String {
    institution(&standing(record.clone()).unwrap().record, "ops-a").name_pl.to_string()
}

fn rename(draft: &mut Draft<'_>, to: &str) -> Result<(), Faults> {
    draft.set_field::<Institution>(&id("ops-a"), "name_pl", Some(to), "name")
}

#[test]
fn a_field_that_is_set_is_believed_and_comes_back_with_its_source() {
    let first = with_documents(SKETCH);
    let so_far = name(&first);
    let second = after(&first, from("doc-2"), |draft| rename(draft, "Drugi"));
    assert_eq!(name(&second), "Drugi");
    let third = after(&second, from("doc-3"), |draft| rename(draft, "Trzeci"));
    assert_eq!(name(&third), "Trzeci");
    assert_eq!(name(&retracted(third.clone(), &["doc-3"])), "Drugi");
    assert_eq!(name(&retracted(third.clone(), &["doc-2"])), "Trzeci");
    assert_eq!(name(&retracted(third.clone(), &["doc-2", "doc-3"])), so_far);
    assert_eq!(name(&retracted(third, &[])), "Trzeci");
}

#[test]
fn a_field_that_is_emptied_comes_back_with_its_source() {
    let note = |record: &Record| institution(&standing(record.clone()).unwrap().record, "ops-a").note.clone();
    let set = |value: Option<&'static str>| {
        move |draft: &mut Draft<'_>| draft.set_field::<Institution>(&id("ops-a"), "note", value, "note")
    };
    let noted = after(&with_documents(SKETCH), from("doc-2"), set(Some("uwaga")));
    assert_eq!(note(&noted), Some(label("uwaga")));
    let emptied = after(&noted, from("doc-3"), set(None));
    assert_eq!(note(&emptied), None);
    assert_eq!(note(&retracted(emptied, &["doc-3"])), Some(label("uwaga")));
    assert_eq!(note(&retracted(noted, &["doc-2"])), None);
}

#[test]
fn a_draft_shows_what_is_believed_and_what_was_drafted() {
    let record = after(&with_documents(SKETCH), from("doc-2"), |draft| rename(draft, "Drugi"));
    let mut draft = Draft::new(&record, from("doc-3"), label("editor"), now());
    let shown =
        |draft: &Draft<'_>| draft.standing::<Institution>(&id("ops-a")).map(|it| it.name_pl.to_string());
    assert_eq!(shown(&draft), Some("Drugi".to_owned()));
    rename(&mut draft, "Trzeci").unwrap();
    assert_eq!(shown(&draft), Some("Trzeci".to_owned()));
    draft.withdraw::<Institution>(&id("ops-a"), "institution").unwrap();
    assert_eq!(shown(&draft), None);
    assert_eq!(draft.require::<Institution>(&id("ops-a"), "a.b").unwrap_err().0[0].path, ["a", "b"]);
    draft.claim_existence(&domain::id::Id::<Institution>::reference(&id("ops-a"))).unwrap();
    assert_eq!(shown(&draft), Some("Trzeci".to_owned()));
}

#[test]
fn what_is_withdrawn_falls_and_can_be_claimed_again() {
    let first = with_documents(SKETCH);
    let gone = after(&first, None, |draft| draft.withdraw::<Institution>(&id("ops-a"), "institution"));
    let stands = |record: &Record| {
        standing(record.clone()).unwrap().record.institutions.iter().any(|it| it.key.as_str() == "ops-a")
    };
    assert!(stands(&first) && !stands(&gone));
    let back = after(&gone, from("doc-2"), |draft| {
        draft.claim_existence(&domain::id::Id::<Institution>::reference(&id("ops-a"))).map(|_| ())
    });
    assert!(stands(&back));
}

#[test]
fn nothing_enters_without_a_source_that_stands() {
    let record = with_documents(SKETCH);
    let set = |draft: &mut Draft<'_>| rename(draft, "Drugi");
    assert_eq!(code(drafted(&record, None, set)), FaultCode::SourceRequired);
    assert_eq!(code(drafted(&record, from("doc-9"), set)), FaultCode::NotFound);
    assert_eq!(code(drafted(&retracted(record, &["doc-2"]), from("doc-2"), set)), FaultCode::Conflict);
}

#[test]
fn the_offices_own_words_become_a_document() {
    let record = with_documents(SKETCH);
    let given = Some(Given::Statement(label("Sekretariat: nazwa zmieniona uchwałą")));
    let work = |draft: &mut Draft<'_>| {
        rename(draft, "Drugi")?;
        draft.set_field::<Institution>(&id("ops-b"), "name_pl", Some("Inny"), "name")
    };
    let changed = after(&record, given.clone(), work);
    let added: Vec<_> =
        changed.documents.iter().filter(|it| it.kind == DocumentKind::OfficeStatement).collect();
    assert_eq!(added.len(), 1, "one document for one statement");
    assert_eq!(added[0].title.as_str(), "Sekretariat: nazwa zmieniona uchwałą");
    assert_eq!(added[0].dated.to_string(), "2026-11-23");
    assert_eq!(
        drafted(&record, given.clone(), work),
        drafted(&record, given, work),
        "by the same words and moment"
    );
    let taken_back = retracted(changed.clone(), &[added[0].key.as_str()]);
    assert_eq!(name(&taken_back), name(&record));
}

#[test]
fn keys_are_made_of_words_and_never_taken_twice() {
    let record = with_documents(SKETCH);
    let mut draft = Draft::new(&record, None, label("editor"), now());
    let key = |draft: &Draft<'_>, words: &str| draft.fresh_key::<Function>(words).unwrap().to_string();
    assert_eq!(key(&draft, "Łączność, zdrowie — i „praca”!"), "lacznosc-zdrowie-i-praca");
    assert_eq!(key(&draft, "…"), "function");
    assert!(key(&draft, &"bardzo długa nazwa ".repeat(20)).len() <= 60);
    let function =
        |key: &str| Function { key: id(key), code: label("A"), name_pl: label("a"), name_en: label("a") };
    draft.changes_mut().put(function("praca"));
    assert_eq!(key(&draft, "Praca"), "praca-2");
    draft.changes_mut().put(function("praca-2"));
    assert_eq!(key(&draft, "praca"), "praca-3");
}

#[test]
fn a_value_that_a_field_cannot_hold_is_refused() {
    let record = with_documents(SKETCH);
    let set = |field: &'static str, value: Option<&'static str>| {
        let work =
            move |draft: &mut Draft<'_>| draft.set_field::<Institution>(&id("ops-a"), field, value, field);
        drafted(&record, from("doc-2"), work)
    };
    assert_eq!(code(set("existed_from", Some("wczoraj"))), FaultCode::Invalid);
    assert_eq!(code(set("name_pl", None)), FaultCode::Invalid);
    assert_eq!(code(set("key", Some("ops-c"))), FaultCode::Invalid);
    assert_eq!(code(set("colour", Some("red"))), FaultCode::Invalid);
    assert_eq!(set("existed_from", Some("2015-05")).unwrap().records.claims.len(), 2);
}

#[test]
fn what_nothing_holds_up_any_more_can_be_said_again() {
    let existence = |draft: &mut Draft<'_>| {
        draft.claim_existence(&domain::id::Id::<Institution>::reference(&id("new"))).map(|_| ())
    };
    let add = |draft: &mut Draft<'_>| {
        let mut new = institution(&with_documents(SKETCH), "ops-a").clone();
        (new.key, new.note) = (id("new"), Some(label("uwaga")));
        draft.add(new).map(|_| ())
    };
    let set = |value: &'static str| {
        move |draft: &mut Draft<'_>| draft.set_field::<Institution>(&id("new"), "note", Some(value), "note")
    };
    let record = after(&with_documents(SKETCH), from("doc-2"), add);
    let record = after(&record, from("doc-3"), set("inna uwaga"));
    let record = after(&record, from("doc"), existence);
    let record = retracted(record, &["doc-2", "doc-3"]);
    let note = |record: &Record| {
        institution(&standing(record.clone()).unwrap().record, "new").note.as_ref().map(ToString::to_string)
    };
    let shown = |record: &Record| {
        let draft = Draft::new(record, None, label("editor"), now());
        draft.standing::<Institution>(&id("new")).unwrap().note.map(|it| it.to_string())
    };
    assert_eq!((note(&record), shown(&record)), (None, None), "both are retracted");
    let again = after(&record, from("doc"), set("uwaga"));
    assert_eq!((note(&again).as_deref(), shown(&again).as_deref()), (Some("uwaga"), Some("uwaga")));
}
