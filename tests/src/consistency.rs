//! The same question has the same answer: asked again, on the other database, by another part of one request.

use std::sync::Arc;

use acceptance::case::{Case, folders};
use acceptance::client::ask;
use acceptance::server::Viewer;
use acceptance::stage::{Engine, Stage};
use acceptance::trial;
use anyhow::{Context, Result, ensure};
use libtest_mimic::Trial;
use serde_json::{Value, json};

/// Everything that tells a revision, in one request over several views.
const REVISIONS: &str = r#"query OneRevision($partnership: PartnershipLookup!) {
  service { revision }
  whole: network { revision structure { computation { revision } } clusters { ... on ClusterResult { computation { revision } } } }
  year: network(during: { year: 2015 }) {
    revision
    structure { computation { revision } }
    uncontactedSignatories(partnership: $partnership) { computation { revision } }
    hostRotation(partnership: $partnership) { computation { revision } }
    statistics(of: MEETINGS, groupBy: [MEETING_KIND]) { computation { revision } }
  }
}"#;

/// Tests of consistency.
pub(crate) fn trials(stage: &Arc<Stage>) -> Vec<Trial> {
    let (first, second, third) = (Arc::clone(stage), Arc::clone(stage), Arc::clone(stage));
    vec![
        trial("consistency::asked_again_the_answer_is_the_same", move || asked_again(&first)),
        trial("consistency::both_databases_answer_alike", move || both_databases(&second))
            .with_ignored_flag(Engine::Postgres.is_left_out()),
        trial("consistency::one_response_has_one_revision", move || one_revision(&third)),
    ]
}

/// The cases that change nothing before they ask, so that they can be asked together.
fn cases() -> Result<Vec<Case>> {
    let all: Result<Vec<Case>> =
        folders()?.iter().map(|it| Case::read(it).with_context(|| it.display().to_string())).collect();
    Ok(all?.into_iter().filter(|it| it.before.is_empty()).collect())
}

fn data(stage: &Stage, engine: Engine, case: &Case) -> Result<String> {
    let play = stage.play(engine, case.about.viewer)?;
    let answer = ask(play.address(), &case.query, &case.variables)?;
    Ok(answer.data_text().with_context(|| case.name.clone())?.to_owned())
}

fn asked_again(stage: &Stage) -> Result<()> {
    let mut wrong = Vec::new();
    for case in cases()? {
        let (first, second) = (data(stage, Engine::Sqlite, &case), data(stage, Engine::Sqlite, &case));
        match (first, second) {
            (Ok(first), Ok(second)) if first == second => {}
            (Ok(_), Ok(_)) => wrong.push(case.name),
            (Err(error), _) | (_, Err(error)) => wrong.push(format!("{error:#}")),
        }
    }
    ensure!(wrong.is_empty(), "asked again, these have another answer: {wrong:?}");
    Ok(())
}

fn both_databases(stage: &Stage) -> Result<()> {
    let mut wrong = Vec::new();
    for case in cases()? {
        match (data(stage, Engine::Sqlite, &case), data(stage, Engine::Postgres, &case)) {
            (Ok(sqlite), Ok(postgres)) if sqlite == postgres => {}
            (Ok(sqlite), Ok(postgres)) => {
                wrong.push(format!("{}\n    sqlite:   {sqlite}\n    postgres: {postgres}", case.name));
            }
            (Err(error), _) | (_, Err(error)) => wrong.push(format!("{error:#}")),
        }
    }
    ensure!(wrong.is_empty(), "the databases answer differently:\n  {}", wrong.join("\n  "));
    Ok(())
}

fn one_revision(stage: &Stage) -> Result<()> {
    let play = stage.play(Engine::Sqlite, Viewer::Anonymous)?;
    let variables = json!({"partnership": {"slug": "pnres"}});
    let data = ask(play.address(), REVISIONS, &variables)?.data()?;
    let mut revisions = Vec::new();
    collect(&data, &mut revisions);
    ensure!(revisions.len() == 9, "nine places tell a revision, {} were found: {data}", revisions.len());
    let first = revisions.first().cloned().unwrap_or_default();
    ensure!(first.parse::<u64>().is_ok_and(|it| it > 0), "{first:?} is not a revision with a record in it");
    ensure!(revisions.iter().all(|it| *it == first), "several revisions in one response: {revisions:?}");
    Ok(())
}

fn collect(value: &Value, revisions: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member.as_str() {
                    Some(text) if name == "revision" => revisions.push(text.to_owned()),
                    _ => collect(member, revisions),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|it| collect(it, revisions)),
        _ => {}
    }
}
