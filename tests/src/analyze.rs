//! `splot analyze`: measures of a file, without a database.

use std::path::Path;

use acceptance::server::{Finished, run};
use acceptance::trial;
use anyhow::{Context, Result, ensure};
use libtest_mimic::Trial;
use serde_json::{Value, json};

/// Tests of the command.
pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("analyze::attendances_become_ties", attendances_become_ties),
        trial("analyze::threads_and_order_of_rows_change_nothing", threads_and_order_of_rows_change_nothing),
        trial("analyze::groups_and_ties", groups_and_ties),
        trial("analyze::what_is_wrong_is_told", what_is_wrong_is_told),
    ]
}

fn written(folder: &Path, name: &str, text: &str) -> Result<()> {
    std::fs::write(folder.join(name), text).with_context(|| name.to_owned())
}

fn json_of(finished: &Finished) -> Result<Value> {
    ensure!(finished.code == Some(0), "{finished:#?}");
    Ok(serde_json::from_str(&finished.output)?)
}

/// Meetings {a, b}, {a, b, c} and {c, d}: by hand, Newman's weights are ab 3/2, ac 1/2, bc 1/2, cd 1.
fn attendances_become_ties() -> Result<()> {
    let folder = tempfile::tempdir()?;
    written(folder.path(), "m.csv", "institution,meeting\na,1\nb,1\na,2\nb,2\nc,2\nc,3\nd,3\nd,3\n")?;
    let arguments = ["analyze", "--affiliations", "m.csv", "--measure", "STRENGTH", "density", "--json"];
    let found = json_of(&run(folder.path(), &arguments)?)?;
    let checks = &found["checks"];
    ensure!(checks["ties"] == 4 && checks["sumOfDegrees"] == 8, "{checks:#}");
    ensure!(checks["repeatedAttendances"] == 1 && checks["totalWeight"] == json!(3.5), "{checks:#}");
    let expected = json!([
        {"label": "a", "value": 2.0}, {"label": "b", "value": 2.0},
        {"label": "c", "value": 2.0}, {"label": "d", "value": 1.0},
    ]);
    ensure!(found["measures"][0]["institutions"] == expected, "{found:#}");
    ensure!(found["measures"][1]["value"] == json!(4.0 / 6.0), "{found:#}");
    let phases: Vec<_> = found["phases"].as_array().context("no phases")?.iter().collect();
    let names: Vec<_> = phases.iter().filter_map(|it| it["name"].as_str()).collect();
    ensure!(names == ["read", "parse", "project", "STRENGTH", "DENSITY"], "{names:?}");
    let finished = run(folder.path(), &arguments[..6])?;
    ensure!(finished.code == Some(0) && finished.output.contains("twice the ties"), "{finished:#?}");
    ensure!(!folder.path().join("var").exists(), "a database was made");
    Ok(())
}

fn threads_and_order_of_rows_change_nothing() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let rows: Vec<String> = (0..300).map(|it| format!("n{}\tn{}\n", it * 7 % 41, it * 11 % 43)).collect();
    let turned: Vec<String> = rows.iter().rev().cloned().collect();
    written(folder.path(), "one.tsv", &rows.concat())?;
    written(folder.path(), "two.tsv", &turned.concat())?;
    let hashes = |file: &str, threads: &str| -> Result<Vec<Value>> {
        let measures = ["BETWEENNESS", "PAGERANK", "LEIDEN_CLUSTERS", "CONSTRAINT"];
        let mut arguments = vec!["analyze", "--edges", file, "--weights", "strength", "--threads", threads];
        arguments.extend(["--json", "--measure"]);
        arguments.extend(measures);
        let found = json_of(&run(folder.path(), &arguments)?)?;
        Ok(found["measures"].as_array().context("none")?.iter().map(|it| it["hash"].clone()).collect())
    };
    let one = hashes("one.tsv", "1")?;
    ensure!(one.len() == 4 && one.iter().all(|it| it.as_str().is_some_and(|it| it.len() == 64)), "{one:?}");
    ensure!(one == hashes("two.tsv", "3")?, "they differ");
    Ok(())
}

fn groups_and_ties() -> Result<()> {
    let folder = tempfile::tempdir()?;
    written(folder.path(), "e.tsv", "# by hand\nsource\ttarget\na\tb\nb\tc\nc\td\n")?;
    written(folder.path(), "g.csv", "label,group\na,I\nb,I\nc,II\nd,II\nz,II\n")?;
    let arguments =
        ["analyze", "--edges", "e.tsv", "--groups", "g.csv", "--measure", "EI_INDEX", "BRIDGES", "--json"];
    let found = json_of(&run(folder.path(), &arguments)?)?;
    // One tie between groups, two inside: (1 − 2)/3.
    ensure!(found["measures"][0]["permuted"]["value"] == json!(-1.0 / 3.0), "{found:#}");
    ensure!(found["measures"][1]["pairs"].as_array().is_some_and(|it| it.len() == 3), "{found:#}");
    ensure!(found["checks"]["unknownLabels"] == 1, "{found:#}");
    Ok(())
}

fn what_is_wrong_is_told() -> Result<()> {
    let folder = tempfile::tempdir()?;
    written(folder.path(), "e.tsv", "a\tb\t1\nb\tc\t0\n")?;
    written(folder.path(), "right.tsv", "a\tb\t1\nb\tc\t2\n")?;
    let cases: [(&[&str], i32, &str); 6] = [
        (&["--edges", "e.tsv", "--measure", "DEGREE"], 65, "line 2, column 3"),
        (&["--edges", "none.tsv", "--measure", "DEGREE"], 74, "none.tsv"),
        (&["--edges", "right.tsv", "--measure", "BETWEENNESS"], 64, "--weights strength"),
        (&["--edges", "right.tsv", "--measure", "BETWENNESS"], 64, "BETWEENNESS"),
        (&["--edges", "right.tsv", "--measure", "EI_INDEX"], 64, "--groups"),
        (&["--measure", "DEGREE"], 64, "--affiliations"),
    ];
    for (arguments, code, says) in cases {
        let arguments: Vec<&str> = ["analyze"].iter().chain(arguments).copied().collect();
        let finished = run(folder.path(), &arguments)?;
        ensure!(finished.code == Some(code), "exit code {code} was expected: {finished:#?}");
        ensure!(finished.errors.contains(says), "{says:?} is not in {:?}", finished.errors);
        ensure!(!finished.errors.contains("panicked"), "it panicked: {}", finished.errors);
    }
    Ok(())
}
