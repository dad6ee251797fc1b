//! The questions of the domain: each case on both databases, and once more without the rows on which it rests.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use acceptance::case::{Case, folders};
use acceptance::json::differences;
use acceptance::record::copy_without;
use acceptance::stage::{Engine, Play, Stage};
use acceptance::{shipped_record, trial};
use anyhow::{Context, Result, bail, ensure};
use libtest_mimic::Trial;

/// The questions that must have a case.
const QUESTIONS: &[&str] = &[
    "Q01", "Q02", "Q03", "Q04", "Q06", "Q07", "Q08", "Q09", "Q11", "Q12", "Q13", "Q15", "Q16", "Q17", "Q18",
    "Q20", "Q21", "Q22", "Q24", "Q25", "Q26", "Q28", "Q29", "Q32", "Q33", "Q34", "Q35", "Q37", "Q38", "Q39",
    "Q40", "Q41", "Q42", "Q44", "Q46", "Q48", "Q49", "Q50", "Q53", "Q55", "Q56", "Q57", "Q59", "Q60", "Q61",
    "Q63", "Q64", "Q65", "Q66", "Q67", "Q68", "Q69", "Q70", "Q71", "Q72", "Q73", "Q75", "Q76", "Q77", "Q78",
    "Q79", "Q80",
];

/// Three tests for each case, and one that no question was forgotten.
pub(crate) fn trials(stage: &Arc<Stage>) -> Vec<Trial> {
    let folders = match folders() {
        Ok(folders) => folders,
        Err(error) => return vec![trial("cases", move || Err(error))],
    };
    let mut trials = vec![trial("cases::every_question_has_a_case", every_question_has_a_case)];
    for folder in folders {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for engine in Engine::ALL {
            let (stage, folder) = (Arc::clone(stage), folder.clone());
            let test = move || answers_as_expected(&stage, engine, &folder);
            let trial = trial(format!("cases::{name}::{}", engine.name()), test);
            trials.push(trial.with_ignored_flag(engine.is_left_out()));
        }
        trials.push(trial(format!("cases::{name}::without"), move || rests_on_its_rows(&folder)));
    }
    trials
}

fn every_question_has_a_case() -> Result<()> {
    let mut found = BTreeSet::new();
    for folder in folders()? {
        found.insert(Case::read(&folder).with_context(|| folder.display().to_string())?.about.question);
    }
    let missing: Vec<_> = QUESTIONS.iter().filter(|it| !found.contains(**it)).collect();
    ensure!(missing.is_empty(), "no case for {missing:?}");
    Ok(())
}

fn answers_as_expected(stage: &Stage, engine: Engine, folder: &Path) -> Result<()> {
    let case = Case::read(folder)?;
    let data = if case.before.is_empty() {
        case.ask(stage.play(engine, case.about.viewer)?.address())?
    } else {
        case.ask(Play::start(engine, case.about.viewer, None)?.address())?
    };
    let lines = differences(&case.expected, &data);
    if lines.is_empty() {
        return Ok(());
    }
    bail!(
        "the answer differs in {} places:\n  {}\nthe whole answer: {data:#}",
        lines.len(),
        lines.join("\n  ")
    )
}

/// The same question of a record without some rows: a valid answer, and another one.
fn rests_on_its_rows(folder: &Path) -> Result<()> {
    let case = Case::read(folder)?;
    let copy = tempfile::tempdir()?;
    copy_without(&shipped_record(), copy.path(), &case.about.without)?;
    let record: PathBuf = copy.path().into();
    let record = record.to_str().context("the temporary folder has no name in Unicode")?;
    let play = Play::start(Engine::Sqlite, case.about.viewer, Some(record))?;
    let data = case.ask(play.address())?;
    ensure!(
        !differences(&case.expected, &data).is_empty(),
        "without {:?} the answer is the same, although {}",
        case.about.without,
        case.about.why
    );
    Ok(())
}
