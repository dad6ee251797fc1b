//! Duplicate candidates as the schema shows them.

use serde_json::{Value, json};

use super::ask;

#[tokio::test]
async fn a_filter_narrows_and_counts_stay() {
    let data = ask(
        "{ network { duplicates {
            counts { status count }
            open: candidates(filter: { statuses: [OPEN] }) { totalCount nodes { first { slug name } second { slug } } }
            of: candidates(filter: { institution: { slug: \"ops-deszczno\" } }) { nodes { first { slug isMerged } } }
            named: candidates(filter: { reasons: [SAME_NAME] }) { totalCount }
            sure: candidates(filter: { minScore: 0.6 }, first: 1) { totalCount nodes { score fields { field fate } } }
        } } }",
    )
    .await;
    let found = &data["network"]["duplicates"];
    assert_eq!(found["counts"][0], json!({"status": "OPEN", "count": 1}));
    assert_eq!(found["open"]["totalCount"], json!(1));
    assert_eq!(
        found["open"]["nodes"][0]["first"]["name"],
        json!("Lubuski Ośrodek Wsparcia Ekonomii Społecznej")
    );
    assert_eq!(found["of"]["nodes"], json!([{"first": {"slug": "gops-deszczno", "isMerged": true}}]));
    assert_eq!(found["named"]["totalCount"], json!(0));
    assert_eq!(found["sure"]["totalCount"], json!(2));
    let fields = found["sure"]["nodes"][0]["fields"].as_array().expect("fields");
    let fate = |name: &str| fields.iter().find(|it| it["field"] == json!(name)).map(|it| it["fate"].clone());
    assert_eq!((fate("name_pl"), fate("seat")), (Some(json!("KEPT")), Some(json!("SAME"))));
}

#[tokio::test]
async fn contact_points_are_looked_at_when_asked_for() {
    let data = ask(
        "{ network { duplicates(contacts: true) { computation { counts { name value } } candidates { totalCount } } } }",
    )
    .await;
    let found = &data["network"]["duplicates"];
    let counts = found["computation"]["counts"].as_array().expect("counts");
    assert!(counts.contains(&json!({"name": "contacts", "value": 6})), "{counts:?}");
    assert_eq!(
        found["candidates"]["totalCount"],
        json!(4),
        "the point in Zielona Góra has an address of its own"
    );
}

#[tokio::test]
async fn a_question_shows_its_pairs() {
    let data = ask(
        "{ network { resolutionTasks(first: 6) { nodes { slug candidates { first { slug } status } } } } }",
    )
    .await;
    let tasks = data["network"]["resolutionTasks"]["nodes"].as_array().expect("tasks").clone();
    let of = |slug: &str| -> Vec<Value> {
        let task = tasks.iter().find(|it| it["slug"] == json!(slug)).expect("the task");
        task["candidates"].as_array().expect("candidates").clone()
    };
    assert_eq!(of("amb-01").len(), 2);
    assert_eq!(of("amb-02"), [json!({"first": {"slug": "lwk-ohp"}, "status": "MERGED"})]);
    assert_eq!(of("amb-05"), [json!({"first": {"slug": "lowes"}, "status": "OPEN"})]);
    assert!(of("amb-03").is_empty());
}
