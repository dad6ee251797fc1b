//! Reads of the store are gathered, and names are for those who may read them.

use std::sync::atomic::Ordering;

use serde_json::{Value, json};
use service::{Actor, Role};

use super::{memory, run};

#[tokio::test]
async fn fifty_pieces_of_evidence_are_one_read() {
    let memory = memory();
    let document = "{ network { institutions(first: 50) { nodes { slug evidence { locator inference claim { locator } } } } } }";
    let answer = run(&memory, Actor::anonymous(), document, Value::Null).await;
    assert!(answer.errors.is_empty(), "{:?}", answer.errors);
    let data = answer.data.into_json().expect("JSON");
    let nodes = data["network"]["institutions"]["nodes"].as_array().expect("nodes").clone();
    let pieces: usize = nodes.iter().map(|it| it["evidence"].as_array().expect("a list").len()).sum();
    assert!(pieces >= 50, "{pieces}");
    assert_eq!(memory.text_reads.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn names_and_contacts_are_one_read_each() {
    let memory = memory();
    let document = "{ network { institutions(first: 100) { nodes { contactPoints { kind value } staff { person { name } } } } } }";
    let analyst = Actor::new(Role::Analyst, "test");
    let answer = run(&memory, analyst, document, Value::Null).await;
    assert!(answer.errors.is_empty(), "{:?}", answer.errors);
    assert_eq!(memory.name_reads.load(Ordering::Relaxed), 1);
    assert_eq!(memory.contact_reads.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn names_are_withheld_from_those_who_may_not_read_them() {
    let document = "{ viewer { role mayReadNamesOf mayReadContacts }
        network { offices { nodes { tenures { person { publicFunction name nameWithheld function } } } }
          bodies { nodes { members { nodes { person { publicFunction name nameWithheld function } } } } } } }";
    let mut withheld = Vec::new();
    for actor in [Actor::anonymous(), Actor::new(Role::Analyst, "test")] {
        let answer = run(&memory(), actor, document, Value::Null).await;
        assert!(answer.errors.is_empty(), "{:?}", answer.errors);
        let data = answer.data.into_json().expect("JSON");
        let mut people = Vec::new();
        collect(&data, &mut people);
        assert!(people.len() >= 5, "{people:?}");
        for person in &people {
            let may = data["viewer"]["mayReadNamesOf"]
                .as_array()
                .expect("a list")
                .contains(&person["publicFunction"]);
            assert_eq!(person["nameWithheld"], json!(!may), "{person}");
            assert!(may || person["name"].is_null(), "{person}");
            assert_ne!(person["function"], "");
        }
        withheld.push(people.iter().filter(|it| it["nameWithheld"] == true).count());
    }
    assert!(withheld[0] > 0 && withheld[1] == 0, "{withheld:?}");
}

/// Every object that tells of a person.
fn collect(value: &Value, people: &mut Vec<Value>) {
    match value {
        Value::Object(members) if members.contains_key("nameWithheld") => people.push(value.clone()),
        Value::Object(members) => members.values().for_each(|it| collect(it, people)),
        Value::Array(items) => items.iter().for_each(|it| collect(it, people)),
        _ => {}
    }
}
