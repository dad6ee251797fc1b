//! Tests of contact rules, worklists and introducers on the shipped record.

use serde_json::Value;

use crate::schema::tests::{ask, code_of};

#[tokio::test]
async fn a_rule_that_contradicts_itself_is_refused_wherever_it_is_asked_with() {
    let rule = r#"{ kinds: ["SIGNATORIES_PLENARY"], directness: [BILATERAL, SMALL] }"#;
    let institution = |field: &str| format!(r#"institution(by: {{ slug: "pup-zagan" }}) {{ {field} }}"#);
    for field in [
        format!(
            r#"uncontactedSignatories(partnership: {{ slug: "pnres" }}, contact: {rule}) {{ newCount }}"#
        ),
        institution(&format!("contactStatus(rule: {rule}) {{ status }}")),
        institution(&format!("contacts(rule: {rule}) {{ totalCount }}")),
    ] {
        assert_eq!(code_of(&format!("{{ network {{ {field} }} }}")).await, "INVALID_ARGUMENT", "{field}");
    }
    let answer = ask(r#"{ network { uncontactedSignatories(partnership: { slug: "pnres" }, contact: {
            kinds: ["SIGNATORIES_PLENARY", "INFO_CONSULTATION"], directness: [BILATERAL] }) {
            computation { warnings } } } }"#)
    .await;
    let warnings = &answer["network"]["uncontactedSignatories"]["computation"]["warnings"];
    assert!(warnings[0].as_str().is_some_and(|it| it.contains("SIGNATORIES_PLENARY")), "{warnings}");
}

#[tokio::test]
async fn what_may_have_been_a_contact_is_narrowed_as_the_contact_is() {
    let answer = ask(r#"{ network(during: { year: 2015 }) { institution(by: { slug: "pup-zagan" }) {
            any: contactStatus { ...S }
            bilateral: contactStatus(rule: { directness: [BILATERAL] }) { ...S }
            plenary: contactStatus(rule: { directness: [PLENARY] }) { ...S } } } }
        fragment S on ContactFinding { reasons { count about {
            ... on MeetingSeries { slug } ... on Meeting { meeting: slug } } } }"#)
    .await;
    let about = |name: &str| -> Vec<String> {
        let reasons = answer["network"]["institution"][name]["reasons"].as_array().expect("a list").iter();
        let slug = |it: &Value| it["slug"].as_str().or(it["meeting"].as_str()).map(str::to_owned);
        reasons.filter_map(|it| slug(&it["about"])).collect()
    };
    let has = |name: &str, slug: &str| about(name).iter().any(|it| it == slug);
    for (slug, bilateral, plenary) in [
        ("consultations-2015", true, false),
        ("signatories-2015-05-14", false, true),
        ("council-2015", false, true),
    ] {
        assert!(has("any", slug), "{slug}: {:?}", about("any"));
        assert_eq!(has("bilateral", slug), bilateral, "{slug}");
        assert_eq!(has("plenary", slug), plenary, "{slug}");
    }
}

/// Who could introduce PUP Żagań to a side in 2015, with inferred evidence; and the note.
async fn introducers(by: &str, arguments: &str) -> Value {
    let answer = ask(&format!(
        r#"{{ network(during: {{ year: 2015 }}, basis: STATED_AND_INFERRED) {{
            uncontactedSignatories(partnership: {{ slug: "pnres" }}, contact: {{ by: {by}, kinds: ["INFO_CONSULTATION"] }}) {{
                items(last: 1) {{ nodes {{ institution {{ slug }} introducersNote introducers{arguments} {{ totalCount pageInfo {{ endCursor hasNextPage }}
                    nodes {{ institution {{ slug }} hops {{ to {{ __typename }} evidence {{ claim {{ id }} }}
                        records {{ __typename }} }} }} }} }} }} }} }} }}"#
    ))
    .await;
    // Scores are equal by these sides, so the last by name is on the page.
    let node = &answer["network"]["uncontactedSignatories"]["items"]["nodes"][0];
    assert_eq!(node["institution"]["slug"], "pup-zagan");
    node.clone()
}

#[tokio::test]
async fn every_side_has_its_introducers_with_evidence_or_a_note() {
    for (by, count, end) in [("SECRETARIAT", 2, "Institution"), ("COUNCIL", 3, "Body"), ("LEAD", 0, "")] {
        let told = introducers(by, "").await;
        let list = &told["introducers"];
        assert_eq!(list["totalCount"], count, "{by}: {told}");
        assert_eq!(told["introducersNote"].is_null(), count > 0, "{by}: {told}");
        for introducer in list["nodes"].as_array().expect("a list") {
            let hops = introducer["hops"].as_array().expect("a list");
            assert_eq!(hops.last().expect("two steps")["to"]["__typename"], end);
            for hop in hops {
                assert!(hop["evidence"].as_array().is_some_and(|it| !it.is_empty()), "{by}: {hop}");
            }
        }
    }
}

#[tokio::test]
async fn pages_of_introducers_put_together_are_the_list() {
    let whole = introducers("COUNCIL", "").await;
    let first = introducers("COUNCIL", "(first: 2)").await;
    assert_eq!(first["introducers"]["pageInfo"]["hasNextPage"], true);
    let after = first["introducers"]["pageInfo"]["endCursor"].as_str().expect("a cursor");
    let second = introducers("COUNCIL", &format!("(first: 2, after: \"{after}\")")).await;
    let nodes = |it: &Value| it["introducers"]["nodes"].as_array().expect("a list").clone();
    assert_eq!([nodes(&first), nodes(&second)].concat(), nodes(&whole));
}
