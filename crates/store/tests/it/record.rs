//! A small record with every kind of noun, every kind of party, and every field filled somewhere.

use chrono::{DateTime, Utc};
use domain::for_each_noun;
use domain::person::Personal;
use domain::record::{Noun, Record, RecordReader, RecordRef};
use domain::support::needs_claim;
use domain::vocabulary::Label;
use serde_json::{Value, json};
use store::{Author, ImportOutcome, OpenMode, Store, StoreError};
use testkit::database::TestDatabase;

/// The name of a person, which must never get into the log.
pub(crate) const NAME: &str = "Żaneta Próbna-Wymyślona";
/// A telephone number, which must never get into the log.
pub(crate) const PHONE: &str = "+48 600 111 222";

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(crate) fn label(text: &str) -> Label {
    Label::new(text).unwrap()
}

pub(crate) fn author() -> Author {
    Author::new("keeper of the record").unwrap()
}

pub(crate) async fn open(database: &TestDatabase) -> Store {
    let store = Store::open(database.url(), OpenMode::Create).await.unwrap();
    store.migrate().await.unwrap();
    store
}

pub(crate) async fn import(store: &Store, record: &Record) -> Result<ImportOutcome, StoreError> {
    import_all(store, record, &Personal::default()).await
}

pub(crate) async fn import_all(
    store: &Store,
    record: &Record,
    personal: &Personal,
) -> Result<ImportOutcome, StoreError> {
    let source = label("a test");
    store.import(&author(), at("2026-11-22T10:00:00.123456789Z"), &source, (record, personal), &|_| {}).await
}

/// Makes a noun from fields; those that are not given are empty.
pub(crate) fn noun<T: Noun>(fields: Value) -> T {
    serde_json::from_value(fields).unwrap()
}

/// Two documents. What rests on the second alone falls with it.
fn documents() -> Value {
    let document = |key: &str, sha256: Value| {
        json!({"key": key, "title": "Sprawozdanie „2015”", "kind": "ACTIVITY_REPORT", "covers": "2015",
            "dated": "2016-02", "dated_basis": null, "sha256": sha256, "locator_scheme": "line",
            "state": "ACCEPTED"})
    };
    json!([document("doc-000", json!("ab12")), document("doc-001", Value::Null)])
}

fn vocabularies() -> Value {
    json!({
        "documents": documents(),
        "sectors": [{"key": "jst", "code": "JST", "name_pl": "samorząd", "name_en": "local government",
            "roll_up": "PUBLIC"}],
        "functions": [{"key": "labour-market", "code": "LABOUR_MARKET", "name_pl": "rynek pracy",
            "name_en": "labour market"}],
        "institution_types": [
            {"key": "gops", "code": "GOPS", "name_pl": "gminny ośrodek", "name_en": "centre", "parent": "ops",
                "forms": "GOPS|GOPS-u", "rolls_up": true, "sector": "jst", "functions": "labour-market"},
            {"key": "ops", "code": "OPS", "name_pl": "ośrodek", "name_en": "centre", "parent": null, "forms": "",
                "rolls_up": false, "sector": null, "functions": ""}],
        "meeting_kinds": [{"key": "council", "code": "COUNCIL", "name_pl": "rada", "name_en": "council",
            "tie_basis": "WORKING", "is_visit": false, "is_plenary": true}],
        "tie_weights": [{"key": "working", "basis": "WORKING", "weight": 1.75}],
        "topics": [
            {"key": "care", "name_pl": "opieka", "name_en": "care", "broader": "welfare"},
            {"key": "welfare", "name_pl": "pomoc", "name_en": "welfare", "broader": null}],
        "territories": [
            {"key": "gmina-080103", "level": "GMINA", "name": "Deszczno", "kind": "wiejska", "teryt": "0801032",
                "nuts3": "PL431", "parent": "woj-08", "name_genitive": "Deszczna", "name_locative": "Deszcznie",
                "other_names": "Dészczno|Deszno", "valid_from": "1999", "valid_to": "XXXX", "note": "uwaga"},
            {"key": "woj-08", "level": "VOIVODESHIP", "name": "lubuskie", "kind": null, "teryt": "08",
                "nuts3": null, "parent": null, "name_genitive": null, "name_locative": null, "other_names": "",
                "valid_from": "XXXX", "valid_to": "XXXX", "note": null}],
    })
}

fn organisations() -> Value {
    let institution = |key: &str, name: &str, parent: Value, functions: &str| {
        json!({"key": key, "name_pl": name, "name_en": "Centre", "short_name": "O", "type": "gops",
            "sector": "jst", "functions": functions, "seat": "gmina-080103", "parent": parent,
            "existed_from": "../2008", "existed_to": "XXXX", "state": "ACTIVE", "naming": "NAMED", "note": "Uwaga"})
    };
    json!({
        // The child comes before its parent: references within a kind are checked at commit only.
        "institutions": [
            institution("a-branch", "Filia", json!("ops-deszczno"), "labour-market"),
            institution("gops-deszczno", "GOPS w Deszcznie", Value::Null, ""),
            institution("ops-deszczno", "OPS w Deszcznie", Value::Null, "labour-market")],
        "identifiers": [{"key": "nip-1", "institution": "ops-deszczno", "scheme": "NIP", "value": "526-025-02-74",
            "belongs_to": "OWN"}],
        "served_territories": [{"key": "served-1", "institution": "ops-deszczno", "unit": "gmina-080103",
            "valid_from": "2010-05", "valid_to": "XXXX"}],
        "offices": [{"key": "marszalek", "title_pl": "Marszałek", "title_en": "Marshal",
            "institution": "ops-deszczno", "territory": "woj-08", "sector": "jst"}],
        "people": [{"key": "council-chair-2015", "public_function": "REPRESENTATIVE",
            "function_pl": "przewodnicząca", "function_en": "chair"}],
        "tenures": [{"key": "tenure-1", "person": "council-chair-2015", "office": "marszalek",
            "institution": null, "role_pl": "przewodnicząca", "role_en": "chair", "as_of": "2015-02-06",
            "valid_from": "2014", "valid_to": "XXXX"}],
        "partnerships": [
            {"key": "a-local", "name_pl": "Lokalne", "name_en": null, "kind": "LOCAL", "parent": "pact",
                "founded": "XXXX", "territory": null, "intended_sectors": "", "aims": "", "open_accession": null,
                "note": null},
            {"key": "pact", "name_pl": "Pakt", "name_en": "Pact", "kind": "UMBRELLA_PACT", "parent": null,
                "founded": "2008-10", "territory": "woj-08", "intended_sectors": "jst", "aims": "a|b c",
                "open_accession": true, "note": "uwaga"}],
        "lifecycle_events": [{"key": "life-1", "partnership": "pact", "state": "ACTIVE", "date": "2008",
            "note": null}],
        "memberships": [
            membership("m-1", "institution:gops-deszczno"), membership("m-2", "office:marszalek"),
            membership("m-3", "body:rada"), membership("m-4", "group:członkowie: „rada”")],
        "bodies": [{"key": "rada", "name_pl": "Rada", "name_en": "Council", "short_name": "R", "kind": "COUNCIL",
            "partnership": "pact", "appointed_by": "office:marszalek", "established": "2012", "as_of": "2015",
            "same_as": "ops-deszczno", "note": null}],
        "body_memberships": [{"key": "seat-1", "body": "rada", "person": "council-chair-2015",
            "on_behalf_of": "ops-deszczno", "group": null, "role": "CHAIR", "as_of": "2015",
            "valid_from": "XXXX", "valid_to": "XXXX"}],
    })
}

fn membership(key: &str, party: &str) -> Value {
    json!({"key": key, "partnership": "pact", "party": party, "role": "SIGNATORY", "signed_on": "2008-10-17",
        "as_of": "2015-12-31", "valid_from": "2008-10-17", "valid_to": "XXXX"})
}

fn meetings() -> Value {
    json!({
        "meeting_series": [{"key": "series-1", "name_pl": "Spotkania", "name_en": null, "kind": "council",
            "date": "2015-33", "status": "HELD", "partnership": "pact", "body": "rada", "topics": "care|welfare",
            "has_unnamed_participants": true, "note": null}],
        "meetings": [
            meeting("a-duplicate", Some("meeting-1")), meeting("meeting-1", None)],
        "participations": [
            {"key": "part-1", "meeting": "meeting-1", "series": null, "party": "institution:gops-deszczno",
                "person": "council-chair-2015", "role": "SPEAKER", "presence": "PRESENT", "topic": "care",
                "note": "uwaga"},
            {"key": "part-2", "meeting": null, "series": "series-1", "party": "group:goście", "person": null,
                "role": "GUEST", "presence": "NOT_RECORDED", "topic": null, "note": null}],
        "resolutions": [{"key": "res-1", "kind": "RECOMMENDATION", "text_pl": "Zaleca się", "text_en": null,
            "body": "rada", "meeting": "meeting-1", "series": null, "date": "2015-02-06",
            "proposed_by": "institution:ops-deszczno", "person": "council-chair-2015", "addressee": "group:gminy",
            "in_cooperation_with": "body:rada|office:marszalek", "topics": "care"}],
        "action_items": [
            action("act-1", "act-2"), action("act-2", "")],
    })
}

fn meeting(key: &str, duplicate_of: Option<&str>) -> Value {
    json!({"key": key, "name_pl": "Posiedzenie", "name_en": "Session", "title": "Razem", "kind": "council",
        "date": "2015-02-06", "status": "HELD", "place": "gmina-080103", "partnership": "pact", "body": "rada",
        "series": "series-1", "topics": "care", "possible_duplicate_of": duplicate_of,
        "has_unnamed_participants": false, "note": null})
}

fn action(key: &str, depends_on: &str) -> Value {
    json!({"key": key, "resolution": "res-1", "kind": "STUDY_VISIT", "text_pl": "Wizyta", "text_en": "Visit",
        "due": "2015-03/2015-04", "responsible": "institution:ops-deszczno|group:gminy", "addressees": "",
        "co_participants": "body:rada", "status": "NOT_STATED", "evidence": "meeting:meeting-1",
        "possible_evidence": "document:doc-001", "depends_on": depends_on})
}

fn programmes() -> Value {
    json!({
        "programmes": [{"key": "pokl", "name_pl": "Kapitał Ludzki", "name_en": "Human Capital",
            "kind": "OPERATIONAL"}],
        "projects": [{"key": "project-1", "title_pl": "Projekt", "title_en": null, "kind": "COMPETITIVE",
            "programme": "pokl", "partnership": "a-local", "leader": "institution:ops-deszczno",
            "territory": "woj-08", "period": "2013/2015", "note": null}],
        "calls": [{"key": "call-7-4", "number": "7.4", "edition": "2015", "programme": "pokl", "title": "Konkurs",
            "as_of": "2015", "opened": "2015-01", "closed": "2015-02"}],
        "applications": [{"key": "app-1", "call": "call-7-4", "partnership": "a-local",
            "submitted_on": "2015-02-01", "outcome": "FUNDED", "amount_minor": 5_000_000_000_i64,
            "currency": "PLN"}],
        "funding_aggregates": [{"key": "agg-1", "label_pl": "cztery", "label_en": null, "calls": "call-7-4",
            "created": 4_000_000_000_u32, "submitted": 3, "funded": 0, "rejected": null, "by": "office:marszalek",
            "as_of": "2015"}],
        "indicators": [{"key": "ind-1", "label_pl": "sygnatariusze", "label_en": "signatories", "value": 1.0e3,
            "unit": "INSTITUTION", "as_of": "2015", "nature": "DECLARED", "of": "partnership:pact",
            "collection": "SIGNATORIES", "note": null}],
        "norms": [{"key": "norm-1", "kind": "MEETINGS_PER_YEAR", "text_pl": "dwa razy", "text_en": null,
            "partnership": "pact", "project": "project-1", "meeting_kind": "council",
            "institution_type": "ops", "threshold": 2}],
        "expectations": [{"key": "expected-1", "text_pl": "dwa ośrodki w gminie", "text_en": "two centres in a gmina",
            "type": "ops", "sector": null, "function": null, "level": "GMINA", "within": "woj-08",
            "excluded_kinds": "miejska|wiejska", "minimum": 2, "place": "SERVED", "partnership": "pact",
            "basis_pl": "ustawa", "basis_en": "an act", "reference": "art. 110", "valid_from": "2004-05-01",
            "valid_to": "2025"}],
        "statements": [{"key": "st-1", "kind": "COOPERATION", "of": "institution:ops-deszczno", "text_pl": "z GOPS",
            "text_en": null, "types": "gops|ops", "function": "labour-market", "with": "group:szkoły",
            "items": "a|b", "project": "project-1", "territory": "woj-08", "date": "2015", "is_planned": true}],
        "mentions": [{"key": "mention-1", "surface": "OPS Deszczno", "kind": "NAME_VARIANT",
            "target": "institution:ops-deszczno", "note": null}],
    })
}

fn identity() -> Value {
    json!({
        "relations": [{"key": "rel-1", "from": "institution:gops-deszczno", "to": "institution:ops-deszczno",
            "kind": "SAME_AS_CANDIDATE", "date": "XXXX", "reason": "te same słowa"}],
        "resolution_tasks": [{"key": "task-1", "question_pl": "Czy to jedno?", "question_en": "One?",
            "detail": "GOPS, OPS", "about": "institution:gops-deszczno|institution:ops-deszczno",
            "severity": "HIGH", "status": "OPEN"}],
        "identity_decisions": [{"key": "same-1", "duplicate": "gops-deszczno", "canonical": "ops-deszczno",
            "status": "PROPOSED", "reason": "te same słowa", "decided_by": "keeper", "decided_on": "2026-11-01",
            "task": "task-1"}],
        "claims": [
            {"key": "claim-name-1", "subject": "institution:ops-deszczno", "field": "name_pl",
                "value": "OPS w Deszcznie", "rank": 1, "document": "doc-000", "confidence": "STATED",
                "convention": "C1", "premises": "", "status": "ASSERTED"},
            {"key": "claim-note", "subject": "institution:ops-deszczno", "field": "note", "value": "Uwaga",
                "rank": 1, "document": "doc-001", "confidence": "INFERRED", "convention": null,
                "premises": "meeting:meeting-1", "status": "DISPUTED"}],
    })
}

/// The whole record, in order of keys, with a claim of existence for everything that needs one.
pub(crate) fn record() -> Record {
    let mut record = Record::default();
    let parts = [vocabularies(), organisations(), meetings(), programmes(), identity()];
    macro_rules! fill {
        ($($field:ident: $Type:ident, $name:literal;)*) => {
            $(for part in &parts {
                for fields in part.get(stringify!($field)).and_then(Value::as_array).into_iter().flatten() {
                    record.$field.push(noun(fields.clone()));
                }
            })*
        };
    }
    for_each_noun!(fill);
    claim_all(&mut record);
    record.sort();
    record
}

/// Adds to every record that needs it a claim of its existence in the first document, but the participations and
/// the membership `m-1`, which rest on the second; every claim gets a text.
pub(crate) fn claim_all(record: &mut Record) {
    struct Needing(Vec<RecordRef>);
    impl RecordReader for Needing {
        fn records<T: Noun>(&mut self, records: &[T]) {
            if needs_claim(T::KIND) {
                self.0.extend(records.iter().map(Noun::reference));
            }
        }
    }
    let mut needing = Needing(Vec::new());
    record.read(&mut needing);
    for subject in needing.0 {
        let rests_on_second = subject.kind.as_str() == "participation" || &*subject.key == "m-1";
        record.claims.push(noun(json!({"key": format!("claim-{}-{}", subject.kind, subject.key),
            "subject": subject, "field": null, "value": null, "rank": 1,
            "document": if rests_on_second { "doc-001" } else { "doc-000" },
            "confidence": "STATED", "convention": null, "premises": "", "status": "ASSERTED"})));
    }
    for claim in &record.claims {
        record
            .claim_texts
            .push(noun(json!({"key": claim.key, "locator": "L29 (G, item 2)", "inference": null})));
    }
}

/// A name and two contact points.
pub(crate) fn personal() -> Personal {
    let contact = |key: &str, of: &str, kind: &str, value: &str| {
        serde_json::from_value(
            json!({"key": key, "of": of, "kind": kind, "value": value, "document": "doc-000"}),
        )
        .unwrap()
    };
    Personal {
        names: vec![
            serde_json::from_value(json!({"person": "council-chair-2015", "full_name": NAME})).unwrap(),
        ],
        contacts: vec![
            contact("contact-1", "person:council-chair-2015", "PHONE", PHONE),
            contact("contact-2", "institution:ops-deszczno", "EMAIL", "ops@example.org"),
        ],
    }
}
