//! Funding, project partnerships, norms and follow-up: what is asked wrongly is told so.

use serde_json::Value;
use service::Actor;

use super::{ask, memory, run};

/// The message of the one error that a field of the network answers with.
async fn refused(field: &str) -> String {
    let document = format!("{{ network {{ {field} }} }}");
    let answer = run(&memory(), Actor::anonymous(), &document, Value::Null).await;
    assert_eq!(answer.errors.len(), 1, "{:?}", answer.errors);
    let code = answer.errors[0].extensions.as_ref().and_then(|it| it.get("code")).cloned();
    assert_eq!(code, Some(async_graphql::Value::from("INVALID_ARGUMENT")));
    answer.errors[0].message.clone()
}

#[tokio::test]
async fn what_is_asked_wrongly_is_told() {
    for (field, problem) in [
        ("funding(groupBy: [CALL, CALL], counting: FULL) { groupCount }", "twice"),
        ("funding(groupBy: [CALL, YEAR, SECTOR, POWIAT, GMINA], counting: FULL) { groupCount }", "four"),
        ("hostRotation(partnership: { slug: \"pnres\" }, withinLast: 0) { meetings }", "expected 1 or more"),
        ("normCompliance(years: [0]) { years }", "1 to 9999"),
    ] {
        let message = refused(field).await;
        assert!(message.contains(problem), "{field}: {message}");
    }
    let many: Vec<_> = (1..=101).map(|it| it.to_string()).collect();
    assert!(
        refused(&format!("normCompliance(years: [{}]) {{ years }}", many.join(" "))).await.contains("100")
    );
    let topics = vec!["\"incubator\""; 101].join(" ");
    let field = format!("followUp(on: \"2015-05-01\", topics: [{topics}]) {{ on }}");
    assert!(refused(&field).await.contains("at most 100"));
}

#[tokio::test]
async fn rows_of_statistics_have_the_reasons_of_all_and_their_own() {
    let document = "{ network(during: { year: 2015 }) {
        statistics(of: HOSTS, groupBy: [SECTOR], filter: { meetingKinds: [\"INFO_CONSULTATION\"] }) {
            rows { key { code } count { upper reasons { code count } } } total { reasons { code } } } } }";
    let data = ask(document).await;
    let table = &data["network"]["statistics"];
    let row = &table["rows"][0]["count"];
    let sum: f64 =
        row["reasons"].as_array().expect("reasons").iter().filter_map(|it| it["count"].as_f64()).sum();
    assert_eq!(row["upper"].as_f64(), Some(10.0 + sum), "{table}");
    assert_eq!(table["total"]["reasons"][0]["code"], "UNLISTED_MEETINGS");
    assert_eq!(row["reasons"][0]["code"], "UNLISTED_MEETINGS");
}
