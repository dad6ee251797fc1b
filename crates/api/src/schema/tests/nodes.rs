//! Every record of the shipped record is a node, and every field of every node answers.

use domain::record::{Noun, RecordKind, RecordReader, RecordRef};
use serde_json::{Value, json};

use super::{ask, ask_with, faults, memory, run, snapshot};
use crate::schema::id::encode_record;
use service::{Actor, Role};

/// At most so many records of each kind are asked for all their fields.
const SAMPLE: usize = 12;

#[derive(Default)]
struct References(Vec<RecordRef>);

impl RecordReader for References {
    fn records<T: Noun>(&mut self, records: &[T]) {
        self.0.extend(records.iter().map(Noun::reference));
    }
}

fn references() -> Vec<RecordRef> {
    let mut found = References::default();
    snapshot().network.record().read(&mut found);
    let shown =
        |it: &RecordRef| ![RecordKind::InstitutionIdentifier, RecordKind::ClaimText].contains(&it.kind);
    found.0.retain(shown);
    found.0
}

#[tokio::test]
async fn every_record_is_a_node_under_its_id() {
    let references = references();
    assert!(references.len() > 500, "the shipped record has {}", references.len());
    for some in references.chunks(100) {
        let ids: Vec<_> = some.iter().map(|it| encode_record(it).to_string()).collect();
        let answer =
            ask_with("query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }", json!({ "ids": ids }))
                .await;
        let found = answer["nodes"].as_array().expect("a list");
        for (node, id) in found.iter().zip(&ids) {
            assert_eq!(node["id"], json!(id));
        }
        assert_eq!(found.len(), ids.len());
    }
}

/// The type that a field has, without lists and nullability: its kind and name.
fn bare(of: &Value) -> (&str, &str) {
    let mut at = of;
    while !at["ofType"].is_null() {
        at = &at["ofType"];
    }
    (at["kind"].as_str().expect("a kind"), at["name"].as_str().expect("a name"))
}

fn has_required_argument(field: &Value) -> bool {
    let arguments = field["args"].as_array().expect("a list");
    arguments.iter().any(|it| it["type"]["kind"] == "NON_NULL" && it["defaultValue"].is_null())
}

/// A selection of every field that can be asked for without arguments; composite values are entered `depth` deep.
fn selection(types: &[Value], name: &str, depth: usize) -> String {
    let found = types.iter().find(|it| it["name"] == name).expect("a type");
    let fields = found["fields"].as_array().cloned().unwrap_or_default();
    let mut text = "__typename".to_owned();
    for field in fields.iter().filter(|it| !has_required_argument(it)) {
        let (kind, inner) = bare(&field["type"]);
        let field = field["name"].as_str().expect("a name");
        match kind {
            "SCALAR" | "ENUM" => text.push_str(&format!(" {field}")),
            "OBJECT" if depth > 0 => {
                text.push_str(&format!(" {field} {{ {} }}", selection(types, inner, depth - 1)));
            }
            _ => text.push_str(&format!(" {field} {{ __typename }}")),
        }
    }
    text
}

const TYPES: &str = "{ __schema { types { kind name interfaces { name } fields { name
    args { type { kind } defaultValue } type { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } }";

#[tokio::test]
async fn every_field_of_every_node_answers() {
    let schema = ask(TYPES).await;
    let types = schema["__schema"]["types"].as_array().expect("types").clone();
    let references = references();
    let analyst = Actor::new(Role::Analyst, "test");
    let memory = memory();
    let mut kinds: Vec<_> = references.iter().map(|it| it.kind).collect();
    kinds.dedup();
    assert!(kinds.len() > 25, "{kinds:?}");
    for kind in kinds {
        let some: Vec<_> = references.iter().filter(|it| it.kind == kind).take(SAMPLE).collect();
        let ids: Vec<_> = some.iter().map(|it| encode_record(it).to_string()).collect();
        let names =
            ask_with("query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }", json!({ "ids": ids })).await;
        let name = names["nodes"][0]["__typename"].as_str().expect("a name").to_owned();
        let fields = selection(&types, &name, 2);
        let document =
            format!("query ($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on {name} {{ {fields} }} }} }}");
        let answer = run(&memory, analyst.clone(), &document, json!({ "ids": ids })).await;
        assert!(faults(&answer).is_empty(), "{name}: {:?}\n{document}", faults(&answer));
    }
}

#[tokio::test]
async fn every_list_of_the_network_answers() {
    let schema = ask(TYPES).await;
    let types = schema["__schema"]["types"].as_array().expect("types").clone();
    let fields = selection(&types, "Network", 3);
    let answer = ask(&format!("{{ network {{ {fields} }} }}")).await;
    assert_eq!(answer["network"]["revision"], "1");
    assert!(answer["network"]["institutions"]["totalCount"].as_u64().expect("a number") > 20);
}
