//! Tests of results: receipts, hashes, ids that are read back, refusals, pages.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use service::Actor;

use super::ANALYSIS_WEIGHTS;
use crate::schema::tests::{ask, ask_with, code_of, memory, run};

/// Every analysis of the network that gives a result with a receipt, under its own name.
const RESULTS: &str = r#"
    structure { ...R }
    dependence(on: { slug: "wup-zielona-gora" }) { ...R }
    clusters(ties: { minLevel: L1, minWeight: 0.2 }) { ...R }
    uncontactedSignatories(partnership: { slug: "pnres" }) { ...R }
    coverage(rows: POWIAT, level: CONTACTED) { ...R }
    hostRotation(partnership: { slug: "pnres" }) { ...R }
    followUp(on: "2015-05-01") { ...R }
    indicatorRatio(of: { slug: "ind-jobs" }, per: { slug: "ind-grants" }) { ...R }
    statistics(of: HOSTS, groupBy: [SECTOR]) { ...R }
    ranking(measure: HARMONIC_CLOSENESS, weightSemantics: STRENGTH) { ...R }
    brokerage(by: SECTOR) { ...R }
    meeting(by: { slug: "signatories-2015-05-14" }) { signatoryShare { ...R } }"#;

const RECEIPT: &str = "fragment R on ComputedResult { computation { revision algorithm algorithmVersion resultHash
    parameters { name value } counts { name value } warnings excluded { reason count } } completeness { collection } }";

fn results(answer: &Value) -> Vec<(String, &Value)> {
    let network = answer["network"].as_object().expect("a network");
    let of = |name: &String, value| (name.clone(), value);
    network
        .iter()
        .map(|(name, it)| of(name, if name == "meeting" { &it["signatoryShare"] } else { it }))
        .map(|(name, it)| (name, &it["computation"]))
        .collect()
}

#[tokio::test]
async fn every_result_has_a_receipt_and_equal_questions_have_equal_hashes() {
    let of = |window: &str| format!("{{ network{window} {{ {RESULTS} }} }} {RECEIPT}");
    let first = ask(&of("(during: { year: 2015 })")).await;
    let second = ask(&of("(during: { between: { from: \"2015-01-01\", to: \"2015-12-31\" } })")).await;
    assert_eq!(first, second);
    let mut hashes = BTreeSet::new();
    let results = results(&first);
    for (name, receipt) in &results {
        assert_eq!(receipt["revision"], "1", "{name}");
        let hash = receipt["resultHash"].as_str().expect("a hash");
        assert!(hash.len() == 64 && hash.bytes().all(|it| it.is_ascii_hexdigit()), "{name}: {hash}");
        let during = json!({ "name": "during", "value": "2015-01-01/2015-12-31" });
        assert_eq!(receipt["parameters"][0], during, "{name}");
        hashes.insert(hash.to_owned());
    }
    assert_eq!(results.len(), 12);
    assert_eq!(hashes.len(), 12);
    let strict = ask(&of("(during: { year: 2015 }, basis: STRICT)")).await;
    assert_ne!(strict["network"]["structure"]["computation"], first["network"]["structure"]["computation"]);
}

#[tokio::test]
async fn everything_computed_is_a_node_under_its_id() {
    let answer = ask(
        r#"{ network(basis: STATED_AND_INFERRED) {
            ties(first: 100) { nodes { id } }
            clusters(ties: { minLevel: L1 }, hubs: KEEP, method: LEIDEN, minSize: 2) {
                ... on ClusterResult { clusters { nodes { id name size } } } }
            uncontactedSignatories(partnership: { slug: "pnres" }) { items(status: [CONTACTED]) { nodes { id } } }
            hostRotation(partnership: { slug: "pnres" }) { nextHostCandidates { nodes { id } } }
            institution(by: { slug: "pup-zagan" }) { contacts { nodes { id } } lastContact { id } } } }"#,
    )
    .await;
    let network = &answer["network"];
    let lists = [
        (&network["ties"]["nodes"], "Tie"),
        (&network["clusters"]["clusters"]["nodes"], "Cluster"),
        (&network["uncontactedSignatories"]["items"]["nodes"], "SignatoryContact"),
        (&network["hostRotation"]["nextHostCandidates"]["nodes"], "HostCandidate"),
        (&network["institution"]["contacts"]["nodes"], "Contact"),
    ];
    for (nodes, name) in lists {
        let nodes = nodes.as_array().expect("a list");
        let mut read_back = 0;
        for node in nodes {
            // Signatories and ties that are only inferred are not in the view of the whole record as stated.
            let found = ask_with(
                "query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename ... on Cluster { name size } } }",
                json!({ "ids": [node["id"]] }),
            )
            .await;
            let found = &found["nodes"][0];
            if found.is_null() && ["SignatoryContact", "HostCandidate", "Tie"].contains(&name) {
                continue;
            }
            assert_eq!(found["__typename"], name);
            assert_eq!(found["id"], node["id"]);
            assert_eq!(found["size"], node["size"]);
            assert_eq!(found["name"], node["name"]);
            read_back += 1;
        }
        assert!(read_back > 0, "{name}");
    }
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_with_a_code() {
    let cases = [
        ("structure(ties: { minWeight: -0.5 }) { ties }", "INVALID_ARGUMENT"),
        ("structure(ties: { halfLifeMonths: 0 }) { ties }", "INVALID_ARGUMENT"),
        ("structure(ties: { maxOccasionSize: 1 }) { ties }", "INVALID_ARGUMENT"),
        ("structure(ties: { kinds: [\"NOTHING\"] }) { ties }", "INVALID_ARGUMENT"),
        ("structure(ties: { minMultiplexity: 0 }) { ties }", "INVALID_ARGUMENT"),
        ("structure(ties: { backbone: { alpha: 1 } }) { ties }", "INVALID_ARGUMENT"),
        ("structure(ties: { without: [{ slug: \"nothing\" }] }) { ties }", "NOT_FOUND"),
        ("structure { diameter(weightSemantics: NONE, samples: 1) { value } }", "INVALID_ARGUMENT"),
        ("structure { eiIndex(by: SECTOR, permutations: -1) { value } }", "INVALID_ARGUMENT"),
        ("structure { eiIndex(by: SECTOR, seed: -1) { value } }", "INVALID_ARGUMENT"),
        ("ranking(measure: DENSITY) { __typename }", "INVALID_ARGUMENT"),
        ("ranking(measure: GATEKEEPER) { __typename }", "INVALID_ARGUMENT"),
        ("ranking(measure: PAGERANK, damping: 1) { __typename }", "INVALID_ARGUMENT"),
        ("ranking(measure: BETWEENNESS) { __typename }", "INVALID_ARGUMENT"),
        ("structure(ties: { partnership: { slug: \"nothing\" } }) { ties }", "NOT_FOUND"),
        ("clusters(resolution: 0) { __typename }", "INVALID_ARGUMENT"),
        ("clusters(minSize: 1) { __typename }", "INVALID_ARGUMENT"),
        ("clusters(seed: -1) { __typename }", "INVALID_ARGUMENT"),
        ("tie(between: []) { tie { id } }", "INVALID_ARGUMENT"),
        ("tie(between: [\"nothing\", \"nothing\"]) { tie { id } }", "INVALID_ID"),
        ("dependence(on: { slug: \"nothing\" }) { tied }", "NOT_FOUND"),
        ("statistics(of: HOSTS, groupBy: [TYPE, TYPE]) { groupCount }", "INVALID_ARGUMENT"),
        (
            "statistics(of: HOSTS, groupBy: [TYPE, SECTOR, GMINA, YEAR, ROLE]) { groupCount }",
            "INVALID_ARGUMENT",
        ),
        ("coverage(rows: GMINA, level: HOSTED, meetingKinds: [\"NOTHING\"]) { units }", "INVALID_ARGUMENT"),
        ("uncontactedSignatories(partnership: { slug: \"nothing\" }) { contactedCount }", "NOT_FOUND"),
        ("ties(first: 101) { totalCount }", "PAGE_SIZE"),
        ("indicatorRatio(of: { slug: \"nothing\" }, per: { slug: \"ind-jobs\" }) { value }", "NOT_FOUND"),
    ];
    for (field, code) in cases {
        assert_eq!(code_of(&format!("{{ network {{ {field} }} }}")).await, code, "{field}");
    }
}

#[tokio::test]
async fn a_measure_that_compares_groups_asks_for_the_argument_that_is_there() {
    let document = |field: &str| format!("{{ network {{ {field} {{ __typename }} }} }}");
    for field in ["ranking(measure: GATEKEEPER)", "series(measures: [EI_INDEX], step: { unit: YEAR })"] {
        let answer = run(&memory(), Actor::anonymous(), &document(field), Value::Null).await;
        let message = &answer.errors.first().expect("an error").message;
        assert!(message.contains("`by`") && !message.contains("`groups`"), "{field}: {message}");
    }
    let found = ask(&document("ranking(measure: GATEKEEPER, by: SECTOR)")).await;
    assert_eq!(found["network"]["ranking"]["__typename"], "RankingResult");
}

#[tokio::test]
async fn pages_of_ties_put_together_are_the_list() {
    let list = |page: &str| {
        format!(
            "{{ network(during: {{ year: 2015 }}) {{ ties({page}, orderBy: [{{ field: NAME }}]) {{
                totalCount nodes {{ id weight }} pageInfo {{ hasNextPage endCursor }} }} }} }}"
        )
    };
    let whole = ask(&list("first: 100")).await;
    let mut nodes = Vec::new();
    let mut page = ask(&list("first: 5")).await;
    loop {
        let ties = &page["network"]["ties"];
        nodes.extend(ties["nodes"].as_array().expect("a list").iter().cloned());
        if ties["pageInfo"]["hasNextPage"] == false {
            break;
        }
        let cursor = ties["pageInfo"]["endCursor"].as_str().expect("a cursor").to_owned();
        page = ask(&list(&format!("first: 5, after: \"{cursor}\""))).await;
    }
    assert_eq!(Value::from(nodes), whole["network"]["ties"]["nodes"]);
    assert_eq!(whole["network"]["ties"]["totalCount"], 24);
}

#[tokio::test]
async fn weights_are_of_fields_that_exist() {
    let answer = ask("{ __schema { types { name fields { name } } } }").await;
    let types = answer["__schema"]["types"].as_array().expect("a list");
    for (name, field, weight) in ANALYSIS_WEIGHTS {
        let found = types.iter().find(|it| it["name"] == *name).expect("a type");
        let fields = found["fields"].as_array().expect("fields");
        assert!(fields.iter().any(|it| it["name"] == *field), "{name}.{field}");
        assert!(*weight > 0);
    }
}

#[tokio::test]
async fn measures_of_paths_ask_what_weights_mean_and_the_receipt_says_it() {
    let answer =
        ask(r#"{ network { ranking(measure: CLOSENESS, weightSemantics: STRENGTH) { ... on RankingResult {
            computation { algorithm parameters { name value } } } } } }"#)
        .await;
    let computation = &answer["network"]["ranking"]["computation"];
    assert_eq!(computation["algorithm"], "ranking");
    let parameters = computation["parameters"].as_array().expect("a list");
    for (name, value) in [("weightSemantics", "STRENGTH"), ("weights", "a tie of weight w has length 1/w")] {
        assert!(parameters.contains(&json!({ "name": name, "value": value })), "{name}");
    }
    let actor = service::Actor::anonymous();
    let document = "{ network { ranking(measure: CLOSENESS) { __typename } } }";
    let answer = crate::schema::tests::run(&crate::schema::tests::memory(), actor, document, json!({})).await;
    let message = &answer.errors[0].message;
    assert!(["STRENGTH", "DISTANCE", "NONE"].iter().all(|it| message.contains(it)), "{message}");
}

#[tokio::test]
async fn what_is_not_defined_is_an_outcome_with_its_reason() {
    let answer = ask("{ network {
            constraint: ranking(measure: CONSTRAINT, weightSemantics: DISTANCE) {
                ... on NotDefined { code reason } }
            empty: structure(ties: { minLevel: L3, minWeight: 1000 }) { transitivity notDefined { measure
                notDefined { code } } } } }")
    .await;
    assert_eq!(answer["network"]["constraint"]["code"], "NEEDS_STRENGTH");
    let empty = &answer["network"]["empty"];
    assert_eq!(empty["transitivity"], Value::Null);
    let expected = json!({ "measure": "TRANSITIVITY", "notDefined": { "code": "NO_TIES" } });
    assert!(empty["notDefined"].as_array().expect("a list").contains(&expected), "{empty}");
}

#[tokio::test]
async fn pages_of_a_ranking_put_together_are_the_list() {
    let list = |page: &str| {
        format!(
            "{{ network(during: {{ year: 2015 }}) {{ ranking(measure: PAGERANK) {{ ... on RankingResult {{
                entries({page}) {{ totalCount nodes {{ rank value institution {{ id }} }}
                    pageInfo {{ hasNextPage endCursor }} }} }} }} }} }}"
        )
    };
    let whole = ask(&list("first: 100")).await;
    let whole = &whole["network"]["ranking"]["entries"];
    assert_eq!(whole["totalCount"], 22);
    let mut nodes = Vec::new();
    let mut after = String::new();
    loop {
        let page = ask(&list(&format!("first: 7{after}"))).await;
        let page = &page["network"]["ranking"]["entries"];
        nodes.extend(page["nodes"].as_array().expect("a list").iter().cloned());
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = format!(", after: {}", page["pageInfo"]["endCursor"]);
    }
    assert_eq!(Value::from(nodes), whole["nodes"]);
}

#[tokio::test]
async fn the_catalogue_is_data() {
    let answer = ask(
        "{ measures(scope: WHOLE) { name scope } all: measures { name labelPl labelEn formula range nullMeaning
            reference doi complexity isExact weightSemantics requiresWeightSemantics version } }",
    )
    .await;
    let whole = answer["measures"].as_array().expect("a list");
    assert!(whole.len() > 10 && whole.iter().all(|it| it["scope"] == "WHOLE"));
    let all = answer["all"].as_array().expect("a list");
    assert_eq!(all.len(), service::measures::catalogue::Measure::ALL.len());
    let betweenness = all.iter().find(|it| it["name"] == "BETWEENNESS").expect("betweenness");
    assert_eq!(betweenness["requiresWeightSemantics"], true);
}
