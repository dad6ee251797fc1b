//! What clients meet when they page, look up and filter, on the shipped record.

use serde_json::json;

use super::{ask, ask_with, code_of};

#[tokio::test]
async fn institutions_page_both_ways_in_polish_order() {
    let all = "query ($first: Int, $after: String, $last: Int, $before: String) { network {
        institutions(orderBy: [{ field: NAME }], first: $first, after: $after, last: $last, before: $before) {
          totalCount nodes { id } edges { cursor node { id name } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }";
    let mut forward = Vec::new();
    let mut cursor = json!(null);
    loop {
        let answer = ask_with(all, json!({ "first": 7, "after": cursor })).await;
        let list = &answer["network"]["institutions"];
        forward.extend(list["nodes"].as_array().expect("nodes").clone());
        if list["pageInfo"]["hasNextPage"] == false {
            assert_eq!(json!(forward.len()), list["totalCount"]);
            break;
        }
        cursor = list["pageInfo"]["endCursor"].clone();
    }
    let mut backward = Vec::new();
    let mut cursor = json!(null);
    loop {
        let answer = ask_with(all, json!({ "last": 9, "before": cursor })).await;
        let list = &answer["network"]["institutions"];
        let mut page = list["nodes"].as_array().expect("nodes").clone();
        page.extend(backward);
        backward = page;
        if list["pageInfo"]["hasPreviousPage"] == false {
            break;
        }
        cursor = list["pageInfo"]["startCursor"].clone();
    }
    assert_eq!(forward, backward);
}

#[tokio::test]
async fn cursors_know_their_list() {
    let answer = ask("{ network { institutions(first: 1) { pageInfo { endCursor } } } }").await;
    let cursor =
        answer["network"]["institutions"]["pageInfo"]["endCursor"].as_str().expect("a cursor").to_owned();
    let same = format!("{{ network {{ institutions(last: 1, before: \"{cursor}\") {{ totalCount }} }} }}");
    ask(&same).await;
    for other in [
        format!(
            "{{ network {{ institutions(after: \"{cursor}\", filter: {{ types: [\"OPS\"] }}) {{ totalCount }} }} }}"
        ),
        format!(
            "{{ network {{ institutions(after: \"{cursor}\", orderBy: [{{ field: NAME }}]) {{ totalCount }} }} }}"
        ),
        format!("{{ network {{ partnerships(after: \"{cursor}\") {{ totalCount }} }} }}"),
        format!(
            "{{ network(during: {{ year: 2015 }}) {{ institutions(after: \"{cursor}\") {{ totalCount }} }} }}"
        ),
    ] {
        assert_eq!(code_of(&other).await, "CURSOR_MISMATCH", "{other}");
    }
}

#[tokio::test]
async fn wrong_arguments_have_codes() {
    for (field, code) in [
        ("institutions(first: 10000) { totalCount }", "PAGE_SIZE"),
        ("institutions(first: -1) { totalCount }", "PAGE_SIZE"),
        ("institutions(first: 1, last: 1) { totalCount }", "PAGE_ARGUMENTS"),
        ("institutions(after: \"bm8\") { totalCount }", "CURSOR_INVALID"),
        ("institutions(filter: { types: [\"NO_SUCH\"] }) { totalCount }", "INVALID_ARGUMENT"),
        ("institutions(filter: { seatIn: [\"bm8\"] }) { totalCount }", "INVALID_ID"),
        ("institutions(filter: { memberOf: { slug: \"no-such\" } }) { totalCount }", "NOT_FOUND"),
        ("institution(by: { slug: \"no-such\" }) { id }", "NOT_FOUND"),
        ("institution(by: { id: \"bm8\" }) { id }", "INVALID_ID"),
        ("institution(by: { identifier: { scheme: NIP, value: \"12\" } }) { id }", "INVALID_ARGUMENT"),
        ("search(text: \" \") { totalCount }", "INVALID_ARGUMENT"),
    ] {
        assert_eq!(code_of(&format!("{{ network {{ {field} }} }}")).await, code, "{field}");
    }
    let windows = [
        "{ between: { from: \"2016-01-01\", to: \"2015-01-01\" } }",
        "{ year: 0 }",
        "{ edtf: \"2015-13\" }",
        "{ edtf: \"XXXX\" }",
    ];
    for window in windows {
        let document = format!("{{ network(during: {window}) {{ revision }} }}");
        assert_eq!(code_of(&document).await, "INVALID_ARGUMENT", "{window}");
    }
    let many: Vec<_> = (0..101).map(|_| "\"bm8\"").collect();
    assert_eq!(
        code_of(&format!("{{ nodes(ids: [{}]) {{ id }} }}", many.join(","))).await,
        "INVALID_ARGUMENT"
    );
    assert_eq!(code_of("{ node(id: \"bm8\") { id } }").await, "INVALID_ID");
    let unknown = crate::schema::id::encode("institution", "no-such").to_string();
    assert_eq!(code_of(&format!("{{ node(id: \"{unknown}\") {{ id }} }}")).await, "NOT_FOUND");
}

#[tokio::test]
async fn filters_that_stand_too_deep_are_refused() {
    let mut filter = "{ involved: true }".to_owned();
    for _ in 0..6 {
        filter = format!("{{ not: {filter} }}");
    }
    let document = format!("{{ network {{ institutions(filter: {filter}) {{ totalCount }} }} }}");
    assert_eq!(code_of(&document).await, "INVALID_ARGUMENT");
}

#[tokio::test]
async fn types_include_those_below_and_search_folds() {
    let answer = ask("{ network {
          ops: institutions(filter: { types: [\"OPS\"], text: \"deszczn\" }) { nodes { slug name } }
          search(text: \"w Zielonej Gorze\", types: [TERRITORY], first: 1) {
            edges { score node { id ... on TerritorialUnit { name } } matched { form kind exact } } } } }")
    .await;
    let ops = answer["network"]["ops"]["nodes"].as_array().expect("nodes");
    assert_eq!(ops.len(), 1, "{ops:?}");
    assert_eq!(answer["network"]["search"]["edges"][0]["node"]["name"], "Zielona Góra");
}

#[tokio::test]
async fn what_is_not_recorded_says_so() {
    let answer = ask(
        "{ network(during: { year: 2015 }) {
          during { edtf precision }
          excluded { reason count }
          bodies { nodes { slug size { recorded value reason } notRecorded { field reason } } }
          institutions(filter: { seatRecorded: false }, first: 100) { nodes { seat { id } notRecorded { field reason } } }
        } }",
    )
    .await;
    let network = &answer["network"];
    assert_eq!(network["during"]["edtf"], "2015-01-01/2015-12-31");
    let unsettled = network["bodies"]["nodes"].as_array().expect("nodes").iter();
    let sizes: Vec<_> = unsettled.filter(|it| it["size"]["recorded"] == "NOT_RECORDED").collect();
    assert!(!sizes.is_empty());
    assert!(sizes.iter().all(|it| it["size"]["value"].is_null() && it["size"]["reason"] != ""));
    let seats = network["institutions"]["nodes"].as_array().expect("nodes");
    assert!(!seats.is_empty());
    for it in seats {
        let fields = it["notRecorded"].as_array().expect("a list");
        assert!(fields.iter().any(|it| it["field"] == "seat"), "{it}");
    }
}
