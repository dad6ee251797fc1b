//! Meeting plans over the schema: the shipped cases' questions, a plan that is cut short, and input that is refused.

use std::path::Path;

use serde_json::{Value, json};

use super::{ask, code_of};

/// Whether an answer is what is expected of it; `<some text>` stands for any text.
fn agrees(expected: &Value, found: &Value) -> bool {
    match (expected, found) {
        (Value::String(any), Value::String(text)) if any == "<some text>" => !text.is_empty(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| agrees(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| agrees(a, b)))
        }
        _ => expected == found,
    }
}

#[tokio::test]
async fn the_questions_on_plans_are_answered() {
    let cases = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/cases"));
    for case in [
        "q108-plan-for-visits",
        "q109-no-host-in-reach",
        "q110-must-not-meet",
        "q111-one-meeting-of-a-powiat",
    ] {
        let read =
            |file: &str| std::fs::read_to_string(cases.join(case).join(file)).expect("the case is whole");
        let expected: Value = serde_json::from_str(&read("expected.json")).expect("an answer");
        let found = ask(&read("query.graphql")).await;
        assert!(agrees(&expected, &found), "{case}: {found:#}");
    }
}

#[tokio::test]
async fn what_is_no_request_is_refused_by_name() {
    let asked = |input: &str| {
        format!(
            "{{ network {{ meetingPlan(input: {{ partnership: {{ slug: \"pnres\" }} {input} }}) {{ __typename }} }} }}"
        )
    };
    for input in [
        "seats: 0",
        "seats: 501",
        "seats: -1",
        "seats: 5 meetings: 21",
        "seats: 5 deadlineMs: 15001",
        "seats: 5 hosts: []",
        "seats: 5 budget: -1",
        "seats: 5 targets: GAP_CELLS gapKinds: [REGISTER]",
        "seats: 5 mustNotMeet: [{ one: { slug: \"pup-zagan\" } other: { slug: \"pup-zagan\" } }]",
    ] {
        assert_eq!(code_of(&asked(input)).await, "INVALID_ARGUMENT", "{input}");
    }
    assert_eq!(code_of(&asked("seats: 5 mustInvite: [{ slug: \"nobody\" }]")).await, "NOT_FOUND");
}

#[tokio::test]
async fn gaps_are_planned_for_and_explained() {
    let found = ask(
        "{ network(during: { year: 2015 }) { meetingPlan(input: { partnership: { slug: \"pnres\" } targets: GAP_CELLS
           weights: SCORE seats: 6 hosts: [{ slug: \"wup-zielona-gora\" }] }) { ... on MeetingPlan { status coveredWeight
           upperBound totalWeight targets(state: [COVERED]) { weight gapKind what coveredBy { totalCount } } } } } }",
    )
    .await;
    let plan = &found["network"]["meetingPlan"];
    assert_eq!(plan["status"], json!("OPTIMAL"));
    let covered = plan["targets"].as_array().expect("a list");
    assert!(!covered.is_empty());
    for target in covered {
        assert!(target["gapKind"].is_string() && target["what"].is_string(), "{target}");
        assert!(target["coveredBy"]["totalCount"].as_u64() > Some(0), "{target}");
    }
    let sum: f64 = covered.iter().filter_map(|it| it["weight"].as_f64()).sum();
    assert!((sum - plan["coveredWeight"].as_f64().expect("a number")).abs() < 1e-6);
}
